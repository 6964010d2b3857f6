"""Who is meant where a sentence does not say it: "we", "both leaders", whom outsiders punish."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.coding.learned.reader import _apart
from detente.coding.match import Frame
from detente.documents import from_text

QUARREL = "Ethiopia and Eritrea are at war. Ethiopia bombed Asmara. Eritrea shelled Ethiopia. "
STORMED = (
    "Protesters in Tehran stormed the British embassy on Tuesday. London ordered Iranian diplomats"
    " to leave. Iran condemned Britain. "
)
RAID = (
    "Colombian warplanes bombed a rebel camp in Ecuador. Ecuador expelled the Colombian envoy and"
    " moved 3,200 soldiers to the Colombian frontier. "
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False, learned=None)


def sides(coder: Coder, text: str, word: str) -> tuple[set[str | None], set[str | None]]:
    """The states on both sides of the act that a word tells."""
    (reading,) = coder.read([from_text(text, date="2020-05-05")])
    told = [e for e in reading.events if any(m.trigger.text == word for m in e.mentions)]
    assert told, f"nothing told by {word!r}"
    event = told[-1]
    return {p.country for p in event.actor}, {p.country for p in event.recipient}


@pytest.mark.parametrize(
    ("sentence", "word", "who"),
    [
        ("President Clinton telephoned both leaders.", "telephoned", {"USA", "ETH", "ERI"}),
        ("The American secretary of state met the two ministers in Geneva.", "met",
         {"USA", "ETH", "ERI"}),
    ],
)  # fmt: skip
def test_who_meets_a_pair_is_none_of_it(
    coder: Coder, sentence: str, word: str, who: set[str]
) -> None:
    assert sides(coder, QUARREL + sentence, word)[0] == who


def test_whom_one_receives(coder: Coder) -> None:
    text = QUARREL + "Clinton received the two presidents in Washington."
    assert sides(coder, text, "received") == ({"USA"}, {"ETH", "ERI"})


@pytest.mark.parametrize(
    ("sentence", "word", "who"),
    [
        ("Norway closed its embassy.", "closed", "NOR"),
        ("France recalled its ambassador.", "recalled", "FRA"),
    ],
)
def test_outsiders_turn_on_who_used_force(coder: Coder, sentence: str, word: str, who: str) -> None:
    assert sides(coder, STORMED + sentence, word) == ({who}, {"IRN"})


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Hugo Chavez called the raid a crime.", "called"),
        ("Brazil condemned the raid.", "condemned"),
    ],
)
def test_a_raid_is_of_who_used_force(coder: Coder, sentence: str, word: str) -> None:
    assert sides(coder, RAID + sentence, word)[1] == {"COL"}


@pytest.mark.parametrize(
    ("sentence", "word", "who"),
    [
        ("The Security Council deplored the bombing.", "deplored", "UNO"),
        ("The European Union condemned the raid.", "condemned", "EUR"),
    ],
)
def test_bodies_blame_who_did_it(coder: Coder, sentence: str, word: str, who: str) -> None:
    assert sides(coder, RAID + sentence, word) == ({who}, {"COL"})


@pytest.mark.parametrize(
    ("sentence", "word", "whom"),
    [
        ("Canada and Mexico have criticized what Colombia did.", "criticized", {"COL"}),
        ("Peru denounced what Bogota had done.", "denounced", {"COL"}),
        ("Peru condemned what it called a massacre.", "condemned", set()),
    ],
)
def test_what_somebody_did(coder: Coder, sentence: str, word: str, whom: set[str]) -> None:
    assert sides(coder, RAID + sentence, word)[1] == whom


@pytest.mark.parametrize(
    ("answer", "word"),
    [("and they have agreed to do so", "agreed"), ("but they refused to help", "refused")],
)
def test_who_is_asked_answers(coder: Coder, answer: str, word: str) -> None:
    text = f"Bonn and Paris talked. Bonn asked Paris to look after its embassy, {answer}."
    assert sides(coder, text, word)[0] == {"FRA"}


def test_our_man_abroad_is_ours(coder: Coder) -> None:
    text = (
        "The United States and Cuba quarrel. We said so in Washington. Our chief in Havana, Joe"
        " Sullivan, delivered a protest to the Foreign Ministry on Saturday."
    )
    assert "CUB" not in sides(coder, text, "delivered")[0]


HEADLINE = "Iceland fisheries: statement and questions in the House\n20 February 1976\n\n"
TOLD = (
    "Her Majesty's Government regret this step. The Icelandic Government told our Ambassador in"
    " Reykjavik that they were breaking off relations. We have asked the French Government to help."
)


def test_a_headline_tells_what_a_text_is_about(coder: Coder) -> None:
    assert sides(coder, HEADLINE + TOLD, "asked") == ({"GBR"}, {"FRA"})


def test_a_dateline_tells_whose_a_text_is(coder: Coder) -> None:
    text = (
        "A blockade by any other name\nBy our guest columnist\nKathmandu, 2 November 2015\n\n"
        "India closed the border. India denies it. India is strong. Our government condemned the"
        " blockade. We asked China to help. We are not to blame."
    )
    assert sides(coder, text, "asked") == ({"NPL"}, {"CHN"})


@pytest.mark.parametrize(
    ("source", "states"),
    [
        ("El Eco del Valle, translated from the Spanish", ()),
        ("Voice of the Valley, English page", ()),
        ("The Mountain News, translated from Thai", ("THA",)),
        ("The Times of Israel", ("ISR",)),
    ],
)
def test_a_tongue_of_many_states_tells_none(
    coder: Coder, source: str, states: tuple[str, ...]
) -> None:
    assert coder._states_in(source) == states


def frame(*, reciprocal: bool) -> Frame:
    return Frame(
        trigger=1, last=1, rule="accuse.accuse", type="ACCUSE", mode=(), cameo=None, context=(),
        actors=[], recipients=[], reciprocal=reciprocal, needs="both", clauses=(1,), nominal=False,
    )  # fmt: skip


def test_whom_grammar_names_is_no_doer_beside_others() -> None:
    both = frozenset(("CHN", "PHL"))
    assert _apart(frame(reciprocal=False), both, {"PHL": "named"}) == {"CHN"}
    assert _apart(frame(reciprocal=False), both, {"PHL": "supplied"}) == both
    assert _apart(frame(reciprocal=True), both, {"PHL": "named"}) == both
    assert _apart(frame(reciprocal=False), frozenset(("PHL",)), {"PHL": "named"}) == {"PHL"}


def test_a_craft_that_another_fires_at_is_not_its_own(coder: Coder) -> None:
    text = (
        "The Icelandic patrol ship Ægir fired two shots into the bow of the trawler Mary Ellen. The "
        "trawler was seized by Ireland. The patrol ship sailed home."
    )
    (reading,) = coder.read([from_text(text, date="1975-12-09")])
    told = {e.trigger.text: [p.country for p in e.recipient] for e in reading.events}
    assert told["fired"] == told["seized"] == [None]


def test_the_two_are_not_outsiders_named_together(coder: Coder) -> None:
    text = (
        "Ecuador expelled Peru's attaché. Peru rejected the charge of Ecuador. Brazil and Chile "
        "offered to send investigators. Ecuador has not called up reservists, and the two "
        "presidents will meet in Cuenca on Friday."
    )
    assert sides(coder, text, "meet")[0] == {"ECU", "PER"}


def test_outsiders_speak_of_the_two(coder: Coder) -> None:
    text = (
        "Israel and Lebanon shelled each other. Israel bombed Lebanon. In Paris the French minister "
        "said that the two countries will meet."
    )
    assert sides(coder, text, "meet")[0] == {"ISR", "LBN"}


STATEMENT = """The Secretary of State: With permission, Madam Speaker, I shall make a statement. At 0410
yesterday the Icelandic patrol ship Ægir fired two solid shots into the bow of the Fleetwood
trawler Mary Ellen, forty miles off Langanes. The mate was killed.

I called in the Icelandic Ambassador at nine o'clock. I told him that Her Majesty's Government
regard the use of live shot against unarmed men as intolerable, and asked for the release of
ship and crew and for an inquiry in which we should take part. He expressed the deep regret of
his Prime Minister at the loss of life.

We have not suspended the interim agreement of November, under which British vessels may take
130,000 tons a year, nor shall we do so while there is a chance of talks in Oslo on Thursday.

Windows of the Icelandic consulate in Hull were broken last night; I condemn that, and I am glad
to say that nobody was hurt."""


def test_a_minister_who_condemns_what_his_own_did_is_himself(coder: Coder) -> None:
    who, whom = sides(coder, STATEMENT, "condemn")
    assert who == {"GBR"}
    assert not whom


@pytest.mark.parametrize(
    ("sentence", "supports"),
    [
        ("How could a Turkish officer stand right behind the Russian ambassador to shoot?", False),
        ("Turkey stood behind Russia in the dispute.", True),
    ],
)
def test_who_stands_behind_somebody_to_shoot_does_not_back_him(
    coder: Coder, sentence: str, supports: bool
) -> None:
    (reading,) = coder.read([from_text(sentence, date="2016-12-22")])
    assert any(e.event_type == "SUPPORT" for e in reading.events) is supports
