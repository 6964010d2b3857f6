"""Each chart from plain records: links behind every mark, unknown never zero, words for it all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detente.brief import charts
from detente.brief.charts.drawn import BAD, GOOD, QUAD_COLOURS, STROKE
from detente.brief.charts.stakes import stake_rows
from detente.records import Driver, ModelCard, Outlook, Precedent, Signal, Stake, span_of
from tests.brief.synthetic import desk, weeks
from tests.brief.test_chart import luminance, walk

WIDTH = 600
SHOCK = "2015-11-24"
TEXT = "He called. They met in Paris. Losses came to 9 billion dollars."


def outlook(days: int, said: float | None) -> Outlook:
    known = said is not None
    return Outlook(
        "RUS-TUR", "2016-12-22", days, said, 0.01 if known else None, 0.2 if known else None,
        0.03 if known else None, "rupture-v1", "calm", (Driver("x", "x", 1.0, 0.1, ("e1", "e2")),),
        (), ModelCard("hazard", "1", "2014-12-28", 0.1, 0.05), None if known else "no event",
    )  # fmt: skip


def signal(way: str, days: tuple[int, int] | None, sender: str = "RUS") -> Signal:
    return Signal(
        way, "call", (sender,), ("TUR",), "r", days, event="e1", after="i1",  # type: ignore[arg-type]
        spans=(span_of(TEXT, 0, 9),), id=f"s-{way}-{days}", doc_id="d1",
    )  # fmt: skip


def stake(name: str, amount: float | None, currency: str | None = "USD") -> Stake:
    return Stake(
        name, ("energy",), ("RUS", "TUR"), amount, currency=currency, status="planned",
        spans=(span_of(TEXT, 30, 36),), id=f"k-{name}", doc_id="d1",
    )  # fmt: skip


SIGNS = charts.signs_after(
    [signal("reassurance", (1, 2)), signal("escalation", None), signal("neutral", (0, 0), "TUR")],
    SHOCK,
    {"d1": "2015-11-27"},
    sides=("RUS", "TUR"),
)
MADE: dict[str, Any] = {
    "timeline": charts.dyad_timeline(desk(), width=WIDTH),
    "directed": charts.directed_counts(weeks(), width=WIDTH),
    "coverage": charts.coverage(weeks(), width=WIDTH),
    "odds": charts.outlook_odds([outlook(30, 0.05), outlook(90, 0.1)], width=WIDTH),
    "precedents": charts.precedents(
        [
            Precedent("case", "c-1983", 0.5, "Somebody shot: no rupture"),
            Precedent("episode", "FRA-IRN@2013-04-14", 0.9, "a new rupture after 6 weeks"),
        ],
        width=WIDTH,
    ),
    "stakes": charts.stakes([stake("Pipeline", None), stake("Losses", 9e9)], width=WIDTH),
    "signals": charts.reactions(SIGNS, width=WIDTH, shock="Downing", shock_day=SHOCK),
    "reliability": charts.reliability(
        [charts.Point("all", "4 weeks", 0.1, 0.2, 10, "/method#models")]
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_every_datum_has_a_link_and_those_of_records_lead_somewhere(name: str) -> None:
    found = [row for values in MADE[name].to_dict()["datasets"].values() for row in values]
    assert found
    assert all(isinstance(row["link"], str) for row in found)
    about = [row for row in found if row.get("ids") or row.get("week")]
    assert all(row["link"].startswith("/") for row in about)
    assert about or name == "reliability"


@pytest.mark.parametrize("name", MADE)
def test_every_chart_is_drawn_with_title_source_and_words(name: str) -> None:
    chart = MADE[name]
    svg = charts.to_svg(chart)
    assert "Source: " in svg
    assert chart.to_dict()["title"]["text"].split(":")[0].split(" (")[0] in svg
    assert len(charts.alt_text_of(chart)) > 40
    assert charts.to_png(chart, scale=0.5).startswith(b"\x89PNG")


def test_links_become_anchors_and_the_chart_stays_as_it_was() -> None:
    before = MADE["coverage"].to_dict()
    svg = charts.to_svg(MADE["coverage"], links="")
    assert 'href="/dyad/RUS-TUR/week/2015-11-23"' in svg
    assert "href=" not in charts.to_svg(MADE["coverage"])
    assert MADE["coverage"].to_dict() == before
    assert 'href="/desk/dyad/RUS-TUR' in charts.to_svg(MADE["coverage"], links="/desk")


@pytest.mark.parametrize("name", ["timeline", "directed", "coverage"])
def test_weeks_without_reports_are_hatched_and_have_no_bar(name: str) -> None:
    spec = MADE[name].to_dict()
    unknown = {w.week for w in weeks() if not w.reports}
    hatch = [
        node for node in walk(spec)
        if isinstance(node.get("mark"), dict) and node["mark"].get("shape") == STROKE
    ]  # fmt: skip
    assert len(hatch) == 1
    assert {r["week"] for r in spec["datasets"][hatch[0]["data"]["name"]]} == unknown
    bars = [row for rows in spec["datasets"].values() for row in rows
            if "count" in row or row.get("reports")]  # fmt: skip
    assert bars
    assert not unknown & {row["week"] for row in bars}


def test_directions_keep_who_acted_on_whom() -> None:
    spec = MADE["directed"].to_dict()
    bars = [r for rows in spec["datasets"].values() for r in rows if "count" in r]
    hit = next(r for r in bars if r["week"] == "2015-11-23" and r["direction"] == "TUR>RUS")
    assert (hit["class"], hit["from"], hit["to"]) == ("material conflict", 0, -1)
    assert {r["direction"] for r in bars if r["class"] == "verbal cooperation"} == {
        "RUS>TUR",
        "RUS<>TUR",
    }


def test_odds_stand_beside_their_base_rate_and_too_little_is_said_in_words() -> None:
    title = MADE["odds"].to_dict()["title"]["text"]
    assert title == "A new rupture within 90 days: 10.0%, within reach of the base rate of 3.0%"
    unsaid = charts.outlook_odds([outlook(30, None)], width=WIDTH)
    assert "not enough to say" in charts.alt_text_of(unsaid)
    assert not [d for d in walk(unsaid.to_dict()) if d.get("type") == "circle"]


def test_signals_stand_on_the_day_told_or_open_on_that_of_the_report() -> None:
    assert [(s.side, s.way, s.days, s.told) for s in SIGNS] == [
        ("RUS", "reassurance", 2, True),
        ("RUS", "escalation", 3, False),
        ("TUR", "neutral", 0, True),
    ]
    undated = charts.signs_after([signal("neutral", (0, 0))], SHOCK, {"d1": None}, sides=("RUS",))
    assert undated == []


def test_stakes_without_a_sum_are_hatched_and_equal_ones_are_one_row() -> None:
    rows = stake_rows([stake("Pipeline", None), stake("pipeline", None), stake("Losses", 9e9)])
    assert [(r["name"], r["amount"], r["ids"]) for r in rows] == [
        ("Losses", 9e9, ["k-Losses"]),
        ("pipeline", None, ["k-Pipeline", "k-pipeline"]),
    ]
    percent = stake_rows([stake("Food", 15.0, None)])[0]
    assert (percent["amount"], percent["sum"]) == (None, "15")


def test_empty_charts_say_so_and_draw_no_mark() -> None:
    for chart in (
        charts.coverage([], width=WIDTH, dyad="RUS-TUR"),
        charts.directed_counts([], width=WIDTH),
        charts.precedents([], width=WIDTH),
        charts.stakes([], width=WIDTH),
        charts.reactions([], width=WIDTH, shock="x", shock_day=SHOCK),
        charts.reliability([]),
        charts.outlook_odds([], width=WIDTH),
    ):
        assert " no " in f" {charts.alt_text_of(chart).lower()}"
        assert charts.to_svg(chart).startswith("<svg")


def test_hostile_words_stay_words() -> None:
    evil = '"><script>alert(1)</script>'
    chart = charts.stakes([stake(evil, 5e6)], width=WIDTH)
    assert "<script" not in charts.to_svg(chart)
    week = replace(weeks()[0], dyad="RUS-<b>")
    assert "<b>" not in charts.to_svg(charts.coverage([week], width=WIDTH))


def test_reassurance_and_escalation_differ_in_grey_print() -> None:
    assert abs(luminance(GOOD) - luminance(BAD)) > 0.05
    assert len(set(QUAD_COLOURS.values())) == 4
