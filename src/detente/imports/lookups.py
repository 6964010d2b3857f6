"""The small tables that the formats' SQL joins: codes of events, types, countries, actors.

What comes in: our codebook and table of states, and the values that a batch holds. What goes
out: Arrow tables. Countries are looked up once for each value met, however often it occurs.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.codebook import Codebook, States, load_codebook, load_states
from detente.codebook.tables import read_table
from detente.imports.formats import Format

if TYPE_CHECKING:
    import pyarrow as pa

# CAMEO roots 01-05 verbal cooperation, 06-09 material cooperation, 10-14 verbal conflict, 15-20
# material conflict: the quad classes of GDELT and ICEWS (CAMEO codebook, chapter 1).
_QUADS = ((5, 1), (9, 2), (14, 3), (20, 4))
# CAMEO codes of groups that PLOVER has a code for; other groups of states are IGO.
_GROUPS = {"UNO": "UNO", "EEC": "EUR", "EUU": "EUR"}
_IGOS = ("NAT", "OAS", "OAU", "AFU", "ARL", "ASN", "CSS", "GCC", "IAE", "IMF", "WBK", "WTO",
         "OPC", "SCO", "CIS", "ICC", "ICJ", "IPU", "OIC", "NON", "SAA", "MSC", "WEF",
         "COE", "SCE", "EFT", "EBR", "BIS", "UEM", "WAS", "WAM")  # fmt: skip
_BRACKETS = re.compile(r"\(([^()]+?)(?:\s*\(?\d{4}.*)?\)")
# Which PLOVER sector an ACLED actor's name opens with.
_ACLED_SECTORS = (
    ("Military Forces", "MIL"), ("Police Forces", "COP"), ("Protesters", "CVL"),
    ("Rioters", "CVL"), ("Civilians", "CVL"), ("Government", "GOV"), ("Private Security", "PRM"),
    ("Unidentified Armed", "UAF"), ("Unidentified Military", "UAF"),
)  # fmt: skip


def quad_of_cameo(code: str) -> int:
    """The quad class of a CAMEO code by its root.

    Examples
    --------
    >>> quad_of_cameo("042"), quad_of_cameo("190")
    (1, 4)
    """
    root = int(code[:2])
    return next(quad for last, quad in _QUADS if root <= last)


def cameo_table(book: Codebook) -> pa.Table:
    """Codes as files give them (``given``), with or without their leading zero where that is
    plain, and what each is in PLOVER."""
    import pyarrow as pa

    rows = []
    for code, entry in book.cameo_codes.items():
        mapping = book.from_cameo(code)
        row = {
            "given": code,
            "code": code,
            "event_type": mapping.type,
            "event_mode": ";".join(mapping.modes),
            "context": ";".join(mapping.contexts),
            "quad_class": quad_of_cameo(code),
            "goldstein": float(entry.goldstein),
        }
        rows.append(row)
        bare = code.lstrip("0")
        if bare != code and bare not in book.cameo_codes:
            rows.append({**row, "given": bare})
    return pa.Table.from_pylist(rows)


def type_table(book: Codebook) -> pa.Table:
    """PLOVER's types with quad class and score."""
    import pyarrow as pa

    return pa.Table.from_pylist(
        [
            {
                "event_type": found.name,
                "quad_class": found.quad_class,
                "plover_score": float(found.plover_score),
            }
            for found in book.event_types.values()
        ]
    )


def acled_table(book: Codebook) -> pa.Table:
    """ACLED's sub-event types in PLOVER, checked against the codebook.

    Raises
    ------
    BadDataFile
        A row names a type, mode or context that the codebook does not have.
    """
    import pyarrow as pa

    file = "acled.tsv"
    names = ("sub_event_type", "event_type", "event_mode", "context", "directed")
    text = files("detente.imports").joinpath(file).read_text("utf-8")
    rows = []
    for row in read_table(text, file, names):
        kind = row.one_of("event_type", book.types)
        mode = row.one_of("event_mode", ("", *book.modes(kind)))
        rows.append(
            {
                "sub_event_type": row["sub_event_type"],
                "event_type": kind,
                "event_mode": mode,
                "context": row.one_of("context", ("", *book.contexts)),
                "directed": row.one_of("directed", ("yes", "no")) == "yes",
                "quad_class": book.quad_class(kind),
                "plover_score": float(book.plover_score(kind, mode or None)),
            }
        )
    return pa.Table.from_pylist(rows)


def icews_sectors(book: Codebook) -> dict[str, str]:
    """PLOVER's sector of each ICEWS sector that has one.

    Raises
    ------
    BadDataFile
        A row names a sector that the codebook does not have.
    """
    file = "icews_sectors.tsv"
    text = files("detente.imports").joinpath(file).read_text("utf-8")
    known = tuple(book.sectors)
    return {
        row["sector"]: row.one_of("plover", known)
        for row in read_table(text, file, ("sector", "plover"))
    }


class Lookups:
    """The tables that a batch of one format needs; remembers the countries it has met."""

    def __init__(self, format: Format) -> None:
        self.format = format
        self._states: States = load_states()
        self._met: dict[tuple[str, str], str | None] = {}
        self._actors: dict[str, tuple[str | None, str]] = {}
        book = load_codebook()
        self._fixed = {"cameo": cameo_table(book), "types": type_table(book)}
        if format.sql == "acled":
            self._fixed["acled"] = acled_table(book)
        self._icews = icews_sectors(book) if format.sql == "icews" else {}
        self._sectors: dict[str, str] = {}

    def tables(self, batch: pa.Table) -> dict[str, pa.Table]:
        """The lookup tables for a batch: ``cameo``, ``types``, ``places`` and the format's own."""
        import pyarrow as pa

        for system, columns in self.format.places.items():
            for name in columns:
                for value in batch[name].unique().to_pylist():
                    self._met.setdefault((system, value), self._place(system, value))
        if self.format.sql == "ucdp":
            self._governments(batch)
        elif self.format.sql == "acled":
            self._brackets(batch)
        elif self.format.sql == "icews":
            self._join_sectors(batch)
        met = [(s, v, c) for (s, v), c in self._met.items() if c is not None]
        met += [("group", group, code) for group, code in _GROUPS.items()]
        met += [("group", group, "IGO") for group in _IGOS]
        places = pa.table(
            {
                "system": pa.array([m[0] for m in met], pa.string()),
                "value": pa.array([m[1] for m in met], pa.string()),
                "code": pa.array([m[2] for m in met], pa.string()),
            }
        )
        actors = pa.table(
            {
                "name": pa.array(list(self._actors), pa.string()),
                "code": pa.array([c for c, _ in self._actors.values()], pa.string()),
                "sector": pa.array([s for _, s in self._actors.values()], pa.string()),
            }
        )
        sectors = pa.table(
            {
                "value": pa.array(list(self._sectors), pa.string()),
                "codes": pa.array(list(self._sectors.values()), pa.string()),
            }
        )
        return {**self._fixed, "places": places, "actors": actors, "sectors": sectors}

    def _place(self, system: str, value: str) -> str | None:
        return self._states.of(system, value.strip()) if value.strip() else None

    def _governments(self, batch: pa.Table) -> None:
        """UCDP's "Government of Russia (Soviet Union)" by the name before the brackets."""
        for column in ("side_a", "side_b"):
            for value in batch[column].unique().to_pylist():
                name = value.removeprefix("Government of ").partition(" (")[0]
                if name != value:
                    self._met.setdefault(("government", value), self._states.named(name))

    def _brackets(self, batch: pa.Table) -> None:
        """ACLED's "Police Forces of Chad (2021-)" and "Protesters (Chile)"."""
        for column in ("actor1", "actor2"):
            for value in batch[column].unique().to_pylist():
                if value not in self._actors:
                    self._actors[value] = (self._acled_state(value), _acled_sector(value))

    def _join_sectors(self, batch: pa.Table) -> None:
        """ICEWS's "Executive,Government" as PLOVER codes joined by |."""
        for column in ("Source Sectors", "Target Sectors"):
            for value in batch[column].unique().to_pylist():
                if value not in self._sectors:
                    codes = [self._icews.get(name.strip(), "") for name in value.split(",")]
                    self._sectors[value] = "|".join(dict.fromkeys(c for c in codes if c))

    def _acled_state(self, actor: str) -> str | None:
        of = re.search(r"(?:Forces|Government) of (?:the )?([^(]+)", actor)
        if of is not None:
            return self._states.named(of.group(1).strip())
        for found in _BRACKETS.findall(actor):
            code = self._states.named(found.strip())
            if code is not None:
                return code
        return None


def _acled_sector(actor: str) -> str:
    return next((sector for start, sector in _ACLED_SECTORS if actor.startswith(start)), "")
