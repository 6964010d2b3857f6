"""`detente outlook` as a user meets it."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente import cli
from detente.store import open_store

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from strategies import make_event, make_reading

START = date(2014, 1, 6)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of talk, a quarrel now and then, and a blow on the last day but one."""
    path = tmp_path_factory.mktemp("store") / "a.duckdb"
    with open_store(path) as opened:
        readings = []
        for week in range(104):
            day = START + timedelta(weeks=week, days=week % 5)
            kind = "ACCUSE" if week % 9 == 4 else "CONSULT"
            told = make_event(kind, "RUS", "TUR", day=day.isoformat())
            readings.append(make_reading(f"d{week}", day.isoformat(), told))
        blow = START + timedelta(weeks=104, days=1)
        acts = [
            make_event(kind, "TUR/MIL", "RUS", day=blow.isoformat())
            for kind in ("ASSAULT", "SANCTION")
        ]
        acts += [make_event("ACCUSE", "RUS", "TUR", day=blow.isoformat())]
        for number in range(3):
            readings.append(make_reading(f"blow{number}", blow.isoformat(), *acts))
        opened.add_all(readings)
    return path


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    before = sys.argv
    sys.argv = ["detente", *arguments]
    try:
        cli.main()
        code = 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    finally:
        sys.argv = before
    told = capfd.readouterr()
    return code, told.out, told.err


def ask(store: Path, *more: str) -> list[str]:
    return ["outlook", "RUS", "Türkiye", "--store", str(store), *more]


def test_an_outlook_is_told_logged_and_scored(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = store.with_name("log.jsonl")
    chosen = ["--as-of", "2015-06-14", "--log-file", str(log)]
    code, out, _ = run(capfd, *ask(store, *chosen, "--format", "json"))
    assert code == 0
    found = json.loads(out)
    ruptures = [o for o in found if o["target"] == "rupture-v1"]
    assert [o["horizon_days"] for o in ruptures] == [30, 90, 180]
    assert {o["target"] for o in found} == {"rupture-v1", "acts-v1"}
    assert all(0 < o["low"] <= o["probability"] <= o["high"] < 1 for o in found)
    assert all(o["logged_as"] for o in found)
    again = json.loads(run(capfd, *ask(store, *chosen, "--format", "json"))[1])
    assert again == found
    code, out, err = run(
        capfd, "outlook", "--log", "--store", str(store), "--log-file", str(log), "-f", "json"
    )
    assert code == 0
    assert json.loads(out)["scored"] == 6
    assert "6 outlooks scored" in err
    text = log.read_text()
    log.write_text(text.replace('"probability":0.', '"probability":0.9', 1))
    code, _, err = run(capfd, "outlook", "--log", "--store", str(store), "--log-file", str(log))
    assert code == 3
    assert "line 1" in err


def test_the_day_after_a_blow_repair_is_asked(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    day = (START + timedelta(weeks=104, days=2)).isoformat()
    code, out, _ = run(capfd, *ask(store, "--as-of", day, "--no-log"))
    assert code == 0
    assert "in rupture" in out
    assert "repair-v1" in out
    found = json.loads(run(capfd, *ask(store, "--as-of", day, "--no-log", "-f", "json"))[1])
    events = [e for d in found[0]["drivers"] for e in d["events"]]
    code, out, _ = run(
        capfd, *ask(store, "--as-of", day, "--without", events[0], "--no-log", "-f", "json")
    )
    assert code == 0
    assert json.loads(out)[0]["what_if"] is True
    assert not os.path.exists(f"{store}.outlooks.jsonl")


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--as-of", "1999-01-01", "--no-log"], 0, "not enough to say"),
        (["--horizon", "0"], 2, "no day in it"),
        (["--as-of", "yesterday"], 2, "ISO date"),
        (["--without", "nonsense", "--as-of", "2015-06-14"], 2, "no event of the two"),
    ],
)
def test_what_cannot_be_answered_is_told(
    store: Path, capfd: pytest.CaptureFixture[str], more: list[str], code: int, said: str
) -> None:
    got, out, err = run(capfd, *ask(store, *more))
    assert got == code
    assert said in out + err


def test_unknown_states_and_stores_are_named(
    store: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(capfd, "outlook", "RUS", "Atlantis", "--store", str(store))[0] == 2
    assert run(capfd, "outlook", "RUS", "--store", str(store))[0] == 2
    assert run(capfd, "outlook", "RUS", "TUR", "--store", str(tmp_path / "none"))[0] == 3
    code, out, _ = run(capfd, "outlook", "FRA", "PER", "--store", str(store), "--no-log")
    assert code == 0
    assert "not enough to say: no event between the two" in out


def test_a_notebook_gets_the_same_records(store: Path) -> None:
    from detente.api import open as open_session

    with open_session(store) as session:
        found = session.dyad("RUS", "TUR", as_of="2015-06-14").outlook(30)
    assert {o.horizon_days for o in found} == {30}
    assert found[0].dyad == "RUS-TUR"
    assert found[0].logged_as is None
