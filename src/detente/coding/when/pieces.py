"""Calendar dates as the words give them: day, month, year, season, decade, and parts of them.

What comes in: the atoms of a sentence and a place in it. What goes out: the piece of a date that
starts there and the atom after it, not yet days; and the types that readings are made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from detente.coding.numerals import DASHES, Atoms, is_digits
from detente.coding.sentence import Sentence
from detente.coding.when.calendar import Interval, Piece, resolve
from detente.coding.when.words import DateWords

Anchor = Literal["calendar", "publication", "linked", "open"]
Rule = Callable[[date | None, bool | None], Interval | None]

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
        words = self.atoms.words
        return words[i] if 0 <= i < len(words) else ""

    def capital(self, i: int) -> bool:
        """Whether the atom's token starts with a capital."""
        return self.sentence.words[self.atoms.token[i]][:1].isupper()


def no_days(published: date | None, future: bool | None) -> Interval | None:
    """No days: for readings that only an event can anchor."""
    return None


def piece_rule(piece: Piece) -> Rule:
    """The rule that resolves a calendar piece."""
    return lambda published, future: resolve(piece, published, future)


def of_piece(first: int, end: int, piece: Piece) -> Read:
    """A reading of a calendar piece."""
    anchor: Anchor = "publication" if piece.needs_publication else "calendar"
    return Read(first, end, anchor, piece_rule(piece), piece)


# --- parts of a calendar date -------------------------------------------------------------


def year_at(line: Line, i: int) -> int | None:
    """The four-digit year at atom ``i``, or None."""
    word = line.at(i)
    if len(word) == 4 and word.isascii() and word.isdigit():
        value = int(word)
        if FIRST_YEAR <= value <= LAST_YEAR:
            return value
    return None


def day_at(line: Line, i: int) -> tuple[int, int] | None:
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


def month_at(line: Line, i: int) -> tuple[int, int] | None:
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


def weekday_at(line: Line, i: int) -> tuple[int, int] | None:
    """A weekday at ``i`` and the atom after it; short names only before a date."""
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
        if month_at(line, follows) is None and (
            day_at(line, follows) is None and not (dot and line.at(i - 1) == "on")
        ):
            return None
        return number, end
    return number, i + 1


def year_after(line: Line, i: int) -> tuple[int | None, int | None, int]:
    """An explicit year (or "last year" as a shift) behind a date, and the atom after it."""
    j = i + 1 if line.at(i) in {",", "of"} else i
    year = year_at(line, j)
    if year is not None and not _counted(line, j, dated=True):
        return year, None, j + 1
    if line.at(j + 1) == "year":
        for key, change in (("last", -1), ("this", 0), ("next", 1)):
            if line.at(j) in line.words.lists[key] and line.at(j) != "past":
                return None, change, j + 2
    return None, None, i


def _counted(line: Line, i: int, *, dated: bool = False) -> bool:
    """Whether the number at ``i`` counts the noun after it ("2000 soldiers").

    Behind a date, as ``dated`` says, or "in" it is a year ("In January 2020 militants stormed"),
    unless it is a round number.
    """
    if line.at(i + 1) not in line.words.lists["counted"]:
        return False
    year = year_at(line, i)
    placed = dated or line.at(i - 1) in {"in", "since"}
    return not (placed and year is not None and year % 100)


_DAY_JOIN = frozenset({"to", "and", "or", "&", "through"}) | DASHES


def calendar_date(line: Line, i: int) -> tuple[Piece, int] | None:
    """Weekday, day, month and year in any usual order; at least a day and month."""
    j = i
    weekday: int | None = None
    named = weekday_at(line, j)
    if named is not None:
        weekday, j = named
        if line.at(j) == ",":
            j += 1
    if line.at(j) == "the" or (named is not None and line.at(j) in {"the", "on"}):
        j += 1
    day = day_at(line, j)
    if day is None and line.at(j) in line.words.ordinals and line.at(j + 1) == "of":
        day = line.words.ordinals[line.at(j)], j + 1
    if day is not None:
        value, k = day
        last: int | None = None
        if line.at(k) in _DAY_JOIN:
            skip = k + 1 + (line.at(k + 1) == "the")
            second = day_at(line, skip)
            if second is not None and second[0] > value:
                last, k = second
        if line.at(k) == "of":
            k += 1
        month = month_at(line, k)
        if month is None or month[0] not in range(1, 13):
            return None
        number, k = month
        year, change, k = year_after(line, k)
        return Piece(year, number, value, last, weekday, year_shift=change), k
    month = month_at(line, j)
    if month is None or line.at(i) == "the":
        return None
    number, k = month
    if line.at(k) == "the":
        k += 1
    day = day_at(line, k)
    if day is None:
        return None
    value, k = day
    if _counted(line, k - 1) or line.at(k) in line.words.numbers.scales:
        return None
    if line.at(k) in line.words.units:
        return None
    last = None
    if line.at(k) in _DAY_JOIN:
        second = day_at(line, k + 1)
        if second is not None and second[0] > value and month_at(line, second[1]) is None:
            # "May 3 to 5" is a range; "May 3 and 5 people" is not.
            dashed = line.at(k) in DASHES or line.at(k) in {"to", "through"}
            if dashed or not line.at(second[1])[:1].isalpha():
                last, k = second
    year, change, k = year_after(line, k)
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
    year = year_at(line, i)
    if year is None or year % 10:
        return None
    if line.at(i + 1) == "s" and line.atoms.glued[i + 1]:
        return Piece(year, span_years=10), i + 2
    if line.at(i + 1) == "'s" and line.at(i - 1) in {"the", "early", "late", "mid", "-"}:
        return Piece(year, span_years=10), i + 2
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
    year, change, end = year_after(line, i + 1)
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
    month = month_at(line, i)
    if month is None:
        return None
    number, end = month
    year, change, after = year_after(line, end)
    if year is not None or change is not None:
        return Piece(year, number, year_shift=change), after
    s, token = line.sentence, line.atoms.token[i]
    if line.at(i) in line.words.short_months and end == i + 1 and "." not in s.words[token]:
        return None
    doubtful = line.at(i) in line.words.lists["doubtful"]
    if doubtful and token + 1 < len(s) and s.deps[token + 1].startswith("flat"):
        return None  # August Wilson
    if _leads(line, i):
        if doubtful and (s.pos[token] in {"VERB", "AUX"} or line.at(end) in {"'", "'s"}):
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
    year = year_at(line, i)
    if year is None or _counted(line, i) or line.at(i + 1) in {"%", "/"}:
        return None
    a, s = line.atoms, line.sentence
    if a.glued[i] and line.at(i - 1) not in DASHES | {"(", "[", "'", '"'}:
        return None
    if i + 1 < len(a.words) and a.glued[i + 1] and line.at(i + 1)[:1].isalpha():
        return None
    if line.at(i + 1) in DASHES and year < (year_at(line, i + 2) or 0) < year + 60:
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
        definite = line.at(i - 1) in {"the", "'s", "its", "their", "his", "a"}
        if singular or definite or s.deps[token] == "nmod:poss":
            return Piece(year), i + 1
        if s.deps[token] == "nummod":
            return None
    follows = line.at(i + 1)
    # "the 2015 shooting down of a plane", however it was parsed; not "the 2000 buses".
    named = line.at(i - 1) in {"the", "'s"} and follows[:1].isalpha()
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


def piece_at(line: Line, i: int) -> tuple[Piece, int] | None:
    """Any calendar piece without a part prefix."""
    word = line.at(i)
    if not word:
        return None
    if is_digits(word):
        return (
            _numeric_date(line, i)
            or calendar_date(line, i)
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
        found = calendar_date(line, i) or _century(line, i)
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


def part_at(line: Line, i: int) -> tuple[Piece, int] | None:
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
        elif phrase[-1] not in {"early", "mid", "late"}:
            continue  # "start the summer season" is no part of it
        start = k + (line.at(k) == "the")
        year = year_at(line, start)
        if year is not None and not _counted(line, start):
            found: tuple[Piece, int] | None = _decade(line, start) or (Piece(year), start + 1)
        elif month_at(line, start) is not None and calendar_date(line, start) is None:
            month = month_at(line, start)
            if month is None:
                return None
            year, change, end = year_after(line, month[1])
            found = Piece(year, month[0], year_shift=change), end
        elif line.at(start) in line.words.seasons:
            year, change, end = year_after(line, start + 1)
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
