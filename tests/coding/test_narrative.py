"""The year of a month that names none: told by a heading, by the sentence, or pointed at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.sentence import Sentence, sentences
from detente.coding.when import Narrative, find_dates
from detente.language import load, parse
from tests.coding.build import plain

Told = Callable[[str, date | None], list[tuple[str, str]]]
MARCH = date(2011, 3, 15)


def told_by(texts: list[Sentence], published: date | None) -> list[tuple[str, str]]:
    narrative = Narrative(texts, published)
    return [
        (m.span.text, m.date.start)
        for s in texts
        for m in narrative.dates(s.number)
        if m.date is not None
    ]


@pytest.fixture(scope="module")
def told() -> Told:
    nlp = load()

    def read(text: str, published: date | None) -> list[tuple[str, str]]:
        (doc,) = parse(nlp, [text])
        return told_by(list(sentences(doc, text)), published)

    return read


@pytest.mark.parametrize("words", ["of that year", "of the same year", "that same year"])
def test_that_year_is_the_one_told_last(told: Told, words: str) -> None:
    text = f"In September 2008 the envoy was abducted. In November {words} a clerk was strangled."
    assert told(text, MARCH) == [("September 2008", "2008-09-01"), ("November", "2008-11-01")]


def test_a_sentence_keeps_its_year_and_the_next_may_be_of_another(told: Told) -> None:
    text = "In June 2006 he signed, and he pulled the soldiers out by ship in August."
    assert told(text, MARCH)[1] == ("August", "2006-08-01")
    text = "In June 2006 he signed. The soldiers left in August."
    assert told(text, MARCH)[1] == ("August", "2010-08-01")
    text = "In November 2006 he signed, and the soldiers left in February."
    assert told(text, MARCH)[1] == ("February", "2007-02-01")
    text = "Born in June 2006, he will leave for London in April."
    assert told(text, MARCH)[1] == ("April", "2011-04-01")


def test_a_year_as_heading_counts_until_the_next(told: Told) -> None:
    text = (
        "1987. Libya takes the town.\n\nIn August it loses it. The war of 1973 is remembered. A truce"
        " follows on 11 September.\n\n1988. Relations are restored in October."
    )
    found = dict(told(text, date(1994, 5, 31)))
    assert found["August"] == "1987-08-01"
    assert found["11 September"] == "1987-09-11"
    assert found["October"] == "1988-10-01"


def test_a_day_as_heading_lends_its_year_to_the_days_below(told: Told) -> None:
    text = (
        "15 March 2018: Brussels lists eight.\n\n25 November: Three boats are seized.\n\n"
        "10 January: They are freed."
    )
    assert [day for _, day in told(text, date(2019, 11, 21))] == [
        "2018-03-15",
        "2018-11-25",
        "2019-01-10",
    ]


def test_a_text_without_a_day_of_its_own_takes_the_headings(told: Told) -> None:
    text = "1987: Libya takes the town in August."
    assert ("August", "1987-08-01") in told(text, None)


@given(
    st.lists(
        st.sampled_from(
            ["in", "on", "March", "1987", ".", ":", "12", "that", "of", "year", "Tuesday", "May"]
        )
    )
)
def test_only_yearless_months_are_moved_and_never_past_the_paper(words: list[str]) -> None:
    s = plain(" ".join(words)) if words else plain("in March")
    for before, after in zip(find_dates(s, MARCH), Narrative([s], MARCH).dates(0), strict=True):
        assert before.span == after.span
        if before.date != after.date:
            assert before.piece is not None
            assert before.piece.month is not None
            assert before.piece.year is None
            assert after.date is not None
            assert after.date.start <= MARCH.isoformat()
