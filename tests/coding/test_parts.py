"""Features in parts weigh what their names weigh, each once, whatever was looked up before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import Coder
from detente.coding.learned import parts
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.learned.model import LinearModels, load_models
from detente.coding.learned.parts import Columns, Feature, Looks, Weights, names_of
from detente.coding.learned.reader import Learned
from detente.coding.learned.sides import Asked, Standing
from detente.coding.learned.status import CLASSES, StatusModel, load_status
from detente.coding.learned.telling import Telling, TellingView
from detente.coding.learned.trust import Proposal, features
from detente.coding.pairs.detector import probability
from detente.coding.sentence import Sentence
from detente.coding.weights import softmax, total
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


@given(st.lists(st.lists(FEATURES, max_size=6), max_size=5))
def test_parts_are_what_their_names_are(rows: list[list[Feature]]) -> None:
    steps = {"a": 2.0, "b": -1.5, "c": 0.25, "a+b": 4.0, "b<": 0.5}
    columns = {name: k for k, name in enumerate(steps)}
    weights, known = Weights(steps), Columns(columns)
    for row in rows:
        names = names_of(row)
        assert weights.total(row, 1.0) == 1.0 + sum(steps.get(n, 0.0) for n in names)
        assert known.of(row) == [columns[n] for n in names if n in columns]


def test_what_is_remembered_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_MOST", 3)
    weights, columns = Weights({"x1": 1.0}), Columns({"x1": 0})
    for _ in range(2):
        for n in range(9):
            assert weights.total([(_listed, (f"x{n}",))], 0.0) == float(n == 1)
            assert columns.of([(_listed, (f"x{n}",))]) == [0] * (n == 1)
            assert len(weights._parts) <= 3 >= len(columns._parts)


class Checked:
    """Models that weigh by parts, held against the same weights by names."""

    def __init__(self, models: LinearModels) -> None:
        self.models = models
        self.because, self.idle, self.teaching = models.because, models.idle, False
        self.levels = models.levels
        self.asked = {"act": 0, "kinds": 0, "side": 0, "trust": 0}

    def _same(self, what: str, found: float, weights: Mapping[str, float], names: Any) -> float:
        self.asked[what] += 1
        assert found == probability(sum(weights.get(n, 0.0) for n in names))
        return found

    def act(self, s: Sentence, i: int, looks: Looks) -> float:
        assert len(set(names_of(looks.features))) == len(names_of(looks.features))
        weights = {"": self.models.act_bias, **self.models.acts}
        return self._same("act", self.models.act(s, i, looks), weights, ["", *looks.names])

    def kinds(self, s: Sentence, i: int, looks: Looks) -> Mapping[str, float]:
        m, found = self.models, self.models.kinds(s, i, looks)
        self.asked["kinds"] += 1
        assert list(found.values()) == softmax(total(m.rows, m.weights, m.bias, looks.names))
        return found

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        names = [*standing.names, *names_of(link)]
        assert len(set(names)) == len(names)
        weights = {"": self.models.side_bias, **self.models.sides[asked.side]}
        found = self.models.side(asked, code, standing, link)
        return self._same("side", found, weights, ["", *names])

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        weights = {"": self.models.trust_bias, **self.models.trusts}
        found = self.models.trust(s, i, told)
        return self._same("trust", found, weights, ["", *features(told)])


class CheckedStatus:
    """The same for the model of status."""

    def __init__(self, model: StatusModel) -> None:
        self.model = model
        self.asked = 0

    def status(self, told: Telling, view: TellingView) -> tuple[str, tuple[tuple[str, float], ...]]:
        m, names = self.model, view.features(told)
        shares = softmax(total(m.rows, m.weights, m.bias, names))
        assert m.probabilities(view.looks(told)) == dict(zip(CLASSES, shares, strict=True))
        self.asked += 1
        return m.status(told, view)


def test_an_article_is_read_alike_by_parts_and_by_names() -> None:
    models, status = Checked(load_models()), CheckedStatus(load_status())
    coder = Coder(analyst=False, learned=Learned(models, load_act_lexicon(), status))
    plain = Coder(analyst=False)
    document = from_text(ARTICLE, date="2021-10-05")
    (reading,) = coder.read([document])
    assert min(*models.asked.values(), status.asked) > 5, (models.asked, status.asked)
    assert list(plain.read([document])) == [reading]
