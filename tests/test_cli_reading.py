"""`detente read`, `incident`, `hypotheses`, `stakes` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.api import code_items
from detente.cli import app
from detente.config import load_settings
from detente.records import Document, Reading


def join(text: str) -> str:
    """A text with a paragraph a line, as pages and agencies have it."""
    return "\n\n".join(" ".join(p.split()) for p in text.split("\n\n")) + "\n"


FIRST = join(
    """Gunman kills Norwegian consul in Lagos

A gunman shot dead the Norwegian consul, Kari Nilsen, outside a hotel in Lagos on 3 March 2024,
police said. The gunman, Musa Bello, a former soldier, used a forged press card to enter the hotel.
No group has claimed responsibility for the attack. Police suspect Boko Haram of ordering the
attack, but a spokesman for the group denied any involvement. Analysts believe that Bello wanted to
wreck the oil talks between Norway and Nigeria, because he had threatened the delegation before.

Norway did not recall its ambassador. Nigerian President Bola Tinubu telephoned Norwegian Prime
Minister Jonas Gahr Støre the next day. Trade between Norway and Nigeria was worth $900 million in
2023, and the Egina gas pipeline project has been suspended.
"""
)
SECOND = join(
    """Norway mourns its consul

Consul Kari Nilsen was murdered in Lagos on 3 March 2024 with a pistol. Nigerian officials blame
Boko Haram for the murder.
"""
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reading")
    (made / "first.txt").write_text(FIRST, encoding="utf-8")
    (made / "second.txt").write_text(SECOND, encoding="utf-8")
    done = run(
        "add",
        str(made / "first.txt"),
        str(made / "second.txt"),
        "--date",
        "2024-03-05",
        "--store",
        str(made / "a.duckdb"),
    )
    assert done.exit_code == 0, done.output
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def lines(done: Result) -> list[dict]:  # type: ignore[type-arg]
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_read_prints_every_section_with_its_evidence(folder: Path) -> None:
    done = run("read", str(folder / "first.txt"), "--date", "2024-03-05")
    assert done.exit_code == 0
    for title in ("Incident", "Timeline", "Who says what", "Hypotheses", "Stakes", "Signals"):
        assert f"\n{title}\n" in done.stdout
    assert "forged press card" in done.stdout
    start = FIRST.index("forged press card")
    assert f"[{start}:{start + len('forged press card')}]" in done.stdout


def test_read_gives_every_record_with_its_kind(folder: Path) -> None:
    done = run("read", str(folder / "first.txt"), "--date", "2024-03-05", "--format", "jsonl")
    kinds = {r["kind"] for r in lines(done)}
    assert kinds >= {"document", "event", "claim", "incident", "hypothesis", "stake", "signal"}
    same = run(
        "code", str(folder / "first.txt"), "--date", "2024-03-05", "--kinds", "all", "-f", "jsonl"
    )
    key = lambda r: json.dumps(r, sort_keys=True)  # noqa: E731
    assert sorted(lines(same), key=key) == sorted(lines(done), key=key)


def test_code_gives_one_kind_of_finding_as_a_table(folder: Path) -> None:
    done = run("code", str(folder / "first.txt"), "--kinds", "stakes", "-f", "csv")
    assert done.exit_code == 0
    header, *rows = done.stdout.splitlines()
    assert header.startswith('"doc_id","stake_id","name"')
    assert any("900000000" in row for row in rows)


def test_reports_of_one_act_become_one_case_file(folder: Path) -> None:
    (file,) = lines(run("incident", "Nilsen", "-s", str(folder / "a.duckdb"), "-f", "jsonl"))
    assert len(file["doc_ids"]) == 2
    fields = file["fields"]
    assert "Kari Nilsen" in {v["value"] for v in fields["victim"]}
    assert {"forged press card"} <= {v["value"] for v in fields["access"]}
    assert "pistol" in {v["value"] for v in fields["weapon"]}
    texts = {"first": FIRST, "second": SECOND}
    for values in fields.values():
        for value in values:
            for span in value["spans"]:
                assert any(t[span["start"] : span["end"]] == span["text"] for t in texts.values())
                assert span["doc_id"] in file["doc_ids"]


def test_an_incident_nobody_reports(folder: Path) -> None:
    done = run("incident", "zeppelin", "-s", str(folder / "a.duckdb"))
    assert done.exit_code == 0
    assert "no such incident" in done.stderr


def test_hypotheses_over_documents_and_an_analysts_own(folder: Path, tmp_path: Path) -> None:
    store, file = str(folder / "a.duckdb"), str(tmp_path / "j.jsonl")
    found = lines(run("hypotheses", "Nilsen", "-s", store, "-f", "jsonl"))
    who = next(m for m in found if m["about"] == "who")
    assert any("Boko Haram" in h["proposition"] for h in who["hypotheses"])
    added = run(
        "hypotheses", "Nilsen", "-s", store, "--judgements", file, "--analyst", "Ada",
        "--propose", "a private quarrel",
    )  # fmt: skip
    assert added.exit_code == 0, added.output
    assert "[Ada]" in added.stdout
    assert Path(file).exists()
    kept = run("hypotheses", "Nilsen", "-s", store, "-f", "jsonl")
    assert "private quarrel" not in kept.stdout
    hid = who["hypotheses"][0]["id"]
    noted = run("hypotheses", "-s", store, "--analyst", "Ada", "--note", f"{hid}:ask again")
    assert noted.exit_code == 0, noted.output
    again = lines(run("hypotheses", "Nilsen", "-s", store, "-f", "jsonl"))
    (note,) = [r for r in again if r["kind"] == "judgement"]
    assert (note["analyst"], note["text"]) == ("Ada", "ask again")
    nameless = run("hypotheses", "-s", store, "--note", f"{hid}:x")
    assert nameless.exit_code != 0


def test_stakes_of_a_pair(folder: Path) -> None:
    found = lines(run("stakes", "Norway", "NGA", "-s", str(folder / "a.duckdb"), "-f", "jsonl"))
    trade = next(s for s in found if s["amount"] == 9e8)
    # What the rules say of the sum comes first; models may put another beside it (the pipeline).
    assert (trade["currency"], trade["domain"][0]) == ("USD", "trade")
    assert len(trade["domain"]) <= 2
    assert any(s["status"] == "suspended" and "pipeline" in s["name"] for s in found)
    done = run("stakes", "NOR", "BRA", "-s", str(folder / "a.duckdb"))
    assert done.stdout == ""
    assert "no stakes of BRA and NOR" in done.stderr


def test_events_are_the_same_with_and_without_the_rest(tmp_path: Path) -> None:
    """`detente code` leaves the analyst's reading out where only events are asked for."""

    text = (
        "Peru expelled two Chilean diplomats on Tuesday. A Chilean official said it was a mistake."
    )
    document = Document("d", text, "2021-03-04")
    settings = load_settings(None)
    whole, bare = (
        next(code_items([document], settings=settings.replaced(coding__analyst=analyst)))
        for analyst in (True, False)
    )
    assert isinstance(whole, Reading)
    assert isinstance(bare, Reading)
    assert whole.events == bare.events
    assert whole.claims
    assert not bare.claims
