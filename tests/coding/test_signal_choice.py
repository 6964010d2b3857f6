"""Signals that models choose beside the rules, with what speaks for them."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from detente.coding import Coder
from detente.coding.analyst import analyse
from detente.coding.learned.linear import Linear, Linears
from detente.coding.learned.linear import load as load_linears
from detente.coding.scene import Scene
from detente.coding.signals import by_rules
from detente.coding.signals.choose import LEARNED, chosen
from detente.documents import from_text
from detente.records import Reading
from tests.coding.scenes import scene_of

ARTICLE = """Gunmen shot the Chilean consul dead in La Paz on Monday, police in Bolivia said.

Chile recalled its ambassador from La Paz on Tuesday and demanded the arrest of the killers.

Bolivia sent its foreign minister to Santiago with condolences. Chile has not closed the border at Tambo Quemado. Its navy hauled two patrol boats back from Lake Titicaca.

Before the murder the two had been negotiating about sea access. Bolivians sell vegetables in Arica."""


_scene = partial(scene_of, date="1999-05-05")


def _model(answers: tuple[str, ...], weights: dict[str, list[float]], bias: float) -> Linear:
    rows = {name: k for k, name in enumerate(weights)}
    table = np.array(list(weights.values()), dtype=np.float32)
    return Linear(answers, rows, table, np.full(len(answers), bias, dtype=np.float32))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return next(iter(Coder().read([from_text(ARTICLE, date="1999-05-05")])))


@pytest.fixture(scope="module")
def scene() -> Scene:
    return _scene(ARTICLE)


def test_what_no_rule_knows_is_chosen_with_its_reasons(scene: Scene) -> None:
    ways = ("reassurance", "escalation", "neutral")
    models = Linears(
        {
            "signal": _model(ways, {"word=haul": [9.0, 0.0, 0.0]}, -6.0),
            "sender": _model(("sender",), {"first in sentence": [9.0]}, -4.0),
        },
        {"levels": {"offered": 0.03, "ruled": 0.5, "worth": 0.5}},
    )
    # Whatever the reader takes the word for, by no rule is it a signal.
    unread = scene.with_events(tuple(e for e in scene.events if e.trigger.text != "hauled"))
    found = chosen(unread, (), by_rules(unread, ()), models)
    assert [s.direction for s in found] == ["reassurance"]
    assert found[0].rule == f"{LEARNED}: word=haul"
    assert "patrol boats" in found[0].spans[0].text


def test_an_offer_and_what_is_offered_are_one_signal() -> None:
    scene = _scene(
        "Iran returned the body and offered to pay the families. Chad hauled a boat back."
    )
    ways = ("reassurance", "escalation", "neutral")
    weights = {f"word={w}": [9.0, 0.0, 0.0] for w in ("offer", "pay", "return", "haul")}
    models = Linears(
        {
            "signal": _model(ways, weights, -6.0),
            "sender": _model(("sender",), {"first in sentence": [9.0]}, -4.0),
        },
        {"levels": {"offered": 0.03, "ruled": 0.5, "worth": 0.5}},
    )
    found = chosen(scene, (), (), models)
    assert [s.sender for s in found] == [("IRN",), ("IRN",), ("TCD",)]


def test_what_rules_read_stands_as_they_read_it(scene: Scene) -> None:
    ways = ("reassurance", "escalation", "neutral")
    sure = _model(ways, {"ruled": [0.0, 0.0, 9.0]}, -4.0)
    models = Linears(
        {"signal": sure, "sender": _model(("sender",), {}, -4.0)},
        {"levels": {"offered": 0.03, "ruled": 0.5, "worth": 0.9999}},
    )
    told = by_rules(scene, ())
    assert told
    assert set(chosen(scene, (), told, models)) <= {signal for _, signal in told}


def test_the_shipped_models_read_answers_after_the_shock(reading: Reading) -> None:
    said = {(s.direction, s.sender) for s in reading.signals}
    assert ("escalation", ("CHL",)) in said
    assert ("reassurance", ("CHL",)) in said
    assert ("reassurance", ("BOL",)) in said
    text = reading.document.text
    for signal in reading.signals:
        for span in signal.spans:
            assert text[span.start : span.end] == span.text
        if signal.rule.startswith(LEARNED):
            assert signal.rule.count(";") <= 2


def test_a_short_text_is_read_by_the_rules_alone(scene: Scene) -> None:
    text = "Gunmen shot the Chilean consul dead in La Paz. Its navy hauled two boats back."
    found = next(iter(Coder().read([from_text(text)])))
    assert not any(s.rule.startswith(LEARNED) for s in found.signals)
    alone = analyse(scene)
    assert not any(s.rule.startswith(LEARNED) for s in alone["signals"])


def test_the_card_says_what_the_models_do() -> None:
    for name, figure in (("stakes", "stakes"), ("signals", "signals")):
        figures = load_linears(name).card["figures"]
        assert figures["models of the folds"][figure] > figures["rules alone"][figure]


def test_what_befalls_a_state_is_no_signal_of_it() -> None:
    scene = _scene(
        "Gunmen shot the Chilean consul dead in La Paz on Monday. Bolivia hauled a boat back. Chile"
        " suffered a blackout. Chile incurred losses."
    )
    ways = ("reassurance", "escalation", "neutral")
    sure = {f"word={w}": [0.0, 9.0, 0.0] for w in ("suffer", "incur", "haul")}
    models = Linears(
        {
            "signal": _model(ways, sure, -4.0),
            "sender": _model(("sender",), {"first in sentence": [9.0]}, -4.0),
        },
        {"levels": {"offered": 0.03, "ruled": 0.5, "worth": 0.5}},
    )
    assert [s.sender for s in chosen(scene, (), (), models)] == [("BOL",)]


def test_a_sanction_comforts_nobody_whatever_a_model_says() -> None:
    scene = _scene(
        "Gunmen shot the Chilean consul dead in La Paz on Monday. Chile imposed sanctions on"
        " Bolivia. Bolivia supported the inquiry of Chile."
    )
    ways = ("reassurance", "escalation", "neutral")
    wrong = {
        "word=impose": [9.0, 0.0, 0.0],
        "word=sanction": [9.0, 0.0, 0.0],
        "word=support": [0.0, 9.0, 0.0],
    }
    models = Linears(
        {
            "signal": _model(ways, wrong, -4.0),
            "sender": _model(("sender",), {"first in sentence": [9.0]}, -4.0),
        },
        {"levels": {"offered": 0.03, "ruled": 0.5, "worth": 0.5}},
    )
    found = {s.sender: s.direction for s in chosen(scene, (), (), models)}
    assert found == {("CHL",): "escalation", ("BOL",): "reassurance"}


def test_what_is_asked_or_advised_and_what_gunmen_do_is_not_chosen() -> None:
    scene = _scene(
        "Will Iran haul a boat back? Chad should haul one back. Iran wonders whether Chad hauls. "
        "Rebels in Chad threatened Iran and hauled a boat back. Chad hauled a boat back."
    )
    ways = ("reassurance", "escalation", "neutral")
    models = Linears(
        {
            "signal": _model(ways, {"word=haul": [9.0, 0.0, 0.0]}, -6.0),
            "sender": _model(("sender",), {"first in sentence": [9.0]}, -4.0),
        },
        {"levels": {"offered": 0.03, "ruled": 0.5, "worth": 0.5}},
    )
    found = chosen(scene, (), by_rules(scene, ()), models)
    assert [s.spans[0].text for s in found] == ["Chad hauled a boat back"]


def test_an_outsiders_call_for_calm_is_neutral() -> None:
    scene = _scene("China urged Iran and Chad to show restraint. Chad hauled a boat back.")
    ways = ("reassurance", "escalation", "neutral")
    models = Linears(
        {
            "signal": _model(ways, {"word=urge": [0.0, 9.0, 0.0]}, -6.0),
            "sender": _model(("sender",), {"first in sentence": [9.0]}, -4.0),
        },
        {"levels": {"offered": 0.03, "ruled": 0.5, "worth": 0.5}},
    )
    assert [s.direction for s in chosen(scene, (), (), models)] == ["neutral"]


def test_each_chosen_signal_has_its_chance(scene: Scene) -> None:
    ways = ("reassurance", "escalation", "neutral")
    models = Linears(
        {
            "signal": _model(ways, {"word=haul": [9.0, 0.0, 0.0]}, -6.0),
            "sender": _model(("sender",), {"first in sentence": [9.0]}, -4.0),
        },
        {"levels": {"offered": 0.0, "ruled": 0.0, "worth": 0.5}},
    )
    found = chosen(scene, (), by_rules(scene, ()), models)
    (hauled,) = (s for s in found if "patrol boats" in s.spans[0].text)
    assert hauled.chance == 0.953
    assert all(s.chance == 0.002 for s in found if s is not hauled)
    assert len(found) > 1
