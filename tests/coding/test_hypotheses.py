"""The matrix of competing hypotheses, and what analysts add to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.coding.hypotheses import judgement, matrix, read_judgements, write_judgements
from detente.errors import BadSetting
from detente.records import Hypothesis, Span, Voice


def span(text: str) -> Span:
    return Span(0, len(text), text)


def held(name: str, doc: str, favour: str = "", against: str = "") -> Hypothesis:
    return Hypothesis(
        about="who",
        proposition=name,
        holders=(Voice("some", "collective"),),
        stances=("for",),
        spans=(span(name),),
        evidence_for=tuple(span(t) for t in favour.split("|") if t),
        evidence_against=tuple(span(t) for t in against.split("|") if t),
        id=f"{doc}-{name}",
        doc_id=doc,
    )


@pytest.fixture
def three() -> list[Hypothesis]:
    return [
        held("rebels", "d1", favour="a badge was found", against="they denied it"),
        held("a neighbour", "d1", favour="a badge was found"),
        held("a lone man", "d2", against="he had help|he was paid"),
    ]


def test_the_order_is_by_inconsistency(three: list[Hypothesis]) -> None:
    made = matrix(three, about="who")
    assert [r.proposition for r in made.rows] == ["a neighbour", "rebels", "a lone man"]
    assert [r.inconsistency for r in made.rows] == [0, 1, 2]
    assert [r.rank for r in made.rows] == [1, 2, 3]


def test_what_fits_all_alike_tells_nothing(three: list[Hypothesis]) -> None:
    for_all = [held(n, "d1", favour="the sun shone") for n in ("x", "y")]
    assert [i.diagnosticity for i in matrix(for_all, about="who").items] == [0]
    found = {i.text: i.diagnosticity for i in matrix(three, about="who").items}
    assert found["they denied it"] > 0


def test_what_would_change_the_order(three: list[Hypothesis]) -> None:
    made = matrix(three[:2], about="who")
    texts = {i.id: i.text for i in made.items}
    assert [texts[i] for i in made.pivotal] == ["they denied it"]
    # Without d1 nothing speaks for or against either: the first in the text stands first again.
    assert made.sensitive == {"d1": ("d1-rebels",)}


def test_one_hypothesis_has_no_rival(three: list[Hypothesis]) -> None:
    made = matrix(three[:1], about="who")
    assert made.pivotal == ()
    assert made.sensitive == {}
    assert matrix([], about="why").rows == ()


def test_an_analyst_rates_proposes_and_notes_apart(three: list[Hypothesis]) -> None:
    before = matrix(three, about="who")
    help_id = next(i.id for i in before.items if i.text == "they denied it")
    at = "2026-01-02T03:04:05Z"
    made = [
        judgement("Ada", "rate", hypothesis="d1-rebels", evidence=help_id, rating="N", made_at=at),
        judgement("Ada", "propose", text="a third state", made_at=at),
        judgement("Bo", "note", hypothesis="d1-rebels", text="ask again", made_at=at),
    ]
    after = matrix(three, made, about="who")
    rebels = next(r for r in after.rows if r.id == "d1-rebels")
    assert rebels.inconsistency == 0
    assert [c.by for c in rebels.cells if c.by] == ["Ada"]
    assert rebels.notes == (("Bo", at, "ask again"),)
    added = next(r for r in after.rows if r.proposed_by is not None)
    assert (added.proposition, added.proposed_by) == ("a third state", "Ada")
    assert all(c.by is None for r in before.rows for c in r.cells)


def test_judgements_survive_a_file(tmp_path: Path) -> None:
    made = [judgement("Ada", "propose", text="a third state", made_at="2026-01-02T03:04:05Z")]
    write_judgements(tmp_path / "j.jsonl", made)
    assert read_judgements(tmp_path / "j.jsonl") == made
    (tmp_path / "bad.jsonl").write_text('{"kind": "judgement"}\n')
    with pytest.raises(BadSetting, match="line 1: no judgement"):
        read_judgements(tmp_path / "bad.jsonl")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("", "note"), "no name"),
        (("Ada", "guess"), "no action"),
        (("Ada", "rate"), "needs hypothesis and evidence and rating"),
    ],
)
def test_judgements_that_cannot_be(given: tuple[str, str], says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        judgement(*given)
