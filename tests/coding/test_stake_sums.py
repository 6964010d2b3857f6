"""Which sums, treaties and people are stakes, and which are only mentioned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding import Coder
from detente.coding.quantities import find_quantities
from detente.coding.sentence import sentences
from detente.coding.stakes.record import as_share
from detente.documents import from_text
from detente.language import parse
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
        ("America will leave the base of drones in Niger, which cost 110 million dollars.", "base", 110e6),
        ("There is too much to lose for Turkey: the railway to Kars, into which Azerbaijan has sunk $775 million, the gas, the casinos.", "railway", 775e6),
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


@pytest.mark.parametrize(
    ("sentence", "currency", "bearer", "gainer"),
    [
        ("France lends Cameroon nine billion francs this year.", "FRF", (), ()),
        ("Kuwait froze a loan of 25 million dinars for Iraqi irrigation.", "KWD", (), ()),
        ("Japan has not frozen its yen loans to China, 160 billion last year.", "JPY", (), ()),
        ("Ethiopia pays Djibouti a billion dollars a year for the port.", "USD", ("ETH",), ("DJI",)),
        ("Germany paid compensation of 14 million kronor to Sweden.", "SEK", ("DEU",), ("SWE",)),
        ("Zambia put the loss of copper exports at 20 million dollars.", "USD", ("ZMB",), ()),
    ],
)  # fmt: skip
def test_whose_money_it_is(
    read: Read, sentence: str, currency: str, bearer: tuple[str, ...], gainer: tuple[str, ...]
) -> None:
    found = [k for k in read(sentence).stakes if k.amount is not None]
    assert [(k.currency, k.bearer, k.gainer) for k in found] == [(currency, bearer, gainer)]


def test_people_of_a_nation_are_persons(read: Read) -> None:
    found = read("More than 15,000 Saudis study in Canada.").stakes
    assert [k.unit for k in found] == ["person"]


def test_parts_are_shares() -> None:
    coder = Coder()
    text = "Egypt draws nine tenths of its water from the Nile."
    (s,) = sentences(next(iter(parse(coder.nlp, [text]))), text)
    q = find_quantities(s)[0]
    share = as_share(s, q)
    assert share is not None
    assert (share.value, share.unit) == (90.0, "percent")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("France spoke to Britain and Chad. Kenya, as Britain knows, lost trade between Peru and Chile worth 3 million dollars.", ("CHL", "PER")),
        ("We in Bolivia are patient. We talk to Peru. Our gas exports to Chile, worth 3 million dollars, were halted.", ("BOL", "CHL")),
    ],
)  # fmt: skip
def test_its_own_words_name_its_sides(read: Read, text: str, sides: tuple[str, str]) -> None:
    assert sides in [k.dyad for k in read(text).stakes]


def test_people_are_no_money(read: Read) -> None:
    found = read(
        "Turkey did not warn its tourists, of whom 1.2 million crossed to Georgia last year. "
        "Georgia earned 900 million dollars from them."
    ).stakes
    assert not [k for k in found if k.amount == 1.2e6 and k.currency is not None]
