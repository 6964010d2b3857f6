"""PETRARCH's unit records are coded from their text, and scored as their README says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from detente.errors import BadDataFile
from detente.evaluation import PetrScores, evaluate_petr, read_petr
from detente.language import load
from tests.floors import digest_of, hold

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "coding" / "petrarch" / "dictionaries"
SHARED = ROOT.parent / "shared" / "data" / "coding"
PETR = SHARED / "petr_dev.jsonl"
needs_petr = pytest.mark.skipif(not PETR.exists(), reason="petr_dev of ../shared is not here")
NAMED = {
    "verbs": "small.verbs.txt",
    "actors": ["small.actors.txt"],
    "agents": "small.agents.txt",
    "discards": "small.discards.txt",
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def record(id: str, text: str, *expected: str, **changes: Any) -> dict[str, Any]:
    """A record of our own; ``expected`` as "VAR OST 051"."""
    answer = [dict(zip(("source", "target", "code"), e.split(), strict=True)) for e in expected]
    return {
        "id": id, "date": "19970601", "text": text, "kind": "events" if expected else "noevents",
        "valid": True, "expected": answer, "config": {}, "dictionaries": NAMED, **changes,
    }  # fmt: skip


def written(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def test_records_are_scored_by_sets_and_by_triples(tmp_path: Path, nlp: Language) -> None:
    file = written(
        tmp_path / "r.jsonl",
        record("right", "Varnia praised Ostrel.", "VAR OST 051"),
        record("wrong code", "Varnia praised Ostrel.", "VAR OST 059"),
        record("nothing", "The weather praised the harvest."),
        record("half", "Varnia praised Ostrel.", "VAR OST 051", "OST VAR 111"),
    )
    (scores,), predictions = evaluate_petr(file, SMALL, nlp)
    assert scores == PetrScores(
        "expected", 4, 0, exact=0.5, precision=2 / 3, recall=0.5, f1=4 / 7,
        exact_two_digits=0.75, f1_two_digits=6 / 7,
    )  # fmt: skip
    event = {"source_code": "VAR", "target_code": "OST", "code": "051"}
    assert predictions[0] == {"id": "right", "events": [event]}
    assert predictions[2] == {"id": "nothing", "events": []}


def test_what_has_no_answer_is_coded_and_not_counted(tmp_path: Path, nlp: Language) -> None:
    text = "Varnia praised Ostrel."
    file = written(
        tmp_path / "r.jsonl",
        record("invalid", text, "VAR OST 051", valid=False),
        record("unlabelled", text, kind="unlabelled"),
        record("broken tree", text, kind="error", error="bad_input_parse"),
        record(
            "dropped", "Varnia praised the chess of Ostrel.", kind="error", error="storydiscard"
        ),
    )
    (scores,), predictions = evaluate_petr(file, SMALL, nlp)
    assert (scores.records, scores.left_out, scores.exact) == (1, 3, 1.0)
    assert [len(p["events"]) for p in predictions] == [1, 1, 1, 0]


def test_a_second_coding_has_its_own_text_dictionaries_and_line(
    tmp_path: Path, nlp: Language
) -> None:
    second = {
        "dictionaries_cameo2": {**NAMED, "verbs": "small.phrases.txt"},
        "kind_cameo2": "events",
        "valid_cameo2": True,
        "text_cameo2": "Varnia promised full support to Ostrel.",
        "expected_cameo2": [{"source": "VAR", "target": "OST", "code": "032"}],
    }
    file = written(
        tmp_path / "r.jsonl", record("two", "Varnia praised Ostrel.", "VAR OST 051", **second)
    )
    scores, predictions = evaluate_petr(file, SMALL, nlp)
    assert [(s.coding, s.exact) for s in scores] == [("expected", 1.0), ("expected_cameo2", 1.0)]
    assert [e["code"] for e in predictions[0]["events_cameo2"]] == ["032"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not JSON"),
        ("[1]", "has no text under 'text'"),
        ('{"text": "a", "dictionaries": {"maps": "b"}}', "'maps' is none of actors"),
        ('{"text": "a", "dictionaries": {"verbs": "b"}, "expected": [1]}', "as they should be"),
        ('{"text": "a", "dictionaries": {"verbs": "b"}, "kind": "x"}', "kind 'x' is none of"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match=message) as raised:
        read_petr(file)
    assert "r.jsonl, line 2" in str(raised.value)


def test_a_missing_dictionary_and_a_bad_option_are_named(tmp_path: Path, nlp: Language) -> None:
    file = written(tmp_path / "r.jsonl", record("a", "Varnia praised Ostrel.", "VAR OST 051"))
    with pytest.raises(BadDataFile, match=r"record a .* small\.verbs\.txt, which is not there"):
        evaluate_petr(file, tmp_path, nlp)
    file = written(tmp_path / "r.jsonl", record("a", "Text.", config={"require_dyad": "perhaps"}))
    with pytest.raises(BadDataFile, match="record a: require_dyad is 'perhaps'"):
        evaluate_petr(file, SMALL, nlp)


def looked_at(id: str) -> bool:
    """Whether a record's errors were looked at while the rules were written.

    Three in five from the start, by their ids; later three in five of the others too.
    """
    first = int(hashlib.sha256(id.encode()).hexdigest(), 16) % 5 < 3
    return first or int(hashlib.sha256(f"second {id}".encode()).hexdigest(), 16) % 2 == 0


@needs_petr
@pytest.mark.parametrize("part", ["all", "unseen"])
def test_unit_records_stay_above_their_floors(tmp_path: Path, nlp: Language, part: str) -> None:
    lines = PETR.read_text(encoding="utf-8").splitlines()
    chosen = [x for x in lines if part == "all" or not looked_at(json.loads(x)["id"])]
    file = tmp_path / "part.jsonl"
    file.write_text("\n".join(chosen), encoding="utf-8")
    scores, predictions = evaluate_petr(file, SHARED / "petrarch_dictionaries", nlp)
    assert len(predictions) == len(chosen)
    data = digest_of([PETR])
    for one in scores:
        hold(f"coding.petr_{part}.{one.coding}.exact", one.exact, data=data)
        hold(f"coding.petr_{part}.{one.coding}.f1", one.f1, data=data)
