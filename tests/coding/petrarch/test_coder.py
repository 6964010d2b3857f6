"""Each rule of the dictionaries on a sentence of our own, parsed from its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.petrarch.coder import PetrarchCoder
from detente.coding.petrarch.familiar import Lent
from detente.coding.petrarch.options import Options, options_from
from detente.coding.petrarch.read import read_all
from detente.coding.petrarch.sentence import Line
from detente.errors import BadSetting
from tests.coding.petrarch.conftest import FILES, SMALL

if TYPE_CHECKING:
    from spacy.language import Language


def coded(coder: PetrarchCoder, nlp: Language, text: str, day: str = "19970601") -> set[str]:
    outcome = coder.code(nlp, text, day)
    for event in outcome.events:
        start, end = event.verb
        assert text[start:end].strip() == text[start:end] != ""
        for span in (event.source_span, event.target_span):
            assert span is None or text[slice(*span)]
    return {f"{e.source}>{e.target} {e.code}" for e in outcome.events}


RULES = {
    "the verb's own code": ("Varnia praised Ostrel.", "VAR>OST 051"),
    "a code of one verb of a block": ("Varnia commended Ostrel.", "VAR>OST 052"),
    "a pattern before the code": ("Varnia praised a reform in Ostrel.", "VAR>OST 053"),
    "a pattern before the verb": ("Varnia has failed to praise Ostrel.", "VAR>OST 111"),
    "words joined to the verb": ("Varnia did not praise Ostrel.", "VAR>OST 120"),
    "joined words with one between": ("Varnia did not openly praise Ostrel.", "VAR>OST 051"),
    "a synset": ("Varnia sent copper ores to Ostrel.", "VAR>OST 070"),
    "a synset joined to a word": ("Varnia sent south bound trains to Ostrel.", "VAR>OST 061"),
    "a verb without a code": ("Varnia sent its regards to Ostrel.", ""),
    "source and target by the pattern": ("Varnia was sent help from Ostrel.", "VAR>OST 071"),
    "an actor passed over": ("Varnia delivered Vask to Ostrel.", "VAR>OST 060"),
    "a code both ways": ("Varnia visited Ostrel.", "VAR>OST 042 OST>VAR 043"),
    "a compound": ("Varnia and Ostrel agreed.", "VAR>OST 057 OST>VAR 057"),
    "lists on both sides": (
        "Varnia, Ostrel and New Zorn praised Barad-lum and the League of the Coast.",
        "VAR>LUM 051 VAR>IGOLCS 051 OST>LUM 051 OST>IGOLCS 051 ZRN>LUM 051 ZRN>IGOLCS 051",
    ),
    "a verb of several words": ("Varnia lashed out at Ostrel.", "VAR>OST 112"),
    "a passive": ("Varnia was opposed last week by Ostrel.", "OST>VAR 112"),
    "a form that is none": ("Varnia praisd Ostrel.", ""),
    "an agent": ("The president of Varnia praised Ostrel.", "VARGOV>OST 051"),
    "an agent after the name": ("Varnia's foreign minister praised Ostrel.", "VARGOVFRM>OST 051"),
    "agents of a list of actors": (
        "Soldiers from Varnia and Ostrel opposed New Zorn.",
        "VARMIL>ZRN 112 OSTMIL>ZRN 112",
    ),
    "an actor of a list of agents": (
        "The Varnian government and police opposed Ostrel.",
        "VARGOV>OST 112 VARCOP>OST 112",
    ),
    "roles of a list, each in each state": (
        "Soldiers and police in Varnia and Ostrel opposed New Zorn.",
        "VARMIL>ZRN 112 VARCOP>ZRN 112 OSTMIL>ZRN 112 OSTCOP>ZRN 112",
    ),
    "both": (
        "The presidents of both Varnia and Ostrel praised New Zorn.",
        "VARGOV>ZRN 051 OSTGOV>ZRN 051",
    ),
    "as well as": ("Varnia as well as Ostrel praised New Zorn.", "VAR>ZRN 051 OST>ZRN 051"),
    "adjectives joined by and": (
        "Varnia's old and tired president praised Ostrel.",
        "VARGOV>OST 051",
    ),
    "an actor of a list that has no code": (
        "Varnia, Farland and Ostrel praised New Zorn.",
        "VAR>ZRN 051 OST>ZRN 051",
    ),
    "a code before the actor's": ("A relief agency in Varnia praised Ostrel.", "NGOVAR>OST 051"),
    "a code that is there already": ("President Vask praised Ostrel.", "VARGOV>OST 051"),
    "two actors of one name": ("The Twin Isles praised Ostrel.", "ISA>OST 051 ISB>OST 051"),
    "a name that is no actor": ("Nobodyland praised Ostrel.", ""),
    "a clause between commas": ("Varnia, a friend of New Zorn, praised Ostrel.", "VAR>OST 051"),
    "who reports": ("Varnia praised Ostrel, an official in New Zorn said.", "VAR>OST 051"),
    "two verbs": (
        "Varnia praised Ostrel and opposed New Zorn.",
        "VAR>OST 051 VAR>ZRN 112",
    ),
    "what is said of an own act": ("Varnia said it opposed Ostrel.", "VAR>OST 015"),
    "what is said of another's act": ("Varnia said Ostrel opposed New Zorn.", "VAR>OST 112"),
    "what is agreed to be done": ("Varnia agreed to visit Ostrel.", "VAR>OST 042"),
    "what is said of another act": ("Varnia said Ostrel visited New Zorn.", "VAR>OST 010"),
    "a pattern before a transformation": ("Varnia said nothing to Ostrel.", "VAR>OST 011"),
    "an adjective": ("Varnian soldiers opposed Ostreli police.", "VARMIL>OSTCOP 112"),
    "capitals": ("VARNIA PRAISED OSTREL", "VAR>OST 051"),
    "nobody of the dictionary": ("The weather praised the harvest.", ""),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_on_a_sentence(coder: PetrarchCoder, nlp: Language, rule: str) -> None:
    text, wanted = RULES[rule]
    words = wanted.split()
    pairs = {f"{a} {b}" for a, b in zip(words[::2], words[1::2], strict=True)}
    assert coded(coder, nlp, text) == pairs


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("19951231", "VAROPP"),
        ("19960101", "VARGOV"),
        ("19981231", "VARGOV"),
        ("19990101", "VARELI"),
        ("", "VARELI"),
    ],
)
def test_a_code_holds_on_its_days_both_included(
    coder: PetrarchCoder, nlp: Language, day: str, code: str
) -> None:
    assert coded(coder, nlp, "Vask praised Ostrel.", day) == {f"{code}>OST 051"}


def test_a_name_without_a_code_on_a_day_is_no_actor(coder: PetrarchCoder, nlp: Language) -> None:
    assert coded(coder, nlp, "Ida Holm praised Varnia.", "19981231") == set()
    assert coded(coder, nlp, "Ida Holm praised Varnia.", "19990101") == {"OSTGOV>VAR 051"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Varnia praised the chess players of Ostrel.", "sentencediscard"),
        ("Varnia praised Ostrel before the World Cup.", "storydiscard"),
        ("PORT VARN: -- Varnia praised Ostrel.", "dateline"),
        ("Varnia praised the World Cupboard of Ostrel.", ""),
    ],
)
def test_discards_and_datelines(
    coder: PetrarchCoder, nlp: Language, text: str, reason: str
) -> None:
    outcome = coder.code(nlp, text, "19970601")
    assert {p.reason for p in outcome.passed if p.reason} == ({reason} if reason else set())
    assert bool(outcome.events) == (not reason)


def test_options_say_what_is_kept(coder: PetrarchCoder, nlp: Language) -> None:
    loose = coder.with_options(Options(require_dyad=False))
    assert coded(loose, nlp, "Varnia praised the harvest.") == {"VAR>--- 051"}
    new = coder.with_options(Options(new_actor_length=3))
    assert coded(new, nlp, "The Harbour Guild praised Varnia.") == {'"THE HARBOUR GUILD">VAR 051'}
    short = coder.with_options(Options(new_actor_length=2))
    assert coded(short, nlp, "The Harbour Guild praised Varnia.") == set()


def test_clauses_between_commas_are_passed_over_by_length(
    coder: PetrarchCoder, nlp: Language
) -> None:
    text = "Varnia praised the harvest, a gift of the river to Ostrel."
    assert coded(coder, nlp, text) == set()
    kept = coder.with_options(Options(comma_emax=0))
    assert coded(kept, nlp, text) == {"VAR>OST 051"}


def test_options_are_read_as_petrarch_writes_them() -> None:
    given_ = {"require_dyad": "FALSE", "new_actor_length": "4", "comma_emax": "0", "other": "x"}
    assert options_from(given_) == Options(require_dyad=False, new_actor_length=4, comma_emax=0)
    with pytest.raises(BadSetting, match="new_actor_length is 'four'; it must be a number"):
        options_from({"new_actor_length": "four"})


def test_noun_phrases_and_prepositions_of_the_second_format(nlp: Language) -> None:
    files = [*FILES[:3], ("verbs", SMALL / "small.phrases.txt")]
    coder = PetrarchCoder(read_all(files).dictionary)
    wanted = {
        "Varnia promised full support to Ostrel.": "032",
        "Varnia promised grain for refugees in Ostrel.": "073",
        "Varnia promised Ostrel to withdraw.": "087",
        "Varnia promised Ostrel a surprise.": "030",
    }
    for text, code in wanted.items():
        assert coded(coder, nlp, text) == {f"VAR>OST {code}"}


def test_an_event_names_the_line_that_decided_it(coder: PetrarchCoder, nlp: Language) -> None:
    text = "Varnia praised a reform in Ostrel."
    (event,) = coder.code(nlp, text, "19970601").events
    assert event.where == "small.verbs.txt:13"
    assert [text[slice(*s)] for s in (event.verb, event.source_span, event.target_span) if s] == [
        "praised", "Varnia", "Ostrel",
    ]  # fmt: skip


pieces = st.sampled_from(
    ["Varnia", "Ostrel", "praised", "visited", ",", "and", "by", "was", "of", ".", "the", "Mira",
     "Vask", "soldiers", "\n\n", "'s", "--", "\x00", "🙂", "(", "n't", "sent", "grain", ";"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(pieces, max_size=25).map(" ".join) | st.text(max_size=60))
def test_no_text_breaks_the_coder(coder: PetrarchCoder, nlp: Language, text: str) -> None:
    coded(coder, nlp, text)


def test_a_verb_that_the_parser_took_for_an_adjective(coder: PetrarchCoder) -> None:
    """A sentence has a finite verb; where none is seen, the dictionary's verb is it."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    words = ["Varnia", "praised", "bread", "of", "Ostrel"]
    doc = Doc(
        Vocab(),
        words=words,
        tags=["NNP", "JJ", "NN", "IN", "NNP"],
        pos=["PROPN", "ADJ", "NOUN", "ADP", "PROPN"],
        deps=["compound", "amod", "ROOT", "case", "nmod"],
        heads=[2, 2, 2, 4, 2],
    )
    line = Line(list(doc), Lent(doc.text, doc.text, ()))
    assert line.chunk_of == {0: 0, 1: 0, 2: 0, 4: 1}
    mended = line.with_verb(lambda word: word == "PRAISED")
    assert mended.chunk_of == {0: 0, 2: 1, 4: 2}
    assert mended.verbs == {1}
    assert line.with_verb(lambda word: word == "BREAD") is line


def test_a_sentence_that_never_ends_is_cut(coder: PetrarchCoder, nlp: Language) -> None:
    assert "VAR>OST 051" in coded(coder, nlp, "Varnia praised Ostrel and " * 400)
