import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.feeds.server import Site, serving
from tests.stub import StubCoder


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StubCoder:
    made = StubCoder()
    monkeypatch.setattr("detente.api.coder", lambda pipeline: made)
    monkeypatch.chdir(tmp_path)
    return made
