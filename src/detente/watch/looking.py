"""Looking at a source: what a feed, a folder or a list of addresses holds now.

What comes in: a source and what is known of it. What goes out: `Looked`, or `FetchFailed`. No
store is opened here, so that several sources can be looked at side by side.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import AddressRefused, FetchFailed
from detente.feeds import Client, believed, read_feed, target_of
from detente.records import digest
from detente.store import SourceState
from detente.watch.config import SourceConfig

# A feed of more is no feed but an archive, and takes half a minute to parse.
FEED_BYTES = 4_000_000
# A file that was written to so recently may still be written to.
SETTLED_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of a source: what `EntryState` keeps of it."""

    key: str
    version: str = ""
    url: str | None = None
    title: str | None = None
    day: str | None = None
    odd_day: str | None = None
    authors: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a source holds; ``unchanged`` if it said that nothing is new (``seen`` is empty)."""

    seen: tuple[Seen, ...] = ()
    unchanged: bool = False
    etag: str | None = None
    last_modified: str | None = None
    server_time: float | None = None
    damage: str | None = None


def look(source: SourceConfig, state: SourceState, client: Client, today: date) -> Looked:
    """What a source holds now.

    Raises
    ------
    FetchFailed
        It cannot be had; ``again`` says whether it may be later.
    """
    if source.kind == "feed":
        return _feed(source, state, client, today)
    return _folder(source) if source.kind == "folder" else _urls(source)


def _feed(source: SourceConfig, state: SourceState, client: Client, today: date) -> Looked:
    # Another address under the old name: what the old one said of changes does not hold.
    same = state.url == source.where
    found = client.get(
        source.where,
        etag=state.etag if same else None,
        last_modified=state.last_modified if same else None,
        max_bytes=min(FEED_BYTES, client.limits.max_bytes),
    )
    if found.status == 304:
        return Looked((), True, state.etag, state.last_modified, found.server_time)
    kind = found.content_type
    said = f"{kind}; charset={found.charset}" if kind and found.charset else kind
    feed = read_feed(found.body, found.url, today, said)
    own = source.text == "feed"
    seen = tuple(
        Seen(
            key=e.key,
            url=e.url,
            title=e.title,
            day=e.day,
            odd_day=e.odd_day,
            authors=e.authors,
            content=e.content if own or e.url is None else None,
        )
        for e in feed.entries
    )
    return Looked(seen, False, found.etag, found.last_modified, found.server_time, feed.damage)


def _folder(source: SourceConfig) -> Looked:
    root = Path(source.where)
    if not root.is_dir():
        raise FetchFailed(
            f"looking into {root}: there is no such folder",
            reason="no folder",
            again=True,
            hint="is the disk mounted?",
        )
    return Looked(tuple(_files(root)))


def _files(root: Path) -> Iterator[Seen]:
    now = time.time()
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = os.path.join(folder, name)
            try:
                stat = os.stat(path)
            except OSError:
                continue  # gone since it was listed
            if not name.startswith(".") and not 0 <= now - stat.st_mtime < SETTLED_SECONDS:
                version = f"{stat.st_size}:{stat.st_mtime_ns}"
                yield Seen(digest("file", path), version, path)


def _urls(source: SourceConfig) -> Looked:
    try:
        lines = Path(source.where).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FetchFailed(
            f"reading the list {source.where}: {error}", reason="no list", again=True
        ) from None
    seen: dict[str, Seen] = {}
    bad = 0
    for line in lines:
        url, _, written = line.strip().partition("\t")
        if not url or url.startswith("#"):
            continue
        try:
            target_of(url)
        except AddressRefused:
            bad += 1
            continue
        day, odd = believed(written, date.today())
        seen.setdefault(url, Seen(digest("link", url), url=url, day=day, odd_day=odd))
    damage = f"{bad} lines are no addresses that may be asked" if bad else None
    return Looked(tuple(seen.values()), damage=damage)
