"""Claims that a model finds beside the rules: what somebody calls, mocks, credits or writes."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.coding.claims import find_claims
from detente.coding.claims.further import Saying, sayings
from detente.coding.learned.linear import load
from detente.coding.scene import Scene
from detente.documents import from_text
from detente.records import Reading

ARTICLE = """Estonia's security police arrested two Russian officers on the border near Luhamaa on Friday.

Moscow branded the arrest a shameless kidnapping. The Estonian foreign minister dubbed that answer pure theatre, and Maria Zakharova called the court a puppet of Brussels.

Latvia said that it stood by its neighbour. Brussels: "flagrant violation".

The police searched three houses. Trade between the two goes on, and the bridge at Narva stays open."""


def _scene(text: str) -> Scene:
    coder = Coder()
    scenes: list[Scene] = []
    coder.analyse = lambda scene, *, learned=False: scenes.append(scene) or {}  # type: ignore[func-returns-value]
    next(iter(coder.read([from_text(text)])))
    return scenes[0]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return next(iter(Coder().read([from_text(ARTICLE, date="2024-02-03")])))


def test_what_somebody_calls_a_thing_is_his_claim(reading: Reading) -> None:
    said = {(c.speaker.value, c.cue.text if c.cue else "") for c in reading.claims}
    assert ("Maria Zakharova", "called") in said
    alone = next(iter(Coder().rules_only().read([reading.document])))
    assert {c.id for c in alone.claims} <= {c.id for c in reading.claims}
    assert len(alone.claims) < len(reading.claims)


def test_propositions_hold_the_words_and_not_the_speaker(reading: Reading) -> None:
    text = reading.document.text
    for claim in reading.claims:
        p = claim.proposition
        assert text[p.start : p.end] == p.text
        for span in claim.speaker.spans:
            assert not p.start <= span.start < p.end or claim.speaker.value == "unnamed"


def test_a_verb_that_rules_read_is_asked_about_no_more() -> None:
    scene = _scene(ARTICLE)
    verbs = [x.s.words[x.cue] for x in sayings(scene, ())]
    assert {"called", "searched", "said"} <= set(verbs)
    assert "goes" not in verbs  # nothing is said after it
    left = [x.s.words[x.cue] for x in sayings(scene, find_claims(scene))]
    assert "called" in left
    assert "said" not in left


def test_a_name_and_a_colon_say_what_follows() -> None:
    scene = _scene('Brussels: "flagrant violation". The talks go on.')
    found: list[Saying] = [x for x in sayings(scene, ()) if x.s.words[x.cue] == ":"]
    assert [(x.s.words[x.speaker], x.s.words[x.last]) for x in found] == [("Brussels", "violation")]


def test_the_card_says_what_the_model_does() -> None:
    figures = load("claims").card["figures"]
    assert figures["models of the folds"]["claims"] > figures["rules alone"]["claims"]
