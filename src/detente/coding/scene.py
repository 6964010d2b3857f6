"""A parsed document with its events: what the analyst's reading looks at.

Comes in: sentences, the actors found in them, the document's memory and its events. Goes out:
answers to "which phrase is this", "whom does it mean", "which event stands here". Nothing is
parsed or coded anew.
"""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from detente.coding.actors import ActorMention, DocumentContext, resolve_np
from detente.coding.actors.mentions import NATION_KINDS
from detente.coding.learned.hints import Hints
from detente.coding.quantities import QuantityMention, find_quantities
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, Narrative
from detente.records import Document, Event, Party, Span

T = TypeVar("T")

# What stands before a noun and belongs to it; determiners do not.
_BEFORE = (
    "amod",
    "compound",
    "nummod",
    "flat",
    "nmod:poss",
    "nmod:desc",
    "nmod:unmarked",
    "advmod",
    "punct",
    "nmod",
)
_TRIMMED = frozenset(", . ; : ! ? \" “ ” ' ‘ ’ ( ) [ ] - – — | and but or that".split())  # noqa: SIM905


# A line that ends amid a sentence: the text is wrapped, and its lines are no paragraphs.
_WRAPPED = re.compile(r"[a-z,] ?\n[a-z]")


class Scene:
    """One document as the analyst sees it; made once, never changed.

    ``narrative`` are the dates of its sentences, where somebody has read them before.

    Attributes
    ----------
    document, events
        The document and what was coded from it.
    sentences
        Parsed, in text order; ``sentences[n].number`` is n.
    mentions
        The actors found in each sentence.
    published
        The publication day, or None.
    home
        The state of those who say "we", as far as the text gives them away.
    hints
        What the encoder makes of each sentence; none where it was not asked.
    """

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        mentions: Sequence[list[ActorMention]],
        context: DocumentContext,
        events: tuple[Event, ...],
        home: str | None = None,
        hints: Sequence[Hints] = (),
        narrative: Narrative | None = None,
    ) -> None:
        self.document = document
        self.text = document.text
        self.sentences = sentences
        self.mentions = mentions
        self.context = context
        self.events = events
        self.home = home
        self.hints = hints
        day = document.date
        self.published = None if day is None else datetime.date.fromisoformat(day[:10])
        self._starts = [s.start[0] for s in sentences]
        self._parties: dict[tuple[int, int], tuple[Party, ...]] = {}
        self._states: dict[int, list[tuple[str, range]]] = {}
        self._narrative = narrative or Narrative(sentences, self.published)
        self._quantities: dict[int, list[QuantityMention]] = {}
        self._made: dict[object, Any] = {}
        self._of_sentence: dict[int, list[Event]] = {}
        for event in events:
            for number in sorted({m.sentence for m in event.mentions}):
                self._of_sentence.setdefault(number, []).append(event)

    def with_events(self, events: tuple[Event, ...]) -> Scene:
        """The same document with other events."""
        words = self.sentences, self.mentions, self.context
        other = Scene(self.document, *words, events, self.home, self.hints, self._narrative)
        # What the words alone tell is the same.
        other._quantities = self._quantities
        other._parties, other._states = self._parties, self._states
        return other

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What ``make`` gives, made at the first asking and kept with the scene."""
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def hinted(self, s: Sentence, k: int) -> list[str]:
        """What the encoder makes of a word: parts of a case file, acts and how sure they are."""
        if not self.hints:
            return []
        hints = self.hints[s.number]
        return [*hints.tags(k), *hints.acts(k), *hints.status(k)]

    def tagged(self, s: Sentence, k: int) -> list[str]:
        """The same without acts."""
        return self.hints[s.number].tags(k) if self.hints else []

    def dates(self, s: Sentence) -> list[DateMention]:
        """The date expressions of a sentence."""
        return self._narrative.dates(s.number)

    def quantities(self, s: Sentence) -> list[QuantityMention]:
        """The numbers of a sentence that are no dates."""
        found = self._quantities.get(s.number)
        if found is None:
            found = find_quantities(s, dates=self.dates(s))
            self._quantities[s.number] = found
        return found

    # --- where ------------------------------------------------------------------------------

    def place_of(self, offset: int) -> tuple[Sentence, int] | None:
        """The sentence and token that hold a character of the text."""
        n = bisect.bisect_right(self._starts, offset) - 1
        if n < 0:
            return None
        s = self.sentences[n]
        k = bisect.bisect_right(s.start, offset) - 1
        return (s, k) if k >= 0 and offset < s.end[k] else None

    def tokens(self, span: Span) -> tuple[Sentence, int, int] | None:
        """The sentence, first and last token of a span; None if it is not of one sentence."""
        first = self.place_of(span.start)
        last = self.place_of(max(span.start, span.end - 1))
        if first is None or last is None or first[0] is not last[0]:
            return None
        return first[0], first[1], last[1]

    def same_paragraph(self, a: Sentence, b: Sentence) -> bool:
        """Whether no paragraph ends between two sentences; lines of wrapped text are none."""
        low, high = sorted((a, b), key=lambda s: s.number)
        between = self.text[low.end[-1] : high.start[0]]
        if not self.once("wrapped", lambda: _WRAPPED.search(self.text) is not None):
            return "\n" not in between
        return between.count("\n") < 2

    def is_caption(self, s: Sentence) -> bool:
        """Whether a sentence is a photo's caption."""
        return any(c.start <= s.start[0] < c.end for c in self.document.captions)

    # --- who --------------------------------------------------------------------------------

    def parties(self, s: Sentence, head: int) -> tuple[Party, ...]:
        """Whom the noun phrase of token ``head`` means."""
        key = (s.number, head)
        found = self._parties.get(key)
        if found is None:
            found = resolve_np(s, head, self.mentions[s.number], self.context)
            self._parties[key] = found
        return found

    def countries(self, s: Sentence, head: int) -> tuple[str, ...]:
        """The codes of those whom a noun phrase means, each once."""
        codes = (p.country for p in self.parties(s, head))
        return tuple(dict.fromkeys(c for c in codes if c is not None))

    def states_in(self, s: Sentence, tokens: Iterable[int] | None = None) -> tuple[str, ...]:
        """The states that a sentence, or some of its tokens, names; in text order."""
        named = self._states.get(s.number)
        if named is None:
            states = self.context.tables.states
            named = self._states[s.number] = [
                (m.country, range(m.first, m.last + 1))
                for m in self.mentions[s.number]
                if m.country is not None and m.country in states
            ]
        if not named:
            return ()
        if tokens is None:
            return tuple(dict.fromkeys([code for code, _ in named]))
        inside = set(tokens)
        return tuple(dict.fromkeys([c for c, here in named if not inside.isdisjoint(here)]))

    def is_state(self, s: Sentence, tokens: Iterable[int]) -> bool:
        """Whether some tokens name a state or a place in one; its people and bodies do not."""
        inside = set(tokens)
        return any(
            m.kind in NATION_KINDS
            and m.country in self.context.tables.states
            and not inside.isdisjoint(range(m.first, m.last + 1))
            for m in self.mentions[s.number]
        )

    def main_states(self, number: int = 2) -> tuple[str, ...]:
        """The states that the document names most often, the most frequent first."""
        counts = self.context.counts
        return tuple(sorted(counts, key=lambda c: (-counts[c], c))[:number])

    # --- events -----------------------------------------------------------------------------

    def events_in(self, s: Sentence) -> list[Event]:
        """The events told in a sentence."""
        return self._of_sentence.get(s.number, [])

    def event(self, ident: str) -> Event | None:
        """The event of that id."""
        return next((e for e in self.events if e.id == ident), None)


# --- phrases ----------------------------------------------------------------------------------


def phrase(
    s: Sentence, head: int, *, preps: Sequence[str] = ("of",), deep: int = 2
) -> tuple[int, int]:
    """First and last token of the noun phrase of ``head``, without its determiner.

    ``preps`` are the prepositions whose phrases belong to it ("member of the police").
    """
    first = last = head
    for j in s.children[head]:
        if s.deps[j] in ("flat", "flat:foreign", "compound", "fixed", "goeswith") and j > head:
            last = max(last, *s.subtree(j))
        elif j < head and _belongs(s, j, head):
            first = min(first, s.subtree(j)[0])
        elif j > head and deep and s.deps[j] in ("nmod", "nmod:desc", "nmod:unmarked"):
            case = next((k for k in s.children[j] if s.deps[k] == "case"), None)
            joined = case is not None and s.lower[case] in preps
            if joined and s.start[j] - s.end[last] < 60:
                last = max(last, phrase(s, j, preps=preps, deep=deep - 1)[1])
    while _goes_on(s, head, last):
        last += 1
    while first < head and (s.pos[first] in ("DET", "PUNCT", "CCONJ", "ADP")):
        first += 1
    # "Vice-consul" is one word, whatever the parser makes of it.
    while _hyphened(s, first - 1):
        first -= 2
    while _hyphened(s, last + 1):
        last += 2
    return first, last


def _hyphened(s: Sentence, k: int) -> bool:
    """Whether a token is a hyphen that joins the two beside it, without a space."""
    if not 0 < k < len(s) - 1 or s.words[k] not in _HYPHENS:
        return False
    return s.end[k - 1] == s.start[k] and s.end[k] == s.start[k + 1]


_HYPHENS = ("-", "–", "‑")


def _goes_on(s: Sentence, head: int, last: int) -> bool:
    """Whether a name that the parser took for two has more words behind ``last``.

    "Accused Juan Gomez", both objects.
    """
    after = last + 1
    if after == len(s) or s.pos[last] != "PROPN" or s.pos[after] != "PROPN":
        return False
    return (s.heads[after], s.deps[after]) == (s.heads[head], s.deps[head])


def _belongs(s: Sentence, j: int, head: int) -> bool:
    dep = s.deps[j]
    if dep == "punct":
        return s.words[j] in _HYPHENS
    if dep == "advmod":
        return s.tags[j].startswith("JJ")
    if dep == "nmod:poss":
        return s.pos[j] in ("PROPN", "NOUN")
    return dep in _BEFORE and not any(s.deps[k] == "case" for k in s.children[j])


def phrase_span(s: Sentence, head: int, *, preps: Sequence[str] = ("of",), deep: int = 2) -> Span:
    """The words of the noun phrase of ``head``; see `phrase`."""
    return s.span(*phrase(s, head, preps=preps, deep=deep))


def clause(s: Sentence, head: int, *, drop: Iterable[int] = ()) -> tuple[int, int]:
    """First and last token of the clause of predicate ``head``, its edges trimmed.

    ``drop`` are tokens whose subtrees are not part of it ("the ministry said").
    """
    out: set[int] = set(s.subtree(head))
    for j in drop:
        out -= set(s.subtree(j))
    tokens = sorted(out)
    # Only the stretch around the head: what is dropped may stand in the middle.
    at = tokens.index(head) if head in out else 0
    first = last = at
    while first > 0 and _close(s, tokens, first - 1, out):
        first -= 1
    while last + 1 < len(tokens) and _close(s, tokens, last, out):
        last += 1
    a, b = tokens[first], tokens[last]
    while a < b and (s.lower[a] in _TRIMMED):
        a += 1
    while b > a and (s.words[b] in _TRIMMED):
        b -= 1
    return a, b


def _close(s: Sentence, tokens: list[int], i: int, kept: set[int]) -> bool:
    """Whether only punctuation stands between two tokens of a clause."""
    return all(s.pos[k] == "PUNCT" for k in range(tokens[i] + 1, tokens[i + 1]))


def clause_span(s: Sentence, head: int, *, drop: Iterable[int] = ()) -> Span:
    """The words of the clause of ``head``; see `clause`."""
    return s.span(*clause(s, head, drop=drop))


def matching(s: Sentence, words: frozenset[str]) -> Iterator[int]:
    """Tokens whose lemma or form is one of some words."""
    if words.isdisjoint(s.lemmas) and words.isdisjoint(s.lower):
        return
    for k, lemma in enumerate(s.lemmas):
        if lemma in words or s.lower[k] in words:
            yield k


@lru_cache(maxsize=64)
def _written(phrases: frozenset[str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Ways to write phrases, by first word: tokenizers cut some words at the hyphen."""
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for p in sorted(phrases):
        for words in {tuple(p.split()), tuple(p.replace("-", " - ").split())}:
            out.setdefault(words[0], []).append((words, p))
    return out


def runs(s: Sentence, phrases: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Where phrases of one or more words stand, by form or lemma: first, last, the phrase."""
    written = _written(phrases)
    if written.keys().isdisjoint(s.lower) and written.keys().isdisjoint(s.lemmas):
        return
    taken = -1
    for k in range(len(s)):
        if k <= taken:
            continue
        # "shot" opens "shot dead" by form and "shoot" by lemma: both are tried.
        ways = written.get(s.lower[k], [])
        if s.lemmas[k] != s.lower[k]:
            ways = ways + written.get(s.lemmas[k], [])
        if not ways:
            continue
        best: tuple[int, int, str] | None = None
        for words, p in ways:
            end = k + len(words)
            if end > len(s):
                continue
            if all(w in (s.lower[k + i], s.lemmas[k + i]) for i, w in enumerate(words)) and (
                best is None or end - 1 > best[1]
            ):
                best = (k, end - 1, p)
        if best is not None:
            taken = best[1]
            yield best


def governed_by(s: Sentence, k: int) -> int:
    """The predicate above a token: the nearest verb, or the root."""
    for up in s.ancestors(k):
        if s.pos[up] in ("VERB", "AUX") or s.tags[up].startswith("VB"):
            return up
    return s.root
