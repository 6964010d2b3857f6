"""The brief of a relation as a screen: composed and checked as `detente brief` does it.

What comes in: an open session and two sides. What goes out: a `BriefPage`; each sentence with the
places that open what it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from detente.api import Session, make_brief
from detente.brief import ids
from detente.brief.brief import Brief, Note
from detente.brief.diff import changes
from detente.errors import BadSetting
from detente.relations import Acts, DyadHistory
from detente.web.params import AsOf, Compare, DyadPath, Since
from detente.web.views.common import Sides, bounds, day_of, sides_of
from detente.web.views.standing import relation

SUFFIXES = ("pdf", "docx", "html", "md", "json")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence leads beside its footnotes: a page of the desk, and its name."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of the brief with its footnotes and the figures it rests on."""

    text: str
    notes: tuple[int, ...]
    places: tuple[Place, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A part of the brief; ``charts`` names its pictures, ``more`` how much was left out."""

    key: str
    title: str
    sentences: tuple[SentenceRow, ...]
    charts: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class WithheldRow:
    """A sentence that did not pass the checker, and why."""

    section: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A footnote: the words, where they stand, who says them."""

    number: int
    source: str
    published: str | None
    title: str | None
    quote: str
    doc_id: str | None
    start: int | None
    end: int | None
    event_id: str | None


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """What differs from the brief of an earlier day: sentences by the key of their section."""

    before: str
    added: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BriefPage:
    """The brief of two sides as known on a day; nothing in it failed the checker.

    ``changed`` says what the brief of an earlier day said otherwise, where one is asked for;
    ``incident`` is a report of the incident that it tells.
    """

    sides: Sides
    day: str
    as_of: str | None
    since: str | None
    changed: ChangedPage | None
    incident: str | None
    new_after: str
    sections: tuple[SectionRow, ...]
    withheld: tuple[WithheldRow, ...]
    notes: tuple[NoteRow, ...]
    coverage: str
    method: str
    suffixes: tuple[str, ...]


def brief_of(session: Session, sides: Sides, as_of: str | None, since: str | None) -> Brief:
    """The brief itself, as of the last day known if none is asked for."""

    def known(a: str, b: str, day: str) -> tuple[DyadHistory, Acts]:
        return relation(session, sides_of(f"{a}-{b}"), day)

    day = day_of(session, as_of)
    return make_brief(session.store, sides.a, sides.b, as_of=day, since=since, history=known)


def brief(
    session: Session,
    dyad: DyadPath,
    as_of: AsOf = None,
    since: Since = None,
    compare: Compare = None,
) -> BriefPage:
    """The brief of a relation: every sentence was checked against what it cites."""
    sides, day = sides_of(dyad), day_of(session, as_of)
    if compare is not None and compare >= day:
        raise BadSetting(
            f"the brief of {compare} is not before that of {day}",
            hint="compare with an earlier day",
        )
    made = brief_of(session, sides, as_of, since)
    sections = tuple(
        SectionRow(
            s.key,
            s.title,
            tuple(SentenceRow(x.text, x.notes, _places(x.refs), x.refs) for x in s.sentences),
            s.charts,
            s.more,
        )
        for s in made.sections
    )
    return BriefPage(
        sides,
        day,
        as_of,
        since,
        None if compare is None else _changed(session, sides, compare, made),
        _incident(made),
        made.since,
        sections,
        tuple(WithheldRow(w.section, w.text, w.reason) for w in made.withheld),
        tuple(_note(n) for n in made.notes),
        made.coverage,
        made.method,
        SUFFIXES if bounds(session)[0] else (),
    )


def _changed(session: Session, sides: Sides, compare: str, made: Brief) -> ChangedPage:
    found = changes(brief_of(session, sides, compare, None), made)
    return ChangedPage(found.before, found.added, found.gone)


def _incident(made: Brief) -> str | None:
    """A report of the incident that the brief tells; None where it tells none."""
    for section in made.sections:
        for sentence in section.sentences if section.key == "incident" else ():
            for ref in map(ids.parse, sentence.refs):
                if ref is not None and ref.kind == "incident":
                    return ref.parts[0]
    return None


def _note(note: Note) -> NoteRow:
    ref = ids.parse(note.ref)
    event = ref.parts[0] if ref is not None and ref.kind in ("event", "row") else None
    return NoteRow(
        note.number, note.source, note.date, note.title, note.quote, note.doc_id, note.start,
        note.end, event,
    )  # fmt: skip


def _places(refs: tuple[str, ...]) -> tuple[Place, ...]:
    """Pages of the desk that open what is computed; spans and records have footnotes."""
    out: dict[str, Place] = {}
    for one in refs:
        ref = ids.parse(one)
        if ref is None or not ref.parts:
            continue
        first, last = quote(ref.parts[0], safe=""), ref.parts[-1]
        dyad = f"/dyad/{first}"
        found = {
            "week": ("week", f"{dyad}/week/{last}"),
            "shock": ("week", f"{dyad}/week/{last}"),
            "coverage": ("coverage", f"{dyad}#weeks"),
            "news": ("events", f"{dyad}/events?published_from={last}"),
            "outlook": ("outlook", f"{dyad}/outlook"),
            "cases": ("precedents", f"{dyad}/outlook#precedents"),
            "rate": ("method", "/method#models"),
            "event": ("event", f"/event/{first}"),
            "row": ("event", f"/event/{first}"),
            "incident": ("incident", f"/incident/{first}"),
        }.get(ref.kind)
        if found is not None:
            out.setdefault(found[1], Place(*found))
    return tuple(out.values())[:6]
