"""What the patterns and the words akin to it know of a word, remembered: looking up costs.

Comes in: lemmas. Goes out: the event types and operators that a lemma can trigger, and the
features that `detente.coding.pairs.features` makes of the types of akin words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from detente.coding.patterns import Patterns
from detente.errors import BadDataFile

_VERBAL = frozenset(("VERB", "AUX"))
_KIN = _VERBAL | {"NOUN"}
_MOST = 50_000  # words; more than a language uses, so that a file of garbage fills no memory


class WordLore:
    """Looks words up in patterns and among their kin, and remembers them up to a limit.

    Attributes
    ----------
    types
        The event types of the rules that a lemma triggers, each once.
    operators
        The ids of the operators that a lemma triggers.
    known
        Both together.
    kin
        The features of the event types that the words akin to a lemma can trigger
        (``data/kin.tsv``), by its part of speech and whether it is on the path.
    """

    def __init__(self, patterns: Patterns) -> None:
        p = patterns
        indexes = (p.verbs, p.nouns, p.adjectives)

        def types(lemma: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(r.type for index in indexes for r in index.get(lemma, ())))

        def operators(lemma: str) -> tuple[str, ...]:
            return tuple(op.id for op in p.operators.get(lemma, ()))

        def known(lemma: str) -> tuple[str, ...]:
            return (*types(lemma), *operators(lemma))

        def kin(lemma: str, pos: str, path: bool) -> tuple[str, ...]:
            if pos not in _KIN:
                return ()
            found = load_kin().get((lemma, "v" if pos in _VERBAL else "n"), ())
            near = tuple(f"near kin={kind}" for kind in found)
            return (*near, *(f"path kin={kind}" for kind in found)) if path else near

        self.kin = lru_cache(maxsize=_MOST)(kin)
        self.types = lru_cache(maxsize=_MOST)(types)
        self.operators = lru_cache(maxsize=_MOST)(operators)
        self.known = lru_cache(maxsize=_MOST)(known)


@cache
def load_kin(path: Path | None = None) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The event types that the words akin to each lemma can trigger.

    By lemma and "n" or "v"; made from WordNet by ``training/pairs/kin.py``.

    Raises
    ------
    BadDataFile
        The table is missing or a line has not its three columns.
    """
    path = path or Path(str(resources.files("detente.coding.pairs") / "data" / "kin.tsv"))
    hint = "reinstall detente, or make the table again with python -m training.pairs.kin"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadDataFile(
            f"cannot read the table of akin words: {error}", file=str(path), hint=hint
        ) from error
    out: dict[tuple[str, str], tuple[str, ...]] = {}
    for n, line in enumerate(lines, start=1):
        match line.split("\t"):
            case [lemma, ("n" | "v") as pos, types] if types:
                out[lemma, pos] = tuple(types.split(" "))
            case _:
                raise BadDataFile(
                    f"not lemma, n or v, and event types: {line[:40]!r}",
                    file=str(path),
                    line=n,
                    hint=hint,
                )
    return out
