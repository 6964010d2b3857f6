from __future__ import annotations

import pytest

from detente.language import load


@pytest.fixture(scope="session")
def nlp():
    return load()
