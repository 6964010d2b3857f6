"""`detente codebook`, `doctor` and `demo`: the setup, checked and shown."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import DONE, EXIT_CODES, FAILED
from detente.cli.messages import tell, with_progress
from detente.cli.options import (
    Format,
    FormatOption,
    JobsOption,
    OutputOption,
    StorePath,
    count_inputs,
    settings_for,
)
from detente.cli.output import write_rows
from detente.cli.views import draw_all, print_days, print_timeline
from detente.config import Settings
from detente.errors import BadSetting, DetenteError


class CodebookPart(StrEnum):
    """What of the codebook to list."""

    types = "types"
    modes = "modes"
    cameo = "cameo"


@app.command(epilog=EXIT_CODES)
def codebook(
    part: Annotated[CodebookPart, typer.Argument(help="What to list.")] = CodebookPart.types,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List PLOVER's event types or modes, or the CAMEO codes they map to."""
    rows = _codebook_rows(part)
    if format is Format.table:
        # The definitions and notes are for the files; a terminal has no room for them.
        rows = [{k: v for k, v in row.items() if k not in ("definition", "note")} for row in rows]
    write_rows(rows, format, output)


@app.command(epilog=EXIT_CODES)
def doctor(context: typer.Context, store: StorePath = None) -> None:
    """Check the setup: settings, pipeline, codebook, patterns, actor tables, store."""
    settings = settings_for(context, store__path=store)
    fine = True
    for name, check in _checks(settings, asked=store is not None):
        try:
            typer.echo(f"ok    {name}: {check()}")
        except DetenteError as error:
            fine = False
            typer.echo(f"FAIL  {name}: {error.message}")
            if error.hint:
                typer.echo(f"      hint: {error.hint}")
    raise typer.Exit(DONE if fine else FAILED)


@app.command(epilog=EXIT_CODES)
def demo(
    context: typer.Context,
    store: Annotated[
        str, typer.Option("--store", "-s", metavar="PATH", help="Where; must not exist yet.")
    ] = "detente-demo/demo.duckdb",
    pictures: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="Where to draw; beside the store if not given."),
    ] = None,
    jobs: JobsOption = None,
) -> None:
    """Code the bundled chronicle into a fresh store and show the desk of Russia and Türkiye."""
    from detente.api import Session, add_items, bundled_texts, read_inputs
    from detente.store import open_store

    settings = settings_for(context, coding__jobs=jobs, store__path=store)
    path, began = Path(store), time.monotonic()
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in (path, path.with_name(path.name + ".wal")):
        _forget_demo(old)
    texts = bundled_texts()
    items = read_inputs(texts, settings=settings)
    with open_store(path) as opened:
        opened_steps = add_items(opened, items, settings=settings, command="demo")
        total = with_progress(opened_steps, count_inputs([str(t) for t in texts]))
        view = Session(opened, settings).dyad("RUS", "TUR")
        print_timeline(view)
        print_days(opened, "2016-12-19", "2016-12-20")
        drawn = draw_all(view, Path(pictures) if pictures else path.parent)
    typer.echo(f"\npictures: {', '.join(str(p) for p in drawn)}")
    typer.echo(f"store:    {path}  (detente timeline RUS TUR --store {path})")
    tell(
        f"{total.documents} documents, {total.events} events, "
        f"{time.monotonic() - began:.1f} seconds"
    )


def _forget_demo(path: Path) -> None:
    """Remove the store that an earlier demo left; never anything else."""
    if not path.exists():
        return
    if not path.name.startswith("demo.duckdb"):
        raise BadSetting(
            f"the demo needs a fresh store, but {path} exists",
            hint="name another file, or one called demo.duckdb, which the demo may replace",
            path=str(path),
        )
    path.unlink()


def _codebook_rows(part: CodebookPart) -> list[dict[str, Any]]:
    from detente.codebook import load_codebook, type_rows

    book = load_codebook()
    if part is CodebookPart.types:
        return type_rows(book)
    if part is CodebookPart.modes:
        return [
            {
                "event_type": kind.name,
                "mode": mode.name,
                "plover_score": mode.plover_score,
                "definition": mode.definition,
            }
            for kind in book.event_types.values()
            for mode in kind.modes
        ]
    rows = []
    for code, entry in book.cameo_codes.items():
        mapped = book.from_cameo(code)
        rows.append(
            {
                "cameo": code,
                "name": entry.name,
                "goldstein": entry.goldstein,
                "event_type": mapped.type,
                "modes": list(mapped.modes),
                "contexts": list(mapped.contexts),
                "note": mapped.note,
            }
        )
    return rows


def _checks(settings: Settings, *, asked: bool) -> Iterator[tuple[str, Callable[[], str]]]:
    """Name and check of everything that must hold; a check says what it found or raises."""

    def store() -> str:
        from detente.store import is_url, open_store

        path = settings["store.path"]
        if not asked and not is_url(path) and not os.path.exists(path):
            return f"{path} does not exist yet; `detente add FILE...` makes it"
        with open_store(path, create=False, read_only=True) as opened:
            runs = opened.runs()
            return f"{opened.path}: {len(opened.documents())} documents from {len(runs)} runs"

    def coder() -> str:
        from detente.api import coder_for

        found = coder_for(settings)
        return ", ".join(f"{name} {version}" for name, version in found.versions.items())

    def book() -> str:
        from detente.codebook import load_codebook

        found = load_codebook()
        return f"{found.version}, {len(found.types)} event types"

    def version() -> str:
        import detente

        return f"{detente.__version__}, Python {sys.version.split()[0]}"

    yield "detente", version

    def source() -> str:
        return settings.source or "defaults"

    yield "settings", source
    yield "codebook", book
    yield "coder", coder
    yield "store", store
