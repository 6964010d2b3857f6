"""A record whose words do not show it is not told: type, negation, open words, values of fields."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.checking import Checker
from detente.brief.checking.borne import not_of_type, types_told
from detente.brief.composing.acts import act_draft
from detente.codebook import load_codebook
from detente.records import (
    Casualties,
    Document,
    Event,
    EventDate,
    FieldValue,
    Incident,
    Mention,
    Party,
    Reading,
    span_of,
)
from detente.store import Store, open_store


@dataclass(frozen=True)
class Told:
    """A sentence of our own, its act as somebody recorded it, and whether its words bear it."""

    text: str
    trigger: str
    event_type: str
    rule: str
    borne: bool


RUS, TUR = "Russia", "Turkey"
ACTS = [
    Told("Russia expelled two diplomats of Turkey on Monday.", "expelled", "SANCTION",
         "sanction.expel", True),
    Told("Russia expelled two diplomats of Turkey on Monday.", "expelled", "CONSULT",
         "sanction.expel", False),
    Told("Russia expelled two diplomats of Turkey on Monday.", "expelled", "AID",
         "sanction.expel", False),
    Told("Russia did not expel the diplomats of Turkey.", "expel", "SANCTION",
         "sanction.expel", False),
    Told("Russia might expel the diplomats of Turkey.", "expel", "SANCTION",
         "sanction.expel", False),
    Told("Russia plans to expel diplomats of Turkey.", "expel", "SANCTION",
         "sanction.expel", False),
    Told("Russia reportedly expelled two diplomats of Turkey.", "expelled", "SANCTION",
         "sanction.expel", False),
    Told("Russia left without expelling any diplomat of Turkey.", "expelling", "SANCTION",
         "sanction.expel", False),
    Told("Russia not only expelled two diplomats of Turkey, it closed a consulate.", "expelled",
         "SANCTION", "sanction.expel", True),
    Told("Russia accused Turkey of shelling a village.", "accused", "ACCUSE", "accuse.accuse", True),
    Told("Russia accused Turkey of shelling a village.", "accused", "AGREE", "accuse.accuse", False),
    Told("Russia praised Turkey for its help.", "praised", "SUPPORT", "support.praise", True),
    Told("Russia praised Turkey for its help.", "praised", "THREATEN", "support.praise", False),
    # Words that some other coder's dictionary knows are not ours to judge.
    Told("Russia snubbed Turkey at the summit.", "snubbed", "REJECT", "elsewhere.snub", True),
]  # fmt: skip


def recorded(told: Told, number: int) -> Reading:
    def span(words: str) -> object:
        at = told.text.index(words)
        return span_of(told.text, at, at + len(words))

    doc_id = f"d{number}"
    day = EventDate("2016-12-19", "2016-12-19", "day", "relative", span(told.trigger))  # type: ignore[arg-type]
    event = Event(
        event_type=told.event_type, event_mode=(), context=(), cameo=None,
        quad_class=load_codebook().quad_class(told.event_type), plover_score=1.0, goldstein=None,
        actor=(Party(RUS, "RUS", (), "state:RUS", span(RUS)),),  # type: ignore[arg-type]
        recipient=(Party(TUR, "TUR", (), "state:TUR", span(TUR)),),  # type: ignore[arg-type]
        date=day, place=None, status="asserted", historical=False, id=f"e{number}", doc_id=doc_id,
        mentions=(Mention(span(told.trigger), span(told.text), 0),),  # type: ignore[arg-type]
        decided_by=f"pattern:{told.rule}", confidence=0.9,
    )  # fmt: skip
    return Reading(Document(doc_id, told.text, "2016-12-20", "option"), (event,), ())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    opened = open_store(tmp_path_factory.mktemp("borne") / "s.duckdb")
    opened.add_all([recorded(told, n) for n, told in enumerate(ACTS)])
    return opened


@pytest.mark.parametrize("number", range(len(ACTS)))
def test_an_act_is_told_only_where_its_words_bear_it(store: Store, number: int) -> None:
    checker = Checker(store)
    draft = act_draft(checker.ledger, f"e{number}")
    assert draft is not None
    reasons = checker.sentence(draft.text, draft.refs)
    assert (reasons == ()) is ACTS[number].borne, (draft.text, reasons)


@given(st.text(max_size=12))
def test_words_of_no_rule_bear_any_type(word: str) -> None:
    if not types_told(word):
        assert not_of_type(word, "AID", "pattern:aid.help") == []


def test_every_rule_tells_its_own_type() -> None:
    """A trigger made of a rule's own words is never held against the rule."""
    from detente.coding.patterns import load_patterns

    rules = load_patterns().rules()
    assert len(rules) > 100
    for rule in rules:
        for word, particle in rule.words:
            trigger = f"{word} {particle}" if particle else word
            if rule.type:
                assert not_of_type(trigger, rule.type, f"pattern:{rule.id}") == [], rule.id


# --- fields of an incident ------------------------------------------------------------------

CASE = (
    "A gunman shot the envoy in Ankara on Monday, killing him and four guards. Ivan Petrov, a"
    " florist, watched from his shop."
)


@pytest.mark.parametrize(
    ("name", "value", "words", "borne"),
    [
        ("perpetrator", "gunman", "gunman", True),
        ("perpetrator", "Ivan Petrov", "gunman", False),  # named in the text, not for this
        ("perpetrator", "Ivan Petrov", "his", True),  # a pronoun: named beside it
        ("perpetrator", "Anna Petrova", "his", False),
        ("victim", "envoy", "the envoy", True),
        ("victim", "Ivan Petrov", "the envoy", False),
        ("place", "Ankara", "in Ankara", True),
        ("place", "Istanbul", "in Ankara", False),
    ],
)
def test_a_value_stands_in_the_words_of_its_own(
    tmp_path: Path, name: str, value: str, words: str, borne: bool
) -> None:
    at = CASE.index(words)
    field = FieldValue(value, None, (span_of(CASE, at, at + len(words)),))
    reasons = _field(tmp_path, Incident("Killing of an envoy", None, **{name: (field,)}, id="i",
                                        doc_id="d"))  # fmt: skip
    assert (reasons == ()) is borne, reasons


@pytest.mark.parametrize(("value", "borne"), [(4.0, True), (7.0, False)])
def test_a_toll_stands_in_the_words_of_its_own(tmp_path: Path, value: float, borne: bool) -> None:
    at = CASE.index("four guards")
    toll = Casualties("killed", value, value, value, spans=(span_of(CASE, at, at + 11),))
    reasons = _field(tmp_path, Incident("Killing", None, casualties=(toll,), id="i", doc_id="d"))
    assert (reasons == ()) is borne, reasons


def _field(tmp_path: Path, incident: Incident) -> tuple[str, ...]:
    """What the checker has against the one field of an incident, the whole text cited with it."""
    from detente.brief.composing.findings import field_drafts
    from detente.records import INCIDENT_FIELDS

    with open_store(tmp_path / "s.duckdb") as store:
        document = Document("d", CASE, "2016-12-20", "option")
        store.add(Reading(document, (), (), (), (incident,)))
        checker = Checker(store)
        name = next(n for n in INCIDENT_FIELDS if getattr(incident, n))
        (draft,) = field_drafts(checker.ledger, [incident], name)
        # The text about the florist is cited too: naming him there does not make him the gunman.
        elsewhere = CASE.index("Ivan")
        refs = (*draft.refs, f"span:d:{elsewhere}-{len(CASE)}")
        return checker.sentence(draft.text, refs)
