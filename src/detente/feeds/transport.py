"""How a request goes out: to checked numbers only, and never longer than its time.

What comes in: the guard's rules and a deadline. What goes out: an httpx transport. The checks sit
where the connection is made, below redirects and TLS, so that nothing can go around them; a
server that sends a byte now and then is cut off when the whole time is over, not only when it
falls silent.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from detente.feeds.guard import Resolver, addresses


class Deadline:
    """When a request must have ended, on a clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """The seconds that one step may take: its own limit, or what is left of the whole.

        Raises
        ------
        httpcore.ReadTimeout
            Nothing is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(f"longer than {self.seconds:g} seconds in all")
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to the numbers that the guard lets through, one after the other."""

    def __init__(self, deadline: Deadline, allow_private: bool, resolver: Resolver) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline, self._allow, self._resolver = deadline, allow_private, resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = addresses(host, port, allow_private=self._allow, resolver=self._resolver)
        failed: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for number in numbers:
            try:
                stream = self._inner.connect_tcp(
                    number, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self._deadline)
        raise failed or httpcore.ConnectError(f"{host} has no address")


class GuardedTransport(httpx.HTTPTransport):
    """One request's transport; a proxy named in the environment is not used.

    Parameters
    ----------
    deadline
        When everything must have ended.
    allow_private, resolver
        As `detente.feeds.guard.addresses` takes them.
    context
        TLS settings; making them takes long, so the client shares one.
    """

    def __init__(
        self,
        deadline: Deadline,
        *,
        allow_private: bool,
        resolver: Resolver,
        context: ssl.SSLContext,
    ) -> None:
        super().__init__(verify=context, trust_env=False)
        # httpx has no argument for the backend; tests/feeds/test_client.py would see it ignored.
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_keepalive_connections=0,
            network_backend=_Backend(deadline, allow_private, resolver),
        )
