"""Event data that others coded, taken into the store batch by batch.

What comes in: Arrow tables under names of the caller's and the SELECT that brings them to the
columns of ``imported_events``. What goes out: counts. A batch is one transaction; a file whose
import was killed is imported anew, one that is there already is known by its digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from detente.store import import_sql as sql
from detente.store.connect import utc_now

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

# Rows are sorted by dyad within a batch, so that a dyad's rows lie together on disk; more than
# this at once would not fit the gigabyte that an import may take.
MEMORY = "400MB"
# Rows whose ids are compared at once when rows that came twice are looked for.
COMPARED = 2_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    """One file of event data that was imported; times are UTC, ``finished`` None if it was not."""

    id: int
    path: str
    digest: str
    format: str
    dataset: str
    started: str
    finished: str | None
    rows_read: int
    kept: int
    known: int
    aside: int
    repaired: int
    damage: str | None

    def to_json(self) -> dict[str, Any]:
        """The import as JSON object."""
        names = self.__slots__
        return {"kind": "import", **{name: getattr(self, name) for name in names}}


class ImportLoad:
    """Takes the batches of one file; made by `Store.importing`."""

    def __init__(self, con: DuckDBPyConnection, number: int, dataset: str, table: str) -> None:
        self._con = con
        self.id = number
        self.dataset = dataset
        self.table = table
        self.rows_read = self.kept = self.known = self.aside = self.repaired = 0

    def take(
        self,
        select: str,
        tables: Mapping[str, pa.Table],
        misfits: Sequence[tuple[int, str, str]] = (),
        repaired: int = 0,
    ) -> None:
        """Store one batch.

        Parameters
        ----------
        select
            SQL over ``tables`` that gives the target's columns, ``row_no``, ``reason`` (null if
            the row can be taken) and ``repaired``.
        tables
            By name; ``batch`` holds the raw rows with their ``row_no``.
        misfits
            Lines that are no rows: number, reason, line.
        repaired
            Rows that were mended while they were read.
        """
        con = self._con
        for name, table in tables.items():
            con.register(name, table)
        try:
            con.begin()
            try:
                con.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {select}")
                raw = [n for n in tables["batch"].column_names if n != "row_no"]
                insert = sql.TAKE[self.table]
                con.execute(insert, {"id": self.id, "dataset": self.dataset})
                con.execute(sql.set_aside(raw), {"id": self.id})
                rows = con.execute(sql.STAGED).fetchall()[0]
                for number, reason, line in misfits:
                    con.execute(sql.MISFIT, [self.id, number, reason, line])
                con.commit()
            except BaseException:
                con.rollback()
                raise
        finally:
            for name in tables:
                con.unregister(name)
        self.rows_read += int(rows[0]) + len(misfits)
        self.kept += int(rows[1])
        self.aside += int(rows[0]) - int(rows[1]) + len(misfits)
        self.repaired += int(rows[2]) + repaired

    def forget_known(self) -> None:
        """Drop rows that the store had already, or that came twice in the file."""
        if self.table != "imported_events" or not self.kept:
            return
        parts = self.kept // COMPARED + 1
        for part in range(parts):
            gone = self._con.execute(
                sql.FORGET_KNOWN,
                {"id": self.id, "dataset": self.dataset, "parts": parts, "part": part},
            ).fetchall()
            self.known += len(gone)
        self.kept -= self.known


@contextmanager
def loading(
    con: DuckDBPyConnection, path: str, digest: str, format: str, dataset: str, table: str
) -> Iterator[ImportLoad]:
    """Log an import, hand out what takes its batches, and log how it ended."""
    for (old,) in con.execute(sql.UNFINISHED, [digest]).fetchall():
        for statement in sql.FORGET:
            con.execute(statement, [old])
    number = int(con.execute(sql.NEXT_IMPORT).fetchall()[0][0])
    con.execute(sql.BEGIN_IMPORT, [number, path, digest, format, dataset, utc_now()])
    before = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
    order = con.execute("SELECT current_setting('preserve_insertion_order')").fetchall()[0][0]
    con.execute(f"SET memory_limit = '{MEMORY}'")
    con.execute("SET preserve_insertion_order = false")
    load = ImportLoad(con, number, dataset, table)
    try:
        yield load
        load.forget_known()
    finally:
        con.execute(f"SET memory_limit = '{before}'")
        con.execute(f"SET preserve_insertion_order = {str(order).lower()}")


def finish(con: DuckDBPyConnection, load: ImportLoad, damage: str | None) -> Imported:
    """Log that an import has ended; its counts."""
    con.execute(
        sql.END_IMPORT,
        [load.id, utc_now(), load.rows_read, load.kept, load.known, load.aside, load.repaired,
         damage],
    )  # fmt: skip
    return _imports(con.execute(sql.IMPORT, [load.id]).fetchall())[0]


def known_digest(con: DuckDBPyConnection, digest: str) -> Imported | None:
    """The finished import of the same bytes, if there is one."""
    return next(iter(_imports(con.execute(sql.KNOWN, [digest]).fetchall())), None)


def imported_names(con: DuckDBPyConnection, dataset: str) -> set[str]:
    """The names of the files of a dataset whose import has ended."""
    rows = con.execute(sql.IMPORTED_PATHS, [dataset]).fetchall()
    return {str(path).replace("\\", "/").rpartition("/")[2] for (path,) in rows}


def imports(con: DuckDBPyConnection) -> list[Imported]:
    """Every import, oldest first."""
    return _imports(con.execute(sql.IMPORTS).fetchall())


def _imports(rows: Sequence[tuple[Any, ...]]) -> list[Imported]:
    def iso(moment: datetime | None) -> str | None:
        return None if moment is None else moment.isoformat(timespec="seconds") + "Z"

    return [
        Imported(number, path, digest, format, dataset, iso(began) or "", iso(ended), *counts)
        for number, path, digest, format, dataset, began, ended, *counts in rows
    ]
