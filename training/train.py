"""Treebanks in, parameters out.

Run as `python -m training.train DIRECTORY`; a run that was stopped goes on from its last
checkpoint. `training.build` calls it and makes the pipeline of the result.
"""

from __future__ import annotations

import collections
import gzip
import json
import random
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from detente.language.features import Clusters, WordFeatures, _hash
from training.data import Augmenter, Batch, groups_of, inventories, lanes, paragraphs

HERE = Path(__file__).parent
TREEBANKS = HERE.parent.parent / "shared" / "data" / "ud"
WORD_FEATURE, FORM_FEATURE = 0, 8  # places in the answer of WordFeatures
CLUSTER_FEATURES = slice(10, 14)


def settings() -> dict[str, Any]:
    """The committed configuration."""
    return tomllib.loads((HERE / "config.toml").read_text(encoding="utf-8"))


def brown_clusters() -> Clusters:
    """Every clustered word of spacy-lookups-data (MIT), hashed."""
    import spacy_lookups_data

    path = Path(spacy_lookups_data.__file__).parent / "data" / "en_lexeme_cluster.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        table = {_hash(word): code for word, code in json.load(file).items() if code}
    keys = np.array(sorted(table), dtype=np.uint32)
    return Clusters(keys, np.array([table[int(k)] for k in keys], dtype=np.uint32))


class Words:
    """The table of word features with its sparse Adam."""

    def __init__(self, features: WordFeatures, counts: dict[str, int], net: dict[str, Any],
                 rng: np.random.Generator) -> None:  # fmt: skip
        self.features, self.counts, self.net, self.rng = features, counts, net, rng
        shape = (features.rows, net["width"])
        self.table = rng.normal(scale=0.1, size=shape).astype(np.float32)
        self.m = np.zeros(shape, np.float32)
        self.v = np.zeros(shape, np.float32)
        self._known: dict[tuple[str, int], tuple[Any, Any]] = {}

    def rows(self, form: str, variant: int) -> tuple[Any, Any]:
        """Rows and weights; variant 1 forgets the word itself, 2 its cluster as well."""
        found = self._known.get((form, variant))
        if found is None:
            rows, weights = (np.array(x) for x in self.features(form))
            if variant:
                rows[WORD_FEATURE] = 0
                weights[FORM_FEATURE] = 0.0
            if variant == 2:
                weights[CLUSTER_FEATURES] = 0.0
            found = self._known[form, variant] = (rows, weights.astype(np.float32))
        return found

    def look_up(self, batch: Batch, *, train: bool) -> tuple[Any, Any, Any]:
        """Sums per word type, place of each token among the types, and what `learn` needs."""
        types: dict[tuple[str, int], int] = {}
        steps = len(batch.forms[0])
        index = np.zeros((len(batch.forms), steps), np.int32)
        chance = self.rng.random(index.shape) if train else np.ones(index.shape)
        alpha, floor = self.net["word_dropout"], self.net["word_dropout_floor"]
        for lane, forms in enumerate(batch.forms):
            for at, form in enumerate(forms):
                if form is None:
                    continue
                variant = 0
                drop = max(floor, alpha / (alpha + self.counts.get(form.lower(), 0)))
                if chance[lane, at] < drop:
                    variant = 2 if chance[lane, at] < 0.25 * drop else 1
                index[lane, at] = types.setdefault((form, variant), len(types))
        pieces = [self.rows(*key) for key in types]
        indices = np.concatenate([r for r, _ in pieces])
        data = np.concatenate([w for _, w in pieces])
        pointers = np.cumsum([0] + [len(r) for r, _ in pieces])
        touched, columns = np.unique(indices, return_inverse=True)
        sparse = csr_matrix((data, columns, pointers), shape=(len(types), len(touched)))
        unique = np.zeros((index.size, self.table.shape[1]), np.float32)
        unique[: len(types)] = sparse @ self.table[touched]
        return unique, index, (sparse, touched, len(types))

    def learn(self, gradient: Any, memory: Any, rate: float) -> None:
        """One step of Adam on the rows that were used."""
        sparse, touched, count = memory
        g = sparse.T @ np.asarray(gradient)[:count]
        m = self.m[touched] = 0.9 * self.m[touched] + 0.1 * g
        v = self.v[touched] = 0.98 * self.v[touched] + 0.02 * g * g
        self.table[touched] -= rate * m / (np.sqrt(v) + 1e-6)


def rate_at(step: int, config: dict[str, Any]) -> float:
    """Share of the full rate: up, level, down to nothing; then lower and down again to polish."""
    optimise, polish = config["optimise"], config["polish"]
    if step >= optimise["steps"]:
        return float(polish["rate"] * (1 - (step - optimise["steps"]) / polish["steps"]))
    if step < optimise["warm_up"]:
        return float((step + 1) / optimise["warm_up"])
    level = optimise["hold"] * optimise["steps"]
    if step < level:
        return 1.0
    return float((optimise["steps"] - step) / (optimise["steps"] - level))


def save(path: Path, step: int, epoch: int, used: int, words: Words, state: Any, rng: Any) -> None:
    """Write a checkpoint, whole or not at all."""
    flat = {f"{kind}:{k}": np.asarray(v) for kind, p in zip("pmv", state, strict=True)
            for k, v in p.items()}  # fmt: skip
    temporary = path.with_suffix(".tmp.npz")
    np.savez(temporary, table=words.table, table_m=words.m, table_v=words.v,
             counters=np.array([step, epoch, used]),
             generator=np.array(json.dumps(words.rng.bit_generator.state)), **flat)  # fmt: skip
    temporary.replace(path)


def train(out: Path, treebanks: Path = TREEBANKS, overrides: dict[str, Any] | None = None) -> Path:
    """Train as configured and give the file of the final parameters."""
    import jax

    from training.network import initial, make_evaluate, make_update

    config = settings()
    for key, value in (overrides or {}).items():
        section, name = key.split(".")
        config[section][name] = value
    out.mkdir(parents=True, exist_ok=True)
    net, optimise, seed = config["network"], config["optimise"], config["seed"]
    pars = paragraphs([str(treebanks / f"{n}.conllu.xz") for n in config["data"]["train"]])
    dev = paragraphs([str(treebanks / f"{n}.conllu.xz") for n in config["data"]["dev"]])
    counts: dict[str, int] = collections.Counter(
        t.form.lower() for par in pars for sentence in par for t in sentence
    )
    rng = np.random.default_rng(seed)
    # Digits are folded and quotes unified in the features, so the vocabulary must be as well.
    fold = WordFeatures([], Clusters(np.zeros(0, np.uint32), np.zeros(0, np.uint32))).fold
    folded: dict[str, int] = collections.Counter()
    for word, n in counts.items():
        folded[fold(word)] += n
    vocabulary = sorted(w for w, n in folded.items() if n >= config["data"]["min_word_count"])
    features = WordFeatures(vocabulary, brown_clusters())
    labels = inventories(pars)
    sizes = {kind: len(values) for kind, values in labels.items()}
    words = Words(features, counts, net, rng)
    p = initial(rng, sizes, net)
    print(
        "rows", features.rows, "sizes", sizes, "dense", sum(x.size for x in p.values()), flush=True
    )
    m = {k: np.zeros_like(x) for k, x in p.items()}
    v = {k: np.zeros_like(x) for k, x in p.items()}
    step = epoch = used = 0
    checkpoint = out / "checkpoint.npz"
    if checkpoint.exists():
        kept = np.load(checkpoint)
        step, epoch, used = (int(x) for x in kept["counters"])
        words.table, words.m, words.v = kept["table"], kept["table_m"], kept["table_v"]
        words.rng.bit_generator.state = json.loads(str(kept["generator"]))
        p, m, v = ({k: kept[f"{kind}:{k}"] for k in p} for kind in "pmv")
        print("going on from step", step, flush=True)
    update, evaluate = make_update(net, optimise["clip"]), make_evaluate()
    shape = {"lanes": config["batch"]["lanes"], "steps": config["batch"]["steps"]}
    longest, room = config["batch"]["longest_group"], config["batch"]["steps"]
    dev_batches = list(
        lanes(list(groups_of(dev, random.Random(0), longest=longest, room=room)), labels, **shape)
    )
    began, tokens = time.time(), 0
    running: dict[str, float] = collections.defaultdict(float)
    turn, total = optimise["steps"], optimise["steps"] + config["polish"]["steps"]
    while step < total:
        if step == turn and used:
            epoch, used = epoch + 1, 0  # polishing starts with an epoch of its own
        chances = config["augment"] if step < turn else config["polish"]["augment"]
        order = random.Random(f"{seed}-{epoch}")
        augment = Augmenter(chances, pars, order)
        groups = [augment(g) for g in groups_of(pars, order, longest=longest, room=room)]
        groups += augment.headlines(pars)
        order.shuffle(groups)
        for place, batch in enumerate(lanes(groups, labels, **shape)):
            if place < used:
                continue
            share = rate_at(step, config)
            unique, index, memory = words.look_up(batch, train=True)
            key = jax.random.fold_in(jax.random.PRNGKey(seed), step)
            p, m, v, parts, g = update(p, m, v, step + 1.0, optimise["rate"] * share, unique,
                                       index, batch.arrays, key)  # fmt: skip
            words.learn(g, memory, optimise["table_rate"] * share)
            tokens += int((batch.arrays["sentence"] >= 0).sum())
            for name, value in parts.items():
                running[name] += float(value)
            step, used = step + 1, place + 1
            if step % 50 == 0:
                shown = " ".join(f"{k} {x / 50:.3f}" for k, x in running.items())
                print(f"step {step} epoch {epoch} rate {share:.2f} words/s "
                      f"{tokens / (time.time() - began):.0f} {shown}", flush=True)  # fmt: skip
                running.clear()
            if step % optimise["evaluate_every"] == 0 or step in (turn, total):
                print(
                    "dev",
                    step,
                    time.strftime("%H:%M:%S"),
                    watch(p, words, evaluate, dev_batches),
                    flush=True,
                )
                save(checkpoint, step, epoch, used, words, (p, m, v), rng)
            if step in (turn, total):
                break
        else:
            epoch, used = epoch + 1, 0
    final = out / "parameters.npz"
    np.savez(final, table=words.table, **{k: np.asarray(x) for k, x in p.items()})
    (out / "labels.json").write_text(
        json.dumps({"words": vocabulary, **{k: list(d) for k, d in labels.items()}}),
        encoding="utf-8",
    )
    return final


def watch(p: Any, words: Words, evaluate: Any, batches: list[Batch]) -> str:
    """Accuracies on gold tokens and sentences, in percent."""
    right: dict[str, int] = collections.Counter()
    total = 0
    confusion = np.zeros(3)
    for batch in batches:
        unique, index, _ = words.look_up(batch, train=False)
        heads, labels, xpos, morph, breaks = (
            np.asarray(x) for x in evaluate(p, unique, index, batch.arrays)
        )
        a = batch.arrays
        real = a["sentence"] >= 0
        total += int(real.sum())
        head = (heads == a["head"]) & real
        right["uas"] += int(head.sum())
        right["las"] += int((head & (labels == a["deprel"])).sum())
        right["xpos"] += int(((xpos == a["xpos"]) & real).sum())
        right["morph"] += int(((morph == a["morph"]) & real).sum())
        asked = a["breaks"] >= 0
        guess, gold = (breaks > 0) & asked, (a["breaks"] == 1)
        confusion += [(guess & gold).sum(), guess.sum(), gold.sum()]
    scores = {k: 100 * n / total for k, n in right.items()}
    scores["break_f"] = 200 * confusion[0] / max(1, confusion[1] + confusion[2])
    return " ".join(f"{k} {x:.2f}" for k, x in scores.items())


if __name__ == "__main__":
    changes = dict(argument.split("=", 1) for argument in sys.argv[2:])
    train(Path(sys.argv[1]), overrides={k: json.loads(x) for k, x in changes.items()})
