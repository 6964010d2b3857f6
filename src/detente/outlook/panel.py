"""The dyad-week panel that outlooks are computed from.

What comes in: daily net scores of many dyads (GDELT), or single events with scores (ICEWS, a
store). What goes out: a `Panel` of arrays, dyads by weeks, Monday to Sunday. What a rupture is,
is left to ``target``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadDataFile, BadSetting

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Units = Literal["net", "events"]
# CAMEO roots of hostile acts: 16 reduce relations (sanctions, recall, expulsion), 18 to 20 force.
HOSTILE_ROOTS = ("16", "18", "19", "20")
# A week with fewer days of data is unknown.
DAYS_NEEDED = 4
EPOCH_MONDAY = np.datetime64("1970-01-05", "D")


@dataclass(frozen=True, slots=True)
class Panel:
    """Dyads by weeks.

    ``dyads`` are sorted codes joined by a hyphen; ``monday`` is the first week's. Arrays of
    shape (dyads, weeks): ``neg`` and ``pos``, conflict and cooperation a week of seven days, at
    least 0; ``active``, days with any data (net) or events (events) a week; ``worst``, the
    conflict of the worst day; ``extra``, further counts by name where the data has them.
    ``days``, shape (weeks,), counts the days with data; columns of unknown weeks are NaN.
    """

    dyads: tuple[str, ...]
    monday: date
    units: Units
    days: NDArray[np.int64]
    neg: Floats
    pos: Floats
    active: Floats
    worst: Floats
    extra: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return len(self.days)

    @property
    def known(self) -> Bools:
        """Which weeks have data on at least four days, shape (weeks,)."""
        return np.asarray(self.days >= DAYS_NEEDED)

    def week_of(self, day: date) -> int:
        """The index of the week that holds a day; negative before the panel, or past its end."""
        return (day - self.monday).days // 7

    def last_whole_week(self, day: date) -> int:
        """The index of the last week that has ended by the end of a day."""
        return (day + timedelta(days=1) - self.monday).days // 7 - 1

    def week(self, index: int) -> date:
        """The Monday of a week."""
        return self.monday + timedelta(weeks=index)

    def until(self, weeks: int) -> Panel:
        """The first ``weeks`` weeks only: what was known at the end of the last of them."""
        cut = slice(0, max(0, weeks))
        return replace(
            self,
            days=self.days[cut],
            neg=self.neg[:, cut],
            pos=self.pos[:, cut],
            active=self.active[:, cut],
            worst=self.worst[:, cut],
            extra={name: values[:, cut] for name, values in self.extra.items()},
        )

    def of(self, rows: Sequence[int] | NDArray[np.int64] | Bools) -> Panel:
        """Some of the dyads, by index or mask."""
        picked = np.arange(len(self.dyads))[np.asarray(rows)]
        return replace(
            self,
            dyads=tuple(self.dyads[i] for i in picked),
            neg=self.neg[picked],
            pos=self.pos[picked],
            active=self.active[picked],
            worst=self.worst[picked],
            extra={name: values[picked] for name, values in self.extra.items()},
        )


def panel_from_days(
    dyads: Sequence[str] | NDArray[Any],
    days: NDArray[Any],
    conflict: Floats,
    cooperation: Floats,
    days_present: NDArray[Any],
    *,
    units: Units,
    counts: Floats | None = None,
    extra: Mapping[str, Floats] | None = None,
) -> Panel:
    """The panel of rows that each hold one dyad's day.

    Parameters
    ----------
    dyads, days
        Of each row: ``RUS-TUR`` and a day (``datetime64[D]``). A dyad's day may come once.
    conflict, cooperation
        Of each row, at least 0.
    days_present
        The days for which there is data at all; rows of other days are left out. A dyad
        without a row on one of them had no events.
    units
        ``net`` (GDELT's net scores) or ``events`` (sums of event scores).
    counts, extra
        Of each row: how much it stands for (1 each by default), and further counts by name.

    Returns
    -------
    From the week of the first day present to that of the last. Sums are scaled by seven over
    the days present in the week; weeks with fewer than four of them are NaN.
    """
    present = np.unique(np.asarray(days_present, dtype="datetime64[D]"))
    if not len(present):
        raise BadSetting("there are no days with data", hint="the days' file holds one a row")
    first = int((present[0] - EPOCH_MONDAY).astype(int)) // 7
    weeks = int((present[-1] - EPOCH_MONDAY).astype(int)) // 7 - first + 1
    per_week = np.bincount((present - EPOCH_MONDAY).astype(int) // 7 - first, minlength=weeks)
    names, row = np.unique(np.asarray(dyads, dtype=str), return_inverse=True)
    day = np.asarray(days, dtype="datetime64[D]")
    kept = np.isin(day, present)
    cell = row[kept] * weeks + (day[kept] - EPOCH_MONDAY).astype(int) // 7 - first
    shape = (len(names), weeks)

    def weekly(values: Floats, *, worst: bool = False) -> Floats:
        flat = np.zeros(shape[0] * weeks)
        (np.maximum if worst else np.add).at(flat, cell, values[kept])
        out = flat.reshape(shape)
        if not worst:
            out = out * (7 / np.maximum(per_week, 1))
        out[:, per_week < DAYS_NEEDED] = np.nan
        return out

    ones = np.ones(len(row)) if counts is None else np.asarray(counts, dtype=np.float64)
    return Panel(
        tuple(str(name) for name in names),
        date.fromisoformat(str(EPOCH_MONDAY + 7 * first)),
        units,
        per_week.astype(np.int64),
        weekly(np.asarray(conflict, dtype=np.float64)),
        weekly(np.asarray(cooperation, dtype=np.float64)),
        weekly(ones),
        weekly(np.asarray(conflict, dtype=np.float64), worst=True),
        {name: weekly(np.asarray(v, dtype=np.float64)) for name, v in (extra or {}).items()},
    )


def read_net_panel(net: Sequence[str], days: Sequence[str]) -> Panel:
    """The panel of GDELT dyad-day files, in Parquet.

    Parameters
    ----------
    net
        Files with columns ``date``, ``a``, ``b``, ``net``; the later file wins where two tell
        of one dyad's day.
    days
        Files with a column ``date``: the days for which there is data.

    Raises
    ------
    BadDataFile
        A file cannot be read, or lacks a column.
    """
    rows = [_read(path, ("date", "a", "b", "net")) for path in net]
    present = [_read(path, ("date",)) for path in days]
    day = _as_days([table["date"] for table in rows], net)
    shown = _as_days([table["date"] for table in present], days)
    pair = [_pairs(table["a"], table["b"]) for table in rows]
    dyad = np.concatenate(pair)
    score = np.concatenate([np.asarray(table["net"], dtype=np.float64) for table in rows])
    usable = np.isfinite(score) & (dyad != "")
    dyad, day, score = dyad[usable], day[usable], score[usable]
    if len(rows) > 1:
        dyad, day, score = _last_of_each(dyad, day, score)
    return panel_from_days(
        dyad, day, np.maximum(0, -score), np.maximum(0, score), shown, units="net"
    )


def _read(path: str, columns: tuple[str, ...]) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise BadDataFile(
            f"cannot be read as Parquet: {str(error).splitlines()[0]}", file=str(path)
        ) from error
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise BadDataFile(
            f"has no column {missing[0]!r}, only {', '.join(table.column_names)}",
            file=str(path),
            hint=f"wanted are {', '.join(columns)}",
        )
    return {name: table.column(name) for name in columns}


def _as_days(columns: Sequence[Any], paths: Sequence[str]) -> NDArray[Any]:
    out = []
    for column, path in zip(columns, paths, strict=True):
        try:
            out.append(np.asarray(column.to_pandas().astype(str)).astype("U10").astype("M8[D]"))
        except ValueError as error:
            raise BadDataFile(
                f"has a date that is none: {error}", file=str(path), hint="dates are YYYY-MM-DD"
            ) from error
    return np.concatenate(out) if out else np.empty(0, "M8[D]")


def _pairs(a: Any, b: Any) -> NDArray[Any]:
    """Sorted codes joined; "" where one is missing or both are the same."""
    import pandas as pd

    one, other = a.to_pandas().astype("category"), b.to_pandas().astype("category")
    codes = pd.Index(one.cat.categories).union(pd.Index(other.cat.categories)).astype(str)
    i = codes.get_indexer(one.cat.categories)[one.cat.codes]
    j = codes.get_indexer(other.cat.categories)[other.cat.codes]
    good = (np.asarray(one.cat.codes) >= 0) & (np.asarray(other.cat.codes) >= 0) & (i != j)
    low, high = np.minimum(i, j), np.maximum(i, j)
    key, inverse = np.unique(np.where(good, low * len(codes) + high, -1), return_inverse=True)
    names = ["" if k < 0 else f"{codes[k // len(codes)]}-{codes[k % len(codes)]}" for k in key]
    return np.asarray(names)[inverse]


def _last_of_each(
    dyad: NDArray[Any], day: NDArray[Any], score: Floats
) -> tuple[NDArray[Any], NDArray[Any], Floats]:
    _, row = np.unique(dyad, return_inverse=True)
    key = row * 1_000_000 + day.astype(int)
    _, from_end = np.unique(key[::-1], return_index=True)
    kept = np.sort(len(key) - 1 - from_end)
    return dyad[kept], day[kept], score[kept]


def _dyads(
    first: NDArray[np.str_], second: NDArray[np.str_]
) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """The names of the dyads, sorted, and the place of each event's among them."""
    if len(first) and (first == first[0]).all() and (second == second[0]).all():
        # One dyad, as always where a relation is looked at: joining texts takes most of the time.
        return np.array([f"{first[0]}-{second[0]}"]), np.zeros(len(first), dtype=np.int64)
    names, row = np.unique(np.char.add(np.char.add(first, "-"), second), return_inverse=True)
    return names, row


def panel_from_events(
    source: Sequence[str] | NDArray[Any],
    target: Sequence[str] | NDArray[Any],
    days: NDArray[Any],
    score: Floats,
    quad: NDArray[np.int64],
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    reports: Floats | None = None,
    hostile: NDArray[np.bool_] | None = None,
) -> Panel:
    """The panel of single events between states: absolute conflictual scores, both directions.

    Parameters
    ----------
    source, target
        Codes of who acted on whom, one each an event; events of one state with itself are left
        out.
    days
        ``datetime64[D]`` of each event.
    score, quad
        Goldstein (or PLOVER) score and quad class of each event.
    first_day, last_day
        The days that the data covers; of the first and last event by default. All days between
        count as days with data.
    reports
        How many reports tell of each event, where that is known.
    hostile
        Which events are hostile acts (see ``acts``), where that is known.
    """
    a, b = np.asarray(source, dtype=str), np.asarray(target, dtype=str)
    day = np.asarray(days, dtype="datetime64[D]")
    if not len(a) and (first_day is None or last_day is None):
        raise BadSetting("there are no events", hint="a panel needs one, or the days it covers")
    start = np.datetime64(first_day, "D") if first_day is not None else day.min()
    end = np.datetime64(last_day, "D") if last_day is not None else day.max()
    kept = (a != b) & (day >= start) & (day <= end)
    a, b, day = a[kept], b[kept], day[kept]
    value, kind = np.asarray(score, dtype=np.float64)[kept], np.asarray(quad)[kept]
    first, second = np.where(a < b, a, b), np.where(a < b, b, a)
    conflict = np.maximum(0, -np.nan_to_num(value))
    columns = {
        "conflict": conflict,
        "cooperation": np.maximum(0, np.nan_to_num(value)),
        "count": np.ones(len(day)),
        "verbal_conflict": (kind == 3).astype(float),
        "material_conflict": (kind == 4).astype(float),
        "material_cooperation": (kind == 2).astype(float),
        "first_conflict": np.where(a == first, conflict, 0.0),
    }
    if reports is not None:
        told = np.asarray(reports, dtype=np.float64)[kept]
        columns["conflict_reports"] = np.where(kind >= 3, told, 0.0)
    if hostile is not None:
        columns["hostile_acts"] = np.asarray(hostile)[kept].astype(float)
    # One row a dyad's day, so that the worst day is a day's and not an event's.
    names, row = _dyads(first, second)
    number = (day - start).astype(int)
    span = int((end - start).astype(int)) + 1
    key, cell = np.unique(row * span + number, return_inverse=True)
    sums = {
        name: np.bincount(cell, weights=values, minlength=len(key)).astype(np.float64)
        for name, values in columns.items()
    }
    counts = sums.pop("count")
    return panel_from_days(
        names[key // span],
        start + key % span,
        sums.pop("conflict"),
        sums.pop("cooperation"),
        np.arange(start, end + np.timedelta64(1, "D")),
        units="events",
        counts=counts,
        extra=sums,
    )


def read_event_panel(paths: Sequence[str]) -> tuple[Panel, str]:
    """The panel of event files in Parquet, and how much of them could be mapped to states.

    Parameters
    ----------
    paths
        Files with columns ``date``, ``source``, ``target`` (names or codes), ``quad``,
        ``goldstein`` and ``cameo``, as the ICEWS tables have them.

    Raises
    ------
    BadDataFile
        A file cannot be read or lacks a column, or no two names are of different states.
    """
    from detente.outlook.entities import states_of

    columns = ("date", "source", "target", "quad", "goldstein", "cameo")
    rows = [_read(path, columns) for path in paths]
    day = _as_days([table["date"] for table in rows], paths)

    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([np.asarray(table[name].to_pandas()) for table in rows])

    named = np.concatenate([joined("source").astype(str), joined("target").astype(str)])
    codes, coverage = states_of(named.tolist())
    a, b = codes[: len(day)], codes[len(day) :]
    kept = (a != "") & (b != "") & (a != b)
    if not kept.any():
        raise BadDataFile(
            "no event is between two states that are known by name",
            file=str(paths[0]),
            hint="source and target are names such as 'China' or 'Ministry (Nigeria)', or codes",
        )
    panel = panel_from_events(
        a[kept],
        b[kept],
        day[kept],
        joined("goldstein").astype(np.float64)[kept],
        joined("quad").astype(np.int64)[kept],
        first_day=date.fromisoformat(str(day.min())),
        last_day=date.fromisoformat(str(day.max())),
        hostile=np.isin(joined("cameo").astype(str).astype("U2"), HOSTILE_ROOTS)[kept],
    )
    return panel, str(coverage)
