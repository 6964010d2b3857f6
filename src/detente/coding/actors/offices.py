"""Who held which office, when: the table ``officeholders.tsv``, read and checked.

What comes in: a tab-separated file that a political scientist can edit, one term a row, sorted
by country, office and start. What goes out: :class:`Holder` values, and on request the gaps that
the table leaves. How a text refers to an office is left to
:mod:`detente.coding.actors.context`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from importlib.resources.abc import Traversable
from typing import NamedTuple

from detente.codebook.names import fold
from detente.codebook.tables import Row, read_table
from detente.coding.actors.words import word_set
from detente.errors import BadDataFile

FILE = "officeholders.tsv"
GAPS_FILE = "officeholders_gaps.tsv"
ROLES_FILE = "role_offices.tsv"
COLUMNS = ("country", "office", "name", "start", "end", "standing", "aliases", "alone", "checked",
           "source")  # fmt: skip

OFFICES = (
    "head_of_state",
    "head_of_government",
    "supreme_leader",
    "crown_prince",
    "foreign_minister",
    "defence_minister",
    "head",
)
"""The offices of the table, in its order; ``head`` is the first official of an organisation."""

_PLACE = {office: k for k, office in enumerate(OFFICES)}

STANDINGS = ("full", "acting", "rival")
"""In office, standing in for somebody (acting, interim, caretaker), or holding a claim to it
beside another who counts."""

CHECKED = ("yes", "start", "no")
"""Whether both dates of a term, its start only, or nothing was seen in the source named."""

SHORT_GAP_DAYS = 10
"""A vacancy up to this long is not reported: successions seldom fall on one day."""

OPEN_TERM_DAYS = 183
"""How long after the table was compiled a term without end is still read as running."""

COMING_DAYS = 200
"""How long before a term its holder may already be called elect or designate."""

LAPSE_YEARS = 8
"""How long after a term a common family name beside a title may still mean its holder."""

APART_YEARS = 4
"""How long ago another of the name must have left for a name to mean who left last."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")
_COMPLETE = re.compile(r"^# complete to (\d{4}-\d{2}-\d{2})", re.MULTILINE)


class Holder(NamedTuple):
    """Who held an office, from when until when (ISO, month precision allowed, end may be '').

    ``alone`` says that the family name is rare enough to be read without title or first name.
    ``of`` is what the office is of: the country's code, or an organisation's id ("igo:nato");
    ``country`` is then PLOVER's code of that organisation.
    """

    name: str
    country: str
    office: str
    start: str
    end: str
    aliases: tuple[str, ...]
    alone: bool
    sectors: tuple[str, ...] = ()
    standing: str = "full"
    of: str = ""

    def covers(self, date: str) -> bool:
        """Whether the term includes ``date`` (ISO)."""
        return self.start <= date and (not self.end or date <= self.end + "~")


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without a listed holder, both days included; ``end`` is '' for "until today"."""

    country: str
    office: str
    start: str
    end: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """The terms of ``officeholders.tsv`` and the day up to which it was compiled (ISO)."""

    holders: tuple[Holder, ...]
    complete_to: str

    def trusted_to(self) -> str:
        """The last day (ISO) on which a term without end is read as running."""
        day = Date.fromisoformat(self.complete_to) + timedelta(days=OPEN_TERM_DAYS)
        return day.isoformat()


def load_holders(
    folder: Traversable,
    states: Container[str],
    organisations: Mapping[str, tuple[str | None, tuple[str, ...]]],
) -> OfficeTable:
    """The terms of ``officeholders.tsv``, in file order.

    Parameters
    ----------
    folder
        Where the file lies; a folder without it gives an empty table.
    states
        The codes of states.
    organisations
        Organisations by id ("igo:nato"): PLOVER's code and sectors.

    Raises
    ------
    BadDataFile
        A row has an unknown country, office, date or mark, ends before it starts, stands out of
        order, or overlaps another full term of the office.
    """
    if not folder.joinpath(FILE).is_file():
        return OfficeTable((), "0001-01-01")
    text = folder.joinpath(FILE).read_text(encoding="utf-8")
    complete = _COMPLETE.search(text)
    if complete is None:
        raise BadDataFile(
            "the file does not say up to which day it is complete",
            file=FILE,
            line=1,
            hint="add a comment line like '# complete to 2025-12-01'",
        )
    holders: list[Holder] = []
    full: dict[tuple[str, str], tuple[int, Holder]] = {}
    key = ("", 0, "")
    for line, cells in _lines(text):
        # The plain case first: thousands of rows are read at every start.
        holder = _plain(cells, states, organisations)
        if holder is None:
            holder = _holder(_row(line, cells), states, organisations)
        if (before := key) > (key := _key(holder)):
            raise _row(line, cells).bad(
                f"{' '.join((key[0], holder.office, key[2]))} stands after "
                f"{' '.join((before[0], OFFICES[before[1]], before[2]))}",
                hint="sort by country, office (in the order of the head comment) and start",
            )
        if holder.standing == "full":
            office = (holder.of, holder.office)
            if office in full and overlap(full[office][1], holder):
                raise _overlapping(full[office], holder, _row(line, cells))
            full[office] = (line, holder)
        holders.append(holder)
    return OfficeTable(tuple(holders), complete.group(1))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with the number of its line; the head row is checked and left out."""
    lines = text.split("\n")
    head = next((k for k, line in enumerate(lines) if line.strip() and line[0] != "#"), 0)
    read_table("\n".join(lines[: head + 1]), FILE, COLUMNS)
    for number, line in enumerate(lines[head + 1 :], head + 2):
        if line[:1] == "#":
            continue
        cells = line.split("\t")
        if len(cells) == len(COLUMNS):
            yield number, cells
        elif line.strip():
            read_table(text, FILE, COLUMNS)  # says how many cells the row lacks


def _row(line: int, cells: Sequence[str]) -> Row:
    return Row(FILE, line, dict(zip(COLUMNS, map(str.strip, cells), strict=True)))


def _plain(
    cells: Sequence[str],
    states: Container[str],
    organisations: Mapping[str, tuple[str | None, tuple[str, ...]]],
) -> Holder | None:
    """The term of a row without fault; None where one must be looked for."""
    of, office, name, start, end, standing, aliases, alone, checked, source = cells
    if not (
        name
        and source
        and office in _PLACE
        and standing in STANDINGS
        and checked in CHECKED
        and alone in ("yes", "no")
        and _is_day(start)
        and (not end or (_is_day(end) and start <= end))
        and " ;" not in aliases
        and "; " not in aliases
    ):
        return None
    country: str | None = of
    sectors: tuple[str, ...] = ()
    if of not in states:
        if of not in organisations:
            return None
        country, sectors = organisations[of]
    return Holder(
        name, country or "IGO", office, start, end, tuple(aliases.split(";")) if aliases else (),
        alone == "yes", sectors, standing, of,
    )  # fmt: skip


def _is_day(date: str) -> bool:
    """Whether a date is written as 2016-12-19."""
    try:
        return len(date) == 10 and date[4] == date[7] == "-" and bool(Date.fromisoformat(date))
    except ValueError:
        return False


def _holder(
    row: Row,
    states: Container[str],
    organisations: Mapping[str, tuple[str | None, tuple[str, ...]]],
) -> Holder:
    of = row.filled("country")
    country = of
    sectors: tuple[str, ...] = ()
    if of in organisations:
        code, sectors = organisations[of]
        country = code or "IGO"
    elif of not in states:
        raise row.bad(
            f"{of!r} is neither a state's code nor an organisation's id",
            hint="use the ISO 3166-1 alpha-3 code (KOS for Kosovo), or an id of organisations.tsv",
        )
    start, end = _date(row, "start"), _date(row, "end", empty=True)
    if end and end < start[: len(end)]:
        raise row.bad(f"the term ends {end} before it starts {start}", hint="swap the dates?")
    row.one_of("checked", CHECKED)
    row.filled("source")
    return Holder(
        row.filled("name"),
        country,
        row.one_of("office", OFFICES),
        start,
        end,
        row.listed("aliases"),
        row.one_of("alone", ("yes", "no")) == "yes",
        sectors,
        row.one_of("standing", STANDINGS),
        of,
    )


def _date(row: Row, column: str, *, empty: bool = False) -> str:
    cell = row[column]
    try:
        good = (empty and not cell) or bool(
            _DATE.match(cell) and Date.fromisoformat(f"{cell}-01-01"[:10])
        )
    except ValueError:
        good = False
    if not good:
        raise row.bad(f"{column} {cell!r} is not a date", hint="write 2016-12-19, 2016-12 or 2016")
    return cell


def _overlapping(before: tuple[int, Holder], holder: Holder, row: Row) -> BadDataFile:
    """The error where one full term of an office reaches into the next."""
    line, other = before
    return row.bad(
        f"{holder.name} starts {holder.start}, but {other.name} (line {line}) ends "
        f"{other.end or 'never'}",
        hint="end the earlier term, or set the standing of one to acting or rival",
    )


def _key(holder: Holder) -> tuple[str, int, str]:
    return holder.of, _PLACE[holder.office], holder.start


def overlap(a: Holder, b: Holder) -> bool:
    """Whether two terms share more than the day, or the month, of the handover."""
    if not a.end:
        return True
    size = min(len(a.end), len(b.start))
    return a.end[:size] > b.start[:size]


def by_office(holders: Iterable[Holder]) -> dict[tuple[str, str], tuple[Holder, ...]]:
    """The terms by what the office is of ("TUR", "igo:nato") and the office."""
    index: dict[tuple[str, str], list[Holder]] = {}
    for holder in holders:
        if holder.office:
            index.setdefault((holder.of, holder.office), []).append(holder)
    return {key: tuple(found) for key, found in index.items()}


_NUMERALS = word_set("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi")
_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)-(?=\w{3})")


def by_name(
    holders: Iterable[Holder], family_first: Container[str], by_given: Container[str] = ()
) -> dict[str, tuple[Holder, ...]]:
    """The terms by full name, alias and family name, folded and lower case.

    People of the states ``by_given`` also by their given name, but never alone.

    A single word among the aliases is what news calls the person by: it is read alone, whatever
    the family name may be. "Maliki" stands for "al-Maliki".
    """
    holders = tuple(holders)
    turned = {h.name for h in holders if h.country in family_first}
    seen: dict[tuple[str, tuple[str, ...], bool], dict[str, bool]] = {}
    index: dict[str, list[Holder]] = {}
    for holder in holders:
        who = (holder.name, holder.aliases, holder.alone)
        keys = seen.get(who)
        if keys is None:
            keys = seen[who] = _keys(holder, 0 if holder.name in turned else -1)
            given = fold(holder.name).lower().split()[0]
            if holder.country in by_given and len(given) > 2 and " " in holder.name:
                keys.setdefault(given, False)
        for key, alone in keys.items():
            term = holder if alone == holder.alone else holder._replace(alone=alone)
            index.setdefault(key, []).append(term)
    return {key: tuple(found) for key, found in index.items()}


def family_name(name: str, *, first: bool) -> str:
    """The family name of a name, which stands first or last; of a ruler what his number follows.

    Examples
    --------
    >>> family_name("Harold Wilson", first=False), family_name("Makarios III", first=False)
    ('Wilson', 'Makarios')
    """
    words = name.split()
    if len(words) > 1 and words[-1].lower() in _NUMERALS:
        words = words[:-1]
    return words[0 if first else -1]


def _keys(holder: Holder, family: int) -> dict[str, bool]:
    """What a holder is called, and whether that is read without title or first name."""
    alone = holder.alone
    keys: dict[str, bool] = {}
    for name in (holder.name, *holder.aliases):
        words = fold(name).lower().replace(".", " ").split()
        keys[" ".join(words)] = alone or (len(words) == 1 and name != holder.name)
        if words[-1] in _NUMERALS:  # "Queen Elizabeth II" is Queen Elizabeth
            words = words[:-1]
            keys.setdefault(" ".join(words), alone)
        last = words[family]
        if "bin" not in words:  # "Salman bin Abdulaziz" is no Abdulaziz
            keys.setdefault(last, alone)
            if "-" in last:
                keys.setdefault(_ARTICLE.sub("", last, count=1), alone)
        if len(words) > 2:
            keys.setdefault(" ".join(words[1:]), alone)
            keys.setdefault(f"{words[0]} {words[-1]}", alone)
    return keys


def in_office(terms: Sequence[Holder], date: str, trusted_to: str) -> Holder | None:
    """Who of an office's ``terms`` held it on ``date`` (ISO); None where the table cannot tell.

    On a day of handover, and while somebody acts for another, the later start counts. A
    handover known by its month or year only leaves that time open, and a term without end runs
    until ``trusted_to``.
    """
    found = [h for h in terms if h.covers(date) and (h.end or date <= trusted_to)]
    found = [h for h in found if h.standing != "rival"] or found
    if not found:
        return None
    best = max(found, key=lambda h: h.start)
    others = any(h.name != best.name for h in found)
    return None if others and len(best.start) < 10 and date.startswith(best.start) else best


def coming(terms: Sequence[Holder], date: str) -> list[Holder]:
    """The terms that began within :data:`COMING_DAYS` after ``date`` (ISO): who was elected."""
    until = (Date.fromisoformat(date[:10]) + timedelta(days=COMING_DAYS)).isoformat()
    return [h for h in terms if date < h.start <= until]


def meant(terms: Sequence[Holder], date: str | None, *, family: bool) -> Holder | None:
    """Which of the terms of all who bear a name it means on a date: None where two may be.

    Whoever is in office then, an officeholder before other people; else whoever left last,
    unless another of the name left within :data:`APART_YEARS` before; a full name also who is yet
    to come, a common family name nobody who left longer than :data:`LAPSE_YEARS` ago. Without a
    date the name must be one person's.

    Parameters
    ----------
    terms
        The terms of everybody of the name, whatever office.
    date
        ISO date, or None.
    family
        Whether the name is a family name only.
    """
    if date is None:
        return _latest(terms)
    now = [h for h in terms if h.covers(date)]
    if now:
        first = [
            [h for h in now if h.office],
            *([h for h in now if h.office in o] for o in _LEADERS),
        ]
        return _latest(now) or next((h for led in first if (h := _latest(led))), None)
    since = _years_before(date, LAPSE_YEARS)
    past = [h for h in terms if h.start <= date and (h.end >= since or h.alone or not family)]
    if not past:
        return None if family else _latest(terms)
    last = max(past, key=lambda h: h.end)
    since = _years_before(last.end, APART_YEARS)
    return _latest([h for h in past if h.end >= since or fold(h.name) == fold(last.name)])


def _years_before(date: str, years: int) -> str:
    return f"{int(date[:4]) - years}{date[4:]}"


_LEADERS = (("supreme_leader",), ("head_of_state", "head_of_government"))
"""Whom "North Korea's Kim" means among several in office."""


def _latest(terms: Sequence[Holder]) -> Holder | None:
    """The last term, if all are one person's."""
    if len({fold(h.name) for h in terms}) != 1:
        return None
    return max(terms, key=lambda h: h.start)


def load_role_offices(
    folder: Traversable, roles: Container[str], owners: Container[str | None]
) -> dict[tuple[str, str], str]:
    """The offices of ``role_offices.tsv`` by title and whose it is ("*": every other's).

    Raises
    ------
    BadDataFile
        A row has an unknown title, owner or office, or stands twice.
    """
    if not folder.joinpath(ROLES_FILE).is_file():
        return {}
    text = folder.joinpath(ROLES_FILE).read_text(encoding="utf-8")
    out: dict[tuple[str, str], str] = {}
    for row in read_table(text, ROLES_FILE, ("role", "of", "office")):
        role, office = row.filled("role"), row["office"]
        if role not in roles:
            raise row.bad(f"{role!r} is no title of roles.tsv", hint="add it there first")
        if office:
            row.one_of("office", OFFICES)
        for owner in row.listed("of"):
            if owner != "*" and owner not in owners:
                raise row.bad(
                    f"{owner!r} is neither a state's code nor an organisation's id",
                    hint="write * for every other",
                )
            if (role, owner) in out:
                raise row.bad(f"{role!r} of {owner!r} stands twice", hint="keep one of them")
            out[role, owner] = office
    return out


def gaps(terms: Sequence[Holder], since: str, until: str) -> list[Gap]:
    """The times from ``since`` to ``until`` (ISO days) that an office's terms leave open.

    Vacancies up to :data:`SHORT_GAP_DAYS` are left out; a month or year stands for all its days.
    """
    if not terms:
        return []
    of, office = terms[0].of, terms[0].office
    out: list[Gap] = []
    reached = Date.fromisoformat(since)
    for term in sorted(terms, key=lambda h: h.start):
        start = Date.fromisoformat(f"{term.start}-01-01"[:10])
        if (start - reached).days > SHORT_GAP_DAYS:
            out.append(Gap(of, office, reached.isoformat(), start.isoformat()))
        reached = max(reached, _last_day(term.end or until))
    last = Date.fromisoformat(until)
    if (last - reached).days > SHORT_GAP_DAYS:
        out.append(Gap(of, office, reached.isoformat(), ""))
    return out


def _last_day(date: str) -> Date:
    if len(date) == 10:
        return Date.fromisoformat(date)
    year, month = int(date[:4]), int(date[5:] or 12)
    return Date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def load_gaps(folder: Traversable) -> list[Gap]:
    """The gaps that are known and why, from ``officeholders_gaps.tsv``.

    Raises
    ------
    BadDataFile
        A row lacks a reason, or has a date or office that is not one.
    """
    text = folder.joinpath(GAPS_FILE).read_text(encoding="utf-8")
    rows = read_table(text, GAPS_FILE, ("country", "office", "start", "end", "reason"))
    return [
        Gap(
            row.filled("country"),
            row.one_of("office", OFFICES),
            _date(row, "start"),
            _date(row, "end", empty=True),
            row.filled("reason"),
        )
        for row in rows
    ]
