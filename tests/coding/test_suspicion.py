"""Who is suspected and why it was done, in every way of saying so that the lexicon lists.

The act is the same in all of them, so that only the sentence behind it decides. The people and
places are made up.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Incident, Reading

Read = Callable[[str], Reading]
ACT = "A bomb killed Norway's consul, Erik Dahl, outside his residence in Sanaa on Sunday. "


@pytest.fixture(scope="module")
def read() -> Read:
    coder = Coder()
    return lambda text: next(coder.read([from_text(text, date="2016-05-20")]))


def incident(read: Read, sentence: str) -> Incident:
    return read(ACT + sentence).incidents[0]


@pytest.mark.parametrize(
    ("sentence", "who", "holder"),
    [
        ("Suspicion has fallen on the Ansar brigade.", "Ansar", None),
        ("The governor cast suspicion on the Houthis.", "Houthis", "governor"),
        ("The fragments point to Iran.", "Iran", None),
        ("American officials point to Iran.", "Iran", "American officials"),
        ("The blast bears the fingerprints of the Ansar brigade.", "Ansar", None),
        ("Some diplomats see the hand of Tehran.", "Tehran", "diplomats"),
        ("The foreign minister saw signs of an Iranian role.", "Iranian", "foreign minister"),
        ("The police have not ruled out Kurdish militants.", "Kurdish militants", "police"),
        ("The opposition held the Yemeni government responsible.", "Yemeni government", "opposition"),
        ("Investigators are looking at a group known as the Ansar brigade.", "Ansar", "Investigators"),
        ("A retired general is sure that Iran ordered it.", "Iran", "general"),
        ("A former aide believes an insider let the bomber in.", "insider", "aide"),
        ("The army named Ali Nasser.", "Ali Nasser", "army"),
        ("A correspondent has it from an officer that Iran planned the attack.", "Iran", "officer"),
        ("Nine soldiers surrendered on Monday. The police suspect them of the killing.", "soldiers", "police"),
    ],
)  # fmt: skip
def test_a_suspect_and_who_suspects_him(
    read: Read, sentence: str, who: str, holder: str | None
) -> None:
    found = [x for x in incident(read, sentence).suspects if who in x.value]
    assert found, [x.value for x in incident(read, sentence).suspects]
    said = None if found[0].by is None else found[0].by.value
    assert said is None if holder is None else said is not None and holder in said


@pytest.mark.parametrize(
    "sentence",
    [
        "Washington sees no evidence of Iranian involvement.",
        "The ministry pointed to the need for calm.",
        "The missile was responsible, an expert said.",
        "The government will keep supplying the hospital.",
        "Attention turned to the coming elections.",
    ],
)
def test_nobody_is_pointed_at(read: Read, sentence: str) -> None:
    assert not incident(read, sentence).suspects


@pytest.mark.parametrize(
    ("sentence", "why", "holder"),
    [
        ("He was killed because he had seen too much, a colleague said.", "seen too much", "colleague"),
        ("The attack was carried out in revenge for a raid on Aden.", "raid on Aden", None),
        ("Analysts think the killing was a warning to Oslo.", "warning to Oslo", "Analysts"),
        ("The killing was prompted by a quarrel about oil.", "quarrel about oil", None),
        ("The bomber held a grudge against the mission.", "against the mission", None),
        ("Why? Some see revenge for the blockade in it.", "revenge", "Some"),
        ("Opinion is divided on what lies behind it. Most believe that the elections are near.", "elections are near", "Most"),
    ],
)  # fmt: skip
def test_a_reason_and_who_gives_it(read: Read, sentence: str, why: str, holder: str | None) -> None:
    found = [m for m in incident(read, sentence).motives if why in m.value]
    assert found, [m.value for m in incident(read, sentence).motives]
    said = None if found[0].by is None else found[0].by.value
    assert said is None if holder is None else said is not None and holder in said


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("The Ansar brigade said it had placed the device.", "Ansar brigade"),
        ("The warlord Hamid Saleh claimed responsibility.", "Hamid Saleh"),
        ("The Ansar brigade, a local militia, said it was behind the attack.", "Ansar brigade"),
        ("The Ansar brigade claimed it at once.", "Ansar brigade"),
        ("The warlord Hamid Saleh said that his fighters had done it.", "Hamid Saleh"),
    ],
)
def test_who_claims_the_act(read: Read, sentence: str, who: str) -> None:
    assert any(who in v.value for v in incident(read, sentence).claims_of_responsibility)


@pytest.mark.parametrize(
    "sentence",
    [
        "He had used a timer, investigators said.",
        "The ministry said he had died at once.",
        "It is investigating, the police said.",
    ],
)
def test_who_speaks_of_another_claims_nothing(read: Read, sentence: str) -> None:
    assert not incident(read, sentence).claims_of_responsibility


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Police identified the gunman as Hamid Nasser, a former soldier. ", "Hamid Nasser"),
        ("The leader of the attackers was named as Hamid Nasser. ", "Hamid Nasser"),
        ("His killer was Hamid Nasser, a student. ", "Hamid Nasser"),
    ],
)
def test_a_doer_gets_his_name_later(read: Read, text: str, name: str) -> None:
    told = "A gunman shot dead Norway's consul in Sanaa on Sunday. " + text
    assert name in [v.value for v in read(told).incidents[0].perpetrator]


@pytest.mark.parametrize(
    "text",
    [
        "The two ministers blocked a proposal to cut the budget.",
        "The statement was meant to divert attention from the vote in Oslo.",
        "Norway's consul, Erik Dahl, has died aged 81.",
        "The thieves made off with seven paintings from the consulate in Aden.",
        "It is not the consul who shot anybody in Sanaa.",
    ],
)
def test_a_figure_of_speech_is_no_incident(read: Read, text: str) -> None:
    kinds = {v.value for i in read(text).incidents for v in i.attack_type}
    assert not kinds & {"Hijacking", "Hostage Taking (Kidnapping)", "Assassination"}
    assert not any("attention" in v.value for i in read(text).incidents for v in i.victim)


def test_an_expulsion_that_opens_a_text_is_its_case(read: Read) -> None:
    told = read(
        "Norway's envoy Erik Dahl and Karin Lie, who runs the Danish mission, were told on Tuesday"
        " to be out of the country within 24 hours. Relations have been bad ever since the coup."
    )
    (case,) = told.incidents
    assert case.attack_type[0].value == "Expulsion"
    assert {"Erik Dahl", "Karin Lie"} <= {v.value for v in case.victim}


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Bolivia accused Peru of the bombing.", ["Peru"]),
        ("Chile accused the Republic of Peru of the attack.", ["Republic of Peru"]),
        ("Bolivia accused Juan Gomez of murder.", ["Juan Gomez"]),
        ("Bolivia accused Peru by name.", ["Peru"]),
        ("Trade had ended in 2009, when Bolivia accused Peru of spying.", []),
    ],
)
def test_what_somebody_is_accused_of_is_no_part_of_his_name(
    read: Read, sentence: str, who: list[str]
) -> None:
    assert [x.value for x in incident(read, sentence).suspects] == who
