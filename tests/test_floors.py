from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.floors import digest_of, hold


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "floors.json"
    made.write_text(json.dumps({"f1": {"data": "d1", "floor": 0.8, "measured": 0.81}}))
    return made


def test_a_floor_holds_and_refuses(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_RENEW", raising=False)
    hold("f1", 0.8, data="d1", path=path)
    for name, value, data, says in (
        ("f1", 0.79, "d1", "below the floor"),
        ("f1", 0.99, "d2", "data .* changed"),
        ("f2", 0.99, "d1", "no floor"),
    ):
        with pytest.raises(AssertionError, match=says):
            hold(name, value, data=data, path=path)


def test_renewing_raises_a_floor_and_never_lowers_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_RENEW", "1")
    hold("f1", 0.9, data="d1", path=path)
    assert json.loads(path.read_text())["f1"]["floor"] > 0.89
    with pytest.raises(AssertionError, match="below the floor"):
        hold("f1", 0.7, data="d1", path=path)
    assert json.loads(path.read_text())["f1"]["floor"] > 0.89
    hold("f1", 0.7, data="d2", path=path)
    assert json.loads(path.read_text())["f1"]["floor"] < 0.7


def test_a_digest_changes_with_the_data(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    before = digest_of([tmp_path / "a"])
    (tmp_path / "a").write_text("y")
    assert digest_of([tmp_path / "a"]) != before
