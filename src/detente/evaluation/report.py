"""The scores of answers against marked pairs, as one record.

Comes in: `MarkedPair` records and a root (or None) for each. Goes out: a `Scores`. Rows without
a known root are left out of every figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.evaluation.marked import MarkedPair, binary_of, quad_of
from detente.measure.classification import (
    ClassScore,
    accuracy,
    class_scores,
    confusion,
    macro_f1,
)


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of one way of answering; shares in [0, 1].

    ``mode`` is ``pairs`` or ``open``; ``unanswered`` the share of pairs for which no event was
    found; ``precision_when_answered`` the share of right roots among the rest; ``how`` counts
    what answered.
    """

    mode: str
    rows: int
    unanswered: float
    precision_when_answered: float
    root_accuracy: float
    root_macro_f1: float
    quad_accuracy: float
    quad_macro_f1: float
    binary_accuracy: float
    binary_macro_f1: float
    by_root: dict[str, ClassScore]
    confusion: dict[str, dict[str, int]]
    how: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """The scores as JSON object; shares to four digits."""
        shares = {
            name: round(getattr(self, name), 4)
            for name in (
                "unanswered",
                "precision_when_answered",
                "root_accuracy",
                "root_macro_f1",
                "quad_accuracy",
                "quad_macro_f1",
                "binary_accuracy",
                "binary_macro_f1",
            )
        }
        roots = {
            root: {
                "precision": round(s.precision, 4),
                "recall": round(s.recall, 4),
                "f1": round(s.f1, 4),
                "rows": s.support,
            }
            for root, s in self.by_root.items()
        }
        return {
            "kind": "coding_scores",
            "mode": self.mode,
            "rows": self.rows,
            **shares,
            "answered_by": self.how,
            "by_root": roots,
            "confusion": self.confusion,
        }


def scored(
    mode: str,
    rows: Sequence[MarkedPair],
    answers: Sequence[str | None],
    how: dict[str, int] | None = None,
) -> Scores:
    """Score roots against the rows; a missing answer is wrong and costs recall."""
    kept = [(r, a) for r, a in zip(rows, answers, strict=True) if r.root is not None]
    gold = [str(r.root) for r, _ in kept]
    said = [a for _, a in kept]
    quads = [None if a is None else quad_of(a) for a in said]
    sides = [None if q is None else binary_of(q) for q in quads]
    gold_quads = [str(r.quad) for r, _ in kept]
    gold_sides = [str(r.binary) for r, _ in kept]
    said_quads = [None if q is None else str(q) for q in quads]
    given = [(g, a) for g, a in zip(gold, said, strict=True) if a is not None]
    return Scores(
        mode,
        len(kept),
        1 - len(given) / len(kept) if kept else 0.0,
        sum(g == a for g, a in given) / len(given) if given else 0.0,
        accuracy(gold, said),
        macro_f1(gold, said),
        accuracy(gold_quads, said_quads),
        macro_f1(gold_quads, said_quads),
        accuracy(gold_sides, sides),
        macro_f1(gold_sides, sides),
        class_scores(gold, said),
        confusion(gold, said),
        how or {},
    )


_LABELS = (
    ("unanswered", "pairs with no event found"),
    ("precision_when_answered", "right root when answered"),
    ("root_accuracy", "root accuracy"),
    ("root_macro_f1", "root macro-F1"),
    ("quad_accuracy", "quad accuracy"),
    ("quad_macro_f1", "quad macro-F1"),
    ("binary_accuracy", "binary accuracy"),
    ("binary_macro_f1", "binary macro-F1"),
)


def as_text(scores: Scores) -> str:
    """The scores as lines of text: figures, then roots, then confusion (right by row)."""
    lines = [f"mode {scores.mode}, {scores.rows} rows"]
    if scores.how:
        lines.append("answered by " + ", ".join(f"{k} {n}" for k, n in scores.how.items()))
    lines += [f"  {label:28}{getattr(scores, name):8.3f}" for name, label in _LABELS]
    lines += ["", f"  {'root':10}{'precision':>10}{'recall':>8}{'F1':>8}{'rows':>6}"]
    for root, s in scores.by_root.items():
        lines.append(f"  {root:10}{s.precision:10.3f}{s.recall:8.3f}{s.f1:8.3f}{s.support:6d}")
    answers = sorted({a for row in scores.confusion.values() for a in row})
    lines += ["", "  " + " " * 10 + "".join(f"{(a or 'none')[:5]:>6}" for a in answers)]
    for root, row in scores.confusion.items():
        lines.append(f"  {root:10}" + "".join(f"{row.get(a, 0) or '.':>6}" for a in answers))
    return "\n".join(lines) + "\n"
