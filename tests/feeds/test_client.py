"""Fetching from a server that is slow, broken, huge, lying, or simply has nothing new."""

from __future__ import annotations

import gzip
import itertools
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from detente.errors import AddressRefused, FetchFailed
from detente.feeds import Client, Limits, why_private
from tests.feeds.server import Handler, Site

QUICK = Limits(max_bytes=200_000, total_seconds=1.0, step_seconds=0.5, retries=0, delay_seconds=0.0)


def client(**changes: Any) -> Client:
    given: dict[str, Any] = {"limits": QUICK, "allow_private": True, **changes}
    return Client(**given)


def failure(url: str, **changes: Any) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        client(**changes).get(url)
    return caught.value


def test_a_page_with_what_the_server_said_of_it(site: Site) -> None:
    url = site.page("/a", "hello", Content_Type="text/html; charset=windows-1254", ETag='"1"')
    found = client().get(url)
    assert (found.status, found.body, found.etag) == (200, b"hello", '"1"')
    assert (found.content_type, found.charset) == ("text/html", "windows-1254")
    assert found.server_time is not None
    assert abs(found.server_time - time.time()) < 5
    assert "detente" in site.asked[-1][2]["User-Agent"]


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    def answer(handler: Handler) -> None:
        known = handler.headers["If-None-Match"] == '"1"'
        handler.give(b"" if known else b"hello", status=304 if known else 200)

    site.routes["/a"] = answer
    found = client().get(site.url + "/a", etag='"1"', last_modified="Thu, 01 Jan 2015 00:00:00 GMT")
    assert (found.status, found.body) == (304, b"")
    assert site.asked[-1][2]["If-Modified-Since"].endswith("GMT")


def test_addresses_of_this_machine_are_refused_also_behind_a_name_and_a_redirect(
    site: Site,
) -> None:
    url = site.page("/a", "secret")
    with pytest.raises(AddressRefused, match="loopback"):
        client(allow_private=False).get(url)
    with pytest.raises(AddressRefused, match="loopback"):
        client(allow_private=False, resolver=lambda host, port: ["127.0.0.1"]).get(
            f"http://news.example:{site.server_address[1]}/a"
        )
    assert site.asked == []


def test_a_name_is_resolved_once_and_the_checked_number_is_connected_to(site: Site) -> None:
    """A name server that answers otherwise the second time gains nothing."""
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    site.page("/a", "hello")
    url = f"http://news.example:{site.server_address[1]}/a"
    found = client(resolver=resolver, robots=False).get(url)
    assert (found.body, found.url, asked) == (b"hello", url, ["news.example"])
    assert site.asked[-1][2]["Host"] == f"news.example:{site.server_address[1]}"


def test_each_redirect_is_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test server stands for the public web here; it redirects inside."""
    port = site.server_address[1]
    monkeypatch.setattr(
        "detente.feeds.guard.why_private", lambda n: None if n == "127.0.0.1" else why_private(n)
    )
    numbers = {"outside.example": "127.0.0.1", "inside.example": "10.0.0.1"}
    asking = client(allow_private=False, resolver=lambda host, port: [numbers[host]])
    site.page("/a", "", status=302, Location=f"http://inside.example:{port}/secret")
    site.page("/b", "", status=302, Location="file:///etc/passwd")
    site.page("/c", "", status=302, Location=f"http://0x0a000001:{port}/secret")
    site.page("/d", "public")
    assert asking.get(f"http://outside.example:{port}/d").body == b"public"
    for path in "abc":
        with pytest.raises(AddressRefused):
            asking.get(f"http://outside.example:{port}/{path}")


def test_redirects_are_followed_and_end(site: Site) -> None:
    site.page("/end", "here")
    site.page("/one", "", status=301, Location="/end")
    assert client().get(site.url + "/one").url == site.url + "/end"
    site.page("/x", "", status=302, Location="/y")
    site.page("/y", "", status=302, Location="/x")
    found = failure(site.url + "/x")
    assert "in a circle" in found.message
    for n in range(20):
        site.page(f"/far{n}", "", status=302, Location=f"/far{n + 1}")
    assert "more than 5 times" in failure(site.url + "/far0").message
    site.page("/nowhere", "", status=302)
    assert "no address" in failure(site.url + "/nowhere").message


def endless(handler: Handler) -> None:
    handler.begin()
    block = b"x" * 65536
    for _ in range(32_768):  # 2 GB
        handler.wfile.write(block)


def test_two_gigabytes_end_at_the_limit_and_are_never_held(site: Site) -> None:
    site.routes["/huge"] = endless
    tracemalloc.start()
    found = failure(site.url + "/huge", limits=Limits(max_bytes=1_000_000, retries=0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.reason, found.again) == ("too big", False)
    assert peak < 5_000_000


def test_two_gigabytes_that_are_announced_are_not_even_begun(site: Site) -> None:
    site.routes["/huge"] = lambda h: h.give(b"x", length=2_000_000_000)
    assert (
        "2,000,000,000 bytes are over the limit of 200,000" in failure(site.url + "/huge").message
    )


@pytest.mark.parametrize("kind", ["gzip", "deflate", "raw"])
def test_a_bomb_ends_at_the_limit(site: Site, kind: str) -> None:
    plain = b"\0" * 50_000_000
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = {
        "gzip": lambda: gzip.compress(plain),
        "deflate": lambda: zlib.compress(plain),
        "raw": lambda: raw.compress(plain) + raw.flush(),
    }[kind]()
    encoding = "deflate" if kind == "raw" else kind
    site.page("/bomb", packed, Content_Encoding=encoding)
    tracemalloc.start()
    found = failure(site.url + "/bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.reason == "too big"
    assert peak < 4_000_000


def test_packed_bodies_are_unpacked_also_in_members_and_when_they_are_not_packed(
    site: Site,
) -> None:
    text = b"news " * 20_000
    site.page("/g", gzip.compress(text), Content_Encoding="gzip")
    site.page("/d", zlib.compress(text), Content_Encoding="deflate")
    site.page("/two", gzip.compress(text[:50]) + gzip.compress(text[50:]), Content_Encoding="gzip")
    site.page("/lie", text, Content_Encoding="gzip")
    for path in ("/g", "/d", "/two", "/lie"):
        assert client().get(site.url + path).body == text, path
    site.page("/cut", gzip.compress(text)[:-30], Content_Encoding="gzip")
    assert failure(site.url + "/cut").reason in ("cut short", "damaged")
    site.page("/br", text, Content_Encoding="br")
    assert failure(site.url + "/br").reason == "packing"


def drip_body(handler: Handler) -> None:
    handler.begin()
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def drip_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(100):
        handler.wfile.write(f"X-{n}: 1\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.alone
@pytest.mark.parametrize("answer", [drip_body, drip_head, lambda handler: time.sleep(3)])
def test_a_slow_server_is_left_in_time(site: Site, answer: Callable[[Handler], None]) -> None:
    site.routes["/slow"] = answer
    began = time.monotonic()
    found = failure(site.url + "/slow")
    assert (found.reason, found.again) == ("timeout", True)
    assert time.monotonic() - began < 2.0


def test_a_body_shorter_than_announced_is_a_failure(site: Site) -> None:
    site.routes["/short"] = lambda h: h.give(b"half", length=1000)
    found = failure(site.url + "/short")
    assert (found.reason, found.again) == ("connection", True)


def test_a_body_longer_than_announced_ends_where_it_was_announced(site: Site) -> None:
    site.routes["/long"] = lambda h: h.give(b"0123456789", length=4)
    assert client().get(site.url + "/long").body == b"0123"


def test_no_answer_and_nonsense_are_failures(site: Site) -> None:
    site.routes["/none"] = lambda h: None
    site.routes["/nonsense"] = lambda h: h.wfile.write(b"\x00\xff garbage\r\n\r\n") and None
    assert failure(site.url + "/none").reason == "connection"
    assert failure(site.url + "/nonsense").reason == "connection"
    assert failure("http://127.0.0.1:9/").reason in ("connection", "robots.txt: connection")


def test_trouble_that_may_pass_is_tried_again_and_other_trouble_is_not(site: Site) -> None:
    waited: list[float] = []
    states = iter([503, 200])

    def answer(handler: Handler) -> None:
        status = next(states)
        handler.give(b"there" if status == 200 else b"", status=status, Retry_After="7")

    site.routes["/a"] = answer
    limits = Limits(retries=2, delay_seconds=0.0)
    assert client(limits=limits, sleep=waited.append).get(site.url + "/a").body == b"there"
    assert waited == [7.0]
    site.page("/gone", "", status=410)
    assert not failure(site.url + "/gone", limits=limits).again
    assert site.paths().count("/gone") == 1


def test_each_wait_is_longer_than_the_one_before(site: Site) -> None:
    waited: list[float] = []
    site.page("/a", "", status=500)
    limits = Limits(retries=3, delay_seconds=0.0)
    found = failure(site.url + "/a", limits=limits, sleep=waited.append)
    assert found.reason == "HTTP 500"
    assert site.paths() == ["/a"] * 4
    assert waited == sorted(waited)
    assert waited[-1] > 2 * waited[0]


def test_a_server_that_asks_for_an_hour_gets_it(site: Site) -> None:
    waited: list[float] = []
    site.page("/a", "", status=429, Retry_After="3600")
    site.page("/b", "", status=429, Date="Mon, 01 Jan 2001 00:00:00 GMT",
              Retry_After="Mon, 01 Jan 2001 02:00:00 GMT")  # fmt: skip
    limits = Limits(retries=2, delay_seconds=0.0)
    assert failure(site.url + "/a", limits=limits, sleep=waited.append).wait_seconds == 3600
    found = failure(site.url + "/b", limits=limits, sleep=waited.append)
    assert found.wait_seconds is not None
    assert found.wait_seconds >= 7200
    assert waited == []
    assert len(site.paths()) == 2


def test_robots_are_obeyed_and_asked_once(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private\nCrawl-delay: 2\n")
    site.page("/a", "yes")
    site.page("/private/a", "no")
    waited: list[float] = []
    asking = client(sleep=waited.append)
    assert asking.get(site.url + "/a").body == b"yes"
    with pytest.raises(FetchFailed, match=r"robots\.txt forbids it"):
        asking.get(site.url + "/private/a")
    asking.get(site.url + "/a")
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 1
    assert waited == [pytest.approx(2.0, abs=0.5)]
    assert client(robots=False).get(site.url + "/private/a").body == b"no"


def test_our_own_name_in_robots_counts(site: Site) -> None:
    site.page("/robots.txt", "User-agent: detente\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    site.page("/a", "no")
    assert failure(site.url + "/a").reason == "robots.txt"


def test_a_site_whose_robots_cannot_be_had_is_left_alone_for_now(site: Site) -> None:
    site.page("/robots.txt", "", status=503)
    site.page("/a", "there")
    found = failure(site.url + "/a")
    assert (found.reason, found.again) == ("robots.txt: HTTP 503", True)
    site.page("/robots.txt", "", status=404)
    assert client().get(site.url + "/a").body == b"there"


def test_one_request_a_host_at_a_time_with_a_pause(site: Site) -> None:
    running, most, begun = 0, 0, []
    lock = threading.Lock()

    def answer(handler: Handler) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            begun.append(time.monotonic())
        time.sleep(0.02)
        with lock:
            running -= 1
        handler.give(b"x")

    site.routes["/a"] = answer
    asking = client(limits=Limits(delay_seconds=0.1, retries=0))
    threads = [threading.Thread(target=asking.get, args=(site.url + "/a",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    gaps = [b - a for a, b in itertools.pairwise(begun)]
    assert len(gaps) == 3
    assert min(gaps) > 0.09


def test_a_stream_goes_on_where_it_was_cut(site: Site) -> None:
    whole = bytes(range(256)) * 40

    def answer(handler: Handler) -> None:
        start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
        handler.give(whole[start:], status=206)

    site.routes["/file"] = answer
    taken = bytearray(whole[:1000])
    statuses: list[int] = []

    def begin(status: int) -> Callable[[bytes], None]:
        statuses.append(status)
        return taken.extend

    client().stream(site.url + "/file", begin, max_bytes=20_000, start=1000)
    assert (bytes(taken), statuses) == (whole, [206])
