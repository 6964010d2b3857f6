"""What `detente evaluate` runs: marked pairs are answered, annotated articles are read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from detente.coding.coder import Coder
from detente.errors import BadDataFile
from detente.evaluation.articles import Article
from detente.evaluation.extraction import answer_for, found_events
from detente.evaluation.held_out import fair_coders
from detente.evaluation.marked import read_marked_pairs
from detente.evaluation.pairs import CROSS_VALIDATION, MODEL, SEEN, answer_pairs
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
        False: the bare sentence is coded, predictions are ``{id, events}``. Rows that the
        shipped models were fitted on are coded by models that have not seen them; where there
        are none (`fair_coders`), the rows are coded all the same but left out of the scores.
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
        unseen = [(r, a.root) for r, a in zip(rows, answers, strict=True) if a.how != SEEN]
        how = _counted([a.how for a in answers])
        scores = scored("pairs", [r for r, _ in unseen], [root for _, root in unseen], how)
        return scores, [a.to_json() for a in answers]
    fair = fair_coders(coder, rows)
    found = found_events([c or coder for c in fair], rows)
    roots = [answer_for(row, events) for row, events in zip(rows, found, strict=True)]
    answered = [SEEN if c is None else MODEL if c is coder else CROSS_VALIDATION for c in fair]
    kept = [(r, root) for r, root, how in zip(rows, roots, answered, strict=True) if how != SEEN]
    predictions = [
        {"id": row.id, "events": [e.to_json() for e in events]}
        for row, events in zip(rows, found, strict=True)
    ]
    scores = scored("open", [r for r, _ in kept], [a for _, a in kept], _counted(answered))
    return scores, predictions


def _counted(answers: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(answers).items()))


def read_records(
    articles: Iterable[Article], coder: Coder | None = None
) -> Iterator[dict[str, Any]]:
    """Everything that the coder reads in the articles, one JSON object a record."""
    coder = coder or Coder()
    for reading in coder.read(article.document for article in articles):
        for record in (*reading.events, *reading.beyond_events()):
            yield record.to_json()


def records_of_file(path: str | Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file, such as ``detente read --format jsonl`` writes.

    Raises
    ------
    BadDataFile
        The file cannot be read, or a line is no record; names the line.
    """
    records: list[dict[str, Any]] = []
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadDataFile(f"cannot be read: {error}", file=str(path)) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadDataFile(
                f"is not JSON: {error.msg}", file=str(path), line=number, hint="one object a line"
            ) from None
        if not isinstance(record, dict) or "kind" not in record:
            raise BadDataFile(
                "is no record",
                file=str(path),
                line=number,
                hint="write the file with `detente read --format jsonl`",
            )
        records.append(record)
    return records
