"""The desk as an analyst uses it, in Debian's Chromium: clicked, typed, looked at."""

from __future__ import annotations

import re
from typing import Any

from .conftest import Served, Watched, gone


def test_a_mark_of_the_chart_opens_its_sentence(look: Watched, shared: Served) -> None:
    page = look.page
    page.goto(f"{shared.url}/dyad/RUS-TUR")
    page.wait_for_selector('figure[data-spec*="timeline"][data-state=drawn] svg')
    week = page.locator(
        'figure[data-spec*="timeline"] svg path[aria-label*="/dyad/RUS-TUR/week/2015-11-23"]'
    )
    assert week.count() >= 1
    week.last.click()
    page.wait_for_url("**/week/**")
    assert page.locator("blockquote.said").count() >= 1
    page.locator("blockquote.said a.where").first.click()
    page.wait_for_url("**/document/**")
    assert page.locator(".sentence[aria-current=true]").count() == 1
    assert look.troubles == []


def test_a_number_of_the_desk_opens_its_sentences(look: Watched, shared: Served) -> None:
    page = look.page
    page.goto(shared.url)
    row = page.locator("table.desk tbody tr", has_text="Russia – Türkiye")
    row.locator("td").nth(0).locator("a.num").click()
    page.wait_for_url("**/dyad/RUS-TUR/week/**")
    assert page.locator("blockquote.said mark.trigger").count() >= 1
    assert look.troubles == []


def test_the_slider_shows_the_desk_of_a_day(look: Watched, shared: Served) -> None:
    page = look.page
    page.goto(shared.url)
    slider = page.locator("form.asof input[type=range]")
    assert slider.is_visible()
    slider.focus()
    slider.evaluate("one => { one.value = 400; one.dispatchEvent(new Event('input')); }")
    slider.dispatch_event("change")
    page.wait_for_url("**as_of=2016-**")
    day = page.locator("#as-of").input_value()
    assert day in page.url
    assert page.locator(".then").is_visible()
    row = page.locator("table.desk tbody tr", has_text="Russia – Türkiye")
    row.locator("th a").click()
    assert f"as_of={day}" in page.url  # the day is kept from page to page
    assert look.troubles == []


def test_an_article_is_added_by_paste_and_read(page: Watched, served: Served) -> None:
    here = page.page
    here.goto(served.entry)
    assert "token" not in here.url
    here.click("nav >> text=Add")
    here.fill(
        "textarea[name=text]",
        "Greece expelled two Turkish diplomats on Tuesday. Turkey condemned the expulsion.",
    )
    here.fill("input[name=title]", "Athens expels two diplomats")
    here.fill("input[name=date]", "2016-12-30")
    here.click("form#add button")
    here.wait_for_selector(".done", timeout=60_000)
    assert "1 article added" in here.inner_text(".done")
    here.click(".done a")
    here.wait_for_url("**/document/**")
    assert here.locator("mark.trigger").count() >= 1
    assert here.locator(".sentence.coded").count() >= 1
    assert page.troubles == []


def test_an_article_is_added_by_file(page: Watched, served: Served, tmp_path: Any) -> None:
    here = page.page
    here.goto(served.entry)
    here.goto(f"{served.url}/add")
    file = tmp_path / "ankara.txt"
    file.write_text("Title: A call\nDate: 2016-12-30\n\nPutin telephoned Erdogan on Friday.\n")
    here.set_input_files("input[type=file]", str(file))
    here.click("form#add button")
    here.wait_for_selector(".done", timeout=60_000)
    assert "1 article added" in here.inner_text(".done")
    assert page.troubles == []


def test_without_the_token_nothing_can_be_added(look: Watched, shared: Served) -> None:
    look.page.goto(f"{shared.url}/add")
    assert look.page.locator("form#add").count() == 0
    assert "token" in look.page.inner_text("main")


def test_a_hypothesis_is_judged(page: Watched, served: Served) -> None:
    here = page.page
    here.goto(served.entry)
    here.goto(f"{served.url}/hypotheses")
    box = here.locator("details.judge", has=here.locator("select[name=rating]")).first
    box.locator("summary").click()
    form = box.locator("form", has=here.locator("select[name=rating]"))
    form.locator("select[name=rating]").select_option("II")
    form.locator("input[name=analyst]").fill("Ada Okafor")
    form.locator("button").click()
    here.wait_for_selector("text=kept apart from what the machine found")
    assert here.locator("table.matrix .own", has_text="II").count() == 1
    assert "Ada Okafor" in here.inner_text("main")
    assert page.troubles == []


def test_events_are_judged_by_keyboard(page: Watched, served: Served) -> None:
    here = page.page
    here.goto(served.entry)
    event = here.evaluate(
        "fetch('/api/dyad/RUS-TUR/events?type=ASSAULT').then(a => a.json()).then(a => a.rows[0])"
    )
    here.goto(f"{served.url}/document/{event['doc_id']}")
    here.fill("#analyst", "Ada")
    here.locator("h1").click()
    here.keyboard.press("j")
    assert here.locator(".sentence[aria-current=true]").count() == 1
    here.keyboard.press("a")
    here.wait_for_selector(".verdict.accept")
    here.keyboard.press("j")
    here.keyboard.press("r")
    here.wait_for_selector(".verdict.reject")
    assert "by Ada" in here.inner_text(".reader")
    here.keyboard.press("?")
    assert here.locator("dialog#keys").is_visible()
    assert page.troubles == []


def test_filters_swap_the_table_alone(look: Watched, shared: Served) -> None:
    page = look.page
    page.goto(f"{shared.url}/dyad/RUS-TUR")
    page.evaluate("window.untouched = true")
    page.select_option("form.filters select[name=quad]", "4")
    with page.expect_response(re.compile(r"/events\?.*quad=4")):
        page.click("form.filters button")
    gone(page.locator("table.events .q1"))
    assert page.evaluate("window.untouched") is True
    assert page.locator("table.events .q4").count() >= 1
    assert look.troubles == []


def test_a_brief_is_read_and_exported(look: Watched, shared: Served, tmp_path: Any) -> None:
    from detente.api import check_brief
    from detente.store import open_store

    page = look.page
    page.goto(f"{shared.url}/dyad/RUS-TUR/brief?as_of=2016-12-22")
    assert page.locator("article.brief section").count() >= 5
    note = page.locator("article.brief sup a[href^='#note-']").first
    number = note.inner_text()
    note.click()
    assert page.locator(f"#note-{number} a").count() == 1
    with page.expect_download(timeout=60_000) as waiting:
        page.click(".files >> text=MD")
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == "RUS-TUR-2016-12-22.md"
    with open_store(shared.store, create=False, read_only=True) as opened:
        told = check_brief(opened, file)
    assert told.holds
    assert told.sentences > 10
    page.locator(f"#note-{number} a").click()
    page.wait_for_url("**/document/**")
    assert look.troubles == []


def test_a_screenshot_of_every_screen(page: Watched, served: Served) -> None:
    here = page.page
    here.goto(served.entry)
    get = "place => fetch('/api' + place).then(a => a.json())"
    incident = here.evaluate(get, "/incidents?words=ambassador")["lines"][0]["id"]
    analysis = here.evaluate(get, "/documents?words=Six+Questions")["lines"][0]["id"]
    event = here.evaluate(get, "/dyad/RUS-TUR/events?type=ASSAULT")["rows"][0]["id"]
    places = {
        "desk": "/",
        "desk-as-of": "/?as_of=2015-12-15",
        "dyad": "/dyad/RUS-TUR",
        "week": "/dyad/RUS-TUR/week/2015-11-23",
        "event": f"/event/{event}",
        "incidents": "/incidents",
        "incident": f"/incident/{incident}",
        "claims": "/claims",
        "hypotheses": "/hypotheses",
        "outlook": "/dyad/RUS-TUR/outlook?as_of=2016-12-22",
        "stakes": "/dyad/RUS-TUR/stakes",
        "brief": "/dyad/RUS-TUR/brief?as_of=2016-12-22",
        "record": "/outlooks",
        "documents": "/documents",
        "reader": f"/document/{analysis}",
        "method": "/method",
        "add": "/add",
    }
    for name, place in places.items():
        here.goto(f"{served.url}{place}")
        gone(here.locator("figure.chart[data-spec]:not([data-state])"))
        failed = here.locator("figure.chart[data-state=failed]")
        assert failed.count() == 0, (name, failed.all_inner_texts())
        page.shot(name)
    here.emulate_media(color_scheme="dark")
    here.goto(f"{served.url}/dyad/RUS-TUR/week/2015-11-23")
    page.shot("week-dark")
    assert page.troubles == []


def test_a_mark_is_reached_by_keyboard_and_leads_where_a_click_leads(
    look: Watched, shared: Served
) -> None:
    page = look.page
    page.goto(f"{shared.url}/dyad/RUS-TUR?as_of=2016-12-22")
    figure = page.locator('figure[data-spec*="timeline"]')
    figure.locator("svg").wait_for()
    gone(page.locator("figure.chart[data-spec]:not([data-state])"))
    chart = figure.locator(".drawn")
    for _ in range(80):
        page.keyboard.press("Tab")
        if chart.evaluate("one => one === document.activeElement"):
            break
    assert chart.evaluate("one => one === document.activeElement")
    assert "arrow keys" in (chart.get_attribute("aria-label") or "")
    ring = figure.locator(".ring")
    places = []
    for key in ("End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowUp", "Home", "ArrowRight"):
        page.keyboard.press(key)
        assert ring.is_visible()
        box = ring.bounding_box()
        assert box is not None
        places.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    last, *before, above, first, second = places
    assert [last, *before] == sorted([last, *before], key=lambda at: -at[0])
    assert len({x for x, _ in (last, *before)}) == 4
    assert above[1] < before[-1][1]
    assert first[0] < second[0] < before[-1][0]
    assert page.locator(".tip").is_visible()
    assert figure.locator("[aria-live]").inner_text()
    # A mark that nothing lies upon: there the mouse can be put too.
    on_top = """one => {
      const box = one.getBoundingClientRect();
      const at = [box.x + box.width / 2, box.y + box.height / 2];
      const item = document.elementFromPoint(...at)?.__data__;
      return item && item.href === one.dataset.href ? [at[0], at[1], item.href] : null;
    }"""
    found, steps = None, 0
    while found is None and steps < 40:
        page.keyboard.press("ArrowRight")
        found, steps = ring.evaluate(on_top), steps + 1
    assert found
    x, y, href = found
    page.mouse.click(x, y)
    page.wait_for_url(f"**{href}")
    assert "as_of=2016-12-22" in page.url
    page.go_back()
    gone(page.locator("figure.chart[data-spec]:not([data-state])"))
    chart.focus()
    for key in ("Home", "ArrowRight", *["ArrowRight"] * steps):
        page.keyboard.press(key)
    assert ring.get_attribute("data-href") == href
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")
    assert look.troubles == []
