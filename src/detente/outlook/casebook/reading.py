"""Read the casebook's files: TOML, a file a decade or as you like, checked case by case.

What comes in: the shipped folder or another. What goes out: :class:`Case` records in order of
date. Whatever is wrong is said with file, line and remedy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.codebook import States, load_states
from detente.errors import BadDataFile
from detente.outlook.casebook.records import (
    CLAIMS,
    KINDS,
    KNOWN_AFTER,
    PERPETRATORS,
    PRIORS,
    RANKS,
    REACTIONS,
    RUPTURES,
    WAYS,
    Case,
    Signal,
    bounds,
)

WORDS = {
    "kind": KINDS,
    "perpetrator": PERPETRATORS,
    "rank": RANKS,
    "claim": CLAIMS,
    "reaction": REACTIONS,
    "prior": PRIORS,
    "rupture": RUPTURES,
}
"""Keys whose value is one of a few words."""

REQUIRED = ("id", "title", "date", "kind", "parties", "place", "perpetrator", "checked", "sources")
TEXTS = ("id", "title", "victim", "place", "by", "contested", "outcome")
LISTS = ("parties", "others", "claimed_by", "sources")
DATES = ("date", "date_end", "ruptured", "repaired", "unrepaired", "known")
KEYS = {*REQUIRED, *TEXTS, *LISTS, *DATES, *WORDS, "signals"}
DAYS = ("date", "date_end", "unrepaired", "known")
SINCE = date(1900, 1, 1)
"""From here on parties must stand in the state table on the day; before, the table says when a
state entered the state system, not when it began."""


def load_casebook(folder: str | Path | None = None) -> tuple[Case, ...]:
    """The cases of a folder of TOML files, oldest first; None is the shipped casebook.

    Raises
    ------
    BadDataFile
        A file cannot be read, or a case does not hold up.
    """
    if folder is None:
        return _shipped()
    if not Path(folder).is_dir():
        raise BadDataFile(
            "is no folder", file=str(folder), hint="cases stand in files *.toml of it"
        )
    texts = {p.name: _text(p) for p in sorted(Path(folder).glob("*.toml"))}
    if not texts:
        raise BadDataFile(
            "holds no case file", file=str(folder), hint="cases stand in files named *.toml"
        )
    return read_cases(texts)


@cache
def _shipped() -> tuple[Case, ...]:
    folder = files("detente.outlook").joinpath("data", "casebook")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return read_cases({f.name: f.read_text("utf-8") for f in found})


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDataFile(f"cannot be read: {error}", file=path.name) from error


def read_cases(texts: Mapping[str, str]) -> tuple[Case, ...]:
    """The cases of some files' texts by file name, oldest first.

    Raises
    ------
    BadDataFile
        A case does not hold up, or two have one id.
    """
    states = load_states()
    cases: dict[str, tuple[Case, str]] = {}
    for file, text in texts.items():
        for entry in _entries(text, file):
            case = entry.case(states)
            if case.id in cases:
                raise entry.bad("id", f"'{case.id}' is already in {cases[case.id][1]}")
            cases[case.id] = (case, file)
    return tuple(sorted((c for c, _ in cases.values()), key=lambda c: (c.date, c.id)))


def _entries(text: str, file: str) -> Iterable[_Entry]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise BadDataFile(
            f"is no TOML: {error}",
            file=file,
            line=int(at[1]) if at else None,
            hint='a case starts with [[case]]; texts stand in "quotes"',
        ) from error
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines, start=1) if line.strip() == "[[case]]"]
    tables = found.get("case", [])
    if set(found) - {"case"} or not isinstance(tables, list) or len(tables) != len(starts):
        raise BadDataFile("holds something else than [[case]] tables", file=file, line=1)
    ends = [*starts[1:], len(lines) + 1]
    for table, start, end in zip(tables, starts, ends, strict=True):
        yield _Entry(file, start, lines[start : end - 1], table)


class _Entry:
    """A case as it stands in a file, with the lines its keys stand on."""

    def __init__(self, file: str, line: int, lines: list[str], table: dict[str, Any]) -> None:
        self.file = file
        self.line = line
        self.table = table
        self.at: dict[str, int] = {}
        for number, text in enumerate(lines, start=line + 1):
            key = re.match(r"(\w+)\s*=", text)
            if key:
                self.at.setdefault(key[1], number)

    def bad(self, key: str, message: str, hint: str | None = None) -> BadDataFile:
        """The error that says what is wrong with a key."""
        name = self.table.get("id", "this case")
        line = self.at.get(key, self.line)
        return BadDataFile(f"{name}: {key} {message}", file=self.file, line=line, hint=hint)

    def case(self, states: States) -> Case:
        """The case, checked."""
        self._check_form()
        day = bounds(self.table["date"])[0]
        end = self._day("date_end") or day
        known = self._day("known") or end + timedelta(KNOWN_AFTER)
        injured, accused = self._parties(states, day)
        text: dict[str, Any] = {key: self.table.get(key, "") for key in TEXTS}
        word: dict[str, Any] = {key: self.table.get(key) for key in WORDS}
        case = Case(
            **text,
            **word,
            date=day,
            date_end=end,
            injured=injured,
            accused=accused,
            others=self._codes("others", states, day),
            claimed_by=self._codes("claimed_by", states, day),
            signals=self._signals(states, day),
            ruptured=self.table.get("ruptured"),
            repaired=self.table.get("repaired"),
            unrepaired=self.table.get("unrepaired"),
            known=known,
            checked=self.table["checked"],
            sources=tuple(self.table["sources"]),
        )
        self._check_order(case)
        return case

    def _check_form(self) -> None:
        for key in self.table:
            if key not in KEYS:
                raise self.bad(key, "is no key of a case", f"keys: {', '.join(sorted(KEYS))}")
        for key in REQUIRED:
            if self.table.get(key) in (None, "", []):
                raise self.bad(key, "is missing; every case has it")
        for key in (*TEXTS, *DATES, *WORDS):
            value = self.table.get(key, "")
            if not isinstance(value, str):
                raise self.bad(key, f"is {value!r}, not a text", 'write it in "quotes"')
        for key, allowed in WORDS.items():
            if key in self.table and self.table[key] not in allowed:
                raise self.bad(
                    key,
                    f"'{self.table[key]}' is not a known word",
                    f"allowed: {', '.join(allowed)}; leave the key out if not known",
                )
        for key in LISTS:
            value = self.table.get(key, [])
            if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
                raise self.bad(key, f"is {value!r}, not a list of texts")
        if not isinstance(self.table["checked"], bool):
            raise self.bad("checked", "is neither true nor false")
        for key in DATES:
            self._bounds(key)

    def _bounds(self, key: str) -> tuple[date, date] | None:
        value = self.table.get(key)
        if value is None:
            return None
        try:
            if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
                raise ValueError
            found = bounds(value)
        except ValueError:
            raise self.bad(
                key, f"'{value}' is no date", "write 1923-05-10, or a month or year where allowed"
            ) from None
        if key in DAYS and len(value) != 10:
            raise self.bad(key, f"'{value}' must be a day", "write it as 1923-05-10")
        return found

    def _day(self, key: str) -> date | None:
        found = self._bounds(key)
        return None if found is None else found[0]

    def _parties(self, states: States, day: date) -> tuple[str, str]:
        found = self._codes("parties", states, day)
        if len(found) != 2 or found[0] == found[1]:
            raise self.bad(
                "parties",
                f"are {', '.join(found)}",
                "two states: first the injured, then the other",
            )
        return found[0], found[1]

    def _codes(self, key: str, states: States, day: date) -> tuple[str, ...]:
        for code in self.table.get(key, []):
            self._check_code(key, code, states, day)
        return tuple(self.table.get(key, []))

    def _check_code(self, key: str, code: object, states: States, day: date) -> None:
        if not isinstance(code, str) or code not in states:
            raise self.bad(key, f"'{code}' is no state's code", "codes are those of states.tsv")
        if day >= SINCE and not states[code].existed(day.isoformat()):
            then = states.on(code, day.isoformat())
            hint = f"on that day it was {then}" if then != code else "use the state of the day"
            raise self.bad(key, f"'{code}' did not exist on {day}", hint)

    def _signals(self, states: States, day: date) -> tuple[Signal, ...]:
        out = []
        for row in self.table.get("signals", []):
            if not isinstance(row, dict) or set(row) != {"day", "by", "way", "what"}:
                raise self.bad("signals", f"hold {row!r}", "each has day, by, way and what")
            if not isinstance(row["day"], int) or not 0 <= row["day"] <= 7:
                raise self.bad("signals", f"have day {row['day']!r}", "days since the act, 0 to 7")
            if row["way"] not in WAYS:
                raise self.bad("signals", f"go '{row['way']}'", f"allowed: {', '.join(WAYS)}")
            if not isinstance(row["what"], str) or not row["what"]:
                raise self.bad("signals", "do not say what was said or done")
            self._check_code("signals", row["by"], states, day)
            if row["by"] not in self.table["parties"]:
                raise self.bad("signals", f"by '{row['by']}'", "only the two parties signal")
            out.append(Signal(row["day"], row["by"], row["way"], row["what"]))
        return tuple(sorted(out, key=lambda s: s.days))

    def _check_order(self, case: Case) -> None:
        """That the dates follow each other, and that none stands without its reason."""
        if case.date_end < case.date:
            raise self.bad("date_end", f"{case.date_end} is before the date, {case.date}")
        if case.known < case.date_end:
            raise self.bad("known", f"{case.known} is before the end of the act")
        ruptured = case.rupture not in (None, "none")
        if ruptured != (case.ruptured is not None):
            raise self.bad(
                "ruptured",
                "and rupture do not fit",
                "rupture names the measure and ruptured its date; without one, neither",
            )
        if not ruptured:
            if case.repaired is not None or case.unrepaired is not None:
                raise self.bad("repaired", "or unrepaired stands without a rupture")
            return
        first, last = bounds(str(case.ruptured))
        if last < case.date:
            raise self.bad("ruptured", f"{case.ruptured} is before the date, {case.date}")
        if last - timedelta(KNOWN_AFTER) <= case.date and case.known < last:
            raise self.bad("known", f"{case.known} is before the rupture, {case.ruptured}")
        if case.repaired is not None and bounds(case.repaired)[1] < first:
            raise self.bad("repaired", f"{case.repaired} is before the rupture, {case.ruptured}")
        if case.unrepaired is not None:
            held = date.fromisoformat(case.unrepaired)
            if held < first or (case.repaired is not None and held > bounds(case.repaired)[1]):
                raise self.bad("unrepaired", f"{held} lies not between rupture and repair")
