"""Reading date expressions: from atoms to what they mean, not yet to days.

What comes in: the atoms of a sentence. What goes out: readings, each the atoms it covers and
a rule that turns a publication date (and whether the clause looks ahead) into days, or an
offset from an event that the caller must name.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from detente.coding.numerals import (
    DASHES,
    Atoms,
    approximator_at,
    is_digits,
    number_at,
)
from detente.coding.sentence import Sentence
from detente.coding.when.calendar import (
    Interval,
    Piece,
    a_day,
    calendar_unit,
    fraction,
    hull,
    months,
    resolve,
    shift,
)
from detente.coding.when.words import DateWords, Unit
from detente.records import Precision

Anchor = Literal["calendar", "publication", "linked", "open"]
Rule = Callable[[date | None, bool], Interval | None]

FIRST_YEAR, LAST_YEAR = 1500, 2100
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Read:
    """A reading of atoms ``first`` up to, not including, ``end``.

    ``rule`` gives the days from publication; ``offset`` the days from the anchor event and
    ``unit`` the calendar unit around it, for linked readings. ``link`` is the atom (after,
    before, of) behind which the anchor stands.
    """

    first: int
    end: int
    anchor: Anchor
    rule: Rule
    piece: Piece | None = None
    offset: tuple[int, int] | None = None
    unit: tuple[str, int] | None = None
    link: int | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence under reading."""

    sentence: Sentence
    atoms: Atoms
    words: DateWords

    def at(self, i: int) -> str:
        """The atom at ``i``, empty outside the sentence."""
        return self.atoms.words[i] if 0 <= i < len(self.atoms.words) else ""

    def capital(self, i: int) -> bool:
        """Whether the atom's token starts with a capital."""
        return self.sentence.words[self.atoms.token[i]][:1].isupper()


def _nothing(published: date | None, future: bool) -> Interval | None:
    return None


def _piece_rule(piece: Piece) -> Rule:
    return lambda published, future: resolve(piece, published, future)


def _of_piece(first: int, end: int, piece: Piece) -> Read:
    anchor: Anchor = "publication" if piece.needs_publication else "calendar"
    return Read(first, end, anchor, _piece_rule(piece), piece)


# --- parts of a calendar date -------------------------------------------------------------


def _year(line: Line, i: int) -> int | None:
    word = line.at(i)
    if len(word) == 4 and word.isascii() and word.isdigit():
        value = int(word)
        if FIRST_YEAR <= value <= LAST_YEAR:
            return value
    return None


def _day(line: Line, i: int) -> tuple[int, int] | None:
    """A day of the month at ``i`` and the atom after it."""
    word = line.at(i)
    if 1 <= len(word) <= 2 and word.isascii() and word.isdigit():
        value = int(word)
        if not 1 <= value <= 31:
            return None
        if line.at(i + 1) in {"st", "nd", "rd", "th"} and line.atoms.glued[i + 1]:
            return value, i + 2
        following = line.at(i + 1)
        if following[:1].isalpha() and line.atoms.glued[i + 1]:
            return None
        if following == ":" and line.atoms.glued[i + 1]:
            return None
        return value, i + 1
    return None


def _month(line: Line, i: int) -> tuple[int, int] | None:
    """A month name at ``i`` and the atom after it and its full stop."""
    word = line.at(i)
    number = line.words.months.get(word)
    if number is None:
        return None
    if word in line.words.lists["doubtful"]:
        token = line.atoms.token[i]
        if not line.capital(i) or line.sentence.deps[token].startswith("flat"):
            return None
    end = i + 1
    if word in line.words.short_months and line.at(end) == "." and line.atoms.glued[end]:
        end += 1
    return number, end


def _weekday(line: Line, i: int) -> tuple[int, int] | None:
    word = line.at(i)
    number = line.words.weekdays.get(word)
    if number is None:
        return None
    if word in line.words.short_weekdays:
        if not line.capital(i):
            return None
        dot = line.at(i + 1) == "."
        end = i + 1 + dot
        follows = end + (line.at(end) == ",")
        if _month(line, follows) is None and (
            _day(line, follows) is None and not (dot and line.at(i - 1) == "on")
        ):
            return None
        return number, end
    return number, i + 1


def _year_after(line: Line, i: int) -> tuple[int | None, int | None, int]:
    """An explicit year (or "last year" as a shift) behind a date, and the atom after it."""
    j = i + 1 if line.at(i) in {",", "of"} else i
    year = _year(line, j)
    if year is not None and not _counted(line, j):
        return year, None, j + 1
    if line.at(j + 1) == "year":
        for key, change in (("last", -1), ("this", 0), ("next", 1)):
            if line.at(j) in line.words.lists[key] and line.at(j) != "past":
                return None, change, j + 2
    return None, None, i


def _counted(line: Line, i: int) -> bool:
    """Whether the number at ``i`` counts the noun after it ("2000 soldiers")."""
    return line.at(i + 1) in line.words.lists["counted"]


_DAY_JOIN = frozenset({"to", "and", "or", "&", "through"}) | DASHES


def _calendar_date(line: Line, i: int) -> tuple[Piece, int] | None:
    """Weekday, day, month and year in any usual order; at least a day and month."""
    j = i
    weekday: int | None = None
    named = _weekday(line, j)
    if named is not None:
        weekday, j = named
        if line.at(j) == ",":
            j += 1
    if line.at(j) == "the" or (named is not None and line.at(j) in {"the", "on"}):
        j += 1
    day = _day(line, j)
    if day is None and line.at(j) in line.words.ordinals and line.at(j + 1) == "of":
        day = line.words.ordinals[line.at(j)], j + 1
    if day is not None:
        value, k = day
        last: int | None = None
        if line.at(k) in _DAY_JOIN:
            skip = k + 1 + (line.at(k + 1) == "the")
            second = _day(line, skip)
            if second is not None and second[0] > value:
                last, k = second
        if line.at(k) == "of":
            k += 1
        month = _month(line, k)
        if month is None or month[0] not in range(1, 13):
            return None
        number, k = month
        year, change, k = _year_after(line, k)
        return Piece(year, number, value, last, weekday, year_shift=change), k
    month = _month(line, j)
    if month is None or line.at(i) == "the":
        return None
    number, k = month
    if line.at(k) == "the":
        k += 1
    day = _day(line, k)
    if day is None:
        return None
    value, k = day
    if _counted(line, k - 1) or line.at(k) in line.words.numbers.scales:
        return None
    if line.at(k) in line.words.units:
        return None
    last = None
    if line.at(k) in _DAY_JOIN:
        second = _day(line, k + 1)
        if second is not None and second[0] > value and _month(line, second[1]) is None:
            # "May 3 to 5" is a range; "May 3 and 5 people" is not.
            dashed = line.at(k) in DASHES or line.at(k) in {"to", "through"}
            if dashed or not line.at(second[1])[:1].isalpha():
                last, k = second
    year, change, k = _year_after(line, k)
    return Piece(year, number, value, last, weekday, year_shift=change), k


def _numeric_date(line: Line, i: int) -> tuple[Piece, int] | None:
    """``2016-12-19``, ``19/12/2016``, ``12/19/16``, ``19.12.2016``."""
    a = line.atoms
    word = line.at(i)
    if not is_digits(word):
        return None
    if i and a.glued[i] and (line.at(i - 1)[:1].isalnum() or line.at(i - 1) in {"-", "/"}):
        return None
    groups = word.split(".")
    if len(groups) == 3 and all(g.isdigit() for g in groups):
        sign, end = ".", i + 1
    elif (
        line.at(i + 1) in {"-", "/"}
        and line.at(i + 3) == line.at(i + 1)
        and is_digits(line.at(i + 2))
        and line.at(i + 4)
        and is_digits(line.at(i + 4))
        and all(a.glued[i + 1 : i + 5])
    ):
        sign, end = line.at(i + 1), i + 5
        groups = [word, line.at(i + 2), line.at(i + 4)]
    else:
        return None
    if end < len(a.words) and a.glued[end] and line.at(end) in {"-", "/"}:
        return None
    # The time of an ISO date and time ("2016-12-19T10:00") stays outside.
    if any(not g.isascii() or not g.isdigit() or len(g) > 4 for g in groups):
        return None
    first, second, third = (int(g) for g in groups)
    if len(groups[0]) == 4 and len(groups[1]) <= 2 and len(groups[2]) <= 2:
        year, month, day, swap = first, second, third, False
    elif len(groups[0]) <= 2 and len(groups[1]) <= 2 and len(groups[2]) in {2, 4}:
        if sign == "-" and len(groups[2]) == 2:
            return None
        year = third if len(groups[2]) == 4 else third + (2000 if third < 70 else 1900)
        day, month = (second, first) if second > 12 else (first, second)
        if sign == "." and second > 12:
            return None
        swap = sign != "." and day <= 12 and month <= 12
    else:
        return None
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    piece = Piece(year, month, day, swap=swap)
    return (piece, end) if resolve(piece, None, False) is not None else None


def _decade(line: Line, i: int) -> tuple[Piece, int] | None:
    year = _year(line, i)
    if year is None or year % 10:
        return None
    if line.at(i + 1) == "s" and line.atoms.glued[i + 1]:
        return Piece(year, span_years=10), i + 2
    if (
        line.at(i + 1) in {"'", "’"}
        and line.at(i + 2) == "s"
        and all(line.atoms.glued[i + 1 : i + 3])
    ):
        return Piece(year, span_years=10), i + 3
    return None


def _century(line: Line, i: int) -> tuple[Piece, int] | None:
    number: int | None = None
    j = i
    word = line.at(i)
    if word.isascii() and word.isdigit() and len(word) == 2 and line.at(i + 1) in {"th", "st"}:
        number, j = int(word), i + 2
    elif word in line.words.ordinals:
        number, j = line.words.ordinals[word], i + 1
    elif line.at(i) == "twenty" and line.at(i + 2) == "first":
        number, j = 21, i + 3
    if line.at(j) == "-":
        j += 1
    if number is None or line.at(j) != "century" or not 10 <= number <= 21:
        return None
    return Piece((number - 1) * 100 + 1, span_years=100), j + 1


def _season(line: Line, i: int) -> tuple[Piece, int] | None:
    month = line.words.seasons.get(line.at(i))
    if month is None:
        return None
    year, change, end = _year_after(line, i + 1)
    if year is not None or change is not None:
        # "winter 2015-16": the winter that starts in the first year.
        if (
            month == 12
            and year is not None
            and line.at(end) in DASHES
            and is_digits(line.at(end + 1) or "x")
        ):
            return Piece(year, season=month, step="from"), end + 2
        return Piece(year, season=month, year_shift=change), end
    if not _leads(line, i) or line.at(i + 1) == "of":
        return None
    return Piece(season=month), i + 1


def _leads(line: Line, i: int) -> bool:
    """Whether the word before atom ``i`` announces a date."""
    before = line.at(i - 1)
    if before == "the":
        before = line.at(i - 2)
    return before in line.words.lists["leads"]


def _bare_month(line: Line, i: int) -> tuple[Piece, int] | None:
    """A month with a year, or alone where the words around make it a date."""
    month = _month(line, i)
    if month is None:
        return None
    number, end = month
    year, change, after = _year_after(line, end)
    if year is not None or change is not None:
        return Piece(year, number, year_shift=change), after
    s, token = line.sentence, line.atoms.token[i]
    if line.at(i) in line.words.short_months and end == i + 1 and "." not in s.words[token]:
        return None
    doubtful = line.at(i) in line.words.lists["doubtful"]
    if doubtful and token + 1 < len(s) and s.deps[token + 1].startswith("flat"):
        return None  # August Wilson
    if _leads(line, i):
        if doubtful and (s.pos[token] in {"VERB", "AUX"} or line.at(end) in {"'", "’", "'s"}):
            return None
        if doubtful and line.at(i - 1) == "the":
            return (
                None
                if s.deps[token] not in {"compound", "nmod", "nmod:unmarked"}
                else (
                    Piece(month=number),
                    end,
                )
            )
        return Piece(month=number), end
    prenominal = s.deps[token] in {"compound", "nmod:poss", "nmod:unmarked", "nmod:tmod"}
    if prenominal and not doubtful and line.capital(i) and s.heads[token] > token:
        return Piece(month=number), end
    return None


def _bare_year(line: Line, i: int) -> tuple[Piece, int] | None:
    """A year that stands alone: after a preposition, in brackets, or before its noun."""
    year = _year(line, i)
    if year is None or _counted(line, i) or line.at(i + 1) in {"%", "/"}:
        return None
    a, s = line.atoms, line.sentence
    if a.glued[i] and line.at(i - 1) not in DASHES | {"(", "[", "'", '"'}:
        return None
    if i + 1 < len(a.words) and a.glued[i + 1] and line.at(i + 1)[:1].isalpha():
        return None
    if line.at(i + 1) in DASHES and year < (_year(line, i + 2) or 0) < year + 60:
        return Piece(year), i + 1
    token = a.token[i]
    if line.at(i - 1) in {"(", "["} and line.at(i + 1) in {")", "]", ",", "-", "–"}:
        return Piece(year), i + 1
    head = s.heads[token]
    modifies = head > token and s.deps[token] in {
        "nummod",
        "compound",
        "nmod:poss",
        "nmod",
        "nmod:unmarked",
        "nmod:tmod",
        "amod",
    }
    if modifies:
        if s.pos[head] == "NUM":
            return None
        singular = s.tags[head] not in {"NNS", "NNPS"}
        definite = line.at(i - 1) in {"the", "'s", "’s", "s", "its", "their", "his", "a"}
        if singular or definite or s.deps[token] == "nmod:poss":
            return Piece(year), i + 1
        if s.deps[token] == "nummod":
            return None
    follows = line.at(i + 1)
    # "the 2015 shooting down of a plane", however it was parsed; not "the 2000 buses".
    named = line.at(i - 1) in {"the", "'s", "’s"} and follows[:1].isalpha()
    if named and s.tags[a.token[i + 1]] in {"NN", "VBG", "JJ", "NNP"}:
        return Piece(year), i + 1
    if line.at(i - 1) in line.words.lists["leads"] or s.deps[token] in {
        "obl:unmarked",
        "obl:tmod",
        "nmod:unmarked",
        "nmod:tmod",
    }:
        return Piece(year), i + 1
    return None


def _piece(line: Line, i: int) -> tuple[Piece, int] | None:
    """Any calendar piece without a part prefix."""
    word = line.at(i)
    if not word:
        return None
    if is_digits(word):
        return (
            _numeric_date(line, i)
            or _calendar_date(line, i)
            or _decade(line, i)
            or _century(line, i)
            or _bare_year(line, i)
        )
    words = line.words
    if (
        word in words.months
        or word in words.weekdays
        or word in words.ordinals
        or word in {"the", "twenty"}
    ):
        found = _calendar_date(line, i) or _century(line, i)
        if found is not None:
            return found
    if word in words.months:
        return _bare_month(line, i)
    if word in words.seasons:
        return _season(line, i)
    if word == "the":
        return (
            _decade(line, i + 1)
            or _century(line, i + 1)
            or (_season(line, i + 1) if line.at(i - 1) in words.lists["leads"] else None)
        )
    return None


def _with_part(line: Line, i: int) -> tuple[Piece, int] | None:
    """``early 2016``, ``mid-December``, ``the end of June``, ``late last year``."""
    j = i + (line.at(i) == "the")
    for length in (2, 1):
        phrase = tuple(line.atoms.words[j : j + length])
        part = line.words.parts.get(phrase)
        if part is None or len(phrase) < length:
            continue
        k = j + length
        if line.at(k) in DASHES | {"of", "in"}:
            k += 1
        start = k + (line.at(k) == "the")
        year = _year(line, start)
        if year is not None and not _counted(line, start):
            found: tuple[Piece, int] | None = _decade(line, start) or (Piece(year), start + 1)
        elif _month(line, start) is not None and _calendar_date(line, start) is None:
            month = _month(line, start)
            if month is None:
                return None
            year, change, end = _year_after(line, month[1])
            found = Piece(year, month[0], year_shift=change), end
        elif line.at(start) in line.words.seasons:
            year, change, end = _year_after(line, start + 1)
            found = Piece(year, season=line.words.seasons[line.at(start)], year_shift=change), end
        else:
            found = _century(line, start)
        if found is not None:
            return replace(found[0], part=part), found[1]
        change, end = _which_year(line, start)
        if change is not None:
            return Piece(year_shift=change, part=part), end
        return None
    return None


def _which_year(line: Line, i: int) -> tuple[int | None, int]:
    """``last year``, ``the year`` (this one) at ``i``, as years from publication."""
    if line.at(i) == "year" and line.at(i - 1) == "the":
        return 0, i + 1
    if line.at(i + 1) == "year":
        for key, change in (("last", -1), ("this", 0), ("next", 1)):
            if line.at(i) in line.words.lists[key] and line.at(i) != "past":
                return change, i + 2
    return None, i


# --- relative to publication --------------------------------------------------------------


def _deictic(line: Line, i: int) -> Read | None:
    j = i + (line.at(i) == "the")
    for length in (3, 2, 1):
        phrase = tuple(line.atoms.words[j : j + length])
        days = line.words.deictic.get(phrase) if len(phrase) == length else None
        if days is not None:
            low, high = days
            end = j + length
            if length == 1 and line.at(end) in line.words.lists["day_parts"]:
                end += 1
            return Read(i, end, "publication", _around(low, high))
    return None


def _around(low: int, high: int, precision: Precision = "approx") -> Rule:
    def rule(published: date | None, future: bool) -> Interval | None:
        if published is None:
            return None
        if published.toordinal() + low < 1 or published.toordinal() + high > LAST_DAY:
            return None
        start, end = shift(published, low), shift(published, high)
        return Interval(start, end, "day" if start == end else precision)

    return rule


def _this_last_next(line: Line, i: int) -> Read | None:
    """``last week``, ``earlier this month``, ``next Tuesday``, ``this summer``, ``last May``."""
    words = line.words
    j = i
    part: str | None = None
    if line.at(i) in {"earlier", "later", "early", "late"}:
        part, j = line.at(i), i + 1
        if line.at(j) == "in":
            j += 1
        if line.at(j) == "the":
            j += 1
    elif line.at(i) == "the" and line.at(i + 1) in {"coming", "current"}:
        j = i + 1
    word = line.at(j)
    step = next((key for key in ("last", "this", "next") if word in words.lists[key]), None)
    if step is None:
        return None
    if line.at(j - 1) == "the" and word in words.lists["following"] and word == "next":
        return None
    noun = line.at(j + 1)
    if noun in words.weekdays and noun not in words.short_weekdays:
        end = j + 2 + (line.at(j + 2) in words.lists["day_parts"])
        return _of_piece(i, end, Piece(weekday=words.weekdays[noun], step=step))
    if noun in words.seasons or (_month(line, j + 1) is not None):
        month = _month(line, j + 1)
        piece = (
            Piece(month=month[0], step=step)
            if month is not None
            else Piece(season=words.seasons[noun], step=step)
        )
        fraction_of = words.parts.get((part,)) if part in {"early", "late"} else None
        return _of_piece(i, month[1] if month else j + 2, replace(piece, part=fraction_of))
    unit = "weekend" if noun in words.lists["weekend"] else None
    if unit is None and noun in words.units and not noun.endswith("s"):
        unit = words.units[noun].name
    if unit in {None, "day", "hour", "minute", "fortnight"} or word == "upcoming":
        return None
    steps = {"last": -1, "this": 0, "next": 1}[step]
    if word == "past" or (word == "last" and line.at(j - 1) == "the"):
        return None
    name = unit or ""

    def rule(published: date | None, future: bool) -> Interval | None:
        if published is None:
            return None
        if name == "weekend" and step == "last":
            # The weekend that has just passed, also on a Sunday.
            found = calendar_unit(published, name, 0)
            return found if found.end <= published else calendar_unit(published, name, -1)
        found = calendar_unit(published, name, steps)
        if part == "earlier":
            return hull(a_day(found.start), a_day(min(published, found.end)), found.precision)
        if part == "later":
            return hull(a_day(max(published, found.start)), a_day(found.end), found.precision)
        if part in {"early", "late"}:
            return fraction(found, words.parts[(part,)])
        return found

    return Read(i, j + 2, "publication", rule)


def _weekend(line: Line, i: int) -> Read | None:
    """``at the weekend``: the nearest one."""
    j = i + (line.at(i) == "the")
    if line.at(j) not in line.words.lists["weekend"]:
        return None
    if line.at(i - 1) not in {"at", "over", "on", "during"}:
        return None

    def rule(published: date | None, future: bool) -> Interval | None:
        if published is None:
            return None
        found = calendar_unit(published, "weekend", 0)
        if not future and found.start > published:
            found = calendar_unit(published, "weekend", -1)
        return found

    return Read(i, j + 1, "publication", rule)


def _length(line: Line, i: int) -> tuple[float, float, Unit, int] | None:
    """A length of time at ``i``: least and most days, its unit, the atom after it.

    ``two days``, ``nearly a year``, ``less than four months``, ``a few weeks``, ``months``.
    """
    words = line.words
    j = i
    factors = approximator_at(line.atoms, j, words.numbers)
    if factors is not None:
        j = factors[1]
    number = number_at(line.atoms, j, words.numbers)
    exact = False
    if number is not None:
        low, high, j = number.low, number.high, number.end
        exact = number.value is not None
        if line.at(j) in DASHES | {"or", "to"}:
            second = number_at(line.atoms, j + 1, words.numbers)
            if second is not None and second.low >= low and second.value is not None:
                high, j = second.high, second.end
    elif line.at(j) in {"a", "an", "one"}:
        low = high = 1.0
        exact = True
        j += 1
        if line.at(j) == "full":
            j += 1
    else:
        low = high = 0.0
    if line.at(j) in {"full", "more", "whole", "long", "short"} and number is not None:
        j += 1
    unit = words.units.get(line.at(j))
    if unit is None:
        return None
    if number is None and not exact:
        if factors is not None or not line.at(j).endswith("s"):
            return None
        low, high = unit.vague
    j += 1
    if _half_behind(line, j):
        low, high, j = low + 0.5, high + 0.5, j + 3
    least, most = low * unit.days, high * unit.days
    if unit.name == "hour" and not exact and number is None:
        least, most = 0.0, 1.0
    slack = float(unit.slack) if exact else 0.0
    if factors is not None:
        span = factors[0].span
        least, most = least * span[0], most * span[1]
        slack = slack if span[0] < 1.0 < span[1] else min(slack, 3.0)
    return max(least - slack, 0.0), most + slack, unit, j


def _half_behind(line: Line, j: int) -> bool:
    return line.atoms.matches(j, ("and", "a", "half"))


def _precision(low: int, high: int, unit: Unit) -> Precision:
    if low == high:
        return "day"
    width = high - low + 1
    if unit.name == "week" and width <= 8:
        return "week"
    if unit.name == "month" and width <= 33:
        return "month"
    return "approx"


def _length_and_direction(line: Line, i: int) -> Read | None:
    """``two days ago``, ``a year later``, ``less than four months after``."""
    found = _length(line, i)
    if found is None:
        return None
    least, most, unit, j = found
    words = line.words
    direction = line.at(j)
    low, high = math.floor(least), math.ceil(most)
    if unit.name == "day":
        low, high = math.floor(least), math.floor(most)
    if direction in words.lists["ago"]:
        rule = _around(-high, -low, _precision(low, high, unit))
        return Read(i, j + 1, "publication", rule, offset=None)
    if direction in words.lists["earlier"]:
        rule = _around(-high, -low, _precision(low, high, unit))
        return Read(i, j + 1, "open", rule, offset=(-high, -low))
    if direction in words.lists["later"]:
        return Read(i, j + 1, "linked", _nothing, offset=(low, high))
    if direction == "from" and line.at(j + 1) in {"now", "today"}:
        return Read(i, j + 2, "publication", _around(low, high, _precision(low, high, unit)))
    if direction in words.lists["after"] - {"since"}:
        return Read(i, j + 1, "linked", _nothing, offset=(low, high), link=j)
    if direction in words.lists["before"]:
        follows = line.at(j + 1)
        if not follows or not (follows[0].isalnum()):
            rule = _around(-high, -low, _precision(low, high, unit))
            return Read(i, j + 1, "open", rule, offset=(-high, -low))
        return Read(i, j + 1, "linked", _nothing, offset=(-high, -low), link=j)
    if direction == "prior" or (direction == "ahead" and line.at(j + 1) == "of"):
        if line.at(j + 1) in {"to", "of"}:
            return Read(i, j + 2, "linked", _nothing, offset=(-high, -low), link=j)
        return Read(i, j + 1, "linked", _nothing, offset=(-high, -low))
    return None


def _window(line: Line, i: int) -> Read | None:
    """``in the past two days``, ``over recent weeks``, ``in two weeks``, ``within days of``."""
    preposition = line.at(i)
    if preposition not in {"in", "within", "over", "during", "for", "of", "throughout"}:
        return None
    words = line.words
    j = i + 1 + (line.at(i + 1) == "the")
    named = words.windows.get((line.at(j), line.at(j + 1)))
    if named is not None:
        return Read(i, j + 2, "publication", _around(*named))
    which = line.at(j)
    if which in words.lists["last"] or which in {"next", "coming"}:
        found = _length(line, j + 1)
        bare = words.units.get(line.at(j + 1))
        if found is not None:
            _, most, _, end = found
        elif bare is not None and line.at(j - 1) == "the":
            most, end = bare.days + bare.slack, j + 2
        else:
            return None
        reach = math.ceil(most)
        ahead = which in {"next", "coming"}
        return Read(i, end, "publication", _around(*((0, reach) if ahead else (-reach, 0))))
    if preposition not in {"in", "within"}:
        return None
    found = _length(line, i + 1)
    if found is None:
        return None
    least, most, unit, end = found
    low, high = math.floor(least), math.ceil(most)
    if preposition == "within":
        if line.at(end) in {"of", "after"}:
            return Read(i, end + 1, "linked", _nothing, offset=(0, high), link=end)
        low = 0
    if line.at(end)[:1].isalnum() and line.at(end) in {"of", "after", "before", "ago"}:
        return None

    def rule(published: date | None, future: bool) -> Interval | None:
        if published is None or not future:
            return None
        return _around(low, high, _precision(low, high, unit))(published, future)

    return Read(i, end, "publication", rule, relation="ahead")


# --- relative to an event -----------------------------------------------------------------


def _linked(line: Line, i: int) -> Read | None:
    """``the same day``, ``the next morning``, ``that week``, ``the day after``, ``eve of``."""
    words = line.words
    j = i
    if line.at(j) in {"earlier", "later"} and line.at(j + 1) in {"the", "that"}:
        j += 1
    lead = line.at(j)
    if lead == "eve" and line.at(j + 1) == "of":
        return Read(i, j + 2, "linked", _nothing, offset=(-1, -1), link=j + 1)
    if lead == "that":
        noun = line.at(j + 1)
        if noun in words.weekdays and noun not in words.short_weekdays:
            return _linked_unit(i, j + 2, "week", 0)
        unit = _unit_name(line, j + 1)
        token = line.atoms.token[j]
        s = line.sentence
        plain = s.deps[token] in {"mark", "nsubj", "nsubj:pass", "obj"}
        if unit is None or noun.endswith("s") or plain or line.at(j + 2) == "after":
            return None
        return _linked_unit(i, j + 2, unit, 0)
    if lead != "the":
        if lead in words.lists["same"] and _unit_name(line, j + 1):
            return _linked_unit(i, j + 2, _unit_name(line, j + 1) or "day", 0)
        return None
    which = line.at(j + 1)
    if which == "eve" and line.at(j + 2) == "of":
        return Read(i, j + 3, "linked", _nothing, offset=(-1, -1), link=j + 2)
    if which == "very":
        j += 1
        which = line.at(j + 1)
    unit = _unit_name(line, j + 2)
    if unit is not None and not line.at(j + 2).endswith("s"):
        if which in words.lists["same"]:
            return _linked_unit(i, j + 3, unit, 0)
        if which in words.lists["following"]:
            return _linked_unit(i, j + 3, unit, 1)
        if which in words.lists["previous"]:
            return _linked_unit(i, j + 3, unit, -1)
    unit = _unit_name(line, j + 1)
    if unit is None or line.at(j + 1).endswith("s"):
        return None
    direction = line.at(j + 2)
    if direction in {"after", "before"}:
        steps = 1 if direction == "after" else -1
        follows = line.at(j + 3)
        link = j + 2 if follows and follows[0].isalnum() else None
        found = _linked_unit(i, j + 3, unit, steps)
        return replace(found, link=link)
    if direction == "of" and unit == "day" and line.at(j + 1) not in {"evening"}:
        follows = line.at(j + 3)
        if follows in {"the", "his", "her", "their", "its"}:
            return replace(_linked_unit(i, j + 3, "day", 0), link=j + 2)
    return None


def _unit_name(line: Line, i: int) -> str | None:
    word = line.at(i)
    if word in line.words.lists["day_parts"]:
        return "day"
    if word in line.words.lists["weekend"]:
        return "weekend"
    unit = line.words.units.get(word)
    if unit is None or unit.name in {"hour", "minute", "fortnight"}:
        return None
    return unit.name


_UNIT_REACH = {"day": 0, "week": 6, "weekend": 6, "month": 30, "year": 365, "decade": 3652}


def _linked_unit(first: int, end: int, unit: str, steps: int) -> Read:
    reach = _UNIT_REACH.get(unit, 36524)
    middle = steps * (reach + 1)
    return Read(
        first,
        end,
        "linked",
        _nothing,
        offset=(middle - reach, middle + reach),
        unit=(unit, steps),
    )


# --- all together -------------------------------------------------------------------------


def _named_day(line: Line, i: int) -> Read | None:
    for named in line.words.named.get(line.at(i), ()):
        if line.atoms.matches(i, named.words):
            if named.words[0] == "9" and not all(line.atoms.glued[i + 1 : i + 3]):
                continue
            year, _, end = _year_after(line, i + named.keep)
            if named.year is not None or named.keep != len(named.words):
                year, end = named.year, i + named.keep
            return _of_piece(i, end, Piece(year, named.month, named.day))
    return None


def _weekday_alone(line: Line, i: int) -> Read | None:
    words = line.words
    found = _weekday(line, i)
    if found is None:
        return None
    if (
        line.at(i - 1) in words.lists["before_names"]
        or line.at(i + 1) in words.lists["after_names"]
    ):
        return None
    number, end = found
    if line.at(end) in words.lists["day_parts"]:
        end += 1
    elif line.at(end) in {"last", "next", "this"} and line.at(end + 1) == "week":
        steps = {"last": -1, "this": 0, "next": 1}[line.at(end)]

        def rule(published: date | None, future: bool) -> Interval | None:
            if published is None:
                return None
            return a_day(shift(calendar_unit(published, "week", steps).start, number))

        return Read(i, end + 2, "publication", rule)
    return _of_piece(i, end, Piece(weekday=number))


def _core(line: Line, i: int) -> Read | None:
    """The date expression that starts at atom ``i``, without since, until, from or between."""
    word = line.at(i)
    if not word or (word not in line.words.starts and not is_digits(word)):
        return None
    for start in (i, i + 1) if word == "the" else (i,):
        named = _named_day(line, start)
        if named is not None:
            return named
    part = _with_part(line, i)
    if part is not None:
        return _of_piece(i, part[1], part[0])
    # "the night of December 19": the night's words belong to the date.
    j = i + (word == "the")
    if line.at(j) in line.words.lists["day_parts"] and line.at(j + 1) == "of":
        inner = _core(line, j + 2)
        if inner is not None and inner.anchor != "linked":
            return replace(inner, first=i)
    piece = _piece(line, i)
    if piece is not None:
        end = piece[1]
        if line.at(end) in line.words.lists["day_parts"] and piece[0].day is not None:
            end += 1
        return _of_piece(i, end, piece[0])
    if word in line.words.weekdays:
        return _weekday_alone(line, i)
    return (
        _deictic(line, i)
        or _linked(line, i)
        or _this_last_next(line, i)
        or _weekend(line, i)
        or _length_and_direction(line, i)
    )


_TO = frozenset({"to", "until", "till", "through"}) | DASHES


def _fill(first: Piece, second: Piece) -> tuple[Piece, Piece]:
    """Two ends of a range, each lent what only the other says."""
    if first.year is None and first.year_shift is None and first.weekday is None:
        if second.year is not None and second.span_years == 1:
            year = second.year
            late = (first.month, second.month)
            if late[0] is not None and late[1] is not None and late[0] > late[1]:
                year -= 1
            first = replace(first, year=year)
        elif second.year_shift is not None:
            first = replace(first, year_shift=second.year_shift)
    if second.month is None and second.day is not None:
        second = replace(second, month=first.month, year=second.year or first.year)
    if first.month is None and first.day is not None:
        first = replace(first, month=second.month)
    return first, second


def _range_rule(first: Read, second: Read) -> Rule:
    def rule(published: date | None, future: bool) -> Interval | None:
        end = second.rule(published, future)
        if end is None:
            return None
        start = first.rule(published, future)
        if start is None:
            return None
        if start.start > end.end and first.piece is not None and first.piece.needs_publication:
            # "from Friday to Monday": the start is the nearest one before the end.
            start = first.rule(end.end, False)
        if start is None or start.start > end.end:
            return None
        return Interval(start.start, end.end, "approx")

    return rule


def _join(first: Read, second: Read, begin: int) -> Read:
    if first.piece is not None and second.piece is not None:
        a, b = _fill(first.piece, second.piece)
        first, second = (
            replace(first, piece=a, rule=_piece_rule(a)),
            replace(second, piece=b, rule=_piece_rule(b)),
        )
        calendar_both = not a.needs_publication and not b.needs_publication
    else:
        calendar_both = False
    return Read(
        begin,
        second.end,
        "calendar" if calendar_both else "publication",
        _range_rule(first, second),
        second.piece,
        relation="range",
    )


def _end_of_range(line: Line, i: int, first: Piece | None) -> Read | None:
    """The second end of a range; a short year (2014-18) counts in the first's century."""
    found = _core(line, i)
    if found is not None and found.anchor in {"calendar", "publication"}:
        return found
    word = line.at(i)
    year = _year(line, i)
    if first is not None and first.month is None and first.year is not None:
        if year is not None:
            return _of_piece(i, i + 1, Piece(year))
        if len(word) == 2 and word.isascii() and word.isdigit() and line.atoms.glued[i]:
            return _of_piece(i, i + 1, Piece(first.year // 100 * 100 + int(word)))
    month = _month(line, i)
    if month is not None:
        year, change, end = _year_after(line, month[1])
        return _of_piece(i, end, Piece(year, month[0], year_shift=change))
    return None


def _start_of_range(line: Line, i: int) -> Read | None:
    """The first end of a range: a date, a bare day ("from 3"), a bare year or month."""
    month = _month(line, i)
    found = _core(line, i)
    if found is not None:
        return found if found.anchor in {"calendar", "publication"} else None
    if month is not None:
        return _of_piece(i, month[1], Piece(month=month[0]))
    year = _year(line, i)
    if year is not None:
        return _of_piece(i, i + 1, Piece(year))
    j = i + (line.at(i) == "the")
    day = _day(line, j)
    if day is not None:
        return _of_piece(i, day[1], Piece(day=day[0]))
    return None


def _between(line: Line, i: int) -> Read | None:
    word = line.at(i)
    first = _start_of_range(line, i + 1)
    if first is None or first.relation is not None:
        return None
    joins = {"and"} if word == "between" else _TO
    if line.at(first.end) not in joins:
        return None
    second = _end_of_range(line, first.end + 1, first.piece)
    if second is None:
        return None
    bare_day = first.piece is not None and first.piece.month is None and first.piece.day
    if bare_day and (second.piece is None or second.piece.day is None):
        return None
    return _join(first, second, i)


def _since(inner: Read) -> Rule:
    def rule(published: date | None, future: bool) -> Interval | None:
        found = inner.rule(published, False)
        if found is None or published is None:
            return None
        return Interval(found.start, max(published, found.end), "approx")

    return rule


def _until(inner: Read) -> Rule:
    def rule(published: date | None, future: bool) -> Interval | None:
        if published is None:
            return inner.rule(None, future)
        found = inner.rule(published, future)
        if found is None:
            return None
        return hull(a_day(published), found) if found.end >= published else found

    return rule


def _by(inner: Read) -> Rule:
    def rule(published: date | None, future: bool) -> Interval | None:
        found = inner.rule(published, future)
        if found is None or published is None or found.end < published or not future:
            return None
        return Interval(min(published, found.start), found.end, "approx")

    return rule


_RELATIONS: dict[str, Callable[[Read], Rule]] = {
    "since": _since,
    "after": _since,
    "until": _until,
    "till": _until,
    "by": _by,
    "before": lambda inner: _nothing,
}


def read_at(line: Line, i: int) -> Read | None:
    """The whole date expression that starts at atom ``i``, or None."""
    word = line.at(i)
    if word not in line.words.starts and not is_digits(word):
        return None
    if word in {"between", "from"}:
        return _between(line, i)
    if word in _RELATIONS:
        inner = _core(line, i + 1)
        if inner is None or inner.anchor in {"linked", "open"}:
            return None
        return replace(inner, first=i, rule=_RELATIONS[word](inner), relation=word)
    window = _window(line, i)
    if window is not None:
        return window
    found = _core(line, i)
    if found is None:
        return None
    if line.at(found.end) in _TO and found.anchor in {"calendar", "publication"}:
        second = _end_of_range(line, found.end + 1, found.piece)
        if second is not None and _may_join(line, found, second):
            return _join(found, second, i)
    return found


def _may_join(line: Line, first: Read, second: Read) -> bool:
    """Whether "A to B" or "A-B" is a range and not a date before an infinitive or a place."""
    if first.piece is None or second.piece is None or first.relation or second.relation:
        return False
    same = (first.piece.month is None) == (second.piece.month is None)
    return same or first.piece.day is not None


def read_all(line: Line) -> list[Read]:
    """Every date expression, left to right, none overlapping."""
    out: list[Read] = []
    i, n = 0, len(line.atoms.words)
    starts = line.words.starts
    words = line.atoms.words
    while i < n:
        word = words[i]
        if word in starts or "0" <= word[0] <= "9":
            found = read_at(line, i)
            if found is not None and found.end > i:
                out.append(found)
                i = found.end
                continue
            # A length of time without a direction is no date: step over it whole.
            length = _length(line, i) if word not in {"the", "in", "for"} else None
            if length is not None:
                i = max(length[3], i + 1)
                continue
            if is_digits(word) and i + 1 < n and line.atoms.glued[i + 1]:
                i = _past_glued(line, i)
                continue
        i += 1
    return _lend_years(out, line)


def _past_glued(line: Line, i: int) -> int:
    """The atom after a run of glued digits and signs that was no date as a whole."""
    j = i + 1
    while (
        j < len(line.atoms.words)
        and line.atoms.glued[j]
        and (is_digits(line.at(j)) or line.at(j) in {"/", ":"})
    ):
        j += 1
    return j


def _lend_years(found: list[Read], line: Line) -> list[Read]:
    """ "on 3 May and 5 June 2016": the first takes the second's year."""
    for k in range(len(found) - 2, -1, -1):
        first, second = found[k], found[k + 1]
        if first.piece is None or second.piece is None or first.relation or second.relation:
            continue
        gap = line.atoms.words[first.end : second.first]
        if first.piece.month is None or first.piece.year is not None or not gap:
            continue
        if all(w in {"and", ",", "or", "on", "&"} for w in gap) and second.piece.month is not None:
            piece, _ = _fill(first.piece, second.piece)
            found[k] = _of_piece(first.first, first.end, piece)
    return found


__all__ = ["Anchor", "Line", "Read", "Rule", "months", "read_all"]
