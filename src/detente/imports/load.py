"""Files of event data into a store, each with its report.

What comes in: paths. What goes out: an `Imported` a file: rows read, kept, known already, set
aside, mended, and what damage ended the reading. One bad file never costs another's rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError, ImportUnusable
from detente.imports.formats import FORMATS, Format, mapped, sniff
from detente.imports.lookups import Lookups
from detente.imports.reading import Batch, Misfit, batches
from detente.imports.streams import LineStream, open_lines
from detente.store import Imported, ImportLoad, Store

if TYPE_CHECKING:
    import pyarrow as pa

# Rows that go into the store in one transaction: fewer cost speed, more cost memory.
TOGETHER = 120_000
Told = Callable[[int], None]


def import_files(
    store: Store,
    paths: Sequence[str | Path],
    *,
    format: str | None = None,
    mapping: str | Path | None = None,
    progress: Told | None = None,
) -> Iterator[Imported | DetenteError]:
    """Import files one after another; a report each, or why a file could not be read at all.

    Parameters
    ----------
    store
        A store open for writing.
    paths
        Files, plain or packed; a folder stands for the files in it, in order of name.
    format
        A name of `FORMATS`; told by the first line if None.
    mapping
        A mapping file for plain tables; see `mapped`.
    progress
        Called with the number of rows taken after each batch.

    Raises
    ------
    ImportUnusable
        There is no format of that name.
    BadDataFile
        The mapping does not hold up.
    """
    fixed = mapped(Path(mapping)) if mapping is not None else None
    if fixed is None and format is not None:
        if format not in FORMATS:
            raise ImportUnusable(
                f"{format!r} is no format of event data", hint=f"one of: {', '.join(FORMATS)}"
            )
        fixed = FORMATS[format]
    for path in _files(paths):
        try:
            yield _import(store, path, fixed, progress or _silent)
        except DetenteError as error:
            yield error


def _silent(rows: int) -> None:
    """Tell nobody."""


def _files(paths: Sequence[str | Path]) -> Iterator[Path]:
    for given in map(Path, paths):
        if given.is_dir():
            yield from sorted(p for p in given.rglob("*") if p.is_file())
        else:
            yield given


def _import(store: Store, path: Path, fixed: Format | None, told: Told) -> Imported:
    digest = _digest(path)
    known = store.imported_as(digest)
    if known is not None:
        return known
    stream, source = open_lines(path)
    with source:
        first = stream.readline()
        if not first.strip():
            raise ImportUnusable(
                f"{path}: nothing to read" + (f"; {stream.damage}" if stream.damage else ""),
                hint="is the file empty, or not what its name says?",
            )
        text = first.decode("utf-8").lstrip("\ufeff")
        stream.unread(text.encode("utf-8"))
        format = fixed or sniff(text, str(path))
        table = "imported_mentions" if format.sql == "gdelt_mentions" else "imported_events"
        with store.importing(str(path), digest, format.name, format.dataset, table) as load:
            _take_all(load, stream, format, str(path), told)
        return store.end_import(load, stream.damage)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ImportUnusable(
            f"reading {path}: {error.strerror}", hint="check its name and permissions"
        ) from error


def _take_all(load: ImportLoad, stream: LineStream, format: Format, path: str, told: Told) -> None:
    lookups, select = Lookups(format), format.select()
    held: list[Batch] = []
    count = done = 0

    def flush() -> None:
        nonlocal done
        if held:
            done = _take(load, lookups, select, held, done)
            told(done)
            held.clear()

    for batch in batches(stream, format, path):
        held.append(batch)
        count += len(batch.rows)
        if count >= TOGETHER:
            flush()
            count = 0
    ended = []
    if stream.cut_off:
        ended.append(Misfit(f"cut off: {stream.damage}", stream.cut_off))
    ended += [Misfit("a line of more than 8 MiB", "")] * stream.overlong
    if ended:
        held.append(_only(ended, held, format))
    flush()
    load.repaired += stream.repaired


def _only(misfits: list[Misfit], held: list[Batch], format: Format) -> Batch:
    """A batch without rows."""
    import pyarrow as pa

    if held:
        return Batch(held[-1].rows.slice(0, 0), tuple(misfits), 0)
    names = [format.renamed.get(n, n) for n in format.columns]
    names += [n for n in format.constants if n not in names]
    schema = pa.schema([(name, pa.string()) for name in names])
    return Batch(schema.empty_table(), tuple(misfits), 0)


def _take(load: ImportLoad, lookups: Lookups, select: str, held: list[Batch], done: int) -> int:
    """Store what is held; how many rows of the file have passed now."""
    import pyarrow as pa

    rows: pa.Table = pa.concat_tables([batch.rows for batch in held])
    numbers = pa.array(range(done + 1, done + len(rows) + 1), pa.int64())
    rows = rows.append_column("row_no", numbers)
    done += len(rows)
    misfits = [m for batch in held for m in batch.misfits]
    load.take(
        select,
        {"batch": rows, **lookups.tables(rows)},
        [(done + n, m.reason, m.line) for n, m in enumerate(misfits, 1)],
        sum(batch.repaired for batch in held),
    )
    return done + len(misfits)
