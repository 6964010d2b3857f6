"""The offices of the most reported states: every time without a holder has its reason."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from detente.codebook import load_states
from detente.codebook.tables import read_table
from detente.coding.actors import offices as o
from detente.coding.actors.tables import load_tables

DATA = files("detente.coding.actors").joinpath("data")
REPORTED = Path(__file__).parent / "reported_states.tsv"
EVENTS = Path(__file__).parents[4] / "shared" / "data" / "events"
SINCE, UNTIL = "1990-01-01", "2025-12-01"
FOUR = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister")


def reported() -> dict[str, int]:
    rows = read_table(REPORTED.read_text("utf-8"), REPORTED.name, ("country", "mentions"))
    return {row.filled("country"): int(row["mentions"]) for row in rows}


def left_open() -> list[o.Gap]:
    tables = load_tables()
    out: list[o.Gap] = []
    for country in reported():
        begin = min(start for start, end in tables.states[country].spells if not end)
        since = max(SINCE, f"{begin}-01-01"[:10])
        for office in FOUR:
            terms = tables.offices.get((country, office), ())
            out += o.gaps(terms, since, UNTIL) if terms else [o.Gap(country, office, since, "")]
    return out


def lines(gaps: list[o.Gap]) -> set[str]:
    return {f"{g.country}\t{g.office}\t{g.start}\t{g.end}" for g in gaps}


def test_sixty_states_are_held_to_it() -> None:
    assert len(reported()) == 60


def test_every_time_without_a_holder_has_its_reason() -> None:
    missing = lines(left_open()) - lines(o.load_gaps(DATA))
    assert not missing, "add the holder, or a row with a reason to officeholders_gaps.tsv:\n" + (
        "\n".join(sorted(missing))
    )


def test_no_reason_outlives_its_gap() -> None:
    stale = lines(o.load_gaps(DATA)) - lines(left_open())
    assert not stale, "officeholders.tsv names a holder; delete from officeholders_gaps.tsv:\n" + (
        "\n".join(sorted(stale))
    )


def test_the_gaps_that_nobody_could_explain_grow_no_more() -> None:
    unknown = [g for g in o.load_gaps(DATA) if g.reason.startswith("not established")]
    assert len(unknown) <= 56


def test_every_holder_in_office_today_is_one_person_per_office() -> None:
    for (of, office), terms in load_tables().offices.items():
        now = [h for h in terms if not h.end and h.standing == "full"]
        assert len(now) <= 1, (of, office, [h.name for h in now])


@pytest.mark.skipif(not EVENTS.is_dir(), reason="needs ../shared/data/events")
def test_the_list_of_states_is_the_count() -> None:
    pd = pytest.importorskip("pandas")
    of = pd.read_parquet(EVENTS / "entities.parquet").set_index("entity")["iso3"].to_dict()
    events = pd.read_parquet(EVENTS / "icews18_trainvalid.parquet", columns=["source", "target"])
    codes = [of.get(name) for name in (*events["source"], *events["target"])]
    states = load_states()
    counts = Counter(code for code in codes if code in states)
    assert dict(counts.most_common(60)) == reported()
