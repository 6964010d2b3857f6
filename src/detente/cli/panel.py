"""`detente panel` and `detente pack`: for those who publish and replicate."""

from __future__ import annotations

import csv
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import tell
from detente.cli.options import AsOfOption, Format, FromOption, StorePath, ToOption, settings_for
from detente.cli.output import write_arrow
from detente.errors import BadSetting


class Period(StrEnum):
    """What a row of a panel spans."""

    week = "week"
    month = "month"


@app.command(epilog=EXIT_CODES)
def panel(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="To write: .csv or .parquet.")],
    store: StorePath = None,
    by: Annotated[Period, typer.Option(help="What a row spans.")] = Period.week,
    dataset: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only events of one origin: texts, gdelt, icews ..."),
    ] = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Write a panel of all dyads, with ISO, COW and GW codes, and a codebook beside it."""
    from detente.relations import dyad_panel
    from detente.relations.panel import columns
    from detente.store import open_store

    path = Path(file)
    if path.suffix not in (".csv", ".parquet"):
        raise BadSetting(f"writing {file}: a panel is .csv or .parquet", hint="name such a file")
    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        table = dyad_panel(
            opened,
            by=by.value,
            date_from=date_from,
            date_to=date_to,
            as_of=as_of,
            dataset=dataset,
        )
    write_arrow(table, Format(path.suffix.lstrip(".")), file)
    beside = path.with_suffix(".codebook.csv")
    with beside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ("column", "type", "description"), lineterminator="\n")
        writer.writeheader()
        writer.writerows(columns())
    tell(f"written: {path} ({len(table):,} rows) and {beside}")


@app.command(epilog=EXIT_CODES)
def pack(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The archive to write: .zip.")],
    store: StorePath = None,
    quotes: Annotated[
        int | None,
        typer.Option(
            metavar="WORDS",
            min=0,
            help="Leave out documents' texts and cut evidence to so many words.",
        ),
    ] = None,
) -> None:
    """Pack a store for replication: data, codebook, settings, versions, run log, checksums."""
    from detente.archive import pack as write
    from detente.store import open_store

    path = Path(file)
    if path.suffix != ".zip":
        raise BadSetting(f"writing {file}: an archive is a .zip", hint="name such a file")
    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        names = write(opened, path, settings=settings.values, quote_words=quotes)
    tell(f"written: {path} ({len(names)} files)")
