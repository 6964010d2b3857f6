"""People and acts told before: who "the sailors" and "he" are, what "followed suit" repeats."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from tests.coding.test_discussion import sides

SEIZED = "Iran seized the British tanker Heron and arrested 23 British sailors. "
QUARREL = "Chad and Sudan quarrelled. Chad expelled the Sudanese ambassador. "


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("Two of the sailors were wounded.", ("ASSAULT", "?", "GBR")),
        ("The sailors were beaten by guards.", ("ASSAULT", "?", "GBR")),
    ],
)
def test_the_same_people_keep_their_state(
    coder: Coder, last: str, told: tuple[str, str, str]
) -> None:
    kind, _, whom = told
    found = [(k, r) for k, _, r in sides(coder, SEIZED, last)]
    assert (kind, whom) in found


def test_other_people_are_not_the_same(coder: Coder) -> None:
    assert not [
        r for _, _, r in sides(coder, SEIZED, "A farmer was wounded in his field.") if r == "GBR"
    ]


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("Kenya followed suit.", ("SANCTION", "KEN", "SDN")),
        ("Sudan responded in kind.", ("SANCTION", "SDN", "CHD")),
    ],
)
def test_an_act_is_repeated_or_returned(
    coder: Coder, last: str, told: tuple[str, str, str]
) -> None:
    want = tuple(x.replace("CHD", "TCD") for x in told)
    assert want in sides(coder, QUARREL, last)


def test_what_is_not_repeated_is_no_act(coder: Coder) -> None:
    assert not sides(coder, QUARREL, "Kenya has not followed suit.")


def test_whose_soldiers_are_theirs(coder: Coder) -> None:
    coder = coder.rules_only()  # whether driving rebels out is worth a record is not asked here
    last = "France, whose soldiers drove the rebels from Abeche, kept silent."
    assert ("ASSAULT", "FRA") in [(k, a) for k, a, _ in sides(coder, QUARREL, last)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Poland wants Germany to impose sanctions.", ("REQUEST", "POL", "DEU")),
        ("Mali insisted that Denmark withdraw its soldiers.", ("REQUEST", "MLI", "DNK")),
        ("Serbia does not recognise Kosovo.", ("REJECT", "SRB", "KOS")),
        ("Four Indian soldiers died in an ambush.", ("ASSAULT", "", "IND")),
        ("Three Polish nuns are in custody.", ("COERCE", "", "POL")),
        ("Brussels told Moscow to honour the convention.", ("REQUEST", "EUR", "RUS")),
    ],
)
def test_acts_by_their_construction(
    coder: Coder, sentence: str, told: tuple[str, str, str]
) -> None:
    assert told in sides(coder, "", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Poland wants to impose sanctions on Belarus.",
        "Iran insists that Israel ignored the warning.",
        "Reporters asked Russia why the flight was late.",
        "Britain did not break off relations with Uruguay, withdraw its mission or cut trade.",
    ],
)
def test_no_such_act_is_asserted(coder: Coder, sentence: str) -> None:
    from detente.records import Document

    (reading,) = coder.read([Document("d", sentence, "2020-01-01")])
    assert not [e for e in reading.events if e.status == "asserted"]
