"""Acts where the patterns are silent: found, explained, the same every time, never hearsay."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detente.coding import Coder
from detente.coding.pairs.detector import (
    FOLDS,
    Detector,
    fold_of,
    load_detector,
    probability,
    save,
)
from detente.errors import BadDataFile
from detente.records import Document, Event


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def read(coder: Coder, text: str) -> list[Event]:
    return list(next(coder.read([Document("d", text, "2024-05-15")])).events)


def countries(parties: tuple) -> set[str | None]:  # type: ignore[type-arg]
    return {p.country for p in parties}


def test_what_no_pattern_knows_is_decided_by_the_model_and_explained(coder: Coder) -> None:
    (event,) = read(coder, "Finland airlifted oxygen to hospitals in Nepal.")
    assert event.decided_by.startswith("model:acts.")
    assert event.event_type == "AID"
    assert (countries(event.actor), countries(event.recipient)) == ({"FIN"}, {"NPL"})
    assert 0 < event.confidence < 1
    reasons = event.to_json()["because"]
    assert [r["feature"] for r in reasons] == [name for name, _ in event.because]
    assert any(r["feature"].startswith("an act: ") for r in reasons)
    assert any(not r["feature"].startswith("an act: ") for r in reasons)


def test_what_a_pattern_decides_needs_no_features(coder: Coder) -> None:
    (event,) = read(coder, "Chile expelled two Peruvian diplomats on Monday.")
    assert event.decided_by.startswith("pattern:")
    assert "because" not in event.to_json()


def test_who_tells_of_an_act_does_not_do_it(coder: Coder) -> None:
    events = read(coder, "Kyiv says Russian forces shelled Kherson overnight.")
    assert events
    assert all("UKR" not in countries(e.actor) for e in events)


def test_a_name_stands_for_its_pronoun_in_the_same_sentence(coder: Coder) -> None:
    events = read(coder, "The Afghan government said it had freed 50 Taliban prisoners.")
    (freed,) = [e for e in events if e.event_type == "RETREAT"]
    assert [p.span.text.lower() for p in freed.actor] == ["afghan government"]


def test_a_composer_is_no_party_to_politics(coder: Coder) -> None:
    assert read(coder, "The composer Anton Hummel visited England twice.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Workers on Monday put up a new lamp in the street where Peru's embassy in Quito stands.",
        "Gardeners planted roses along the wall of the Chilean consulate in Lima on Friday.",
    ],
)
def test_no_act_of_force_is_told_by_words_that_know_of_none(coder: Coder, text: str) -> None:
    assert not [e for e in read(coder, text) if e.quad_class == 4]


def test_a_list_of_the_worlds_states_is_no_web_of_acts(coder: Coder) -> None:
    many = "Chad, Peru, Fiji, Oman, Laos, Togo, Mali, Cuba, Iran, Iraq, Niger, Benin, Gabon, Nepal"
    assert read(coder, f"The membership list comprises {many} and Chile.") == []


CODE = """
import json
from detente.coding import Coder
from detente.records import Document
text = "Finland airlifted oxygen to hospitals in Nepal. Egypt will open its airspace to Israel."
print(json.dumps([e.to_json() for e in next(Coder().read([Document("d", text)])).events]))
"""


def test_the_same_text_reads_the_same_in_every_process() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())


# the detector ----------------------------------------------------------------------------------


def test_folds_go_by_the_sentence_alone() -> None:
    folds = [fold_of(f"Chile met Peru {n} times.") for n in range(200)]
    assert set(folds) == set(range(FOLDS))
    assert folds == [fold_of(f"Chile met Peru {n} times.") for n in range(200)]


def test_each_fold_has_weights_of_its_own() -> None:
    shipped = load_detector()
    assert len(shipped.held) == FOLDS
    names = ["from=nsubj", "act=bomb", "frame both on"]
    scores = {shipped.without(k).log_odds(names) for k in range(FOLDS)}
    assert len(scores | {shipped.log_odds(names)}) == FOLDS + 1
    assert len(shipped.card["seen"]) > 900


def test_a_detector_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    card = {"reading": {"slope": 2.0, "offset": 1.0, "least": 0.2, "sure": 0.3}, "seen": []}
    weights = np.array([[1.0, 0.5], [-2.0, 0.0], [0.0, 0.0]])
    save(tmp_path, ["met", "said", "nothing"], weights, np.array([0.5, 0.25]), card)
    kept = load_detector(tmp_path)
    assert set(kept.weights) == {"met", "said"}
    assert kept.log_odds(["met", "met", "unknown"]) == pytest.approx(2 * 1.5 + 1, abs=0.05)
    assert kept.without(0).log_odds(["met"]) == pytest.approx(2 * 0.75 + 1, abs=0.05)
    assert kept.explain(["said", "met"]) == (("met", pytest.approx(2.0, abs=0.05)),)


def test_a_damaged_detector_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "detector.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadDataFile, match="detector"):
        load_detector(tmp_path)


def test_probabilities_stay_within_bounds() -> None:
    assert probability(-1e9) < 1e-9 < 1 - 1e-9 < probability(1e9) <= 1
    assert Detector({}, 0.0).log_odds([]) == 0.0
