"""GDELT's files from a copy of its layout: fetched, checked, gone on with, put in quarantine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente import cli
from detente.errors import BadSetting, FetchFailed, OutputUnusable
from detente.feeds import LAYOUTS, Client, Limits, Mirror
from detente.imports import Step, fetch, plan
from detente.store import Store, open_store
from tests.feeds.server import Handler, Site
from tests.imports import layout

FIRST, DAY = datetime(2016, 12, 19, 22, 0), date(2016, 12, 19)
LATER = datetime(2017, 1, 1)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    layout.lay_out(folder, FIRST, 8)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        yield opened


def client(**changes: Any) -> Client:
    limits = Limits(delay_seconds=0, retries=2, step_seconds=1)
    return Client(limits, allow_private=True, sleep=lambda seconds: None, **changes)


def mirror(where: object, tmp_path: Path) -> Mirror:
    return Mirror(str(where), tmp_path / "files", client())


def run(store: Store, place: Mirror, first: date = DAY, last: date = DAY) -> list[Step]:
    planned = plan(store, place, "gdelt", first, last)
    return list(fetch(store, place, planned, now=LATER))


def rows(store: Store) -> list[str]:
    return [r[0] for r in store.query("SELECT source_id FROM imported_events ORDER BY 1")]


def served(site: Site, folder: Path) -> str:
    """The layout on a server that can go on in the middle of a file."""

    def answer(handler: Handler) -> None:
        path = folder / handler.path.lstrip("/")
        if not path.is_file():
            handler.give(b"", status=404)
            return
        data = path.read_bytes()
        start = int(handler.headers.get("Range", "bytes=0-")[6:].rstrip("-"))
        handler.give(data[start:], status=206 if start else 200)

    for path in folder.rglob("*"):
        site.routes["/" + path.relative_to(folder).as_posix()] = answer
    return site.url


def test_the_files_of_the_days_asked_for_are_imported(
    copy: Path, tmp_path: Path, store: Store
) -> None:
    steps = run(store, mirror(copy, tmp_path))
    # 22:00 to 23:45 is of the 19th, midnight on of the 20th is not.
    assert [s.remote.name[:12] for s in steps] == [
        f"2016121{9}{h}{m}" for h in (22, 23) for m in ("00", "15", "30", "45")
    ]
    assert all(s.imported is not None and s.imported.kept == 3 for s in steps)
    assert len(rows(store)) == 24
    assert {i.format for i in store.imports()} == {"gdelt2"}


def test_the_same_again_fetches_nothing(
    copy: Path, tmp_path: Path, store: Store, site: Site
) -> None:
    place = mirror(served(site, copy), tmp_path)
    run(store, place)
    before, asked = rows(store), len(site.paths())
    steps = run(store, place)
    assert all(step.known for step in steps)
    assert site.paths()[asked:] == ["/gdeltv2/masterfilelist.txt"]
    assert rows(store) == before


def test_a_file_cut_off_is_gone_on_with(
    copy: Path, tmp_path: Path, store: Store, site: Site
) -> None:
    name = f"{FIRST:%Y%m%d%H%M%S}.export.CSV.zip"
    place = mirror(served(site, copy), tmp_path)
    whole = (copy / "gdeltv2" / name).read_bytes()
    starts: list[int] = []

    def flaky(handler: Handler) -> None:
        start = int(handler.headers.get("Range", "bytes=0-")[6:].rstrip("-"))
        starts.append(start)
        if len(starts) == 1:
            handler.give(whole[:200], length=len(whole))
        else:
            handler.give(whole[start:], status=206)

    site.routes[f"/gdeltv2/{name}"] = flaky
    steps = run(store, place)
    assert starts == [0, 200]
    assert steps[0].imported is not None
    assert (tmp_path / "files" / name).read_bytes() == whole


def test_a_server_that_cannot_go_on_begins_anew(
    copy: Path, tmp_path: Path, store: Store, site: Site
) -> None:
    name = f"{FIRST:%Y%m%d%H%M%S}.export.CSV.zip"
    place = mirror(served(site, copy), tmp_path)
    whole = (copy / "gdeltv2" / name).read_bytes()
    files = tmp_path / "files"
    files.mkdir()
    (files / f"{name}.part").write_bytes(b"x" * 100)
    site.routes[f"/gdeltv2/{name}"] = lambda h: h.give(whole)
    assert run(store, place)[0].imported is not None


def test_a_part_of_other_bytes_is_seen_by_its_checksum_and_fetched_anew(
    copy: Path, tmp_path: Path, store: Store, site: Site
) -> None:
    name = f"{FIRST:%Y%m%d%H%M%S}.export.CSV.zip"
    files = tmp_path / "files"
    files.mkdir()
    (files / f"{name}.part").write_bytes(b"x" * 100)
    place = mirror(served(site, copy), tmp_path)
    assert run(store, place)[0].imported is not None
    assert site.paths().count(f"/gdeltv2/{name}") == 2


@pytest.mark.parametrize("kind", ["wrong checksum", "no zip", "damaged zip", "empty zip"])
def test_a_bad_file_goes_to_quarantine_and_costs_no_other(
    copy: Path, tmp_path: Path, store: Store, kind: str
) -> None:
    name = f"{FIRST:%Y%m%d%H%M%S}.export.CSV.zip"
    good = (copy / "gdeltv2" / name).read_bytes()
    bad = {
        "wrong checksum": good[:-1] + b"\xff",
        "no zip": b"<html>Service unavailable</html>",
        "damaged zip": good[:60] + bytes(40) + good[100:],
        "empty zip": b"PK\x05\x06" + bytes(18),
    }[kind]
    layout.put(copy, name, bad, told=good if kind == "wrong checksum" else bad)
    steps = run(store, mirror(copy, tmp_path))
    assert [s.remote.name for s in steps if s.lost] == [name]
    assert len(rows(store)) == 21
    place = tmp_path / "files" / "quarantine"
    assert (place / name).read_bytes() == bad
    note = json.loads((place / f"{name}.json").read_text())
    assert note["why"] == steps[0].lost.why if steps[0].lost else False
    # It is not fetched again, until the list gives it another checksum.
    shutil.rmtree(copy / "gdeltv2" / name, ignore_errors=True)
    (copy / "gdeltv2" / name).unlink()
    again = run(store, mirror(copy, tmp_path))
    assert again[0].lost is not None
    assert again[0].lost.why == note["why"]
    layout.put(copy, name, good)
    if kind != "wrong checksum":
        assert run(store, mirror(copy, tmp_path))[0].imported is not None
        assert len(rows(store)) == 24


def test_bad_rows_go_to_quarantine_and_cost_no_other(
    copy: Path, tmp_path: Path, store: Store
) -> None:
    name = f"{FIRST:%Y%m%d%H%M%S}.export.CSV.zip"
    from detente.imports.columns import GDELT2
    from tests.imports.build import gdelt

    table = gdelt(GDELT2) + gdelt(GDELT2, EventCode="999", GLOBALEVENTID="7") + "short\trow\n"
    layout.put(copy, name, layout.packed(name, table))
    steps = run(store, mirror(copy, tmp_path))
    assert steps[0].imported is not None
    assert (steps[0].imported.kept, steps[0].imported.aside) == (1, 2)
    assert len(store.quarantine(limit=9)) == 2


def test_a_missing_file_is_lost_and_its_time_is_a_gap(
    copy: Path, tmp_path: Path, store: Store, site: Site
) -> None:
    gone = [f"2016121922{m}00.export.CSV.zip" for m in ("15", "30")]
    place = mirror(served(site, copy), tmp_path)
    for name in gone:
        (copy / "gdeltv2" / name).unlink()
    steps = run(store, place)
    assert [s.remote.name for s in steps if s.lost] == gone
    gaps = [(g.started, g.ended) for g in store.watching.gaps()]
    assert gaps == [
        (datetime(2016, 12, 19), datetime(2016, 12, 19, 22)),
        (datetime(2016, 12, 19, 22, 15), datetime(2016, 12, 19, 22, 45)),
    ]
    layout.lay_out(copy, FIRST, 8)
    run(store, place)
    assert [g.ended for g in store.watching.gaps()] == [datetime(2016, 12, 19, 22)]


def test_a_list_with_bad_lines_gives_the_others(copy: Path, tmp_path: Path, store: Store) -> None:
    path = copy / "gdeltv2" / "masterfilelist.txt"
    bad = (
        "\x00\xff nonsense\n"
        "12 zzzz http://x/gdeltv2/20161219220000.export.CSV.zip\n"
        "99999999999999 0123456789abcdef0123456789abcdef x/20161219221500.export.CSV.zip\n"
        "12 0123456789abcdef0123456789abcdef http://x/20161399000000.export.CSV.zip\n"
        "12 0123456789abcdef0123456789abcdef http://evil/../../20161219999999.export.CSV.zip\n"
    )
    path.write_text(bad + path.read_text(), encoding="latin-1")
    planned = plan(store, mirror(copy, tmp_path), "gdelt", DAY, DAY)
    assert (len(planned.files), planned.bad_lines) == (8, 4)


def test_version_1_and_its_list_without_sizes(tmp_path: Path, store: Store) -> None:
    copy = tmp_path / "copy"
    layout.lay_out_days(copy, ["20140101", "20140102", "20140104"])
    place = mirror(copy, tmp_path)
    planned = plan(store, place, "gdelt1", date(2014, 1, 2), date(2014, 1, 5))
    steps = list(fetch(store, place, planned, now=LATER))
    assert [s.remote.name[:8] for s in steps] == ["20140102", "20140104"]
    assert {i.format for i in store.imports()} == {"gdelt1"}
    assert [g.started.day for g in store.watching.gaps()] == [3, 5]


def test_what_cannot_be_asked_is_said(copy: Path, tmp_path: Path, store: Store) -> None:
    place = mirror(copy, tmp_path)
    with pytest.raises(BadSetting, match="'gdelt3' is no collection"):
        plan(store, place, "gdelt3", DAY, DAY)
    with pytest.raises(BadSetting, match="first day is after the last"):
        plan(store, place, "gdelt", DAY, date(2016, 1, 1))
    with pytest.raises(BadSetting, match=r"begin on 2015-02-18.*\n.*gdelt1"):
        plan(store, place, "gdelt", date(2014, 1, 1), date(2014, 1, 1))
    with pytest.raises(BadSetting, match="neither an address nor a folder"):
        mirror(tmp_path / "nowhere", tmp_path)
    (tmp_path / "bare").mkdir()
    with pytest.raises(FetchFailed, match="reading the list"):
        plan(store, mirror(tmp_path / "bare", tmp_path), "gdelt", DAY, DAY)


def test_a_list_that_the_server_does_not_give_is_said(
    tmp_path: Path, store: Store, site: Site
) -> None:
    with pytest.raises(FetchFailed, match="answers 404"):
        plan(store, mirror(site.url, tmp_path), "gdelt", DAY, DAY)
    assert not list((tmp_path / "files").glob("*"))


def test_a_full_disk_is_said_and_the_next_run_goes_on(
    copy: Path, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, count = shutil.copyfile, 0

    def full(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        real(source, target)
        if count == 4:
            target.write_bytes(target.read_bytes()[:50])
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", full)
        with pytest.raises(OutputUnusable, match=r"No space left.*\nhint: .*run the same command"):
            run(store, mirror(copy, tmp_path))
    assert len(rows(store)) == 9
    run(store, mirror(copy, tmp_path))
    assert len(rows(store)) == 24


def test_every_layout_has_a_list_and_names() -> None:
    for name, found in LAYOUTS.items():
        assert found.name == name
        assert found.list_path.startswith(found.folder)


def test_the_command(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    asked = ["fetch", "gdelt", "--from", "2016-12-19", "--to", "2016-12-19", "--mirror", str(copy)]
    asked += ["--store", "w.duckdb"]
    shown = runner.invoke(cli.app, [*asked, "--dry-run"])
    assert shown.exit_code == cli.DONE
    assert (
        "8 files from 2016-12-19 to 2016-12-19, 0 in the store already, 8 to fetch" in shown.stderr
    )
    (copy / "gdeltv2" / "20161219230000.export.CSV.zip").unlink()
    done = runner.invoke(cli.app, [*asked, "--discard"])
    assert done.exit_code == cli.SET_ASIDE
    assert "set aside: 20161219230000.export.CSV.zip: copying" in done.stderr
    assert "7 files with 21 rows" in done.stderr
    assert not list((tmp_path / "gdelt-files").glob("*.zip"))
    again = runner.invoke(cli.app, asked)
    assert "7 in the store already, 1 to fetch" in again.stderr
    wrong = runner.invoke(cli.app, [*asked[:3], "19.12.2016", *asked[4:]])
    assert isinstance(wrong.exception, BadSetting)
