"""The protocol: embargo, refits, grid; the report's rows; what comes later changes nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import BadSetting
from detente.outlook.backtest import MODEL, Backtest, backtest
from detente.outlook.baselines import BASELINES
from detente.outlook.features import know
from detente.outlook.protocol import folds, training_weeks
from tests.outlook.synthetic import net_panel
from tests.outlook.test_features import altered_after

PANEL = net_panel(30, 200)
FROM, TO = date(2020, 3, 2), date(2021, 10, 31)


@pytest.fixture(scope="module")
def found() -> Backtest:
    return backtest(PANEL, FROM, TO, horizons=(4, 13))


def test_labels_of_training_are_observed_when_a_fit_is_made() -> None:
    for horizon in (4, 13, 26):
        for fold in folds(know(PANEL), FROM, TO, horizon):
            weeks = training_weeks(fold.cut, horizon)
            assert max(weeks) + horizon == fold.cut
            assert min(fold.test_weeks) >= fold.cut
            assert max(fold.test_weeks) < fold.cut + 26


def test_origins_are_four_weeks_apart_in_the_range_and_settled() -> None:
    for horizon in (4, 26):
        weeks = [t for fold in folds(know(PANEL), FROM, TO, horizon) for t in fold.test_weeks]
        assert set(np.diff(weeks)) == {4}
        ends = [PANEL.week(t) + timedelta(days=6) for t in weeks]
        assert FROM <= ends[0] < FROM + timedelta(days=7)
        assert ends[-1] <= TO
        assert weeks[-1] + horizon <= PANEL.weeks - 1


def test_a_row_for_each_model_origins_and_horizon(found: Backtest) -> None:
    rows = [(s.model, s.origins, s.horizon_weeks) for s in found.scores()]
    wanted = {
        (m, k, h)
        for m in (MODEL, *BASELINES)
        for k in ("all", "relapse", "post-shock")
        for h in (4, 13)
    }
    assert set(rows) == wanted
    assert len(rows) == len(wanted)
    for score in found.scores():
        assert score.low <= score.brier_skill <= score.high
        if score.model == "base-rate":
            assert score.brier_skill == pytest.approx(0)


def test_what_comes_after_an_origin_moves_no_answer(found: Backtest) -> None:
    first = min(a.week.min() for a in found.answers)
    cut = int(first) + 8
    wild = backtest(altered_after(PANEL, cut, 3), FROM, TO, horizons=(4, 13))
    for one, two in zip(found.answers, wild.answers, strict=True):
        a, b = one.week <= cut, two.week <= cut
        assert (one.dyad[a] == two.dyad[b]).all()
        assert a.any()
        for model, said in one.said.items():
            assert said[a].tobytes() == two.said[model][b].tobytes(), model


def test_an_impossible_range_says_what_the_data_hold() -> None:
    with pytest.raises(BadSetting, match="2018-01-01"):
        backtest(PANEL, date(2030, 1, 1), date(2031, 1, 1))
    with pytest.raises(BadSetting, match="begin earlier"):
        backtest(PANEL, date(2018, 3, 1), date(2019, 1, 1))


def test_the_command_prints_the_rows_of_the_issue(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    days = pd.date_range("2018-01-01", "2020-12-27").strftime("%Y-%m-%d")
    pairs = [("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC"), ("CCC", "DDD"), ("AAA", "DDD")]
    rows = [
        (day, a, b, float(rng.normal(5, 20)) - (600 if rng.uniform() < 0.01 else 0))
        for a, b in pairs
        for day in days
    ]
    halves = []
    for number, part in enumerate((rows[::2], rows[1::2])):
        path = tmp_path / f"net{number}.parquet"
        pd.DataFrame(part, columns=["date", "a", "b", "net"]).to_parquet(path)
        halves.append(str(path))
    shown = tmp_path / "days.parquet"
    pd.DataFrame({"date": days}).to_parquet(shown)
    options = ["--net", *halves, "--days", str(shown), "--test-from", "2020-01-01"]
    options += ["--test-to", "2020-12-31", "--picture", str(tmp_path / "r.png")]
    done = CliRunner().invoke(app, ["evaluate", "outlook", *options, "--format", "json"])
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert set(report["scores"][0]) >= {
        *("model", "origins", "horizon_weeks", "n", "base_rate", "brier", "brier_skill"),
        *("low", "high", "log_score", "auroc", "ece"),
    }
    assert report["dyads"] == 5
    assert (tmp_path / "r.png").stat().st_size > 10_000
