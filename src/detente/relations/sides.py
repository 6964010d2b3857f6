"""Who a side of a dyad is: a state, a bloc of states, or an armed group.

What comes in: a name or code. What goes out: a `Side`, and the rows of the table ``members`` that
the queries of ``expressions`` read. Membership is dated: an act of Finland counts for NATO from
the day it joined. A side that is also in the other's bloc stands for itself: Türkiye against NATO
is Türkiye against its allies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from detente.codebook import load_states, state_code
from detente.codebook.tables import read_table
from detente.errors import BadDataFile, UnknownState

ALWAYS = (date(1, 1, 1), date(9999, 12, 31))
BLOC_COLUMNS = ("bloc", "name", "ids", "first", "last", "states")
GROUP_COLUMNS = ("id", "name", "country", "sectors", "when", "alone", "aliases")


@dataclass(frozen=True, slots=True)
class Member:
    """Who belongs to a side, from a first to a last day.

    ``kind`` is ``state`` (``code`` is a country) or ``group`` (``code`` is an id or a name).
    """

    kind: str
    code: str
    first: date = ALWAYS[0]
    last: date = ALWAYS[1]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a dyad: ``code`` stands in series, ``kind`` is state, bloc or group."""

    code: str
    name: str
    kind: str
    members: tuple[Member, ...]


def find_side(asked: str) -> Side:
    """The side of a code or name, in any case.

    Raises
    ------
    UnknownState
        No state, bloc or armed group answers to it.

    Examples
    --------
    >>> find_side("nato").kind, find_side("PKK").kind, find_side("Türkiye").code
    ('bloc', 'group', 'TUR')
    """
    blocs = load_blocs()
    wanted = asked.strip().lower()
    for bloc in blocs.values():
        if wanted in (bloc.code.lower(), bloc.name.lower()):
            return bloc
    try:
        code = state_code(asked)
    except UnknownState as error:
        group = _groups().get(wanted)
        if group is not None:
            return group
        raise UnknownState(
            f"{asked!r} is no state, bloc ({', '.join(blocs)}) or armed group that is known",
            hint=error.hint,
            name=asked,
        ) from None
    states = load_states()
    name = states[code].name if code in states else code
    return Side(code, name, "state", (Member("state", code),))


def members_of(a: Side, b: Side) -> dict[str, list[Any]] | None:
    """The values of the table ``members`` for two sides; None if both are states.

    Where one state would be on both sides it is on that of which it is the whole, and on neither
    if both are blocs.
    """
    if a.kind == b.kind == "state":
        return None
    rows = []
    for side, other in ((a, b), (b, a)):
        theirs = {m.code for m in other.members}
        for member in side.members:
            if member.code not in theirs or side.kind != "bloc":
                rows.append((side.code, member))
    return {
        "member_side": [side for side, _ in rows],
        "member_kind": [m.kind for _, m in rows],
        "member_code": [m.code for _, m in rows],
        "member_first": [m.first for _, m in rows],
        "member_last": [m.last for _, m in rows],
    }


@cache
def load_blocs() -> dict[str, Side]:
    """The blocs of ``blocs.tsv`` by code.

    Raises
    ------
    BadDataFile
        A row names an unknown state or no date; the message says which line.
    """
    file = "blocs.tsv"
    text = (resources.files("detente.relations") / file).read_text(encoding="utf-8")
    return read_blocs(text, file)


def read_blocs(text: str, file: str) -> dict[str, Side]:
    """The blocs of a table of that form; see `load_blocs`."""
    states = load_states()
    found: dict[str, tuple[str, list[Member]]] = {}
    for row in read_table(text, file, BLOC_COLUMNS):
        code = row.filled("bloc")
        if code not in found:
            found[code] = (row.filled("name"), [Member("group", i) for i in row.listed("ids")])
        try:
            first = date.fromisoformat(row.filled("first"))
            last = date.fromisoformat(row["last"]) if row["last"] else ALWAYS[1]
        except ValueError:
            raise row.bad("first and last are ISO days, YYYY-MM-DD") from None
        if last < first:
            raise row.bad(f"the last day {last} is before the first, {first}")
        for state in row.listed("states"):
            if state not in states and state != "EUR":
                raise row.bad(f"'{state}' is no state's code", hint="see `detente codebook states`")
            found[code][1].append(Member("state", state, first, last))
    if not found:
        raise BadDataFile("there is no bloc in it", file=file)
    return {
        code: Side(code, name, "bloc", tuple(members)) for code, (name, members) in found.items()
    }


@cache
def _groups() -> dict[str, Side]:
    """Armed groups by id, name and alias, lower case; the first of two with one name."""
    file = "armed_groups.tsv"
    place = resources.files("detente.coding.actors") / "data" / file
    found: dict[str, Side] = {}
    for row in read_table(place.read_text(encoding="utf-8"), file, GROUP_COLUMNS):
        names = (row["name"], *row.listed("aliases"))
        side = Side(
            row["name"],
            row["name"],
            "group",
            (Member("group", row["id"]), *(Member("group", name) for name in names)),
        )
        for name in (row["id"], *names):
            found.setdefault(name.lower(), side)
    return found
