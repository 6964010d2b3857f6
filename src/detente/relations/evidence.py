"""The words behind acts: sentences of documents, source rows of imported data.

What comes in: a store and ids of acts. What goes out: a line of text for each id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Queryable(Protocol):
    """Anything that answers SQL over the store's tables, as `detente.store.Store`."""

    def query(
        self, statement: str, values: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of a statement with ``$name`` parameters."""
        ...


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves an act: the words, or the note of its source, and where they stand."""

    words: str
    where: str


SENTENCES = """
SELECT m.event_id, m.evidence_text, concat_ws(', ', d.source, CAST(d.date AS VARCHAR), d.doc_id)
FROM mentions m JOIN documents d ON d.doc_id = m.doc_id
WHERE m.ordinal = 0 AND m.event_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
"""
ROWS = """
SELECT e.dataset || ':' || e.source_id || '@' || CAST(e.day AS VARCHAR),
       coalesce(e.text, concat_ws(' ', e.actor_name, coalesce(e.cameo, e.event_type),
                                  e.recipient_name)),
       concat_ws(', ', e.publisher, e.url, e.dataset || ' row ' || e.source_id)
FROM imported_events e
WHERE e.source_id IN (SELECT unnest(CAST($sources AS VARCHAR[])))
  AND e.day BETWEEN CAST($first AS DATE) AND CAST($last AS DATE)
"""


def proofs(store: Queryable, ids: Iterable[str]) -> dict[str, Proof]:
    """The proof of each act by its id; an id that the store does not hold is left out."""
    wanted = list(dict.fromkeys(ids))
    found = {
        row[0]: Proof(" ".join(row[1].split()), row[2])
        for row in store.query(SENTENCES, {"ids": wanted})
    }
    # The id of an imported act: dataset:source id@day.
    rest = [i for i in wanted if i not in found and ":" in i and "@" in i]
    if rest:
        days = sorted(i.rpartition("@")[2] for i in rest)
        sources = [i.partition(":")[2].rpartition("@")[0] for i in rest]
        asked = {"sources": sources, "first": days[0], "last": days[-1]}
        rows = {row[0]: Proof(row[1], row[2]) for row in store.query(ROWS, asked)}
        found.update({i: rows[i] for i in rest if i in rows})
    return found


@dataclass(frozen=True, slots=True)
class Citation:
    """An act with the words that prove it and where in their document they stand.

    ``start`` and ``end`` are code points in the text of ``doc_id``; all three are None for rows of
    imported data, whose ``text`` is their source's note.
    """

    event_id: str
    event_type: str | None
    doc_id: str | None
    start: int | None
    end: int | None
    text: str
    trigger: str | None
    date: str | None
    source: str | None
    url: str | None

    def to_json(self) -> dict[str, Any]:
        """The citation as JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


CITED = """
SELECT e.event_id, e.event_type, e.doc_id, e.evidence_start, e.evidence_end, e.evidence_text,
       e.trigger_text, CAST(d.date AS VARCHAR), d.source, d.url
FROM events e JOIN documents d ON d.doc_id = e.doc_id
WHERE e.event_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
ORDER BY d.date, e.doc_id, e.event_no
"""


def citations(store: Queryable, ids: Iterable[str]) -> list[Citation]:
    """The citation of each act, in the order asked for; an id that is not held is left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Citation] = {}
    for row in store.query(CITED, {"ids": wanted}):
        found.setdefault(row[0], Citation(*row))
    for ident, proof in proofs(store, [i for i in wanted if i not in found]).items():
        found[ident] = Citation(
            ident, None, None, None, None, proof.words, None, None, proof.where, None
        )
    return [found[i] for i in wanted if i in found]
