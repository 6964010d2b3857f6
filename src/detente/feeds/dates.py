"""Days that feeds and pages give, and whether they can be believed.

What comes in: a date as written. What goes out: a day, or why it is not taken. A feed that dates
its entries to next year or to 1970 has a broken clock or none; its entries then have no date
rather than a wrong one.
"""

from __future__ import annotations

from datetime import date, timedelta

from detente.documents import publication_day

EARLIEST = date(1990, 1, 1)
"""Nothing was published on the web before; a day before it is a clock that was never set."""
AHEAD = timedelta(days=1)
"""East of Greenwich it is tomorrow already."""


def believed(written: str | None, today: date) -> tuple[str | None, str | None]:
    """A day that can be believed, or None and why.

    Parameters
    ----------
    written
        As the feed or page has it.
    today
        The day in UTC.

    Examples
    --------
    >>> believed("Thu, 22 Dec 2016 10:00:00 +0300", date(2016, 12, 23))
    ('2016-12-22', None)
    >>> believed("2031-01-01", date(2016, 12, 23))
    (None, 'in the future: 2031-01-01')
    """
    if not written or not written.strip():
        return None, None
    day = publication_day(written)
    if day is None:
        return None, f"not understood: {written.strip()[:60]}"
    found = date.fromisoformat(day)
    if found > today + AHEAD:
        return None, f"in the future: {day}"
    if found < EARLIEST:
        return None, f"before there was a web: {day}"
    return day, None
