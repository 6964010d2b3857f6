"""Evidence shown where it stands: a text cut into pieces, each with the roles it plays.

What comes in: a document's text, a stretch of it and events. What goes out: pieces that join
to that stretch again, and the same as rich text for a terminal or as escaped HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.records import Document, Event, Party, Rejection, Span

if TYPE_CHECKING:
    from rich.text import Text

# In order of precedence where spans overlap: the trigger must always be seen.
ROLES = ("trigger", "date", "place", "quantity", "actor", "recipient", "speaker", "rejected")
TERMINAL_STYLES = {
    "trigger": "bold reverse",
    "actor": "bold blue",
    "recipient": "bold yellow",
    "date": "underline",
    "place": "italic underline",
    "quantity": "bold",
    "speaker": "italic magenta",
    "rejected": "dim underline",
}
# Backgrounds with more than 7:1 contrast to black text; the role is in the title as well.
HTML_STYLES = {
    "trigger": "background:#222;color:#fff;font-weight:600",
    "actor": "background:#cfe3f5",
    "recipient": "background:#fbe3b3",
    "date": "border-bottom:2px solid #555",
    "place": "border-bottom:2px dotted #555",
    "quantity": "font-weight:600",
    "speaker": "background:#ecdcf2;font-style:italic",
    "rejected": "color:#555;border-bottom:1px dashed #999",
}


# Where a sentence may end, when only some of its words are known.
_STOP = re.compile(r"[.!?][\"'”’)\]]*(?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the roles it plays, in order of precedence."""

    text: str
    roles: tuple[str, ...]


def spans_by_role(event: Event) -> list[tuple[str, Span]]:
    """Every span of an event with its role, the first mention's trigger first."""
    spans = [("trigger", mention.trigger) for mention in event.mentions]
    spans += [("actor", party.span) for party in event.actor]
    spans += [("recipient", party.span) for party in event.recipient]
    spans += [("speaker", said.span) for said in event.attributed_to]
    spans += [("quantity", quantity.span) for quantity in event.quantities]
    if event.date is not None:
        spans.append(("date", event.date.span))
    if event.place is not None:
        spans.append(("place", event.place.span))
    return spans


def pieces(text: str, within: Span, spans: Iterable[tuple[str, Span]]) -> list[Piece]:
    """``text`` from ``within.start`` to ``within.end``, cut wherever a role begins or ends.

    The pieces' texts join to that stretch; spans outside it are left out, spans that reach
    over its border are cut.
    """
    kept = [
        (role, max(span.start, within.start), min(span.end, within.end))
        for role, span in spans
        if span.start < within.end and span.end > within.start
    ]
    cuts = sorted({within.start, within.end, *(p for _, a, b in kept for p in (a, b))})
    out: list[Piece] = []
    for a, b in pairwise(cuts):
        here = {role for role, start, end in kept if start <= a and b <= end}
        out.append(Piece(text[a:b], tuple(role for role in ROLES if role in here)))
    return out


def terminal_text(parts: Sequence[Piece]) -> Text:
    """The pieces as rich text on one line; the words stay as they are."""
    from rich.text import Text

    line = Text()
    for part in parts:
        style = TERMINAL_STYLES[part.roles[0]] if part.roles else ""
        line.append(" ".join(part.text.split("\n")), style=style)
    return line


def html_text(parts: Sequence[Piece]) -> str:
    """The pieces as HTML, everything from the text escaped."""
    out: list[str] = []
    for part in parts:
        body = escape(part.text)
        if part.roles:
            style = ";".join(HTML_STYLES[role] for role in reversed(part.roles))
            body = f'<mark title="{", ".join(part.roles)}" style="color:#000;{style}">{body}</mark>'
        out.append(body)
    return "".join(out)


def who_does_what(event: Event) -> str:
    """An event in one line: ``TUR > RUS ASSAULT (aerial), asserted``."""
    mode = f" ({', '.join(event.event_mode)})" if event.event_mode else ""
    when = ""
    if event.date is not None:
        one = event.date.start == event.date.end
        when = f", {event.date.start}" if one else f", {event.date.start}..{event.date.end}"
    past = ", historical" if event.historical else ""
    return f"{parties(event)} {event.event_type}{mode}, {event.status}{when}{past}"


def parties(event: Event) -> str:
    """Who acts on whom, by country or else by name: ``TUR > RUS``, ``RUS+TUR``, ``? > RUS``."""
    actors = _names(event.actor) or ["?"]
    recipients = _names(event.recipient)
    return " > ".join("+".join(side) for side in (actors, recipients) if side)


def _names(side: Sequence[Party]) -> list[str]:
    """Each country once; a party without a country by name."""
    return list(dict.fromkeys(party.country or party.name for party in side))


def html_reading(
    document: Document, events: Sequence[Event], rejections: Sequence[Rejection]
) -> str:
    """A document as an HTML fragment, sentence by sentence, its evidence highlighted."""
    rows = [
        _html_row(row, document.text) for row in sentence_rows(document.text, events, rejections)
    ]
    title = escape(document.title or document.id)
    about = escape(f"{document.date or 'no date'} · {len(events)} events")
    return (
        '<div class="detente" style="font-family:Georgia,serif;max-width:46em;line-height:1.5">'
        f'<h3 style="margin:.2em 0">{title}</h3><p style="color:#555;margin:.2em 0">{about}</p>'
        + "".join(rows)
        + "</div>"
    )


def html_page(body: str, title: str) -> str:
    """A whole page around one or more fragments; needs no network."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head>"
        f'<body style="margin:2em auto;max-width:50em">{body}</body></html>\n'
    )


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence: its number, its extent, what was coded from it, what was set aside."""

    number: int
    extent: Span
    events: tuple[Event, ...]
    rejections: tuple[Rejection, ...]


def sentence_rows(
    text: str, events: Sequence[Event], rejections: Sequence[Rejection]
) -> list[SentenceRow]:
    """Every sentence of ``text`` that an event or a rejection tells of, in order.

    An event that several sentences tell stands with each of them. A rejection may point at a
    few words only: its sentence is then what lies between its neighbours.
    """
    told: dict[int, list[Event]] = {}
    aside: dict[int, list[Rejection]] = {}
    whole: dict[int, Span] = {}
    for event in events:
        for mention in event.mentions:
            whole.setdefault(mention.sentence, mention.evidence)
            here = told.setdefault(mention.sentence, [])
            if all(event is not other for other in here):
                here.append(event)
    for rejection in rejections:
        if rejection.sentence is not None and rejection.spans:
            aside.setdefault(rejection.sentence, []).append(rejection)
    numbers = sorted(told.keys() | aside.keys())
    words = {n: whole.get(n) or _around(aside[n]) for n in numbers}
    rows: list[SentenceRow] = []
    for i, n in enumerate(numbers):
        extent = words[n]
        if n not in whole:
            first = rows[-1].extent.end if rows else 0
            last = words[numbers[i + 1]].start if i + 1 < len(numbers) else len(text)
            extent = _sentence_around(text, extent, first, last)
        rows.append(SentenceRow(n, extent, tuple(told.get(n, ())), tuple(aside.get(n, ()))))
    return rows


def _around(rejections: Sequence[Rejection]) -> Span:
    """The widest span of some rejections of one sentence."""
    return max((s for r in rejections for s in r.spans), key=lambda s: s.end - s.start)


def _sentence_around(text: str, span: Span, first: int, last: int) -> Span:
    """The sentence that holds a span, between the end of one neighbour and the next's words."""
    first, last = min(first, span.start), max(last, span.end)
    stop = _STOP.search(text, max(span.end - 1, span.start), last)
    end = last if stop is None else stop.end()
    start = max((m.end() for m in _STOP.finditer(text, first, span.start)), default=first)
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    return Span(start, max(start, start + len(body.strip())), body.strip())


def row_pieces(row: SentenceRow, text: str) -> list[Piece]:
    """The sentence of a row with the evidence of its events, and what was set aside."""
    spans = [pair for event in row.events for pair in spans_by_role(event)]
    for rejection in row.rejections:
        # A rejection of the whole sentence has nothing to point at inside it.
        spans += [("rejected", s) for s in rejection.spans if s != row.extent]
    return pieces(text, row.extent, spans)


def _html_row(row: SentenceRow, text: str) -> str:
    notes = [escape(who_does_what(event)) for event in row.events]
    notes += [f"<em>{escape(reason_of(r))}</em>" for r in row.rejections]
    return (
        f'<p style="margin:.6em 0 0">{html_text(row_pieces(row, text))}</p>'
        '<p style="margin:0 0 0 1.5em;font:13px monospace;color:#444">'
        + "<br>".join(notes)
        + "</p>"
    )


def reason_of(rejection: Rejection) -> str:
    """Why nothing came of it, in one line."""
    detail = f": {rejection.detail}" if rejection.detail else ""
    return f"{rejection.reason}{detail}"
