"""The coding is no worse than when it was committed; the data are in ../shared only."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from detente.coding import Coder
from detente.evaluation import evaluate_plv
from tests.floors import digest_of, hold

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
PLV = SHARED / "coding" / "plv_dev.jsonl"
EVENT_FREE = ROOT / "benchmarks" / "data" / "event_free.tsv"
FIGURES = {
    "pairs": ("root_macro_f1", "quad_macro_f1", "binary_macro_f1"),
    "open": ("root_accuracy", "precision_when_answered"),
}
needs_plv = pytest.mark.skipif(not PLV.exists(), reason="plv_dev of ../shared/data is not here")
needs_ud = pytest.mark.skipif(
    not (SHARED / "ud").exists(), reason="the treebanks of ../shared/data are not here"
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coding", ROOT / "benchmarks" / "coding.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_plv
@pytest.mark.parametrize("mode", ["pairs", "open"])
def test_scores_stay_above_their_floors(coder: Coder, mode: str) -> None:
    scores, predictions = evaluate_plv(PLV, pairs=mode == "pairs", coder=coder)
    assert len(predictions) == scores.rows == 1050
    if mode == "pairs":
        # Every row was seen in fitting: none may be answered by the shipped weights.
        assert scores.how == {"cross-validation": 1050}
    data = digest_of([PLV])
    for figure in FIGURES[mode]:
        hold(f"coding.plv_{mode}.{figure}", getattr(scores, figure), data=data)


@needs_ud
def test_sentences_without_an_event_yield_hardly_any(coder: Coder, benchmark: ModuleType) -> None:
    quiet = benchmark.silence(coder, SHARED / "ud")
    silent = 1 - quiet["events_per_100"] / 100
    hold("coding.event_free.silent", silent, data=digest_of([EVENT_FREE]))
