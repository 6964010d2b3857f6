"""Near-duplicate documents: wire copies, light edits, truncated copies, another headline.

What comes in: texts. What goes out: the keys under which copies of a text find each other (MinHash
bands and whole sentences, one row a key, so that candidates are a join in SQL or on Spark), and
for two texts whether one is a copy of the other, with the numbers that say so. Nothing here knows
a store.

Shingles and MinHash as in Broder (1997), "On the resemblance and containment of documents",
SEQUENCES '97; banding as in Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from detente.records import Document, digest
from detente.reports.rules import NearRules

_WORD = re.compile(r"\w+", re.UNICODE)
_PARTING = re.compile(r"\n+|(?<=[.!?…。])[\"'”’)\]]*\s+")
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december""".split()  # noqa: SIM905
)
# Part of what a key is: keys made with another seed or scheme find nothing here.
SEED = 8
SCHEME = "affine32"


@dataclass(frozen=True, slots=True)
class Copy:
    """That one document is a near-duplicate of another, and what says so.

    ``rule``: ``copy`` (word for word or nearly), ``edited``, ``cut`` (a truncated copy) or
    ``paragraphs`` (whole sentences in common). ``jaccard`` is the share of shingles in
    common, ``contained`` that of the shorter text's found in the longer, both in [0, 1];
    ``sentences`` how many of the longer sentences are word for word the same.
    """

    rule: str
    jaccard: float
    contained: float
    sentences: int


@dataclass(frozen=True, slots=True)
class Form:
    """What is compared of a text; the headline is no part of it."""

    words: int
    shingles: frozenset[int]
    sentences: tuple[str, ...]
    figures: frozenset[str]
    days: frozenset[str]
    day: int | None


def form(document: Document, rules: NearRules) -> Form:
    """What is compared of a document.

    A headline that the text begins with is left out, so that a copy under another headline, or
    under a translated one, is the same text.
    """
    text = unicodedata.normalize("NFKC", document.text)
    title = unicodedata.normalize("NFKC", document.title or "").strip()
    if title and text.lstrip().startswith(title):
        text = text.lstrip()[len(title) :]
    words = [w.lower() for w in _WORD.findall(text)]
    size = rules.shingle_words
    shingles = frozenset(
        zlib.crc32(" ".join(words[i : i + size]).encode("utf-8", "surrogatepass"))
        for i in range(max(1, len(words) - size + 1))
        if words
    )
    sentences = tuple(
        dict.fromkeys(
            digest(*found)
            for part in _PARTING.split(text)
            if len(found := [w.lower() for w in _WORD.findall(part)]) >= rules.stretch_words
        )
    )
    return Form(
        len(words),
        shingles,
        sentences,
        frozenset(w for w in words if w[0].isdigit()),
        frozenset(w for w in words if w in _DAYS),
        None if document.date is None else date.fromisoformat(document.date[:10]).toordinal(),
    )


def document_keys(made: Form, rules: NearRules) -> list[str]:
    """The keys of a text: texts that share one are candidates for being copies.

    Examples
    --------
    >>> from detente.reports.rules import load_rules
    >>> rules = load_rules().near
    >>> text = "Talks between the two ministers in Geneva failed on Monday night."
    >>> one, two = Document("a", text), Document("b", "GENEVA - " + text + " No date was set.")
    >>> keys = [set(document_keys(form(d, rules), rules)) for d in (one, two)]
    >>> bool(keys[0] & keys[1])
    True
    """
    if not made.shingles:
        return []
    import numpy as np
    from datasketch import MinHash  # a second to import, so not at the top

    hashed = MinHash(
        num_perm=rules.permutations,
        seed=SEED,
        hashfunc=int,
        permutations=_permutations(rules.permutations),
        scheme=SCHEME,
    )
    hashed.update_batch(sorted(made.shingles))
    rows = rules.permutations // rules.bands
    values = np.asarray(hashed.hashvalues, dtype="<u8").reshape(rules.bands, rows)
    bands = [f"b{i}:{zlib.crc32(row.tobytes()):08x}" for i, row in enumerate(values)]
    return bands + [f"s:{one}" for one in made.sentences[: rules.stretches]]


@cache
def _permutations(number: int) -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=number, seed=SEED, scheme=SCHEME).permutations


def copied(a: Form, b: Form, rules: NearRules) -> Copy | None:
    """Whether one of two texts is a copy of the other, and by which rule.

    A form that is filled in anew each day ("the mission counted 120 violations on Monday") is
    alike in words and another text all the same: where days or figures differ between texts of
    different days, only a text that adds to the other or leaves out of it is a copy.
    """
    common = len(a.shingles & b.shingles)
    if not common:
        return None
    jaccard = common / len(a.shingles | b.shingles)
    contained = common / min(len(a.shingles), len(b.shingles))
    told = set(a.sentences) & set(b.sentences)
    apart = None if a.day is None or b.day is None else abs(a.day - b.day)

    def found(rule: str) -> Copy:
        return Copy(rule, round(jaccard, 4), round(contained, 4), len(told))

    if jaccard == 1.0:
        return found("copy")
    if (apart is None or apart > 0) and _filled_in_anew(a, b):
        return None
    if apart is None or apart > rules.days:
        return None
    if jaccard >= rules.copy:
        return found("copy")
    if jaccard >= rules.edited:
        return found("edited")
    if contained >= rules.cut and min(a.words, b.words) >= rules.cut_words:
        return found("cut")
    fewer = min(len(a.sentences), len(b.sentences))
    if len(told) >= rules.paragraphs and len(told) >= rules.paragraphs_share * fewer:
        return found("paragraphs")
    return None


def _filled_in_anew(a: Form, b: Form) -> bool:
    """Whether figures or days of each are missing from the other."""
    return any(bool(x - y) and bool(y - x) for x, y in ((a.figures, b.figures), (a.days, b.days)))
