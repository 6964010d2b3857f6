"""What the store asks of a database, and how DuckDB answers; `postgres` is the other one.

Statements are the same for both (``$name`` or ``$1`` parameters); what differs is behind this
seam: many rows at once, Arrow, and where rows of other people's files are prepared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from detente.errors import StoreUnusable
from detente.store import sql
from detente.store.cells import Row

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

Values = Sequence[Any] | Mapping[str, Any]
Columns = Sequence[tuple[str, str]]
Dialect = Literal["duckdb", "postgres"]


class Result(Protocol):
    """What a statement gave."""

    def fetchall(self) -> list[Row]:
        """Every row."""
        ...


class Engine(Protocol):
    """An open connection to a store."""

    dialect: ClassVar[Dialect]

    @property
    def errors(self) -> tuple[type[BaseException], ...]:
        """What it raises when it cannot do what it is told."""
        ...

    def execute(self, statement: str, values: Values = ()) -> Result:
        """Run one statement."""
        ...

    def begin(self) -> None:
        """Begin a transaction."""
        ...

    def commit(self) -> None:
        """End it, keeping what was written."""
        ...

    def rollback(self) -> None:
        """End it, keeping nothing."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...

    def insert(self, table: str, columns: Columns, rows: Sequence[Row]) -> None:
        """Add rows to a table, whose columns come with their types."""
        ...

    def arrow(self, statement: str, values: Values = ()) -> pa.Table:
        """The rows of a statement as an Arrow table."""
        ...

    def cannot_hold(self, tables: Mapping[str, Sequence[Row]]) -> str | None:
        """Why rows cannot be stored, or None."""
        ...

    def stage(self) -> DuckDBPyConnection:
        """Where rows of a file are prepared: a DuckDB with the tables of imports."""
        ...

    def take_staged(self) -> None:
        """Bring what was prepared into the store."""
        ...


@contextmanager
def whole(con: Engine) -> Iterator[None]:
    """What is written inside is written whole or not at all."""
    con.begin()
    try:
        yield
        con.commit()
    except BaseException:
        con.rollback()
        raise


@contextmanager
def written(con: Engine, path: str, doing: str, hint: str) -> Iterator[None]:
    """`whole`, and what the database cannot do is told: what was being done, what to do next."""
    try:
        with whole(con):
            yield
    except con.errors as error:
        raise StoreUnusable(
            f"{doing}: {str(error).splitlines()[0]}", hint=hint, path=path
        ) from error


class Duck:
    """A store in one DuckDB file."""

    dialect: ClassVar[Dialect] = "duckdb"

    def __init__(self, con: DuckDBPyConnection) -> None:
        self.con = con

    @property
    def errors(self) -> tuple[type[BaseException], ...]:
        """DuckDB's errors."""
        import duckdb

        return (duckdb.Error,)

    def execute(self, statement: str, values: Values = ()) -> Result:
        """Run one statement."""
        return self.con.execute(statement, values)

    def begin(self) -> None:
        """Begin a transaction."""
        self.con.begin()

    def commit(self) -> None:
        """End it, keeping what was written."""
        self.con.commit()

    def rollback(self) -> None:
        """End it, keeping nothing."""
        self.con.rollback()

    def close(self) -> None:
        """Close the file."""
        self.con.close()

    def insert(self, table: str, columns: Columns, rows: Sequence[Row]) -> None:
        """Add rows, a list a column: some ten times as fast as row by row."""
        lists = [list(column) for column in zip(*rows, strict=True)]
        self.con.execute(sql.insert(table, columns), lists)

    def arrow(self, statement: str, values: Values = ()) -> pa.Table:
        """The rows of a statement as an Arrow table."""
        return self.con.sql(statement, params=values).to_arrow_table()

    def cannot_hold(self, tables: Mapping[str, Sequence[Row]]) -> str | None:
        """Nothing: DuckDB holds any Unicode text."""
        return None

    def stage(self) -> DuckDBPyConnection:
        """The store itself: rows are prepared where they will stay."""
        return self.con

    def take_staged(self) -> None:
        """Nothing to do: they are there."""
