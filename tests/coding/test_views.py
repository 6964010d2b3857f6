"""What somebody's word explains of an act: who did it, why, or neither.

The act is the same in all of them, so that only the sentence behind it decides. The people and
places are made up.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Reading

Read = Callable[[str], Reading]
ACT = "A bomb killed Norway's consul, Erik Dahl, outside his residence in Sanaa on Sunday. "


@pytest.fixture(scope="module")
def read() -> Read:
    coder = Coder()
    return lambda text: next(coder.read([from_text(text, date="2016-05-20")]))


@pytest.mark.parametrize(
    ("sentence", "about", "words", "holder"),
    [
        (
            "Shopkeepers say that Hamid's enemies wanted to scare off investors.",
            "why",
            "scare",
            None,
        ),
        ("Traders hold that it was for unpaid rent.", "why", "rent", "Traders"),
        ("Villagers say it was the coast guard's own men.", "who", "men", "Villagers"),
        ("Lawyers insist that the plot was engineered by Tehran.", "who", "Tehran", "Lawyers"),
        ("A weekly in Aden suspects local smugglers.", "who", "smugglers", "weekly"),
        ("Neighbours suspect greed.", "why", "greed", "Neighbours"),
        ("Oslo accuses Qatar of having financed the cell.", "who", "Qatar", "Oslo"),
        ("Clerks believe they were smugglers who lost their nerve.", "who", "smugglers", "Clerks"),
        ("The mayor thinks that the guards fired by mistake.", "why", "mistake", "mayor"),
        ("Egyptian papers have since named Iran.", "who", "Iran", "papers"),
        ("Diplomats see a wish to wreck the talks.", "why", "wreck the talks", "Diplomats"),
        ("Many say jealousy.", "why", "jealousy", "Many"),
    ],
)
def test_what_is_held_of_who_and_why(
    read: Read, sentence: str, about: str, words: str, holder: str | None
) -> None:
    found = [h for h in read(ACT + sentence).hypotheses if words in h.proposition]
    assert [h.about for h in found] == [about]
    assert holder is None or holder in found[0].holders[0].value


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry says it hopes to reopen the consulate.",
        "The governor says he had no hand in it.",
        "The envoy said the talks would go on.",
        "The minister says we want peace.",
    ],
)
def test_a_wish_of_ones_own_or_a_denial_explains_nothing(read: Read, sentence: str) -> None:
    assert not [h for h in read(ACT + sentence).hypotheses if h.about != "what-next"]


def test_an_explanation_needs_no_case_file(read: Read) -> None:
    text = "Bread prices doubled in May. Bakers say the ministry wanted to please the millers."
    reading = read(text)
    assert not reading.incidents
    assert [(h.about, h.holders[0].value) for h in reading.hypotheses] == [("why", "Bakers")]


@pytest.mark.parametrize(
    ("sentence", "words", "holder"),
    [
        ("If Oslo cuts the aid, Sanaa will close the strait.", "Sanaa will close", "the author"),
        (
            "Should Oslo refuse, the matter may go before the Council.",
            "matter may go",
            "the author",
        ),
    ],
)
def test_what_comes_next_on_a_condition(read: Read, sentence: str, words: str, holder: str) -> None:
    found = [h for h in read(ACT + sentence).hypotheses if h.about == "what-next"]
    assert [h.holders[0].value for h in found] == [holder]
    assert words in found[0].proposition
    assert not found[0].proposition.startswith(("If", "Should"))


def test_what_would_have_come_or_nobody_is_about_is_no_outlook(read: Read) -> None:
    text = ACT + "If the rain stops, there may be bread. If Oslo cuts the aid, will Sanaa answer?"
    assert not [h for h in read(text).hypotheses if h.about == "what-next"]


def test_how_somebody_sees_it_is_no_reason(read: Read) -> None:
    found = read(ACT + "Some generals suspect Qatar, as they see it behind every bomb.")
    assert any("Qatar" in h.proposition for h in found.hypotheses)
    assert not any("as they" in x.text for h in found.hypotheses for x in h.evidence_for)


def test_news_of_a_bomber_is_no_guess(read: Read) -> None:
    text = (
        "A suicide bomber rammed the gate of a Norwegian camp in Sanaa on Sunday, killing two"
        " instructors, officials said."
    )
    assert not [h for h in read(text).hypotheses if "rammed" in h.proposition]
