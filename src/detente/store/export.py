"""Flat files from the store: CSV, Parquet, JSONL, and the codebook that describes them."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import BadDataFile, BadSetting, StoreUnusable
from detente.store import sql
from detente.store.cells import dumps
from detente.store.plover import plover_lines

if TYPE_CHECKING:
    from detente.store.store import Store

FORMATS = ("csv", "parquet", "jsonl", "plover")
KINDS = ("events", *sql.EXPORTS)


def codebook() -> list[dict[str, str]]:
    """Every column of every flat table: ``table``, ``column``, ``type`` and ``description``.

    Raises
    ------
    BadDataFile
        ``columns.tsv`` has a line without four fields.
    """
    text = files("detente.store").joinpath("columns.tsv").read_text("utf-8")
    out: list[dict[str, str]] = []
    names: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 4:
            raise BadDataFile(
                f"{len(fields)} fields, 4 expected",
                file="store/columns.tsv",
                line=number,
                hint="table, column, type and description, parted by tabs",
            )
        if names is None:
            names = fields
        else:
            out.append(dict(zip(names, fields, strict=True)))
    return out


def export(store: Store, path: Path, format: str | None, kind: str) -> list[Path]:
    """Write one table of ``store``; see `Store.export`."""
    wanted = format or path.suffix.lstrip(".").lower()
    if wanted not in FORMATS:
        raise BadSetting(
            f"writing {path}: {wanted!r} is not a format",
            hint=f"one of {', '.join(FORMATS)}",
            value=wanted,
        )
    if kind not in KINDS:
        raise BadSetting(
            f"writing {path}: {kind!r} is not a table of the store",
            hint=f"one of {', '.join(KINDS)}",
            value=kind,
        )
    if wanted == "plover" and kind != "events":
        raise BadSetting(f"writing {path}: PLOVER's JSON holds events, not {kind}", value=kind)
    with whole_or_absent(path) as draft:
        if wanted in ("jsonl", "plover"):
            lines = plover_lines(store) if wanted == "plover" else _records(store, kind)
            _write_lines(lines, draft)
            written = [path]
        else:
            _write_table(store, draft, kind, wanted)
            written = [path, _write_codebook(path, kind)]
    return written


@contextmanager
def whole_or_absent(path: Path) -> Iterator[Path]:
    """A draft to write, which takes the name ``path`` once it is whole and is gone otherwise.

    Raises
    ------
    StoreUnusable
        The file cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        try:
            yield draft
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnusable(
            f"writing {path}: {error.strerror or error}",
            hint="does the directory exist, is it writable, is there room?",
            path=str(path),
        ) from error


def _write_table(store: Store, path: Path, kind: str, format: str) -> None:
    table = store.table(kind)
    if format == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, path)
    else:
        import pyarrow.csv as pc

        pc.write_csv(table, path)


def _records(store: Store, kind: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of a table: the contract's records where it has them."""
    if kind == "events":
        yield from (e.to_json() for e in store.events())
    elif kind == "documents":
        yield from (d.to_json() for d in store.documents())
    elif kind == "rejections":
        yield from (r.to_json() for r in store.rejections())
    elif kind in sql.FINDING_KINDS:
        yield from (f.to_json() for f in store.findings(kind))
    else:
        yield from store.table(kind).to_pylist()


def _write_lines(records: Iterable[dict[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(dumps(record) + "\n")


def _write_codebook(path: Path, kind: str) -> Path:
    beside = path.with_name(f"{path.stem}.codebook.csv")
    with beside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["column", "type", "description"])
        for row in codebook():
            if row["table"] == kind:
                writer.writerow([row["column"], row["type"], row["description"]])
    return beside
