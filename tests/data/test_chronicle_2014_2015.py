"""The dispatches of 2014 and 2015 and the three analyses: form, dates, honesty of sources."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "detente" / "data"
YEARS = (2014, 2015)
FIELDS = ["id", "date", "title", "text", "source", "url", "lang", "facts_from"]
RUSSIA = re.compile(
    r"Russia|Moscow|Kremlin|Putin|Lavrov|Medvedev|Gazprom|Rosatom|Karlov|Krasnodar|Su-24"
)
TURKEY = re.compile(
    r"Turk|Türkiye|Ankara|Istanbul|Erdogan|Davutoglu|Cavusoglu|Botas|Akkuyu|Incirlik"
)


def dispatches(year: int) -> list[dict[str, Any]]:
    lines = (DATA / "chronicle" / f"rus_tur_{year}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def both_years() -> list[dict[str, Any]]:
    return [d for year in YEARS for d in dispatches(year)]


def sentences(text: str) -> list[str]:
    shielded = re.sub(r"\b(U\.S|U\.N|No|St)\.", r"\1·", text)
    return [s.strip() for s in re.split(r"(?<=[.?!])\s+|\n+", shielded) if s.strip()]


def analyses() -> dict[str, tuple[dict[str, str], str]]:
    parsed = {}
    for path in sorted((DATA / "analyses").glob("*.md")):
        _, header, body = path.read_text("utf-8").split("---\n", 2)
        fields = dict(line.split(": ", 1) for line in header.splitlines())
        parsed[path.name] = ({k: v.strip('"') for k, v in fields.items()}, body)
    return parsed


@pytest.mark.parametrize("year", YEARS)
def test_lines_have_the_documented_form(year: int) -> None:
    for d in dispatches(year):
        assert list(d) == FIELDS, d["id"]
        assert date.fromisoformat(d["date"]).year == year, d["id"]
        assert re.fullmatch(rf"rus-tur-{d['date']}-[a-z]", d["id"])
        assert (d["source"], d["url"], d["lang"]) == ("detente chronicle", None, "en")
        assert re.fullmatch(r".*\w", d["title"]), d["id"]
        assert len(d["facts_from"]) > 12, d["id"]
        assert re.search(r"\b20\d\d\b", d["facts_from"]), f"{d['id']}: source without a date"


def test_ids_are_unique_and_letters_run_without_gaps() -> None:
    by_day: dict[str, list[str]] = {}
    for d in both_years():
        by_day.setdefault(d["date"], []).append(d["id"][-1])
    assert list(by_day) == sorted(by_day)
    for day, letters in by_day.items():
        assert letters == [chr(ord("a") + i) for i in range(len(letters))], day


def test_texts_are_one_to_five_whole_sentences() -> None:
    for d in both_years():
        found = sentences(d["text"])
        assert 1 <= len(found) <= 5, d["id"]
        assert all(s[-1] in ".?!" for s in found), d["id"]
        assert 60 <= len(d["text"]) <= 700, d["id"]
        assert d["text"] == " ".join(d["text"].split()), d["id"]


def test_crisis_weeks_are_dense_and_the_time_before_is_covered() -> None:
    days = [d["date"] for d in both_years()]
    assert len(days) >= 80
    in_crisis = sum("2015-10-27" <= day <= "2015-12-21" for day in days)
    assert 0.4 <= in_crisis / len(days) <= 0.6
    months = {day[:7] for day in days if day < "2015-11"}
    assert len(months) >= 19


def test_most_dispatches_concern_the_dyad() -> None:
    both = [
        bool(RUSSIA.search(d["title"] + d["text"]) and TURKEY.search(d["title"] + d["text"]))
        for d in both_years()
    ]
    assert sum(both) / len(both) >= 0.85


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2014-02-07", "Sochi"),
        ("2014-12-01", "South Stream"),
        ("2015-04-14", "Akkuyu"),
        ("2015-09-23", "Mosque"),
        ("2015-10-05", "airspace"),
        ("2015-11-16", "Antalya"),
        ("2015-11-20", "summoned"),
        ("2015-11-24", "shot down"),
        ("2015-11-24", "called off"),
        ("2015-11-28", "decree"),
        ("2015-12-03", "Turkish Stream"),
        ("2015-12-13", "warning shots"),
    ],
)
def test_turning_points_are_told_on_their_day(day: str, words: str) -> None:
    assert any(words in d["text"] for d in both_years() if d["date"] == day)


def test_no_sentence_occurs_twice() -> None:
    seen: dict[str, str] = {}
    texts = [(d["id"], d["text"]) for d in both_years()]
    texts += [(name, body) for name, (_, body) in analyses().items()]
    for name, text in texts:
        for sentence in sentences(text):
            if len(sentence.split()) > 4 and not sentence.startswith("# "):
                assert seen.setdefault(sentence, name) == name, sentence


def test_analyses_are_dated_commentaries() -> None:
    found = analyses()
    assert len(found) >= 3
    for name, (fields, body) in found.items():
        assert {"title", "date", "source"} <= set(fields), name
        assert name.startswith(date.fromisoformat(fields["date"]).isoformat())
        assert 300 <= len(re.findall(r"[\w'’.,-]*\w", body)) <= 600, name
        assert fields["title"] in body, name
        assert name in (DATA / "chronicle" / "README.md").read_text("utf-8"), "no sources named"


def test_nothing_is_taken_from_the_seed_article() -> None:
    seed = ROOT.parent / "shared" / "seed" / "article.txt"
    if not seed.exists():
        pytest.skip("the seed article lies outside the repository")
    run_length = 7

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return {tuple(words[i : i + run_length]) for i in range(len(words) - run_length + 1)}

    ours = [d["text"] for d in both_years()] + [body for _, body in analyses().values()]
    shared = set().union(*map(runs, ours)) & runs(seed.read_text("utf-8"))
    # Names and titles in a row are facts, not wording.
    assert not {r for r in shared if not {"foreign", "minister"} <= set(r)}
