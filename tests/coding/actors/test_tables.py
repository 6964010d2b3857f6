from pathlib import Path

import pytest

from detente.coding.actors import tables as t
from detente.errors import BadDataFile

DATA = Path(t.__file__).parent / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("organisations.tsv", "igo:unsc\t", "igo:un\t", "igo:un"),
        ("organisations.tsv", "igo:unsc\t", "unsc\t", "no colon"),
        ("parties.tsv", "pol:akp\t", "igo:un\t", "stands twice"),
        ("parties.tsv", "\tTUR\t2002-11-18/", "\tTUR\t2002-11-18", "first and a last day"),
        ("parties.tsv", "\tTUR\t2002-11-18/", "\tTUK\t2002-11-18/", "TUK"),
        ("armed_groups.tsv", "\tIMG\tREB\t", "\tIMG\tRBE\t", "RBE"),
        ("reference.toml", '"SAU", "JOR"', '"SAD", "JOR"', "SAD"),
        ("reference.toml", "GBR@1973-01-01/2020", "GBR@1973-01-01-2020", "slash"),
        ("reference.toml", "strict = true", "strict = ", "TOML"),
        ("roles.tsv", "\tforeign_minister\t", "\tforeign\t", "foreign"),
        ("ambiguous.toml", "not_first = [", "not_first = ", "TOML"),
        (
            "ambiguous.toml",
            "\nnot_first = [",
            "\nnot_frist = [",
            "line 110: nothing is called 'not_frist'",
        ),
        (
            "ambiguous.toml",
            'name = "Chad"\nnear = ',
            'name = "Chad"\nnera = ',
            "nothing is called 'nera'",
        ),
    ],
)
def test_a_spoilt_row_is_named_with_its_file(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    t.load_tables(folder)
    spoil(folder, file, old, new)
    with pytest.raises(BadDataFile) as error:
        t.load_tables(folder)
    assert file in error.value.message
    assert says in str(error.value)


def test_every_state_can_be_named_and_described() -> None:
    tables = t.load_tables()
    kinds: dict[str, set[str]] = {}
    for entry in tables.entries:
        kinds.setdefault(entry.country or "", set()).add(entry.kind)
    assert len([s for s in tables.states.values() if not s.end]) >= 195
    assert [c for c in tables.states if "name" not in kinds[c]] == []
    # These have no adjective in English of their own.
    bare = {c for c in tables.states if "adjective" not in kinds[c]}
    assert bare <= {"VAT", "DMA", "GRD", "LIE", "COG", "CSK", "YUG"}
