"""The events of the annotated articles that may be looked at are found as well as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.coding import Coder
from detente.evaluation import read_articles
from detente.evaluation.reading import ReadingScores, score_articles, summed
from tests.floors import digest_of, hold

TEXTS = Path(__file__).resolve().parents[1] / "texts" / "reading"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


@pytest.mark.parametrize("folder", ["develop", "develop2"])
def test_events_are_found_and_right_by_the_rules(coder: Coder, folder: str) -> None:
    scores, data = read_and_scored(coder.rules_only(), folder)
    for figure in ("event_recall", "event_precision", "status"):
        hold(f"reading.{folder}.{figure}", scores.shares[figure].value or 0.0, data=data)


@pytest.mark.parametrize("folder", ["develop", "develop2", "develop4"])
def test_the_models_add_to_what_the_rules_find(coder: Coder, folder: str) -> None:
    # The rules were made on these texts; the models never saw them.
    scores, data = read_and_scored(coder, folder)
    for figure in ("event_recall", "event_precision", "status"):
        hold(f"reader.{folder}.{figure}", scores.shares[figure].value or 0.0, data=data)


def read_and_scored(coder: Coder, folder: str) -> tuple[ReadingScores, str]:
    articles = read_articles(TEXTS / folder)
    readings = coder.read(a.document for a in articles)
    records = [e.to_json() for reading in readings for e in reading.events]
    scores = summed(score_articles(articles, records).values())
    return scores, digest_of(sorted((TEXTS / folder).iterdir()))
