"""Compile the structural ties of states, spell by spell, from the public tables.

``python -m training.outlook.structure`` reads ``../shared/data/events`` and writes
``src/detente/outlook/data/ties.tsv``. Years are kept, so that a forecast sees only what had
begun by its date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from detente.codebook.states import load_states

SOURCE = Path(__file__).parents[2] / ".." / "shared" / "data" / "events"
TARGET = Path(__file__).parents[2] / "src/detente/outlook/data/ties.tsv"
FIRST_YEAR = 1990
AT = "2014-01-01"
Row = tuple[str, str, str, int, int | str, int]
HEADER = """\
# Ties of states, a spell a row: kind, the two states (codes of states.tsv, sorted), first and
# last year ("" where the source's last year is that of its own end), value.
#   land, water    contiguous by land; by up to 400 miles of water (COW Direct Contiguity 3.2)
#   km             minimum distance in km, for states within 2,000 km (Weidmann, Kuse, Gleditsch)
#   defence, nonaggression, consultation   obligations of an alliance (ATOP 5.0)
#   rivalry        strategic rivalry (Thompson, Sakuwa and Suhas 2021)
#   dispute        years with a militarised dispute; value: highest hostility (COW MID 5.0)
#   claim          a territorial claim (ICOW)
#   sanction       sanctions threatened or imposed; value: 1 threatened, 2 imposed (TIES 4)
# Shared memberships of intergovernmental organisations (COW IGO 3) were tried and did not help.
# Made by training/outlook/structure.py. Free for research and citation; see NOTICE.
"""


def states() -> dict[int, str]:
    """COW number to code, for states that still are."""
    known = load_states()
    found = {number: known.of("cow", number, AT) for number in range(1, 1000)}
    return {number: code for number, code in found.items() if code is not None}


def pairs(table: pd.DataFrame, one: str, other: str, code: dict[int, str]) -> pd.DataFrame:
    """Rows between two known states, with columns ``a`` and ``b``, sorted."""
    a = pd.to_numeric(table[one], errors="coerce").map(code)
    b = pd.to_numeric(table[other], errors="coerce").map(code)
    found = table.assign(x=a, y=b).dropna(subset=["x", "y"])
    found = found[found.x != found.y]
    found["a"] = found[["x", "y"]].min(axis=1)
    found["b"] = found[["x", "y"]].max(axis=1)
    return found


def spells(kind: str, years: pd.DataFrame, value: str | None = None) -> Iterator[Row]:
    """Runs of years with one value, from a row a year."""
    for (a, b), group in years.groupby(["a", "b"]):
        by_year = (
            group.groupby("year")[value].max() if value else group.groupby("year").size() * 0 + 1
        )
        run: list[int] = []
        for year in sorted(by_year.index):
            if run and (year != run[-1] + 1 or by_year[year] != by_year[run[0]]):
                yield kind, a, b, run[0], run[-1], int(by_year[run[0]])
                run = []
            run.append(int(year))
        yield kind, a, b, run[0], run[-1], int(by_year[run[0]])


def rows(code: dict[int, str]) -> Iterable[Row]:
    """Every spell of every kind."""

    def read(name: str, one: str = "ccode1", other: str = "ccode2") -> pd.DataFrame:
        return pairs(pd.read_parquet(SOURCE / f"{name}.parquet"), one, other, code)

    near = read("cow_contiguity")
    start = near.stdate.astype(str).str[:4].astype(int)
    end = near.enddate.astype(str).str[:4].astype(int)
    for a, b, kind, first, last in zip(near.a, near.b, near.conttype, start, end, strict=True):
        if last >= FIRST_YEAR:
            # 2016 is the table's end, not the border's.
            yield "land" if kind == 1 else "water", a, b, first, "" if last >= 2016 else last, 1
    far = read("cow_mindist_dyad_year_2005_2019_le2000km")
    for (a, b), km in far.groupby(["a", "b"]).mindist.last().items():
        yield "km", a, b, FIRST_YEAR, "", round(km)
    ally = read("atop_alliance_dyad_year_1946_2018")
    ally = ally[ally.year >= FIRST_YEAR]
    for kind, column in (
        ("defence", "atop_defense"),
        ("nonaggression", "atop_nonagg"),
        ("consultation", "atop_consul"),
    ):
        for spell in spells(kind, ally[ally[column] > 0]):
            yield (*spell[:4], "" if spell[4] == 2018 else spell[4], 1)
    rival = read("rivalries_tss")
    for a, b, first, last in zip(rival.a, rival.b, rival.start, rival.end, strict=True):
        if last >= FIRST_YEAR:
            yield "rivalry", a, b, int(first), "" if last >= 2020 else int(last), 1
    fought = read("cow_mid_directed_dyad_year_1816_2014")
    yield from spells(
        "dispute",
        fought[fought.year >= FIRST_YEAR - 20].assign(
            level=lambda t: t[["hostlev1", "hostlev2"]].max(axis=1)
        ),
        "level",
    )
    claim = read("icow_territorial_claims", "chal", "tgt")
    for a, b, first, last in zip(claim.a, claim.b, claim.begclaim, claim.endclaim, strict=True):
        until: int | str = "" if pd.isna(last) or last < 0 else int(last) // 100
        if until == "" or int(until) >= FIRST_YEAR:
            yield "claim", a, b, int(first) // 100, until, 1
    hit = read("ties_sanctions_1945_2005", "primarysender_ccode", "targetstate_ccode")
    for case in hit.itertuples():
        last = pd.to_numeric(case.endyear, errors="coerce")
        first = int(pd.to_numeric(case.startyear))
        if pd.isna(last) or last >= FIRST_YEAR:
            value = 2 if pd.to_numeric(case.imposition, errors="coerce") == 1 else 1
            yield "sanction", case.a, case.b, first, "" if pd.isna(last) else int(last), value


def main() -> None:
    """Write the table."""
    found: set[Row] = set(rows(states()))
    ordered: list[Any] = sorted(found, key=lambda r: (r[0], r[1], r[2], r[3], str(r[4])))
    lines = ["\t".join(str(cell) for cell in row) for row in ordered]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        HEADER + "kind\ta\tb\tfirst\tlast\tvalue\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    sys.stderr.write(f"{TARGET}: {len(lines)} spells\n")


if __name__ == "__main__":
    main()
