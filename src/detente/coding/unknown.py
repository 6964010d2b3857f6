"""Names that stood where a party stands and that no table could tell.

What comes in: a coder and documents. What goes out: the names, the most frequent first, each with
the sentences it stood in: what to add to one's own table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.coding.actors import ActorMention, DocumentContext, observe
from detente.coding.actors.reading import Reading, read_sentence
from detente.coding.coder import Coder
from detente.coding.sentence import Sentence, sentences
from detente.records import Document, Event

EXAMPLES = 3
"""Sentences kept of a name."""

_LONGEST = 6  # words of a name


@dataclass(slots=True)
class UnknownName:
    """A name, how often it stood as a party, in how many documents, and where."""

    name: str
    count: int = 0
    documents: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)


def unknown_in_texts(coder: Coder, documents: Iterable[Document]) -> list[UnknownName]:
    """The unresolved names of documents, read anew: also those whose events were dropped."""
    from detente.language import parse

    found: dict[str, UnknownName] = {}
    held = list(documents)
    for document, doc in zip(held, parse(coder.nlp, (d.text for d in held)), strict=True):
        context = DocumentContext(document.date, coder.tables)
        for s in sentences(doc, document.text):
            mentions = coder.finder.find(s, context.era)
            frames = coder.matcher.frames(s) if coder.matcher.may_match(s) else []
            observe(s, mentions, context)
            reading = read_sentence(s, mentions, context)
            heads = {
                head for f in frames for head, how in (*f.actors, *f.recipients) if how == "np"
            }
            for name in sorted({n for h in heads if (n := _unresolved(reading, h, mentions))}):
                _note(found, name, document.id, s.evidence.text)
    return ranked(found)


def unknown_in_events(events: Iterable[Event]) -> list[UnknownName]:
    """The unresolved names among the parties of stored events."""
    found: dict[str, UnknownName] = {}
    for event in events:
        for party in (*event.actor, *event.recipient):
            named = party.name[:1].isupper() and party.name.lower() != party.span.text.lower()
            bare = party.country is None and party.id is None and not party.sector
            if bare and (named or _is_name(party.name)):
                evidence = event.mentions[0].evidence.text if event.mentions else ""
                _note(found, party.name, event.doc_id or "", evidence)
    return ranked(found)


def ranked(found: dict[str, UnknownName]) -> list[UnknownName]:
    """The most frequent first; among equals those of more documents, then by name."""
    return sorted(found.values(), key=lambda u: (-u.count, -len(u.documents), u.name))


def _note(found: dict[str, UnknownName], name: str, document: str, sentence: str) -> None:
    one = found.setdefault(name, UnknownName(name))
    one.count += 1
    one.documents.add(document)
    short = " ".join(sentence.split())
    if len(one.examples) < EXAMPLES and short not in one.examples:
        one.examples.append(short)


def _unresolved(r: Reading, head: int, mentions: list[ActorMention]) -> str | None:
    """The name at a token that stands for a party, if it is a name and nobody's."""
    s = r.sentence
    number = r.at.get(head)
    if number is not None:
        parties = r.parties[number]
        if any(p.country is not None for p in parties):
            return None
        if r.phrases[number].name is None:
            # "Gondwana Solidarity Council": a body's proper name.
            first, last = r.phrases[number].first, r.phrases[number].last
            while first > 0 and s.words[first - 1][:1].isupper() and s.pos[first - 1] != "DET":
                first -= 1
            text = _text(s, first, last) if parties else ""
            words = text.split()
            return text if len(words) > 1 and all(w[:1].isupper() for w in words) else None
        named = next((p.name for p in parties if p.id is None), None)
        return named if named is not None and _is_name(named) else None
    if s.pos[head] != "PROPN" or any(m.first <= head <= m.last for m in mentions):
        return None
    first = last = head
    while first > 0 and s.pos[first - 1] == "PROPN" and s.words[first - 1][:1].isupper():
        first -= 1
    while last + 1 < len(s) and s.pos[last + 1] == "PROPN" and s.words[last + 1][:1].isupper():
        last += 1
    name = _text(s, first, last)
    return name if _is_name(name) else None


def _text(s: Sentence, first: int, last: int) -> str:
    return " ".join(s.text[s.start[first] : s.end[last]].split())


def _is_name(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= _LONGEST and text[:1].isupper() and any(c.isalpha() for c in text)
