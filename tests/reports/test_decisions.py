"""What analysts say of reports binds, is kept with a name, survives merging anew, can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.errors import BadSetting
from detente.reports import (
    counts_of,
    decisions,
    event_of,
    join,
    once,
    rebuild,
    refused,
    split,
    update,
    withdraw,
)
from detente.store import Store, open_store
from told import event, reading

A = reading("a", 2, event(on=1, words="Kolani", killed=9))
B = reading("b", 3, event(on=1, words="Kolani at night", killed=11, status="attributed"))
C = reading("c", 2, event(on=1, words="Aghdam"))
ID = {r.document.id: r.events[0].id for r in (A, B, C)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb") as opened:
        opened.add_all([A, B, C])
        update(opened)
        yield opened


def groups(store: Store) -> set[frozenset[str]]:
    return {frozenset(r.event.doc_id for r in event_of(store, ID[name]).reports) for name in "abc"}


def test_an_event_shows_all_its_reports_and_what_they_say_differently(store: Store) -> None:
    found = event_of(store, ID["b"])
    assert found.id == ID["a"]
    assert [r.event.doc_id for r in found.reports] == ["a", "b"]
    assert {v["value"] for v in found.details()["killed"]} == {"9", "11"}
    assert found.reports[1].link.like == ID["a"]
    assert dict(found.reports[1].link.features)["same_day"] > 0
    (other,) = refused(store, ID["b"])
    assert (other.cluster, other.barred) == (ID["c"], None)
    assert dict(other.features)["other_spot"] < 0
    counts = counts_of(store, list(ID.values()))
    assert {name: counts[ID[name]].reports for name in "abc"} == {"a": 2, "b": 2, "c": 1}
    assert [e.doc_id for e in once(store.events(), counts)] == ["a", "c"]


def test_a_split_and_a_join_bind_until_they_are_taken_back(store: Store) -> None:
    apart = {frozenset("a"), frozenset("b"), frozenset("c")}
    as_merged = {frozenset("ab"), frozenset("c")}
    assert groups(store) == as_merged
    cut = split(store, ID["b"], analyst="Ada", note="two villages of one name")
    assert groups(store) == apart
    tied = join(store, ID["c"], ID["b"], analyst="Ben")
    assert groups(store) == {frozenset("a"), frozenset("bc")}
    rebuild(store)
    assert groups(store) == {frozenset("a"), frozenset("bc")}
    withdraw(store, tied.id, analyst="Ada")
    assert groups(store) == apart
    withdraw(store, cut.id, analyst="Ben")
    assert groups(store) == as_merged
    said = decisions(store)
    assert [(d.kind, d.analyst, d.withdrawn_by) for d in said] == [
        ("split", "Ada", "Ben"),
        ("join", "Ben", "Ada"),
    ]
    assert said[0].note == "two villages of one name"
    assert all(d.made_at and d.withdrawn_at for d in said)


def test_a_decision_finds_its_report_when_the_coder_renames_it(store: Store) -> None:
    split(store, ID["b"], analyst="Ada")
    store.begin_run("again", coder="another")
    from dataclasses import replace

    anew = replace(B, events=(replace(B.events[0], id="renamed"),))
    store.add(anew)
    update(store)
    assert [r.event.doc_id for r in event_of(store, "renamed").reports] == ["b"]


@pytest.mark.parametrize(
    ("do", "says"),
    [
        (lambda s: join(s, ID["a"], ID["a"], analyst="Ada"), "the same"),
        (lambda s: join(s, ID["a"], "nothing", analyst="Ada"), "no report"),
        (lambda s: join(s, ID["a"], ID["b"], analyst=" "), "name"),
        (lambda s: split(s, ID["c"], analyst="Ada"), "only report"),
        (lambda s: withdraw(s, "nothing", analyst="Ada"), "none that stands"),
        (lambda s: event_of(s, "nothing"), "no report"),
    ],
)
def test_what_cannot_be_said_is_refused(store: Store, do: object, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        do(store)  # type: ignore[operator]
    assert decisions(store) == []
