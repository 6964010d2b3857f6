"""Every number of a screen and every mark of a chart opens the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.config import defaults
from detente.web import create_app
from detente.web.charts import CHARTS

from .conftest import TOKEN, Served, Watched
from .test_pages import PAGE, places

DAY = "as_of=2016-12-22"
# Settings, licences and scores of models rest on no sentence of the store.
APART = ["models", "reliability", "weights", "runs", "feeds", "licences"]


@pytest.fixture(scope="module")
def reading(chronicle: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(chronicle, settings=defaults(), token=TOKEN), base_url="http://localhost"
    ) as made:
        yield made


def case_with_reactions(client: TestClient) -> str:
    """A report of the incident with most reports that anybody answered."""
    lines = client.get("/api/incidents?words=ambassador").json()["lines"]
    found: str = max(lines, key=lambda line: line["documents"])["id"]
    return found


def links_of(spec: Any) -> set[str]:
    """Every link of the marks of a specification."""
    if isinstance(spec, list):
        return set().union(*map(links_of, spec))
    if not isinstance(spec, dict):
        return set()
    own = {spec["link"]} if isinstance(spec.get("link"), str) and spec["link"] else set()
    return own.union(*map(links_of, spec.values()))


def test_every_mark_of_every_chart_leads_somewhere(reading: TestClient) -> None:
    incident = f"/incident/{case_with_reactions(reading)}/chart/reactions.json?{DAY}"
    charts = {name: f"/dyad/RUS-TUR/chart/{name}.json?{DAY}" for name in CHARTS}
    for name, place in {**charts, "reactions": incident}.items():
        links = sorted(links_of(reading.get(place).json()))
        assert links, name
        for link in links[:: max(1, len(links) // 12)]:
            assert "as_of=2016-12-22" in link, (name, link)
            answer = reading.get(link, headers=PAGE)
            assert answer.status_code == 200, (name, link)
            # The sentences themselves, the case, or the scores of the model behind the mark.
            # A week without reports says that it is unknown.
            told = ('class="said"', 'class="sentence', 'id="drivers-', 'class="case"', "not calm")
            assert any(sign in answer.text for sign in told), link


NUMBERS_THAT_OPEN_NOTHING = """apart => {
  const leads = a => /^(#|\\/(document|documents|event|incident|dyad|precedent|method)\\b)/.test(
    a.getAttribute("href") || "");
  const opens = one => {
    const links = [one.closest("a"), ...one.querySelectorAll("a")].filter(a => a);
    if (links.some(leads)) return true;
    // A driver of an outlook may rest on nothing that was reported, and says so.
    if (one.closest("details")?.textContent.includes("what was not reported")) return true;
    // In one row, line or entry with the words; the head of a page speaks of all that it shows.
    const near = one.closest("tr, li, details, article") || document.getElementById("main");
    return near.querySelector("blockquote.said, .sentence") !== null
      || [...near.querySelectorAll("a[href^='/']")].some(leads);
  };
  const numbers = "td.num, dd .num, .figure, summary .num, p .num, .lines .num, .meta .num";
  return [...document.querySelectorAll("#main :is(" + numbers + ")")]
    .filter(one => /[1-9]/.test(one.textContent))
    .filter(one => !apart.some(id => one.closest("#" + id)))
    .filter(one => !opens(one))
    .map(one => one.outerHTML.slice(0, 200));
}"""


def test_every_number_opens_the_sentences_behind_it(
    look: Watched, shared: Served, reading: TestClient
) -> None:
    every = places(reading)
    every["incident"] = f"/incident/{case_with_reactions(reading)}"
    every["explain"] += "?sentence=0"
    for name, place in every.items():
        look.page.goto(f"{shared.url}{place}", wait_until="domcontentloaded")
        assert look.page.evaluate(NUMBERS_THAT_OPEN_NOTHING, APART) == [], name


def test_a_mark_of_the_reactions_opens_its_sentence(
    look: Watched, shared: Served, reading: TestClient
) -> None:
    page = look.page
    page.goto(f"{shared.url}/incident/{case_with_reactions(reading)}")
    page.wait_for_selector('figure[data-spec*="reactions"][data-state=drawn] svg')
    marks = page.locator('figure[data-spec*="reactions"] svg path[aria-label*="/document/"]')
    assert marks.count() >= 5
    marks.first.click()
    page.wait_for_url("**/document/**")
    assert page.locator(".sentence[aria-current=true]").count() >= 1
    assert look.troubles == []
