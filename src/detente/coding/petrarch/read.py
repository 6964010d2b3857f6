"""Several PETRARCH files to one dictionary; what kind a file is, from its name or its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path

from detente.coding.petrarch.read_actors import read_actors, read_agents, read_discards
from detente.coding.petrarch.read_verbs import read_verbs
from detente.coding.petrarch.rows import Dictionary, Reading

READERS: dict[str, Callable[[Path], Reading]] = {
    "actors": read_actors,
    "agents": read_agents,
    "discards": read_discards,
    "verbs": read_verbs,
}


def read_all(files: Iterable[tuple[str, Path]]) -> Reading:
    """The readings of files, each given with its kind, one after the other."""
    readings = [READERS[kind](path) for kind, path in files]
    return reduce(lambda a, b: a + b, readings, Reading(Dictionary()))
