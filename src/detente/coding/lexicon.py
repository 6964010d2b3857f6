"""Word lists of the analyst's reading, from TOML files that anybody can edit.

Comes in: a file of ``coding/data``. Goes out: its lists as sets of words and its tables as
they stand, checked. Words are lemmas in lower case unless the file says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.coding.numerals import DATA, read_table
from detente.errors import BadDataFile


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists and tables of one file.

    ``lists`` maps a list's name to its words, ``maps`` a table's name to word by word values,
    ``rows`` the name of an array of tables to its rows.
    """

    lists: Mapping[str, frozenset[str]]
    maps: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


def read_lexicon(path: Path, needed: Sequence[str]) -> Lexicon:
    """Read a file of word lists.

    Parameters
    ----------
    path
        The TOML file: ``name = ["word", ...]``, ``[name]`` tables of ``word = "value"`` or
        ``value = ["word", ...]``, and ``[[name]]`` rows.
    needed
        Lists, tables and rows that must be there.

    Raises
    ------
    BadDataFile
        Not TOML, a list holds something other than words, or a needed one is missing.
    """
    raw = read_table(path)
    lists: dict[str, frozenset[str]] = {}
    maps: dict[str, dict[str, str]] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, value in raw.items():
        if isinstance(value, dict):
            maps[name] = _inverted(name, value, path)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            rows[name] = value
        else:
            lists[name] = frozenset(_words(name, value, path))
    missing = [n for n in needed if n not in lists and n not in maps and n not in rows]
    if missing:
        raise BadDataFile(
            f"{missing[0]!r} is missing",
            file=path.name,
            hint=f'add it, for instance {missing[0]} = ["..."]',
        )
    return Lexicon(lists, maps, rows)


def _words(name: str, value: Any, path: Path) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(w, str) and w for w in value):
        raise BadDataFile(
            f"{name!r} must be a list of words, found {value!r}",
            file=path.name,
            hint=f'write {name} = ["word", "word"]',
        )
    return value


def _inverted(name: str, table: dict[str, Any], path: Path) -> dict[str, str]:
    """Word by word: ``value = [words]`` turned round, ``word = "value"`` as it is."""
    out: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, str):
            out[key] = value
            continue
        for word in _words(f"{name}.{key}", value, path):
            if out.get(word, key) != key:
                raise BadDataFile(
                    f"{word!r} stands under {name}.{out[word]} and {name}.{key}",
                    file=path.name,
                    hint="leave it in one of them",
                )
            out[word] = key
    return out


@lru_cache(maxsize=16)
def lexicon(name: str, *needed: str) -> Lexicon:
    """The shipped lexicon ``coding/data/<name>.toml``, read once a process."""
    return read_lexicon(DATA / f"{name}.toml", needed)
