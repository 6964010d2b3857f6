"""PLOVER contexts of an event by the words of its sentence (``data/contexts.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from detente.coding.sentence import Sentence
from detente.errors import BadDataFile


def load_contexts(
    path: Path | None = None, *, known: frozenset[str] | None = None
) -> Mapping[str, frozenset[str]]:
    """Words of each context, by lemma.

    Raises
    ------
    BadDataFile
        A context is not PLOVER's, or a list is no list of words.
    """
    file = path or Path(str(resources.files("detente.coding") / "data" / "contexts.toml"))
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))["context"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadDataFile(f"not a table [context] of word lists: {error}", file=file.name) from None
    if known is None:
        from detente.codebook import load_codebook

        known = frozenset(load_codebook().contexts)
    index: dict[str, set[str]] = {}
    for name, words in raw.items():
        if name not in known:
            raise BadDataFile(
                f"{name!r} is not a PLOVER context",
                file=file.name,
                hint=f"one of: {', '.join(sorted(known))}",
            )
        for word in words:
            index.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in index.items()}


def contexts_of(
    s: Sentence, index: Mapping[str, frozenset[str]], given: tuple[str, ...]
) -> tuple[str, ...]:
    """The contexts of a sentence, those of the rule first, the rest in alphabetical order."""
    found: set[str] = set()
    for lemma in s.lemmas:
        hit = index.get(lemma)
        if hit is not None:
            found |= hit
    return (*given, *sorted(found - set(given)))
