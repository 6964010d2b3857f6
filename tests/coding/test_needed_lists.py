"""Every list that a step of the reading asks for by name is demanded when its file is read."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

import detente.coding
from detente.coding.claims import rules as claims
from detente.coding.hypotheses import find as hypotheses
from detente.coding.incidents import acts as incidents
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.signals import rules as signals
from detente.coding.stakes import nouns as stakes

ASKED = re.compile(r'(?:lists|maps|rows)\["([a-z_]+)"\]')
ROOMS = {
    "claims": claims,
    "hypotheses": hypotheses,
    "incidents": incidents,
    "signals": signals,
    "stakes": stakes,
}


@pytest.mark.parametrize(("name", "module"), ROOMS.items())
def test_what_is_asked_for_is_demanded(
    name: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list taken out of the file is told of by its name, not by a KeyError amid a text."""
    demanded: set[str] = set()

    def heard(file: str, *needed: str) -> Lexicon:
        demanded.update(needed)
        return lexicon(file, *needed)

    monkeypatch.setattr(module, "lexicon", heard)
    held = module.words()
    folder = Path(detente.coding.__file__).parent / name
    asked = {n for p in folder.rglob("*.py") for n in ASKED.findall(p.read_text("utf-8"))}
    # What a folder asks of another file's lists is not in its own.
    assert asked & {*held.lists, *held.maps, *held.rows} <= demanded
