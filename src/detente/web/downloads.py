"""Files to take away: events and weeks of a relation, tables of the store.

What comes in: what is wanted and the suffix that says how: ``csv``, ``parquet`` or ``jsonl``.
What goes out: a file. Text of articles that a spreadsheet would take for a formula is marked.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fastapi import FastAPI
from starlette.responses import Response

from detente.api import Session, save_brief, week_row
from detente.errors import NotFound
from detente.web import sql
from detente.web.params import AsOf, DyadPath, Since
from detente.web.views.brief import brief_of
from detente.web.views.common import sides_of

if TYPE_CHECKING:
    import pyarrow as pa

Suffix = Literal["csv", "parquet", "jsonl"]
BriefSuffix = Literal["html", "pdf", "docx", "md", "json"]
BRIEF_MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson",
}
TABLES = (
    *("events", "mentions", "parties", "documents", "rejections", "imported"),
    *("claims", "incidents", "hypotheses", "stakes", "signals"),
)


def register(app: FastAPI) -> None:
    """The addresses of the files."""
    access = app.state.desk.access

    def answer(name: str, suffix: Suffix, make: Callable[[Session], pa.Table]) -> Response:
        with access.reading() as session:
            data = written(make(session), suffix)
        headers = {"content-disposition": f'attachment; filename="{name}.{suffix}"'}
        return Response(data, media_type=MEDIA[suffix], headers=headers)

    def events_file(dyad: DyadPath, suffix: Suffix, as_of: AsOf = None) -> Response:
        """Every event between two sides, of texts and imported."""
        sides = sides_of(dyad)
        asked = {"a": sides.a, "b": sides.b, "dyad": sides.code, "as_of": as_of}
        return answer(
            f"{sides.code}-events", suffix, lambda s: s.store.arrow(sql.EVERY_EVENT, asked)
        )

    def weeks_file(dyad: DyadPath, suffix: Suffix, as_of: AsOf = None) -> Response:
        """The weeks of two sides: counts by direction and class, level, interval, phase."""
        sides = sides_of(dyad)

        def table(session: Session) -> pa.Table:
            import pyarrow

            weeks = session.dyad(sides.a, sides.b, as_of=as_of).weeks()
            rows = [week_row(week, sides.a, sides.b) for week in weeks]
            return pyarrow.Table.from_pylist(rows)

        return answer(f"{sides.code}-weeks", suffix, table)

    def table_file(kind: str, suffix: Suffix) -> Response:
        """A table of the whole store, as `detente export` writes it."""
        if kind not in TABLES:
            raise NotFound(f"{kind!r} is no table", hint=f"one of {', '.join(TABLES)}")
        return answer(kind, suffix, lambda session: session.store.table(kind))

    def brief_file(
        dyad: DyadPath, suffix: BriefSuffix, as_of: AsOf = None, since: Since = None
    ) -> Response:
        """The brief of a relation: page, two-page PDF, Word, Markdown or JSON."""
        sides = sides_of(dyad)
        with access.reading() as session:
            made = brief_of(session, sides, as_of, since)
            with tempfile.TemporaryDirectory(prefix="detente-brief-") as folder:
                place = Path(folder) / f"brief.{suffix}"
                save_brief(session.store, made, place)
                data = place.read_bytes()
        name = f"{sides.code}-{made.as_of}.{suffix}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=BRIEF_MEDIA[suffix], headers=headers)

    routes: tuple[tuple[str, Callable[..., Response]], ...] = (
        ("/dyad/{dyad}/brief.{suffix}", brief_file),
        ("/dyad/{dyad}/events.{suffix}", events_file),
        ("/dyad/{dyad}/weeks.{suffix}", weeks_file),
        ("/download/{kind}.{suffix}", table_file),
    )
    for place, route in routes:
        app.get(place, include_in_schema=False)(route)
        app.get(
            f"/api{place}",
            tags=["files"],
            summary=(route.__doc__ or "").rstrip("."),
            response_class=Response,
            operation_id=route.__name__,
        )(route)


def written(table: pa.Table, suffix: str) -> bytes:
    """An Arrow table as the bytes of a file."""
    sink = BytesIO()
    if suffix == "parquet":
        import pyarrow.parquet as parquet

        parquet.write_table(table, sink)
    elif suffix == "csv":
        import pyarrow.csv as csv

        csv.write_csv(_tame(table), sink)
    else:
        for row in table.to_pylist():
            sink.write(json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8"))
            sink.write(b"\n")
    return sink.getvalue()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _tame(table: pa.Table) -> pa.Table:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it.

    References
    ----------
    OWASP, CSV Injection.
    """
    import pyarrow
    import pyarrow.compute as compute

    for i, field in enumerate(table.schema):
        if pyarrow.types.is_string(field.type) or pyarrow.types.is_large_string(field.type):
            tame = compute.replace_substring_regex(table.column(i), r"^([=+\-@\t\r])", r"'\1")
            table = table.set_column(i, field, tame)
    return table
