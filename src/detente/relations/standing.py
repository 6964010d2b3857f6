"""How a week's conflict stands against the dyad's own past, and surges of it.

What comes in: conflict of each week, for one dyad or many. What goes out: its standing z above
the year before, which weeks are flagged, and which of them are announced as something new. All
is causal: column ``t`` depends on columns up to ``t`` alone.

An alarm in every week that stands out repeats itself as long as a crisis lasts, and again each
time one flares up. A surge is announced only if it is also a record: the conflict of the week is
a multiple of the worst week of the year before. `benchmarks/shocks.py` measures what that saves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.relations.weights import SurgeWeights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

REFERENCE_WEEKS = 52
REFERENCE_SEEN = 16
# A normal distribution's quartiles are 1.349 standard deviations apart.
IQR_OF_NORMAL = 1.349
# What a spread of nothing is worth, in units of y: 0.35 is conflict half as high again.
SPREAD = 0.35


def conflict_level(conflict: Floats, scale: float) -> Floats:
    """y = asinh(conflict / scale): linear below the scale, logarithmic above; NaN stays NaN."""
    return np.asarray(np.arcsinh(conflict / scale), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Reference:
    """Median and spread of y over the 52 weeks before each week, shape (dyads, weeks + 1).

    Column ``t`` is drawn from weeks ``t - 52 .. t - 1``. There is one column more than weeks:
    the last is what the first week after the panel will be held against. NaN where fewer than
    16 of those weeks are known.
    """

    median: Floats
    spread: Floats


def reference(y: Floats, spread: float = SPREAD) -> Reference:
    """What each week of y is held against; see `Reference`.

    Parameters
    ----------
    y
        Conflict level, shape (dyads, weeks); unknown weeks are NaN for every dyad.
    spread
        Added to the past's spread, in units of y.
    """
    dyads, weeks = y.shape
    known: Bools = np.asarray(~np.isnan(y).all(axis=0) if dyads else np.zeros(weeks, dtype=bool))
    median = np.full((dyads, weeks + 1), np.nan)
    wide = np.full((dyads, weeks + 1), np.nan)
    # So many known weeks lie in the year before each week.
    counts = np.cumsum(np.pad(known, (1, 0)).astype(np.int64))
    seen = counts - counts[np.maximum(np.arange(weeks + 1) - REFERENCE_WEEKS, 0)]
    ready = np.flatnonzero(seen >= REFERENCE_SEEN)
    ahead = np.full((1, REFERENCE_WEEKS), np.nan)
    for d in range(dyads if len(ready) else 0):  # one at a time: a panel has thousands
        padded = np.concatenate([ahead, np.where(known, y[d], np.nan)[None, :]], axis=1)[0]
        windows = np.lib.stride_tricks.sliding_window_view(padded, REFERENCE_WEEKS)[ready]
        low, median[d, ready], high = _quartiles(windows, seen[ready])
        wide[d, ready] = (high - low) / IQR_OF_NORMAL + spread
    return Reference(median, wide)


def _quartiles(rows: Floats, seen: Ints) -> tuple[Floats, Floats, Floats]:
    """Quartiles of each row's ``seen`` known values, the others NaN; as `numpy.percentile`.

    To the last bit, on which models that were fitted before rest; a NaN in a known week makes
    the row's NaN too.
    """
    ordered = np.sort(rows, axis=1)  # NaN last
    ill = np.isnan(rows).sum(axis=1) != rows.shape[1] - seen
    at = np.arange(len(rows))
    out = []
    for share in (0.25, 0.5, 0.75):
        place = share * (seen - 1)
        below = np.floor(place).astype(np.int64)
        part = place - below
        a, b = ordered[at, below], ordered[at, np.minimum(below + 1, seen - 1)]
        value = np.where(part >= 0.5, b - (b - a) * (1 - part), a + (b - a) * part)
        out.append(np.where(ill, np.nan, value))
    return out[0], out[1], out[2]


@dataclass(frozen=True, slots=True)
class Surges:
    """Arrays of shape (dyads, weeks).

    ``z``: standing of the week's conflict above the year before, NaN where unknown or before 16
    weeks are known. ``flagged``: it stands out, and is not small. ``announced``: it is flagged, a
    record, and none was in the weeks just before.
    """

    z: Floats
    flagged: Bools
    announced: Bools


def surges(conflict: Floats, weights: SurgeWeights) -> Surges:
    """Surges of conflict, week by week, without looking ahead.

    Parameters
    ----------
    conflict
        Conflict of each week, at least 0, shape (dyads, weeks); NaN in unknown weeks.
    weights
        The ``[surge]`` part of ``weights.toml``; its ``scale`` and ``floor`` are in the units of
        ``conflict``.

    Examples
    --------
    >>> from detente.relations.weights import load_weights
    >>> conflict = np.full((1, 60), 4.0)
    >>> conflict[0, [30, 31, 40, 50]] = [60.0, 90.0, 70.0, 200.0]
    >>> got = surges(conflict, load_weights().surge)
    >>> np.flatnonzero(got.flagged[0]), np.flatnonzero(got.announced[0])
    (array([30, 31, 40, 50]), array([30, 50]))
    """
    y = conflict_level(conflict, weights.scale)
    held = reference(y, weights.spread)
    z = (y - held.median[:, :-1]) / held.spread[:, :-1]
    with np.errstate(invalid="ignore"):
        flagged = (z >= weights.z_min) & (conflict >= weights.floor)
        record = flagged & (conflict >= weights.record * _worst_before(conflict))
    return Surges(z, flagged, first_of_run(record, int(weights.quiet_weeks)))


def _worst_before(conflict: Floats) -> Floats:
    """The worst of the 52 weeks before each week; 0 where none is known."""
    filled = np.nan_to_num(conflict, nan=0.0)
    padded = np.pad(filled, ((0, 0), (REFERENCE_WEEKS, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, REFERENCE_WEEKS, axis=1)
    return np.asarray(windows[:, : filled.shape[1]].max(axis=2), dtype=np.float64)


def first_of_run(flags: Bools, quiet: int) -> Bools:
    """The flags with none in the ``quiet`` weeks before, shape of ``flags``."""
    out = flags.copy()
    for k in range(1, quiet + 1):
        out[:, k:] &= ~flags[:, :-k]
    return out
