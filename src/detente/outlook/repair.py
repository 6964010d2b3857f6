"""`repair-v1`: whether a rupture is mended within a horizon.

What comes in: a `Panel` of single events, with counts of verbal and material conflict. What
goes out: which weeks lie in a rupture, which mend it, and the features of a hazard of repair.

A dyad is in rupture from the week in which its level breaks down to the week in which it has
come back, as ``repair_rules`` says: a drop of the filtered level with material conflict, then a
rise with cooperation. Silence mends nothing. Daily net scores cannot tell
material from verbal conflict, so repairs are forecast on events alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.errors import BadSetting
from detente.outlook.backtest import MODEL, Answers, score
from detente.outlook.calibration import IDENTITY, Calibration, drawn_interval, logit
from detente.outlook.hazard import Hazard, Recipe, Table, fit_hazard
from detente.outlook.panel import Panel
from detente.outlook.protocol import GRID_WEEKS
from detente.outlook.repair_rules import REPAIR_LEVEL, level_v1, shocks_v1
from detente.outlook.target import Bools, Floats, Ints, happens_within

NAME = "repair-v1"
NEVER = 104
# The first years are fitted on, the rest is answered year by year.
FIRST_TEST_WEEK = 208
FEWEST = 30
FEATURES = (
    "log_weeks_in_rupture",
    "level",
    "level_risen",
    "level_needed",
    "cooperation_4",
    "conflict_4",
    "material_conflict_4",
    "weeks_since_material_conflict",
    "cooperation_before",
)


@dataclass(frozen=True, slots=True)
class Ruptures:
    """Ruptures and repairs of a panel; each of shape (dyads, weeks), causal in the weeks.

    ``inside`` at a week's end; ``began`` the week of the rupture that a week lies in, -1 where
    it lies in none.
    """

    level: Floats
    inside: Bools
    began: Ints
    ruptured: Bools
    repaired: Bools


def ruptures_of(panel: Panel) -> Ruptures:
    """Ruptures and repairs by the dyads' levels; unknown weeks count as weeks without events."""
    shape = panel.neg.shape
    level = np.full(shape, np.nan)
    began = np.full(shape, -1, dtype=np.int64)
    ruptured, repaired = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    events, verbal, material = (
        np.rint(np.nan_to_num(values)).astype(np.int64)
        for values in (
            panel.active,
            panel.extra["verbal_conflict"],
            panel.extra["material_conflict"],
        )
    )
    score = np.nan_to_num(panel.pos - panel.neg)
    reports = panel.extra.get("conflict_reports")
    told = verbal + material if reports is None else np.rint(np.nan_to_num(reports))
    for d in np.flatnonzero(material.any(axis=1)).tolist():
        level[d] = level_v1(score[d] / np.maximum(events[d], 1), events[d])
        cooperation = events[d] - verbal[d] - material[d]
        found = shocks_v1(level[d], told[d].astype(np.int64), material[d], cooperation)
        since = -1
        for t, shock in enumerate(found):
            if shock == "rupture":
                ruptured[d, t], since = True, t
            elif shock == "repair":
                repaired[d, t], since = True, -1
            began[d, t] = since
    return Ruptures(level, began >= 0, began, ruptured, repaired)


def repair_features(panel: Panel, found: Ruptures, d: int, t: int) -> Floats:
    """The features of one dyad in rupture at the end of week ``t``, in the order of `FEATURES`."""
    start = int(found.began[d, t])
    since = found.level[d, start : t + 1]
    now = float(since[-1])
    last = slice(max(0, t - 3), t + 1)
    material = np.nan_to_num(panel.extra["material_conflict"][d, : t + 1])
    quiet = np.flatnonzero(material[::-1] > 0)
    before = np.nan_to_num(panel.pos[d, max(0, start - 52) : start])
    return np.array(
        [
            np.log1p(t - start),
            now,
            now - float(np.nanmin(since)),
            REPAIR_LEVEL - now,
            np.arcsinh(np.nan_to_num(panel.pos[d, last]).sum() / 5),
            np.arcsinh(np.nan_to_num(panel.neg[d, last]).sum() / 5),
            np.log1p(material[last].sum()),
            float(quiet[0]) if len(quiet) else float(NEVER),
            np.arcsinh(before.mean() / 5) if len(before) else 0.0,
        ]
    )


def repair_rows(panel: Panel, found: Ruptures, weeks: int) -> RepairRows:
    """Every fourth week in a rupture, with whether the repair came within ``weeks`` weeks."""
    happened, settled = happens_within(found.repaired, weeks)
    dyad, week = np.nonzero(found.inside)
    # Each rupture is looked at in its first week and every fourth after it.
    kept = ((week - found.began[dyad, week]) % GRID_WEEKS == 0) & (week < settled)
    dyad, week = dyad[kept], week[kept]
    values = [
        repair_features(panel, found, d, t)
        for d, t in zip(dyad.tolist(), week.tolist(), strict=True)
    ]
    table = Table(FEATURES, np.array(values).reshape(-1, len(FEATURES)), dyad, week)
    return RepairRows(table, happened[dyad, week].astype(np.float64))


@dataclass(frozen=True, slots=True)
class RepairRows:
    """Origins in rupture and whether they were mended."""

    table: Table
    mended: Floats


# A logistic regression held close to the base rate: some fifty ruptures teach little.
RECIPE = Recipe(0.02, 0, 0, 0, 0.0, 0.0, 1.0, 0.0, 0)


def fit_repairs(panel: Panel, weeks: int) -> tuple[Hazard, Calibration, dict[str, object]]:
    """Fit the hazard of repair on a whole panel, with the figures of a backtest.

    The backtest answers each year's origins by what was settled before the year began.
    """
    found = ruptures_of(panel)
    rows = repair_rows(panel, found, weeks)
    scored = answers_of(panel, rows, weeks)
    figures = {} if scored is None else score(scored, MODEL).to_json()
    figures |= {
        "model": MODEL,
        "origins": "repair",
        "horizon_weeks": weeks,
        "base_rate": round(float(rows.mended.mean()), 5),
    }
    if len(rows.mended) < FEWEST or rows.mended.min() == rows.mended.max():
        raise BadSetting(
            f"only {len(rows.mended)} weeks in rupture, or all alike, to fit repairs of"
            f" {weeks} weeks on",
            hint="give events of more dyads or years",
        )
    hazard = fit_hazard(rows.table, rows.mended, RECIPE)
    calibration = IDENTITY
    if scored is not None:
        calibration = spread_of(scored)
    return hazard, calibration, figures


def answers_of(panel: Panel, rows: RepairRows, weeks: int) -> Answers | None:
    """What would have been said of each origin by ruptures settled before its year."""
    at = rows.table.week
    said, base, kept = np.zeros(len(at)), np.zeros(len(at)), np.zeros(len(at), dtype=bool)
    for first in range(FIRST_TEST_WEEK, panel.weeks, 52):
        test = (at >= first) & (at < first + 52)
        before = at + weeks < first
        seen = rows.mended[before]
        if not test.any() or len(seen) < FEWEST or seen.min() == seen.max():
            continue
        hazard = fit_hazard(rows.table.where(before), seen, RECIPE)
        said[test], base[test] = hazard.probability(rows.table.values[test]), seen.mean()
        kept |= test
    if not kept.any():
        return None
    picked = rows.table.where(kept)
    return Answers(
        "repair",
        weeks,
        picked.dyad,
        picked.week,
        rows.mended[kept],
        base[kept],
        base[kept],
        {MODEL: said[kept], "base-rate": base[kept]},
    )


def spread_of(scored: Answers) -> Calibration:
    """No shift, but an interval as wide as so few ruptures leave it: drawn anew by rupture."""
    return drawn_interval(logit(scored.said[MODEL]), scored.happened, scored.dyad)
