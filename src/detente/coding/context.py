"""PLOVER contexts: what an act was about, by the words of its sentence and of its document.

Comes in: ``data/contexts.toml`` and sentences. Goes out: the contexts of an event. A sentence needs
one word or phrase; a document has to be strongly about a context before it lends it to those of
its events whose own sentence names none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from detente.coding.sentence import Sentence
from detente.errors import BadDataFile
from detente.records import Event

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Contexts:
    """The words of contexts, ready for look-up, and when a document is about one.

    ``words`` by lemma or form; ``phrases`` by their first two words, with what follows them (empty
    for two-word phrases); ``triggers`` are the words that either start with. A document is about
    one of ``topics`` if its words stand in at least ``share`` (0 to 1) of its sentences, in
    ``sentences`` of them and ``different`` at the least.
    """

    words: Mapping[str, Names]
    phrases: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Names], ...]]
    starts: Names
    triggers: Names
    topics: Names
    sentences: int
    share: float
    different: int


def load_contexts(path: Path | None = None, *, known: Names | None = None) -> Contexts:
    """The words of contexts, read and checked.

    Raises
    ------
    BadDataFile
        A context is not PLOVER's, or a list is no list of words; names the file and the line.
    """
    file = path or Path(str(resources.files("detente.coding") / "data" / "contexts.toml"))
    source = file.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(source)
        lists = raw["context"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadDataFile(f"not a table [context] of word lists: {error}", file=file.name) from None
    if known is None:
        from detente.codebook import load_codebook

        known = frozenset(load_codebook().contexts)

    def bad(message: str, key: str, hint: str) -> BadDataFile:
        at = next(
            (n for n, x in enumerate(source.splitlines(), 1) if x.split("=")[0].strip() == key),
            None,
        )
        return BadDataFile(message, file=file.name, line=at, hint=hint)

    single: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    for name, words in lists.items():
        if name not in known:
            raise bad(
                f"{name!r} is not a PLOVER context", name, f"one of: {', '.join(sorted(known))}"
            )
        if not isinstance(words, list) or not all(isinstance(w, str) and w.split() for w in words):
            raise bad(f"{name} is no list of words", name, f'write {name} = ["...", "..."]')
        for word in words:
            parts = tuple(word.lower().split())
            if len(parts) == 1:
                single.setdefault(parts[0], set()).add(name)
            else:
                phrases.setdefault(parts, set()).add(name)
    by_pair: dict[tuple[str, str], list[tuple[tuple[str, ...], Names]]] = {}
    for parts, names in phrases.items():
        by_pair.setdefault((parts[0], parts[1]), []).append((parts[2:], frozenset(names)))
    about = _about(raw.get("document", {}), known, bad)
    return Contexts(
        {word: frozenset(names) for word, names in single.items()},
        {pair: tuple(found) for pair, found in by_pair.items()},
        frozenset(first for first, _ in by_pair),
        frozenset((*single, *(first for first, _ in by_pair))),
        frozenset(about.get("topics", ())),
        int(about.get("sentences", 3)),
        float(about.get("share", 0.35)),
        int(about.get("words", 2)),
    )


def _about(table: Any, known: Names, bad: Any) -> Mapping[str, Any]:
    """The table on documents, checked."""
    if not isinstance(table, dict):
        raise bad("[document] is no table", "document", "write [document] and its keys")
    for name in table.get("topics", ()):
        if name not in known:
            raise bad(f"{name!r} is not a PLOVER context", "topics", "topics are contexts")
    for key, least, most in (("sentences", 1, 1000), ("share", 0.0, 1.0), ("words", 1, 1000)):
        value = table.get(key, least)
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        if not fits or not least <= value <= most:
            raise bad(f"{key} = {value!r}", key, f"a number from {least} to {most}")
    return table


def words_of(s: Sentence, contexts: Contexts) -> Iterable[tuple[str, Names]]:
    """Every word and phrase of a sentence that stands for contexts, with those contexts."""
    words, starts, known = contexts.words, contexts.starts, contexts.triggers
    lemmas = s.lemmas
    for i in [i for i, w in enumerate(s.lower) if w in known or lemmas[i] in known]:
        lemma, lower = lemmas[i], s.lower[i]
        names = words.get(lemma)
        if names is None and lower != lemma:
            names = words.get(lower)
        if names is not None:
            yield lemma, names
        if lemma in starts or lower in starts:
            yield from _phrases_at(s, i, contexts)


def _phrases_at(s: Sentence, i: int, contexts: Contexts) -> Iterable[tuple[str, Names]]:
    if i + 1 >= len(s):
        return
    for first in {s.lower[i], s.lemmas[i]}:
        for second in {s.lower[i + 1], s.lemmas[i + 1]}:
            for rest, names in contexts.phrases.get((first, second), ()):
                behind = range(i + 2, i + 2 + len(rest))
                if behind.stop <= len(s) and all(
                    word in (s.lower[k], s.lemmas[k]) for word, k in zip(rest, behind, strict=True)
                ):
                    yield " ".join((first, second, *rest)), names


def contexts_of(s: Sentence, contexts: Contexts, given: tuple[str, ...]) -> tuple[str, ...]:
    """The contexts of a sentence, those given first, the rest in alphabetical order."""
    found: set[str] = set()
    for _, names in words_of(s, contexts):
        found |= names
    return (*dict.fromkeys(given), *sorted(found - set(given)))


def document_topics(sentences: Sequence[Sentence], contexts: Contexts) -> tuple[str, ...]:
    """The contexts that a document is strongly about, in alphabetical order."""
    least = max(contexts.sentences, contexts.share * len(sentences))
    if len(sentences) < contexts.sentences or not contexts.topics:
        return ()
    where: dict[str, int] = {}
    words: dict[str, set[str]] = {}
    for s in sentences:
        here: set[str] = set()
        for word, names in words_of(s, contexts):
            for name in names & contexts.topics:
                here.add(name)
                words.setdefault(name, set()).add(word)
        for name in here:
            where[name] = where.get(name, 0) + 1
    return tuple(
        sorted(
            name
            for name, count in where.items()
            if count >= least and len(words[name]) >= contexts.different
        )
    )


def with_topics(
    events: Sequence[Event], sentences: Sequence[Sentence], contexts: Contexts
) -> list[Event]:
    """The events, those without a topic of their own with the topics of their document."""
    if all(contexts.topics.intersection(e.context) for e in events):
        return list(events)
    topics = document_topics(sentences, contexts)
    if not topics:
        return list(events)
    return [
        e
        if contexts.topics.intersection(e.context)
        else replace(e, context=(*e.context, *(t for t in topics if t not in e.context)))
        for e in events
    ]


__all__ = [
    "Contexts",
    "contexts_of",
    "document_topics",
    "load_contexts",
    "with_topics",
    "words_of",
]
