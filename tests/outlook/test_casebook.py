"""The casebook: its cases hold up, precedents are cut at the date, base rates are Beta's."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.codebook import load_states
from detente.errors import BadDataFile, BadSetting
from detente.outlook.casebook import (
    Case,
    known_cases,
    load_casebook,
    precedents,
    read_cases,
    repair_rate,
    rupture_rate,
)
from detente.outlook.casebook.ranking import check_word
from detente.outlook.casebook.records import KINDS, bounds

CASE = """
[[case]]
id = "shot-2001"
title = "An envoy is shot"
date = "2001-03-10"
kind = "envoy-attacked"
parties = ["FRA", "ITA"]
place = "Rome"
perpetrator = "non-state"
rank = "diplomat"
rupture = "recall"
ruptured = "2001-03-20"
repaired = "2001-06"
checked = true
sources = ["A book, page 3"]
"""
DAYS = st.dates(date(1900, 1, 1), date(2026, 11, 27))


def case(**changes: str) -> Case:
    """The case above with some lines changed; an empty value takes the line out."""
    lines = []
    for line in CASE.strip().split("\n"):
        key = line.split(" = ")[0]
        if key not in changes:
            lines.append(line)
        elif changes[key]:
            lines.append(f"{key} = {changes.pop(key)}")
        else:
            changes.pop(key)
    lines += [f"{key} = {value}" for key, value in changes.items()]
    return read_cases({"book.toml": "\n".join(lines)})[0]


def by_id(name: str) -> Case:
    return next(c for c in load_casebook() if c.id == name)


# -- the shipped book ---------------------------------------------------------------------


def test_the_book_holds_enough_cases_of_every_kind() -> None:
    cases = load_casebook()
    since = [c for c in cases if c.date.year >= 1900]
    assert len(since) >= 120
    for kind in KINDS:
        assert sum(c.kind == kind for c in since) >= 5, kind
    assert cases == tuple(sorted(cases, key=lambda c: (c.date, c.id)))


def test_most_of_the_cases_were_checked() -> None:
    cases = load_casebook()
    assert sum(c.checked for c in cases) >= 135


@pytest.mark.parametrize("case", load_casebook(), ids=lambda c: c.id)
def test_a_case_holds_up(case: Case) -> None:
    """What the loader demands, asked again in the test's own words."""
    states = load_states()
    if case.date.year >= 1900:
        for code in (*case.parties, *case.others):
            assert states[code].existed(case.date.isoformat()), code
    assert case.injured != case.accused
    assert case.sources
    assert all(len(source) > 12 for source in case.sources)
    assert case.id.endswith(str(case.date.year))
    assert case.date <= case.date_end <= case.known
    if case.ruptured is not None:
        assert bounds(case.ruptured)[1] >= case.date
        if case.repaired is not None:
            assert bounds(case.repaired)[1] >= bounds(case.ruptured)[0]
    assert [s.days for s in case.signals] == sorted(s.days for s in case.signals)


# -- the date -----------------------------------------------------------------------------


@settings(deadline=None)
@given(DAYS)
def test_a_case_is_a_precedent_only_once_its_outcome_was_known(day: date) -> None:
    for found in precedents("envoy-attacked", as_of=day, limit=None):
        assert found.case.known <= day
        for when in (found.case.ruptured, found.case.repaired, found.case.unrepaired):
            assert when is None or bounds(when)[0] <= day
    ids = {c.id for c in known_cases(day)}
    assert ids == {c.id for c in load_casebook() if c.known <= day}


@settings(deadline=None)
@given(DAYS, st.integers(1, 20_000))
def test_what_happened_after_the_date_moves_nothing(day: date, later: int) -> None:
    """A book written on the day, and the same book with all that came later, say the same."""
    pair = '["USA", "GBR"]'
    book = [
        case(parties=pair, date='"1990-01-01"', ruptured='"1990-01-05"', repaired='"1990-02-01"')
    ]
    then = min(day + timedelta(later), date(2080, 1, 1))
    news = case(
        id='"later"', parties=pair, date=f'"{then}"', rupture='"none"', ruptured="", repaired=""
    )
    for cases in (book, [*book, news]):
        found = precedents("envoy-attacked", as_of=day, cases=cases)
        assert [p.case.id for p in found] == ["shot-2001"] * (day >= date(1990, 6, 30))
        assert rupture_rate(cases, 90, day) == rupture_rate(book, 90, day)
        assert repair_rate(cases, 30, day) == repair_rate(book, 30, day)


def test_a_repair_to_come_is_taken_out_with_the_words_that_tell_it() -> None:
    rangoon = by_id("rangoon-1983")
    assert rangoon.repaired == "2007-04-26"
    assert rangoon.outcome
    seen = rangoon.as_of(date(1990, 1, 1))
    assert (seen.rupture, seen.repaired, seen.unrepaired) == ("severance", None, "1990-01-01")
    assert seen.outcome == ""
    assert rangoon.as_of(date(2008, 1, 1)) == rangoon


def test_a_rupture_to_come_is_none_yet() -> None:
    mykonos = by_id("mykonos-1992")
    assert mykonos.ruptured == "1997-04-10"
    seen = mykonos.as_of(date(1995, 1, 1))
    assert (seen.rupture, seen.ruptured, seen.repaired) == ("none", None, None)


def test_karlov_is_no_precedent_of_himself_but_the_su24_is() -> None:
    day = date(2016, 12, 20)
    found = [p.case.id for p in precedents("envoy-attacked", as_of=day, limit=None)]
    assert "karlov-2016" not in found
    assert "mein-1968" in found
    same = precedents("aircraft-attacked", "state", parties=("TUR", "RUS"), as_of=day, limit=1)
    assert same[0].case.id == "su24-2015"
    assert same[0].similarity == 1
    assert same[0].case.repaired == "2016-08-09"
    known = by_id("su24-2015").known
    assert not any(c.id == "su24-2015" for c in known_cases(known - timedelta(1)))


# -- ranking ------------------------------------------------------------------------------


def test_similarity_is_explained() -> None:
    cases = [
        case(),
        case(id='"near"', kind='"mission-attacked"', rank='"staff"'),
        case(id='"far"', kind='"sanctions"', perpetrator='"state"', rank=""),
    ]
    found = precedents(
        "envoy-attacked", "non-state", rank="diplomat", as_of=date(2010, 1, 1), cases=cases
    )
    assert [p.case.id for p in found] == ["shot-2001", "near"]
    assert found[0].similarity == 1
    assert not found[0].differing
    assert found[1].similarity == pytest.approx((1.5 + 2 + 0.75) / 6.5)
    assert found[1].shared == ("perpetrator: non-state",)
    assert found[1].differing == ("kind: mission-attacked (near)", "rank: staff (near)")


def test_an_unknown_feature_is_said() -> None:
    found = precedents(
        "envoy-attacked", prior="hostile", as_of=date(2010, 1, 1), cases=[case(rank="")]
    )
    assert found[0].differing == ("prior: unknown",)


def test_forerunners_are_the_same_party() -> None:
    ranked = precedents(parties=("RUS", "POL"), as_of=date(2000, 1, 1), limit=2)
    assert {p.case.id for p in ranked} == {"voikov-1927", "mailov-1933"}
    assert all(p.similarity == 1 for p in ranked)


def test_no_feature_gives_the_newest() -> None:
    found = precedents(as_of=date(1950, 1, 1), limit=3)
    assert [p.case.date for p in found] == sorted((p.case.date for p in found), reverse=True)


def test_a_wrong_word_is_told() -> None:
    with pytest.raises(BadSetting, match="kind 'murder' is not a word of the casebook"):
        precedents("murder", as_of=date(2000, 1, 1))
    with pytest.raises(BadSetting, match="rank 'king'"):
        check_word("rank", "king")


# -- rates --------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_rates_are_the_posterior_of_scipy(ruptured: int, calm: int) -> None:
    from scipy.stats import beta

    yes = case()
    no = case(rupture='"none"', ruptured="", repaired="")
    rate = rupture_rate([yes] * ruptured + [no] * calm, 30, date(2010, 1, 1))
    posterior = beta(0.5 + ruptured, 0.5 + calm)
    assert (rate.n, rate.k, rate.left_out) == (ruptured + calm, ruptured, 0)
    assert rate.mean == pytest.approx(posterior.mean())
    assert (rate.low, rate.high) == pytest.approx(posterior.interval(0.8))


def test_unknown_answers_are_left_out_and_counted() -> None:
    cases = [
        case(),
        case(rupture="", ruptured="", repaired=""),
        case(ruptured='"2001"', repaired=""),
        case(ruptured='"2001-03"'),
    ]
    within = [rupture_rate(cases, days, date(2010, 1, 1)) for days in (5, 30, 180)]
    assert [(r.n, r.k, r.left_out) for r in within] == [(1, 0, 3), (2, 2, 2), (2, 2, 2)]


def test_a_young_case_is_left_out_however_it_went() -> None:
    """Else ruptures would be counted before their absence can be."""
    yes, day = case(known='"2001-03-21"'), date(2001, 4, 20)
    assert rupture_rate([yes], 30, day).left_out == 1
    assert rupture_rate([yes], 30, date(2001, 9, 10)).k == 1


def test_repairs_are_counted_from_the_rupture() -> None:
    day = date(2010, 1, 1)
    horizons = {60: (1, 0, 0), 90: (0, 0, 1), 110: (1, 1, 0)}
    for days, (n, k, left_out) in horizons.items():
        rate = repair_rate([case()], days, day)
        assert (rate.n, rate.k, rate.left_out) == (n, k, left_out), days
    held = case(repaired="", unrepaired='"2005-01-01"')
    assert repair_rate([held], 365, day).n == 1
    assert repair_rate([held], 3650, date(2020, 1, 1)).left_out == 1
    calm = case(rupture='"none"', ruptured="", repaired="")
    assert repair_rate([calm], 90, day).n == 0


def test_a_horizon_of_no_days_is_refused() -> None:
    with pytest.raises(BadSetting, match="at least one day"):
        rupture_rate([], 0, date(2000, 1, 1))


# -- files that do not hold up ------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": '"murder"'}, "line 5: shot-2001: kind 'murder' is not a known word"),
        ({"parties": '["FRA", "SUN"]'}, "'SUN' did not exist on 2001-03-10"),
        ({"parties": '["FRA", "XYZ"]'}, "'XYZ' is no state's code"),
        ({"parties": '["FRA"]'}, "two states"),
        ({"date": '"2001-02-30"'}, "line 4: shot-2001: date '2001-02-30' is no date"),
        ({"date": '"2001-02"'}, "must be a day"),
        ({"date_end": '"2001-03-09"'}, "is before the date"),
        ({"ruptured": '"2001-03-09"'}, "is before the date"),
        ({"ruptured": ""}, "rupture do not fit"),
        ({"repaired": '"2000"'}, "is before the rupture"),
        ({"unrepaired": '"2003-01-01"'}, "lies not between"),
        ({"known": '"2001-03-15"'}, "is before the rupture"),
        ({"rupture": '"none"', "ruptured": ""}, "stands without a rupture"),
        ({"sources": "[]"}, "sources is missing"),
        ({"checked": '"yes"'}, "neither true nor false"),
        ({"colour": '"red"'}, "is no key of a case"),
        ({"title": "3"}, "not a text"),
        ({"signals": '[{day=9, by="ITA", way="neutral", what="x"}]'}, "0 to 7"),
        ({"signals": '[{day=1, by="USA", way="neutral", what="x"}]'}, "two parties"),
        ({"signals": '[{day=1, by="ITA", way="up", what="x"}]'}, "go 'up'"),
    ],
)
def test_a_bad_case_is_told_with_its_line(changes: dict[str, str], message: str) -> None:
    with pytest.raises(BadDataFile) as error:
        case(**changes)
    assert message in str(error.value)
    assert str(error.value).startswith("book.toml, line ")


def test_bad_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match="holds no case file"):
        load_casebook(tmp_path)
    with pytest.raises(BadDataFile, match="is no folder"):
        load_casebook(tmp_path / "none")
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadDataFile, match="cannot be read"):
        load_casebook(tmp_path)
    with pytest.raises(BadDataFile, match=r"b\.toml, line 2: is no TOML"):
        read_cases({"b.toml": "[[case]]\nid = \n"})
    with pytest.raises(BadDataFile, match="something else"):
        read_cases({"b.toml": "[other]\nid = 1\n"})
    with pytest.raises(BadDataFile, match=r"'shot-2001' is already in a\.toml"):
        read_cases({"a.toml": CASE, "b.toml": CASE})


# -- the command --------------------------------------------------------------------------


def lines(*arguments: str) -> list[dict[str, object]]:
    from detente.cli import app

    done = CliRunner().invoke(app, ["casebook", *arguments, "--format", "jsonl"])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_command_gives_cases_and_rates() -> None:
    rows = lines("--kind", "envoy-attacked", "--as-of", "2016-12-20", "--limit", "4")
    assert [r["record"] for r in rows] == ["case"] * 4 + ["rate"] * 7
    assert all(str(r["known"]) <= "2016-12-20" for r in rows[:4])
    cases = known_cases(date(2016, 12, 20))
    rate = rupture_rate([c for c in cases if c.kind == "envoy-attacked"], 30, date(2016, 12, 20))
    assert (rows[4]["n"], rows[4]["k"]) == (rate.n, rate.k)


def test_cases_that_nobody_checked_can_be_left_out() -> None:
    every, only = lines("--limit", "0"), lines("--limit", "0", "--checked")
    assert {r["checked"] for r in every if r["record"] == "case"} == {True, False}
    assert {r["checked"] for r in only if r["record"] == "case"} == {True}
    assert only[-1]["n"] != every[-1]["n"]


def test_the_table_says_the_base_rate_in_a_sentence(tmp_path: Path) -> None:
    from detente.cli import app

    (tmp_path / "book.toml").write_text(CASE)
    done = CliRunner().invoke(
        app, ["casebook", "--book", str(tmp_path), "--as-of", "2010-01-01", "--kind",
              "envoy-attacked", "--perpetrator", "non-state"],
    )  # fmt: skip
    text = " ".join(done.output.split())
    assert "An envoy is shot" in text
    assert "recall of envoys 2001-03-20" in text
    assert (
        "Of 1 attack on an envoy by others than states, relations ruptured within 30 days in 1: "
        "75 %, 80 % interval 35 to 99 % (prior Beta(0.5, 0.5))." in text
    )


def test_wrong_options_are_told() -> None:
    from detente.cli import app

    for arguments in (["--kind", "murder"], ["--as-of", "yesterday"], ["--dyad", "RUS"]):
        done = CliRunner().invoke(app, ["casebook", *arguments])
        assert isinstance(done.exception, BadSetting)


def test_an_outlook_carries_cases_of_the_pair_or_of_the_shock() -> None:
    """As of the day after Karlov: the Su-24 by itself, envoys where the shock is named."""
    from detente.outlook.casebook import cases_for

    day = date(2016, 12, 20)
    pair = cases_for(("TUR", "RUS"), day)
    assert [p.id for p in pair] == ["su24-2015", "rostkovsky-1903"]
    assert "embargo 2015-11-28, repaired 2016-08-09" in pair[0].outcome
    named = cases_for(("TUR", "RUS"), day, "envoy-attacked", "non-state")
    assert named[0].id == "rostkovsky-1903"
    assert named[-1].id == "su24-2015"
    assert [p.similarity for p in named] == sorted((p.similarity for p in named), reverse=True)
    assert all(p.kind == "case" and "karlov" not in p.id for p in named)
    assert cases_for(("TUR", "RUS"), date(2015, 11, 25))[0].id == "rostkovsky-1903"
    assert cases_for(("RUS", "BTN"), day) == ()
    with pytest.raises(BadSetting, match="kind 'murder'"):
        cases_for(("TUR", "RUS"), day, "murder")


def test_the_text_of_an_outlook_tells_cases_apart_from_episodes() -> None:
    from detente.brief.outlook import outlook_text
    from detente.outlook.answer import outlooks
    from detente.outlook.casebook import cases_for

    day = date(2016, 12, 20)
    (told,) = outlooks([], "RUS-TUR", day, [90])
    text = outlook_text([replace(told, precedents=cases_for(("RUS", "TUR"), day))], rates=["Of 3"])
    assert "precedents of the casebook\n  1.00  su24-2015: Turkey shoots down" in text
    assert text.endswith("  Of 3\n")
    assert "casebook" not in outlook_text([told])
