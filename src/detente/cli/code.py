"""`detente code` and `detente explain`: documents to records, nothing stored."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import Meter, Tally, tell, where, why
from detente.cli.options import (
    DateOption,
    DictionariesOption,
    Files,
    Format,
    FormatOption,
    JobsOption,
    OutputOption,
    count_inputs,
    settings_for,
)
from detente.cli.output import line_of, print_blocks, write_arrow, write_lines, write_text
from detente.config import Settings
from detente.errors import BadSetting
from detente.records import Reading, Rejection

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.api import Outcome

KINDS = (
    "event",
    "rejection",
    "document",
    "claim",
    "incident",
    "hypothesis",
    "stake",
    "signal",
)


_PLURAL = {k: "hypotheses" if k == "hypothesis" else f"{k}s" for k in KINDS}
# Settings that change how the work is done and not what comes of it.
_HOW = ("coding.jobs", "coding.batch_documents", "coding.worker_megabytes")
_SINGULAR = {plural: k for k, plural in _PLURAL.items()}


class Engine(StrEnum):
    """What codes: processes of this machine, or Apache Spark."""

    local = "local"
    spark = "spark"


class ExplainFormat(StrEnum):
    """How explained sentences are written."""

    table = "table"
    jsonl = "jsonl"
    html = "html"


@app.command(epilog=EXIT_CODES)
def code(
    context: typer.Context,
    files: Files,
    date: DateOption = None,
    kinds: Annotated[
        str, typer.Option(metavar="KIND,...", help=f"Records to write: {', '.join(KINDS)}; or all.")
    ] = "event",
    format: FormatOption = Format.table,
    output: OutputOption = None,
    jobs: JobsOption = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with a run to --output that was stopped (jsonl)."),
    ] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="This machine's processes, or Apache Spark.")
    ] = Engine.local,
    master: Annotated[
        str,
        typer.Option(metavar="URL", help="Spark's master: local[N], spark://HOST:PORT, yarn."),
    ] = "local[*]",
    dictionaries: DictionariesOption = None,
) -> None:
    """Code documents to records on standard output; nothing is stored.

    A run with --format jsonl and --output that is stopped leaves FILE.part, and is gone on with by
    the same command and --resume. With --engine spark, JSONL and Parquet files are coded into a
    folder that Spark writes: --output, or the last FILE.
    """
    wanted = _kinds(kinds, format)
    settings = settings_for(context, coding__jobs=jobs, coding__dictionaries=dictionaries)
    if set(wanted) <= set(KINDS[:3]):
        settings = settings.replaced(coding__analyst=False)
    if engine is Engine.spark:
        raise typer.Exit(_code_on_spark(files, date, wanted, settings, format, output, master))
    if format is Format.jsonl and output is not None and _is_plain(output):
        raise typer.Exit(_code_to_file(files, date, wanted, settings, output, resume=resume))
    if resume:
        raise BadSetting(
            "--resume goes on with a file that was being written",
            hint="name it with --output FILE, and --format jsonl; `detente add` needs no such"
            " option and its store is exported as CSV or Parquet",
        )
    _code_at_once(files, date, wanted, settings, format, output)


def _code_at_once(
    files: Sequence[str],
    date: str | None,
    wanted: Sequence[str],
    settings: Settings,
    format: Format,
    output: str | None,
) -> None:
    from detente.api import code_items, flat_table, read_inputs

    items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
    shown = output is not None or not sys.stdout.isatty()
    with Meter("coding", count_inputs(files), shown=shown) as meter:
        tally = Tally(meter=meter)
        outcomes = tally.watch(code_items(items, settings=settings, notice=tell))
        if format is Format.table:
            _print_outcomes(outcomes, wanted, output)
        elif format is Format.jsonl:
            write_lines((r for o in outcomes for r in _records(o, wanted)), output)
        else:
            write_arrow(flat_table(outcomes, _PLURAL[wanted[0]]), format, output)
    raise typer.Exit(tally.finish())


def _code_on_spark(
    files: Sequence[str],
    date: str | None,
    wanted: Sequence[str],
    settings: Settings,
    format: Format,
    output: str | None,
    master: str,
) -> int:
    """Code files into a folder with Spark; the exit code."""
    from detente.api import code_on_spark

    inputs = list(files)
    if output is None:
        if len(inputs) < 2:
            raise BadSetting(
                "--engine spark writes a folder, and none is named",
                hint="detente code --engine spark --master URL IN OUT",
            )
        output = inputs.pop()
    if format is Format.csv or (format is Format.parquet and len(wanted) > 1):
        raise BadSetting(
            f"--engine spark does not write {format.value} of {', '.join(wanted)}",
            hint="jsonl, or parquet of one kind of record",
        )
    written = partial(_lines_of, tuple(wanted)) if format is not Format.parquet else None
    done = code_on_spark(
        inputs,
        output,
        settings=settings,
        master=master,
        date=date,
        lines=written,
        kind=_PLURAL[wanted[0]],
    )
    for rejection in done.rejections:
        tell(f"set aside: {where(rejection)}: {why(rejection)}")
    if done.aside > len(done.rejections):
        tell(f"set aside: {done.aside - len(done.rejections)} more")
    tally = Tally(done)
    tell(f"written: {output}")
    return tally.finish()


def _lines_of(kinds: tuple[str, ...], outcome: Outcome) -> list[bytes]:
    return [line_of(record) for record in _records(outcome, kinds)]


def _is_plain(output: str) -> bool:
    """Whether a name is a file's or free; not a device or a pipe, which cannot be gone on with."""
    path = Path(output)
    return path.is_file() or not path.exists()


def _code_to_file(
    files: Sequence[str],
    date: str | None,
    wanted: Sequence[str],
    settings: Settings,
    output: str,
    *,
    resume: bool,
) -> int:
    """Code into a file that is whole or absent, step by step; the exit code."""
    from detente.api import code_items, read_inputs, reader_for
    from detente.scale import Progress, Resumable, fingerprint

    if "-" in files and resume:
        raise BadSetting(
            "--resume: standard input cannot be read a second time",
            hint="put the documents into a file and code that",
        )
    run = {
        "inputs": fingerprint(files),
        "date": date,
        "kinds": list(wanted),
        "settings": {k: v for k, v in settings.to_json().items() if k not in _HOW},
        "versions": reader_for(settings).versions,
    }
    with (
        Resumable(output, run, resume=resume) as out,
        Meter("coding", count_inputs(files)) as meter,
    ):
        tally = Tally(out.progress, meter)

        def step() -> None:
            made = (tally.items, tally.documents, tally.events, tally.aside)
            out.step(Progress(*made))

        items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
        left = islice(items, tally.items, None)
        size = settings["coding.batch_documents"]
        try:
            for outcome in tally.watch(code_items(left, settings=settings, notice=tell)):
                for record in _records(outcome, wanted):
                    out.write(line_of(record))
                if tally.items % size == 0:
                    step()
        except KeyboardInterrupt:
            tell(
                f"stopped after {out.progress.documents} documents, kept in {out.part};"
                " the same command with --resume goes on"
            )
            raise
        step()
        out.finish()
    return tally.finish()


@app.command(epilog=EXIT_CODES)
def explain(
    context: typer.Context,
    files: Files,
    date: DateOption = None,
    format: Annotated[ExplainFormat, typer.Option("--format", "-f")] = ExplainFormat.table,
    output: OutputOption = None,
    dictionaries: DictionariesOption = None,
) -> None:
    """Show every sentence: what was coded from it, or why nothing was."""
    from detente.api import code_items, read_inputs
    from detente.brief import html_page, html_reading

    settings = settings_for(context, coding__dictionaries=dictionaries)
    tally = Tally()
    items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
    outcomes = tally.watch(code_items(items, settings=settings))
    readings = (o for o in outcomes if isinstance(o, Reading))
    if format is ExplainFormat.html:
        body = "".join(html_reading(r.document, r.events, r.rejections) for r in readings)
        write_text(html_page(body, "détente: " + ", ".join(files)), output)
    elif format is ExplainFormat.jsonl:
        write_lines((row for r in readings for row in _sentence_records(r)), output)
    else:
        print_blocks((block for r in readings for block in _explained(r)), output)
    raise typer.Exit(tally.finish())


def _kinds(given: str, format: Format) -> list[str]:
    kinds = [_SINGULAR.get(k.strip(), k.strip()) for k in given.split(",") if k.strip()]
    if kinds == ["all"]:
        kinds = list(KINDS)
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
    for finding in outcome.beyond_events():
        record = finding.to_json()
        if record["kind"] in kinds:
            yield record


def _print_outcomes(outcomes: Iterable[Outcome], kinds: Sequence[str], output: str | None) -> None:
    readings = (o for o in outcomes if isinstance(o, Reading))
    print_blocks((block for r in readings for block in _reading_blocks(r, kinds)), output)


def _reading_blocks(reading: Reading, kinds: Sequence[str]) -> Iterator[RenderableType]:
    from detente.brief.reading import reading_blocks
    from detente.brief.terminal import document_heading, event_list, rejection_table

    yield document_heading(reading.document, len(reading.events))
    if "event" in kinds and reading.events:
        yield event_list(reading.events, {reading.document.id: reading.document.text})
    if "rejection" in kinds and reading.rejections:
        yield rejection_table(reading.rejections)
    found: dict[str, Any] = {
        field.name: getattr(reading, field.name) if kind in kinds else ()
        for kind, field in zip(KINDS[3:], fields(reading)[3:], strict=True)
    }
    if any(found.values()):
        yield from reading_blocks(replace(reading, events=(), **found))


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
