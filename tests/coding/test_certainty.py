"""Status of an act from the words around it, on hand-made trees."""

from __future__ import annotations

import pytest

from detente.coding.certainty import Certainty, certainty, load_cues
from detente.coding.match import Matcher
from detente.coding.patterns import load_patterns
from tests.coding.build import tree


@pytest.fixture(scope="module")
def judge():  # type: ignore[no-untyped-def]
    matcher, cues = Matcher(load_patterns()), load_cues()

    def of(rows: str, event_type: str) -> tuple[Certainty, list[str]]:
        s = tree(rows)
        frame = next(f for f in matcher.frames(s) if f.type == event_type)
        found = certainty(s, frame, cues)
        return found, [s.words[j] for j in found.speakers]

    return of


def clause(*auxiliaries: str, verb: str = "bomb", tag: str = "VB") -> str:
    rows = ["Chile chile PROPN NNP {v} nsubj"]
    for word in auxiliaries:
        dep = "advmod" if word in ("not", "never", "reportedly", "allegedly") else "aux"
        rows.append(f"{word} {word} {'ADV RB' if dep == 'advmod' else 'AUX MD'} {{v}} {dep}")
    v = len(rows) + 1
    rows += [f"{verb} bomb VERB {tag} 0 root", f"Peru peru PROPN NNP {v} obj"]
    return "\n".join(r.format(v=v) for r in rows)


@pytest.mark.parametrize(
    ("auxiliaries", "status"),
    [
        ((), "asserted"),
        (("did", "not"), "negated"),
        (("never",), "negated"),
        (("will",), "planned"),
        (("may",), "hypothetical"),
        (("could",), "hypothetical"),
        (("would",), "hypothetical"),
        (("reportedly",), "attributed"),
        (("will", "not"), "negated"),
    ],
)
def test_the_clause_itself(judge, auxiliaries: tuple[str, ...], status: str) -> None:  # type: ignore[no-untyped-def]
    found, _ = judge(clause(*auxiliaries, verb="bombed" if not auxiliaries else "bomb"), "ASSAULT")
    assert found.status == status


def test_indirect_speech_is_the_speakers_word(judge) -> None:  # type: ignore[no-untyped-def]
    found, speakers = judge(
        """
Norway norway PROPN NNP 2 nsubj
said say VERB VBD 0 root
that that SCONJ IN 5 mark
Chile chile PROPN NNP 5 nsubj
bombed bomb VERB VBD 2 ccomp
Peru peru PROPN NNP 5 obj
""",
        "ASSAULT",
    )
    assert (found.status, speakers) == ("attributed", ["Norway"])


def test_trailing_said_clause(judge) -> None:  # type: ignore[no-untyped-def]
    found, speakers = judge(
        """
Chile chile PROPN NNP 2 nsubj
bombed bomb VERB VBD 0 root
Peru peru PROPN NNP 2 obj
Norway norway PROPN NNP 5 nsubj
said say VERB VBD 2 parataxis
""",
        "ASSAULT",
    )
    assert (found.status, speakers) == ("attributed", ["Norway"])


def test_according_to(judge) -> None:  # type: ignore[no-untyped-def]
    found, speakers = judge(
        """
According accord VERB VBG 3 case
to to ADP IN 1 fixed
Norway norway PROPN NNP 5 obl
Chile chile PROPN NNP 5 nsubj
bombed bomb VERB VBD 0 root
Peru peru PROPN NNP 5 obj
""",
        "ASSAULT",
    )
    assert (found.status, speakers) == ("attributed", ["Norway"])


def test_denial(judge) -> None:  # type: ignore[no-untyped-def]
    found, speakers = judge(
        """
Chile chile PROPN NNP 2 nsubj
denied deny VERB VBD 0 root
bombing bomb VERB VBG 2 xcomp
Peru peru PROPN NNP 3 obj
""",
        "ASSAULT",
    )
    assert (found.status, speakers) == ("denied", ["Chile"])


def test_condition(judge) -> None:  # type: ignore[no-untyped-def]
    found, _ = judge(
        """
If if SCONJ IN 3 mark
Chile chile PROPN NNP 3 nsubj
bombs bomb VERB VBZ 6 advcl
Peru peru PROPN NNP 3 obj
war war NOUN NN 6 nsubj
comes come VERB VBZ 0 root
""",
        "ASSAULT",
    )
    assert found.status == "hypothetical"


def test_would_after_said_is_a_plan(judge) -> None:  # type: ignore[no-untyped-def]
    found, _ = judge(
        """
Norway norway PROPN NNP 2 nsubj
said say VERB VBD 0 root
Chile chile PROPN NNP 5 nsubj
would would AUX MD 5 aux
expel expel VERB VB 2 ccomp
diplomats diplomat NOUN NNS 5 obj
""",
        "SANCTION",
    )
    assert found.status == "planned"


def test_a_definite_act_is_taken_for_granted(judge) -> None:  # type: ignore[no-untyped-def]
    found, _ = judge(
        """
Norway norway PROPN NNP 3 nsubj
will will AUX MD 3 aux
mourn mourn VERB VB 0 root
the the DET DT 5 det
assassination assassination NOUN NN 3 obj
of of ADP IN 7 case
Moreau moreau PROPN NNP 5 nmod
""",
        "ASSAULT",
    )
    assert found.status == "asserted"


@pytest.mark.parametrize(
    ("adjective", "status"),
    [("alleged", "attributed"), ("planned", "planned"), ("failed", "hypothetical")],
)
def test_adjectives_of_doubt(judge, adjective: str, status: str) -> None:  # type: ignore[no-untyped-def]
    found, _ = judge(
        f"""
The the DET DT 3 det
{adjective} {adjective} ADJ JJ 3 amod
assassination assassination NOUN NN 6 nsubj
of of ADP IN 5 case
Moreau moreau PROPN NNP 3 nmod
stunned stun VERB VBD 0 root
Norway norway PROPN NNP 6 obj
""",
        "ASSAULT",
    )
    assert found.status == status


@pytest.mark.parametrize(("word", "status"), [("yet", "negated"), ("still", "hypothetical")])
def test_has_yet_to(judge, word: str, status: str) -> None:  # type: ignore[no-untyped-def]
    found, _ = judge(
        f"""
Chile chile PROPN NNP 2 nsubj
has have VERB VBZ 0 root
{word} {word} ADV RB 2 advmod
to to PART TO 5 mark
expel expel VERB VB 2 xcomp
diplomats diplomat NOUN NNS 5 obj
""",
        "SANCTION",
    )
    assert found.status == status
