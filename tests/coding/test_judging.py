"""Judges of case files: whether to record a value once all that may stand there is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.analyst import analyse
from detente.coding.claims import find_claims
from detente.coding.incidents import find_incidents, opinions, revise
from detente.coding.incidents.cases import Case
from detente.coding.incidents.days import day_reached
from detente.coding.incidents.learned.model import (
    FIELDS,
    JUDGED,
    POINTED,
    CaseModels,
    Found,
    judged_as,
    load_case_models,
)
from detente.coding.incidents.learned.reader import Value
from detente.coding.learned.parts import Feature, names_of
from detente.coding.scene import Scene, phrase_span
from detente.coding.signals import choose
from detente.coding.standing import STEPS, over, placed
from detente.records import Casualties, FieldValue, Incident, span_of
from tests.coding import scenes

ARTICLE = """Masked youths threw petrol bombs at the consulate of Niger in Abéché on Tuesday morning.

The honorary consul, Idriss Saleh, was pulled from the smoke with burns. A driver says that eleven
people were hurt.

The two governments have not spoken since. Traders say that the border market has emptied.

Officials in Niamey suspect a smugglers' ring of having paid the youths. Some columnists in
N'Djamena hold that the aim was to stop the talks on grazing rights. A retired colonel sees a quarrel
over fuel behind it.

The consulate will open again in May. Nobody has been charged.
"""


@dataclass(frozen=True)
class Saying(CaseModels):
    """Models whose judges say the same of everything, but for some names."""

    chance: float = 0.0
    but: tuple[str, ...] = ()

    def judge(self, name: str, case: Case, value: Found, looks: Sequence[Feature]) -> float:
        return 1.0 - self.chance if name in self.but else self.chance


def saying(chance: float, *but: str) -> Saying:
    models = load_case_models()
    return Saying(
        **{f.name: getattr(models, f.name) for f in fields(models)}, chance=chance, but=but
    )


scene_of = partial(scenes.scene_of, date="2021-03-05")


@pytest.fixture(scope="module")
def scene() -> Scene:
    return scene_of(ARTICLE)


def first(scene: Scene, models: CaseModels) -> Incident:
    return analyse(scene.with_events(scene.events), cases=models)["incidents"][0]


@given(st.floats(0, 1), st.floats(0, 1))
def test_likelier_reaches_all_steps_of_the_less_likely(a: float, b: float) -> None:
    low, high = (names_of([over("chance", p)]) for p in sorted((a, b)))
    assert high[: len(low)] == low
    assert len(high) == sum(max(a, b) >= step for step in STEPS)


def test_each_field_has_its_judge() -> None:
    assert {judged_as(name) for name in FIELDS} == {"values"}
    assert {judged_as(name) for name in POINTED} == {"pointed"}
    assert set(load_case_models().judges) == set(JUDGED)


def test_what_no_judge_believes_in_is_not_added(scene: Scene) -> None:
    none, every = first(scene, saying(0.0)), first(scene, saying(1.0))
    for name in (*FIELDS, *POINTED, "casualties"):
        assert len(getattr(none, name)) <= len(getattr(every, name))
    assert not none.motives
    assert {"smugglers", "ring"} & set(" ".join(x.value for x in every.suspects).split())
    assert len(every.victim) > len(none.victim) or len(every.office) > len(none.office)


def test_one_field_is_judged_by_itself(scene: Scene) -> None:
    every, but = first(scene, saying(1.0)), first(scene, saying(1.0, "motives"))
    assert every.motives
    assert not but.motives
    assert every.suspects == but.suspects


def test_more_is_told_of_a_value_than_its_chance(scene: Scene) -> None:
    seen: list[list[str]] = []

    @dataclass(frozen=True)
    class Seeing(CaseModels):
        def judge(self, name: str, case: Case, value: Found, looks: Sequence[Feature]) -> float:
            if not isinstance(value, Casualties):
                seen.append(names_of(looks))
            return 0.5

    models = load_case_models()
    first(scene, Seeing(**{f.name: getattr(models, f.name) for f in fields(models)}))
    assert seen
    for names in seen:
        assert names[0].startswith("field ")
        assert any(n.startswith("rank ") for n in names)
        assert any(n.startswith("kind ") for n in names)
        assert {"main", "beside"} & set(names)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Many say that Niger was left out of a settlement led by Chad.", False),
        ("Niger was kept out of the talks.", False),
        ("Many say that he acted out of revenge.", True),
    ],
)
def test_what_somebody_is_left_out_of_is_no_reason(sentence: str, reason: bool) -> None:
    scene = scene_of(sentence)
    s = scene.sentences[0]
    k = next(k for k, w in enumerate(s.lower) if w in ("settlement", "talks", "revenge"))
    assert opinions._left_out(scene, s.span(k, k)) is not reason


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("Anger covered Niger, but there was no panic.", False),
        ("There was no expulsion from Niamey.", True),
        ("There was talk of a treaty.", True),
    ],
)
def test_what_no_state_does_is_no_signal_by_being_there(sentence: str, step: bool) -> None:
    s = scene_of(sentence).sentences[0]
    assert choose._of_no_act(s, s.lower.index("was")) is not step


def test_whom_rules_name_nobody_pushes_out() -> None:
    text = "Two guards fell, then a driver fell, then a cook fell; Rakesh Menon ran."
    words = ("Two guards", "a driver", "a cook", "Rakesh Menon")
    told = [
        FieldValue(w, None, (span_of(text, text.index(w), text.index(w) + len(w)),)) for w in words
    ]
    likely = [Value(0.5 - 0.1 * n, (0, n), v.spans[0]) for n, v in enumerate(told)]

    def values(before: bool, fresh: float) -> tuple[str, ...]:
        found = revise._values(
            scene_of(text),
            (),
            told if fresh > 0.9 else (),
            likely,
            (),
            fresh=fresh,
            kept=0.1,
            nominal=False,
            before=lambda _: before,
            judge=lambda v, *_: v.chance,
        )
        return tuple(v.value for v in found)

    assert values(False, 1.0) == words
    assert values(False, 0.15) == words[:3]
    # What stands beside one that is surely right takes twice as much.
    assert values(False, 0.24) == words[:1]
    # In the telling of another act, of long ago, they count less.
    assert values(True, 0.24) == ()


@pytest.mark.parametrize(
    ("said", "owned"),
    [
        ("it had not ordered the attack", False),
        ("it had ordered the attack", True),
        ("the attack had not hurt children", True),
    ],
)
def test_who_says_that_he_did_not_claims_nothing(said: str, owned: bool) -> None:
    scene = scene_of(
        ARTICLE.replace(
            "Nobody has been charged.", f"Jaish al-Adl, a militant group, said that {said}."
        )
    )
    found = first(scene, saying(1.0)).claims_of_responsibility
    disowned = list(revise._disowning(scene, find_claims(scene)))
    assert any("jaish" in words for words in disowned) is not owned
    if not owned:
        assert not any("Jaish" in v.value or "militant" in v.value for v in found)


def test_suspects_are_somebody() -> None:
    text = ARTICLE.replace(
        "A retired colonel sees",
        "Few believe that they were alone. A minister suspects fighters loyal to Mahamat Nour. "
        "A retired colonel sees",
    )
    found = first(scene_of(text), saying(1.0)).suspects
    assert any("fighters" in x.value for x in found)
    assert not {"loyal", "alone"} & {x.value for x in found}


def test_the_story_has_reached_no_day_to_come() -> None:
    scene = scene_of(
        "Kenya has not recalled its envoy, and a commission will meet on 14 May as planned. "
        "Somalia sent detectives to Kismayo and arrested two men. Guards shot a trader on 2 March. "
        "They arrested his brother."
    )
    sent, brother = scene.sentences[1], scene.sentences[3]
    assert day_reached(scene, sent) is None
    reached = day_reached(scene, brother)
    assert reached is not None
    assert reached.date is not None
    assert reached.date.start == "2021-03-02"


CLAIMED = """LIMA, March 3 - Ecuador on Sunday expelled Peru's military attaché and closed two crossings on
the Zarumilla after a bomb tore through a bus carrying Ecuadorean border guards, killing seven
of them and a fruit seller.

Peru rejected the charge. Prime Minister Alonso Vera said smugglers who run petrol across the
river had every reason to hit the guards, who in January seized 40,000 litres of their fuel.
Police in Tumbes detained three brothers for questioning and let two of them go.

A little known group, the Tenth of August Front, said in an email to a Quito radio station that
it had carried out the attack to stop a joint oil survey in the gulf. Ecuadorean officials
doubted that the group existed."""


def test_who_says_that_he_carried_out_the_attack_claims_it() -> None:
    scene = scene_of(CLAIMED)
    first, second = find_incidents(scene, find_claims(scene))
    assert [v.value for v in first.incident.claims_of_responsibility] == ["Tenth of August Front"]
    assert not second.incident.claims_of_responsibility


def test_a_word_with_a_hyphen_is_one_word() -> None:
    s = scene_of("The vice-consul's wife fled. A trade union - it is large - struck.").sentences
    assert phrase_span(s[0], s[0].lower.index("vice")).text == "vice-consul"
    assert phrase_span(s[1], s[1].lower.index("union")).text == "trade union"


def test_they_are_who_was_named_in_the_sentence() -> None:
    scene = scene_of(
        "The ministry has arrested two teenagers. The second theory is that of the opposition: "
        "Moscow, they say, wants Georgians and Turks at each other's throats."
    )
    speakers = {c.speaker.value for c in find_claims(scene)}
    assert "opposition" in speakers
    assert not {"teenagers", "they"} & speakers


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.data())
def test_the_likeliest_has_the_first_rank(chances: list[float], data: st.DataObject) -> None:
    ranked = sorted(chances, reverse=True)
    n = data.draw(st.integers(0, len(ranked) - 1))
    rank = next(iter(names_of(placed("chance", ranked[n], ranked))))
    assert rank == f"chance rank {min(9, ranked.index(ranked[n]))}"


def test_a_verb_that_fills_a_field_has_its_object_or_place() -> None:
    scene = scene_of("They were dressed as policemen, and the car was parked in the yard. He ran.")
    s = scene.sentences[0]

    def told(word: str) -> str:
        k = s.lower.index(word)
        value = FieldValue(word, None, (s.span(k, k),))
        return revise._in_full(scene, value).value

    assert told("dressed") == "dressed as policemen"
    assert told("parked") == "parked in the yard"
    assert told("car") == "car"
