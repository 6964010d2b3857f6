"""An act that two words tell is one act; courts and police hold their own."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document, Event


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False, learned=None)


def held(coder: Coder, text: str) -> list[Event]:
    (reading,) = coder.read([Document(id="d", text=text, date="2017-12-28")])
    return [e for e in reading.events if e.event_type == "COERCE"]


def test_an_order_and_what_is_ordered_are_one_act(coder: Coder) -> None:
    (arrest,) = held(
        coder,
        "A court in Ankara on Thursday ordered the arrest of Mustafa Timur Ozkan, who had organised"
        " the exhibition at which the Russian ambassador was murdered.",
    )
    assert arrest.trigger.text == "arrest"
    assert [p.country for p in arrest.recipient] == [None]


@pytest.mark.parametrize(
    ("doer", "whom", "codes"),
    [
        ("A Turkish court jailed", "the organiser", []),
        ("Turkish police arrested", "the organiser", []),
        ("Turkey jailed", "the organiser", ["RUS"]),
        ("Turkish police arrested", "a Russian", ["RUS"]),
    ],
)
def test_whom_a_court_holds_is_not_the_other_states_unless_told(
    coder: Coder, doer: str, whom: str, codes: list[str]
) -> None:
    (arrest,) = held(
        coder,
        "Turkey accused Russia of lying. Russia recalled its envoy from Ankara."
        f" {doer} {whom} on Tuesday.",
    )
    assert [p.country for p in arrest.recipient] == codes
