"""How many: numbers with what they count, and which of them belong to an event.

What comes in: a parsed sentence. What goes out: its quantities (people, planes, tonnes, money)
with bounds where the words are approximate, and, for an event, how many were killed, injured,
arrested, expelled, and how much money or how many troops it moved. Dates, ages, ordinals and
numbers in names are left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.coding.numerals import (
    DASHES,
    DATA,
    Approximator,
    Atoms,
    Number,
    NumberWords,
    approximator_at,
    atoms,
    entry,
    forms,
    is_digits,
    load_number_words,
    number_at,
    number_words,
    read_table,
)
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, find_dates
from detente.errors import BadDataFile
from detente.records import Quantity, Span

_DIGIT = re.compile(r"[0-9]")
_CODE = re.compile(r"[A-Z]{3}")
_TIME_UNITS = frozenset({"hour", "minute", "second", "day", "week", "month", "year", "decade"})
_PERSONAL = frozenset(
    {"killed", "injured", "arrested", "expelled", "displaced", "released", "captured", "missing"}
)
_HALF_UNITS = frozenset({"cubic", "percentage"})  # the other half is the next word
_PERSONS_ONLY = frozenset({"killed", "injured", "arrested", "expelled"})


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its ISO code and the adjectives that make its name another's."""

    code: str
    of: dict[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """What happened to those counted, and the words that say so (all forms)."""

    name: str
    verbs: frozenset[str]
    of_subject: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    pairs: tuple[tuple[frozenset[str], str], ...]
    single: bool
    single_only: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """Everything ``quantities.toml`` says, ready for look-up."""

    numbers: NumberWords
    nothing: frozenset[str]
    no: str
    names: dict[str, Currency]
    symbols: dict[str, str]
    codes: frozenset[str]
    units: dict[str, str]
    troops: frozenset[str]
    troop_verbs: frozenset[str]
    troop_nouns: frozenset[str]
    kinds: tuple[Kind, ...]
    groups: frozenset[str]
    labels: frozenset[str]
    parts: frozenset[str]
    triggers: frozenset[str]


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


def _words(table: dict[str, Any], key: str, file: str) -> list[str]:
    values = entry(table, key, list, file)
    if not all(isinstance(v, str) and v for v in values):
        raise BadDataFile(f"'{key}' must be a list of words, found {values!r}", file=file)
    return [v.lower() for v in values]


def _code(value: Any, file: str) -> str:
    if not isinstance(value, str) or _CODE.fullmatch(value) is None:
        raise BadDataFile(f"currency code must be three capitals, found {value!r}", file=file)
    return value


def _kind(row: dict[str, Any], file: str) -> Kind:
    pairs: list[tuple[frozenset[str], str]] = []
    for item in entry(row, "pairs", list, file):
        if not isinstance(item, list) or len(item) != 2:
            raise BadDataFile(f"[[kind]] pairs must be [verb, word], found {item!r}", file=file)
        pairs.append((forms(frozenset(item[0].split("|"))), item[1]))
    return Kind(
        entry(row, "name", str, file),
        forms(frozenset(_words(row, "verbs", file))),
        forms(frozenset(_words(row, "of_subject", file))),
        frozenset(_words(row, "nouns", file)),
        frozenset(_words(row, "adjectives", file)),
        tuple(pairs),
        entry(row, "single", bool, file) if "single" in row else False,
        forms(frozenset(_words(row, "single_only", file) if "single_only" in row else [])),
    )


def load_quantity_words(path: Path) -> QuantityWords:
    """The words of a quantities file.

    Raises
    ------
    BadDataFile
        A table is missing, a currency has no ISO code, a name stands twice.
    """
    table = read_table(path)
    file = path.name
    numbers = number_words() if path == DATA / "quantities.toml" else load_number_words(path)
    names: dict[str, Currency] = {}
    symbols: dict[str, str] = {}
    for row in entry(table, "currency", list, file):
        code = _code(row.get("code"), file)
        of = {k.lower(): _code(v, file) for k, v in row.get("of", {}).items()}
        for name in _words(row, "names", file):
            if name in names:
                raise BadDataFile(f"currency name '{name}' stands twice", file=file)
            names[name] = Currency(code, of)
        symbols.update(dict.fromkeys(_words(row, "symbols", file), code))
    codes = frozenset(
        _code(c, file) for c in entry(entry(table, "codes", dict, file), "iso", list, file)
    )
    units: dict[str, str] = {}
    for unit, nouns in entry(table, "units", dict, file).items():
        for noun in nouns:
            units[noun.lower()] = unit
            units.setdefault(f"{noun.lower()}s", unit)
    troops = entry(table, "troops", dict, file)
    labels = entry(table, "labels", dict, file)
    nothing = entry(table, "nothing", dict, file)
    kinds = tuple(_kind(row, file) for row in entry(table, "kind", list, file))
    triggers = (
        frozenset(numbers.cardinals)
        | frozenset(numbers.scales)
        | frozenset(phrase[-1] for phrase in numbers.indefinite)
        | {"half", entry(nothing, "determiner", str, file), "nobody", "none"}
    )
    return QuantityWords(
        numbers=numbers,
        nothing=frozenset(_words(nothing, "people", file)),
        no=nothing["determiner"],
        names=names,
        symbols=symbols,
        codes=codes,
        units=units,
        troops=frozenset(_words(troops, "nouns", file)),
        troop_verbs=forms(frozenset(_words(troops, "verbs", file))),
        troop_nouns=frozenset(_words(troops, "event_nouns", file)),
        kinds=kinds,
        groups=frozenset(_words(labels, "groups", file)),
        labels=frozenset(_words(labels, "words", file)),
        parts=frozenset(_words(labels, "parts", file)),
        triggers=triggers,
    )


@lru_cache(maxsize=1)
def quantity_words() -> QuantityWords:
    """The shipped words of quantities."""
    return load_quantity_words(DATA / "quantities.toml")


# --- finding ------------------------------------------------------------------------------


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
            if code is not None:
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
    if word == "one" and number.value == 1:
        return not (s.deps[token] == "nummod" and s.heads[token] > token)
    return False


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
    code, end = (symbol, number.end) if symbol else _currency_after(s, a, number.end, words)
    if symbol:
        # "$9 billion USD": the code again belongs to it.
        _, end = _currency_after(s, a, number.end, words)
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


def _currency_after(s: Sentence, a: Atoms, j: int, words: QuantityWords) -> tuple[str, int]:
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
    for form in (s.lower[noun], s.lemmas[noun]):
        unit = words.units.get(form)
        if unit is not None:
            return unit
    return s.lemmas[noun]


# --- belonging to an event ----------------------------------------------------------------


def quantities_for(
    sentence: Sentence,
    trigger: int,
    mentions: Sequence[QuantityMention],
    *,
    others: Collection[int] = (),
    words: QuantityWords | None = None,
) -> tuple[Quantity, ...]:
    """How many were killed, expelled and so on in the event at token ``trigger``.

    Parameters
    ----------
    sentence
        Parsed sentence.
    trigger
        Token of the event's verb or noun.
    mentions
        What `find_quantities` found in this sentence.
    others
        Tokens of the sentence's other events; what is counted there is theirs.
    words
        Words of quantities, if not the shipped ones.

    Returns
    -------
    Quantities in text order: ``killed``, ``injured``, ``arrested``, ``expelled``,
    ``displaced``, ``released``, ``captured``, ``missing``, ``troops``, ``money``. One person
    named as the patient ("killed a policeman", "the ambassador was shot dead") counts as one.
    """
    known = quantity_words() if words is None else words
    away = frozenset(others) - {trigger}
    found: list[Quantity] = []
    for mention in mentions:
        at = _kind_of(sentence, mention, known)
        if at is None:
            continue
        kind, word = at
        if kind == "money":
            belongs = _within(sentence, trigger, mention.head, away)
        else:
            belongs = _linked(sentence, trigger, word, away)
        if belongs:
            unit = mention.unit
            if kind in _PERSONAL and (unit is None or kind in _PERSONS_ONLY):
                unit = "person"
            found.append(
                Quantity(kind, mention.value, mention.low, mention.high, unit, mention.span)
            )
    alone = _one_person(sentence, trigger, known)
    if alone is not None and all(q.kind != alone.kind for q in found):
        found.append(alone)
        found.sort(key=lambda q: q.span.start)
    return tuple(found)


def _has(s: Sentence, i: int, words: frozenset[str]) -> bool:
    return s.lemmas[i] in words or s.lower[i] in words


def _said_by(s: Sentence, i: int, words: QuantityWords) -> str | None:
    """The kind that the verb or noun at ``i`` says of its patient, or None."""
    if s.pos[i] in {"VERB", "AUX", "ADJ", "X"} or s.tags[i].startswith("VB"):
        below = [s.lower[c] for c in s.children[i]]
        for child in s.children[i]:
            if s.deps[child] in {"xcomp", "obl", "obj", "advmod", "compound:prt"}:
                below.append(s.lemmas[child])
        for kind in words.kinds:
            if _has(s, i, kind.verbs) or _has(s, i, kind.of_subject):
                return kind.name
            for verb, other in kind.pairs:
                if _has(s, i, verb) and other in below:
                    return kind.name
    if s.pos[i] in {"NOUN", "PROPN", "X"}:
        for kind in words.kinds:
            if _has(s, i, kind.nouns):
                return kind.name
    return None


def _adjective(s: Sentence, i: int, words: QuantityWords) -> str | None:
    for kind in words.kinds:
        if s.lower[i] in kind.adjectives:
            return kind.name
    return None


_UP = frozenset(
    {
        "nummod",
        "compound",
        "obj",
        "iobj",
        "nsubj",
        "nsubj:pass",
        "obl",
        "nmod",
        "conj",
        "appos",
        "flat",
        "det",
        "amod",
        "dep",
        "obl:agent",
        "nmod:poss",
        "obl:unmarked",
        "nmod:unmarked",
        "xcomp",
    }
)


def _kind_of(s: Sentence, mention: QuantityMention, words: QuantityWords) -> tuple[str, int] | None:
    """What a quantity says happened, and the word that says it."""
    if mention.money:
        return "money", mention.head
    if mention.unit in _TIME_UNITS or mention.unit == "percent":
        return None
    beside = _beside(s, mention, words)
    if beside is not None:
        return beside
    head = mention.head
    around = [*s.children[head], *([mention.number] if mention.noun is not None else [])]
    # "12 dead", "30 wounded soldiers", "12 people killed in the attack"
    for child in around:
        dep = s.deps[child]
        if dep in {"amod", "acl", "appos"} or (dep == "advmod" and child > head):
            kind = _adjective(s, child, words) or (
                _said_by(s, child, words) if dep == "acl" else None
            )
            if kind is not None:
                return kind, child
    kind = _adjective(s, head, words)
    if kind is not None:
        return kind, head
    if mention.noun is not None:
        kind = _said_by(s, head, words)
        if kind is not None and s.pos[head] == "NOUN":
            return kind, head  # "12 deaths"
    return _climb(s, mention, words)


def _beside(s: Sentence, mention: QuantityMention, words: QuantityWords) -> tuple[str, int] | None:
    """What the very next words say, whatever the parse: "wounding 30", "and 30 injured"."""
    after = mention.last + 1
    if mention.noun is None and after < len(s):
        kind = _adjective(s, after, words)
        if kind is not None and s.child(after, "obj") is None:
            return kind, after
    before = mention.first - 1
    if before >= 0 and s.tags[before] in {"VB", "VBD", "VBG", "VBP", "VBZ", "VBN"}:
        passive = s.child(before, "aux:pass") is not None
        for kind_ in words.kinds:
            if _has(s, before, kind_.verbs) and not passive:
                return kind_.name, before
    return None


def _climb(s: Sentence, mention: QuantityMention, words: QuantityWords) -> tuple[str, int] | None:
    at = mention.head
    for _ in range(5):
        dep, head = s.deps[at], s.heads[at]
        if head < 0 or dep not in _UP or _part_of(s, at, words):
            return None
        if s.lower[head] in {"dead", "injured", "wounded"}:
            kind = _adjective(s, head, words)
            if kind is not None:
                return kind, head
        kind = _said_by(s, head, words)
        if kind is not None and _patient(s, at, head, dep, kind, words):
            return kind, head
        if s.pos[head] == "VERB":
            return _through_verb(s, mention, head, dep, words)
        at = head
    return None


def _part_of(s: Sentence, at: int, words: QuantityWords) -> bool:
    """Whether a number is a part of one already given ("including three children")."""
    for child in s.children[at]:
        if s.deps[child] in {"case", "mark", "advmod"} and s.lower[child] in words.parts:
            return True
    return False


def _patient(s: Sentence, at: int, head: int, dep: str, kind: str, words: QuantityWords) -> bool:
    """Whether the counted are those it happened to, not those who did it."""
    if s.pos[head] in {"NOUN", "PROPN"}:
        case = s.child(at, "case")
        return dep in {"nummod", "compound", "amod"} or (
            case is not None and s.lower[case] in {"of", "to", "among"}
        )
    entry_ = next(k for k in words.kinds if k.name == kind)
    if dep in {"nsubj:pass", "obj", "nummod", "compound"}:
        return not (dep == "obj" and _has(s, head, entry_.of_subject))
    if dep == "nsubj":
        passive = s.tags[head] == "VBN" and s.child(head, "obj") is None
        return _has(s, head, entry_.of_subject) or passive
    if dep == "conj":
        return False
    return dep in {"obl:unmarked", "dep"}


def _through_verb(
    s: Sentence, mention: QuantityMention, verb: int, dep: str, words: QuantityWords
) -> tuple[str, int] | None:
    """ "left 12 dead", "the toll rose to 45", "sent 500 soldiers"."""
    if dep in {"obj", "nsubj:pass", "xcomp"}:
        for child in s.children[verb]:
            if s.deps[child] in {"xcomp", "obl", "ccomp"}:
                kind = _adjective(s, child, words)
                if kind is not None:
                    return kind, verb
    subject = s.child(verb, "nsubj", "nsubj:pass")
    if dep in {"obl", "obj"} and subject is not None and subject != mention.head:
        for kind_ in words.kinds:
            if _has(s, subject, kind_.nouns):
                return kind_.name, verb
    noun = mention.noun
    if noun is None or dep not in {"obj", "nsubj:pass"}:
        return None
    if _has(s, noun, words.troops) and _has(s, verb, words.troop_verbs):
        return "troops", verb
    return None


_RESULT = ("advcl", "acl", "xcomp", "conj", "ccomp")


def _linked(s: Sentence, trigger: int, word: int, others: frozenset[int]) -> bool:
    """Whether the word that says what happened tells of the event at ``trigger``."""
    if word == trigger:
        return True
    if word in others:
        return False
    at = word
    for _ in range(4):  # bombed ..., killing 12 and wounding 30
        dep, head = s.deps[at], s.heads[at]
        if head < 0:
            break
        nominal = dep in {"obj", "nsubj", "nsubj:pass", "amod", "nmod", "obl", "appos"}
        if not dep.startswith(_RESULT) and not nominal:
            break
        if dep == "ccomp" and head != trigger:
            break
        at = head
        if at == trigger:
            return True
        if at in others:
            return False
    at = trigger
    for _ in range(3):  # the attack killed 12; 12 were killed in the attack; it left 12 dead
        dep, head = s.deps[at], s.heads[at]
        if head < 0 or dep not in {"nsubj", "obl", "obl:agent", "nmod", "compound", "nsubj:pass"}:
            return False
        at = head
        if at in others:
            return False
        if _reaches(s, word, at):
            return True
    return False


def _reaches(s: Sentence, word: int, verb: int) -> bool:
    """Whether a word tells of what the verb brought about: "left 12 dead and 30 injured"."""
    for _ in range(4):
        if word == verb:
            return True
        if s.heads[word] < 0 or s.deps[word] not in {"conj", "xcomp", "advcl", "amod", "obj"}:
            return False
        word = s.heads[word]
    return False


def _within(s: Sentence, trigger: int, at: int, others: frozenset[int]) -> bool:
    """Whether a token hangs in the event's own clause, under no other event."""
    for _ in range(8):
        if at == trigger:
            return True
        if at in others and at != trigger:
            return False
        dep, head = s.deps[at], s.heads[at]
        if head < 0 or dep.startswith(("advcl", "ccomp", "acl:relcl", "parataxis", "csubj")):
            break
        if dep == "conj" and s.pos[at] == "VERB":
            break
        at = head
    # "a deal worth $20 billion was signed": the event's noun below its verb
    return at != trigger and s.heads[trigger] == at and s.deps[trigger] in {"obj", "nsubj:pass"}


def _one_person(s: Sentence, trigger: int, words: QuantityWords) -> Quantity | None:
    """The single person an event names as its patient, as a count of one."""
    name = _said_by(s, trigger, words)
    kind = next((k for k in words.kinds if k.name == name and k.single), None)
    if kind is None:
        return None
    if s.pos[trigger] == "NOUN":
        patients = [
            c
            for c in s.each(trigger, "nmod")
            if (case := s.child(c, "case")) is not None and s.lower[case] == "of"
        ]
    else:
        patients = list(s.each(trigger, "obj", "nsubj:pass"))
    if len(patients) != 1:
        return None
    persons = [patients[0], *s.each(patients[0], "conj")]
    surely = _has(s, trigger, kind.single_only)
    for person in persons:
        singular = s.tags[person] in {"NN", "NNP"} and s.child(person, "nummod") is None
        group = s.lower[person] in words.groups
        named = surely and s.pos[person] == "PROPN"
        if not singular or group or not (named or words.units.get(s.lemmas[person]) == "person"):
            return None
    count = float(len(persons))
    return Quantity(kind.name, count, count, count, "person", s.span(persons[0], max(persons)))


__all__ = [
    "QuantityMention",
    "QuantityWords",
    "find_quantities",
    "load_quantity_words",
    "quantities_for",
    "quantity_words",
]
