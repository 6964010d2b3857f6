import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.feeds.server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made
