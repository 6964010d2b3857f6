"""The events of the annotated articles that may be looked at are found as well as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.coding import Coder
from detente.evaluation import read_articles
from detente.evaluation.reading import score_articles, summed
from tests.floors import digest_of, hold

TEXTS = Path(__file__).resolve().parents[1] / "texts" / "reading"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


@pytest.mark.parametrize("folder", ["develop", "develop2"])
def test_events_are_found_and_right(coder: Coder, folder: str) -> None:
    articles = read_articles(TEXTS / folder)
    readings = coder.read(a.document for a in articles)
    records = [e.to_json() for reading in readings for e in reading.events]
    scores = summed(score_articles(articles, records).values())
    data = digest_of(sorted((TEXTS / folder).iterdir()))
    for figure in ("event_recall", "event_precision", "status"):
        hold(f"reading.{folder}.{figure}", scores.shares[figure].value or 0.0, data=data)
