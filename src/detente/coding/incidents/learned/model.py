"""The linear models of case files: kept, loaded, applied.

Comes in: names of features. Goes out: probabilities. What they were fitted on and how well they do
is in the card, ``data/cases.json``; ``python -m training.reading.cases`` fits them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.incidents.cases import Case
from detente.coding.learned.parts import Feature
from detente.coding.learned.trees import Trees, packed_trees, unpacked_trees
from detente.coding.weights import (
    Arrays,
    Floats,
    packed_rows,
    shipped,
    softmax,
    unpacked_rows,
    write,
)
from detente.records import Casualties, FieldValue, Motive, Suspect

COMMAND = "python -m training.reading.cases"
FIELDS = (
    "perpetrator",
    "affiliation",
    "victim",
    "office",
    "weapon",
    "access",
    "place",
    "claims_of_responsibility",
)
"""The fields of a case file that the models fill, in the order of their columns."""

CONTEXT = 6
"""The models know articles: texts of fewer sentences are read by the rules alone."""

POINTED = ("suspects", "motives")
"""What is held of a case by somebody."""

JUDGED = ("values", "counts", "pointed", "cases")
"""What is judged: values of `FIELDS`, casualties, what is held by somebody, whole cases."""


def judged_as(name: str) -> str:
    """Which of `JUDGED` a field, a harm or what is pointed at is.

    Examples
    --------
    >>> judged_as("victim"), judged_as("motives"), judged_as("killed")
    ('values', 'pointed', 'counts')
    """
    return "values" if name in FIELDS else "pointed" if name in POINTED else "counts"


Found = FieldValue | Casualties | Suspect | Motive


@dataclass(frozen=True)
class Levels:
    """From which probabilities on something is believed; chosen on the folds.

    Attributes
    ----------
    extra, alone
        A word that no rule knows as an act may open a case: by how likely it tells the act that
        the text is about, or else one by itself.
    same, ruled
        A mention of an act continues a case; the same where rules say so too.
    beside
        A case beside the first is kept, by what the judge makes of it.
    past
        The same of a case that the text looks back on.
    most
        So many cases are recorded of a text.
    first
        So many times likelier than the rules' first case another must be to stand before it.
    plain
        How much the model that asks whichever word tells the act counts beside the one that knows
        it, 0 to 1.
    fresh, kept
        A value of a field that only the models give, and one that a rule gives too, by what the
        judges make of it. ``fresh`` is of casualties too, by their harm; those that rules give are
        kept.
    """

    extra: float = 0.1
    alone: float = 0.2
    same: float = 0.72
    ruled: float = 0.5
    beside: float = 0.3
    past: float = 0.5
    most: int = 4
    first: float = 5.0
    plain: float = 0.0
    fresh: Mapping[str, float] = field(default_factory=dict)
    kept: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Weights by the names of features, a column a question; log odds."""

    rows: Mapping[str, int]
    weights: Floats
    bias: Floats

    def sum(self, names: Iterable[str]) -> Floats:
        """What features weigh together, one number a question; shape (columns,)."""
        found = self.weights.take(np.array(self._at(names), dtype=np.intp), axis=0)
        out: Floats = np.add.reduce(found, axis=0)
        return out

    def sums(self, several: Sequence[Iterable[str]]) -> Floats:
        """The same of several words at once, in a table of several columns; a row a word."""
        each = [self._at(names) for names in several]
        # As long as the longest: behind the others stands a row of zeros.
        at = np.full((len(each), max(map(len, each), default=0)), len(self.weights), dtype=np.intp)
        for k, rows in enumerate(each):
            at[k, : len(rows)] = rows
        out: Floats = np.add.reduce(self._padded.take(at, axis=0), axis=1)
        return out

    def _at(self, names: Iterable[str]) -> list[int]:
        """The rows of names, in their order: sums of floats depend on it, names may be of sets."""
        get = self.rows.get
        at = [row for n in names if (row := get(n)) is not None]
        at.sort()
        return at

    @cached_property
    def _padded(self) -> Floats:
        return np.concatenate([self.weights, np.zeros_like(self.weights[:1])])


@dataclass(frozen=True)
class CaseModels:
    """The models of case files.

    Attributes
    ----------
    acts
        One column: which word tells the act that a text's case file is of, against the others.
    each
        One column: does a word tell the act of a case file, of which a text may have several.
    fields
        A column a field of `FIELDS`: does a word head a value, if a certain word tells the act.
    plain
        The same, whichever word tells the act.
    pointed
        A column each of `POINTED`: does a word head somebody suspected, a motive.
    holders
        One column: whose view something is, against the others who may hold it.
    counts
        A column each of `HARMS`: does a number count those whom the act did that harm.
    joins
        Is a mention of an act of the same case as others.
    judges
        For each of `JUDGED`: should it be recorded, once all that may stand there is known.
    """

    acts: Table
    each: Table
    fields: Table
    plain: Table
    pointed: Table
    holders: Table
    counts: Table
    joins: Trees
    judges: Mapping[str, Trees]
    levels: Levels = field(default_factory=Levels)
    card: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def judge(self, name: str, case: Case, value: Found, looks: Sequence[Feature]) -> float:
        """The probability that a value of a case should be recorded, by its features.

        ``name`` is of a field, a harm or what is pointed at; ``case`` and ``value`` are for who
        teaches.
        """
        return self.judges[judged_as(name)].chance(looks)

    def keep(self, case: Case, looks: Sequence[Feature]) -> float:
        """The probability that a case should be recorded, by its features.

        ``case`` is for who teaches.
        """
        return self.judges["cases"].chance(looks)


TABLES = ("acts", "each", "fields", "plain", "pointed", "holders", "counts")


def odds(scores: Floats) -> Floats:
    """Probabilities of log odds."""
    out: Floats = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)
    return out


def shares(scores: Sequence[float]) -> list[float]:
    """How likely each of several is the one, by their scores; they add up to 1.

    Examples
    --------
    >>> shares([0.0, 0.0])
    [0.5, 0.5]
    """
    if not scores:
        return []
    return softmax(np.array(scores))


# files ------------------------------------------------------------------------------------------


def save(folder: Path, models: CaseModels, card: Mapping[str, Any]) -> None:
    """Write ``cases.npz`` and its card; weights are kept as int8 with one scale a column."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name in TABLES:
        table: Table = getattr(models, name)
        arrays |= packed_rows(table.rows, table.weights, f"{name}_", by_column=True)
        arrays[f"{name}_bias"] = table.bias.astype(np.float32)
    arrays |= packed_trees(models.joins, "joins_")
    for name, trees in models.judges.items():
        arrays |= packed_trees(trees, f"judge_{name}_")
    write(folder, "cases", arrays, {"levels": asdict(models.levels), **card})


@cache
def load_case_models(folder: Path | None = None) -> CaseModels:
    """The shipped models.

    Raises
    ------
    BadDataFile
        A file is missing or damaged.
    """
    folder = folder or Path(str(resources.files("detente.coding.incidents.learned") / "data"))
    with shipped("the models of case files", folder, COMMAND):
        card = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
        with np.load(folder / "cases.npz") as held:
            tables = {name: _table(held, name) for name in TABLES}
            joins = unpacked_trees(held, "joins_")
            judges = {name: unpacked_trees(held, f"judge_{name}_") for name in JUDGED}
        levels = Levels(**card["levels"])
        return CaseModels(**tables, joins=joins, judges=judges, levels=levels, card=card)


def _table(held: Arrays, name: str) -> Table:
    return Table(*unpacked_rows(held, f"{name}_"), held[f"{name}_bias"])
