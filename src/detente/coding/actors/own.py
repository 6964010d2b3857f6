"""The user's own actors: a table in a folder of theirs, read on top of the shipped ones.

What comes in: ``actors.tsv`` in the folder that the setting ``actors.folder`` names. What goes out:
entries and people that go before shipped ones of the same name, and rows written into it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.codebook import State
from detente.codebook.tables import Row, read_table
from detente.coding.actors.entries import ORGANISATION_KINDS, SUPRA, Entry, sector_codes
from detente.coding.actors.offices import Holder
from detente.coding.actors.words import word_set
from detente.errors import BadDataFile

FILE = "actors.tsv"
COLUMNS = ("name", "country", "sectors", "kind", "from", "to", "aliases", "note")
KINDS = ("person", *ORGANISATION_KINDS)
HEAD = """# Actors of your own; they go before shipped ones of the same name. country: ISO alpha-3,
# or IGO, UNO, EUR, NGO, ISM, IMG, MNC; sectors: PLOVER codes, by comma; kind: person, igo, ngo,
# armed, movement, party, parliament, agency, company, media, religious; from, to: first and last
# day, empty where open (a person in several posts has a row for each); aliases: by semicolon.
"""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_BY_SECTOR = {"PTY": "party", "REB": "armed", "PRM": "armed", "BUS": "company", "JRN": "media",
              "LEG": "parliament", "REL": "religious", "SOC": "ngo"}  # fmt: skip
_BY_COUNTRY = {"IGO": "igo", "UNO": "igo", "EUR": "igo", "NGO": "ngo", "MNC": "company",
               "IMG": "armed", "ISM": "movement"}  # fmt: skip
_GROUPS = frozenset({"REB", "PRM", "PTY", "CRM"})
_BODY = word_set(
    "agency army authority bank board brigade bureau cartel command commission committee company "
    "congress corps corporation council court department directorate federation force forces "
    "foundation front government group guard institute league liberation militia ministry mission "
    "movement network office organisation organization party police rebels service society troops "
    "tribunal union unit university"
)


@dataclass(frozen=True, slots=True)
class OwnActor:
    """A row of the user's table; ``start`` and ``end`` are its columns ``from`` and ``to``."""

    name: str
    country: str
    sectors: tuple[str, ...] = ()
    kind: str = ""
    start: str = ""
    end: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnActors:
    """What a folder holds, ready for the tables."""

    entries: tuple[Entry, ...] = ()
    people: tuple[Holder, ...] = ()


def guess_kind(name: str, country: str, sectors: tuple[str, ...]) -> str:
    """What a name is most likely: a person if it has two to four words, none of them a body's.

    Examples
    --------
    >>> guess_kind("Aziz Nesin", "TUR", ()), guess_kind("Free Idlib Army", "SYR", ("REB",))
    ('person', 'armed')
    >>> guess_kind("Blue Falcons", "TCD", ("REB",)), guess_kind("KDF", "KEN", ("MIL",))
    ('armed', 'agency')
    """
    words = name.split()
    body = len(words) == 1 or len(words) > 4 or not _BODY.isdisjoint(name.lower().split())
    # "Blue Falcons": in the plural, and of a sector of groups.
    body = body or (words[-1].endswith("s") and not _GROUPS.isdisjoint(sectors))
    if not body:
        return "person"
    kind = _BY_COUNTRY.get(country) or next((_BY_SECTOR[s] for s in sectors if s in _BY_SECTOR), "")
    return kind or "agency"


def read_own(folder: Path, states: Mapping[str, State]) -> OwnActors:
    """The user's actors; none if the folder or its file is not there.

    Raises
    ------
    BadDataFile
        A row has an unknown code, kind or date; names the file, the line and the remedy.
    """
    path = folder / FILE
    if not path.is_file():
        return OwnActors()
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise BadDataFile(
            f"cannot be read: {error}", file=str(path), hint="save it as UTF-8 text"
        ) from None
    entries: list[Entry] = []
    people: list[Holder] = []
    for row in read_table(text, str(path), COLUMNS):
        actor = _checked(row, states)
        if actor.kind == "person":
            people.append(_person(actor))
        else:
            entries.extend(_entries(actor))
    return OwnActors(tuple(entries), tuple(people))


def own_actors_digest(folder: Path | None) -> str:
    """Eight hex digits of the user's actors; empty if there are none."""
    path = None if folder is None else folder / FILE
    if path is None or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def add_own(folder: Path, actor: OwnActor, states: Mapping[str, State]) -> Path:
    """Writes an actor into the user's table, which is made if it is new; returns its path.

    Raises
    ------
    BadDataFile
        The row would not hold, or stands there already; the table is left as it was.
    """
    path = folder / FILE
    old = path.read_text(encoding="utf-8") if path.is_file() else HEAD + "\t".join(COLUMNS) + "\n"
    if old and not old.endswith("\n"):
        old += "\n"
    cells = (actor.name, actor.country, ",".join(actor.sectors), actor.kind, actor.start, actor.end,
             ";".join(actor.aliases), actor.note)  # fmt: skip
    line = "\t".join(" ".join(cell.split()) for cell in cells)
    if line.startswith("#"):
        raise BadDataFile(
            f"{actor.name!r} would be a comment",
            file=str(path),
            line=old.count("\n") + 1,
            hint="a name cannot start with '#'",
        )
    rows = read_table(old + line + "\n", str(path), COLUMNS)
    for row in rows:
        _checked(row, states)
    *before, new = rows
    same = next((r for r in before if r.cells == new.cells), None)
    if same is not None:
        raise same.bad(f"{actor.name} stands there already")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(old + line + "\n", encoding="utf-8")
    return path


def _checked(row: Row, states: Mapping[str, State]) -> OwnActor:
    code = row["country"]
    row.filled("name")
    if code not in states and code not in SUPRA:
        raise row.bad(
            f"country {code!r} is no state's code and none of {', '.join(sorted(SUPRA))}",
            hint="use the ISO 3166-1 alpha-3 code, such as TUR (KOS for Kosovo)",
        )
    kind = row.one_of("kind", KINDS)
    for column in ("from", "to"):
        if row[column] and not _DATE.fullmatch(row[column]):
            raise row.bad(
                f"{column} {row[column]!r} is not a date", hint="write 2016, 2016-12 or 2016-12-19"
            )
    start, end = row["from"], row["to"]
    if end and end < start[: len(end)]:
        raise row.bad(f"ends {end} before it starts {start}")
    return OwnActor(row["name"], code, sector_codes(row), kind, start, end, row.listed("aliases"),
                    row["note"])  # fmt: skip


def _person(actor: OwnActor) -> Holder:
    return Holder(
        actor.name,
        actor.country,
        "",
        actor.start or "0000",
        actor.end,
        actor.aliases,
        True,
        actor.sectors,
    )


def _entries(actor: OwnActor) -> list[Entry]:
    when = ((actor.start, actor.end),) if actor.start or actor.end else ()
    # Spells of a party are its time in government, of an armed group that of its arms; here they
    # bound the name itself, as with an agency.
    kind = "agency" if when and actor.kind in ("party", "armed") else actor.kind
    key = "own:" + "-".join(actor.name.lower().split())
    return [
        Entry(alias, actor.name, actor.country, kind, actor.sectors, key, when=when)
        for alias in (actor.name, *actor.aliases)
    ]
