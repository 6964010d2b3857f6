"""What happened after an outlook, told from a store that by now knows more.

What comes in: a store and an outlook as it was logged. What goes out: whether its target came
true within its horizon.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from detente.outlook.acts import NAME as ACTS
from detente.outlook.acts import acts_known
from detente.outlook.answer import aligned
from detente.outlook.features import know
from detente.outlook.repair import NAME, ruptures_of
from detente.relations import dyad_acts
from detente.relations.asking import Queryable


def outcome_in(store: Queryable, told: dict[str, Any]) -> bool | None:
    """Whether the rupture, or the repair, came within the horizon; None without any event.

    Weeks are those of the outlook, which end on its day; the last may reach a few days past the
    horizon, as 30, 90 and 180 days stand for 4, 13 and 26 weeks and a bit.
    """
    as_of = date.fromisoformat(told["as_of"])
    weeks = max(1, told["horizon_days"] // 7)
    end = as_of + timedelta(weeks=weeks)
    a, b = told["dyad"].split("-")
    acts = [act for act in dyad_acts(store, a, b) if act.day <= end]
    if not acts:
        return None
    panel = aligned(acts, told["dyad"], end)
    if told["target"] == NAME:
        return bool(ruptures_of(panel).repaired[0, -weeks:].any())
    known = know(panel)
    if told["target"] == ACTS:
        known = acts_known(known)
    return bool(known.onset[0, -weeks:].any())
