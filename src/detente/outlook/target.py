"""What an outlook forecasts, as code: the definition `rupture-v1`.

What comes in: a `Panel` of dyad-weeks. What goes out: arrays of the same shape (dyads by
weeks) that say which weeks are ruptures, onsets and repairs, where an outlook may be issued,
and what happened within a horizon. A definition never changes under its name; a better one
gets a new name and is reported beside it.

All is causal: column ``t`` of ``z``, ruptures and onsets depends on columns up to ``t`` alone.
Labels look ahead, and say so in their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadSetting
from detente.relations import standing
from detente.relations.standing import REFERENCE_SEEN as REFERENCE_SEEN
from detente.relations.standing import REFERENCE_WEEKS as REFERENCE_WEEKS
from detente.relations.standing import Reference as Reference

if TYPE_CHECKING:
    from detente.outlook.panel import Panel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

HORIZONS_WEEKS = (4, 13, 26)
# How horizons are shown to people: 4, 13 and 26 weeks are about a month, a quarter, half a year.
DAYS_OF_HORIZON = {4: 30, 13: 90, 26: 180}
QUIET_WEEKS = 4
RELAPSE_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Definition:
    """A named target.

    ``c`` is the conflict at which asinh turns from linear to logarithmic and ``floor`` the
    least conflict of a rupture week, both in the panel's units (GDELT net score a week, or
    absolute conflictual scores a week); ``z_min`` is the least standing of a rupture week above
    its own past; ``spread`` is added to the past's spread, in units of y.
    """

    name: str
    c: float
    floor: float
    z_min: float = 2.0
    spread: float = 0.35


RUPTURE_NET = Definition("rupture-v1", c=50.0, floor=100.0)
RUPTURE_EVENTS = Definition("rupture-v1", c=5.0, floor=20.0)


def definition_for(panel: Panel) -> Definition:
    """`rupture-v1` in the units of the panel."""
    return RUPTURE_NET if panel.units == "net" else RUPTURE_EVENTS


def conflict_level(neg: Floats, definition: Definition) -> Floats:
    """y = asinh(NEG / c); NaN stays NaN."""
    return standing.conflict_level(neg, definition.c)


def reference(y: Floats, definition: Definition) -> Reference:
    """What each week of y, shape (dyads, weeks), is held against; see `Reference`."""
    return standing.reference(y, definition.spread)


def rupture_weeks(
    neg: Floats, definition: Definition, held: Reference | None = None
) -> tuple[Floats, Bools]:
    """Standing z of each week above its own past, and which weeks are ruptures.

    Parameters
    ----------
    neg
        Conflict of each week, shape (dyads, weeks), at least 0; NaN where unknown.
    definition
        Such as `RUPTURE_NET`.
    held
        What `reference` says of the weeks, where that is known already.

    Returns
    -------
    z and ruptures, both of the shape of ``neg``. z is NaN where the week is unknown or fewer
    than 16 of the 52 weeks before are known; such a week is no rupture.

    Examples
    --------
    >>> neg = np.full((1, 30), 10.0)
    >>> neg[0, 20] = 2000.0
    >>> np.flatnonzero(rupture_weeks(neg, RUPTURE_NET)[1][0])
    array([20])
    """
    y = conflict_level(neg, definition)
    held = held or reference(y, definition)
    z = (y - held.median[:, :-1]) / held.spread[:, :-1]
    with np.errstate(invalid="ignore"):
        return z, (z >= definition.z_min) & (neg >= definition.floor)


def onsets(rupture: Bools) -> Bools:
    """Rupture weeks with none in the four weeks before, shape of ``rupture``."""
    out = rupture.copy()
    for k in range(1, QUIET_WEEKS + 1):
        out[:, k:] &= ~rupture[:, :-k]
    return out


def any_within(happened: Bools, weeks: int) -> Bools:
    """Whether anything happened in the last ``weeks`` weeks, the week itself included."""
    counts = np.cumsum(np.pad(happened, ((0, 0), (1, 0))).astype(np.int64), axis=1)
    first = np.maximum(np.arange(happened.shape[1]) + 1 - weeks, 0)
    return np.asarray(counts[:, 1:] - counts[:, first] > 0)


@dataclass(frozen=True, slots=True)
class Origins:
    """Where an outlook may be issued, at the end of each week; each of shape (dyads, weeks).

    ``calm``: no rupture in the last four weeks. ``relapse``: calm, with a rupture in the last
    52. ``post_shock``: an onset one to four weeks before, so that on a grid of every fourth
    week each onset has exactly one. All need a reference for the coming week, that is 16 known
    weeks among the last 52.
    """

    calm: Bools
    relapse: Bools
    post_shock: Bools


def origins(rupture: Bools, onset: Bools, known: Bools) -> Origins:
    """The origins of a panel, from ruptures, onsets and known weeks (shape (weeks,))."""
    counts = np.cumsum(np.pad(known, (1, 0)).astype(np.int64))
    first = np.maximum(np.arange(len(known)) + 1 - REFERENCE_WEEKS, 0)
    ready = (counts[1:] - counts[first]) >= REFERENCE_SEEN
    calm = ~any_within(rupture, QUIET_WEEKS) & ready
    after = np.zeros_like(onset)
    after[:, 1:] = any_within(onset, QUIET_WEEKS)[:, :-1]
    return Origins(calm, calm & any_within(rupture, RELAPSE_WEEKS), after & ready)


def happens_within(happened: Bools, horizon_weeks: int) -> tuple[Bools, int]:
    """Whether something happens in the ``horizon_weeks`` weeks after each week.

    Returns
    -------
    The labels, shape (dyads, weeks), and how many of the columns are settled: later ones look
    past the end of the panel and are not to be used. A week that is unknown counts as one in
    which nothing was seen to happen.

    Raises
    ------
    BadSetting
        The horizon is not at least one week.

    Examples
    --------
    >>> happens_within(np.array([[False, False, True, False]]), 1)
    (array([[False,  True, False, False]]), 3)
    """
    if horizon_weeks < 1:
        raise BadSetting(
            f"a horizon of {horizon_weeks} weeks has no weeks in it",
            hint="give at least one week",
            value=horizon_weeks,
        )
    weeks = happened.shape[1]
    counts = np.cumsum(np.pad(happened, ((0, 0), (1, 0))).astype(np.int64), axis=1)
    last = np.minimum(np.arange(weeks) + 1 + horizon_weeks, weeks)
    return np.asarray(counts[:, last] - counts[:, 1:] > 0), max(0, weeks - horizon_weeks)
