"""Datelines: which forms are one, which only look like one, and the day they tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents import from_text, read
from detente.documents.dateline import datelines, filed_on, without_datelines
from detente.records import Document


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("PUNO, Peru, 3 June 2019 (Andes Wire) - ", "2019-06-03"),
        ("MOSCOW, December 19, 2016. /TASS/. ", "2016-12-19"),
        ("ANKARA, Dec. 20, 2016 (Agency) -- ", "2016-12-20"),
        ("UNITED NATIONS, Monday, December 19, 2016 - ", "2016-12-19"),
        ("ST. PETERSBURG, Russia, June 3rd, 2019 — ", "2019-06-03"),
        ("Brussels, 20 December 2016 – ", "2016-12-20"),
        ("Rio de Janeiro, 1st of May 2020 (Agency) - ", "2020-05-01"),
        ("KYIV, 1 March 2022: ", "2022-03-01"),
        ("Tehran, Dec 19, IRNA – ", None),
        ("ANKARA, Turkey (AP) — ", None),
        ("MEXICO CITY, April 6 - ", None),
        ("Rio de Janeiro (Agency) - ", None),
        ("(Agency) - ", None),
        ("GENEVA - ", None),
    ],
)
def test_a_dateline_is_told_and_its_day_where_it_is_whole(line: str, day: str | None) -> None:
    text = line + "Peru demanded an explanation."
    assert [m.group() for m in datelines(text)] == [line]
    assert without_datelines(text) == " " * len(line) + "Peru demanded an explanation."
    assert filed_on(text) == filed_on(f"A headline\n\nBy A. Writer\n\n{text}") == day


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Questions and answers, 3 September 2019", "2019-09-03"),
        ("By Ann Lee | 3 May 2019, 14:20 GMT", "2019-05-03"),
        ("By Ann Lee. The Sunday Ledger, 12 January 1975", "1975-01-12"),
        ("An opinion column. 27 September 1976", "1976-09-27"),
        ("(Berlin, 3 May 2019)", "2019-05-03"),
        ("Ege Postası, Bodrum, 14 August 1996 (translated from the Turkish)", "1996-08-14"),
        ("3 May 2019 - newest entries first", "2019-05-03"),
        ("3 May 2019, Moscow", "2019-05-03"),
        ("Last modified 3 May 2019.", "2019-05-03"),
        ("Published 3 May 2019 | Updated 4 May 2019", "2019-05-03"),
        ("Daily Nation / Friday, May 3rd, 2019 / page 4", "2019-05-03"),
        ("2019-05-03", "2019-05-03"),
        ("Treaty of 3 May 2019", None),
        ("After the attack on 3 May 2019", None),
        ("Ann Lee, born 3 May 1930", None),
        ("Ann Lee, 3 May 1930 - 4 May 2011", None),
        ("London, 3 May 2019 | Paris, 4 May 2019", None),
        ("3 May 2019 - Talks began.", None),
    ],
)
def test_a_line_above_the_text_tells_its_day(head: str, day: str | None) -> None:
    body = "Peru demanded an explanation of what its neighbour's ships had done there. " * 2
    assert filed_on(f"A headline without a day\n{head}\n\n{body}") == day


def test_a_first_line_may_look_back() -> None:
    assert filed_on("Statement, Berlin, 3 May 2019\n\nPeru left.") == "2019-05-03"
    assert filed_on("The Lockerbie bombing, 21 December 1988\n\nIn 2001 a court sat.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Russia - Turkey relations are bad.",
        "20 December 2016 - The Council condemned the attack.",  # an entry of a chronology
        "May 3 - Talks begin.",
        "The minister, on 20 May 2016 - a Friday - resigned.",
        "The talks (on Monday) - the third - failed.",
        "Peru, which on 3 June 2019 had left - as it said - returned.",
        "Nobody came: the talks failed.",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert list(datelines(text)) == []
    assert filed_on(text) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Nairobi, 12 March 2007", "2007-03-12"),
        ("Salto, 12 December 2006. From our own correspondent", "2006-12-12"),
        ("LONDON, 3 May 2012 (Reuters)", "2012-05-03"),
        ("By our columnist, 14 July 2003", "2003-07-14"),
        ("NEW YORK, March 12, 2007.", "2007-03-12"),
        ("Published on Monday, 12 March 2007", "2007-03-12"),
        ("12 March 2007", "2007-03-12"),
        ("Nairobi, 12 March", None),
        ("Nairobi, 12 March 2007, in the morning", None),
    ],
)
def test_a_line_of_place_and_day_dates_a_text(line: str, day: str | None) -> None:
    text = f"Joint communique\n\n{line}\n\nThe ministers met in Nairobi."
    assert filed_on(text) == day
    assert list(datelines(text)) == []
    # A chronology has many such lines.
    assert day is None or filed_on(f"{text}\n\n14 May 2007\n\nThey met again.") is None


def test_a_dateline_far_down_says_nothing_of_the_whole() -> None:
    below = "Peru spoke. " * 60 + "\n\nLIMA, 3 June 2019 (Agency) - Peru demanded more."
    assert list(datelines(below))
    assert filed_on(below) is None
    assert filed_on("LIMA, 31 June 2019 - Peru demanded more.") is None  # no such day


@given(st.text(max_size=80) | st.lists(st.sampled_from(
    ["LIMA", "Lima", ", ", " - ", "3 June 2019", "(Agency)", "/TASS/", ".", "\n", " ", "Peru"]
), max_size=12).map("".join))  # fmt: skip
def test_blanking_moves_no_character(text: str) -> None:
    blanked = without_datelines(text)
    assert len(blanked) == len(text)
    assert all(b in (" ", t) for t, b in zip(text, blanked, strict=True))
    assert [i for i, c in enumerate(text) if c == "\n"] == [
        i for i, c in enumerate(blanked) if c == "\n"
    ]


DATED = "LIMA, 3 June 2019 (Agency) - Peru demanded an explanation from Bolivia on Monday."


def test_a_text_without_another_day_has_that_of_its_dateline(tmp_path: Path) -> None:
    found = from_text(DATED)
    assert (found.date, found.date_basis) == ("2019-06-03", "dateline")
    told = from_text(DATED, date="2019-06-05")
    assert (told.date, told.date_basis) == ("2019-06-05", "option")
    (tmp_path / "a.txt").write_text(DATED, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"date: 2019-06-04\n\n{DATED} It waits.", encoding="utf-8")
    record = {"id": "c", "text": f"{DATED} It waits for an answer.", "date": "sometime"}
    (tmp_path / "c.jsonl").write_text(json.dumps(record), encoding="utf-8")
    items = list(read([tmp_path]))
    days = [(d.date, d.date_basis) for d in items if isinstance(d, Document)]
    assert days == [
        ("2019-06-03", "dateline"),
        ("2019-06-04", "header"),
        ("2019-06-03", "dateline"),
    ]
    # What the field said is told of all the same.
    assert [i.reason for i in items if not isinstance(i, Document)] == ["date not understood"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("HERAT, Afghanistan, May 23, 2014 (Meridian Press)", "2014-05-23"),
        ("Ege Sahil Postasi, Bodrum, 14 August 1996 (translated from the Turkish)", "1996-08-14"),
        ("Official Report of the National Assembly, Wednesday 11 October 2017", "2017-10-11"),
        ("Remembering the massacre of students, 4 June 1989", None),
        ("The envoy was shot in Ankara, 19 December 2016", None),
    ],
)
def test_a_line_of_names_with_a_day_is_that_of_the_report(line: str, day: str | None) -> None:
    text = f"Envoy shot\n\n{line}\n\nPeru demanded an explanation."
    assert filed_on(text) == day
    if day is not None:
        assert line not in without_datelines(text)


@pytest.mark.parametrize(
    "text",
    [
        "Envoy shot\n2016-12-19\n\nThe envoy was shot.",
        "Envoy shot: live\n19 December 2016 - newest entries first\n\nThe envoy was shot.",
        "Envoy shot\n19 December 2016, 14:30 GMT\n\nThe envoy was shot.",
        "Envoy shot\n2016-12-19\n\nANKARA, Dec 19 - The envoy was shot.",
    ],
)
def test_a_line_of_a_day_may_be_iso_or_say_more(text: str) -> None:
    assert filed_on(text) == "2016-12-19"


def test_a_chronology_has_no_day_of_its_own() -> None:
    assert filed_on("Crisis\n5 June 2017 - Ties cut\n\n6 June 2017 - Gate shut\n") is None
