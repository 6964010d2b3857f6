"""The network with its gradient, in JAX. `detente.language.network` is the same one without.

The vectors of the words are computed outside, so that their sparse table never meets the
compiler; here come their sums, out go the losses and the gradients.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

Params = dict[str, Any]


def initial(rng: np.random.Generator, sizes: dict[str, int], net: dict[str, Any]) -> Params:
    """Dense parameters before training."""
    d, h, b, arc, lab = (net[k] for k in ("width", "hidden", "breaker", "arc", "label"))

    def matrix(rows: int, columns: int, gain: float = 1.0) -> Any:
        bound = gain * (6.0 / (rows + columns)) ** 0.5
        return rng.uniform(-bound, bound, (rows, columns)).astype(np.float32)

    def recurrent() -> Any:
        blocks = [np.linalg.qr(rng.normal(size=(h, h)))[0] for _ in range(4)]
        return np.concatenate(blocks, axis=1).astype(np.float32)

    def zeros(n: int) -> Any:
        return np.zeros(n, dtype=np.float32)

    def gates() -> Any:
        bias = np.zeros(4 * h, dtype=np.float32)
        bias[h : 2 * h] = 1.0  # remember at first
        return bias

    p: Params = {
        "spaced": rng.normal(scale=0.1, size=(2, d)).astype(np.float32),
        "norm_g": np.ones(d, np.float32), "norm_b": zeros(d),
        "break_w1": matrix(5 * d, b), "break_b1": zeros(b),
        "break_w2": matrix(5 * b, b), "break_b2": zeros(b),
        "break_w3": matrix(b, 1), "break_b3": zeros(1),
        "xpos_w": matrix(2 * h, sizes["xpos"]), "xpos_b": zeros(sizes["xpos"]),
        "morph_w": matrix(2 * h, sizes["morph"]), "morph_b": zeros(sizes["morph"]),
        "tag_e": 0.3 * matrix(sizes["xpos"], 2 * h),
        "arc_dep_w": matrix(2 * h, arc), "arc_dep_b": zeros(arc),
        "arc_head_w": matrix(2 * h, arc), "arc_head_b": zeros(arc),
        "arc_u": np.zeros((arc, arc), np.float32), "arc_bias": zeros(arc),
        "arc_root": rng.normal(scale=0.1, size=arc).astype(np.float32),
        "lab_dep_w": matrix(2 * h, lab), "lab_dep_b": zeros(lab),
        "lab_head_w": matrix(2 * h, lab), "lab_head_b": zeros(lab),
        "lab_root": rng.normal(scale=0.1, size=lab).astype(np.float32),
        "lab_w": matrix(3 * lab, sizes["deprel"]), "lab_b": zeros(sizes["deprel"]),
    }  # fmt: skip
    for layer, inputs in ((1, d), (2, 2 * h)):
        for way in ("f", "b"):
            p[f"l{layer}{way}_x"] = matrix(inputs, 4 * h)
            p[f"l{layer}{way}_h"] = recurrent()
            p[f"l{layer}{way}_b"] = gates()
    return p


def _leaky(x: Any) -> Any:
    return jnp.where(x > 0, x, 0.1 * x)


def _drop(key: Any, x: Any, rate: float, shape: tuple[int, ...]) -> Any:
    if rate == 0.0:
        return x
    return x * (jax.random.bernoulli(key, 1 - rate, shape) / (1 - rate))


def _norm(x: Any, g: Any, b: Any) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * g + b


@jax.custom_vjp
def _recur(x: Any, keep: Any, weights: Any, mask: Any) -> Any:
    """States of one direction; x (steps, lanes, 4 hidden), keep (steps, lanes, 1)."""
    return _recur_forward(x, keep, weights, mask)[0]


def _recur_forward(x: Any, keep: Any, weights: Any, mask: Any) -> Any:
    hidden = weights.shape[0]

    def step(state: Any, inputs: Any) -> Any:
        h, c = state
        x_t, k = inputs
        h_before, c_before = h * k * mask, c * k
        z = x_t + h_before @ weights
        gates = jax.nn.sigmoid(z[:, : 3 * hidden])
        i, f, o = (gates[:, n * hidden : (n + 1) * hidden] for n in range(3))
        g = jnp.tanh(z[:, 3 * hidden :])
        c = f * c_before + i * g
        t = jnp.tanh(c)
        h = o * t
        return (h, c), (h, h_before, c_before, gates, g, t)

    zero = jnp.zeros((x.shape[1], hidden))
    _, (h, h_before, c_before, gates, g, t) = jax.lax.scan(step, (zero, zero), (x, keep))
    return h, (keep, weights, mask, h_before, c_before, gates, g, t)


def _recur_backward(kept: Any, slope: Any) -> Any:
    # By hand for speed: left to itself JAX adds up the gradient of the weights step by step,
    # in 128 thin products; here it is one product over all steps.
    keep, weights, mask, h_before, c_before, gates, g, t = kept
    hidden = weights.shape[0]

    def step(state: Any, inputs: Any) -> Any:
        dh, dc = state
        slope_t, k, c_before_t, gates_t, g_t, t_t = inputs
        i, f, o = (gates_t[:, n * hidden : (n + 1) * hidden] for n in range(3))
        dh = dh + slope_t
        dc = dc + dh * o * (1 - t_t * t_t)
        dz = jnp.concatenate(
            [dc * g_t * i * (1 - i), dc * c_before_t * f * (1 - f),
             dh * t_t * o * (1 - o), dc * i * (1 - g_t * g_t)], -1
        )  # fmt: skip
        return ((dz @ weights.T) * k * mask, dc * f * k), dz

    zero = jnp.zeros_like(slope[0])
    _, dz = jax.lax.scan(step, (zero, zero), (slope, keep, c_before, gates, g, t), reverse=True)
    d_weights = h_before.reshape(-1, hidden).T @ dz.reshape(-1, 4 * hidden)
    return dz, jnp.zeros_like(keep), d_weights, jnp.zeros_like(mask)


_recur.defvjp(_recur_forward, _recur_backward)


def _lstm(p: Params, layer: int, x: Any, first: Any, last: Any, keys: Any, rate: float) -> Any:
    """Both directions over lanes (lanes, steps, inputs); the state is emptied between sentences."""
    lanes = x.shape[0]
    hidden = p[f"l{layer}f_h"].shape[0]
    xs = x.transpose(1, 0, 2)
    out = []
    for way, mark, key in (("f", first, keys[0]), ("b", last, keys[1])):
        turn = (lambda a: a) if way == "f" else (lambda a: a[::-1])
        mask = _drop(key, jnp.ones((lanes, hidden)), rate, (lanes, hidden))
        inputs = xs @ p[f"l{layer}{way}_x"] + p[f"l{layer}{way}_b"]
        keep = (1.0 - mark).T[:, :, None]
        out.append(turn(_recur(turn(inputs), turn(keep), p[f"l{layer}{way}_h"], mask)))
    return jnp.concatenate(out, -1).transpose(1, 0, 2)


def _around(x: Any) -> Any:
    """Each place together with two neighbours on either side: (lanes, steps, 5 inputs)."""
    steps = x.shape[1]
    padded = jnp.pad(x, ((0, 0), (2, 2), (0, 0)))
    return jnp.concatenate([padded[:, k : k + steps] for k in range(5)], -1)


def forward(
    p: Params, vectors: Any, batch: dict[str, Any], key: Any, drop: float, recurrent: float
) -> dict[str, Any]:
    """Scores of every decision; `vectors` are the word sums, shape (lanes, steps, width)."""
    keys = jax.random.split(key, 12)
    mask = (batch["sentence"] >= 0)[:, :, None]
    lanes, steps = batch["sentence"].shape
    e = _norm(vectors + p["spaced"][batch["spaced"]], p["norm_g"], p["norm_b"]) * mask
    e = _drop(keys[0], e, drop, e.shape)
    s = _leaky(_around(e) @ p["break_w1"] + p["break_b1"]) * mask
    s = _leaky(_around(s) @ p["break_w2"] + p["break_b2"])
    breaks = (s @ p["break_w3"] + p["break_b3"])[:, :, 0]
    first = batch["first"].astype(jnp.float32)
    last = batch["last"].astype(jnp.float32)
    h = _lstm(p, 1, e, first, last, keys[1:3], recurrent)
    h = _drop(keys[3], h, drop, (lanes, 1, h.shape[-1]))
    xpos = h @ p["xpos_w"] + p["xpos_b"]
    morph = h @ p["morph_w"] + p["morph_b"]
    h = _lstm(p, 2, h + jax.nn.softmax(xpos) @ p["tag_e"], first, last, keys[4:6], recurrent) + h
    h = _drop(keys[6], h, drop, (lanes, 1, h.shape[-1]))

    def space(name: str, which: int) -> Any:
        out = _leaky(h @ p[name + "_w"] + p[name + "_b"])
        return _drop(keys[which], out, drop, (lanes, 1, out.shape[-1]))

    dep, head = space("arc_dep", 7), space("arc_head", 8)
    lab_dep, lab_head = space("lab_dep", 9), space("lab_head", 10)

    def with_root(x: Any, root: Any) -> Any:
        return jnp.concatenate([x, jnp.broadcast_to(root, (lanes, 1, x.shape[-1]))], 1)

    head = with_root(head, p["arc_root"])
    arcs = (dep @ p["arc_u"] + p["arc_bias"]) @ head.transpose(0, 2, 1)
    same = batch["sentence"][:, :, None] == batch["sentence"][:, None, :]
    same &= ~jnp.eye(steps, dtype=bool)[None]
    same = jnp.concatenate([same, jnp.ones((lanes, steps, 1), bool)], 2)
    arcs = jnp.where(same, arcs, -1e9)
    lab_head = with_root(lab_head, p["lab_root"])
    return {
        "breaks": breaks, "xpos": xpos, "morph": morph, "arcs": arcs,
        "lab_dep": lab_dep, "lab_head": lab_head,
    }  # fmt: skip


def relations(p: Params, lab_dep: Any, lab_head: Any, heads: Any) -> Any:
    """Scores of relations given the place of each head."""
    chosen = jnp.take_along_axis(lab_head, heads[:, :, None], axis=1)
    joint = jnp.concatenate([lab_dep, chosen, lab_dep * chosen], -1)
    return joint @ p["lab_w"] + p["lab_b"]


def loss(
    p: Params,
    unique: Any,
    index: Any,
    batch: dict[str, Any],
    key: Any,
    drop: float,
    recurrent: float,
) -> Any:
    """Mean loss per token and its parts."""
    vectors = unique[index]
    out = forward(p, vectors, batch, key, drop, recurrent)
    real = batch["sentence"] >= 0
    count = real.sum()

    def entropy(scores: Any, gold: Any) -> Any:
        picked = jnp.take_along_axis(jax.nn.log_softmax(scores), gold[:, :, None], axis=2)[:, :, 0]
        return -(picked * real).sum() / count

    labels = relations(p, out["lab_dep"], out["lab_head"], batch["head"])
    asked = batch["breaks"] >= 0
    target = (batch["breaks"] == 1).astype(jnp.float32)
    z = out["breaks"]
    breaks = jnp.maximum(z, 0) - z * target + jnp.log1p(jnp.exp(-jnp.abs(z)))
    parts = {
        "arcs": entropy(out["arcs"], batch["head"]),
        "labels": entropy(labels, batch["deprel"]),
        "xpos": entropy(out["xpos"], batch["xpos"]),
        "morph": entropy(out["morph"], batch["morph"]),
        "breaks": (breaks * asked).sum() / count,
    }
    total = (
        parts["arcs"] + parts["labels"] + 0.5 * parts["xpos"] + 0.5 * parts["morph"]
        + 0.5 * parts["breaks"]
    )  # fmt: skip
    return total, parts


def make_update(net: dict[str, Any], clip: float) -> Any:
    """A compiled step of Adam on the dense parameters; gives the gradient of the word sums back."""
    slope = jax.value_and_grad(loss, argnums=(0, 1), has_aux=True)

    def update(p: Params, m: Params, v: Params, n: Any, rate: Any, unique: Any, index: Any,
               batch: Any, key: Any) -> Any:  # fmt: skip
        (_, parts), (g, g_words) = slope(
            p, unique, index, batch, key, net["dropout"], net["recurrent_dropout"]
        )
        size = jnp.sqrt(sum(jnp.sum(x * x) for x in jax.tree_util.tree_leaves(g)))
        scale = jnp.minimum(1.0, clip / (size + 1e-6))
        b1, b2 = 0.9, 0.98
        g = jax.tree_util.tree_map(lambda x: x * scale, g)
        m = jax.tree_util.tree_map(lambda a, x: b1 * a + (1 - b1) * x, m, g)
        v = jax.tree_util.tree_map(lambda a, x: b2 * a + (1 - b2) * x * x, v, g)
        f1, f2 = 1 - b1**n, 1 - b2**n
        p = jax.tree_util.tree_map(
            lambda w, a, b: w - rate * (a / f1) / (jnp.sqrt(b / f2) + 1e-8), p, m, v
        )
        return p, m, v, parts, g_words * scale

    return jax.jit(update, donate_argnums=(0, 1, 2))


def make_evaluate() -> Any:
    """Compiled predictions with gold sentences and greedy heads, for watching the dev set."""

    def evaluate(p: Params, unique: Any, index: Any, batch: Any) -> Any:
        out = forward(p, unique[index], batch, jax.random.PRNGKey(0), 0.0, 0.0)
        heads = out["arcs"].argmax(-1)
        labels = relations(p, out["lab_dep"], out["lab_head"], heads).argmax(-1)
        return heads, labels, out["xpos"].argmax(-1), out["morph"].argmax(-1), out["breaks"]

    return jax.jit(evaluate)
