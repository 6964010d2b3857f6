"""Articles from a form: pasted, uploaded or fetched, coded and added.

What comes in: a text, a file's bytes or an address. What goes out: what was added and what was
set aside. Everything is capped: bytes, articles, seconds. The store is held only while it is
written, not while the article is read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from detente.api import Item, add_outcomes, code_items, read_inputs
from detente.config import Settings
from detente.documents import from_text
from detente.errors import BadSetting
from detente.records import Document, Reading, Rejection
from detente.web.access import Access

MOST_ARTICLES = 200
MOST_BYTES = 10_000_000
FETCH_SECONDS = 20.0
SUFFIXES = (
    *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"),
    *(".json", ".jsonl", ".ndjson"),
)


@dataclass(frozen=True, slots=True)
class Article:
    """An article that was added, or was there already."""

    id: str
    title: str | None
    published: str | None
    events: int


@dataclass(frozen=True, slots=True)
class AddedPage:
    """What adding changed."""

    documents: int
    known: int
    events: int
    articles: tuple[Article, ...]
    set_aside: tuple[str, ...]


def of_text(
    text: str,
    settings: Settings,
    *,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    date: str | None = None,
) -> list[Item]:
    """The document of a pasted text.

    Raises
    ------
    BadSetting
        It is longer than `documents.max_bytes`, or the date is none.
    DocumentUnusable
        It is only white space.
    """
    most = settings["documents.max_bytes"]
    if len(text.encode("utf-8", "backslashreplace")) > most:
        raise BadSetting(f"the text is longer than {most:,} bytes", hint="add it in parts")
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    return [from_text(clean, date=date, title=title, source=source, url=url, lang="en")]


def of_file(
    name: str,
    data: bytes,
    settings: Settings,
    *,
    date: str | None = None,
    source: str | None = None,
) -> list[Item]:
    """The documents of an uploaded file, read as `detente add` reads a file.

    Raises
    ------
    BadSetting
        Its kind is not taken, it is too large, or holds too many articles.
    """
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        raise BadSetting(
            "a PDF is drawn pages, not text, and is not read",
            hint="copy its text and paste it, or make a text file of it (`pdftotext -layout"
            " FILE.pdf`, of poppler) and add that",
        )
    if suffix not in SUFFIXES:
        raise BadSetting(
            f"a file of kind {suffix or 'unknown'!r} is not taken",
            hint=f"one of {', '.join(SUFFIXES)}",
        )
    if len(data) > MOST_BYTES:
        raise BadSetting(
            f"the file has {len(data):,} bytes, more than {MOST_BYTES:,}",
            hint="`detente add FILE` takes files of any size",
        )
    with tempfile.TemporaryDirectory(prefix="detente-upload-") as folder:
        place = Path(folder) / f"upload{suffix}"
        place.write_bytes(data)
        found = list(islice(read_inputs([place], settings=settings, date=date), MOST_ARTICLES + 1))
    if len(found) > MOST_ARTICLES:
        raise BadSetting(
            f"the file holds more than {MOST_ARTICLES} articles",
            hint="`detente add FILE` takes any number",
        )
    # What was set aside names the file as its sender knows it.
    shown = name.rpartition("/")[2].rpartition("\\")[2][:120]
    return [_renamed(item, str(place), shown, source) for item in found]


def _renamed(item: Item, place: str, shown: str, source: str | None) -> Item:
    if isinstance(item, Rejection):
        return replace(item, source=(item.source or place).replace(place, shown))
    return replace(item, source=source or item.source)


def of_url(
    url: str, settings: Settings, *, date: str | None = None, allow_private: bool = False
) -> list[Item]:
    """The document of an address: fetched once, in bounds, never from inside the network.

    Raises
    ------
    FetchFailed
        It cannot be had; `AddressRefused` where it must not be asked.
    """
    from detente.feeds import Client, Limits

    limits = Limits(max_bytes=MOST_BYTES, total_seconds=FETCH_SECONDS, step_seconds=10.0, retries=0)
    found = Client(limits, allow_private=allow_private).get(url)
    kind = (found.content_type or "").lower()
    suffix = ".html" if "html" in kind or not kind else ".txt"
    items = of_file(f"page{suffix}", found.body, settings, date=date)
    return [
        replace(i, url=found.url) if isinstance(i, Document) else replace(i, source=found.url)
        for i in items
    ]


def add(access: Access, items: Iterable[Item], command: str) -> AddedPage:
    """Code items and add what they yield."""
    settings = access.settings.replaced(coding__jobs=1)
    outcomes = list(code_items(items, settings=settings))
    with access.writing() as session:
        done = add_outcomes(session.store, outcomes, settings=settings, command=command)
    articles = tuple(
        Article(o.document.id, o.document.title, o.document.date, len(o.events))
        for o in outcomes
        if isinstance(o, Reading)
    )
    aside = tuple(
        f"{r.source or r.doc_id or 'input'}: {r.reason}{f' ({r.detail})' if r.detail else ''}"
        for r in done.rejections
    )
    return AddedPage(done.documents, done.known, done.events, articles, aside)
