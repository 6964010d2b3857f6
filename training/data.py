"""Treebanks in, batches of lanes out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.measure.conll import Sentence, Surface, read_conllu

# Marks of style and spelling that a reader of events does not need, and that depend on the
# treebank more than on the text.
UNUSED_FEATURES = {"ExtPos", "Typo", "Style", "CorrectForm"}


@dataclass(frozen=True)
class Token:
    """A token with its annotation; `head` is counted within the sentence, -1 for the root."""

    form: str
    spaced: bool  # whether white space stands before it
    xpos: str
    morph: str  # UPOS, a bar, the features
    lemma: str
    head: int
    deprel: str


Group = list[list[Token]]  # neighbouring sentences of one paragraph


def clean_features(feats: str) -> str:
    """Features without those that the model does not predict; '' when there are none."""
    if feats == "_":
        return ""
    return "|".join(f for f in feats.split("|") if f.split("=")[0] not in UNUSED_FEATURES)


def surface_forms(surface: Surface) -> list[str]:
    """Spelling of each word of a surface token, so that joined they give what is written."""
    words = surface.words
    if len(words) == 1 or "".join(w.form for w in words) == surface.form:
        return [w.form for w in words] if len(words) > 1 else [surface.form]
    forms, at = [], 0
    for place, word in enumerate(words[:-1]):
        room = len(surface.form) - at - (len(words) - 1 - place)
        size = min(len(word.form), max(1, room))
        forms.append(surface.form[at : at + size])
        at += size
    return [*forms, surface.form[at:]]


def tokens_of(sentence: Sentence) -> list[Token]:
    """Tokens of a sentence as the tokenizer would cut them."""
    tokens: list[Token] = []
    spaced = True
    for surface in sentence.surfaces:
        for form, word in zip(surface_forms(surface), surface.words, strict=True):
            feats = clean_features(word.feats)
            tokens.append(
                Token(
                    form.replace(" ", "\u00a0"), spaced, word.xpos, f"{word.upos}|{feats}",
                    word.lemma, word.head - 1, word.deprel,
                )
            )  # fmt: skip
            spaced = False
        spaced = surface.space_after
    return tokens


def paragraphs(paths: Sequence[str]) -> list[Group]:
    """Paragraphs of the treebanks, each a list of sentences."""
    out: list[Group] = []
    for path in paths:
        first = True
        for sentence in read_conllu(path):
            if first or sentence.new_document or sentence.new_paragraph:
                out.append([])
            first = False
            out[-1].append(tokens_of(sentence))
    return out


def groups_of(pars: list[Group], rng: random.Random, *, longest: int, room: int) -> Iterator[Group]:
    """Runs of neighbouring sentences, cut at random places; sentences beyond `room` are dropped."""
    for par in pars:
        group: Group = []
        size, limit = 0, rng.randint(1, longest)
        for sentence in par:
            if len(sentence) > room:
                continue
            if group and size + len(sentence) > limit:
                yield group
                group, size, limit = [], 0, rng.randint(1, longest)
            group.append(sentence)
            size += len(sentence)
        if group:
            yield group


class Augmenter:
    """Rewrites spelling, never structure: what newswire does that the treebanks do not."""

    def __init__(self, chances: dict[str, float], pars: list[Group], rng: random.Random) -> None:
        self.chances = chances
        self.rng = rng
        self.names = [
            t.form
            for par in pars
            for sentence in par
            for t in sentence
            if t.xpos == "NNP" and t.form[:1].isupper() and t.form.isalpha() and len(t.form) > 2
        ]

    def __call__(self, group: Group) -> Group:
        """The group in another style, or as it is."""
        rng, chances = self.rng, self.chances
        if rng.random() < chances["names"]:
            group = [self._rename(sentence) for sentence in group]
        if rng.random() < chances["quotes"]:
            group = self._requote(group)
        style = rng.random()
        for kind, change in (
            ("upper", str.upper), ("lower", str.lower), ("title", str.capitalize)
        ):  # fmt: skip
            if style < chances[kind]:
                if kind == "title":
                    return [_headline(group[0])]
                return [[replace(t, form=change(t.form)) for t in s] for s in group]
            style -= chances[kind]
        if rng.random() < chances["no_stop"]:
            group = [*group[:-1], without_stop(group[-1])]
        return group

    def headlines(self, pars: list[Group]) -> list[Group]:
        """Newspaper headlines made of a share of the sentences that lend themselves to it."""
        chance = self.chances.get("newspaper", 0.0)
        if not chance:
            return []
        lines = (
            newspaper_headline(self._rename(sentence), self.rng)
            for par in pars
            for sentence in par
            if self.rng.random() < chance
        )
        return [[line] for line in lines if line is not None]

    def _rename(self, sentence: list[Token]) -> list[Token]:
        swap: dict[str, str] = {}
        return [
            replace(t, form=swap.setdefault(t.form, self.rng.choice(self.names)))
            if t.xpos == "NNP" and t.form.isalpha() and len(t.form) > 2 and self.rng.random() < 0.7
            else t
            for t in sentence
        ]

    def _requote(self, group: Group) -> Group:
        opening, closing = self.rng.choice([('"', '"'), ("“", "”"), ("``", "''"), ("‘", "’")])
        dash = self.rng.choice(["--", "—", "–", "-"])
        curly = self.rng.random() < 0.5

        def restyle(t: Token) -> Token:
            if t.xpos == "``":
                return replace(t, form=opening)
            if t.xpos == "''":
                return replace(t, form=closing)
            if t.form in ("--", "—", "–") or (t.form == "-" and t.xpos == ","):
                return replace(t, form=dash)
            if len(t.form) > 1 and ("'" in t.form or "’" in t.form) and t.xpos != "``":
                return replace(
                    t, form=t.form.replace("'", "’") if curly else t.form.replace("’", "'")
                )
            return t

        return [[restyle(t) for t in sentence] for sentence in group]


def without_stop(sentence: list[Token]) -> list[Token]:
    """The sentence without its final full stop, if nothing hangs on that."""
    if len(sentence) > 2 and sentence[-1].form == "." and sentence[-1].deprel == "punct":
        return sentence[:-1]
    return sentence


def _headline(sentence: list[Token]) -> list[Token]:
    small = {"ADP", "DET", "CCONJ", "PART", "PUNCT"}
    return [
        t
        if t.morph.split("|")[0] in small or not t.form[:1].islower() or t.form.startswith("n'")
        else replace(t, form=t.form[0].upper() + t.form[1:])
        for t in without_stop(sentence)
    ]


def newspaper_headline(sentence: list[Token], rng: random.Random) -> list[Token] | None:
    """The sentence as a newspaper would head it, None if it is not of the kind.

    "The ministry will send an envoy." becomes "Ministry to send envoy", "Japan summoned the
    ambassador." becomes "Japan summons ambassador": no articles, the past told in the present,
    the future with "to", no stop. The treebanks have next to no such lines.
    """
    root = next((n for n, t in enumerate(sentence) if t.head < 0), 0)
    verb = sentence[root]
    subject = next(
        (t for t in sentence[:root] if t.head == root and t.deprel.startswith("nsubj")), None
    )
    if subject is None or not verb.xpos.startswith("VB") or not 3 <= len(sentence) <= 25:
        return None
    if subject.xpos.startswith("PRP") or verb.lemma in ("be", "_"):
        return None
    line = list(sentence)
    for n, t in enumerate(line):
        if n == root and t.xpos == "VBD":
            line[n] = _in_the_present(t, plural=subject.xpos in ("NNS", "NNPS"))
        elif t.head == root and t.xpos == "MD" and t.lemma in ("will", "would"):
            line[n] = replace(t, form="to", xpos="TO", morph="PART|", lemma="to", deprel="mark")
    leaves = set(range(len(line))) - {t.head for t in line}
    gone = {
        n
        for n, t in enumerate(line)
        if n in leaves
        and (
            (t.deprel == "det" and t.form.lower() in ("the", "a", "an"))
            or (t.deprel == "aux:pass" and t.form in ("was", "were", "is", "are"))
            or (n == len(line) - 1 and t.form == ".")
        )
    }
    kept = [n for n in range(len(line)) if n not in gone]
    place = {n: k for k, n in enumerate(kept)}
    line = [replace(line[n], head=place.get(line[n].head, -1)) for n in kept]
    style = rng.random()
    if style < 0.15:
        return [replace(t, form=t.form.upper()) for t in line]
    if style < 0.5:
        return _headline(line)
    return [replace(line[0], form=line[0].form[:1].upper() + line[0].form[1:]), *line[1:]]


def _in_the_present(verb: Token, *, plural: bool) -> Token:
    base = verb.lemma
    if plural:
        return replace(
            verb, form=base, xpos="VBP",
            morph="VERB|Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
        )  # fmt: skip
    if base == "have":
        form = "has"
    elif base.endswith(("s", "x", "z", "ch", "sh", "o")):
        form = base + "es"
    elif base.endswith("y") and base[-2:-1] not in "aeiou":
        form = base[:-1] + "ies"
    else:
        form = base + "s"
    return replace(
        verb, form=form, xpos="VBZ",
        morph="VERB|Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    )  # fmt: skip


@dataclass
class Batch:
    """Lanes of tokens; every array has the shape (lanes, steps).

    `sentence` numbers the sentences of a lane, -1 where there is no token; `head` is a place in
    the lane, `steps` for the root; `breaks` is 1 where a sentence starts, 0 where none does, -1
    where the start of a paragraph makes the question idle.
    """

    forms: list[list[str | None]]
    arrays: dict[str, Any]


def lanes(
    groups: list[Group], labels: dict[str, dict[str, int]], *, lanes: int, steps: int
) -> Iterator[Batch]:
    """Batches that hold the groups in the given order, one free place between groups."""
    names = ("sentence", "head", "deprel", "xpos", "morph", "breaks", "spaced", "first", "last")
    batch: Batch | None = None
    lane = at = number = 0
    for group in groups:
        need = sum(map(len, group))
        if batch is not None and at + need > steps:
            lane, at, number = lane + 1, 0, 0
            if lane == lanes:
                yield batch
                batch = None
        if batch is None:
            fill = {"sentence": -1, "breaks": -1, "head": steps}
            batch = Batch(
                [[None] * steps for _ in range(lanes)],
                {n: np.full((lanes, steps), fill.get(n, 0), dtype=np.int32) for n in names},
            )
            lane = at = number = 0
        if need > steps:
            continue
        rows = {n: a[lane] for n, a in batch.arrays.items()}
        for place, sentence in enumerate(group):
            for offset, t in enumerate(sentence):
                here = at + offset
                batch.forms[lane][here] = t.form
                rows["sentence"][here] = number
                rows["head"][here] = steps if t.head < 0 else at + t.head
                rows["deprel"][here] = labels["deprel"].get(t.deprel, 0)
                rows["xpos"][here] = labels["xpos"].get(t.xpos, 0)
                rows["morph"][here] = labels["morph"].get(t.morph, 0)
                rows["spaced"][here] = t.spaced
                rows["breaks"][here] = (-1 if place == 0 else 1) if offset == 0 else 0
            rows["first"][at] = 1
            at += len(sentence)
            rows["last"][at - 1] = 1
            number += 1
        at += 1
    if batch is not None:
        yield batch


def inventories(pars: list[Group]) -> dict[str, dict[str, int]]:
    """Label numbers for relations, tags and morphology, in order of spelling."""
    seen: dict[str, set[str]] = {"deprel": set(), "xpos": set(), "morph": set()}
    for par in pars:
        for sentence in par:
            for t in sentence:
                seen["deprel"].add(t.deprel)
                seen["xpos"].add(t.xpos)
                seen["morph"].add(t.morph)
    return {kind: {label: n for n, label in enumerate(sorted(v))} for kind, v in seen.items()}
