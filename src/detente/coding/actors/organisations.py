"""Organisations, parties and armed groups: three tables, read and checked.

What comes in: ``organisations.tsv``, ``parties.tsv``, ``armed_groups.tsv``. What goes out: entries,
one a name. Which of several parties with one name is meant, and whether an acronym may be read
where its country is not named, is left to :mod:`detente.coding.actors.reading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable

from detente.codebook import State
from detente.codebook.states import Spells, read_spells
from detente.codebook.tables import Row, keyed, read_table
from detente.coding.actors.entries import ORGANISATION_KINDS, SUPRA, Entry, sector_codes
from detente.errors import BadDataFile

_ORGANISATION = ("id", "name", "country", "sectors", "kind", "aliases", "shy")
_PARTY = ("id", "name", "country", "governing", "alone", "aliases")
_ARMED = ("id", "name", "country", "sectors", "when", "alone", "aliases")
ACRONYM = 5
"""Names of up to so many capitals need their country in the text, unless listed as known."""


def load_organisations(folder: Traversable, states: Mapping[str, State]) -> list[Entry]:
    """The entries of all three tables, organisations first.

    Raises
    ------
    BadDataFile
        A row has an unknown code, kind, spell or an id that stands twice.
    """
    out: list[Entry] = []
    rows = _rows(folder, "organisations.tsv", _ORGANISATION)
    ids = set(keyed(rows, "id"))
    for row in rows:
        _check(row, states)
        row.one_of("kind", ORGANISATION_KINDS)
        codes, shy = sector_codes(row), row.listed("shy")
        for alias in (row["name"], *row.listed("aliases")):
            out.append(Entry(alias, row["name"], row["country"] or None, row["kind"], codes,
                             row["id"], shy=alias in shy))  # fmt: skip
    parties = _rows(folder, "parties.tsv", _PARTY)
    armed = _rows(folder, "armed_groups.tsv", _ARMED)
    for row in (*parties, *armed):
        _check(row, states)
        if (row["id"],) in ids:
            raise row.bad(f"id {row['id']!r} stands twice", hint="ids are one in all three tables")
        ids.add((row["id"],))
    for row in parties:
        never = row["governing"] == "never"
        spells = () if never else read_spells(row, "governing")
        out.extend(_group(row, "party", ("OPP", "PTY") if never else ("PTY",), spells))
    for row in armed:
        out.extend(_group(row, "armed", sector_codes(row), read_spells(row, "when")))
    return out


def _group(row: Row, kind: str, sectors: tuple[str, ...], when: Spells) -> list[Entry]:
    alone = set(row.listed("alone"))
    return [
        Entry(
            alias,
            row["name"],
            row["country"] or None,
            kind,
            sectors,
            row["id"],
            when=when,
            shy=len(alias) <= ACRONYM and alias.isupper() and alias not in alone,
        )
        for alias in (row["name"], *row.listed("aliases"))
    ]


def _rows(folder: Traversable, file: str, columns: tuple[str, ...]) -> list[Row]:
    place = folder.joinpath(file)
    return read_table(place.read_text(encoding="utf-8"), file, columns)


def _check(row: Row, states: Mapping[str, State]) -> None:
    if ":" not in row["id"]:
        raise row.bad(f"id {row['id']!r} has no colon", hint="write kind:name, such as igo:nato")
    row.filled("name")
    code = row["country"]
    if code and code not in states and code not in SUPRA:
        raise BadDataFile(
            f"{code!r} is no code of states.tsv and none of {', '.join(sorted(SUPRA))}",
            file=row.file,
            line=row.line,
            hint="use the ISO 3166-1 alpha-3 code (KOS for Kosovo)",
        )


def namesakes(entries: list[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Organisations of several countries under one name ("Labour Party"), by that name."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.alias, []).append(entry)
    return {
        alias: tuple(several)
        for alias, several in found.items()
        if len({e.country for e in several}) > 1
    }
