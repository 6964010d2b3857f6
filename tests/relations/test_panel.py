"""Panels of all dyads: the same counts as a dyad's weeks, with codes of other systems."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.imports import build
from typer.testing import CliRunner

from detente import cli
from detente.errors import BadSetting
from detente.imports import import_files
from detente.relations import dyad_panel, dyad_weeks
from detente.relations.panel import columns
from detente.store import Store, open_store
from strategies import make_event, make_reading

pytestmark = pytest.mark.usefixtures("engine")


DAYS = ("2015-11-24", "2015-11-25", "2015-12-01", "2016-01-04")
ACTS = st.tuples(
    st.sampled_from(("CONSULT", "ACCUSE", "ASSAULT", "SANCTION")),
    st.sampled_from(("RUS/GOV", "TUR", "TUR/COP", "SYR", "RUS TUR", "TUR SYR IRN", "IMG", "-")),
    st.sampled_from(("TUR", "RUS/GOV", "SYR IRN", "", "RUS TUR")),
    st.sampled_from(DAYS),
    st.sampled_from((None, "TUR", "RUS")),
)


def sums(store: Store, **options: str) -> dict[tuple[str, date], dict[str, int]]:
    table = dyad_panel(store, **options)
    return {(r["dyad"], r["period"]): r for r in table.to_pylist()}


@given(st.lists(ACTS, max_size=12))
@settings(max_examples=25, deadline=None)
def test_a_panel_counts_what_the_weeks_of_each_dyad_count(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str, str, str, str | None]]
) -> None:
    with open_store(tmp_path_factory.mktemp("p") / "s.duckdb") as store:
        for n, (kind, actor, recipient, day, place) in enumerate(acts):
            event = make_event(kind, actor, recipient, day=day, place=place)
            store.add(make_reading(f"d{n}", "2016-12-22", event))
        panel = sums(store)
        for a, b in (("RUS", "TUR"), ("SYR", "TUR"), ("IRN", "SYR"), ("RUS", "SYR")):
            for week in dyad_weeks(store, a, b):
                row = panel.get((week.dyad, date.fromisoformat(week.week)))
                if not week.counts:
                    assert row is None
                    continue
                assert row is not None
                got = {}
                for side, direction in (
                    ("ab", f"{a}>{b}"),
                    ("ba", f"{b}>{a}"),
                    ("both", f"{a}<>{b}"),
                ):
                    got |= {f"{direction}:{q}": row[f"{side}_q{q}"] for q in (1, 2, 3, 4)}
                got |= {f"*>{a}:4": row["third_a"], f"*>{b}:4": row["third_b"]}
                assert {k: v for k, v in got.items() if v} == week.counts
                assert (row["events"], row["reports"]) == (week.events, week.reports)
                assert row["score_sum"] == pytest.approx(week.score_sum)


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    path = tmp_path / "s.duckdb"
    lines = [
        build.gdelt(),
        build.gdelt(GLOBALEVENTID="2", SQLDATE="19890610", Actor1CountryCode="DEU",
                    DATEADDED="19890610"),
        build.gdelt(GLOBALEVENTID="3", SQLDATE="20151130", DATEADDED="20151210"),
    ]  # fmt: skip
    with open_store(path) as store:
        list(import_files(store, [build.put(tmp_path / "g.csv", *lines)]))
    return path


def test_codes_are_those_of_the_date(imported: Path) -> None:
    with open_store(imported) as store:
        found = {r["dyad"]: r for r in dyad_panel(store).to_pylist()}
    assert (found["RUS-TUR"]["a_cow"], found["RUS-TUR"]["b_gw"]) == ("365", "640")
    assert found["DEU-RUS"]["a_cow"] == "260"  # West Germany; 255 since 1990
    assert found["RUS-TUR"]["ba_q4"] == 1


def test_months_ranges_and_as_of(imported: Path) -> None:
    with open_store(imported) as store:
        months = sums(store, by="month", date_from="2015-01-01")
        assert list(months) == [("RUS-TUR", date(2015, 11, 1))]
        assert months["RUS-TUR", date(2015, 11, 1)]["events"] == 2
        assert (
            sums(store, by="month", date_from="2015-01-01", as_of="2015-12-01")[
                "RUS-TUR", date(2015, 11, 1)
            ]["events"]
            == 1
        )
        assert sums(store, dataset="icews") == {}
        with pytest.raises(BadSetting, match="by 'year'"):
            dyad_panel(store, by="year")


def test_the_command_writes_a_codebook_beside_it(
    imported: Path, tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    target = tmp_path / "panel.csv"
    where = str(imported)
    if engine == "postgres":
        where = request.getfixturevalue("server").url(imported)
    done = CliRunner().invoke(cli.app, ["panel", str(target), "-s", where])
    assert done.exit_code == cli.DONE, done.stderr
    rows = list(csv.DictReader(target.open()))
    book = list(csv.DictReader((tmp_path / "panel.codebook.csv").open()))
    assert [r["column"] for r in book] == list(rows[0]) == [c["column"] for c in columns()]
    wrong = CliRunner().invoke(cli.app, ["panel", "x.xlsx", "-s", where])
    assert wrong.exit_code != cli.DONE
