"""`detente brief`: compose a brief, compare two, check one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES, SET_ASIDE
from detente.cli.messages import tell
from detente.cli.options import AsOfOption, OutputOption, StorePath, settings_for
from detente.cli.output import write_text
from detente.errors import BadSetting

if TYPE_CHECKING:
    from detente.brief.brief import Brief
    from detente.store import Store


@app.command("brief", epilog=EXIT_CODES)
def brief(
    context: typer.Context,
    one: Annotated[
        str | None, typer.Argument(metavar="[SIDE", help="A state, bloc or armed group.")
    ] = None,
    other: Annotated[str | None, typer.Argument(metavar="SIDE]", help="The other.")] = None,
    store: StorePath = None,
    as_of: AsOfOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE|FILE",
            help="New is what came after this day; or an older brief to compare with.",
        ),
    ] = None,
    check: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Check an exported brief against the store instead."),
    ] = None,
    output: OutputOption = None,
) -> None:
    """Write a brief on a relation: what happened, who says what, what is at stake, the outlook.

    Composed from records; every sentence is checked against what it cites before it is printed.
    The suffix of --output says how: .html, .pdf (two pages), .docx, .md or .json.
    """
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    if check is not None:
        if one is not None:
            raise BadSetting("--check takes a file and no sides", hint="detente brief --check FILE")
        with open_store(settings["store.path"], create=False, read_only=True) as opened:
            raise typer.Exit(_check(opened, check, output))
    if one is None or other is None:
        raise BadSetting("a brief is of two sides", hint="detente brief RUS TUR --output b.pdf")
    day = as_of or datetime.now(UTC).date().isoformat()
    older, day_from = _since(since, one, other, day)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        _write(opened, (one, other), day, day_from, older, output)


def _since(given: str | None, one: str, other: str, as_of: str) -> tuple[Brief | None, str | None]:
    """An older brief and its day, or a day; a brief of the same day is compared from its own."""
    from detente.brief.exports import SUFFIXES, read_back
    from detente.relations import find_side

    if given is None or Path(given).suffix.lower() not in SUFFIXES:
        return None, given
    older = read_back(given).brief
    dyad = "-".join(sorted((find_side(one).code, find_side(other).code)))
    if older.dyad != dyad:
        raise BadSetting(
            f"{given} is a brief of {older.dyad} and cannot be compared with one of {dyad}",
            hint="give an older brief of the same two, or a day",
        )
    return older, older.as_of if older.as_of < as_of else older.since


def _write(
    store: Store,
    sides: tuple[str, str],
    as_of: str,
    since: str | None,
    older: Brief | None,
    output: str | None,
) -> None:
    from detente.api import make_brief, save_brief
    from detente.brief.diff import changes, changes_text
    from detente.brief.exports import plain
    from detente.brief.exports.write import check_suffix

    if output is not None:
        check_suffix(output)
    made = make_brief(store, *sides, as_of=as_of, since=since)
    if older is not None:
        write_text(changes_text(changes(older, made)), None)
    if output is not None:
        save_brief(store, made, output)
    elif older is None:
        write_text(plain(made), None)
    count = sum(1 for _ in made.sentences())
    tell(f"{count} sentences, {len(made.notes)} footnotes, {len(made.withheld)} withheld")


def _check(store: Store, file: str, output: str | None) -> int:
    """Check a file and tell; the exit code."""
    from detente.api import check_brief

    found = check_brief(store, file)
    for failure in found.failures:
        where = failure.section if failure.note is None else f"footnote {failure.note}"
        tell(f"does not hold ({where}): {failure.text}")
        for reason in failure.reasons:
            tell(f"    {reason}")
    if output is not None:
        write_text(json.dumps(found.to_json(), indent=1, ensure_ascii=False) + "\n", output)
    fine = "every one holds" if found.holds else f"{len(found.failures)} do not hold"
    write_text(f"{file}: {found.sentences} sentences, {found.notes} footnotes: {fine}\n", None)
    return 0 if found.holds else SET_ASIDE
