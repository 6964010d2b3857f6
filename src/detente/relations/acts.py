"""The events of a dyad one by one, as `dyad_weeks` counts them.

What comes in: a store and two codes. What goes out: `Act` records in order of day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.relations.weeks import Queryable, ask


@dataclass(frozen=True, slots=True)
class Act:
    """One event between two states on a day.

    ``direction`` is ``RUS>TUR``, ``RUS<>TUR`` for what both did, or ``*>RUS`` for violence by
    others; ``score`` is Goldstein's, PLOVER's where there is none; ``live`` whether it was told
    as news.
    """

    day: date
    direction: str
    event_type: str
    quad_class: int
    score: float
    reports: int
    live: bool
    event_id: str

    @property
    def bilateral(self) -> bool:
        """Whether one of the two acted."""
        return not self.direction.startswith("*")


def dyad_acts(
    store: Queryable,
    a: str,
    b: str,
    *,
    as_of: str | None = None,
    dataset: str | None = None,
    without: str | None = None,
) -> list[Act]:
    """Every event of a dyad, one for each type, direction and day.

    Parameters
    ----------
    store, a, b, as_of, dataset, without
        As `detente.relations.dyad_weeks` takes them.

    Raises
    ------
    BadSetting
        Both sides are the same, or one is unknown.
    """
    asked = ask(a, b, as_of=as_of, dataset=dataset, without=without)
    out = []
    for row in asked.rows(store, "acts"):
        day, direction, kind, quad, score, reports, live, event_id = row
        when = day.date() if hasattr(day, "date") else day
        out.append(
            Act(when, direction, kind, int(quad), float(score), int(reports), bool(live), event_id)
        )
    return out
