"""Read a publication date as people and machines write it.

What comes in: a field of a file, a header, an option. What goes out: a day in ISO form, or
None; a day is never guessed from less than a day, and 03/04/2016 is nobody's date. Dates
inside a text are left to ``coding``.
"""

from __future__ import annotations

import datetime
import re

_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH = {name[:n]: i for i, name in enumerate(_MONTHS, 1) for n in (3, len(name))} | {"sept": 9}
_TIME = r"(?:[T ,]+(?:at\s+)?\d{1,2}[:.h]\d{2}.*)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_FORMS = tuple(
    re.compile(form + "$", re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_TIME}",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d{4,6}Z?)?",
        rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<n>[a-z]{{3,9}})\.?,?[\s-]+"
        rf"(?P<y>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}(?P<n>[a-z]{{3,9}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_TIME}",
        rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}){_TIME}",
        rf"(?P<a>\d{{1,2}})[/-](?P<b>\d{{1,2}})[/-](?P<y>\d{{4}}){_TIME}",
    )
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


def publication_day(written: str) -> str | None:
    """The day as ``YYYY-MM-DD``, or None if the writing does not name one day for certain.

    Understands ISO dates and times, ``20161222``, ``22 December 2016``, ``Dec. 22, 2016``,
    ``Thu, 22 Dec 2016 10:00:00 +0300``, ``22.12.2016``, and with slashes only where one
    number cannot be a month. The day is taken as written, without moving it to UTC. Years
    run from 1800 to 2199.

    Examples
    --------
    >>> publication_day("Thu, 22 Dec 2016 10:00:00 +0300"), publication_day("2016-13-45")
    ('2016-12-22', None)
    >>> publication_day("12/22/2016"), publication_day("03/04/2016")
    ('2016-12-22', None)
    """
    cleaned = " ".join(written.split())
    if len(cleaned) > 60:
        return None
    for form in _FORMS:
        if found := form.match(cleaned):
            return _day(found.groupdict())
    return None


def _day(parts: dict[str, str | None]) -> str | None:
    year = int(parts["y"] or 0)
    if parts.get("a"):
        a, b = int(parts["a"] or 0), int(parts["b"] or 0)
        if a != b and a <= 12 and b <= 12:
            return None
        day, month = (a, b) if a > 12 else (b, a)
    else:
        day = int(parts["d"] or 0)
        name = parts.get("n")
        month = _MONTH.get(name.lower(), 0) if name else int(parts.get("m") or 0)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
