"""Triggers and roles on hand-made trees: what grammar leaves unsaid is filled from the tree."""

from __future__ import annotations

import pytest

from detente.coding.arguments import arguments
from detente.coding.match import Matcher
from detente.coding.patterns import load_patterns
from detente.coding.sentence import Sentence
from tests.coding.build import tree


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_patterns())


def coded(matcher: Matcher, s: Sentence) -> list[tuple[str, list[str], list[str]]]:
    return [(f.type, heads(s, f.actors), heads(s, f.recipients)) for f in matcher.frames(s)]


def heads(s: Sentence, fillers: list[tuple[int, str]]) -> list[str]:
    """Heads of phrases only; "adj" fillers stand for the modifiers of a noun."""
    return [s.words[j] for j, how in fillers if how == "np"]


ACTIVE = """
Iran iran PROPN NNP 2 nsubj
expelled expel VERB VBD 0 root
three three NUM CD 5 nummod
Danish danish ADJ JJ 5 amod
diplomats diplomat NOUN NNS 2 obj
"""
PASSIVE = """
Three three NUM CD 2 nummod
diplomats diplomat NOUN NNS 4 nsubj:pass
were be AUX VBD 4 aux:pass
expelled expel VERB VBN 0 root
by by ADP IN 6 case
Iran iran PROPN NNP 4 obl:agent
"""


def test_active_and_passive_fill_the_same_roles(matcher: Matcher) -> None:
    assert coded(matcher, tree(ACTIVE)) == [("SANCTION", ["Iran"], ["diplomats"])]
    assert coded(matcher, tree(PASSIVE)) == [("SANCTION", ["Iran"], ["diplomats"])]


def sanctions(governor: str, lemma: str, tag: str = "VBD") -> Sentence:
    return tree(f"""
Norway norway PROPN NNP 2 nsubj
{governor} {lemma} VERB {tag} 0 root
to to PART TO 4 mark
lift lift VERB VB 2 xcomp
sanctions sanction NOUN NNS 4 obj
on on ADP IN 7 case
Chile chile PROPN NNP 5 nmod
""")


@pytest.mark.parametrize(
    ("governor", "lemma", "expected"),
    [
        ("agreed", "agree", "AGREE"),
        ("promised", "promise", "AGREE"),
        ("refused", "refuse", "REJECT"),
        ("threatened", "threaten", "THREATEN"),
        ("began", "begin", "CONCEDE"),
    ],
)
def test_the_governing_verb_makes_a_new_act(
    matcher: Matcher, governor: str, lemma: str, expected: str
) -> None:
    found = coded(matcher, sanctions(governor, lemma))
    assert [(kind, actors) for kind, actors, _ in found] == [(expected, ["Norway"])]
    assert "Chile" in found[0][2]


def test_a_request_goes_to_the_one_asked(matcher: Matcher) -> None:
    s = tree("""
Norway norway PROPN NNP 2 nsubj
urged urge VERB VBD 0 root
Chile chile PROPN NNP 2 obj
to to PART TO 5 mark
lift lift VERB VB 2 xcomp
sanctions sanction NOUN NNS 5 obj
""")
    assert coded(matcher, s) == [("REQUEST", ["Norway"], ["Chile"])]


def test_an_accusation_keeps_the_act_as_the_accusers_word(matcher: Matcher) -> None:
    s = tree("""
Norway norway PROPN NNP 2 nsubj
accused accuse VERB VBD 0 root
Chile chile PROPN NNP 2 obj
of of SCONJ IN 5 mark
bombing bomb VERB VBG 2 advcl
Peru peru PROPN NNP 5 obj
""")
    frames = matcher.frames(s)
    assert [(f.type, f.status) for f in frames] == [("ACCUSE", None), ("ASSAULT", "attributed")]
    inner = frames[1]
    assert heads(s, inner.actors) == ["Chile"]
    assert heads(s, inner.recipients) == ["Peru"]


def test_light_verb_lends_subject_to_the_noun(matcher: Matcher) -> None:
    s = tree("""
Norway norway PROPN NNP 2 nsubj
held hold VERB VBD 0 root
talks talk NOUN NNS 2 obj
with with ADP IN 5 case
Chile chile PROPN NNP 2 obl
""")
    assert coded(matcher, s) == [("CONSULT", ["Norway"], ["Chile"])]


def test_noun_with_of_and_by(matcher: Matcher) -> None:
    s = tree("""
The the DET DT 2 det
assassination assassination NOUN NN 8 nsubj
of of ADP IN 4 case
Moreau moreau PROPN NNP 2 nmod
by by ADP IN 6 case
gunmen gunman NOUN NNS 2 nmod
shocked shock VERB VBD 0 root
Chile chile PROPN NNP 7 obj
""")
    s.heads[1] = 6
    assert coded(matcher, s) == [("ASSAULT", ["gunmen"], ["Moreau"])]


def test_relative_pronoun_stands_for_its_noun() -> None:
    s = tree("""
jets jet NOUN NNS 0 root
that that PRON WDT 3 nsubj
bombed bomb VERB VBD 1 acl:relcl
Aden aden PROPN NNP 3 obj
""")
    assert arguments(s, 2).subject == 0
    s = tree("""
jet jet NOUN NN 0 root
Chile chile PROPN NNP 3 nsubj
downed down VERB VBD 1 acl:relcl
""")
    args = arguments(s, 2)
    assert (args.subject, args.object) == (1, 0)


def test_participle_on_a_noun_is_passive() -> None:
    s = tree("""
jet jet NOUN NN 0 root
downed down VERB VBN 1 acl
by by ADP IN 4 case
Chile chile PROPN NNP 2 obl:agent
""")
    args = arguments(s, 1)
    assert (args.subject, args.object, args.passive) == (3, 0, True)


def test_second_conjunct_borrows_the_subject(matcher: Matcher) -> None:
    s = tree("""
Norway norway PROPN NNP 2 nsubj
recalled recall VERB VBD 0 root
its its PRON PRP$ 4 nmod:poss
ambassador ambassador NOUN NN 2 obj
and and CCONJ CC 6 cc
expelled expel VERB VBD 2 conj
two two NUM CD 8 nummod
envoys envoy NOUN NNS 6 obj
""")
    assert [(k, a) for k, a, _ in coded(matcher, s)] == [
        ("SANCTION", ["Norway"]),
        ("SANCTION", ["Norway"]),
    ]


def test_suspects_are_not_asserted(matcher: Matcher) -> None:
    s = tree("""
Rebels rebel NOUN NNS 3 nsubj:pass
are be AUX VBP 3 aux:pass
suspected suspect VERB VBN 0 root
of of SCONJ IN 8 mark
being be AUX VBG 8 cop
behind behind ADP IN 8 case
the the DET DT 8 det
attack attack NOUN NN 3 advcl
""")
    frames = matcher.frames(s)
    assert [(f.type, f.status) for f in frames] == [("ASSAULT", "suspected")]
    assert heads(s, frames[0].actors) == ["Rebels"]


def test_a_sentence_without_trigger_is_passed_over(matcher: Matcher) -> None:
    s = tree("""
Spring spring NOUN NN 2 nsubj
came come VERB VBD 0 root
late late ADV RB 2 advmod
""")
    assert matcher.frames(s) == []


def test_will_not_is_a_refusal(matcher: Matcher) -> None:
    s = tree("""
Norway norway PROPN NNP 4 nsubj
will will AUX MD 4 aux
not not PART RB 4 advmod
lift lift VERB VB 0 root
sanctions sanction NOUN NNS 4 obj
on on ADP IN 7 case
Chile chile PROPN NNP 5 nmod
""")
    assert coded(matcher, s) == [("REJECT", ["Norway"], ["Chile"])]


HELD = """
Chile chile PROPN NNP 2 nsubj
held hold VERB VBD 0 root
talks talk NOUN NNS 2 obj
with with ADP IN 6 case
Peruvian peruvian ADJ JJ 6 amod
officials official NOUN NNS 3 nmod
"""


def test_who_holds_talks_and_with_whom_are_two_sides(matcher: Matcher) -> None:
    assert coded(matcher, tree(HELD)) == [("CONSULT", ["Chile"], ["officials"])]


KILLED = """
Chile chile PROPN NNP 3 nsubj
will will AUX MD 3 aux
kill kill VERB VB 0 root
the the DET DT 5 det
{noun} NOUN NNS 3 obj
"""


@pytest.mark.parametrize(
    ("noun", "types"), [("talks talk", []), ("hopes hope", []), ("rebels rebel", ["ASSAULT"])]
)
def test_killing_a_plan_is_no_assault(matcher: Matcher, noun: str, types: list[str]) -> None:
    frames = matcher.frames(tree(KILLED.format(noun=noun)))
    assert [f.type for f in frames if f.rule == "assault.kill"] == types


def test_a_particle_taken_for_a_preposition(matcher: Matcher) -> None:
    s = tree("""
Norway norway PROPN NNP 2 nsubj
called call VERB VBD 0 root
off off ADP IN 5 case
the the DET DT 5 det
talks talk NOUN NNS 2 obl
with with ADP IN 7 case
Chile chile PROPN NNP 5 nmod
""")
    assert coded(matcher, s) == [("REJECT", ["Norway"], ["Chile"])]


SHOWN = """
Chileans chilean PROPN NNPS 2 nsubj
demonstrated demonstrate VERB VBD 0 root
{rest}
"""


@pytest.mark.parametrize(
    ("rest", "types"),
    [
        ("resolve resolve NOUN NN 2 obj", []),
        ("outside outside ADP IN 4 case\nembassies embassy NOUN NNS 2 obl", ["PROTEST"]),
    ],
)
def test_showing_something_is_no_protest(matcher: Matcher, rest: str, types: list[str]) -> None:
    assert [f.type for f in matcher.frames(tree(SHOWN.format(rest=rest)))] == types


def test_objects_that_the_parser_calls_something_else(matcher: Matcher) -> None:
    s = tree("""
Gunmen gunman NOUN NNS 0 root
killed kill VERB VBN 1 acl
Envoy envoy PROPN NNP 4 nmod:desc
Soto soto PROPN NNP 2 xcomp
""")
    assert coded(matcher, s) == [("ASSAULT", ["Gunmen"], ["Soto"])]
