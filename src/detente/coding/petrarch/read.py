"""PETRARCH's files to one dictionary; what kind a file is, from its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from detente.coding.petrarch.lines import lines_of
from detente.coding.petrarch.read_actors import read_actors, read_agents, read_discards
from detente.coding.petrarch.read_verbs import read_verbs
from detente.coding.petrarch.rows import Dictionary, Reading
from detente.errors import BadDataFile

READERS: dict[str, Callable[[Path], Reading]] = {
    "actors": read_actors,
    "agents": read_agents,
    "discards": read_discards,
    "verbs": read_verbs,
}
_AGENT_CODE = re.compile(r"\[\s*(?:~\s*\w+|\w+\s*~)")


def kind_of(path: Path) -> str:
    """Kind of a dictionary file: verbs have blocks, agents codes with ``~``, discards no codes.

    Raises
    ------
    BadDataFile
        The file cannot be read, is no text, or holds nothing but comments.
    """
    said = [text for _, text in lines_of(path, [])]
    if not said:
        raise BadDataFile("holds no line that says anything", file=str(path))
    if any(text.startswith(("---", "&")) for text in said):
        return "verbs"
    if any(_AGENT_CODE.search(text) for text in said):
        return "agents"
    return "actors" if any("[" in text for text in said) else "discards"


def read_all(files: Iterable[tuple[str, Path]]) -> Reading:
    """The readings of files, each given with its kind, one after the other."""
    total = Reading(Dictionary())
    for kind, path in files:
        total = total + READERS[kind](path)
    return total
