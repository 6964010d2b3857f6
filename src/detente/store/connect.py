"""Opening a store: making it, migrating it, and saying clearly why it cannot be.

What comes in: a path, or a PostgreSQL URL. What goes out: a connection whose schema is the newest
this code knows. Only this module and `postgres` open a database.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import StoreUnusable
from detente.store import postgres, sql
from detente.store.engine import Duck, Engine, whole

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STORAGE_VERSION = "v1.2.0"  # readable by DuckDB 1.2 and everything later
# Offline by default: DuckDB must not fetch extensions by itself.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def migrations() -> list[tuple[int, str, str]]:
    """The numbered migrations as (number, name, statements), in order."""
    folder = files("detente.store").joinpath("migrations")
    found = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return [
        (int(name[:4]), name.removesuffix(".sql"), folder.joinpath(name).read_text("utf-8"))
        for name in found
    ]


def utc_now() -> datetime:
    """Now, UTC, without time zone, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def connect(where: str | Path, *, create: bool, read_only: bool) -> Engine:
    """A connection to the store at a path or URL, migrated if it may be written.

    Raises
    ------
    StoreUnusable
        There is no such store, it cannot be read or written, another process has it open, it is
        not a store of ours, or a newer détente made it.
    """
    if postgres.is_url(where):
        return _connect_url(str(where), create=create, read_only=read_only)
    path = Path(where)
    if path.is_dir():
        raise StoreUnusable(
            f"opening the store {path}: that is a directory, not a file",
            hint=f"name a file in it, such as {path / 'news.duckdb'}",
            path=str(path),
        )
    if not path.exists():
        if read_only or not create:
            raise StoreUnusable(
                f"opening the store {path}: there is no such file",
                hint="`detente add FILE...` makes a store",
                path=str(path),
            )
        _make(path)
    con = Duck(_open(path, read_only=read_only))
    try:
        _check_schema(con, str(path), read_only=read_only)
    except BaseException:
        con.close()
        raise
    return con


def _connect_url(url: str, *, create: bool, read_only: bool) -> Engine:
    shown = postgres.without_password(url)
    con = postgres.connect(url, read_only=read_only)
    try:
        if (read_only or not create) and not con.execute(sql.TABLES).fetchall():
            raise StoreUnusable(
                f"opening the store {shown}: there is no store of détente in it",
                hint="`detente add FILE...` makes one",
                path=shown,
            )
        _check_schema(con, shown, read_only=read_only)
    except con.errors as error:
        con.close()
        raise StoreUnusable(
            f"opening the store {shown}: {_reason(error)}",
            hint="may you make tables there? ?options=-csearch_path%3DNAME in the URL names a"
            " schema",
            path=shown,
        ) from error
    except BaseException:
        con.close()
        raise
    return con


def _make(path: Path) -> None:
    """Make an empty store under another name, then give it its own: it is whole or absent."""
    import duckdb

    if not path.parent.is_dir():
        raise StoreUnusable(
            f"making the store {path}: the directory {path.parent} does not exist",
            hint="make the directory first",
            path=str(path),
        )
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    quoted = str(draft).replace("'", "''")
    try:
        draft.unlink(missing_ok=True)
        con = duckdb.connect(config=_CONFIG)
        try:
            con.execute(f"ATTACH '{quoted}' AS made (STORAGE_VERSION '{STORAGE_VERSION}')")
            con.execute("USE made")
            migrate(Duck(con), 0)
            con.execute("CHECKPOINT made")
        finally:
            con.close()
        # A hard link fails where the name was taken meanwhile; then the other store stands.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:  # file systems without hard links
            draft.replace(path)
    except (duckdb.Error, OSError) as error:
        raise StoreUnusable(
            f"making the store {path}: {_reason(error)}",
            hint="is the directory writable, and is there room on the disk?",
            path=str(path),
        ) from error
    finally:
        for left in (draft, draft.with_name(draft.name + ".wal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _open(path: Path, *, read_only: bool) -> DuckDBPyConnection:
    import duckdb

    try:
        return duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    except (duckdb.Error, OSError) as error:
        raise _explained(path, error, read_only=read_only) from error


def _reason(error: BaseException) -> str:
    """The first line of an engine's message, without its class."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].split(" See also http")[0]


def _explained(path: Path, error: BaseException, *, read_only: bool) -> StoreUnusable:
    """What the engine's refusal to open ``path`` means to the user."""
    text = str(error)
    if "Conflicting lock" in text or "Could not set lock" in text:
        return StoreUnusable(
            f"opening the store {path}: another process has it open"
            + ("" if read_only else " and one process at a time may write"),
            hint="wait until the other command has ended, or stop it, and run this one again",
            path=str(path),
            locked=True,
        )
    if "not a valid DuckDB database" in text:
        return StoreUnusable(
            f"opening the store {path}: the file is not a DuckDB database",
            hint="name another file; `detente add FILE...` makes a new store",
            path=str(path),
        )
    if "Could not read enough bytes" in text or "checksum" in text.lower():
        return StoreUnusable(
            f"opening the store {path}: the file is damaged or cut short",
            hint="restore it from a copy, or move it away and add the documents again",
            path=str(path),
        )
    if "ermission denied" in text or "ead-only file system" in text:
        return StoreUnusable(
            f"opening the store {path}: no permission to "
            + ("read it" if read_only else "write to it"),
            hint="check the file's owner and mode"
            + ("" if read_only else "; reading commands open a store without writing to it"),
            path=str(path),
        )
    if "different configuration" in text:
        return StoreUnusable(
            f"opening the store {path}: this process has it open the other way"
            f" ({'for writing' if read_only else 'read-only'})",
            hint="close the first one before opening it again",
            path=str(path),
        )
    return StoreUnusable(
        f"opening the store {path}: {_reason(error)}",
        hint="`detente doctor` reports the state of a setup",
        path=str(path),
    )


def _check_schema(con: Engine, path: str, *, read_only: bool) -> None:
    """Bring the schema up to date, or say why this database cannot be used."""
    newest = migrations()[-1][0]
    if con.dialect == "duckdb" and _says_version(con, newest):
        return  # as nearly always; to list the tables takes as long as to open the file
    tables = [str(row[0]) for row in con.execute(sql.TABLES).fetchall()]
    if "schema_version" not in tables and tables:
        kind, what = ("DuckDB database", "another file")
        if con.dialect == "postgres":
            kind = "PostgreSQL schema"
            what = "an empty one in the URL (?options=-csearch_path%3DNAME)"
        raise StoreUnusable(
            f"opening the store {path}: a {kind}, but not a store of détente"
            f" (it holds {', '.join(tables[:3])})",
            hint=f"name {what}; `detente add FILE...` makes a new store",
            path=path,
        )
    version = int(con.execute(sql.SCHEMA_VERSION).fetchall()[0][0]) if tables else 0
    if version > newest:
        raise StoreUnusable(
            f"opening the store {path}: its schema is version {version},"
            f" this détente knows versions up to {newest}",
            hint="a newer détente made it: upgrade with `pip install --upgrade detente`",
            path=path,
            version=version,
            newest=newest,
        )
    if version < newest:
        if read_only:
            raise StoreUnusable(
                f"opening the store {path} for reading: its schema is version {version},"
                f" this détente needs {newest}",
                hint="open it once for writing, for instance with `detente add`, to migrate it",
                path=path,
                version=version,
                newest=newest,
            )
        migrate(con, version)


def _says_version(con: Engine, version: int) -> bool:
    """Whether a database says that its schema is of this version; False where it says none."""
    try:
        return bool(con.execute(sql.SCHEMA_VERSION).fetchall()[0][0] == version)
    except con.errors:
        return False


def migrate(con: Engine, version: int) -> None:
    """Run the migrations after ``version``, each in one transaction with its record."""
    for number, name, statements in migrations():
        if number <= version:
            continue
        with whole(con):
            con.execute(sql.MAKE_SCHEMA_VERSION)
            ours = [statements] if con.dialect == "duckdb" else postgres.migration(statements)
            for statement in ours:
                con.execute(statement)
            con.execute(sql.ADD_SCHEMA_VERSION, [number, name, utc_now()])
