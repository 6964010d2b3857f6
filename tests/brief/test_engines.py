"""A brief over PostgreSQL is that over DuckDB, and holds on both."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.api import check_brief, make_brief, save_brief
from detente.imports import import_files
from detente.store import open_store
from tests.brief.hand import CASES
from tests.imports.build import ICEWS_HEADER, icews

WRITTEN: dict[str, list[str]] = {}


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("a", "b", "day"), [("ECU", "NIC", "2024-04-20"), ("TUR", "RUS", "2016-07-09")]
)
def test_a_brief_is_written_and_holds_on_either_engine(
    tmp_path: Path, a: str, b: str, day: str
) -> None:
    table = tmp_path / "icews.tab"
    rows = [icews(**{"Event ID": str(n), "Event Date": f"2016-06-{n:02d}"}) for n in range(1, 29)]
    table.write_text(ICEWS_HEADER + "".join(rows), encoding="utf-8")
    with open_store(tmp_path / "a.duckdb") as store:
        store.add_all([case.reading() for case in CASES])
        list(import_files(store, [table]))
        brief = make_brief(store, a, b, as_of=day)
        save_brief(store, brief, tmp_path / "brief.json")
        assert check_brief(store, tmp_path / "brief.json").holds
    said = [s.text for _, s in brief.sentences()]
    assert any(t.startswith("On ") for t in said)
    assert WRITTEN.setdefault(f"{a}-{b}", said) == said
