"""What the parser gets wrong again and again, put right: verbs left out in a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import Coder
from detente.coding.mending import mend
from detente.coding.sentence import Sentence, sentences
from detente.records import Document
from tests.coding.build import tree


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


@pytest.mark.parametrize(
    ("text", "doer", "day"),
    [
        ("In 2015 gunmen kidnapped two Tunisian diplomats.", "gunmen", "2015-01-01"),
        ("On 14 September Tajik guards shot two Kyrgyz soldiers.", "Tajik", "2022-09-14"),
        (
            "In the early hours of 14 September Tajik border guards shot two Kyrgyz soldiers.",
            "Tajik",
            "2022-09-14",
        ),
        ("Early on Monday Georgian police arrested two Russians.", "Georgian", "2022-09-12"),
        ("On Tuesday night Turkish jets bombed a Syrian camp.", "Turkish", "2022-09-13"),
    ],
)
def test_a_date_is_no_part_of_who_stands_behind_it(
    coder: Coder, text: str, doer: str, day: str
) -> None:
    (reading,) = coder.read([Document(id="d", text=text, date="2022-09-17")])
    event = reading.events[0]
    assert doer in event.actor[0].span.text
    assert not any(
        w in event.actor[0].span.text for w in ("September", "Monday", "2015", "Tuesday")
    )
    assert event.date is not None
    assert event.date.start == day


def mended(rows: str) -> Sentence:
    """The sentence of some rows (`tree`), put right."""
    s = tree(rows)
    mend(s.lemmas, s.tags, s.pos, s.deps, s.heads)
    return s


def test_dates_that_are_their_own_phrase_stay_so() -> None:
    # "In 2015 dollars the price was nine": the dollars do nothing.
    rows = """
in in ADP IN 3 case
2015 2015 NUM CD 3 nummod
dollar dollar NOUN NNS 7 obl
the the DET DT 5 det
price price NOUN NN 7 nsubj
be be AUX VBD 7 cop
fall fall VERB VBD 0 root
"""
    s, before = mended(rows), tree(rows)
    assert (s.heads, s.deps) == (before.heads, before.deps)


def test_a_family_name_is_no_clause_of_saying(coder: Coder) -> None:
    text = (
        "President Kais Saied, who spoke by telephone with the head of the Council, Mohamed al-Menfi,"
        ' said that "the blood of our diplomats is not cheap".'
    )
    (reading,) = Coder(learned=None).read([Document(id="d", text=text, date="2024-03-28")])
    said = {c.speaker.value: c.proposition.text for c in reading.claims}
    assert said.get("President Kais Saied", "").startswith("the blood")


def test_who_suspects_has_a_verb_of_his_own() -> None:
    # "... that they suspect smugglers angered by it"
    s = mended("""
tell tell VERB VBD 0 root
that that SCONJ IN 6 mark
they they PRON PRP 4 nsubj
suspect suspect VERB VBP 5 amod
smuggler smuggler NOUN NNS 6 nsubj
anger anger VERB VBD 1 ccomp
by by ADP IN 8 case
closure closure NOUN NN 6 obl
""")
    assert (s.heads[3], s.deps[3]) == (0, "ccomp")
    assert (s.heads[4], s.deps[4]) == (3, "obj")
    assert (s.heads[5], s.deps[5]) == (4, "acl")
    assert s.heads[1] == 3


def test_two_nouns_behind_a_verb_are_one_object() -> None:
    s = mended("""
ram ram VERB VBD 0 root
the the DET DT 3 det
survey survey NOUN NN 1 obj
ship ship NOUN NN 1 obj
""")
    assert (s.heads, s.deps[2]) == ([-1, 3, 3, 0], "compound")


@pytest.mark.parametrize(
    ("text", "who", "whom"),
    [
        ("The police suspect smugglers of the bombing.", "police", "smugglers"),
        ("Senators in Lima suspect General Ruiz of having sent it.", "Senators", "Ruiz"),
        ("Diplomats suspect Iranian agents.", "Diplomats", "agents"),
        ("Members of the opposition suspect the Americans.", "Members", "Americans"),
        ("Local police suspect boys with fireworks.", "police", "boys"),
        ("Sailors in the port suspect fishermen.", "Sailors", "fishermen"),
    ],
)
def test_behind_a_plural_suspect_is_a_verb(coder: Coder, text: str, who: str, whom: str) -> None:
    (s,) = sentences(coder.nlp(text), text)
    k = s.lower.index("suspect")
    assert s.tags[k] == "VBP"
    assert k == s.root
    assert s.words[s.child(k, "nsubj") or 0] == who
    thing = s.child(k, "obj") or 0
    assert whom in {s.words[thing], *(s.words[j] for j in s.children[thing])}


@pytest.mark.parametrize(
    "text",
    [
        "The police arrested a suspect in Lima.",
        "Officers shot dead one suspect, Hugo Ruiz, in a suburb.",
        "They found a suspect package.",
        "No suspect charged in the case has spoken.",
    ],
)
def test_a_suspect_stays_a_noun(coder: Coder, text: str) -> None:
    (s,) = sentences(coder.nlp(text), text)
    assert not s.tags[s.lower.index("suspect")].startswith("VB")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (
            "Two days after a mortar round killed the Kenyan consul in Kismayo, Grace Otieno, and her driver, officials are still choosing their words.",
            "driver",
        ),
        ("He was ambassador to Libya, Saudi Arabia, and Egypt.", None),
    ],
)
def test_who_is_named_behind_his_office_is_no_place(
    coder: Coder, text: str, joined: str | None
) -> None:
    (s,) = sentences(coder.nlp(text), text)
    role = next(k for k, w in enumerate(s.lower) if w in ("consul", "ambassador"))
    told = [s.lower[k] for k in s.children[role] if s.deps[k] in ("conj", "appos")]
    assert ("otieno" in told) is (joined is not None)
    assert (joined in told) is (joined is not None)
