"""The answer for one dyad: what is said, when nothing is, and that nothing later enters."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadDataFile, BadSetting
from detente.outlook.answer import aligned, first_odds, outlooks, outlooks_from_net
from detente.outlook.drivers import group_of, groups, read_groups
from detente.outlook.shipped import horizons_from, load_shipped
from detente.outlook.whatif import acts_from_lines, less
from detente.relations import Act
from tests.outlook.synthetic import net_panel

AS_OF = date(2020, 6, 17)
ALL = (30, 90, 180)


def story(seed: int = 4, weeks: int = 130, rate: float = 0.4) -> list[Act]:
    """Some years of two states: mostly talk, some quarrels."""
    rng = np.random.default_rng(seed)
    out = []
    for day in range(weeks * 7):
        if rng.uniform() > rate:
            continue
        when = AS_OF - timedelta(days=day)
        hostile = rng.uniform() < 0.25
        quad = int(rng.choice([3, 4], p=[0.8, 0.2]) if hostile else rng.choice([1, 2]))
        score = {1: 3.0, 2: 6.0, 3: -3.0, 4: -7.0}[quad]
        direction = str(rng.choice(["RUS>TUR", "TUR>RUS", "RUS<>TUR"]))
        kind = "ACCUSE" if hostile else "CONSULT"
        out.append(Act(when, direction, kind, quad, score, 1, True, f"e{day}"))
    return out


def shocked() -> list[Act]:
    blow = [
        Act(AS_OF - timedelta(days=1), "TUR>RUS", kind, 4, -10.0, 9, True, f"shock-{kind}")
        for kind in ("ASSAULT", "SANCTION", "COERCE", "EXPEL")
    ]
    return story() + blow


def told(acts: list[Act], as_of: date = AS_OF) -> str:
    return json.dumps([o.to_json() for o in outlooks(acts, "RUS-TUR", as_of, ALL)])


def test_odds_grow_with_the_horizon_within_their_interval() -> None:
    everything = outlooks(story(), "RUS-TUR", AS_OF, ALL)
    found = [o for o in everything if o.target != "acts-v1"]
    assert [o.horizon_days for o in found] == list(ALL)
    said = [o.probability for o in found]
    assert said == sorted(said)
    for one in found:
        assert 0 < one.low <= one.probability <= one.high < 1
        assert 0 < one.base_rate < 1
        assert one.target == "rupture-v1"
        assert one.state in ("calm", "relapse", "post-shock")
        assert one.model is not None


@pytest.mark.parametrize("acts", [story(), shocked(), story(weeks=3), []])
def test_the_desks_odds_are_the_first_of_the_outlooks(acts: list[Act]) -> None:
    for horizon in ALL:
        whole = outlooks(acts, "RUS-TUR", AS_OF, (horizon,))[0]
        bare = replace(whole, drivers=(), precedents=(), inputs_digest="")
        assert first_odds(acts, "RUS-TUR", AS_OF, horizon) == bare


def test_drivers_name_events_that_were_given() -> None:
    acts = story()
    ids = {act.event_id for act in acts}
    found = outlooks(acts, "RUS-TUR", AS_OF, (90,))[0]
    assert found.drivers
    named = [e for d in found.drivers for e in d.events]
    assert named
    assert set(named) <= ids


def test_the_day_after_a_blow_the_question_is_repair() -> None:
    found = outlooks(shocked(), "RUS-TUR", AS_OF, ALL)
    assert {o.state for o in found} == {"in rupture"}
    assert {o.target for o in found} == {"repair-v1"}
    before = outlooks(shocked(), "RUS-TUR", AS_OF - timedelta(days=2), ALL)
    assert {o.target for o in before} - {"acts-v1"} == {"rupture-v1"}


def test_hostile_acts_are_forecast_beside_ruptures_unless_one_was_just_seen() -> None:
    found = outlooks(story(), "RUS-TUR", AS_OF, ALL)
    beside = [o for o in found if o.target == "acts-v1"]
    assert [o.horizon_days for o in beside] == list(ALL)
    said = [o.probability for o in beside]
    assert said == sorted(said)
    assert not [o for o in outlooks(shocked(), "RUS-TUR", AS_OF, ALL) if o.target == "acts-v1"]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 200), st.integers(0, 10_000))
def test_nothing_after_the_day_moves_an_outlook_by_one_bit(back: int, seed: int) -> None:
    as_of = AS_OF - timedelta(days=back)
    acts = story()
    rng = np.random.default_rng(seed)
    later = [a for a in acts if a.day > as_of]
    wild = [
        Act(
            as_of + timedelta(days=int(rng.integers(1, 300))), "RUS>TUR", "ASSAULT", 4,
            -10.0, 50, True, f"wild{i}",
        )
        for i in range(len(later))
    ]  # fmt: skip
    known = [a for a in acts if a.day <= as_of]
    mixed = [*known, *wild]
    rng.shuffle(mixed)
    assert told(acts, as_of) == told(known, as_of) == told(sorted(mixed, key=_order), as_of)


def _order(act: Act) -> tuple[date, int]:
    return act.day, -int("".join(c for c in act.event_id if c.isdigit()))


@settings(deadline=None)
@given(st.integers(0, 6))
def test_weeks_end_on_the_day_of_the_outlook(back: int) -> None:
    as_of = AS_OF - timedelta(days=back)
    panel = aligned(story(), "RUS-TUR", as_of)
    last = [a for a in story() if as_of - timedelta(days=7) < a.day <= as_of]
    assert panel.active[0, -1] == len(last)
    assert panel.neg[0, -1] == pytest.approx(sum(max(0, -a.score) for a in last))


@pytest.mark.parametrize(
    ("acts", "as_of", "why"),
    [
        ([], AS_OF, "no event"),
        (story(), date(1999, 1, 1), "no event"),
        (story(weeks=9), AS_OF, "16 weeks are needed"),
        ([a for a in story() if a.day < AS_OF - timedelta(days=500)], AS_OF, "only 0 weeks"),
    ],
)
def test_where_too_little_is_known_it_says_so(acts: list[Act], as_of: date, why: str) -> None:
    for one in outlooks(acts, "RUS-TUR", as_of, ALL):
        assert one.probability is None
        assert one.base_rate is None
        assert one.note is not None
        assert one.note.startswith("not enough to say")
        assert why in one.note


@pytest.mark.parametrize("text", ["0", "-3", "soon", "30,,90", "365", ""])
def test_a_horizon_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadSetting):
        horizons_from(text)


def test_what_if_takes_out_and_puts_in() -> None:
    acts = shocked()
    gone = [a.event_id for a in acts if a.event_id.startswith("shock")]
    calm = outlooks(less(acts, gone), "RUS-TUR", AS_OF, ALL)
    assert calm == outlooks(story(), "RUS-TUR", AS_OF, ALL)
    with pytest.raises(BadSetting, match="no event of the two"):
        less(acts, ["nonsense"])
    line = {
        "event_type": "ASSAULT",
        "quad_class": 4,
        "goldstein": -10,
        "actor": [{"country": "TUR"}],
        "recipient": [{"country": "RUS"}],
        "date": {"start": "2020-06-16"},
    }
    put_in = acts_from_lines(json.dumps(line).encode() + b"\n", "RUS", "TUR", file="x.jsonl")
    assert put_in[0].direction == "TUR>RUS"
    with pytest.raises(BadDataFile, match=r"x\.jsonl, line 2"):
        acts_from_lines(json.dumps(line).encode() + b"\n{}", "RUS", "TUR", file="x.jsonl")
    with pytest.raises(BadDataFile, match="UTF-8"):
        acts_from_lines(b"\xff\xfe\x00", "RUS", "TUR", file="x.jsonl")


def test_shipped_contributions_sum_to_the_log_odds() -> None:
    rng = np.random.default_rng(0)
    for units in ("net", "events"):
        model = load_shipped(units)
        for kind in sorted({kind for kind, _ in model.hazards}):
            hazard = model.hazards[kind, 13]
            row = hazard.mean[: len(hazard.names)] + rng.normal(size=len(hazard.names)) * 0.1
            base, parts = hazard.contributions(row)
            assert base + parts.sum() == pytest.approx(float(hazard.raw(row[None])[0]), abs=1e-9)


def test_every_feature_belongs_to_a_group_with_a_name() -> None:
    for units in ("net", "events"):
        model = load_shipped(units)
        for hazard in model.hazards.values():
            assert not [name for name in hazard.names if group_of(name) is None]
    assert len({group.name for group in groups()}) == len(groups())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a\n", "TOML"),
        ('[a]\nlabel = "x {value}"\n', "missing"),
        ('[a]\nlabel = "x"\nfeatures = []\nshown = "y"\nweeks = 1\nquads = []\n', "value"),
    ],
)
def test_a_bad_group_is_named(text: str, said: str) -> None:
    with pytest.raises(BadDataFile, match=said):
        read_groups(text, "mine.toml")


def test_daily_nets_are_answered_too() -> None:
    panel = net_panel(30, 120)
    dyad = panel.dyads[0]
    end = panel.week(118)
    found = outlooks_from_net(panel, dyad, end, ALL)
    assert all(o.probability is not None for o in found)
    cut = outlooks_from_net(panel.until(panel.last_whole_week(end) + 1), dyad, end, ALL)
    assert [o.to_json() for o in found] == [o.to_json() for o in cut]
    for other, day, why in (
        ("XXX-YYY", end, "no row"),
        (dyad, date(2001, 1, 1), "begin on"),
        (dyad, date(2040, 1, 1), "end on"),
        (dyad, panel.week(5), "fewer than"),
    ):
        one = outlooks_from_net(panel, other, day, (30,))[0]
        assert one.probability is None
        assert why in str(one.note)
