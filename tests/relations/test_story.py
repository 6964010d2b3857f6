"""Shocks, phases and why: what is told adds up, and others' violence is told apart."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from detente.codebook import load_codebook
from detente.errors import BadSetting
from detente.records import Event
from detente.relations import (
    Shock,
    dyad_acts,
    dyad_history,
    find_side,
    phases_of,
    proofs,
    shocks_of,
    why,
)
from detente.store import Store, open_store
from strategies import make_event, make_reading, synthetic_reading

pytestmark = pytest.mark.usefixtures("engine")


CASE = Path(__file__).parents[3] / "shared" / "data" / "events" / "case_rus_tur_2015_2017.csv"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.duckdb") as opened:
        yield opened


def told(store: Store, a: str = "RUS", b: str = "TUR") -> list[Shock]:
    return shocks_of(dyad_history(store, a, b), dyad_acts(store, a, b))


def event(kind: str, actor: str, recipient: str, day: str, score: float, number: int = 0) -> Event:
    """`make_event` of any type of the codebook."""
    made = make_event("ACCUSE", actor, recipient, day=day, score=score, number=number)
    return replace(made, event_type=kind, quad_class=load_codebook().quad_class(kind))


def crisis(store: Store) -> None:
    """A year of talks, a rupture in a week of many acts, half a year of strain, then regret."""
    start = date(2015, 1, 5)
    for week in range(100):
        day = (start + timedelta(weeks=week)).isoformat()
        events: list[Event] = []
        if week < 50 or week > 75:
            events = [event("CONSULT", "RUS TUR", "", day, 2.5)]
        if week == 50:
            events = [
                event("ASSAULT", "TUR/MIL", "RUS", day, -10.0),
                event("SANCTION", "RUS", "TUR", day, -8.0, 1),
                event("ACCUSE", "RUS", "TUR", day, -4.0, 2),
                event("REJECT", "RUS", "TUR", day, -5.0, 3),
            ]
        if week == 75:
            events = [
                event("CONCEDE", "TUR", "RUS", day, 6.0),
                event("CONSULT", "RUS TUR", "", day, 5.0, 1),
                event("AGREE", "RUS TUR", "", day, 7.0, 2),
            ]
        if week == 90:
            events.append(event("ASSAULT", "TUR/CVL", "RUS/GOV", day, -10.0, 9))
        if events:
            store.add(make_reading(f"d{week}", day, *events))


def test_rupture_repair_and_violence_by_others(store: Store) -> None:
    crisis(store)
    rupture, repair, violence = told(store)
    assert (rupture.kind, rupture.week) == ("rupture", "2015-12-21")
    assert (rupture.until, rupture.weeks) == (repair.week, 25)
    assert (repair.kind, repair.week) == ("repair", "2016-06-13")
    assert (violence.kind, violence.held) == ("third-party", True)
    acts = {act.event_id: act for act in dyad_acts(store, "RUS", "TUR")}
    assert [acts[i].score for i in rupture.events] == [-10.0, -8.0, -5.0, -4.0]
    assert all(acts[i].score > 0 for i in repair.events)
    assert [acts[i].direction for i in violence.events] == ["*>RUS"]
    phases = phases_of(dyad_history(store, "RUS", "TUR"))
    assert [p.phase for p in phases][:3] == ["cooperation", "rupture", "normalisation"]
    for one, after in pairwise(phases):
        assert date.fromisoformat(one.last) + timedelta(weeks=1) == date.fromisoformat(after.first)


def test_the_shares_of_a_week_sum_to_its_move(tmp_path: Path) -> None:
    with open_store(tmp_path / "b.duckdb") as store:
        store.add_all([synthetic_reading(n) for n in range(400)])
        history = dyad_history(store, "RUS", "TUR")
        acts = dyad_acts(store, "RUS", "TUR")
        checked = 0
        for i, week in enumerate(history.weeks):
            if not week.events:
                continue
            got = why(history, acts, date.fromisoformat(week.week) + timedelta(days=3))
            moved = sum(share.moved for share in got.shares)
            assert len(got.shares) == week.events
            assert (got.before or 0.0) + got.carried + moved == pytest.approx(got.after, abs=1e-9)
            assert got.after == pytest.approx(float(history.levels.level[i]))
            found = proofs(store, (share.act.event_id for share in got.shares))
            assert len(found) == len({share.act.event_id for share in got.shares})
            checked += 1
        assert checked > 10


def test_why_of_a_week_that_is_not_there(store: Store) -> None:
    crisis(store)
    history, acts = dyad_history(store, "RUS", "TUR"), dyad_acts(store, "RUS", "TUR")
    with pytest.raises(BadSetting, match="no level"):
        why(history, acts, date(2010, 1, 1))
    silent = why(history, acts, date(2016, 3, 1))  # no reports: nothing moved, the slope carried
    assert silent.shares == ()
    assert silent.after == pytest.approx((silent.before or 0.0) + silent.carried)


@pytest.mark.skipif(not CASE.is_file(), reason="the chronology is in ../shared/data/events")
def test_the_chronology_of_2015_to_2017(store: Store) -> None:
    """Rupture in the week of 24 November 2015, repair in summer, the murder a third party's."""
    book = load_codebook()
    with CASE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for n, row in enumerate(rows):
        code = row["cameo"]
        kind = book.from_cameo(code).type
        assert kind is not None
        # The murderer was an off-duty policeman; the chronology has no column for that.
        actor = row["source"] + ("/CVL" if row["label"] == "assassinate" else "")
        both = kind in ("CONSULT", "SUPPORT", "COOPERATE")
        parties = (f"{actor} {row['target']}", "") if both else (actor, row["target"])
        made = event(kind, *parties, row["date"], book.goldstein(code))
        store.add(make_reading(f"d{n}", row["date"], made))
    check_karlov(told(store))
    history = dyad_history(store, "RUS", "TUR")
    check_held(history.weeks)


def check_karlov(shocks: list[Shock]) -> None:
    found = {shock.kind: shock for shock in shocks if shock.week < "2017"}
    assert [s.week for s in shocks if s.kind == "rupture" and s.week < "2017"] == ["2015-11-23"]
    assert "2016-06-01" <= found["repair"].week <= "2016-08-31"
    assert found["third-party"].week == "2016-12-19"
    assert found["third-party"].held


def check_held(weeks: list) -> None:  # type: ignore[type-arg]
    at = next(i for i, week in enumerate(weeks) if week.week == "2016-12-19")
    before = weeks[at - 1]
    levels = [week.level for week in weeks[at : at + 5] if week.level is not None]
    assert levels
    assert all(before.low <= level <= before.high for level in levels)


def test_find_side_by_name_is_what_a_shock_is_of(store: Store) -> None:
    crisis(store)
    assert [s.week for s in told(store, "Russia", find_side("Turkey").code)] == [
        s.week for s in told(store)
    ]
