"""Many records of a store at once: one question where one by one would be thousands.

What comes in: ids. What goes out: the records by id, those that are not there left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.errors import BadSetting
from detente.records import Document, Event, Finding
from detente.store import sql
from detente.store.decode import as_document, event_from_json
from detente.store.findings import FROM_JSON

if TYPE_CHECKING:
    from detente.store.store import Store

_AMONG = "IN (SELECT unnest(CAST($ids AS VARCHAR[])))"
_PUBLISHED = (
    "SELECT e.event_id, e.doc_id, d.date FROM events e JOIN documents d ON d.doc_id = e.doc_id"
    f" WHERE d.date IS NOT NULL AND e.event_id {_AMONG} ORDER BY e.doc_id, e.event_no"
)
_IMPORTED = f"{sql.IMPORTED_ROW.partition(' WHERE ')[0]} WHERE source_id {_AMONG}"


@dataclass(frozen=True, slots=True)
class Published:
    """An event, the document that tells it, and the ISO day that this was published."""

    event_id: str
    doc_id: str
    day: str


class Several:
    """Readers of many records; `detente.store.Store.several` makes one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id."""
        rows = self._store.query(f"{sql.A_DOCUMENT} WHERE doc_id {_AMONG}", _ids(ids))
        return {row[0]: as_document(row) for row in rows}

    def events(self, ids: Iterable[str]) -> dict[str, Event]:
        """Events by id."""
        found = self.records("event", ids)
        return {i: event for i, event in found.items() if isinstance(event, Event)}

    def records(self, kind: str, ids: Iterable[str]) -> dict[str, Event | Finding]:
        """Records of a kind (event, claim, incident and so on) by id, as `Store.record` has them.

        Raises
        ------
        BadSetting
            There is no such kind.
        """
        if kind not in sql.BY_ID:
            raise BadSetting(
                f"{kind!r} is no kind of record", hint=f"one of {', '.join(sql.BY_ID)}", value=kind
            )
        from_json = event_from_json if kind == "event" else FROM_JSON[sql.TABLE_OF[kind]]
        out: dict[str, Event | Finding] = {}
        for record_id, record in self._store.query(sql.BY_ID[kind], _ids(ids)):
            if record_id not in out:
                out[record_id] = from_json(json.loads(record))
        return out

    def findings(self, table: str, doc_ids: Iterable[str]) -> dict[str, list[Finding]]:
        """What `Store.findings` gives of some documents, by document."""
        if table not in sql.FINDING_KINDS:
            raise BadSetting(f"{table!r} is no table of findings", value=table)
        wanted = list(dict.fromkeys(doc_ids))
        out: dict[str, list[Finding]] = {doc_id: [] for doc_id in wanted}
        rows = self._store.query(sql.findings_in(table), {"ids": wanted})
        for doc_id, record in rows:
            out[doc_id].append(FROM_JSON[table](json.loads(record)))
        return out

    def imported(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Imported rows by the ids of their acts, ``dataset:source@day``."""
        wanted = {i for i in ids if ":" in i and "@" in i}
        sources = [i.partition(":")[2].rpartition("@")[0] for i in wanted]
        names = sql.imported_columns()
        out: dict[str, dict[str, Any]] = {}
        for row in self._store.query(_IMPORTED, {"ids": sources}) if wanted else ():
            found: Mapping[str, Any] = dict(zip(names, row, strict=True))
            act_id = f"{found['dataset']}:{found['source_id']}@{found['day']}"
            if act_id in wanted:
                out[act_id] = dict(found)
        return out

    def published(self, ids: Iterable[str]) -> list[Published]:
        """When the documents of some events were published; without those of no date."""
        return _published(self._store.query(_PUBLISHED, _ids(ids)))

    def published_between(self, a: str, b: str, *, as_of: str) -> list[Published]:
        """`published`, of every event of two states that `Store.events` gives for the dyad."""
        values = {"dyad_a": a, "dyad_b": b, "as_of": date.fromisoformat(as_of)}
        return _published(self._store.query(sql.events("published", ("dyad", "as_of")), values))


def _ids(ids: Iterable[str]) -> dict[str, list[str]]:
    return {"ids": list(dict.fromkeys(ids))}


def _published(rows: Sequence[Any]) -> list[Published]:
    return [Published(event_id, doc_id, day.isoformat()) for event_id, doc_id, day in rows]
