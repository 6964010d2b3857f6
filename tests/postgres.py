"""A scratch PostgreSQL for tests: its own folder, its own socket, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


def binaries() -> Path:
    """Where PostgreSQL's programs are; skips where there are none, but never in CI."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    where = found[-1] if found else shutil.which("initdb")
    if where is None and not os.environ.get("CI"):
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    assert where is not None, "no PostgreSQL on this machine"
    return Path(where).parent


@dataclass
class Server:
    """A running PostgreSQL; every path given to `url` has a schema of its own in it."""

    folder: Path
    bin: Path
    as_user: dict[str, Any]
    schemas: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str) -> None:
        subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            check=True, cwd=self.folder, stdout=subprocess.DEVNULL, **self.as_user,
        )  # fmt: skip

    @property
    def base(self) -> str:
        return f"postgresql://detente@/postgres?host={self.folder}"

    def url(self, path: object) -> str:
        import psycopg

        key = os.path.abspath(str(path))
        name = self.schemas.get(key)
        if name is None:
            name = self.schemas[key] = f"s{len(self.schemas)}_{os.getpid()}"
            with psycopg.connect(self.base, autocommit=True) as con:
                con.execute(f"CREATE SCHEMA {name}")  # type: ignore[arg-type]
        return f"{self.base}&options=-csearch_path%3D{name}"


def start() -> Server:
    """A fresh server, not run as root: PostgreSQL refuses that."""
    where = binaries()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        names = {user.pw_name for user in pwd.getpwall()}
        name = "postgres" if "postgres" in names else "nobody"
        user = pwd.getpwnam(name)
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    server = Server(folder, where, as_user)
    data = str(folder / "data")
    # A language whose order is not that of code points: nothing may depend on it.
    locale = ["--locale-provider=icu", "--icu-locale=en", "--encoding=UTF8", "--no-locale"]
    server.run("initdb", "-D", data, "-U", "detente", "-A", "trust", "--no-sync", *locale)
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
    server.run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    return server


def stop(server: Server) -> None:
    server.run("pg_ctl", "-D", str(server.folder / "data"), "-m", "immediate", "-w", "stop")
    shutil.rmtree(server.folder, ignore_errors=True)
