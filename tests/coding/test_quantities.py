"""Quantities: numbers with what they count, and the event that they belong to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente.coding.numerals as numerals
from detente.coding.quantities import find_quantities, load_quantity_words, quantities_for
from detente.coding.sentence import Sentence
from detente.errors import BadDataFile
from tests.coding.build import plain, tree

Bounds = tuple[float | None, float | None, float | None, str | None]


def bounds(text: str) -> list[Bounds]:
    return [(q.value, q.low, q.high, q.unit) for q in find_quantities(plain(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 people", (12, 12, 12, "person")),
        ("1,200 people", (1200, 1200, 1200, "person")),
        ("10 000 people", (10000, 10000, 10000, "person")),
        ("twenty-three people", (23, 23, 23, "person")),
        ("two hundred and fifty tonnes", (250, 250, 250, "tonne")),
        ("half a million people", (500000, 500000, 500000, "person")),
        ("two dozen soldiers", (24, 24, 24, "person")),
        ("at least 17 soldiers", (17, 17, None, "person")),
        ("more than 100 people", (100, 100, None, "person")),
        ("up to 40 people", (40, None, 40, "person")),
        ("300 or more people", (300, 300, None, "person")),
        ("dozens of people", (None, 24, 99, "person")),
        ("tens of thousands of people", (None, 20000, 99999, "person")),
        ("between 10 and 20 people", (None, 10, 20, "person")),
        ("10-20 people", (None, 10, 20, "person")),
        ("9 or 11 people", (None, 9, 11, "person")),
        ("no one", (0, 0, 0, "person")),
        ("12 percent", (12, 12, 12, "percent")),
        ("1.2 million tonnes", (1.2e6, 1.2e6, 1.2e6, "tonne")),
        ("$9 billion", (9e9, 9e9, 9e9, "USD")),
        ("US$15bn", (15e9, 15e9, 15e9, "USD")),
        ("€45bn", (45e9, 45e9, 45e9, "EUR")),
        ("USD 3 million", (3e6, 3e6, 3e6, "USD")),
        ("5 billion rubles", (5e9, 5e9, 5e9, "RUB")),
        ("5 million Canadian dollars", (5e6, 5e6, 5e6, "CAD")),
        ("100 million Turkish liras", (1e8, 1e8, 1e8, "TRY")),
        ("2 to 3 billion euros", (None, 2e9, 3e9, "EUR")),
    ],
)
def test_numbers_money_and_bounds(text: str, expected: Bounds) -> None:
    (found,) = bounds(text)
    assert found == pytest.approx(expected)


def test_about_and_nearly_bound_on_the_right_sides() -> None:
    ((value, low, high, unit),) = bounds("about 300 people")
    assert (value, unit) == (300, "person")
    assert low is not None
    assert high is not None
    assert low < 300 < high
    ((value, low, high, unit),) = bounds("nearly 9 billion dollars")
    assert (value, high, unit) == (9e9, 9e9, "USD")
    assert low is not None
    assert 6e9 < low < 9e9


@pytest.mark.parametrize(
    "text",
    [
        "Su-24 and S-400 and COVID-19 and MH17 and G20",
        "Resolution 2254 and Article 5 and Flight 9268",
        "on December 19, 2016",
        "in 2015 and since 2014",
        "the 12th time",
        "a 12-year-old boy",
        "at 10:30 or 7 p.m.",
        "call 713-664-7478",
        "the 40-minute talks of a 12-member team",
        "one of the ministers",
    ],
)
def test_names_dates_times_and_ages_count_nothing(text: str) -> None:
    assert find_quantities(plain(text)) == []


def test_weight_is_not_money() -> None:
    s = tree(
        """
        500 500 NUM CD 2 nummod
        pounds pound NOUN NNS 0 root
        of of ADP IN 4 case
        explosives explosive NOUN NNS 2 nmod
        """
    )
    (found,) = find_quantities(s)
    assert not found.money
    assert found.unit != "GBP"


def counts(s: Sentence, word: str, others: tuple[str, ...] = ()) -> list[tuple[str, Bounds]]:
    away = [s.words.index(o) for o in others]
    return [
        (q.kind, (q.value, q.low, q.high, q.unit))
        for q in quantities_for(s, s.words.index(word), find_quantities(s), others=away)
    ]


KILLING = tree(
    """
    Gunmen gunman NOUN NNS 2 nsubj
    attacked attack VERB VBD 0 root
    the the DET DT 4 det
    embassy embassy NOUN NN 2 obj
    _, , PUNCT , 6 punct
    killing kill VERB VBG 2 advcl
    12 12 NUM CD 8 nummod
    people people NOUN NNS 6 obj
    and and CCONJ CC 10 cc
    wounding wound VERB VBG 6 conj
    at at ADV RB 12 case
    least least ADV RBS 13 advmod
    30 30 NUM CD 10 obj
    """
)


def test_killed_and_wounded_are_two_quantities_of_one_attack() -> None:
    both = [
        ("killed", (12, 12, 12, "person")),
        ("injured", (30, 30, None, "person")),
    ]
    assert counts(KILLING, "attacked") == both
    assert counts(KILLING, "attacked", ("killing", "wounding")) == []


def test_a_part_is_not_counted_again() -> None:
    s = tree(
        """
        Troops troops NOUN NNS 2 nsubj
        killed kill VERB VBD 0 root
        12 12 NUM CD 4 nummod
        militants militant NOUN NNS 2 obj
        _, , PUNCT , 8 punct
        including include VERB VBG 8 case
        three three NUM CD 8 nummod
        commanders commander NOUN NNS 4 nmod
        """
    )
    assert counts(s, "killed") == [("killed", (12, 12, 12, "person"))]


def test_the_killers_are_not_the_killed() -> None:
    s = tree(
        """
        Two two NUM CD 2 nummod
        gunmen gunman NOUN NNS 3 nsubj
        killed kill VERB VBD 0 root
        five five NUM CD 5 nummod
        tourists tourist NOUN NNS 3 obj
        """
    )
    assert counts(s, "killed") == [("killed", (5, 5, 5, "person"))]


def test_event_nouns_count_through_of() -> None:
    s = tree(
        """
        The the DET DT 2 det
        expulsion expulsion NOUN NN 6 nsubj
        of of ADP IN 5 case
        23 23 NUM CD 5 nummod
        diplomats diplomat NOUN NNS 2 nmod
        angered anger VERB VBD 0 root
        London london PROPN NNP 6 obj
        """
    )
    assert counts(s, "expulsion") == [("expelled", (23, 23, 23, "person"))]
    assert counts(s, "angered", ("expulsion",)) == []


def test_one_named_victim_counts_one_and_a_group_does_not() -> None:
    rows = """
        The the DET DT 2 det
        {noun} {noun} NOUN NN 4 nsubj:pass
        was be AUX VBD 4 aux:pass
        killed kill VERB VBN 0 root
        """
    assert counts(tree(rows.format(noun="ambassador")), "killed") == [
        ("killed", (1, 1, 1, "person"))
    ]
    assert counts(tree(rows.format(noun="police")), "killed") == []
    assert counts(tree(rows.format(noun="plan")), "killed") == []


def test_what_a_blast_left_is_the_blasts() -> None:
    s = tree(
        """
        The the DET DT 2 det
        blast blast NOUN NN 3 nsubj
        left leave VERB VBD 0 root
        12 12 NUM CD 3 obj
        dead dead ADJ JJ 4 amod
        and and CCONJ CC 8 cc
        30 30 NUM CD 8 nummod
        injured injured ADJ JJ 5 conj
        """
    )
    assert counts(s, "blast") == [
        ("killed", (12, 12, 12, "person")),
        ("injured", (30, 30, 30, "person")),
    ]


def test_irregular_verbs_need_no_lemma() -> None:
    s = tree(
        """
        Two two NUM CD 2 nummod
        diplomats diplomat NOUN NNS 4 nsubj:pass
        were be AUX VBD 4 aux:pass
        shot shot VERB VBN 0 root
        dead dead ADJ JJ 4 xcomp
        """
    )
    assert counts(s, "shot") == [("killed", (2, 2, 2, "person"))]


def test_money_and_troops_belong_to_their_clause() -> None:
    s = tree(
        """
        Qatar qatar PROPN NNP 2 nsubj
        pledged pledge VERB VBD 0 root
        $ $ SYM $ 2 obj
        _15 15 NUM CD 3 nummod
        billion billion NUM CD 4 compound
        and and CCONJ CC 8 cc
        Turkey turkey PROPN NNP 8 nsubj
        deployed deploy VERB VBD 2 conj
        500 500 NUM CD 10 nummod
        soldiers soldier NOUN NNS 8 obj
        """
    )
    assert counts(s, "pledged", ("deployed",)) == [("money", (15e9, 15e9, 15e9, "USD"))]
    assert counts(s, "deployed", ("pledged",)) == [("troops", (500, 500, 500, "person"))]


_WORDS = st.sampled_from(
    [
        *("12", "1,200", "9bn", "$", "€", "US$", "USD", "1.2", "million", "dozens", "tens", "of"),
        *("thousands", "no", "one", "half", "a", "at", "least", "between", "and", "or", "to", "-"),
        *("people", "dollars", "Su-24", "2015", "twenty", "three", "hundred", "99999999999", "²"),
        *("١٢", "%", "İ", "killed", "about", "several", "more", "than", "or", "so", "0", "000"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=14).map(" ".join) | st.text(max_size=40))
def test_any_text_reads_and_spans_slice(text: str) -> None:
    s = plain(text)
    found = find_quantities(s)
    for q in found:
        assert text[q.span.start : q.span.end] == q.span.text != ""
        assert q.low is not None or q.high is not None
        if q.low is not None and q.high is not None:
            assert 0 <= q.low <= q.high
    for i in range(len(s)):
        for quantity in quantities_for(s, i, found):
            assert text[quantity.span.start : quantity.span.end] == quantity.span.text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('code = "EUR"', 'code = "euro"', "three capitals"),
        ('names = ["euro", "euros"]', 'names = ["dollar"]', "twice"),
        ("three = 3", 'three = "3"', "whole number"),
        ("several = [3, 9]", "several = [9, 3]", "ascending"),
        ('["claim", "life"]', '["claim"]', "pairs"),
    ],
)
def test_broken_data_names_the_fault(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = (numerals.DATA / "quantities.toml").read_text("utf-8")
    assert old in text
    broken = tmp_path / "quantities.toml"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadDataFile, match=says) as error:
        load_quantity_words(broken)
    assert error.value.values["file"] == "quantities.toml"
