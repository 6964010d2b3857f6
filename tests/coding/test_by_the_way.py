"""What a sentence says by the way, behind a semicolon, of "it" or of a noun: whose word it is."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False, learned=None)


def status(coder: Coder, text: str, event_type: str) -> tuple[str, list[str]]:
    (reading,) = coder.read([Document(id="d", text=text, date="1999-06-14")])
    event = next(e for e in reading.events if e.event_type == event_type)
    return event.status, [a.name for a in event.attributed_to]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        # who somebody is, told between commas, is not what is thought of him
        ("Police believe that the bomb was meant for Kenya, which expelled two Libyan diplomats.",
         "SANCTION"),
        ("India insists that the jets were hit over Kashmir, a charge that Pakistan rejected.",
         "REJECT"),
        ("Islamabad claimed both jets had violated its airspace, a claim India has rejected.",
         "REJECT"),
        ("He thinks that they meant to punish the Netherlands, whose soldiers attacked Indonesia.",
         "ASSAULT"),
        # what a semicolon parts
        ("Libya accused Chad of treachery; France said it was not involved.", "ACCUSE"),
        ("According to Belgrade the plan is dead; Albania rejected the offer of Yugoslavia.",
         "REJECT"),
        ("Syria condemned Turkey; Ankara did not answer.", "ACCUSE"),
        ("The papers were forged; the agency said so in March, before Britain invaded Iraq.",
         "ASSAULT"),
        ("Ankara thinks that the boat had entered Greece, a step that Greece condemned.",
         "ACCUSE"),
    ],
)  # fmt: skip
def test_what_is_added_is_the_texts_own_word(coder: Coder, text: str, event_type: str) -> None:
    assert status(coder, text, event_type) == ("asserted", [])


@pytest.mark.parametrize(
    ("text", "event_type", "speaker"),
    [
        ("Minsk said that Kyiv had attacked Belarus, which had shelled Ukraine.", "ASSAULT",
         ["Belarus"]),
        ('"We will punish Georgia, which attacked Russia," Dmitry Medvedev said.', "ASSAULT", None),
        ("Sudan bombed two villages in Chad, the ministry in Paris said.", "ASSAULT", None),
        ("Iran bombed two villages in Iraq; so the ministry in Paris said.", "ASSAULT", None),
        ("It is said in corridors that Uruguay expelled two diplomats of Argentina.", "SANCTION",
         None),
        ("There were rumours that two Peruvian soldiers had been killed by Ecuador.", "ASSAULT",
         None),
    ],
)  # fmt: skip
def test_what_is_reported_is_not(
    coder: Coder, text: str, event_type: str, speaker: list[str] | None
) -> None:
    found, says = status(coder, text, event_type)
    assert found == "attributed"
    assert speaker is None or says == speaker


def test_almost_certainly_is_suspected(coder: Coder) -> None:
    text = "Uganda almost certainly bombed Rwanda in May."
    assert status(coder, text, "ASSAULT")[0] == "suspected"
    assert status(coder, "Uganda almost bombed Rwanda.", "ASSAULT")[0] == "negated"


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Serbia denies that its soldiers did it and blames Croatia.", "SRB"),
        ("Algeria said that Mali would comply, and accused Morocco of espionage.", "DZA"),
    ],
)
def test_who_says_it_does_the_next_thing(coder: Coder, text: str, doer: str) -> None:
    (reading,) = coder.read([Document(id="d", text=text, date="1999-06-14")])
    event = next(e for e in reading.events if e.event_type == "ACCUSE")
    assert [p.country for p in event.actor] == [doer]
    assert event.status == "asserted"
