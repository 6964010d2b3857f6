"""`detente evaluate coding`: answer a file of marked pairs in one of two modes and score it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from detente.coding.coder import Coder
from detente.evaluation.extraction import answer_for, found_events
from detente.evaluation.marked import read_marked_pairs
from detente.evaluation.pairs import SEEN, answer_pairs
from detente.evaluation.report import Scores, scored


def evaluate_plv(
    path: str | Path, *, pairs: bool, coder: Coder | None = None
) -> tuple[Scores, list[dict[str, Any]]]:
    """Scores on a PLV file and the predictions, one JSON object a row.

    Parameters
    ----------
    path
        A file for `read_marked_pairs`.
    pairs
        True: the pair is given and its root asked, predictions are ``{id, root, score, how}``.
        False: the bare sentence is coded, predictions are ``{id, events}``.
    coder
        One with the shipped pipeline by default.

    Raises
    ------
    BadDataFile
        The file does not hold up.
    """
    rows = read_marked_pairs(path)
    coder = coder or Coder()
    if pairs:
        answers = answer_pairs(coder, rows)
        how = dict(sorted(Counter(a.how for a in answers).items()))
        fair = [(r, a.root) for r, a in zip(rows, answers, strict=True) if a.how != SEEN]
        scores = scored("pairs", [r for r, _ in fair], [root for _, root in fair], how)
        return scores, [a.to_json() for a in answers]
    found = list(found_events(coder, rows))
    roots = [answer_for(row, events) for row, events in zip(rows, found, strict=True)]
    predictions = [
        {"id": row.id, "events": [e.to_json() for e in events]}
        for row, events in zip(rows, found, strict=True)
    ]
    return scored("open", rows, roots), predictions
