"""The actor tables: states, their names, organisations, roles, office-holders, places.

What comes in: the TSV and TOML files of ``data/``, which a political scientist can edit. What
goes out: one frozen :class:`ActorTables`, checked. Finding names in text is left to
:mod:`detente.coding.actors.mentions`.
"""

from __future__ import annotations

import gc
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from detente.codebook import State, States, load_states
from detente.codebook.names import fold, name_key
from detente.codebook.tables import read_table
from detente.coding.actors.entries import SECTORS, SUPRA, Entry, Role
from detente.coding.actors.lookalikes import Lookalikes
from detente.coding.actors.offices import (
    OFFICES,
    Holder,
    by_name,
    by_office,
    in_office,
    load_holders,
    load_role_offices,
)
from detente.coding.actors.organisations import load_organisations, namesakes
from detente.coding.actors.own import OwnActors, read_own
from detente.coding.actors.reference import References, load_references
from detente.coding.actors.words import word_set
from detente.errors import BadDataFile

ROLE_KINDS = frozenset({"person", "body", "force", "crowd", "equipment"})
REFERENCES = frozenset({"counterpart", "country", "pair", "leader"})
"""How a role without a name refers: to an office of the other side, to a country, to a pair."""

FAMILY_FIRST = word_set("CHN PRK KOR TWN VNM KHM SGP HKG")
"""States whose names are written with the family name first."""

CALLED_BY_GIVEN = word_set("ETH ERI DJI SOM THA MYS IDN MMR LAO")
"""States whose people news calls by their given name: Abiy, Isaias, Thaksin, Anwar."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


@dataclass(frozen=True, slots=True)
class City:
    """A place: city, strait, base, region; degrees north and east."""

    name: str
    country: str | None
    kind: str
    lat: float
    lon: float
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """When a name is not to be read as an actor."""

    near: frozenset[str]
    unless_near: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class ActorTables:
    """Everything the actor room knows, checked; build it once with :func:`load_tables`."""

    states: States
    entries: tuple[Entry, ...]
    roles: dict[str, Role]
    holders: tuple[Holder, ...]
    cities: tuple[City, ...]
    decoys: tuple[str, ...]
    not_in_caps: frozenset[str]
    not_first: frozenset[str]
    person: frozenset[str]
    lookalikes: Lookalikes
    references: References
    namesakes: dict[str, tuple[Entry, ...]]
    shy: frozenset[str]
    unless: dict[str, Unless]
    people: dict[str, tuple[Holder, ...]]
    adjectives: dict[str, str]
    only_noun: frozenset[str]
    metonyms: dict[str, Entry]
    not_after_name: frozenset[str]
    name_particles: frozenset[str]
    offices: dict[tuple[str, str], tuple[Holder, ...]]
    offices_to: str
    role_offices: dict[tuple[str, str], str]

    def adjective(self, code: str) -> str | None:
        """The first adjective of a state ("Turkish"); None if it has none."""
        return self.adjectives.get(code)

    def by_name(self) -> dict[str, tuple[Holder, ...]]:
        """Office-holders by full name, alias and family name, folded and lower case."""
        return self.people

    def terms(self, name: str) -> tuple[Holder, ...]:
        """The listed terms of everybody called ``name`` (accents and case aside)."""
        return self.people.get(" ".join(fold(name).lower().replace(".", " ").split()), ())

    def state_name(self, code: str | None) -> str | None:
        """The English name of a state by its code; None if it is no state's."""
        state = self.states.get(code or "")
        return None if state is None else state.name

    def office_of(self, role: Role, of: str | None) -> str:
        """The office that a title means by whose it is: a state's code, an organisation's id."""
        if of is None:
            return role.office or self.role_offices.get((role.role, "*"), "")
        office = self.role_offices.get((role.role, of))
        if office is None and ":" not in of:
            office = self.role_offices.get((role.role, "*"), role.office)
        return office or ""

    def holder(self, country: str, office: str, date: str) -> Holder | None:
        """Who held ``office`` of ``country`` on ``date`` (ISO); None unless the table tells.

        ``country`` is a state's code, or an organisation's id for its ``head``.
        """
        return in_office(self.offices.get((country, office), ()), date, self.offices_to)


def _rows(folder: Traversable, file: str, columns: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """Lines of a TSV with their numbers, comments and header checked and left out."""
    text = folder.joinpath(file).read_text(encoding="utf-8")
    return [(row.line, list(row.cells.values())) for row in read_table(text, file, columns)]


def _sectors(cell: str, file: str, line: int) -> tuple[str, ...]:
    if not cell:
        return ()
    codes = tuple(cell.split(","))
    for code in codes:
        if code not in SECTORS:
            raise BadDataFile(
                f"{code!r} is not a PLOVER sector",
                file=file,
                line=line,
                hint=f"allowed: {', '.join(sorted(SECTORS))}; several by comma without spaces",
            )
    return codes


def _country(cell: str, states: Mapping[str, State], file: str, line: int) -> str | None:
    if cell and cell not in states and cell not in SUPRA:
        raise BadDataFile(
            f"{cell!r} is no code of states.tsv and none of {', '.join(sorted(SUPRA))}",
            file=file,
            line=line,
            hint="use the ISO 3166-1 alpha-3 code (KOS for Kosovo)",
        )
    return cell or None


def _kind(cell: str, allowed: frozenset[str], file: str, line: int) -> str:
    if cell not in allowed:
        raise BadDataFile(
            f"{cell!r} is not a kind",
            file=file,
            line=line,
            hint=f"allowed: {', '.join(sorted(allowed))}",
        )
    return cell


def _date(cell: str, file: str, line: int) -> str:
    if cell and not _DATE.match(cell):
        raise BadDataFile(
            f"{cell!r} is not a date",
            file=file,
            line=line,
            hint="write 2016, 2016-12 or 2016-12-19",
        )
    return cell


def plural_of(noun: str) -> str:
    """The regular English plural of a noun or of the last word of a phrase.

    Examples
    --------
    >>> plural_of("foreign minister"), plural_of("spy"), plural_of("coach")
    ('foreign ministers', 'spies', 'coaches')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def _state_entries(states: States) -> list[Entry]:
    """The names of states and their parts, as the codebook lists them."""
    out: list[Entry] = []
    for row in states.names:
        state = states.get(row.country)
        whole = state is not None and row.kind != "region" and "PRE" not in row.sectors[:1]
        out.append(
            Entry(
                row.name,
                state.name if state is not None and whole else row.name,
                row.country or None,
                row.kind,
                row.sectors,
                f"state:{row.country}" if whole else None,
                when=row.when,
            )
        )
    return out


def _load_roles(folder: Traversable) -> dict[str, Role]:
    file = "roles.tsv"
    roles: dict[str, Role] = {}
    for line, (role, plural, sectors, kind, state, office, flags) in _rows(
        folder, file, ("role", "plural", "sectors", "kind", "state", "office", "flags")
    ):
        if office and office not in (*OFFICES, *REFERENCES):
            raise BadDataFile(
                f"{office!r} is not an office",
                file=file,
                line=line,
                hint=f"allowed: {', '.join((*OFFICES, *sorted(REFERENCES)))}",
            )
        if state not in ("yes", "no"):
            raise BadDataFile(f"state is {state!r}, wanted yes or no", file=file, line=line)
        marks = set(filter(None, flags.split(",")))
        if marks - {"title", "generic", "to"}:
            raise BadDataFile(
                f"unknown flags {flags!r}", file=file, line=line, hint="allowed: title, generic, to"
            )
        roles[role] = Role(
            role,
            plural or plural_of(role),
            _sectors(sectors, file, line),
            _kind(kind, ROLE_KINDS, file, line),
            state == "yes",
            office,
            "title" in marks,
            "generic" in marks,
            "to" in marks,
        )
    return roles


def _load_people(folder: Traversable, states: Mapping[str, State]) -> list[Holder]:
    """Known people without a listed office: clerics, rebels, officials of organisations."""
    file = "people.tsv"
    if not folder.joinpath(file).is_file():
        return []
    out: list[Holder] = []
    columns = ("name", "country", "sectors", "start", "end", "aliases", "alone")
    for line, (name, code, sectors, start, end, aliases, alone) in _rows(folder, file, columns):
        country = _country(code, states, file, line)
        if country is None:
            raise BadDataFile("a person needs a country", file=file, line=line)
        out.append(
            Holder(
                name,
                country,
                "",
                _date(start, file, line) or "0000",
                _date(end, file, line),
                tuple(filter(None, aliases.split(";"))),
                alone == "yes",
                _sectors(sectors, file, line),
            )
        )
    return out


def _load_cities(folder: Traversable, states: Mapping[str, State]) -> list[City]:
    file = "cities.tsv"
    if not folder.joinpath(file).is_file():
        return []
    out: list[City] = []
    for line, (name, code, kind, lat, lon, aliases) in _rows(
        folder, file, ("name", "country", "kind", "lat", "lon", "aliases")
    ):
        country = _country(code, states, file, line)
        try:
            north, east = float(lat), float(lon)
        except ValueError:
            north = east = 999.0
        if not (-90 <= north <= 90 and -180 <= east <= 180):
            raise BadDataFile(
                f"{lat!r}, {lon!r} are not degrees north and east",
                file=file,
                line=line,
                hint="latitude -90 to 90, longitude -180 to 180, decimal point",
            )
        out.append(City(name, country, kind, north, east, tuple(filter(None, aliases.split(";")))))
    return out


# What ambiguous.toml may hold: a misspelt name would be passed over in silence.
_LISTS = word_set(
    "decoys not_after_name name_particles not_in_caps not_first person sport sport_weak "
    "sport_verbs sport_phrases politics after_name after_person treaties after_city team_words "
    "before_name title_of named_things only_noun"
)
_CONDITIONS = word_set("name near unless_near before after")


def _check_names(text: str, found: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in found:
        if name not in known:
            at = re.search(rf"(?m)^\s*\[*{re.escape(name)}\b", text)
            raise BadDataFile(
                f"nothing is called {name!r}",
                file="ambiguous.toml",
                line=None if at is None else text.count("\n", 0, at.end()) + 1,
                hint="names are " + ", ".join(sorted(known)),
            )


def _words(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise BadDataFile(f"{key!r} must be a list of words", file="ambiguous.toml")
    return tuple(value)


_COMMON = word_set(
    "through second first opening starting national world out time the of to for all last four "
    "eight half off bat one under day extra free away own against nations group international "
    "reach reached asian team line elected position took level record america series fly"
)


def _lookalikes(odd: dict[str, Any]) -> Lookalikes:
    def words(key: str) -> frozenset[str]:
        return frozenset(_words(odd, key))

    listed = _words(odd, "sport_phrases")
    phrases = "|".join(re.escape(p) for p in listed)
    single = words("sport") | words("sport_weak") | words("sport_verbs")
    rare = [max((w for w in p.split() if w not in _COMMON), key=len, default="") for p in listed]
    # Tokenizers cut "quarter-final" in three: its rarer part is a cue as well.
    parts = {p for w in (*single, *rare) for p in w.split("-")} - _COMMON
    return Lookalikes(
        sport=words("sport"),
        sport_weak=words("sport_weak"),
        sport_verbs=words("sport_verbs"),
        sport_phrases=re.compile(rf"\b(?:{phrases})\b" if phrases else r"(?!)"),
        politics=words("politics"),
        after_name=words("after_name"),
        after_person=words("after_person"),
        after_city=words("after_city"),
        treaties=words("treaties"),
        team_words=words("team_words"),
        before_name=words("before_name"),
        title_of=words("title_of"),
        named_things=words("named_things"),
        cues=frozenset(single | {p for p in parts if len(p) > 2}),
    )


def _metonyms(rows: dict[str, str], organisations: list[Entry]) -> dict[str, Entry]:
    by_id = {entry.id: entry for entry in reversed(organisations)}
    for capital, key in rows.items():
        if key not in by_id:
            raise BadDataFile(
                f"{capital!r} stands for {key!r}, which organisations.tsv does not list",
                file="ambiguous.toml",
            )
    return {capital: by_id[key] for capital, key in rows.items()}


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: the records made all stay, looking for others takes half."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def load_tables(folder: Traversable | None = None, *, own: Path | None = None) -> ActorTables:
    """The shipped tables, or those in ``folder`` (same file names), read and checked.

    States and their names are the codebook's (:func:`detente.codebook.load_states`). ``own`` is
    the user's folder: its actors go before shipped ones of the same name.

    The caller keeps the result: reading takes some hundredths of a second.

    Raises
    ------
    BadDataFile
        A file has a wrong header, code, kind, date or coordinate; names file, line and remedy.
    """
    data = files("detente.coding.actors").joinpath("data") if folder is None else folder
    states = load_states()
    file = "ambiguous.toml"
    try:
        text = data.joinpath(file).read_text(encoding="utf-8")
        odd = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"not TOML: {error}", file=file) from error
    _check_names(text, odd, _LISTS | {"metonyms", "unless"})
    for row in odd.get("unless", []):
        _check_names(text, row, _CONDITIONS)
    unless = {
        row["name"]: Unless(
            frozenset(_words(row, "near")),
            frozenset(_words(row, "unless_near")),
            frozenset(_words(row, "before")),
            frozenset(_words(row, "after")),
        )
        for row in odd.get("unless", [])
    }
    mine = OwnActors() if own is None else read_own(own, states)
    names = _state_entries(states)
    adjectives: dict[str, str] = {}
    for entry in names:
        if entry.kind == "adjective" and entry.country is not None and entry.id is not None:
            adjectives.setdefault(entry.country, entry.alias)
    organisations = load_organisations(data, states)
    bodies = {o.id: (o.country, o.sectors) for o in organisations if o.id is not None}
    terms = load_holders(data, states, bodies)
    ours = {name_key(h.name) for h in mine.people}
    shipped = (h for h in (*terms.holders, *_load_people(data, states)))
    holders = (*mine.people, *(h for h in shipped if not ours or name_key(h.name) not in ours))
    roles = _load_roles(data)
    return ActorTables(
        states,
        (*mine.entries, *names, *organisations),
        roles,
        holders,
        tuple(_load_cities(data, states)),
        _words(odd, "decoys"),
        frozenset(_words(odd, "not_in_caps")),
        frozenset(_words(odd, "not_first")),
        frozenset(_words(odd, "person")),
        _lookalikes(odd),
        load_references(data, states),
        namesakes(organisations),
        frozenset(e.alias for e in organisations if e.shy),
        unless,
        by_name(holders, FAMILY_FIRST, CALLED_BY_GIVEN),
        adjectives,
        frozenset(_words(odd, "only_noun")),
        _metonyms(odd.get("metonyms", {}), organisations),
        frozenset(_words(odd, "not_after_name")),
        frozenset(_words(odd, "name_particles")),
        by_office(terms.holders),
        terms.trusted_to(),
        load_role_offices(data, roles, {*states, *bodies}),
    )
