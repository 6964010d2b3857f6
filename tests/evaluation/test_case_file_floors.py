"""Case files, hypotheses and stakes of the articles developed on are found as well as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.coding import Coder
from detente.evaluation import read_articles
from detente.evaluation.reading import score_articles, summed
from detente.evaluation.run import read_records
from tests.floors import digest_of, hold

TEXTS = Path(__file__).resolve().parents[1] / "texts" / "reading"
FIGURES = (
    "incident_fields",
    "incident_values",
    "incident_precision",
    "value_precision",
    "suspects_motives",
    "suspects_motives_precision",
    "hypotheses",
    "stakes",
    "stake_precision",
)


@pytest.mark.parametrize("folder", ["develop", "develop3", "develop4", "held3"])
def test_case_files_are_filled(folder: str) -> None:
    articles = read_articles(TEXTS / folder)
    records = list(read_records(articles, Coder()))
    scores = summed(score_articles(articles, records).values())
    data = digest_of(sorted((TEXTS / folder).iterdir()))
    for figure in FIGURES:
        hold(f"reading.{folder}.{figure}", scores.shares[figure].value or 0.0, data=data)
