"""What the patterns and the Brown clusters know of a word, remembered: looking up costs.

Comes in: lemmas and words. Goes out: the event types and operators that a lemma can trigger, its
word classes, the cluster of a word.
"""

from __future__ import annotations

from functools import lru_cache

from detente.coding.patterns import Patterns
from detente.language.features import Clusters

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
    classes
        The word classes of a lemma, in the order of the file.
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

        def classes(lemma: str) -> tuple[str, ...]:
            return tuple(name for name, words in p.classes.items() if lemma in words)

        self.code = lru_cache(maxsize=_MOST)(clusters.code)
        self.types = lru_cache(maxsize=_MOST)(types)
        self.operators = lru_cache(maxsize=_MOST)(operators)
        self.known = lru_cache(maxsize=_MOST)(known)
        self.classes = lru_cache(maxsize=_MOST)(classes)
