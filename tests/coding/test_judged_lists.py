"""Judges of stakes and signals: whether to record one once all that a text offers is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from detente.coding.claims import find_claims
from detente.coding.incidents import find_incidents
from detente.coding.learned.linear import Linears, load
from detente.coding.learned.parts import Feature, names_of
from detente.coding.scene import Scene
from detente.coding.signals import by_rules
from detente.coding.signals import choose as signals
from detente.coding.signals.judging import Judging as OfSignals
from detente.coding.stakes import choose as stakes
from detente.coding.stakes.judging import Judging as OfStakes
from detente.coding.stakes.nouns import words
from detente.records import Signal, Stake
from tests.coding.scenes import scene_of

ARTICLE = """Two days after a Peruvian patrol boat was rammed off Arica, Chile and Peru are counting what they stand to lose.

Peru recalled its consul from Arica on Tuesday and called off the joint exercises. Chile sent a deputy minister to Lima, and has not closed the crossing at Chacalluta. It offered to pay for the boat.

The mining pipeline brings Chile 40 million dollars a year, and the pipeline has never been shut. Some 9,000 Peruvians pick grapes in the north. The trade treaty of 1998 remains in force, says the ministry in Lima.

A Peruvian senator wants the gas contract torn up. The foreign minister said that nobody is tearing up anything. The two navies will meet in Tacna in May.

Nobody has been charged with the ramming."""


class Says:
    """A judge that says what a function of the features' names says."""

    def __init__(self, chance: Callable[[list[str]], float]) -> None:
        self.said = chance
        self.seen: list[list[str]] = []

    def chance(self, features: Iterable[Feature]) -> float:
        self.seen.append(names_of(features))
        return self.said(self.seen[-1])


@pytest.fixture(scope="module")
def scene() -> Scene:
    return scene_of(ARTICLE, "2001-09-06")


def judged(models: Linears, judge: Says) -> Linears:
    return replace(models, judge=judge)  # type: ignore[arg-type]


def stakes_by(scene: Scene, judge: Says) -> list[Stake]:
    return stakes.chosen(scene, words(), judged(load("stakes"), judge))


def signals_by(scene: Scene, judge: Says) -> list[Signal]:
    built = find_incidents(scene, find_claims(scene))
    return signals.chosen(scene, built, by_rules(scene, built), judged(load("signals"), judge))


@pytest.mark.parametrize("found", [stakes_by, signals_by])
def test_what_the_judge_does_not_believe_is_not_recorded(
    scene: Scene, found: Callable[[Scene, Says], list[Stake] | list[Signal]]
) -> None:
    assert found(scene, Says(lambda _: 0.0)) == []
    every = found(scene, Says(lambda _: 1.0))
    likely = found(scene, Says(lambda names: float("chance over 0.2" in names)))
    assert {x.id for x in likely} < {x.id for x in every}
    assert likely


def test_a_signal_says_what_the_judge_made_of_it(scene: Scene) -> None:
    told = signals_by(scene, Says(lambda names: 0.75 if "way escalation" in names else 0.0))
    assert told
    assert {(s.direction, s.chance) for s in told} == {("escalation", 0.75)}


def test_what_is_told_again_is_known_as_such(scene: Scene) -> None:
    judge = Says(lambda _: 0.0)
    stakes_by(scene, judge)
    again = [names for names in judge.seen if "told 1 before 0 later" in names]
    assert again
    for names in again:
        assert any(n.startswith("told before over") for n in names)


def test_each_is_ranked_among_all(scene: Scene) -> None:
    for found in (stakes_by, signals_by):
        judge = Says(lambda _: 0.0)
        found(scene, judge)
        ranks = [n for names in judge.seen for n in names if n.startswith("chance rank ")]
        assert len(ranks) == len(judge.seen) > 3
        assert "chance rank 0" in ranks


def test_nothing_offered_is_nothing_judged(scene: Scene) -> None:
    assert OfStakes(scene, []).told == OfSignals(scene, []).told == 0


@pytest.mark.parametrize("name", ["stakes", "signals"])
def test_the_shipped_models_have_a_judge(name: str) -> None:
    models = load(name)
    assert models.judge is not None
    assert models.judge.names
