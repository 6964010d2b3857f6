"""Our own small dictionaries, read once; the pipeline, loaded once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detente.coding.petrarch.coder import PetrarchCoder
from detente.coding.petrarch.read import read_all
from detente.coding.petrarch.rows import Reading
from detente.language import load

if TYPE_CHECKING:
    from spacy.language import Language

SMALL = Path(__file__).parent / "dictionaries"
FILES = [
    ("actors", SMALL / "small.actors.txt"),
    ("agents", SMALL / "small.agents.txt"),
    ("discards", SMALL / "small.discards.txt"),
    ("verbs", SMALL / "small.verbs.txt"),
]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="session")
def reading() -> Reading:
    return read_all(FILES)


@pytest.fixture(scope="session")
def coder(reading: Reading) -> PetrarchCoder:
    return PetrarchCoder(reading.dictionary)
