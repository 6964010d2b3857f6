"""The events of a dyad one by one, as `dyad_weeks` counts them.

What comes in: columns. What goes out: `Acts`, which give `Act` records in order of day; `counting`
makes them of the reports of a store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Act:
    """One event between two states on a day.

    ``direction`` is ``RUS>TUR``, ``RUS<>TUR`` for what both did, or ``*>RUS`` for violence by
    others; ``score`` is Goldstein's, PLOVER's where there is none; ``live`` whether it was told
    as news.
    """

    day: date
    direction: str
    event_type: str
    quad_class: int
    score: float
    reports: int
    live: bool
    event_id: str

    @property
    def bilateral(self) -> bool:
        """Whether one of the two acted."""
        return not self.direction.startswith("*")


@dataclass(frozen=True)
class Acts(Sequence[Act]):
    """The acts of one dyad, a column a field, all of the same length, by day and direction.

    As a sequence it gives `Act` records; what sums over a busy dyad reads the columns. ``told``
    ranks the acts of a day by document and place in it.
    """

    day: Days
    direction: Texts
    event_type: Texts
    quad_class: Ints
    score: Floats
    reports: Ints
    live: Bools
    event_id: Texts
    told: Ints

    def __len__(self) -> int:
        return len(self.day)

    @overload
    def __getitem__(self, index: int) -> Act: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Act]: ...
    def __getitem__(self, index: int | slice) -> Act | Sequence[Act]:
        return self.records[index]

    def __iter__(self) -> Iterator[Act]:
        return iter(self.records)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.records == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self.event_id))

    @cached_property
    def records(self) -> list[Act]:
        """Every act as a record."""
        columns = (
            self.day.tolist(), self.direction, self.event_type, self.quad_class.tolist(),
            self.score.tolist(), self.reports.tolist(), self.live.tolist(), self.event_id,
        )  # fmt: skip
        return [Act(*row) for row in zip(*columns, strict=True)]

    @cached_property
    def bilateral(self) -> Bools:
        """Which of them one of the two did."""
        own = {name: not name.startswith("*") for name in set(self.direction)}
        return np.array([own[name] for name in self.direction], dtype=np.bool_)

    @cached_property
    def week(self) -> Ints:
        """The number of each act's week, Monday to Sunday, since that of 1970-01-05."""
        return week_numbers(self.day)

    def of(self, chosen: Bools | Ints) -> Acts:
        """Some of them, by mask or index, in order."""
        return Acts(*(getattr(self, name)[chosen] for name in COLUMNS))


def as_acts(acts: Sequence[Act]) -> Acts:
    """The acts as columns, ordered as `dyad_acts` gives them."""
    if isinstance(acts, Acts):
        return acts
    rows = sorted(acts, key=lambda act: (act.day, act.direction, act.event_type, act.event_id))

    def column(name: str, kind: Any) -> NDArray[Any]:
        return np.array([getattr(act, name) for act in rows], dtype=kind)

    return Acts(
        column("day", "M8[D]"), column("direction", object), column("event_type", object),
        column("quad_class", np.int64), column("score", np.float64), column("reports", np.int64),
        column("live", np.bool_), column("event_id", object), np.arange(len(rows)),
    )  # fmt: skip


COLUMNS = (
    *("day", "direction", "event_type", "quad_class", "score", "reports", "live", "event_id"),
    "told",
)
EPOCH_MONDAY = np.datetime64("1970-01-05", "D")


def week_numbers(days: Days) -> Ints:
    """The weeks of days, Monday to Sunday, counted from that of 1970-01-05."""
    return np.asarray((days - EPOCH_MONDAY).astype(np.int64) // 7, dtype=np.int64)
