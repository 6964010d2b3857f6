"""RSS and Atom: the entries of a feed, read by feedparser, however untidy.

What comes in: the bytes of a feed. What goes out: `Entry` records with a key that stays the same
from fetch to fetch. A page that is no feed (a login form, an error told politely) is a failure:
it must not pass for a feed without news.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.errors import AddressRefused, FetchFailed
from detente.feeds.dates import believed
from detente.feeds.guard import target_of
from detente.records import digest

MAX_ENTRIES = 1_000
"""Entries of one feed that are looked at; feeds list some tens."""
LONGEST = 500
"""Characters of a title that are kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    ``key`` is 16 hex digits, of the entry's id or, where that is missing or not its own, of its
    address; ``url`` None if it has none that may be fetched; ``day`` None if the feed gives none
    that can be believed, ``odd_day`` then saying why; ``content`` is the text that the feed
    itself carries, HTML.
    """

    key: str
    url: str | None
    title: str | None
    day: str | None
    odd_day: str | None
    content: str | None
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its entries as listed, and what was wrong with its form if anything."""

    title: str | None
    entries: tuple[Entry, ...]
    damage: str | None


def read_feed(body: bytes, url: str, today: date, content_type: str | None = None) -> Feed:
    """The feed in some bytes.

    Parameters
    ----------
    body
        As fetched, unpacked.
    url
        Where it was found; addresses of entries are completed by it.
    today
        The day in UTC, against which dates are believed.
    content_type
        The server's header, whole; its charset is believed where the bytes allow it.

    Raises
    ------
    FetchFailed
        It is no feed.
    """
    import feedparser

    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    try:
        # A stream: given bytes or text, feedparser may take them for a file name or an address.
        found = feedparser.parse(io.BytesIO(body), response_headers=headers)
        listed = list(found.get("entries") or ())[:MAX_ENTRIES]
        feed = found.get("feed") or {}
        form = str(found.get("version") or "")
        trouble = found.get("bozo_exception") if found.get("bozo") else None
    # What a malformed feed does to the parsers below is not ours to foresee.
    except Exception as error:
        raise _no_feed(url, f"{type(error).__name__}: {error}") from None
    if not form and not listed:
        raise _no_feed(url, f"it begins {body[:60]!r}")
    keys = Counter(_said(e.get("id")) for e in listed)
    entries = [_entry(e, keys, today) for e in listed]
    # The same entry twice is one entry.
    unique = {entry.key: entry for entry in reversed(entries)}
    ordered = tuple(unique[key] for key in dict.fromkeys(e.key for e in entries))
    # What the server says of type and charset is wrong in half of all feeds, and no damage.
    harmless = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
    told = trouble is not None and not isinstance(trouble, harmless)
    damage = " ".join(str(trouble).split())[:200] if told else None
    return Feed(_said(feed.get("title")), ordered, damage)


def _no_feed(url: str, why: str) -> FetchFailed:
    return FetchFailed(
        f"reading {url}: neither RSS nor Atom; {why[:160]}",
        reason="not a feed",
        again=True,
        hint="open it in a browser: is it a login form, an error page, or has the feed moved?",
        url=url,
    )


def _entry(entry: Mapping[str, Any], keys: Counter[str | None], today: date) -> Entry:
    title, link = _said(entry.get("title")), _link(entry)
    given = _said(entry.get("id"))
    # Past feedparser's own get, which takes one date for another where it is missing.
    dates = [_said(dict(entry).get(name)) for name in ("published", "updated", "created")]
    tried = [believed(written, today) for written in dates]
    day = next((d for d, _ in tried if d), None)
    odd = None if day else next((why for _, why in tried if why), None)
    # An id that several entries share names none of them.
    own = given if given is not None and keys[given] == 1 else None
    parts = ("id", own) if own else ("link", link) if link else ("title", title, *dates)
    return Entry(
        key=digest(*(p or "" for p in parts)),
        url=link,
        title=title,
        day=day,
        odd_day=odd,
        content=_content(entry),
        authors=_authors(entry),
    )


def _said(value: object) -> str | None:
    """A field as one line of text; None if empty or of another kind."""
    if not isinstance(value, str):
        return None
    # Half surrogates would break whatever stores the text.
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return " ".join(whole.split())[:LONGEST] or None


def _link(entry: Mapping[str, Any]) -> str | None:
    """The entry's address, if it is one that may be asked for."""
    link = entry.get("link")
    if not isinstance(link, str):
        return None
    cleaned = link.strip().partition("#")[0]
    try:
        target_of(cleaned)
    except AddressRefused:
        return None
    return cleaned


def _content(entry: Mapping[str, Any]) -> str | None:
    """The longest text that the feed itself gives of an entry."""
    parts = entry.get("content")
    found = [p.get("value") for p in parts if isinstance(p, Mapping)] if parts else []
    found.append(entry.get("summary"))
    texts = [t for t in found if isinstance(t, str) and t.strip()]
    return max(texts, key=len, default=None)


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    listed = entry.get("authors")
    names = [_said(a.get("name")) for a in listed if isinstance(a, Mapping)] if listed else []
    return tuple(n for n in names if n)
