"""axe-core on every screen, in both colour schemes: nothing serious, contrast among it."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import TOKEN, Served, Watched, gone, watched
from .test_pages import places


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_shuts_anybody_out(chromium: Any, shared: Served, scheme: str) -> None:
    import httpx
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    with httpx.Client(base_url=shared.url) as client:
        every = {**places(client), "add": "/add", "missing": "/incident/none"}  # type: ignore[arg-type]
    # The policy forbids the eval by which axe is put into a page; it is lifted for this test alone.
    for look in watched(chromium, shared, bypass_csp=True, color_scheme=scheme):
        for name, place in every.items():
            # The dark scheme is the same pages in other colours: those with most of them do.
            if scheme == "dark" and name not in ("desk", "dyad", "reader", "hypotheses"):
                continue
            found = _serious(axe, look, f"{shared.url}{place}")
            assert found == [], (name, scheme, found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_control_of_analysts_shuts_anybody_out(
    chromium: Any, served: Served, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from starlette.testclient import TestClient

    from .test_controls import told_by_several

    with TestClient(served.app, base_url="http://localhost") as client:
        event = told_by_several(client)
        document = client.get("/api/documents?words=Six+Questions").json()["lines"][0]["id"]
    last = event["merging"]["reports"][-1]["event_id"]
    for look in watched(chromium, served, bypass_csp=True, color_scheme=scheme):
        look.page.goto(served.entry)
        said = {"action": "split", "report": last, "analyst": "Ada", "note": "another"}
        look.page.request.post(
            f"{served.url}/api/reports/decisions", data=said,
            headers={"authorization": f"Bearer {TOKEN}"},
        )  # fmt: skip
        for place in (
            f"/event/{last}",
            f"/event/{event['id']}",
            "/dyad/RUS-TUR/brief?as_of=2016-12-22&compare=2016-12-10",
            f"/document/{document}",
            "/hypotheses",
            "/add",
        ):
            # In the dark the same pages in other colours: those with controls of their own do.
            if scheme == "dark" and not place.startswith(("/event", "/dyad")):
                continue
            found = _serious(Axe(), look, f"{served.url}{place}", unfold=True)
            assert found == [], (place, scheme, found)


def _serious(axe: Any, look: Watched, url: str, *, unfold: bool = False) -> list[str]:
    page = look.page
    page.goto(url)
    gone(page.locator("figure.chart[data-spec]:not([data-state])"))
    if unfold:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    told = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for v in told
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:3]
    ]


def test_the_keyboard_reaches_everything(look: Watched, shared: Served) -> None:
    page = look.page
    page.goto(f"{shared.url}/dyad/RUS-TUR")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
