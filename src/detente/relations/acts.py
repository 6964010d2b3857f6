"""The events of a dyad one by one, as `dyad_weeks` counts them.

What comes in: a store and two codes, or many dyads. What goes out: `Acts`, columns that give
`Act` records in order of day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import NDArray

from detente.relations.asking import Asked, Queryable, act_tables, ask

if TYPE_CHECKING:
    import pyarrow as pa

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
        return np.array([not d.startswith("*") for d in self.direction], dtype=np.bool_)

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


def dyad_acts(
    store: Queryable,
    a: str,
    b: str,
    *,
    as_of: str | None = None,
    dataset: str | None = None,
    without: str | None = None,
) -> Acts:
    """Every event of a dyad, one for each type, direction and day.

    Parameters
    ----------
    store, a, b, as_of, dataset, without
        As `detente.relations.dyad_weeks` takes them.

    Raises
    ------
    BadSetting
        Both sides are the same, or one is unknown.
    """
    asked = ask(a, b)
    found = acts_of(store, [(a, b)], as_of=as_of, dataset=dataset, without=without)
    return found[asked.dyad]


def acts_of(
    store: Queryable,
    dyads: Iterable[tuple[str, str]],
    *,
    as_of: str | None = None,
    dataset: str | None = None,
    without: str | None = None,
) -> dict[str, Acts]:
    """`dyad_acts` of many dyads by their name, in one question to the store.

    Raises
    ------
    BadSetting
        Both sides of one are the same, or a side is unknown.
    """
    asked: dict[str, Asked] = {}
    for a, b in dyads:
        one = ask(a, b)
        asked.setdefault(one.dyad, one)
    out = dict.fromkeys(asked, _read(None))
    for table in act_tables(
        store, list(asked.values()), as_of=as_of, dataset=dataset, without=without
    ):
        names = table["dyad"].combine_chunks().dictionary_encode()
        codes = names.indices.to_numpy()
        # Ordered by dyad: each is one stretch.
        for i, name in enumerate(names.dictionary.to_pylist()):
            first, last = np.searchsorted(codes, [i, i + 1])
            out[name] = _read(table.slice(first, last - first))
    return out


def _read(table: pa.Table | None) -> Acts:
    """The acts of one dyad from the rows of its query."""
    if table is None:
        empty: dict[str, Any] = {
            name: np.array([], dtype=object) for name in ("direction", "event_type", "event_id")
        }
        return Acts(
            day=np.array([], dtype="M8[D]"), quad_class=np.array([], dtype=np.int64),
            score=np.array([]), reports=np.array([], dtype=np.int64),
            live=np.array([], dtype=np.bool_), told=np.array([], dtype=np.int64), **empty,
        )  # fmt: skip

    def texts(name: str) -> Texts:
        # Few directions and types: each is made once.
        coded = table[name].combine_chunks().dictionary_encode()
        words = np.array(coded.dictionary.to_pylist(), dtype=object)
        return np.asarray(words[coded.indices.to_numpy()], dtype=object)

    def numbers(name: str, kind: Any) -> NDArray[Any]:
        return np.asarray(table[name].to_numpy(), dtype=kind)

    days = numbers("day", "M8[D]")
    ids = np.array(table["event_id"].to_pylist(), dtype=object)
    direction, kinds = texts("direction"), texts("event_type")
    documents, places = table["doc_id"].to_pylist(), numbers("event_no", np.int64).tolist()
    told = np.empty(len(ids), dtype=np.int64)
    # The engine's order of texts need not be Python's (PostgreSQL's hangs on its locale).
    told[sorted(range(len(ids)), key=lambda i: (documents[i], places[i], ids[i]))] = np.arange(
        len(ids)
    )
    found = Acts(
        days, direction, kinds, numbers("quad_class", np.int64),
        numbers("score", np.float64), numbers("reports", np.int64), numbers("live", np.bool_),
        ids, told,
    )  # fmt: skip
    keys = list(zip(days.tolist(), direction, kinds, ids, strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return found.of(np.array(order, dtype=np.int64)) if len(order) else found
