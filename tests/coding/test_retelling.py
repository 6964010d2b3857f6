"""Which tellings are of one act, as a model says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.coding import Coder
from detente.coding.learned.linear import load as load_linears
from detente.coding.learned.retelling import Retellings, features, telling
from detente.coding.merge import Draft, merge
from detente.coding.sentence import sentences
from detente.documents import from_text
from detente.language import parse
from detente.records import Event, Mention, Party, Span
from tests.coding.test_merge import GUNMAN, KARLOV, PILOT, day, event

TEXT = (
    "Tunisia closed the border in February. Tunisia has recalled its ambassador from Tripoli. The"
    " border was closed again in March."
)


class _Says:
    """Holds the tellings for one act that begin at certain places."""

    def __init__(self, *same: tuple[int, int], least: float = 0.5) -> None:
        self.same, self.least = same, least
        self.asked: list[tuple[int, int]] = []

    def chance(self, a: Event, b: Event) -> float:
        pair = a.trigger.start, b.trigger.start
        self.asked.append(pair)
        return 0.9 if pair in self.same else 0.1


def hit(at: int = 0, **given: object) -> Event:
    """An attack on soldiers, whom no name tells from others."""
    return event(at, **{"recipient": (Party("Russian soldiers", "RUS", ("MIL",)),), **given})


def starts(events: list[Event]) -> list[list[int]]:
    return [[m.trigger.start for m in e.mentions] for e in events]


def test_a_model_says_what_is_one_act() -> None:
    drafts = [Draft(hit(0)), Draft(hit(50)), Draft(hit(90))]
    found, _ = merge(drafts, _Says((0, 90)))
    assert starts(found) == [[0, 90], [50]]


def test_it_is_asked_of_every_telling_of_an_act() -> None:
    drafts = [Draft(hit(0)), Draft(hit(50)), Draft(hit(90))]
    found, _ = merge(drafts, _Says((0, 50), (50, 90)))
    assert starts(found) == [[0, 50, 90]]


@pytest.mark.parametrize(
    "other",
    [
        event(50, date=day("2016-12-20")),
        event(50, recipient=(PILOT,)),
        event(50, status="planned"),
        event(50, event_type="COERCE"),
    ],
)
def test_what_contradicts_is_never_asked_about(other: Event) -> None:
    says = _Says((0, 50))
    found, _ = merge([Draft(event(0, date=day("2016-12-19"))), Draft(other)], says)
    assert len(found) == 2
    assert not says.asked


def test_the_level_decides() -> None:
    drafts = [Draft(hit(0)), Draft(hit(50))]
    assert len(merge(drafts, _Says((0, 50), least=0.95))[0]) == 2
    assert len(merge(drafts, _Says(least=0.05))[0]) == 1


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def _at(text: str, sentence: int, word: str, **given: object) -> Event:
    at = text.index(word)
    span = Span(at, at + len(word), word)
    mention = Mention(span, span, sentence)
    base = event(0, event_type="SANCTION", recipient=(KARLOV,), decided_by="pattern:sanction.close")
    return replace(base, mentions=(mention,), **given)  # type: ignore[arg-type]


def test_features_tell_words_sides_and_distance(coder: Coder) -> None:
    pages = sentences(next(parse(coder.nlp, [TEXT])), TEXT)
    closed, recalled = _at(TEXT, 0, "closed"), _at(TEXT, 1, "recalled")
    names = features(telling(closed, pages), telling(recalled, pages))
    assert "words close/recall" in names
    assert "word other" in names
    assert "SANCTION: recipients same" in names
    assert "apart 1" in names
    assert len(names) == len(set(names))


def test_the_shipped_model_is_used_where_articles_are_read(coder: Coder) -> None:
    (reading,) = coder.read([from_text(TEXT, date="2024-03-28")])
    triggers = [[m.trigger.text for m in e.mentions] for e in reading.events]
    assert ["recalled"] in triggers


def test_a_telling_again_is_likelier_one_act_than_another_deed(coder: Coder) -> None:
    text = (
        "Gunmen killed the consul of Peru in La Paz on Monday. The consul was killed at his door."
        " Bolivia recalled its envoy."
    )
    pages = sentences(next(parse(coder.nlp, [text])), text)
    model = Retellings(load_linears("tellings"), pages)
    first = _at(text, 0, "killed", event_type="ASSAULT")
    second = replace(first, mentions=(Mention(Span(67, 73, "killed"), Span(67, 73, "killed"), 1),))
    again = model.chance(first, second)
    other = model.chance(
        replace(first, event_type="SANCTION"),
        _at(text, 2, "recalled", event_type="SANCTION"),
    )
    assert again > other


def test_what_somebody_charges_is_not_asserted() -> None:
    # "A bomb killed the consul. Bolivia accused Peru of the bombing."
    said = event(50, status="attributed", actor=(PILOT,))
    for drafts in ([Draft(event(0)), Draft(said)], [Draft(said), Draft(event(90))]):
        found, _ = merge(drafts, _Says(least=0.0))
        assert [(e.status, bool(e.actor)) for e in found] in (
            [("asserted", False), ("attributed", True)],
            [("attributed", True), ("asserted", False)],
        )


def test_an_attack_on_one_person_is_one_act_whatever_the_model_says() -> None:
    office = Party("Russian ambassador", "RUS", ("GOV",))
    for other in (event(50), event(50, recipient=(office,))):
        says = _Says()
        assert len(merge([Draft(event(0)), Draft(other)], says)[0]) == 1
        assert not says.asked


def test_what_all_sides_did_on_one_day_is_one_act_too() -> None:
    talks = {"event_type": "CONSULT", "actor": (KARLOV, GUNMAN), "recipient": ()}
    first, second = (hit(at, date=day("2016-12-19"), **talks) for at in (0, 50))
    assert len(merge([Draft(first), Draft(second)], _Says())[0]) == 1
    later = replace(second, date=None)
    assert len(merge([Draft(first), Draft(later)], _Says())[0]) == 2
