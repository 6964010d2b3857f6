"""The words of dates, read from ``when.toml`` and checked."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from detente.coding.numerals import DATA, NumberWords, entry, forms, number_words, pair, read_table
from detente.errors import BadDataFile


class Unit(NamedTuple):
    """A length of time: days, how far it is stretched, what its bare plural may mean."""

    name: str
    days: float
    slack: int
    vague: tuple[float, float]


class Named(NamedTuple):
    """A day with a name; ``keep`` atoms of the phrase are the date itself."""

    words: tuple[str, ...]
    keep: int
    year: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class DateWords:
    """Everything ``when.toml`` says, ready for look-up."""

    months: dict[str, int]
    short_months: frozenset[str]
    weekdays: dict[str, int]
    short_weekdays: frozenset[str]
    seasons: dict[str, int]
    units: dict[str, Unit]
    parts: dict[tuple[str, ...], tuple[float, float]]
    deictic: dict[tuple[str, ...], tuple[int, int]]
    windows: dict[tuple[str, ...], tuple[int, int]]
    named: dict[str, tuple[Named, ...]]
    ordinals: dict[str, int]
    lists: dict[str, frozenset[str]]
    future_auxiliaries: frozenset[str]
    future_governors: frozenset[str]
    future_bare: frozenset[str]
    light: frozenset[str]
    speech: frozenset[str]
    numbers: NumberWords
    triggers: frozenset[str]
    starts: frozenset[str]
    behind_openers: frozenset[str]  # what goes on a date that starts with an article or "in"


ARTICLES = frozenset(("a", "an", "the"))
LEAST_ORDINAL = 11  # "on the second" goes on with what is counted, "on the sixteenth" is a day
# Words that start a date only where more of it follows.
OPENERS = ARTICLES | {
    "in",
    "within",
    "during",
    "for",
    "from",
    "between",
    "since",
    "until",
    "by",
    "on",
}
_LISTS = (
    "day_parts",
    "weekend",
    "ago",
    "earlier",
    "later",
    "after",
    "before",
    "last",
    "this",
    "next",
    "same",
    "following",
    "previous",
    "leads",
    "counted",
    "before_names",
    "after_names",
    "doubtful",
)


def _strings(table: dict[str, Any], key: str, file: str) -> frozenset[str]:
    values = entry(table, key, list, file)
    if not all(isinstance(v, str) and v for v in values):
        raise BadDataFile(f"'{key}' must be a list of words, found {values!r}", file=file)
    return frozenset(v.lower() for v in values)


def _named_numbers(
    rows: list[dict[str, Any]], limits: range, what: str, file: str
) -> tuple[dict[str, int], frozenset[str]]:
    names: dict[str, int] = {}
    short: set[str] = set()
    for row in rows:
        number = entry(row, "number", int, file)
        if number not in limits:
            raise BadDataFile(
                f"[[{what}]] number {number} is not in {limits.start}-{limits.stop - 1}", file=file
            )
        for key in ("names", "short"):
            for name in _strings(row, key, file):
                if names.setdefault(name, number) != number:
                    raise BadDataFile(f"[[{what}]] '{name}' stands twice", file=file)
                if key == "short":
                    short.add(name)
    if set(names.values()) != set(limits):
        raise BadDataFile(f"[[{what}]] must name every one of {len(limits)}", file=file)
    return names, frozenset(short)


def load_date_words(path: Path) -> DateWords:
    """The date words of a file.

    Raises
    ------
    BadDataFile
        A table is missing, a word stands twice, a number is out of range.
    """
    table = read_table(path)
    file = path.name
    month_names, short_months = _named_numbers(
        entry(table, "month", list, file), range(1, 13), "month", file
    )
    weekday_names, short_weekdays = _named_numbers(
        entry(table, "weekday", list, file), range(7), "weekday", file
    )
    seasons = entry(table, "seasons", dict, file)
    for name, month in seasons.items():
        if not isinstance(month, int) or not 1 <= month <= 12:
            raise BadDataFile(f"[seasons] '{name}' must be a month, found {month!r}", file=file)
    units: dict[str, Unit] = {}
    for row in entry(table, "unit", list, file):
        unit = Unit(
            entry(row, "name", str, file),
            entry(row, "days", float, file),
            entry(row, "slack", int, file),
            pair(row.get("vague"), "[[unit]] vague", file),
        )
        units.update(dict.fromkeys(_strings(row, "words", file), unit))
    words = entry(table, "words", dict, file)
    lists = {key: _strings(words, key, file) for key in _LISTS}
    named: dict[str, list[Named]] = {}
    for row in entry(table, "named", list, file):
        phrase = tuple(entry(row, "words", list, file))
        month, day = entry(row, "month", int, file), entry(row, "day", int, file)
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2000, month)[1]:
            raise BadDataFile(f"[[named]] {' '.join(phrase)}: no such day", file=file)
        one = Named(phrase, row.get("keep", len(phrase)), row.get("year"), month, day)
        named.setdefault(phrase[0], []).append(one)

    def bounds(key: str) -> dict[tuple[str, ...], tuple[int, int]]:
        found = {}
        for phrase, value in entry(table, key, dict, file).items():
            low, high = pair(value, f"[{key}] '{phrase}'", file)
            found[tuple(phrase.split())] = (int(low), int(high))
        return found

    parts = {
        tuple(phrase.split()): pair(value, f"[parts] '{phrase}'", file)
        for phrase, value in entry(table, "parts", dict, file).items()
    }
    deictic, windows = bounds("deictic"), bounds("windows")
    future = entry(table, "future", dict, file)
    attach = entry(table, "attach", dict, file)
    heads = (
        frozenset(month_names)
        | frozenset(weekday_names)
        | frozenset(seasons)
        | frozenset(units)
        | lists["weekend"]
        | lists["day_parts"]
        | frozenset(w for phrase in deictic for w in phrase if len(phrase) == 1)
        | frozenset(named)
    ) - {"9"}
    # Abbreviations carry their full stop inside the token.
    triggers = heads | {"eve"} | {f"{w}." for w in short_months | short_weekdays}
    ordinals = entry(table, "ordinals", dict, file)
    triggers |= {word for word, number in ordinals.items() if number >= LEAST_ORDINAL}
    numbers = number_words()
    starts = (
        heads
        | numbers.starts
        | frozenset(numbers.scales)
        | frozenset(phrase[0] for group in (parts, deictic, windows) for phrase in group)
        | frozenset(ordinals)
        | lists["last"]
        | lists["this"]
        | lists["next"]
        | lists["same"]
        | lists["following"]
        | lists["previous"]
        | {"the", "that", "in", "within", "over", "during", "for", "from", "between", "since"}
        | {"until", "till", "by", "before", "after", "on", "at", "earlier", "later", "eve"}
    )
    phrases = (
        *(approximation for rows in numbers.approximators.values() for approximation, _ in rows),
        *numbers.indefinite,
        *(one.words for rows in named.values() for one in rows),
        *parts,
        *deictic,
    )
    seconds = {p[1] for p in phrases if len(p) > 1 and p[0] in OPENERS}
    firsts = {p[0] for p in phrases}
    return DateWords(
        months=month_names,
        short_months=short_months,
        weekdays=weekday_names,
        short_weekdays=short_weekdays,
        seasons=seasons,
        units=units,
        parts=parts,
        deictic=deictic,
        windows=windows,
        named={first: tuple(rows) for first, rows in named.items()},
        ordinals=ordinals,
        lists=lists,
        future_auxiliaries=_strings(future, "auxiliaries", file),
        future_governors=forms(_strings(future, "governors", file)),
        future_bare=forms(_strings(future, "bare", file)),
        light=forms(_strings(attach, "light", file)),
        speech=forms(_strings(attach, "speech", file)),
        numbers=numbers,
        triggers=frozenset(triggers),
        starts=frozenset(starts),
        behind_openers=frozenset(
            starts | ARTICLES | {"coming", "current", "very", "full"} | seconds | firsts
        ),
    )


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """The shipped date words."""
    return load_date_words(DATA / "when.toml")
