"""How long somebody is sent to prison: "five years in prison", "a 12-year term", "for life".

What comes in: a sentence, the token of an event and the sentence's quantities. What goes out: the
event's `Quantity` records of kind ``sentence``, in years or the unit said; for life, unit ``life``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente.coding.arguments import case_of
from detente.coding.numerals import DASHES, atoms, number_at
from detente.coding.quantities.find import QuantityMention
from detente.coding.quantities.words import QuantityWords
from detente.coding.sentence import Sentence
from detente.records import Quantity

_IN_YEARS = {"day": 1 / 365, "week": 7 / 365, "month": 1 / 12, "year": 1.0, "decade": 10.0}
_NEAR = 4  # tokens behind the time in which "prison" is looked for


def terms_for(
    s: Sentence,
    trigger: int,
    mentions: Sequence[QuantityMention],
    words: QuantityWords,
    within: Callable[[int], bool],
) -> list[Quantity]:
    """The prison terms of the event at ``trigger``; ``within`` says whether a token is its own.

    "Two years and nine months" is one term of 2.75 years.
    """
    out: list[Quantity] = []
    behind = -1  # last token of the term before
    for mention in mentions:
        if mention.unit not in _IN_YEARS or mention.value is None:
            continue
        joined = bool(out) and mention.first - behind in (1, 2) and out[-1].unit == "year"
        if not joined and not (_is_term(s, trigger, mention, words) and within(mention.head)):
            continue
        if joined and out[-1].value is not None:
            years = out[-1].value + mention.value * _IN_YEARS[mention.unit]
            start = next(m.first for m in mentions if m.span.start == out[-1].span.start)
            span = s.span(start, mention.last)
            out[-1] = Quantity("sentence", years, years, years, "year", span)
        else:
            out.append(
                Quantity(
                    "sentence",
                    mention.value,
                    mention.low,
                    mention.high,
                    mention.unit,
                    mention.span,
                )
            )
        behind = mention.last
    return [*out, *_hyphened(s, words, within), *_for_life(s, trigger, words, within)]


def _is_term(s: Sentence, trigger: int, mention: QuantityMention, words: QuantityWords) -> bool:
    head = mention.head
    after = s.lower[mention.last + 1 : mention.last + 1 + _NEAR]
    if not words.term_places.isdisjoint(after):
        return True
    above = s.heads[head]
    verb = trigger if above < 0 else above
    judged = s.lemmas[verb] in words.term_verbs or s.lower[verb] in words.term_verbs
    return judged and case_of(s, head) in ("to", "for", "")


def _hyphened(s: Sentence, words: QuantityWords, within: Callable[[int], bool]) -> list[Quantity]:
    """ "A five-year prison sentence"."""
    out: list[Quantity] = []
    if words.term_nouns.isdisjoint(s.lower):
        return out
    a = atoms(s)
    for k in range(2, len(a.words)):
        unit = words.units.get(a.words[k])
        if unit not in _IN_YEARS or a.words[k - 1] not in DASHES:
            continue
        noun = next(
            (j for j in range(k + 1, min(k + 4, len(a.words))) if a.words[j] in words.term_nouns),
            None,
        )
        number = number_at(a, k - 2, words.numbers)
        if noun is None or number is None or number.value is None or number.end > k:
            continue
        if within(a.token[noun]):
            span = s.span(a.token[k - 2], a.token[noun])
            value = number.value
            out.append(Quantity("sentence", value, value, value, unit, span))
    return out


def _for_life(
    s: Sentence, trigger: int, words: QuantityWords, within: Callable[[int], bool]
) -> list[Quantity]:
    """ "Life in prison", "a life sentence", "jailed for life"."""
    for i, word in enumerate(s.lower) if "life" in s.lower else ():
        if word != "life":
            continue
        after = s.lower[i + 1 : i + 4]
        told = after[:1] and (after[0] in words.term_nouns or after[0] in words.term_places)
        told = told or (after[:1] in (["in"], ["behind"]) and after[-1] in words.term_places)
        told = told or (
            case_of(s, i) in ("for", "to")
            and (s.lemmas[trigger] in words.term_verbs or s.lower[trigger] in words.term_verbs)
        )
        if told and within(i):
            return [Quantity("sentence", 1.0, 1.0, 1.0, "life", s.span(i, i))]
    return []


__all__ = ["terms_for"]
