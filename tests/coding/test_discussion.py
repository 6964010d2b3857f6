"""Sides that a sentence leaves to the text around it: who is supplied, and where nobody is."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document, Event

DISPUTE = (
    "Spain and Canada quarrelled over fish. Spain accused Canada of piracy. "
    "Canada rejected the charge by Spain. "
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


def events(coder: Coder, text: str, **more: str) -> list[Event]:
    (reading,) = coder.read([Document("d", text, "1995-04-01", **more)])
    for e in reading.events:
        for p in (*e.actor, *e.recipient):
            assert text[p.span.start : p.span.end] == p.span.text
    return list(reading.events)


def sides(coder: Coder, text: str, last: str, **more: str) -> list[tuple[str, str, str]]:
    """Type, actors and recipients of what the text's last sentence tells."""
    return [
        (
            e.event_type,
            "+".join(p.country or "?" for p in e.actor),
            "+".join(p.country or "?" for p in e.recipient),
        )
        for e in events(coder, text + last, **more)
        if e.trigger.start >= len(text)
    ]


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("Spain recalled its ambassador.", ("SANCTION", "ESP", "CAN")),
        ("Madrid called it robbery.", ("ACCUSE", "ESP", "CAN")),
        ("Two Canadian diplomats were declared unwelcome.", ("SANCTION", "ESP", "CAN")),
        ("The two sides signed an agreement.", ("SUPPORT", "ESP+CAN", "")),
        ("Brazil urged restraint.", ("REQUEST", "BRA", "ESP+CAN")),
    ],
)
def test_the_other_side_is_the_other_of_the_pair(
    coder: Coder, last: str, told: tuple[str, str, str]
) -> None:
    assert told in sides(coder, DISPUTE, last)


def test_a_sentence_alone_supplies_nobody(coder: Coder) -> None:
    assert sides(coder, "", "Spain recalled its ambassador.") == [("SANCTION", "ESP", "")]


def test_what_was_supplied_says_so_and_stands_on_words_of_the_text(coder: Coder) -> None:
    (event,) = [
        e
        for e in events(coder, DISPUTE + "Spain recalled its ambassador.")
        if e.event_type == "SANCTION" and e.recipient and e.recipient[0].country == "CAN"
    ]
    assert ("a side from the text around", 0.0) in event.because
    assert event.recipient[0].span.text == "Canada"


def test_an_outsider_punishes_whom_others_have_just_punished(coder: Coder) -> None:
    text = DISPUTE + "France imposed sanctions on Canada. "
    assert ("SANCTION", "NOR", "CAN") in sides(coder, text, "Norway closed its embassy.")


def test_we_are_who_publishes(coder: Coder) -> None:
    said = "We have recalled our ambassador from Madrid."
    assert ("SANCTION", "CAN", "ESP") in sides(
        coder, DISPUTE, said, source="Embassy of Canada in Lisbon"
    )
    assert not any(actor == "ESP" for _, actor, _ in sides(coder, DISPUTE, said))


def test_what_a_speaker_calls_us_in_quotes_is_not_ours(coder: Coder) -> None:
    said = 'Brazil said: "They have insulted us."'
    assert not any(
        "CAN" in recipient
        for _, _, recipient in sides(coder, DISPUTE, said, source="Embassy of Canada in Lisbon")
    )


def test_no_state_does_to_itself_what_is_done_abroad(coder: Coder) -> None:
    told = sides(coder, DISPUTE, "Canada presented five demands, and Spain refused all of them.")
    assert not any(actor == recipient for _, actor, recipient in told)
    assert any(kind == "REJECT" and actor == "ESP" for kind, actor, _ in told)


def test_acts_listed_in_one_sentence_stay_apart(coder: Coder) -> None:
    told = sides(
        coder,
        DISPUTE,
        "Spain recalled its ambassador, cancelled flights to Canada and closed its consulate in Ottawa.",
    )
    assert [kind for kind, _, _ in told].count("SANCTION") == 3


def test_but_did_not_is_negated_whatever_stands_before(coder: Coder) -> None:
    found = events(
        coder, "Norway closed its embassy in Iran but did not withdraw its staff from Tehran."
    )
    by_word = {e.trigger.text: e.status for e in found}
    assert by_word["closed"] == "asserted"
    assert by_word.get("withdraw", "negated") == "negated"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Ankara says Greece must withdraw from the islands.", [("REQUEST", "TUR", "GRC")]),
        ("Ottawa said that Spain had violated the law of the sea.", [("ACCUSE", "CAN", "ESP")]),
        ("Ottawa said that Spain would not violate the law of the sea.", []),
        ("Kenya banned Ugandan milk.", [("SANCTION", "KEN", "UGA")]),
        ("Britain ordered Iran to close its embassy.", [("SANCTION", "GBR", "IRN")]),
    ],
)
def test_what_is_said_and_done_in_one_sentence(
    coder: Coder, sentence: str, told: list[tuple[str, str, str]]
) -> None:
    accusing = {"REQUEST", "ACCUSE", "SANCTION"}
    assert [row for row in sides(coder, "", sentence) if row[0] in accusing] == told


def test_nobody_is_warned_unnamed_where_no_quarrel_was_told(coder: Coder) -> None:
    friends = (
        "Norway and Sweden signed an agreement on rescue at sea in Oslo on Monday. Sweden thanked"
        " Norway for its patience.\n\n"
    )
    quarrel = (
        "Norway accused Sweden of breaking the agreement on rescue at sea. Sweden summoned the"
        " ambassador of Norway in protest.\n\n"
    )
    last = "Norway warned against hasty conclusions."
    assert ("THREATEN", "NOR", "SWE") not in sides(coder, friends, last)
    assert ("THREATEN", "NOR", "SWE") in sides(coder, quarrel, last)


def test_who_somebody_is_is_told_in_passing(coder: Coder) -> None:
    text = "The pilot killed by Turkish fighters last month was buried in Russia on Wednesday."
    found = events(coder, text)
    assert all(e.decided_by.endswith(" in passing") for e in found if e.trigger.text == "killed")
    assert any(e.trigger.text == "killed" for e in found)
