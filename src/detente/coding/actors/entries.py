"""What a name of the actor tables stands for, and the codes that it may carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from detente.codebook.states import Spells
from detente.codebook.tables import Row
from detente.coding.actors.words import word_set

SUPRA = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER's codes for actors above or across states."""

SECTORS = word_set(
    "AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC "
    "SPY UAF UNK"
)
"""PLOVER 2.0's sector codes (draft manual, table "Sector Codes")."""

ORGANISATION_KINDS = (
    "igo",
    "ngo",
    "armed",
    "movement",
    "party",
    "parliament",
    "agency",
    "company",
    "media",
    "religious",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun: sector, whether it acts for the state, and how it refers without a name."""

    role: str
    plural: str
    sectors: tuple[str, ...]
    kind: str
    state: bool
    office: str
    title: bool
    generic: bool
    to: bool


class Entry(NamedTuple):
    """A name that stands for an actor: its words, whom it names, and how.

    ``kind`` is one of :data:`detente.codebook.states.NAME_KINDS`, :data:`ORGANISATION_KINDS`,
    ``city``, ``person``, ``decoy`` or ``role``. ``country`` is None where the name tells none
    ("Kurdish"). ``when`` bounds the name's use, for a party its time in government, for an armed
    group that of its arms; empty for always. ``shy``: an acronym that is read only where its
    country is named.
    """

    alias: str
    name: str
    country: str | None
    kind: str
    sectors: tuple[str, ...] = ()
    id: str | None = None
    role: Role | None = None
    when: Spells = ()
    shy: bool = False


def sector_codes(row: Row) -> tuple[str, ...]:
    """The sectors of a row, joined by comma, checked.

    Raises
    ------
    BadDataFile
        One is no PLOVER code.
    """
    codes = tuple(row["sectors"].split(",")) if row["sectors"] else ()
    for code in codes:
        if code not in SECTORS:
            raise row.bad(
                f"{code!r} is not a PLOVER sector",
                hint=f"allowed: {', '.join(sorted(SECTORS))}; several by comma without spaces",
            )
    return codes
