"""What reads bytes that others wrote, each as a function of bytes that must not break.

A target takes any bytes and returns; it may raise nothing but `DetenteError`, and what it makes
must hold up: spans that cut out their own text, text that can be stored. Inputs are seeds (small
files in ``seeds/``, the first of them made by hand, the others found by `benchmarks/fuzz.py`)
with random damage, and random bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from detente.documents import from_page, read
from detente.errors import DetenteError, FetchFailed
from detente.feeds import LAYOUTS, Client, Mirror, believed, read_feed
from detente.imports import import_files
from detente.records import Document, Rejection
from detente.store import Imported, open_store

SEEDS = Path(__file__).parent / "seeds"
TODAY = date(2026, 11, 28)
Target = Callable[[bytes], None]


def _sound(items: Iterable[Document | Rejection]) -> None:
    """Check what came of some bytes."""
    for item in items:
        if isinstance(item, Rejection):
            assert item.reason
            continue
        item.text.encode("utf-8")
        assert item.text.strip()
        for span in item.captions:
            assert item.text[span.start : span.end] == span.text
        if item.date is not None:
            date.fromisoformat(item.date)


def page(data: bytes) -> None:
    """An HTML page, in the charset that its first byte chooses."""
    charset = (None, "utf-8", "windows-1251", "utf-16", "nonsense")[data[0] % 5] if data else None
    _sound(from_page(data, "https://x.example/a", charset=charset, max_bytes=200_000, lang=None))


def feed(data: bytes) -> None:
    """A feed; the text that it carries goes the way of a page."""
    try:
        found = read_feed(data, "https://x.example/feed", TODAY, "text/xml")
    except FetchFailed:
        return
    for entry in found.entries:
        assert len(entry.key) == 16
        assert believed(entry.day, TODAY)[0] == entry.day
        for text in (entry.title, entry.url, *entry.authors):
            (text or "").encode("utf-8")
        if entry.content:
            _sound(from_page(entry.content.encode("utf-8", "replace"), "x", lang=None))


def lines(data: bytes) -> None:
    """A file of JSON lines, a file of JSON, and a file that nobody says what it is."""
    with tempfile.TemporaryDirectory(prefix="detente-fuzz-") as folder:
        for name in ("a.jsonl", "a.json", "a", "a.gz"):
            path = Path(folder) / name
            path.write_bytes(data)
            _sound(read([path], max_bytes=100_000, lang=None))


def table(data: bytes) -> None:
    """A file of event data."""
    with tempfile.TemporaryDirectory(prefix="detente-fuzz-") as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        with open_store(Path(folder) / "s.duckdb") as store:
            for found in import_files(store, [path]):
                if isinstance(found, Imported):
                    assert found.kept + found.known + found.aside == found.rows_read
                else:
                    assert isinstance(found, DetenteError)
                    assert found.message


def file_list(data: bytes) -> None:
    """GDELT's list of files."""
    with tempfile.TemporaryDirectory(prefix="detente-fuzz-") as folder:
        for layout in LAYOUTS.values():
            path = Path(folder) / layout.list_path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            mirror = Mirror(folder, Path(folder) / "files", Client())
            for remote in mirror.listed(layout, date(2000, 1, 1), date(2100, 1, 1))[0]:
                assert "/" not in remote.name
                assert ".." not in remote.name


TARGETS: dict[str, Target] = {
    "page": page, "feed": feed, "lines": lines, "table": table, "list": file_list,
}  # fmt: skip


def seeds(name: str) -> list[bytes]:
    """The seeds of a target, in order of name."""
    return [path.read_bytes() for path in sorted((SEEDS / name).iterdir())]


TOKENS: dict[str, tuple[bytes, ...]] = {
    "page": (
        b"<p>", b"</p>", b"<table>", b"<td>", b"<div class='caption'>", b"<figcaption>", b"<article>",
        b"<!--", b"-->", b"<![CDATA[", b"<script>", b"<meta charset=utf-16>", b"&#0;", b"&#xD800;",
        b"\xff\xfe", b"\x00", b"<svg><math>", b"<base href='//'>", b"<time datetime='9999-99-99'>",
        b"\xe2\x9f\xa6", b"\xe2\x9f\xa7", b"<html lang='\x00'>", b"\xed\xa0\x80",
    ),
    "feed": (
        b"<item>", b"</item>", b"<guid>", b"<link>", b"<pubDate>", b"<entry>", b"<content:encoded>",
        b"<![CDATA[", b"]]>", b"&#0;", b"&#xFFFF;", b"&x;", b"<!DOCTYPE a [", b"<?xml version='1.0'?>",
        b"\xff\xfe", b"<media:content url='x'/>", b"xml:base='http://['", b"<georss:point>a b",
        b"0000-00-00", b"24:61", b"<link href='http://[::1'/>", b"<dc:date>99999999999</dc:date>",
    ),
    "lines": (
        b'{"text": ', b'"date": ', b"null", b"[", b"]", b"{", b"}", b'"\\ud800"', b"1e999", b"-0",
        b"NaN", b"\n", b"\r", b"\x00", b'"id": ', b"\xef\xbb\xbf", b'"authors": [[]]', b"[" * 2000,
        b"1" * 5000, b"PAR1", b"\x1f\x8b\x08\x00", b"%PDF-", b"---\ndate: ",
    ),
    "table": (
        b"\t", b"\n", b"\r\n", b",", b'"', b'""', b";", b"\x00", b"\xff", b"99999999999999999999",
        b"-", b"1e308", b"2016-13-45", b"None", b"{", b"}", b"\x1f\x8b\x08\x00", b"PK\x03\x04",
        b"BZh9", b"\xfd7zXZ\x00", b"\xef\xbb\xbf", b'{"event": ', b"\xe2\x80\xa8",
    ),
    "list": (b" ", b"\n", b"-1", b"\x00", b"..", b"/", b".export.CSV.zip", b"20161399000000"),
}  # fmt: skip


def damaged(name: str) -> st.SearchStrategy[bytes]:
    """Seeds of a target with up to six pieces cut out, doubled, moved or put in; random bytes."""
    pieces = st.one_of(st.sampled_from(TOKENS[name]), st.binary(max_size=12))
    change = st.tuples(
        st.sampled_from(["cut", "double", "put", "over", "end"]),
        st.integers(0, 10_000),
        st.integers(0, 400),
        pieces,
    )
    made = st.builds(_changed, st.sampled_from(seeds(name)), st.lists(change, max_size=6))
    return st.one_of(made, made, made, st.binary(max_size=300))


def _changed(seed: bytes, changes: list[tuple[str, int, int, bytes]]) -> bytes:
    data = seed
    for kind, where, length, piece in changes:
        at = where * len(data) // 10_000
        if kind == "cut":
            data = data[:at] + data[at + length :]
        elif kind == "double":
            data = data[: at + length] + data[at:]
        elif kind == "put":
            data = data[:at] + piece + data[at:]
        elif kind == "over":
            data = data[:at] + piece + data[at + len(piece) :]
        else:
            data = data[:at]
        data = data[:60_000]
    return data
