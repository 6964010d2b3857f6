"""The bundled chronicle, 2016-2018: form, dates, coverage, and that no sentence is borrowed."""

import datetime as dt
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

YEARS = (2016, 2017, 2018)
KEYS = ["id", "date", "title", "text", "source", "url", "lang", "facts_from"]
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"

RUSSIA = re.compile(
    r"Russia|Moscow|Kremlin|Putin|Lavrov|Gazprom|Rosselkhoznadzor|Shoigu|Medvedev", re.I
)
TURKEY = re.compile(r"Turk|Türk|Ankara|Erdo[gğ]an|[CÇ]avu[sş]o[gğ]lu|Istanbul|Antalya|Karlov", re.I)


def read(year: int) -> list[dict[str, str]]:
    path = files("detente") / "data" / "chronicle" / f"rus_tur_{year}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sentences(text: str) -> list[str]:
    body = re.sub(r"^[A-Z][A-Z ]+ - ", "", text)
    return [part.strip() for part in re.split(r"(?<=[.?!])\s+(?=[A-ZÇ])", body)]


@pytest.fixture(scope="module")
def dispatches() -> list[dict[str, str]]:
    return [row for year in YEARS for row in read(year)]


@pytest.mark.parametrize("year", YEARS)
def test_every_line_has_the_form_of_a_dispatch(year: int) -> None:
    for row in read(year):
        assert list(row) == KEYS, row
        assert dt.date.fromisoformat(row["date"]).year == year
        assert re.fullmatch(rf"rus-tur-{row['date']}-[a-z]", row["id"])
        assert (row["source"], row["url"], row["lang"]) == ("detente chronicle", None, "en")
        assert 20 <= len(row["title"]) <= 100
        assert not row["title"].endswith(".")
        assert 80 <= len(row["text"]) <= 700
        assert 1 <= len(sentences(row["text"])) <= 5, row["id"]
        assert row["text"] == " ".join(row["text"].split())


def test_ids_are_unique_and_lines_are_in_order(dispatches: list[dict[str, str]]) -> None:
    ids = [row["id"] for row in dispatches]
    assert ids == sorted(set(ids))


def test_every_fact_names_a_dated_public_source(dispatches: list[dict[str, str]]) -> None:
    undated = [row["id"] for row in dispatches if not re.search(r"20\d\d", row["facts_from"])]
    assert undated == []


def test_nobody_is_quoted(dispatches: list[dict[str, str]]) -> None:
    assert [row["id"] for row in dispatches if re.search(r"[\"“”«»]", row["text"])] == []


def test_no_sentence_twice(dispatches: list[dict[str, str]]) -> None:
    all_sentences = [part for row in dispatches for part in sentences(row["text"])]
    assert len(all_sentences) == len(set(all_sentences))


def test_mostly_about_both_countries(dispatches: list[dict[str, str]]) -> None:
    both = [r for r in dispatches if RUSSIA.search(r["text"]) and TURKEY.search(r["text"])]
    assert len(dispatches) >= 100
    assert len(both) / len(dispatches) > 0.85


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2016-01-30", "summoned Russian Ambassador"),
        ("2016-06-27", "regret"),
        ("2016-06-29", "telephoned"),
        ("2016-08-09", "St Petersburg"),
        ("2016-10-10", "intergovernmental agreement"),
        ("2016-12-19", "shot dead Russian Ambassador Andrei Karlov"),
        ("2016-12-20", "Eighteen Russian investigators"),
        ("2016-12-29", "cease-fire"),
        ("2017-02-09", "accidentally"),
        ("2017-05-31", "decree"),
        ("2017-09-12", "S-400"),
        ("2018-01-20", "Afrin"),
        ("2018-04-03", "Akkuyu"),
        ("2018-09-17", "demilitarised zone"),
        ("2018-11-19", "TurkStream"),
    ],
)
def test_turning_points_are_told_on_their_day(
    dispatches: list[dict[str, str]], date: str, words: str
) -> None:
    assert any(words in row["text"] for row in dispatches if row["date"] == date)


def test_the_days_after_the_assassination_are_dense(dispatches: list[dict[str, str]]) -> None:
    days = [row["date"] for row in dispatches if "2016-12-19" <= row["date"] <= "2016-12-31"]
    assert len(days) >= 25
    assert days.count("2016-12-19") >= 5
    assert days.count("2016-12-20") >= 5


def test_a_weekday_is_never_the_wrong_one(dispatches: list[dict[str, str]]) -> None:
    """`on Friday` in a dispatch of a Friday or of the days just after, never of the day before.

    A weekday that lies ahead is allowed only where the sentence says so.
    """
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    ahead = re.compile(r"\bwill\b|set for|supposed to|to (?:take|deliver|leave)")
    wrong = []
    for row in dispatches:
        weekday = dt.date.fromisoformat(row["date"]).weekday()
        for part in sentences(row["text"]):
            for name in names:
                back = (weekday - names.index(name)) % 7
                if re.search(rf"\b{name}\b", part) and back > 3 and not ahead.search(part):
                    wrong.append((row["id"], part))
    assert wrong == []


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not at hand")
def test_no_sentence_of_the_seed_article(dispatches: list[dict[str, str]]) -> None:
    def runs_of_eight(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}

    seed = runs_of_eight(SEED.read_text(encoding="utf-8"))
    assert seed
    assert [row["id"] for row in dispatches if runs_of_eight(row["text"]) & seed] == []
