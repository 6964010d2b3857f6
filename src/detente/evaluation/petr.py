"""Unit records of PETRARCH, coded from their text with the dictionaries that they name.

Comes in: a JSON Lines file in the format of ``petr_dev.jsonl`` and a folder with the dictionary
files. Each record has ``id``, ``text``, ``date`` (yyyymmdd), ``kind``, ``valid``, ``expected`` as
a list of ``{source, target, code}``, ``config`` and ``dictionaries``; a second coding may stand
under the same names with ``_cameo2``. Goes out: exact sets, F1 of triples, and the predictions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.coding.petrarch.coder import PetrarchCoder
from detente.coding.petrarch.options import options_from
from detente.coding.petrarch.read import READERS, read_all
from detente.errors import BadDataFile, BadSetting
from detente.evaluation.files import utf8_text

if TYPE_CHECKING:
    from spacy.language import Language

Triple = tuple[str, str, str]
# The two codings that a record can have, by the ending of their fields.
CODINGS = {"expected": "", "expected_cameo2": "_cameo2"}
_KINDS = ("events", "noevents", "error", "unlabelled")


@dataclass(frozen=True, slots=True)
class PetrCoding:
    """One coding of a record: its text, its dictionaries, and the triples it must come to.

    ``counts`` is false for a record that is not implemented upstream, has no answer, or tests a
    broken parse tree, which a text does not have.
    """

    text: str
    dictionaries: tuple[tuple[str, str], ...]  # kind and file name
    expected: frozenset[Triple]
    counts: bool


@dataclass(frozen=True, slots=True)
class PetrRecord:
    """A record with its codings by name, its day (yyyymmdd) and its options."""

    id: str
    day: str
    config: Mapping[str, object]
    codings: Mapping[str, PetrCoding]


@dataclass(frozen=True, slots=True)
class PetrScores:
    """Shares in [0, 1] over the records that count; F1 is over all triples together."""

    coding: str
    records: int
    left_out: int
    exact: float
    precision: float
    recall: float
    f1: float
    exact_two_digits: float
    f1_two_digits: float

    def to_json(self) -> dict[str, Any]:
        """The scores with plain names, rounded to four places."""
        shares = (
            "exact", "precision", "recall", "f1", "exact_two_digits", "f1_two_digits"
        )  # fmt: skip
        return {
            "coding": self.coding,
            "records": self.records,
            "left_out": self.left_out,
            **{name: round(getattr(self, name), 4) for name in shares},
        }


def read_petr(path: str | Path) -> list[PetrRecord]:
    """The records of a file, in order.

    Raises
    ------
    BadDataFile
        The file cannot be read, or a line is no such record; names the line.
    """
    lines = utf8_text(path).split("\n")
    return [_record(line, n, str(path)) for n, line in enumerate(lines, start=1) if line.strip()]


def _record(line: str, number: int, name: str) -> PetrRecord:
    def bad(message: str, hint: str | None = None) -> BadDataFile:
        return BadDataFile(message, file=name, line=number, hint=hint)

    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise bad(f"is not JSON: {error.msg}", "one object a line") from None
    if not isinstance(raw, Mapping) or not isinstance(raw.get("text"), str):
        raise bad("has no text under 'text'", "one object a line: id, text, date, expected, ...")
    codings: dict[str, PetrCoding] = {}
    for coding, ending in CODINGS.items():
        if not raw.get(f"dictionaries{ending}"):
            continue
        try:
            codings[coding] = _coding(raw, ending)
        except (TypeError, KeyError, AttributeError, ValueError) as error:
            raise bad(
                f"{coding} or its dictionaries are not as they should be: {error}",
                '{"verbs": "a.txt", "actors": ["b.txt"], "agents": ..., "discards": ...} and '
                '[{"source": "ARN", "target": "GON", "code": "064"}]',
            ) from None
    config = raw.get("config") or {}
    if not isinstance(config, Mapping):
        raise bad("'config' is no object", '{"new_actor_length": "4"}')
    day = "".join(c for c in str(raw.get("date") or "") if c.isdigit())
    return PetrRecord(str(raw.get("id", number)), day, config, codings)


def _coding(raw: Mapping[str, Any], ending: str) -> PetrCoding:
    named: list[tuple[str, str]] = []
    for kind, files in raw[f"dictionaries{ending}"].items():
        if kind not in READERS:
            raise ValueError(f"{kind!r} is none of {', '.join(READERS)}")
        for file in [files] if isinstance(files, str) else files or ():
            named.append((kind, str(file)))
    kind = raw.get(f"kind{ending}") or raw.get("kind") or "events"
    if kind not in _KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(_KINDS)}")
    valid = raw.get(f"valid{ending}", raw.get("valid", True))
    answer = raw.get(f"expected{ending}") or ()
    expected = frozenset((str(e["source"]), str(e["target"]), str(e["code"])) for e in answer)
    broken = kind == "error" and raw.get("error") == "bad_input_parse"
    counts = valid is not False and kind != "unlabelled" and not broken
    return PetrCoding(
        str(raw.get(f"text{ending}") or raw["text"]),
        tuple(named),
        expected if kind == "events" else frozenset(),
        counts,
    )


def evaluate_petr(
    path: str | Path, dictionaries: str | Path, nlp: Language
) -> tuple[list[PetrScores], list[dict[str, Any]]]:
    """Scores of each coding that the file has, and the predictions, one JSON object a record.

    Parameters
    ----------
    path
        A file for `read_petr`.
    dictionaries
        The folder with the dictionary files that its records name.
    nlp
        The pipeline that parses the texts; no parse of the file is used.

    Returns
    -------
    Scores, and predictions ``{id, events: [{source_code, target_code, code}]}``; the second
    coding is under ``events_cameo2``. Every record is coded, also those that do not count.

    Raises
    ------
    BadDataFile
        The file does not hold up, or names a dictionary that the folder has not.
    """
    records = read_petr(path)
    coders: dict[tuple[tuple[str, str], ...], PetrarchCoder] = {}
    predictions: list[dict[str, Any]] = [{"id": r.id, "events": []} for r in records]
    scores: list[PetrScores] = []
    for coding, ending in CODINGS.items():
        pairs: list[tuple[frozenset[Triple], frozenset[Triple]]] = []
        held = [(n, r) for n, r in enumerate(records) if coding in r.codings]
        for number, record in held:
            one = record.codings[coding]
            if one.dictionaries not in coders:
                coders[one.dictionaries] = _coder(one.dictionaries, Path(dictionaries), record.id)
            found = _coded(coders[one.dictionaries], nlp, record, one, str(path))
            predictions[number][f"events{ending}"] = [_event(t) for t in sorted(found)]
            if one.counts:
                pairs.append((one.expected, found))
        if held:
            scores.append(_scored(coding, pairs, len(held) - len(pairs)))
    return scores, predictions


def _coded(
    coder: PetrarchCoder, nlp: Language, record: PetrRecord, coding: PetrCoding, file: str
) -> frozenset[Triple]:
    try:
        options = options_from(record.config)
    except BadSetting as error:
        raise BadDataFile(f"record {record.id}: {error.message}", file=file) from None
    outcome = coder.with_options(options).code(nlp, coding.text, record.day)
    return frozenset((e.source, e.target, e.code) for e in outcome.events)


def _event(triple: Triple) -> dict[str, str]:
    return dict(zip(("source_code", "target_code", "code"), triple, strict=True))


def _coder(named: Sequence[tuple[str, str]], folder: Path, record: str) -> PetrarchCoder:
    for _, file in named:
        if not (folder / file).is_file():
            raise BadDataFile(
                f"record {record} is coded with the dictionary {file}, which is not there",
                file=str(folder),
                hint="--dictionaries names the folder with the PETRARCH files of the records",
            )
    return PetrarchCoder(read_all((kind, folder / file) for kind, file in named).dictionary)


def _scored(
    coding: str, pairs: Sequence[tuple[frozenset[Triple], frozenset[Triple]]], left_out: int
) -> PetrScores:
    short = [(_short(gold), _short(found)) for gold, found in pairs]
    precision, recall, f1 = _shares(pairs)
    return PetrScores(
        coding,
        len(pairs),
        left_out,
        _exact(pairs),
        precision,
        recall,
        f1,
        _exact(short),
        _shares(short)[2],
    )


def _short(triples: frozenset[Triple]) -> frozenset[Triple]:
    return frozenset((a, b, code[:2]) for a, b, code in triples)


def _exact(pairs: Sequence[tuple[frozenset[Triple], frozenset[Triple]]]) -> float:
    return sum(gold == found for gold, found in pairs) / len(pairs) if pairs else 0.0


def _shares(
    pairs: Sequence[tuple[frozenset[Triple], frozenset[Triple]]],
) -> tuple[float, float, float]:
    """Precision, recall and F1 over all triples together; 0 where there is nothing to share."""
    right = sum(len(gold & found) for gold, found in pairs)
    said = sum(len(found) for _, found in pairs)
    gold_count = sum(len(gold) for gold, _ in pairs)
    precision = right / said if said else 0.0
    recall = right / gold_count if gold_count else 0.0
    f1 = 2 * right / (said + gold_count) if said + gold_count else 0.0
    return precision, recall, f1


def petr_text(scores: Sequence[PetrScores]) -> str:
    """The scores as lines of text, one coding a line."""
    lines: Iterator[str] = (
        f"{s.coding:16}{s.records:8d}{s.left_out:9d}{s.exact:8.3f}{s.precision:11.3f}"
        f"{s.recall:8.3f}{s.f1:8.3f}{s.exact_two_digits:13.3f}{s.f1_two_digits:10.3f}"
        for s in scores
    )
    head = (
        f"{'coding':16}{'records':>8}{'left out':>9}{'exact':>8}{'precision':>11}"
        f"{'recall':>8}{'F1':>8}{'exact 2-dig.':>13}{'F1 2-dig.':>10}"
    )
    return "\n".join([head, *lines]) + "\n"
