"""True sentences of briefs made false, by a seed: number, name, date, actors, polarity.

What comes in: sentences with their ids, as a composer wrote them. What goes out: the same ids
with a sentence that says something else. Knows nothing of how a sentence is checked.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_NAME = re.compile(r"\b[A-Z][a-zéüöçıİşğÇŞ]+(?: [A-Z][a-zéüöçış]+)*\b")
_PLAIN = {
    "On", "In", "Reported", "Between", "Undated", "After", "The", "Why", "Who", "Stake", "Day",
    "None", "Victim", "Kind", "Place", "Toll", "Weapon", "Suspect", "Perpetrator", "Precedent",
    "Rupture", "Repair", "Violence", "Raises", "Lowers", "Casebook", "Motive", "Inquiry", "Way",
    "Office", "Affiliation", "Fate", "Responsibility", "What", "Speaks", "No", "Reading", "Since",
    "Brier", "Escalation", *MONTHS, "A", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
    "Saturday", "Sunday",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A sentence made false: how, what it was, what it is, its ids."""

    how: str
    was: str
    text: str
    refs: tuple[str, ...]


def number(text: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Another number in its place; dates are left alone."""
    dates = [m.span() for m in _DATE.finditer(text)]
    found = [m for m in _NUMBER.finditer(text) if not any(a <= m.start() < b for a, b in dates)]
    words = [m for w in _WORDS for m in re.finditer(rf"\b{w}\b", text)]
    if not found and not words:
        return None
    m = chance.choice([*found, *words])
    if m.group() in _WORDS:
        other = chance.choice([w for w in _WORDS if w != m.group()])
    elif "." in m.group():
        size = len(m.group().split(".")[1])
        other = f"{float(m.group()) + chance.choice([0.3, 0.4, 1.0, -0.2, 2.1]):.{size}f}"
    else:
        other = str(int(m.group()) + chance.choice([1, 2, 3, 7, 10, 100]))
    return text[: m.start()] + other + text[m.end() :]


def name(text: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Another name in its place."""
    found = [m for m in _NAME.finditer(text) if m.group().split()[0] not in _PLAIN]
    if not found:
        return None
    m = chance.choice(found)
    others = [n for n in names if n not in text and m.group() not in n and _apart(n, m.group())]
    return text[: m.start()] + chance.choice(others) + text[m.end() :] if others else None


def _apart(one: str, other: str) -> bool:
    """Whether two names are not two names of one state."""
    from detente.codebook import load_states

    named = load_states().named
    return named(one) is None or named(one) != named(other)


def date(text: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Another day, month or year in its place."""
    found = list(_DATE.finditer(text))
    if not found:
        return None
    m = chance.choice(found)
    day, month, year = int(m[1]), m[2], int(m[3])
    way = chance.randrange(3)
    if way == 0:
        day = day + 1 if day < 28 else day - 1
    elif way == 1:
        month = MONTHS[(MONTHS.index(month) + chance.choice([1, 5])) % 12]
        day = min(day, 28)
    else:
        year += chance.choice([-1, 1])
    return f"{text[: m.start()]}{day} {month} {year}{text[m.end() :]}"


# A verb of the brief with who did it before and to whom it was done behind.
_SWAPS = re.compile(
    r"^(?P<when>(?:On|In|Between|Reported on|Undated)[^,]*, )(?P<a>.+?) (?P<verb>used force against"
    r"|took measures against|criticised or accused|threatened|refused something to|gave support to"
    r"|made a concession to|sought talks with or visited|cooperated in deed with|gave aid to"
    r"|agreed to act for|made a demand of|moved forces against|used coercion against"
    r"|protested against|stepped back before|reassured|escalated towards|signalled to) (?P<b>.+?)"
    r"(?P<rest>: “| \().*$",
    re.DOTALL,
)


def actors(text: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """Who did it and to whom, exchanged; or another speaker."""
    m = _SWAPS.match(text)
    if m is not None and "each other" not in m["b"] and m["a"] != m["b"]:
        tail = text[m.start("rest") :]
        return f"{m['when']}{m['b']} {m['verb']} {m['a']}{tail}"
    said = re.match(
        r"^(Reported on [^,]*, )(.+?)( (?:said|denied|accused|claimed|suspected): )", text
    )
    others = [n for n in names if n not in text]
    if said is not None and others:
        return f"{said[1]}{chance.choice(others)}{text[said.end(2) :]}"
    return None


_TURNS: tuple[tuple[str, str], ...] = (
    (" used force against ", " did not use force against "),
    (" took measures against ", " took no measures against "),
    (" said: ", " denied: "),
    (" denied: ", " said: "),
    (" suspected: ", " confirmed: "),
    (" accused: ", " praised: "),
    (" reassured ", " escalated towards "),
    (" escalated towards ", " reassured "),
    (" agreed with each other", " refused each other"),
    (" held talks", " did not hold talks"),
    (" gave support to ", " refused something to "),
    (" criticised or accused ", " gave support to "),
    (", planned: ", ", denied: "),
    (", denied: ", ", planned: "),
    (", did not happen: ", ", planned: "),
    (", suspected: ", ", denied: "),
    (", said by others", ", denied"),
    (", repaired in the week", ", not repaired in the week"),
    (", not repaired so far", ""),
    (": the index held", ": the index fell below its interval"),
    ("Raises the odds", "Lowers the odds"),
    ("Lowers the odds", "Raises the odds"),
    ("None of the", "Each of the"),
    ("no new rupture within", "a new rupture within"),
    (": no rupture”", ": relations broken off”"),
    ("; running", "; cancelled"),
    ("; planned", "; ended"),
    ("; suspended", "; running"),
    (", held by ", ", rejected by "),
    (" threatened ", " did not threaten "),
    (" refused something to ", " did not refuse anything to "),
    ("Speaks for ", "Speaks against "),
    ("Speaks against ", "Speaks for "),
    (" is known: the index is unknown", " is known: the index is nought"),
)


def polarity(text: str, chance: random.Random, names: Sequence[str]) -> str | None:
    """What is told turned round: done to not done, said to denied, for to against."""
    found = [(a, b) for a, b in _TURNS if a in text]
    if not found:
        return None
    a, b = chance.choice(found)
    return text.replace(a, b, 1)


KINDS: dict[str, Callable[[str, random.Random, Sequence[str]], str | None]] = {
    "number": number,
    "name": name,
    "date": date,
    "actors": actors,
    "polarity": polarity,
}


def corrupted(
    sentences: Sequence[tuple[str, tuple[str, ...]]], *, seed: int, each: int
) -> list[Corrupted]:
    """At most ``each`` false sentences of every kind, drawn by the seed."""
    chance = random.Random(seed)
    names = sorted(
        {
            m.group()
            for text, _ in sentences
            for m in _NAME.finditer(text)
            if m.group().split()[0] not in _PLAIN and len(m.group()) > 3
        }
    )
    out: list[Corrupted] = []
    for how, change in KINDS.items():
        order = list(sentences)
        chance.shuffle(order)
        made = 0
        for text, refs in order:
            if made == each:
                break
            false = change(text, chance, names)
            if false is not None and false != text:
                out.append(Corrupted(how, text, false, refs))
                made += 1
    return out
