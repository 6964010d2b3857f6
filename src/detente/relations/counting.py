"""The reports of two sides as columns, and the events they tell as of a day.

What comes in: a store and dyads. What goes out: `Reports`, which serve every day, and of them the
`Acts` that were known on one. This is ``one_event`` once more, over columns of one dyad in place of
windows in an engine: a desk asks for a few dyads as of many days, and counts them here in a tenth
of the time. Tests hold both to the same events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.relations.acts import Acts, Bools, Floats, Ints, Texts
from detente.relations.asking import Asked, Queryable, ask, report_tables

if TYPE_CHECKING:
    import pyarrow as pa

# After every day: what is not dated, and what no finer report tells.
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one dyad, a column a field, all of the same length, in no order.

    Days are counted from 1970-01-01, ``published`` is `NEVER` where no day is known. ``direction``
    and ``event_type`` are places in ``directions`` and ``event_types``, both sorted. ``told`` ranks
    reports by document and place in it, ``named`` by the event's id. Reports of one event have one
    ``cluster``, ``compared`` says whether they were held against each other.
    """

    direction: Ints
    event_type: Ints
    quad_class: Ints
    score: Floats
    day: Ints
    day_end: Ints
    coarse: Bools
    live: Bools
    published: Ints
    reports: Ints
    event_id: Texts
    told: Ints
    named: Ints
    cluster: Ints
    compared: Bools
    guessed: Bools
    imported: Bools
    directions: Texts
    event_types: Texts

    def __len__(self) -> int:
        return len(self.day)

    def of(self, chosen: Bools | Ints) -> Reports:
        """Some of them, by mask or index."""
        columns = (getattr(self, name)[chosen] for name in _COLUMNS)
        return Reports(*columns, *(getattr(self, name) for name in _WORDS))


_WORDS = ("directions", "event_types")
_COLUMNS = tuple(f.name for f in fields(Reports) if f.name not in _WORDS)


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
    found = acts_of(store, [(a, b)], as_of=as_of, dataset=dataset, without=without)
    return found[ask(a, b).dyad]


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
    found = reports_of(store, dyads, as_of=as_of, dataset=dataset, without=without)
    return {dyad: known_acts(reports) for dyad, reports in found.items()}


def reports_of(
    store: Queryable,
    dyads: Iterable[tuple[str, str]],
    *,
    as_of: str | None = None,
    dataset: str | None = None,
    without: str | None = None,
) -> dict[str, Reports]:
    """The reports of many dyads by their name; without ``as_of`` they serve every day.

    Raises
    ------
    BadSetting
        Both sides of one are the same, or a side is unknown.
    """
    asked: dict[str, Asked] = {}
    for a, b in dyads:
        one = ask(a, b)
        asked.setdefault(one.dyad, one)
    out = dict.fromkeys(asked, _nothing())
    for table in report_tables(
        store, list(asked.values()), as_of=as_of, dataset=dataset, without=without
    ):
        out |= _read(table)
    return out


def _nothing() -> Reports:
    """No reports."""
    kinds: dict[str, Any] = {"score": np.float64, "event_id": object}
    kinds |= dict.fromkeys(("coarse", "live", "compared", "guessed", "imported"), np.bool_)
    columns = [np.array([], dtype=kinds.get(name, np.int64)) for name in _COLUMNS]
    return Reports(*columns, *(np.array([], dtype=object) for _ in _WORDS))


def _read(table: pa.Table) -> dict[str, Reports]:
    """The rows of ``dyad_reports`` by dyad."""
    import pyarrow.compute as pc

    table = table.combine_chunks()
    dyads, dyad = _coded(table["dyad"])
    directions, direction = _coded(table["direction"])
    event_types, event_type = _coded(table["event_type"])
    named = _ranks(table["event_id"])
    number = table["event_no"].to_numpy()
    told = np.empty(len(named), dtype=np.int64)
    told[np.lexsort((named, number, _ranks(table["doc_id"])))] = np.arange(len(named))
    clusters = pc.coalesce(table["cluster"], table["event_id"]).combine_chunks()
    every = Reports(
        direction=direction,
        event_type=event_type,
        quad_class=_whole(table["quad_class"]),
        score=np.asarray(table["score"].to_numpy(), dtype=np.float64),
        day=_days(table["day"]),
        day_end=_days(table["day_end"], unknown=-NEVER),
        coarse=_flags(table["coarse"]),
        live=_flags(table["live"]),
        published=_days(table["published"]),
        reports=_whole(table["reports"]),
        event_id=np.array(table["event_id"].to_pylist(), dtype=object),
        told=told,
        named=named,
        cluster=np.asarray(clusters.dictionary_encode().indices.to_numpy(), dtype=np.int64),
        compared=_flags(table["cluster"].is_valid()),
        guessed=_flags(table["guessed"]),
        imported=_flags(table["imported"]),
        directions=directions,
        event_types=event_types,
    )
    return {name: every.of(np.flatnonzero(dyad == n)) for n, name in enumerate(dyads.tolist())}


def _coded(texts: pa.ChunkedArray) -> tuple[Texts, Ints]:
    """The different texts, sorted, and the place of each row's among them."""
    coded = texts.combine_chunks().dictionary_encode()
    words = np.array(coded.dictionary.to_pylist(), dtype=object)
    order = np.argsort(words, kind="stable")
    places = np.empty(len(words), dtype=np.int64)
    places[order] = np.arange(len(words))
    return words[order], places[coded.indices.to_numpy()]


def _ranks(texts: pa.ChunkedArray) -> Ints:
    """The place of each text among all, by code points; equal ones share it."""
    import pyarrow.compute as pc

    return np.asarray(pc.rank(texts, tiebreaker="dense").to_numpy(), dtype=np.int64)


def _whole(numbers: pa.ChunkedArray) -> Ints:
    return np.asarray(numbers.to_numpy(), dtype=np.int64)


def _flags(values: pa.ChunkedArray) -> Bools:
    return np.asarray(values.fill_null(False).to_numpy(), dtype=np.bool_)


def _days(days: pa.ChunkedArray, unknown: int = int(NEVER)) -> Ints:
    numbers = days.cast("date32").cast("int32").cast("int64").fill_null(unknown)
    return np.asarray(numbers.to_numpy(), dtype=np.int64)


# --- events -----------------------------------------------------------------------------------


def known_acts(reports: Reports, as_of: date | None = None) -> Acts:
    """The events that reports tell, by day, direction, type and id; nothing published later."""
    if as_of is not None:
        last = np.datetime64(as_of, "D").astype(np.int64)
        reports = reports.of(reports.published <= last)
    return _acts(_by_day(_dated_by_finer_reports(_one_a_cluster(reports))))


@dataclass(frozen=True, slots=True)
class _Counted:
    """Rows of reports that stand for several: which, how many, and what they say together.

    ``slot`` parts events of one type, direction and day, 0 the first.
    """

    of: Reports
    at: Ints
    slot: Ints
    day: Ints
    day_end: Ints
    coarse: Bools
    live: Bools
    reports: Ints

    def column(self, name: str) -> Ints:
        """A column of the reports, of these rows."""
        found: Ints = getattr(self.of, name)[self.at]
        return found


def _one_a_cluster(r: Reports) -> _Counted:
    """Reports of texts, those of one event as the row that dates it best; the rows of others."""
    texts, rows = np.flatnonzero(~r.imported), np.flatnonzero(r.imported)
    order, starts = _groups(
        [r.cluster[texts]],
        [r.coarse[texts], r.guessed[texts], r.published[texts], r.told[texts]],
    )
    order = texts[order]
    first = order[starts]
    compared = r.compared[first]
    slot = np.zeros(len(first), dtype=np.int64)
    told = first[compared]
    line, begins = _groups(
        [r.direction[told], r.event_type[told], r.day[told]], [r.published[told], r.told[told]]
    )
    behind = np.arange(len(told)) - np.repeat(begins, np.diff([*begins, len(told)]))
    slot[np.flatnonzero(compared)[line]] = behind
    at = np.concatenate([first, rows])
    # A cluster was told from the others by what it says: no finer report of another is meant.
    known = np.concatenate([compared, np.zeros(len(rows), dtype=np.bool_)])
    return _Counted(
        r,
        at,
        np.concatenate([slot, np.zeros(len(rows), dtype=np.int64)]),
        r.day[at],
        np.where(known, r.day[at], r.day_end[at]),
        r.coarse[at] & ~known,
        np.concatenate([_any(r.live[order], starts), r.live[rows]]),
        np.concatenate([_sum(r.reports[order], starts), r.reports[rows]]),
    )


def _dated_by_finer_reports(c: _Counted) -> _Counted:
    """Give a coarse report the first day in its interval on which a finer one tells such an act."""
    if not c.coarse.any():
        return c
    direction, kind = c.column("direction"), c.column("event_type")
    # Coarse reports sort before finer ones of their first day, so that they see that day too.
    order = np.lexsort((~c.coarse, c.day, kind, direction))
    finer = np.flatnonzero(~c.coarse[order])
    coarse = np.flatnonzero(c.coarse[order])
    place = np.searchsorted(finer, coarse)
    coarse, place = coarse[place < len(finer)], place[place < len(finer)]
    one, other = order[coarse], order[finer[place]]
    meant = (direction[one] == direction[other]) & (kind[one] == kind[other])
    meant &= c.day[other] <= c.day_end[one]
    day = c.day.copy()
    day[one[meant]] = c.day[other[meant]]
    return _Counted(c.of, c.at, c.slot, day, c.day_end, c.coarse, c.live, c.reports)


def _by_day(c: _Counted) -> _Counted:
    """Keep the first report of each type, direction, day and slot, with the count of all."""
    order, starts = _groups(
        [c.column("direction"), c.column("event_type"), c.slot, c.day],
        [c.coarse, c.column("published"), c.column("told")],
    )
    first = order[starts]
    return _Counted(
        c.of, c.at[first], c.slot[first], c.day[first], c.day_end[first], c.coarse[first],
        _any(c.live[order], starts), _sum(c.reports[order], starts),
    )  # fmt: skip


def _acts(c: _Counted) -> Acts:
    r = c.of
    direction, kind = c.column("direction"), c.column("event_type")
    order = np.lexsort((c.column("named"), kind, direction, c.day))
    at = c.at[order]
    return Acts(
        c.day[order].astype("M8[D]"),
        r.directions[direction[order]],
        r.event_types[kind[order]],
        r.quad_class[at],
        r.score[at],
        c.reports[order],
        c.live[order],
        r.event_id[at],
        r.told[at],
    )


def _groups(same: Sequence[NDArray[Any]], by: Sequence[NDArray[Any]]) -> tuple[Ints, Ints]:
    """Rows in order, those that agree together, and where each such group starts."""
    order = np.lexsort((*reversed(by), *reversed(same)))
    if not len(order):
        return order, order
    starts = np.zeros(len(order), dtype=np.bool_)
    starts[0] = True
    for column in same:
        ordered = column[order]
        starts[1:] |= ordered[1:] != ordered[:-1]
    return order, np.flatnonzero(starts)


def _sum(values: Ints, starts: Ints) -> Ints:
    return np.add.reduceat(values, starts) if len(starts) else values


def _any(values: Bools, starts: Ints) -> Bools:
    return np.logical_or.reduceat(values, starts) if len(starts) else values
