"""Look-backs across documents: which reports are put to one act, and which are kept apart."""

from __future__ import annotations

from detente.coding.incidents import case_files
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
