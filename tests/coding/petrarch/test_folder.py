"""What is imported can be read again, edited, and imported again."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.petrarch.folder import merge, read_folder, read_report
from detente.coding.petrarch.read import read_all
from detente.coding.petrarch.rows import (
    ActorRow,
    DatedCode,
    Dictionary,
    Reading,
    Source,
)
from detente.errors import BadDataFile
from tests.coding.petrarch.conftest import FILES

NAMES = [path.name for _, path in FILES]


def test_a_folder_gives_back_what_was_put_in(tmp_path: Path, reading: Reading) -> None:
    merge(tmp_path / "d", reading, NAMES)
    again = read_folder(tmp_path / "d")
    assert again == reading.dictionary
    assert [a.source for a in again.actors] == [a.source for a in reading.dictionary.actors]
    assert read_report(tmp_path / "d") == reading.remarks


def test_importing_again_changes_nothing(tmp_path: Path, reading: Reading) -> None:
    merge(tmp_path, reading, NAMES)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    merge(tmp_path, reading, NAMES)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_another_file_is_put_beside_the_first(tmp_path: Path, reading: Reading) -> None:
    merge(tmp_path, read_all(FILES[:1]), NAMES[:1])
    held = merge(tmp_path, read_all(FILES[1:]), NAMES[1:])
    assert held == reading.dictionary


days = st.dates().map(lambda d: d.strftime("%Y%m%d").rjust(8, "0"))
words = st.text(alphabet=string.ascii_uppercase + "_.'", min_size=1, max_size=12)
codes = st.builds(
    DatedCode, st.text(alphabet=string.ascii_uppercase, min_size=3, max_size=9), days | st.just(""), days | st.just("")
)  # fmt: skip


@given(names=st.lists(words, min_size=1, max_size=4), codes=st.lists(codes, min_size=1, max_size=4))
def test_any_actor_survives_the_folder(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], codes: list[DatedCode]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    row = ActorRow(tuple(names), tuple(codes), Source("a.txt", 1))
    merge(folder, Reading(Dictionary(actors=(row,))), ["a.txt"])
    assert read_folder(folder).actors == (row,)


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("actors", "ZORN\tZRN since 1999\tmine:1", "'ZRN since 1999' is no code with days"),
        ("agents", "SAILOR\tMIL\tmine:1", "has no ~ before or after it"),
        ("discards", "GOLF\tbook\tword\tmine:1", "drops 'book' is unknown"),
        ("synsets", "FOOD\tGRAIN\tmine:1", "'FOOD' is no name of a synset"),
        ("transformations", "a SAY b\tmine:1", "'a SAY b' is no rule"),
        ("patterns", "SEND\tGRAIN\t070\tas_written\tmine:1", "must have the verb's place \\* once"),
        ("patterns", "SEND\t* &NONE\t070\tas_written\tmine:1", "the synset &NONE is not in"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(
    tmp_path: Path, reading: Reading, table: str, line: str, message: str
) -> None:
    merge(tmp_path, reading, NAMES)
    path = tmp_path / f"{table}.tsv"
    count = path.read_text(encoding="utf-8").count("\n") + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BadDataFile, match=message) as raised:
        read_folder(tmp_path)
    assert f"{table}.tsv, line {count}" in str(raised.value)


def test_an_empty_folder_says_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match="detente actors import petrarch FILE"):
        read_folder(tmp_path)
