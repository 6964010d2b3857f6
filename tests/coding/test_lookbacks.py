"""Look-backs across documents: which reports are put to one act, and which are kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.incidents import across, case_files, same_act
from detente.records import CaseDate, FieldValue, Incident, Span

PUBLISHED = {
    "first": "2015-11-25",
    "second": "2015-11-26",
    "later": "2016-06-28",
    "years": "2019-06-28",
}


def value(words: str) -> tuple[FieldValue, ...]:
    return (FieldValue(words, None, (Span(0, len(words), words),)),)


def report(
    doc: str, victim: str, *, on: str | None = None, kind: str = "Shoot-down", place: str = ""
) -> Incident:
    day = () if on is None else (CaseDate(on, on, on, "day", (Span(0, len(on), on),)),)
    return Incident(
        name=f"Downing of {victim}",
        event=None,
        victim=value(victim),
        attack_type=value(kind),
        place=value(place) if place else (),
        date=day,
        id=f"{doc}:{victim}",
        doc_id=doc,
    )


def files(*reports: Incident) -> list[int]:
    return sorted(len(f.reports) for f in case_files(reports, PUBLISHED))


def test_an_undated_look_back_joins_the_only_act_it_can_mean() -> None:
    act = report("first", "Russian jet", on="2015-11-24", place="Syrian border")
    assert files(act, report("later", "Russian plane")) == [2]


def test_a_look_back_on_another_nation_class_or_kind_stays_apart() -> None:
    act = report("first", "Russian jet", on="2015-11-24")
    assert files(act, report("later", "Turkish jet")) == [1, 1]
    assert files(act, report("later", "Russian soldier")) == [1, 1]
    assert files(act, report("later", "Russian jet", kind="Armed Assault")) == [1, 1]


def test_a_look_back_too_late_stays_apart() -> None:
    act = report("first", "Russian jet", on="2015-11-24")
    assert files(act, report("years", "Russian jet")) == [1, 1]


def test_a_look_back_that_two_acts_fit_stays_apart() -> None:
    one = report("first", "Russian jet", on="2015-11-24")
    two = report("second", "Russian helicopter", on="2015-03-01")
    assert files(one, two, report("later", "Russian plane")) == [1, 1, 1]


def test_of_days_that_differ_by_one_there_is_one_act() -> None:
    one = report("first", "Russian jet", on="2015-11-24", place="Hatay")
    two = report("second", "Russian jet", on="2015-11-25")
    assert files(one, two) == [2]
    assert files(one, report("second", "Russian jet", on="2015-11-28")) == [1, 1]


def test_nobody_is_assassinated_twice() -> None:
    one = report("first", "Erik Dahl", on="2015-11-24", kind="Assassination")
    two = report("later", "Dahl", on="2016-06-27", kind="Assassination")
    assert files(one, two) == [2]
    assert files(one, report("later", "Karin Dahl", kind="Shoot-down")) == [1, 1]


def test_the_order_of_reports_does_not_matter() -> None:
    act = report("first", "Russian jet", on="2015-11-24")
    back = report("later", "Russian plane")
    more = report("second", "Russian warplane", on="2015-11-24")
    assert files(act, back, more) == files(more, back, act) == files(back, act, more)


@st.composite
def reports_of_a_war(draw: st.DrawFn) -> tuple[list[Incident], dict[str, str | None]]:
    """Reports of acts that no look-back is put to: of kinds that are not rare."""
    days = st.none() | st.dates(date(2015, 11, 20), date(2016, 2, 20)).map(date.isoformat)
    victims = st.sampled_from(["two soldiers", "Russian jet", "Ali Bey", "Osman Bey", "a convoy"])
    places = st.sampled_from(["", "Latakia", "Idlib", "the border near Idlib"])
    kinds = st.sampled_from(["Armed Assault", "Bombing/Explosion"])
    docs = [f"doc {n}" for n in range(draw(st.integers(1, 8)))]
    told = [
        report(draw(st.sampled_from(docs)), draw(victims), on=draw(days), kind=draw(kinds),
               place=draw(places))
        for _ in range(draw(st.integers(0, 12)))
    ]  # fmt: skip
    numbered = [replace(one, id=f"report {n}") for n, one in enumerate(told)]
    return numbered, {doc: draw(days) for doc in docs}


@given(reports_of_a_war())
def test_a_report_joins_the_first_act_that_one_of_its_reports_is_of(
    given_reports: tuple[list[Incident], dict[str, str | None]],
) -> None:
    reports, published = given_reports
    groups: list[list[Incident]] = []
    for one in sorted(reports, key=lambda i: (published[i.doc_id] or "", i.doc_id, i.id)):
        for group in groups:
            apart = all(o.doc_id != one.doc_id for o in group)
            if apart and any(same_act(o, one, published) for o in group):
                group.append(one)
                break
        else:
            groups.append([one])
    found = case_files(reports, published)
    assert sorted([r.id for r in f.reports] for f in found) == sorted(
        [r.id for r in g] for g in groups
    )
    assert [f.id for f in case_files(reports[::-1], published)] == [f.id for f in found]


def test_many_acts_are_told_apart_without_holding_each_against_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []
    fuller = across._fuller
    alike = across._alike
    monkeypatch.setattr(across, "_alike", lambda a, b: compared.append(0) or alike(a, b))
    monkeypatch.setattr(across, "_fuller", lambda a, b: compared.append(0) or fuller(a, b))
    many = [
        report(f"doc {n}", f"Envoy{n} Name{n}", on=f"20{n // 12:02d}-{n % 12 + 1:02d}-01")
        for n in range(300)
    ]
    assert len(case_files(many, {})) == 300
    assert len(compared) < 1000  # each against each would be 44,850
