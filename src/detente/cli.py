"""The command line: `detente code`, `explain`, `add`, `timeline`, `events`, `export` and others.

What comes in: files and options. What goes out: results on standard output, messages on
standard error, an exit code. Everything heavy is imported inside the command that needs it, so
that ``detente --help`` is quick.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from detente.config import Settings, load_settings, one_thread_each
from detente.errors import BadSetting, DetenteError, UnknownState
from detente.records import Event, Reading, Rejection

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console, RenderableType

    from detente.api import Added, DyadView, Outcome
    from detente.store import Store

DONE, SET_ASIDE, WRONG_USE, FAILED = 0, 1, 2, 3
EXIT_CODES = (
    "Exit codes: 0 done; 1 done, but some input was set aside; 2 wrong use; 3 could not be done. "
    "Results go to standard output, messages to standard error."
)
KINDS = ("event", "rejection", "document")

app = typer.Typer(
    name="detente",
    help="Reads news about states, records who did what to whom with the words that prove it, "
    "and follows every pair of states over time.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    # Plain help: drawing it with rich would double the time that --help takes.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Format(StrEnum):
    """How records are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class ExplainFormat(StrEnum):
    """How explained sentences are written."""

    table = "table"
    jsonl = "jsonl"
    html = "html"


class CodebookPart(StrEnum):
    """What of the codebook to list."""

    types = "types"
    modes = "modes"
    cameo = "cameo"


class Table(StrEnum):
    """A table of the store."""

    events = "events"
    mentions = "mentions"
    parties = "parties"
    documents = "documents"
    rejections = "rejections"


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE", help="Text, Markdown, HTML or JSONL; a folder; - for standard input."
    ),
]
StorePath = Annotated[
    str | None, typer.Option("--store", "-s", metavar="PATH", help="The store's file.")
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="Publication date of every input, YYYY-MM-DD."),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write records.")]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write there, not to standard output."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes that code in parallel.")
]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what was published by this day."),
]


def main() -> None:
    """Run the command line; errors that a user can mend are told without a traceback."""
    one_thread_each()
    if hasattr(signal, "SIGPIPE"):
        # `detente ... | head` ends as `cat ... | head` does: at once and without a word.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        app()
    except DetenteError as error:
        _tell(f"detente: {error}")
        sys.exit(WRONG_USE if isinstance(error, BadSetting | UnknownState) else FAILED)
    except OSError as error:
        _tell(f"detente: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        _tell("detente: interrupted")
        sys.exit(130)


@app.callback()
def common(
    context: typer.Context,
    config: Annotated[
        str | None,
        typer.Option("--config", metavar="FILE", help="Settings; ./detente.toml if there is one."),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False,
) -> None:
    """Options of every command."""
    if version:
        import detente

        typer.echo(f"detente {detente.__version__}")
        raise typer.Exit(DONE)
    context.obj = config


# --- coding without a store -----------------------------------------------------------------


@app.command(epilog=EXIT_CODES)
def code(
    context: typer.Context,
    files: Files,
    date: DateOption = None,
    kinds: Annotated[
        str, typer.Option(metavar="KIND,...", help=f"Records to write: {', '.join(KINDS)}.")
    ] = "event",
    format: FormatOption = Format.table,
    output: OutputOption = None,
    jobs: JobsOption = None,
) -> None:
    """Code documents to records on standard output; nothing is stored."""
    from detente.api import code_items, flat_table, read_inputs

    wanted = _kinds(kinds, format)
    settings = _settings(context, coding__jobs=jobs)
    tally = _Tally()
    items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
    outcomes = tally.watch(code_items(items, settings=settings))
    if format is Format.table:
        _print_outcomes(outcomes, wanted, output)
    elif format is Format.jsonl:
        _write_lines((r for o in outcomes for r in _records(o, wanted)), output)
    else:
        _write_arrow(flat_table(outcomes, f"{wanted[0]}s"), format, output)
    raise typer.Exit(tally.finish())


@app.command(epilog=EXIT_CODES)
def explain(
    context: typer.Context,
    files: Files,
    date: DateOption = None,
    format: Annotated[ExplainFormat, typer.Option("--format", "-f")] = ExplainFormat.table,
    output: OutputOption = None,
) -> None:
    """Show every sentence: what was coded from it, or why nothing was."""
    from detente.api import code_items, read_inputs
    from detente.brief import html_page, html_reading

    settings = _settings(context)
    tally = _Tally()
    items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
    outcomes = tally.watch(code_items(items, settings=settings))
    readings = (o for o in outcomes if isinstance(o, Reading))
    if format is ExplainFormat.html:
        body = "".join(html_reading(r.document, r.events, r.rejections) for r in readings)
        _write_text(html_page(body, "détente: " + ", ".join(files)), output)
    elif format is ExplainFormat.jsonl:
        _write_lines((row for r in readings for row in _sentence_records(r)), output)
    else:
        _print((block for r in readings for block in _explained(r)), output)
    raise typer.Exit(tally.finish())


# --- a store --------------------------------------------------------------------------------


@app.command(epilog=EXIT_CODES)
def add(
    context: typer.Context,
    files: Files,
    store: StorePath = None,
    date: DateOption = None,
    jobs: JobsOption = None,
) -> None:
    """Code documents and add them to a store.

    What is there already is skipped, so a run that was cut off is continued by running the same
    command again.
    """
    from detente.api import add_items, read_inputs
    from detente.brief.terminal import counted
    from detente.store import open_store

    settings = _settings(context, coding__jobs=jobs, store__path=store)
    items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
    command = "add " + " ".join(files)
    with open_store(settings["store.path"]) as opened:
        steps = add_items(opened, items, settings=settings, command=command)
        total = _with_progress(steps, _count_inputs(files))
    for rejection in total.rejections:
        _tell(f"set aside: {_where(rejection)}: {_why(rejection)}")
    _tell(
        f"{settings['store.path']}: {counted(total.documents, 'document')} added "
        f"with {counted(total.events, 'event')}, "
        f"{total.known} known already, {len(total.rejections)} set aside"
    )
    raise typer.Exit(SET_ASIDE if total.rejections else DONE)


@app.command(epilog=EXIT_CODES)
def timeline(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="STATE", help="Code or name: RUS, Russia.")],
    other: Annotated[str, typer.Argument(metavar="STATE", help="Code or name: TUR, Türkiye.")],
    store: StorePath = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    format: FormatOption = Format.table,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Draw the picture: .svg, .png or .html."
        ),
    ] = None,
) -> None:
    """Follow two states over time: level, weekly counts, ruptures and repairs."""
    from detente.api import Session, check_dyad, week_row
    from detente.store import open_store

    settings = _settings(context, store__path=store)
    a, b = check_dyad(one, other)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        view = Session(opened, settings).dyad(
            a, b, date_from=date_from, date_to=date_to, as_of=as_of
        )
        if output is not None:
            view.save(output)
            _tell(f"drawn: {output}")
            return
        if format is Format.table:
            _print_timeline(view)
        elif format is Format.jsonl:
            _write_lines((week.to_json() for week in view.weeks()), None)
        else:
            _write_rows([week_row(week, a, b) for week in view.weeks()], format, None)


@app.command(epilog=EXIT_CODES)
def events(
    context: typer.Context,
    store: StorePath = None,
    actor: Annotated[str | None, typer.Option(metavar="STATE", help="Who acted.")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="STATE", help="On whom.")] = None,
    dyad: Annotated[
        str | None, typer.Option(metavar="STATE-STATE", help="Between the two, either way.")
    ] = None,
    type: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Event type; repeatable.")
    ] = None,
    quad: Annotated[
        list[int] | None, typer.Option(min=1, max=4, help="Quad class; repeatable.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(metavar="STATUS", help="asserted, planned ...; repeatable.")
    ] = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    historical: Annotated[
        bool | None, typer.Option("--historical/--current", help="Told as background, or as news.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Words in the evidence, a name or title.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many.")] = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List the events of a store that pass every filter."""
    from detente.api import state_code
    from detente.brief.terminal import counted
    from detente.store import open_store

    settings = _settings(context, store__path=store)
    filters: dict[str, Any] = {
        "actor": None if actor is None else state_code(actor),
        "recipient": None if recipient is None else state_code(recipient),
        "dyad": None if dyad is None else _dyad(dyad),
        "event_type": _types(type),
        "quad": quad or None,
        "status": status or None,
        "date_from": date_from,
        "date_to": date_to,
        "as_of": as_of,
        "historical": historical,
        "text": text,
        "limit": limit,
    }
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        if format is Format.table:
            found = opened.events(**filters)
            _print(_event_blocks(opened, found), output)
            _tell(counted(len(found), "event"))
        elif format is Format.jsonl:
            _write_lines((e.to_json() for e in opened.events(**filters)), output)
        else:
            _write_arrow(opened.event_table(**filters), format, output)


@app.command(epilog=EXIT_CODES)
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="To write: .csv, .parquet, .jsonl.")],
    store: StorePath = None,
    kind: Annotated[Table, typer.Option("--kind", help="Which table.")] = Table.events,
    format: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help="csv, parquet or jsonl.")
    ] = None,
) -> None:
    """Write a table of the store to a file, with a codebook of its columns beside it."""
    from detente.store import open_store

    settings = _settings(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        for path in opened.export(file, format, kind.value):
            _tell(f"written: {path}")


@app.command(epilog=EXIT_CODES)
def rejections(
    context: typer.Context,
    store: StorePath = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Count by stage and reason instead.")
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List what was set aside in a store, and why."""
    from detente.store import open_store

    settings = _settings(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found = opened.rejections()
        if summary:
            counts = Counter((r.stage, r.reason) for r in found)
            ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            rows = [{"stage": s, "reason": r, "count": n} for (s, r), n in ranked]
            _write_rows(rows, format, output)
        elif format is Format.table:
            from detente.brief.terminal import rejection_table

            _print([rejection_table(found)], output)
        elif format is Format.jsonl:
            _write_lines((r.to_json() for r in found), output)
        else:
            _write_arrow(opened.table("rejections"), format, output)


# --- the setup ------------------------------------------------------------------------------


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
    _write_rows(rows, format, output)


@app.command(epilog=EXIT_CODES)
def doctor(context: typer.Context, store: StorePath = None) -> None:
    """Check the setup: settings, pipeline, codebook, patterns, actor tables, store."""
    settings = _settings(context, store__path=store)
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

    settings = _settings(context, coding__jobs=jobs, store__path=store)
    path, began = Path(store), time.monotonic()
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in (path, path.with_name(path.name + ".wal")):
        _forget_demo(old)
    texts = bundled_texts()
    items = read_inputs(texts, settings=settings)
    with open_store(path) as opened:
        opened_steps = add_items(opened, items, settings=settings, command="demo")
        total = _with_progress(opened_steps, _count_inputs([str(t) for t in texts]))
        view = Session(opened, settings).dyad("RUS", "TUR")
        _print_timeline(view)
        _print_days(opened, "2016-12-19", "2016-12-20")
        drawn = _draw_all(view, Path(pictures) if pictures else path.parent)
    typer.echo(f"\npictures: {', '.join(str(p) for p in drawn)}")
    typer.echo(f"store:    {path}  (detente timeline RUS TUR --store {path})")
    _tell(
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


# --- helpers: options -----------------------------------------------------------------------


def _settings(context: typer.Context, **changes: Any) -> Settings:
    return load_settings(context.obj).replaced(**changes)


def _kinds(given: str, format: Format) -> list[str]:
    kinds = [k.strip().removesuffix("s") for k in given.split(",") if k.strip()]
    for kind in kinds:
        if kind not in KINDS:
            raise BadSetting(
                f"--kinds: {kind!r} is not a kind of record", hint=f"one of {', '.join(KINDS)}"
            )
    if not kinds:
        raise BadSetting("--kinds names no kind of record", hint=f"one of {', '.join(KINDS)}")
    if format in (Format.csv, Format.parquet) and len(kinds) > 1:
        raise BadSetting(
            f"--kinds {given}: a {format.value} table holds one kind of record",
            hint="name one kind, or write --format jsonl",
        )
    return kinds


def _dyad(given: str) -> tuple[str, str]:
    from detente.api import check_dyad

    one, dash, other = given.partition("-")
    if not dash:
        raise BadSetting(f"--dyad {given!r} names one state", hint="two codes, such as RUS-TUR")
    return check_dyad(one, other)


def _types(given: Sequence[str] | None) -> list[str] | None:
    if not given:
        return None
    from detente.codebook import load_codebook
    from detente.errors import UnknownEventType

    book = load_codebook()
    try:
        return [book.event_type(name.upper()).name for name in given]
    except UnknownEventType as error:
        raise BadSetting(f"--type: {error.message}", hint=error.hint) from None


def _count_inputs(files: Sequence[str]) -> int | None:
    """How many documents the inputs hold, for the bar; None where only reading would tell."""
    total = 0
    for name in files:
        path = Path(name)
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for one in inside:
            if name == "-" or one.suffix == ".gz" or not one.is_file():
                return None
            total += _lines(one) if one.suffix in (".jsonl", ".ndjson") else 1
    return total


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 1


# --- helpers: what is said ------------------------------------------------------------------


def _tell(message: str) -> None:
    """A message on standard error."""
    typer.echo(message, err=True)


def _where(rejection: Rejection) -> str:
    return rejection.source or rejection.doc_id or "input"


def _why(rejection: Rejection) -> str:
    return f"{rejection.reason}: {rejection.detail}" if rejection.detail else rejection.reason


class _Tally:
    """Counts outcomes as they pass and tells what was set aside when all have passed."""

    def __init__(self) -> None:
        self.documents = self.events = 0
        self.aside: list[Rejection] = []

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        for outcome in outcomes:
            if isinstance(outcome, Reading):
                self.documents += 1
                self.events += len(outcome.events)
            else:
                self.aside.append(outcome)
                _tell(f"set aside: {_where(outcome)}: {_why(outcome)}")
            yield outcome

    def finish(self) -> int:
        from detente.brief.terminal import counted

        note = f", {len(self.aside)} set aside" if self.aside else ""
        found = f"{counted(self.documents, 'document')}, {counted(self.events, 'event')}"
        _tell(found + note)
        return SET_ASIDE if self.aside else DONE


def _with_progress(steps: Iterable[Added], count: int | None) -> Added:
    """Run through the steps with a bar on standard error; what they sum to."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from detente.api import Added

    documents = known = events = 0
    aside: list[Rejection] = []
    columns = (
        TextColumn("coding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[events]} events"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=count, events=0)
        for step in steps:
            documents, known = documents + step.documents, known + step.known
            events += step.events
            aside.extend(step.rejections)
            bar.update(task, completed=documents + known + len(aside), events=events)
    return Added(documents, known, events, tuple(aside))


# --- helpers: what is written ---------------------------------------------------------------


def _console(output: str | None) -> Console:
    from rich.console import Console

    if output is None:
        return Console(highlight=False)
    return Console(file=open(output, "w", encoding="utf-8"), width=100, highlight=False)


def _print(blocks: Iterable[RenderableType], output: str | None) -> None:
    console = _console(output)
    for block in blocks:
        console.print(block)
    if output is not None:
        console.file.close()


def _write_text(text: str, output: str | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        Path(output).write_text(text, encoding="utf-8")


def _write_lines(records: Iterable[dict[str, Any]], output: str | None) -> None:
    """One JSON object a line, UTF-8 and the same bytes wherever it runs."""
    with _sink(output) as stream:
        for record in records:
            line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            stream.write(line.encode("utf-8", "backslashreplace") + b"\n")


def _write_rows(rows: Sequence[dict[str, Any]], format: Format, output: str | None) -> None:
    """Flat rows as a table, JSON lines, CSV or Parquet."""
    if format is Format.jsonl:
        _write_lines(rows, output)
    elif format is Format.table:
        from detente.brief.terminal import plain_table

        _print([plain_table(rows)], output)
    else:
        import pyarrow

        flat = [{k: ";".join(v) if isinstance(v, list) else v for k, v in r.items()} for r in rows]
        _write_arrow(pyarrow.Table.from_pylist(flat), format, output)


def _write_arrow(table: pa.Table, format: Format, output: str | None) -> None:
    if format is Format.parquet and output is None and sys.stdout.isatty():
        raise BadSetting(
            "Parquet is not for a terminal", hint="name a file: --output events.parquet"
        )
    with _sink(output) as sink:
        if format is Format.parquet:
            import pyarrow.parquet as parquet

            parquet.write_table(table, sink)
        else:
            import pyarrow.csv as csv

            csv.write_csv(table, sink)


@contextmanager
def _sink(output: str | None) -> Iterator[IO[bytes]]:
    """Standard output, flushed, or a file, closed."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with open(output, "wb") as file:
            yield file


def _records(outcome: Outcome, kinds: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The records of an outcome of the kinds asked for: document, events, rejections."""
    if isinstance(outcome, Rejection):
        if "rejection" in kinds:
            yield outcome.to_json()
        return
    if "document" in kinds:
        yield outcome.document.to_json()
    if "event" in kinds:
        for event in outcome.events:
            yield event.to_json()
    if "rejection" in kinds:
        for rejection in outcome.rejections:
            yield rejection.to_json()


def _print_outcomes(outcomes: Iterable[Outcome], kinds: Sequence[str], output: str | None) -> None:
    readings = (o for o in outcomes if isinstance(o, Reading))
    _print((block for r in readings for block in _reading_blocks(r, kinds)), output)


def _reading_blocks(reading: Reading, kinds: Sequence[str]) -> Iterator[RenderableType]:
    from detente.brief.terminal import document_heading, event_list, rejection_table

    yield document_heading(reading.document, len(reading.events))
    if "event" in kinds and reading.events:
        yield event_list(reading.events, {reading.document.id: reading.document.text})
    if "rejection" in kinds and reading.rejections:
        yield rejection_table(reading.rejections)


def _explained(reading: Reading) -> Iterator[RenderableType]:
    from detente.brief import sentence_rows
    from detente.brief.terminal import document_heading, explained

    yield document_heading(reading.document, len(reading.events))
    for row in sentence_rows(reading.document.text, reading.events, reading.rejections):
        yield explained(row, reading.document.text)


def _sentence_records(reading: Reading) -> Iterator[dict[str, Any]]:
    from detente.brief import sentence_rows

    for row in sentence_rows(reading.document.text, reading.events, reading.rejections):
        yield {
            "kind": "sentence",
            "doc_id": reading.document.id,
            "sentence": row.number,
            **row.extent.to_json(),
            "events": [event.to_json() for event in row.events],
            "rejections": [rejection.to_json() for rejection in row.rejections],
        }


def _event_blocks(store: Store, found: Sequence[Event]) -> list[RenderableType]:
    from detente.brief.terminal import event_list

    texts: dict[str, str] = {}
    for doc_id in {event.doc_id for event in found}:
        document = store.document(doc_id)
        texts[doc_id] = "" if document is None else document.text
    return [event_list(found, texts)]


def _print_timeline(view: DyadView) -> None:
    from detente.brief.terminal import timeline as drawn

    desk = view.desk()
    if not desk.weeks:
        _tell(f"the store has no events between {view.a} and {view.b} in that time")
        return
    console = _console(None)
    console.print(drawn(desk, columns=min(console.width, 132)))


def _print_days(store: Store, first: str, last: str) -> None:
    """The events of some days that are asserted as news, with their sentences."""
    found = store.events(date_from=first, date_to=last, status="asserted")
    console = _console(None)
    console.print(f"\n{first} to {last}, {len(found)} events", style="bold")
    for block in _event_blocks(store, found):
        console.print(block)


def _draw_all(view: DyadView, folder: Path) -> list[Path]:
    from detente.brief.chart import FORMATS, save

    folder.mkdir(parents=True, exist_ok=True)
    desk = view.desk()
    if not desk.weeks:
        return []
    settings = view.session.settings
    paths = [folder / f"{view.a}-{view.b}{suffix}".lower() for suffix in FORMATS]
    save(desk, *paths, width=settings["picture.width"], png_scale=settings["picture.png_scale"])
    return paths


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
        from detente.store import open_store

        path = settings["store.path"]
        if not asked and not os.path.exists(path):
            return f"{path} does not exist yet; `detente add FILE...` makes it"
        with open_store(path, create=False, read_only=True) as opened:
            runs = opened.runs()
            return f"{path}: {len(opened.documents())} documents from {len(runs)} runs"

    def coder() -> str:
        from detente.api import coder as load

        found = load(settings.pipeline)
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


# --- measuring ------------------------------------------------------------------------------

evaluate = typer.Typer(
    help="Measure the coding on data with known answers.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(evaluate, name="evaluate")


class ScoreFormat(StrEnum):
    """How scores are written."""

    table = "table"
    json = "json"


@evaluate.callback()
def measuring() -> None:
    """Measure the coding on data with known answers."""


@evaluate.command("coding", epilog=EXIT_CODES)
def evaluate_coding(
    context: typer.Context,
    plv: Annotated[
        str,
        typer.Option(metavar="FILE", help="Sentences with one marked pair, as JSON lines (PLV)."),
    ],
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="The pair is given; without it, the bare sentence is coded."),
    ] = False,
    predictions: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write each row's answer, as JSON lines.")
    ] = None,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write the scores.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Score the coder on sentences whose acts are known; no row by a model that has seen it."""
    from detente.coding import Coder
    from detente.evaluation import as_text, evaluate_plv

    settings = _settings(context)
    scores, answers = evaluate_plv(plv, pairs=pairs, coder=Coder(settings.pipeline))
    if predictions is not None:
        _write_lines(answers, predictions)
    if format is ScoreFormat.table:
        _write_text(as_text(scores), output)
    else:
        _write_text(json.dumps(scores.to_json(), indent=1) + "\n", output)


if __name__ == "__main__":
    main()
