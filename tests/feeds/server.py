"""A web server on this machine that behaves as badly as a test asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the routes of its server; a path without one is 404."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        answer = self.server.routes.get(path)
        try:
            if answer is None:
                self.give(b"", status=404)
            else:
                answer(self)
        except OSError:  # the client had enough
            pass
        self.close_connection = True

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        self.server.posted.append((self.path, dict(self.headers), self.rfile.read(length)))
        status = self.server.post_status.pop(0) if self.server.post_status else 200
        self.give(b"", status=status)
        self.close_connection = True

    def give(
        self, body: bytes, *, status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        """A whole answer; names of headers have _ for -."""
        (self.send_response_only if "Date" in headers else self.send_response)(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self, **headers: str) -> None:
        """The head of an answer without a length."""
        self.send_response(200)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Be silent."""


class Site(ThreadingHTTPServer):
    """The server: ``routes`` by path, what was ``asked`` and ``posted`` so far."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Answer] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.posted: list[tuple[str, dict[str, str], bytes]] = []
        self.post_status: list[int] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def page(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> str:
        """Give a path its answer; its address."""
        data = body.encode() if isinstance(body, str) else body
        self.routes[path] = lambda handler: handler.give(data, status=status, **headers)
        return self.url + path

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving() -> Iterator[Site]:
    """A site for the length of a block."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
