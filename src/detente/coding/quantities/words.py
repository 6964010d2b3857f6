"""The words of quantities, read from ``quantities.toml``: money, units, what happened to whom.

What comes in: the file. What goes out: a `QuantityWords` ready for look-up, every mistake named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.coding.numerals import (
    DATA,
    NumberWords,
    entry,
    forms,
    load_number_words,
    number_words,
    read_table,
)
from detente.errors import BadDataFile

_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its ISO code and the adjectives that make its name another's.

    A name that means other things too ("marks") is money from ``least`` on.
    """

    code: str
    of: dict[str, str]
    least: float = 0.0


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
    weapons: frozenset[str]
    term_verbs: frozenset[str]
    term_nouns: frozenset[str]
    term_places: frozenset[str]
    kinds: tuple[Kind, ...]
    single_verbs: frozenset[str]
    groups: frozenset[str]
    labels: frozenset[str]
    parts: frozenset[str]
    triggers: frozenset[str]
    telling: frozenset[str]  # verbs and nouns that say of what kind their patients are


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
            names[name] = Currency(code, of, float(row.get("least", 0)))
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
    terms = entry(table, "terms", dict, file)
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
        weapons=frozenset(_words(entry(table, "weapons", dict, file), "nouns", file)),
        term_verbs=forms(frozenset(_words(terms, "verbs", file))),
        term_nouns=frozenset(_words(terms, "nouns", file)),
        term_places=frozenset(_words(terms, "places", file)),
        kinds=kinds,
        single_verbs=frozenset(
            verb
            for kind in kinds
            if kind.single
            for verb in (*kind.verbs, *(v for verbs, _ in kind.pairs for v in verbs))
        ),
        groups=frozenset(_words(labels, "groups", file)),
        labels=frozenset(_words(labels, "words", file)),
        parts=frozenset(_words(labels, "parts", file)),
        triggers=triggers,
        telling=frozenset(
            word
            for kind in kinds
            for words in (kind.verbs, kind.of_subject, kind.nouns, *(v for v, _ in kind.pairs))
            for word in words
        ),
    )


@lru_cache(maxsize=1)
def quantity_words() -> QuantityWords:
    """The shipped words of quantities."""
    return load_quantity_words(DATA / "quantities.toml")
