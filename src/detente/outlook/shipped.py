"""The trained models that the package ships: plain arrays and their figures.

What comes in: ``data/model_*.npz``, ``data/models.json`` and ``data/reliability.json``, written by
``python -m training.outlook.train``. What goes out: a `Shipped` that gives calibrated odds at
any horizon up to the longest scored; what such odds said in the backtest and what happened. No
pickles, no scikit-learn at use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadSetting
from detente.measure.forecast import Bin
from detente.outlook.calibration import Calibration, calibration_of
from detente.outlook.hazard import Hazard, hazard_of
from detente.outlook.target import HORIZONS_WEEKS, Floats
from detente.records import ModelCard

NAME = "discrete_time_hazard"
LONGEST_DAYS = 182
KINDS = ("all", "post-shock", "acts", "repair")


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of a model at one kind of origin and horizon, from its backtest."""

    base_rate: float
    brier: float | None
    brier_skill: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Odds:
    """A probability with its 80 % interval and the base rate."""

    probability: float
    low: float
    high: float
    base_rate: float


@dataclass(frozen=True, slots=True)
class Shipped:
    """The models of one kind of data: ``units`` is ``net`` or ``events``."""

    units: str
    version: str
    cut_off: str
    hazards: Mapping[tuple[str, int], Hazard]
    calibrations: Mapping[tuple[str, int], Calibration]
    figures: Mapping[tuple[str, int], Figures]

    def names(self, kind: str) -> tuple[str, ...]:
        """The features that a kind's hazards read, in order; none if all say the base rate."""
        return max((self.hazards[kind, weeks].names for weeks in HORIZONS_WEEKS), key=len)

    def row(self, kind: str, features: Mapping[str, float]) -> Floats:
        """Features by name as a row for the kind's hazards."""
        return np.array([features[name] for name in self.names(kind)], dtype=np.float64)

    def odds(self, kind: str, row: Floats, horizon_days: int) -> Odds:
        """The odds within a horizon of 1 to 182 days.

        Between the horizons that were fitted, the cumulative hazard runs straight; longer
        horizons never have lower odds.

        Raises
        ------
        BadSetting
            The horizon is shorter or longer than what was scored.
        """
        check_horizon(horizon_days)
        weeks = horizon_weeks(horizon_days)
        found = [self._at(kind, row, h) for h in HORIZONS_WEEKS]
        table = np.maximum.accumulate(
            np.array([[o.probability, o.low, o.high, o.base_rate] for o in found])
        )
        hazard = -np.log1p(-np.minimum(table, 1 - 1e-9))
        at = np.array([0.0, *HORIZONS_WEEKS])
        columns = np.vstack([np.zeros(4), hazard])
        p, low, high, base = (
            float(-np.expm1(-np.interp(weeks, at, columns[:, k]))) for k in range(4)
        )
        return Odds(p, low, high, base)

    def _at(self, kind: str, row: Floats, weeks: int) -> Odds:
        score = self.hazards[kind, weeks].raw(row[None, :])
        calibration = self.calibrations[kind, weeks]
        low, high = calibration.interval(score)
        said = calibration.probability(score)
        return Odds(
            float(said[0]), float(low[0]), float(high[0]), self.figures[kind, weeks].base_rate
        )

    def nearest(self, horizon_days: int) -> int:
        """The fitted horizon, in weeks, that is nearest to a horizon in days."""
        weeks = horizon_weeks(horizon_days)
        return min(HORIZONS_WEEKS, key=lambda h: abs(h - weeks))

    def contributions(self, kind: str, row: Floats, horizon_days: int) -> dict[str, float]:
        """The share of each feature in the log odds at the nearest fitted horizon."""
        hazard = self.hazards[kind, self.nearest(horizon_days)]
        _, parts = hazard.contributions(row)
        return dict(zip(hazard.names, parts.tolist(), strict=True))

    def card(self, kind: str, horizon_days: int) -> ModelCard:
        """Name, version, cut-off and score of the model at the nearest fitted horizon."""
        figures = self.figures[kind, self.nearest(horizon_days)]
        return ModelCard(
            f"{NAME} ({self.units})", self.version, self.cut_off, figures.brier, figures.brier_skill
        )


def horizon_weeks(horizon_days: int) -> float:
    """A horizon in weeks; 30, 90 and 180 days stand for 4, 13 and 26 weeks."""
    shown = {30: 4.0, 90: 13.0, 180: 26.0}
    return shown.get(horizon_days, min(horizon_days / 7, 26.0))


def check_horizon(horizon_days: int) -> None:
    """Refuse a horizon that no outlook was scored for.

    Raises
    ------
    BadSetting
        The horizon is below 1 day or above 182.
    """
    if horizon_days < 1:
        raise BadSetting(
            f"a horizon of {horizon_days} days has no day in it",
            hint="give days ahead, such as --horizon 30,90,180",
            value=horizon_days,
        )
    if horizon_days > LONGEST_DAYS:
        raise BadSetting(
            f"no outlook of {horizon_days} days was ever scored; the longest is {LONGEST_DAYS}",
            hint="give at most --horizon 182",
            value=horizon_days,
        )


def packed(
    hazards: Mapping[tuple[str, int], Hazard], calibrations: Mapping[tuple[str, int], Calibration]
) -> dict[str, NDArray[Any]]:
    """Everything as arrays by name, for ``numpy.savez_compressed``."""
    out: dict[str, NDArray[Any]] = {}
    for (kind, weeks), hazard in hazards.items():
        out.update({f"{kind}/{weeks}/hazard/{k}": v for k, v in hazard.arrays().items()})
    for (kind, weeks), found in calibrations.items():
        out.update({f"{kind}/{weeks}/calibration/{k}": v for k, v in found.arrays().items()})
    return out


@lru_cache(maxsize=2)
def load_shipped(units: str) -> Shipped:
    """The shipped models for daily nets (``net``) or single events (``events``)."""
    folder = files("detente.outlook").joinpath("data")
    facts = json.loads(folder.joinpath("models.json").read_text("utf-8"))[units]
    with as_file(folder.joinpath(f"model_{units}.npz")) as path, np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    keys = [(row["origins"], int(row["horizon_weeks"])) for row in facts["figures"]]
    return Shipped(
        units,
        facts["version"],
        facts["cut_off"],
        {key: hazard_of(_part(arrays, key, "hazard")) for key in keys},
        {key: calibration_of(_part(arrays, key, "calibration")) for key in keys},
        {key: _figures(row) for key, row in zip(keys, facts["figures"], strict=True)},
    )


@dataclass(frozen=True, slots=True)
class Tested:
    """What the models said in their backtest against what happened, on days never fitted on.

    ``bins`` by kind of origin and horizon in weeks, lowest odds first; empty where nothing could
    be scored. ``first`` and ``last`` bound the days of the outlooks.
    """

    first: str
    last: str
    bins: Mapping[tuple[str, int], tuple[Bin, ...]]


@lru_cache(maxsize=2)
def load_tested(units: str) -> Tested | None:
    """The backtest of the shipped models for ``net`` or ``events``; None where none is kept."""
    folder = files("detente.outlook").joinpath("data")
    facts = json.loads(folder.joinpath("models.json").read_text("utf-8"))[units]
    told = json.loads(folder.joinpath("reliability.json").read_text("utf-8")).get(units)
    if told is None:
        return None
    bins = {
        (kind, int(weeks)): tuple(Bin(int(n), said, seen) for n, said, seen in rows)
        for kind, table in told.items()
        for weeks, rows in table.items()
    }
    first, last = facts["test"]
    return Tested(first, last, bins)


def _part(
    arrays: Mapping[str, NDArray[Any]], key: tuple[str, int], part: str
) -> dict[str, NDArray[Any]]:
    prefix = f"{key[0]}/{key[1]}/{part}/"
    return {k.removeprefix(prefix): v for k, v in arrays.items() if k.startswith(prefix)}


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures(
        row["base_rate"], row.get("brier"), row.get("brier_skill"), row.get("low"), row.get("high")
    )


def horizons_from(text: str) -> Sequence[int]:
    """Days ahead from ``30,90,180``.

    Raises
    ------
    BadSetting
        A part is no whole number, or no horizon that was scored.
    """
    out = []
    for part in text.split(","):
        if not part.strip().lstrip("-").isdigit():
            raise BadSetting(
                f"--horizon {text!r}: {part.strip()!r} is no number of days",
                hint="days ahead, joined by commas, such as 30,90,180",
                value=text,
            )
        days = int(part)
        check_horizon(days)
        out.append(days)
    return tuple(sorted(set(out)))
