"""What somebody takes an act for: every way of saying so that the lexicon lists, one act before it."""

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
        ("A senator laid it at the door of the Saudi secret police.", "police", "senator"),
        ("The palace blames a rogue operation.", "rogue operation", "palace"),
        ("The leadership attributes the crime to renegades.", "renegades", "leadership"),
        ("The widow has no doubt that the Yemeni government did it.", "government", "widow"),
        ("The envoy speaks of a fabrication by the Houthis.", "Houthis", "envoy"),
        ("Several papers call the whole affair a Saudi plot to spoil the talks.", "Saudi plot", "papers"),
        ("For the opposition, it was the work of army officers.", "army officers", "opposition"),
        ("Who gave the order? Diplomats say it came from the presidential palace.", "palace", "Diplomats"),
        ("A magistrate has issued a warrant against Hamid Saleh.", "Hamid Saleh", "magistrate"),
        ("Agents of the bureau are also questioning Yemeni exiles.", "exiles", "Agents"),
    ],
)  # fmt: skip
def test_a_doer_and_who_takes_him_for_one(read: Read, sentence: str, who: str, holder: str) -> None:
    found = [x for x in incident(read, sentence).suspects if who in x.value]
    assert found, [x.value for x in incident(read, sentence).suspects]
    assert found[0].by is not None
    assert holder in found[0].by.value


@pytest.mark.parametrize(
    ("sentence", "why", "holder"),
    [
        ("A historian takes it to be a test of Norway's nerve.", "test of Norway's nerve", "historian"),
        ("A retired admiral puts it down to the minister's visit to Aden.", "visit to Aden", "admiral"),
        ("Exiles see in it a warning to the other consuls.", "warning to the other", "Exiles"),
        ("Others suspect revenge for the raid on Aden.", "revenge for the raid", "Others"),
        ("Several papers call the whole affair a Saudi plot to spoil the talks.", "spoil the talks", "papers"),
        ("Friends say he was silenced for exposing a fraud.", "exposing a fraud", "Friends"),
        ("Most believe that the election in Aden is the reason.", "election in Aden", "Most"),
        ("Oslo lets it be known that he was killed because he had refused a bribe.", "refused a bribe", "Oslo"),
    ],
)  # fmt: skip
def test_a_reason_and_who_takes_it_for_one(
    read: Read, sentence: str, why: str, holder: str
) -> None:
    found = [m for m in incident(read, sentence).motives if why in m.value]
    assert found, [m.value for m in incident(read, sentence).motives]
    assert found[0].by is not None
    assert holder in found[0].by.value


@pytest.mark.parametrize(
    "sentence",
    [
        "The king called it an outrage.",
        "The minister described it as a crime.",
        "No party has attributed the killing to hostile action.",
        "A cache of grenades was found in a flat.",
    ],
)
def test_words_for_how_bad_it_was_are_no_reason(read: Read, sentence: str) -> None:
    assert not incident(read, sentence).motives
    assert not incident(read, sentence).suspects


def test_a_clause_of_speech_keeps_its_subject(read: Read) -> None:
    told = read("The captain says a Chinese vessel rammed a Vietnamese trawler on Monday.")
    (case,) = told.incidents
    assert any("vessel" in w.value for w in (*case.perpetrator, *case.suspects))


def test_a_person_and_what_he_was_are_one_victim(read: Read) -> None:
    told = read(
        "A bomb killed Orlando Reyes, a former Chilean minister, and an American colleague "
        "in Washington on Tuesday."
    )
    killed = [c.value for c in told.incidents[0].casualties if c.kind == "killed"]
    assert killed == [2.0]


def test_those_killed_are_added_up(read: Read) -> None:
    told = read("Eight diplomats and a correspondent were killed in the consulate on Friday.")
    killed = [c.value for c in told.incidents[0].casualties if c.kind == "killed"]
    assert killed == [9.0]


def test_what_a_list_of_the_dead_names_behind_and_is_one(read: Read) -> None:
    told = read(
        "The mediator and the French colonel beside him, André Sérot, died at once in Jerusalem "
        "on Friday."
    )
    killed = [c.value for c in told.incidents[0].casualties if c.kind == "killed"]
    assert killed == [2.0]


def test_a_pronoun_holds_what_its_speaker_holds(read: Read) -> None:
    told = read(
        ACT + "A retired captain doubted the story. He told a paper that Iran knew of the plan. "
        "He believes that the Houthis ordered it."
    )
    found = [x for x in told.incidents[0].suspects if "Houthis" in x.value]
    assert found[0].by is not None
    assert "captain" in found[0].by.value


def test_an_act_before_the_one_told_is_no_case(read: Read) -> None:
    told = read(
        ACT + "The bomb had been hidden in a van. The police are looking for two men. Five months "
        "earlier the same gang had murdered Dan Morris, an American adviser."
    )
    assert [i.name for i in told.incidents] == ["Bombing of Erik Dahl"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway does not plan to close its embassy, the foreign ministry said.",
        "American officials say that they have seen no indication of it.",
        "What set the quarrel off nobody remembers.",
    ],
)
def test_what_is_not_meant_is_no_reason(read: Read, sentence: str) -> None:
    told = read(ACT + sentence)
    assert [i.name for i in told.incidents] == ["Bombing of Erik Dahl"]
    assert not told.incidents[0].motives


def test_an_office_is_whose_name_stands_behind_it(read: Read) -> None:
    told = read(
        "The driver, Brian Moran, and Carl Cubitt, an official, were wounded by a bomb in Dublin "
        "on Friday."
    )
    injured = [c.value for c in told.incidents[0].casualties if c.kind == "injured"]
    assert injured == [2.0]


def test_who_says_so_is_no_suspect_himself(read: Read) -> None:
    told = read(ACT + "Yemeni newspapers think that the consul was killed for counting dollars.")
    assert not told.incidents[0].suspects


def test_a_reason_ends_where_its_sentence_part_does(read: Read) -> None:
    told = read(
        ACT + "The Houthis said the only motive was to save lives; but diplomats laugh at it."
    )
    assert [m.value for m in told.incidents[0].motives] == ["to save lives"]
