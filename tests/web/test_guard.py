"""Who may read and write: hosts, headers, tokens, forms of other origins, sizes."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import detente.web
from detente.config import defaults
from detente.errors import StoreUnusable
from detente.web import create_app
from detente.web.access import Access, Gate
from detente.web.render import outside

from .conftest import TOKEN


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(store, settings=defaults(), token=TOKEN), base_url="http://127.0.0.1:8765"
    ) as made:
        yield made


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil:8765"])
def test_foreign_host_names_are_refused(client: TestClient, host: str) -> None:
    told = client.get("/", headers={"host": host})
    assert told.status_code == 421
    assert told.json()["error"]["code"] == "wrong_host"


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765"])
def test_the_loopback_is_served(client: TestClient, host: str) -> None:
    assert client.get("/method", headers={"host": host}).status_code == 200


def test_every_answer_carries_the_headers_of_safety(client: TestClient) -> None:
    for place in ("/", "/api/desk", "/api/nothing", "/static/desk.js", "/dyad/RUS-TUR/weeks.csv"):
        headers = client.get(place).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_pages_hold_no_script_or_style_of_their_own(client: TestClient) -> None:
    for place in ("/", "/dyad/RUS-TUR", "/hypotheses", "/method", "/add"):
        text = client.get(place, headers={"accept": "text/html"}).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick" not in text
        assert text.count("<script") == text.count("<script src=")


def test_the_token_in_the_address_becomes_a_cookie(client: TestClient) -> None:
    told = client.get(f"/?token={TOKEN}&as_of=2016-06-01", follow_redirects=False)
    assert told.status_code == 303
    assert told.headers["location"] == "/?as_of=2016-06-01"
    cookie = told.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    wrong = client.get("/?token=guess", follow_redirects=False)
    assert "set-cookie" not in wrong.headers


WRITING = [
    ("/add", {"text": "x"}),
    ("/hypotheses/judge", {"action": "note", "analyst": "A", "hypothesis": "h", "text": "t"}),
    ("/event/none/judge", {"action": "accept", "analyst": "A"}),
    ("/dyad/RUS-TUR/outlook/log", {}),
]


@pytest.mark.parametrize(("place", "form"), WRITING)
def test_forms_need_the_token_and_our_own_page(
    client: TestClient, place: str, form: dict[str, str]
) -> None:
    assert client.post(place, data=form).status_code == 401
    client.cookies.set("detente_token", "guess")
    assert client.post(place, data=form).status_code == 401
    client.cookies.set("detente_token", TOKEN)
    told = client.post(place, data=form)
    assert told.status_code == 403
    assert told.json()["error"]["code"] == "form_not_ours"
    assert client.post(place, data={**form, "csrf": "0" * 32}).status_code == 403


def test_the_page_gives_the_form_its_secret_only_with_the_token(client: TestClient) -> None:
    assert 'name="csrf"' not in client.get("/add").text
    client.cookies.set("detente_token", TOKEN)
    assert 'name="csrf"' in client.get("/add").text


def test_large_requests_are_refused(client: TestClient) -> None:
    big = {"text": "x" * 13_000_000}
    told = client.post("/api/documents", json=big, headers={"authorization": f"Bearer {TOKEN}"})
    assert told.status_code == 413
    assert told.json()["error"]["code"] == "too_large"


def test_a_file_of_too_many_articles_is_refused(client: TestClient) -> None:
    client.cookies.set("detente_token", TOKEN)
    csrf = client.app.state.desk.tokens.csrf  # type: ignore[attr-defined]
    lines = "".join(json.dumps({"text": f"Talks number {i} failed."}) + "\n" for i in range(201))
    files = {"file": ("many.jsonl", lines.encode())}
    told = client.post("/add", data={"csrf": csrf}, files=files, headers={"accept": "text/html"})
    assert told.status_code == 422
    assert "more than 200 articles" in told.text
    odd = {"file": ("virus.exe", b"MZ")}
    told = client.post("/add", data={"csrf": csrf}, files=odd, headers={"accept": "text/html"})
    assert "is not taken" in told.text


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
    ],
)
def test_addresses_inside_the_network_are_not_fetched(client: TestClient, url: str) -> None:
    told = client.post(
        "/api/documents", json={"url": url}, headers={"authorization": f"Bearer {TOKEN}"}
    )
    assert told.status_code == 422, told.text
    assert told.json()["error"]["message"]


def test_links_out_are_of_the_web_alone() -> None:
    assert outside("https://example.org/a?b#c") == "https://example.org/a?b#c"
    for bad in ("javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "//x", "", None,
                "http://", "vbscript:x", "http://[", "\tjavascript:alert(1)"):  # fmt: skip
        assert outside(bad) is None


def test_readers_share_and_a_writer_is_alone() -> None:
    gate, log = Gate(), list[str]()

    def write() -> None:
        with gate.writing():
            log.append("write")

    with gate.reading():
        with gate.reading():
            log.append("two readers")
        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.05)
        log.append("still reading")
    thread.join(5)
    assert log == ["two readers", "still reading", "write"]


def test_a_busy_store_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.web.access.PATIENCE", 0.05)
    gate = Gate()
    with gate.reading(), pytest.raises(StoreUnusable, match="busy"), gate.writing():
        pass
    with gate.writing():  # the writer that gave up holds nobody up
        pass


def test_a_kept_answer_ends_with_the_store(store: Path) -> None:
    access, calls = Access(str(store), defaults()), list[int]()

    def make(session: object) -> int:
        calls.append(1)
        return len(calls)

    assert access.answer("k", make) == access.answer("k", make) == 1
    with access.writing() as session:
        session.store.begin_run("touch")
        session.store.end_run()
    assert access.answer("k", make) == 2


def test_carried_files_are_those_that_were_pinned() -> None:
    from detente.web.vendor import PINNED

    folder = Path(detente.web.__file__).parent / "static" / "vendor"
    told = {one["file"]: one for one in json.loads((folder / "vendor.json").read_text())}
    assert set(told) == {p.name for p in PINNED}
    for pinned in PINNED:
        data = (folder / pinned.name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == told[pinned.name]["sha256"]
        assert told[pinned.name]["version"] == pinned.version
    notice = (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")
    assert all(pinned.package in notice for pinned in PINNED)
