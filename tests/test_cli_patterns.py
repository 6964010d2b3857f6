"""`detente patterns`: list, why, test and add, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.errors import BadDataFile, BadSetting

LIKE = 'id = "own.like"; verb = ["like"]; recipient = ["object"]; type = "SUPPORT"'
GARDEN = 'verb = ["garden"]; recipient = ["with"]; type = "CONSULT"'


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["patterns", *args])


def test_list_by_word_and_type() -> None:
    shown = run("list", "--lemma", "expel")
    assert shown.exit_code == 0
    assert "sanction.expel " in shown.stdout
    assert "consult.meet" not in shown.stdout
    rows = json.loads(run("list", "--type", "aid", "--format", "json").stdout)
    assert rows
    assert {row["event_type"] for row in rows} == {"AID"}
    with pytest.raises(BadSetting):
        raise run("list", "--type", "aide").exception or AssertionError


def test_why_shows_tree_rules_and_outcome() -> None:
    shown = run("why", "Norway refused to lift sanctions on Chile.", "--date", "2021-03-04")
    assert shown.exit_code == 0
    for part in (
        "lift  xcomp",
        "+ concede.lift-restriction",
        "operator 'refuse' makes REJECT",
        "NOR > CHL  REJECT",
    ):
        assert part in shown.stdout


def test_why_not_names_the_condition_that_failed() -> None:
    shown = run("why", "Norway lifted a weight.", "--rule", "concede.lift-restriction")
    assert "no  object: 'weight'" in shown.stdout
    untried = run("why", "It rained in Oslo.", "--rule", "concede.lift-restriction")
    assert "not tried: no verb of the sentence is one of its words" in untried.stdout
    unknown = run("why", "It rained.", "--rule", "concede.lift-restricton")
    assert isinstance(unknown.exception, BadSetting)
    assert "concede.lift-restriction" in str(unknown.exception)


def test_test_saves_nothing(elsewhere: Path) -> None:
    mine = elsewhere / "mine.txt"
    mine.write_text("Norway likes Sweden.", encoding="utf-8")
    shown = run("test", "--rule", LIKE, "--texts", str(mine))
    assert shown.exit_code == 0
    assert "your texts (1 text): 1 gained" in shown.stdout
    assert "NOR > SWE  SUPPORT" in shown.stdout
    assert not (elsewhere / "detente-patterns").exists()


def test_add_saves_and_the_coder_knows_the_rule_at_once(elsewhere: Path) -> None:
    shown = run("add", "--rule", GARDEN)
    assert shown.exit_code == 0
    assert "own.garden" in (elsewhere / "detente-patterns" / "own.toml").read_text()
    text = elsewhere / "a.txt"
    text.write_text("Norway's king gardened with Sweden's queen.", encoding="utf-8")
    coded = CliRunner().invoke(app, ["code", str(text), "--format", "jsonl"])
    assert "pattern:own.garden" in coded.stdout
    assert "(own)" in run("list", "--lemma", "garden").stdout


def test_add_refuses_what_makes_silence_worse_unless_told(elsewhere: Path) -> None:
    quiet = elsewhere / "quiet.txt"
    quiet.write_text("My aunt in Norway likes Sweden.\n", encoding="utf-8")
    refused = run("add", "--rule", LIKE, "--silence", str(quiet))
    assert refused.exit_code == 3
    assert "worse: 1 more event" in refused.stdout
    assert not (elsewhere / "detente-patterns").exists()
    assert run("add", "--rule", LIKE, "--silence", str(quiet), "--yes").exit_code == 0
    assert (elsewhere / "detente-patterns" / "own.toml").is_file()


def test_a_rule_file_is_saved_under_its_name_and_its_mistakes_are_named(elsewhere: Path) -> None:
    file = elsewhere / "mine.toml"
    file.write_text('[[rule]]\nid = "own.g"\nverb = ["garden"]\ntype = "CONSULT"\n')
    assert run("add", str(file)).exit_code == 0
    assert (elsewhere / "detente-patterns" / "mine.toml").read_text() == file.read_text()
    file.write_text('[[rule]]\nid = "own.g"\nverb = ["garden"]\ntype = "CONSLT"\n')
    wrong = run("add", str(file))
    assert isinstance(wrong.exception, BadDataFile)
    assert "mine.toml, line 2" in str(wrong.exception)
    assert "did you mean 'CONSULT'?" in str(wrong.exception)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("mine.toml", "--rule", GARDEN),
        ("mine.txt",),
        ("--rule", GARDEN, "--store", "none.duckdb"),
    ],
)
def test_wrong_use_is_said(args: tuple[str, ...]) -> None:
    assert isinstance(run("test", *args).exception, BadSetting)


def test_a_missing_or_binary_file_is_said(elsewhere: Path) -> None:
    assert isinstance(run("test", "none.toml").exception, BadDataFile)
    (elsewhere / "bad.toml").write_bytes(b"\xff\xfe")
    assert isinstance(run("test", "bad.toml").exception, BadDataFile)
