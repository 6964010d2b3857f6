"""The annotated articles hold up, and an annotation that does not is refused by name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.errors import BadDataFile
from detente.evaluation import Article, read_articles

TEXTS = Path(__file__).resolve().parents[1] / "texts" / "reading"
HALVES = sorted(p for p in TEXTS.iterdir() if p.name in ("develop", "held"))
# Annotated for events alone.
SHORT = sorted(p for p in TEXTS.iterdir() if p.name in ("develop2", "held2"))
# Written for breadth of style and place, annotated in full.
BROAD = sorted(p for p in TEXTS.iterdir() if p.name in ("develop4", "held4"))


@pytest.fixture(scope="module", params=HALVES, ids=lambda p: p.name)
def articles(request: pytest.FixtureRequest) -> list[Article]:
    # Reading refuses quotes that do not occur once, unknown types, modes, codes, statuses, dates.
    return read_articles(request.param)


# Sets that annotate the case file, stakes and signals fully, but events only where these need them.
CASE_FILES = frozenset(("develop3", "held3"))


@pytest.fixture(scope="module", params=[p for p in HALVES if p.name not in CASE_FILES])
def whole(request: pytest.FixtureRequest) -> list[Article]:
    return read_articles(request.param)


@pytest.mark.parametrize("name", sorted(CASE_FILES))
def test_every_case_file_asks_for_enough(name: str) -> None:
    articles = read_articles(TEXTS / name)
    assert len(articles) >= 7
    for article in articles:
        (incident,) = article.incidents
        assert len(incident.fields) >= 5, article.name
        assert {"suspects", "motives"} & set(incident.fields), article.name
        assert article.stakes, article.name
        assert article.signals, article.name
        assert article.traps or article.style == "analysis", article.name


def test_every_style_is_there_once(whole: list[Article]) -> None:
    articles = whole
    assert set(Counter(a.style for a in articles).values()) == {1}
    assert len(articles) >= 10


def test_every_article_is_long_enough_and_says_where_it_is_from(articles: list[Article]) -> None:
    for article in articles:
        assert 200 <= len(article.document.text.split()) <= 700, article.name
        assert article.document.date
        assert "written for détente" in (article.document.source or ""), article.name


def test_every_article_asks_for_enough(whole: list[Article]) -> None:
    articles = whole
    for article in articles:
        assert sum(not e.optional for e in article.events) >= 6, article.name
        assert len(article.traps) >= 4, article.name
        assert article.claims, article.name
        assert article.stakes, article.name
        assert article.signals, article.name
        assert article.hypotheses or article.style == "live-blog", article.name


@pytest.mark.parametrize("folder", SHORT, ids=lambda p: p.name)
def test_every_short_text_asks_for_enough(folder: Path) -> None:
    articles = read_articles(folder)
    assert len(articles) == 6
    for article in articles:
        assert 200 <= len(article.document.text.split()) <= 320, article.name
        assert sum(not e.optional for e in article.events) >= 10, article.name
        assert len(article.traps) >= 3, article.name
        assert "written for détente" in (article.document.source or ""), article.name


def test_traps_are_not_required_as_asserted(articles: list[Article]) -> None:
    for article in articles:
        for trap in article.traps:
            for event in article.events:
                if event.optional or event.statuses[0] != "asserted":
                    continue
                if trap.types and not set(trap.types) & set(event.types):
                    continue
                inside = [s for s in event.spans if trap.span.start <= s.start < trap.span.end]
                assert not inside, f"{article.name}: {event.id} stands on {trap.span.text!r}"


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., Path]:
    def write(**changes: Any) -> Path:
        raw: dict[str, Any] = {
            "style": "wire",
            "date": "2020-05-01",
            "events": [EVENT],
            "not_events": [],
            "incidents": [],
            "hypotheses": [],
            "stakes": [],
            "signals": [],
            "claims": [],
        }
        (tmp_path / "a.txt").write_text(
            "---\ndate: 2020-05-01\n---\nPeru expelled two envoys of Chile. Chile was sorry.\n"
        )
        (tmp_path / "a.json").write_text(json.dumps(raw | changes))
        return tmp_path

    return write


EVENT: dict[str, Any] = {
    "id": "e1",
    "event_type": "SANCTION",
    "also": [],
    "event_mode": ["expel"],
    "actor": [{"country": "PER", "sector": [], "text": "Peru"}],
    "recipient": [{"country": "CHL", "sector": ["GOV"], "text": "envoys of Chile"}],
    "date": None,
    "place": None,
    "status": "asserted",
    "also_status": [],
    "attributed_to": None,
    "historical": False,
    "quantities": [],
    "quotes": ["Peru expelled two envoys"],
    "optional": False,
}


def test_a_good_pair_is_read(pair: Callable[..., Path]) -> None:
    (article,) = read_articles(pair())
    (event,) = article.events
    assert event.types == ("SANCTION",)
    assert (event.actor, event.recipient) == ({"PER"}, {"CHL"})
    span = event.spans[0]
    assert article.document.text[span.start : span.end] == span.text == "Peru expelled two envoys"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"quotes": ["Chile"]}, "'Chile' occurs 2 times"),
        ({"quotes": ["Bolivia"]}, "'Bolivia' occurs 0 times"),
        ({"quotes": []}, "has no quote"),
        ({"event_type": "EXPEL"}, "'EXPEL' is no event type"),
        ({"event_mode": ["phone"]}, "'phone' is no mode"),
        ({"status": "true"}, "'true' is no status"),
        ({"attributed_to": ["a source"]}, "'a source' is not in the text"),
        ({"actor": [{"country": "XXX", "sector": [], "text": "Peru"}]}, "'XXX' is no country"),
        ({"actor": [{"country": "PER", "sector": ["X"], "text": "Peru"}]}, "'X' is no sector"),
        (
            {"date": {"start": "2020-05-02", "end": "2020-05-01", "precision": "day"}},
            "ends before it begins",
        ),
        ({"date": {"start": "2020-05-02", "end": "may", "precision": "day"}}, "another shape"),
    ],
)
def test_a_bad_event_is_named(pair: Callable[..., Path], change: dict[str, Any], says: str) -> None:
    folder = pair(events=[EVENT | change])
    with pytest.raises(BadDataFile, match=r"a\.json: ") as error:
        read_articles(folder)
    assert says in str(error.value)


def test_what_is_missing_is_named(pair: Callable[..., Path], tmp_path: Path) -> None:
    folder = pair(date="2020-05-02")
    with pytest.raises(BadDataFile, match="is not that of the text"):
        read_articles(folder)
    folder = pair(events=[{k: v for k, v in EVENT.items() if k != "quotes"}])
    with pytest.raises(BadDataFile, match="lacks the key 'quotes'"):
        read_articles(folder)
    (folder / "a.json").write_text("{")
    with pytest.raises(BadDataFile, match="is no JSON"):
        read_articles(folder)
    (folder / "a.json").unlink()
    with pytest.raises(BadDataFile, match=r"'a' has no annotation NAME\.json"):
        read_articles(folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(BadDataFile, match="no annotated articles"):
        read_articles(empty)


@pytest.mark.parametrize("folder", BROAD, ids=lambda p: p.name)
def test_every_broad_text_asks_for_enough(folder: Path) -> None:
    articles = read_articles(folder)
    assert len(articles) == 10
    assert set(Counter(a.style for a in articles).values()) == {1}
    for article in articles:
        assert 200 <= len(article.document.text.split()) <= 700, article.name
        assert article.document.date
        assert "written for détente" in (article.document.source or ""), article.name
        assert sum(not e.optional for e in article.events) >= 6, article.name
        assert len(article.traps) >= 3, article.name
        assert article.claims, article.name
