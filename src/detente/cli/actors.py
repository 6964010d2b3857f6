"""`detente actors`: who is known, how a name is read, and how to make others known."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import DONE, EXIT_CODES, SET_ASIDE
from detente.cli.messages import tell, where, why
from detente.cli.options import (
    DateOption,
    Format,
    FormatOption,
    OutputOption,
    StorePath,
    settings_for,
)
from detente.cli.output import write_rows, write_text
from detente.cli.petrarch import actors_import
from detente.errors import BadSetting

if TYPE_CHECKING:
    from detente.coding.unknown import UnknownName
    from detente.config import Settings
    from detente.records import Document, Party, Rejection

actors = typer.Typer(
    help="Ask who is known and make others known.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(actors, name="actors")
actors.add_typer(actors_import, name="import")


@actors.callback()
def known_actors() -> None:
    """Ask who is known and make others known."""


Name = Annotated[str, typer.Argument(metavar="NAME", help="A name, as texts write it.")]


@actors.command(epilog=EXIT_CODES)
def unknown(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Text, Markdown, HTML or JSONL; a folder; -."),
    ] = None,
    store: StorePath = None,
    date: DateOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many names to show.")] = 50,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """Rank the names that stood as a party and are nobody's, with the sentences they stood in.

    With files they are read anew, and names whose events were dropped count too; with a store
    the parties of its events are ranked.
    """
    if bool(files) == (store is not None):
        raise BadSetting("name files, or a store with --store", hint="one of the two")

    from detente.brief.terminal import counted

    settings = settings_for(context, store__path=store)
    aside: list[Rejection] = []
    found = _of_store(settings) if store else _of_files(files or [], settings, date, aside)
    rows: list[dict[str, Any]] = [
        {
            "name": u.name,
            "count": u.count,
            "documents": len(u.documents),
            "example": u.examples[0] if format is Format.table else list(u.examples),
        }
        for u in found[:limit]
    ]
    write_rows(rows, format, output)
    note = f", {counted(len(aside), 'input')} set aside" if aside else ""
    tell(counted(len(found), "unknown name") + note)
    if found:
        command = f"detente actors add {found[0].name!r} --country CODE --sector CODE"
        tell(f"to make one known: {command}")
    raise typer.Exit(SET_ASIDE if aside else DONE)


def _of_files(
    files: list[str], settings: Settings, date: str | None, aside: list[Rejection]
) -> list[UnknownName]:
    from detente.api import coder_for, read_inputs
    from detente.coding.unknown import unknown_in_texts
    from detente.records import Document

    documents: list[Document] = []
    for item in read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer):
        if isinstance(item, Document):
            documents.append(item)
        else:
            aside.append(item)
            tell(f"set aside: {where(item)}: {why(item)}")
    return unknown_in_texts(coder_for(settings), documents)


def _of_store(settings: Settings) -> list[UnknownName]:
    from detente.coding.unknown import unknown_in_events
    from detente.store import open_store

    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        return unknown_in_events(opened.events())


@actors.command(epilog=EXIT_CODES)
def add(
    context: typer.Context,
    name: Name,
    country: Annotated[
        str, typer.Option(metavar="CODE", help="ISO alpha-3, a state's name, or IGO, NGO, MNC ...")
    ],
    sector: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="PLOVER sector; may be repeated.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="person, party, armed, agency ...; guessed.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="From this day on.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")] = None,
    alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another name; may be repeated.")
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Where you have it from.")] = "",
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Your folder; default: actors.folder.")
    ] = None,
) -> None:
    """Write an actor into your own table, which the coder reads before the shipped ones."""
    from detente.codebook import load_states, state_code
    from detente.coding.actors.own import OwnActor, add_own, guess_kind

    settings = settings_for(context)
    sectors = tuple(s.strip().upper() for given in sector or [] for s in given.split(","))
    code = state_code(country)
    actor = OwnActor(
        name.strip(),
        code,
        sectors,
        kind or guess_kind(name, code, sectors),
        start or "",
        end or "",
        tuple(a.strip() for a in alias or []),
        note,
    )
    path = add_own(folder or Path(settings["actors.folder"]), actor, load_states())
    tell(f"{path}: {actor.name} is {actor.country}, read as {actor.kind}")
    if kind is None:
        tell("if that is not what it is, edit the row or add it with --kind")


@actors.command(epilog=EXIT_CODES)
def show(
    context: typer.Context, name: Name, date: DateOption = None, output: OutputOption = None
) -> None:
    """Tell how a name is read on a day, and which rows of which tables say so."""
    from detente.coding.actors import ActorFinder, load_tables
    from detente.coding.actors.show import read_alone, rows_naming

    settings = settings_for(context)
    own = settings.own_actors
    tables = load_tables(own=own)
    parties = read_alone(name, date, ActorFinder(tables))
    rows = rows_naming(name, own)
    when = f" on {date}" if date else ""
    lines = [f"{name}{when} is read as: {_party(p)}" for p in parties if p.country or p.sector]
    lines = lines or [f"{name}{when} is read as nobody known"]
    lines += [f"  {row.file}, line {row.line}: {row}" for row in rows]
    code = tables.states.named(name)
    if code is not None:
        lineage = tables.states.lineage(code)
        lines.append(
            f"  as a state's name: {code}"
            + (f", then and now {' > '.join(lineage)}" if len(lineage) > 1 else "")
        )
    write_text("\n".join(lines) + "\n", output)
    if not rows and code is None:
        tell(f"no table has it; detente actors add {name!r} --country CODE")


def _party(party: Party) -> str:
    parts = [party.name, party.country or "no country", ",".join(party.sector)]
    return ", ".join(p for p in parts if p)
