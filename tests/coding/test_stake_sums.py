"""Which sums, treaties and people are stakes, and which are only mentioned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Reading

Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def read() -> Read:
    coder = Coder()
    return lambda text: next(coder.read([from_text(text, date="2016-05-20")]))


@pytest.mark.parametrize(
    ("sentence", "name", "amount"),
    [
        ("Turkey has kept the 190-million-dollar contract for ten drones from Israel.", "contract", 190e6),
        ("Washington will give Sudan the loan of 18 million dollars for cotton and sugar.", "loan", 18e6),
        ("The contract for the nuclear plant at Dabaa will be signed by Egypt and Russia.", "contract", None),
        ("Turkey shelved a plan to carry gas to Israel.", "gas", None),
        ("Eleven thousand French teachers still work in Morocco.", "teachers", 11e3),
        ("France talks of boycotts, but we shall go on buying the wine of Algeria.", "wine", None),
    ],
)  # fmt: skip
def test_what_is_worth_something_to_both(
    read: Read, sentence: str, name: str, amount: float | None
) -> None:
    found = [k for k in read(sentence).stakes if name in k.name]
    assert len(found) == 1
    assert found[0].amount == amount


@pytest.mark.parametrize(
    "sentence",
    [
        "The corvette Cheonan, 1,200 tonnes, broke in two off South Korea.",
        "Russia offers a reward of 50 million dollars for the killers in Egypt.",
        "Britain will impose no trade sanctions on Nigeria.",
        "Chinese students marched past the American embassy.",
        "A Philippine seaman lost his thumb in a clash with China.",
    ],
)
def test_what_is_only_mentioned(read: Read, sentence: str) -> None:
    assert not read(sentence).stakes


def test_a_period_is_that_of_its_own_clause(read: Read) -> None:
    text = (
        "Trade between China and Pakistan was worth $9 billion in 2014; Pakistan hopes to roll over"
        " $4 billion of deposits from China in June."
    )
    periods = {k.amount: k.period and k.period.start for k in read(text).stakes}
    assert periods[9e9] == "2014-01-01"
    assert periods[4e9] != "2014-01-01"
