"""How long something lasted, as a small grammar of its own.

Comes in: a sentence. Goes out: `Length` values: "in nearly a year", "for two months", "over the
past five years", with the days they stand for. Dates are left to ``coding.when``; a rate ("a
year" behind a sum) is no length and is told apart here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.coding.sentence import Sentence

_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}
_NUMBERS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0,
    "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0,
    "twelve": 12.0, "half": 0.5,
}  # fmt: skip
_IN = frozenset(("in", "for", "over", "within", "during", "after", "of"))
_ROUGH = frozenset(
    ("nearly", "almost", "about", "around", "some", "roughly", "least", "than", "under")
)
_SKIPPED = frozenset(
    ("the", "past", "last", "next", "more", "less", "at", "full", "whole", "first")
)
_RATES = frozenset(("a", "an", "per", "each", "every"))


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: first and last token, days, and whether the words are approximate."""

    first: int
    last: int
    days: int
    rough: bool


def lengths(s: Sentence) -> Iterator[Length]:
    """Every length of time after a preposition of duration, in text order."""
    for k, lemma in enumerate(s.lemmas):
        unit = _UNITS.get(lemma)
        if unit is None or k == 0:
            continue
        number = _number(s.lower[k - 1])
        at = k - 1
        if s.lower[k - 1] == "half" and k > 1 and s.lower[k - 2] in ("a", "and"):
            at = k - 2
        if number is None:
            continue
        rough = False
        first = at
        while first > 0 and s.lower[first - 1] in _ROUGH | _SKIPPED:
            first -= 1
            rough = rough or s.lower[first] in _ROUGH
        if first == 0 or s.lower[first - 1] not in _IN or s.lower[first - 1] == "of":
            continue
        behind = s.lower[k + 1] if k + 1 < len(s) else ""
        if s.lower[first - 1] == "after" or behind in ("earlier", "later", "ago", "before"):
            continue
        yield Length(first, k, round(number * unit), rough)


def _number(word: str) -> float | None:
    if word in _NUMBERS:
        return _NUMBERS[word]
    return float(word) if word.isascii() and word.isdigit() and len(word) < 4 else None


def rate(s: Sentence, last: int) -> str | None:
    """The rate right behind a number ("a year", "per day"); None without one."""
    for k in range(last + 1, min(last + 3, len(s) - 1)):
        if s.lower[k] in _RATES and s.lemmas[k + 1] in _UNITS:
            return f"a {s.lemmas[k + 1]}"
        if s.lower[k] in ("annually", "yearly"):
            return "a year"
        if s.lower[k] in ("monthly",):
            return "a month"
    return None
