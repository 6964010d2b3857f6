"""What the patterns and the Brown clusters know of a word, remembered: looking up costs.

Comes in: lemmas and words. Goes out: the event types and operators that a lemma can trigger, the
cluster of a word, and the features that `detente.coding.pairs.features` makes of either.
"""

from __future__ import annotations

from functools import lru_cache

from detente.coding.patterns import Patterns
from detente.language.features import Clusters

_BITS = (6, 8, 10, 12, 18)  # prefixes of a cluster's code: coarse to fine
_MOST = 50_000  # words; more than a language uses, so that a file of garbage fills no memory


class WordLore:
    """Looks words up in patterns and clusters, and remembers them up to a limit.

    Attributes
    ----------
    code
        The Brown cluster of a word, 0 for none.
    types
        The event types of the rules that a lemma triggers, each once.
    operators
        The ids of the operators that a lemma triggers.
    known
        Both together.
    on, off
        The features of a lemma near the act and away from it.
    clusters, near, path
        The features of a word's cluster: wherever it stands, besides if it is near the act, and
        if it is on the path between the parties.
    """

    def __init__(self, patterns: Patterns, clusters: Clusters) -> None:
        p = patterns
        indexes = (p.verbs, p.nouns, p.adjectives)

        def types(lemma: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(r.type for index in indexes for r in index.get(lemma, ())))

        def operators(lemma: str) -> tuple[str, ...]:
            return tuple(op.id for op in p.operators.get(lemma, ()))

        def known(lemma: str) -> tuple[str, ...]:
            return (*types(lemma), *operators(lemma))

        def off(lemma: str) -> tuple[str, ...]:
            return tuple(_lexicon("off", types(lemma), operators(lemma)))

        def on(lemma: str) -> tuple[str, ...]:
            classes = (f"on class={name}" for name, words in p.classes.items() if lemma in words)
            return (*_lexicon("on", types(lemma), operators(lemma)), *classes)

        def bits(word: str) -> tuple[str, ...]:
            code = clusters.code(word)
            return tuple(f"{n}:{code & ((1 << n) - 1)}" for n in _BITS) if code else ()

        def near(word: str) -> tuple[str, ...]:
            return tuple(f"near {name}" for name in bits(word))

        def path(word: str) -> tuple[str, ...]:
            return tuple(f"{side} {name}" for name in bits(word) for side in ("near", "path"))

        self.code = lru_cache(maxsize=_MOST)(clusters.code)
        self.types = lru_cache(maxsize=_MOST)(types)
        self.operators = lru_cache(maxsize=_MOST)(operators)
        self.known = lru_cache(maxsize=_MOST)(known)
        self.off = lru_cache(maxsize=_MOST)(off)
        self.on = lru_cache(maxsize=_MOST)(on)
        self.clusters = lru_cache(maxsize=_MOST)(bits)
        self.near = lru_cache(maxsize=_MOST)(near)
        self.path = lru_cache(maxsize=_MOST)(path)


def _lexicon(where: str, types: tuple[str, ...], operators: tuple[str, ...]) -> list[str]:
    """Event types and operators that a word can trigger, and where it stands."""
    out = [f"{where} type={kind}" for kind in sorted(types)]
    if len(types) == 1:
        out.append(f"{where} sure={types[0]}")
    return out + [f"{where} operator={name}" for name in operators]
