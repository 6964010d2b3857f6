"""What happened between two sides: shocks with what triggered them, phases, and why a week moved.

What comes in: a `DyadHistory` and the acts it counts. What goes out: `Shock`, `Phase` and `Why`
records. Nothing is computed anew: every number is one of the filter's or the rules'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import numpy as np

from detente.errors import BadSetting
from detente.relations.acts import Act, Acts, as_acts, week_numbers
from detente.relations.weeks import DyadHistory

# So many acts are named as triggers of a shock; the others of its week count in it all the same.
TRIGGERS = 5
# Violence by others is told again only after so many weeks without any.
QUIET_WEEKS = 4
# Weeks in which the level is looked at to say what violence by others left behind.
SETTLED_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Shock:
    """One break in a relation.

    ``kind``: ``rupture``; ``escalation``, a worse surge while a rupture lasts; ``repair``; or
    ``third-party``, violence on one side's people by nobody's state forces, which is in neither
    level nor counts. ``until`` is the Monday of the repair and ``weeks`` how long it took, both
    of a rupture and None while it lasts. ``held``, of third-party violence: whether in none of
    the four weeks after it the level lay below the interval of the week before it; None if that
    cannot be said yet.
    ``events`` are ids of the acts that tell it, the weightiest first.
    """

    dyad: str
    kind: str
    week: str
    level: float | None
    until: str | None = None
    weeks: int | None = None
    held: bool | None = None
    events: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The shock as JSON object."""
        return {
            "kind": "shock",
            "dyad": self.dyad,
            "shock": self.kind,
            "week": self.week,
            "level": self.level,
            "until": self.until,
            "weeks": self.weeks,
            "held": self.held,
            "event_ids": list(self.events),
        }


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of weeks in one phase, from the first Monday to the last."""

    phase: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one act did to the level in its week."""

    act: Act
    moved: float


@dataclass(frozen=True, slots=True)
class Why:
    """Why the level stands where it does after a week.

    ``before``, where it stood the week before, plus ``carried``, what the slope alone would have
    done, plus the ``shares`` of the acts is ``after``. A share is the filter's gain times the
    act's distance from what was expected, over the number of acts. ``before`` is None in the
    dyad's first week with events: then ``before`` is the prior mean, in ``carried``.
    """

    dyad: str
    week: str
    before: float | None
    carried: float
    after: float
    gain: float
    opened: bool
    shares: tuple[Share, ...]


def shocks_of(history: DyadHistory, acts: Sequence[Act]) -> list[Shock]:
    """The shocks of a dyad in order of week; see `Shock`."""
    weeks = history.weeks
    columns = as_acts(acts)
    out: list[Shock] = []
    last_violence = -QUIET_WEEKS - 1
    for i, week in enumerate(weeks):
        kind = week.shock or ("escalation" if history.found.again[i] else None)
        if any(key.startswith("*") for key in week.counts):
            if i - last_violence > QUIET_WEEKS:
                out.append(_violence(history, i, _of_week(columns, week.week)))
            last_violence = i
        if kind is None:
            continue
        end = _repair_after(history, i) if kind == "rupture" else None
        out.append(
            Shock(
                week.dyad,
                kind,
                week.week,
                week.level,
                until=weeks[end].week if end is not None else None,
                weeks=end - i if end is not None else None,
                events=_triggers(_of_week(columns, week.week), good=kind == "repair"),
            )
        )
    return out


def phases_of(history: DyadHistory) -> list[Phase]:
    """The phases of a dyad one after the other; weeks before its first event are in none."""
    told = [week for week in history.weeks if week.phase is not None]
    out = []
    for phase, run in groupby(told, key=lambda week: week.phase):
        weeks = list(run)
        out.append(Phase(str(phase), weeks[0].week, weeks[-1].week))
    return out


def why(history: DyadHistory, acts: Sequence[Act], day: date) -> Why:
    """Why the level moved in the week that holds a day.

    Raises
    ------
    BadSetting
        The day is outside the history, or nothing was known of the dyad by then.
    """
    monday = day - timedelta(days=day.weekday())
    index = {week.week: i for i, week in enumerate(history.weeks)}
    i = index.get(monday.isoformat())
    levels = history.levels
    if i is None or np.isnan(levels.level[i]):
        raise BadSetting(
            f"there is no level in the week of {monday}",
            hint="name a day between the first and the last event of the two",
            value=day.isoformat(),
        )
    told = [act for act in _of_week(as_acts(acts), monday.isoformat()) if act.bilateral]
    before = float(levels.level[i - 1]) if i and not np.isnan(levels.level[i - 1]) else None
    expected, gain = float(levels.expected[i]), float(levels.gain[i])
    shares = [Share(act, gain * (act.score - expected) / len(told)) for act in told]
    return Why(
        history.weeks[i].dyad,
        monday.isoformat(),
        before,
        expected - (before or 0.0),
        float(levels.level[i]),
        gain,
        bool(levels.opened[i]),
        tuple(sorted(shares, key=lambda s: (-abs(s.moved), s.act.event_id))),
    )


def _of_week(acts: Acts, monday: str) -> list[Act]:
    """The acts of a week, in order."""
    number = week_numbers(np.array([monday], dtype="M8[D]"))[0]
    return acts.of(acts.week == number).records


def _triggers(acts: Sequence[Act], *, good: bool) -> tuple[str, ...]:
    """The acts of a week that go the way of its shock, the strongest and most told first."""
    sign = 1 if good else -1
    found = [a for a in acts if a.bilateral and a.score * sign > 0]
    found.sort(key=lambda a: (-abs(a.score) * a.reports, a.event_id))
    return tuple(a.event_id for a in found[:TRIGGERS])


def _violence(history: DyadHistory, i: int, acts: Sequence[Act]) -> Shock:
    """Violence by others in week ``i``, and whether the level held."""
    levels = history.levels
    held = None
    if i and i + SETTLED_WEEKS < len(history.weeks) and not np.isnan(levels.level[i - 1]):
        after = levels.level[i + 1 : i + SETTLED_WEEKS + 1]
        held = bool((after >= levels.low[i - 1]).all())
    found = sorted((a for a in acts if not a.bilateral), key=lambda a: (a.score, a.event_id))
    week = history.weeks[i]
    ids = tuple(a.event_id for a in found[:TRIGGERS])
    return Shock(week.dyad, "third-party", week.week, week.level, held=held, events=ids)


def _repair_after(history: DyadHistory, i: int) -> int | None:
    """The index of the repair that ends the rupture of week ``i``."""
    for later in range(i + 1, len(history.weeks)):
        if history.weeks[later].shock == "repair":
            return later
    return None
