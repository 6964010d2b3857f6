"""What annotated articles teach the encoder, sentence by sentence.

The coder is run over each article with a teacher in place of the models, as in
`training.reading.fit`; whatever it reads of a sentence, and is asked of states, is taken down.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from detente.coding.coder import Coder
from detente.coding.incidents.learned.holders import HOLDER
from detente.coding.incidents.learned.model import POINTED
from detente.coding.incidents.learned.parts import ACT
from detente.coding.learned.encoder import SIDES
from detente.coding.learned.lexicon import ActLexicon
from detente.coding.learned.parts import Feature
from detente.coding.learned.reader import DocumentReader, Learned
from detente.coding.learned.sides import Asked, Standing
from detente.coding.sentence import Sentence
from detente.evaluation.articles import AUTHOR, Article
from detente.records import Document
from training.encoder.marked import Marked
from training.reading.fit import Teacher

Quoted = tuple[int, int, str]  # begin and end of words, and the part of a case file they fill

# How much a word counts: one that tells of nothing by its kind, one that only looks like an act,
# an act that the annotator found hardly worth telling.
DULL, TRAP, OPTIONAL = 0.2, 2.0, 0.7
_DULL = frozenset(("PUNCT", "DET", "ADP", "CCONJ", "SCONJ", "PART", "AUX", "PRON", "NUM", "SYM"))
SPEAKER = "speaker"  # the tag for who says what is claimed
# Fields that only some articles are annotated with.
_SOME = frozenset(("date", "reactions"))
_NEAR = 400  # characters from what somebody holds to his name
_SPOTS = 4  # places of a state in a sentence, and as many in those before


@dataclass(frozen=True)
class Question:
    """A state asked for: the act's word, the side (0, 1), where it stands, whether it is so.

    A place is a sentence's number and a word's.
    """

    word: int
    side: int
    spots: tuple[tuple[int, int], ...]
    so: bool


@dataclass
class Page:
    """One sentence: number and words; by word what it tells, its worth, its status and its tags.

    ``annotated``: claims and signals are told too, so that a word without one has none.
    """

    number: int
    words: list[str]
    annotated: bool = True
    acts: dict[int, str] = field(default_factory=dict)
    worth: list[float] = field(default_factory=list)
    statuses: dict[int, str | None] = field(default_factory=dict)
    tags: dict[int, frozenset[str]] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)


class Scribe(Teacher):
    """A teacher that takes down sentences too."""

    def __init__(self, raw: Mapping[str, Any], quoted: Sequence[Quoted], annotated: bool) -> None:
        super().__init__(raw)
        self.pages: dict[int, Page] = {}
        self.quoted, self.annotated = quoted, annotated
        self.reader: DocumentReader | None = None

    def note(self, s: Sentence) -> None:
        """Take down a sentence."""
        page = self.pages[s.number] = Page(s.number, list(s.words), self.annotated)
        for i in range(len(s)):
            event = self._event(s, i)
            worth = DULL if s.pos[i] in _DULL else 1.0
            if event is not None:
                worth = OPTIONAL if event["optional"] else 1.0
                page.acts[i] = event["event_type"]
                page.statuses[i] = event["status"]
            elif any(a <= s.start[i] < b for a, b in self.traps):
                worth, page.statuses[i] = TRAP, None
            page.worth.append(worth)
            tags = frozenset(t for a, b, t in self.quoted if a <= s.start[i] < b)
            if tags:
                page.tags[i] = tags

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        """Whether the state is on that side, as `Teacher` says; taken down."""
        so = super().side(asked, code, standing, link)
        s, i = asked.s, asked.i
        if self._event(s, i) is not None and self.reader is not None:
            at = self.reader.view.at
            places = [[(n, k) for k, _ in at[n].get(code, ())] for n in range(s.number + 1)]
            before = [place for x in places[:-1] for place in x]
            spots = (*places[-1][:_SPOTS], *before[-_SPOTS:])
            if spots:
                question = Question(i, SIDES.index(asked.side), spots, bool(so))
                self.pages[s.number].asked.append(question)
        return so


class _Noting(Learned):
    """Learned things that show each sentence to the scribe."""

    def on(
        self, talk: Any, lore: Any, pages: Sequence[Sentence], kept: Container[str] = ()
    ) -> DocumentReader:
        """A reader of one document."""
        reader = super().on(talk, lore, pages, kept)
        scribe = self.models
        assert isinstance(scribe, Scribe)
        scribe.reader = reader
        for s in pages:
            scribe.note(s)
        return reader


def pages_of(
    coder: Coder, article: Article, raw: Mapping[str, Any], doc: Doc, lexicon: ActLexicon
) -> list[Page]:
    """The pages of an article, in their order."""
    scribe = Scribe(raw, quoted(article.document.text, raw), annotated=True)
    return _pages(coder, scribe, article.document, doc, lexicon)


def pages_of_marked(coder: Coder, marked: Marked, doc: Doc, lexicon: ActLexicon) -> list[Page]:
    """The pages of a marked text, which tells of no claims and signals."""
    scribe = Scribe(marked.raw, marked.quoted, annotated=False)
    return _pages(coder, scribe, marked.document, doc, lexicon)


def _pages(
    coder: Coder, scribe: Scribe, document: Document, doc: Doc, lexicon: ActLexicon
) -> list[Page]:
    coder.learned = _Noting(scribe, lexicon)
    coder.code(document, doc)
    coder.learned = None
    return [scribe.pages[n] for n in sorted(scribe.pages)]


def quoted(text: str, raw: Mapping[str, Any]) -> list[Quoted]:
    """The words of a text that fill parts of case files and the like, by its annotation.

    Of a field the words of the value, where its quote holds them; of a case file also the words
    that tell its act; of what somebody holds or says also his name nearest to it.
    """
    out: list[Quoted] = []
    triggers = {e["id"]: e["triggers"] for e in raw["events"]}
    for incident in raw["incidents"]:
        told = triggers.get(incident["event"], ())
        out += [(k, k + len(word), ACT) for k, word in told if k is not None]
        for name, values in incident["fields"].items():
            if name in _SOME:
                continue
            some = values if isinstance(values, list) else [values]
            for v in (v for v in some if isinstance(v, dict) and v.get("quote")):
                out += _value(text, f"f:{name}", v["quote"], str(v.get("value") or ""))
                out += _named(text, HOLDER, v.get("by") if name in POINTED else None, v["quote"])
    for h in raw["hypotheses"]:
        for q in h["proposition"]["quotes"]:
            out += _value(text, f"h:{h['about']}", q, "")
            out += [x for v in h["holders"] for x in _named(text, HOLDER, v["value"], q)]
    out += [x for stake in raw["stakes"] for q in stake["quotes"] for x in _value(text, "stake", q)]
    for c in raw["claims"]:
        out += _value(text, "claim", c["quote"])
        out += _named(text, SPEAKER, c["speaker"], c["quote"])
    for signal in raw["signals"]:
        out += [x for q in signal["quotes"] for x in _value(text, f"s:{signal['direction']}", q)]
    return out


def _value(text: str, tag: str, quote: str, value: str = "") -> list[Quoted]:
    """Where a value stands in its quote, or the quote itself."""
    at = text.find(quote)
    if at < 0:
        return []
    inside = quote.lower().find(value.lower()) if value else -1
    if inside < 0:
        return [(at, at + len(quote), tag)]
    return [(at + inside, at + inside + len(value), tag)]


def _named(text: str, tag: str, name: str | None, quote: str) -> list[Quoted]:
    """The telling of a name that is nearest to a quote; none of the author's."""
    at = text.find(quote)
    if at < 0 or not name or name == AUTHOR:
        return []
    found = [m.start() for m in re.finditer(re.escape(name), text)]
    nearest = min(found, key=lambda k: abs(k - at), default=None)
    if nearest is None or abs(nearest - at) > _NEAR:
        return []
    return [(nearest, nearest + len(name), tag)]
