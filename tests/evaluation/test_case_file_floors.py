"""Case files, hypotheses and stakes of the articles developed on are found as well as before.

The rules were made on these articles; what the models of case files change is held apart, since
they were fitted on others (`docs/decisions`).
"""

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


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize("folder", ["develop", "develop3", "develop4", "held3"])
@pytest.mark.parametrize("learned", [False, True])
def test_case_files_are_filled(coder: Coder, folder: str, learned: bool) -> None:
    articles = read_articles(TEXTS / folder)
    records = list(read_records(articles, coder if learned else coder.rules_only()))
    scores = summed(score_articles(articles, records).values())
    data = digest_of(sorted((TEXTS / folder).iterdir()))
    who = "cases" if learned else "reading"
    for figure in FIGURES:
        hold(f"{who}.{folder}.{figure}", scores.shares[figure].value or 0.0, data=data)
