"""Case files, hypotheses and stakes of the articles developed on are found as well as before.

The rules were made on these articles; what the models of case files and stakes change is held
apart, since they were fitted on others (`docs/decisions`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.coding import Coder
from detente.evaluation import read_articles
from detente.evaluation.reading import ReadingScores, score_articles, summed
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


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize("folder", ["develop", "develop3", "develop4", "held3"])
def test_case_files_are_filled_by_the_rules(coder: Coder, folder: str) -> None:
    scores, data = read_and_scored(coder.rules_only(), folder)
    for figure in FIGURES:
        hold(f"reading.{folder}.{figure}", scores.shares[figure].value or 0.0, data=data)


@pytest.mark.parametrize("folder", ["develop", "develop3", "develop4", "held3"])
def test_case_files_are_filled_with_the_models(coder: Coder, folder: str) -> None:
    # The rules were made on these texts; the models never saw them.
    scores, data = read_and_scored(coder, folder)
    for figure in FIGURES:
        hold(f"cases.{folder}.{figure}", scores.shares[figure].value or 0.0, data=data)


def read_and_scored(coder: Coder, folder: str) -> tuple[ReadingScores, str]:
    articles = read_articles(TEXTS / folder)
    records = list(read_records(articles, coder))
    scores = summed(score_articles(articles, records).values())
    return scores, digest_of(sorted((TEXTS / folder).iterdir()))
