"""The articles of a store, and one of them to read: everything highlighted, why each sentence was
coded or not, what analysts judged.

What comes in: an open session. What goes out: a `DocumentsPage`, a `ReaderPage`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from detente.api import Session
from detente.brief import sentence_rows, spans_by_role
from detente.brief.highlight import ROLES, reason_of, who_does_what
from detente.coding.hypotheses import FIXABLE
from detente.errors import NotFound
from detente.records import Claim, Document, Event, Judgement, Span
from detente.web import sql
from detente.web.params import (
    AsOf,
    At,
    DateFrom,
    DateTo,
    IdPath,
    PageNumber,
    Reason,
    RunNumber,
    SourceName,
    Words,
)
from detente.web.views.common import day_of, iso

A_PAGE = 50
# A longer text is cut into stretches of so many sentences to a page.
SENTENCES = 400


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """An article in a line."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    events: int
    set_aside: int
    length: int
    url: str | None


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The articles of a store, the latest first."""

    day: str
    as_of: str | None
    words: str | None
    source: str | None
    date_from: str | None
    date_to: str | None
    run: int | None
    reason: str | None
    page: int
    pages: int
    total: int
    lines: tuple[DocumentLine, ...]


def documents(
    session: Session,
    as_of: AsOf = None,
    words: Words = None,
    source: SourceName = None,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    run: RunNumber = None,
    reason: Reason = None,
    page: PageNumber = 1,
) -> DocumentsPage:
    """The articles of a store, the latest first."""
    asked = {
        "as_of": as_of,
        "words": words,
        "source": source,
        "date_from": date_from,
        "date_to": date_to,
        "run": run,
        "reason": reason,
        "limit": A_PAGE,
        "offset": (page - 1) * A_PAGE,
    }
    rows = session.store.query(sql.DOCUMENTS, asked)
    total = int(rows[0][-1]) if rows else 0
    lines = tuple(
        DocumentLine(i, title, src, iso(day), int(n), int(aside), int(length), url)
        for i, title, src, day, n, aside, length, url, _ in rows
    )
    return DocumentsPage(
        day_of(session, as_of), as_of, words, source, date_from, date_to, run, reason, page,
        max(1, -(-total // A_PAGE)), total, lines,
    )  # fmt: skip


# --- the reader -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the roles that it plays, the most telling first."""

    text: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an analyst judged of an event."""

    analyst: str
    made_at: str
    action: str
    changes: tuple[tuple[str, str], ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event told by a sentence: in a line, what decided it, what analysts judged."""

    id: str
    line: str
    event_type: str
    quad: int
    status: str
    score: float
    decided_by: str
    confidence: float
    because: tuple[tuple[str, float], ...]
    first: bool
    verdicts: tuple[Verdict, ...]
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A claim that a sentence makes."""

    speaker: str
    stance: str
    status: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence with what came of it; ``gap`` is the text between it and the one before.

    ``at`` says that the address asked for this stretch.
    """

    number: int | None
    start: int
    end: int
    gap: str
    pieces: tuple[Piece, ...]
    events: tuple[CodedEvent, ...]
    claims: tuple[ClaimNote, ...]
    set_aside: tuple[str, ...]
    at: bool
    caption: bool


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """An article, sentence by sentence."""

    day: str
    as_of: str | None
    id: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    date_basis: str | None
    authors: tuple[str, ...]
    lang: str | None
    length: int
    events: int
    judged: int
    page: int
    pages: int
    fixable: tuple[str, ...]
    sentences: tuple[SentenceView, ...]


def reader(
    session: Session,
    doc_id: IdPath,
    at: At = None,
    page: PageNumber = 1,
    as_of: AsOf = None,
) -> ReaderPage:
    """An article with everything highlighted, and why each sentence was coded or not."""
    store = session.store
    document = store.document(doc_id)
    if document is None or (as_of is not None and (document.date or "9999") > as_of):
        raise NotFound(
            f"there is no article {doc_id!r}",
            hint="as of an earlier day it may not have been published; see the list of articles",
        )
    found = store.of_document(doc_id)
    verdicts = verdicts_of([j for j in judged_by(session, as_of) if j.doc_id == doc_id])
    said: list[Any] = list(store.findings("claims", doc_id=doc_id))
    stretch = _stretch(at)
    aside = store.rejections(doc_id=doc_id)
    sentences = _sentences(document, found, aside, said, verdicts, stretch)
    pages = max(1, -(-len(sentences) // SENTENCES))
    if stretch is not None:
        page = 1 + next((i for i, s in enumerate(sentences) if s.at), 0) // SENTENCES
    return ReaderPage(
        day=day_of(session, as_of),
        as_of=as_of,
        id=document.id,
        title=document.title,
        source=document.source,
        url=document.url,
        published=document.date,
        date_basis=document.date_basis,
        authors=document.authors,
        lang=document.lang,
        length=len(document.text),
        events=len(found),
        judged=sum(1 for e in found if verdicts.get(e.id)),
        page=page,
        pages=pages,
        fixable=FIXABLE,
        sentences=tuple(sentences[(page - 1) * SENTENCES : page * SENTENCES]),
    )


def _stretch(at: str | None) -> tuple[int, int] | None:
    """The offsets of ``3-9``."""
    if not at:
        return None
    first, _, last = at.partition("-")
    return (int(first), int(last))


def judged_by(session: Session, as_of: str | None) -> list[Judgement]:
    """What analysts had judged by the end of a day, oldest first."""
    made = session.store.judgements()
    return made if as_of is None else [j for j in made if j.made_at[:10] <= as_of]


def verdicts_of(made: Sequence[Judgement]) -> dict[str, tuple[Verdict, ...]]:
    """Analysts' judgements by event, the latest first."""
    out: dict[str, list[Verdict]] = {}
    for j in reversed(made):
        told = Verdict(j.analyst, j.made_at, j.action, j.changes, j.text)
        out.setdefault(j.event or "", []).append(told)
    return {event: tuple(found) for event, found in out.items()}


def _sentences(
    document: Document,
    events: Sequence[Event],
    rejections: Sequence[Any],
    claims: Sequence[Claim],
    verdicts: dict[str, tuple[Verdict, ...]],
    at: tuple[int, int] | None,
) -> list[SentenceView]:
    text, place = document.text, 0
    out: list[SentenceView] = []
    asked = None if at is None else Span(at[0], max(at[1], at[0] + 1), "")
    for row in sentence_rows(text, events, rejections):
        start, end = max(row.extent.start, place), row.extent.end
        if end <= start:
            continue
        here = [c for c in claims if c.proposition.start < end and c.proposition.end > start]
        spans = [pair for e in row.events for pair in spans_by_role(e)]
        spans += [("claim", c.proposition) for c in here]
        spans += [
            ("rejected", s)
            for r in row.rejections
            for s in r.spans
            if (s.start, s.end) != (start, end)
        ]
        out.append(
            SentenceView(
                row.number, start, end, text[place:start], _pieces(text, start, end, spans),
                tuple(_coded(e, row.number, verdicts) for e in row.events),
                tuple(ClaimNote(c.speaker.value, c.stance, c.status) for c in here),
                tuple(dict.fromkeys(reason_of(r) for r in row.rejections)),
                asked is not None and asked.start < end and asked.end > start
                and not any(s.at for s in out),
                any(c.start < end and c.end > start for c in document.captions),
            )
        )  # fmt: skip
        place = end
    if text[place:].strip():
        rest = (Piece(text[place:], ()),)
        out.append(SentenceView(None, place, len(text), "", rest, (), (), (), False, False))
    return out


def _pieces(
    text: str, start: int, end: int, spans: Sequence[tuple[str, Span]]
) -> tuple[Piece, ...]:
    kept = [
        (role, max(s.start, start), min(s.end, end))
        for role, s in spans
        if s.start < end and s.end > start
    ]
    cuts = sorted({start, end, *(p for _, a, b in kept for p in (a, b))})
    order = (*ROLES, "claim")
    out = []
    for a, b in pairwise(cuts):
        here = {role for role, first, last in kept if first <= a and b <= last}
        out.append(Piece(text[a:b], tuple(role for role in order if role in here)))
    return tuple(out)


def _coded(event: Event, sentence: int, verdicts: dict[str, tuple[Verdict, ...]]) -> CodedEvent:
    score = event.plover_score if event.goldstein is None else event.goldstein
    return CodedEvent(
        event.id, who_does_what(event), event.event_type, event.quad_class, event.status, score,
        event.decided_by, round(event.confidence, 3), event.because[:6],
        event.mentions[0].sentence == sentence, verdicts.get(event.id, ()), event.to_json(),
    )  # fmt: skip
