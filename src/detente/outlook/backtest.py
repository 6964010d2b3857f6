"""Scoring the model and the baselines as they would have answered at the time.

What comes in: a panel and a test range. What goes out: every answer with its outcome, and the
`Score` records of the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from detente.measure.forecast import (
    Bin,
    auroc,
    block_interval,
    brier_score,
    brier_skill,
    calibration_error,
    log_score,
    reliability,
)
from detente.outlook.acts import acts_known, tells_acts
from detente.outlook.baselines import METHODS, Rows
from detente.outlook.calibration import Calibration
from detente.outlook.config import Setting, load_config
from detente.outlook.features import know
from detente.outlook.fitting import fit_calibrated
from detente.outlook.hazard import Hazard
from detente.outlook.panel import Panel
from detente.outlook.protocol import (
    KINDS,
    Fold,
    Setup,
    folds,
    labels,
    origins_of,
    set_up,
    table_at,
    training_weeks,
)
from detente.outlook.target import HORIZONS_WEEKS, Bools, Floats, Ints

MODEL = "detente"
TARGETS = {"acts": "acts-v1", "repair": "repair-v1"}
DIGITS = 5
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Answers:
    """What every model said at the origins of one kind and horizon, and what happened.

    ``said`` maps a model to probabilities, shape (rows,). ``base`` is the training base rate that
    skill is measured against: of all calm origins, for relapse origins too, as nothing simpler
    tells them apart; of post-shock origins for those. ``own`` is that of the same kind of origin.
    """

    kind: str
    horizon_weeks: int
    dyad: Ints
    week: Ints
    happened: Floats
    base: Floats
    own: Floats
    said: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one model at one kind of origin and horizon.

    ``target`` is ``rupture-v1``, but ``acts-v1`` for the origins called ``acts`` and
    ``repair-v1`` for those called ``repair``.

    ``brier_skill`` is over the training base rate (see `Answers`), as a share of 1; ``low`` and
    ``high`` are its 95 % interval by drawing origin weeks anew. ``skill_over_own_rate`` is over
    the training rate of the same kind of origin, which for relapse origins is harder to beat.
    """

    model: str
    origins: str
    horizon_weeks: int
    n: int
    base_rate: float
    brier: float
    brier_skill: float
    low: float
    high: float
    log_score: float
    auroc: float | None
    ece: float
    skill_over_own_rate: float

    def to_json(self) -> dict[str, Any]:
        """The score as JSON object."""
        out: dict[str, Any] = {"target": TARGETS.get(self.origins, "rupture-v1")}
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            out[name] = round(value, DIGITS) if isinstance(value, float) else value
        return out


def score(answers: Answers, model: str) -> Score:
    """The figures of one model."""
    said, seen, base = answers.said[model], answers.happened, answers.base
    errors = np.column_stack([(said - seen) ** 2, (base - seen) ** 2])

    def skill(sums: Floats) -> Floats:
        return np.asarray(1 - sums[:, 0] / np.maximum(sums[:, 1], 1e-12))

    low, high = block_interval(answers.week, errors, skill)
    return Score(
        model,
        answers.kind,
        answers.horizon_weeks,
        len(seen),
        float(base.mean()),
        brier_score(said, seen),
        brier_skill(said, seen, base),
        low,
        high,
        log_score(said, seen),
        auroc(said, seen),
        calibration_error(said, seen),
        brier_skill(said, seen, answers.own),
    )


@dataclass(frozen=True, slots=True)
class Backtest:
    """All answers of a test, and what they were drawn from."""

    answers: tuple[Answers, ...]
    dyads_forecast: int
    dyads_fitted: int
    first_origin: date
    last_origin: date
    onsets: int

    def scores(self) -> list[Score]:
        """A score for each model, kind of origin and horizon."""
        return [score(found, model) for found in self.answers for model in found.said]

    def bins(self, kind: str, horizon: int, model: str = MODEL) -> tuple[Bin, ...]:
        """The reliability of a model's answers."""
        for found in self.answers:
            if (found.kind, found.horizon_weeks) == (kind, horizon):
                return reliability(found.said[model], found.happened)
        return ()


def backtest(
    panel: Panel,
    test_from: date,
    test_to: date,
    *,
    horizons: Sequence[int] = HORIZONS_WEEKS,
    setting: Setting | None = None,
    progress: Progress | None = None,
) -> Backtest:
    """Answer every origin of a test range with what was known then, and keep what happened.

    Parameters
    ----------
    panel
        From some years before the test to its end.
    test_from, test_to
        Origins are the weeks that end in this range, every fourth.
    horizons
        In weeks.
    setting
        The shipped one for the panel's units if None.
    progress
        Called with a line before each fit.

    Raises
    ------
    BadSetting
        No origin in the range can be scored, or nothing before it can be fitted on.
    """
    setting = setting or load_config().of(panel.units)
    tell = progress or (lambda line: None)
    known = know(panel)
    plans = {h: folds(known, test_from, test_to, h) for h in horizons}
    first = min(fold.cut for plan in plans.values() for fold in plan)
    last = max(t for plan in plans.values() for fold in plan for t in fold.test_weeks)
    setup = set_up(
        known,
        first,
        forecast_share=setting.forecast_share,
        training_share=setting.training_share,
    )
    tell(
        f"{int(setup.forecast.sum())} dyads forecast, {int(setup.training.sum())} fitted on,"
        f" of {len(panel.dyads)}"
    )
    found: list[Answers] = []
    for horizon in horizons:
        found += _of_horizon(setup, plans[horizon], horizon, setting, tell, KINDS)
        if tells_acts(known):
            acts = replace(
                setup,
                known=acts_known(known),
                where=origins_of(acts_known(known)),
                seen={},
            )
            found += _of_horizon(acts, plans[horizon], horizon, setting, tell, ("acts",))
    shown = known.onset[setup.forecast][:, first : last + 1]
    return Backtest(
        tuple(found),
        int(setup.forecast.sum()),
        int(setup.training.sum()),
        panel.week(first) + timedelta(days=6),
        panel.week(last) + timedelta(days=6),
        int(shown.sum()),
    )


def _of_horizon(
    setup: Setup,
    plan: Sequence[Fold],
    horizon: int,
    setting: Setting,
    tell: Progress,
    kinds: Sequence[str],
) -> list[Answers]:
    parts: dict[str, list[Answers]] = {kind: [] for kind in kinds}
    for number, fold in enumerate(plan, start=1):
        week = setup.known.panel.week(fold.cut) + timedelta(days=6)
        tell(f"{horizon} weeks: fit {number} of {len(plan)}, with what was known on {week}")
        calm = fit_calibrated(setup, "all", fold.cut, horizon, setting)
        for kind in kinds:
            fitted = calm
            if kind == "post-shock":
                fitted = fit_calibrated(setup, kind, fold.cut, horizon, setting)
            answers = _answer(setup, fold, horizon, kind, fitted)
            if answers is not None:
                parts[kind].append(answers)
    return [_joined(found) for found in parts.values() if found]


def _answer(
    setup: Setup,
    fold: Fold,
    horizon: int,
    kind: str,
    fitted: tuple[Hazard, Calibration],
) -> Answers | None:
    happened, _ = labels(setup.known, horizon)
    mask = setup.kind(kind) & setup.forecast[:, None]
    table = table_at(setup, fold.test_weeks, mask)
    if not len(table.dyad):
        return None
    test = Rows(table.dyad, table.week, happened[table.dyad, table.week].astype(np.float64))
    train = rows_before(setup, mask, happened, fold.cut, horizon)
    # Baselines of relapse origins are those of all calm ones, told apart by their features.
    wide = train
    if kind == "relapse":
        calm = setup.kind("all") & setup.forecast[:, None]
        wide = rows_before(setup, calm, happened, fold.cut, horizon)
    hazard, calibration = fitted
    if not len(wide.dyad):
        return None
    said = {MODEL: calibration.probability(hazard.raw(table.values))}
    for name, method in METHODS.items():
        said[name] = method(wide, test, setup.known, horizon)
    base = said["base-rate"]
    own = np.full(len(test.dyad), train.happened.mean() if len(train.dyad) else base[0])
    return Answers(kind, horizon, test.dyad, test.week, test.happened, base, own, said)


def rows_before(setup: Setup, mask: Bools, happened: Bools, cut: int, horizon: int) -> Rows:
    """The rows of a mask whose labels are fully observed at the end of week ``cut``."""
    weeks = np.array(training_weeks(cut, horizon), dtype=np.int64)
    dyad, at = np.nonzero(mask[:, weeks])
    return Rows(dyad, weeks[at], happened[dyad, weeks[at]].astype(np.float64))


def _joined(parts: Sequence[Answers]) -> Answers:
    first = parts[0]
    return Answers(
        first.kind,
        first.horizon_weeks,
        np.concatenate([p.dyad for p in parts]),
        np.concatenate([p.week for p in parts]),
        np.concatenate([p.happened for p in parts]),
        np.concatenate([p.base for p in parts]),
        np.concatenate([p.own for p in parts]),
        {name: np.concatenate([p.said[name] for p in parts]) for name in first.said},
    )
