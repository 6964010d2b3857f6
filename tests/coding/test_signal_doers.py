"""Whose answers to a shock are signals, and which way they point by who gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Signal

Read = Callable[[str], list[Signal]]
ACT = (
    "Indonesian soldiers shot and killed a Malaysian fisherman near the border on Sunday, "
    "the government of Malaysia said. "
)


@pytest.fixture(scope="module")
def read() -> Read:
    coder = Coder()

    def signals(sentence: str) -> list[Signal]:
        (reading,) = coder.read([from_text(ACT + sentence, date="2016-05-20")])
        return [x for x in reading.signals if x.spans[0].start >= len(ACT)]

    return signals


@pytest.mark.parametrize(
    "sentence",
    [
        "Indonesian rebels threatened Malaysia.",
        "Indonesian protesters threatened Malaysian diplomats.",
        "A crowd in Kuala Lumpur attacked the Indonesian embassy.",
        "Malaysian rebels attacked an Indonesian post.",
    ],
)
def test_who_acts_for_no_state_answers_for_none(read: Read, sentence: str) -> None:
    assert read(sentence) == []


def test_a_nation_named_by_its_people_is_the_state(read: Read) -> None:
    (signal,) = read("The Indonesians threatened Malaysia.")
    assert (signal.direction, signal.sender) == ("escalation", ("IDN",))


def test_what_is_spoken_about_is_no_act(read: Read) -> None:
    assert read("Trade between Malaysia and Indonesia is worth two billion dollars.") == []


@pytest.mark.parametrize(
    "sentence",
    ["Malaysia called in no ambassador.", "Malaysia has broken off relations with nobody."],
)
def test_nobody_behind_a_preposition_denies_the_act(read: Read, sentence: str) -> None:
    assert [(x.direction, x.sender) for x in read(sentence)] == [("reassurance", ("MYS",))]


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Malaysia condemned the shooting.", "escalation"),
        ("Indonesia condemned the shooting.", "reassurance"),
        ("Malaysia denounced the arrest as a kidnapping.", "escalation"),
    ],
)
def test_a_condemnation_points_by_who_condemns_what(
    read: Read, sentence: str, direction: str
) -> None:
    assert [x.direction for x in read(sentence)] == [direction]


@pytest.mark.parametrize(
    "sentence",
    [
        "Indonesia's police put a guard on the Malaysian embassy in Jakarta.",
        "Indonesia doubled the guards outside the Malaysian consulate.",
        "Police guards were posted at the Malaysian consulate in Medan.",
    ],
)
def test_guards_for_the_others_mission_reassure(read: Read, sentence: str) -> None:
    assert [(x.direction, x.rule) for x in read(sentence)] == [("reassurance", "protection")]


def test_soldiers_for_an_embassy_of_ones_own_do_not(read: Read) -> None:
    assert [x.rule for x in read("Malaysia sent soldiers to guard its embassy.")] == ["forces"]


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Indonesia promised that the culprits will be punished.", "reassurance"),
        ("Indonesia vowed to punish the killers.", "reassurance"),
        ("Malaysia vowed to punish the killers.", "escalation"),
    ],
)
def test_punishing_the_guilty_reassures_unless_the_victim_vows_it(
    read: Read, sentence: str, direction: str
) -> None:
    assert [x.direction for x in read(sentence)] == [direction]


@pytest.mark.parametrize(
    ("sentence", "sender"),
    [
        ("Indonesia said it will not allow anyone to damage the friendship with Malaysia.", "IDN"),
        ("Malaysia will not let the incident spoil its ties with Indonesia.", "MYS"),
        ("The shooting must not be allowed to damage relations, Indonesia said.", "IDN"),
    ],
)
def test_nobody_shall_spoil_relations(read: Read, sentence: str, sender: str) -> None:
    assert [(x.direction, x.sender) for x in read(sentence)] == [("reassurance", (sender,))]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        (
            "Indonesia's decision to recall its ambassador surprised diplomats.",
            "ambassador-recalled",
        ),
        ("Indonesia took the decision to close the border.", "border-closed"),
    ],
)
def test_what_somebody_decided_is_shown(read: Read, sentence: str, rule: str) -> None:
    assert [(x.rule, x.sender) for x in read(sentence)] == [(rule, ("IDN",))]


def test_an_open_case_comforts_nobody(read: Read) -> None:
    assert read("Nobody has been arrested.") == []


def test_a_road_kept_closed_does_not_go_on(read: Read) -> None:
    found = read("Malaysia has kept the main road closed.")
    assert not any("continued" in x.rule for x in found)


def test_each_thing_decided_is_shown_by_who_decided(read: Read) -> None:
    found = read(
        "Malaysia takes note of the decision of President Joko Widodo of Indonesia to expel the "
        "ambassador of Malaysia, to withdraw his own ambassador and to send troops to the border."
    )
    assert {x.rule for x in found} == {"expulsion", "ambassador-recalled", "forces"}
    assert {x.sender for x in found} == {("IDN",)}
