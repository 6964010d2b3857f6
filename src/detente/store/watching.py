"""What a watch knows: its sources, what it saw there, gaps, pages, alerts.

What comes in and goes out: records of this module. Each method is one transaction, so that a
watch that is killed goes on where it was: what a feed listed and the mark that it need not be
asked for that again are written together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from detente.store.engine import written

if TYPE_CHECKING:
    from detente.store.engine import Engine


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source of a watch, as the table ``watch_sources`` has it; times are UTC."""

    watch: str
    source: str
    kind: str
    url: str
    interval_seconds: int
    since: datetime
    etag: str | None = None
    last_modified: str | None = None
    checked: datetime | None = None
    succeeded: datetime | None = None
    not_before: datetime | None = None
    failures: int = 0
    error: str | None = None
    retired: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryState:
    """One entry of a source, as the table ``watch_entries`` has it; times are UTC."""

    watch: str
    source: str
    entry: str
    version: str
    url: str | None
    title: str | None
    day: date | None
    odd_day: str | None
    seen_day: date | None
    authors: tuple[str, ...]
    content: str | None
    state: str
    tries: int
    not_before: datetime | None
    first_seen: datetime
    last_seen: datetime
    place: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a source was not seen; ``ended`` None while it lasts.

    ``bridged``: what was newest before was still listed after, so that nothing is missing.
    """

    watch: str
    source: str
    started: datetime
    ended: datetime | None
    reason: str
    bridged: bool = False

    def to_json(self) -> dict[str, Any]:
        """The gap as JSON object."""
        ended = None if self.ended is None else self.ended.isoformat() + "Z"
        return {
            "kind": "gap",
            "watch": self.watch,
            "source": self.source,
            "started": self.started.isoformat() + "Z",
            "ended": ended,
            "reason": self.reason,
            "bridged": self.bridged,
        }


@dataclass(frozen=True, slots=True)
class KeptPage:
    """Which raw page a document was read from."""

    doc_id: str
    sha256: str
    url: str
    fetched: datetime
    bytes: int


@dataclass(frozen=True, slots=True)
class Send:
    """One alert on its way to one sink."""

    alert_id: str
    sink: str
    state: str
    tries: int
    not_before: datetime | None
    sent: datetime | None
    error: str | None
    record: Mapping[str, Any]


def _upsert(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    marks = ", ".join(f"${i}" for i in range(1, len(columns) + 1))
    rest = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in key)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {rest}"
    )


_SOURCE = tuple(f.name for f in fields(SourceState))
_ENTRY = tuple(f.name for f in fields(EntryState))
_SEND = ("alert_id", "sink", "state", "tries", "not_before", "sent", "error")
_PUT_SOURCE = _upsert("watch_sources", _SOURCE, ("watch", "source"))
_PUT_ENTRY = _upsert("watch_entries", _ENTRY, ("watch", "source", "entry"))
_PUT_SEND = _upsert("alert_sends", _SEND, ("alert_id", "sink"))
_PUT_GAP = _upsert(
    "coverage_gaps",
    ("watch", "source", "started", "ended", "reason", "bridged"),
    ("watch", "source", "started"),
)
_PUT_PAGE = "INSERT INTO pages VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
_PUT_ALERT = "INSERT INTO alerts VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
_SOURCES = f"SELECT {', '.join(_SOURCE)} FROM watch_sources ORDER BY watch, source"
_KNOWN = (
    "SELECT entry, version, state FROM watch_entries WHERE watch = $1 AND source = $2"
    " AND entry IN (SELECT unnest(CAST($3 AS VARCHAR[])))"
)
_NEWEST = (
    "SELECT entry FROM watch_entries WHERE watch = $1 AND source = $2"
    " ORDER BY first_seen DESC, place LIMIT 1"
)
_PENDING = (
    f"SELECT {', '.join(_ENTRY)} FROM watch_entries WHERE watch = $1 AND state = 'pending'"
    " AND (not_before IS NULL OR not_before <= $2) ORDER BY first_seen, source, place, entry"
    " LIMIT $3"
)
_SEEN = (
    "UPDATE watch_entries SET last_seen = $4 WHERE watch = $1 AND source = $2"
    " AND entry IN (SELECT unnest(CAST($3 AS VARCHAR[])))"
)
_LISTED = "SELECT source, max(last_seen) FROM watch_entries WHERE watch = $1 GROUP BY source"
_PRUNE = (
    "DELETE FROM watch_entries WHERE watch = $1 AND source = $2 AND state <> 'pending'"
    " AND last_seen < $3"
)
_GAPS = (
    "SELECT watch, source, started, ended, reason, bridged FROM coverage_gaps"
    " ORDER BY started, watch, source"
)
_DROP_GAPS = (
    "DELETE FROM coverage_gaps WHERE watch = $1 AND source = $2 AND started >= $3 AND started < $4"
)
_PAGES = "SELECT doc_id, sha256, url, fetched, bytes FROM pages WHERE doc_id = $1 ORDER BY fetched"
_SAME_ALERT = (
    "SELECT count(*) FROM alerts WHERE watch = $1 AND rule = $2 AND dyad = $3 AND kind = $4"
    " AND week BETWEEN $5 AND $6"
)
_DUE = (
    "SELECT s.alert_id, s.sink, s.state, s.tries, s.not_before, s.sent, s.error, a.record"
    " FROM alert_sends s JOIN alerts a ON a.alert_id = s.alert_id"
    " WHERE a.watch = $1 AND s.state IN ('pending', 'sending')"
    " AND (s.not_before IS NULL OR s.not_before <= $2) ORDER BY a.made, s.alert_id, s.sink"
)
_ALERTS = "SELECT record FROM alerts ORDER BY made, alert_id"


class WatchState:
    """The tables of watching; `Store.watching` gives it."""

    def __init__(self, con: Engine, path: str, writable: Callable[[str], None]) -> None:
        self._con = con
        self._path = path
        self._writable = writable

    def _transaction(self, doing: str) -> AbstractContextManager[None]:
        self._writable(doing)
        hint = "nothing of this step was written; it is done again the next time"
        return written(self._con, self._path, f"{doing}: writing to the store {self._path}", hint)

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._con.execute(statement, list(values)).fetchall()

    # --- sources and entries -------------------------------------------------------------

    def sources(self) -> list[SourceState]:
        """Every source of every watch, retired ones included."""
        return [SourceState(*row) for row in self._rows(_SOURCES)]

    def known(self, watch: str, source: str, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Version and state of those entries that are known, by key."""
        rows = self._rows(_KNOWN, [watch, source, list(keys)])
        return {row[0]: (row[1], row[2]) for row in rows}

    def newest(self, watch: str, source: str) -> str | None:
        """The key of the entry seen last for the first time, the first of its list."""
        rows = self._rows(_NEWEST, [watch, source])
        return str(rows[0][0]) if rows else None

    def record_check(
        self,
        states: Iterable[SourceState],
        entries: Iterable[EntryState] = (),
        *,
        again: Sequence[str] = (),
        gaps: Iterable[Gap] = (),
    ) -> None:
        """Write what looking at sources gave: their state, new entries, gaps that ended.

        ``again`` are keys of known entries that the source lists still (of the one source given).
        """
        with self._transaction("recording what a source gave"):
            for state in states:
                self._con.execute(_PUT_SOURCE, [getattr(state, name) for name in _SOURCE])
                if again and state.checked is not None:
                    values = [state.watch, state.source, list(again), state.checked]
                    self._con.execute(_SEEN, values)
            for entry in entries:
                self._put(entry)
            for gap in gaps:
                row = [gap.watch, gap.source, gap.started, gap.ended, gap.reason, gap.bridged]
                self._con.execute(_PUT_GAP, row)

    def _put(self, entry: EntryState) -> None:
        row = [getattr(entry, name) for name in _ENTRY]
        row[_ENTRY.index("authors")] = json.dumps(entry.authors)
        self._con.execute(_PUT_ENTRY, row)

    def pending(self, watch: str, now: datetime, limit: int) -> list[EntryState]:
        """Entries still to be taken in, those first that wait longest."""
        place = _ENTRY.index("authors")
        rows = [list(row) for row in self._rows(_PENDING, [watch, now, limit])]
        for row in rows:
            row[place] = tuple(json.loads(row[place]))
        return [EntryState(*row) for row in rows]

    def settle(self, entries: Iterable[EntryState], pages: Iterable[KeptPage] = ()) -> None:
        """Write what became of entries, and the pages that documents were read from."""
        with self._transaction("recording what became of entries"):
            for entry in entries:
                self._put(entry)
            for page in pages:
                row = [page.doc_id, page.sha256, page.url, page.fetched, page.bytes]
                self._con.execute(_PUT_PAGE, row)

    def prune(self, watch: str, keep: timedelta) -> None:
        """Forget settled entries that their source stopped listing so long before its last list.

        Counted from the source's last list, not from now: a feed that answers "nothing new" for
        months still lists what it listed.
        """
        with self._transaction("forgetting old entries"):
            for source, listed in self._rows(_LISTED, [watch]):
                self._con.execute(_PRUNE, [watch, source, listed - keep])

    def gaps(self) -> list[Gap]:
        """The gaps that have ended, oldest first; those that last, `detente.watch` tells."""
        return [Gap(*row) for row in self._rows(_GAPS)]

    def replace_gaps(
        self, watch: str, source: str, first: datetime, last: datetime, gaps: Iterable[Gap]
    ) -> None:
        """Write the gaps of a source that begin in a time, in place of those known before."""
        with self._transaction("recording gaps in coverage"):
            self._con.execute(_DROP_GAPS, [watch, source, first, last])
        self.record_check((), gaps=gaps)

    def pages(self, doc_id: str) -> list[KeptPage]:
        """The raw pages that a document was read from."""
        return [KeptPage(*row) for row in self._rows(_PAGES, [doc_id])]

    # --- alerts --------------------------------------------------------------------------

    def told(self, watch: str, rule: str, dyad: str, kind: str, first: date, last: date) -> bool:
        """Whether an alert of a rule was made for some week between two days."""
        return bool(self._rows(_SAME_ALERT, [watch, rule, dyad, kind, first, last])[0][0])

    def add_alert(
        self, watch: str, made: datetime, record: Mapping[str, Any], sinks: Sequence[str]
    ) -> None:
        """Write an alert with the sinks that it is to reach."""
        row = [record["id"], watch, record["rule"], record["dyad"], record["shock"]]
        with self._transaction("writing an alert"):
            week = date.fromisoformat(record["week"])
            self._con.execute(_PUT_ALERT, [*row, week, made, json.dumps(record)])
            for sink in sinks:
                values = [record["id"], sink, "pending", 0, None, None, None]
                self._con.execute(_PUT_SEND, values)

    def due(self, watch: str, now: datetime) -> list[Send]:
        """What is to be sent now, oldest first."""
        rows = self._rows(_DUE, [watch, now])
        return [
            Send(**dict(zip(_SEND, row[:-1], strict=True)), record=json.loads(row[-1]))
            for row in rows
        ]

    def put_send(self, send: Send) -> None:
        """Write how far an alert has come on its way to a sink."""
        with self._transaction("recording what was sent"):
            self._con.execute(_PUT_SEND, [getattr(send, name) for name in _SEND])

    def alerts(self) -> list[dict[str, Any]]:
        """Every alert that was made, oldest first."""
        return [json.loads(row[0]) for row in self._rows(_ALERTS)]
