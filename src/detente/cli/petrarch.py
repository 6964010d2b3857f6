"""`detente actors import petrarch` and `detente patterns import petrarch`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.exits import DONE, EXIT_CODES, SET_ASIDE
from detente.cli.messages import tell
from detente.errors import BadSetting

_SHOWN = 20  # remarks told on standard error; all of them are in report.tsv


class Kind(StrEnum):
    """What a file of actors holds."""

    actors = "actors"
    agents = "agents"
    discards = "discards"


Sources = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Dictionary files in PETRARCH's format.")
]
Folder = Annotated[
    Path,
    typer.Option(
        "--dictionaries", metavar="DIR", help="Folder of our tables to put them into; made if new."
    ),
]
FOLDER = Path("dictionaries")


def _group(what: str) -> typer.Typer:
    group = typer.Typer(help=what, epilog=EXIT_CODES, no_args_is_help=True, rich_markup_mode=None)

    @group.callback()
    def importing() -> None:
        pass

    importing.__doc__ = what
    return group


actors_import = _group("Bring actors from the dictionaries of other coders.")
patterns_import = _group("Bring verb patterns from the dictionaries of other coders.")


@actors_import.command("petrarch", epilog=EXIT_CODES)
def import_actors(
    files: Sources,
    dictionaries: Folder = FOLDER,
    kind: Annotated[
        Kind | None, typer.Option(help="What the files hold; told from their lines if not given.")
    ] = None,
) -> None:
    """Read actors, agents and discards of PETRARCH into tables that can be edited.

    What the folder held of files of the same name is replaced. Lines that could not be taken are
    named with their reason, here and in report.tsv.
    """
    from detente.coding.petrarch.read import kind_of

    found = [(kind.value if kind else kind_of(path), path) for path in files]
    for one, path in found:
        if one == "verbs":
            raise BadSetting(
                f"{path} is a dictionary of verbs, not of actors",
                hint=f"detente patterns import petrarch {path}",
            )
    _import(found, dictionaries)


@patterns_import.command("petrarch", epilog=EXIT_CODES)
def import_patterns(files: Sources, dictionaries: Folder = FOLDER) -> None:
    """Read verbs, synsets and patterns of PETRARCH 1 or 2 into tables that can be edited.

    What the folder held of files of the same name is replaced. Lines that could not be taken are
    named with their reason, here and in report.tsv.
    """
    from detente.coding.petrarch.read import kind_of

    for path in files:
        if (one := kind_of(path)) != "verbs":
            raise BadSetting(
                f"{path} is a dictionary of {one}, not of verbs",
                hint=f"detente actors import petrarch {path}",
            )
    _import([("verbs", path) for path in files], dictionaries)


def _import(files: list[tuple[str, Path]], folder: Path) -> None:
    from detente.brief.terminal import counted
    from detente.coding.petrarch.folder import merge
    from detente.coding.petrarch.read import read_all

    reading = read_all(files)
    held = merge(folder, reading, [path.name for _, path in files])
    lost = [r for r in reading.remarks if not r.taken]
    for remark in [*lost, *(r for r in reading.remarks if r.taken)][:_SHOWN]:
        mark = "taken, but" if remark.taken else "left out"
        tell(f"{remark.source}: {mark}: {remark.reason}: {remark.text}")
    if len(reading.remarks) > _SHOWN:
        tell(f"... and {len(reading.remarks) - _SHOWN} more: see {folder / 'report.tsv'}")
    new = reading.dictionary
    counts = [
        counted(len(rows), name)
        for rows, name in (
            (new.actors, "actor"),
            (new.agents, "agent"),
            (new.discards, "discard"),
            (new.synsets, "synset"),
            (new.verbs, "verb"),
            (new.patterns, "pattern"),
        )
        if rows
    ]
    tell(
        f"{counted(reading.lines, 'line')} read: {', '.join(counts) or 'nothing'}; "
        f"{counted(len(lost), 'line')} left out"
    )
    total = len(held.actors) + len(held.agents) + len(held.verbs) + len(held.patterns)
    tell(f"{folder} holds {total} actors, agents, verbs and patterns")
    raise typer.Exit(SET_ASIDE if lost else DONE)
