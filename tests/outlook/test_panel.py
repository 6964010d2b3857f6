"""Daily nets and events become the same weeks whatever their order, and bad files are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadDataFile
from detente.outlook.panel import panel_from_days, panel_from_events, read_net_panel

MONDAY = np.datetime64("2020-01-06", "D")


def test_conflict_is_scaled_to_a_week_and_a_thin_week_is_unknown() -> None:
    present = MONDAY + np.array([0, 1, 2, 3, 4, 7, 8, 9])
    panel = panel_from_days(
        np.array(["RUS-TUR", "RUS-TUR", "RUS-TUR"]),
        MONDAY + np.array([0, 1, 7]),
        np.array([50.0, 0.0, 70.0]),
        np.array([0.0, 20.0, 0.0]),
        present,
        units="net",
    )
    assert panel.monday == date(2020, 1, 6)
    assert panel.days.tolist() == [5, 3]
    assert panel.neg[0, 0] == pytest.approx(70)
    assert panel.pos[0, 0] == pytest.approx(28)
    assert panel.active[0, 0] == pytest.approx(2 * 7 / 5)
    assert np.isnan(panel.neg[0, 1])
    assert panel.known.tolist() == [True, False]


def test_rows_of_days_without_data_are_left_out() -> None:
    panel = panel_from_days(
        np.array(["A-B", "A-B"]),
        MONDAY + np.array([2, 6]),
        np.array([5.0, 1000.0]),
        np.zeros(2),
        MONDAY + np.arange(6),
        units="net",
    )
    assert panel.neg[0, 0] == pytest.approx(5 * 7 / 6)


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_events_changes_nothing(random: object) -> None:
    rng = np.random.default_rng(0)
    n = 60
    source = rng.choice(["RUS", "TUR", "SYR"], n)
    target = rng.choice(["RUS", "TUR", "SYR"], n)
    days = MONDAY + rng.integers(0, 40, n)
    quad = rng.integers(1, 5, n)
    score = np.where(quad >= 3, -5.0, 4.0)
    order = list(range(n))
    random.shuffle(order)  # type: ignore[attr-defined]
    one = panel_from_events(source, target, days, score, quad)
    two = panel_from_events(source[order], target[order], days[order], score[order], quad[order])
    assert one.dyads == two.dyads
    np.testing.assert_array_equal(one.neg, two.neg)
    np.testing.assert_array_equal(one.extra["material_conflict"], two.extra["material_conflict"])


def test_events_sum_both_directions_and_the_worst_day_is_a_days() -> None:
    panel = panel_from_events(
        np.array(["RUS", "TUR", "TUR", "RUS"]),
        np.array(["TUR", "RUS", "RUS", "RUS"]),
        MONDAY + np.array([0, 0, 3, 3]),
        np.array([-10.0, -5.0, 7.0, -9.0]),
        np.array([4, 3, 2, 4]),
        last_day=date(2020, 1, 12),
    )
    assert panel.dyads == ("RUS-TUR",)
    assert panel.neg[0, 0] == 15
    assert panel.pos[0, 0] == 7
    assert panel.worst[0, 0] == 15
    assert panel.active[0, 0] == 3
    assert panel.extra["first_conflict"][0, 0] == 10


def written(
    folder: Path, rows: list[tuple[str, str, str, float]], days: list[str]
) -> tuple[str, str]:
    net, shown = folder / "net.parquet", folder / "days.parquet"
    pd.DataFrame(rows, columns=["date", "a", "b", "net"]).to_parquet(net)
    pd.DataFrame({"date": days}).to_parquet(shown)
    return str(net), str(shown)


def test_files_are_read_sorted_and_the_later_file_wins(tmp_path: Path) -> None:
    week = [f"2020-01-{d:02d}" for d in range(6, 13)]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, days = written(tmp_path / "one", [("2020-01-06", "TUR", "RUS", -50.0)], week)
    later, more = written(
        tmp_path / "two",
        [("2020-01-06", "RUS", "TUR", -80.0), ("2020-01-07", "A", "A", -9.0)],
        week,
    )
    panel = read_net_panel([first, later], [days, more])
    assert panel.dyads == ("RUS-TUR",)
    assert panel.neg[0, 0] == 80


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    net, days = written(tmp_path, [("2020-01-06", "A", "B", 1.0)], ["2020-01-06"])
    bad = tmp_path / "bad.parquet"
    bad.write_bytes(b"no parquet")
    with pytest.raises(BadDataFile, match=r"bad\.parquet"):
        read_net_panel([str(bad)], [days])
    with pytest.raises(BadDataFile, match="no column 'a'"):
        read_net_panel([days], [days])
    written(tmp_path, [("yesterday", "A", "B", 1.0)], ["2020-01-06"])
    with pytest.raises(BadDataFile, match="date"):
        read_net_panel([net], [days])
