"""A store of the bundled texts of two years, a desk over it, and Debian's Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from detente.api import add_items, bundled_texts, read_inputs
from detente.config import defaults
from detente.records import Document
from detente.store import open_store
from detente.web import create_app

TOKEN = "token-of-the-tests"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SCREENS = Path(__file__).parents[2] / "build" / "screens"


@pytest.fixture(scope="session")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the bundled texts of 2015 and 2016."""
    path = tmp_path_factory.mktemp("desk") / "chronicle.duckdb"
    settings = defaults()
    items = [
        item
        for item in read_inputs(bundled_texts(), settings=settings)
        if isinstance(item, Document) and "2015-01-01" <= (item.date or "") <= "2016-12-31"
    ]
    with open_store(path) as store:
        for _ in add_items(store, items, settings=settings, command="tests"):
            pass
    return path


@pytest.fixture
def store(chronicle: Path, tmp_path: Path) -> Path:
    """A copy of the chronicle's store that a test may write to."""
    return Path(shutil.copy(chronicle, tmp_path / "news.duckdb"))


@dataclass(frozen=True)
class Served:
    """A running desk."""

    url: str
    store: Path
    app: Any

    @property
    def entry(self) -> str:
        """The address that carries the token."""
        return f"{self.url}/?token={TOKEN}"


def serve(store: Path, **options: Any) -> Iterator[Served]:
    """A desk over a store on a free port, until the generator is closed."""
    import uvicorn

    app = create_app(store, settings=defaults(), token=TOKEN, **options)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started
    try:
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", store, app)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture
def served(store: Path) -> Iterator[Served]:
    """A running desk over a store that a test may write to."""
    yield from serve(store)


@pytest.fixture(scope="session")
def shared(chronicle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running desk that tests only look at."""
    path = Path(shutil.copy(chronicle, tmp_path_factory.mktemp("shared") / "news.duckdb"))
    yield from serve(path)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; never missing where CI runs.

    One a module: Playwright holds an event loop of its thread until it ends.
    """
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing, and CI must not pass these tests over")
        pytest.skip(f"{CHROMIUM} is not installed (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def gone(what: Any) -> None:
    """Wait until there is none; the policy allows no script of Playwright's to poll."""
    from playwright.sync_api import expect

    expect(what).to_have_count(0, timeout=20_000)


class Watched:
    """A page that tells of errors, dialogs, blocked content and requests to other hosts."""

    def __init__(self, page: Any, home: str) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._request(request, home))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any, home: str) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            self.troubles.append(f"outside: {request.url}")

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page in build/screens."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SCREENS / f"{name}.png"), full_page=True)


def watched(browser: Any, served: Served, **options: Any) -> Iterator[Watched]:
    """A page of a fresh browser profile, watched; closed at the end."""
    context = browser.new_context(**{"viewport": {"width": 1360, "height": 900}, **options})
    context.set_default_timeout(20_000)
    try:
        yield Watched(context.new_page(), served.url)
    finally:
        context.close()


@pytest.fixture
def page(chromium: Any, served: Served) -> Iterator[Watched]:
    """A page on a desk that may be written to."""
    yield from watched(chromium, served)


@pytest.fixture
def look(chromium: Any, shared: Served) -> Iterator[Watched]:
    """A page on the shared desk."""
    yield from watched(chromium, shared)
