"""Turns of news prose that the tree or the words by themselves mislead about."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document, document_id


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder().events_only()


Told = list[tuple[str, list[str | None], list[str | None], str]]


def told(coder: Coder, text: str) -> Told:
    (reading,) = coder.read([Document(document_id(text), text, "2016-12-20")])
    return [
        (
            e.event_type,
            [p.country for p in e.actor],
            [p.country for p in e.recipient],
            e.status,
        )
        for e in reading.events
    ]


def test_the_council_is_the_organisation_named_before(coder: Coder) -> None:
    found = told(
        coder,
        "Chile asked the Security Council to meet on Friday. The Council condemned the raid, "
        "though Washington would not have it. Peru rejected the council's resolution.",
    )
    assert ("ACCUSE", ["UNO"], [], "asserted") in found
    assert ("REJECT", ["PER"], ["UNO"], "asserted") in found


@pytest.mark.parametrize(
    ("first", "word", "code"),
    [
        ("NATO accused Russia of lying.", "alliance", "IGO"),
        ("The European Union criticised Russia.", "bloc", "EUR"),
        ("The Arab League condemned Russia.", "League", "IGO"),
    ],
)
def test_a_body_by_its_kind(coder: Coder, first: str, word: str, code: str) -> None:
    found = told(coder, f"{first} The {word} expelled eight Russian diplomats.")
    assert ("SANCTION", [code], ["RUS"], "asserted") in found


def test_a_league_of_nobody_is_nobody(coder: Coder) -> None:
    assert told(coder, "The league suspended two players on Friday.") == []


def test_a_condition_may_open_with_its_auxiliary(coder: Coder) -> None:
    found = told(coder, "Had Chile attacked Peru, Bolivia would have expelled its envoy.")
    assert found
    assert all(status == "hypothetical" for *_, status in found)
    (first,) = told(coder, "Peru would have retaliated had Chile attacked it.")
    assert first == ("ASSAULT", ["CHL"], ["PER"], "hypothetical")
    found = told(coder, "Never had Chile attacked Peru before.")
    assert [status for *_, status in found] == ["negated"]


def test_to_regret_anothers_choice_blames_and_ones_own_deed_repents(coder: Coder) -> None:
    assert told(coder, "Chile regretted the decision by Peru.") == [
        ("ACCUSE", ["CHL"], ["PER"], "asserted")
    ]
    own = told(coder, "Chile said it regretted the attack on Peru's embassy.")
    assert own[0][:2] == ("CONCEDE", ["CHL"])


def test_an_adjective_behind_to_is_a_verb(coder: Coder) -> None:
    assert told(coder, "Norway urged Minsk to free the prisoners.") == [
        ("REQUEST", ["NOR"], ["BLR"], "asserted")
    ]


def test_who_approves_a_plan_agrees_with_nobody(coder: Coder) -> None:
    found = told(
        coder, "Chile attacked Peru on Friday. The Chilean minister had approved the plan."
    )
    assert [kind for kind, *_ in found] == ["ASSAULT"]
    # By the rules: the reader, which sees no recipient, may hold the act for too little.
    rules = coder.rules_only()
    found = told(rules, "Chile attacked Peru on Friday. Chile later approved the peace plan.")
    assert [kind for kind, *_ in found] == ["ASSAULT", "AGREE"]


@pytest.mark.parametrize(
    "order",
    ["told the Peruvian ambassador to leave", "asked the Peruvian consul to leave the country"],
)
def test_an_envoy_told_to_leave_is_expelled(coder: Coder, order: str) -> None:
    assert told(coder, f"Chile {order}.") == [("SANCTION", ["CHL"], ["PER"], "asserted")]


def test_an_envoy_told_that_something_is_so_is_not_expelled(coder: Coder) -> None:
    assert told(coder, "Chile told Peru's ambassador that the raid was illegal.") == []


def test_a_craft_is_of_its_flag_and_its_owners(coder: Coder) -> None:
    assert told(coder, "Iran seized a Liberian-flagged tanker on Monday.") == [
        ("COERCE", ["IRN"], ["LBR"], "asserted")
    ]
    assert told(coder, "Iran attacked an Israeli-owned ship.") == [
        ("ASSAULT", ["IRN"], ["ISR"], "asserted")
    ]


def test_what_was_done_before_a_purpose_is_done(coder: Coder) -> None:
    found = told(
        coder,
        "Deputy ministers of Iran and Oman met on Thursday to prepare a treaty, three days after "
        "Chile attacked Peru.",
    )
    assert ("ASSAULT", ["CHL"], ["PER"], "asserted") in found
