"""Arguments and options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.config import Settings, load_settings
from detente.errors import BadSetting


class Format(StrEnum):
    """How records are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Text, Markdown, HTML, JSONL or Parquet; a folder; - for standard input.",
    ),
]


StorePath = Annotated[
    str | None,
    typer.Option("--store", "-s", metavar="PATH", help="The store's file, or a postgresql:// URL."),
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


DictionariesOption = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Code with the imported dictionaries in this folder."),
]


FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on.")]


ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")]


AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what was published by this day."),
]


def settings_for(context: typer.Context, **changes: Any) -> Settings:
    """The settings of this run: defaults, file, then options that were given."""
    return load_settings(context.obj).replaced(**changes)


def dyad_of(given: str) -> tuple[str, str]:
    """Two state codes from "RUS-TUR"."""
    from detente.api import check_dyad

    one, dash, other = given.partition("-")
    if not dash:
        raise BadSetting(f"--dyad {given!r} names one state", hint="two codes, such as RUS-TUR")
    return check_dyad(one, other)


def event_types_of(given: Sequence[str] | None) -> list[str] | None:
    """Event types as the codebook names them; None for no filter."""
    if not given:
        return None
    from detente.codebook import load_codebook
    from detente.errors import UnknownEventType

    book = load_codebook()
    try:
        return [book.event_type(name.upper()).name for name in given]
    except UnknownEventType as error:
        raise BadSetting(f"--type: {error.message}", hint=error.hint) from None


def count_inputs(files: Sequence[str]) -> int | None:
    """How many documents the inputs hold, for the bar; None where only reading would tell."""
    total = 0
    for name in files:
        path = Path(name)
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for one in inside:
            if name == "-" or one.suffix == ".gz" or not one.is_file():
                return None
            if one.suffix == ".parquet":
                total += _rows(one)
            else:
                total += _lines(one) if one.suffix in (".jsonl", ".ndjson") else 1
    return total


def _rows(path: Path) -> int:
    import pyarrow
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pyarrow.ArrowException):
        return 1


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(1 for line in file if line.strip())
    except OSError:
        return 1
