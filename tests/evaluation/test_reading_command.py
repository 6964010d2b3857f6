"""`detente evaluate reading`: what it writes where, for records written before and for text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente import cli

TEXT = "Peru expelled two diplomats of Chile on Monday. Chile has not recalled its ambassador."
PARTY = {"sector": [], "text": "Peru", "country": "PER"}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def typed(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["detente", *args])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return typed


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    event: dict[str, Any] = {
        "id": "e1",
        "event_type": "SANCTION",
        "also": [],
        "event_mode": ["expel"],
        "actor": [PARTY],
        "recipient": [{"country": "CHL", "sector": ["GOV"], "text": "diplomats of Chile"}],
        "date": {"start": "2020-05-04", "end": "2020-05-04", "precision": "day"},
        "place": None,
        "status": "asserted",
        "also_status": [],
        "attributed_to": None,
        "historical": False,
        "quantities": [],
        "quotes": ["Peru expelled two diplomats"],
        "optional": False,
    }
    trap = {"quote": "has not recalled its ambassador", "why": "negated", "event_types": []}
    lists = ("incidents", "hypotheses", "stakes", "signals", "claims")
    raw: dict[str, Any] = {"style": "wire", "date": "2020-05-06", "events": [event]}
    raw |= {"not_events": [trap]} | {name: [] for name in lists}
    (folder / "a.txt").write_text(f"---\ndate: 2020-05-06\n---\n{TEXT}\n")
    (folder / "a.json").write_text(json.dumps(raw))
    return folder


def test_the_text_is_read_and_scored(run: Run, texts: Path, tmp_path: Path) -> None:
    kept = tmp_path / "remarks.jsonl"
    code, out, _ = run(
        "evaluate", "reading", "--texts", str(texts), "--format", "json", "--details", str(kept)
    )
    assert code == cli.DONE
    scores = json.loads(out)
    assert scores["articles"] == 1
    assert scores["false_assertions"] == 0
    assert scores["figures"]["event_recall"] == {"share": 1.0, "right": 1, "of": 1}
    assert scores["by_article"]["a"]["figures"]["status"]["share"] == 1.0
    remarks = [json.loads(line) for line in kept.read_text().splitlines()]
    assert {r["kind"] for r in remarks} <= {"remark"}


def test_records_written_before_are_scored(run: Run, texts: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "none.jsonl"
    nothing.write_text("")
    kept = tmp_path / "remarks.jsonl"
    code, out, _ = run(
        *("evaluate", "reading", "--texts", str(texts)),
        *("--readings", str(nothing), "--details", str(kept)),
    )
    assert code == cli.DONE
    assert "required events found                 0.000     0 of 1" in out
    (remark,) = [json.loads(line) for line in kept.read_text().splitlines()]
    assert remark == {
        "kind": "remark",
        "article": "a",
        "figure": "event_recall",
        "what": "SANCTION",
        "words": "Peru expelled two diplomats",
    }


def test_what_is_no_folder_of_articles_is_said(run: Run, tmp_path: Path) -> None:
    code, out, err = run("evaluate", "reading", "--texts", str(tmp_path))
    assert (code, out) != (cli.DONE, "")
    assert "has no annotated articles" in err
    assert "pairs of NAME.txt and NAME.json" in err
