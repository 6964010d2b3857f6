"""The features of the way between two parties: what they say, and that they weigh the same."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.coding.pairs import detector as detectors
from detente.coding.pairs.acts import Chances
from detente.coding.pairs.detector import Detector
from detente.coding.pairs.reach import Ascent, relation
from detente.language import parse


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


TEXT = (
    "Chile on Monday urged Peru not to expel its ambassador, and the Peruvian foreign minister "
    "met Bolivian rebels near the Brazilian border before talks with the United Nations in Lima."
)


@pytest.fixture(scope="module")
def chances(coder: Coder) -> list[Chances]:
    (doc,) = parse(coder.nlp, [TEXT])
    return [
        c
        for s, found, frames in coder.read_parties(doc, TEXT)
        for c in coder.acts.chances(s, found, frames)
    ]


def test_features_in_parts_weigh_what_their_names_weigh(
    coder: Coder, chances: list[Chances]
) -> None:
    detector = coder.acts.detector
    assert len(chances) > 6
    assert len({detector.log_odds_of(c.parts) for c in chances}) > 3
    for d in (detector, detector.without(0)):
        for c in chances:
            assert d.log_odds_of(c.parts) == d.log_odds(c.names)


def test_a_pair_is_described_by_way_act_and_parties(coder: Coder) -> None:
    text = "Chile sharply criticized Peru on Monday."
    (doc,) = parse(coder.nlp, [text])
    ((s, found, frames),) = coder.read_parties(doc, text)
    one, two = coder.acts.chances(s, found, frames)
    assert {
        "act=criticize",
        "act=criticize/nsubj+obj",
        "roles=nsubj+obj",
        "order=ab/nsubj+obj",
        "a is state",
        "are state+state/other",
        "on knows ACCUSE",
        "manner=",
        "frame both on/ACCUSE",
    } <= set(one.names)
    assert {"roles=obj+nsubj", "order=ba/obj+nsubj", "frame swapped on"} <= set(two.names)


def test_idle_roles_are_passed_over(coder: Coder) -> None:
    (doc,) = parse(coder.nlp, [TEXT])
    ((s, found, frames),) = coder.read_parties(doc, TEXT)
    every = coder.acts.chances(s, found, frames)
    idle = every[0].way.roles
    screen = Detector({}, 0.0, idle=frozenset((idle,)))
    kept = coder.acts.chances(s, found, frames, screen)
    assert [c.pair for c in kept] == [c.pair for c in every if c.way.roles != idle]
    assert len(kept) < len(every)


def test_pairs_whose_own_features_weigh_too_little_are_passed_over(coder: Coder) -> None:
    (doc,) = parse(coder.nlp, [TEXT])
    ((s, found, frames),) = coder.read_parties(doc, TEXT)
    weights = {"from=nsubj": 1.0, "to=obj": 1.0}
    every = coder.acts.chances(s, found, frames)
    kept = coder.acts.chances(s, found, frames, Detector(weights, 0.0, worth=2.0))
    assert [c.pair for c in kept] == [c.pair for c in every if c.way.roles == ("nsubj", "obj")]
    assert 0 < len(kept) < len(every)


def test_the_shipped_detector_passes_over_no_pair_that_may_share_an_act(
    coder: Coder, chances: list[Chances]
) -> None:
    d = coder.acts.detector
    assert d.worth > -5
    light = [c for c in chances if d.weight_of(c.parts.own) < d.worth]
    assert light
    assert all(d.log_odds_of(c.parts) < d.least_odds for c in light)


@pytest.mark.parametrize(
    ("dep", "short"), [("obl:tmod", "obl"), ("nsubj:pass", "nsubj:pass"), ("root", "root")]
)
def test_subtypes_count_where_they_tell_who_does_it(dep: str, short: str) -> None:
    assert relation(dep) == short


def test_a_tree_that_goes_round_ends(coder: Coder) -> None:
    (doc,) = parse(coder.nlp, [TEXT])
    ((s, found, _),) = coder.read_parties(doc, TEXT)
    s.heads[s.root] = found[0].head
    climbed = Ascent(s, found[0])
    assert climbed.tokens[0] == found[0].head
    last = len(climbed.tokens) - 1
    assert last > 4
    assert climbed.role(0) == "top"
    assert climbed.role(last)
    assert all(climbed.steps[k] == climbed.tokens.index(k) for k in climbed.tokens)


def test_what_is_remembered_of_parts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detectors, "_MOST", 3)
    asked: list[object] = []
    kept = detectors.Remembered[int](lambda part: asked.append(part) or len(asked))
    assert [kept[(len, n)] for n in (1, 2, 3, 1)] == [1, 2, 3, 1]
    assert kept[(len, 4)] == 4
    assert len(kept) == 1
