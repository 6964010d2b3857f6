"""A store in a PostgreSQL database: the same tables by the same migrations, for a team.

What comes in: a URL (``postgresql://user@host/database``). What goes out: a connection that answers
as `engine` says. One process at a time writes, held by an advisory lock that ends with its
connection, however that ends; any number read meanwhile and see whole transactions only. A store
fills a schema: the first of the connection's search path, ``public`` unless the URL says otherwise
(``?options=-csearch_path%3Dturkey``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from detente.errors import StoreUnusable
from detente.store.cells import Row
from detente.store.engine import Columns, Dialect, Result, Values

if TYPE_CHECKING:
    import psycopg
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

SCHEMES = ("postgresql://", "postgres://")
# The tables that files of other people's events fill.
STAGED = ("imported_events", "imported_mentions", "quarantine")
_NAMED = re.compile(r"(?<![\w$])\$([A-Za-z_]\w*)")
_LOWER = re.compile(r"\blower\(([^()]+)\)")
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)|(?<=[?&]password=)[^&]*")


def is_url(where: object) -> bool:
    """Whether a store is named by a PostgreSQL URL."""
    return isinstance(where, str) and where.startswith(SCHEMES)


def without_password(url: str) -> str:
    """The URL as it may be shown and logged."""
    return _PASSWORD.sub(lambda m: m[1] or "***", url)


def connect(url: str, *, read_only: bool) -> Postgres:
    """A connection; it holds the writer's lock unless it only reads.

    Raises
    ------
    StoreUnusable
        psycopg is not installed, the server does not answer or refuses, or another process writes.
    """
    shown = without_password(url)
    try:
        import psycopg
    except ImportError:
        raise StoreUnusable(
            f"opening the store {shown}: psycopg is not installed",
            hint="install it with détente: pip install 'detente[postgres]'",
            path=shown,
        ) from None
    try:
        con = psycopg.connect(
            url, autocommit=True, cursor_factory=psycopg.RawCursor, application_name="detente"
        )
    except psycopg.Error as error:
        raise StoreUnusable(
            f"opening the store {shown}: {_reason(error)}",
            hint="postgresql://USER@HOST/DATABASE; does the server run, is there such a database,"
            " may you connect? A password is best kept in ~/.pgpass",
            path=shown,
        ) from error
    found = Postgres(con)
    try:
        con.execute("SET TIME ZONE 'UTC'")
        con.execute("SET client_encoding TO 'UTF8'")
        if read_only:
            con.execute("SET default_transaction_read_only TO on")
        else:
            _lock(found, shown)
    except BaseException:
        con.close()
        raise
    return found


def _lock(engine: Postgres, shown: str) -> None:
    held = engine.execute(
        "SELECT pg_try_advisory_lock(hashtext('detente store'), hashtext(current_schema()))"
    )
    if held.fetchall() == [(True,)]:
        return
    raise StoreUnusable(
        f"opening the store {shown}: another process has it open for writing and one process at a"
        " time may write",
        hint="wait until the other command has ended, or stop it, and run this one again;"
        " commands that only read may run meanwhile",
        path=shown,
        locked=True,
    )


def _reason(error: BaseException) -> str:
    """The first telling line of psycopg's message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines or [type(error).__name__])[0]


class Postgres:
    """A store in a schema of a PostgreSQL database."""

    dialect: ClassVar[Dialect] = "postgres"

    def __init__(self, con: psycopg.Connection[Any]) -> None:
        self.con = con
        self._stage: DuckDBPyConnection | None = None
        self._unicode: str | None = None

    @property
    def errors(self) -> tuple[type[BaseException], ...]:
        """psycopg's errors."""
        import psycopg

        return (psycopg.Error,)

    def execute(self, statement: str, values: Values = ()) -> Result:
        """Run one statement."""
        found: Result = self._cursor(statement, values)
        return found

    def _cursor(self, statement: str, values: Values) -> psycopg.Cursor[Any]:
        if isinstance(values, Mapping):
            statement, names = _numbered(statement, self._letters())
            values = [values[name] for name in names]
        return self.con.execute(statement, list(_without_nul(values)) or None)

    def _letters(self) -> str:
        """The collation that knows every letter's small form; columns know ASCII's alone."""
        if self._unicode is None:
            known = "SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'"
            # A server built without ICU has the database's own language instead.
            self._unicode = "und-x-icu" if self.con.execute(known).fetchall() else "default"
        return self._unicode

    def begin(self) -> None:
        """Begin a transaction."""
        self.con.execute("BEGIN")

    def commit(self) -> None:
        """End it, keeping what was written."""
        self.con.execute("COMMIT")

    def rollback(self) -> None:
        """End it, keeping nothing; where the connection is gone, the server has done so."""
        if not self.con.closed:
            self.con.execute("ROLLBACK")

    def close(self) -> None:
        """End the connection, and with it the writer's lock."""
        self.con.close()
        if self._stage is not None:
            self._stage.close()

    def insert(self, table: str, columns: Columns, rows: Sequence[Row]) -> None:
        """Add rows by COPY."""
        self._copy(table, [name for name, _ in columns], rows)

    def _copy(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        names = ", ".join(columns)
        with self.con.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(_without_nul(row))

    def arrow(self, statement: str, values: Values = ()) -> pa.Table:
        """The rows of a statement as an Arrow table, with the types that DuckDB gives."""
        import pyarrow as pa

        found = self._cursor(statement, values)
        types = _arrow_types()
        fields = [
            pa.field(column.name, types.get(column.type_code, pa.string()))
            for column in found.description or ()
        ]
        columns = list(zip(*found.fetchall(), strict=True)) or [()] * len(fields)
        arrays = [pa.array(c, f.type) for c, f in zip(columns, fields, strict=True)]
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields))

    def cannot_hold(self, tables: Mapping[str, Sequence[Row]]) -> str | None:
        """Why rows cannot be stored: no text of PostgreSQL may hold the character NUL."""
        for rows in tables.values():
            for row in rows:
                if any(isinstance(value, str) and "\0" in value for value in row):
                    return "its text holds a NUL character, which PostgreSQL cannot store"
        return None

    def stage(self) -> DuckDBPyConnection:
        """A DuckDB in memory with the tables of imports, empty."""
        import duckdb

        from detente.store.connect import migrations

        if self._stage is None:
            self._stage = duckdb.connect()
            for _, _, statements in migrations():
                self._stage.execute(statements)
        for table in STAGED:
            self._stage.execute(f"DELETE FROM {table}")
        return self._stage

    def take_staged(self) -> None:
        """Bring what was prepared into the store."""
        if self._stage is None:
            return
        for table in STAGED:
            found = self._stage.execute(f"SELECT * FROM {table}")
            columns = [name for name, *_ in found.description or ()]
            while rows := found.fetchmany(10_000):
                self._copy(table, columns, rows)


def _without_nul(row: Sequence[Any]) -> Row:
    """A row, NUL characters in it shown as U+FFFD: documents that hold one were set aside before,
    and what is looked for with one is not there."""
    return tuple(v.replace("\0", "\ufffd") if isinstance(v, str) else v for v in row)


@lru_cache(maxsize=256)
def _numbered(statement: str, letters: str) -> tuple[str, tuple[str, ...]]:
    """A statement with ``$1`` for its first ``$name``, and the names in their order."""
    names = tuple(dict.fromkeys(_NAMED.findall(statement)))
    statement = _LOWER.sub(lambda m: f'lower(({m[1]}) COLLATE "{letters}")', statement)
    return _NAMED.sub(lambda m: f"${names.index(m[1]) + 1}", statement), names


def _arrow_types() -> dict[int, Any]:
    """Arrow's types by the number that PostgreSQL gives its own."""
    import pyarrow as pa

    return {
        16: pa.bool_(),
        20: pa.int64(),
        21: pa.int16(),
        23: pa.int32(),
        700: pa.float32(),
        701: pa.float64(),
        1082: pa.date32(),
        1114: pa.timestamp("us"),
        1184: pa.timestamp("us", tz="UTC"),
        # Sums of integers, which are what queries of ours sum; sums of scores are floats.
        1700: pa.decimal128(38, 0),
        1009: pa.list_(pa.string()),
        1015: pa.list_(pa.string()),
    }


@lru_cache(maxsize=32)
def migration(statements: str) -> list[str]:
    """A migration's statements, written for DuckDB, as PostgreSQL reads them.

    Text is compared and sorted by code point in every column, as DuckDB does: the order of records
    must not depend on the language that a database was made for.
    """
    import sqlglot
    from sqlglot import exp

    out = []
    for statement in sqlglot.parse(statements, read="duckdb"):
        if statement is None:
            continue
        for column in statement.find_all(exp.ColumnDef):
            if column.kind is not None and column.kind.is_type("varchar", "text"):
                by_code_point = exp.CollateColumnConstraint(
                    this=exp.to_identifier("C", quoted=True)
                )
                column.append("constraints", exp.ColumnConstraint(kind=by_code_point))
        out.append(statement.sql(dialect="postgres", comments=False))
    return out
