"""Who is thought not to have done it, and what speaks for and against an explanation.

The act is the same in all sentences, so that only the sentence behind it decides. The people and
places are made up.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Hypothesis, Reading, Suspect

Read = Callable[[str], Reading]
ACT = "A bomb killed Norway's consul, Erik Dahl, outside his residence in Sanaa on Sunday. "


@pytest.fixture(scope="module")
def read() -> Read:
    coder = Coder()
    return lambda text: next(coder.read([from_text(ACT + text, date="2016-05-20")]))


def suspect(reading: Reading, who: str) -> Suspect:
    found = [x for x in reading.incidents[0].suspects if who in x.value]
    assert len(found) == 1, reading.incidents[0].suspects
    return found[0]


def hypothesis(reading: Reading, words: str) -> Hypothesis:
    found = [h for h in reading.hypotheses if words in h.proposition]
    assert len(found) == 1, [h.proposition for h in reading.hypotheses]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "who", "holder"),
    [
        ("Diplomats in Oslo doubted that Iran had ordered it.", "Iran", "Diplomats"),
        ("Analysts think it unlikely that Iran was behind the bombing.", "Iran", "Analysts"),
        ("A former envoy considered it improbable that smugglers had acted by themselves.",
         "smugglers", "envoy"),
        ("Officials concluded that the secret police were not involved.", "police", "Officials"),
        ("Western diplomats do not believe that Iran carried out the attack.", "Iran", "diplomats"),
        ("The minister ruled out any involvement of Iran.", "Iran", "minister"),
        ("The police chief said that Iran had nothing to do with the bombing.", "Iran", "chief"),
        ("The consul's brother said Iran had no motive to kill him.", "Iran", "brother"),
        ("The generals would not have been so stupid as to order the attack, officials say.",
         "generals", "officials"),
    ],
)  # fmt: skip
def test_who_is_doubted_is_rejected_by_its_holder(
    read: Read, sentence: str, who: str, holder: str
) -> None:
    reading = read(sentence)
    found = suspect(reading, who)
    assert found.status == "denied"
    assert found.by is not None
    assert holder in found.by.value
    told = hypothesis(reading, who)
    assert told.stances == ("against",)
    assert holder in told.holders[0].value


@pytest.mark.parametrize(
    "sentence",
    [
        "Some in Oslo wonder whether the militants paid for the bombing.",
        "Analysts do not rule out militants.",
        "Analysts think it likely that militants were behind the bombing.",
    ],
)
def test_who_wonders_or_does_not_rule_out_suspects(read: Read, sentence: str) -> None:
    assert suspect(read(sentence), "militants").status == "suspected"


def test_the_reason_for_a_doubt_speaks_against_what_is_doubted(read: Read) -> None:
    told = hypothesis(
        read(
            "A former envoy thinks it unlikely that smugglers planted the bomb, since it was big."
        ),
        "smugglers",
    )
    assert [e.text for e in told.evidence_against] == ["since it was big"]
    assert told.evidence_for == ()


def test_who_rejects_that_his_own_people_did_it_denies_it_himself(read: Read) -> None:
    reading = read("Iran rejected the idea that its own agents had planted the bomb.")
    assert {x.status for x in reading.incidents[0].suspects} == {"denied"}
    assert reading.hypotheses == ()


def test_who_is_asked_holds_nothing_yet(read: Read) -> None:
    reading = read("Do you believe Iran was behind it?")
    assert all(x.by is None or x.by.value != "you" for x in reading.incidents[0].suspects)


@pytest.mark.parametrize(
    ("sentence", "words", "evidence"),
    [
        ("A spokesman hinted that rebels had staged the attack, a suggestion that Riyadh dismissed"
         " as absurd.", "rebels", "dismissed as absurd"),
        ("The police blamed Iranian agents for the bombing. They offered no proof.",
         "Iranian agents", "They offered no proof"),
        ("The police suspect Iranian agents; they have no proof of it.", "Iranian agents",
         "they have no proof of it"),
        ("The police blamed Iranian agents for the bombing. Few in Sanaa believe it.",
         "Iranian agents", "Few in Sanaa believe it"),
    ],
)  # fmt: skip
def test_denials_and_want_of_proof_are_evidence_against(
    read: Read, sentence: str, words: str, evidence: str
) -> None:
    told = hypothesis(read(sentence), words)
    assert any(evidence in e.text for e in told.evidence_against), told.evidence_against


@pytest.mark.parametrize(
    ("sentence", "words", "evidence"),
    [
        ("Diplomats see revenge for the raid: the consul had approved it.", "revenge",
         "the consul had approved it"),
        ("Diplomats suspect Iranian agents, and point to a call from Tehran.", "Iranian agents",
         "call from Tehran"),
    ],
)  # fmt: skip
def test_what_a_holder_brings_is_evidence_for(
    read: Read, sentence: str, words: str, evidence: str
) -> None:
    told = hypothesis(read(sentence), words)
    assert any(evidence in e.text for e in told.evidence_for), told.evidence_for


@pytest.mark.parametrize(
    "sentence",
    [
        "The police blamed Iranian agents, but the envoy warned against rushing to conclusions.",
        "The police blamed Iranian agents for the bombing while talks were being held.",
    ],
)
def test_a_warning_against_haste_and_a_time_are_no_reasons(read: Read, sentence: str) -> None:
    told = hypothesis(read(sentence), "Iranian agents")
    found = [e.text for e in (*told.evidence_for, *told.evidence_against)]
    assert not any(t.startswith(("against", "while")) for t in found)


def test_evidence_stays_on_its_side_of_a_semicolon(read: Read) -> None:
    reading = read(
        "Norway suspects Iran of the attack, because the consul had met exiles; Yemeni police"
        " suspect smugglers, since he had stopped a cargo."
    )
    assert [e.text for e in hypothesis(reading, "Iran").evidence_for] == [
        "because the consul had met exiles"
    ]
    assert [e.text for e in hypothesis(reading, "smugglers").evidence_for] == [
        "since he had stopped a cargo"
    ]


@pytest.mark.parametrize(
    ("sentence", "motive"),
    [
        ("A spokesman said rebels had staged the attack in order to discredit Yemen, a claim that"
         " Riyadh dismissed.", "to discredit Yemen"),
        ("Critics said Iran had every reason to want the consul out of the way.",
         "to want the consul out of the way"),
        ("A tape gave the loss of the islands as the reason for the attack.",
         "loss of the islands"),
        ("The secret service acted on its own, out of fury at his letters, a diplomat said.",
         "fury at his letters"),
    ],
)  # fmt: skip
def test_a_motive_in_its_own_words(read: Read, sentence: str, motive: str) -> None:
    assert [m.value for m in read(sentence).incidents[0].motives] == [motive]


def test_the_reason_of_a_doubt_is_no_motive(read: Read) -> None:
    reading = read(
        "A former envoy considered it improbable that smugglers had acted by themselves, because"
        " such a bomb could hardly be made outside a laboratory."
    )
    assert reading.incidents[0].motives == ()


def test_those_who_want_something_may_be_blamed(read: Read) -> None:
    reading = read("The president said he blamed the bombing on those who do not want peace.")
    assert [x.value for x in reading.incidents[0].suspects] == ["those who do not want peace"]


def test_whom_somebody_sees_revenge_is_no_suspect(read: Read) -> None:
    reading = read("Olav Brun, the banker, sees plain revenge: the consul had closed the bank.")
    (told,) = (h for h in reading.hypotheses if h.about == "why")
    assert told.proposition == "plain revenge"
    assert [v.value for v in told.holders] == ["Olav Brun"]


def test_every_case_of_a_text_has_its_hypotheses(read: Read) -> None:
    reading = read(
        "The police suspect smugglers of the bombing.\n\n"
        "In Aden, gunmen kidnapped two French engineers on Monday. The kidnappers demanded the"
        " release of a jailed cousin."
    )
    told = {h.proposition: h.incident for h in reading.hypotheses}
    cases = {i.id for i in reading.incidents}
    assert len(cases) == 2
    assert {told["smugglers"], told["the release of a jailed cousin"]} == cases


def test_a_doubt_of_one_man_is_no_doubt_of_his_state(read: Read) -> None:
    reading = read(
        "Norway accused Iran of ordering the bombing. Diplomats in Oslo doubted that President"
        " Rouhani had approved it."
    )
    assert hypothesis(reading, "Iran").stances == ("for",)
    assert hypothesis(reading, "Rouhani").stances == ("against",)


@pytest.mark.parametrize(
    "sentence",
    [
        "The bomb was too crude to be the work of the army, officials say.",
        "The generals would not have been so stupid as to order the attack, officials say.",
    ],
)
def test_a_degree_is_no_motive(read: Read, sentence: str) -> None:
    assert read(sentence).incidents[0].motives == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The prime minister stopped short of blaming Iran for the bombing.",
        "The police refused to blame Iran for the bombing.",
        "The minister condemned the bombing without accusing Iran of it.",
    ],
)
def test_whom_somebody_will_not_blame_is_not_suspected(read: Read, sentence: str) -> None:
    assert read(sentence).incidents[0].suspects == ()


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Diplomats believe that Iran had a hand in it.", "suspected"),
        ("Diplomats do not think that Iran had a hand in it.", "denied"),
    ],
)
def test_a_hand_in_it(read: Read, sentence: str, status: str) -> None:
    assert suspect(read(sentence), "Iran").status == status
