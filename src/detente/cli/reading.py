"""`detente read`, and over a store `detente incident`, `hypotheses` and `stakes`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import Tally, tell
from detente.cli.options import (
    AsOfOption,
    DateOption,
    Files,
    JobsOption,
    OutputOption,
    StorePath,
    settings_for,
)
from detente.cli.output import print_blocks, write_lines
from detente.errors import BadSetting
from detente.records import Reading

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.coding.hypotheses import Matrix
    from detente.coding.incidents import CaseFile
    from detente.records import Judgement
    from detente.store import Store


class ReadFormat(StrEnum):
    """How a reading is written."""

    table = "table"
    jsonl = "jsonl"


ReadFormatOption = Annotated[ReadFormat, typer.Option("--format", "-f")]


@app.command(epilog=EXIT_CODES)
def read(
    context: typer.Context,
    files: Files,
    date: DateOption = None,
    format: ReadFormatOption = ReadFormat.table,
    output: OutputOption = None,
    jobs: JobsOption = None,
) -> None:
    """Read like an analyst: incident, timeline, claims, hypotheses, stakes, signals."""
    from detente.api import all_records, code_items, read_inputs
    from detente.brief.reading import reading_blocks
    from detente.brief.terminal import document_heading

    settings = settings_for(context, coding__jobs=jobs)
    tally = Tally()
    items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
    readings = (
        o for o in tally.watch(code_items(items, settings=settings)) if isinstance(o, Reading)
    )
    if format is ReadFormat.jsonl:
        write_lines((record for r in readings for record in all_records(r)), output)
        raise typer.Exit(tally.finish())

    def blocks() -> Iterator[RenderableType]:
        for reading in readings:
            yield document_heading(reading.document, len(reading.events))
            yield from reading_blocks(reading)

    print_blocks(blocks(), output)
    raise typer.Exit(tally.finish())


Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORD", help="Only incidents whose name or fields hold these words."),
]


@app.command(epilog=EXIT_CODES)
def incident(
    context: typer.Context,
    words: Words = None,
    store: StorePath = None,
    as_of: AsOfOption = None,
    format: ReadFormatOption = ReadFormat.table,
    output: OutputOption = None,
) -> None:
    """Show the incidents of a store, reports of one act from all documents in one file."""
    from detente.brief.reading import case_file_block
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found = _case_files(opened, words or (), as_of)
    if not found:
        tell("the store holds no such incident")
    if format is ReadFormat.jsonl:
        write_lines((f.to_json() for f in found), output)
    else:
        print_blocks((case_file_block(f.name, f.fields()) for f in found), output)


@app.command(epilog=EXIT_CODES)
def hypotheses(
    context: typer.Context,
    words: Words = None,
    store: StorePath = None,
    as_of: AsOfOption = None,
    judgements: Annotated[
        str | None,
        typer.Option(
            "--judgements", metavar="FILE", help="Keep judgements in this file, not in the store."
        ),
    ] = None,
    analyst: Annotated[
        str | None, typer.Option("--analyst", metavar="NAME", help="Who judges.")
    ] = None,
    propose: Annotated[
        str | None, typer.Option("--propose", metavar="TEXT", help="A hypothesis of your own.")
    ] = None,
    about: Annotated[
        str, typer.Option("--about", metavar="QUESTION", help="who, why or what-next.")
    ] = "who",
    rate: Annotated[
        str | None,
        typer.Option(
            "--rate",
            metavar="HYPOTHESIS:EVIDENCE:RATING",
            help="Rate a cell by ids: CC, C, N, I or II.",
        ),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="HYPOTHESIS:TEXT", help="Note something on a hypothesis."),
    ] = None,
    format: ReadFormatOption = ReadFormat.table,
    output: OutputOption = None,
) -> None:
    """Weigh the explanations of a store's incidents against each other, evidence by evidence.

    The matrix is that of the analysis of competing hypotheses. What an analyst proposes, rates or
    notes is kept apart, with name and time; nothing is presented as the answer.
    """
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    made = _given(analyst, propose, about, rate, note)
    writes = bool(made) and judgements is None
    with open_store(settings["store.path"], create=False, read_only=not writes) as opened:
        if writes:
            opened.add_judgements(made)
        kept = _kept(opened, judgements, made)
        found = _matrices(opened, words or (), as_of, kept)
    if not found:
        tell("the store holds no such hypothesis")
    if format is ReadFormat.jsonl:
        write_lines(_matrix_records(found, kept), output)
    else:
        print_blocks(_matrix_blocks(found), output)


@app.command(epilog=EXIT_CODES)
def stakes(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="STATE", help="Code or name: RUS, Russia.")],
    other: Annotated[str, typer.Argument(metavar="STATE", help="Code or name: TUR, Türkiye.")],
    store: StorePath = None,
    as_of: AsOfOption = None,
    format: ReadFormatOption = ReadFormat.table,
    output: OutputOption = None,
) -> None:
    """Show what the relation of two states is worth to them, as a store's documents tell it."""
    from detente.api import check_dyad
    from detente.brief.reading import stake_line
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    pair = tuple(sorted(check_dyad(one, other)))
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found: list[Any] = [
            s for s in opened.findings("stakes", as_of=as_of) if getattr(s, "dyad", ()) == pair
        ]
    if not found:
        tell(f"the store names no stakes of {pair[0]} and {pair[1]}")
    if format is ReadFormat.jsonl:
        write_lines((s.to_json() for s in found), output)
    else:
        print_blocks((stake_line(s) for s in found), output)


# --- over a store ----------------------------------------------------------------------------


def _case_files(store: Store, words: Sequence[str], as_of: str | None) -> list[CaseFile]:
    from detente.coding.incidents import case_files

    published = {d.id: d.date for d in store.documents(as_of=as_of)}
    found: list[Any] = list(store.findings("incidents", as_of=as_of))
    wanted = [w.lower() for w in words]
    out = []
    for file in case_files(found, published):
        text = f"{file.name} {file.fields()}".lower()
        if all(w in text for w in wanted):
            out.append(file)
    return out


def _given(
    analyst: str | None, propose: str | None, about: str, rate: str | None, note: str | None
) -> list[Judgement]:
    """The judgements that the options hold, checked."""
    from detente.coding.hypotheses import judgement

    if about not in ("who", "why", "what-next"):
        raise BadSetting(f"--about {about!r} is no question", hint="who, why or what-next")
    out: list[Judgement] = []
    if propose is not None:
        out.append(judgement(analyst or "", "propose", hypothesis=about, text=propose))
    if rate is not None:
        parts = rate.split(":")
        if len(parts) != 3:
            raise BadSetting(f"--rate {rate!r}", hint="HYPOTHESIS:EVIDENCE:RATING, by their ids")
        out.append(
            judgement(
                analyst or "", "rate", hypothesis=parts[0], evidence=parts[1], rating=parts[2]
            )
        )
    if note is not None:
        hypothesis, colon, text = note.partition(":")
        if not colon:
            raise BadSetting(f"--note {note!r}", hint="HYPOTHESIS:TEXT")
        out.append(judgement(analyst or "", "note", hypothesis=hypothesis, text=text))
    return out


def _kept(store: Store, file: str | None, made: list[Judgement]) -> list[Judgement]:
    from detente.coding.hypotheses import read_judgements, write_judgements

    if file is None:
        return store.judgements()
    path = Path(file)
    kept = read_judgements(path) if path.exists() else []
    if made:
        write_judgements(path, [*kept, *made])
    return [*kept, *made]


def _matrices(
    store: Store, words: Sequence[str], as_of: str | None, kept: list[Judgement]
) -> list[tuple[str, Matrix]]:
    """The matrices of every incident, its reports from all documents taken together."""
    from detente.coding.hypotheses import matrix

    every: list[Any] = list(store.findings("hypotheses", as_of=as_of))
    out: list[tuple[str, Matrix]] = []
    for file in _case_files(store, words, as_of):
        reports = {r.id for r in file.reports}
        mine = [h for h in every if h.incident in reports]
        for about in ("who", "why"):
            made = matrix(mine, kept, about=about)
            if made.rows:
                out.append((file.name, made))
    if not words:
        ahead = matrix(every, kept, about="what-next")
        if ahead.rows:
            out.append(("What next", ahead))
    return out


def _matrix_records(
    found: list[tuple[str, Matrix]], kept: list[Judgement]
) -> Iterator[dict[str, Any]]:
    for name, made in found:
        yield {**made.to_json(), "incident": name}
    for one in kept:
        yield one.to_json()


def _matrix_blocks(found: list[tuple[str, Matrix]]) -> Iterator[RenderableType]:
    from rich.text import Text

    from detente.brief.reading import matrix_lines

    for name, made in found:
        yield Text(f"\n{made.about}: {name}", style="bold")
        for row in made.rows:
            held = f" (held by {', '.join(row.holders)})" if row.holders else ""
            yield Text(f"  {row.id} {row.proposition}{held}")
        yield from matrix_lines(made)
