"""Ruptures found on the dated crises of 2018-2022; the counting, and floors that only rise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.evaluation.shocks import (
    BEFORE_DAYS,
    DETECTORS,
    Detection,
    Tally,
    Weeks,
    best_at,
    cusum,
    fixed,
    held_out,
    label,
    ours,
    pelt,
    tally,
    total,
)
from floors import digest_of, hold

ROOT = Path(__file__).parents[2]
EVENTS = ROOT.parent / "shared" / "data" / "events"
NET = EVENTS / "gdelt_dyad_daily_net_2018_2022.parquet"
DAYS = EVENTS / "gdelt_dyad_days_present_2018_2022.parquet"
KNOWN = EVENTS / "known_shocks_2018_2022.csv"


def weeks_of(conflict: list[float]) -> Weeks:
    neg = np.array([conflict])
    return Weeks(("A-B",), date(2018, 1, 1), neg, -neg)


def test_a_hit_is_counted_by_the_days_between() -> None:
    weeks = weeks_of([10.0] * 60)
    none = np.zeros((1, 60), dtype=bool)
    alarms = none.copy()
    alarms[0, 40] = True  # raised on Sunday 2018-10-14
    for day, announced in (
        (date(2018, 10, 14), 1),
        (date(2018, 10, 21), 1),  # seven days after the alarm
        (date(2018, 10, 22), 0),
        (date(2018, 9, 23), 1),  # 21 days before it
        (date(2018, 9, 22), 0),
    ):
        (got,) = tally(weeks, Detection(none, alarms), [("A-B", day)])
        assert (got.shocks, got.announced, got.flagged) == (1, announced, 0), day
        assert got.unlisted == 1 - announced
    assert BEFORE_DAYS == 7
    # A shock before there is any past to judge by counts for nobody.
    (got,) = tally(weeks, Detection(none, alarms), [("A-B", date(2018, 2, 1))])
    assert got.shocks == 0
    assert got.years == pytest.approx(44 * 7 / 365.25)


def test_a_flag_is_looked_for_in_four_weeks() -> None:
    weeks = weeks_of([10.0] * 60)
    flagged = np.zeros((1, 60), dtype=bool)
    flagged[0, 40] = True
    for week, hit in ((36, 0), (37, 1), (40, 1), (41, 0)):
        day = date.fromordinal(date(2018, 1, 1).toordinal() + 7 * week + 2)
        (got,) = tally(weeks, Detection(flagged, flagged & False), [("A-B", day)])
        assert got.flagged == hit, week


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_no_detector_looks_ahead_and_each_finds_a_plain_break(name: str) -> None:
    if name.startswith("PELT"):
        pytest.importorskip("ruptures")
    rng = np.random.default_rng(3)
    conflict = rng.uniform(20, 60, 90)
    conflict[60:64] = 5000.0
    detector, thresholds = DETECTORS[name]
    at = thresholds[len(thresholds) // 2]
    whole = detector(weeks_of(conflict.tolist()), at)
    assert whole.alarms[0, 60:63].any()
    assert not whole.alarms[0, 20:60].any()
    part = detector(weeks_of(conflict[:62].tolist()), at)
    np.testing.assert_array_equal(part.alarms[0], whole.alarms[0, :62])
    np.testing.assert_array_equal(part.flagged[0], whole.flagged[0, :62])


def test_the_threshold_is_chosen_within_the_rate_and_on_other_dyads() -> None:
    def counts(announced: int, alarms: int) -> Tally:
        return Tally(10, announced, announced, alarms, 0, 0, 10.0)

    swept = {1.0: [counts(9, 9), counts(9, 2)], 2.0: [counts(5, 3), counts(5, 3)]}
    assert best_at(swept, 0.5, [0]) == 2.0
    assert best_at(swept, 0.5, [1]) == 1.0
    assert best_at(swept, 0.1, [0]) is None
    assert held_out(swept, 0.5).announced == 9 + 5


@pytest.mark.skipif(not NET.is_file(), reason="GDELT's dyad days are in ../shared/data/events")
def test_known_shocks_are_found_at_half_the_alarms_of_the_label() -> None:
    """The issue: as many flagged as the label, at no more than 0.5 alarms, aim 0.35."""
    from benchmarks.shocks import read_listed, read_weeks

    listed = read_listed(KNOWN)
    weeks = read_weeks(EVENTS, {dyad for dyad, _ in listed})
    ours_, labelled = (total(tally(weeks, f(weeks, 2.0), listed)) for f in (ours, label))
    assert ours_.flagged == labelled.flagged
    assert ours_.rate <= 0.35
    data = digest_of([NET, DAYS, KNOWN])
    hold("relations.known_shocks.flagged", ours_.flagged / ours_.shocks, data=data)
    hold("relations.known_shocks.announced", ours_.announced / ours_.shocks, data=data)
    hold("relations.known_shocks.alarms_spared", 1 - ours_.rate, data=data)
    for other, at in ((cusum, 9.0), (fixed, 2000.0), (pelt, 17.0)):
        theirs = total(tally(weeks, other(weeks, at), listed))
        assert theirs.announced <= ours_.announced or theirs.rate > 0.35
        assert theirs.flagged < ours_.flagged
