"""Which mentions of acts are of one case, and which cases beside the first are recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.analyst import analyse
from detente.coding.incidents.acts import Act, find_acts
from detente.coding.incidents.build import case_id, find_incidents, firm
from detente.coding.incidents.cases import Case, cases, looks_back, surely_two
from detente.coding.incidents.joining import Among, grouped, likeness
from detente.coding.incidents.learned.joining import Joining, features
from detente.coding.incidents.learned.model import FIELDS, CaseModels, Levels, load_case_models
from detente.coding.incidents.opinions import handed_over
from detente.coding.learned.parts import Feature, names_of
from detente.coding.scene import Scene
from detente.records import Incident, Suspect, span_of
from tests.coding.test_judging import scene_of

TWO = """Gunmen shot dead the consul of Ghana in Bamako on Monday.

The consul, Kofi Mensah, was killed as he left his house. Malian police say the gunmen fled.

The killing is the second blow in a month. On 2 February a bomb wounded three Ghanaian engineers in Gao.

The bomb had been hidden in a lorry. Nobody has claimed either attack, and Accra has asked Mali for
an inquiry.

Trade between the two has not stopped.
"""


@dataclass(frozen=True)
class Keeping(CaseModels):
    """Models that keep cases by what is said of them, and take down how they look."""

    sure: float = 0.0
    seen: list[tuple[Case, list[str]]] = field(default_factory=list)

    def keep(self, case: Case, looks: Sequence[Feature]) -> float:
        self.seen.append((case, names_of(looks)))
        return self.sure


def keeping(sure: float, **levels: float) -> Keeping:
    models = load_case_models()
    told = {f.name: getattr(models, f.name) for f in fields(models)}
    told["levels"] = replace(models.levels, **levels)  # type: ignore[arg-type]
    return Keeping(**told, sure=sure)


@cache
def two() -> Scene:
    return scene_of(TWO)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return two()


def read(scene: Scene, models: CaseModels) -> tuple[Incident, ...]:
    return analyse(scene.with_events(scene.events), cases=models)["incidents"]


def never(scene: Scene, act: Act, group: Sequence[Act], among: Among) -> float:
    return 0.0


def ever(scene: Scene, act: Act, group: Sequence[Act], among: Among) -> float:
    return 1.0


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_every_mention_is_of_one_case_in_text_order(joins: list[bool]) -> None:
    scene = two()
    acts = find_acts(scene)
    said = iter(joins * 100)
    found = grouped(scene, acts, lambda *_: float(next(said)))
    told = [(a.s.number, a.first) for group in found for a in group]
    assert sorted(told) == [(a.s.number, a.first) for a in acts]
    assert all(group == sorted(group, key=lambda a: (a.s.number, a.first)) for group in found)


def test_who_asks_decides_which_mentions_are_one(scene: Scene) -> None:
    acts = find_acts(scene)
    assert len(grouped(scene, acts, never)) == len(acts) > 2
    assert len(grouped(scene, acts, ever)) == 1
    assert len(cases(firm(scene), ever)) == 1
    assert len(find_incidents(firm(scene), (), ever)) == 1


def test_the_likeliest_case_is_continued(scene: Scene) -> None:
    acts = find_acts(scene)[:3]

    def second(scene: Scene, act: Act, group: Sequence[Act], among: Among) -> float:
        assert 0 <= among.number < among.cases
        return 0.0 if act is acts[1] else 0.5 + 0.1 * among.number

    assert grouped(scene, acts, second) == [[acts[0]], [acts[1], acts[2]]]


def test_a_mention_below_the_level_continues_nothing(scene: Scene) -> None:
    acts = find_acts(scene)
    models = load_case_models()
    p = Joining(models.joins, 0.0).chance(scene, acts[1], acts[:1], Among(0, 1))
    assert 0 < p < 1
    assert Joining(models.joins, p)(scene, acts[1], acts[:1], Among(0, 1)) == p
    assert Joining(models.joins, p + 0.01)(scene, acts[1], acts[:1], Among(0, 1)) == 0.0


def test_what_rules_hold_against_it_is_told(scene: Scene) -> None:
    acts = find_acts(scene)
    shot = next(a for a in acts if a.kind in ("shooting", "killing", "assassination"))
    hurt = next(a for a in acts if a.s.number > 3 and a.verbal)
    among = Among(0, 1)
    assert likeness(scene, hurt, [shot], among) == 0.0
    told = names_of(features(scene, hurt, [shot], among))
    assert {"contradicts", "elsewhere", "same day False"} & set(told)
    near = names_of(features(scene, shot, [shot], among))
    assert "contradicts" not in near
    assert "word True" in near


def test_the_models_part_two_acts_of_one_text(scene: Scene) -> None:
    models = load_case_models()
    found = cases(firm(scene), Joining(models.joins, models.levels.same))
    places = [{a.s.number for a in c.acts} for c in found]
    assert any(0 in p for p in places)
    assert not any(0 in p and any(n > 3 for n in p) for p in places)


def test_a_case_beside_the_first_is_kept_by_its_judge(scene: Scene) -> None:
    none, every = keeping(0.29, beside=0.3), keeping(0.3, beside=0.3)
    one, several = read(scene, none), read(scene, every)
    assert len(one) == 1
    assert len(several) > 1
    assert several[0].id == one[0].id
    assert len(read(scene, keeping(1.0, beside=0.3, most=1))) == 1


def test_a_case_that_the_text_looks_back_on_must_be_surer() -> None:
    text = TWO.replace("On 2 February", "In August 2015").replace(" in a month", "")
    scene = scene_of(text)
    lower, higher = (keeping(0.4, extra=0.0, beside=0.3, past=past) for past in (0.4, 0.41))
    every, fewer = ({i.id for i in read(scene, models)} for models in (lower, higher))
    old = {case_id(scene, case) for case, _ in lower.seen if looks_back(scene, case)}
    assert old & every
    assert fewer == every - old


def test_how_a_case_stands_beside_others_is_told(scene: Scene) -> None:
    models = keeping(1.0)
    read(scene, models)
    assert len(models.seen) > 1
    for n, (case, looks) in enumerate(models.seen):
        assert f"rank {n}" in looks
        assert f"kind {case.anchor.kind}" in looks
        assert any(x.startswith("another ") for x in looks) is (n > 0)
        assert {"ruled", "not ruled"} & set(looks)
    (a, _), (b, looks) = models.seen[:2]
    assert f"another {surely_two(scene, b, a)} {surely_two(scene, b, a)}" in looks


def test_a_case_has_the_id_of_its_incident(scene: Scene) -> None:
    built = find_incidents(firm(scene), ())
    assert [b.incident.id for b in built] == [case_id(scene, b.case) for b in built]


def test_the_levels_are_those_that_the_card_names() -> None:
    models = load_case_models()
    assert Levels(**models.card["levels"]) == models.levels
    assert 0 < models.levels.beside < models.levels.same < 1


def test_who_is_suspected_where_another_act_is_told_is_suspected_of_that(scene: Scene) -> None:
    built = find_incidents(firm(scene), (), never)
    bomb = scene.text.index("The bomb had been hidden")
    shot = next(b for b in built if 0 in b.case.sentences)
    hurt = next(b for b in built if min(b.case.sentences) > 3)

    def suspect(word: str, start: int) -> Suspect:
        at = scene.text.index(word, start)
        return Suspect(word, None, "suspected", (span_of(scene.text, at, at + len(word)),))

    lorry, police = suspect("a lorry", bomb), suspect("police", 0)
    empty: dict[str, Any] = dict.fromkeys((*FIELDS, "casualties", "motives"), ())
    first = replace(shot.incident, suspects=(police, lorry), **empty)
    other = replace(hurt.incident, suspects=(), **empty)
    told = [shot.case.sentences, [*hurt.case.sentences, scene.place_of(bomb)[0].number]]  # type: ignore[index]
    one, two = handed_over(scene, [first, other], told)
    assert one.suspects == (police,)
    assert two.suspects == (lorry,)
    # What the first case's paragraph holds stays with it, and so does all where there is no other.
    assert handed_over(scene, [first], told[:1]) == [first]
    stays = [[*told[0], *told[1]], told[1]]
    assert handed_over(scene, [first, other], stays)[0].suspects == (police, lorry)
    # What both have in the same words is said once.
    known = replace(other, suspects=(lorry,))
    assert handed_over(scene, [first, known], told)[1].suspects == (lorry,)
