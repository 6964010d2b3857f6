"""Getting bytes from the network, politely and without trust.

What comes in: an address and what is known of it (ETag, Last-Modified). What goes out: bytes with
what the server said of them, or `FetchFailed` with a reason. Every request keeps the site's robots
rules and a pause between two, and ends within its time, its size (packed or not) and its number of
redirects, whatever the server claims. Trouble that may pass is tried again, later each time.
"""

from __future__ import annotations

import email.utils
import random
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import Message
from typing import TYPE_CHECKING, Any

from detente.errors import FetchFailed
from detente.feeds.guard import Resolver, look_up, target_of
from detente.feeds.hosts import Turns
from detente.feeds.robots import MAX_BYTES as ROBOTS_BYTES
from detente.feeds.robots import Robots

if TYPE_CHECKING:
    import ssl

    import httpx

_MOVED = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
LONGEST_WAIT = 30.0
"""Seconds to wait within one `Client.get`; a server that asks for more fails this time."""
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take.

    ``max_bytes`` counts unpacked bytes; ``total_seconds`` is everything of one try, redirects
    included, ``step_seconds`` one silence of the server; ``delay_seconds`` lies between two
    requests to one host; ``retries`` come after the first try.
    """

    max_bytes: int = 10_000_000
    total_seconds: float = 60.0
    step_seconds: float = 20.0
    redirects: int = 5
    retries: int = 2
    delay_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    ``status`` is 200, 206 (a part was asked for) or 304 (nothing new; ``body`` is empty).
    ``url`` is where it was found in the end; ``charset`` what the header names, if it names one;
    ``server_time`` the server's own clock in seconds since 1970, if it told.
    """

    url: str
    status: int
    body: bytes
    etag: str | None
    last_modified: str | None
    content_type: str | None
    charset: str | None
    server_time: float | None


Take = Callable[[bytes], object]


class Client:
    """Fetches; safe for several threads.

    Parameters
    ----------
    limits
        What a fetch may take.
    contact
        An address or mailbox that stands in the User-Agent, so that a site can complain.
    allow_private
        Also fetch from addresses of this machine and its network.
    robots
        Keep to robots.txt; False only for sites that allowed it to you.
    resolver, sleep
        Who answers for names, and how to wait.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        contact: str | None = None,
        allow_private: bool = False,
        robots: bool = True,
        resolver: Resolver = look_up,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self._agent = f"detente/1 (+{contact})" if contact else "detente/1"
        self._allow, self._resolver, self._sleep = allow_private, resolver, sleep
        self._turns = Turns(sleep)
        self._robots = Robots(self._robots_file) if robots else None
        self._context: ssl.SSLContext | None = None

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        max_bytes: int | None = None,
    ) -> Fetched:
        """The bytes of an address, unpacked, in memory.

        Raises
        ------
        AddressRefused
            The address or one that it redirects to must not be asked.
        FetchFailed
            It cannot be had; ``again`` says whether it may be had later.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        body = bytearray()

        def begin(status: int) -> Take:
            body.clear()
            return body.extend

        found = self._tried(url, asked, max_bytes or self.limits.max_bytes, begin)
        return replace(found, body=bytes(body))

    def stream(
        self,
        url: str,
        begin: Callable[[int], Take],
        *,
        max_bytes: int,
        start: int = 0,
        total_seconds: float | None = None,
    ) -> Fetched:
        """The bytes of an address handed on as they come, from ``start`` on if the server can.

        Parameters
        ----------
        begin
            Called with the status of each try that answers, 206 if the server goes on at
            ``start`` and 200 if it begins anew; gives what takes the bytes.
        max_bytes, total_seconds
            In place of the client's own limits.

        Raises
        ------
        AddressRefused, FetchFailed
            As `get`; what was handed on by then may be a part.
        """
        asked = {"Range": f"bytes={start}-" if start else None, "Accept-Encoding": "identity"}
        return self._tried(url, asked, max_bytes, begin, total_seconds, tries=1)

    def wait(self, seconds: float) -> None:
        """Wait as this client waits between two tries."""
        self._sleep(seconds)

    # --- one address, several tries -----------------------------------------------------------

    def _tried(
        self,
        url: str,
        asked: dict[str, str | None],
        max_bytes: int,
        begin: Callable[[int], Take],
        total_seconds: float | None = None,
        tries: int | None = None,
    ) -> Fetched:
        headers = {k: v for k, v in asked.items() if v}
        last = (tries or self.limits.retries + 1) - 1
        for number in range(last + 1):
            try:
                return self._followed(url, headers, max_bytes, begin, total_seconds)
            except FetchFailed as error:
                wait = max(2.0**number * random.uniform(0.75, 1.25), error.wait_seconds or 0.0)
                if not error.again or number == last or wait > LONGEST_WAIT:
                    raise
            self._sleep(wait)
        raise FetchFailed(f"fetching {url}: never tried", reason="no try", again=True, url=url)

    def _followed(
        self,
        url: str,
        headers: dict[str, str],
        max_bytes: int,
        begin: Callable[[int], Take],
        total_seconds: float | None,
    ) -> Fetched:
        """One try, from redirect to redirect."""
        from detente.feeds.transport import Deadline

        deadline = Deadline(total_seconds or self.limits.total_seconds)
        seen: list[str] = []
        at = url
        while True:
            if at in seen or len(seen) > self.limits.redirects:
                why = "in a circle" if at in seen else f"more than {self.limits.redirects} times"
                raise FetchFailed(
                    f"fetching {url}: it redirects {why}",
                    reason="redirects",
                    again=False,
                    hint="open it in a browser and take the address that it ends at",
                    url=url,
                )
            seen.append(at)
            delay = self._allowed(at)
            with (
                self._turns.turn(target_of(at).origin, delay),
                self._asked(at, headers, deadline) as response,
            ):
                if response.status_code in _MOVED:
                    at = _next(response, url)
                    continue
                return self._taken(response, url, max_bytes, begin)

    def _allowed(self, url: str) -> float:
        """The pause that the site of an address gets, if it may be fetched."""
        target_of(url)
        if self._robots is None:
            return self.limits.delay_seconds
        rules = self._robots.rules(url)
        if not rules.allows(url):
            raise FetchFailed(
                f"fetching {url}: the site's robots.txt forbids it",
                reason="robots.txt",
                again=False,
                hint="ask the publisher; `robots = false` in [client] is for sites that agreed",
                url=url,
            )
        return max(self.limits.delay_seconds, rules.delay_seconds)

    def _robots_file(self, url: str) -> bytes | None:
        """A robots.txt; None where there is none. It asks no robots.txt of its own."""
        from detente.feeds.transport import Deadline

        deadline, at, body = Deadline(self.limits.step_seconds), url, bytearray()
        for _ in range(self.limits.redirects + 1):
            with self._asked(at, {}, deadline) as response:
                if response.status_code in _MOVED:
                    at = _next(response, url)
                elif 400 <= response.status_code < 500 and response.status_code != 429:
                    return None
                else:
                    _checked_status(response, url)
                    for piece in _cut(_pieces(response, url, None), ROBOTS_BYTES):
                        body += piece
                    return bytes(body)
        return None

    @contextmanager
    def _asked(self, url: str, headers: dict[str, str], deadline: Any) -> Iterator[httpx.Response]:
        """The answer to one request; what goes wrong on the way told in one form."""
        import httpx

        from detente.feeds.transport import GuardedTransport

        target_of(url)
        transport = GuardedTransport(
            deadline,
            allow_private=self._allow,
            resolver=self._resolver,
            context=self._tls(),
        )
        own = {"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
        try:
            with (
                httpx.Client(
                    transport=transport,
                    timeout=self.limits.step_seconds,
                    follow_redirects=False,
                    trust_env=False,
                    headers={**own, **headers},
                ) as client,
                client.stream("GET", url) as response,
            ):
                yield response
        except httpx.TimeoutException as error:
            raise FetchFailed(
                f"fetching {url}: too slow, {error or 'no answer'}",
                reason="timeout",
                again=True,
                hint=f"at most {deadline.seconds:g} seconds in all and"
                f" {self.limits.step_seconds:g} of silence are waited; [client] sets both",
                url=url,
            ) from None
        except httpx.InvalidURL as error:
            raise FetchFailed(
                f"fetching {url}: {error}", reason="bad address", again=False, url=url
            ) from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise FetchFailed(
                f"fetching {url}: {error or type(error).__name__}",
                reason="connection",
                again=True,
                url=url,
            ) from None

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            import httpx

            self._context = httpx.create_ssl_context(trust_env=False)
        return self._context

    def _taken(
        self, response: httpx.Response, url: str, max_bytes: int, begin: Callable[[int], Take]
    ) -> Fetched:
        status = response.status_code
        if status != 304:
            _checked_status(response, url)
            take = begin(status)
            size = 0
            for piece in _pieces(response, url, max_bytes):
                size += len(piece)
                if size > max_bytes:
                    raise _too_big(url, max_bytes)
                take(piece)
        said = response.headers
        content_type, charset = _type_of(said.get("content-type"))
        return Fetched(
            url=str(response.url),
            status=status,
            body=b"",
            etag=_short(said.get("etag")),
            last_modified=_short(said.get("last-modified")),
            content_type=content_type,
            charset=charset,
            server_time=_moment(said.get("date")),
        )


# --- answers ------------------------------------------------------------------------------------


def _next(response: httpx.Response, url: str) -> str:
    """Where an answer redirects to."""
    import httpx

    to = response.headers.get("location", "")
    try:
        joined = str(response.url.join(to)) if to else ""
    except (httpx.InvalidURL, ValueError):
        joined = ""
    if not joined:
        raise FetchFailed(
            f"fetching {url}: it redirects to {to[:80]!r}, which is no address",
            reason="redirects",
            again=False,
            url=url,
        )
    return joined.partition("#")[0]


def _checked_status(response: httpx.Response, url: str) -> None:
    status = response.status_code
    if status in (200, 203, 206):
        return
    again = status in _PASSING
    raise FetchFailed(
        f"fetching {url}: the server answers {status} {response.reason_phrase}".rstrip(),
        reason=f"HTTP {status}",
        again=again,
        wait_seconds=_retry_after(response) if again else None,
        hint=None if again else "open it in a browser: has it moved, or does it need a login?",
        url=url,
        status=status,
    )


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait, at most a day; a date is counted from the server's own clock."""
    said = response.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), DAY)
    until = _moment(said)
    if until is None:
        return None
    now = _moment(response.headers.get("date")) or time.time()
    return min(max(until - now, 0.0), DAY)


def _moment(said: str | None) -> float | None:
    """An HTTP date in seconds since 1970."""
    try:
        return email.utils.parsedate_to_datetime(said or "").timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _type_of(said: str | None) -> tuple[str | None, str | None]:
    """Content type and charset of a header."""
    if not said:
        return None, None
    message = Message()
    message["content-type"] = said[:200]
    charset = message.get_param("charset")
    return message.get_content_type(), charset if isinstance(charset, str) and charset else None


def _short(said: str | None) -> str | None:
    """A header to send back later; one of a length nobody needs is not kept."""
    return said if said and len(said) <= 500 else None


def _too_big(url: str, max_bytes: int, said: int | None = None) -> FetchFailed:
    what = f"its {said:,} bytes are" if said is not None else "it is"
    return FetchFailed(
        f"fetching {url}: {what} over the limit of {max_bytes:,}",
        reason="too big",
        again=False,
        hint="`max_bytes` in [client] sets the limit; is this address what you meant?",
        url=url,
        max_bytes=max_bytes,
    )


def _cut(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The pieces up to a size; what is beyond is not read."""
    for piece in pieces:
        yield piece[:size]
        size -= len(piece)
        if size <= 0:
            return


def _pieces(response: httpx.Response, url: str, max_bytes: int | None) -> Iterator[bytes]:
    """The unpacked body, piece by piece, none over 64 KiB, however tightly it was packed."""
    length = response.headers.get("content-length", "")
    if max_bytes is not None and length.isdigit() and int(length[:18]) > max_bytes:
        raise _too_big(url, max_bytes, int(length[:18]))
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed in ("", "identity", "none"):
        yield from response.iter_raw()
    elif packed in ("gzip", "x-gzip", "deflate"):
        yield from _unpacked(response.iter_raw(), url)
    else:
        raise FetchFailed(
            f"fetching {url}: the body is packed by {packed[:40]!r}, which was not asked for",
            reason="packing",
            again=False,
            url=url,
        )


def _unpacked(raw: Iterator[bytes], url: str) -> Iterator[bytes]:
    unpacker, begun = None, False
    for data in raw:
        while data:
            if unpacker is None:
                unpacker = _unpacker(data)
                if unpacker is None and not begun:  # said to be packed, and is not
                    yield data
                    yield from raw
                    return
                if unpacker is None:
                    return  # padding after the last member
                begun = True
            try:
                yield unpacker.decompress(data, 65536)
            except zlib.error as error:
                raise FetchFailed(
                    f"fetching {url}: the packed body is damaged ({error})",
                    reason="damaged",
                    again=True,
                    url=url,
                ) from None
            data = unpacker.unconsumed_tail
            if unpacker.eof:
                data, unpacker = unpacker.unused_data, None
    if unpacker is not None:
        yield unpacker.flush()
        if not unpacker.eof:
            raise FetchFailed(
                f"fetching {url}: the packed body is cut short",
                reason="cut short",
                again=True,
                url=url,
            )


def _unpacker(data: bytes) -> Any:
    """What unpacks a body that begins so; None if it is not packed."""
    if data[:2] == b"\x1f\x8b" or (data[:1] == b"\x1f" and len(data) == 1):
        return zlib.decompressobj(31)
    if data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0):
        return zlib.decompressobj(15)
    probe = zlib.decompressobj(-15)  # deflate without its wrapper, as some servers send it
    try:
        probe.decompress(data[:512], 65536)
    except zlib.error:
        return None
    return zlib.decompressobj(-15)
