from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from detente.brief.desk import is_third_party_violence, label_of, make_desk, shorten
from detente.brief.terminal import BLOCKS, UNKNOWN, spark, timeline
from detente.records import Party, Place, Span
from tests.brief.synthetic import MURDER, REPAIR, RUPTURE, desk, event, weeks


def test_marks_are_the_shocks_and_the_violence_by_others_in_order() -> None:
    assert [(m.kind, m.day) for m in desk().marks] == [
        ("rupture", "2015-11-24"),
        ("repair", "2016-02-10"),
        ("third-party", "2016-03-02"),
    ]


def test_a_shock_whose_event_is_not_at_hand_is_marked_on_its_week() -> None:
    marks = make_desk(weeks(), [], labels=9).marks
    assert [(m.kind, m.day, m.event) for m in marks] == [
        ("rupture", "2015-11-23", None),
        ("repair", "2016-02-08", None),
    ]


def test_undated_news_is_marked_on_its_publication() -> None:
    undated = replace(RUPTURE, date=None)
    published = {RUPTURE.doc_id: "2015-11-25"}.get
    days = [m.day for m in make_desk(weeks(), [undated], labels=9, published=published).marks]
    assert days[0] == "2015-11-25"


def test_a_report_of_the_act_labels_it_rather_than_a_look_back() -> None:
    back = event("2015-11-24", "Shooting down jets of Russia", "Shooting", actor="TUR")
    back = replace(back, id="back", actor=(Party("Turkey", "TUR"),))
    first = weeks()[:8]
    told = replace(first[7], event_ids=("back", RUPTURE.id))
    marks = make_desk([*first[:7], told], [back, RUPTURE], labels=9).marks
    assert [m.event for m in marks] == [RUPTURE]


def test_few_labels_still_leave_room_for_violence_by_others() -> None:
    marks = desk(labels=3).marks
    assert {m.kind for m in marks} == {"rupture", "repair", "third-party"}
    assert len(desk(labels=1).marks) == 1


def test_violence_by_others_is_an_assault_by_no_state_from_or_in_the_other_side() -> None:
    assert is_third_party_violence(MURDER, "RUS", "TUR")
    assert not is_third_party_violence(RUPTURE, "RUS", "TUR"), "a state did it"
    assert not is_third_party_violence(REPAIR, "RUS", "TUR"), "no assault"
    assert not is_third_party_violence(MURDER, "USA", "IRN"), "it hit neither"
    elsewhere = replace(MURDER, actor=(Party("gunmen", None),))
    assert not is_third_party_violence(elsewhere, "RUS", "TUR"), "the other has no part in it"
    in_ankara = replace(elsewhere, place=Place("Ankara", "TUR", None, None, Span(0, 0, "")))
    assert is_third_party_violence(in_ankara, "RUS", "TUR")
    soldiers = replace(MURDER, actor=(Party("soldiers", "TUR", ("MIL",)),))
    assert not is_third_party_violence(soldiers, "RUS", "TUR"), "soldiers act for their state"


def test_violence_taken_for_granted_without_a_day_is_no_mark_of_its_publication() -> None:
    undated = replace(MURDER, date=None)
    known = {MURDER.doc_id: "2016-03-03"}.get
    for decided, marked in (("pattern:x", True), ("pattern:x in passing", False)):
        told = replace(undated, decided_by=decided)
        marks = make_desk(weeks(), [told], labels=9, published=known).marks
        assert ("third-party" in {m.kind for m in marks}) is marked


def test_what_is_not_asserted_is_no_mark() -> None:
    rumour = replace(MURDER, status="suspected")
    assert "third-party" not in {m.kind for m in make_desk(weeks(), [rumour], labels=9).marks}


@given(st.text(max_size=200), st.integers(10, 80))
def test_labels_never_exceed_their_length(text: str, length: int) -> None:
    assert len(shorten(text, length)) <= length


def test_a_label_without_its_actor_names_it_by_code() -> None:
    back = event("2015-11-24", "Shooting down jets of Russia", "Shooting", actor="TUR")
    back = replace(back, actor=(Party("Turkey", "TUR", span=Span(19, 23, "jets")),))
    assert label_of(back) == "TUR: Shooting down jets of Russia"


def test_a_label_begins_with_the_party_and_does_not_hang() -> None:
    assert label_of(RUPTURE) == "Jets shot down a bomber of Russia"
    assert label_of(RUPTURE, 28) == "Jets shot down a bomber…"


@given(st.lists(st.one_of(st.none(), st.floats(-100, 100))))
def test_a_sparkline_has_a_sign_for_every_value_and_a_dot_for_the_unknown(
    values: list[float | None],
) -> None:
    drawn = spark(values)
    assert len(drawn) == len(values)
    for sign, value in zip(drawn, values, strict=True):
        assert sign in (UNKNOWN if value is None else BLOCKS)


def test_the_terminal_shows_marks_and_unknown_weeks() -> None:
    from rich.console import Console

    console = Console(width=100, record=True, file=io.StringIO())
    console.print(timeline(desk(), columns=100))
    shown = console.export_text()
    assert "▼" in shown
    assert "▲" in shown
    assert "✚" in shown
    level = next(line for line in shown.splitlines() if line.strip().startswith("level"))
    assert level.count(UNKNOWN) == sum(1 for w in weeks() if not w.reports)
    assert all(len(line) <= 100 for line in shown.splitlines())
