"""The seeds, and each with a little damage: a few seconds in CI; `benchmarks/fuzz.py` for longer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.fuzzing.targets import SEEDS, TARGETS, damaged

FILES = sorted(p for p in SEEDS.rglob("*") if p.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_seeds(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_damaged_seeds(name: str) -> None:
    count = 8 if name == "table" else 25

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        TARGETS[name](data.draw(damaged(name)))

    run()


def test_a_target_that_breaks_is_seen() -> None:
    def broken(data: bytes) -> None:
        if b"<p>" in data:
            raise KeyError("found")

    @settings(max_examples=400, deadline=None, database=None, derandomize=True)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        broken(data.draw(damaged("page")))

    with pytest.raises(KeyError, match="found"):
        run()
