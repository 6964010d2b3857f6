"""How a name is read, and which rows of which tables say so.

What comes in: a name and a date. What goes out: the rows of all tables that hold the name, with
file and line, and the party that it makes in a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from detente.codebook.names import name_key
from detente.coding.actors.context import DocumentContext
from detente.coding.actors.mentions import ActorFinder
from detente.coding.actors.resolve import resolve_np
from detente.coding.sentence import Sentence
from detente.records import Party

_ROOMS = ("detente.codebook", "detente.coding.actors")
_SKIPPED = frozenset({"columns.tsv", "cameo.tsv", "to_cameo.tsv", "types.tsv", "modes.tsv",
                      "contexts.tsv", "sectors.tsv", "partial.tsv", "entities.tsv"})  # fmt: skip


_PEOPLE = frozenset({"officeholders.tsv", "people.tsv", "actors.tsv"})


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that holds a name: where it stands and what it says, by column."""

    file: str
    line: int
    cells: dict[str, str]

    def __str__(self) -> str:
        return ", ".join(f"{k} {v}" for k, v in self.cells.items() if v)


def rows_naming(name: str, own: Path | None = None) -> list[TableRow]:
    """The rows of the shipped tables and the user's own in which a cell is ``name``.

    Names are compared without case, accents and punctuation; a family name finds its people.
    """
    key = name_key(name)
    out = []
    for path in _files(own):
        for row in _rows(path):
            person = path.name in _PEOPLE
            if any(_names(column, cell, key, person) for column, cell in row.cells.items()):
                out.append(row)
    return out


def read_alone(name: str, date: str | None, finder: ActorFinder) -> tuple[Party, ...]:
    """The parties that a name makes as the subject of a sentence published on ``date``."""
    words = [*name.split(), "said"]
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words))]
    last = len(words) - 1
    sentence = Sentence(
        0,
        " ".join(words),
        words,
        [w.lower() for w in words],
        ["PROPN" if w[:1].isupper() else "NOUN" for w in words[:-1]] + ["VERB"],
        ["NNP"] * last + ["VBD"],
        ["flat"] * (last - 1) + ["nsubj", "root"],
        [""] * len(words),
        [last - 1] * (last - 1) + [last, -1],
        starts,
        [a + len(w) for a, w in zip(starts, words, strict=True)],
    )
    context = DocumentContext(date, finder.tables)
    return resolve_np(sentence, last - 1, finder.find(sentence, context.era), context)


def _files(own: Path | None) -> Iterator[Path]:
    if own is not None and own.is_dir():
        yield from sorted(own.glob("*.tsv"))
    for room in _ROOMS:
        data = Path(str(resources.files(room) / "data"))
        yield from (p for p in sorted(data.glob("*.tsv")) if p.name not in _SKIPPED)


def _rows(path: Path) -> Iterator[TableRow]:
    columns: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
        elif len(cells) == len(columns):
            yield TableRow(path.name, number, dict(zip(columns, cells, strict=True)))


def _names(column: str, cell: str, key: str, person: bool) -> bool:
    if column not in ("name", "aliases", "role", "plural", "code", "value"):
        return False
    if person and column == "name" and name_key(cell).endswith(f" {key}"):
        return True  # a family name
    return any(name_key(part) == key for part in cell.split(";"))
