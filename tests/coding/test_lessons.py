"""What annotations teach the encoder: the words of values, who holds a view, what tells a case."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from training.encoder.lessons import quoted

TEXT = (
    "Gunmen opened fire on the consul in Van. The governor suspects a rival clan. "
    "Much later the governor went home. A clerk said that they wore masks."
)


def annotation(**changed: object) -> dict[str, object]:
    fields = {
        "perpetrator": [{"value": "Gunmen", "quote": "Gunmen opened fire"}],
        "place": [{"value": "the town", "quote": "the consul in Van"}],
        "date": [{"value": "Monday", "quote": "opened fire"}],
        "suspects": [
            {"value": "a rival clan", "quote": "suspects a rival clan", "by": "The governor"}
        ],
    }
    told = {
        "events": [{"id": "e1", "triggers": [[7, "opened"]]}],
        "incidents": [{"event": "e1", "fields": fields}],
        "hypotheses": [],
        "stakes": [],
        "claims": [{"speaker": "A clerk", "quote": "they wore masks"}],
        "signals": [],
    }
    return told | changed


def words(raw: dict[str, object], tag: str) -> list[str]:
    return [TEXT[a:b] for a, b, t in quoted(TEXT, raw) if t == tag]


def test_a_field_marks_its_value_and_not_the_quote_around_it() -> None:
    assert words(annotation(), "f:perpetrator") == ["Gunmen"]
    assert words(annotation(), "f:suspects") == ["a rival clan"]


def test_a_value_in_other_words_marks_its_quote() -> None:
    assert words(annotation(), "f:place") == ["the consul in Van"]


def test_the_act_of_a_case_and_who_holds_a_view_are_marked() -> None:
    assert words(annotation(), "f:act") == ["opened"]
    assert words(annotation(), "holder") == ["The governor"]
    assert words(annotation(), "speaker") == ["A clerk"]


def test_the_author_has_no_name_to_mark() -> None:
    raw = annotation(claims=[{"speaker": "author", "quote": "they wore masks"}])
    assert words(raw, "speaker") == []


def test_fields_that_only_some_articles_have_are_not_taught() -> None:
    assert words(annotation(), "f:date") == []
