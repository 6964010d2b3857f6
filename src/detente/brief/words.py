"""The words of the brief (``words.toml``), read and checked.

What goes out: tables from the names of records to the words that stand for them. The composer
writes with them, the checker reads with them; what a word asserts is said there alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from detente.errors import BadDataFile

FILE = "words.toml"
TABLES = (
    "status",
    "stance",
    "signal",
    "field",
    "unknown",
    "question",
    "target",
    "shock",
    "case",
)


@dataclass(frozen=True, slots=True)
class ActWords:
    """The words of one PLOVER type; see the table."""

    verb: str
    alone: str
    together: str
    noun: str
    towards: str


@dataclass(frozen=True, slots=True)
class Words:
    """Every table of ``words.toml`` by name."""

    acts: Mapping[str, ActWords]
    status: Mapping[str, str]
    stance: Mapping[str, str]
    signal: Mapping[str, str]
    field: Mapping[str, str]
    unknown: Mapping[str, str]
    question: Mapping[str, str]
    target: Mapping[str, str]
    shock: Mapping[str, str]
    case: Mapping[str, str]


@cache
def load_words() -> Words:
    """The words that come with the package.

    Raises
    ------
    BadDataFile
        A table is missing, or two entries of one share a phrase.
    """
    return read_words((Path(__file__).parent / FILE).read_text(encoding="utf-8"))


def read_words(text: str, file: str = FILE) -> Words:
    """The words of a table of that form; see `load_words`."""
    try:
        found: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"is no TOML: {error}", file=file) from None
    for name in ("act", *TABLES):
        if not isinstance(found.get(name), dict):
            raise BadDataFile(f"has no table [{name}]", file=file, hint="see the shipped table")
    acts: dict[str, ActWords] = {}
    for kind, row in found["act"].items():
        try:
            acts[kind] = ActWords(**row)
        except TypeError:
            wanted = ", ".join(ActWords.__dataclass_fields__)
            raise BadDataFile(f"[act.{kind}] has not the entries {wanted}", file=file) from None
    _differ([w.verb for w in acts.values()], "act.*.verb", file)
    _differ([w.alone for w in acts.values()], "act.*.alone", file)
    _differ([w.together for w in acts.values()], "act.*.together", file)
    _differ([w.noun for w in acts.values()], "act.*.noun", file)
    for name in TABLES:
        _differ(list(found[name].values()), name, file)
    return Words(acts, **{name: found[name] for name in TABLES})


def _differ(phrases: list[str], table: str, file: str) -> None:
    twice = {p for p in phrases if phrases.count(p) > 1}
    if twice:
        raise BadDataFile(
            f"[{table}] has {sorted(twice)[0]!r} twice",
            file=file,
            hint="two entries that read alike cannot be told apart by the checker",
        )
