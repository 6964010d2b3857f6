"""Numbers as English writes them: what a run of words or digits is worth.

What comes in: a Sentence. What goes out: its atoms (words, digit groups and signs, finer than
tokens, so that ``9bn`` and ``2016-12-19`` read the same however they were tokenised) and the
numbers among them. Dates and quantities build on it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from detente.coding.sentence import Sentence
from detente.errors import BadDataFile

_ATOM = re.compile(r"['’]s(?![^\W_])|[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|\S")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
# "1.200.000", and "5.000", which nobody writes for five.
_DOTTED = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|\.000)")
DASHES = frozenset({"-", "–", "—", "‐", "‑", "−"})
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Atoms:
    """The pieces of a sentence.

    Attributes
    ----------
    words
        Each piece, lower case.
    token
        The token each piece belongs to.
    glued
        Whether no white space stands between the piece and the one before it.
    """

    words: list[str]
    token: list[int]
    glued: list[bool]

    def matches(self, i: int, words: tuple[str, ...]) -> bool:
        """Whether these words stand at ``i``."""
        return tuple(self.words[i : i + len(words)]) == words


def atoms(sentence: Sentence) -> Atoms:
    """The pieces of every token, in text order.

    Examples
    --------
    >>> from detente.coding.sentence import Sentence
    >>> one = Sentence(0, "9bn", ["9bn"], ["9bn"], ["NUM"], [""], ["root"], [""], [-1], [0], [3])
    >>> atoms(one).words
    ['9', 'bn']
    """
    words: list[str] = []
    token: list[int] = []
    glued: list[bool] = []
    at = -1
    for i, word in enumerate(sentence.words):
        start = sentence.start[i]
        if len(word) == 1 or word.isalpha():
            words.append(sentence.lower[i])
            token.append(i)
            glued.append(start == at)
        else:
            for piece in _ATOM.finditer(word):
                words.append(piece.group().lower().replace("’s", "'s"))
                token.append(i)
                glued.append(start + piece.start() == at)
                at = start + piece.end()
        at = sentence.end[i]
    return Atoms(words, token, glued)


class Approximator(NamedTuple):
    """A word that makes a number approximate; factors of the number, None where open."""

    low: float | None
    high: float | None
    span: tuple[float, float]


class Number(NamedTuple):
    """A number and the atom after it; ``value`` None where only bounds are known."""

    value: float | None
    low: float
    high: float
    end: int


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words numbers are made of, read from ``quantities.toml``."""

    cardinals: dict[str, int]
    scales: dict[str, int]
    suffixes: dict[str, int]
    indefinite: dict[tuple[str, ...], tuple[float, float]]
    approximators: dict[str, tuple[tuple[tuple[str, ...], Approximator], ...]]
    starts: frozenset[str]


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file's content.

    Raises
    ------
    BadDataFile
        The file is not TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadDataFile(f"not TOML: {error}", file=path.name) from error


def entry(table: dict[str, Any], key: str, kind: type, file: str) -> Any:
    """``table[key]``, checked to be there and of its kind.

    Raises
    ------
    BadDataFile
        It is missing or of another kind.
    """
    value = table.get(key)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise BadDataFile(
            f"'{key}' must be {kind.__name__}, found {value!r} in {sorted(table)[:8]}", file=file
        )
    return value


def pair(value: Any, what: str, file: str) -> tuple[float, float]:
    """Two ascending numbers.

    Raises
    ------
    BadDataFile
        It is something else.
    """
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(isinstance(v, int | float) for v in value)
        or value[0] > value[1]
    ):
        raise BadDataFile(
            f"{what} must be two ascending numbers, found {value!r}",
            file=file,
            hint="write [low, high]",
        )
    return float(value[0]), float(value[1])


def load_number_words(path: Path) -> NumberWords:
    """The number words of a quantities file.

    Raises
    ------
    BadDataFile
        A table is missing or holds something that is not a number.
    """
    table = read_table(path)
    file = path.name
    whole: list[dict[str, int]] = []
    for key in ("cardinals", "scales", "suffixes"):
        words = entry(table, key, dict, file)
        for word, value in words.items():
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise BadDataFile(
                    f"[{key}] '{word}' must be a whole number, found {value!r}", file=file
                )
        whole.append({w.lower(): v for w, v in words.items()})
    indefinite = {
        tuple(words.split()): pair(bounds, f"[indefinite] '{words}'", file)
        for words, bounds in entry(table, "indefinite", dict, file).items()
    }
    approximators: dict[str, list[tuple[tuple[str, ...], Approximator]]] = {}
    for row in entry(table, "approximator", list, file):
        factors = Approximator(
            float(row["low"]) if "low" in row else None,
            float(row["high"]) if "high" in row else None,
            pair(row.get("span"), "[[approximator]] span", file),
        )
        for phrase in entry(row, "words", list, file):
            parts = tuple(phrase.split())
            approximators.setdefault(parts[0], []).append((parts, factors))
    ordered = {
        first: tuple(sorted(rows, key=lambda row: -len(row[0])))
        for first, rows in approximators.items()
    }
    cardinals, scales, suffixes = whole
    starts = frozenset(cardinals) | frozenset(w[0] for w in indefinite) | frozenset(ordered)
    return NumberWords(
        cardinals, scales, suffixes, indefinite, ordered, starts | {"a", "an", "half"}
    )


@lru_cache(maxsize=1)
def number_words() -> NumberWords:
    """The shipped number words."""
    return load_number_words(DATA / "quantities.toml")


def forms(verbs: frozenset[str]) -> frozenset[str]:
    """Verbs with their regular forms, so that a wrong lemma ("plann") does no harm.

    Examples
    --------
    >>> sorted(forms(frozenset({"plan"})))
    ['plan', 'planed', 'planing', 'plann', 'planned', 'planning', 'plans']
    """
    out = set(verbs)
    for verb in verbs:
        if len(verb) < 3 or not verb.isalpha():
            continue
        stem = verb[:-1] if verb.endswith("e") else verb
        out |= {f"{stem}ed", f"{stem}ing", f"{verb}s"}
        if verb.endswith("y") and verb[-2] not in "aeiou":
            out |= {f"{verb[:-1]}ied", f"{verb[:-1]}ies"}
        elif verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou":
            out |= {f"{verb}{verb[-1]}{end}" for end in ("", "ed", "ing")}
        elif verb.endswith(("s", "h", "x", "z")):
            out.add(f"{verb}es")
    return frozenset(out)


def approximator_at(a: Atoms, i: int, words: NumberWords) -> tuple[Approximator, int] | None:
    """The approximation that starts at atom ``i`` and the atom after it, or None."""
    if i >= len(a.words):
        return None
    for phrase, factors in words.approximators.get(a.words[i], ()):
        if a.matches(i, phrase):
            return factors, i + len(phrase)
    return None


def digits_value(digits: str) -> float | None:
    """What a digit group is worth; None if it is no number (``19.12.2016``).

    Examples
    --------
    >>> digits_value("1,200"), digits_value("1.2"), digits_value("19.12.2016")
    (1200.0, 1.2, None)
    >>> digits_value("5.000"), digits_value("2.500")
    (5000.0, 2.5)
    """
    if len(digits) > 40:
        return None
    if _THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", ""))
    if _DOTTED.fullmatch(digits):
        return float(digits.replace(".", ""))
    if _DECIMAL.fullmatch(digits):
        return float(digits.replace(",", "."))
    return None


def is_digits(word: str) -> bool:
    """Whether an atom is a digit group."""
    return "0" <= word[0] <= "9"


def number_at(a: Atoms, i: int, words: NumberWords) -> Number | None:
    """The number without approximation that starts at atom ``i``, or None.

    Reads ``1,200``, ``1.2 million``, ``two hundred and fifty``, ``half a million``, ``a dozen``,
    ``dozens of``, ``several``; a bare article is no number.
    """
    n = len(a.words)
    if i >= n:
        return None
    word = a.words[i]
    if word not in words.starts and word not in words.scales and not is_digits(word):
        return None
    for length in (3, 2, 1):
        phrase = tuple(a.words[i : i + length])
        bounds = words.indefinite.get(phrase)
        if bounds is not None and len(phrase) == length:
            end = i + length
            if end < n and a.words[end] == "of":
                end += 1
            return Number(None, bounds[0], bounds[1], end)
    if is_digits(word):
        return _from_digits(a, i, words)
    return _from_words(a, i, words)


def _scaled(a: Atoms, j: int, words: NumberWords) -> tuple[float, int]:
    """The product of the scale words at ``j`` and the atom after them."""
    factor = 1.0
    while j < len(a.words):
        word = a.words[j]
        if word in DASHES and j + 1 < len(a.words) and a.glued[j] and a.glued[j + 1]:
            # "a 190-million-dollar contract"
            if a.words[j + 1] not in words.scales:
                break
            j += 1
            word = a.words[j]
        scale = words.scales.get(word)
        if scale is None and a.glued[j]:
            scale = words.suffixes.get(word)
            if scale is not None and j + 1 < len(a.words) and a.glued[j + 1]:
                scale = None if a.words[j + 1].isalnum() else scale
        if scale is None:
            break
        factor *= scale
        j += 1
    return factor, j


def _half(a: Atoms, j: int) -> bool:
    return a.matches(j, ("and", "a", "half"))


def _from_digits(a: Atoms, i: int, words: NumberWords) -> Number | None:
    n = len(a.words)
    value = digits_value(a.words[i])
    if value is None:
        return None
    j = i + 1
    # 10 000: a group of three after one to three digits, one space between.
    while (
        j < n
        and len(a.words[j]) == 3
        and a.words[j].isascii()
        and a.words[j].isdigit()
        and not a.glued[j]
        and len(a.words[i]) <= 3
        and a.token[j] == a.token[j - 1] + 1
        and a.words[i][0] != "0"
        and a.words[i].isdigit()
    ):
        value = value * 1000 + float(a.words[j])
        j += 1
    if _half(a, j):
        value += 0.5
        j += 3
    factor, j = _scaled(a, j, words)
    return Number(value * factor, value * factor, value * factor, j)


def _from_words(a: Atoms, i: int, words: NumberWords) -> Number | None:
    n = len(a.words)
    j = i
    if a.words[j] == "half":
        j += 1
        if j < n and a.words[j] in {"a", "an"}:
            j += 1
        factor, k = _scaled(a, j, words)
        return Number(factor / 2, factor / 2, factor / 2, k) if k > j else None
    total = current = 0.0
    seen = False
    if a.words[j] in {"a", "an"}:
        if j + 1 < n and a.words[j + 1] in words.scales:
            current, seen = 1.0, True
            j += 1
        else:
            return None
    while j < n:
        word = a.words[j]
        cardinal = words.cardinals.get(word)
        scale = words.scales.get(word)
        if cardinal is not None:
            if seen and current and current % 100 and not (current % 10 == 0 and cardinal < 10):
                break
            if seen and current >= 100 and cardinal >= 100:
                break
            current += cardinal
            seen = True
            j += 1
        elif scale is not None and (seen or j == i):
            if not seen:
                return None
            if scale in {12, 100}:
                current = (current or 1) * scale
            else:
                total += (current or 1) * scale
                current = 0.0
            j += 1
        elif _half(a, j) and seen:
            # "two and a half", "a billion and a half": of the scale before it
            half = words.scales.get(a.words[j - 1], 1.0) / 2
            total, current = (total, current + half) if current else (total + half, 0.0)
            j += 3
        elif (
            seen
            and j + 1 < n
            and a.words[j + 1] in words.cardinals
            and (
                (word == "and" and (current >= 100 or total > 0) and current % 100 == 0)
                or (
                    word in DASHES
                    and a.glued[j]
                    and a.glued[j + 1]
                    and 20 <= current % 100 < 100
                    and current % 10 == 0
                    and words.cardinals[a.words[j + 1]] < 10
                )
            )
        ):
            j += 1
        else:
            break
    if not seen:
        return None
    if a.words[i] == "one" and j == i + 1 and j < n and a.words[j] == "of":
        return None
    value = total + current
    return Number(value, value, value, j)
