"""Stakes by the ways in which news tells what two states have in common or lose."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Stake


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def stakes(coder: Coder, text: str) -> tuple[Stake, ...]:
    return next(coder.read([from_text(text, date="2016-05-20")])).stakes


@pytest.mark.parametrize(
    ("text", "words", "domain", "status"),
    [
        ("Honduras sells two thirds of its coffee to the United States.", "coffee", "agriculture", "running"),
        ("Qatar imports 40 per cent of its food from Saudi Arabia.", "food", "agriculture", "running"),
        ("Peru stopped buying Canadian wheat on Monday.", "wheat", "agriculture", "suspended"),
        ("The number of Polish tourists in Egypt fell by a third.", "tourists", "tourism", "lost"),
        ("The study of a causeway between Qatar and Bahrain remains suspended.", "causeway", "transit", "suspended"),
        ("Kenya cut deliveries of oil products to Uganda.", "oil products", "energy", "suspended"),
        ("The Grand Inga dam in Congo was begun with Egypt. The dam has cost 4 billion dollars.", "dam", "water", "running"),
        ("The sale of 84 F-15 aircraft to Peru, valued at 2 billion dollars, was cancelled.", "sale of 84 F-15", "arms", "cancelled"),
        ("The trade between Peru and Chile, 3 billion dollars a year, will survive.", "trade", "trade", "running"),
        ("Norway froze some 30 million dollars in aid to Rwanda.", "30 million", "finance", "suspended"),
        ("Some 40,000 of ours work there, and Belgium has expelled no Zairian.", "40,000", "migration", "running"),
        ("The embargo on Peruvian tuna was lifted by Chile in May.", "embargo", "agriculture", "ended"),
        ("Guyana and Venezuela dispute 160,000 square kilometres of forest.", "160,000 square", "territory", "running"),
    ],
)  # fmt: skip
def test_a_stake(coder: Coder, text: str, words: str, domain: str, status: str) -> None:
    found = [s for s in stakes(coder, text) if any(words in p.text for p in s.spans)]
    assert found, [s.name for s in stakes(coder, text)]
    assert domain in found[0].domain
    assert found[0].status == status


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("The Philippines lost trade worth 30 million pesos with China.", "PHP"),
        ("Mexico lost trade worth 30 million pesos with Guatemala.", "MXN"),
        ("Uganda pays Rwanda 140 million shillings for the transit of oil.", "UGX"),
        ("Peru lost trade worth 30 million pesos with Ecuador.", None),
        ("Italy lent Albania 60 billions of lire for a port.", "ITL"),
        ("France buys Algerian wine worth 90 million francs.", "FRF"),
        ("Senegal pays Mali 90 million francs for the transit of cotton.", "XOF"),
        ("Australia gives Fiji A$80 million of aid a year.", "AUD"),
        ("West Germany lent Poland 2 billion marks in 1975.", "DEM"),
    ],
)
def test_a_shared_currency_is_that_of_a_side(coder: Coder, text: str, currency: str | None) -> None:
    found = [s for s in stakes(coder, text) if s.amount]
    assert found
    assert found[0].currency == currency


@pytest.mark.parametrize(
    "text",
    [
        "Kyrgyz soldiers opened fire on Tajik villagers.",
        "Nine Lebanese pilgrims were captured by rebels in Syria.",
        "The death toll in Peru rose to forty.",
        "Satellite images showed the port of Tartus in Syria.",
    ],
)
def test_what_is_no_stake(coder: Coder, text: str) -> None:
    assert not stakes(coder, text)


def test_a_bare_sum_has_no_domain_of_its_own(coder: Coder) -> None:
    (stake,) = stakes(coder, "Peru says the quarrel with Chile will total 3 million dollars.")
    assert stake.domain == ()


def test_the_dead_do_not_travel(coder: Coder) -> None:
    assert stakes(coder, "Nine Turks lie dead on an Israeli ship.") == ()
    (found,) = stakes(coder, "Nine hundred Turks lie on Israeli beaches each summer.")
    assert found.domain == ("tourism",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Trade between India and Pakistan came to a standstill.", "Trade between India and Pakistan"),
        ("The proposed pipeline from Iran to India was cancelled.", "proposed pipeline from Iran to India"),
        ("The ferry line from Pusan in Korea to Shimonoseki in Japan was closed.", "ferry line from Pusan in Korea to Shimonoseki"),
        ("Tanzania has forgone a British loan of £7.5 million.", "British loan of £7.5 million"),
        ("The drought put 200,000 acres of Egypt out of cultivation.", "200,000 acres of Egypt"),
    ],
)  # fmt: skip
def test_a_name_has_both_ends(coder: Coder, text: str, name: str) -> None:
    assert name in [s.name for s in stakes(coder, text)]
