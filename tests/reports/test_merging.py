"""Which reports tell one event: stable whatever comes when, and by the reasons that are told."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.records import Mention, Reading, Span
from detente.reports import load_rules, rebuild, update
from detente.reports.assign import Blocks, Link, settle
from detente.reports.compare import compare
from detente.reports.profile import Key, Profile, profile, sought_keys, told_keys
from detente.store import Store, open_store
from told import event, reading, worlds

pytestmark = pytest.mark.usefixtures("engine")


RULES = load_rules()
Clusters = dict[tuple[str, int], tuple[object, ...]]


def profiles(readings: Sequence[Reading]) -> list[Profile]:
    """The profiles of events, every document its own group."""
    out = []
    for one in readings:
        d = one.document
        when = None if d.date is None else date.fromisoformat(d.date)
        out += [
            profile(e, (d.id, n), when, d.id, frozenset(), RULES) for n, e in enumerate(one.events)
        ]
    return out


def merged(store: Store) -> Clusters:
    """All that is kept of each report's event."""
    rows = store.query(
        "SELECT doc_id, event_no, event_id, cluster_id, like_id, points, rule, features FROM reports"
    )
    groups = store.query(
        "SELECT doc_id, -1, group_id, like_id, rule, jaccard, contained, sentences"
        " FROM report_documents"
    )
    return {(row[0], int(row[1])): tuple(row[2:]) for row in (*rows, *groups)}


def one_event(*readings: Reading) -> list[list[str]]:
    """Documents by the event that their first event tells, in memory."""
    blocks = Blocks(RULES)
    found = profiles(readings)
    for one in found:
        blocks.put(one)
    links = settle(blocks, [one.key for one in found], RULES)
    groups: dict[str, list[str]] = {}
    for (doc_id, number), link in sorted(links.items()):
        if number == 0:
            groups.setdefault(link.cluster, []).append(doc_id)
    return sorted(groups.values())


@settings(max_examples=150, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_events(
    world: list[Reading], chance: random.Random
) -> None:
    at_once = Blocks(RULES)
    for one in profiles(world):
        at_once.put(one)
    settle(at_once, list(at_once.profiles), RULES)
    shuffled = list(world)
    chance.shuffle(shuffled)
    one_by_one = Blocks(RULES)
    for document in shuffled:
        new = profiles([document])
        for one in new:
            one_by_one.put(one)
        settle(one_by_one, [one.key for one in new], RULES)
    assert one_by_one.links == at_once.links


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_leaves_the_same_store(
    world: list[Reading], chance: random.Random
) -> None:
    shuffled = list(world)
    chance.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        with open_store(f"{folder}/a.duckdb") as store:
            store.add_all(world)
            update(store)
            at_once = merged(store)
        with open_store(f"{folder}/b.duckdb") as store:
            for one in shuffled:
                store.add(one)
                update(store, [one.document.id])
            assert merged(store) == at_once
            rebuild(store)
            assert merged(store) == at_once
            assert update(store).documents == 0


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_a_later_document_changes_nothing_that_was_told_before(world: list[Reading]) -> None:
    found = sorted(profiles(world), key=lambda p: p.order)
    links: list[dict[Key, Link]] = []
    for upto in range(1, len(found) + 1):
        blocks = Blocks(RULES)
        for one in found[:upto]:
            blocks.put(one)
        settle(blocks, [one.key for one in found[:upto]], RULES)
        links.append(dict(blocks.links))
    for before, after in pairwise(links):
        assert {key: after[key] for key in before} == before
    for key, link in (links[-1] if links else {}).items():
        first = min(
            (p for p in found if links[-1][p.key].cluster == link.cluster), key=lambda p: p.order
        )
        assert link.cluster == first.event_id, key


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_comparing_knows_no_first_and_second(world: list[Reading]) -> None:
    found = profiles(world)
    for a in found:
        for b in found:
            if a.key == b.key:
                continue
            one, other = compare(a, b, RULES), compare(b, a, RULES)
            assert (one.points, one.barred, one.rule) == (other.points, other.barred, other.rule)
            assert one.features == other.features
            by_day = not {a.dated, b.dated} & {"vague", "passing"} or a.names & b.names
            if one.one and a.key[0] != b.key[0] and one.rule == "points" and by_day:
                # Whoever tells one event finds the other, and is found.
                assert set(told_keys(a, RULES)) & set(sought_keys(b, RULES)), (a, b)
                assert set(told_keys(b, RULES)) & set(sought_keys(a, RULES)), (a, b)


# --- what is one event, and what is not ---------------------------------------------------------


def test_two_shellings_in_one_week_are_two_events() -> None:
    assert one_event(
        reading("a", 2, event(on=1, words="Kolani")),
        reading("b", 2, event(on=1, words="the village of Kolani")),
        reading("c", 5, event(on=4, words="Kolani")),
        reading("d", 5, event(on=4, words="Kolani")),
    ) == [["a", "b"], ["c", "d"]]


def test_two_places_on_one_day_are_two_events() -> None:
    assert one_event(
        reading("a", 2, event(on=1, words="Kolani", mode=("heavy-weapons",))),
        reading("b", 2, event(on=1, words="Aghdam", mode=("heavy-weapons",))),
    ) == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("kind", "numbers", "together"),
    [("killed", (9, 11), True), ("killed", (2, 40), False), ("expelled", (18, 7), False)],
)
def test_tolls_may_differ_and_known_numbers_may_not(
    kind: str, numbers: tuple[int, int], together: bool
) -> None:
    told = []
    for name, number in zip("ab", numbers, strict=True):
        one = event(on=1, words="Kolani at night", killed=number)
        (amount,) = one.quantities
        told.append(reading(name, 2, replace(one, quantities=(replace(amount, kind=kind),))))
    assert one_event(*told) == ([["a", "b"]] if together else [["a"], ["b"]])


def test_who_did_it_to_whom_is_part_of_it() -> None:
    assert one_event(
        reading("a", 2, event("ASSAULT", "ARM/MIL", "AZE", on=1, words="Kolani")),
        reading("b", 2, event("ASSAULT", "AZE/MIL", "ARM", on=1, words="Kolani")),
        reading("c", 2, event("ASSAULT", "IRN/MIL", "AZE", on=1, words="Kolani")),
    ) == [["a"], ["b"], ["c"]]


def test_a_plan_is_not_what_is_done_and_a_denial_is_of_the_act() -> None:
    assert one_event(
        reading("a", 2, event(on=1, words="Kolani")),
        reading("b", 2, event(on=1, words="Kolani", status="planned")),
        reading("c", 3, event(words="Kolani", status="denied")),
        reading("d", 2, event(on=1, words="Kolani", status="negated")),
    ) == [["a", "c"], ["b"], ["d"]]


def test_an_anniversary_tells_the_old_event() -> None:
    assert one_event(
        reading("a", 2, event(on=1, words="Kolani")),
        reading("z", 366, replace(event(on=1, words="Kolani"), historical=True)),
        reading("y", 366, event(on=366, words="Kolani")),
    ) == [["a", "z"], ["y"]]


def test_a_mention_in_passing_joins_the_one_event_that_it_can_mean() -> None:
    passing = event("ASSAULT", "ARM/MIL", "AZE", words="", rule="pattern:x in passing")
    first = reading("a", 2, event(on=1, words="Kolani"))
    assert one_event(first, reading("p", 9, passing)) == [["a", "p"]]
    second = reading("b", 6, event(on=5, words="Aghdam"))
    assert one_event(first, second, reading("p", 9, passing)) == [["a"], ["b"], ["p"]]
    assert one_event(first, reading("p", 60, passing)) == [["a"], ["p"]]


def test_who_held_an_office_by_our_tables_is_no_other_person_than_the_one_named() -> None:
    def met(doc_id: str, name: str, words: str) -> Reading:
        one = event("CONSULT", "ARM/GOV AZE/GOV", "", on=1)
        first = replace(one.actor[0], name=name, span=Span(0, len(words), words))
        return reading(doc_id, 2, replace(one, actor=(first, *one.actor[1:])))

    named = met("a", "Arman Petrosyan", "Prime Minister Arman Petrosyan")
    by_table = met("b", "Nikol Pashinyan", "Armenia's prime minister")
    other = met("c", "Nikol Pashinyan", "Prime Minister Nikol Pashinyan")
    assert one_event(named, by_table) == [["a", "b"]]
    assert one_event(named, other) == [["a"], ["c"]]


def test_ministers_of_one_day_do_not_tell_the_meeting_of_presidents() -> None:
    def met(doc_id: str, office: str) -> Reading:
        one = event("CONSULT", "ARM/GOV AZE/GOV", "", on=1, words="")
        actors = tuple(
            replace(p, name=f"{p.country} {office}", span=Span(0, len(office), office))
            for p in one.actor
        )
        return reading(doc_id, 2, replace(one, actor=actors))

    assert one_event(met("a", "president"), met("b", "finance minister")) == [["a"], ["b"]]
    assert one_event(met("a", "president"), met("b", "prime minister")) == [["a", "b"]]


def test_what_is_told_to_happen_again_is_another_time() -> None:
    first, once_more = event(words="Kolani"), event(words="Kolani again")
    assert one_event(reading("a", 2, first), reading("b", 3, once_more)) == [["a"], ["b"]]
    assert one_event(reading("a", 2, first), reading("b", 3, first)) == [["a", "b"]]


def test_days_that_follow_one_another_are_two_unless_much_is_alike() -> None:
    monday, tuesday = event(on=1, words="Kolani"), event(on=2, words="Kolani")
    assert one_event(reading("a", 2, monday), reading("b", 3, tuesday)) == [["a"], ["b"]]
    same = {"words": "Kolani at night from across the river with rockets and mortars", "killed": 11}
    late, early = event(on=1, **same), event(on=2, **same)  # type: ignore[arg-type]
    assert one_event(reading("a", 2, late), reading("b", 2, early)) == [["a", "b"]]


def test_an_act_and_its_effect_in_one_sentence_are_one_event() -> None:
    made = reading("a", 2, event(on=1, words="Kolani"), event(on=1, words="Kolani"))
    act, effect = made.events
    text = "Forces shelled Kolani, killing two."
    killing = text.index("killing")
    evidence = Span(0, len(text), text)
    act = replace(act, mentions=(Mention(Span(7, 14, "shelled"), evidence, 0),))
    told = Mention(Span(killing, killing + 7, "killing"), evidence, 0)
    effect = replace(effect, mentions=(told,))
    a, b = profiles([replace(made, events=(act, effect))])
    assert compare(a, b, RULES).rule == "word"
    again = replace(effect, mentions=(replace(told, trigger=Span(7, 14, "shelled")),))
    raid = Mention(Span(killing, killing + 7, "raiding"), evidence, 0)
    a, b = profiles([replace(made, events=(again, replace(effect, mentions=(raid,))))])
    assert compare(a, b, RULES).barred


def test_a_place_is_known_by_the_words_before_it() -> None:
    told = event(on=1, words="two posts near Deir al-Balah in southern Lebanon on Monday")
    (found,) = profiles([reading("a", 2, told)])
    assert found.spots == {"deir", "al-balah"}


def test_what_one_report_contradicts_no_chain_joins() -> None:
    # `w` says only "this week": it may mean either day, and makes no one event of the two.
    groups = one_event(
        reading("a", 2, event(on=1, words="Kolani")),
        reading("w", 8, event(on=1, precision="week", words="Kolani")),
        reading("x", 9, event(on=4, words="Kolani")),
    )
    assert not any({"a", "x"} <= set(group) for group in groups)


def test_one_document_tells_its_events_as_two() -> None:
    a = reading("a", 2, event(on=1, words="Kolani"), event(on=1, words="Kolani again"))
    blocks = Blocks(RULES)
    for one in profiles([a]):
        blocks.put(one)
    links = settle(blocks, [("a", 0), ("a", 1)], RULES)
    assert len({link.cluster for link in links.values()}) == 2


# --- in a store ----------------------------------------------------------------------------------


def test_a_document_coded_anew_leaves_nothing_behind(tmp_path: Path) -> None:
    first = reading("a", 2, event(on=1, words="Kolani"))
    second = reading("b", 3, event(on=1, words="Kolani"))
    with open_store(tmp_path / "s.duckdb") as store:
        store.begin_run("one", coder="c1")
        store.add_all([first, second])
        update(store)
        assert len({row[3] for row in store.query("SELECT * FROM reports")}) == 1
        store.begin_run("two", coder="c2")
        told = event("CONSULT", "ARM AZE", "", on=1, words="Kolani")
        anew = reading("a", 2, told, text=first.document.text)
        store.add(anew)
        assert update(store).documents == 1
        rows = store.query("SELECT doc_id, cluster_id, rule FROM reports ORDER BY doc_id")
        assert rows == [
            ("a", anew.events[0].id, "first"),
            ("b", second.events[0].id, "first"),
        ]


def test_only_what_shares_a_key_is_looked_at(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb") as store:
        far = [reading(f"f{i:03}", 100 + 2 * i, event(on=99 + 2 * i)) for i in range(200)]
        store.add_all([*far, reading("a", 2, event(on=1, words="Kolani"))])
        update(store)
        asked: list[int] = []
        plain = store.query

        def counted(statement: str, values: object = None) -> list[tuple[object, ...]]:
            rows = plain(statement, values)  # type: ignore[arg-type]
            asked.append(len(rows))
            return rows

        store.query = counted  # type: ignore[method-assign]
        store.add(reading("b", 3, event(on=1, words="Kolani")))
        assert update(store).reports == 1
        assert sum(asked) < 60
