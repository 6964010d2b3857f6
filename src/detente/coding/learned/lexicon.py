"""The lexicon of acts: which event types a word or phrase can tell of, and how often it does.

Comes in: ``coding/data/acts.tsv``, which anybody can edit. Goes out: an `ActLexicon`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from detente.codebook import load_codebook
from detente.errors import BadDataFile

KINDS = ("v", "n", "a")
STRENGTHS = ("1", "2", "3")
_HINT = "a line is lemma, v or n or a, event types joined by commas, and strength 1 to 3, by tabs"
Said = tuple[str, ...]


@dataclass(frozen=True)
class ActLexicon:
    """What the lexicon says of words and phrases.

    Attributes
    ----------
    words
        By lemma, or two words of a noun, and "v", "n" or "a": the likeliest type with its
        strength ("SANCTION/3"), then the others ("COERCE/s").
    phrases
        By their first verb: the rest of their words and what they say, the longest first.
    """

    words: Mapping[tuple[str, str], Said]
    phrases: Mapping[str, tuple[tuple[frozenset[str], Said], ...]]

    @classmethod
    def of(cls, entries: Mapping[tuple[str, str], Said]) -> ActLexicon:
        """The lexicon of these entries; a verb of several words is a phrase."""
        words: dict[tuple[str, str], Said] = {}
        phrases: dict[str, list[tuple[frozenset[str], Said]]] = {}
        for (lemma, kind), said in entries.items():
            first, *rest = lemma.split()
            if rest and kind == "v":
                phrases.setdefault(first, []).append((frozenset(rest), said))
            else:
                words[lemma, kind] = said
        return cls(words, {k: tuple(sorted(v, key=_longest)) for k, v in phrases.items()})

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas that it may say something of, by themselves or as head of a phrase."""
        alone = (lemma.rpartition(" ")[2] for lemma, _ in self.words)
        return frozenset((*alone, *self.phrases))

    @cached_property
    def labels(self) -> Mapping[tuple[str, str], Said]:
        """What it says of words as names of features: "lex=SANCTION/3"."""
        return {key: tuple([f"lex={t}" for t in said]) for key, said in self.words.items()}

    @cached_property
    def doubles(self) -> Mapping[str, Mapping[str, Said]]:
        """The nouns of two words by their second word, then by their first."""
        out: dict[str, dict[str, Said]] = {}
        for (lemma, kind), said in self.words.items():
            first, _, last = lemma.rpartition(" ")
            if first and kind == "n":
                out.setdefault(last, {})[first] = said
        return out


def _longest(phrase: tuple[frozenset[str], Said]) -> tuple[int, list[str]]:
    return -len(phrase[0]), sorted(phrase[0])


@cache
def load_act_lexicon(path: Path | None = None) -> ActLexicon:
    """The lexicon of a file, by default the shipped one.

    Raises
    ------
    BadDataFile
        The file is missing, a line has not its four columns, or names a type that the codebook
        has not; the error names the line.
    """
    path = path or Path(str(resources.files("detente.coding") / "data" / "acts.tsv"))
    types = load_codebook().event_types
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadDataFile(
            f"cannot read the lexicon of acts: {error}", file=str(path), hint="reinstall detente"
        ) from error
    entries: dict[tuple[str, str], Said] = {}
    for n, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4 or columns[1] not in KINDS or columns[3] not in STRENGTHS:
            raise BadDataFile(
                f"not four columns: {line[:60]!r}", file=str(path), line=n, hint=_HINT
            )
        lemma, kind, named, strength = columns
        for name in named.split(","):
            if name not in types:
                raise BadDataFile(
                    f"{name!r} is no event type",
                    file=str(path),
                    line=n,
                    hint=f"one of {', '.join(types)}",
                )
        if (lemma, kind) in entries:
            raise BadDataFile(
                f"{lemma!r} ({kind}) stands twice", file=str(path), line=n, hint="join the lines"
            )
        first, *others = named.split(",")
        entries[lemma, kind] = (f"{first}/{strength}", *(f"{name}/s" for name in others))
    return ActLexicon.of(entries)
