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
from detente.store.engine import whole

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.store.engine import Engine

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

    def __init__(self, con: Engine, number: int, dataset: str, table: str) -> None:
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
        stage = self._con.stage()
        for name, table in tables.items():
            stage.register(name, table)
        try:
            with whole(self._con):
                stage.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {select}")
                raw = [n for n in tables["batch"].column_names if n != "row_no"]
                insert = sql.TAKE[self.table]
                stage.execute(insert, {"id": self.id, "dataset": self.dataset})
                stage.execute(sql.set_aside(raw), {"id": self.id})
                rows = stage.execute(sql.STAGED).fetchall()[0]
                for number, reason, line in misfits:
                    stage.execute(sql.MISFIT, [self.id, number, reason, line])
                self._con.take_staged()
        finally:
            for name in tables:
                stage.unregister(name)
        self.rows_read += int(rows[0]) + len(misfits)
        self.kept += int(rows[1])
        self.aside += int(rows[0]) - int(rows[1]) + len(misfits)
        self.repaired += int(rows[2]) + repaired

    def forget_known(self) -> None:
        """Drop rows that the store had already, or that came twice in the file."""
        if self.table != "imported_events" or not self.kept:
            return
        asked = {"id": self.id, "dataset": self.dataset}
        if self._con.dialect == "postgres":
            self.known += len(self._con.execute(sql.FORGET_KNOWN_POSTGRES, asked).fetchall())
        else:
            parts = self.kept // COMPARED + 1
            for part in range(parts):
                cut = {**asked, "parts": parts, "part": part}
                self.known += len(self._con.execute(sql.FORGET_KNOWN, cut).fetchall())
        self.kept -= self.known


@contextmanager
def loading(
    con: Engine, path: str, digest: str, format: str, dataset: str, table: str
) -> Iterator[ImportLoad]:
    """Log an import, hand out what takes its batches, and log how it ended."""
    for (old,) in con.execute(sql.UNFINISHED, [digest]).fetchall():
        for statement in sql.FORGET:
            con.execute(statement, [old])
    number = int(con.execute(sql.NEXT_IMPORT).fetchall()[0][0])
    con.execute(sql.BEGIN_IMPORT, [number, path, digest, format, dataset, utc_now()])
    stage = con.stage()
    before = stage.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
    order = stage.execute("SELECT current_setting('preserve_insertion_order')").fetchall()[0][0]
    stage.execute(f"SET memory_limit = '{MEMORY}'")
    stage.execute("SET preserve_insertion_order = false")
    load = ImportLoad(con, number, dataset, table)
    try:
        yield load
        load.forget_known()
    finally:
        stage.execute(f"SET memory_limit = '{before}'")
        stage.execute(f"SET preserve_insertion_order = {str(order).lower()}")


def finish(con: Engine, load: ImportLoad, damage: str | None) -> Imported:
    """Log that an import has ended; its counts."""
    con.execute(
        sql.END_IMPORT,
        [load.id, utc_now(), load.rows_read, load.kept, load.known, load.aside, load.repaired,
         damage],
    )  # fmt: skip
    return _imports(con.execute(sql.IMPORT, [load.id]).fetchall())[0]


def known_digest(con: Engine, digest: str) -> Imported | None:
    """The finished import of the same bytes, if there is one."""
    return next(iter(_imports(con.execute(sql.KNOWN, [digest]).fetchall())), None)


def imported_names(con: Engine, dataset: str) -> set[str]:
    """The names of the files of a dataset whose import has ended."""
    rows = con.execute(sql.IMPORTED_PATHS, [dataset]).fetchall()
    return {str(path).replace("\\", "/").rpartition("/")[2] for (path,) in rows}


def imports(con: Engine) -> list[Imported]:
    """Every import, oldest first."""
    return _imports(con.execute(sql.IMPORTS).fetchall())


def _imports(rows: Sequence[tuple[Any, ...]]) -> list[Imported]:
    def iso(moment: datetime | None) -> str | None:
        return None if moment is None else moment.isoformat(timespec="seconds") + "Z"

    return [
        Imported(number, path, digest, format, dataset, iso(began) or "", iso(ended), *counts)
        for number, path, digest, format, dataset, began, ended, *counts in rows
    ]
