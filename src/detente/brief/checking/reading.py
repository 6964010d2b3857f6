"""A sentence taken apart: its quotes, its dates, its numbers, its names.

What comes in: the text of one sentence or span. What goes out: what it says in figures and
names, normalised so that two ways of writing one thing compare equal.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from detente.codebook import load_states
from detente.codebook.names import fold

QUOTE = re.compile("“([^”]*)”")
MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_MONTH = "|".join([*MONTHS, *SHORT_MONTHS])
_MARKS = str.maketrans(dict.fromkeys('"“”„‟«»‘’‚‛`´', "'") | {"–": "-", "—": "-", "‑": "-"})

Interval = tuple[str, str]


def plain(text: str) -> str:
    """Text as it is compared: accents, quote marks, dashes and white space levelled.

    >>> plain("  the “Çankaya”  palace ")
    "the 'Cankaya' palace"
    """
    return " ".join(fold(text.translate(_MARKS)).split())


def quotes(text: str) -> tuple[str, list[str]]:
    """The sentence with each quote as ``“”``, and the quotes in order."""
    return QUOTE.sub("“”", text), QUOTE.findall(text)


def quoted_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether a quote stands in one of the texts word for word; ``…`` may end it early."""
    cut = quote.rstrip().endswith("…")
    said = quote.strip("… \n")
    words = plain(said)
    if not words:  # signs that level to nothing ("¸") must stand there as they are
        return bool(said) and any(said in text for text in texts)
    for text in texts:
        whole = plain(text)
        at = whole.find(words)
        while at >= 0:
            before, after = whole[at - 1 : at], whole[at + len(words) : at + len(words) + 1]
            # A quote starts and ends at the edge of a word; where cut, at the end of one.
            if not _joins(before, words[0]) and not _joins(words[-1], after):
                return True
            at = whole.find(words, at + 1)
        if cut and whole.startswith(words):
            return True
    return False


def _joins(left: str, right: str) -> bool:
    return bool(left) and bool(right) and left.isalnum() and right.isalnum()


# --- dates ----------------------------------------------------------------------------------


def day_of(text: str) -> str | None:
    """The ISO day of ``24 November 2015``; None where it is none.

    >>> day_of("24 November 2015"), day_of("31 June 2015")
    ('2015-11-24', None)
    """
    found = re.fullmatch(rf"(\d{{1,2}}) ({_MONTH})\.? (\d{{4}})", text.strip().lower())
    if found is None:
        return None
    return _iso(int(found[3]), _month_of(found[2]), int(found[1]))


def interval_of(text: str) -> Interval | None:
    """First and last day of a date as a brief writes it: day, month, year or ``D and D``.

    >>> interval_of("November 2015"), interval_of("1 May 2015 and 3 June 2015")
    (('2015-11-01', '2015-11-30'), ('2015-05-01', '2015-06-03'))
    """
    said = text.strip()
    day = day_of(said)
    if day is not None:
        return day, day
    first, both, last = said.partition(" and ")
    if both:
        a, b = day_of(first), day_of(last)
        return None if a is None or b is None or b < a else (a, b)
    month = re.fullmatch(rf"({_MONTH}) (\d{{4}})", said.lower())
    if month is not None:
        return _whole_month(int(month[2]), _month_of(month[1]))
    return (f"{said}-01-01", f"{said}-12-31") if re.fullmatch(r"[12]\d{3}", said) else None


def _month_of(word: str) -> int:
    return MONTHS.get(word) or SHORT_MONTHS[word]


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _whole_month(year: int, month: int) -> Interval:
    last = calendar.monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-01", f"{year:04d}-{month:02d}-{last:02d}"


_DATES = re.compile(
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b\.?,?(?: (?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>\d{{4}}))?"
    rf"|(?P<m3>{_MONTH})\b\.?,? (?P<y3>\d{{4}})"
    r"|(?P<y4>[12]\d{3})-(?P<m4>\d{2})-(?P<d4>\d{2})"
    r"|(?<![\d.,$€£-])(?P<y5>1[89]\d{2}|20\d{2})(?![\d%]|,\d|\.\d| (?:percent|million|people))"
    rf"|\b(?P<w>{'|'.join(WEEKDAYS)})s?\b"
    r"|\b(?P<r>today|yesterday|tomorrow)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it stands, and the days it may mean, one interval or more."""

    start: int
    end: int
    days: tuple[Interval, ...]


def dates_in(text: str, published: str | None) -> Iterator[Dated]:
    """The dates of a text; those without year or month are read from the day of publication."""
    for m in _DATES.finditer(text):
        days = _days(m, published)
        if days:
            yield Dated(m.start(), m.end(), days)


def _days(m: re.Match[str], published: str | None) -> tuple[Interval, ...]:
    g = m.groupdict()
    base = None if published is None else date.fromisoformat(published)
    if g["y4"]:
        day = _iso(int(g["y4"]), int(g["m4"]), int(g["d4"]))
        return () if day is None else ((day, day),)
    if g["m3"]:
        return (_whole_month(int(g["y3"]), _month_of(g["m3"].lower())),)
    if g["y5"]:
        return ((f"{g['y5']}-01-01", f"{g['y5']}-12-31"),)
    number, month = g["d1"] or g["d2"], g["m1"] or g["m2"]
    if number and month:
        year = g["y1"] or g["y2"]
        years = [int(year)] if year else [] if base is None else [base.year - 1, base.year,
                                                                  base.year + 1]  # fmt: skip
        made = (_iso(y, _month_of(month.lower()), int(number)) for y in years)
        return tuple((day, day) for day in made if day)
    if base is None:
        return ()
    if g["r"]:
        near = base + timedelta({"today": 0, "yesterday": -1, "tomorrow": 1}[g["r"].lower()])
        return ((near.isoformat(), near.isoformat()),)
    back = (base.weekday() - WEEKDAYS[g["w"].lower()]) % 7
    others = [base - timedelta(back), base - timedelta(back - 7), base - timedelta(back + 7)]
    return tuple((d.isoformat(), d.isoformat()) for d in others)


# --- numbers --------------------------------------------------------------------------------

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {w: float(i) for i, w in enumerate(_UNITS)} | {
    w: 10.0 * (i + 2) for i, w in enumerate(_TENS)
}
_ORDINALS = {
    "first": 1.0, "second": 2.0, "third": 3.0, "fourth": 4.0, "fifth": 5.0, "sixth": 6.0,
    "seventh": 7.0, "eighth": 8.0, "ninth": 9.0, "tenth": 10.0, "twice": 2.0, "both": 2.0,
    "once": 1.0, "dozen": 12.0, "half": 0.5,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.-])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d-])|[a-z]+", re.I
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text and where it stands."""

    start: int
    end: int
    value: float


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text, in digits or words, with their scale.

    >>> [n.value for n in numbers_in("twenty-two men lost $1.5 billion, 40,000 left")]
    [22.0, 1500000000.0, 40000.0]
    """
    out: list[Number] = []
    pieces = list(_NUMBER.finditer(text))
    i = 0
    while i < len(pieces):
        value, used = _number_at(pieces, i, text)
        if value is None:
            i += 1
            continue
        out.append(Number(pieces[i].start(), pieces[i + used - 1].end(), value))
        i += used
    return out


def _number_at(pieces: list[re.Match[str]], i: int, text: str) -> tuple[float | None, int]:
    word = pieces[i].group().lower()
    used = 1
    if pieces[i].group(1):
        value = float(word.replace(",", ""))
    elif word in _WORDS:
        value = _WORDS[word]
        if value >= 20 and i + 1 < len(pieces):
            unit = _WORDS.get(pieces[i + 1].group().lower())
            between = text[pieces[i].end() : pieces[i + 1].start()]
            if unit is not None and 0 < unit < 10 and between in ("-", " "):
                value, used = value + unit, 2
    elif word in _ORDINALS:
        return _ORDINALS[word], 1
    else:
        return None, 1
    while i + used < len(pieces):
        between = text[pieces[i + used - 1].end() : pieces[i + used].start()]
        scale = _SCALES.get(pieces[i + used].group().lower())
        if scale is None or between.strip(" -"):
            break
        value, used = value * scale, used + 1
    return value, used


# --- names ----------------------------------------------------------------------------------

_NAME = re.compile(r"[^\W_][\w'’.-]*", re.UNICODE)


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Words that are names by their form: with a capital letter, or letters and digits mixed.

    The first word of a text is one too; whether it is only the start of a sentence is for the
    caller to say.
    """
    for m in _NAME.finditer(text):
        word = m.group().rstrip(".'’-").removesuffix("'s").removesuffix("’s")
        letters = any(c.isalpha() for c in word)
        digits = any(c.isdigit() for c in word)
        if letters and (any(c.isupper() for c in word) or digits):
            yield m.start(), word


def words_of(text: str) -> set[str]:
    """The words of a text as names are compared: folded, lower case, without genitive."""
    out = set()
    for m in _NAME.finditer(text):
        word = fold(m.group()).lower().rstrip(".'-").removesuffix("'s")
        out.add(word)
        out.update(p for p in word.split("-") if p)
    return out


def states_named(text: str) -> set[str]:
    """The codes of the states that a text names: by name, adjective, people, capital, seat.

    >>> sorted(states_named("Turkish jets; the Kremlin denied it"))
    ['RUS', 'TUR']
    """
    words = f" {plain(text).lower()} "
    words = re.sub(r"[^\w' ]", " ", words).replace("' ", " ").replace("'s ", " ")
    said = words.split()
    known, longest = _state_words()
    found: set[str] = set()
    for i in range(len(said)):
        for j in range(i + 1, min(len(said), i + longest) + 1):
            found.update(known.get(tuple(said[i:j]), ()))
    return found


@cache
def _state_words() -> tuple[Mapping[tuple[str, ...], frozenset[str]], int]:
    """The codes of the states that a run of words names, and of how many words at most."""
    rows = [(plain(r.name).lower(), r.country) for r in load_states().names if r.country]
    rows += [(plain(s.name).lower(), s.code) for s in load_states().values()]
    codes: dict[tuple[str, ...], set[str]] = {}
    for name, code in rows:
        if len(name) > 2:
            codes.setdefault(tuple(re.sub(r"[^\w' ]", " ", name).split()), set()).add(code)
    return {words: frozenset(found) for words, found in codes.items()}, max(map(len, codes))
