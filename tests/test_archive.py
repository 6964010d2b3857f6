"""The replication archive: whole, checkable, the same bytes, and without texts where asked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from typer.testing import CliRunner

from detente import cli
from detente.archive import pack
from detente.errors import StoreUnusable
from detente.imports import import_files
from detente.store import open_store
from tests.imports import build
from tests.strategies import make_event, make_reading


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "s.duckdb"
    gdelt = build.put(tmp_path / "g.csv", build.gdelt())
    with open_store(path) as store:
        store.add(make_reading("d", "2016-12-22", make_event("ACCUSE", "RUS", "TUR")))
        list(import_files(store, [gdelt]))
    return path


def packed(filled: Path, target: Path, **options: int) -> zipfile.ZipFile:
    with open_store(filled, read_only=True) as store:
        pack(store, target, settings={"a.b": 1}, **options)
    return zipfile.ZipFile(target)


@pytest.mark.parametrize("options", [{}, {"quote_words": 3}])
def test_every_file_is_checked_and_every_column_described(
    filled: Path, tmp_path: Path, options: dict[str, int]
) -> None:
    archive = packed(filled, tmp_path / "x.zip", **options)
    sums = dict(
        reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines()
    )
    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    book = list(csv.DictReader(io.StringIO(archive.read("codebook/columns.csv").decode())))
    tables = {n.split("/")[1].removesuffix(".csv") for n in sums if n.startswith("data/")}
    tables = {t.removesuffix(".parquet") for t in tables}
    assert {"events", "documents", "imported", "dyad_weeks", "dyad_months"} <= tables
    for table in tables:
        found = parquet.read_table(io.BytesIO(archive.read(f"data/{table}.parquet")))
        described = [r["column"] for r in book if r["table"] == table]
        assert sorted(found.column_names) == sorted(described)
    assert json.loads(archive.read("settings/settings.json")) == {"a.b": 1}
    assert b"duckdb==" in archive.read("settings/versions.txt")
    assert json.loads(archive.read("log/imports.jsonl"))["kept"] == 1
    assert b"| events | 1 |" in archive.read("README.md")


def test_the_same_store_gives_the_same_bytes(filled: Path, tmp_path: Path) -> None:
    packed(filled, tmp_path / "x.zip")
    packed(filled, tmp_path / "y.zip")
    assert (tmp_path / "x.zip").read_bytes() == (tmp_path / "y.zip").read_bytes()


def test_texts_stay_at_home_where_asked(filled: Path, tmp_path: Path) -> None:
    archive = packed(filled, tmp_path / "x.zip", quote_words=1)
    with open_store(filled, read_only=True) as store:
        text = store.documents()[0].text
    documents = list(csv.DictReader(io.StringIO(archive.read("data/documents.csv").decode())))
    assert "text" not in documents[0]
    assert documents[0]["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    events = list(csv.DictReader(io.StringIO(archive.read("data/events.csv").decode())))
    assert events[0]["evidence_text"] == text.split()[0] + " ..."
    assert not any(text.encode() in archive.read(n) for n in archive.namelist())


def test_an_archive_is_whole_or_absent(filled: Path, tmp_path: Path) -> None:
    with open_store(filled, read_only=True) as store, pytest.raises(StoreUnusable):
        pack(store, tmp_path / "no" / "x.zip", settings={})
    done = CliRunner().invoke(cli.app, ["pack", str(tmp_path / "x.tar"), "-s", str(filled)])
    assert done.exit_code != cli.DONE
    done = CliRunner().invoke(cli.app, ["pack", str(tmp_path / "x.zip"), "-s", str(filled)])
    assert done.exit_code == cli.DONE, done.stderr
    assert sorted(p.name for p in tmp_path.iterdir() if "zip" in p.name) == ["x.zip"]
