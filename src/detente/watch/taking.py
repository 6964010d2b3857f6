"""Taking an entry in: its page fetched and kept, its article made a document.

What comes in: a pending entry. What goes out: documents and what was set aside, and what becomes
of the entry. No store is opened here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from detente.config import Settings
from detente.documents import PAGE_FACTOR, from_page, from_text, read
from detente.documents.reasons import note, set_aside
from detente.errors import DetenteError, FetchFailed
from detente.feeds import Client, PageFolder, believed
from detente.records import Document, Rejection
from detente.store import EntryState, KeptPage
from detente.watch.config import SourceConfig

TRIES = 5
"""How often the page of an entry is asked for before it is given up, over some two days."""
FIRST_WAIT = timedelta(minutes=15)
STAGE = "watch"

Item = Document | Rejection


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an entry: its items, made when they are asked for, and its new state."""

    entry: EntryState
    items: Callable[[], Iterator[Item]]
    page: tuple[str, str, int] | None = None

    def pages(self, documents: list[str], fetched: datetime) -> list[KeptPage]:
        """The kept page, for each document that was read from it."""
        if self.page is None:
            return []
        sha256, url, size = self.page
        return [KeptPage(doc_id, sha256, url, fetched, size) for doc_id in documents]


def take(
    entry: EntryState,
    source: SourceConfig,
    client: Client,
    folder: PageFolder,
    settings: Settings,
    now: datetime,
) -> Taken:
    """What an entry gives.

    An entry whose page cannot be had stays pending and is asked for later, five times in all;
    then it is set aside with the reason.

    Raises
    ------
    OutputUnusable
        The page cannot be kept, as on a full disk.
    """
    done = replace(entry, state="done", tries=entry.tries + 1, not_before=None, content=None)
    if source.kind == "folder":
        return Taken(done, lambda: _file(entry, settings))
    if entry.url is None or entry.content is not None:
        return Taken(done, lambda: _own_text(entry, source, settings, now.date()))
    limit = min(client.limits.max_bytes, settings["documents.max_bytes"] * PAGE_FACTOR)
    try:
        found = client.get(entry.url, max_bytes=limit)
    except FetchFailed as error:
        return _not_had(entry, error, now)
    sha256 = folder.keep(found.body)
    charset = found.charset

    def items() -> Iterator[Item]:
        body = folder.read(sha256)
        read_ = from_page(
            body,
            entry.url or "",
            charset=charset,
            max_bytes=settings["documents.max_bytes"],
            lang=settings["documents.lang"],
        )
        for item in read_:
            yield from _completed(item, entry, source, now.date())

    return Taken(done, items, (sha256, found.url, len(found.body)))


def _not_had(entry: EntryState, error: FetchFailed, now: datetime) -> Taken:
    tries = entry.tries + 1
    if error.again and tries < TRIES:
        wait = max(FIRST_WAIT * 4 ** (tries - 1), timedelta(seconds=error.wait_seconds or 0))
        later = replace(entry, tries=tries, not_before=now + wait)
        return Taken(later, lambda: iter(()))
    return given_up(entry, error.message, reason=error.reason)


def given_up(entry: EntryState, why: str, *, reason: str = "the entry could not be read") -> Taken:
    """An entry that is set aside, with the rejection that says why."""
    gone = replace(entry, state="aside", tries=entry.tries + 1, not_before=None, content=None)
    said = Rejection(None, STAGE, reason, detail=why[:300], source=entry.url or entry.source)
    return Taken(gone, lambda: iter((said,)))


def _file(entry: EntryState, settings: Settings) -> Iterator[Item]:
    yield from read(
        [Path(entry.url or "")],
        max_bytes=settings["documents.max_bytes"],
        lang=settings["documents.lang"],
    )


def _own_text(
    entry: EntryState, source: SourceConfig, settings: Settings, today: date
) -> Iterator[Item]:
    """The document of the text that a feed itself gives."""
    where = entry.url or f"{source.where}#{entry.entry}"
    html = entry.content or ""
    if not html.strip():
        yield set_aside("no_text", where)
        return
    page = f"<html><body><article><h1>{entry.title or ''}</h1>{html}</article></body></html>"
    found = list(
        from_page(
            page.encode("utf-8", "replace"),
            where,
            max_bytes=settings["documents.max_bytes"],
            lang=settings["documents.lang"],
        )
    )
    if len(found) == 1 and isinstance(found[0], Rejection):
        found = list(_short_text(html, where)) or found
    for item in found:
        yield from _completed(item, entry, source, today)


def _short_text(html: str, where: str) -> Iterator[Item]:
    """The document of a text too short to be told from a menu: its bare words."""
    from trafilatura import html2txt

    try:
        text = html2txt(f"<html><body>{html}</body></html>") or ""
    except Exception:  # what a parser makes of broken markup is not ours to foresee
        return
    if len(text.split()) < 3:
        return
    try:
        yield from_text(text)
    except DetenteError:
        yield set_aside("blank", where)


def _completed(item: Item, entry: EntryState, source: SourceConfig, today: date) -> Iterator[Item]:
    """A document with what the feed says of it; the day is the feed's, else the page's.

    An entry that neither dates was published between two looks at its feed, if there were two.
    """
    if isinstance(item, Rejection):
        yield item
        return
    said, odd = believed(item.date, today)
    for day, basis in (
        (entry.day and entry.day.isoformat(), "feed"),
        (said, item.date_basis),
        (entry.seen_day and entry.seen_day.isoformat(), "seen"),
    ):
        if day:
            dated = replace(item, date=day, date_basis=basis)
            break
    else:
        dated = replace(item, date=None, date_basis=None)
    yield replace(
        dated,
        title=item.title or entry.title,
        url=entry.url or item.url,
        source=source.name if source.kind == "feed" else item.source or source.name,
        authors=item.authors or entry.authors,
    )
    for why in (entry.odd_day, odd):
        if why:
            yield note("date", entry.url or source.where, item.id, detail=why)
