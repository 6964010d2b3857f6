"""Every screen without scripts, by keyboard alone, and as of another day."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from .conftest import Served, Watched, gone
from .test_pages import places

DAY = "2016-12-22"
# Where the day does not reach: files of the desk, the whole data, what is written.
DAYLESS = ("/static/", "/api/openapi.json", "/download/", "/add")
SCREENS = [
    *("desk", "dyad", "events", "week", "outlook", "brief", "stakes", "claims", "hypotheses"),
    *("documents", "explain", "reader", "event", "record", "precedent", "method", "incidents"),
    *("incident", "add"),
]


@pytest.fixture(scope="module")
def every(shared: Served) -> dict[str, str]:
    """An address of every screen."""
    with httpx.Client(base_url=shared.url) as client:
        found = places(client)  # type: ignore[arg-type]
        listed = {
            name: client.get(f"/api{place}?as_of={DAY}").json()
            for name, place in (
                ("documents", "/documents"),
                ("incidents", "/incidents"),
                ("events", "/dyad/RUS-TUR/events"),
            )
        }
    # Of what was known on the day, as all else.
    document = listed["documents"]["lines"][0]["id"]
    return {
        **found,
        "add": "/add",
        "reader": f"/document/{document}",
        "explain": f"/document/{document}/explain?sentence=0",
        "incident": f"/incident/{listed['incidents']['lines'][0]['id']}",
        "event": f"/event/{listed['events']['rows'][0]['id']}",
    }


def test_no_screen_is_left_out(every: dict[str, str]) -> None:
    assert sorted(every) == sorted(SCREENS)


def as_of(place: str, day: str = DAY) -> str:
    return f"{place}{'&' if '?' in place else '?'}as_of={day}"


@pytest.fixture(scope="module")
def scriptless(chromium: Any) -> Any:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", SCREENS)
def test_it_can_be_read_without_scripts(
    scriptless: Any, shared: Served, every: dict[str, str], name: str
) -> None:
    page = scriptless
    answer = page.goto(f"{shared.url}{as_of(every[name])}")
    assert answer.status == 200
    assert len(page.locator("main").inner_text()) > 60
    assert page.locator("main h1").is_visible()
    # Pictures are drawn by the server, with words for those who do not see them.
    for picture in page.locator("figure.chart").all():
        drawn = picture.locator("img")
        assert drawn.is_visible()
        assert len(drawn.get_attribute("alt") or "") > 20
        address = httpx.URL(shared.url).join(drawn.get_attribute("src") or "")
        told = httpx.get(address, timeout=30)
        assert told.status_code == 200, address
        assert told.text.startswith("<svg"), address
    # What only scripts can move is not shown, and every form has a button of its own.
    assert page.locator("input[type=range]:visible").count() == 0
    for form in page.locator("form:visible").all():
        assert form.locator("button, input[type=submit]").count() >= 1
    page.fill("#as-of", "2016-12-20")
    page.click("form.asof button")
    asked = urlsplit(page.url)
    assert parse_qs(asked.query)["as_of"] == ["2016-12-20"]
    assert asked.path == urlsplit(every[name]).path


@pytest.mark.parametrize("name", SCREENS)
def test_its_links_keep_the_day(
    scriptless: Any, shared: Served, every: dict[str, str], name: str
) -> None:
    page = scriptless
    page.goto(f"{shared.url}{as_of(every[name])}")
    links = [one.get_attribute("href") or "" for one in page.locator("a[href^='/']").all()]
    here = urlsplit(every[name]).path
    lost = [
        link
        for link in links
        if "as_of=" not in link and not link.startswith(DAYLESS) and link != here
    ]
    assert lost == []
    assert sum(f"as_of={DAY}" in link for link in links) > 5


REACHED = """async () => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()
      && !one.closest("dialog:not([open])"));
  const bad = [];
  for (const one of all) {
    one.focus();
    const style = getComputedStyle(one);
    const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (document.activeElement !== one || !ringed) bad.push(one.outerHTML.slice(0, 120));
  }
  // What a mouse can use and the Tab key cannot; small pictures repeat what the row links to.
  for (const one of document.querySelectorAll("[onclick], a:not([href]), [role=button]")) {
    if (one.tabIndex < 0) bad.push("no key: " + one.outerHTML.slice(0, 120));
  }
  for (const one of document.querySelectorAll("[tabindex='-1']")) {
    if (!one.closest("svg.spark, svg.coverage, main#main")) bad.push(one.outerHTML.slice(0, 120));
  }
  document.activeElement.blur();
  return [all.length, bad];
}"""


@pytest.mark.parametrize("name", SCREENS)
def test_the_tab_key_reaches_its_controls_and_shows_where_it_is(
    look: Watched, shared: Served, every: dict[str, str], name: str
) -> None:
    page = look.page
    page.goto(f"{shared.url}{as_of(every[name])}")
    gone(page.locator("figure.chart[data-spec]:not([data-state])"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    count, bad = page.evaluate(REACHED)
    assert bad == []
    assert count > 10
    # No control holds the focus: as many steps as there are controls lead through all of them.
    page.goto(f"{shared.url}{as_of(every[name])}")
    gone(page.locator("figure.chart[data-spec]:not([data-state])"))
    seen = set()
    dates = page.locator("input[type=date]:visible").count()
    some = min(count, 30)
    for _ in range(some + 3 * dates):  # a day has a stop for each of its parts
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        )
    assert len(seen) >= some
    assert look.troubles == []


@pytest.mark.parametrize("name", SCREENS)
def test_the_slider_is_moved_by_keys_and_keeps_the_screen(
    look: Watched, shared: Served, every: dict[str, str], name: str
) -> None:
    page = look.page
    page.goto(f"{shared.url}{as_of(every[name])}", wait_until="domcontentloaded")
    slider = page.locator("form.asof input[type=range]")
    slider.focus()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url("**as_of=2016-12-20**")  # one page for two steps
    assert urlsplit(page.url).path == urlsplit(every[name]).path
    assert page.evaluate("document.activeElement.type") == "range"
    assert page.locator(".then").is_visible()
    assert [t for t in look.troubles if "404" not in t] == []  # not known by then
