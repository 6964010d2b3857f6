"""Rounds of a watch over a server that is well, ill or lies, and over folders and lists."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path

import pytest

from detente.errors import DetenteError, StoreUnusable
from detente.feeds import PageFolder
from detente.store import open_store
from detente.watch import Stopped
from tests.feeds.server import Handler, Site
from tests.stub import StubCoder
from tests.watch.build import Hands, article, events_of, feed, item, put, rss, watching

pytestmark = pytest.mark.usefixtures("engine")


SHOT = "Turkey shot down a jet of Russia near the border."
MET = "Russia met Turkey in Moscow for talks on trade."


def two_articles(site: Site) -> None:
    site.page("/a", article(SHOT))
    site.page("/b", article(MET))
    site.page("/feed.xml", rss(item("/a", "1"), item("/b", "2")), ETag='"v1"')


def test_a_round_takes_in_what_a_feed_lists(site: Site, tmp_path: Path) -> None:
    two_articles(site)
    with watching(put(tmp_path, feed(site))) as watch:
        done = watch.round()
    assert (done.looked, done.entries, done.documents, done.events) == (1, 2, 2, 2)
    with open_store("s.duckdb") as store:
        documents = store.documents()
        assert {d.url for d in documents} == {site.url + "/a", site.url + "/b"}
        assert {(d.date, d.date_basis, d.source) for d in documents} == {
            ("2026-11-27", "feed", "press")
        }
        for event in store.events():
            text = next(d.text for d in documents if d.id == event.doc_id)
            span = event.mentions[0].evidence
            assert text[span.start : span.end] == span.text
        for document in documents:
            (page,) = store.watching.pages(document.id)
            assert page.url == document.url
            raw = PageFolder(tmp_path / "w-pages").read(page.sha256)
            assert b"<nav>Menu</nav>" in raw


def test_the_same_round_again_changes_nothing_and_asks_politely(
    site: Site, tmp_path: Path, stub: StubCoder
) -> None:
    two_articles(site)
    path = put(tmp_path, feed(site))
    with watching(path) as watch:
        watch.round()
    before, asked = events_of(tmp_path / "s.duckdb"), len(site.paths())
    site.routes["/feed.xml"] = lambda h: h.give(b"", status=304)
    with watching(path) as watch:  # another process
        done = watch.round(everything=True)
    assert (done.entries, done.documents) == (0, 0)
    assert site.paths()[asked:] == ["/feed.xml"]
    assert site.asked[-1][2]["If-None-Match"] == '"v1"'
    assert events_of(tmp_path / "s.duckdb") == before
    assert len(stub.read_ids) == 2


def test_a_feed_is_looked_at_when_it_is_due(site: Site, tmp_path: Path) -> None:
    two_articles(site)
    hands = Hands()
    with watching(put(tmp_path, feed(site)), hands) as watch:
        assert watch.round().looked == 1
        hands.pass_(600)
        assert not watch.something_due()
        assert watch.round().looked == 0
        hands.pass_(301)
        assert watch.something_due()
        assert watch.round().looked == 1


def test_a_feed_that_fails_is_asked_less_and_less(site: Site, tmp_path: Path) -> None:
    site.page("/feed.xml", "", status=500)
    hands = Hands()
    looked = []
    with watching(put(tmp_path, feed(site)), hands) as watch:
        for _ in range(30):
            looked.append(watch.round().looked)
            hands.pass_(900)
    gaps = [b - a for a, b in pairwise(i for i, n in enumerate(looked) if n)]
    assert gaps == sorted(gaps)
    assert gaps[0] == 1
    assert 4 <= gaps[-1] <= 24


def test_a_server_that_asks_to_be_left_alone_is(site: Site, tmp_path: Path) -> None:
    site.page("/feed.xml", "", status=429, Retry_After="7200")
    hands = Hands()
    with watching(put(tmp_path, feed(site)), hands) as watch:
        assert watch.round(everything=True).failed == 1
        hands.pass_(3600)
        assert watch.round(everything=True).looked == 0
        hands.pass_(3700)
        assert watch.round(everything=True).looked == 1


def test_one_bad_feed_costs_no_other_anything(site: Site, tmp_path: Path) -> None:
    """Slow, broken, huge, looping, lying: told, counted, and passed over."""
    two_articles(site)

    def endless(handler: Handler) -> None:
        handler.begin()
        for _ in range(40_000):
            handler.wfile.write(b"<x>" * 20_000)

    site.routes["/huge"] = endless
    site.routes["/slow"] = lambda h: time.sleep(5)
    site.page("/loop", "", status=302, Location="/loop")
    site.page("/login", "<html><form>password</form></html>")
    site.page("/broken", rss(item("/c", "3"))[:-60])
    site.page("/c", article("Russia met Iran in Moscow on Friday."))
    names = ("huge", "slow", "loop", "login", "broken", "none")
    sections = [feed(site, name=n, path=f"/{n}") for n in names]
    with watching(put(tmp_path, feed(site), *sections)) as watch:
        done = watch.round()
    assert (done.looked, done.failed) == (7, 5)
    assert done.documents == 3
    with open_store("s.duckdb") as store:
        errors = {s.source: s.error for s in store.watching.sources()}
    assert errors == {
        "press": None, "broken": None, "huge": "too big", "slow": "timeout", "loop": "redirects",
        "login": "not a feed", "none": "HTTP 404",
    }  # fmt: skip
    log = (tmp_path / "w.log").read_text()
    assert "it redirects in a circle" in log
    assert "over the limit" in log


def test_lying_dates_are_not_taken(site: Site, tmp_path: Path) -> None:
    for name in "abcd":
        site.page(f"/{name}", article(f"Turkey shot at Russia in the matter of {name}."))
    site.page("/c", article(SHOT, **{"article:published_time": "2026-11-20T10:00:00Z"}))
    site.page(
        "/feed.xml",
        rss(
            item("/a", "1", "Mon, 01 Jan 2035 00:00:00 GMT"),
            item("/b", "2", "Thu, 01 Jan 1970 00:00:00 GMT"),
            item("/c", "3", ""),
            item("/d", "4", "the day before yesterday"),
        ),
    )
    with watching(put(tmp_path, feed(site))) as watch:
        watch.round()
    with open_store("s.duckdb") as store:
        dates = {(d.url or "")[-1]: (d.date, d.date_basis) for d in store.documents()}
        assert dates == {
            "a": (None, None), "b": (None, None), "c": ("2026-11-20", "page"), "d": (None, None),
        }  # fmt: skip
        why = {r.detail for r in store.rejections() if r.reason == "date not understood"}
    assert why == {
        "in the future: 2035-01-01", "before there was a web: 1970-01-01",
        "not understood: the day before yesterday",
    }  # fmt: skip


def test_an_entry_without_date_is_dated_by_first_sight_once_the_feed_is_watched(
    site: Site, tmp_path: Path
) -> None:
    hands = Hands()
    site.page("/a", article(SHOT))
    site.page("/b", article(MET))
    site.page("/feed.xml", rss(item("/a", "1", "")))
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
        site.page("/feed.xml", rss(item("/b", "2", ""), item("/a", "1", "")))
        hands.pass_(1000)
        watch.round()
    with open_store("s.duckdb") as store:
        found = {(d.url or "")[-1]: (d.date, d.date_basis) for d in store.documents()}
    assert found == {"a": (None, None), "b": ("2026-11-28", "seen")}


def test_a_page_that_cannot_be_had_is_asked_for_later_and_given_up_at_last(
    site: Site, tmp_path: Path
) -> None:
    site.page("/feed.xml", rss(item("/a", "1"), item("/b", "2"), item("/gone", "3")))
    site.page("/a", article(SHOT))
    site.page("/b", "", status=503)
    hands = Hands()
    with watching(put(tmp_path, feed(site)), hands) as watch:
        first = watch.round()
        assert (first.documents, first.waiting, first.aside) == (1, 1, 1)
        hands.pass_(1000)
        assert watch.round().waiting == 1
        hands.pass_(8000)
        site.page("/b", article(MET))
        assert watch.round().documents == 1
        site.page("/feed.xml", rss(item("/c", "4")))
        site.page("/c", "", status=503)
        for _ in range(6):
            hands.pass_(2 * 86_400)
            watch.round()
    assert site.paths().count("/c") == 5
    with open_store("s.duckdb") as store:
        reasons = {(r.source or "")[-4:]: r.reason for r in store.rejections() if r.doc_id is None}
    assert reasons == {"gone": "HTTP 404", site.url[-2:] + "/c": "HTTP 503"}


def test_the_feeds_own_text_can_be_taken(site: Site, tmp_path: Path) -> None:
    entry = (
        "<item><title>T</title><link>/a</link><guid>1</guid><description>&lt;p&gt;{}&lt;/p&gt;"
        "</description></item>"
    )
    site.page("/feed.xml", rss(entry.format(SHOT)))
    with watching(put(tmp_path, feed(site, text="feed"))) as watch:
        assert watch.round().documents == 1
    assert "/a" not in site.paths()
    (event,) = events_of(tmp_path / "s.duckdb")
    assert event["event_type"] == "ASSAULT"


def test_pages_on_this_machine_are_not_fetched_for_a_feed_that_links_there(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed of the public web may not make the watch ask the machine's own services."""
    from detente.feeds.guard import why_private

    port = site.server_address[1]
    monkeypatch.setattr(
        "detente.feeds.guard.why_private", lambda n: None if n == "127.0.0.1" else why_private(n)
    )
    site.page("/feed.xml", rss(item(f"http://127.0.0.2:{port}/admin", "1")))
    site.page("/admin", article(SHOT))
    text = "[client]\ndelay_seconds = 0\nretries = 0\n"
    with watching(put(tmp_path, feed(site), client=text)) as watch:
        done = watch.round()
    assert (done.documents, done.aside) == (0, 1)
    assert "/admin" not in site.paths()


def test_folders_and_lists(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(SHOT)
    (folder / "b.jsonl").write_text('{"text": "Russia met Iran.", "date": "2026-11-01"}\n{"bad"\n')
    (folder / "c.png").write_bytes(b"\x89PNG\r\n")
    (folder / "new.txt").write_text("Russia met Turkey too early.")
    old = time.time() - 60
    for name in ("a.txt", "b.jsonl", "c.png"):
        os.utime(folder / name, (old, old))
    urls = tmp_path / "urls.txt"
    urls.write_text(f"# ours\n{site.url}/a\t2026-11-02\n{site.url}/a\nfile:///etc/passwd\n")
    site.page("/a", article(MET))
    path = put(tmp_path, '[[folder]]\npath = "in"\n[[urls]]\nfile = "urls.txt"\n')
    with watching(path) as watch:
        done = watch.round()
        # A file that is being written is left for the next round.
        assert (done.entries, done.documents, done.aside) == (4, 3, 2)
        os.utime(folder / "new.txt", (old, old))
        (folder / "a.txt").write_text(SHOT + " Russia recalled its envoy from Turkey.")
        os.utime(folder / "a.txt", (old + 9, old + 9))
        again = watch.round(everything=True)
    assert (again.entries, again.documents) == (2, 2)
    with open_store("s.duckdb") as store:
        assert {d.date for d in store.documents()} == {None, "2026-11-01", "2026-11-02"}


def test_old_entries_are_forgotten_and_listed_ones_are_not(site: Site, tmp_path: Path) -> None:
    hands = Hands()
    two_articles(site)
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
        for step in range(8):
            hands.pass_(5 * 86_400)
            site.page("/feed.xml", rss(item("/b", "2"), item("/b", f"x{step // 4}")))
            watch.round()
    with open_store("s.duckdb") as store:
        keys = store.query(
            "SELECT count(*), count(*) FILTER (WHERE state = 'done') FROM watch_entries"
        )
    # One listed all along, two of the last forty days; the one not listed since is gone.
    assert keys == [(3, 3)]


def test_nothing_grows_while_nothing_happens(site: Site, tmp_path: Path, engine: str) -> None:
    """A quiet feed for a year of days: no rows, no runs, no memory."""
    if engine == "postgres":
        pytest.skip("looks at the size of the store's file")
    hands = Hands()
    two_articles(site)
    path = put(tmp_path, feed(site))
    with watching(path, hands, lambda: open_store("s.duckdb")) as watch:
        watch.round()
        site.routes["/feed.xml"] = lambda h: h.give(b"", status=304)

        def rows() -> list[tuple[int, ...]]:
            tables = ("runs", "documents", "watch_entries", "watch_sources", "pages", "rejections")
            with open_store("s.duckdb") as store:
                return [store.query(f"SELECT count(*) FROM {t}")[0] for t in tables]

        before, size = rows(), (tmp_path / "s.duckdb").stat().st_size
        for _ in range(12):
            hands.pass_(900)
            assert watch.round().looked == 1
        assert rows() == before
    assert (tmp_path / "s.duckdb").stat().st_size < size + 2_000_000


@pytest.mark.alone
def test_a_stop_in_the_middle_leaves_nothing_half_done(site: Site, tmp_path: Path) -> None:
    two_articles(site)
    path = put(tmp_path, feed(site))
    with watching(path) as watch:

        def slow(handler: Handler) -> None:
            watch.stop.now()
            time.sleep(0.3)
            handler.give(article(MET).encode())

        site.routes["/b"] = slow
        began = time.monotonic()
        with pytest.raises(Stopped):
            watch.round()
        assert time.monotonic() - began < 2
    site.page("/b", article(MET))
    with watching(path) as watch:
        watch.round(everything=True)
    assert len(events_of(tmp_path / "s.duckdb")) == 2


def test_a_full_disk_is_told_and_nothing_is_lost(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_articles(site)
    path = put(tmp_path, feed(site))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with watching(path) as watch, monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(DetenteError, match=r"keeping a page .* No space left"):
            watch.round()
    with watching(path) as watch:
        watch.round(everything=True)
    assert len(events_of(tmp_path / "s.duckdb")) == 2


def test_a_read_only_store_is_told_before_anything_is_fetched(site: Site, tmp_path: Path) -> None:
    two_articles(site)
    path = put(tmp_path, feed(site))
    open_store("s.duckdb").close()
    with (
        watching(path, opening=lambda: open_store("s.duckdb", read_only=True)) as watch,
        pytest.raises(StoreUnusable, match="open for reading only"),
    ):
        watch.round()
    assert site.asked == []


def test_an_entry_that_breaks_a_parser_costs_no_other(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_articles(site)
    real = PageFolder.read

    def breaking(self: PageFolder, sha256: str) -> bytes:
        body = real(self, sha256)
        if b"Moscow" in body:
            raise RecursionError("too deep")
        return body

    monkeypatch.setattr(PageFolder, "read", breaking)
    with watching(put(tmp_path, feed(site))) as watch:
        done = watch.round()
    assert (done.documents, done.aside) == (1, 1)
