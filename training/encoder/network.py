"""The encoder with its losses, in JAX; `detente.coding.learned.encoder` is the same in NumPy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp

from detente.coding.learned.encoder import HEADS

Arrays = Mapping[str, jax.Array]
_FAR = -1e9


def _even(x: jax.Array, gain: jax.Array, bias: jax.Array) -> jax.Array:
    mean = x.mean(-1, keepdims=True)
    spread = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(spread + 1e-12) * gain + bias


def _dropped(x: jax.Array, key: jax.Array | None, rate: float) -> jax.Array:
    if key is None:
        return x
    return x * jax.random.bernoulli(key, 1 - rate, x.shape) / (1 - rate)


def vectors(
    p: Arrays,
    ids: jax.Array,
    there: jax.Array,
    layers: int,
    key: jax.Array | None,
    rate: float,
    unseen: float,
) -> jax.Array:
    """The vector of each piece: (passages, pieces, width).

    ``rate`` is the dropout of what layers add, ``unseen`` that of what pieces take in of others.
    """
    rows, long = ids.shape
    x = _even(p["words"][ids] + p["places"][:long], p["first_gain"], p["first_bias"])
    width = x.shape[-1]
    hidden = jnp.where(there, 0.0, _FAR)[:, None, None, :]
    for n in range(layers):
        keys = [None] * 3 if key is None else jax.random.split(jax.random.fold_in(key, n), 3)
        mixed = (x @ p[f"{n}_all"] + p[f"{n}_all_bias"]).reshape(rows, long, 3, HEADS, -1)
        query, held, value = mixed[:, :, 0], mixed[:, :, 1], mixed[:, :, 2]
        scores = jnp.einsum("bihd,bjhd->bhij", query, held) / math.sqrt(width // HEADS) + hidden
        weights = jax.nn.softmax(scores, -1)
        if unseen:
            weights = _dropped(weights, keys[0], unseen)
        seen = jnp.einsum("bhij,bjhd->bihd", weights, value).reshape(rows, long, width)
        seen = seen @ p[f"{n}_out"] + p[f"{n}_out_bias"]
        x = _even(x + _dropped(seen, keys[1], rate), p[f"{n}_gain1"], p[f"{n}_bias1"])
        wide = jax.nn.gelu(x @ p[f"{n}_up"] + p[f"{n}_up_bias"], approximate=True)
        wide = wide @ p[f"{n}_down"] + p[f"{n}_down_bias"]
        x = _even(x + _dropped(wide, keys[2], rate), p[f"{n}_gain2"], p[f"{n}_bias2"])
    return x


def answers(p: Arrays, key: jax.Array, types: int, statuses: int, tags: int, k: int) -> Arrays:
    """Arrays of the answers before any lesson; ``k`` is the width of asking and offering."""
    width = p["words"].shape[1]
    keys = jax.random.split(key, 6)

    def small(n: int, *shape: int) -> jax.Array:
        return jax.random.normal(keys[n], shape) * 0.02

    return {
        "act": small(0, width, types + 1),
        "act_bias": jnp.zeros(types + 1),
        "status": small(1, width, statuses + 1),
        "status_bias": jnp.zeros(statuses + 1),
        "asking": small(2, width, 2 * k),
        "asking_bias": jnp.zeros(2 * k),
        "offering": small(3, width, 2 * k),
        "offering_bias": jnp.zeros(2 * k),
        "side": small(4, 2, k),
        "side_bias": jnp.full(2, -1.0),
        "tag": small(5, width, tags),
        "tag_bias": jnp.full(tags, -3.0),
    }


def side_odds(p: Arrays, x: jax.Array, batch: Mapping[str, Any]) -> jax.Array:
    """Log odds of each state asked for: (asked,)."""
    k = p["side"].shape[1]
    at = batch["asked_row"]
    word = x[at, batch["asked_word"]]
    spots = x[at[:, None], batch["asked_spots"]]
    asking = jax.nn.gelu(word @ p["asking"] + p["asking_bias"], approximate=True)
    offering = jax.nn.gelu(spots @ p["offering"] + p["offering_bias"], approximate=True)
    asking, offering = asking.reshape(-1, 2, k), offering.reshape(*spots.shape[:2], 2, k)
    odds = jnp.einsum("nsk,njsk->njs", asking, offering) / math.sqrt(k)
    odds += jnp.einsum("njsk,sk->njs", offering, p["side"]) + p["side_bias"]
    own = jnp.take_along_axis(odds, batch["asked_side"][:, None, None], 2)[..., 0]
    return jnp.where(batch["asked_there"] > 0, own, _FAR).max(1)


def loss(
    p: Arrays,
    batch: Mapping[str, Any],
    key: jax.Array,
    layers: int,
    rate: float,
    unseen: float,
    worth: Mapping[str, float],
) -> jax.Array:
    """How wrong the answers are on one batch; ``rate`` and ``unseen`` as `vectors` has them."""
    x = vectors(p, batch["ids"], batch["there"], layers, key, rate, unseen)
    x = _dropped(x, jax.random.fold_in(key, 99), rate)

    acts = jax.nn.log_softmax(x @ p["act"] + p["act_bias"])
    told = jnp.take_along_axis(acts, batch["acts"][..., None], 2)[..., 0]
    act = -(told * batch["worth"]).sum() / (batch["worth"].sum() + 1)

    known = batch["status"] >= 0
    statuses = jax.nn.log_softmax(x @ p["status"] + p["status_bias"])
    said = jnp.take_along_axis(statuses, jnp.maximum(batch["status"], 0)[..., None], 2)[..., 0]
    status = -(said * known).sum() / (known.sum() + 1)

    odds, so = side_odds(p, x, batch), batch["asked_so"]
    asked = jnp.arange(len(so)) < batch["asked"]
    side = jnp.where(asked, jax.nn.softplus(odds) - so * odds, 0.0).sum() / (asked.sum() + 1)

    z = x @ p["tag"] + p["tag_bias"]
    wrong = ((jax.nn.softplus(z) - batch["tags"] * z) * batch["told"][:, None, :]).sum(-1)
    tag = (wrong * batch["word"]).sum() / (batch["word"].sum() + 1)
    parts = {"act": act, "status": status, "side": side, "tag": tag}
    return sum(worth[name] * part for name, part in parts.items())
