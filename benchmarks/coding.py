"""How well the coder codes: marked pairs, open extraction, silence where there is no event.

``python benchmarks/coding.py`` prints the figures; the data lie in ``../shared/data`` and are no
part of the package. ``--format json`` prints one object.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from detente.coding import Coder
from detente.evaluation import as_text, evaluate_plv, treebank_sentences
from detente.records import Document, Event

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "data"
EVENT_FREE = HERE / "data" / "event_free.tsv"


def silence(coder: Coder, folder: Path) -> dict[str, Any]:
    """Events coded per 100 event-free sentences, by kind and rule, and which they are."""
    sentences = treebank_sentences(EVENT_FREE, folder)
    wrong: list[tuple[str, str, str, Event]] = []
    readings = coder.read(Document(ident, text) for _, ident, text in sentences)
    for (kind, ident, text), reading in zip(sentences, readings, strict=True):
        wrong += [(kind, ident, text, event) for event in reading.events]
    kinds = Counter(kind for kind, _, _ in sentences)
    coded = Counter(kind for kind, *_ in wrong)
    return {
        "sentences": len(sentences),
        "events": len(wrong),
        "events_per_100": round(100 * len(wrong) / len(sentences), 2),
        "by_kind": {
            kind: {"sentences": n, "events_per_100": round(100 * coded[kind] / n, 2)}
            for kind, n in sorted(kinds.items())
        },
        "by_rule": dict(Counter(e.decided_by for *_, e in wrong).most_common()),
        "wrong": [
            {
                "sent_id": ident,
                "event_type": e.event_type,
                "status": e.status,
                "decided_by": e.decided_by,
                "trigger": e.trigger.text,
                "actor": [p.name for p in e.actor],
                "recipient": [p.name for p in e.recipient],
                "text": text,
            }
            for _, ident, text, e in wrong
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--only", choices=("pairs", "open", "silence"))
    given = parser.parse_args()
    coder = Coder()
    plv = given.shared / "coding" / "plv_dev.jsonl"
    out: dict[str, Any] = {}
    for mode in ("pairs", "open"):
        if given.only in (None, mode):
            scores, _ = evaluate_plv(plv, pairs=mode == "pairs", coder=coder)
            out[mode] = scores.to_json()
            if given.format == "table":
                print(as_text(scores))
    if given.only in (None, "silence"):
        out["silence"] = quiet = silence(coder, given.shared / "ud")
        if given.format == "table":
            print(f"{quiet['events']} events in {quiet['sentences']} event-free sentences")
            print(f"  per 100: {quiet['events_per_100']}; {quiet['by_kind']}")
            for row in quiet["wrong"]:
                print(f"  {row['decided_by']}  {row['trigger']!r}  {row['sent_id']}")
    if given.format == "json":
        print(json.dumps(out, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
