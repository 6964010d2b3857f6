"""The date of an act that is counted from another's."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document, document_id


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder().events_only()


def dates(coder: Coder, text: str) -> dict[str, str | None]:
    (reading,) = coder.read([Document(document_id(text), text, "2016-12-20")])
    return {e.trigger.text: None if e.date is None else e.date.start for e in reading.events}


def test_an_act_counts_from_the_one_that_is_named(coder: Coder) -> None:
    found = dates(
        coder,
        "Norway attacked Iran on 5 May. Two days after the attack, Iran expelled the Norwegian "
        "ambassador. On the morning after the attack Norway summoned the Iranian ambassador. "
        "Norway arrested two Iranians four days later.",
    )
    assert found == {
        "attacked": "2016-05-05",
        "expelled": "2016-05-07",
        "summoned": "2016-05-06",
        "arrested": "2016-05-10",
    }


def test_what_an_act_is_counted_from_has_its_day_from_it(coder: Coder) -> None:
    found = dates(
        coder,
        "Norway ordered Iran on Wednesday to close its embassy in Oslo, a day after a crowd "
        "stormed two Norwegian compounds in Tehran.",
    )
    assert found == {"ordered": "2016-12-14", "stormed": "2016-12-13"}


def test_a_subject_behind_the_anchor_is_not_the_anchor(coder: Coder) -> None:
    found = dates(
        coder,
        "Students stormed the British embassy in Tehran on 3 May 2016. Nine days before the "
        "assault Britain had cut off relations with Iran.",
    )
    assert (found["stormed"], found["cut off"]) == ("2016-05-03", "2016-04-24")


def test_a_day_by_its_number_is_of_the_month_named_in_the_sentence(coder: Coder) -> None:
    found = dates(
        coder,
        "Norway accused Iran of lying on 8 January 2016. Norway and Iran met in April, and on the "
        "25th signed a treaty.",
    )
    assert found["signed"] == "2016-04-25"


def test_what_answers_an_act_of_when_is_of_then() -> None:
    coder = Coder(analyst=False)
    text = (
        "When Turkey downed a Russian bomber in November 2015, Vladimir Putin imposed sanctions on"
        " Turkey within four days."
    )
    (reading,) = coder.read([Document(id="d", text=text, date="2016-12-22")])
    dates = {e.event_type: e.date and e.date.start for e in reading.events}
    assert dates["SANCTION"] == "2015-11-01"


@pytest.mark.parametrize(
    ("said", "closed"),
    [("In January 2014", ("2014-02-09", "2014-03-17")), ("In 2014", None)],
)
def test_later_counts_from_what_was_told_last(
    coder: Coder, said: str, closed: tuple[str, str] | None
) -> None:
    text = (
        "Gunmen attacked the Norwegian embassy in Tehran on 3 May 2016. "
        f"{said} militants stormed a Norwegian camp in Iran; Norway expelled two Iranians six "
        "weeks afterwards."
    )
    (reading,) = coder.read([Document(document_id(text), text, "2016-12-20")])
    when = next(e.date for e in reading.events if e.trigger.text == "expelled")
    assert (when if when is None else (when.start, when.end)) == closed


def test_what_only_looks_back_is_no_day_to_count_from(coder: Coder) -> None:
    text = (
        "The European Union condemned the strike on Friday and froze aid to Rwanda, a step it had "
        "threatened in March. Three days before, gunmen had abducted two Uruguayan officers."
    )
    (reading,) = coder.read([Document(document_id(text), text, "2024-08-12")])
    when = next(e.date for e in reading.events if e.trigger.text == "abducted")
    assert when is not None
    assert (when.start, when.end) == ("2024-08-06", "2024-08-06")


def test_two_acts_on_one_day_told_once_are_of_that_day(coder: Coder) -> None:
    text = (
        "Rwanda on Friday rejected a charge of Congo, and praised the truce signed in Luanda with "
        "Congo on 30 July. Angola called a meeting for Monday. Three days before, gunmen had ambushed a "
        "Kenyan convoy and abducted two Uruguayan officers."
    )
    (reading,) = coder.read([Document(document_id(text), text, "2024-08-10")])
    days = {e.trigger.text: e.date and e.date.start for e in reading.events}
    assert days["ambushed"] == days["abducted"] == "2024-08-06"


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("Angola called a meeting with Rwanda for Monday.", "called", None),
        ("Angola met Rwanda on Monday.", "met", "2024-08-05"),
    ],
)
def test_what_is_set_for_a_day_was_not_set_on_it(
    coder: Coder, text: str, word: str, day: str | None
) -> None:
    (reading,) = coder.read([Document(document_id(text), text, "2024-08-10")])
    told = [e.date and e.date.start for e in reading.events if e.trigger.text == word]
    assert told
    assert set(told) == {day}


def test_what_is_done_was_not_done_behind_the_paper(coder: Coder) -> None:
    text = (
        "The foreign ministers of Russia and Turkey met on Tuesday. Their governments have restored "
        "relations less than four months after the historic meeting."
    )
    (reading,) = coder.read([Document(document_id(text), text, "2016-12-22")])
    event = next(e for e in reading.events if e.trigger.text == "restored")
    assert event.status == "asserted"
    assert event.date is None
