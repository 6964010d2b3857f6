"""Feeds as they come: tidy, broken, mis-encoded, lying about dates, ids and themselves."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import from_page
from detente.errors import DetenteError, FetchFailed, OutputUnusable
from detente.feeds import Feed, PageFolder, believed, read_feed
from detente.records import Document, Rejection

TODAY = date(2026, 11, 28)
URL = "https://press.example/feed.xml"


def rss(*items: str, head: str = "<?xml version='1.0' encoding='utf-8'?>") -> bytes:
    inside = "".join(f"<item>{i}</item>" for i in items)
    return (
        f"{head}<rss version='2.0'><channel><title>Press</title>{inside}</channel></rss>".encode()
    )


def read(body: bytes, content_type: str | None = None) -> Feed:
    return read_feed(body, URL, TODAY, content_type)


def test_rss_entries() -> None:
    feed = read(
        rss(
            "<title>Envoys &amp; talks</title><link>/a#top</link><guid>1</guid>"
            "<pubDate>Thu, 26 Nov 2026 23:50:00 -0500</pubDate><description>Short.</description>"
            "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            "&lt;p&gt;Longer text.&lt;/p&gt;</content:encoded>"
        )
    )
    (entry,) = feed.entries
    assert (feed.title, feed.damage) == ("Press", None)
    assert (entry.url, entry.title) == ("https://press.example/a", "Envoys & talks")
    assert (entry.day, entry.odd_day) == ("2026-11-26", None)
    assert entry.content == "<p>Longer text.</p>"


def test_atom_entries() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
    <entry><id>urn:1</id><title>X</title><link href="https://press.example/x"/>
    <author><name>A. Writer</name></author><updated>2026-11-25T10:00:00Z</updated></entry></feed>"""
    (entry,) = read(body).entries
    assert (entry.url, entry.day, entry.authors) == (
        "https://press.example/x", "2026-11-25", ("A. Writer",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "day", "why"),
    [
        ("Thu, 26 Nov 2026 10:00:00 GMT", "2026-11-26", None),
        ("2026-11-29T01:00:00+12:00", "2026-11-29", None),
        ("Mon, 01 Jan 2035 00:00:00 GMT", None, "in the future: 2035-01-01"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, "before there was a web: 1970-01-01"),
        ("last Tuesday", None, "not understood: last Tuesday"),
        ("", None, None),
    ],
)
def test_dates_are_believed_only_where_they_can_be(
    written: str, day: str | None, why: str | None
) -> None:
    assert believed(written, TODAY) == (day, why)
    (entry,) = read(rss(f"<title>x</title><link>/x</link><pubDate>{written}</pubDate>")).entries
    assert (entry.day, entry.odd_day) == (day, why)


def test_a_good_date_beside_a_bad_one_is_taken() -> None:
    (entry,) = read(
        rss(
            "<title>x</title><link>/x</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"
            "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-11-20</dc:date>"
        )
    ).entries
    assert entry.day in ("2026-11-20", None)


def test_an_id_keeps_its_key_while_the_address_changes() -> None:
    one, two = (
        read(rss(f"<guid isPermaLink='false'>7</guid><link>/a?visit={n}</link>")).entries[0]
        for n in (1, 2)
    )
    assert one.key == two.key
    assert one.url != two.url


def test_an_id_that_several_entries_share_names_none_of_them() -> None:
    feed = read(rss("<guid>x</guid><link>/a</link>", "<guid>x</guid><link>/b</link>"))
    assert len({e.key for e in feed.entries}) == 2


def test_the_same_entry_twice_is_one() -> None:
    assert len(read(rss("<link>/a</link>", "<link>/a</link>", "<link>/b</link>")).entries) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html><head><title>Log in</title></head><body><form></form></body></html>",
        b"404 not found", b"\x1f\x8b\x08\x00garbage", os.urandom(300), b"{}", b"<?xml version='1.0'?><x/>",
    ],
)  # fmt: skip
def test_what_is_no_feed_does_not_pass_for_one_without_news(body: bytes) -> None:
    with pytest.raises(FetchFailed, match="neither RSS nor Atom") as caught:
        read(body)
    assert caught.value.reason == "not a feed"


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss()).entries == ()


def test_a_feed_cut_in_half_gives_what_is_whole() -> None:
    whole = rss(*(f"<title>Entry {n}</title><link>/{n}</link>" for n in range(20)))
    feed = read(whole[: len(whole) // 2])
    assert feed.damage is not None
    assert [e.title for e in feed.entries][:5] == [f"Entry {n}" for n in range(5)]


def test_encodings_told_wrongly_are_read_rightly() -> None:
    text = "<title>Erdoğan met İnönü</title><link>/a</link>"
    head = "<?xml version='1.0' encoding='{}'?>"
    utf8 = rss(text, head="")
    assert read(utf8, "text/xml; charset=utf-8").entries[0].title == "Erdoğan met İnönü"
    assert read(utf8, "application/rss+xml").entries[0].title == "Erdoğan met İnönü"
    turkish = (
        head.format("windows-1254") + rss(text, head="").decode()
    ).encode("cp1254")  # fmt: skip
    assert read(turkish, "application/rss+xml").entries[0].title == "Erdoğan met İnönü"
    assert read(turkish, "text/html").entries[0].title == "Erdoğan met İnönü"


def test_addresses_that_must_not_be_asked_are_no_addresses() -> None:
    feed = read(
        rss(
            "<title>a</title><link>file:///etc/passwd</link>",
            "<title>b</title><link>javascript:alert(1)</link>",
            "<title>c</title><link>http://0x7f.1/</link>",
        )
    )
    assert [e.url for e in feed.entries] == [None, None, None]


def test_an_entity_bomb_ends_soon() -> None:
    names = "abcdefghij"
    inner = "".join(
        f'<!ENTITY {names[i]} "{f"&{names[i - 1]};" * 10}">' for i in range(1, len(names))
    )
    body = (
        f'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{inner}]>' + rss("<title>&j;</title>").decode()[38:]
    )
    began = time.process_time()
    try:
        feed = read(b"<?xml version='1.0'?>" + body.encode())
        assert len(str(feed)) < 10_000
    except FetchFailed:
        pass
    assert time.process_time() - began < 5


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300))
def test_a_damaged_feed_is_read_or_refused_in_words(noise: bytes, at: int) -> None:
    body = rss("<title>One</title><link>/1</link>", "<title>Two</title><link>/2</link>")
    try:
        feed = read(body[:at] + noise + body[at + len(noise) // 2 :])
    except FetchFailed:
        return
    for entry in feed.entries:
        assert len(entry.key) == 16
        (entry.title or "").encode("utf-8")


# --- pages ------------------------------------------------------------------------------------

ARTICLE = (
    "<html><head><title>Talks</title></head><body><article><h1>Talks</h1><p>{}</p></article></body>"
    "</html>"
)
TEXT = (
    "The foreign minister of Turkey, Mevlüt Çavuşoğlu, met his Russian counterpart in Ankara. " * 3
)


def documents(body: bytes, charset: str | None = None) -> list[Document | Rejection]:
    return list(from_page(body, "https://press.example/a", charset=charset))


def test_a_page_is_read_in_the_charset_that_fits() -> None:
    html = ARTICLE.format(TEXT)
    for encoding, said in (
        ("utf-8", None), ("utf-8", "iso-8859-1"), ("cp1254", "windows-1254"), ("utf-8", "nonsense"),
    ):  # fmt: skip
        (document,) = documents(html.encode(encoding), said)
        assert isinstance(document, Document)
        assert "Mevlüt Çavuşoğlu" in document.text, (encoding, said)
    meta = html.replace("<head>", "<head><meta charset='windows-1254'>").encode("cp1254")
    (document,) = documents(meta, "utf-8")  # the header lies, the page does not
    assert isinstance(document, Document)
    assert "Çavuşoğlu" in document.text


def test_what_is_no_page_is_set_aside() -> None:
    for body in (b"", b"%PDF-1.7 ...", b"\x89PNG\r\n", b"<html></html>", b"x" * 11_000_000):
        (found,) = documents(body)
        assert isinstance(found, Rejection), body[:10]
        assert found.source == "https://press.example/a"


def test_pages_are_kept_by_their_content(tmp_path: Path) -> None:
    folder = PageFolder(tmp_path / "pages")
    one, again, other = folder.keep(b"page"), folder.keep(b"page"), folder.keep(b"other")
    assert one == again != other
    assert folder.read(one) == b"page"
    assert sum(p.is_file() for p in folder.folder.rglob("*")) == 2
    folder.path(one).write_bytes(folder.path(other).read_bytes())
    with pytest.raises(DetenteError, match="not those of its name"):
        folder.read(one)
    folder.path(one).write_bytes(b"junk")
    with pytest.raises(DetenteError, match="reading the kept page"):
        folder.read(one)


def test_a_full_disk_leaves_no_half_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PageFolder(tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputUnusable, match="No space left on device"):
        folder.keep(b"page")
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def test_what_a_killed_process_left_half_written_is_swept(tmp_path: Path) -> None:
    folder = PageFolder(tmp_path)
    kept = folder.keep(b"page")
    (tmp_path / ".drafts" / "half").write_bytes(b"pa")
    folder.sweep()
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [folder.path(kept)]
