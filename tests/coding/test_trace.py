"""The trace says what the matcher does: the same rules fit, the same rule wins."""

from __future__ import annotations

import pytest

from detente.api import bundled_texts, read_inputs
from detente.coding import Coder
from detente.coding.match import _Search
from detente.coding.sentence import Sentence, sentences
from detente.coding.trace import SentenceTrace, noun_checks, trace, verb_checks
from detente.config import load_settings
from detente.language import parse
from detente.records import Document


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="module")
def parsed(coder: Coder) -> list[Sentence]:
    items = read_inputs(bundled_texts(), settings=load_settings())
    texts = [item.text for item in items if isinstance(item, Document)][:200]
    return [s for doc in parse(coder.nlp, texts) for s in sentences(doc)]


def one(coder: Coder, text: str) -> SentenceTrace:
    (doc,) = parse(coder.nlp, [text])
    (found,) = trace(coder, Document("d", text, "2021-03-04"), doc)
    return found


def test_every_condition_of_a_verbs_rule_is_told_as_it_is_judged(
    coder: Coder, parsed: list[Sentence]
) -> None:
    tried = fitted = 0
    for s in parsed:
        search = _Search(coder.patterns, s)
        for i in range(len(s)):
            rules = coder.patterns.verbs.get(search.lemma(i), ())
            if not s.tags[i].startswith("VB"):
                continue
            args = search.with_split_verb(i, search.arguments(i))
            for rule in rules:
                told = all(c.met for c in verb_checks(coder.patterns, search, rule, i, args))
                fits = rule in search.rules(i, args) and search.fits(rule, i, args)
                assert told == fits, (rule.id, s.words[i], s.evidence.text)
                tried += 1
                fitted += told
    assert tried > 1000
    assert 0 < fitted < tried


def test_the_noun_rule_told_first_is_the_one_that_is_taken(
    coder: Coder, parsed: list[Sentence]
) -> None:
    compared = 0
    for s in parsed:
        search = _Search(coder.patterns, s)
        for i in range(len(s)):
            rules = [r for r in coder.patterns.nouns.get(s.lemmas[i], ()) if not r.anaphor]
            if not rules or s.deps[i] in ("obj", "nsubj:pass"):
                continue  # those may borrow prepositions of a verb
            told = next(
                (
                    r.id
                    for r in rules
                    if all(c.met for c in noun_checks(coder.patterns, search, r, i))
                ),
                None,
            )
            taken = search.noun_rule(i)
            assert told == (None if taken is None else taken.id), (s.words[i], s.evidence.text)
            compared += 1
    assert compared > 100


def test_the_failed_condition_and_what_stands_in_its_place_are_named(coder: Coder) -> None:
    found = one(coder, "Norway lifted a weight on Tuesday.")
    (lifted,) = [p for p in found.predicates if p.word == "lifted"]
    (attempt,) = [a for a in lifted.attempts if a.rule.id == "concede.lift-restriction"]
    (unmet,) = [c for c in attempt.checks if not c.met]
    assert unmet.condition == "object"
    assert unmet.has == "'weight'"
    assert "@strict-restriction" in unmet.wants
    assert not attempt.won
    assert found.events == ()


def test_an_operator_is_told_with_the_act_that_it_governs(coder: Coder) -> None:
    found = one(coder, "Norway refused to lift sanctions on Chile.")
    (frame,) = found.frames
    assert frame.rule == "refuse(concede.lift-restriction)"
    assert frame.event is not None
    assert frame.event.event_type == "REJECT"
    (lift,) = [p for p in found.predicates if p.word == "lift"]
    assert lift.taken_by == "refused"
    assert [a.rule.id for a in lift.attempts if a.won] == ["concede.lift-restriction"]


def test_a_frame_without_parties_says_what_it_lacks(coder: Coder) -> None:
    found = one(coder, "Nobody had expected the visit to Sweden by a composer.")
    reasons = [f.reason for f in found.frames if f.event is None]
    assert reasons
    assert all(reasons)


def test_modality_names_the_words_that_make_it(coder: Coder) -> None:
    found = one(coder, "Norway may expel two Chilean diplomats.")
    (frame,) = [f for f in found.frames if f.event_type == "SANCTION"]
    assert frame.status == "hypothetical"
    assert any("'may'" in cue for cue in frame.cues)


def test_the_tree_has_each_word_that_is_no_function_word_once(coder: Coder) -> None:
    found = one(coder, "Norway lifted the sanctions on Chile.")
    assert [line.split()[0] for line in found.tree] == ["lifted", "Norway", "sanctions", "Chile"]
    assert any("(on)" in line for line in found.tree)
