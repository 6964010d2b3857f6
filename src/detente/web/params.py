"""The parameters that several screens take, as FastAPI checks and documents them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

# Days from today up to which a desk may be shown.
AHEAD = 366


def _blank(value: Any) -> Any:
    """An empty field of a form is no value."""
    return None if isinstance(value, str) and not value.strip() else value


def _iso(value: str | None) -> str | None:
    """An ISO day in years that a desk may speak of; days are reckoned with to both sides."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value[:40]!r} is no day; days are YYYY-MM-DD") from None
    if not 1000 <= day.year <= 2999:
        raise ValueError(f"{value[:40]!r}: the year must lie from 1000 to 2999")
    return day.isoformat()


_DAY: dict[str, Any] = {"type": "string", "format": "date"}
Day = Annotated[
    str | None,
    BeforeValidator(_blank),
    AfterValidator(_iso),
    WithJsonSchema({"anyOf": [_DAY, {"type": "null"}]}),
]
"""An ISO day or nothing."""


def _not_ahead(value: str | None) -> str | None:
    """A day as of which something can be known: no later than a year from now.

    Series run up to it week by week; one of centuries would keep the desk busy for nothing.
    """
    if value is not None and date.fromisoformat(value) > date.today() + timedelta(days=AHEAD):
        raise ValueError(f"{value!r} is more than a year ahead: nothing can be known as of it")
    return value


AsOf = Annotated[
    Annotated[Day, AfterValidator(_not_ahead)],
    Query(
        description="Only what was published by this day: the desk as it would have looked then.",
        examples=["2016-12-22"],
    ),
]
DyadPath = Annotated[
    str,
    Path(
        description="Two sides, such as RUS-TUR: codes or names of states, blocs, armed groups.",
        max_length=120,
        examples=["RUS-TUR"],
    ),
]
WeekPath = Annotated[
    str,
    AfterValidator(_iso),
    WithJsonSchema(_DAY),
    Path(description="A day of the week that is meant.", examples=["2015-11-23"]),
]
IdPath = Annotated[str, Path(description="An id.", max_length=300)]
# Limits stand inside the union: outside it they would be asked of a blank field, which is None.
_Text = Annotated[Annotated[str, StringConstraints(max_length=200)] | None, BeforeValidator(_blank)]
Words = Annotated[_Text, Query(description="Words that must occur, in any case.")]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Which page of the list.")]


DateFrom = Annotated[Day, Query(description="From this day on.")]
DateTo = Annotated[Day, Query(description="Up to this day.")]
PublishedFrom = Annotated[Day, Query(description="Published on this day or later.")]
UpTo = Annotated[Day, Query(description="Up to the week of this day.")]
Since = Annotated[Day, Query(description="New is what was published after this day.")]
Compare = Annotated[Day, Query(description="Say what the brief of this day said otherwise.")]
Moment = Annotated[
    datetime | None,
    BeforeValidator(_blank),
    Query(description="A moment, UTC: what came into the store after it is told."),
]
TypeName = Annotated[_Text, Query(description="A PLOVER event type.")]
StatusName = Annotated[_Text, Query(description="asserted, planned, denied ...")]
Quad = Annotated[
    Annotated[int, Field(ge=1, le=4)] | None,
    BeforeValidator(_blank),
    Query(description="A quad class, 1 to 4."),
]
SideName = Annotated[_Text, Query(description="A side, by code.")]
DirectionName = Annotated[_Text, Query(description="RUS>TUR, RUS<>TUR (both) or *>RUS (others).")]
OfDyad = Annotated[_Text, Query(description="Only what concerns two sides.")]
SourceName = Annotated[_Text, Query(description="Only of this source.")]
Reason = Annotated[_Text, Query(description="Only with sentences set aside for this reason.")]
KindPath = Annotated[str, Path(description="case or episode.", max_length=20)]
ShockKind = Annotated[_Text, Query(description="Kind of the last shock.")]
ShockBy = Annotated[_Text, Query(description="state, non-state or unknown.")]
RunNumber = Annotated[
    Annotated[int, Field(ge=0, le=2_000_000_000)] | None,
    BeforeValidator(_blank),
    Query(description="Only what came in by this run or a later one."),
]
At = Annotated[
    str | None,
    Query(
        description="A stretch of the text, by its offsets.",
        examples=["3-9"],
        pattern=r"^(\d{1,9}-\d{1,9})?$",
    ),
]
SentenceNumber = Annotated[
    int, Query(ge=0, le=1_000_000, description="A sentence of the article, counted from 0.")
]
OfTarget = Annotated[
    Literal["rupture-v1", "acts-v1", "repair-v1"],
    Query(description="What is forecast: a rupture, a hostile act or a repair."),
]


def day_asked(query: Mapping[str, str]) -> str | None:
    """The day as of which an address asks for the desk; None where it names none allowed."""
    try:
        return TypeAdapter(AsOf).validate_python(query.get("as_of"))
    except ValidationError:
        return None
