"""How well two further annotators agree with the annotations of `held` and `held4`.

    .venv/bin/python -m benchmarks.agreement

On 29 November 2026 two annotators (language models of this team, as the first) marked the events
of the 22 articles anew, from the text alone, by the types and statuses of the codebook. Their marks
lie in ``data/second_annotators``: offset, word, and "TYPE ACTORS>RECIPIENTS status ? #event". Each
is scored as if he were the reader: without the events that he holds for optional ("?"), and with
them. What a reader misses below these figures is the reader's fault, not the annotation's.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from detente.codebook import load_codebook
from detente.evaluation.articles import read_articles
from detente.evaluation.reading import score_article, summed
from detente.records import STATUSES

HERE = Path(__file__).parent
TEXTS = HERE.parent / "tests" / "texts" / "reading"
MARKS = HERE / "data" / "second_annotators"
SETS = ("held", "held4")
_STOP = re.compile(r"[.?!][\"”’)]*\s|\n")


def records(text: str, marks: list[list[Any]], *, optional: bool) -> list[dict[str, Any]]:
    """The marks of one article as records of events; evidence is the sentence around a mark."""
    stops = [0, *(m.end() for m in _STOP.finditer(text)), len(text)]
    types = load_codebook().types
    events: dict[str, list[tuple[int, str, list[str]]]] = defaultdict(list)
    for at, word, said in marks:
        parts = said.split()
        events[next(p for p in parts if p[0] == "#")].append((at, word, parts))
    out = []
    for name, told in events.items():
        parts = told[0][2]
        if "?" in parts and not optional:
            continue
        actors, recipients = next(p for p in parts if ">" in p).split(">")
        out.append(
            {
                "kind": "event",
                "id": name,
                "event_type": next(p for p in parts if p in types),
                "event_mode": [],
                "actor": _parties(actors),
                "recipient": _parties(recipients),
                "status": next((p for p in parts if p in STATUSES), "asserted"),
                "mentions": [_mention(text, at, word, stops) for at, word, _ in told],
                "date": None,
                "place": None,
                "attributed_to": None,
                "quantities": [],
                "historical": False,
            }
        )
    return out


def _parties(codes: str) -> list[dict[str, Any]]:
    return [{"country": None if c == "*" else c, "text": c} for c in codes.split("+") if c]


def _mention(text: str, at: int, word: str, stops: list[int]) -> dict[str, Any]:
    first = max(s for s in stops if s <= at)
    last = min(s for s in stops if s > at)
    evidence = {"start": first, "end": last, "text": text[first:last]}
    return {"trigger": {"start": at, "end": at + len(word), "text": word}, "evidence": [evidence]}


def main() -> None:
    """Score both annotators on both sets."""
    for path in sorted(MARKS.glob("*.jsonl")):
        lines = map(json.loads, path.read_text("utf-8").splitlines())
        marks = {line["article"]: line["marks"] for line in lines}
        for name in SETS:
            articles = read_articles(TEXTS / name)
            for optional in (False, True):
                scores = summed(
                    score_article(
                        a, records(a.document.text, marks[f"{name}/{a.name}"], optional=optional)
                    )
                    for a in articles
                )
                told = scores.to_json()
                found, right, status = (
                    told["figures"][key]["share"]
                    for key in ("event_recall", "event_precision", "status")
                )
                print(
                    f"{path.stem} {name:6}{'all' if optional else 'certain':8}"
                    f" found {found:.3f} right {right:.3f} status {status:.3f}"
                    f" false assertions {scores.false_assertions_per_article:.2f}"
                )


if __name__ == "__main__":
    main()
