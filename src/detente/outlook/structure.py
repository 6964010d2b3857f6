"""Structural ties of dyads as they stood in a year: borders, distance, alliances, disputes.

What comes in: ``data/ties.tsv``, a spell a row. What goes out: features by name. A tie counts
only from its first year, and what ended is counted as past, so a forecast made in a year sees
nothing that began later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadDataFile

Floats = NDArray[np.float64]
FILE = "ties.tsv"
COLUMNS = ("kind", "a", "b", "first", "last", "value")
KINDS = (
    "claim",
    "consultation",
    "defence",
    "dispute",
    "km",
    "land",
    "nonaggression",
    "rivalry",
    "sanction",
    "water",
)
# Distances are known up to 2,000 km; further is "far".
FAR_KM = 4000.0
PAST_YEARS = 25


@dataclass(frozen=True, slots=True)
class Tie:
    """One spell of one tie; ``last`` is None where no end is known."""

    kind: str
    first: int
    last: int | None
    value: int


@lru_cache(maxsize=1)
def ties() -> dict[str, tuple[Tie, ...]]:
    """The shipped ties by dyad."""
    return read_ties(files("detente.outlook").joinpath("data", FILE).read_text("utf-8"), FILE)


def read_ties(text: str, file: str) -> dict[str, tuple[Tie, ...]]:
    """Ties by dyad from the text of a table.

    Raises
    ------
    BadDataFile
        A row has the wrong number of columns, an unknown kind, states that are not sorted, or
        a year or value that is no number.
    """
    found: dict[str, list[Tie]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        cells = line.split("\t")
        if not line or line.startswith("#") or tuple(cells) == COLUMNS:
            continue
        if len(cells) != len(COLUMNS):
            raise BadDataFile(
                f"has {len(cells)} columns, not {len(COLUMNS)}",
                file=file,
                line=number,
                hint=f"columns are {', '.join(COLUMNS)}, set apart by tabs",
            )
        kind, a, b, first, last, value = cells
        if kind not in KINDS:
            raise BadDataFile(
                f"unknown kind {kind!r}", file=file, line=number, hint=f"one of {', '.join(KINDS)}"
            )
        if a >= b:
            raise BadDataFile(f"{a} and {b} are not sorted", file=file, line=number)
        try:
            tie = Tie(kind, int(first), int(last) if last else None, int(value))
        except ValueError as error:
            raise BadDataFile(
                f"a year or value is no number: {error}", file=file, line=number
            ) from error
        found.setdefault(f"{a}-{b}", []).append(tie)
    return {dyad: tuple(spells) for dyad, spells in found.items()}


def structure_of(dyads: Sequence[str], year: int) -> dict[str, Floats]:
    """Structural features of some dyads as known in a year, each of shape (dyads,).

    Dyads of states that the tables do not have (Palestine, Hong Kong) have none of the ties.
    """
    rows = [_row(dyad, year) for dyad in dyads]
    values = np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))
    return dict(zip(NAMES, values.T, strict=True))


@lru_cache(maxsize=100_000)
def _row(dyad: str, year: int) -> tuple[float, ...]:
    return tuple(_features(ties().get(dyad.replace("XKX", "KOS"), ()), year).values())


def _features(spells: Sequence[Tie], year: int) -> dict[str, float]:
    begun = [tie for tie in spells if tie.first <= year]
    now = [tie for tie in begun if tie.last is None or tie.last >= year]

    def has(kind: str) -> float:
        return float(any(tie.kind == kind for tie in now))

    def past(kind: str, years: int = PAST_YEARS) -> list[Tie]:
        return [t for t in begun if t.kind == kind and (t.last is None or t.last > year - years)]

    km = [tie.value for tie in now if tie.kind == "km"]
    fought = past("dispute")
    return {
        "land_border": has("land"),
        "neighbours": max(has("land"), has("water")),
        "log_distance": float(np.log(10.0 + (min(km) if km else FAR_KM))),
        "defence_pact": has("defence"),
        "nonaggression_pact": has("nonaggression"),
        "consultation_pact": has("consultation"),
        "rivalry": has("rivalry"),
        "past_rivalry": float(bool(past("rivalry"))),
        "past_disputes": float(np.log1p(len(fought))),
        "worst_dispute": float(max((tie.value for tie in fought), default=0)),
        "territorial_claim": float(bool(past("claim"))),
        "past_sanctions": float(np.log1p(len(past("sanction")))),
    }


NAMES = tuple(_features((), 2000))
