"""Measures of a classification: accuracy, F1 by class and on average, confusion.

Comes in: the right answers and those given, as strings; an answer may be None, "nothing found".
Goes out: numbers in [0, 1] and counts. Agrees with scikit-learn, which a test checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


class LengthsDiffer(ValueError):
    """Right answers and given answers are not equally many."""


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well one class was found; ``support`` counts its right answers."""

    precision: float
    recall: float
    f1: float
    support: int


def accuracy(gold: Sequence[str], said: Sequence[str | None]) -> float:
    """The share of answers that are right, in [0, 1]; 0 without rows. None is wrong.

    Raises
    ------
    LengthsDiffer
        The two are not equally many.

    Examples
    --------
    >>> accuracy(["AID", "AID", "ASSAULT"], ["AID", None, "ASSAULT"])
    0.6666666666666666
    """
    _check(gold, said)
    return sum(g == s for g, s in zip(gold, said, strict=True)) / len(gold) if gold else 0.0


def class_scores(gold: Sequence[str], said: Sequence[str | None]) -> dict[str, ClassScore]:
    """Precision, recall and F1 of every class that stands on either side, by name.

    A class never answered has precision 0, one never right has recall 0.

    Raises
    ------
    LengthsDiffer
        The two are not equally many.

    Examples
    --------
    >>> class_scores(["a", "b"], ["a", "a"])["a"]
    ClassScore(precision=0.5, recall=1.0, f1=0.6666666666666666, support=1)
    """
    _check(gold, said)
    right = Counter(g for g, s in zip(gold, said, strict=True) if g == s)
    golds, answers = Counter(gold), Counter(s for s in said if s is not None)
    out: dict[str, ClassScore] = {}
    for name in sorted(golds.keys() | answers.keys()):
        hit = right[name]
        precision = hit / answers[name] if answers[name] else 0.0
        recall = hit / golds[name] if golds[name] else 0.0
        f1 = 2 * hit / (golds[name] + answers[name])
        out[name] = ClassScore(precision, recall, f1, golds[name])
    return out


def macro_f1(gold: Sequence[str], said: Sequence[str | None]) -> float:
    """The mean F1 of the classes on either side, each counted once; 0 without rows.

    Unanswered rows (None) cost recall and are no class of their own.

    Raises
    ------
    LengthsDiffer
        The two are not equally many.

    Examples
    --------
    >>> macro_f1(["a", "b"], ["a", "b"]), macro_f1(["a", "b"], ["a", None])
    (1.0, 0.5)
    """
    scores = class_scores(gold, said)
    return sum(s.f1 for s in scores.values()) / len(scores) if scores else 0.0


def confusion(gold: Sequence[str], said: Sequence[str | None]) -> dict[str, dict[str, int]]:
    """Right answer to given answer to count; "" is no answer. Only what occurs is listed.

    Raises
    ------
    LengthsDiffer
        The two are not equally many.

    Examples
    --------
    >>> confusion(["a", "a", "b"], ["a", "b", None])
    {'a': {'a': 1, 'b': 1}, 'b': {'': 1}}
    """
    _check(gold, said)
    cells = Counter((g, s or "") for g, s in zip(gold, said, strict=True))
    out: dict[str, dict[str, int]] = {}
    for (g, s), count in sorted(cells.items()):
        out.setdefault(g, {})[s] = count
    return out


def _check(gold: Sequence[str], said: Sequence[str | None]) -> None:
    if len(gold) != len(said):
        raise LengthsDiffer(f"{len(gold)} right answers, {len(said)} given")
