"""Skill does not fall: one fit on GDELT where the data are, the shipped figures everywhere."""

from __future__ import annotations

import json
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from detente.outlook.backtest import MODEL, backtest
from detente.outlook.panel import read_net_panel
from detente.outlook.shipped import load_tested

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from floors import digest_of, hold

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "events"
NET = SHARED / "gdelt_dyad_daily_net_2018_2022.parquet"
DAYS = SHARED / "gdelt_dyad_days_present_2018_2022.parquet"
# What issue 6 asks for at least, in shares of 1: all origins, 4, 13 and 26 weeks.
MUST = {4: 0.025, 13: 0.05, 26: 0.08}


@pytest.mark.skipif(not NET.is_file(), reason="needs ../shared/data/events")
def test_skill_over_one_quarter_of_2022_does_not_fall() -> None:
    panel = read_net_panel([str(NET)], [str(DAYS)])
    found = backtest(panel, date(2022, 1, 1), date(2022, 6, 26), horizons=(13,))
    score = next(s for s in found.scores() if (s.model, s.origins) == (MODEL, "all"))
    data = digest_of([NET, DAYS])
    hold("outlook.gdelt_2022.skill_13_weeks", score.brier_skill, data=data)
    hold("outlook.gdelt_2022.auroc_13_weeks", float(score.auroc or 0), data=data)
    hold("outlook.gdelt_2022.calibrated_13_weeks", 1 - score.ece, data=data)


@pytest.mark.parametrize(("weeks", "least"), MUST.items())
def test_the_shipped_models_scored_what_the_issue_asks_for(weeks: int, least: float) -> None:
    text = files("detente.outlook").joinpath("data", "models.json").read_text("utf-8")
    rows = json.loads(text)["net"]["figures"]
    row = next(r for r in rows if (r["origins"], r["horizon_weeks"]) == ("all", weeks))
    assert row["brier_skill"] >= least
    assert row["auroc"] >= 0.70
    assert row["ece"] <= 0.02


def test_what_the_shipped_models_said_is_kept_with_what_happened() -> None:
    """The reliability that pages draw is that of the backtest whose figures the models carry."""
    text = files("detente.outlook").joinpath("data", "models.json").read_text("utf-8")
    facts = json.loads(text)["events"]
    tested = load_tested("events")
    assert tested is not None
    assert [tested.first, tested.last] == facts["test"]
    rows = {(r["origins"], r["horizon_weeks"]): r for r in facts["figures"]}
    assert set(tested.bins) == set(rows)
    for key, bins in tested.bins.items():
        total = sum(b.count for b in bins)
        assert total == rows[key]["n"], key
        apart = sum(b.count * abs(b.said - b.seen) for b in bins) / total
        assert apart == pytest.approx(rows[key]["ece"], abs=2e-5), key
        assert [b.said for b in bins] == sorted(b.said for b in bins)
