"""Numbers are chosen on weeks before the test, and on labels that were settled before it."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.outlook.config import load_config
from detente.outlook.features import know
from detente.outlook.protocol import folds
from detente.outlook.target import HORIZONS_WEEKS
from tests.outlook.synthetic import net_panel

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from training.outlook.choose import QUARTERS, before_test, changed
from training.outlook.train import TESTS

TEST = TESTS["net"][0]


def test_no_week_that_is_kept_ends_in_the_test() -> None:
    panel = net_panel(dyads=3, weeks=200)
    kept = before_test(panel, TEST)
    sunday = kept.week(kept.weeks - 1) + timedelta(days=6)
    assert sunday < TEST <= sunday + timedelta(days=7)
    assert before_test(kept, TEST).weeks == kept.weeks


@pytest.mark.parametrize("weeks", HORIZONS_WEEKS)
def test_every_quarter_is_scored_on_labels_settled_before_the_test(weeks: int) -> None:
    known = know(before_test(net_panel(dyads=3, weeks=200), TEST))
    for quarter in QUARTERS:
        plan = folds(known, *quarter, weeks)
        last = max(t for fold in plan for t in fold.test_weeks)
        settled = known.panel.week(last + weeks) + timedelta(days=6)
        assert settled < TEST
        assert known.panel.week(min(fold.cut for fold in plan)) >= date(2019, 6, 24)
        assert len({fold.cut for fold in plan}) == 1


def test_numbers_of_the_setting_and_of_its_recipe_can_be_tried() -> None:
    tried = changed(load_config().net, {"calibration_trust": 0.5, "leaves": 15})
    assert (tried.calibration_trust, tried.hazard.leaves) == (0.5, 15)
