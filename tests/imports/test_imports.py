"""Files of other people's event data into the store: every format, every known defect."""

from __future__ import annotations

import bz2
import datetime
import gzip
import json
import lzma
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadDataFile, DetenteError, ImportUnusable
from detente.imports import columns, import_files
from detente.imports.streams import LONGEST_LINE, open_lines
from detente.store import Imported, Store, open_store
from tests.imports import build

pytestmark = pytest.mark.usefixtures("engine")


SAMPLE = Path(__file__).parents[2].parent / "shared/data/events"
SAMPLE = SAMPLE / "icews_dataverse_format_sample_2018.parquet"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def one(store: Store, path: Path, **options: Any) -> Imported:
    """The report of one file that can be read."""
    (found,) = import_files(store, [path], **options)
    assert isinstance(found, Imported), found
    return found


def rows(store: Store, columns: str) -> list[tuple[Any, ...]]:
    return store.query(f"SELECT {columns} FROM imported_events ORDER BY source_id, day")


def reasons(store: Store) -> list[tuple[Any, ...]]:
    return store.query("SELECT row_no, reason, line FROM quarantine ORDER BY row_no, reason")


# --- formats --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "format"),
    [
        (columns.GDELT1, "gdelt1"),
        (columns.GDELT1_OLD, "gdelt1-old"),
        (columns.GDELT2, "gdelt2"),
    ],
)
def test_gdelt_of_every_age(
    store: Store, tmp_path: Path, names: tuple[str, ...], format: str
) -> None:
    found = one(store, build.put(tmp_path / "x.csv", build.gdelt(names)))
    assert (found.format, found.dataset, found.kept, found.aside) == (format, "gdelt", 1, 0)
    what = "day, published, dyad, actor_country, actor_sector, recipient_country, event_type"
    assert rows(store, f"{what}, cameo, quad_class, score, reports, place_country") == [
        (datetime.date(2015, 11, 24), datetime.date(2015, 11, 25), "RUS-TUR", "TUR", "MIL", "RUS",
         "ASSAULT", "190", 4, -10.0, 18, "TUR")
    ]  # fmt: skip


def test_gdelt_mixes_code_systems(store: Store, tmp_path: Path) -> None:
    """Actors in CAMEO's codes, places in FIPS: AU is Austria there, and AS Australia."""
    line = build.gdelt(Actor1CountryCode="AUS", ActionGeo_CountryCode="AU", Actor2CountryCode="ROM")
    one(store, build.put(tmp_path / "x.csv", line))
    assert rows(store, "actor_country, recipient_country, place_country, dyad") == [
        ("AUS", "ROU", "AUT", "AUS-ROU")
    ]


def test_lost_leading_zeros_are_found_by_the_root(store: Store, tmp_path: Path) -> None:
    """A spreadsheet makes 011 of 11; root 1 says that it was no 11 (reject)."""
    lost = build.gdelt(GLOBALEVENTID="1", EventCode="11", EventBaseCode="11", EventRootCode="1")
    kept = build.gdelt(GLOBALEVENTID="2", EventCode="11", EventBaseCode="11", EventRootCode="11")
    found = one(store, build.put(tmp_path / "x.csv", lost, kept))
    assert rows(store, "cameo") == [("011",), ("11",)]
    assert found.repaired == 1


def test_icews_ids_repeat_across_dates(store: Store, tmp_path: Path) -> None:
    lines = [
        build.icews(),
        build.icews(**{"Event Date": "2016-06-28"}),
        build.icews(),  # the same event twice
        build.icews(**{"Event ID": "501", "CAMEO Code": "13y"}),
        build.icews(**{"Event ID": "502", "CAMEO Code": "55"}),
    ]
    found = one(store, build.put(tmp_path / "x.tab", build.ICEWS_HEADER, *lines))
    assert (found.rows_read, found.kept, found.known, found.aside) == (5, 3, 1, 1)
    assert rows(store, "actor_sector, recipient_sector")[0] == ("GOV", "GOV")
    what = "source_id, CAST(day AS VARCHAR), dyad, cameo, event_type, score"
    assert rows(store, what) == [
        ("500", "2016-06-27", "RUS-TUR", "055", "CONCEDE", 7.0),
        ("500", "2016-06-28", "RUS-TUR", "055", "CONCEDE", 7.0),
        ("502", "2016-06-27", "RUS-TUR", "055", "CONCEDE", 7.0),
    ]
    assert reasons(store)[0][:2] == (4, "CAMEO code '13y' is unknown")


def test_polecat_with_glued_header_and_none(store: Store, tmp_path: Path) -> None:
    """A lost line end glues the last column's name to the first row."""
    header = build.POLECAT_HEADER.rstrip("\n")
    second = build.polecat(**{"Event ID": "2", "Event Mode": "None", "Recipient Country": "None"})
    spare = build.polecat(**{"Event ID": "3"}).rstrip("\n") + "\t\t\n"
    found = one(
        store,
        build.put(
            tmp_path / "x.tab", header + build.polecat(), build.POLECAT_HEADER, second, spare
        ),
    )
    assert (found.kept, found.aside, found.repaired) == (3, 0, 2)
    what = "source_id, event_type, event_mode, context, dyad, CAST(published AS VARCHAR)"
    assert rows(store, what) == [
        ("2", "SANCTION", "", "diplomatic;intelligence", None, "2023-01-06"),
        ("20230105-1", "SANCTION", "expel", "diplomatic;intelligence", "NOR-RUS", "2023-01-06"),
        ("3", "SANCTION", "expel", "diplomatic;intelligence", "NOR-RUS", "2023-01-06"),
    ]


def test_acled(store: Store, tmp_path: Path) -> None:
    found = one(store, build.put(tmp_path / "x.csv", build.ACLED))
    assert (found.format, found.kept, found.aside) == ("acled", 2, 1)
    what = "event_type, event_mode, directed, actor_country, actor_sector, killed, place_country"
    assert rows(store, what) == [
        ("ASSAULT", "", False, "MLI", "MIL", 9, "MLI"),
        ("ASSAULT", "aerial", True, "FRA", "MIL", 3, "MLI"),
    ]
    assert rows(store, "text")[0] == ("A clash,\nin two lines.",)
    assert reasons(store)[0][1].startswith("sub-event type")


def test_ucdp(store: Store, tmp_path: Path) -> None:
    found = one(store, build.put(tmp_path / "x.csv", build.UCDP))
    assert (found.format, found.kept, found.aside) == ("ucdp", 2, 1)
    what = "dyad, directed, actor_country, actor_sector, recipient_country, killed, reports"
    assert rows(store, what) == [
        ("ARM-AZE", False, "AZE", "GOV|MIL", "ARM", 30, 3),
        (None, True, None, "REB", "FRA", 130, 40),
    ]
    assert rows(store, "day, day_end")[0] == (
        datetime.date(2020, 9, 27),
        datetime.date(2020, 9, 29),
    )


def test_phoenix_of_both_kinds(store: Store, tmp_path: Path) -> None:
    daily = build.put(tmp_path / "daily.txt", build.phoenix())
    cline = build.put(
        tmp_path / "cline.csv",
        "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,"
        "target_root,target_agent,target_others,code,root_code,quad_class,goldstein,"
        "joined_issues,lat,lon,placename,statename,countryname,aid,process\n"
        "5,1979-11-05,1979,11,5,USAGOV,USA,GOV,,IRN,IRN,,,112,11,3,-2.0,,35.7,51.4,Tehran,,"
        "Iran,1,NYT\n",
    )
    assert one(store, daily).format == "phoenix"
    assert one(store, cline).format == "phoenix-historical"
    assert rows(store, "dyad, event_type, CAST(day AS VARCHAR), place_country") == [
        ("IRN-USA", "ACCUSE", "1979-11-05", "IRN"),
        ("CUB-USA", "CONSULT", "2017-01-10", None),
    ]


def test_plover_json_lines(store: Store, tmp_path: Path) -> None:
    record = {
        "id": "p1", "date": "2020-01-08", "actor": [{"code": "IRN", "sector": "MIL"}],
        "recipient": [{"code": "USA", "sector": "MIL"}, {"code": "IRQ"}],
        "event": ["ASSAULT"], "mode": ["heavy-weapons"], "event_scale": -9.5,
        "event_text": "fired missiles",
    }  # fmt: skip
    found = one(
        store,
        build.put(
            tmp_path / "x.jsonl", json.dumps(record) + "\n", "{broken\n", '{"date": "2020-01-01"}\n'
        ),
    )
    assert (found.format, found.kept, found.aside) == ("plover", 2, 2)
    assert rows(store, "source_id, dyad, event_mode, score, text") == [
        ("p1#0", "IRN-USA", "heavy-weapons", -9.5, "fired missiles"),
        ("p1#1", "IRN-IRQ", "heavy-weapons", -9.5, "fired missiles"),
    ]


def test_mentions_go_to_a_table_of_their_own(store: Store, tmp_path: Path) -> None:
    lines = [build.mention(), build.mention(MentionTimeDate="yesterday12345")]
    found = one(store, build.put(tmp_path / "x.csv", *lines))
    assert (found.kept, found.aside) == (1, 1)
    what = "SELECT source_id, publisher, sentence, confidence FROM imported_mentions"
    assert store.query(what) == [("1001", "example.org", 3, 0.6)]


def test_a_plain_table_with_a_mapping(store: Store, tmp_path: Path) -> None:
    table = build.put(
        tmp_path / "mine.csv",
        "when;who;whom;code;n\n2014-03-18;Russia;Ukraine;163;3\n18.3.2014;Russia;Ukraine;163;3\n",
    )
    mapping = build.put(
        tmp_path / "mine.toml",
        'dataset = "mine"\ndelimiter = ";"\n[columns]\n'
        'date = "when"\nactor = "who"\nrecipient = "whom"\ncameo = "code"\nreports = "n"\n',
    )
    found = one(store, table, mapping=mapping)
    assert (found.dataset, found.kept, found.aside) == ("mine", 1, 1)
    assert rows(store, "dyad, event_type, reports") == [("RUS-UKR", "SANCTION", 3)]
    assert reasons(store) == [
        (2, "date '18.3.2014' is no ISO date", reasons(store)[0][2]),
    ]


def test_countries_of_a_plain_table_in_numbers(store: Store, tmp_path: Path) -> None:
    table = build.put(tmp_path / "t.csv", "d,a,b\n1999-03-24,2,345\n")
    mapping = build.put(
        tmp_path / "t.toml",
        '[columns]\ndate = "d"\nactor = "a"\nrecipient = "b"\n'
        '[constants]\nevent_type = "ASSAULT"\n[places]\nsystem = "cow"\n',
    )
    assert one(store, table, mapping=mapping).dataset == "t"
    (found,) = rows(store, "actor_country, event_type, quad_class")
    assert found == ("USA", "ASSAULT", 4)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[columns]\ndate = "x"\ncameo = "y"\n[places]\nsystem = "zip"\n', "no code system"),
        ("[columns", "cannot be read"),
        ('[columns]\nwhen = "x"\n', "'when' is no column"),
        ('[columns]\nactor = "x"\n', "must say where to find date"),
    ],
)
def test_a_bad_mapping_says_what_is_wrong(
    store: Store, tmp_path: Path, text: str, says: str
) -> None:
    mapping = build.put(tmp_path / "m.toml", text)
    with pytest.raises(BadDataFile, match=says):
        list(import_files(store, [tmp_path / "x.csv"], mapping=mapping))


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared/data/events")
def test_the_icews_sample_imports_whole(store: Store, tmp_path: Path) -> None:
    import pyarrow.parquet as parquet

    table = parquet.read_table(SAMPLE)
    path = tmp_path / "sample.tab"
    with path.open("w", encoding="utf-8") as file:
        file.write("\t".join(table.column_names) + "\n")
        for row in table.to_pylist():
            file.write("\t".join(row[n] or "" for n in table.column_names) + "\n")
    found = one(store, path)
    assert (found.rows_read, found.kept + found.aside) == (len(table), len(table))
    assert found.aside == 0
    mapped = store.query("SELECT count(actor_country) FROM imported_events")[0][0]
    assert mapped > 0.9 * len(table)  # the rest has no country in the source either


# --- defects --------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, "zip"])
def test_packed_files_read_as_plain_ones(store: Store, tmp_path: Path, pack: Any) -> None:
    data = build.gdelt().encode()
    path = tmp_path / "x.bin"  # told by its bytes, not by its name
    if pack == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("x.csv", data)
    else:
        path.write_bytes(pack(data))
    assert one(store, path).kept == 1


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_truncated_file_keeps_what_came_whole(store: Store, tmp_path: Path, kind: str) -> None:
    data = "".join(build.gdelt(GLOBALEVENTID=str(n * 7919)) for n in range(5000)).encode()
    path = tmp_path / "x.csv.gz"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("x.csv", data)
    else:
        path.write_bytes(gzip.compress(data))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    good = build.put(tmp_path / "y.csv", build.gdelt(GLOBALEVENTID="7"))
    cut, whole = import_files(store, [path, good])
    assert isinstance(cut, Imported)
    assert isinstance(whole, Imported)
    assert "cut short" in str(cut.damage)
    assert 1000 < cut.kept < 5000
    assert cut.aside == 1  # the line it broke off in
    assert (whole.kept, whole.damage) == (1, None)


def test_a_malformed_file_never_costs_another(store: Store, tmp_path: Path) -> None:
    paths = [
        build.put(tmp_path / "a.csv", "neither fish nor fowl\n"),
        tmp_path / "missing.csv",
        build.put(tmp_path / "c.csv", ""),
        build.put(tmp_path / "d.csv", "too\tfew\n", build.gdelt(), build.gdelt(SQLDATE="20151399")),
    ]
    wrong, missing, empty, read = import_files(store, paths, format=None)
    assert all(isinstance(e, ImportUnusable) for e in (wrong, missing, empty))
    assert "known format" in str(wrong)
    # The first line decides the format: said outright, the good row is kept.
    assert isinstance(read, DetenteError)
    found = one(store, paths[3], format="gdelt1")
    assert (found.kept, found.aside) == (1, 2)
    assert {r[1] for r in reasons(store)} == {
        "2 columns, not 58",
        "SQLDATE '20151399' is no date",
    }


def test_other_encodings_are_mended_and_counted(store: Store, tmp_path: Path) -> None:
    line = build.icews(City="Málaga")
    path = build.put(tmp_path / "x.tab", build.ICEWS_HEADER, line, encoding="latin-1")
    found = one(store, path)
    assert (found.kept, found.repaired) == (1, 1)
    assert rows(store, "place_name") == [("Málaga, Ankara",)]


def test_an_endless_line_is_passed_over(tmp_path: Path) -> None:
    path = build.put(tmp_path / "x", "a\n", "b" * (LONGEST_LINE + (2 << 20)), "\nc\n")
    stream, source = open_lines(path)
    with source:
        assert stream.read() == b"a\nc\n"
    assert stream.overlong == 1


def test_the_same_file_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = build.put(tmp_path / "x.csv", build.gdelt())
    first = one(store, path)
    again = one(store, build.put(tmp_path / "copy.csv", build.gdelt()))
    assert again == first
    assert len(store.imports()) == 1


def test_what_another_file_brought_already_is_known(store: Store, tmp_path: Path) -> None:
    one(store, build.put(tmp_path / "x.csv", build.gdelt()))
    more = one(
        store, build.put(tmp_path / "y.csv", build.gdelt(), build.gdelt(GLOBALEVENTID="1002"))
    )
    assert (more.kept, more.known) == (1, 1)
    assert len(rows(store, "source_id")) == 2


def test_a_killed_import_is_done_anew(store: Store, tmp_path: Path) -> None:
    path = build.put(tmp_path / "x.csv", build.gdelt())
    one(store, path)
    store._con.execute("UPDATE imports SET finished = NULL")  # as a kill would have left it
    assert one(store, path).kept == 1
    assert len(rows(store, "source_id")) == len(store.imports()) == 1


# --- properties -----------------------------------------------------------------------------


@given(
    lines=st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"") + b"\n")),
    pack=st.sampled_from([bytes, gzip.compress, bz2.compress]),
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_come_out_as_utf8_lines(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], pack: Any
) -> None:
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_bytes(pack(b"plain\n" + b"".join(lines)))
    stream, source = open_lines(path)
    with source:
        text = stream.read().decode("utf-8")
    assert text.count("\n") == len(lines) + 1
    assert stream.damage is None


@given(st.binary(max_size=2000))
@settings(max_examples=80, deadline=None)
def test_any_file_ends_in_a_report_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, engine: str, data: bytes
) -> None:
    if engine == "postgres":
        pytest.skip("files are read before any engine sees them; once is enough")
    folder = tmp_path_factory.mktemp("any")
    path = folder / "x"
    path.write_bytes(data)
    with open_store(folder / "s.duckdb") as store:
        for format in (None, "gdelt2", "icews", "plover", "ucdp"):
            for found in import_files(store, [path], format=format):
                assert isinstance(found, Imported | DetenteError)
