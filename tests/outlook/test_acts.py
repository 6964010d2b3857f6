"""acts-v1: weeks of hostile acts take the place of rupture weeks, and are scored beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from detente.outlook.acts import acts_known, tells_acts
from detente.outlook.backtest import MODEL, backtest
from detente.outlook.features import know
from detente.outlook.panel import Panel, read_event_panel
from tests.outlook.synthetic import net_panel

NAMES = ["China", "Japan", "Ministry (India)", "Military (Pakistan)", "Citizen (France)", "Nobody"]


def written(folder: Path) -> str:
    rng = np.random.default_rng(2)
    n = 6000
    cameo = rng.choice(["042", "112", "161", "190"], n, p=[0.7, 0.27, 0.02, 0.01])
    table = pd.DataFrame(
        {
            "date": (np.datetime64("2010-01-04") + rng.integers(0, 1000, n)).astype(str),
            "source": rng.choice(NAMES, n),
            "target": rng.choice(NAMES, n),
            "cameo": cameo,
            "quad": np.where(cameo == "042", 1, np.where(cameo == "112", 3, 4)),
            "goldstein": np.where(cameo == "042", 2.0, np.where(cameo == "112", -2.0, -8.0)),
        }
    )
    # Now and then a week of blows between two states, for ruptures.
    pairs = [("China", "Japan"), ("China", "Ministry (India)"), ("Japan", "Military (Pakistan)")]
    blows = [
        {"date": str(np.datetime64("2010-06-07") + 7 * w + d), "source": a, "target": b,
         "cameo": "190", "quad": 4, "goldstein": -10.0}
        for w in range(3, 110, 9)
        for a, b in pairs[w % 3 :]
        for d in range(5)
    ]  # fmt: skip
    table = pd.concat([table, pd.DataFrame(blows)], ignore_index=True)
    path = folder / "events.parquet"
    table.to_parquet(path)
    return str(path)


def panel_of(folder: Path) -> tuple[Panel, str]:
    return read_event_panel([written(folder)])


def test_roles_and_countries_are_mapped_and_the_rest_is_counted(tmp_path: Path) -> None:
    panel, coverage = panel_of(tmp_path)
    states = {code for dyad in panel.dyads for code in dyad.split("-")}
    assert states == {"CHN", "JPN", "IND", "PAK"}
    assert coverage.startswith("4 of 6 names")


def test_weeks_with_a_hostile_act_take_the_place_of_ruptures(tmp_path: Path) -> None:
    panel, _ = panel_of(tmp_path)
    known = know(panel)
    acted = acts_known(known)
    assert tells_acts(known)
    assert not tells_acts(know(net_panel(5, 40)))
    assert (acted.rupture == (panel.extra["hostile_acts"] > 0)).all()
    assert acted.rupture.sum() > known.rupture.sum()
    assert (acted.onset <= acted.rupture).all()


def test_both_targets_are_scored(tmp_path: Path) -> None:
    panel, _ = panel_of(tmp_path)
    found = backtest(panel, date(2012, 1, 1), date(2012, 8, 1), horizons=(4,))
    rows = {(s.origins, s.model): s.to_json() for s in found.scores()}
    assert rows["acts", MODEL]["target"] == "acts-v1"
    assert rows["all", MODEL]["target"] == "rupture-v1"
    assert rows["acts", MODEL]["base_rate"] > rows["all", MODEL]["base_rate"]
