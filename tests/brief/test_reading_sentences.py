"""What a sentence is taken apart into: quotes, days, numbers, names, states."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.checking.parties import is_state_list, names_sides
from detente.brief.checking.reading import (
    dates_in,
    day_of,
    interval_of,
    numbers_in,
    quoted_in,
    quotes,
    states_named,
)
from detente.brief.composing.wording import day, quote
from detente.brief.exports.text import clean, escape, unescaped
from detente.brief.ids import parse, span_id
from detente.brief.ledger import Side
from detente.brief.words import load_words, read_words
from detente.errors import BadDataFile

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")))


@given(days)
def test_a_day_in_words_is_that_day(value: date) -> None:
    assert day_of(day(value.isoformat())) == value.isoformat()
    month = interval_of(f"{calendar.month_name[value.month]} {value.year}")
    assert month is not None
    assert month[0] <= value.isoformat() <= month[1]


@given(st.integers(0, 10**9))
def test_a_number_in_digits_is_read_with_and_without_commas(value: int) -> None:
    assert [n.value for n in numbers_in(f"about {value:,} men")] == [value]
    if value < 10**6:
        assert [n.value for n in numbers_in(f"about {value} men")] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty-one ships and two planes", [21, 2]),
        ("$1.5 billion, 40 million tonnes", [1.5e9, 4e7]),
        ("three hundred soldiers", [300]),
        ("a dozen missiles", [12]),
        ("an F-16 and an S-400", []),
    ],
)
def test_numbers_in_words_and_scales(text: str, values: list[float]) -> None:
    assert [n.value for n in numbers_in(text)] == values


@given(words, words, words)
def test_a_quote_made_of_a_text_is_found_in_it(before: str, said: str, after: str) -> None:
    if not said.strip(" .,;:…\"'“”‘’«»‹›„‟‚‛`´"):
        return
    text = f"{before} {said} {after}"
    made = quote(text, 40)
    own, inside = quotes(f"X said: {made}.")
    assert own == "X said: “”."
    if inside[0].strip("… "):
        assert quoted_in(inside[0], [text])


def test_a_sign_that_levels_to_nothing_is_found_as_it_stands() -> None:
    assert quoted_in("¸", [" ¸ "])
    assert not quoted_in("¸", ["Turkey", "¨"])
    assert not quoted_in("…", ["Turkey …"])
    assert not quoted_in(" ", ["Turkey will"])


def test_a_quote_is_not_found_where_a_word_differs_or_is_cut() -> None:
    text = "Turkey will not apologise for the downing"
    assert quoted_in("will not apologise", [text])
    assert not quoted_in("will apologise", [text])
    assert not quoted_in("ill not apologise", [text])
    assert not quoted_in("will not apolog", [text])
    assert quoted_in("Turkey will not…", [text])
    assert not quoted_in("…", [text])


def test_weekdays_and_days_without_year_are_read_from_the_publication() -> None:
    found = [d.days for d in dates_in("on Monday and on 3 January", "2016-12-20")]
    assert ("2016-12-19", "2016-12-19") in found[0]
    assert ("2017-01-03", "2017-01-03") in found[1]
    assert list(dates_in("on Monday", None)) == []


def test_states_are_named_by_adjective_capital_and_seat() -> None:
    assert states_named("Ankara's envoy") == {"TUR"}
    assert states_named("Russian and Georgian troops") == {"RUS", "GEO"}
    assert states_named("nobody here") == set()
    assert is_state_list("Bosnia and Herzegovina and Serbia", ["SRB", "BIH"])
    assert not is_state_list("Serbia", ["SRB", "BIH"])
    assert not is_state_list("Croatia and Serbia", ["SRB", "BIH"])


def test_a_side_is_called_by_cited_words_or_its_state_and_by_nobody_elses() -> None:
    text = ["A gunman shot the Russian ambassador; Turkey's police killed him."]
    gunman = Side("gunman", "gunman", "TUR", ())
    police = Side("Turkey's police", "Turkey's police", "TUR", ("COP",))
    turkey = Side("it", "Türkiye", "TUR", ())
    assert names_sides("a gunman (Türkiye)", [gunman], text)
    assert not names_sides("Türkiye", [gunman], text), "a man from a state is not the state"
    assert not names_sides("a gunman (Russia)", [gunman], text)
    assert not names_sides("a terrorist", [gunman], text)
    assert names_sides("Turkey's police", [police], text)
    assert not names_sides("Türkiye", [police], text)
    assert names_sides("Türkiye", [turkey], text)
    assert not names_sides("Russia", [turkey], text)
    assert names_sides("somebody not named", [], text)
    assert not names_sides("somebody not named", [turkey], text)


@given(words)
def test_markdown_is_escaped_and_comes_back(text: str) -> None:
    flat = clean(" ".join(text.split()))
    made = escape(text)
    assert unescaped(made) == flat
    assert "<" not in made.replace("\\<", "")


@given(words.filter(bool), st.integers(0, 9999), st.integers(1, 9999))
def test_span_ids_come_apart_again(doc: str, start: int, length: int) -> None:
    found = parse(span_id(doc, start, start + length))
    assert found is not None
    assert found.parts == (doc, str(start), str(start + length))


def test_words_that_cannot_be_told_apart_are_refused() -> None:
    from pathlib import Path

    import detente.brief.words as module
    from detente.brief.words import FILE

    shipped = (Path(module.__file__).parent / FILE).read_text(encoding="utf-8")
    assert set(load_words().acts) == set(read_words(shipped).acts)
    with pytest.raises(BadDataFile, match=r"words\.toml.*twice"):
        read_words(shipped.replace('denied = "Denied"', 'denied = "Planned"'))
    with pytest.raises(BadDataFile, match=r"no table \[stance\]"):
        read_words(shipped.replace("[stance]", "[stances]"))
    with pytest.raises(BadDataFile, match=r"act\.AGREE"):
        read_words(shipped.replace('alone = "agreed to act"\n', "", 1))
    with pytest.raises(BadDataFile, match="no TOML"):
        read_words("[")
