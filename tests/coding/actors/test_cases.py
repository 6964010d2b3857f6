"""Whole texts through our own pipeline: who a phrase means, and what only looks like an actor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.codebook.tables import read_table
from detente.coding.actors import (
    ActorFinder,
    DocumentContext,
    load_tables,
    observe,
    resolve_np,
)
from detente.coding.actors.mentions import person_id
from detente.coding.sentence import sentences
from detente.language import load
from detente.records import Party

CASES = Path(__file__).parent / "cases"


class Reader:
    """Reads a text up to the phrase in double brackets and says whom it means."""

    def __init__(self) -> None:
        self.nlp: Any = load(None)
        self.finder = ActorFinder(load_tables())

    def __call__(self, marked: str, date: str | None = None) -> tuple[Party, ...]:
        start = marked.index("[[")
        end = marked.index("]]") - 2
        text = marked.replace("[[", "").replace("]]", "")
        context = DocumentContext(date, self.finder.tables)
        for s in sentences(self.nlp(text), text):
            mentions = self.finder.find(s, context.era)
            observe(s, mentions, context)
            inside = [k for k in range(len(s)) if start <= s.start[k] and s.end[k] <= end]
            if not inside:
                continue
            # The head of the phrase: the token whose own head stands outside.
            head = next(k for k in reversed(inside) if s.heads[k] not in inside)
            found = resolve_np(s, head, mentions, context)
            return tuple(p for p in found if p.span.start < end and p.span.end > start)
        raise AssertionError(f"no token stands in the brackets: {marked}")


@pytest.fixture(scope="module")
def read() -> Reader:
    return Reader()


def rows(file: str, *columns: str) -> list[dict[str, str]]:
    text = (CASES / file).read_text(encoding="utf-8")
    return [row.cells for row in read_table(text, file, columns)]


@pytest.mark.parametrize(
    "case",
    rows("reference.tsv", "date", "text", "codes", "name", "why"),
    ids=lambda c: c["why"],
)
def test_whom_a_phrase_means(read: Reader, case: dict[str, str]) -> None:
    date = None if case["date"] == "-" else case["date"]
    parties = read(case["text"], date)
    codes = {p.country for p in parties} - {None}
    assert codes == set(case["codes"].replace("-", "").split("+")) - {""}, parties
    if case["name"]:
        assert case["name"] in {p.name for p in parties}


@pytest.mark.parametrize(
    "case", rows("lookalikes.tsv", "text", "code", "why"), ids=lambda c: f"{c['text'][:30]}"
)
def test_what_only_looks_like_an_actor(read: Reader, case: dict[str, str]) -> None:
    parties = read(case["text"])
    codes = {p.country for p in parties} - {None} or {"-"}
    assert codes <= set(case["code"].split("/")), parties


@pytest.mark.parametrize("case", rows("lookalikes_wrong.tsv", "text", "code", "why"))
@pytest.mark.xfail(strict=True, reason="neither the words beside the name nor the sentence tell")
def test_what_still_looks_like_an_actor(read: Reader, case: dict[str, str]) -> None:
    assert {p.country for p in read(case["text"])} - {None} == set()


@pytest.mark.parametrize(
    "case",
    rows("offices.tsv", "date", "text", "code", "name", "sector", "why"),
    ids=lambda c: f"{c['date'][:4]} {c['why']}",
)
def test_who_holds_an_office(read: Reader, case: dict[str, str]) -> None:
    found = read(case["text"], None if case["date"] == "-" else case["date"])
    party = found[0] if found else Party("", None)
    assert (party.country or "") == case["code"], found
    if case["name"] == "-":
        assert not (party.id or "").startswith("person:"), found
    else:
        assert party.id == person_id(case["name"]), found
    if case["sector"]:
        assert ",".join(party.sector) == case["sector"].replace("-", ""), found


@pytest.mark.parametrize(
    ("text", "date", "country", "sector"),
    [
        ("[[FARC]] rebels ambushed a patrol.", "2012-03-01", "COL", "REB"),
        ("[[Servant of the People]] backed the bill.", "2021-03-01", "UKR", "GOV"),
        ("[[UN Peacekeeping Force in Cyprus]] troops patrol the line.", None, "UNO", None),
        ("The [[Shura Council]] of Saudi Arabia met.", None, "SAU", "LEG"),
        ("[[Jamaat-ul-Ahrar]] claimed the bombing.", None, "PAK", "REB"),
        ("The [[Riigikogu]] condemned Russia.", None, "EST", "LEG"),
        ("The [[SPDC]] signed a truce, Myanmar radio said.", "2005-03-01", "MMR", "GOV"),
    ],
)  # fmt: skip
def test_organisations_that_the_news_names(
    read: Reader, text: str, date: str | None, country: str, sector: str | None
) -> None:
    (party,) = read(text, date)
    assert party.country == country
    assert sector is None or sector in party.sector


def test_offices_of_every_listed_state_are_filled_by_date_only(read: Reader) -> None:
    tables = read.finder.tables
    unlike = []
    for country in sorted({h.country for h in tables.holders if h.office == "foreign_minister"}):
        adjective = tables.adjective(country)
        holder = tables.holder(country, "foreign_minister", "2015-06-01")
        if adjective is None or tables.states[country].end:
            continue
        marked = f"[[The {adjective} foreign minister]] resigned."
        (undated,) = read(marked)
        (dated,) = read(marked, "2015-06-01")
        person = person_id(holder.name) if holder else dated.id
        if (undated.id or "").startswith("person:") or dated.id != person:
            unlike.append((country, undated, dated))
    assert not unlike
