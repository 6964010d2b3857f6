"""What the parser gets wrong again and again, put right: verbs left out in a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import Coder
from detente.coding.mending import mend
from detente.records import Document


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False, learned=None)


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Poland expelled four Russian diplomats, Germany three and France two.", "POL DEU FRA"),
        ("The United States expelled 60 Russians, Britain 23 and Canada four.", "USA GBR CAN"),
        ("Norway expelled two Russians, Latvia and Estonia one each, Slovakia three.",
         "NOR LVA EST SVK"),
        ("Norway expelled two Russians, Swedes and Danes said.", "NOR"),
        ("Norway expelled two Russians in May 2018, Sweden said.", "NOR"),
    ],
)  # fmt: skip
def test_who_is_named_beside_a_number_did_the_same(coder: Coder, text: str, doers: str) -> None:
    (reading,) = coder.read([Document(id="d", text=text, date="2018-06-01")])
    event = next(e for e in reading.events if e.event_type == "SANCTION")
    assert [p.country for p in event.actor] == doers.split()
    assert {p.country for p in event.recipient} == {"RUS"}


WORDS = [
    ("poland", "NNP", "PROPN"),
    ("expel", "VBD", "VERB"),
    ("four", "CD", "NUM"),
    ("diplomat", "NNS", "NOUN"),
    (",", ",", "PUNCT"),
    ("and", "CC", "CCONJ"),
    ("each", "DT", "DET"),
]
DEPS = ["nsubj", "obj", "nummod", "conj", "appos", "flat", "compound", "nmod", "amod", "punct"]


@given(st.data())
def test_a_mended_tree_is_a_tree(data: st.DataObject) -> None:
    words = [WORDS[k] for k in (0, 1, 2, 4, 0, 2, 5, 0, 0, 2, 3)]
    # "Poland expelled four" as it should be, all else anyhow.
    order = [k for k in data.draw(st.permutations(range(len(words)))) if k not in (0, 2)]
    heads, deps = [1] * len(words), ["nsubj", "root", "obj"] + ["root"] * (len(words) - 3)
    for n, k in enumerate(order):
        heads[k] = data.draw(st.sampled_from(order[:n])) if n else -1
        deps[k] = data.draw(st.sampled_from(DEPS)) if n else "root"
    lemmas, tags, pos = (list(x) for x in zip(*words, strict=True))
    mend(lemmas, tags, pos, deps, heads)
    assert heads.count(-1) == 1
    for start in range(len(words)):
        k = start
        seen = set()
        while k >= 0:
            assert k not in seen
            seen.add(k)
            k = heads[k]
