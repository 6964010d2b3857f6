"""Days and intervals: the arithmetic of dates, without any words.

What comes in: a piece of a calendar date, as far as the text gave it, and the publication
date. What goes out: the interval of days that must contain the true day, or None.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from detente.records import Basis, EventDate, Precision, Span

# Days: a yearless date this far back and this close ahead is read as ahead, unless the clause
# is past; ours, from wire texts that name days at most about two months ahead.
FAR, NEAR = 300, 65


class Interval(NamedTuple):
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date
    precision: Precision


def shift(day: date, days: int) -> date:
    """``day`` moved by ``days``, held inside the years 1 to 9999."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def a_day(day: date) -> Interval:
    """One day."""
    return Interval(day, day, "day")


def months(year: int, month: int, count: int = 1, precision: Precision = "month") -> Interval:
    """``count`` whole months from ``month`` of ``year`` on."""
    last = month - 1 + count - 1
    end_year, end_month = year + last // 12, last % 12 + 1
    days = calendar.monthrange(end_year, end_month)[1]
    return Interval(date(year, month, 1), date(end_year, end_month, days), precision)


def years(year: int, count: int = 1) -> Interval:
    """``count`` whole years; precision ``year`` for one, else ``approx``."""
    return Interval(
        date(year, 1, 1), date(year + count - 1, 12, 31), "year" if count == 1 else "approx"
    )


def fraction(interval: Interval, part: tuple[float, float]) -> Interval:
    """The part of an interval between two fractions of its length."""
    length = (interval.end - interval.start).days
    return Interval(
        interval.start + timedelta(days=math.floor(length * part[0])),
        interval.start + timedelta(days=math.ceil(length * part[1])),
        "approx",
    )


def hull(a: Interval, b: Interval, precision: Precision = "approx") -> Interval:
    """The shortest interval that contains both."""
    return Interval(min(a.start, b.start), max(a.end, b.end), precision)


Unit = Literal["day", "week", "month", "year"]


def last_numbered(day: date, number: int, *, ahead: bool = False) -> Interval:
    """The last day with a number, up to ``day``; ``ahead`` for the first from it on."""
    found = _numbered(day, number)
    if ahead:
        return a_day(next((d for d in found if d >= day), found[-1]))
    return a_day(next((d for d in reversed(found) if d <= day), found[0]))


def _numbered(day: date, number: int) -> list[date]:
    """The days with a number within two months of a day: every number is in one of two."""
    out: list[date] = []
    for steps in range(-2, 3):
        year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
        inside = date.min.year <= year <= date.max.year
        if inside and number <= calendar.monthrange(year, month + 1)[1]:
            out.append(date(year, month + 1, number))
    return out


def calendar_unit(day: date, unit: str, steps: int) -> Interval:
    """The calendar unit ``steps`` after (before, if negative) the one that holds ``day``.

    Weeks start on Monday. ``decade`` and ``century`` are read as whole tens and hundreds. Of
    ``weekday`` (0 is Monday) it is that day of the same week, of ``monthday`` the nearest day
    with that number.
    """
    if unit == "weekday":
        return a_day(shift(day, steps - day.weekday()))
    if unit == "monthday":
        return a_day(min(_numbered(day, steps), key=lambda d: (abs((d - day).days), d)))
    if unit == "day":
        return a_day(shift(day, steps))
    if unit == "week":
        monday = shift(day, 7 * steps - day.weekday())
        return Interval(monday, shift(monday, 6), "week")
    if unit == "weekend":
        monday = shift(day, 7 * steps - day.weekday())
        return Interval(shift(monday, 5), shift(monday, 6), "approx")
    if unit == "month":
        number = min(max(day.year * 12 + day.month - 1 + steps, 12), 9999 * 12 + 11)
        return months(number // 12, number % 12 + 1)
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    first = min(max((day.year // size + steps) * size, 1), 9999 - size + 1)
    return years(first, size)


@dataclass(frozen=True, slots=True)
class Piece:
    """A date as far as the text gave it.

    ``year_shift`` counts years from publication ("last year" -1); ``step`` is the word
    ``last``, ``this`` or ``next`` before a month, season or weekday (``from``: a winter named
    by the year it starts in); ``span_years`` is 10 for
    a decade; ``season`` is its first month; ``part`` a fraction of the period.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_to: int | None = None
    weekday: int | None = None
    season: int | None = None
    part: tuple[float, float] | None = None
    year_shift: int | None = None
    step: str | None = None
    span_years: int = 1
    swap: bool = False

    @property
    def needs_publication(self) -> bool:
        """Whether it means nothing without a publication date."""
        return self.year is None


def resolve(piece: Piece, published: date | None, future: bool | None) -> Interval | None:
    """The days a piece stands for, or None if it cannot be told.

    ``future`` True looks for the nearest day on or after publication, False on or before it;
    None is before it unless a yearless date is far nearer ahead.
    """
    try:
        found = _resolve(piece, published, future)
        if found is not None and piece.part is not None:
            found = fraction(found, piece.part)
    except (ValueError, OverflowError):
        return None
    return found


def event_date(found: Interval, basis: Basis, span: Span) -> EventDate:
    """The date of an act that was done in these days."""
    precision = "day" if found.start == found.end else found.precision
    return EventDate(found.start.isoformat(), found.end.isoformat(), precision, basis, span)


def _resolve(piece: Piece, published: date | None, future: bool | None) -> Interval | None:
    year = piece.year
    if year is None:
        if published is None:
            return None
        if piece.year_shift is not None:
            year = published.year + piece.year_shift
    if piece.month is not None and piece.day is not None:
        return _month_day(piece, year, published, future)
    if piece.month is not None:
        if year is None:
            if published is None:
                return None
            year = _year_of_month(piece.month, published, future, piece.step)
        return months(year, piece.month)
    if piece.season is not None:
        if year is None:
            return _season_near(piece.season, published, future, piece.step)
        found = months(year, piece.season, 3, "season")
        if piece.season == 12 and piece.step != "from":  # "the winter of 2016" may be either one
            return hull(months(year - 1, 12, 3), found)
        return found
    if piece.weekday is not None:
        return None if published is None else _weekday(piece, published, future)
    if year is not None:
        return years(year, piece.span_years)
    return None


def _month_day(
    piece: Piece, year: int | None, published: date | None, future: bool | None
) -> Interval | None:
    month, day = piece.month, piece.day
    if month is None or day is None:
        return None
    if year is None:
        if published is None:
            return None
        found = _near(month, day, piece.weekday, published, future)
        if found is None:
            return None
        year = found.year
    first = date(year, month, day)
    if piece.swap:  # 05/06/2016 is 5 June here and May 6 there: keep both
        other = date(year, day, month)
        return hull(a_day(first), a_day(other)) if first != other else a_day(first)
    if piece.day_to is None:
        return a_day(first)
    last = date(year, month, piece.day_to)
    return Interval(first, last, "approx") if first < last else None


def _near(
    month: int, day: int, weekday: int | None, published: date, future: bool | None
) -> date | None:
    """The nearest such day in the wanted direction.

    A named weekday that does not fit it moves the year: to the nearest day on the other side
    of publication, else further on, where the weekday fits.
    """
    wanted: list[date] = []
    other: list[date] = []
    for k in range(-8, 9):
        try:
            then = date(published.year + k, month, day)
        except ValueError:
            continue
        ahead = then >= published if future else then <= published
        (wanted if ahead else other).append(then)
    wanted.sort(key=lambda d: abs((d - published).days))
    other.sort(key=lambda d: abs((d - published).days))
    if not wanted:
        return None
    if weekday is not None:
        for then in (*wanted[:1], *other[:1], *wanted[1:]):
            if then.weekday() == weekday:
                return then
    # Where the clause does not say that it is past, the day that is months nearer is meant:
    # the talks of "2 January" in December's paper, those planned for a day last week.
    if future is not False and other:
        far, near = abs((wanted[0] - published).days), abs((other[0] - published).days)
        if far > FAR and near < NEAR:
            return other[0]
    return wanted[0]


def _year_of_month(month: int, published: date, future: bool | None, step: str | None) -> int:
    if step == "this":
        return published.year
    if step == "next":
        return published.year + (month <= published.month)
    if step == "last":
        return published.year - (month >= published.month)
    if future:
        return published.year + (month < published.month)
    ahead = (month - published.month) % 12
    if future is None and 0 < ahead * 30 < NEAR:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _season_near(
    season: int, published: date | None, future: bool | None, step: str | None
) -> Interval | None:
    if published is None:
        return None
    near = [months(published.year + k, season, 3, "season") for k in (-2, -1, 0, 1)]
    if step == "this":
        within = [s for s in near if s.start <= published <= s.end]
        same = [s for s in near if s.start.year == published.year]
        return (within or same)[-1]
    if step == "next":
        return next((s for s in near if s.start > published), None)
    if step == "last":
        return [s for s in near if s.end < published][-1]
    if future:
        return next((s for s in near if s.end >= published), None)
    return [s for s in near if s.start <= published][-1]


def _weekday(piece: Piece, published: date, future: bool | None) -> Interval | None:
    if piece.weekday is None:
        return None
    ahead = (piece.weekday - published.weekday()) % 7
    back = (published.weekday() - piece.weekday) % 7
    if piece.step == "last":
        return a_day(shift(published, -(back or 7)))
    if piece.step == "next":
        ahead = ahead or 7
        day = shift(published, ahead)
        # On a Monday, "next Tuesday" is tomorrow for some and in eight days for others.
        if published.weekday() + ahead < 7:
            return Interval(day, shift(day, 7), "approx")
        return a_day(day)
    if future:
        return a_day(shift(published, ahead))
    return a_day(shift(published, -back))
