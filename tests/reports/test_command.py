"""`detente reports` as a user meets it: list, why, copies, join, split, undo, decisions, rebuild."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente import cli
from detente.reports import update
from detente.store import open_store
from told import event, reading

LONG = (
    "The ministry said on Tuesday that two villages had come under fire and that schools in the"
    " district would stay closed until further notice while the mission of observers looked into it."
)
A = reading("a", 2, event(on=1, words="Kolani", killed=9))
B = reading("b", 3, event(on=1, words="Kolani at night", killed=11, status="attributed"))
C = reading("c", 2, event(on=1, words="Aghdam"), text=f"Forces shelled Aghdam. {LONG}")
D = reading("d", 3, event(on=1, words="Aghdam"), text=f"Forces shelled Aghdam. {LONG}")
ID = {r.document.id: r.events[0].id for r in (A, B, C, D)}
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command over a store of four reports: Kolani told by a and b, Aghdam by c and its copy d."""
    monkeypatch.chdir(tmp_path)
    named = [
        replace(r, document=replace(r.document, source=f"Post {r.document.id}", title=f"On {n}"))
        for n, r in enumerate((A, B, C, D))
    ]
    with open_store("s.duckdb") as store:
        store.add_all(named)
        update(store)

    def call(*words: str) -> Result:
        return CliRunner().invoke(cli.app, ["reports", *words, "-s", "s.duckdb"])

    return call


def lines(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == cli.DONE, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def groups(run: Run) -> set[tuple[str, ...]]:
    """Documents by the event that they tell."""
    found = lines(run("list", "--least", "1", "-f", "jsonl"))
    return {tuple(sorted(r["doc_id"] for r in one["told_by"])) for one in found}  # type: ignore[attr-defined]


def test_list_shows_every_report_and_both_numbers(run: Run) -> None:
    done = run("list")
    assert done.exit_code == cli.DONE
    for word in ("Kolani", "Aghdam", "Post a", "Post b", "9", "11"):
        assert word in done.stdout
    assert "4 reports of 2 events; 2 told by 2 or more" in done.stderr
    found = lines(run("list", "-f", "jsonl"))
    killed = {d["value"] for one in found for d in one["details"].get("killed", ())}  # type: ignore[attr-defined]
    assert killed == {"9", "11"}
    assert [(one["reports"], one["documents"]) for one in found] == [(2, 2), (2, 2)]


def test_list_is_bound_by_pair_days_and_least(run: Run) -> None:
    assert len(lines(run("list", "ARM-AZE", "-f", "jsonl"))) == 2
    assert lines(run("list", "RUS-TUR", "-f", "jsonl")) == []
    assert lines(run("list", "--to", "2020-01-01", "-f", "jsonl")) == []
    assert lines(run("list", "--least", "3", "-f", "jsonl")) == []
    # What was published on the fourth is not known on the third.
    early = lines(run("list", "--as-of", "2021-03-03", "--least", "1", "-f", "jsonl"))
    assert len(early) == 2
    rows = list(csv.DictReader(run("list", "-f", "csv").stdout.splitlines()))
    assert [(r["doc_id"], r["copy_of"]) for r in rows] == [
        ("a", ""), ("b", ""), ("c", ""), ("d", "c"),
    ]  # fmt: skip


def test_why_tells_what_merged_a_report_and_what_it_is_not(run: Run) -> None:
    done = run("why", ID["b"])
    assert done.exit_code == cli.DONE
    for word in ("same day", "same spot", "is none of these", "other spot"):
        assert word in done.stdout.replace("_", " "), done.stdout
    (whole,) = lines(run("why", ID["b"], "-f", "jsonl"))
    assert whole["asked"] == ID["b"]
    assert whole["id"] == ID["a"]
    (like,) = [r for r in whole["told_by"] if r["doc_id"] == "b"]  # type: ignore[attr-defined]
    assert like["like"] == ID["a"]
    assert like["points"] == pytest.approx(sum(f["points"] for f in like["features"]))
    assert {r["event"] for r in whole["refused"]} == {ID["c"]}  # type: ignore[attr-defined]


def test_copies_are_listed_with_their_numbers(run: Run) -> None:
    (row,) = lines(run("copies", "-f", "jsonl"))
    assert (row["doc_id"], row["copy_of"], row["rule"], row["jaccard"]) == ("d", "c", "copy", 1.0)
    assert "1 copies of 1 documents" in run("copies").stderr


def test_an_analysts_word_binds_and_is_taken_back(run: Run) -> None:
    merged = {("a", "b"), ("c", "d")}
    assert groups(run) == merged
    cut = run("split", ID["b"], "--analyst", "Ada", "--note", "two villages of one name")
    assert cut.exit_code == cli.DONE, cut.output
    assert f"{ID['b']} is one of 1 reports of {ID['b']}" in cut.stderr
    assert groups(run) == {("a",), ("b",), ("c", "d")}
    put = run("join", ID["b"], ID["c"], "--analyst", "Ben")
    assert put.exit_code == cli.DONE, put.output
    # An event is named by its first report, and finds all of them by any one's id.
    assert ("b", "c", "d") in groups(run)
    said = lines(run("decisions", "-f", "jsonl"))
    assert [(d["decision"], d["analyst"], d["note"]) for d in said] == [
        ("split", "Ada", "two villages of one name"),
        ("join", "Ben", None),
    ]
    shown = run("decisions").stdout
    assert "Ada" in shown
    assert "Ben" in shown
    again = run("rebuild")
    assert "4 documents compared, 4 reports of events" in again.stderr
    assert ("b", "c", "d") in groups(run)
    for decision in said:
        undone = run("undo", str(decision["id"]), "--analyst", "Eve")
        assert undone.exit_code == cli.DONE, undone.output
    assert groups(run) == merged
    taken = lines(run("decisions", "-f", "jsonl"))
    assert [d["withdrawn_by"] for d in taken] == ["Eve", "Eve"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("why", "nothing"), "no report in this store"),
        (("join", "A", "A", "--analyst", "Ada"), "are the same"),
        (("join", "A", "nothing", "--analyst", "Ada"), "no report in this store"),
        (("split", "A", "--analyst", " "), "name yourself by --analyst"),
        (("split", "A"), "Missing option '--analyst'"),
        (("undo", "nothing", "--analyst", "Ada"), "none that stands"),
        (("list", "RUS"), "RUS"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    before = groups(run)
    monkeypatch.setenv("COLUMNS", "200")
    done = run(*(ID["a"] if w == "A" else w for w in words))
    assert done.exception is not None  # ours, told by `main`, or typer's own
    assert not isinstance(done.exception, SystemExit) or done.exit_code == cli.WRONG_USE
    told = done.output + str(done.exception) + str(getattr(done.exception, "hint", ""))
    assert says in told, told
    assert groups(run) == before
    assert lines(run("decisions", "-f", "jsonl")) == []
