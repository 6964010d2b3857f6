"""Blocs and armed groups as a side of a dyad, by the days they had members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from detente.errors import BadDataFile, UnknownState
from detente.records import Event
from detente.relations import dyad_acts, dyad_weeks
from detente.relations.sides import BLOC_COLUMNS, find_side, load_blocs, members_of, read_blocs
from detente.store import Store, open_store
from strategies import make_event, make_reading

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.duckdb") as opened:
        yield opened


def counts(store: Store, a: str, b: str, *events: Event) -> dict[str, int]:
    store.add(make_reading("d", "2024-06-30", *events))
    out: dict[str, int] = {}
    for week in dyad_weeks(store, a, b):
        for key, value in week.counts.items():
            out[key] = out.get(key, 0) + value
    return out


def test_a_state_counts_for_a_bloc_while_it_is_a_member(store: Store) -> None:
    found = counts(
        store,
        "RUS",
        "NATO",
        make_event("ACCUSE", "FIN", "RUS", day="2023-03-01"),  # a month before it joined
        make_event("ACCUSE", "FIN", "RUS", day="2023-05-01"),
        make_event("SANCTION", "RUS", "NOR", day="2023-05-02"),
        make_event("ACCUSE", "CHE", "RUS", day="2023-05-03"),
    )
    assert found == {"NATO>RUS:3": 1, "RUS>NATO:4": 1}


def test_one_day_of_a_bloc_is_one_event_whoever_of_it_acts(store: Store) -> None:
    one = make_event("ACCUSE", "NOR", "RUS", day="2023-05-01")
    other = make_event("ACCUSE", "DNK", "RUS", day="2023-05-01")
    assert counts(store, "NATO", "RUS", one, other) == {"NATO>RUS:3": 1}


def test_a_member_against_its_bloc_is_against_the_others(store: Store) -> None:
    found = counts(
        store,
        "TUR",
        "NATO",
        make_event("ACCUSE", "TUR", "SWE", day="2024-05-01"),
        make_event("ACCUSE", "DEU", "TUR", day="2024-05-02"),
        make_event("CONSULT", "TUR USA", "", day="2024-05-03"),
        make_event("ACCUSE", "DEU", "FRA", day="2024-05-04"),
    )
    assert found == {"TUR>NATO:3": 1, "NATO>TUR:3": 1, "NATO<>TUR:1": 1}


def test_third_party_violence_on_a_bloc(store: Store) -> None:
    murder = make_event("ASSAULT", "-", "RUS/GOV", day="2023-05-01", place="NOR")
    assert counts(store, "NATO", "RUS", murder) == {"*>RUS:4": 1}


def as_group(event: Event, name: str, ident: str | None) -> Event:
    (party,) = event.actor
    named = replace(party, name=name, id=ident, country="TUR", sector=("REB",))
    return replace(event, actor=(named,))


@pytest.mark.parametrize(("name", "ident"), [("the PKK", "armed:pkk"), ("pkk", None)])
def test_an_armed_group_acts_for_itself(store: Store, name: str, ident: str | None) -> None:
    """Its violence is its own act, not a third party's, nor that of the state it is in."""
    attack = as_group(make_event("ASSAULT", "TUR/REB", "TUR/MIL", day="2023-05-01"), name, ident)
    assert counts(store, "TUR", "PKK", attack) == {"PKK>TUR:4": 1}
    (act,) = dyad_acts(store, "Kurdistan Workers' Party", "TUR") or [None]
    assert act is not None
    assert (act.direction, act.bilateral) == ("PKK>TUR", True)


def test_membership_of_both_sides() -> None:
    found = members_of(find_side("EU"), find_side("NATO"))
    assert found is not None
    told = set(zip(found["member_side"], found["member_code"], strict=True))
    assert ("EU", "AUT") in told
    assert ("NATO", "USA") in told
    assert not {side for side, code in told if code == "DEU"}
    assert members_of(find_side("RUS"), find_side("TUR")) is None


def test_the_shipped_blocs_hold_up() -> None:
    blocs = load_blocs()
    assert {"EU", "NATO", "GCC", "BRICS"} <= set(blocs)
    for bloc in blocs.values():
        states = [m.code for m in bloc.members if m.kind == "state"]
        assert len(states) == len(set(states)) > 3, bloc.code


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("X\tX\t\t2001-01-01\t\tXXX", "'XXX'"),
        ("X\tX\t\t2001\t\tRUS", "ISO days"),
        ("X\tX\t\t2001-01-01\t2000-01-01\tRUS", "before"),
        ("X\t\t\t2001-01-01\t\tRUS", "'name' is empty"),
    ],
)
def test_a_bloc_that_does_not_hold_up(row: str, says: str) -> None:
    with pytest.raises(BadDataFile) as caught:
        read_blocs("\t".join(BLOC_COLUMNS) + "\n" + row + "\n", "mine.tsv")
    assert says in str(caught.value)
    assert "mine.tsv, line 2" in str(caught.value)


def test_an_unknown_side_is_told_what_is_allowed() -> None:
    with pytest.raises(UnknownState, match="NATO"):
        find_side("Atlantis")
