"""`detente dyad`, `shocks` and `compare` as a user meets them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.codebook import load_codebook
from detente.store import open_store
from strategies import make_event, make_reading


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Norway and Nigeria: a year of talks, one week of conflict, rarer talks."""
    path = tmp_path_factory.mktemp("relations") / "a.duckdb"
    quad = load_codebook().quad_class
    with open_store(path) as opened:
        for week in range(60):
            day = (date(2020, 1, 6) + timedelta(weeks=week)).isoformat()
            acts = [("CONSULT", "NOR NGA", "", 2.5)]
            if week == 52:
                acts = [
                    ("ASSAULT", "NGA/MIL", "NOR", -10.0),
                    ("SANCTION", "NOR", "NGA", -8.0),
                    ("ACCUSE", "NOR", "NGA", -4.0),
                ]
            if week > 52 and week % 3:
                continue
            events = [
                replace(
                    make_event("ACCUSE", actor, recipient, day=day, score=score, number=n),
                    event_type=kind,
                    quad_class=quad(kind),
                )
                for n, (kind, actor, recipient, score) in enumerate(acts)
            ]
            reading = make_reading(f"d{week}", day, *events)
            source = "Herald" if week % 2 else "Post"
            opened.add(replace(reading, document=replace(reading.document, source=source)))
    return str(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def lines(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_dyad_gives_level_interval_and_slope_of_reported_weeks(store: str) -> None:
    done = run("dyad", "Norway", "NGA", "-s", store, "-f", "csv")
    assert done.exit_code == 0
    head, *rows = done.stdout.splitlines()
    assert head.replace('"', "") == "week,level,low,high,slope,events,reports,phase,shock"
    assert len(rows) == 55
    assert "weeks without reports: their level is unknown" in done.stderr
    weeks = lines(run("dyad", "NOR", "NGA", "-s", store, "-f", "jsonl"))
    assert [w["week"] for w in weeks if w["shock"] == "rupture"] == ["2021-01-04"]
    early = lines(run("dyad", "NOR", "NGA", "-s", store, "-f", "jsonl", "--as-of", "2020-06-01"))
    assert early == [w for w in weeks if str(w["week"]) <= "2020-06-01"]


def test_why_shares_sum_to_the_move_and_show_the_words(store: str) -> None:
    rows = lines(run("dyad", "NOR", "NGA", "-s", store, "--why", "2021-01-06", "-f", "jsonl"))
    assert [row["type"] for row in rows] == ["ASSAULT", "SANCTION", "ACCUSE"]
    done = run("dyad", "NOR", "NGA", "-s", store, "--why", "2021-01-06")
    moved = sum(float(str(row["moved"])) for row in rows)
    assert f"moved by 3 events {moved:+.2f}" in done.stderr
    assert all(row["words"] and "d52" in str(row["where"]) for row in rows)
    assert "NGA>NOR  ASSAULT -10" in done.stdout


def test_a_source_can_be_chosen_or_left_out(store: str) -> None:
    whole = lines(run("dyad", "NOR", "NGA", "-s", store, "-f", "jsonl"))
    without = lines(run("dyad", "NOR", "NGA", "-s", store, "-f", "jsonl", "--without", "Herald"))
    assert sum(int(str(w["events"])) for w in without) < sum(int(str(w["events"])) for w in whole)
    assert run("dyad", "NOR", "NGA", "-s", store, "--source", "gdelt").stdout == ""


@pytest.mark.parametrize("words", [("NOR", "NGA"), ("--all",)])
def test_shocks_are_listed_with_the_words_that_tell_them(store: str, words: tuple[str]) -> None:
    rupture, repair = lines(run("shocks", *words, "-s", store, "-f", "jsonl"))
    assert (rupture["shock"], rupture["week"]) == ("rupture", "2021-01-04")
    assert (repair["shock"], repair["week"]) == ("repair", rupture["until"])
    assert len(rupture["event_ids"]) == 3  # type: ignore[arg-type]
    shown = run("shocks", *words, "-s", store).stdout
    assert "2021-01-04  NGA-NOR  rupture" in shown
    assert f"repaired {repair['week']}" in shown
    early = run("shocks", "NOR", "NGA", "-s", store, "--as-of", "2021-01-10").stdout
    assert "not repaired yet" in early


def test_compare_sets_dyads_side_by_side(store: str) -> None:
    rows = lines(run("compare", "NOR-NGA", "NATO-NGA", "NOR-SWE", "-s", store, "-f", "jsonl"))
    assert [row["dyad"] for row in rows] == ["NGA-NOR", "NATO-NGA", "NOR-SWE"]
    assert [row["ruptures"] for row in rows] == [1, 1, 0]
    assert rows[0]["events"] == rows[1]["events"]
    shown = run("compare", "NOR-NGA", "NOR-SWE", "-s", store).stdout
    assert "last rupture" in shown
    assert "2021-01-04" in shown


def test_the_picture_of_a_bloc_is_drawn(store: str, tmp_path: Path) -> None:
    target = tmp_path / "a.svg"
    done = run("dyad", "NATO", "Nigeria", "-s", store, "-o", str(target))
    assert done.exit_code == 0, done.output
    assert "NATO" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("dyad", "NOR", "Atlantis"), "no state, bloc (NATO"),
        (("dyad", "NOR", "Norway"), "both NOR"),
        (("dyad", "NOR", "NGA", "--why", "2021-13-01"), "not an ISO date"),
        (("dyad", "NOR", "NGA", "--why", "1999-01-01"), "no level in the week"),
        (("shocks", "NOR"), "which dyads"),
        (("shocks", "NOR", "NGA", "--all"), "which dyads"),
        (("compare", "NOR"), "names one side"),
        (("compare", "NOR-Atlantis"), "no state, bloc"),
    ],
)
def test_what_is_wrong_is_said(store: str, words: tuple[str, ...], says: str) -> None:
    done = run(*words, "-s", store)
    assert done.exit_code != 0
    assert says in str(done.exception)
