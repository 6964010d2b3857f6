"""Files of marked pairs: what is read, and what is said of a line that does not hold up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import BadDataFile
from detente.evaluation import read_marked_pairs

ROW = {
    "id": "a1",
    "sentence": "Chile thanked Peru.",
    "source": {"text": "Chile", "spans": [[0, 5]]},
    "target": {"text": "Peru", "spans": [[14, 18]]},
    "root": "SUPPORT",
}


def write(folder: Path, *rows: object) -> Path:
    path = folder / "plv.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def test_quad_and_binary_follow_from_the_root_unless_given(tmp_path: Path) -> None:
    given = {**ROW, "root": "AID", "quad": 1, "binary": "cooperation"}
    bare, told = read_marked_pairs(write(tmp_path, ROW, given))
    assert (bare.root, bare.quad, bare.binary) == ("SUPPORT", 1, "cooperation")
    assert (told.root, told.quad) == ("AID", 1)
    assert bare.source == ((0, 5),)


@pytest.mark.parametrize("root", ["CONCEDE", "RETREAT", "YIELD"])
def test_concede_and_retreat_are_yield(tmp_path: Path, root: str) -> None:
    (row,) = read_marked_pairs(write(tmp_path, {**ROW, "root": root}))
    assert (row.root, row.quad) == ("YIELD", 2)


def test_a_row_without_a_root_is_to_be_answered_only(tmp_path: Path) -> None:
    row = {k: v for k, v in ROW.items() if k != "root"}
    (read,) = read_marked_pairs(write(tmp_path, {**row, "target": {"text": "x", "spans": []}}))
    assert (read.root, read.quad, read.binary, read.target) == (None, None, None, ())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"root": "BEFRIEND"}, "'BEFRIEND' is no root"),
        ({"quad": 7}, "quad 7 is no quad class"),
        ({"binary": "war"}, "'war' is not allowed"),
        ({"sentence": None}, "has no text under 'sentence'"),
        ({"target": {"text": "Peru", "spans": [[14, 99]]}}, "'target' does not mark spans"),
        ({"source": "Chile"}, "'source' does not mark spans"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, change: dict[str, object], says: str) -> None:
    path = write(tmp_path, ROW, {**ROW, **change})
    with pytest.raises(BadDataFile, match=r"plv\.jsonl, line 2: ") as error:
        read_marked_pairs(path)
    assert says in str(error.value)


def test_what_is_no_json_or_no_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plv.jsonl"
    path.write_text("{\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match="line 1: is not JSON"):
        read_marked_pairs(path)
    path.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(BadDataFile, match="is not UTF-8"):
        read_marked_pairs(path)
    with pytest.raises(BadDataFile, match="cannot be read"):
        read_marked_pairs(tmp_path / "none.jsonl")
