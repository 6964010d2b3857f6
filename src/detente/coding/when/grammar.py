"""Reading date expressions: from atoms to what they mean, not yet to days.

What comes in: the atoms of a sentence. What goes out: readings, each the atoms it covers and
a rule that turns a publication date (and whether the clause looks ahead) into days, or an
offset from an event that the caller must name.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from detente.coding.numerals import DASHES, approximator_at, is_digits, number_at
from detente.coding.when.calendar import (
    Interval,
    Piece,
    a_day,
    calendar_unit,
    fraction,
    hull,
    last_numbered,
    shift,
)
from detente.coding.when.pieces import (
    LAST_DAY,
    Line,
    Read,
    Rule,
    calendar_date,
    day_at,
    month_at,
    no_days,
    of_piece,
    part_at,
    piece_at,
    piece_rule,
    weekday_at,
    year_after,
    year_at,
)
from detente.coding.when.words import LEAST_ORDINAL, OPENERS, Unit
from detente.records import Precision

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
    def rule(published: date | None, future: bool | None) -> Interval | None:
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
        return of_piece(i, end, Piece(weekday=words.weekdays[noun], step=step))
    whole = calendar_date(line, j + 1)
    if whole is not None:
        return of_piece(i, whole[1], whole[0])
    if noun in words.seasons or (month_at(line, j + 1) is not None):
        month = month_at(line, j + 1)
        piece = (
            Piece(month=month[0], step=step)
            if month is not None
            else Piece(season=words.seasons[noun], step=step)
        )
        fraction_of = words.parts.get((part,)) if part in {"early", "late"} else None
        return of_piece(i, month[1] if month else j + 2, replace(piece, part=fraction_of))
    unit = "weekend" if noun in words.lists["weekend"] else None
    if unit is None and noun in words.units and not noun.endswith("s"):
        unit = words.units[noun].name
    if unit in {None, "day", "hour", "minute", "fortnight"} or word == "upcoming":
        return None
    steps = {"last": -1, "this": 0, "next": 1}[step]
    if word == "past" or (word == "last" and line.at(j - 1) == "the"):
        return None
    name = unit or ""

    def rule(published: date | None, future: bool | None) -> Interval | None:
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

    def rule(published: date | None, future: bool | None) -> Interval | None:
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
        compared = line.at(i - 1) in {"percent", "%", "points", "pct"} or line.at(i) == "fewer"
        if compared and line.at(i + 1) == "than" and line.at(j) in {"a", "an"}:
            return None  # "18 percent more than a year before"
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
        exact = _to_the_day(line, i, j + 1, least, most, unit)
        if exact is not None:
            return exact
        rule = _around(-high, -low, _precision(low, high, unit))
        return Read(i, j + 1, "publication", rule, offset=None)
    if direction in words.lists["earlier"]:
        rule = _around(-high, -low, _precision(low, high, unit))
        return Read(i, j + 1, "open", rule, offset=(-high, -low))
    if direction in words.lists["later"]:
        return Read(i, j + 1, "linked", no_days, offset=(low, high))
    if direction == "from" and line.at(j + 1) in {"now", "today"}:
        return Read(i, j + 2, "publication", _around(low, high, _precision(low, high, unit)))
    if direction in words.lists["after"] - {"since"}:
        if "in" in {line.at(i - 1), line.at(i - 2) if line.at(i - 1) == "the" else ""}:
            low = 0  # "in the two days after the attack": at any time of them
        return Read(i, j + 1, "linked", no_days, offset=(low, high), link=j)
    if direction in words.lists["before"]:
        follows = line.at(j + 1)
        if not follows or not (follows[0].isalnum()):
            rule = _around(-high, -low, _precision(low, high, unit))
            return Read(i, j + 1, "open", rule, offset=(-high, -low))
        return Read(i, j + 1, "linked", no_days, offset=(-high, -low), link=j)
    if direction == "prior" or (direction == "ahead" and line.at(j + 1) == "of"):
        if line.at(j + 1) in {"to", "of"}:
            return Read(i, j + 2, "linked", no_days, offset=(-high, -low), link=j)
        return Read(i, j + 1, "linked", no_days, offset=(-high, -low))
    return None


def _to_the_day(line: Line, i: int, j: int, least: float, most: float, unit: Unit) -> Read | None:
    """ "Twenty years ago today", "ten years ago this week", "a week ago on Monday"."""
    size = _WHOLE.get(unit.name)
    if size is None:
        return None  # hours
    middle = (least + most) / 2 / unit.days
    count = round(middle)
    if count < 1 or abs(middle - count) > 0.01:
        return None  # "more than a year ago"
    named = j + 1 if line.at(j) == "on" else j
    word, weekday = line.at(named), line.words.weekdays.get(line.at(named))
    if word == "today":
        part, end, number = "day", named + 1, 0
    elif word == "this" and line.at(named + 1) in {"week", "month"}:
        part, end, number = line.at(named + 1), named + 2, 0
    elif weekday is not None and size < _YEAR:
        part, end, number = "weekday", named + 1, weekday
    else:
        return None

    def rule(published: date | None, future: bool | None) -> Interval | None:
        if published is None:
            return None
        if size < _MONTH:
            day = shift(published, -size * count)
        else:
            turned = calendar_unit(published, "month", -count * (size // _MONTH))
            length = (turned.end - turned.start).days
            day = shift(turned.start, min(published.day - 1, length))
        return calendar_unit(day, part, number)

    return Read(i, end, "publication", rule)


_MONTH, _YEAR = 30, 360  # days, so that a year is twelve months
_WHOLE = {"day": 1, "week": 7, "month": _MONTH, "year": _YEAR, "decade": 10 * _YEAR}


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
            return Read(i, end + 1, "linked", no_days, offset=(0, high), link=end)
        low = 0
    if line.at(end)[:1].isalnum() and line.at(end) in {"of", "after", "before", "ago"}:
        return None

    def rule(published: date | None, future: bool | None) -> Interval | None:
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
        return Read(i, j + 2, "linked", no_days, offset=(-1, -1), link=j + 1)
    if lead == "that":
        noun = line.at(j + 1)
        if noun in words.weekdays and noun not in words.short_weekdays:
            return _linked_weekday(i, j + 2, words.weekdays[noun])
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
        return Read(i, j + 3, "linked", no_days, offset=(-1, -1), link=j + 2)
    if which == "very":
        j += 1
        which = line.at(j + 1)
    unit = _unit_name(line, j + 2)
    named = line.at(j + 2)
    if which in words.lists["same"] and named in words.weekdays:
        return _linked_weekday(i, j + 3, words.weekdays[named])
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
        no_days,
        offset=(middle - reach, middle + reach),
        unit=(unit, steps),
    )


def _linked_weekday(first: int, end: int, number: int) -> Read:
    """``that Tuesday``, ``the same Sunday``: of the week of what is told before."""
    return Read(
        first, end, "linked", no_days, offset=(-6, 6), unit=("weekday", number)
    )  # fmt: skip


def _numbered_day(line: Line, i: int) -> Read | None:
    """``on the 4th``, ``the night of the 5th``, ``on the sixteenth``: of the month told of."""
    j = i + 1
    if line.at(i) != "the" or line.at(i - 1) not in {"on", "around", "about", "of", "before"}:
        return None
    if line.at(i - 1) == "of" and line.at(i - 2) not in line.words.lists["day_parts"]:
        return None
    found = day_at(line, j)
    if found is None or found[1] == j + 1:  # no "th" behind it
        number = line.words.ordinals.get(line.at(j), 0)
        if number < LEAST_ORDINAL:
            return None
        found = number, j + 1
    number, end = found
    s, token = line.sentence, line.atoms.token[j]
    if (
        s.heads[token] > token
        and s.pos[s.heads[token]] in ("NOUN", "PROPN")
        and (s.deps[token] in ("amod", "compound", "nummod"))
    ):
        return None  # "on the 4th floor"
    if line.at(end) in {"of", "in", "to", "century"}:
        return None  # "on the fifteenth of its voyages", "the 5th to do so"

    def rule(published: date | None, future: bool | None) -> Interval | None:
        return None if published is None else last_numbered(published, number, ahead=bool(future))

    return Read(i, end, "open", rule, offset=(-31, 31), unit=("monthday", number))


# --- all together -------------------------------------------------------------------------


def _named_day(line: Line, i: int) -> Read | None:
    for named in line.words.named.get(line.at(i), ()):
        if line.atoms.matches(i, named.words):
            if named.words[0] == "9" and not all(line.atoms.glued[i + 1 : i + 3]):
                continue
            year, _, end = year_after(line, i + named.keep)
            if named.year is not None or named.keep != len(named.words):
                year, end = named.year, i + named.keep
            return of_piece(i, end, Piece(year, named.month, named.day))
    return None


def _weekday_alone(line: Line, i: int) -> Read | None:
    words = line.words
    found = weekday_at(line, i)
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

        def rule(published: date | None, future: bool | None) -> Interval | None:
            if published is None:
                return None
            return a_day(shift(calendar_unit(published, "week", steps).start, number))

        return Read(i, end + 2, "publication", rule)
    return of_piece(i, end, Piece(weekday=number))


def _core(line: Line, i: int) -> Read | None:
    """The date expression that starts at atom ``i``, without since, until, from or between."""
    word = line.at(i)
    if not word or (word not in line.words.starts and not is_digits(word)):
        return None
    for start in (i, i + 1) if word == "the" else (i,):
        named = _named_day(line, start)
        if named is not None:
            return named
    part = part_at(line, i)
    if part is not None:
        return of_piece(i, part[1], part[0])
    # "the night of December 19": the night's words belong to the date.
    j = i + (word == "the")
    if line.at(j) in line.words.lists["day_parts"] and line.at(j + 1) == "of":
        inner = _core(line, j + 2)
        if inner is not None and inner.anchor != "linked":
            return replace(inner, first=i)
    if (numbered := _numbered_day(line, i)) is not None:
        return numbered
    piece = piece_at(line, i)
    if piece is not None:
        end = piece[1]
        if line.at(end) in line.words.lists["day_parts"] and piece[0].day is not None:
            end += 1
        return of_piece(i, end, piece[0])
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
    def rule(published: date | None, future: bool | None) -> Interval | None:
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
            replace(first, piece=a, rule=piece_rule(a)),
            replace(second, piece=b, rule=piece_rule(b)),
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
    year = year_at(line, i)
    if first is not None and first.month is None and first.year is not None:
        if year is not None:
            return of_piece(i, i + 1, Piece(year))
        if len(word) == 2 and word.isascii() and word.isdigit() and line.atoms.glued[i]:
            return of_piece(i, i + 1, Piece(first.year // 100 * 100 + int(word)))
    month = month_at(line, i)
    if month is not None:
        year, change, end = year_after(line, month[1])
        return of_piece(i, end, Piece(year, month[0], year_shift=change))
    return None


def _start_of_range(line: Line, i: int) -> Read | None:
    """The first end of a range: a date, a bare day ("from 3"), a bare year or month."""
    month = month_at(line, i)
    found = _core(line, i)
    if found is not None:
        return found if found.anchor in {"calendar", "publication"} else None
    if month is not None:
        return of_piece(i, month[1], Piece(month=month[0]))
    year = year_at(line, i)
    if year is not None:
        return of_piece(i, i + 1, Piece(year))
    j = i + (line.at(i) == "the")
    day = day_at(line, j)
    if day is not None:
        return of_piece(i, day[1], Piece(day=day[0]))
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
    def rule(published: date | None, future: bool | None) -> Interval | None:
        found = inner.rule(published, False)
        if found is None or published is None or found.start > published:
            return None
        return Interval(found.start, max(published, found.end), "approx")

    return rule


def _until(inner: Read) -> Rule:
    def rule(published: date | None, future: bool | None) -> Interval | None:
        if published is None:
            return inner.rule(None, future)
        found = inner.rule(published, future)
        if found is None:
            return None
        return hull(a_day(published), found) if found.end >= published else found

    return rule


def _by(inner: Read) -> Rule:
    def rule(published: date | None, future: bool | None) -> Interval | None:
        if published is None or future is False:
            return None
        found = inner.rule(published, True)
        if found is None or found.end < published:
            return None
        return Interval(min(published, found.start), found.end, "approx")

    return rule


_RELATIONS: dict[str, Callable[[Read], Rule]] = {
    "since": _since,
    "after": _since,
    "until": _until,
    "till": _until,
    "by": _by,
    "before": lambda inner: no_days,
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
        if inner is not None and line.at(inner.end) == "'s":
            return None  # "dominated by Friday's attacks"
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
    starts, behind = line.words.starts, line.words.behind_openers
    words = line.atoms.words
    while i < n:
        word = words[i]
        if word in OPENERS and not ((after := line.at(i + 1)) in behind or "0" <= after[:1] <= "9"):
            i += 1  # most articles and prepositions start no date
            continue
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
            found[k] = of_piece(first.first, first.end, piece)
    return found
