"""repair-v1: silence mends nothing, cooperation does, nothing looks ahead."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.outlook.panel import Panel, panel_from_events
from detente.outlook.repair import fit_repairs, repair_features, ruptures_of

MONDAY = np.datetime64("2010-01-04", "D")


def panel_of(rows: list[tuple[int, int, float]], weeks: int) -> Panel:
    """Rows are week, quad class and score, of one dyad."""
    week, quad, score = (np.array(column) for column in zip(*rows, strict=True))
    n = len(rows)
    return panel_from_events(
        np.full(n, "AAA"), np.full(n, "BBB"), MONDAY + 7 * week + 2, score, quad,
        first_day=date(2010, 1, 4),
        last_day=date.fromisoformat(str(MONDAY + 7 * weeks - 1)),
    )  # fmt: skip


def friends_then_blow(after: list[tuple[int, int, float]]) -> Panel:
    before = [(w, 1, 3.0) for w in range(40) for _ in range(2)]
    blow = [(40, 4, -10.0)] * 6
    return panel_of([*before, *blow, *after], 80)


def test_silence_mends_nothing_and_cooperation_does() -> None:
    silent = ruptures_of(friends_then_blow([]))
    assert silent.ruptured[0, 40]
    assert silent.inside[0, 40:].all()
    again = ruptures_of(friends_then_blow([(w, 1, 4.0) for w in range(60, 75)]))
    week = int(np.flatnonzero(again.repaired[0])[0])
    assert 60 <= week < 75
    assert again.inside[0, 40:week].all()
    assert not again.inside[0, week:].any()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 79), st.integers(1, 4)), min_size=5, max_size=60),
       st.integers(10, 78))  # fmt: skip
def test_ruptures_and_their_features_do_not_look_ahead(rows: list[tuple[int, int]], t: int) -> None:
    acts = [(w, q, {1: 3.0, 2: 6.0, 3: -3.0, 4: -9.0}[q]) for w, q in rows]
    wild = [*(a for a in acts if a[0] <= t), (79, 4, -10.0), (79, 4, -10.0)]
    if not any(a[0] <= t for a in acts):
        return
    one, two = panel_of(acts, 80), panel_of(wild, 80)
    a, b = ruptures_of(one), ruptures_of(two)
    for name in ("inside", "ruptured", "repaired", "began"):
        x, y = getattr(a, name)[:, : t + 1], getattr(b, name)[:, : t + 1]
        assert (x == y).all(), name
    for d, week in zip(*np.nonzero(a.inside[:, : t + 1]), strict=True):
        x = repair_features(one, a, int(d), int(week))
        assert (x == repair_features(two, b, int(d), int(week))).all()


def test_a_fit_gives_odds_and_says_how_it_scored() -> None:
    rng = np.random.default_rng(1)
    weeks = 600
    names, rows = [], []
    for d in range(12):
        shock = set(rng.choice(weeks, 8, replace=False).tolist())
        silent = 0
        for week in range(weeks):
            quad, score, times = (4, -10.0, 6) if week in shock else (1, 3.0, 2)
            silent = int(rng.integers(2, 40)) if week in shock else silent - 1
            if silent > 0 and week not in shock:
                continue
            rows += [(week, quad, score)] * times
            names += [f"A{d:02d}"] * times
    week, quad, score = (np.array(column) for column in zip(*rows, strict=True))
    panel = panel_from_events(
        np.array(names), np.full(len(rows), "ZZZ"), MONDAY + 7 * week, score, quad
    )
    hazard, calibration, figures = fit_repairs(panel, 13)
    assert figures["origins"] == "repair"
    assert 0 < float(str(figures["base_rate"])) <= 1
    low, high = calibration.interval(np.array([0.0]))
    assert low[0] <= 0.5 <= high[0]
    assert len(hazard.names) == len(hazard.mean)
