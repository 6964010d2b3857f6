"""When two descriptions of one thing agree: words, names, countries, days, numbers.

What comes in: spans as (start, end) offsets into one text, names, codes, ISO days. What goes out:
yes or no. Small rules that the scores of a reading are built from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from detente.codebook import States, load_states
from detente.records import Span

Offsets = tuple[int, int]
# Words that tell no two names apart.
_EMPTY = frozenset(
    [
        *("a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "from", "with", "and"),
        *("or", "who", "that", "which", "his", "her", "its", "their", "our", "mr", "mrs", "ms"),
    ]
)
# Speakers that the text names by a pronoun only: whoever was found behind it cannot be compared.
_PRONOUNS = frozenset({"they", "he", "she", "it", "we", "each", "others", "some"})
# Amounts may differ by rounding ("about $9 billion" as 9e9).
AMOUNT_TOLERANCE = 0.01


def offsets_of(value: Any) -> list[Offsets]:
    """The spans that a JSON value holds, at any depth, as offsets.

    A span is an object with ``start`` and ``end`` as integers, or a pair of integers under
    ``span``.

    Examples
    --------
    >>> offsets_of({"spans": [{"start": 1, "end": 4, "text": "war"}], "span": [7, 9]})
    [(1, 4), (7, 9)]
    """
    found: list[Offsets] = []
    if isinstance(value, Mapping):
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int) and isinstance(end, int) and start < end:
            found.append((start, end))
        for key, inner in value.items():
            if key == "span" and _is_pair(inner):
                found.append((inner[0], inner[1]))
            elif isinstance(inner, (Mapping, list)):
                found += offsets_of(inner)
    elif isinstance(value, list):
        for inner in value:
            found += offsets_of(inner)
    return found


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value)


def overlap(a: Iterable[Offsets], spans: Iterable[Span]) -> int:
    """How many characters the best pair of the two shares; 0 if none meet.

    Examples
    --------
    >>> overlap([(0, 5), (8, 12)], [Span(3, 9, "......")])
    2
    """
    spans = list(spans)
    return max(
        (min(end, s.end) - max(start, s.start) for start, end in a for s in spans), default=0
    )


def meet(a: Iterable[Offsets], spans: Iterable[Span]) -> bool:
    """Whether any two share a character."""
    return overlap(a, spans) > 0


def words_of(name: str) -> frozenset[str]:
    """The telling words of a name, in lower case, without possessive endings.

    Examples
    --------
    >>> sorted(words_of("Most of the opinions in Bangkok's press"))
    ['bangkok', 'most', 'opinions', 'press']
    """
    words = re.findall(r"\w+", re.sub(r"['’]s?\b", "", name.casefold()))
    return frozenset(w for w in words if w not in _EMPTY)


def same_name(wanted: str, said: str) -> bool:
    """Whether two names share at least half of the telling words of the shorter one.

    Examples
    --------
    >>> same_name("Prime Minister Hun Sen", "Hun Sen"), same_name("the police", "Hun Sen")
    (True, False)
    """
    if wanted.casefold() in _PRONOUNS:
        return True
    a, b = words_of(wanted), words_of(said)
    return bool(a and b) and 2 * len(a & b) >= min(len(a), len(b))


@lru_cache(maxsize=512)
def lineage(code: str) -> frozenset[str]:
    """A state's code with those of its predecessors and successors; another code alone."""
    states = _states()
    return frozenset(states.lineage(code)) if code in states else frozenset({code})


@lru_cache(maxsize=1)
def _states() -> States:
    return load_states()


def share_country(a: Collection[str], b: Collection[str]) -> bool:
    """Whether two sets of codes name one state; the Soviet Union and Russia are one."""
    return any(lineage(x) & lineage(y) for x in a for y in b)


def same_days(wanted: tuple[str, str, str], said: Mapping[str, Any] | None) -> bool:
    """Whether a date is right: the very days, or, of what the annotation bounds loosely, a part.

    ``wanted`` is (first, last, precision). A day must be that day; of an interval, what was
    found must lie inside it.
    """
    if said is None:
        return False
    first, last, _ = wanted
    return bool(first <= said["start"] <= said["end"] <= last)


def same_amount(wanted: float | None, said: float | None) -> bool:
    """Whether two amounts agree to one per cent; nothing agrees with nothing.

    Examples
    --------
    >>> same_amount(9e9, 9.0e9), same_amount(9e9, 9e6), same_amount(None, None)
    (True, False, True)
    """
    if wanted is None or said is None:
        return wanted is None and said is None
    return abs(wanted - said) <= AMOUNT_TOLERANCE * max(abs(wanted), abs(said))


def same_numbers(wanted: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether two counts agree: by value where both have one, else by either bound."""
    if wanted.get("value") is not None and said.get("value") is not None:
        return same_amount(wanted["value"], said["value"])
    bounds = [k for k in ("low", "high") if wanted.get(k) is not None]
    return bool(bounds) and any(same_amount(wanted[k], said.get(k)) for k in bounds)
