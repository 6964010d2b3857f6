"""Where a mark leads: the page that opens the sentences behind it.

Every mark's datum has a string ``link``, a path without host; the web application answers to
these paths. What is left to others: making the marks clickable (`drawn.with_links`).
"""

from __future__ import annotations

from urllib.parse import quote

# What watched feeds were seen and when not.
FEEDS = "/method#feeds"
# The models with their scores; what they were scored on is not in a store.
MODELS = "/method#models"
# What the models said in their backtest against what happened, bin by bin.
TESTED = "/method#reliability"


def week_link(dyad: str, week: str) -> str:
    """The week of a dyad, by its Monday.

    >>> week_link("RUS-TUR", "2015-11-23")
    '/dyad/RUS-TUR/week/2015-11-23'
    """
    return f"/dyad/{_part(dyad)}/week/{_part(week)}"


def event_link(event_id: str) -> str:
    """One event with its sentence."""
    return f"/event/{_part(event_id)}"


def outlook_link(dyad: str, as_of: str) -> str:
    """The outlook of a dyad on a day, with the events that drive it."""
    return f"/dyad/{_part(dyad)}/outlook?as_of={_part(as_of)}"


def precedent_link(kind: str, precedent_id: str) -> str:
    """A case of the casebook or an episode of event data.

    >>> precedent_link("episode", "IND-PAK@2003-05-04")
    '/precedent/episode/IND-PAK%402003-05-04'
    """
    return f"/precedent/{_part(kind)}/{_part(precedent_id)}"


def document_link(doc_id: str, start: int | None = None, end: int | None = None) -> str:
    """A document in the reader, opened at a stretch of it.

    >>> document_link("d1", 3, 9)
    '/document/d1?at=3-9'
    """
    place = "" if start is None else f"?at={start}-{end}"
    return f"/document/{_part(doc_id)}{place}"


def _part(value: str) -> str:
    return quote(value, safe="")
