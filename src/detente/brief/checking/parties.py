"""Whether the words of a sentence for the parties of an act are those of its record.

What comes in: a stretch of a sentence ("Turkish F-16s and a policeman (Türkiye)"), the sides of
a record, and the texts that the sentence cites. What goes out: whether the stretch names
sides of the record and nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from detente.brief.checking.reading import plain, states_named
from detente.brief.ledger import Side
from detente.codebook import load_states

ARTICLE = r"(?:the |a |an |its |their )?"
SEPARATOR = r"(?:, and |, | and )"
# Nobody is named: only where the record names nobody either.
NOBODY = "somebody not named"
# More sides than are worth naming stand behind this.
OTHERS = " and others"


def names_sides(said: str, sides: Sequence[Side], cited: Iterable[str]) -> bool:
    """Whether ``said`` is a list of sides of the record, each in words that are cited.

    A side may be called by the text's words, by its name where that is cited, or by the name of
    its state where the text's own words for it name that state or nobody else can be meant.
    """
    said = plain(said)
    if not sides:
        return said == NOBODY
    texts = [plain(t).lower() for t in cited]
    said = said.removesuffix(OTHERS) if len(sides) > 1 else said
    allowed = {form for side in sides for form in _forms(side, texts)}
    if not allowed:
        return False
    one = "|".join(sorted((re.escape(f) for f in allowed), key=len, reverse=True))
    part = rf"{ARTICLE}(?:{one})"
    return re.fullmatch(rf"{part}(?:{SEPARATOR}{part})*", said, re.IGNORECASE) is not None


def _forms(side: Side, texts: Sequence[str]) -> set[str]:
    """The ways a side may be called, compared plain."""
    words = [w for w in dict.fromkeys((plain(side.text), plain(side.name))) if w]
    heads = {w for w in words if any(_stands_in(w.lower(), text) for text in texts)}
    states = state_names(side.country)
    forms = {h for h in heads if _tells(h, side.country, states)}
    forms |= {f"{h} ({s})" for h in heads for s in states}
    if states and _may_stand_for_state(side):
        forms |= states
    return forms


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _tells(head: str, country: str | None, states: frozenset[str]) -> bool:
    """Whether the words alone say which state is meant, or none is."""
    return not states or country in states_named(head)


def _may_stand_for_state(side: Side) -> bool:
    """Whether the record has the state itself act: its government or forces, or it by name.

    "It" that stands for Türkiye may be called so; a gunman from Türkiye may not.
    """
    if side.sector and not set(side.sector) & {"GOV", "MIL", "SPY", "LEG"}:
        return False
    return plain(side.name) in state_names(side.country) or side.country in states_named(side.text)


@cache
def state_names(country: str | None) -> frozenset[str]:
    """The names of a state that a sentence may call it by, plain; none for others."""
    states = load_states()
    if country is None or country not in states:
        return frozenset((country,) if country else ())
    names = (r.name for r in states.names_of(country) if r.kind == "name")
    return frozenset(map(plain, (states[country].name, *names)))


def is_state_list(said: str, codes: Sequence[str]) -> bool:
    """Whether ``said`` lists exactly these states by name, in any order."""
    rest = [plain(p) for p in re.split(SEPARATOR, plain(said)) if p]
    wanted = list(dict.fromkeys(codes))
    whole = {plain(said): wanted} if len(wanted) == 1 else {}
    if whole and plain(said) in state_names(wanted[0]):
        return True
    left = list(wanted)
    i = 0
    while i < len(rest):
        # A name may hold "and" itself (Bosnia and Herzegovina): try the longest first.
        for j in range(len(rest), i, -1):
            name = " and ".join(rest[i:j])
            code = next((c for c in left if name in state_names(c)), None)
            if code is not None:
                left.remove(code)
                i = j
                break
        else:
            return False
    return not left


def same_voice(said: str, value: str) -> bool:
    """Whether a speaker is called as the record calls him, case and article aside."""
    a, b = plain(said).lower(), plain(value).lower()
    return a.removeprefix("the ") == b.removeprefix("the ")
