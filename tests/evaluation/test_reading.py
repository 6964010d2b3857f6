"""Scores of readings: a perfect one has them all, and each fault costs what it should."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadDataFile
from detente.evaluation import (
    Article,
    ReadingScores,
    read_articles,
    score_articles,
    summed,
)
from detente.evaluation.agreement import (
    offsets_of,
    same_amount,
    same_days,
    same_name,
    share_country,
    words_of,
)
from detente.evaluation.reading import FIGURES, as_text, told_incidents
from detente.evaluation.run import records_of_file

TEXTS = Path(__file__).resolve().parents[1] / "texts" / "reading"
Record = dict[str, Any]


def perfect(folder: Path, article: Article, *, optional: bool) -> list[Record]:
    """The records that say just what the annotation says."""
    raw = json.loads((folder / f"{article.name}.json").read_text(encoding="utf-8"))
    text, doc = article.document.text, article.document.id

    def span(quote: str) -> Record:
        start = text.index(quote)
        return {"start": start, "end": start + len(quote), "text": quote}

    def spans(*quotes: str) -> list[Record]:
        return [span(q) for q in quotes]

    def voice(name: str | None) -> Record | None:
        if name is None:
            return None
        return {"value": name, "kind": "author" if name == "author" else "person", "spans": []}

    def parties(rows: list[Record]) -> list[Record]:
        return [r | {"name": r["text"], "start": 0, "end": 1} for r in rows]

    out: list[Record] = []
    for e in raw["events"]:
        if e["optional"] and not optional:
            continue
        out.append(
            {
                "kind": "event",
                "id": e["id"],
                "event_type": e["event_type"],
                "status": e["status"],
                "historical": bool(e["historical"]),
                "actor": parties(e["actor"]),
                "recipient": parties(e["recipient"]),
                "date": e["date"],
                "place": e["place"],
                "event_mode": e["event_mode"],
                "quantities": e["quantities"],
                "attributed_to": [{"name": n} for n in e["attributed_to"] or ()] or None,
                "mentions": [
                    {"trigger": span(q), "evidence": span(q), "sentence": 0} for q in e["quotes"]
                ],
            }
        )
    for i in raw["incidents"]:
        fields = {
            name: [
                row
                | {"spans": spans(row["quote"])}
                | (
                    {"by": voice(row["by"])}
                    if name in ("suspects", "motives")
                    else {}
                    if name == "reactions"
                    else {"said_by": voice(row["said_by"])}
                )
                for row in rows
            ]
            for name, rows in i["fields"].items()
        }
        out.append({"kind": "incident", "id": i["id"], "event": i["event"], "fields": fields})
    for h in raw["hypotheses"]:
        proposition = h["proposition"]
        out.append(
            {
                "kind": "hypothesis",
                "about": h["about"],
                "proposition": {
                    "value": proposition["value"],
                    "spans": spans(*proposition["quotes"]),
                },
                "holders": h["holders"],
                "evidence_for": spans(*h["evidence_for"]),
                "evidence_against": spans(*h["evidence_against"]),
            }
        )
    for s in (*raw["stakes"], *raw["signals"]):
        kind = "stake" if "domain" in s else "signal"
        out.append({"kind": kind} | s | {"spans": spans(*s["quotes"])})
    for c in raw["claims"]:
        proposition = {"value": c["quote"], "spans": spans(c["quote"])}
        out.append({"kind": "claim", "speaker": voice(c["speaker"]), "proposition": proposition})
    return [r | {"doc_id": doc} for r in out]


@pytest.fixture(scope="module")
def develop() -> list[Article]:
    return read_articles(TEXTS / "develop")


@pytest.mark.parametrize("half", ["develop", "held"])
@pytest.mark.parametrize("optional", [False, True])
def test_a_perfect_reading_has_full_marks(half: str, optional: bool) -> None:
    folder = TEXTS / half
    articles = read_articles(folder)
    records = [r for a in articles for r in perfect(folder, a, optional=optional)]
    for name, scores in score_articles(articles, records).items():
        assert scores.false_assertions == 0, (name, scores.remarks)
        for figure, share in scores.shares.items():
            assert share.right == share.of, (name, figure, scores.remarks)
    whole = summed(score_articles(articles, records).values())
    assert all(whole.shares[figure].of for figure in FIGURES)


def test_no_reading_has_no_marks(develop: list[Article]) -> None:
    scores = summed(score_articles(develop, []).values())
    assert scores.articles == len(develop)
    assert scores.shares["event_recall"].value == 0.0
    assert scores.shares["event_precision"].value is None
    assert scores.shares["stakes"].value == scores.shares["incident_fields"].value == 0.0
    assert scores.false_assertions == 0
    assert "    -" in as_text(scores)


TEXT = "Peru expelled two envoys of Chile on Monday. Chile has not closed its embassy."


@pytest.fixture
def article(tmp_path: Path) -> Callable[[], tuple[Article, list[Record]]]:
    """One article with one event, a trap, an incident, a hypothesis, a stake and a signal."""
    text = (
        f"{TEXT} Analysts say Peru wanted to please voters, because polls are near. "
        "Copper worth 3 billion dollars a year is at stake. A bomb killed four. Lima suspects "
        "Chilean miners.\n"
    )
    raw: Record = {
        "style": "wire",
        "date": "2020-05-06",
        "events": [
            {
                "id": "e1",
                "event_type": "SANCTION",
                "also": ["REQUEST"],
                "event_mode": ["expel"],
                "actor": [{"country": "PER", "sector": [], "text": "Peru"}],
                "recipient": [{"country": "CHL", "sector": [], "text": "envoys of Chile"}],
                "date": {"start": "2020-05-04", "end": "2020-05-04", "precision": "day"},
                "place": {"country": "PER", "name": None},
                "status": "asserted",
                "also_status": ["attributed"],
                "attributed_to": None,
                "historical": False,
                "quantities": [{"kind": "expelled", "value": 2, "low": 2, "high": 2}],
                "quotes": ["Peru expelled two envoys"],
                "optional": False,
            },
            {
                "id": "e2",
                "event_type": "ASSAULT",
                "also": [],
                "event_mode": [],
                "actor": [],
                "recipient": [],
                "date": None,
                "place": None,
                "status": "suspected",
                "also_status": [],
                "attributed_to": ["Lima"],
                "historical": None,
                "quantities": [],
                "quotes": ["A bomb killed four"],
                "optional": False,
            },
        ],
        "not_events": [
            {"quote": "has not closed its embassy", "why": "negated", "event_types": ["SANCTION"]}
        ],
        "incidents": [
            {
                "id": "i1",
                "name": "Bomb",
                "event": "e2",
                "fields": {
                    "weapon": [{"value": "bomb", "quote": "A bomb", "said_by": None}],
                    "casualties": [
                        {
                            "kind": "killed",
                            "value": 4,
                            "low": 4,
                            "high": 4,
                            "quote": "killed four",
                            "said_by": None,
                        }
                    ],
                    "suspects": [
                        {
                            "value": "Chilean miners",
                            "quote": "suspects Chilean miners",
                            "by": "Lima",
                            "status": "suspected",
                        }
                    ],
                },
            }
        ],
        "hypotheses": [
            {
                "about": "why",
                "incident": None,
                "proposition": {"value": "please voters", "quotes": ["Peru wanted to please"]},
                "holders": [{"value": "Analysts", "kind": "collective"}],
                "evidence_for": ["because polls are near"],
                "evidence_against": [],
                "optional": False,
            }
        ],
        "stakes": [
            {
                "name": "Copper",
                "domain": ["trade"],
                "dyad": ["CHL", "PER"],
                "amount": 3e9,
                "low": None,
                "high": None,
                "currency": "USD",
                "unit": "a year",
                "period": None,
                "bearer": [],
                "gainer": [],
                "status": "running",
                "cause": None,
                "quotes": ["Copper worth 3 billion dollars"],
                "optional": False,
            }
        ],
        "signals": [
            {
                "direction": "reassurance",
                "type": "embassy open",
                "from": ["CHL"],
                "to": ["PER"],
                "event": None,
                "after": "e1",
                "latency_days": [0, 2],
                "quotes": ["has not closed"],
                "optional": False,
            }
        ],
        "claims": [{"speaker": "Lima", "quote": "Chilean miners", "certainty": None}],
    }
    (tmp_path / "a.txt").write_text(f"---\ndate: 2020-05-06\n---\n{text}")
    (tmp_path / "a.json").write_text(json.dumps(raw))

    def made() -> tuple[Article, list[Record]]:
        (found,) = read_articles(tmp_path)
        return found, perfect(tmp_path, found, optional=True)

    return made


Made = Callable[[], tuple[Article, list[Record]]]


def scored(article: Article, records: list[Record]) -> ReadingScores:
    return score_articles([article], records)[article.name]


def first(records: list[Record], kind: str) -> Record:
    return next(r for r in records if r["kind"] == kind)


def shares(scores: ReadingScores) -> dict[str, tuple[int, int]]:
    return {n: (s.right, s.of) for n, s in scores.shares.items()}


@pytest.mark.parametrize(
    ("kind", "change", "figure", "right", "of"),
    [
        ("event", {"event_type": "AID"}, "event_recall", 1, 2),
        ("event", {"event_type": "AID"}, "event_precision", 1, 2),
        ("event", {"event_type": "REQUEST"}, "event_recall", 2, 2),
        ("event", {"status": "attributed"}, "status", 2, 2),
        ("event", {"status": "planned"}, "status", 1, 2),
        ("event", {"date": None}, "dates", 0, 1),
        (
            "event",
            {"date": {"start": "2020-05-04", "end": "2020-05-06", "precision": "approx"}},
            "dates",
            0,
            1,
        ),
        ("event", {"historical": True}, "historical", 0, 1),
        ("event", {"place": None}, "places", 0, 1),
        ("event", {"place": {"country": "CHL"}}, "places", 0, 1),
        ("event", {"event_mode": ["withdraw", "expel"]}, "modes", 1, 1),
        ("event", {"event_mode": []}, "modes", 0, 1),
        ("event", {"quantities": []}, "quantities", 0, 1),
        ("event", {"quantities": [{"kind": "killed", "value": 2}]}, "quantities", 0, 1),
        ("event", {"actor": []}, "parties", 1, 2),
        ("event", {"actor": []}, "event_recall", 2, 2),
        ("event", {"actor": [{"country": "BOL"}]}, "event_recall", 1, 2),
        ("event", {"actor": [], "recipient": []}, "event_recall", 1, 2),
        ("stake", {"amount": 3e6}, "stakes", 0, 1),
        ("stake", {"amount": 3e6}, "stake_precision", 0, 1),
        ("stake", {"currency": "EUR"}, "stakes", 0, 1),
        ("stake", {"domain": ["arms"]}, "stakes", 0, 1),
        ("stake", {"status": "lost"}, "stake_status", 0, 1),
        ("signal", {"direction": "escalation"}, "signals", 0, 1),
        ("signal", {"from": ["PER"]}, "signals", 0, 1),
        ("signal", {"latency_days": [5, 5]}, "latency", 0, 1),
        ("signal", {"latency_days": None}, "latency", 0, 1),
        ("hypothesis", {"holders": [{"value": "Lima", "kind": "state"}]}, "hypotheses", 0, 1),
        (
            "hypothesis",
            {"holders": [{"value": "Analysts", "kind": "collective", "stance": "against"}]},
            "hypotheses",
            0,
            1,
        ),
        ("hypothesis", {"evidence_for": []}, "hypothesis_evidence", 0, 1),
        ("claim", {"speaker": {"value": "Quito", "kind": "state"}}, "claims", 0, 1),
    ],
)
def test_each_fault_costs_its_figure(
    article: Made, kind: str, change: Record, figure: str, right: int, of: int
) -> None:
    made, records = article()
    first(records, kind).update(change)
    assert shares(scored(made, records))[figure] == (right, of)


@pytest.mark.parametrize(
    ("field", "change", "figure", "right", "of"),
    [
        ("weapon", {"value": "rifle"}, "incident_values", 1, 2),
        ("weapon", {"value": "rifle"}, "value_precision", 1, 2),
        ("suspects", {"by": None}, "suspects_motives_precision", 0, 1),
        ("suspects", {"value": "Lima", "spans": []}, "suspects_motives_precision", 0, 1),
        ("weapon", {"value": "a bomb", "spans": []}, "incident_values", 2, 2),
        ("casualties", {"value": 40, "low": 40, "high": 40}, "incident_fields", 1, 2),
        ("suspects", {"by": None}, "suspects_motives", 0, 1),
        ("suspects", {"by": None}, "suspects_motives_any", 1, 1),
        ("suspects", {"by": {"value": "the police"}}, "suspects_motives", 0, 1),
    ],
)
def test_each_fault_of_an_incident_costs_its_figure(
    article: Made, field: str, change: Record, figure: str, right: int, of: int
) -> None:
    made, records = article()
    first(records, "incident")["fields"][field][0].update(change)
    assert shares(scored(made, records))[figure] == (right, of)


def test_an_incident_beyond_the_annotated_ones_costs_precision(article: Made) -> None:
    made, records = article()
    assert shares(scored(made, records))["incident_precision"] == (1, 1)
    records.append({**first(records, "incident"), "id": "more", "event": None, "fields": {}})
    assert shares(scored(made, records))["incident_precision"] == (1, 2)


def test_the_annotated_of_the_recorded_incidents_are_told(article: Made) -> None:
    made, records = article()
    known = first(records, "incident")["id"]
    records.append({**first(records, "incident"), "id": "more", "event": None, "fields": {}})
    assert told_incidents(made, records) == {known}
    assert told_incidents(made, []) == frozenset()


def test_a_denial_counts_by_his_words_alone(article: Made) -> None:
    made, records = article()
    row = first(records, "incident")["fields"]["suspects"][0]
    row.update({"by": {"value": "Lima"}, "status": "denied"})
    assert shares(scored(made, records))["suspects_motives_precision"] == (1, 1)


def test_a_suspect_may_stand_in_a_hypothesis(article: Made) -> None:
    made, records = article()
    incident = first(records, "incident")
    (row,) = incident["fields"].pop("suspects")
    records.append(
        {
            "kind": "hypothesis",
            "doc_id": made.document.id,
            "about": "who",
            "proposition": {"value": row["value"], "spans": row["spans"]},
            "holders": [row["by"]],
            "evidence_for": [],
            "evidence_against": [],
        }
    )
    assert shares(scored(made, records))["suspects_motives"] == (1, 1)


def at(made: Article, quote: str, **more: Any) -> Record:
    start = made.document.text.index(quote)
    span = {"start": start, "end": start + len(quote), "text": quote}
    return {
        "kind": "event",
        "id": "new",
        "doc_id": made.document.id,
        "event_type": "SANCTION",
        "status": "asserted",
        "historical": False,
        "actor": [],
        "recipient": [],
        "date": None,
        "attributed_to": None,
        "mentions": [{"trigger": span, "evidence": span, "sentence": 0}],
    } | more


def test_an_act_on_a_trap_is_a_false_assertion_unless_it_is_kept_as_negated(article: Made) -> None:
    made, records = article()
    trapped = scored(made, [*records, at(made, "closed its embassy")])
    assert trapped.false_assertions == 1
    assert shares(trapped)["event_precision"] == (2, 3)
    kept = scored(made, [*records, at(made, "closed its embassy", status="negated")])
    assert kept.false_assertions == 0
    assert shares(kept)["event_precision"] == (2, 2)


def test_a_suspicion_told_as_fact_is_a_false_assertion(article: Made) -> None:
    made, records = article()
    records[1]["status"] = "asserted"
    scores = scored(made, records)
    assert scores.false_assertions == 1
    assert shares(scores)["status"] == (1, 2)
    # The same words under a type that nobody asked for assert as much.
    records[1]["event_type"] = "COERCE"
    assert scored(made, records).false_assertions == 1


def test_one_event_recorded_twice_costs_precision(article: Made) -> None:
    made, records = article()
    scores = scored(made, [*records, {**records[0], "id": "again"}])
    assert scores.duplicates == 1
    assert shares(scores)["event_precision"] == (2, 3)
    assert shares(scores)["event_recall"] == (2, 2)


def test_evidence_elsewhere_finds_nothing(article: Made) -> None:
    made, records = article()
    away = at(made, "Copper worth", actor=records[0]["actor"])
    assert shares(scored(made, [away]))["event_recall"] == (0, 2)


def test_records_of_other_documents_are_passed_over(article: Made) -> None:
    made, records = article()
    others = [r | {"doc_id": "other"} for r in records]
    assert shares(scored(made, records + others)) == shares(scored(made, records))


@pytest.fixture(scope="module")
def one() -> tuple[Article, list[Record]]:
    (folder, article) = (TEXTS / "develop", read_articles(TEXTS / "develop")[0])
    return article, perfect(folder, article, optional=True)


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_records_changes_nothing(
    one: tuple[Article, list[Record]], random: Random
) -> None:
    article, records = one
    shuffled = random.sample(records, len(records))
    assert shares(scored(article, shuffled)) == shares(scored(article, records))


def test_small_rules() -> None:
    assert share_country(["RUS"], ["SUN"])
    assert not share_country(["RUS"], ["UKR"])
    assert same_name("Most of the opinions in Bangkok", "most opinions")
    assert not same_name("Lima", "Quito")
    assert same_name("They", "whoever it was")
    assert words_of("the President's office") == {"president", "office"}
    assert same_amount(9e9, 9.04e9)
    assert not same_amount(9e9, None)
    day = {"start": "2020-05-04", "end": "2020-05-04"}
    assert same_days(("2020-05-01", "2020-05-31", "month"), day)
    assert not same_days(("2020-05-04", "2020-05-04", "day"), None)
    assert offsets_of([{"span": [1, 2]}, {"start": "2020-05-04", "end": "2020-05-05"}]) == [(1, 2)]


def test_a_file_of_records_is_read_or_named(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"kind": "event"}\n\n')
    assert records_of_file(path) == [{"kind": "event"}]
    path.write_text("{\n")
    with pytest.raises(BadDataFile, match="line 1: is not JSON"):
        records_of_file(path)
    path.write_text('{"kind": "event"}\n[]\n')
    with pytest.raises(BadDataFile, match="line 2: is no record"):
        records_of_file(path)
    with pytest.raises(BadDataFile, match="cannot be read"):
        records_of_file(tmp_path / "none.jsonl")
