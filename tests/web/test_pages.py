"""Every screen: a page and its JSON of one record; errors in one shape; days; files."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.config import defaults
from detente.store import open_store
from detente.web import create_app
from detente.web.screens import SCREENS

from .conftest import TOKEN

BEARER = {"authorization": f"Bearer {TOKEN}"}
PAGE = {"accept": "text/html"}


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(store, settings=defaults(), token=TOKEN), base_url="http://127.0.0.1:8765"
    ) as made:
        yield made


@pytest.fixture(scope="module")
def reading(chronicle: Path) -> Iterator[TestClient]:
    """Over the shared store; tests that take it only read."""
    with TestClient(
        create_app(chronicle, settings=defaults(), token=TOKEN), base_url="http://localhost"
    ) as made:
        yield made


def places(client: TestClient) -> dict[str, str]:
    """An address of every screen, filled with ids of the store."""
    incident = client.get("/api/incidents").json()["lines"][0]["id"]
    document = client.get("/api/documents").json()["lines"][0]["id"]
    event = client.get("/api/dyad/RUS-TUR/events").json()["rows"][0]["id"]
    ids = {
        "dyad": "RUS-TUR",
        "week": "2015-11-24",
        "incident_id": incident,
        "doc_id": document,
        "event_id": event,
        "kind": "episode",
        "precedent_id": "IND-PAK@2003-05-04",
    }
    return {s.name: s.path.replace(":path", "").format(**ids) for s in SCREENS}


def test_every_screen_has_a_page_and_its_twin(reading: TestClient) -> None:
    for name, place in places(reading).items():
        page = reading.get(place, headers=PAGE)
        twin = reading.get(f"/api{place if place != '/' else '/desk'}")
        assert (page.status_code, twin.status_code) == (200, 200), place
        assert page.headers["content-type"].startswith("text/html"), name
        assert isinstance(twin.json(), dict), name
        assert "<main" in page.text, name
        assert "</html>" in page.text, name


def test_the_desk_says_what_the_record_says(reading: TestClient) -> None:
    record = reading.get("/api/desk").json()
    text = reading.get("/", headers=PAGE).text
    lines = {line["sides"]["code"]: line for line in record["lines"]}
    assert "RUS-TUR" in lines
    assert record["day"] == record["last"]
    for line in lines.values():
        level = line["index"]["level"]
        assert f"{level:+.2f}".replace("-", "−") in text
        assert line["sides"]["name_a"] in text
    told = lines["RUS-TUR"]
    assert told["index"]["low"] < told["index"]["level"] < told["index"]["high"]
    assert told["index"]["change_low"] < told["index"]["change"] < told["index"]["change_high"]


def test_the_desk_says_what_the_command_line_prints(reading: TestClient, chronicle: Path) -> None:
    from typer.testing import CliRunner

    from detente import cli

    day = "2016-11-30"
    for line in reading.get(f"/api/desk?as_of={day}").json()["lines"][:3]:
        sides = [line["sides"]["a"], line["sides"]["b"]]
        asked = [*sides, "--as-of", day, "-f", "jsonl", "-s", str(chronicle)]
        weeks = [
            json.loads(x) for x in CliRunner().invoke(cli.app, ["dyad", *asked]).stdout.splitlines()
        ]
        assert line["events"] == sum(week["events"] for week in weeks) > 0
        assert line["reports"] == sum(week["reports"] for week in weeks)
        told = next(week for week in reversed(weeks) if week["events"])
        assert line["index"]["week"] == told["week"]
        assert line["index"]["phase"] == weeks[-1]["phase"]
        points = {p["week"]: p for p in line["spark"]}
        for week in weeks[-100:]:
            if week["level"] is not None:
                assert points[week["week"]]["level"] == pytest.approx(week["level"], abs=6e-4)
        more = ["-f", "json", "--horizon", "90", "--no-log"]
        asked = [one for one in asked if one not in ("-f", "jsonl")]
        done = CliRunner().invoke(cli.app, ["outlook", *asked, *more])
        odds = json.loads(done.stdout)[0]
        assert line["outlook"]["target"] == odds["target"]
        for name in ("probability", "low", "high", "base_rate"):
            said = line["outlook"][name]
            assert (None if said is None else round(said, 4)) == odds[name], (sides, name)


def test_nothing_published_later_is_shown(reading: TestClient) -> None:
    day = "2016-06-01"
    for name, place in places(reading).items():
        if name in ("incident", "reader", "explain", "event"):
            continue  # those may not have been known; see the next test
        twin = reading.get(f"/api{place if place != '/' else '/desk'}?as_of={day}")
        assert twin.status_code == 200, (place, twin.text)
        later = re.findall(r'"published":"(\d{4}-\d{2}-\d{2})"', twin.text)
        assert all(published <= day for published in later), place
    then = reading.get(f"/api/desk?as_of={day}").json()
    now = reading.get("/api/desk").json()
    assert then["day"] == day
    assert then["lines"][0]["events"] < now["lines"][0]["events"]
    assert then["documents"] < now["documents"]
    assert then["events"] < now["events"]


def test_what_was_not_known_yet_is_not_there(reading: TestClient) -> None:
    for name in ("incident", "reader", "event"):
        place = places(reading)[name]
        assert reading.get(f"/api{place}").status_code == 200
        told = reading.get(f"/api{place}?as_of=2015-01-01")
        assert told.status_code == 404, place
        assert told.json()["error"]["code"] == "not_found"


def test_a_week_shows_the_sentences_and_what_they_did(reading: TestClient) -> None:
    week = reading.get("/api/dyad/TUR-RUS/week/2015-11-24").json()
    assert week["week"] == "2015-11-23"
    assert week["shock"] == "rupture"
    moved = sum(act["moved"] for act in week["acts"] if act["moved"] is not None)
    told = week["movement"]
    assert moved == pytest.approx(told["moved"], abs=0.02)
    assert (told["before"] or 0) + told["carried"] + told["moved"] == pytest.approx(
        told["after"], abs=0.01
    )
    with open_store(reading.app.state.desk.access.path, create=False, read_only=True) as store:
        for act in week["acts"]:
            assert act["quotes"], act
            for quote in act["quotes"]:
                document = store.document(quote["doc_id"])
                assert document is not None
                assert document.text[quote["start"] : quote["end"]] == quote["text"]


def test_the_reader_joins_to_the_text(reading: TestClient) -> None:
    for line in reading.get("/api/documents").json()["lines"][:25]:
        told = reading.get(f"/api/document/{line['id']}").json()
        text = "".join(
            s["gap"] + "".join(p["text"] for p in s["pieces"]) for s in told["sentences"]
        )
        with open_store(reading.app.state.desk.access.path, create=False, read_only=True) as store:
            document = store.document(line["id"])
            assert document is not None
            assert document.text.startswith(text)
            assert not document.text[len(text) :].strip()
        assert sum(len(s["events"]) for s in told["sentences"]) >= told["events"]


def test_counts_open_as_many_acts(reading: TestClient) -> None:
    record = reading.get("/api/dyad/RUS-TUR").json()
    first, last = record["weeks"][-1]["week"], record["weeks"][0]["week"]
    for direction in record["directions"]:
        for quad, count in enumerate(direction["counts"], 1):
            asked = {"to": last, "direction": direction["key"], "quad": quad}
            told = reading.get(f"/api/dyad/RUS-TUR/week/{first}", params=asked).json()
            assert told["total"] == count, direction


def test_the_filters_of_events_filter(reading: TestClient) -> None:
    every = reading.get("/api/dyad/RUS-TUR/events").json()
    hostile = reading.get("/api/dyad/RUS-TUR/events?quad=4").json()
    assert 0 < hostile["total"] < every["total"]
    assert {row["quad"] for row in hostile["rows"]} == {4}
    words = reading.get("/api/dyad/RUS-TUR/events?words=ambassador&type=assault").json()
    assert words["total"] >= 1
    assert all(row["event_type"] == "ASSAULT" for row in words["rows"])
    days = reading.get("/api/dyad/RUS-TUR/events?date_from=2016-01-01&date_to=2016-03-31").json()
    assert all("2016-01-01" <= row["day"] <= "2016-03-31" for row in days["rows"])


@pytest.mark.parametrize(
    ("place", "status", "code"),
    [
        ("/api/nothing", 404, "not_found"),
        ("/api/dyad/RUS-XYZ", 404, "not_found"),
        ("/api/dyad/RUS", 404, "not_found"),
        ("/api/dyad/RUS-RUS", 404, "not_found"),
        ("/api/desk?as_of=yesterday", 422, "bad_value"),
        ("/api/desk?as_of=0001-01-01", 422, "bad_value"),
        ("/api/dyad/RUS-TUR/week/2015-13-01", 422, "bad_value"),
        ("/api/dyad/RUS-TUR/week/1999-01-01", 404, "not_found"),
        ("/api/dyad/RUS-TUR/week/2015-11-23?to=2014-01-01", 422, "bad_value"),
        ("/api/dyad/RUS-TUR/events?quad=9", 422, "bad_value"),
        ("/api/dyad/RUS-TUR/events?type=NOPE", 422, "bad_value"),
        ("/api/incident/none", 404, "not_found"),
        ("/api/document/none", 404, "not_found"),
        ("/api/event/none", 404, "not_found"),
        ("/api/event/gdelt:1@2016-01-01", 404, "not_found"),
        ("/api/precedent/case/none", 404, "not_found"),
        ("/api/dyad/RUS-TUR/chart/none.svg", 404, "not_found"),
        ("/api/download/none.csv", 404, "not_found"),
    ],
)
def test_errors_have_one_shape(reading: TestClient, place: str, status: int, code: str) -> None:
    told = reading.get(place)
    assert told.status_code == status, told.text
    assert set(told.json()) == {"error"}
    error = told.json()["error"]
    assert set(error) == {"code", "message", "what_to_do"}
    assert error["code"] == code
    assert error["message"]
    page = reading.get(place.removeprefix("/api").replace("/desk", "/") or "/", headers=PAGE)
    assert page.status_code == status
    assert page.text.startswith("<!doctype html>")


def test_files_hold_what_the_page_shows(reading: TestClient) -> None:
    import pyarrow.parquet as parquet

    total = reading.get("/api/dyad/RUS-TUR/events").json()["total"]
    rows = reading.get("/api/dyad/RUS-TUR/events.jsonl").text.splitlines()
    assert len(rows) == total
    assert all(json.loads(row)["id"] for row in rows)
    table = parquet.read_table(io.BytesIO(reading.get("/dyad/RUS-TUR/events.parquet").content))
    assert table.num_rows == total
    weeks = reading.get("/api/dyad/RUS-TUR/weeks.csv")
    assert weeks.headers["content-disposition"] == 'attachment; filename="RUS-TUR-weeks.csv"'
    assert weeks.text.splitlines()[0].startswith('"dyad","week"')
    assert reading.get("/download/claims.csv").status_code == 200


def test_charts_are_drawn_and_lead_to_sentences(reading: TestClient) -> None:
    spec = reading.get("/dyad/RUS-TUR/chart/timeline.json?as_of=2016-12-22").json()
    links = {
        row["link"] for rows in spec["datasets"].values() for row in rows if row.get("link")
    } or set(re.findall(r'"link": "([^"]+)"', json.dumps(spec)))
    assert any("/week/2015-11-23" in link for link in links)
    for link in sorted(links)[:5]:
        assert "as_of=2016-12-22" in link
        assert reading.get(link, headers=PAGE).status_code == 200, link
    svg = reading.get("/dyad/RUS-TUR/chart/map.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text.startswith("<svg")


def test_what_was_said_stands_beside_what_happened_with_its_number(reading: TestClient) -> None:
    told = reading.get("/api/method").json()
    page = reading.get("/method", headers=PAGE).text
    assert {r["target"] for r in told["reliability"]} == {"rupture-v1", "acts-v1", "repair-v1"}
    for row in told["reliability"]:
        assert row["outlooks"] == sum(b["outlooks"] for b in row["bins"]) > 100
        assert f"within {row['horizon_days']} days: {row['outlooks']:,} outlooks" in page
        spec = reading.get(f"/method/chart/reliability.json?target={row['target']}").json()
        drawn = [r for rows in _values(spec) for r in rows if "outlooks" in r]
        for b in row["bins"]:
            mark = (b["said"], b["happened"], b["outlooks"])
            assert mark in [(r["said"], r["seen"], r["outlooks"]) for r in drawn]
    assert all(r["link"] == "/method#reliability" for r in drawn)
    outlook = reading.get("/dyad/RUS-TUR/outlook?as_of=2016-12-22", headers=PAGE).text
    assert "/method/chart/reliability.svg?target=" in outlook
    assert reading.get("/method/chart/reliability.png?target=none").status_code == 422


def _values(spec: Any) -> list[list[dict[str, Any]]]:
    """Every table of rows in a specification."""
    if isinstance(spec, dict):
        own = [spec["values"]] if isinstance(spec.get("values"), list) else []
        own += list(spec.get("datasets", {}).values())
        return own + [rows for part in spec.values() for rows in _values(part)]
    return [rows for part in spec for rows in _values(part)] if isinstance(spec, list) else []


def test_an_empty_store_has_a_desk(tmp_path: Path) -> None:
    app = create_app(tmp_path / "new.duckdb", settings=defaults(), token=TOKEN)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for place in ("/", "/incidents", "/claims", "/hypotheses", "/documents", "/method",
                      "/outlooks", "/dyad/RUS-TUR", "/dyad/RUS-TUR/outlook",
                      "/dyad/RUS-TUR/stakes"):  # fmt: skip
            told = client.get(place, headers=PAGE)
            assert told.status_code == 200, (place, told.text[:500])
        assert "Nothing to watch yet" in client.get("/", headers=PAGE).text


def test_watched_relations_are_those_of_the_settings(store: Path) -> None:
    settings = defaults().replaced(desk__watch=["Turkey-Russia", "GRC-TUR", "RUS-Nowhere"])
    with TestClient(create_app(store, settings=settings), base_url="http://127.0.0.1") as client:
        record = client.get("/api/desk").json()
    assert [line["sides"]["code"] for line in record["lines"]] == ["RUS-TUR", "GRC-TUR"]
    assert "Nowhere" in record["unusable"][0]
    assert record["chosen"] is True


def test_what_came_in_since_the_last_look_is_told(client: TestClient) -> None:
    before = client.get("/api/desk?since=2100-01-01T00:00:00Z").json()
    assert before["since"]["documents"] == 0
    assert all(line["added"] == 0 for line in before["lines"])
    since = client.get("/api/desk?since=2000-01-01T00:00:00Z").json()
    assert since["since"]["documents"] == since["documents"]
    told = {line["sides"]["code"]: line["added"] for line in since["lines"]}
    assert told["RUS-TUR"] > 0
    shown = client.get("/", headers=PAGE)
    assert "detente_look" in shown.headers["set-cookie"]


def test_the_answer_follows_the_store(client: TestClient) -> None:
    before = client.get("/api/documents").json()["total"]
    sent = {"text": "Russia recalled its ambassador from Turkey on Monday.", "date": "2016-12-30"}
    assert client.post("/api/documents", json=sent, headers=BEARER).json()["documents"] == 1
    assert client.get("/api/documents").json()["total"] == before + 1
    again = client.post("/api/documents", json=sent, headers=BEARER).json()
    assert (again["documents"], again["known"]) == (0, 1)


def test_judgements_stand_beside_what_the_machine_found(client: TestClient) -> None:
    event = client.get("/api/dyad/RUS-TUR/events?type=ASSAULT").json()["rows"][0]["id"]
    machine = client.get(f"/api/event/{event}").json()["record"]
    said = {"analyst": "Ada", "action": "fix", "event": event, "changes": {"status": "suspected"}}
    made = client.post("/api/judgements", json=said, headers=BEARER).json()
    assert made["changes"] == {"status": "suspected"}
    after = client.get(f"/api/event/{event}").json()
    assert after["record"] == machine
    assert after["verdicts"][0]["analyst"] == "Ada"
    assert after["verdicts"][0]["changes"] == [["status", "suspected"]]
    then = client.get(f"/api/event/{event}?as_of=2016-12-31").json()
    assert then["verdicts"] == []  # a judgement enters by the day that it was made
    wrong = {**said, "changes": {"id": "x"}}
    assert client.post("/api/judgements", json=wrong, headers=BEARER).status_code == 422
    nobody = {**said, "analyst": " "}
    assert client.post("/api/judgements", json=nobody, headers=BEARER).status_code == 422
    missing = {**said, "event": "none"}
    assert client.post("/api/judgements", json=missing, headers=BEARER).status_code == 404


def test_a_logged_outlook_stands_in_the_track_record(client: TestClient) -> None:
    place = "/api/dyad/RUS-TUR/outlook/log?as_of=2016-12-22"
    assert client.post(place).status_code == 401
    logged = client.post(place, headers=BEARER).json()
    assert all(one["logged_as"] for one in logged if one["probability"] is not None)
    record = client.get("/api/outlooks").json()
    assert record["record"]["issued"] == len(record["rows"]) > 0
    shown = client.get("/api/dyad/RUS-TUR/outlook?as_of=2016-12-22").json()["logged"]
    assert {row["as_of"] for row in shown} == {"2016-12-22"}


@pytest.mark.alone
def test_pages_are_light_and_quick(reading: TestClient) -> None:
    """`benchmarks/web.py` measures a store of 200,000 events; this one holds the bounds daily."""
    import time

    import detente.web

    folder = Path(detente.web.__file__).parent / "static"
    files = [f.relative_to(folder) for f in folder.rglob("*") if f.is_file()]
    sent = sum(reading.get(f"/static/{file}").num_bytes_downloaded for file in files)
    for name, place in places(reading).items():
        took = 9.0
        # Warm first, then each of another day, so that no kept answer helps; the least of them, as
        # others may be using the machine: an hour of theirs made a page of 0.2 s one of 0.35.
        for day in range(20, 32):
            if took < 0.3 and day > 21:
                break
            began = time.process_time()
            page = reading.get(f"{place}?as_of=2016-12-{day}", headers=PAGE)
            took = min(took, time.process_time() - began)
        assert sent + page.num_bytes_downloaded < 1_000_000, name
        assert took < 0.3, (name, took)
