"""How the composer writes days, parties and quotes; one place, so that all sections read alike."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.brief.desk import shorten
from detente.brief.ids import span_id
from detente.brief.ledger import Side, Told
from detente.codebook import load_states
from detente.codebook.names import fold
from detente.records import Document, Span

QUOTE_LENGTH = 200
MOST_SIDES = 3
PRONOUNS = frozenset(
    """he she it they we i you him her them us me who which that this these those his its their
    himself itself themselves one both former latter""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before it is checked."""

    text: str
    refs: tuple[str, ...]


def day(iso: str) -> str:
    """An ISO day in words.

    >>> day("2015-11-24")
    '24 November 2015'
    """
    value = date.fromisoformat(iso)
    return f"{value.day} {value:%B %Y}"


def when(told: Told) -> str:
    """When an act was: its own day where the text gives one, else that of its report."""
    if told.day is None:
        return "Undated" if told.published is None else f"Reported on {day(told.published)}"
    end = told.day_end or told.day
    if told.day == end:
        return f"On {day(told.day)}"
    first, last = date.fromisoformat(told.day), date.fromisoformat(end)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        if (first.year, first.month) == (last.year, last.month):
            return f"In {first:%B %Y}"
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return f"In {first.year}"
    return f"Between {day(told.day)} and {day(end)}"


def quote(text: str, length: int = QUOTE_LENGTH) -> str:
    """Words of a text in quote marks, cut at a word's end where they are long.

    >>> quote('He said "no" to it.')
    '“He said ‘no’ to it”'
    """
    flat = " ".join(text.split()).replace("“", "‘").replace("”", "’")
    parts = flat.split('"')
    flat = "".join(p + ("‘’"[i % 2] if i < len(parts) - 1 else "") for i, p in enumerate(parts))
    return f"“{shorten(flat, length)}”"


def counted(n: int, one: str) -> str:
    """A number with its noun."""
    return f"{n:,} {one if n == 1 else one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Words joined as in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def state(code: str) -> str:
    """The name of a state, or the code where it is none."""
    states = load_states()
    return states[code].name if code in states else code


def names_state(text: str, code: str) -> bool:
    """Whether words name a state themselves: by name, adjective, people, capital or seat."""
    words = f" {fold(text).lower()} ".replace("'s ", " ").replace(",", " ").replace("-", " ")
    return any(f" {name} " in words for name in _spellings(code))


@cache
def _spellings(code: str) -> tuple[str, ...]:
    return tuple(fold(r.name).lower() for r in load_states().names_of(code))


def side(one: Side) -> str:
    """A party as a sentence calls it: the text's words, with its state where they do not say."""
    words = " ".join(one.text.split())
    known = one.country in load_states()
    if not words or words.lower() in PRONOUNS or words.lower().split()[0] in ("two", "both"):
        words = " ".join(one.name.split())
        if known and one.country and names_state(words, one.country):
            return state(one.country)
    elif one.article:
        words = f"{one.article} {words}"
    if known and one.country and not names_state(words, one.country):
        return f"{words} ({state(one.country)})"
    return words


def sides(found: Sequence[Side]) -> str:
    """Several parties, each called once; beyond three the others stay unnamed."""
    if not found:
        return "somebody not named"
    names = list(dict.fromkeys(side(one) for one in found))
    if len(names) > MOST_SIDES:
        return f"{', '.join(names[:MOST_SIDES])} and others"
    return listed(names)


def refs_of(doc_id: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """The ids of some spans of a document, the widest first, none inside another."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if span.end > span.start and not any(
            k.start <= span.start and span.end <= k.end for k in kept
        ):
            kept.append(span)
    return tuple(span_id(doc_id, s.start, s.end) for s in sorted(kept, key=lambda s: s.start))


def where_named(document: Document, name: str) -> Span | None:
    """Where a text first writes a name, letter for letter; None if it does not."""
    at = document.text.find(name) if name else -1
    return None if at < 0 else Span(at, at + len(name), name)


def sentence_start(text: str) -> str:
    """Text with its first letter large."""
    return text[:1].upper() + text[1:]
