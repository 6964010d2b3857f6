"""The coder as a whole, on the shipped pipeline: offsets, determinism, rules of RECORDS.md."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Document, Event, Reading, all_spans


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def read(coder: Coder, text: str, date: str | None = "2016-12-22") -> Reading:
    return next(coder.read([Document(id="d", text=text, date=date)]))


def only(coder: Coder, text: str, event_type: str, date: str | None = "2016-12-22") -> Event:
    found = [e for e in read(coder, text, date).events if e.event_type == event_type]
    assert len(found) == 1, [e.to_json() for e in read(coder, text, date).events]
    return found[0]


def countries(parties: tuple) -> list[str | None]:  # type: ignore[type-arg]
    return [p.country for p in parties]


# Pieces of news and of noise, so that random texts hold events, odd characters and bad grammar.
PIECES = (
    "Norway expelled two Chilean diplomats on Monday.",
    "Türkiye’s foreign minister met his Iranian counterpart in Doha",
    "“We will not lift the sanctions,” the Kremlin said.",
    "OSLO (Agency) - ",
    "President Emmanuel Macron said France had agreed to send aid to Lebanon",
    "killing at least 17 people",
    "according to the Élysée",
    "\n\n",
    "\r\n",
    "\u00a0",
    "\u200b",
    "🙂🇳🇴",
    "e\u0301",
    "...",
    "(",
    "’s",
    " - ",
    "THE U.S. AND CHINA SIGN DEAL",
    "\t",
    "北京",
    "Москва",
    "القاهرة",
    "and",
    ", ",
    ". ",
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parts=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=14),
    glue=st.sampled_from(["", " ", "\n"]),
)
def test_every_span_slices_back(coder: Coder, parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    reading = read(coder, text)
    for event in reading.events:
        for span in all_spans(event):
            assert text[span.start : span.end] == span.text
            assert span.start < span.end
    for rejection in reading.rejections:
        for span in rejection.spans:
            assert text[span.start : span.end] == span.text


def test_company_changes_nothing(coder: Coder) -> None:
    texts = [p for p in PIECES if len(p) > 20] * 3
    documents = [Document(id=f"d{i}", text=t, date="2016-12-22") for i, t in enumerate(texts)]

    def dump(readings: list[Reading]) -> str:
        return json.dumps([[e.to_json() for e in r.events] for r in readings])

    together = dump(list(coder.read(documents)))
    alone = dump([next(coder.read([d])) for d in documents])
    backwards = dump(list(reversed(list(coder.read(reversed(documents))))))
    assert together == alone == backwards


def test_expulsion(coder: Coder) -> None:
    e = only(coder, "Norway expelled two Chilean diplomats on Monday.", "SANCTION")
    assert countries(e.actor) == ["NOR"]
    assert countries(e.recipient) == ["CHL"]
    assert e.date is not None
    assert (e.date.start, e.date.basis) == ("2016-12-19", "relative")
    assert [(q.kind, q.value) for q in e.quantities] == [("expelled", 2)]
    assert (e.event_mode, e.quad_class, e.status) == (("expel",), 4, "asserted")


def test_passive_and_nominal_tell_the_same(coder: Coder) -> None:
    text = (
        "Two Chilean diplomats were expelled by Norway on Monday. "
        "The expulsion of the diplomats by Norway angered Santiago."
    )
    e = only(coder, text, "SANCTION")
    assert (countries(e.actor), countries(e.recipient)) == (["NOR"], ["CHL"])


def test_without_publication_date_relative_dates_stay_open(coder: Coder) -> None:
    e = only(coder, "Norway expelled two Chilean diplomats on Monday.", "SANCTION", None)
    assert e.date is None
    e = only(coder, "Norway expelled two Chilean diplomats on 5 May 2014.", "SANCTION", None)
    assert e.date is not None
    assert e.date.start == "2014-05-05"
    assert e.historical is False


def test_more_than_180_days_ago_is_history(coder: Coder) -> None:
    e = only(coder, "Norway expelled two Chilean diplomats on 5 May 2014.", "SANCTION")
    assert e.historical


def test_own_announcement_is_asserted_and_others_word_is_not(coder: Coder) -> None:
    own = only(coder, "Norway said it had recalled its ambassador to Chile.", "SANCTION")
    assert (own.status, own.attributed_to) == ("asserted", ())
    other = only(coder, "Peru said Norway had bombed Chile.", "ASSAULT")
    assert other.status == "attributed"
    assert [a.country for a in other.attributed_to] == ["PER"]


def test_planned_meeting_keeps_its_type(coder: Coder) -> None:
    text = "The presidents of Norway and Chile will meet in Oslo on Friday."
    e = only(coder, text, "CONSULT")
    assert e.status == "planned"
    assert sorted(c or "" for c in countries(e.actor)) == ["CHL", "NOR"]
    assert e.place is not None
    assert (e.place.name, e.place.country) == ("Oslo", "NOR")
    assert e.place.lat is not None
    assert abs(e.place.lat - 59.9) < 0.5


def test_sentences_without_an_act_are_rejected_with_a_reason(coder: Coder) -> None:
    reading = read(coder, "Spring came late to Norway. The river froze.")
    assert reading.events == ()
    assert [r.reason for r in reading.rejections] == ["no trigger", "no trigger"]
    assert [r.sentence for r in reading.rejections] == [0, 1]


def test_unknown_parties_are_no_event(coder: Coder) -> None:
    reading = read(coder, "The neighbour met the plumber.")
    assert reading.events == ()
    assert reading.rejections[0].reason in ("no party of known country", "no actor or recipient")


def test_dateline_is_no_actor(coder: Coder) -> None:
    e = only(coder, "LIMA (Agency) - Norway recalled its ambassador to Chile.", "SANCTION")
    assert countries(e.actor) == ["NOR"]


def test_event_ids_are_stable_and_distinct(coder: Coder) -> None:
    text = "Norway recalled its ambassador to Chile and imposed sanctions on Peru."
    first, second = read(coder, text), read(coder, text)
    assert [e.id for e in first.events] == [e.id for e in second.events]
    assert len({e.id for e in first.events}) == len(first.events) >= 2


def test_from_text_documents_are_read(coder: Coder) -> None:
    document = from_text("Norway expelled two Chilean diplomats.", date="2016-12-22")
    assert next(coder.read([document])).document == document


def test_the_version_tells_the_data(coder: Coder) -> None:
    versions = coder.versions
    assert versions["coder"] == coder.versions["coder"]
    assert versions["coder"].startswith("detente.patterns 1+")
    assert set(versions) == {"coder", "codebook", "pipeline"}


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The composer Anton Hummel visited England twice.", []),
        ("The French defence minister visited England on Monday.", ["CONSULT"]),
    ],
)
def test_only_who_stands_for_a_country_or_office_pays_visits(
    coder: Coder, text: str, types: list[str]
) -> None:
    assert [e.event_type for e in read(coder, text).events] == types
