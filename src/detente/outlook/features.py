"""What is known of each dyad at the end of a week, as numbers in the field's words.

What comes in: a `Panel`. What goes out: a table, dyads by features, for one week. `Known` holds
the causal arrays (column ``t`` depends on weeks up to ``t``); ``features_at`` reads columns up
to ``t`` and no others, which a test checks by altering all that is later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.outlook.panel import Panel
from detente.outlook.structure import structure_of
from detente.outlook.target import (
    HORIZONS_WEEKS,
    REFERENCE_WEEKS,
    Bools,
    Definition,
    Floats,
    Ints,
    Reference,
    conflict_level,
    definition_for,
    onsets,
    reference,
    rupture_weeks,
)

SPANS = (2, 4, 8, 13, 26, 52)
LONG = 104
# Weeks since the last rupture are counted up to two years; "never seen" is the same.
FORGOTTEN = 104
# A dyad's own rate is drawn to the mean rate as if it had been watched for so many weeks more.
SHRINK_WEEKS = 80.0


@dataclass(frozen=True, slots=True)
class Known:
    """A panel and what follows from it week by week, for every dyad.

    ``conflict``, ``cooperation`` and ``worst`` are asinh levels, ``volume`` a log; unknown
    weeks repeat the week before, so that means over spans are of like length. ``sides`` holds
    the two states of each dyad as indices, shape (dyads, 2).
    """

    panel: Panel
    definition: Definition
    conflict: Floats
    cooperation: Floats
    volume: Floats
    worst: Floats
    z: Floats
    rupture: Bools
    onset: Bools
    held: Reference
    sides: Ints
    states: tuple[str, ...]


def know(panel: Panel) -> Known:
    """The causal arrays of a panel."""
    definition = definition_for(panel)
    level = conflict_level(panel.neg, definition)
    held = reference(level, definition)
    z, rupture = rupture_weeks(panel.neg, definition, held)
    codes = [name.split("-") for name in panel.dyads]
    states = tuple(sorted({code for pair in codes for code in pair}))
    index = {code: i for i, code in enumerate(states)}
    return Known(
        panel,
        definition,
        filled(level),
        filled(conflict_level(panel.pos, definition)),
        filled(np.log1p(panel.active)),
        filled(np.arcsinh(panel.worst * 7 / definition.c)),
        filled(z),
        rupture,
        onsets(rupture),
        held,
        np.array([[index[a], index[b]] for a, b in codes], dtype=np.int64).reshape(-1, 2),
        states,
    )


def filled(values: Floats) -> Floats:
    """Unknown weeks repeat the week before; 0 where there is none before."""
    weeks = np.arange(values.shape[1])
    last = np.maximum.accumulate(np.where(np.isnan(values), -1, weeks), axis=1)
    out = np.take_along_axis(values, np.maximum(last, 0), axis=1)
    return np.asarray(np.where(last < 0, 0.0, out), dtype=np.float64)


def features_at(known: Known, t: int, rows: Ints) -> dict[str, Floats]:
    """Every feature of some dyads at the end of week ``t``, by name, each of shape (rows,).

    Week ``t`` needs a reference for the week after it, that is at least 16 known weeks.
    """
    out: dict[str, Floats] = {}
    out.update(_threshold(known, t, rows))
    out.update(_levels(known, t, rows))
    out.update(_history(known, t, rows))
    out.update(_neighbours(known, t, rows))
    year = known.panel.week(t).year - 1
    out.update(structure_of([known.panel.dyads[i] for i in rows], year))
    return out


def _past(values: Floats, t: int, rows: Ints, weeks: int) -> Floats:
    return np.asarray(values[rows, max(0, t + 1 - weeks) : t + 1], dtype=np.float64)


def _threshold(known: Known, t: int, rows: Ints) -> dict[str, Floats]:
    """How far the coming week's threshold is, and how often the past has passed it."""
    definition = known.definition
    median, spread = known.held.median[rows, t + 1], known.held.spread[rows, t + 1]
    relative = median + definition.z_min * spread
    floor = float(np.arcsinh(definition.floor / definition.c))
    bar = np.maximum(relative, floor)
    out = {
        "threshold": bar,
        "threshold_over_floor": relative - floor,
        "usual_conflict": median,
        "spread": spread,
    }
    everything = _past(known.conflict, t, rows, t + 1)
    for weeks in (8, 26, 52, LONG):
        past = everything[:, -weeks:]
        gap = bar[:, None] - past
        out[f"passed_share_{weeks}"] = _soft(gap).mean(axis=1)
        out[f"tail_{weeks}"] = (bar - past.mean(axis=1)) / (past.std(axis=1) + 0.2)
    gap = bar[:, None] - everything
    out["passed_share_all"] = (_soft(gap).sum(axis=1) + 0.5) / (gap.shape[1] + 20)
    age = np.arange(gap.shape[1])[::-1]
    for name, half in (("fast", 13), ("slow", 52)):
        weight = 0.5 ** (age / half)
        out[f"passed_rate_{name}"] = _soft(gap) @ weight / weight.sum()
    for weeks in (4, 13, 52):
        part = np.sort(gap[:, -weeks:], axis=1)
        out[f"nearest_gap_{weeks}"] = part[:, 0]
        if weeks > 4:
            out[f"third_gap_{weeks}"] = part[:, 2]
    # Half of the reference of 26 weeks ahead is known already: what it makes of the bar.
    out["threshold_drift"] = _bar(everything[:, -REFERENCE_WEEKS // 2 :], definition) - bar
    out.update(_coming(everything[:, -LONG:], bar, definition))
    return out


def _coming(past: Floats, bar: Floats, definition: Definition) -> dict[str, Floats]:
    """How often the past, come again, would pass the thresholds of the weeks to come.

    Of the 52 weeks that a week k ahead is held against, 52 - k are known already: a rupture of
    last year leaves them one by one, and the threshold falls. ``past`` has shape (rows, weeks),
    the latest last. The passes expected within a horizon are summed as hazards.
    """
    bars = np.stack(
        [_bar(past[:, k - REFERENCE_WEEKS :], definition) for k in range(max(HORIZONS_WEEKS))]
    )
    out = {
        "threshold_lowest_ahead": bars.min(axis=0) - bar,
        "threshold_in_a_quarter": bars[13] - bar,
    }
    count = past.shape[1]
    age = np.arange(count)[::-1]
    for name, half in (("all", np.inf), ("slow", 52.0), ("fast", 13.0)):
        weight = 0.5 ** (age / half)
        passes = np.stack([_soft(b[:, None] - past) @ (weight / weight.sum()) for b in bars])
        # Drawn to one in twenty as if four weeks more had been seen: nothing is certain.
        hazard = -np.log1p(-(passes * count + 0.2) / (count + 4))
        for weeks in HORIZONS_WEEKS:
            out[f"passes_expected_{name}_{weeks}"] = hazard[:weeks].sum(axis=0)
    return out


def _bar(past: Floats, definition: Definition) -> Floats:
    """The threshold of a week held against ``past``, shape (rows, weeks)."""
    low, middle, high = np.percentile(past, [25, 50, 75], axis=1)
    relative = middle + definition.z_min * ((high - low) / 1.349 + definition.spread)
    return np.asarray(np.maximum(relative, np.arcsinh(definition.floor / definition.c)))


def _soft(gap: Floats) -> Floats:
    """About 1 where the threshold was passed, 0 where far below, between them near it."""
    return np.asarray(1 / (1 + np.exp(np.clip(gap / 0.25, -30, 30))))


def _levels(known: Known, t: int, rows: Ints) -> dict[str, Floats]:
    """Levels, slopes and volatility of conflict, cooperation and volume."""
    out: dict[str, Floats] = {}
    parts = {
        "conflict": known.conflict,
        "cooperation": known.cooperation,
        "volume": known.volume,
        "worst_day": known.worst,
    }
    for name, values in parts.items():
        year = _past(values, t, rows, REFERENCE_WEEKS)
        out[f"{name}_1"] = year[:, -1]
        for weeks in SPANS:
            out[f"{name}_{weeks}"] = year[:, -weeks:].mean(axis=1)
        out[f"{name}_change_4"] = out[f"{name}_4"] - out[f"{name}_13"]
        out[f"{name}_change_13"] = out[f"{name}_13"] - out[f"{name}_52"]
        before = _past(values, t - 26, rows, 26) if t >= 42 else year[:, -26:]
        out[f"{name}_half_year_change"] = out[f"{name}_26"] - before.mean(axis=1)
        out[f"{name}_volatility_13"] = year[:, -13:].std(axis=1)
        out[f"{name}_volatility_52"] = year.std(axis=1)
        out[f"{name}_highest_13"] = year[:, -13:].max(axis=1)
        out[f"{name}_highest_52"] = year.max(axis=1)
    z = _past(known.z, t, rows, 13)
    out["z_1"], out["z_4"], out["z_highest_13"] = z[:, -1], z[:, -4:].mean(axis=1), z.max(axis=1)
    out["conflict_share_4"] = out["conflict_4"] - out["cooperation_4"]
    out["conflict_share_52"] = out["conflict_52"] - out["cooperation_52"]
    year = _past(known.conflict, t, rows, REFERENCE_WEEKS)
    out["quiet_share_52"] = (year < 0.05).mean(axis=1)
    centred = year - year.mean(axis=1, keepdims=True)
    out["persistence_52"] = (centred[:, 1:] * centred[:, :-1]).sum(axis=1) / (
        (centred**2).sum(axis=1) + 0.5
    )
    volume = _past(known.volume, t, rows, REFERENCE_WEEKS)
    volume = volume - volume.mean(axis=1, keepdims=True)
    out["conflict_with_volume_52"] = (centred * volume).mean(axis=1)
    return out


def _history(known: Known, t: int, rows: Ints) -> dict[str, Floats]:
    """Past ruptures and onsets."""
    ruptures = known.rupture[rows, : t + 1]
    began = known.onset[rows, : t + 1]
    seen = max(1, t + 1 - 16)
    pooled = known.onset[:, : t + 1][:, -seen:].mean()
    out = {
        f"ruptures_{weeks}": ruptures[:, -weeks:].sum(axis=1).astype(np.float64)
        for weeks in (13, 26, 52, LONG)
    }
    out["onsets_a_year"] = began.sum(axis=1) / seen * 52
    out["own_rate"] = (began.sum(axis=1) + SHRINK_WEEKS * pooled) / (seen + SHRINK_WEEKS)
    last = np.where(ruptures.any(axis=1), np.argmax(ruptures[:, ::-1], axis=1), FORGOTTEN)
    out["weeks_since_rupture"] = np.minimum(last, FORGOTTEN).astype(np.float64)
    # A short past passes its own thresholds less often than it will.
    out["weeks_of_past"] = np.full(len(rows), min(t, LONG), dtype=np.float64)
    return out


def _neighbours(known: Known, t: int, rows: Ints) -> dict[str, Floats]:
    """What goes on around the two: the other dyads of either side, and all dyads."""
    sides = known.sides
    out: dict[str, Floats] = {}
    count = len(known.states)
    one, other = sides[rows, 0], sides[rows, 1]

    def spread_over(values: Floats, name: str) -> None:
        """Mean over each side's other dyads; the higher and the lower of both."""
        total = np.bincount(sides[:, 0], values, count) + np.bincount(sides[:, 1], values, count)
        number = np.bincount(sides[:, 0], minlength=count) + np.bincount(
            sides[:, 1], minlength=count
        )
        a = (total[one] - values[rows]) / np.maximum(number[one] - 1, 1)
        b = (total[other] - values[rows]) / np.maximum(number[other] - 1, 1)
        out[f"{name}_higher_side"], out[f"{name}_lower_side"] = np.maximum(a, b), np.minimum(a, b)

    for weeks in (4, 13, 52):
        spread_over(
            known.rupture[:, max(0, t + 1 - weeks) : t + 1].mean(axis=1), f"others_ruptures_{weeks}"
        )
    for name, values in (("conflict", known.conflict), ("volume", known.volume)):
        recent = values[:, max(0, t - 3) : t + 1].mean(axis=1)
        year = values[:, max(0, t - 51) : t + 1].mean(axis=1)
        spread_over(recent - year, f"others_{name}_change_4")
        spread_over(year, f"others_{name}_52")
    return out
