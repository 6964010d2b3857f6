"""Features in parts weigh what their names weigh, each once, whatever was looked up before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import Coder
from detente.coding.learned import trees as trees_module
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.learned.model import ReaderModels, load_models
from detente.coding.learned.parts import Feature, Looks, names_of
from detente.coding.learned.reader import Learned
from detente.coding.learned.sides import Asked, Standing
from detente.coding.learned.status import StatusModel, load_status
from detente.coding.learned.telling import Telling, TellingView
from detente.coding.learned.trees import LEAVES, Trees
from detente.coding.learned.trust import Proposal, features
from detente.coding.sentence import Sentence
from detente.coding.weights import softmax
from detente.documents import from_text

ARTICLE = """Norway recalled its ambassador to Kenya on Monday after Kenyan police had detained two
Norwegian envoys. The foreign minister said Oslo would not negotiate with Nairobi, and Kenya's
president accused Norway of meddling. Kenya, Uganda and Norway had signed a treaty in 2011.

Has Norway threatened Kenya? "They did not threaten us," he told reporters, adding that the two
governments planned talks in Geneva. Uganda offered to mediate, but Norway and Kenya refused its
offer. Its envoys were not freed, according to the ministry, which denied that Kenya attacked the
mission. The quarrel with Kenya goes on, and Norway will cut its aid if they stay in prison."""


def _pair(one: str, two: str) -> list[str]:
    return [f"{one}+{two}", f"{two}<", one]


def _listed(names: tuple[str, ...]) -> list[str]:
    return list(names)


NAMES = st.sampled_from(["a", "b", "c", "a+b", "b<", "c<", "a+c", "unknown"])
FEATURES = st.one_of(
    NAMES,
    st.builds(lambda a, b: (_pair, a, b), NAMES, NAMES),
    st.builds(lambda names: (_listed, tuple(names)), st.lists(NAMES, max_size=3)),
)


def some_trees() -> Trees:
    """Two answers of two trees each: "a" and "b" decide the first's, "a+b" and "b<" the second's."""
    values = np.zeros((4, LEAVES), dtype=np.float32)
    values[:, :3] = [[0.5, 1.0, 2.0], [-1.0, 4.0, 0.0], [0.25, -0.5, 0.0], [3.0, 8.0, 16.0]]
    every, first, second = 0xFFFFFFFF, 0b001, 0b010
    tests = {"a": {0: every ^ first, 1: every ^ first}, "b": {0: every ^ (first | second)}}
    tests |= {"a+b": {2: every ^ first, 3: every ^ second}, "b<": {3: every ^ (first | second)}}
    flat = [test for name in tests for test in tests[name].items()]
    return Trees(
        ("one", "two"),
        {name: k for k, name in enumerate(tests)},
        np.cumsum([len(held) for held in tests.values()], dtype=np.int32),
        np.array([tree for tree, _ in flat], dtype=np.int32),
        np.array([mask for _, mask in flat], dtype=np.uint32),
        values,
        np.array([2, 2], dtype=np.int32),
        np.array([0.0, -1.0], dtype=np.float32),
    )


@given(st.lists(st.lists(FEATURES, max_size=6), max_size=5))
def test_parts_are_what_their_names_are(rows: list[list[Feature]]) -> None:
    trees = some_trees()
    for row in rows:
        found = trees.leaves(row)
        np.testing.assert_array_equal(found, trees.leaves(names_of(row)))
        np.testing.assert_array_equal(found, trees.leaves(reversed(row), trees.leaves(row[:2])))
        has = set(names_of(row))
        one = (2.0 if "b" in has else 1.0 if "a" in has else 0.5) + (4.0 if "a" in has else -1.0)
        two = -1.0 + (-0.5 if "a+b" in has else 0.25) + (16.0 if "b<" in has else 3.0)
        assert trees.odds(found).tolist() == [one, two]


def test_what_is_remembered_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees_module, "_MEMORY", 3 * 4 * 4)
    trees = some_trees()
    for _ in range(2):
        for n in range(9):
            said = f"x{n}" if n else "a"
            assert trees.odds(trees.leaves([(_listed, (said,))]))[0] == (-0.5 if n else 5.0)
            assert len(trees._struck) <= 3


def test_what_speaks_for_an_answer_is_what_it_would_lose() -> None:
    trees = some_trees()
    assert trees.because(["a", "b", "unknown", "a"], "one") == (("a", 5.0), ("b", 1.0))
    assert trees.because(["a+b", "b<"], "two", over="one") == (("b<", 13.0),)
    assert trees.because(["unknown"], "one") == ()


class Checked:
    """Models that read by parts, held against the same trees by names."""

    def __init__(self, models: ReaderModels) -> None:
        self.models = models
        self.because, self.idle, self.teaching = models.because, models.idle, False
        self.levels = models.levels
        self.asked = {"act": 0, "kinds": 0, "side": 0, "trust": 0}

    def _same(self, what: str, found: float, trees: Trees | None, names: Sequence[str]) -> float:
        self.asked[what] += 1
        assert trees is not None
        assert found == trees.chance(names)
        return found

    def act(self, s: Sentence, i: int, looks: Looks) -> float:
        found = self.models.act(s, i, looks)
        return self._same("act", found, self.models.acts, looks.names)

    def kinds(self, s: Sentence, i: int, looks: Looks) -> Mapping[str, float]:
        m, found = self.models, self.models.kinds(s, i, looks)
        self.asked["kinds"] += 1
        shares = softmax(m.kind.odds(m.kind.leaves(looks.names)))
        assert [found[t] for t in m.kind.answers] == shares
        return found

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        names = [*standing.names, *names_of(link)]
        found = self.models.side(asked, code, standing, link)
        return self._same("side", found, self.models.sides[asked.side], names)

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        found = self.models.trust(s, i, told)
        return self._same("trust", found, self.models.trusts, features(told))


class CheckedStatus:
    """The same for the model of status."""

    def __init__(self, model: StatusModel) -> None:
        self.model = model
        self.asked = 0

    def status(self, told: Telling, view: TellingView) -> tuple[str, tuple[tuple[str, float], ...]]:
        trees = self.model.trees
        shares = softmax(trees.odds(trees.leaves(view.features(told))))
        found = self.model.probabilities(view.looks(told))
        assert [found[name] for name in trees.answers] == shares
        self.asked += 1
        return self.model.status(told, view)


def test_an_article_is_read_alike_by_parts_and_by_names() -> None:
    models, status = Checked(load_models()), CheckedStatus(load_status())
    coder = Coder(analyst=False, learned=Learned(models, load_act_lexicon(), status))
    plain = Coder(analyst=False)
    document = from_text(ARTICLE, date="2021-10-05")
    (reading,) = coder.read([document])
    assert min(*models.asked.values(), status.asked) > 5, (models.asked, status.asked)
    assert list(plain.read([document])) == [reading]
