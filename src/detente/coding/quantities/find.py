"""Numbers with what they count: where they start and end, their bounds, their unit.

What comes in: a parsed sentence. What goes out: its `QuantityMention` records in text order. Dates,
ages, ordinals and numbers in names are left out; what happened to those counted is
`detente.coding.quantities.attach`'s affair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.numerals import (
    DASHES,
    Approximator,
    Atoms,
    Number,
    approximator_at,
    atoms,
    is_digits,
    number_at,
)
from detente.coding.quantities.words import QuantityWords, quantity_words
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, find_dates
from detente.records import Span

_DIGIT = re.compile(r"[0-9]")
_HALF_UNITS = frozenset({"cubic", "percentage"})  # the other half is the next word


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A number in a sentence with what it counts.

    Attributes
    ----------
    first, last
        Tokens from the approximation to the noun counted, both included.
    number
        The number's own last token, the one the parse hangs on the noun.
    span
        Its words.
    value
        The number said; None where only bounds are known ("dozens").
    low, high
        Bounds; None where open ("at least 17" has no high).
    unit
        ISO 4217 code for money, ``person``, ``percent``, ``tonne``; else the noun's lemma; None
        if nothing is named.
    noun
        Token of the noun counted, or None.
    money
        Whether it is an amount of money.
    """

    first: int
    last: int
    number: int
    span: Span
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    noun: int | None
    money: bool = False

    @property
    def head(self) -> int:
        """The token that stands for it in the tree: the noun, else the number."""
        return self.number if self.noun is None else self.noun


def find_quantities(
    sentence: Sentence,
    *,
    dates: Sequence[DateMention] | None = None,
    words: QuantityWords | None = None,
) -> list[QuantityMention]:
    """Every quantity of a sentence, in text order.

    Parameters
    ----------
    sentence
        Parsed sentence.
    dates
        Its date expressions, if already found; their numbers are no quantities.
    words
        Words of quantities, if not the shipped ones.

    Returns
    -------
    Mentions that do not overlap; empty for most sentences.

    Raises
    ------
    BadDataFile
        The shipped words do not hold up.

    Examples
    --------
    >>> from detente.coding.sentence import Sentence
    >>> one = Sentence(0, "$9 billion", ["$", "9", "billion"], ["$", "9", "billion"],
    ...     ["SYM", "NUM", "NUM"], ["$", "CD", "CD"], ["root", "nummod", "compound"],
    ...     ["", "", ""], [-1, 0, 1], [0, 1, 3], [1, 2, 10])
    >>> [(q.value, q.unit) for q in find_quantities(one)]
    [(9000000000.0, 'USD')]
    """
    known = quantity_words() if words is None else words
    lower = sentence.lower
    if not lower:
        return []
    if (
        known.triggers.isdisjoint(lower)
        and _DIGIT.search(sentence.text, sentence.start[0], sentence.end[-1]) is None
    ):
        return []
    a = atoms(sentence)
    taken: set[int] = set()
    for date in find_dates(sentence, None) if dates is None else dates:
        taken.update(range(date.first, date.last + 1))
    out: list[QuantityMention] = []
    i = 0
    while i < len(a.words):
        found = None if a.token[i] in taken else _quantity_at(sentence, a, i, known)
        if found is None:
            i += 1
            continue
        mention, end = found
        if mention is not None and taken.isdisjoint(range(mention.first, mention.last + 1)):
            out.append(mention)
        i = max(end, i + 1)
    return out


def _quantity_at(
    s: Sentence, a: Atoms, i: int, words: QuantityWords
) -> tuple[QuantityMention | None, int] | None:
    """The quantity that starts at atom ``i`` and the atom after it.

    A mention of None means: this is a number that counts nothing, step over it.
    """
    word = a.words[i]
    if word in words.nothing or (word == "no" and a.matches(i, ("no", "one"))):
        end = i + (2 if word == "no" else 1)
        first, last = a.token[i], a.token[end - 1]
        nothing = QuantityMention(first, last, last, s.span(first, last), 0, 0, 0, "person", None)
        return nothing, end
    if word == words.no:
        return _none_of(s, a, i, words)
    j = i
    between = word == "between" or (word == "from" and i + 1 < len(a.words))
    if between:
        j += 1
    approximation = approximator_at(a, j, words.numbers)
    if approximation is not None:
        j = approximation[1]
    symbol, j = _currency_before(s, a, j, words)
    # "about as many as", "an estimated at least" do not stack; one approximation is read.
    start = j
    number = number_at(a, j, words.numbers)
    if number is None:
        return None
    if not symbol and _in_a_name(s, a, start, number, words):
        return None, _past_name(a, number.end)
    number, joined = _range(s, a, number, words, between)
    if between and not joined:
        return None
    if approximation is None and not joined:
        approximation, number = _approximation_behind(a, number)
    return _finish(s, a, i, start, number, approximation, symbol, joined, words)


def _none_of(
    s: Sentence, a: Atoms, i: int, words: QuantityWords
) -> tuple[QuantityMention | None, int] | None:
    """ "no civilians": a count of none of what the noun names, persons only."""
    token = a.token[i]
    head = s.heads[token]
    if s.deps[token] != "det" or head <= token or _unit_of(s, head, words) != "person":
        return None
    mention = QuantityMention(token, head, token, s.span(token, head), 0, 0, 0, "person", head)
    return mention, i + 1


def _currency_before(s: Sentence, a: Atoms, j: int, words: QuantityWords) -> tuple[str, int]:
    """The currency written before a number (``$``, ``US$``, ``EUR``) and the atom after it."""
    n = len(a.words)
    for length in (3, 2, 1):
        if j + length < n and (is_digits(a.words[j + length])):
            text = "".join(a.words[j : j + length])
            code = words.symbols.get(text)
            # "A$900 million" are Australian, "a $900 million deal" need not be.
            apart = len(a.words[j]) == 1 and any(not g for g in a.glued[j + 1 : j + length])
            if code is not None and not apart:
                return code, j + length
    if j + 1 < n and a.words[j].upper() in words.codes and is_digits(a.words[j + 1]):
        token = a.token[j]
        if s.words[token][:3].isupper():
            return a.words[j].upper(), j + 1
    return "", j


def _in_a_name(s: Sentence, a: Atoms, i: int, number: Number, words: QuantityWords) -> bool:
    """Whether the number is part of a name, an ordinal, a time, an age."""
    n = len(a.words)
    before = a.words[i - 1] if i else ""
    word = a.words[i]
    if len(s.words[a.token[i]]) > 30 or "@" in s.words[a.token[i]]:
        return True
    if is_digits(word):
        j = number.end
        while j + 1 < n and a.words[j] in DASHES and a.glued[j] and is_digits(a.words[j + 1]):
            j += 2
        if j > number.end + 2 or (j > number.end and len(a.words[j - 1]) > len(word) + 2):
            return True  # 713-664-7478
        if a.glued[i] and before and (before[-1].isalnum() or before in {"/", ":", "."}):
            return True
        dashed = a.glued[i] and before in DASHES
        if dashed and i >= 2 and a.glued[i - 1] and a.words[i - 2][-1].isalnum():
            return True
        if number.end < n and a.glued[number.end]:
            after = a.words[number.end]
            if after in {"st", "nd", "rd", "th", ":", "/"}:
                return True
            if after.isalpha() and not _glued_unit(after, words):
                return True
    end = number.end
    after = a.words[end] if end < n else ""
    if after in DASHES and end + 1 < n and a.glued[end] and a.glued[end + 1]:
        # "a 12-year-old", "the 40-minute talks"; not "a 45-billion-euro deal"
        what = a.words[end + 1]
        if what.isalpha() and what not in words.names and what not in words.numbers.scales:
            return True
    if after in {"o'clock", "am", "pm", "gmt"}:
        return True
    if a.matches(end, ("p", ".", "m")) or a.matches(end, ("a", ".", "m")):
        return True
    if before in words.labels and (a.token[i] == a.token[i - 1] + 1 or before == "no"):
        return True
    token = a.token[i]
    if before == "." and i >= 2 and a.words[i - 2] in {"no", "nos"}:
        return True
    if before == "," and after == "," and token >= 2 and s.pos[token - 2] == "PROPN":
        return s.pos[a.token[end - 1]] in {"NUM", "X"}  # Altintas, 22, ...
    if before == "(" and after in {")", ","} and token >= 2 and s.deps[token - 2] == "flat":
        return True  # Mehmet Altintas (22); not "the United States (60)"
    if before in {"aged", "age"} or (before == "of" and i >= 2 and a.words[i - 2] in _PARENTS):
        return True  # "a mother of three"
    if word == "one" and number.value == 1:
        return not (s.deps[token] == "nummod" and s.heads[token] > token)
    return False


_PARENTS = frozenset({"father", "mother", "parent", "grandfather", "grandmother"})


def _glued_unit(word: str, words: QuantityWords) -> bool:
    return word in words.units or word in words.names or word.upper() in words.codes


def _past_name(a: Atoms, j: int) -> int:
    """The atom after everything written together with the one before ``j``."""
    while j < len(a.words) and a.glued[j] and not a.words[j].isspace():
        if a.words[j] in {",", ";", ")", "]"}:
            break
        j += 1
    return j


def _range(
    s: Sentence, a: Atoms, first: Number, words: QuantityWords, between: bool
) -> tuple[Number, bool]:
    """ "10 to 20", "10-20", "9 or 11", "between 10 and 20"."""
    j = first.end
    if j >= len(a.words):
        return first, False
    join = a.words[j]
    dashed = join in DASHES
    if not dashed and join not in {"to", "or"} and not (between and join == "and"):
        return first, False
    if dashed and not (a.glued[j] and is_digits(a.words[j - 1])) and not between:
        return first, False
    _, k = _currency_before(s, a, j + 1, words)
    second = number_at(a, k, words.numbers)
    if second is None or second.value is None or first.value is None:
        return first, False
    low, high = first.value, second.value
    # "2 to 3 million" means millions on both sides.
    if low < high and high >= 1000 and low < 1000 and k + 1 < second.end:
        plain = _bare(a, k)
        if plain is not None and plain > low:
            low *= high / plain
    if low >= high:
        return first, False
    return Number(None, low, high, second.end), True


def _bare(a: Atoms, k: int) -> float | None:
    try:
        return float(a.words[k].replace(",", ""))
    except ValueError:
        return None


def _approximation_behind(
    a: Atoms, number: Number
) -> tuple[tuple[Approximator, int] | None, Number]:
    """ "300 or more", "300 or so"."""
    for phrase, factors in (
        (("or", "more"), Approximator(1.0, None, (1.0, 2.0))),
        (("or", "so"), Approximator(0.8, 1.25, (0.75, 1.3))),
        (("or", "fewer"), Approximator(None, 1.0, (0.5, 1.0))),
        (("or", "less"), Approximator(None, 1.0, (0.5, 1.0))),
    ):
        if a.matches(number.end, phrase):
            return (factors, 0), number._replace(end=number.end + 2)
    return None, number


def _finish(
    s: Sentence,
    a: Atoms,
    i: int,
    start: int,
    number: Number,
    approximation: tuple[Approximator, int] | None,
    symbol: str,
    joined: bool,
    words: QuantityWords,
) -> tuple[QuantityMention, int]:
    low: float | None = number.low
    high: float | None = number.high
    if approximation is not None and not joined:
        factors = approximation[0]
        low = None if factors.low is None else number.low * factors.low
        high = None if factors.high is None else number.high * factors.high
    first, last = a.token[i], a.token[number.end - 1]
    tokens = range(a.token[start], last + 1)
    value = number.value
    size = value if value is not None else number.low
    behind = _currency_after(s, a, _past_of(a, number.end, words), words, size)
    if not behind[0]:
        behind = ("", number.end)
    # "$9 billion USD": the code again belongs to it.
    code, end = (symbol, behind[1]) if symbol else behind
    if code:
        last = a.token[end - 1]
        head = _outer(s, first, last)
        mention = QuantityMention(
            first, last, head, s.span(first, last), value, low, high, code, None, money=True
        )
        return mention, end
    own = _outer(s, tokens.start, last)
    noun = _noun(s, own, last, words)
    unit = None if noun is None else _unit_of(s, noun, words)
    glued = number.end < len(a.words) and a.glued[number.end]
    if noun is None and glued and a.words[number.end] in words.units:
        unit = words.units[a.words[number.end]]
        end = number.end + 1
        last = a.token[end - 1]
    currency = None if noun is None else words.names.get(s.lower[noun])
    if noun is not None and noun + 1 < len(s) and s.lower[noun + 1] == "of":
        currency = None  # 500 pounds of explosives
    if currency is not None and size < currency.least:
        currency = None
    if currency is not None:
        unit = currency.code
    if noun is not None and last < noun <= last + 6:
        between_ = {s.pos[t] for t in range(last + 1, noun)}
        if between_.isdisjoint({"PUNCT", "CCONJ", "VERB", "AUX"}):
            last = noun
            if s.lower[noun] in _HALF_UNITS and noun + 1 < len(s):
                last = noun + 1
    mention = QuantityMention(
        first, last, own, s.span(first, last), value, low, high, unit, noun, currency is not None
    )
    return mention, end


def _past_of(a: Atoms, j: int, words: QuantityWords) -> int:
    """Past the "of" of "fifty millions of roubles"; else ``j``."""
    joined = a.matches(j, ("of",)) and a.words[j - 1] in words.numbers.scales
    return j + 1 if joined else j


def _currency_after(
    s: Sentence, a: Atoms, j: int, words: QuantityWords, size: float
) -> tuple[str, int]:
    """The currency named after a number ("billion Turkish liras") and the atom after it."""
    n = len(a.words)
    k = j
    if k < n and a.words[k] in DASHES and a.glued[k]:
        k += 1
    adjective = ""
    for length in (0, 1, 2, 3):
        if k + length >= n:
            break
        adjective = (
            "".join(a.words[k : k + length]) if length == 3 else " ".join(a.words[k : k + length])
        )
        name = a.words[k + length]
        end = k + length + 1
        currency = words.names.get(name)
        if currency is not None:
            if currency.code == "GBP" and a.matches(end, ("of",)):
                return "", j  # 500 pounds of explosives
            if size < currency.least:
                return "", j
            if not adjective:
                return currency.code, end
            short = {"u.s": "us", "u.s.": "us", "u . s": "us"}.get(adjective, adjective)
            code = currency.of.get(short)
            if code is not None:
                return code, end
        if not length:
            if name in words.symbols:
                return words.symbols[name], end
            if name.upper() in words.codes and s.words[a.token[k]].isupper():
                return name.upper(), end
    return "", j


def _outer(s: Sentence, first: int, last: int) -> int:
    """The token of a stretch whose head is outside it, the last such."""
    for i in range(last, first - 1, -1):
        if not first <= s.heads[i] <= last and s.deps[i] not in {"punct", "case", "det", "advmod"}:
            return i
    return last


def _noun(s: Sentence, number: int, last: int, words: QuantityWords) -> int | None:
    """The noun that a number counts: its head, "of" what, or the noun right behind it."""
    head = s.heads[number]
    behind = last + 1
    if behind < len(s) and words.units.get(s.lower[behind], "person") != "person":
        return behind
    if s.deps[number].startswith(("nummod", "compound", "det", "amod")) and head > number:
        if s.pos[head] == "SYM" or s.lower[head] == "%":
            return head
        if s.pos[head] in {"NOUN", "PROPN", "X"}:
            return head
    of = last + 1
    for child in s.children[number]:
        if s.deps[child].startswith("nmod") and child > last:
            case = s.child(child, "case")
            if case is not None and s.lower[case] == "of":
                return child
    if of < len(s):
        if s.lower[of] in words.units:
            return of
        if s.pos[number] in {"NUM", "NOUN"} and s.lower[last] == "of" and s.pos[of] == "NOUN":
            return of
    return None


def _unit_of(s: Sentence, noun: int, words: QuantityWords) -> str:
    if s.lower[noun] == "cent" and noun and s.lower[noun - 1] == "per":
        return "percent"
    for form in (s.lower[noun], s.lemmas[noun]):
        unit = words.units.get(form)
        if unit is not None:
            return unit
    return s.lemmas[noun]
