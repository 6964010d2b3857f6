"""The table of office-holders: what it refuses, what it leaves open, who held what when."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.actors import offices as o
from detente.errors import BadDataFile

HEAD = "# complete to 2025-12-01\n" + "\t".join(o.COLUMNS) + "\n"
SINCE = "1990-01-01"


def row(name: str = "A Nobody", start: str = "2001-01-01", end: str = "2002-01-01", *,
        country: str = "TUR", office: str = "head_of_state", standing: str = "full",
        alone: str = "no", checked: str = "no", source: str = "a book") -> str:  # fmt: skip
    cells = (country, office, name, start, end, standing, "", alone, checked, source)
    return "\t".join(cells) + "\n"


def load(folder: Path, text: str) -> o.OfficeTable:
    (folder / o.FILE).write_text(text, encoding="utf-8")
    return o.load_holders(folder, {"TUR", "RUS"}, {"igo:nato": ("IGO", ("MIL",))})


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        (row(country="TRU"), 3, "'TRU' is neither a state's code nor an organisation's id"),
        (row(office="czar"), 3, "office 'czar' is unknown"),
        (row(start="1.1.2001"), 3, "start '1.1.2001' is not a date"),
        (row(start=""), 3, "start '' is not a date"),
        (row(end="2001-13"), 3, "end '2001-13' is not a date"),
        (row(end="2000-12-31"), 3, "ends 2000-12-31 before it starts 2001-01-01"),
        (row(standing="so-so"), 3, "standing 'so-so' is unknown"),
        (row(checked="maybe"), 3, "checked 'maybe' is unknown"),
        (row(source=""), 3, "'source' is empty"),
        (row(name=""), 3, "'name' is empty"),
        (row(start="2003-01-01", end="") + row(), 4, "stands after TUR head_of_state 2003-01-01"),
        (row() + row("B", "2001-12-31", ""), 4, "B starts 2001-12-31, but A Nobody (line 3) ends"),
        (row(end="") + row("B", "2002-01-01", ""), 4, "(line 3) ends never"),
    ],
)
def test_a_spoilt_row_is_named_with_line_and_remedy(
    tmp_path: Path, rows: str, line: int, says: str
) -> None:
    with pytest.raises(BadDataFile) as error:
        load(tmp_path, HEAD + rows)
    assert says in str(error.value)
    assert f"{o.FILE}, line {line}" in str(error.value)


def test_a_table_must_say_up_to_when_it_is_complete(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match="complete to"):
        load(tmp_path, HEAD.split("\n", 1)[1] + row())


def test_who_stands_in_or_claims_an_office_may_overlap(tmp_path: Path) -> None:
    rows = row() + row("B", "2001-12-01", "", standing="acting") + row("C", "2002-01-01", "")
    assert [h.standing for h in load(tmp_path, HEAD + rows).holders] == ["full", "acting", "full"]
    claim = row(end="") + row("B", "2001-06-01", "", standing="rival")
    table = load(tmp_path, HEAD + claim)
    found = o.in_office(table.holders, "2002-01-01", table.trusted_to())
    assert found is not None
    assert found.name == "A Nobody"


def test_an_organisation_has_a_head_with_its_code_and_sector(tmp_path: Path) -> None:
    (head,) = load(tmp_path, HEAD + row(country="igo:nato", office="head")).holders
    assert (head.of, head.country, head.sectors) == ("igo:nato", "IGO", ("MIL",))


def terms(*spans: tuple[str, str, str]) -> list[o.Holder]:
    return [o.Holder(n, "TUR", "head_of_state", s, e, (), False, of="TUR") for n, s, e in spans]


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("2000-12-31", None),
        ("2001-01-01", "A"),
        ("2003-05-05", "B"),  # the day of handover is the later one's
        ("2004-06-14", None),  # the month of a handover known by month only is open
        ("2004-07-01", "C"),
        ("2026-12-01", "C"),
        ("2026-12-02", None),  # long after the table was compiled an open term is not trusted
    ],
)
def test_who_held_an_office_on_a_day(date: str, name: str | None) -> None:
    held = terms(("A", "2001", "2003-05-05"), ("B", "2003-05-05", "2004-06"), ("C", "2004-06", ""))
    found = o.in_office(held, date, "2026-12-01")
    assert (None if found is None else found.name) == name


def test_gaps_are_told_but_short_vacancies_are_not() -> None:
    held = terms(("A", "1989", "2001-03"), ("B", "2001-04-09", "2005-01-01"), ("C", "2006", "2007"))
    found = [(g.start, g.end) for g in o.gaps(held, SINCE, "2010-01-01")]
    assert found == [("2005-01-01", "2006-01-01"), ("2007-12-31", "")]


DAYS = st.dates(Date(1990, 1, 1), Date(2030, 1, 1)).map(Date.isoformat)


@given(st.lists(DAYS, min_size=2, max_size=8, unique=True), DAYS)
def test_successors_leave_no_gap_and_one_holder_a_day(starts: list[str], day: str) -> None:
    starts.sort()
    held = terms(
        *((f"N{i}", s, e) for i, (s, e) in enumerate(zip(starts, [*starts[1:], ""], strict=True)))
    )
    assert o.gaps(held, starts[0], "2040-01-01") == []
    found = o.in_office(held, day, "2040-01-01")
    begun = [s for s in starts if s <= day]
    assert (None if found is None else found.start) == (begun[-1] if begun else None)


def test_a_row_that_lacks_a_cell_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match=r"line 4.*has 9 columns"):
        load(tmp_path, HEAD + row() + "TUR\thead_of_state\tB\t2003\t\tfull\t\tno\tno\n")


def test_cells_with_spaces_and_months_are_read_like_others(tmp_path: Path) -> None:
    text = HEAD + "# a remark\n\n" + row(" A Nobody ", "2001-02", "2002") + "\n"
    (term,) = load(tmp_path, text).holders
    assert (term.name, term.start, term.end) == ("A Nobody", "2001-02", "2002")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("tsar\tTUR\thead_of_state", "'tsar' is no title of roles.tsv"),
        ("premier\tTRU\thead_of_state", "'TRU' is neither a state's code"),
        ("premier\tTUR\tthrone", "office 'throne' is unknown"),
        ("premier\tTUR\t\npremier\tRUS;TUR\t", "'premier' of 'TUR' stands twice"),
    ],
)
def test_a_spoilt_title_is_named_with_its_line(tmp_path: Path, rows: str, says: str) -> None:
    text = "role\tof\toffice\n" + rows + "\n"
    (tmp_path / o.ROLES_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadDataFile) as error:
        o.load_role_offices(tmp_path, {"premier"}, {"TUR", "RUS"})
    assert says in str(error.value)
    assert f"line {text.count(chr(10))}" in str(error.value)


def held(name: str, start: str, end: str, office: str = "head_of_state") -> o.Holder:
    return o.Holder(name, "USA", office, start, end, (), False, of="USA")


FATHER, SON = (
    held("G H Bush", "1989-01-20", "1993-01-20"),
    held("G Bush", "2001-01-20", "2009-01-20"),
)
CLINTON = held("B Clinton", "1993-01-20", "2001-01-20")
SECRETARY = held("H Clinton", "2009-01-21", "2013-02-01", "foreign_minister")


RIVAL = held("A Bush", "2005-01-20", "2007-01-20")


@pytest.mark.parametrize(
    ("terms", "date", "who"),
    [
        ([FATHER, SON], "1990-08-02", FATHER),
        ([FATHER, SON], "2003-03-20", SON),
        ([FATHER, SON], "1995-01-01", FATHER),
        ([FATHER, SON], "2015-01-01", SON),
        ([FATHER, SON], "2018-01-01", None),
        ([FATHER, SON], None, None),
        ([FATHER, SON], "1970-01-01", None),
        ([CLINTON, SECRETARY], "2011-01-01", SECRETARY),
        ([SON, SECRETARY], "2014-01-01", SECRETARY),
        ([SON, RIVAL], "2014-01-01", None),
        ([SON], None, SON),
    ],
)
def test_whom_a_family_name_means(
    terms: list[o.Holder], date: str | None, who: o.Holder | None
) -> None:
    assert o.meant(terms, date, family=True) == who


def test_a_full_name_may_stand_before_its_first_term() -> None:
    assert o.meant([SON], "1999-01-01", family=False) == SON
    assert o.meant([SON], "1999-01-01", family=True) is None


def test_only_who_comes_soon_is_elect() -> None:
    assert o.coming([FATHER, SON], "2000-12-20") == [SON]
    assert o.coming([FATHER, SON], "2000-01-20") == []


DAYS = st.dates(Date(1990, 1, 1), Date(2020, 1, 1)).map(Date.isoformat)
TERMS = st.tuples(st.sampled_from("ABC"), DAYS, DAYS).map(
    lambda t: held(t[0], min(t[1:]), max(t[1:]))
)


@given(st.lists(TERMS, max_size=6), DAYS, st.booleans())
def test_a_name_means_one_of_its_bearers_and_never_one_of_two_in_office(
    terms: list[o.Holder], date: str, family: bool
) -> None:
    found = o.meant(terms, date, family=family)
    assert found is None or found in terms
    now = {h.name for h in terms if h.covers(date)}
    if len(now) == 1:
        assert found is not None
        assert found.name in now
    elif now:
        assert found is None
