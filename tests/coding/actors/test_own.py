"""The user's own table, and how a name is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.codebook import load_states
from detente.coding.actors import ActorFinder, load_tables
from detente.coding.actors.own import FILE, OwnActor, add_own, guess_kind, read_own
from detente.coding.actors.show import read_alone, rows_naming
from detente.errors import BadDataFile

STATES = load_states()


def test_what_is_added_is_read_back(tmp_path: Path) -> None:
    person = OwnActor("Kolo Matubi", "TCD", ("REB",), "person", "2018", "", ("Matubi Kolo",))
    body = OwnActor("Blue Falcons", "TCD", ("REB",), "armed")
    folder = tmp_path / "mine"
    for actor in (person, body):
        assert add_own(folder, actor, STATES) == folder / FILE
    own = read_own(folder, STATES)
    assert [(h.name, h.country, h.start, h.aliases) for h in own.people] == [
        ("Kolo Matubi", "TCD", "2018", ("Matubi Kolo",))
    ]
    assert [(e.alias, e.kind, e.country) for e in own.entries] == [("Blue Falcons", "armed", "TCD")]


def test_an_own_actor_goes_before_a_shipped_one(tmp_path: Path) -> None:
    finder = ActorFinder(load_tables())
    assert [p.country for p in read_alone("Fatah", None, finder)] == ["PSE"]
    assert [p.country for p in read_alone("Sergei Lavrov", "2016-01-01", finder)] == ["RUS"]
    add_own(tmp_path, OwnActor("Fatah", "IRQ", ("REB",), "armed"), STATES)
    add_own(tmp_path, OwnActor("Sergei Lavrov", "UKR", ("BUS",), "person"), STATES)
    mine = ActorFinder(load_tables(own=tmp_path))
    assert [p.country for p in read_alone("Fatah", None, mine)] == ["IRQ"]
    assert [(p.country, p.sector) for p in read_alone("Sergei Lavrov", "2016-01-01", mine)] == [
        ("UKR", ("BUS",))
    ]


def test_own_actors_are_bounded_by_their_days(tmp_path: Path) -> None:
    unit = OwnActor("Crimson Unit", "GEO", ("MIL",), "agency", "2010-01-01", "2012-12-31")
    add_own(tmp_path, unit, STATES)
    finder = ActorFinder(load_tables(own=tmp_path))
    on = {d: [p.country for p in read_alone("Crimson Unit", d, finder)] for d in ("2011", "2015")}
    assert on == {"2011": ["GEO"], "2015": [None]}


@pytest.mark.parametrize(
    ("actor", "says"),
    [
        (OwnActor("A B", "XXX", ("GOV",), "person"), "'XXX' is no state's code"),
        (OwnActor("A B", "FRA", ("GVO",), "person"), "'GVO' is not a PLOVER sector"),
        (OwnActor("A B", "FRA", (), "prince"), "kind 'prince' is unknown"),
        (OwnActor("A B", "FRA", (), "person", "last year"), "from 'last year' is not a date"),
        (OwnActor("A B", "FRA", (), "person", "2012", "2010"), "ends 2010 before it starts 2012"),
        (OwnActor("  ", "FRA", (), "person"), "column 'name' is empty"),
        (OwnActor("Kept", "FRA", (), "person"), "stands there already"),
    ],
)
def test_a_row_that_does_not_hold_is_refused_and_nothing_lost(
    tmp_path: Path, actor: OwnActor, says: str
) -> None:
    path = add_own(tmp_path, OwnActor("Kept", "FRA", (), "person"), STATES)
    before = path.read_bytes()
    with pytest.raises(BadDataFile, match=rf"{FILE}, line \d+") as error:
        add_own(tmp_path, actor, STATES)
    assert says in str(error.value)
    assert path.read_bytes() == before


def test_a_spoilt_table_is_told_with_its_line(tmp_path: Path) -> None:
    path = add_own(tmp_path, OwnActor("Kept", "FRA", (), "person"), STATES)
    path.write_text(path.read_text(encoding="utf-8") + "one\ttwo\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match="line 7: the row has 2 columns"):
        load_tables(own=tmp_path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadDataFile, match="cannot be read"):
        load_tables(own=tmp_path)
    assert read_own(tmp_path / "nothing", STATES).entries == ()


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=NAMES, alias=NAMES, note=NAMES)
def test_any_name_is_kept_or_refused(tmp_path: Path, name: str, alias: str, note: str) -> None:
    folder = tmp_path / "any"
    path = folder / FILE
    path.unlink(missing_ok=True)
    actor = OwnActor(name, "FRA", ("GOV",), "agency", aliases=(alias,), note=note)
    try:
        add_own(folder, actor, STATES)
    except BadDataFile:
        assert not path.is_file()
        return
    entries = read_own(folder, STATES).entries
    assert entries[0].alias == " ".join(name.split())


def test_a_name_is_shown_with_the_rows_that_say_so() -> None:
    rows = rows_naming("lavrov")
    assert {r.file for r in rows} == {"officeholders.tsv"}
    assert all(r.cells["country"] == "RUS" and r.line > 1 for r in rows)
    finder = ActorFinder(load_tables())
    (moscow,) = read_alone("Moscow", "1985-06-01", finder)
    assert (moscow.country, moscow.name) == ("SUN", "Soviet Union")
    assert rows_naming("Nobody at All") == []


def test_kinds_are_guessed() -> None:
    assert guess_kind("Aziz Nesin", "TUR", ()) == "person"
    assert guess_kind("Reform Party", "KEN", ("PTY",)) == "party"
    assert guess_kind("Lake Council", "IGO", ()) == "igo"
