"""The dated table of states: their codes in other people's systems, their names, their spells.

What comes in: ``states.tsv``, ``state_codes.tsv``, ``state_names.tsv`` and, when a name is not
English, ``state_names_cldr.tsv``. What goes out: a :class:`States` that maps codes and names of
any date to our code (ISO 3166-1 alpha-3; former ISO codes for ended states; KOS). Whoever reads
foreign data (event streams, panels) asks here; finding names in text is left to
:mod:`detente.coding.actors`.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from detente.codebook.names import name_key
from detente.codebook.tables import Row, keyed, read_table
from detente.errors import UnknownState

SYSTEMS = ("iso3", "iso_numeric", "cow", "cow_abbrev", "gw", "fips", "cameo", "icews")
"""Code systems that :meth:`States.of` reads; ``icews`` are its English country names."""

SUCCESSIONS = ("", "whole", "seat", "joined")
"""How a state that ended went on; see :attr:`State.succession`."""

NAME_KINDS = ("name", "adjective", "demonym", "demonyms", "capital", "government", "region")
"""Kinds of words for a state in ``state_names.tsv``."""

Spells = tuple[tuple[str, str], ...]
"""Pairs of first and last day (ISO), the last empty while open, the first where unknown."""

_COLUMNS = ("code", "name", "spells", "successor", "succession", "iso_numeric", "cow",
            "cow_abbrev", "gw", "fips", "cameo")  # fmt: skip
_SECTOR_COLUMNS = ("code", "name", "definition", "note")
_DAY = r"(\d{4}(-\d{2}(-\d{2})?)?)?"
_SPELL = re.compile(f"{_DAY}/{_DAY}")


@dataclass(frozen=True, slots=True)
class State:
    """A state, or a territory that PLOVER lists beside them, with its codes.

    ``spells`` are the times in which it existed, oldest first. ``succession`` says how an ended
    state went on in ``successor``: ``whole`` (the successor's names stood for it too, as
    "Russia" did for the Soviet Union), ``seat`` (its capital did, as Belgrade), ``joined`` (it
    became a part, as East Germany). Codes are those in use now, or last; empty where there is
    none.
    """

    code: str
    name: str
    spells: Spells
    successor: str
    succession: str
    iso_numeric: str
    cow: str
    cow_abbrev: str
    gw: str
    fips: str
    cameo: str

    @property
    def start(self) -> str:
        """First day (ISO) of the present or last spell; empty where unknown."""
        return self.spells[-1][0] if self.spells else ""

    @property
    def end(self) -> str:
        """Last day (ISO); empty while the state exists."""
        return self.spells[-1][1] if self.spells else ""

    def existed(self, date: str) -> bool:
        """Whether ``date`` (ISO; a year or month will do) lies in one of the spells."""
        return not self.spells or covered(self.spells, date)


@dataclass(frozen=True, slots=True)
class StateName:
    """A word for a state or a part of one; ``when`` bounds its use, empty for always."""

    name: str
    country: str
    kind: str
    sectors: tuple[str, ...]
    when: Spells


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A code beside the one in ``states.tsv``: a former one, or a second of the same time."""

    system: str
    value: str
    code: str
    when: Spells


class States(Mapping[str, State]):
    """The states by our code, in file order; ask :meth:`of` for codes, :meth:`named` for names.

    Examples
    --------
    >>> states = load_states()
    >>> states["TUR"].cow, states["SUN"].successor
    ('640', 'RUS')
    >>> states.of("cow", "365", "1985-05-01"), states.of("cow", 365, "2015")
    ('SUN', 'RUS')
    >>> states.code("DEU", "cow", "1985"), states.code("DEU", "cow")
    ('260', '255')
    >>> states.named("Rusya"), states.named("土耳其"), states.named("Ruritania")
    ('RUS', 'TUR', None)
    >>> states.on("RUS", "1985"), states.lineage("YUG")
    ('SUN', ('YUG', 'SCG', 'SRB'))
    """

    def __init__(
        self,
        states: dict[str, State],
        others: tuple[OtherCode, ...],
        names: tuple[StateName, ...],
        folder: Path | None = None,
    ) -> None:
        self._states = states
        self._others = others
        self.names = names
        self._folder = folder
        self._before: dict[str, str] = {}
        for state in states.values():
            if state.succession in ("whole", "seat"):
                self._before[state.successor] = state.code
        self._births = sorted((s.start, s.code) for s in states.values())
        self._codes: dict[tuple[str, str], list[tuple[str, Spells, bool]]] | None = None
        self._english: dict[str, tuple[str, str]] = {}
        for row in names:
            if row.kind == "name":
                self._english.setdefault(name_key(row.name), (row.name, row.country))
        self._foreign: dict[str, str] | None = None
        self._names_of: dict[str, list[StateName]] = {}
        for row in names:
            self._names_of.setdefault(row.country, []).append(row)

    def __getitem__(self, code: str) -> State:
        return self._states[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    # -- codes ----------------------------------------------------------------------------

    def of(self, system: str, value: object, date: str | None = None) -> str | None:
        """Our code for a code of another system; None if no state has or had it.

        Parameters
        ----------
        system
            One of :data:`SYSTEMS`.
        value
            The code, as text or number; leading zeros of ISO numeric codes may be missing.
        date
            ISO date, month or year that the code was used on. Where several states have had
            the code (COW 365: SUN, RUS), it tells which; without it, or outside all their
            spells, the newest has it.

        Raises
        ------
        ValueError
            There is no such system.
        """
        if system not in SYSTEMS:
            raise ValueError(f"{system!r} is no code system; known are {', '.join(SYSTEMS)}")
        wanted = _normal(system, value)
        found = self._index().get((system, wanted), [])
        if date is not None:
            fitting = [f for f in found if covered(f[1], date)]
            # A row of state_codes.tsv is written for the case: it goes before the general one.
            found = [f for f in fitting if f[2]] or fitting or found
        if found:
            return max(found, key=lambda f: f[1][-1][1] or "~" if f[1] else "~")[0]
        if system == "cameo":
            return self.of("iso3", value, date)
        return self.named(str(value)) if system == "icews" else None

    def code(self, code: str, system: str, date: str | None = None) -> str | None:
        """The code of one of our states in another system on a date; None if it has none.

        Raises
        ------
        ValueError
            There is no such system.
        KeyError
            ``code`` is no state of the table.
        """
        if system not in SYSTEMS:
            raise ValueError(f"{system!r} is no code system; known are {', '.join(SYSTEMS)}")
        state = self._states[code]
        if date is not None:
            for other in self._others:
                same = other.code == code and other.system == system
                if same and other.when and covered(other.when, date):
                    return other.value
        if system == "iso3":
            return code
        if system == "icews":
            return state.name
        return str(getattr(state, system)) or None

    def _index(self) -> dict[tuple[str, str], list[tuple[str, Spells, bool]]]:
        if self._codes is None:
            index: dict[tuple[str, str], list[tuple[str, Spells, bool]]] = {}
            for state in self._states.values():
                for system in SYSTEMS[:-1]:
                    value = state.code if system == "iso3" else str(getattr(state, system))
                    if value:
                        key = (system, _normal(system, value))
                        index.setdefault(key, []).append((state.code, state.spells, False))
            for other in self._others:
                key = (other.system, _normal(other.system, other.value))
                index.setdefault(key, []).append((other.code, other.when, bool(other.when)))
            self._codes = index
        return self._codes

    # -- time -----------------------------------------------------------------------------

    def on(self, code: str, date: str) -> str:
        """The state that stood where ``code`` stands, on ``date`` (ISO).

        RUS is SUN before the end of 1991, SRB is SCG and before it YUG; the other way, SUN is
        RUS afterwards. A state that only joined another, or had no forerunner with the same
        seat, is left as it is; so is a code that is no state's.
        """
        state = self._states.get(code)
        if state is None or state.existed(date):
            return code
        if state.succession in ("whole", "seat") and state.end and state.end < date:
            return self.on(state.successor, date)
        before = self._before.get(code)
        while before is not None:
            if self._states[before].existed(date):
                return before
            before = self._before.get(before)
        return code

    def born_after(self, date: str) -> list[str]:
        """The states whose present or last spell starts after ``date`` (ISO), oldest first."""
        return [code for _, code in self._births[bisect_right(self._births, (date, "~")) :]]

    def lineage(self, code: str) -> tuple[str, ...]:
        """The codes of a state through time, oldest first: for a series without a break.

        ``("SUN", "RUS")`` for either; a state without forerunner or successor alone.
        """
        first = code
        while first in self._before:
            first = self._before[first]
        out = [first]
        state = self._states.get(first)
        while state is not None and state.succession in ("whole", "seat"):
            out.append(state.successor)
            state = self._states.get(state.successor)
        return tuple(out)

    # -- names ----------------------------------------------------------------------------

    def names_of(self, code: str) -> Sequence[StateName]:
        """All words for a state, in file order; none for a code that has no names."""
        return self._names_of.get(code, ())

    def named(self, name: str) -> str | None:
        """The code of the state with this name, in English or a language of CLDR; None if none.

        Case, accents, articles and punctuation do not matter. Our codes are names too.
        """
        if name.strip().upper() in self._states:
            return name.strip().upper()
        key = name_key(name)
        found = self._english.get(key)
        if found is not None:
            return found[1]
        if self._foreign is None:
            self._foreign = _load_foreign(self._folder)
        return self._foreign.get(key)

    def nearest(self, name: str) -> tuple[str, str] | None:
        """The English name most like ``name``, with its code; None if none is near."""
        spelled = dict(self._english)
        for code in self._states:
            spelled.setdefault(code.casefold(), (code, code))
        near = difflib.get_close_matches(name_key(name), spelled, n=1, cutoff=0.6)
        return spelled[near[0]] if near else None


def covered(spells: Spells, date: str) -> bool:
    """Whether a date, month or year (ISO) lies in one of the spells; a year counts as a whole.

    Examples
    --------
    >>> covered((("1991-12-26", ""),), "1991"), covered((("1991-12-26", ""),), "1991-12-25")
    (True, False)
    """
    return any(
        start[: len(date)] <= date and (not end or date <= end[: len(date)])
        for start, end in spells
    )


def state_code(name: str) -> str:
    """The code of a state, or of what PLOVER puts beside them, given by code or by name.

    Any of its names in English or a language of CLDR will do, in any case.

    Raises
    ------
    UnknownState
        No state answers to it; the hint names the nearest.

    Examples
    --------
    >>> state_code("Türkiye"), state_code("rus"), state_code("Россия"), state_code("igo")
    ('TUR', 'RUS', 'RUS', 'IGO')
    """
    states = load_states()
    found = states.named(name)
    if found is None and name.strip().upper() in _international():
        found = name.strip().upper()
    if found is not None:
        return found
    near = states.nearest(name)
    if near is not None:
        spelled, code = near
        hint = f"did you mean {spelled!r}" + ("?" if spelled == code else f" ({code})?")
    else:
        hint = "give an ISO 3166-1 alpha-3 code such as TUR, or a state's name"
    raise UnknownState(f"{name!r} is no state that the state table knows", hint=hint, name=name)


@cache
def load_states(folder: Path | None = None) -> States:
    """The table of states, read and checked once.

    Parameters
    ----------
    folder
        Where the tables are; the ones that come with the package if not given.

    Raises
    ------
    BadDataFile
        A table does not hold up; the message names file and line.
    """
    states = _load_states(folder)
    return States(states, _load_codes(folder, states), _load_names(folder, states), folder)


@cache
def _international() -> frozenset[str]:
    columns = ("code", "kind", "name", "definition", "note")
    rows = _rows(None, "entities.tsv", columns)
    return frozenset(row["code"] for row in rows if row["kind"] == "international")


def _rows(folder: Path | None, file: str, columns: tuple[str, ...]) -> list[Row]:
    place = resources.files("detente.codebook") / "data" if folder is None else folder
    return read_table((place / file).read_text(encoding="utf-8"), file, columns)


def _load_states(folder: Path | None) -> dict[str, State]:
    states: dict[str, State] = {}
    rows = _rows(folder, "states.tsv", _COLUMNS)
    keyed(rows, "code")
    for row in rows:
        if not re.fullmatch("[A-Z]{3}", row["code"]):
            raise row.bad(f"code {row['code']!r} is not three capital letters")
        row.one_of("succession", SUCCESSIONS)
        cells = {**row.cells, "spells": read_spells(row, "spells")}
        states[row["code"]] = State(**cells)  # type: ignore[arg-type]
    for row in rows:
        if row["successor"] and row["successor"] not in states:
            raise row.bad(f"successor {row['successor']!r} is no code of this table")
        if bool(row["successor"]) != bool(row["succession"]):
            raise row.bad("successor and succession are given together or not at all")
    return states


def _load_codes(folder: Path | None, states: dict[str, State]) -> tuple[OtherCode, ...]:
    out = []
    columns = ("system", "value", "code", "when", "note")
    for row in _rows(folder, "state_codes.tsv", columns):
        row.one_of("system", SYSTEMS)
        if row["code"] not in states:
            raise row.bad(f"{row['code']!r} is no code of states.tsv")
        value = row.filled("value")
        out.append(OtherCode(row["system"], value, row["code"], read_spells(row, "when")))
    return tuple(out)


def _load_names(folder: Path | None, states: dict[str, State]) -> tuple[StateName, ...]:
    out = []
    columns = ("name", "country", "kind", "sectors", "when")
    known = {row["code"] for row in _rows(folder, "sectors.tsv", _SECTOR_COLUMNS)}
    for row in _rows(folder, "state_names.tsv", columns):
        name, country, kind, sectors, when = row.cells.values()
        if kind not in NAME_KINDS:
            raise row.bad(f"{kind!r} is not a kind", hint=f"allowed: {', '.join(NAME_KINDS)}")
        if country and country not in states:
            raise row.bad(
                f"{country!r} is no code of states.tsv",
                hint="use the ISO 3166-1 alpha-3 code (KOS for Kosovo)",
            )
        codes = tuple(sectors.split(",")) if sectors else ()
        for code in codes:
            if code not in known:
                raise row.bad(f"{code!r} is no code of sectors.tsv")
        spells = read_spells(row, "when") if when else ()
        out.append(StateName(name, country, kind, codes, spells))
    return tuple(out)


def _load_foreign(folder: Path | None) -> dict[str, str]:
    rows = _rows(folder, "state_names_cldr.tsv", ("code", "name", "languages"))
    return {name_key(row["name"]): row["code"] for row in rows}


def read_spells(row: Row, column: str) -> Spells:
    """A cell of first/last days, several by semicolon, as pairs in order of time."""
    out: list[tuple[str, str]] = []
    for spell in row.listed(column):
        if not _SPELL.fullmatch(spell):
            raise row.bad(
                f"{spell!r} is not a first and a last day",
                hint="write 1949-10-07/1990-10-02; leave the last empty while it lasts",
            )
        start, end = spell.split("/")
        if end and end < start[: len(end)]:
            raise row.bad(f"the spell {spell} ends before it starts")
        if out and start <= out[-1][1]:
            raise row.bad(f"the spell {spell} starts before the one before it ends")
        out.append((start, end))
    return tuple(out)


def _normal(system: str, value: object) -> str:
    """A code as it is compared: capitals, no leading zeros in numbers, icews as name keys."""
    text = str(value).strip()
    if system == "icews":
        return name_key(text)
    if system in ("iso_numeric", "cow", "gw"):
        return text.removesuffix(".0").lstrip("0")
    return text.upper()
