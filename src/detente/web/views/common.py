"""What several screens show: two sides, sentences with where they stand, the store's days.

What comes in: an open session. What goes out: frozen records of plain values, which are both the
JSON of a screen and what its template reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from detente.api import Session
from detente.errors import NotFound
from detente.relations import Side, find_side
from detente.web import sql

# Where a sentence may end.
_STOP = re.compile(r"[.!?][\"'”’)\]]*(?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sides: their code together, each one's code and name, and what kind each is."""

    code: str
    a: str
    b: str
    name_a: str
    name_b: str
    states: bool

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.name_a} – {self.name_b}"


@dataclass(frozen=True, slots=True)
class Quote:
    """The words behind something, and where they stand.

    ``start`` and ``end`` are offsets into the document's text and ``trigger`` those of the word
    that tells the act, all None for a row of imported data, whose ``doc_id`` is None too.
    """

    event_id: str
    text: str
    doc_id: str | None
    start: int | None
    end: int | None
    trigger: tuple[int, int] | None
    sentence: int | None
    title: str | None
    source: str | None
    published: str | None
    url: str | None

    @property
    def parts(self) -> tuple[str, str, str]:
        """The words before the trigger, the trigger, the words after."""
        if self.trigger is None or self.start is None:
            return (self.text, "", "")
        first, last = (at - self.start for at in self.trigger)
        if not 0 <= first < last <= len(self.text):
            return (self.text, "", "")
        return (self.text[:first], self.text[first:last], self.text[last:])


def sides_of(dyad: str) -> Sides:
    """The two sides of a dyad as an address gives them, sorted.

    Raises
    ------
    NotFound
        There are not two sides, or one is unknown.
    """
    from detente.errors import UnknownState

    one, dash, other = dyad.partition("-")
    if not dash:
        raise NotFound(f"{dyad!r} is no dyad", hint="two sides with a hyphen, such as RUS-TUR")
    try:
        first, second = sorted((find_side(one), find_side(other)), key=lambda side: side.code)
    except UnknownState as error:
        raise NotFound(error.message, hint=error.hint) from None
    if first.code == second.code:
        raise NotFound(f"{dyad!r} is one side twice", hint="two sides, such as RUS-TUR")
    return Sides(
        f"{first.code}-{second.code}",
        first.code,
        second.code,
        _name(first),
        _name(second),
        first.kind == second.kind == "state",
    )


def _name(side: Side) -> str:
    from detente.codebook import load_states

    states = load_states()
    return states[side.code].name if side.code in states else side.name


def side_name(code: str) -> str:
    """The name of a side's code; the code where nothing answers to it."""
    from detente.errors import UnknownState

    try:
        return _name(find_side(code))
    except UnknownState:
        return code


def bounds(session: Session) -> tuple[str | None, str | None]:
    """First and last day of publication in the store."""
    first, last = session.store.query(sql.BOUNDS)[0]
    return (iso(first), iso(last))


def day_of(session: Session, as_of: str | None) -> str:
    """The day that a screen speaks of: as asked, else the last the store knows, at most today."""
    today = datetime.now(UTC).date().isoformat()
    if as_of is not None:
        return as_of
    last = bounds(session)[1]
    return today if last is None or last > today else last


def iso(value: Any) -> str | None:
    """A day of the store as ISO text."""
    return None if value is None else str(value)[:10]


def quotes(session: Session, ids: Iterable[str]) -> dict[str, tuple[Quote, ...]]:
    """The words behind each event by its id, every mention; what is not there is left out."""
    wanted = [i for i in dict.fromkeys(ids) if i]
    out: dict[str, list[Quote]] = {}
    for row in session.store.query(sql.QUOTES, {"ids": wanted}):
        event, doc, start, end, words, first, last, sentence, title, source, day, url = row
        out.setdefault(event, []).append(
            Quote(
                event, words, doc, start, end, (first, last), sentence, title, source, iso(day), url
            )
        )
    imported = [i for i in wanted if i not in out and ":" in i and "@" in i]
    if imported:
        days = sorted(i.rpartition("@")[2] for i in imported)
        sources = [i.partition(":")[2].rpartition("@")[0] for i in imported]
        asked = {"sources": sources, "first": days[0], "last": days[-1]}
        for row in session.store.query(sql.IMPORTED_QUOTES, asked):
            event, dataset, source_id, published, words, publisher, url = row
            if event in set(imported):
                source = ", ".join(p for p in (publisher, f"{dataset} row {source_id}") if p)
                out[event] = [
                    Quote(event, words or "", None, None, None, None, None, None, source,
                          iso(published), url)
                ]  # fmt: skip
    return {key: tuple(found) for key, found in out.items()}


def all_reports(
    session: Session, ids: Iterable[str], as_of: str | None
) -> dict[str, tuple[Quote, ...]]:
    """The words of every report of some events, by the id asked for; its own first.

    Which reports tell one event is settled by `detente.reports`.
    """
    wanted = [i for i in dict.fromkeys(ids) if i]
    told: dict[str, list[str]] = {i: [i] for i in wanted}
    for asked, event, _ in session.store.query(sql.TOLD_BY, {"ids": wanted, "as_of": as_of}):
        if event not in told[asked]:
            told[asked].append(event)
    found = quotes(session, (event for events in told.values() for event in events))
    return {
        asked: tuple(q for event in events for q in found.get(event, ()))
        for asked, events in told.items()
    }


def in_sentences(session: Session, found: Sequence[Quote]) -> dict[Quote, Quote]:
    """Each quote of some words of an article as the sentence that they stand in.

    The words become the marked part. A stop ends a sentence; where it ends none (after an
    abbreviation) the stretch is shorter than the sentence, never longer than the paragraph.
    """
    ids = list(dict.fromkeys(q.doc_id for q in found if q.doc_id is not None))
    texts: dict[str, str] = dict(session.store.query(sql.TEXTS, {"ids": ids}))
    return {q: _in_sentence(q, texts.get(q.doc_id or "")) for q in found}


def _in_sentence(quote: Quote, text: str | None) -> Quote:
    if text is None or quote.start is None or quote.end is None:
        return quote
    start = max((m.end() for m in _STOP.finditer(text, max(0, quote.start - 600), quote.start)),
                default=max(0, quote.start - 600))  # fmt: skip
    stop = _STOP.search(text, max(quote.end - 1, quote.start), quote.end + 600)
    end = min(len(text), quote.end + 600) if stop is None else stop.end()
    start += len(text[start : quote.start]) - len(text[start : quote.start].lstrip())
    end = max(quote.end, end)
    words = text[start:end].rstrip()
    return replace(
        quote,
        text=words,
        start=start,
        end=start + len(words),
        trigger=(quote.start, quote.end),
    )


def span_quote(span: Mapping[str, Any], about: Mapping[str, tuple[Any, ...]]) -> Quote:
    """A span of JSON with its document, as the words behind a finding."""
    doc_id = span.get("doc_id")
    title, source, published = about.get(str(doc_id), (None, None, None))
    return Quote("", span["text"], doc_id, span["start"], span["end"], None, None, title, source,
                 published, None)  # fmt: skip


def about_documents(session: Session, ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Title, source and publication day of documents by their id."""
    rows = session.store.query(sql.PUBLISHED, {"ids": list(dict.fromkeys(ids))})
    return {doc: (title, source, iso(day)) for doc, day, title, source in rows}
