"""The level and the rules on it: honest about silence, blind to the future."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadDataFile
from detente.relations.level import Levels, filter_level
from detente.relations.shocks import Weekly, phases, shocks
from detente.relations.standing import surges
from detente.relations.weights import load_weights

WEIGHTS = load_weights()

weekly_numbers = st.lists(
    st.tuples(st.floats(-10, 10), st.integers(0, 12), st.integers(0, 5), st.integers(0, 5)),
    min_size=1,
    max_size=70,
)


def levels(mean: list[float], count: list[int]) -> Levels:
    return filter_level(
        np.array(mean, dtype=np.float64), np.array(count, dtype=np.int64), WEIGHTS.level
    )


def test_nothing_is_known_before_the_first_event() -> None:
    got = levels([0, 0, 3.0], [0, 0, 2])
    assert np.isnan(got.level[:2]).all()
    assert np.isnan(got.low[:2]).all()
    assert got.level[2] > 1


@settings(max_examples=60, deadline=None)
@given(st.floats(-9, 9), st.integers(1, 50), st.integers(1, 30))
def test_silence_widens_the_interval_and_never_reads_zero(
    mean: float, count: int, silent: int
) -> None:
    got = levels([mean] + [0.0] * silent, [count] + [0] * silent)
    assert (got.level == got.level[0]).all()
    assert (np.diff(got.sd) > 0).all()
    assert np.isnan(got.surprise[1:]).all()


@settings(max_examples=80, deadline=None)
@given(weekly_numbers, st.data())
def test_no_week_looks_ahead(weeks: list[tuple[float, int, int, int]], data: st.DataObject) -> None:
    """Cutting the series changes nothing before the cut: level, shocks and phases."""
    cut = data.draw(st.integers(1, len(weeks)))

    def told(part: list[tuple[float, int, int, int]]) -> list[tuple[object, ...]]:
        mean, count, conflict, cooperation = (list(c) for c in zip(*part, strict=True))
        got = levels(mean, count)
        weekly = Weekly(
            got.level,
            got.sd,
            np.array(conflict) ** 3.0,
            np.array(conflict) * 2,
            np.array(conflict),
            np.array(cooperation),
        )
        shock = shocks(weekly, WEIGHTS.shock, surges(weekly.conflict[None, :], WEIGHTS.surge)).shock
        phase = phases(got.level, shock, WEIGHTS.phase)
        return list(zip(np.nan_to_num(got.level, nan=99), shock, phase, strict=True))

    whole = told(weeks)
    assert told(weeks[:cut]) == whole[:cut]
    kinds = [shock for _, shock, _ in whole if shock]
    assert kinds == (["rupture", "repair"] * len(kinds))[: len(kinds)]


def crisis() -> tuple[Weekly, list[str | None]]:
    """Half a year of talks, a rupture in week 26, seven months of strain, a repair in week 56."""
    mean = [2.5] * 26 + [-6.0] * 4 + [-3.0] * 26 + [4.0] * 30
    count = [3] * 26 + [10] * 4 + [2] * 26 + [4] * 30
    got = levels(mean, count)
    conflict = np.array([0] * 26 + [9] * 4 + [2] * 26 + [0] * 30)
    cooperation = np.array([3] * 26 + [1] * 4 + [0] * 26 + [4] * 30)
    weekly = Weekly(got.level, got.sd, conflict * 2.0, conflict, conflict // 2, cooperation)
    return weekly, shocked(weekly)


def shocked(weekly: Weekly) -> list[str | None]:
    return shocks(weekly, WEIGHTS.shock, surges(weekly.conflict[None, :], WEIGHTS.surge)).shock


def test_a_rupture_and_its_repair_fall_in_their_weeks() -> None:
    weekly, shock = crisis()
    assert [(i, s) for i, s in enumerate(shock) if s] == [(26, "rupture"), (56, "repair")]
    phase = phases(weekly.level, shock, WEIGHTS.phase)
    assert phase[25] == "cooperation"
    assert set(phase[26:56]) == {"rupture"}
    assert phase[56] == "normalisation"
    assert phase[-1] == "cooperation"


def test_a_fall_without_material_conflict_is_no_rupture() -> None:
    weekly, _ = crisis()
    talk_only = replace(weekly, material=np.zeros_like(weekly.material))
    assert set(shocked(talk_only)) == {None}
    few = replace(weekly, conflict_reports=np.ones_like(weekly.conflict_reports))
    assert set(shocked(few)) == {None}


def test_a_rise_without_cooperation_is_no_repair() -> None:
    weekly, _ = crisis()
    silent = replace(weekly, cooperation=np.zeros_like(weekly.cooperation))
    assert [s for s in shocked(silent) if s] == ["rupture"]


def test_phases_keep_still_between_the_thresholds() -> None:
    up, down = WEIGHTS.phase.cooperation_above, WEIGHTS.phase.strain_below
    between = (up + down) / 2
    level = np.array([np.nan, up, between, down, between, between, up, between])
    assert phases(level, [None] * 8, WEIGHTS.phase) == [
        None,
        *("cooperation", "cooperation", "strain", "strain", "strain", "cooperation", "cooperation"),
    ]


def test_normalisation_ends_after_its_weeks() -> None:
    weeks = WEIGHTS.phase.normalisation_weeks
    level = np.full(weeks + 3, (WEIGHTS.phase.cooperation_above + WEIGHTS.phase.strain_below) / 2)
    shock: list[str | None] = ["rupture", "repair", *[None] * (weeks + 1)]
    phase = phases(level - 0.1, shock, WEIGHTS.phase)
    assert phase == ["rupture", *["normalisation"] * weeks, "strain", "strain"]


def test_stable_dyads_rarely_rupture() -> None:
    """False alarms a dyad-year on a stable mixture of events, three a week; seeded."""
    rng = np.random.default_rng(20151124)
    scores = np.array([2.5, 5.0, 4.5, 9.5, 0.0, -3.0, -2.0, -6.0, -7.0, -9.0])
    odds = np.array([0.44, 0.15, 0.05, 0.1, 0.05, 0.1, 0.05, 0.03, 0.02, 0.01])
    alarms, dyads, weeks = 0, 30, 156
    for _ in range(dyads):
        drawn = [rng.choice(scores, rng.poisson(3), p=odds) for _ in range(weeks)]
        got = levels([float(d.mean()) if len(d) else 0.0 for d in drawn], [len(d) for d in drawn])
        weekly = Weekly(
            got.level,
            got.sd,
            np.array([-d[d < 0].sum() for d in drawn]),
            np.array([(d <= 0).sum() for d in drawn]),
            np.array([(d <= -5).sum() for d in drawn]),
            np.array([(d > 0).sum() for d in drawn]),
        )
        alarms += shocked(weekly).count("rupture")
    print(alarms / (dyads * weeks / 52))
    assert alarms / (dyads * weeks / 52) <= 0.35


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("noise_sd = 3.0", "noise_sd = -1", "out of range"),
        ("drift_sd = 0.25", "", "drift_sd"),
        ("drift_sd = 0.25", "drift_sd = 'much'", "not a number"),
        ("[shock]", "[shocks]", "unknown part"),
        ("interval = 0.8", "interval = 80", "out of range"),
        ("rupture_reports = 4", "rupture_reports = 2.5", "not a whole number"),
        ("strain_below = 0.0", "strain_below = 3.0", "not below"),
        ("[level]", "[level", "cannot be read"),
    ],
)
def test_weights_that_do_not_hold_up(tmp_path: Path, old: str, new: str, says: str) -> None:
    import detente.relations

    shipped = Path(detente.relations.__file__).with_name("weights.toml").read_text("utf-8")
    assert old in shipped
    mine = tmp_path / "weights.toml"
    mine.write_text(shipped.replace(old, new), encoding="utf-8")
    with pytest.raises(BadDataFile) as caught:
        load_weights(mine)
    assert says in caught.value.message
