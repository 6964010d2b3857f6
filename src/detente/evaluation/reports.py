"""Merging of reports scored on labelled texts, beside one event a dyad, type and day.

What comes in: reports in which the words that tell an event carry its label, or documents with a
table of such words. What goes out: pairwise and B-cubed precision, recall and F1 of every method.

Pairwise scores ask of each two mentions whether they are rightly together; B-cubed (Bagga and
Baldwin 1998, "Entity-based cross-document coreferencing", COLING-ACL) averages over mentions how
much of each one's cluster belongs with it, so that no large event outweighs the rest.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import BadDataFile
from detente.evaluation.files import utf8_text
from detente.records import Document, Event, Reading

if TYPE_CHECKING:
    from detente.coding import Coder

_MARK = re.compile(r"\[([^|\[\]]+)\|(\w+)\]")
_HEAD = re.compile(r"^== *([^|\n]+)\|([^|\n]+)\|([^|\n]+)\|([^\n]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a document that tells an event, known by its label."""

    doc_id: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """Documents with marks; marks of one label are of one event."""

    name: str
    documents: tuple[Document, ...]
    marks: tuple[Marked, ...]


def read_labelled(path: str | Path) -> Labelled:
    """The labelled reports of a text file; ``benchmarks/data/reports/README.md`` has the form.

    Raises
    ------
    BadDataFile
        The file cannot be read, a head has not four parts, a day is not ISO, or a report has no
        text.
    """
    where = Path(path)
    text = utf8_text(where)
    heads = list(_HEAD.finditer(text))
    starts = [m.start() for m in re.finditer(r"^==", text, re.MULTILINE)]
    documents, marks = [], []
    for i, start in enumerate(starts):
        line = text.count("\n", 0, start) + 1
        head = next((h for h in heads if h.start() == start), None)
        if head is None:
            raise BadDataFile(
                "a report begins with `== id | day | publisher | headline`",
                file=str(where),
                line=line,
            )
        doc_id, day, source, title = (part.strip() for part in head.groups())
        body = text[head.end() : starts[i + 1] if i + 1 < len(starts) else len(text)].strip()
        try:
            date.fromisoformat(day)
        except ValueError:
            raise BadDataFile(f"{day!r} is not an ISO day", file=str(where), line=line) from None
        if not body:
            raise BadDataFile(f"report {doc_id} has no text", file=str(where), line=line)
        plain, found = _unmarked(body)
        documents.append(Document(doc_id, plain, day, title=title, source=source, lang="en"))
        marks += [Marked(doc_id, a, b, label) for a, b, label in found]
    if not marks:
        raise BadDataFile("nothing is marked in it", file=str(where))
    return Labelled(where.stem, tuple(documents), tuple(marks))


def _unmarked(body: str) -> tuple[str, list[tuple[int, int, str]]]:
    plain, found, at = "", [], 0
    for mark in _MARK.finditer(body):
        plain += body[at : mark.start()]
        found.append((len(plain), len(plain) + len(mark[1]), mark[2]))
        plain += mark[1]
        at = mark.end()
    return plain + body[at:], found


def read_table(path: str | Path, documents: Iterable[Document]) -> Labelled:
    """Labels of documents by a table ``label, doc_id, words``: the first such words of a text.

    Raises
    ------
    BadDataFile
        A column or a document is not there, or a document has not the words.
    """
    where = Path(path)
    kept = {d.id: d for d in documents}
    marks = []
    lines = [line for line in utf8_text(where).splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t")
    missing = {"label", "doc_id", "words"}.difference(rows.fieldnames or ())
    if missing:
        raise BadDataFile(
            f"its head lacks {', '.join(sorted(missing))}",
            file=str(where),
            hint="the columns are label, doc_id and words, set apart by tabs",
        )
    for row in rows:
        document = kept.get(row["doc_id"])
        start = -1 if document is None else document.text.find(row["words"])
        if document is None or start < 0:
            raise BadDataFile(
                f"{row['words']!r} is not in document {row['doc_id']!r}", file=str(where)
            )
        marks.append(Marked(document.id, start, start + len(row["words"]), row["label"]))
    return Labelled(where.stem, tuple(kept.values()), tuple(marks))


# --- methods ----------------------------------------------------------------------------------

# One coded event of a document: the document's id and the event's place in it.
EventKey = tuple[str, int]


def merged(readings: Sequence[Reading]) -> dict[EventKey, str]:
    """Which event each coded event is a report of, by our rules."""
    from detente.reports import update
    from detente.store import open_store

    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/r.duckdb") as store:
        store.add_all(readings)
        update(store)
        rows = store.query("SELECT doc_id, event_no, cluster_id FROM reports")
    return {(doc_id, int(number)): cluster for doc_id, number, cluster in rows}


def one_a_day(readings: Sequence[Reading]) -> dict[EventKey, str]:
    """One event a dyad, type and day: the habit of the field's event data.

    Parties as sets of countries, whoever acts; the day is the event's own, known to the day,
    week or month, else that of publication. The dyad is the two first countries in the order of
    the alphabet where there are more.
    """
    out = {}
    for reading in readings:
        for number, event in enumerate(reading.events):
            key = (reading.document.id, number)
            out[key] = json.dumps(_day_key(event, reading.document))
    return out


def _day_key(event: Event, document: Document) -> list[Any]:
    countries = sorted({p.country for p in (*event.actor, *event.recipient) if p.country})
    fine = event.date is not None and event.date.precision in ("day", "week", "month")
    day = event.date.start if event.date is not None and fine else document.date
    return [countries[:2], event.event_type, day, event.status == "planned"]


def one_a_report(readings: Sequence[Reading]) -> dict[EventKey, str]:
    """Every report its own event: what is counted where nothing is merged."""
    return {
        (r.document.id, number): f"{r.document.id} {number}"
        for r in readings
        for number in range(len(r.events))
    }


METHODS = {"ours": merged, "one a day": one_a_day, "one a report": one_a_report}


# --- scores -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1, pairwise and B-cubed, all in [0, 1].

    ``wrong`` and ``missed`` count pairs of mentions wrongly together and wrongly apart.
    """

    pair_precision: float
    pair_recall: float
    pair_f1: float
    cubed_precision: float
    cubed_recall: float
    cubed_f1: float
    wrong: int
    missed: int

    def to_json(self) -> dict[str, Any]:
        """The scores as JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


def scores(gold: Sequence[str], given: Sequence[str]) -> Scores:
    """Scores of clusters against labels, a mention each.

    Examples
    --------
    >>> got = scores(["a", "a", "b"], ["1", "1", "1"])
    >>> round(got.pair_precision, 2), got.pair_recall, round(got.cubed_precision, 2)
    (0.33, 1.0, 0.56)
    """
    both = Counter(zip(gold, given, strict=True))
    golds, givens = Counter(gold), Counter(given)

    def pairs(counts: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts)

    right, ours, theirs = pairs(both.values()), pairs(givens.values()), pairs(golds.values())
    precision, recall = _share(right, ours), _share(right, theirs)
    size = max(len(gold), 1)
    cubed = (
        sum(n * n / givens[c] for (_, c), n in both.items()) / size,
        sum(n * n / golds[label] for (label, _), n in both.items()) / size,
    )
    return Scores(
        precision, recall, _f1(precision, recall), *cubed, _f1(*cubed), ours - right, theirs - right
    )  # fmt: skip


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the methods fare on some labelled reports.

    ``mentions`` are marks; ``found`` those where the coder told an event at all: a mark where
    it told none is an event by itself for every method. ``pairs`` are the wrong ones of ours.
    """

    name: str
    mentions: int
    found: int
    by_method: dict[str, Scores]
    pairs: tuple[dict[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON object."""
        return {
            "kind": "report_scores",
            "data": self.name,
            "mentions": self.mentions,
            "found": self.found,
            "methods": {name: s.to_json() for name, s in self.by_method.items()},
        }


def evaluate_reports(labelled: Labelled, coder: Coder) -> Outcome:
    """Score every method on some labelled reports, as a coder reads them."""
    readings = list(coder.read(labelled.documents))
    at = mark_events(labelled, readings)
    gold = [mark.label for mark in labelled.marks]
    by_method, pairs = {}, []
    for name, method in METHODS.items():
        clusters = method(readings)
        given = [
            f"unfound {i}" if number is None else clusters[mark.doc_id, number]
            for i, (mark, number) in enumerate(zip(labelled.marks, at, strict=True))
        ]
        by_method[name] = scores(gold, given)
        if name == "ours":
            pairs = list(_wrong(labelled, given))
    found = sum(number is not None for number in at)
    return Outcome(labelled.name, len(gold), found, by_method, tuple(pairs))


def mark_events(labelled: Labelled, readings: Sequence[Reading]) -> list[int | None]:
    """The place of the event that the coder told at each mark; None where it told none."""
    events = {r.document.id: r.events for r in readings}
    return [_event_at(mark, events.get(mark.doc_id, ())) for mark in labelled.marks]


def _event_at(mark: Marked, events: Sequence[Event]) -> int | None:
    """The event that the coder told at a mark: by a mention's trigger, else by its sentence.

    Of several in one sentence the trigger nearest to the mark.
    """
    best: tuple[int, int] | None = None
    for number, event in enumerate(events):
        for mention in event.mentions:
            trigger, evidence = mention.trigger, mention.evidence
            if trigger.start < mark.end and mark.start < trigger.end:
                return number
            if evidence.start <= mark.start and mark.end <= evidence.end:
                away = max(trigger.start - mark.end, mark.start - trigger.end)
                if away <= NEAR and (best is None or away < best[0]):
                    best = (away, number)
    return None if best is None else best[1]


# A trigger so many characters from the mark is another word of the same telling ("held talks").
NEAR = 12


def _wrong(labelled: Labelled, given: Sequence[str]) -> Iterable[dict[str, Any]]:
    for i, a in enumerate(labelled.marks):
        for j in range(i + 1, len(labelled.marks)):
            b = labelled.marks[j]
            if (a.label == b.label) != (given[i] == given[j]):
                yield {
                    "error": "missed" if a.label == b.label else "wrong",
                    "labels": [a.label, b.label],
                    "documents": [a.doc_id, b.doc_id],
                    "found": [not given[k].startswith("unfound") for k in (i, j)],
                }


def as_text(outcomes: Sequence[Outcome]) -> str:
    """The scores as lines for a terminal."""
    lines = []
    for one in outcomes:
        lines.append(f"{one.name}: {one.mentions} mentions, {one.found} of them coded")
        lines.append(
            f"  {'':14}{'pairwise P':>11}{'R':>7}{'F1':>7}{'B-cubed P':>12}{'R':>7}{'F1':>7}"
            f"{'wrong':>8}{'missed':>8}"
        )
        for name, s in one.by_method.items():
            lines.append(
                f"  {name:14}{s.pair_precision:11.3f}{s.pair_recall:7.3f}{s.pair_f1:7.3f}"
                f"{s.cubed_precision:12.3f}{s.cubed_recall:7.3f}{s.cubed_f1:7.3f}"
                f"{s.wrong:8}{s.missed:8}"
            )
    return "\n".join(lines) + "\n"
