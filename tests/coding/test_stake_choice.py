"""Stakes that models choose beside the rules; sums whose currency is told elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.coding import Coder
from detente.coding.learned.linear import Linear, Linears, load, save
from detente.coding.stakes.choose import chosen
from detente.coding.stakes.looks import DOMAINS, domain_words
from detente.coding.stakes.nouns import words
from detente.documents import from_text
from detente.errors import BadDataFile
from detente.records import Reading
from tests.coding.scenes import scene_of

ARTICLE = """Norway expelled two Danish diplomats on Monday after a customs boat was rammed off Orvik.

The foreign ministry in Oslo called in the Danish ambassador and handed over a note. Denmark said it regretted the incident and promised an inquiry.

Norway has suspended the joint training of coastguard crews. Fishermen from Jutland fear for their cod licences, and the hydropower cable between the two countries remains in service.

A Danish shipyard is to build three ferries for Norway, worth 90 million euros. Norway has paid 30 million so far.

Nobody was hurt. The captain told reporters that his radar had failed."""


@pytest.fixture(scope="module")
def reading() -> Reading:
    document = from_text(ARTICLE, title="Ramming off Orvik", date="2021-03-04")
    return next(iter(Coder().read([document])))


def test_spans_hold_and_every_stake_is_about_something(reading: Reading) -> None:
    assert reading.stakes
    for stake in reading.stakes:
        assert stake.domain
        assert set(stake.domain) <= set(DOMAINS)
        for span in stake.spans:
            assert reading.document.text[span.start : span.end] == span.text


def test_models_say_which_nouns_are_stakes_and_of_which_domain() -> None:
    def model(answers: tuple[str, ...], weights: dict[str, list[float]], bias: float) -> Linear:
        rows = {name: k for k, name in enumerate(weights)}
        table = np.array(list(weights.values()), dtype=np.float32)
        return Linear(answers, rows, table, np.full(len(answers), bias, dtype=np.float32))

    worth = model(("stake",), {"word=cable": [9.0], "word=training": [9.0]}, -5.0)
    domain = model(
        ("energy", "security"), {"word=cable": [6.0, 0.0], "word=training": [0.0, 6.0]}, -3.0
    )
    levels = {"offered": 0.03, "ruled": 0.5, "worth": 0.5, "domain": 0.5}
    models = Linears({"worth": worth, "domain": domain}, {"levels": levels})
    found = chosen(scene_of(ARTICLE), words(), models)
    assert [(s.name, s.domain) for s in found] == [
        ("joint training of coastguard crews", ("security",)),
        ("hydropower cable between the two countries", ("energy",)),
    ]


def test_people_and_reporters_are_no_stakes(reading: Reading) -> None:
    told = " ".join(s.name for s in reading.stakes)
    assert "radar" not in told
    assert "reporters" not in told
    assert "ambassador" not in told


def test_millions_of_nothing_are_of_the_money_told_last(reading: Reading) -> None:
    sums = {s.amount: s.currency for s in reading.stakes if s.amount}
    assert sums[30e6] == "EUR"


def test_an_article_is_no_part_of_a_currency() -> None:
    text = "Libya signed a $900 million exploration deal with Italy."
    alone = next(iter(Coder().read([from_text(text)])))
    assert [(s.amount, s.currency) for s in alone.stakes] == [(9e8, "USD")]
    text = "Libya signed an A$900 million exploration deal with Italy."
    alone = next(iter(Coder().read([from_text(text)])))
    assert [(s.amount, s.currency) for s in alone.stakes] == [(9e8, "AUD")]


def test_words_that_hint_are_of_known_domains() -> None:
    assert set(domain_words().lists) == set(DOMAINS)


def test_models_are_kept_as_they_were(tmp_path: Path) -> None:
    weights = np.array([[1.0, -0.5], [0.25, 0.0]], dtype=np.float32)
    model = Linear(("one", "other"), {"a": 0, "b é": 1}, weights, np.zeros(2, dtype=np.float32))
    save(tmp_path, "trial", {"m": model}, {"levels": {"m": 0.5}})
    held = load("trial", tmp_path)
    assert held.level("m") == 0.5
    assert held["m"].answers == model.answers
    assert held["m"].chance(["a", "b é", "unseen"]) == pytest.approx(
        model.chance(["a", "b é"]), abs=0.01
    )
    assert held["m"].because(["a", "b é"], "one") == [("a", 1.0), ("b é", 0.25)]


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "trial.json").write_text('{"models": {"m": ["one"]}}', encoding="utf-8")
    (tmp_path / "trial.npz").write_bytes(b"no zip")
    with pytest.raises(BadDataFile, match="trial") as error:
        load("trial", tmp_path)
    assert error.value.hint is not None
    assert "training.reading.worth" in error.value.hint
