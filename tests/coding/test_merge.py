"""One event, many mentions: what is one act and what stays two."""

from __future__ import annotations

import time
from dataclasses import replace

from detente.coding.merge import Draft, merge, same_event
from detente.records import Event, EventDate, Mention, Party, Span

KARLOV = Party("Andrei Karlov", "RUS", ("GOV",))
PILOT = Party("Oleg Peshkov", "RUS", ("MIL",))
GUNMAN = Party("Mevlut Altintas", None)


def event(at: int = 0, **given: object) -> Event:
    base = Event(
        event_type="ASSAULT",
        event_mode=(),
        context=(),
        cameo="180",
        quad_class=4,
        plover_score=-9.0,
        goldstein=-9.0,
        actor=(),
        recipient=(KARLOV,),
        date=None,
        place=None,
        status="asserted",
        historical=False,
        mentions=(Mention(Span(at, at + 4, "shot"), Span(at, at + 9, "shot them"), at),),
        decided_by="pattern:assault.shoot",
    )
    return replace(base, **given)  # type: ignore[arg-type]


def day(iso: str) -> EventDate:
    return EventDate(iso, iso, "day", "stated", Span(0, 1, "x"))


def merged(*events: Event) -> list[Event]:
    return merge([Draft(e) for e in events])[0]


def test_a_retelling_is_a_mention_and_fills_what_was_open() -> None:
    first = event(0)
    second = event(50, actor=(GUNMAN,), date=day("2016-12-19"), decided_by="pattern:assault.kill")
    (one,) = merged(first, second)
    assert [m.sentence for m in one.mentions] == [0, 50]
    assert one.actor == (GUNMAN,)
    assert one.date is not None
    assert one.trigger.start == 0


def test_different_days_are_different_acts() -> None:
    assert len(merged(event(0, date=day("2016-12-19")), event(9, date=day("2016-12-20")))) == 2


def test_different_persons_of_one_state_are_different_acts() -> None:
    assert not same_event(event(), event(recipient=(PILOT,)))
    other = Party("Igor Petrov", "RUS", ("GOV",))
    assert not same_event(event(), event(recipient=(other,)))


def test_a_plan_is_not_the_deed() -> None:
    assert not same_event(event(), event(status="planned"))


def test_nothing_shared_is_not_the_same() -> None:
    a = event(actor=(Party("Chile", "CHL"),), recipient=())
    assert not same_event(a, event(actor=(), recipient=(KARLOV,)))


def test_verbal_acts_merge_only_on_the_same_wording() -> None:
    chile, peru = Party("Chile", "CHL"), Party("Peru", "PER")
    a = event(event_type="ACCUSE", actor=(chile,), recipient=(peru,), decided_by="pattern:a")
    assert same_event(a, a)
    assert not same_event(a, replace(a, decided_by="pattern:b"))


def test_a_bare_attack_points_back_or_is_set_aside() -> None:
    bare = event(40, recipient=(), decided_by="pattern:assault.anaphor")
    events, loose = merge([Draft(event(0)), Draft(bare, anaphor=True)])
    assert [len(e.mentions) for e in events] == [2]
    assert loose == []
    events, loose = merge([Draft(bare, anaphor=True)])
    assert events == []
    assert loose == [bare]


def test_suspects_of_the_attack_stay_suspects() -> None:
    group = Party("Islamic State", "IMG", ("REB",))
    suspicion = event(40, actor=(group,), recipient=(), status="suspected")
    events, _ = merge([Draft(event(0, date=day("2016-12-19"))), Draft(suspicion, anaphor=True)])
    assert [(e.status, e.actor) for e in events] == [("asserted", ()), ("suspected", (group,))]
    assert events[1].recipient == (KARLOV,)
    assert events[1].date == events[0].date


def test_merging_is_idempotent() -> None:
    once = merged(event(0), event(50, actor=(GUNMAN,)), event(70, status="planned"))
    assert merged(*once) == once


def test_a_long_text_takes_no_square_time() -> None:
    many = [event(i * 10) for i in range(20_000)]
    start = time.perf_counter()
    (one,) = merged(*many)
    assert len(one.mentions) == 20_000
    assert time.perf_counter() - start < 20  # squares took minutes


def test_a_name_stands_for_a_role_whoever_told_it() -> None:
    role = Party("Russian diplomatic representative", "RUS", ("GOV",))
    ruled = event(0, recipient=(role,))
    learned = event(50, recipient=(KARLOV,), decided_by="reader:assault.word-kill")
    (one,) = merged(ruled, learned)
    assert one.recipient == (KARLOV,)
    assert one.decided_by == "pattern:assault.shoot"
