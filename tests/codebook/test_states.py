"""The table of states: codes and names of any date, ended states, spoilt rows."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook import States, load_states, state_code
from detente.codebook.names import name_key
from detente.codebook.states import SYSTEMS, covered
from detente.errors import BadDataFile, UnknownState

COW = Path(__file__).parents[3] / "shared/data/events/cow_states.parquet"


@pytest.fixture(scope="module")
def states() -> States:
    return load_states()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "data"
    shutil.copytree(str(resources.files("detente.codebook") / "data"), out)
    return out


@pytest.mark.parametrize(
    ("system", "value", "date", "code"),
    [
        ("cow", 365, "1985-06-01", "SUN"),
        ("cow", "365", "2015-11-24", "RUS"),
        ("cow", 365, None, "RUS"),
        ("cow", 345, "1999-03-24", "YUG"),
        ("cow", 345, "2005", "SCG"),
        ("cow", 345, "2010", "SRB"),
        ("cow", 260, "1985", "DEU"),
        ("cow", 265, "1985", "DDR"),
        ("cow", 255, "2016", "DEU"),
        ("cow", 678, "1980", "YEM"),
        ("cow", 680, "1980", "YMD"),
        ("cow", 817, "1970", "VDR"),
        ("cow", 315, "1980", "CSK"),
        ("cow", 316, "2000", "CZE"),
        ("cow", 2, "1900", "USA"),
        ("cow_abbrev", "GFR", "1985", "DEU"),
        ("cow_abbrev", "UKG", None, "GBR"),
        ("gw", 340, "2010", "SRB"),
        ("gw", 345, "1999", "YUG"),
        ("gw", 260, "1960", "DEU"),
        ("gw", 972, None, "TON"),
        ("iso_numeric", "4", None, "AFG"),
        ("iso_numeric", 736, "2005", "SDN"),
        ("iso_numeric", 891, "2001", "YUG"),
        ("iso_numeric", 891, "2005", "SCG"),
        ("iso3", "ZAR", "1990", "COD"),
        ("iso3", "xkx", None, "KOS"),
        ("fips", "RS", None, "RUS"),
        ("fips", "GM", None, "DEU"),
        ("fips", "GZ", None, "PSE"),
        ("cameo", "ROM", None, "ROU"),
        ("cameo", "ROU", None, "ROU"),
        ("cameo", "KSV", None, "KOS"),
        ("icews", "Congo", None, "COG"),
        ("icews", "Democratic Republic of Congo", None, "COD"),
        ("icews", "Occupied Palestinian Territory", None, "PSE"),
        ("icews", "the former Yugoslav Republic of Macedonia", None, "MKD"),
        ("cow", 9999, None, None),
        ("icews", "Ruritania", None, None),
    ],
)
def test_codes_of_other_systems_by_date(
    states: States, system: str, value: object, date: str | None, code: str | None
) -> None:
    assert states.of(system, value, date) == code


def test_our_codes_in_other_systems_by_date(states: States) -> None:
    assert states.code("DEU", "cow", "1970") == "260"
    assert states.code("DEU", "cow", "2000") == states.code("DEU", "cow") == "255"
    assert states.code("YEM", "iso_numeric", "1980-01-01") == "886"
    assert states.code("KOS", "iso_numeric") is None
    assert states.code("SUN", "cow") == states.code("RUS", "cow") == "365"
    assert states.code("ROU", "cameo") == "ROM"
    with pytest.raises(ValueError, match="no code system"):
        states.code("DEU", "stanag")
    with pytest.raises(ValueError, match="no code system"):
        states.of("stanag", "DEU")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_code_leads_back_to_its_state(states: States, system: str) -> None:
    for state in states.values():
        date = state.end or "2016-06-01"
        value = states.code(state.code, system, date)
        if value is not None and not (system == "icews" and state.code == "COG"):
            assert states.of(system, value, date) == state.code, (state.code, value)


def test_a_state_stands_where_its_forerunner_stood(states: States) -> None:
    assert states.on("RUS", "1985-03-11") == "SUN"
    assert states.on("SUN", "2000") == "RUS"
    assert [states.on("SRB", d) for d in ("1999", "2004", "2007")] == ["YUG", "SCG", "SRB"]
    assert states.on("DDR", "2000") == "DDR"
    assert states.on("UKR", "1985") == "UKR"
    assert states.on("IGO", "1985") == "IGO"
    assert states.lineage("SRB") == states.lineage("YUG") == ("YUG", "SCG", "SRB")
    assert states.lineage("TUR") == ("TUR",)


def test_spells_bound_existence(states: States) -> None:
    assert (states["SUN"].start, states["SUN"].end) == ("1922-12-30", "1991-12-25")
    assert states["EST"].existed("1930")
    assert not states["EST"].existed("1960")
    assert states["DDR"].existed("1990-10-02")
    assert not states["DDR"].existed("1990-10-03")
    assert states["SSD"].existed("2011")
    assert not states["SSD"].existed("2010-12-31")
    assert states["TUR"].existed("2026-11-27")
    assert len([s for s in states.values() if not s.end]) >= 195


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("Rusya", "RUS"),
        ("Россия", "RUS"),
        ("土耳其", "TUR"),
        ("العراق", "IRQ"),
        ("Deutschland", "DEU"),
        ("Allemagne", "DEU"),
        ("Zaire", "COD"),
        ("the U.S.S.R.", "SUN"),
        ("Yugoslavia", "YUG"),
        ("Serbia and Montenegro", "SCG"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("bosnia & herzegovina", "BIH"),
        ("West Germany", "DEU"),
        ("Sovyetler Birliği", "SUN"),
        ("kos", "KOS"),
        ("IGO", "IGO"),
    ],
)
def test_states_answer_to_their_names(name: str, code: str) -> None:
    assert state_code(name) == code


def test_an_unknown_name_is_told_its_nearest() -> None:
    with pytest.raises(UnknownState, match=r"did you mean 'Turkmenistan' \(TKM\)"):
        state_code("Turkmenistann")
    with pytest.raises(UnknownState, match="alpha-3"):
        state_code("???")


def test_english_names_are_unique(states: States) -> None:
    seen: dict[str, str] = {}
    for row in states.names:
        if row.kind == "name":
            key = name_key(row.name)
            assert seen.setdefault(key, row.country) == row.country, row


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("states.tsv", "1922-12-30/", "30.12.1922/", "first and a last day"),
        ("states.tsv", "1922-12-30/1991-12-25", "1992-12-30/1991-12-25", "ends before"),
        ("states.tsv", "RUS\twhole", "RSU\twhole", "RSU"),
        ("states.tsv", "RUS\twhole", "RUS\tpartly", "partly"),
        ("states.tsv", "TUR\tTürkiye", "TUN\tTürkiye", "TUN"),
        ("state_codes.tsv", "iso3\tROM", "iso\tROM", "iso"),
        ("state_codes.tsv", "iso3\tROM\tROU", "iso3\tROM\tRUO", "RUO"),
        ("state_names.tsv", "Kremlin\tRUS\tgovernment\tGOV", "Kremlin\tRSU\tgovernment\tGOV", "RSU"),
        ("state_names.tsv", "Kremlin\tRUS\tgovernment\tGOV", "Kremlin\tRUS\tgovernment\tGVO", "GVO"),
        ("state_names.tsv", "Kremlin\tRUS\tgovernment\tGOV", "Kremlin\tRUS\tpalace\tGOV", "palace"),
        ("state_names.tsv", "Kremlin\tRUS\tgovernment\tGOV", "Kremlin\tRUS\tgovernment", "columns"),
    ],
)  # fmt: skip
def test_a_spoilt_row_is_named_with_its_file(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    assert load_states(folder)["SUN"].successor == "RUS"
    load_states.cache_clear()
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadDataFile, match=f"{file}, line") as error:
        load_states(folder)
    assert says in str(error.value)


@pytest.mark.skipif(not COW.is_file(), reason="needs ../shared/data/events/cow_states.parquet")
def test_every_member_of_the_cow_system_since_1900_has_a_code(states: States) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(COW).to_pylist()
    late = [r for r in table if r["endyear"] >= 1920]
    assert len(late) > 200
    missing = [r for r in late if states.of("cow", r["ccode"], f"{r['endyear']}-01-01") is None]
    assert missing == []


@given(st.dates(), st.sampled_from(sorted(load_states())))
def test_on_and_lineage_agree(date: object, code: str) -> None:
    states = load_states()
    there = states.on(code, str(date))
    assert there in states.lineage(code)
    assert states.on(there, str(date)) == there


def test_a_year_counts_as_a_whole() -> None:
    assert covered((("2003-02-04", "2006-06-04"),), "2006")
    assert not covered((("2003-02-04", "2006-06-04"),), "2006-07")
    assert covered((("", "1991"),), "1985-01-01")
