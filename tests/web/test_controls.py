"""What analysts do on the pages: merge and split reports, compare briefs, page lists, see gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.config import defaults
from detente.records import Document, Event, EventDate, Mention, Party, Reading, span_of
from detente.store import Gap, SourceState, open_store
from detente.web import create_app
from detente.web.views import incidents as incident_views

from .conftest import TOKEN, Served, Watched, serve, watched

BEARER = {"authorization": f"Bearer {TOKEN}"}
PAGE = {"accept": "text/html"}


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(store, settings=defaults(), token=TOKEN), base_url="http://localhost"
    ) as made:
        yield made


def told_by_several(client: TestClient) -> dict[str, Any]:
    """The page of an event of several reports that was held against another event."""
    for page in (1, 2, 3, 4):
        for row in client.get(f"/api/dyad/RUS-TUR/events?page={page}").json()["rows"]:
            found: dict[str, Any] = client.get(f"/api/event/{row['id']}").json()
            merging = found["merging"]
            if merging and len(merging["reports"]) > 1 and merging["others"]:
                return found
    raise AssertionError("no event of the chronicle has several reports")


# --- reports --------------------------------------------------------------------------------


def decide(client: TestClient, **said: str) -> Any:
    return client.post("/api/reports/decisions", json=said, headers=BEARER)


def test_an_analyst_splits_and_takes_it_back(client: TestClient) -> None:
    found = told_by_several(client)
    before = [r["event_id"] for r in found["merging"]["reports"]]
    last = before[-1]
    made = decide(client, action="split", report=last, analyst="Ada", note="two meetings").json()
    assert (made["analyst"], made["decision"], made["note"]) == ("Ada", "split", "two meetings")
    apart = client.get(f"/api/event/{last}").json()["merging"]
    assert [r["event_id"] for r in apart["reports"]] == [last]
    assert apart["decisions"][0]["made_at"] == made["made_at"]
    undone = decide(client, action="undo", decision=made["id"], analyst="Ben").json()
    assert undone["withdrawn_by"] == "Ben"
    again = client.get(f"/api/event/{last}").json()["merging"]
    assert sorted(r["event_id"] for r in again["reports"]) == sorted(before)
    assert again["decisions"][0]["withdrawn_by"] == "Ben"  # kept, binding nobody


def test_an_analyst_joins_what_was_kept_apart(client: TestClient) -> None:
    found = told_by_several(client)
    other = found["merging"]["others"][0]["event_id"]
    assert decide(client, action="join", report=found["id"], other=other, analyst="Ada").is_success
    reports = client.get(f"/api/event/{found['id']}").json()["merging"]["reports"]
    assert {found["id"], other} <= {r["event_id"] for r in reports}


@pytest.mark.parametrize(
    "said",
    [
        {"action": "join", "analyst": "Ada"},
        {"action": "split", "analyst": "Ada", "report": "none"},
        {"action": "undo", "analyst": "Ada", "decision": "none"},
        {"action": "merge", "analyst": "Ada"},
    ],
)
def test_a_decision_that_names_nothing_is_refused(client: TestClient, said: dict[str, str]) -> None:
    answer = decide(client, **said)
    assert answer.status_code == 422
    assert answer.json()["error"]["what_to_do"]
    unsigned = client.post("/api/reports/decisions", json=said).status_code
    assert unsigned == (422 if said["action"] == "merge" else 401)


def test_reports_are_split_and_joined_again_on_the_page(page: Watched, served: Served) -> None:
    with TestClient(served.app, base_url="http://localhost") as client:
        found = told_by_several(client)
    here = page.page
    here.goto(served.entry)
    here.goto(f"{served.url}/event/{found['id']}")
    count = len(found["merging"]["reports"])
    assert here.locator("ol.merged > li").count() == count
    split = f"ol.merged form[action*='{found['merging']['reports'][-1]['event_id']}']"
    assert here.locator(split).count() == 1
    last = here.locator("ol.merged > li").last
    last.locator("summary").click()
    last.locator("input[name=analyst]").fill("Ada Okafor")
    last.locator("input[name=note]").fill("another meeting")
    last.locator("button").click()
    here.wait_for_selector(".verdict.reject")
    # Without it others may come nearer: the list may be shorter or longer, but it is gone.
    assert here.locator(split).count() == 0
    assert "Ada Okafor" in here.inner_text("main")
    assert "another meeting" in here.inner_text("main")
    here.locator("form:has(input[value=undo]) button").click()
    here.wait_for_selector("text=taken back by Ada Okafor")
    assert here.locator("ol.merged > li").count() == count
    assert page.troubles == []


# --- briefs, incidents, files -----------------------------------------------------------------


def test_the_page_says_what_the_command_line_says_changed(client: TestClient, store: Path) -> None:
    from detente.api import make_brief
    from detente.brief.diff import changes

    now, then = "2016-12-22", "2016-12-10"
    place = f"/dyad/RUS-TUR/brief?as_of={now}&compare={then}"
    told = client.get(f"/api{place}").json()["changed"]
    with open_store(store, read_only=True) as opened:
        found = changes(
            make_brief(opened, "RUS", "TUR", as_of=then),
            make_brief(opened, "RUS", "TUR", as_of=now),
        )
    assert told["added"] == [list(one) for one in found.added]
    assert told["gone"] == [list(one) for one in found.gone]
    assert told["added"]
    assert told["gone"]
    text = client.get(place, headers=PAGE).text
    assert text.count("<ins") == len(found.added) + 1  # one explains the mark
    assert text.count("<del") == len(found.gone)
    later = client.get(f"/api/dyad/RUS-TUR/brief?as_of={then}&compare={now}")
    assert later.status_code == 422


def test_the_list_of_incidents_is_paged_whole(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/api/incidents").json()
    monkeypatch.setattr(incident_views, "STRETCH", 12)
    monkeypatch.setattr(incident_views, "OVERLAP", 60)  # as far as reports of one act lie apart
    first = client.get("/api/incidents?as_of=2016-12-31").json()  # asked anew: no kept answer
    assert first["pages"] == -(-whole["total"] // 12) > 4
    found = [line for n in range(1, first["pages"] + 1)
             for line in client.get(f"/api/incidents?page={n}&as_of=2016-12-31").json()["lines"]]  # fmt: skip
    assert sorted(line["id"] for line in found) == sorted(line["id"] for line in whole["lines"])
    monkeypatch.setattr(incident_views, "MOST", 20)
    for line in found[::9]:  # the oldest too opens
        assert client.get(f"/api/incident/{line['id']}?as_of=2016-12-31").status_code == 200


@pytest.mark.parametrize("filters", ["dyad=RUS-TUR", "words=Russian+ambassador"])
def test_a_filtered_list_of_incidents_fills_its_pages(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, filters: str
) -> None:
    every = {line["id"]: line for line in client.get("/api/incidents").json()["lines"]}
    whole = client.get(f"/api/incidents?{filters}").json()
    assert 0 < len(whole["lines"]) < len(every)
    for line in whole["lines"]:  # with all that is told of it, fitting or not
        assert line == every[line["id"]]
    monkeypatch.setattr(incident_views, "STRETCH", 3)
    first = client.get(f"/api/incidents?{filters}&as_of=2016-12-31").json()
    assert first["pages"] == -(-whole["total"] // 3) > 1
    found = []
    for n in range(1, first["pages"] + 1):
        page = client.get(f"/api/incidents?{filters}&page={n}&as_of=2016-12-31").json()
        assert page["total"] == whole["total"]
        found += page["lines"]
    assert sorted(line["id"] for line in found) == sorted(line["id"] for line in whole["lines"])


def test_a_pdf_is_refused_with_the_remedy(client: TestClient) -> None:
    for name in ("report.pdf", "renamed.txt"):
        sent = {"file": (name, b"%PDF-1.7\n1 0 obj", "application/octet-stream")}
        answer = client.post("/add", files=sent, headers={**BEARER, **PAGE})
        assert answer.status_code == 422, name
        assert "pdftotext" in answer.text
    assert client.get("/api/documents?words=obj").json()["total"] == 0


# --- watched feeds ------------------------------------------------------------------------


def test_gaps_of_watched_feeds_are_told_and_drawn(client: TestClient, store: Path) -> None:
    assert client.get("/api/desk").json()["feeds"]["feeds"] == []
    began = datetime(2016, 3, 1)
    with open_store(store) as opened:
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        state = SourceState("w", "Press <b>", "feed", "u", 900, began, succeeded=now)
        lost = Gap("w", "Press <b>", datetime(2016, 11, 1), datetime(2016, 11, 9), "no answer")
        mended = Gap("w", "Press <b>", datetime(2016, 12, 1), datetime(2016, 12, 2), "x", True)
        opened.watching.record_check([state], gaps=[lost, mended])
    told = client.get("/api/desk?as_of=2016-12-20").json()["feeds"]
    assert [g["reason"] for g in told["gaps"]] == ["x", "no answer"]
    assert told["gaps"][1]["hours"] == 8 * 24
    # On a day inside it the gap lasts; before it nobody knows of it.
    inside = client.get("/api/desk?as_of=2016-11-05").json()["feeds"]
    assert inside["gaps"][0]["ended"] is None
    assert client.get("/api/desk?as_of=2016-10-05").json()["feeds"]["gaps"] == []
    shown = client.get("/?as_of=2016-12-20", headers=PAGE).text
    assert "Press &lt;b&gt;" in shown
    assert "192.0 hours" in shown
    spec = client.get("/dyad/RUS-TUR/chart/coverage.json?as_of=2016-12-20").text
    assert '"reason":"no answer"' in spec
    assert '"reason":"x"' not in spec  # bridged: nothing is missing
    assert "1 gap of watched feeds" in spec
    method = client.get("/method?as_of=2016-12-20", headers=PAGE).text
    assert method.count("no answer") == 1


# --- right to left ------------------------------------------------------------------------

ARABIC = "اجتماع في موسكو 🕊️. أدانت روسيا تركيا يوم الاثنين، وقال Reuters إن 12 شخصا حضروا. ثم صمت."
HEBREW = "שלום 🕊️ לכולם. רוסיה גינתה את טורקיה ביום שני, אמר דובר ב-Ankara. סוף."


def told_in(text: str, actor: str, trigger: str, recipient: str, title: str) -> Reading:
    """A reading of a text whose words are named, spans in code points."""

    def span(words: str) -> Any:
        return span_of(text, text.index(words), text.index(words) + len(words))

    sentence = next(s for s in text.split(". ") if trigger in s) + "."
    day = EventDate("2016-12-19", "2016-12-19", "day", "relative", span(trigger))
    event = Event(
        event_type="ACCUSE", event_mode=(), context=(), cameo="111", quad_class=3,
        plover_score=-2.0, goldstein=-2.0,
        actor=(Party("Russia", "RUS", ("GOV",), "state:RUS", span(actor)),),
        recipient=(Party("Türkiye", "TUR", ("GOV",), "state:TUR", span(recipient)),),
        date=day, place=None, status="asserted", historical=False, id=f"e-{title}",
        doc_id=f"d-{title}", mentions=(Mention(span(trigger), span(sentence), 1),),
        decided_by="hand", confidence=1.0,
    )  # fmt: skip
    return Reading(Document(f"d-{title}", text, "2016-12-20", "file", title, "وكالة"), (event,), ())


def test_a_text_from_right_to_left_is_read_so(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "rtl.duckdb"
    told = [
        (ARABIC, "روسيا", "أدانت", "تركيا", "إدانة في موسكو"),
        (HEBREW, "רוסיה", "גינתה", "טורקיה", "גינוי במוסקבה"),
    ]
    with open_store(path) as store:
        store.add_all([told_in(*one) for one in told])
    for served in serve(path):
        for look in watched(chromium, served):
            for text, actor, trigger, recipient, title in told:
                _reads_right_to_left(look, served, text, (actor, trigger, recipient), title)
            assert look.troubles == []


def _reads_right_to_left(
    look: Watched, served: Served, text: str, words: tuple[str, str, str], title: str
) -> None:
    page = look.page
    page.goto(f"{served.url}/document/d-{title}")
    assert page.locator("article.reader .text").all_inner_texts()
    # Nothing of the text is lost or moved: pieces join to it in order of writing.
    joined = page.evaluate(
        "[...document.querySelectorAll('.reader .text')].map(p => p.textContent).join(' ')"
    )
    assert " ".join(joined.split()) == " ".join(text.split())
    for role, word in zip(("actor", "trigger", "recipient"), words, strict=True):
        assert page.locator(f"article.reader mark.{role}").all_inner_texts() == [word], role
    direction = "one => getComputedStyle(one).direction"
    assert page.locator("h1").evaluate(direction) == "rtl"
    sentence = page.locator(".sentence.coded .text")
    assert sentence.evaluate(direction) == "rtl"
    # The later word stands to the left of the earlier one.
    order = sorted(words[:2], key=text.index)
    boxes = [page.locator("mark", has_text=word).first.bounding_box() for word in order]
    assert boxes[0]["x"] > boxes[1]["x"]
    page.goto(f"{served.url}/dyad/RUS-TUR/events")
    quote = page.locator("table.events a[dir=auto]", has_text=words[1]).first
    assert quote.evaluate(direction) == "rtl"
    page.goto(f"{served.url}/event/e-{title}")
    assert page.locator("blockquote.said mark.trigger").inner_text() == words[1]
    assert page.locator("blockquote.said p").evaluate(direction) == "rtl"
    page.locator("blockquote.said a.where").click()
    page.wait_for_url("**/document/**")
    assert words[1] in page.locator(".sentence[aria-current=true]").inner_text()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"data": {"text": "  "}}, "nothing is given yet"),
        ({"data": {"text": "Greece met Turkey.", "url": "http://example.org"}}, "more than one"),
        ({"data": {"text": "Greece met Turkey."}, "files": {"file": ("a.txt", b"Greece.")}},
         "more than one"),
        ({"data": {"text": "Greece met Turkey.", "date": "2018-13-45"}}, "2018-13-45"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    client: TestClient, sent: dict[str, Any], said: str
) -> None:
    answer = client.post("/add", headers={**BEARER, **PAGE}, **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert sent["data"]["text"].strip() in answer.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [(bytes(range(256)) * 20, "binary"), (b"word " * 500_000, "over the size limit")],
)
def test_a_file_that_holds_no_article_is_set_aside_with_its_reason(
    client: TestClient, data: bytes, reason: str
) -> None:
    answer = client.post("/add", headers={**BEARER, **PAGE}, files={"file": ("a.txt", data)})
    assert "Nothing was added" in answer.text
    assert reason in answer.text
    assert 'class="done"' not in answer.text
