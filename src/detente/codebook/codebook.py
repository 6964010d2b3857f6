"""PLOVER 2.0 as data: event types, modes, contexts, scores, and the way to CAMEO and back.

What comes in: the tables in ``data/``, which a political scientist can edit. What goes out:
a frozen ``Codebook`` that answers by name. Which words of a text stand for which type is left
to ``coding``.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from detente.codebook.tables import Row, keyed, read_table
from detente.errors import BadDataFile, UnknownEventType

_COLUMNS = {
    "types.tsv": ("type", "quad", "score", "recipient", "definition", "note"),
    "modes.tsv": ("type", "mode", "score", "adds_context", "definition", "note"),
    "contexts.tsv": ("context", "definition", "note"),
    "sectors.tsv": ("code", "name", "definition", "note"),
    "entities.tsv": ("code", "kind", "name", "definition", "note"),
    "partial.tsv": ("name", "country", "note"),
    "cameo.tsv": ("cameo", "name", "goldstein", "type", "modes", "contexts", "note"),
    "to_cameo.tsv": ("type", "mode", "context", "cameo", "note"),
}


@dataclass(frozen=True, slots=True)
class Mode:
    """How an act was done. ``plover_score`` is in [-10, 10]; ``adds_context`` may be None."""

    name: str
    event_type: str
    plover_score: float
    adds_context: str | None
    definition: str
    note: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen types.

    ``quad_class`` is 1 to 4, ``plover_score`` in [-10, 10], ``modes`` in the manual's order.
    """

    name: str
    quad_class: int
    plover_score: float
    requires_recipient: bool
    definition: str
    note: str
    modes: tuple[Mode, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What an act was about."""

    name: str
    definition: str
    note: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector code of actors and recipients: three letters."""

    code: str
    name: str
    definition: str
    note: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A code that stands where a country's stands; ``kind`` is international or territory."""

    code: str
    kind: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code with its Goldstein weight, in [-10, 10]."""

    code: str
    name: str
    goldstein: float


@dataclass(frozen=True, slots=True)
class CameoMapping:
    """What a CAMEO code is in PLOVER.

    ``type`` is None for the codes that PLOVER drops (plain remarks, 010 to 014); ``note`` says
    why the mapping departs from the table of the Open Event Data Alliance, if it does.
    """

    type: str | None
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    note: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class _Default:
    """A line of ``to_cameo.tsv``."""

    mode: str
    context: str
    cameo: str


@dataclass(frozen=True)
class Codebook:
    """PLOVER 2.0, looked up by name.

    Attributes
    ----------
    version
        Name and number, to be kept with everything that was coded by it.
    sources
        Citations by table name.
    quad_names
        Quad class (1 to 4) to its name.
    event_types, context_table, sectors, entities, cameo_codes
        Everything the tables say, by name or code, in file order.
    partial
        Partially recognised entities: name to the ISO code of the state that claims them.
    """

    version: str
    sources: Mapping[str, str]
    quad_names: Mapping[int, str]
    event_types: Mapping[str, EventType]
    context_table: Mapping[str, Context]
    sectors: Mapping[str, Sector]
    entities: Mapping[str, Entity]
    partial: Mapping[str, str]
    cameo_codes: Mapping[str, CameoCode]
    _mappings: Mapping[str, CameoMapping] = field(repr=False)
    _defaults: Mapping[str, tuple[_Default, ...]] = field(repr=False)

    @property
    def types(self) -> tuple[str, ...]:
        """The names of the sixteen event types, by quad class."""
        return tuple(self.event_types)

    @property
    def contexts(self) -> tuple[str, ...]:
        """The names of the contexts."""
        return tuple(self.context_table)

    def event_type(self, name: str) -> EventType:
        """The event type of that name.

        Raises
        ------
        UnknownEventType
            There is none; the hint names the nearest.
        """
        try:
            return self.event_types[name]
        except KeyError:
            raise _unknown_type(name, self.types) from None

    def modes(self, event_type: str) -> tuple[str, ...]:
        """The names of a type's modes, empty if it has none.

        Raises
        ------
        UnknownEventType
            There is no such type.
        """
        return tuple(mode.name for mode in self.event_type(event_type).modes)

    def quad_class(self, event_type: str) -> int:
        """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.

        Raises
        ------
        UnknownEventType
            There is no such type.
        """
        return self.event_type(event_type).quad_class

    def plover_score(self, event_type: str, mode: str | Iterable[str] | None = None) -> float:
        """The conflict-cooperation score, in [-10, 10].

        Parameters
        ----------
        event_type
            One of the sixteen.
        mode
            A mode or several; of several, the score farthest from zero counts, the first
            named of two equally far. Without a mode it is the type's own score.

        Raises
        ------
        UnknownEventType
            There is no such type, or the type has no such mode.
        """
        found = self.event_type(event_type)
        names = (mode,) if isinstance(mode, str) else tuple(mode or ())
        if not names:
            return found.plover_score
        scores = {m.name: m.plover_score for m in found.modes}
        for name in names:
            if name not in scores:
                raise _unknown_mode(name, event_type, tuple(scores))
        return max((scores[name] for name in names), key=abs)

    def goldstein(self, cameo: str) -> float:
        """The Goldstein weight of a CAMEO code, in [-10, 10].

        Raises
        ------
        UnknownEventType
            There is no such code.
        """
        return self._known_cameo(cameo).goldstein

    def from_cameo(self, cameo: str) -> CameoMapping:
        """The type, modes and contexts that a CAMEO code stands for.

        Raises
        ------
        UnknownEventType
            There is no such code.
        """
        return self._mappings[self._known_cameo(cameo).code]

    def cameo_for(
        self, event_type: str, modes: Iterable[str] = (), contexts: Iterable[str] = ()
    ) -> str:
        """The CAMEO code for a type with its modes and contexts.

        The most particular line of ``to_cameo.tsv`` that fits: mode before context before
        neither. Where words decide between codes (an attempt at an assassination, a demand or
        an appeal), the coder knows better than this table.

        Raises
        ------
        UnknownEventType
            There is no such type, or the type has no such mode.
        """
        known = self.modes(event_type)
        asked, about = tuple(modes), frozenset(contexts)
        for name in asked:
            if name not in known:
                raise _unknown_mode(name, event_type, known)
        fits = [
            d
            for d in self._defaults[event_type]
            if (not d.mode or d.mode in asked) and (not d.context or d.context in about)
        ]
        return max(fits, key=lambda d: (bool(d.mode), bool(d.context))).cameo

    def _known_cameo(self, cameo: str) -> CameoCode:
        try:
            return self.cameo_codes[cameo]
        except KeyError:
            near = "codes are text and begin with a zero below 10: '043', not '43'"
            raise UnknownEventType(
                f"'{cameo}' is not a CAMEO code", file="cameo.tsv", hint=near, cameo=cameo
            ) from None


def load_codebook(folder: Path | None = None) -> Codebook:
    """The codebook, read from its tables and checked.

    Parameters
    ----------
    folder
        Where the tables are; the ones that come with the package if not given.

    Raises
    ------
    BadDataFile
        A table does not hold up; the message names file and line.
    UnknownEventType
        A table speaks of a type or mode that ``types.tsv`` or ``modes.tsv`` do not have.

    Examples
    --------
    >>> book = load_codebook()
    >>> len(book.types), book.quad_class("SANCTION"), book.plover_score("ACCUSE")
    (16, 4, -3.0)
    >>> book.cameo_for("ASSAULT", ["targeted"]), book.goldstein("186")
    ('186', -10.0)
    >>> book.from_cameo("163").type
    'SANCTION'
    """
    texts = _read_files(folder)
    tables = {name: read_table(texts[name], name, columns) for name, columns in _COLUMNS.items()}
    about = _about(texts["codebook.toml"])
    contexts = _contexts(tables["contexts.tsv"])
    types = _event_types(tables["types.tsv"], tables["modes.tsv"], contexts, about.quads)
    codes, mappings = _cameo(tables["cameo.tsv"], types, contexts)
    return Codebook(
        version=about.version,
        sources=about.sources,
        quad_names=about.quads,
        event_types=types,
        context_table=contexts,
        sectors=_sectors(tables["sectors.tsv"]),
        entities=_entities(tables["entities.tsv"]),
        partial=_partial(tables["partial.tsv"]),
        cameo_codes=codes,
        _mappings=mappings,
        _defaults=_defaults(tables["to_cameo.tsv"], types, contexts, codes),
    )


def type_rows(codebook: Codebook) -> list[dict[str, object]]:
    """The event types as rows to show or export, one a type.

    Keys: ``event_type``, ``quad_class``, ``quad``, ``plover_score``, ``modes``,
    ``requires_recipient``, ``definition``, ``note``.
    """
    return [
        {
            "event_type": found.name,
            "quad_class": found.quad_class,
            "quad": codebook.quad_names[found.quad_class],
            "plover_score": found.plover_score,
            "modes": [mode.name for mode in found.modes],
            "requires_recipient": found.requires_recipient,
            "definition": found.definition,
            "note": found.note,
        }
        for found in codebook.event_types.values()
    ]


@dataclass(frozen=True, slots=True)
class _About:
    version: str
    sources: Mapping[str, str]
    quads: Mapping[int, str]


def _read_files(folder: Path | None) -> dict[str, str]:
    """The text of every file of the codebook, by name."""
    root = folder or resources.files("detente.codebook") / "data"
    texts = {}
    for name in ("codebook.toml", *_COLUMNS):
        path = root / name
        if not path.is_file():
            raise BadDataFile("the file is missing from the codebook", file=name)
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise BadDataFile("the file is not UTF-8", file=name, line=line) from error
    return texts


def _about(text: str) -> _About:
    file = "codebook.toml"
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"not TOML: {error}", file=file) from error
    version, quads, sources = data.get("version"), data.get("quad_classes"), data.get("sources")
    if not isinstance(version, str) or not isinstance(sources, dict):
        raise BadDataFile("'version' and [sources] must be there", file=file)
    if not isinstance(quads, dict) or set(quads) != {"1", "2", "3", "4"}:
        raise BadDataFile("[quad_classes] must name 1, 2, 3 and 4", file=file)
    return _About(
        version,
        MappingProxyType({str(k): str(v) for k, v in sources.items()}),
        MappingProxyType({int(k): str(v) for k, v in quads.items()}),
    )


def _contexts(rows: list[Row]) -> Mapping[str, Context]:
    return MappingProxyType(
        {
            name: Context(row.filled("context"), row.filled("definition"), row["note"])
            for (name,), row in keyed(rows, "context").items()
        }
    )


def _sectors(rows: list[Row]) -> Mapping[str, Sector]:
    return MappingProxyType(
        {
            code: Sector(_code(row, "code"), row["name"], row.filled("definition"), row["note"])
            for (code,), row in keyed(rows, "code").items()
        }
    )


def _entities(rows: list[Row]) -> Mapping[str, Entity]:
    kinds = ("international", "territory")
    return MappingProxyType(
        {
            code: Entity(
                _code(row, "code"), row.one_of("kind", kinds), row["name"], row["definition"]
            )
            for (code,), row in keyed(rows, "code").items()
        }
    )


def _partial(rows: list[Row]) -> Mapping[str, str]:
    return MappingProxyType(
        {name: _code(row, "country") for (name,), row in keyed(rows, "name").items()}
    )


def _code(row: Row, column: str) -> str:
    code = row[column]
    if not (len(code) == 3 and code.isascii() and code.isupper() and code.isalpha()):
        raise row.bad(f"{column} '{code}' must be three capital letters")
    return code


def _event_types(
    type_rows_: list[Row],
    mode_rows: list[Row],
    contexts: Mapping[str, Context],
    quads: Mapping[int, str],
) -> Mapping[str, EventType]:
    by_name = {name: row for (name,), row in keyed(type_rows_, "type").items()}
    modes: dict[str, list[Mode]] = {name: [] for name in by_name}
    for row in keyed(mode_rows, "type", "mode").values():
        owner = _type_of(row, tuple(by_name))
        adds = row["adds_context"]
        if adds:
            row.one_of("adds_context", tuple(contexts))
        own = row.score("score") if row["score"] else by_name[owner].score("score")
        modes[owner].append(
            Mode(
                row.filled("mode"), owner, own, adds or None, row.filled("definition"), row["note"]
            )
        )
    return MappingProxyType(
        {
            name: EventType(
                name=row.filled("type"),
                quad_class=int(row.one_of("quad", tuple(str(q) for q in quads))),
                plover_score=row.score("score"),
                requires_recipient=row.one_of("recipient", ("required", "optional")) == "required",
                definition=row.filled("definition"),
                note=row["note"],
                modes=tuple(modes[name]),
            )
            for name, row in by_name.items()
        }
    )


def _cameo(
    rows: list[Row], types: Mapping[str, EventType], contexts: Mapping[str, Context]
) -> tuple[Mapping[str, CameoCode], Mapping[str, CameoMapping]]:
    codes: dict[str, CameoCode] = {}
    mappings: dict[str, CameoMapping] = {}
    for (code,), row in keyed(rows, "cameo").items():
        if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
            raise row.bad(f"CAMEO code '{code}' must be two to four digits")
        codes[code] = CameoCode(code, row.filled("name"), row.score("goldstein"))
        modes, about = row.listed("modes"), row.listed("contexts")
        if row["type"]:
            allowed = tuple(m.name for m in types[_type_of(row, tuple(types))].modes)
            _all_known(row, "modes", modes, allowed)
        elif modes or about:
            raise row.bad("a code without type can have neither modes nor contexts")
        _all_known(row, "contexts", about, tuple(contexts))
        mappings[code] = CameoMapping(row["type"] or None, modes, about, row["note"])
    return MappingProxyType(codes), MappingProxyType(mappings)


def _defaults(
    rows: list[Row],
    types: Mapping[str, EventType],
    contexts: Mapping[str, Context],
    codes: Mapping[str, CameoCode],
) -> Mapping[str, tuple[_Default, ...]]:
    found: dict[str, list[_Default]] = {name: [] for name in types}
    for row in keyed(rows, "type", "mode", "context").values():
        owner = _type_of(row, tuple(types))
        if row["mode"]:
            _all_known(row, "mode", (row["mode"],), tuple(m.name for m in types[owner].modes))
        if row["context"]:
            row.one_of("context", tuple(contexts))
        if row["cameo"] not in codes:
            raise row.bad(f"'{row['cameo']}' is not in cameo.tsv")
        found[owner].append(_Default(row["mode"], row["context"], row["cameo"]))
    for name, lines in found.items():
        if not any(not d.mode and not d.context for d in lines):
            raise BadDataFile(f"{name} needs a line without mode and context", file="to_cameo.tsv")
    return MappingProxyType({name: tuple(lines) for name, lines in found.items()})


def _type_of(row: Row, types: tuple[str, ...]) -> str:
    name = row["type"]
    if name not in types:
        raise _unknown_type(name, types, file=row.file, line=row.line)
    return name


def _all_known(row: Row, column: str, names: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    for name in names:
        if name not in allowed:
            raise row.bad(
                f"{column} '{name}' is unknown; allowed: {', '.join(allowed) or 'none'}",
                hint=_nearest(name, allowed),
            )


def _nearest(name: str, allowed: tuple[str, ...]) -> str | None:
    folded = {a.casefold(): a for a in allowed}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean '{folded[near[0]]}'?" if near else None


def _unknown_type(
    name: str, types: tuple[str, ...], *, file: str = "types.tsv", line: int | None = None
) -> UnknownEventType:
    near = _nearest(name, types)
    lists = f"`detente codebook types` lists all {len(types)}"
    return UnknownEventType(
        f"'{name}' is not a PLOVER 2.0 event type",
        file=file,
        line=line,
        hint=f"{near} {lists}" if near else lists,
        event_type=name,
    )


def _unknown_mode(name: str, event_type: str, allowed: tuple[str, ...]) -> UnknownEventType:
    return UnknownEventType(
        f"{event_type} has no mode '{name}'; it has {', '.join(allowed) or 'none'}",
        file="modes.tsv",
        hint=_nearest(name, allowed),
        event_type=event_type,
        mode=name,
    )
