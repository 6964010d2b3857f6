"""Family names that many people bear, read where the text is about their bearer's country."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


def doers(coder: Coder, text: str, date: str) -> dict[str, str | None]:
    """The country of the first actor of each event, by the words that name him."""
    (reading,) = coder.read([Document(id="d", text=text, date=date)])
    return {e.actor[0].span.text: e.actor[0].country for e in reading.events if e.actor}


SLOVAK = "Slovakia recalled its ambassador to Hungary on Monday."
EGYPT = "Egypt recalled its ambassador to Israel on Monday."


@pytest.mark.parametrize("name", ["Mr Fico", "Fico"])
def test_a_common_family_name_is_read_where_the_text_names_the_country(
    coder: Coder, name: str
) -> None:
    told = doers(coder, f"{SLOVAK} {name} accused the European Union of lying.", "2013-03-04")
    assert told.get(name) == "SVK"


@pytest.mark.parametrize("name", ["Mr Fico", "Fico"])
def test_it_is_nobody_where_the_text_is_about_others(coder: Coder, name: str) -> None:
    told = doers(coder, f"{EGYPT} {name} accused the European Union of lying.", "2013-03-04")
    assert told.get(name) is None


def test_it_is_nobody_long_after_or_before_the_term(coder: Coder) -> None:
    told = doers(coder, f"{SLOVAK} Mr Fico accused the European Union of lying.", "1995-03-04")
    assert told.get("Mr Fico") is None


def test_whom_the_text_itself_has_named_in_full_goes_first(coder: Coder) -> None:
    text = (
        f"{SLOVAK} Jan Fico, a farmer, praised Hungary. Fico accused the European Union of lying."
    )
    assert doers(coder, text, "2013-03-04").get("Fico") is None


def test_another_spelling_of_a_given_name_is_read_where_the_text_names_the_country(
    coder: Coder,
) -> None:
    told = doers(coder, f"{EGYPT} Mohammed Morsi accused Israel of lying.", "2013-03-04")
    assert told.get("Mohammed Morsi") == "EGY"
    told = doers(coder, f"{EGYPT} Tarek Morsi accused Israel of lying.", "2013-03-04")
    assert told.get("Tarek Morsi") is None


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked Lenin Square in Ukraine.",
        "Poland removed a Stalin statue.",
        "Protesters in Greece threw Molotov cocktails at the police.",
    ],
)
def test_what_bears_a_persons_name_is_not_the_person(coder: Coder, text: str) -> None:
    (reading,) = coder.read([Document(id="d", text=text, date="2023-03-04")])
    parties = [p for e in reading.events for p in (*e.actor, *e.recipient)]
    assert not {p.country for p in parties} & {"SUN"}


@pytest.mark.parametrize(
    ("name", "date", "country"),
    [
        ("Khrushchev", "1960-06-01", "SUN"),
        ("President Reagan", "1985-10-12", "USA"),
        ("Mr Nehru", "1955-03-01", "IND"),
        ("Herr Adenauer", "1958-03-01", "DEU"),
        ("Nasser", "1967-05-20", "EGY"),
        ("Archbishop Makarios", "1964-05-20", "CYP"),
    ],
)
def test_who_led_states_in_earlier_times_is_known(
    coder: Coder, name: str, date: str, country: str
) -> None:
    told = doers(coder, f"{name} accused Albania of lying.", date)
    assert country in told.values(), told


@pytest.mark.parametrize("name", ["Isaias", "Mr Isaias"])
def test_a_given_name_is_read_where_people_go_by_it(coder: Coder, name: str) -> None:
    text = f"Eritrea broke off relations with Ethiopia. {name} accused Ethiopia of an attack."
    assert doers(coder, text, "2021-03-04").get(name) == "ERI"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Venezuela deported hundreds of Colombians. Our Guard seized farms.", "COL"),
        ("Zambia deported hundreds of Angolans. Our Guard seized farms.", "AGO"),
        ("Colombia and Angola expelled two Swiss. Our Guard seized farms.", None),
    ],
)
def test_of_two_who_left_office_the_one_whose_state_the_text_names(
    coder: Coder, text: str, code: str | None
) -> None:
    told = doers(coder, f"{text} President Santos accused Chad of lying.", "2022-05-15")
    assert told.get("President Santos") == code
