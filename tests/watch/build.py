"""Watches, feeds and pages for tests; every text is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from detente.config import defaults
from detente.store import Store, open_store
from detente.watch import Clock, Watch, load_watch, log_to
from tests.feeds.server import Site

QUICK = """
[client]
allow_private = true
delay_seconds = 0
retries = 0
total_seconds = 2
step_seconds = 1
max_bytes = 300_000
"""
FILLER = (
    "The two sides had talked for weeks before, and nobody in either capital was surprised by it."
)


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self, start: float = 1_795_824_000.0) -> None:  # 2026-11-28T00:00:00Z
        self.wall = start
        self.run = 1_000.0

    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.run)

    def pass_(self, seconds: float) -> None:
        """Time passes."""
        self.wall += seconds
        self.run += seconds


def article(text: str, **meta: str) -> str:
    """A news page."""
    head = "".join(f'<meta property="{k}" content="{v}">' for k, v in meta.items())
    return (
        f"<html><head><title>News</title>{head}</head><body><nav>Menu</nav><article>"
        f"<h1>News</h1><p>{text}</p><p>{FILLER}</p></article></body></html>"
    )


def item(link: str, guid: str | None = None, day: str = "Fri, 27 Nov 2026 10:00:00 GMT") -> str:
    """An entry of RSS."""
    ident = f"<guid>{guid}</guid>" if guid else ""
    date = f"<pubDate>{day}</pubDate>" if day else ""
    return f"<item><title>Title of {link}</title><link>{link}</link>{ident}{date}</item>"


def rss(*items: str) -> str:
    """A feed of RSS."""
    inside = "".join(items)
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>P</title>{inside}</channel></rss>"
    )


def put(folder: Path, *sections: str, client: str = QUICK) -> Path:
    """A watch file."""
    path = folder / "w.toml"
    path.write_text("[watch]\nstore = 's.duckdb'\ninterval = '15m'\n" + client + "".join(sections))
    return path


def feed(site: Site, name: str = "press", path: str = "/feed.xml", **more: str) -> str:
    """A [[feed]] section."""
    extra = "".join(f'{k} = "{v}"\n' for k, v in more.items())
    return f'[[feed]]\nname = "{name}"\nurl = "{site.url}{path}"\n{extra}'


@contextmanager
def watching(
    path: Path,
    hands: Hands | None = None,
    opening: Callable[[], AbstractContextManager[Store]] | None = None,
) -> Iterator[Watch]:
    """A watch of a file, ready for rounds."""
    config = load_watch(path)
    with ExitStack() as held, log_to(config.log, quiet=True) as log:
        kept: list[Store] = []

        @contextmanager
        def one() -> Iterator[Store]:
            # Opened once: a test would spend most of its time in opening.
            if not kept:
                kept.append(held.enter_context(open_store(config.store or "s.duckdb")))
            yield kept[0]

        clock = (hands or Hands()).clock()
        yield Watch(config, defaults(), opening or one, log, clock=clock)


def events_of(path: Path) -> list[dict[str, Any]]:
    """Every event of a store as JSON, by document and place."""
    with open_store(path, create=False, read_only=True) as store:
        return [event.to_json() for event in store.events()]
