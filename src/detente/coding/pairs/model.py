"""The small linear model of the act between two marked parties, applied with NumPy alone.

Comes in: features from `detente.coding.pairs.features`. Goes out: a probability for each of the
fifteen roots (PLOVER's types with CONCEDE and RETREAT joined as YIELD) and the features that
made it. Two are shipped: the pair model for pairs that somebody marked, and the act model, which
looks at words and kin alone, for pairs of which no pattern tells. How they were fitted, on what
and how well, is in their cards, ``data/pair_model.json`` and ``data/act_model.json``;
`training/pairs/train.py` fits them again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from itertools import chain
from math import exp, hypot, log
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from detente.coding.pairs.features import Bundle, Bundles, Features
from detente.errors import BadDataFile

Floats = npt.NDArray[np.float32]

YIELD = "YIELD"
ROOTS = (
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
    YIELD,
)
DICTIONARY = "dictionary"
_MOST = 20_000  # bundles of names that are remembered
# A probability below this says no more than that the dictionary does not know the words.
_FLOOR = 0.01


def root_of(event_type: str) -> str:
    """The root of a PLOVER type: CONCEDE and RETREAT are YIELD, the rest are themselves.

    Examples
    --------
    >>> root_of("RETREAT"), root_of("AID")
    ('YIELD', 'AID')
    """
    return YIELD if event_type in ("CONCEDE", "RETREAT") else event_type


@dataclass(frozen=True)
class Vocabulary:
    """Feature names of one group with their inverse document frequencies.

    The numbers of a group's features are scaled to length ``weight``, so that no group speaks
    louder for having more to say.
    """

    names: Mapping[str, int]
    idf: Floats
    weight: float = 1.0

    def vector(self, names: Iterable[str]) -> tuple[list[int], list[float]]:
        """Indices and values of the known names: (1 + log n) times idf, at length ``weight``."""
        return self._alone.vector(names, ())

    @cached_property
    def _alone(self) -> _Group:
        return _Group("", self, 0)


class _Group:
    """A vocabulary as part of a `Linear`: its rows stand from ``first`` on among those of all."""

    def __init__(self, name: str, known: Vocabulary, first: int) -> None:
        self.name = name
        self.weight = known.weight
        self.first = first
        self.listed = list(known.names)
        self.rows = {n: first + i for n, i in known.names.items()}
        self.idf = {first + i: float(x) for i, x in enumerate(known.idf)}
        self.of_bundle = lru_cache(maxsize=_MOST)(self._of_bundle)

    def _of_bundle(self, bundle: Bundle) -> list[int]:
        return [self.rows[n] for n in bundle if n in self.rows]

    def vector(
        self, names: Iterable[str], bundles: Iterable[Bundle]
    ) -> tuple[list[int], list[float]]:
        """Rows and values of the known names: (1 + log n) times idf, at length ``weight``."""
        rows = chain(map(self.rows.get, names), chain.from_iterable(map(self.of_bundle, bundles)))
        counts = cast("dict[int, int]", Counter(rows))
        counts.pop(cast("int", None), None)  # the names that are not known
        if not counts:
            return [], []
        idf = self.idf
        values = [idf[i] if n == 1 else (1 + log(n)) * idf[i] for i, n in counts.items()]
        scale = self.weight / hypot(*values)
        return list(counts), [v * scale for v in values]


def vocabulary(lists: Sequence[Sequence[str]], *, least: int, weight: float) -> Vocabulary:
    """The names that stand in at least ``least`` of the lists, sorted, with smoothed idf."""
    found = Counter(n for names in lists for n in set(names))
    kept = sorted(n for n, k in found.items() if k >= least)
    idf = [np.log((1 + len(lists)) / (1 + found[n])) + 1 for n in kept]
    index = {n: i for i, n in enumerate(kept)}
    return Vocabulary(index, np.array(idf, dtype=np.float32), weight)


class Seen(NamedTuple):
    """The features of a pair that a `Linear` knows: their rows in all its weights, and values."""

    rows: npt.NDArray[np.intp]
    values: Floats


@dataclass(frozen=True)
class Linear:
    """Softmax of weighted features: one matrix of weights a group, shape (names, roots)."""

    vocabularies: Mapping[str, Vocabulary]
    weights: Mapping[str, Floats]
    bias: Floats

    def see(self, features: Features, bundles: Bundles) -> Seen:
        """What is known of some features, names and bundles of names."""
        rows: list[int] = []
        values: list[float] = []
        for group in self._groups:
            at, found = group.vector(features.get(group.name, ()), bundles.get(group.name, ()))
            rows += at
            values += found
        return Seen(np.array(rows, dtype=np.intp), np.array(values, dtype=np.float32))

    def logits(self, seen: Seen) -> Floats:
        """One number a root, shape (15,)."""
        out: Floats = self.bias + seen.values @ self._weights.take(seen.rows, axis=0)
        return out

    def contributions(self, seen: Seen, root: int, most: int) -> list[tuple[str, float]]:
        """The features that add most to a root above what they add to the average root."""
        weights = self._weights
        parts = seen.values * (weights[seen.rows, root] - self._means[seen.rows])
        least = np.partition(parts, -most)[-most] if len(parts) > most else -np.inf
        kept = np.nonzero(parts >= least)[0].tolist()
        out = [(self._name(int(seen.rows[k])), float(parts[k])) for k in kept]
        out.sort(key=lambda c: (-c[1], c[0]))
        return out[:most]

    @cached_property
    def _weights(self) -> Floats:
        """The weights of all groups under each other."""
        blocks = [self.weights[group].astype(np.float32) for group in self.vocabularies]
        return np.vstack([*blocks, np.zeros((0, len(self.bias)), dtype=np.float32)])

    @cached_property
    def _means(self) -> Floats:
        out: Floats = self._weights.mean(axis=1)
        return out

    def _name(self, row: int) -> str:
        """Group and name of a row of all the weights."""
        group = next(g for g in reversed(self._groups) if g.first <= row)
        return f"{group.name}: {group.listed[row - group.first]}"

    @cached_property
    def _groups(self) -> list[_Group]:
        out: list[_Group] = []
        first = 0
        for name, known in self.vocabularies.items():
            out.append(_Group(name, known, first))
            first += len(known.names)
        return out


def softmax(logits: Floats) -> Floats:
    """Probabilities from logits, shape kept.

    Examples
    --------
    >>> softmax(np.zeros(4, dtype=np.float32)).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    top = np.exp(logits - logits.max(axis=-1, keepdims=True))
    out: Floats = top / top.sum(axis=-1, keepdims=True)
    return out


def shares(logits: Floats) -> list[float]:
    """The same of one row, by plain numbers: NumPy takes longer to begin than fifteen take.

    Examples
    --------
    >>> shares(np.zeros(4, dtype=np.float32))
    [0.25, 0.25, 0.25, 0.25]
    """
    plain = logits.tolist()
    most = max(plain)
    powers = [exp(x - most) for x in plain]
    total = sum(powers)
    return [p / total for p in powers]


class Sight(NamedTuple):
    """What a `PairModel` knows of a pair's features, and what its dictionary says of them."""

    known: Seen
    said: Floats


@dataclass(frozen=True)
class PairModel:
    """Features of a marked pair to the probabilities of its roots.

    ``dictionary`` was fitted on the CAMEO verb dictionary alone; what it says of the words,
    less ``mean`` and times ``share``, is one more group of fifteen features for ``main``.
    """

    main: Linear
    dictionary: Linear
    mean: Floats
    own: Floats  # weights of the dictionary's fifteen features, shape (15, 15)
    temperature: float = 1.0
    card: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def logits(self, features: Features) -> Floats:
        """One number a root, shape (15,)."""
        return self.logits_of(self.see(features))

    def see(self, features: Features, bundles: Bundles | None = None) -> Sight:
        """What the model knows of some features, names and bundles of names."""
        said = dictionary_says(self.dictionary, features) - self.mean
        return Sight(self.main.see(features, bundles or {}), said)

    def logits_of(self, seen: Sight) -> Floats:
        """The same as `logits`, of features that were seen."""
        out = (self.main.logits(seen.known) + seen.said @ self.own) / self.temperature
        return out.astype(np.float32)

    def probabilities(self, features: Features) -> dict[str, float]:
        """Each root's probability, in the order of `ROOTS`; they sum to 1."""
        found = softmax(self.logits(features))
        return {root: float(p) for root, p in zip(ROOTS, found, strict=True)}

    def explain(self, seen: Sight, root: str, *, most: int = 8) -> tuple[tuple[str, float], ...]:
        """The features that speak most for a root: name and what they add to its logit."""
        k = ROOTS.index(root)
        parts = seen.said * (self.own[:, k] - self.own.mean(axis=1))
        found = self.main.contributions(seen.known, k, most)
        found.append((f"{DICTIONARY}: CAMEO verb dictionary", float(parts.sum())))
        found.sort(key=lambda c: (-c[1], c[0]))
        return tuple((name, round(value / self.temperature, 3)) for name, value in found[:most])


def dictionary_says(dictionary: Linear, features: Features) -> Floats:
    """Log probabilities of the roots by the CAMEO verb dictionary, shape (15,)."""
    logits = dictionary.logits(dictionary.see(features, {}))
    return np.array([log(p + _FLOOR) for p in shares(logits)], dtype=np.float32)


# files ------------------------------------------------------------------------------------------


PAIR_MODEL, ACT_MODEL = "pair_model", "act_model"


def save(
    model: PairModel, folder: Path, card: Mapping[str, Any], *, name: str = PAIR_MODEL
) -> None:
    """Write ``NAME.npz`` and its card; weights as int8 with one scale a root and group."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "mean": model.mean,
        "own": model.own,
        "temperature": np.array(model.temperature, dtype=np.float32),
    }
    for part, linear in (("main", model.main), ("dict", model.dictionary)):
        arrays[f"{part}.bias"] = linear.bias
        for group, known in linear.vocabularies.items():
            key = f"{part}.{group}"
            names = "\n".join(known.names).encode()
            scale = np.maximum(np.abs(linear.weights[group]).max(axis=0), 1e-9) / 127
            arrays[f"{key}.names"] = np.frombuffer(names, dtype=np.uint8)
            arrays[f"{key}.idf"] = known.idf.astype(np.float16)
            arrays[f"{key}.weight"] = np.array(known.weight, dtype=np.float32)
            arrays[f"{key}.scale"] = scale.astype(np.float32)
            arrays[f"{key}.w"] = np.round(linear.weights[group] / scale).astype(np.int8)
    np.savez_compressed(folder / f"{name}.npz", **arrays)  # type: ignore[arg-type]
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def load_act_model(folder: Path | None = None) -> PairModel:
    """The model of acts that no pattern tells of: of a folder, the shipped one by default."""
    return load_pair_model(folder, name=ACT_MODEL)


def load_pair_model(folder: Path | None = None, *, name: str = PAIR_MODEL) -> PairModel:
    """The pair model of a folder, the shipped one by default.

    Raises
    ------
    BadDataFile
        A file is missing or does not hold what `save` writes.
    """
    root = folder or Path(str(resources.files("detente.coding.pairs") / "data"))
    try:
        with np.load(root / f"{name}.npz", allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        card = json.loads((root / f"{name}.json").read_text(encoding="utf-8"))
        return PairModel(
            _linear(held, "main"),
            _linear(held, "dict"),
            held["mean"],
            held["own"],
            float(held["temperature"]),
            card,
        )
    except (OSError, KeyError, ValueError) as error:
        raise BadDataFile(
            f"cannot read the pair model: {error}",
            file=str(root / f"{name}.npz"),
            hint="reinstall detente, or fit it again with python -m training.pairs.train",
        ) from error


def _linear(held: Mapping[str, npt.NDArray[Any]], part: str) -> Linear:
    vocabularies: dict[str, Vocabulary] = {}
    weights: dict[str, Floats] = {}
    for key in held:
        if not key.startswith(f"{part}.") or not key.endswith(".names"):
            continue
        stem = key.removesuffix(".names")
        group = stem.removeprefix(f"{part}.")
        text = held[key].tobytes().decode()
        names = {n: i for i, n in enumerate(text.split("\n") if text else [])}
        idf = held[f"{stem}.idf"].astype(np.float32)
        vocabularies[group] = Vocabulary(names, idf, float(held[f"{stem}.weight"]))
        weights[group] = held[f"{stem}.w"].astype(np.float32) * held[f"{stem}.scale"]
    return Linear(vocabularies, weights, held[f"{part}.bias"])
