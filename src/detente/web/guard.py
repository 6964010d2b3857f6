"""What stands between the network and the desk: hosts, headers, tokens.

What comes in: requests. What goes out: the same, or a refusal in the one shape of errors. The
desk is for one machine: a page of another origin may neither read it through a forged host name
(DNS rebinding) nor write to it with the reader's cookie. Articles are hostile input: the content
security policy lets no script run but the desk's own files.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "detente_token"
FIELD = "csrf"
HEADER = "x-csrf-token"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def problem(status: int, code: str, message: str, what_to_do: str) -> JSONResponse:
    """An error in the one shape that every answer of the API has."""
    body = {"error": {"code": code, "message": message, "what_to_do": what_to_do}}
    return JSONResponse(body, status_code=status)


class Guard:
    """Refuses foreign host names and bodies that are too large; sets the headers of safety."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], most_bytes: int) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                out.setdefault("cache-control", "no-store")
            await send(message)

        if _host(headers.get("host", "")) not in self.hosts:
            refused = problem(
                421,
                "wrong_host",
                "the desk does not answer to this host name",
                "open it by the address that `detente serve` printed, or name the host with --host",
            )
            await refused(scope, receive, answer)
            return
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.most_bytes:
            await self._too_large()(scope, receive, answer)
            return
        if headers.get("transfer-encoding"):
            receive = self._counted(receive)
        await self.app(scope, receive, answer)

    def _too_large(self) -> JSONResponse:
        most = self.most_bytes // 1_000_000
        return problem(
            413, "too_large", f"the request is larger than {most} MB", "send a smaller file"
        )

    def _counted(self, receive: Receive) -> Receive:
        """A body without stated length, cut off where it grows too large."""
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.most_bytes:
                return {"type": "http.disconnect"}
            return message

        return counted


def _host(value: str) -> str:
    """The name of a Host header, without its port."""
    value = value.strip().lower()
    if value.startswith("["):
        return value.partition("]")[0] + "]"
    return value.rpartition(":")[0] if ":" in value else value


class Tokens:
    """The secret of one running desk: who holds it may write."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(24)

    @property
    def csrf(self) -> str:
        """What a form must carry: derived from the token, so that nothing is stored."""
        return hmac.new(self.token.encode(), b"csrf", hashlib.sha256).hexdigest()[:32]

    def holds(self, given: str | None) -> bool:
        """Whether that is the token."""
        return given is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def may_write(self, request: Request) -> bool:
        """Whether the request carries the token, as cookie or as bearer."""
        return self.holds(request.cookies.get(COOKIE)) or self.holds(_bearer(request))

    def refusal(self, request: Request, form: dict[str, Any]) -> JSONResponse | None:
        """Why a writing request is refused; None where it may go on.

        With the cookie, the request must also carry the form's secret, which no other origin can
        read; a bearer token is sent by no browser by itself and needs none.
        """
        if self.holds(_bearer(request)):
            return None
        if not self.holds(request.cookies.get(COOKIE)):
            return problem(
                401,
                "token_needed",
                "this would write to the store, and the request carries no token",
                "open the address with ?token=... that `detente serve` printed; over the API send"
                " the header Authorization: Bearer TOKEN",
            )
        given = str(form.get(FIELD) or request.headers.get(HEADER) or "")
        if not hmac.compare_digest(given.encode(), self.csrf.encode()):
            return problem(
                403,
                "form_not_ours",
                "the form does not come from this desk",
                "reload the page and send it again",
            )
        return None


def _bearer(request: Request) -> str | None:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else None
