"""Fit the shipped outlook models and write them into the package.

``python -m training.outlook.train`` reads ``../shared/data/events``, runs the backtests whose
figures the models carry (some minutes), fits on all data, and writes ``model_net.npz``,
``model_events.npz``, ``episodes_*.npz``, ``models.json`` and ``reliability.json`` (what was said in
the backtests and how often it happened). With ``--score`` nothing is fitted for use: the backtests
are run again, held against the figures of ``models.json``, and ``reliability.json`` alone is
written. Seed and numbers are those of ``src/detente/outlook/model.toml``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from detente.brief.charts.reliability import save_reliability
from detente.measure.forecast import Bin, reliability
from detente.outlook.acts import acts_known
from detente.outlook.backtest import MODEL, Backtest, backtest
from detente.outlook.calibration import IDENTITY, Calibration, drawn_interval, logit, widened
from detente.outlook.config import Setting, load_config
from detente.outlook.episodes import collect
from detente.outlook.features import know
from detente.outlook.fitting import base_rate_only, fit_calibrated
from detente.outlook.panel import Panel, read_event_panel, read_net_panel
from detente.outlook.protocol import labels, origins_of, set_up
from detente.outlook.repair import answers_of, fit_repairs, repair_rows, ruptures_of
from detente.outlook.report import as_json
from detente.outlook.shipped import packed
from detente.outlook.target import HORIZONS_WEEKS, definition_for

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / ".." / "shared" / "data" / "events"
NET = SOURCE / "gdelt_dyad_daily_net_2018_2022.parquet"
DAYS = SOURCE / "gdelt_dyad_days_present_2018_2022.parquet"
TARGET = ROOT / "src/detente/outlook/data"
VERSION = "2"
# Last years of each, never used to choose anything but what the model card says.
TESTS = {
    "net": (date(2021, 1, 1), date(2022, 12, 31)),
    "events": (date(2012, 1, 1), date(2014, 12, 31)),
}
EVERY = {"net": 12, "events": 4}
KINDS = ("all", "post-shock", "acts")


def tell(line: str) -> None:
    """Progress on standard error."""
    sys.stderr.write(line + "\n")


def read(units: str) -> Panel:
    """The training panel."""
    if units == "net":
        return read_net_panel([str(NET)], [str(DAYS)])
    panel, coverage = read_event_panel([str(SOURCE / "icews0515_to2014.parquet")])
    tell(coverage)
    return panel


def report(found: Backtest, units: str, setting: Setting, panel: Panel, folder: Path) -> None:
    """The whole report of a backtest, and its reliability diagram."""
    folder.mkdir(parents=True, exist_ok=True)
    told = as_json(found, found.scores(), definition_for(panel), setting)
    (folder / f"{units}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    save_reliability(found, folder / f"{units}.png")


def told_of(found: Backtest, panel: Panel, units: str) -> dict[str, Any]:
    """What was said in a backtest against what happened: bins by kind of origin and horizon.

    A bin is the number of outlooks, what they said on average and how often it happened.
    """
    out: dict[str, Any] = {
        kind: {str(weeks): _bins(found.bins(kind, weeks)) for weeks in HORIZONS_WEEKS}
        for kind in KINDS
    }
    if units == "events":
        ruptures = ruptures_of(panel)
        out["repair"] = {}
        for weeks in HORIZONS_WEEKS:
            scored = answers_of(panel, repair_rows(panel, ruptures, weeks), weeks)
            bins = () if scored is None else reliability(scored.said[MODEL], scored.happened)
            out["repair"][str(weeks)] = _bins(bins)
    return out


def _bins(bins: Sequence[Bin]) -> list[list[float]]:
    return [[b.count, round(b.said, 5), round(b.seen, 5)] for b in bins]


def rescore(units: str, known: dict[str, Any]) -> dict[str, Any]:
    """The reliability of the shipped models' backtests, without fitting them for use.

    Raises
    ------
    SystemExit
        The backtests no longer give the figures that the models carry.
    """
    panel = read(units)
    found = backtest(panel, *TESTS[units], progress=tell)
    figures = {(r["origins"], r["horizon_weeks"]): r for r in known[units]["figures"]}
    for row in (s.to_json() for s in found.scores() if s.model == MODEL and s.origins in KINDS):
        kept = figures[row["origins"], row["horizon_weeks"]]
        for name in ("n", "brier", "ece"):
            if row[name] != kept[name]:
                sys.exit(f"{units}, {row['origins']}: {name} is {row[name]}, was {kept[name]}")
    return told_of(found, panel, units)


def spread(found: Backtest, kind: str, weeks: int) -> Calibration:
    """How far the odds of a backtest might have been off, by drawing its weeks anew."""
    answers = next(a for a in found.answers if (a.kind, a.horizon_weeks) == (kind, weeks))
    return drawn_interval(logit(answers.said[MODEL]), answers.happened, answers.week)


def train(units: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit, write the arrays; what ``models.json`` and ``reliability.json`` say of them."""
    panel = read(units)
    setting = load_config().of(units)
    last = panel.weeks - 1
    setup = set_up(
        know(panel),
        last,
        forecast_share=setting.forecast_share,
        training_share=setting.training_share,
    )
    found = backtest(panel, *TESTS[units], progress=tell)
    report(found, units, setting, panel, folder)
    rows = [s.to_json() for s in found.scores() if s.model == MODEL and s.origins in KINDS]
    hazards, calibrations = {}, {}
    for row in rows:
        kind, weeks = row["origins"], row["horizon_weeks"]
        tell(f"{units}: {kind}, {weeks} weeks")
        of = setup
        if kind == "acts":
            acted = acts_known(setup.known)
            of = replace(setup, known=acted, where=origins_of(acted), seen={})
        fitted, calibration = fit_calibrated(of, kind, last, weeks, setting)
        happened, settled = labels(of.known, weeks)
        mask = (of.kind(kind) & of.forecast[:, None])[:, 60:settled]
        seen = happened[:, 60:settled][mask].astype(np.float64)
        if kind == "post-shock" and row["low"] <= 0:
            # No skill is claimed whose interval holds zero: the base rate is what is known.
            fitted, calibration = base_rate_only(seen), IDENTITY
        calibrations[kind, weeks] = widened(calibration, spread(found, kind, weeks))
        hazards[kind, weeks] = fitted
        row["base_rate"] = round(float(seen.mean()), 5)
    if units == "events":
        for weeks in HORIZONS_WEEKS:
            hazard, calibration, row = fit_repairs(panel, weeks)
            hazards["repair", weeks], calibrations["repair", weeks] = hazard, calibration
            rows.append(row)
    TARGET.mkdir(exist_ok=True)
    np.savez_compressed(TARGET / f"model_{units}.npz", **packed(hazards, calibrations))
    kept = collect(setup.known, setup.forecast, every=EVERY[units])
    np.savez_compressed(TARGET / f"episodes_{units}.npz", **kept.arrays())
    card = {
        "version": VERSION,
        "cut_off": (panel.week(panel.weeks) - timedelta(days=1)).isoformat(),
        "test": [day.isoformat() for day in TESTS[units]],
        "dyads_fitted": int(setup.training.sum()),
        "episodes": len(kept.dyad),
        "figures": rows,
    }
    return card, told_of(found, panel, units)


def main() -> None:
    """Train the models named, or both; or only score them again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", nargs="*", default=["net", "events"], help="net, events")
    parser.add_argument(
        "--report", type=Path, default=ROOT / "build" / "outlook", help="where reports go"
    )
    parser.add_argument("--score", action="store_true", help="write reliability.json alone")
    models, said = TARGET / "models.json", TARGET / "reliability.json"
    given = parser.parse_args()
    known, told = _read(models), _read(said)
    for units in given.units:
        if given.score:
            told[units] = rescore(units, known)
        else:
            known[units], told[units] = train(units, given.report)
            models.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        said.write_text(json.dumps(told, sort_keys=True) + "\n", encoding="utf-8")
        tell(f"{TARGET}: {units}")


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return found


if __name__ == "__main__":
    main()
