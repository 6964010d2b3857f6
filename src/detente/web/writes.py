"""What writes: adding articles, judging events and hypotheses, logging outlooks.

What comes in: forms of the desk, or JSON with a bearer token. What goes out: a redirect back to
where the form stood, or JSON. Every one of these routes asks for the token first; what an analyst
says is stored beside the machine's records, never in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from detente.coding.hypotheses import judgement, review
from detente.errors import BadSetting, DetenteError, NotFound
from detente.records import Judgement
from detente.web import adding
from detente.web.access import Access
from detente.web.adding import AddedPage
from detente.web.params import AsOf

if TYPE_CHECKING:
    from detente.reports import Decision
    from detente.web.app import Desk

ANALYST_COOKIE = "detente_analyst"


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form that adds, filled as it was sent, with what came of it."""

    added: AddedPage | None = None
    error: dict[str, str] | None = None
    text: str | None = None
    title: str | None = None
    source: str | None = None
    date: str | None = None
    most: int = adding.MOST_ARTICLES


class Article(BaseModel):
    """An article to add: its text, or the address that it is fetched from."""

    model_config = ConfigDict(extra="forbid")
    text: str | None = Field(None, max_length=2_000_000)
    url: str | None = Field(None, max_length=2000)
    title: str | None = Field(None, max_length=500)
    source: str | None = Field(None, max_length=200)
    date: str | None = Field(None, max_length=40, description="Publication day, YYYY-MM-DD.")


class Judged(BaseModel):
    """A judgement: of a hypothesis (propose, rate, note) or of an event (accept, fix, reject)."""

    model_config = ConfigDict(extra="forbid")
    analyst: str = Field(max_length=80)
    action: str = Field(max_length=20)
    hypothesis: str | None = Field(None, max_length=300)
    evidence: str | None = Field(None, max_length=300)
    rating: str | None = Field(None, max_length=4)
    text: str | None = Field(None, max_length=2000)
    event: str | None = Field(None, max_length=300)
    changes: dict[str, str] = Field(default_factory=dict, max_length=10)


class Merged(BaseModel):
    """An analyst's word on reports: ``join`` with another, ``split`` from its event, ``undo``."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["join", "split", "undo"]
    analyst: str = Field(max_length=80)
    report: str | None = Field(None, max_length=300, description="The report, for join and split.")
    other: str | None = Field(None, max_length=300, description="A report of the event meant.")
    decision: str | None = Field(None, max_length=100, description="What undo takes back.")
    note: str | None = Field(None, max_length=500)


def register(app: FastAPI) -> None:
    """The routes that write, as forms and over the API."""
    _pages(app)
    _api(app)


# --- what is done ---------------------------------------------------------------------------


def judge(access: Access, said: Judged) -> Judgement:
    """Keep a judgement; of an event, that event must be in the store.

    Raises
    ------
    BadSetting
        Something is missing or not allowed.
    NotFound
        There is no such event.
    """
    with access.writing() as session:
        if said.event is not None:
            rows = session.store.query(
                "SELECT doc_id FROM events WHERE event_id = $id LIMIT 1", {"id": said.event}
            )
            if not rows:
                raise NotFound(f"there is no event {said.event!r}")
            made = review(
                said.analyst,
                said.action,
                event=said.event,
                doc_id=rows[0][0],
                changes=said.changes,
                text=said.text,
            )
        else:
            made = judgement(
                said.analyst,
                said.action,
                hypothesis=said.hypothesis,
                evidence=said.evidence,
                rating=said.rating,
                text=said.text,
            )
        session.store.add_judgements([made])
    return made


def merge(access: Access, said: Merged) -> Decision:
    """Keep what an analyst says of reports, and move the reports that it moves.

    Raises
    ------
    BadSetting
        Something is missing, or there is no such report or decision.
    """
    from detente.reports import join, split, withdraw

    needed = {"join": ("report", "other"), "split": ("report",), "undo": ("decision",)}
    missing = [name for name in needed[said.action] if not getattr(said, name)]
    if missing:
        raise BadSetting(
            f"to {said.action} names no {' and no '.join(missing)}",
            hint=f"{said.action} takes {' and '.join(needed[said.action])}",
        )
    report, other, decision = said.report or "", said.other or "", said.decision or ""
    with access.writing() as session:
        if said.action == "join":
            return join(session.store, report, other, analyst=said.analyst, note=said.note)
        if said.action == "split":
            return split(session.store, report, analyst=said.analyst, note=said.note)
        return withdraw(session.store, decision, analyst=said.analyst)


def log_outlook(access: Access, dyad: str, as_of: str | None) -> list[dict[str, Any]]:
    """Append the outlooks of a relation to the log."""
    from detente.outlook.log import issue, log_beside
    from detente.web.views.common import sides_of
    from detente.web.views.outlook import outlooks_of

    sides = sides_of(dyad)
    with access.reading() as session:
        found, _ = outlooks_of(session, sides, as_of)
        place = log_beside(session.store.path)
    with access.alone():
        issued = issue(place, found, today=datetime.now(UTC).date())
    return [o.to_json() for o in issued]


def fetch_article(access: Access, said: Article, allow_private: bool = False) -> AddedPage:
    """Add an article by text or by address.

    Raises
    ------
    BadSetting
        Neither or both were given.
    """
    settings, date = access.settings, said.date or None
    if bool((said.text or "").strip()) == bool(said.url):
        given = "both its text and its address are" if said.url else "nothing to read is"
        raise BadSetting(
            f"an article is added by its text or by its address; {given} given",
            hint="give one of them",
        )
    if said.url:
        items = adding.of_url(said.url, settings, date=date, allow_private=allow_private)
        return adding.add(access, items, f"desk: {said.url[:200]}")
    items = adding.of_text(
        said.text or "", settings, title=said.title or None, source=said.source or None, date=date
    )
    return adding.add(access, items, "desk: pasted")


# --- forms ----------------------------------------------------------------------------------


def _pages(app: FastAPI) -> None:
    from detente.web.app import html

    desk: Desk = app.state.desk

    @app.get("/add", include_in_schema=False)
    def add_form(request: Request, as_of: AsOf = None) -> HTMLResponse:
        return html(request, "add.html", AddPage(), as_of, "add")

    @app.post("/add", include_in_schema=False)
    async def add(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=12, max_part_size=3_000_000) as form:
            refused = desk.tokens.refusal(request, dict(form))
            if refused is not None:
                return refused
            sent = {k: str(form.get(k) or "").strip() for k in ("title", "source", "date", "url")}
            text = str(form.get("text") or "")
            upload = form.get("file")
            data = b""
            if isinstance(upload, UploadFile) and upload.filename:
                data = await upload.read(adding.MOST_BYTES + 1)
            name = upload.filename if isinstance(upload, UploadFile) else None

        def work() -> AddedPage:
            given = [bool(text.strip()), bool(name), bool(sent["url"])]
            if sum(given) != 1:
                told = "more than one of them is given" if any(given) else "nothing is given yet"
                raise BadSetting(
                    f"an article is added by its text, as a file or by its address; {told}",
                    hint="paste a text, or choose a file, or name an address",
                )
            if name:
                items = adding.of_file(
                    name, data, desk.access.settings, date=sent["date"] or None,
                    source=sent["source"] or None,
                )  # fmt: skip
                return adding.add(desk.access, items, f"desk: file {name[:120]}")
            return fetch_article(
                desk.access,
                Article(text=text or None, **{k: v or None for k, v in sent.items()}),
                app.state.allow_private,
            )

        try:
            page = AddPage(added=await run_in_threadpool(work))
        except (DetenteError, ValueError) as error:
            told = {
                "message": getattr(error, "message", "the form holds a value that is not allowed"),
                "what_to_do": getattr(error, "hint", None) or "correct it and send it again",
            }
            page = AddPage(None, told, text[:200_000], sent["title"], sent["source"], sent["date"])
            return await run_in_threadpool(html, request, "add.html", page, None, "add", 422)
        return await run_in_threadpool(html, request, "add.html", page, None, "add")

    @app.post("/hypotheses/judge", include_in_schema=False)
    async def judge_hypothesis(request: Request) -> Response:
        form = await _fields(request)
        refused = desk.tokens.refusal(request, form)
        if refused is not None:
            return refused
        said = _judged(form)
        await run_in_threadpool(judge, desk.access, said)
        back = quote(form.get("back", ""), safe="-")
        return _back(f"/hypotheses#{back}", said.analyst)

    @app.post("/event/{event_id:path}/judge", include_in_schema=False)
    async def judge_event(request: Request, event_id: str) -> Response:
        form = await _fields(request)
        refused = desk.tokens.refusal(request, form)
        if refused is not None:
            return refused
        changes = {form["field"]: form["value"]} if form.get("value") and form.get("field") else {}
        said = _judged({**form, "event": event_id}, changes)
        made = await run_in_threadpool(judge, desk.access, said)
        start = form.get("start", "")
        stretch = f"?at={start}-{int(start) + 1}#at" if start.isdigit() and len(start) < 10 else ""
        return _back(f"/document/{quote(made.doc_id or '', safe='')}{stretch}", said.analyst)

    @app.post("/event/{event_id:path}/merge", include_in_schema=False)
    async def merge_reports(request: Request, event_id: str) -> Response:
        form = await _fields(request)
        refused = desk.tokens.refusal(request, form)
        if refused is not None:
            return refused
        names = ("action", "analyst", "other", "decision", "note")
        given: dict[str, Any] = {k: form.get(k, "").strip() or None for k in names}
        given |= {"analyst": given["analyst"] or "", "report": event_id}
        try:
            said = Merged(**given)
        except ValueError:
            raise BadSetting("a field of the decision is too long or not allowed") from None
        await run_in_threadpool(merge, desk.access, said)
        return _back(f"/event/{quote(form.get('back') or event_id, safe='')}", said.analyst)

    @app.post("/dyad/{dyad}/outlook/log", include_in_schema=False)
    async def log_form(request: Request, dyad: str) -> Response:
        form = await _fields(request)
        refused = desk.tokens.refusal(request, form)
        if refused is not None:
            return refused
        as_of = _day(form.get("as_of") or None)
        await run_in_threadpool(log_outlook, desk.access, dyad, as_of)
        query = "?" + urlencode({"as_of": as_of}) if as_of else ""
        return _back(f"/dyad/{quote(dyad, safe='')}/outlook{query}", None)


async def _fields(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=20, max_part_size=10_000) as form:
        return {k: v for k, v in form.items() if isinstance(v, str)}


def _judged(form: dict[str, str], changes: dict[str, str] | None = None) -> Judged:
    """A judgement from a form.

    Raises
    ------
    BadSetting
        A field is too long.
    """
    names = ("analyst", "action", "hypothesis", "evidence", "rating", "text", "event")
    given = {k: form.get(k, "").strip() or None for k in names}
    given |= {k: given[k] or "" for k in ("analyst", "action")}
    try:
        return Judged(**given, changes=changes or {})  # type: ignore[arg-type]
    except ValueError:
        raise BadSetting("a field of the judgement is too long", hint="shorten it") from None


def _day(value: str | None) -> str | None:
    from datetime import date

    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadSetting(f"{value!r} is no day", hint="days are YYYY-MM-DD") from None


def _back(place: str, analyst: str | None) -> Response:
    """Back to where the form stood, the analyst's name kept for the next."""
    answer = RedirectResponse(place, status_code=303)
    if analyst:
        answer.set_cookie(
            ANALYST_COOKIE, quote(analyst, safe=" "), max_age=31_536_000, httponly=True,
            samesite="strict",
        )  # fmt: skip
    return answer


# --- the API --------------------------------------------------------------------------------


def _api(app: FastAPI) -> None:
    from detente.web.app import PROBLEMS
    from detente.web.render import as_json

    desk: Desk = app.state.desk
    refusals: dict[int | str, dict[str, Any]] = {
        **PROBLEMS,
        401: {**PROBLEMS[422], "description": "The token is missing."},
        403: {**PROBLEMS[422], "description": "The form is not the desk's own."},
    }

    @app.post(
        "/api/documents",
        response_model=AddedPage,
        tags=["writing"],
        summary="Add an article by its text or its address.",
        responses=refusals,
        operation_id="add_document",
    )
    def add_document(request: Request, article: Article) -> Response:
        refused = desk.tokens.refusal(request, {})
        if refused is not None:
            return refused
        made = fetch_article(desk.access, article, app.state.allow_private)
        return JSONResponse(as_json(made))

    @app.post(
        "/api/judgements",
        tags=["writing"],
        summary="Judge a hypothesis or an event; kept apart from what the machine found.",
        responses=refusals,
        operation_id="judge",
    )
    def add_judgement(request: Request, said: Judged) -> Response:
        refused = desk.tokens.refusal(request, {})
        return refused or JSONResponse(judge(desk.access, said).to_json())

    @app.post(
        "/api/reports/decisions",
        tags=["writing"],
        summary="Join, split or undo: an analyst's word on which reports tell one event.",
        responses=refusals,
        operation_id="merge",
    )
    def add_decision(request: Request, said: Merged) -> Response:
        refused = desk.tokens.refusal(request, {})
        return refused or JSONResponse(merge(desk.access, said).to_json())

    @app.post(
        "/api/dyad/{dyad}/outlook/log",
        tags=["writing"],
        summary="Log the outlook of a relation; what is logged cannot be edited.",
        responses=refusals,
        operation_id="log_outlook",
    )
    def log(request: Request, dyad: str, as_of: str | None = None) -> Response:
        refused = desk.tokens.refusal(request, {})
        return refused or JSONResponse(log_outlook(desk.access, dyad, _day(as_of)))
