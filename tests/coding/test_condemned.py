"""Who is accused by whoever condemns an act: those who did it, never those it hit."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.documents import from_text


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


def accused(coder: Coder, text: str) -> list[list[str]]:
    (reading,) = coder.read([from_text(text, date="2022-09-17")])
    return [
        [p.country or p.name for p in e.recipient]
        for e in reading.events
        if e.event_type == "ACCUSE"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Russia condemned the attack on the Turkish consulate in Basra.",
        "France deplored the murder of the Iranian envoy in Beirut.",
        "The Colombian government condemned the killing of four Venezuelan guardsmen last March.",
        "Turkey condemned the bombing of its embassy in Mogadishu.",
    ],
)
def test_whom_an_attack_hit_is_not_blamed(coder: Coder, text: str) -> None:
    assert accused(coder, text) == [[]]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Kenya condemned Rwanda's raid on the Burundian camp.", "RWA"),
        ("Kenya condemned the arrest of protesters in Belarus.", "BLR"),
        ("Rwanda's army raided a Burundian camp. Kenya condemned the raid on the Burundian camp.",
         "RWA"),
        ("Gunmen killed four Venezuelan guardsmen. Colombia condemned the killing of the Venezuelan"
         " guardsmen.", "Gunmen"),
    ],
)  # fmt: skip
def test_who_did_it_is(coder: Coder, text: str, whom: str) -> None:
    assert [whom] in accused(coder, text)


def test_without_models_too() -> None:
    text = "Russia condemned the attack on the Turkish consulate in Basra."
    assert accused(Coder(analyst=False, learned=None), text) == [[]]
