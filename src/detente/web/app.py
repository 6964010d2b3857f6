"""The application: screens and their JSON twins, files, errors, all over one store.

What comes in: a store's path and who may ask. What goes out: a FastAPI application that holds its
state itself; two of them can live in one process.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import unquote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from detente.config import Settings, load_settings
from detente.errors import BadSetting, DetenteError, NotFound, StoreUnusable, UnknownState
from detente.web.access import Access, tick
from detente.web.guard import COOKIE, Guard, Tokens, problem
from detente.web.params import day_asked
from detente.web.render import as_json, environment
from detente.web.screens import SCREENS, Screen
from detente.web.writes import ANALYST_COOKIE

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LOOK_COOKIE = "detente_look"
# A look ends when so long nothing was asked for: reloading a page does not make news old.
LOOK_ENDS = timedelta(minutes=30)
MOST_BYTES = 12_000_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes of one application share."""

    access: Access
    tokens: Tokens
    templates: Any


def create_app(
    store: str | Path,
    *,
    settings: Settings | None = None,
    token: str | None = None,
    hosts: Iterable[str] = (),
    make: bool = True,
    allow_private: bool = False,
) -> FastAPI:
    """The desk over a store as an application for any ASGI server.

    Parameters
    ----------
    store
        The store's file; made if it is not there and ``make`` is set.
    settings
        As `detente.config.load_settings` returns; None reads ``./detente.toml`` or the defaults.
    token
        What a request must carry to write; None makes one up (``app.state.desk.tokens.token``).
    hosts
        Host names to answer to beside those of the loopback.
    allow_private
        Let articles be fetched from inside this machine's network too; for tests.

    Raises
    ------
    StoreUnusable
        The store cannot be opened.
    """
    chosen = settings or load_settings()
    access = Access(str(store), chosen)
    if make:
        access.make()
    app = FastAPI(
        title="détente desk",
        summary="Who did what to whom, with the words that prove it.",
        description=(
            "Every page of the desk has its twin here, the same record as JSON. Reading needs"
            " nothing; writing needs the token that `detente serve` printed, as bearer. Every error"
            " has one shape: `error` with `code`, `message`, `what_to_do`."
        ),
        version=_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.allow_private = allow_private
    app.state.desk = Desk(access, Tokens(token), environment())
    _errors(app)
    for screen in SCREENS:
        _register(app, screen)
    from detente.web import charts, downloads, writes

    charts.register(app)
    downloads.register(app)
    writes.register(app)
    folder = files("detente.web").joinpath("static")
    app.mount("/static", Kept(directory=str(folder)), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    app.add_middleware(Guard, hosts=[h.lower() for h in (*LOOPBACK, *hosts)], most_bytes=MOST_BYTES)
    return app


def _version() -> str:
    from detente.store.store import detente_version

    return detente_version()


class Kept(StaticFiles):
    """The desk's own files; their addresses carry a digest, so a browser may keep them."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """One file."""
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        return answer


# --- screens ------------------------------------------------------------------------------


def _register(app: FastAPI, screen: Screen) -> None:
    """A page and its JSON twin, both of one view."""
    desk: Desk = app.state.desk
    hints = get_type_hints(screen.view, include_extras=True)
    _, *rest = inspect.signature(screen.view).parameters.values()
    given = [p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in rest]

    def made(values: dict[str, Any]) -> Any:
        clock = tick() if screen.clocked else None
        key = (screen.path, clock, tuple(sorted(values.items(), key=lambda pair: pair[0])))
        return desk.access.answer(key, lambda opened: screen.view(opened, **values))

    def page(request: Request, **values: Any) -> Response:
        if screen.path == "/" and values["since"] is None:
            values["since"] = _last_look(request)
        record = made(values)
        answer = html(request, screen.template, record, values.get("as_of"), screen.name)
        if screen.path == "/":
            _mark_look(request, answer)
        return answer

    def twin(**values: Any) -> Response:
        return JSONResponse(as_json(made(values)))

    asked = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    page.__signature__ = inspect.Signature([asked, *given])  # type: ignore[attr-defined]
    twin.__signature__ = inspect.Signature(given)  # type: ignore[attr-defined]
    doc = (screen.view.__doc__ or "").strip()
    page.__name__, twin.__name__ = f"{screen.name}_page", screen.name
    app.get(screen.path, include_in_schema=False, response_class=HTMLResponse)(page)
    app.get(
        screen.api,
        response_model=hints["return"],
        summary=doc.partition("\n")[0],
        tags=["screens"],
        responses=PROBLEMS,
        operation_id=screen.name,
    )(twin)


def html(
    request: Request,
    template: str,
    record: Any,
    as_of: str | None,
    screen: str,
    status: int = 200,
) -> HTMLResponse:
    """A page of the desk; a part of it where htmx asks for no more."""
    desk: Desk = request.app.state.desk
    frame = desk.access.answer("frame", lambda session: _frame(session))
    may_write = desk.tokens.may_write(request)
    whole = request.headers.get("hx-request") != "true"
    text = desk.templates.get_template(template).render(
        page=record,
        as_of=as_of,
        screen=screen,
        frame=frame,
        may_write=may_write,
        csrf=desk.tokens.csrf if may_write else "",
        analyst=unquote(request.cookies.get(ANALYST_COOKIE, "")),
        path=request.url.path,
        query=dict(request.query_params),
        api="/api" + (request.url.path if request.url.path != "/" else "/desk"),
        whole=whole,
    )
    return HTMLResponse(text, status_code=status, headers={"vary": "HX-Request"})


def _frame(session: Any) -> dict[str, Any]:
    """What every page shows around its record: the days that the store covers."""
    from detente.web.views.common import bounds

    first, last = bounds(session)
    return {"first": first, "last": last, "store": Path(str(session.store.path)).name}


def _last_look(request: Request) -> datetime | None:
    """When the desk was looked at before this look."""
    before, _, now = request.cookies.get(LOOK_COOKIE, "").partition("|")
    then = _moment(now)
    if then is None:
        return None
    return then if datetime.now(UTC) - then > LOOK_ENDS else _moment(before)


def _mark_look(request: Request, answer: Response) -> None:
    now = datetime.now(UTC)
    before, _, last = request.cookies.get(LOOK_COOKIE, "").partition("|")
    then = _moment(last)
    if then is not None and now - then <= LOOK_ENDS:
        value = f"{before}|{now:%Y-%m-%dT%H:%M:%SZ}"
    else:
        value = f"{last}|{now:%Y-%m-%dT%H:%M:%SZ}"
    answer.set_cookie(
        LOOK_COOKIE, value, max_age=31_536_000, httponly=True, samesite="strict", path="/"
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None


def enter(request: Request) -> Response | None:
    """Where the address carries the token: keep it as cookie and show the address without it."""
    desk: Desk = request.app.state.desk
    given = request.query_params.get("token")
    if given is None:
        return None
    clean = request.url.remove_query_params("token")
    answer = RedirectResponse(f"{clean.path}?{clean.query}" if clean.query else clean.path, 303)
    if desk.tokens.holds(given):
        answer.set_cookie(COOKIE, given, httponly=True, samesite="strict", path="/")
    return answer


# --- errors -------------------------------------------------------------------------------

_SHAPE = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {
                    "type": "object",
                    "required": ["code", "message", "what_to_do"],
                    "properties": {
                        "code": {"type": "string"},
                        "message": {"type": "string"},
                        "what_to_do": {"type": "string"},
                    },
                }
            },
        }
    }
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such thing.", "content": _SHAPE},
    422: {"description": "A value is not allowed.", "content": _SHAPE},
    503: {"description": "The store cannot be opened now.", "content": _SHAPE},
}
_KINDS: tuple[tuple[type[DetenteError], int, str], ...] = (
    (NotFound, 404, "not_found"),
    (UnknownState, 404, "not_found"),
    (BadSetting, 422, "bad_value"),
    (StoreUnusable, 503, "store_unusable"),
    (DetenteError, 422, "cannot_be_done"),
)


def _errors(app: FastAPI) -> None:
    @app.middleware("http")
    async def entering(request: Request, call_next: Callable[..., Any]) -> Response:
        found = enter(request) if request.method == "GET" else None
        return found if found is not None else await call_next(request)

    @app.exception_handler(DetenteError)
    async def ours(request: Request, error: DetenteError) -> Response:
        status, code = next((s, c) for kind, s, c in _KINDS if isinstance(error, kind))
        return answer_problem(request, status, code, error.message, error.hint or "")

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(
            f"{'.'.join(str(p) for p in e['loc'][1:])}: {e['msg']}" for e in error.errors()[:5]
        )
        return answer_problem(
            request,
            422,
            "bad_value",
            told,
            "correct the value; /api/openapi.json says what is allowed",
        )

    @app.exception_handler(HTTPException)
    async def known(request: Request, error: HTTPException) -> Response:
        names = {404: ("not_found", "there is no such page"), 405: ("wrong_method", "not this way")}
        code, said = names.get(error.status_code, ("refused", str(error.detail)))
        return answer_problem(
            request, error.status_code, code, said, "go back to the desk, or see /api/openapi.json"
        )

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> Response:
        return answer_problem(
            request,
            500,
            "our_fault",
            "something went wrong inside the desk",
            "the terminal that runs `detente serve` shows what; please report it",
        )


def answer_problem(
    request: Request, status: int, code: str, message: str, what_to_do: str
) -> Response:
    """An error as JSON for programs, as a page for readers."""
    wants_page = "text/html" in request.headers.get("accept", "")
    if request.url.path.startswith("/api") or not wants_page or status >= 500:
        return problem(status, code, message, what_to_do)
    record = {"status": status, "code": code, "message": message, "what_to_do": what_to_do}
    try:
        day = day_asked(request.query_params)
        return html(request, "problem.html", record, day, "problem", status)
    except DetenteError:
        return problem(status, code, message, what_to_do)
