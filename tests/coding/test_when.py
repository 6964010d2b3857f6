"""Dates: what the words mean in days, and which event they belong to."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.coding.sentence import sentences
from detente.coding.when import date_for, find_dates
from detente.coding.when.words import load_date_words
from detente.errors import BadDataFile, BadSetting
from detente.language import load, parse
from detente.records import EventDate, Span
from tests.coding.build import plain, tree

THURSDAY = date(2016, 12, 22)


def days(text: str, published: date | None = THURSDAY, **options: bool) -> tuple[str, str, str]:
    found = find_dates(plain(text), published, **options)
    assert len(found) == 1, [m.span.text for m in found]
    when = found[0].date
    assert when is not None, found[0]
    return when.start, when.end, when.precision


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on December 19 .", "2016-12-19", "2016-12-19", "day"),
        ("on 19 Dec. 2016", "2016-12-19", "2016-12-19", "day"),
        ("dated 2016-12-19 there", "2016-12-19", "2016-12-19", "day"),
        ("on 19/12/2016", "2016-12-19", "2016-12-19", "day"),
        ("on 12/19/16", "2016-12-19", "2016-12-19", "day"),
        ("on 05/06/2016", "2016-05-06", "2016-06-05", "approx"),
        ("on Nov. 24", "2016-11-24", "2016-11-24", "day"),
        ("the 24th of November", "2016-11-24", "2016-11-24", "day"),
        ("24 November 2015", "2015-11-24", "2015-11-24", "day"),
        ("on November 24 last year", "2015-11-24", "2015-11-24", "day"),
        ("on Tuesday, Nov. 24", "2015-11-24", "2015-11-24", "day"),
        ("in June 2016", "2016-06-01", "2016-06-30", "month"),
        ("in May", "2016-05-01", "2016-05-31", "month"),
        ("in August last year", "2015-08-01", "2015-08-31", "month"),
        ("in 2015", "2015-01-01", "2015-12-31", "year"),
        ("the 1990s", "1990-01-01", "1999-12-31", "approx"),
        ("early 2016", "2016-01-01", "2016-07-02", "approx"),
        ("last summer", "2016-06-01", "2016-08-31", "season"),
        ("the winter of 2015-16", "2015-12-01", "2016-02-29", "season"),
        ("on Friday", "2016-12-16", "2016-12-16", "day"),
        ("on Thursday night", "2016-12-22", "2016-12-22", "day"),
        ("last Thursday", "2016-12-15", "2016-12-15", "day"),
        ("next Tuesday", "2016-12-27", "2016-12-27", "day"),
        ("Monday's attack", "2016-12-19", "2016-12-19", "day"),
        ("yesterday morning", "2016-12-21", "2016-12-21", "day"),
        ("the day before yesterday", "2016-12-20", "2016-12-20", "day"),
        ("earlier this week", "2016-12-19", "2016-12-22", "week"),
        ("last week", "2016-12-12", "2016-12-18", "week"),
        ("last month", "2016-11-01", "2016-11-30", "month"),
        ("last year", "2015-01-01", "2015-12-31", "year"),
        ("two days ago", "2016-12-20", "2016-12-20", "day"),
        ("in the past few days", "2016-12-15", "2016-12-22", "approx"),
        ("from 3 to 5 May", "2016-05-03", "2016-05-05", "approx"),
        ("December 19-20", "2016-12-19", "2016-12-20", "approx"),
        ("between June and August 2016", "2016-06-01", "2016-08-31", "approx"),
        ("from December to February 2015", "2014-12-01", "2015-02-28", "approx"),
        ("since 2014", "2014-01-01", "2016-12-22", "approx"),
        ("in 2014-18", "2014-01-01", "2018-12-31", "approx"),
        ("from Friday to Monday", "2016-12-16", "2016-12-19", "approx"),
        ("the September 11 attacks", "2001-09-11", "2001-09-11", "day"),
        ("on the 4th .", "2016-12-04", "2016-12-04", "day"),
        ("the night of the 25th .", "2016-11-25", "2016-11-25", "day"),
        ("on the sixteenth , and", "2016-12-16", "2016-12-16", "day"),
        ("on the 31st .", "2016-10-31", "2016-10-31", "day"),
        ("In January 2015 militants stormed it", "2015-01-01", "2015-01-31", "month"),
        ("On 3 May 2014 soldiers seized it", "2014-05-03", "2014-05-03", "day"),
        ("In 2014 troops seized it", "2014-01-01", "2014-12-31", "year"),
    ],
)
def test_words_to_days(text: str, start: str, end: str, precision: str) -> None:
    assert days(text) == (start, end, precision)


@pytest.mark.parametrize(
    "text",
    [
        "nearly a year of talks",
        "it was lost in nearly a year",
        "for two days",
        "a two-day visit",
        "a 12-year-old boy",
        "Su-24 jets and S-400 missiles under Resolution 2254, COVID-19, G20 and 12 people",
        "2000 soldiers and 2016 troops",
        "Iran lost in 2000 soldiers what it won",
        "Russia may strike 5 times",
        "Theresa May 24 hours",
        "they march on Ankara",
        "since the fall of Aleppo",
        "the Sunday Times and Good Friday",
        "it meets every Monday",
        "at 10:30 and 7 p.m.",
        "call 713-664-7478",
    ],
)
def test_durations_ages_and_names_are_no_dates(text: str) -> None:
    assert [m.span.text for m in find_dates(plain(text), THURSDAY)] == []


def test_without_publication_only_full_dates_resolve() -> None:
    for text in ("on Friday", "yesterday", "December 19", "in May", "since 2014", "a year ago"):
        (mention,) = find_dates(plain(text), None)
        assert mention.date is None, text
        assert mention.span.text
    assert days("December 19, 2016", None) == ("2016-12-19", "2016-12-19", "day")


def test_basis_says_whether_the_words_or_publication_fix_the_day() -> None:
    basis = {
        text: find_dates(plain(text), THURSDAY)[0].date.basis  # type: ignore[union-attr]
        for text in ("December 19, 2016", "December 19", "on Monday", "last year", "since 2014")
    }
    assert basis == {
        "December 19, 2016": "stated",
        "December 19": "stated",
        "on Monday": "relative",
        "last year": "relative",
        "since 2014": "stated",
    }


def test_future_looks_forward() -> None:
    assert days("on Friday", future=True)[0] == "2016-12-23"
    assert days("on January 5", future=True)[0] == "2017-01-05"
    assert days("in two weeks", future=True) == ("2017-01-02", "2017-01-08", "week")
    assert find_dates(plain("in two weeks"), THURSDAY, future=False) == []


def test_ambiguous_next_weekday_keeps_both_readings() -> None:
    monday = date(2016, 12, 19)
    assert days("next Tuesday", monday) == ("2016-12-20", "2016-12-27", "approx")


ANCHOR = EventDate("2016-08-09", "2016-08-09", "day", "stated", Span(0, 0, ""))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("two days later", "2016-08-11", "2016-08-11"),
        ("the same day", "2016-08-09", "2016-08-09"),
        ("the day after", "2016-08-10", "2016-08-10"),
        ("the following month", "2016-09-01", "2016-09-30"),
        ("later that year", "2016-01-01", "2016-12-31"),
        ("on the eve of the visit", "2016-08-08", "2016-08-08"),
        ("three days earlier", "2016-08-06", "2016-08-06"),
    ],
)
def test_linked_dates_wait_for_their_event(text: str, start: str, end: str) -> None:
    (mention,) = find_dates(plain(text), THURSDAY)
    assert mention.anchor in {"linked", "open"}
    assert mention.anchor == "open" or mention.date is None
    found = mention.resolve_linked(ANCHOR)
    assert (found.start, found.end, found.basis) == (start, end, "linked")


def test_bounded_offset_contains_the_true_day() -> None:
    (mention,) = find_dates(plain("less than four months after the historic meeting"), THURSDAY)
    assert mention.span.text == "less than four months after"
    found = mention.resolve_linked(ANCHOR)
    assert found.start <= "2016-11-30" <= found.end < "2016-12-20"
    assert found.precision == "approx"


def test_a_length_of_time_after_in_is_a_window() -> None:
    (mention,) = find_dates(plain("lost in nearly a year after the embargo"), THURSDAY)
    assert mention.offset_days is not None
    assert mention.offset_days[0] == 0
    assert 365 <= mention.offset_days[1] < 400
    (plainly,) = find_dates(plain("lost nearly a year after the embargo"), THURSDAY)
    assert plainly.offset_days is not None
    assert plainly.offset_days[0] > 200


def test_only_linked_dates_take_an_anchor() -> None:
    (mention,) = find_dates(plain("on Monday"), THURSDAY)
    with pytest.raises(BadSetting, match="not relative to an event"):
        mention.resolve_linked(ANCHOR)


SAID = tree(
    """
    Lavrov lavrov PROPN NNP 2 nsubj
    said say VERB VBD 0 root
    on on ADP IN 4 case
    Tuesday tuesday PROPN NNP 2 obl
    that that SCONJ IN 8 mark
    Turkey turkey PROPN NNP 8 nsubj
    had have AUX VBD 8 aux
    shot shoot VERB VBN 2 ccomp
    down down ADP RP 8 compound:prt
    the the DET DT 11 det
    jet jet NOUN NN 8 obj
    """
)


def test_the_date_of_saying_is_not_the_date_of_what_is_said() -> None:
    dates = find_dates(SAID, THURSDAY)
    said, shot = SAID.words.index("said"), SAID.words.index("shot")
    taken = date_for(SAID, said, dates)
    assert taken is not None
    assert taken.span.text == "Tuesday"
    assert date_for(SAID, shot, dates) is None


def test_prenominal_date_belongs_to_its_noun_only() -> None:
    s = tree(
        """
        Putin putin PROPN NNP 2 nsubj
        condemned condemn VERB VBD 0 root
        Monday monday PROPN NNP 5 nmod:poss
        _'s 's PART POS 3 case
        attack attack NOUN NN 2 obj
        """
    )
    dates = find_dates(s, THURSDAY)
    attack = date_for(s, 4, dates)
    assert attack is not None
    assert attack.span.text == "Monday"
    assert date_for(s, 1, dates) is None


def test_light_verb_shares_its_date_with_the_event_noun() -> None:
    s = tree(
        """
        The the DET DT 2 det
        meeting meeting NOUN NN 3 nsubj
        took take VERB VBD 0 root
        place place NOUN NN 3 obj
        on on ADP IN 7 case
        December december PROPN NNP 7 nmod:unmarked
        20 20 NUM CD 3 obl
        """
    )
    found = date_for(s, 1, find_dates(s, THURSDAY), others=[2])
    assert found is not None
    assert found.span.text == "December 20"


def test_date_of_the_other_event_is_not_taken() -> None:
    s = tree(
        """
        Karlov karlov PROPN NNP 9 nsubj:pass
        _, , PUNCT , 5 punct
        who who PRON WP 5 nsubj:pass
        was be AUX VBD 5 aux:pass
        shot shoot VERB VBN 1 acl:relcl
        on on ADP IN 7 case
        Monday monday PROPN NNP 5 obl
        _, , PUNCT , 5 punct
        buried bury VERB VBN 0 root
        on on ADP IN 11 case
        Thursday thursday PROPN NNP 9 obl
        """
    )
    dates = find_dates(s, THURSDAY)
    for trigger, word in ((4, "Monday"), (8, "Thursday")):
        found = date_for(s, trigger, dates, others=[4, 8])
        assert found is not None
        assert found.span.text == word
    alone = dates[:1]
    assert date_for(s, 8, alone) is None


def test_date_behind_an_event_noun_is_its_own_though_it_hangs_on_the_verb() -> None:
    s = tree(
        """
        Concerns concern NOUN NNS 2 nsubj
        arose arise VERB VBD 0 root
        after after ADP IN 5 case
        the the DET DT 5 det
        assassination assassination NOUN NN 2 obl
        on on ADP IN 8 case
        December december PROPN NNP 8 nmod:unmarked
        19 19 NUM CD 2 obl
        """
    )
    found = date_for(s, 4, find_dates(s, THURSDAY))
    assert found is not None
    assert found.span.text == "December 19"
    subject = tree(
        """
        The the DET DT 2 det
        downing downing NOUN NN 6 nsubj
        on on ADP IN 5 case
        November november PROPN NNP 5 nmod:unmarked
        24 24 NUM CD 6 obl
        brought bring VERB VBD 0 root
        trouble trouble NOUN NN 6 obj
        """
    )
    dates = find_dates(subject, THURSDAY)
    assert date_for(subject, 1, dates, others=[5]) is dates[0]
    assert date_for(subject, 5, dates, others=[1]) is None


def test_yearless_date_is_ahead_only_where_the_clause_is_not_past() -> None:
    november = date(2015, 11, 28)
    assert days("a ban from 1 January", november)[0] == "2016-01-01"
    assert days("a ban from 1 January", november, future=False)[0] == "2015-01-01"
    assert days("a ban from 1 July", november)[0] == "2015-07-01"


def test_result_clause_shares_the_date_and_clause_tells_the_future() -> None:
    s = tree(
        """
        Erdogan erdogan PROPN NNP 3 nsubj
        will will AUX MD 3 aux
        meet meet VERB VB 0 root
        Putin putin PROPN NNP 3 obj
        on on ADP IN 6 case
        Friday friday PROPN NNP 3 obl
        """
    )
    (mention,) = find_dates(s, THURSDAY)
    assert mention.date is not None
    assert mention.date.start == "2016-12-23"
    (said,) = find_dates(SAID, date(2016, 12, 21))
    assert said.date is not None
    assert said.date.start == "2016-12-20"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Fuel depots were set ablaze on Monday.", "2025-05-05"),
        ("The hostages were set free on Monday.", "2025-05-05"),
        ("The vote was set for Monday.", "2025-05-12"),
        ("The convoy was set to leave on Monday.", "2025-05-12"),
    ],
)
def test_what_was_set_ablaze_is_not_ahead(text: str, start: str) -> None:
    (doc,) = parse(load(), [text])
    (s,) = sentences(doc, text)
    (mention,) = find_dates(s, date(2025, 5, 6))
    assert mention.date is not None
    assert mention.date.start == start


def test_anchor_token_names_the_event_behind_after() -> None:
    s = tree(
        """
        Two two NUM CD 2 nummod
        days day NOUN NNS 5 obl:unmarked
        after after ADP IN 5 case
        the the DET DT 5 det
        incident incident NOUN NN 8 obl
        _, , PUNCT , 5 punct
        Russia russia PROPN NNP 8 nsubj
        sent send VERB VBD 0 root
        investigators investigator NOUN NNS 8 obj
        """
    )
    (mention,) = find_dates(s, THURSDAY)
    assert (mention.offset_days, mention.anchor_token) == ((2, 2), 4)
    assert date_for(s, 7, [mention]) is mention


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.dates(), st.dates())
def test_full_dates_ignore_publication(day: date, one: date, other: date) -> None:
    month = f"{day:%B}"
    for text in (
        day.isoformat(),
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
    ):
        first = days(f"on {text} there", one)
        assert first == days(f"on {text} there", other) == (day.isoformat(), day.isoformat(), "day")


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 6))
def test_weekday_is_within_a_week_and_falls_on_it(published: date, ago: int) -> None:
    day = published - timedelta(days=ago)
    assert days(f"on {day:%A}", published)[0] == day.isoformat()


_WORDS = st.sampled_from(
    [
        "on",
        "in",
        "the",
        "of",
        "to",
        "from",
        "since",
        "until",
        "between",
        "and",
        "-",
        ",",
        ".",
        "'",
        "May",
        "March",
        "2016",
        "12",
        "31",
        "24th",
        "1990",
        "s",
        "/",
        "Friday",
        "next",
        "last",
        "this",
        "that",
        "same",
        "day",
        "days",
        "weeks",
        "year",
        "ago",
        "later",
        "after",
        "before",
        "early",
        "end",
        "night",
        "several",
        "two",
        "more",
        "than",
        "yesterday",
        "summer",
        "winter",
        "of",
        "9/11",
        "2016-12-19",
        "99999999999",
        "0",
        "²",
        "١٢",
        "İ",
    ]
)


@settings(max_examples=150, deadline=None)
@example("May 9/11 May", None)
@given(st.lists(_WORDS, max_size=14).map(" ".join) | st.text(max_size=40), st.none() | st.dates())
def test_any_text_reads_and_spans_slice(text: str, published: date | None) -> None:
    s = plain(text)
    last = -1
    for mention in find_dates(s, published):
        span = mention.span
        assert text[span.start : span.end] == span.text != ""
        assert last < mention.first <= mention.head <= mention.last
        last = mention.last
        if mention.date is not None:
            assert date.fromisoformat(mention.date.start) <= date.fromisoformat(mention.date.end)
            assert (mention.date.precision == "day") == (mention.date.start == mention.date.end)
        if mention.offset_days is not None:
            found = mention.resolve_linked(ANCHOR)
            assert found.start <= found.end


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("number = 12", "number = 13", "not in 1-12"),
        ('names = ["june"]', 'names = ["may"]', "twice"),
        ("early = [0.0, 0.5]", "early = [0.9, 0.5]", "ascending"),
        ("days = 7.0", 'days = "seven"', "'days' must be float"),
        ("[seasons]", "[saisons]", "'seasons' must be dict"),
        ("[words]", "[words", "not TOML"),
    ],
)
def test_broken_data_names_the_fault(tmp_path: Path, old: str, new: str, says: str) -> None:
    import detente.coding.numerals as numerals

    text = (numerals.DATA / "when.toml").read_text("utf-8")
    assert old in text
    broken = tmp_path / "when.toml"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadDataFile, match=says) as error:
        load_date_words(broken)
    assert error.value.values["file"] == "when.toml"


@pytest.mark.skipif("DETENTE_PIPELINE" not in os.environ, reason="DETENTE_PIPELINE is not set")
def test_real_parse() -> None:
    from detente.coding.sentence import sentences
    from detente.language import load

    nlp = load()
    text = (
        "The December 20 meeting between the ministers took place in Moscow. "
        "Lavrov said on Tuesday that Turkey had shot down the jet in November 2015."
    )
    first, second = sentences(nlp(text))
    found = date_for(first, first.words.index("meeting"), find_dates(first, THURSDAY))
    assert found is not None
    assert found.span.text == "December 20"
    found = date_for(second, second.words.index("shot"), find_dates(second, THURSDAY))
    assert found is not None
    assert found.span.text == "November 2015"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("on the 4th .", "2016-08-04", "2016-08-04"),
        ("on the 30th .", "2016-07-30", "2016-07-30"),
        ("the same Sunday .", "2016-08-14", "2016-08-14"),
        ("that Tuesday .", "2016-08-09", "2016-08-09"),
    ],
)
def test_a_day_by_number_or_name_is_the_nearest_to_what_is_told(
    text: str, start: str, end: str
) -> None:
    (mention,) = find_dates(plain(text), None)
    found = mention.resolve_linked(ANCHOR)
    assert (found.start, found.end, found.precision) == (start, end, "day")


@pytest.mark.parametrize(
    "text", ["on the 4th floor of the embassy", "the 5th to do so", "on the second of two trips"]
)
def test_what_is_numbered_is_no_day(text: str) -> None:
    assert parse_dates(text) == []


def parse_dates(text: str) -> list[str]:
    (doc,) = parse(load(), [text])
    return [m.span.text for s in sentences(doc) for m in find_dates(s, THURSDAY)]


@pytest.mark.parametrize(
    ("text", "word", "date_words"),
    [
        ("On Monday students seized the Danish embassy in Lima.", "seized", "Monday"),
        ("In May Canadian officials accused Chile of lying.", "accused", "May"),
        ("Last month youths in Oslo attacked Danish soldiers.", "attacked", "Last month"),
        ("Sunday attacks by rebels killed three soldiers.", "killed", None),
        ("Monday's attack by rebels killed three soldiers.", "killed", None),
        (
            "In 1983, when agents killed ten Danes with a bomb, Norway cut all ties.",
            "killed",
            "1983",
        ),
        (
            "The events revived memories of May 1979, when students seized the Danish embassy.",
            "seized",
            "May 1979",
        ),
        (
            "The European Council, meeting in Brussels on 24 May, condemned Belarus.",
            "condemned",
            "24 May",
        ),
        ("Talks between Norway and Sweden are expected in early July.", "Talks", "early July"),
        ("Norway assured Sweden of its help in a phone call last week.", "call", "last week"),
    ],
)
def test_dates_that_the_tree_ties_elsewhere(text: str, word: str, date_words: str | None) -> None:
    (doc,) = parse(load(), [text])
    (s,) = sentences(doc)
    found = date_for(s, s.words.index(word), find_dates(s, THURSDAY))
    assert (None if found is None else found.span.text) == date_words
