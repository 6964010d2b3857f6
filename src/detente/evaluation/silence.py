"""Sentences that tell of no political event: a coder should find nothing in them.

Comes in: a plain text file, or a list of treebank sentences by their ids with the treebanks beside
it. Goes out: sentences. The package brings a few of its own; the long list is in ``benchmarks``.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from detente.errors import BadDataFile


def event_free_sentences(path: str | Path) -> list[str]:
    """The sentences of a plain text file, one a line; lines that begin with # are comments.

    Raises
    ------
    BadDataFile
        The file cannot be read, is not UTF-8 or holds no sentence.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BadDataFile(f"cannot be read: {said}", file=str(path)) from None
    found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not found:
        raise BadDataFile("holds no sentence", file=str(path), hint="write one sentence a line")
    return found


def bundled_event_free() -> list[str]:
    """The event-free sentences that come with the package."""
    return event_free_sentences(Path(str(files("detente") / "data" / "event_free.txt")))


def treebank_rows(path: Path) -> list[tuple[str, str, str]]:
    """Treebank, sent_id and kind of every sentence that a list names."""
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    rows = [line.split("\t") for line in lines[1:]]
    return [(treebank, ident, kind) for treebank, ident, kind in rows]


def treebank_texts(treebank: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Every sentence of a treebank: sent_id and text."""
    ident = ""
    with lzma.open(folder / f"en_{treebank}.conllu.xz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# sent_id = "):
                ident = line.removeprefix("# sent_id = ").strip()
            elif line.startswith("# text = "):
                yield ident, line.removeprefix("# text = ").rstrip("\n")


def treebank_sentences(path: Path, folder: Path) -> list[tuple[str, str, str]]:
    """Kind, sent_id and text of the sentences that a list names; treebanks are in ``folder``.

    Raises
    ------
    BadDataFile
        Some of them are not in the treebanks.
    """
    rows = treebank_rows(path)
    wanted = {(treebank, ident): kind for treebank, ident, kind in rows}
    found = [
        (kind, ident, text)
        for treebank in sorted({t for t, _, _ in rows})
        for ident, text in treebank_texts(treebank, folder)
        if (kind := wanted.get((treebank, ident))) is not None
    ]
    if len(found) != len(rows):
        raise BadDataFile(
            f"{len(rows) - len(found)} of {len(rows)} sentences are not in {folder}", file=str(path)
        )
    return found


__all__ = [
    "bundled_event_free",
    "event_free_sentences",
    "treebank_rows",
    "treebank_sentences",
    "treebank_texts",
]
