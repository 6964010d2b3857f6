"""The formats of event data that can be read, and how each is told from the others.

What comes in: the first line of a file. What goes out: its `Format`: how its lines are cut into
columns, which code systems its countries use, which SQL brings its rows to our names.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

from detente.codebook.states import SYSTEMS
from detente.errors import BadDataFile, ImportUnusable
from detente.imports import columns

Names = tuple[str, ...]
TARGETS: Names = (
    "id", "date", "date_end", "published", "actor", "actor_name", "actor_sector", "recipient",
    "recipient_name", "recipient_sector", "event_type", "event_mode", "context", "cameo",
    "quad_class", "score", "reports", "killed", "place_name", "place_country", "place_lat",
    "place_lon", "publisher", "url", "text",
)  # fmt: skip
"""Names that a mapping file may give to the columns of a plain table."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing event data.

    ``columns`` are its names in order, or those that a header must hold; ``places`` names the
    columns that hold countries, by the code system they are written in; ``renamed`` maps a
    file's column names to those that ``sql`` reads.
    """

    name: str
    title: str
    dataset: str
    columns: Names
    sql: str
    header: bool
    delimiter: str = "\t"
    quoted: bool = False
    places: Mapping[str, Names] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def select(self) -> str:
        """The SQL that brings a batch of rows to our names."""
        text = files("detente.imports").joinpath("sql", f"{self.sql}.sql").read_text("utf-8")
        # A plain table's countries are in the one system that its mapping names.
        return text.replace("'PLACES'", f"'{next(iter(self.places), '')}'")


_GDELT_PLACES = {
    "cameo": ("Actor1CountryCode", "Actor2CountryCode"),
    "fips": ("ActionGeo_CountryCode",),
}
_CLINE = {
    "eid": "EventID", "story_date": "Date", "source": "SourceActorFull",
    "source_root": "SourceActorEntity", "source_agent": "SourceActorRole",
    "target": "TargetActorFull", "target_root": "TargetActorEntity",
    "target_agent": "TargetActorRole", "code": "EventCode", "goldstein": "GoldsteinScore",
    "lat": "ActionLat", "lon": "ActionLong", "placename": "LocationName",
    "countryname": "GeoCountryName", "process": "NewsSources",
}  # fmt: skip
_PHOENIX_PLACES = {
    "cameo": ("SourceActorEntity", "TargetActorEntity"),
    "icews": ("GeoCountryName",),
}
_PLAIN_PLACES = {"icews": ("actor", "recipient", "place_country")}

FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("gdelt1", "GDELT 1.0 events", "gdelt", columns.GDELT1, "gdelt", False,
               places=_GDELT_PLACES),
        Format("gdelt1-old", "GDELT 1.0 events before April 2013", "gdelt", columns.GDELT1_OLD,
               "gdelt", False, places=_GDELT_PLACES, constants={"SOURCEURL": ""}),
        Format("gdelt2", "GDELT 2.0 events", "gdelt", columns.GDELT2, "gdelt", False,
               places=_GDELT_PLACES),
        Format("gdelt-mentions", "GDELT 2.0 mentions", "gdelt", columns.GDELT_MENTIONS,
               "gdelt_mentions", False),
        Format("icews", "ICEWS coded event data", "icews", columns.ICEWS, "icews", True,
               places={"icews": ("Source Country", "Target Country", "Country")}),
        Format("polecat", "POLECAT", "polecat", columns.POLECAT, "polecat", True,
               places={"icews": ("Actor Country", "Recipient Country", "Country")}),
        Format("phoenix", "Phoenix", "phoenix", columns.PHOENIX, "phoenix", False,
               places=_PHOENIX_PLACES),
        Format("phoenix-historical", "Phoenix, historical (Cline Center)", "phoenix",
               tuple(_CLINE), "phoenix", True, ",", True, _PHOENIX_PLACES, _CLINE,
               {"URLs": ""}),
        Format("acled", "ACLED export", "acled",
               ("event_id_cnty", "event_date", "sub_event_type", "actor1", "actor2", "country",
                "location", "latitude", "longitude", "source", "notes", "fatalities"),
               "acled", True, ",", True, {"icews": ("country",)},
               constants={"timestamp": ""}),
        Format("ucdp", "UCDP GED and candidate events", "ucdp",
               ("id", "type_of_violence", "side_a", "side_b", "date_start", "date_end",
                "country", "latitude", "longitude", "best"),
               "ucdp", True, ",", True,
               {"gw": ("gwnoa", "gwnob"), "icews": ("country",)},
               constants={"gwnoa": "", "gwnob": "", "number_of_sources": "1",
                          "where_coordinates": "", "source_office": "", "source_headline": ""}),
        Format("plover", "PLOVER JSON lines", "plover", TARGETS, "plain", True,
               places=_PLAIN_PLACES),
        Format("plain", "a plain table with a mapping file", "plain", TARGETS, "plain", True,
               ",", True, _PLAIN_PLACES),
    )
}  # fmt: skip
"""Every format, by name."""


def sniff(line: str, path: str) -> Format:
    """The format of a file whose first line this is.

    Raises
    ------
    ImportUnusable
        None of them.
    """
    tabbed = line.rstrip("\r\n").split("\t")
    width = len(tabbed)
    if line.lstrip().startswith("{"):
        if _is_plover(line):
            return FORMATS["plover"]
    elif {"Event ID", "CAMEO Code"} <= _header(tabbed):
        return FORMATS["icews"]
    elif {"Event ID", "Event Mode", "Quad Code"} <= _header(tabbed):
        return FORMATS["polecat"]
    elif width in (57, 58) and _starts_as_event(tabbed):
        return FORMATS["gdelt1" if width == 58 else "gdelt1-old"]
    elif width == 61 and _starts_as_event(tabbed):
        return FORMATS["gdelt2"]
    elif width == 16 and re.fullmatch(r"\d{14}", tabbed[2].strip()):
        return FORMATS["gdelt-mentions"]
    elif width == 26 and re.fullmatch(r"\d{8}", tabbed[1].strip()):
        return FORMATS["phoenix"]
    for delimiter in (",", ";", "\t"):
        header = _header(quoted_cells(line, delimiter))
        for name in ("acled", "ucdp", "phoenix-historical"):
            if set(FORMATS[name].columns) <= header:
                return replace(FORMATS[name], delimiter=delimiter)
    raise ImportUnusable(
        f"{path}: the first line is of no known format ({line.strip()[:60]!r})",
        hint="`--format NAME` says which it is; `--mapping FILE.toml` describes a plain table",
        path=path,
    )


def quoted_cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line whose cells may stand in quotes; none if it cannot be cut."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:  # a stray line end or a cell without end
        return []


def _header(cells: list[str]) -> set[str]:
    return {cell.strip().lstrip("\ufeff").strip('"') for cell in cells}


def _starts_as_event(cells: list[str]) -> bool:
    return bool(re.fullmatch(r"\d+", cells[0].strip("\ufeff ")) and re.match(r"\d", cells[1]))


def _is_plover(line: str) -> bool:
    try:
        found = json.loads(line)
    except ValueError:
        return False
    return isinstance(found, dict) and "event" in found and "date" in found


def mapped(path: Path) -> Format:
    """The format that a mapping file describes.

    A mapping file is TOML: ``dataset`` (a name of your own), ``delimiter`` ("," if not given),
    ``[columns]`` from our names to the table's, ``[constants]`` for what is the same in every
    row, and ``[places]`` with ``system`` if countries are not given by name or ISO code.

    Raises
    ------
    BadDataFile
        It is not TOML, or names a column that we do not have.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadDataFile(f"the mapping cannot be read: {error}", file=str(path)) from error
    given, constants = found.get("columns", {}), found.get("constants", {})
    for name in (*given, *constants):
        if name not in TARGETS:
            raise BadDataFile(
                f"{name!r} is no column of ours",
                file=str(path),
                hint=f"one of: {', '.join(TARGETS)}",
            )
    if "date" not in given or not {"event_type", "cameo"} & {*given, *constants}:
        raise BadDataFile(
            "[columns] must say where to find date, and event_type or cameo", file=str(path)
        )
    system = found.get("places", {}).get("system", "icews")
    if system not in SYSTEMS:
        raise BadDataFile(
            f"[places] system {system!r} is no code system",
            file=str(path),
            hint=f"one of: {', '.join(SYSTEMS)}; leave it out for names and ISO codes",
        )
    missing = {name: "" for name in TARGETS if name not in given}
    return replace(
        FORMATS["plain"],
        dataset=str(found.get("dataset", path.stem)),
        delimiter=str(found.get("delimiter", ",")),
        columns=tuple(given.values()),
        renamed={theirs: ours for ours, theirs in given.items()},
        constants={**missing, **{k: str(v) for k, v in constants.items()}},
        places={system: _PLAIN_PLACES["icews"]},
    )
