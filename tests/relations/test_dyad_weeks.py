"""What counts in a dyad's week, and what does not."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.errors import BadSetting
from detente.records import DyadWeek, Event
from detente.relations import acts_of, dyad_acts, dyad_history, dyad_weeks, history_of
from detente.relations.expressions import DIALECTS, KEPT, OURS, compiled, sql_file
from detente.store import Store, open_store
from strategies import make_event, make_reading, synthetic_reading

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.duckdb") as opened:
        yield opened


def told(store: Store, *events: Event, published: str = "2016-12-22") -> list[DyadWeek]:
    """The weeks of Russia and Türkiye in a store with one document of these events."""
    store.add(make_reading("d", published, *events))
    return dyad_weeks(store, "TUR", "RUS")


def counts(weeks: list[DyadWeek]) -> dict[str, dict[str, int]]:
    return {w.week: w.counts for w in weeks if w.counts}


DAY = "2016-12-20"  # a Tuesday
MONDAY = "2016-12-19"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (make_event("ACCUSE", "RUS", "TUR", day=DAY), "RUS>TUR:3"),
        (make_event("ACCUSE", "TUR/GOV", "USA RUS", day=DAY), "TUR>RUS:3"),
        (make_event("CONSULT", "RUS TUR IRN", "", day=DAY), "RUS<>TUR:1"),
        (make_event("CONSULT", "RUS TUR", "IRN", day=DAY), "RUS<>TUR:1"),
        (make_event("ASSAULT", "RUS/MIL TUR/MIL", "", day=DAY), "RUS<>TUR:4"),
        (make_event("SANCTION", "RUS", "TUR"), "RUS>TUR:4"),
        # Two who fight a third have no conflict with each other.
        (make_event("ASSAULT", "RUS/MIL TUR/MIL", "SYR", day=DAY), None),
        (make_event("ACCUSE", "RUS", "USA", day=DAY), None),
        (make_event("ACCUSE", "RUS", "", day=DAY), None),
        (make_event("CONSULT", "IRN", "RUS TUR", day=DAY), None),
        # Violence: whose force it was decides.
        (make_event("ASSAULT", "TUR/MIL", "RUS", day=DAY), "TUR>RUS:4"),
        (make_event("ASSAULT", "TUR", "RUS", day=DAY), "TUR>RUS:4"),
        (make_event("ASSAULT", "TUR/COP", "RUS/GOV", day=DAY, place="TUR"), "*>RUS:4"),
        (make_event("ASSAULT", "TUR/CVL", "RUS/GOV", day=DAY), "*>RUS:4"),
        (make_event("ASSAULT", "-", "RUS/GOV", day=DAY, place="TUR"), "*>RUS:4"),
        (make_event("ASSAULT", "", "RUS/GOV", day=DAY, place="TUR"), "*>RUS:4"),
        (make_event("ASSAULT", "IMG", "TUR", day=DAY, place="RUS"), "*>TUR:4"),
        (make_event("ASSAULT", "IMG", "RUS", day=DAY, place="SYR"), None),
        (make_event("ASSAULT", "-", "RUS", day=DAY), None),
        (make_event("ASSAULT", "USA/MIL", "RUS", day=DAY, place="TUR"), None),
        (make_event("SANCTION", "TUR/COP", "RUS", day=DAY), "TUR>RUS:4"),
    ],
)
def test_direction(store: Store, event: Event, expected: str | None) -> None:
    weeks = told(store, event)
    assert counts(weeks) == ({} if expected is None else {MONDAY: {expected: 1}})


def test_third_party_violence_is_marked_and_counts_for_nothing(store: Store) -> None:
    murder = make_event("ASSAULT", "TUR/COP", "RUS/GOV", day=MONDAY, place="TUR")
    (week,) = told(store, make_event("CONSULT", "RUS TUR", "", day=DAY), murder)
    assert week.counts == {"*>RUS:4": 1, "RUS<>TUR:1": 1}
    assert (week.events, week.reports, week.score_sum) == (1, 1, 4.0)
    assert len(week.event_ids) == 1


@pytest.mark.parametrize(
    "status", ["attributed", "suspected", "denied", "negated", "hypothetical", "planned"]
)
def test_only_what_is_asserted_counts(store: Store, status: str) -> None:
    assert told(store, make_event(day=DAY, status=status)) == []


def test_background_counts_at_its_own_date_or_not_at_all(store: Store) -> None:
    dated = make_event("ASSAULT", "TUR/MIL", "RUS", day="2015-11-24", historical=True)
    undated = make_event("SANCTION", "RUS", "TUR", historical=True)
    year = make_event("ACCUSE", "RUS", "TUR", day="2015-01-01", precision="year")
    store.add(make_reading("d", "2016-12-22", dated, undated, year, make_event(day=DAY)))
    weeks = dyad_weeks(store, "RUS", "TUR", date_from="2014-01-01")
    assert counts(weeks) == {"2015-11-23": {"TUR>RUS:4": 1}, MONDAY: {"RUS>TUR:1": 1}}
    # By itself the range begins with the first event told as news.
    assert [w.week for w in dyad_weeks(store, "RUS", "TUR")] == [MONDAY]


def test_an_act_dated_after_its_publication_is_left_out(store: Store) -> None:
    assert told(store, make_event(day="2016-12-30")) == []


def test_one_day_type_and_direction_is_one_event(store: Store) -> None:
    same = make_event("ACCUSE", "RUS", "TUR", day=DAY)
    store.add(make_reading("d1", "2016-12-21", same, replace(same, goldstein=-2.0)))
    store.add(make_reading("d2", "2016-12-20", replace(same, goldstein=-4.0)))
    store.add(make_reading("d3", "2016-12-22", make_event("ACCUSE", "TUR", "RUS", day=DAY)))
    (week,) = dyad_weeks(store, "RUS", "TUR")
    assert week.counts == {"RUS>TUR:3": 1, "TUR>RUS:3": 1}
    assert (week.events, week.reports) == (2, 4)
    assert week.score_sum == -7.0  # the first report's -4, and -3


def interval(event: Event, end: str) -> Event:
    assert event.date is not None
    return replace(event, date=replace(event.date, end=end))


def test_a_report_of_a_month_is_of_the_day_that_a_finer_one_tells(store: Store) -> None:
    month = interval(
        make_event("ASSAULT", "TUR/MIL", "RUS", day="2015-11-01", precision="month"), "2015-11-30"
    )
    store.add(make_reading("d1", "2015-12-20", month))
    alone = dyad_weeks(store, "RUS", "TUR")
    assert counts(alone) == {"2015-10-26": {"TUR>RUS:4": 1}}
    day = make_event("ASSAULT", "TUR/MIL", "RUS", day="2015-11-24")
    store.add(make_reading("d2", "2015-11-25", day))
    store.add(
        make_reading("d3", "2015-12-25", make_event("ASSAULT", "TUR/MIL", "RUS", day="2015-12-24"))
    )
    weeks = dyad_weeks(store, "RUS", "TUR")
    assert counts(weeks) == {"2015-11-23": {"TUR>RUS:4": 1}, "2015-12-21": {"TUR>RUS:4": 1}}
    assert weeks[0].reports == 2
    # A finer report of another month, direction or type takes nothing in.
    later = interval(
        make_event("SANCTION", "RUS", "TUR", day="2015-10-05", precision="week"), "2015-10-11"
    )
    store.add(
        make_reading(
            "d4", "2015-12-25", later, make_event("SANCTION", "RUS", "TUR", day="2015-10-12")
        )
    )
    assert counts(dyad_weeks(store, "RUS", "TUR"))["2015-10-05"] == {"RUS>TUR:4": 1}


def test_weeks_are_continuous_from_monday_to_sunday(store: Store) -> None:
    sunday, monday = make_event(day="2016-11-27"), make_event(day="2016-12-19")
    weeks = told(store, sunday, monday)
    assert [w.week for w in weeks] == [
        "2016-11-21",
        "2016-11-28",
        "2016-12-05",
        "2016-12-12",
        MONDAY,
    ]
    first, *silent, last = weeks
    assert (first.events, last.events) == (1, 1)
    for before, week in zip(weeks, silent, strict=False):
        assert (week.events, week.reports, week.counts, week.level) == (0, 0, {}, None)
        assert None not in (week.low, week.high, before.low, before.high)
        assert week.high - week.low > before.high - before.low  # type: ignore[operator]
    assert first.dyad == "RUS-TUR"


def test_the_range_cuts_what_is_shown_not_what_is_known(store: Store) -> None:
    store.add_all([synthetic_reading(n) for n in range(400)])
    whole = dyad_weeks(store, "RUS", "TUR")
    part = dyad_weeks(store, "RUS", "TUR", date_from="2015-03-04", date_to="2015-09-09")
    at = [w.week for w in whole].index("2015-03-02")
    assert part == whole[at : at + len(part)]
    assert part[-1].week == "2015-09-07"
    empty = dyad_weeks(store, "PRT", "ISL", date_from="2016-12-01", date_to="2016-12-20")
    assert [(w.week, w.events, w.low) for w in empty] == [
        (week, 0, None) for week in ("2016-11-28", "2016-12-05", "2016-12-12", MONDAY)
    ]
    assert dyad_weeks(store, "PRT", "ISL") == []


def test_nothing_published_later_enters_as_of(tmp_path: Path) -> None:
    readings = [synthetic_reading(n) for n in range(600)]
    known = [r for r in readings if (r.document.date or "") <= "2014-06-11"]
    undated = make_reading("undated", None, make_event(day="2014-06-03"))
    with open_store(tmp_path / "a.duckdb") as all_of_it, open_store(tmp_path / "b.duckdb") as then:
        all_of_it.add_all([*readings, undated])
        then.add_all(known)
        weeks = dyad_weeks(all_of_it, "RUS", "TUR", as_of="2014-06-11")
        assert weeks == dyad_weeks(then, "RUS", "TUR", date_to="2014-06-11")
    assert weeks[-1].week == "2014-06-09"
    assert sum(w.events for w in weeks) > 20


def test_order_of_documents_changes_nothing(tmp_path: Path) -> None:
    readings = [synthetic_reading(n) for n in range(500)]
    shuffled = random.Random(3).sample(readings, len(readings))
    with open_store(tmp_path / "a.duckdb") as one, open_store(tmp_path / "b.duckdb") as two:
        one.add_all(readings)
        two.add_all(shuffled)
        first, second = dyad_weeks(one, "RUS", "TUR"), dyad_weeks(two, "RUS", "TUR")
    assert [w.to_json() for w in first] == [w.to_json() for w in second]


def test_counts_agree_with_counting_by_hand(store: Store) -> None:
    readings = [synthetic_reading(n) for n in range(500)]
    store.add_all(readings)
    reports: dict[tuple[str, str, str], int] = defaultdict(int)
    for reading in readings:
        for event in reading.events:
            a, b = event.actor[0].country, event.recipient[0].country
            if event.status == "asserted" and {a, b} == {"RUS", "TUR"} and event.date:
                reports[event.date.start, f"{a}>{b}:{event.quad_class}", event.event_type] += 1
    by_hand: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for start, key, _ in reports:
        day = date.fromisoformat(start)
        by_hand[(day - timedelta(days=day.weekday())).isoformat()][key] += 1
    weeks = dyad_weeks(store, "RUS", "TUR")
    assert counts(weeks) == by_hand
    assert sum(w.reports for w in weeks) == sum(reports.values())
    assert all(len(w.event_ids) == w.events == sum(w.counts.values()) for w in weeks)


@pytest.mark.parametrize(
    ("sides", "options"),
    [
        (("RUS", "RUS"), {}),
        (("RUS", "TUR"), {"date_from": "2016"}),
        (("RUS", "TUR"), {"as_of": "20161219"}),
        (("RUS", "TUR"), {"date_from": "2016-12-20", "date_to": "2016-12-19"}),
    ],
)
def test_what_is_asked_is_checked(
    store: Store, sides: tuple[str, str], options: dict[str, str]
) -> None:
    with pytest.raises(BadSetting):
        dyad_weeks(store, *sides, **options)


@pytest.mark.parametrize(
    ("dialect", "name"), [(d, name) for d in DIALECTS for name in KEPT[d in OURS]]
)
def test_the_sql_in_use_is_what_the_expressions_compile_to(name: str, dialect: str) -> None:
    """To renew: ``python -m detente.relations.expressions tests/golden/sql``, and review it."""
    golden = Path(__file__).parents[1] / "golden" / "sql"
    kept = sql_file(name, dialect) if dialect in OURS else sql_file(name, dialect, folder=golden)
    assert kept.read_text("utf-8") == compiled(name, dialect)


def test_a_timeline_needs_no_ibis() -> None:
    code = (
        "import sys, tempfile, detente.store, detente.relations\n"
        "with tempfile.TemporaryDirectory() as d, detente.store.open_store(d + '/a.duckdb') as s:\n"
        "    detente.relations.dyad_weeks(s, 'RUS', 'TUR')\n"
        "print([m for m in sys.modules if m.startswith('ibis')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_publisher_can_be_left_out(store: Store) -> None:
    """`without` takes out what one publisher tells, and what others tell too stays."""
    both = make_event("ACCUSE", "RUS", "TUR", day=DAY)
    alone = make_event("SANCTION", "TUR", "RUS", day=DAY)
    for name, source, events in (("d1", "Herald", (both, alone)), ("d2", "Post", (both,))):
        reading = make_reading(name, "2016-12-22", *events)
        store.add(replace(reading, document=replace(reading.document, source=source)))
    (week,) = dyad_weeks(store, "RUS", "TUR")
    assert (week.events, week.reports) == (2, 3)
    (week,) = dyad_weeks(store, "RUS", "TUR", without="Herald")
    assert week.counts == {"RUS>TUR:3": 1}
    assert week.reports == 1
    assert dyad_weeks(store, "RUS", "TUR", without="texts") == []


def test_many_dyads_in_one_question_are_each_as_asked_alone(store: Store) -> None:
    store.add_all([synthetic_reading(n) for n in range(400)])
    pairs = [("TUR", "RUS"), ("RUS", "USA"), ("PRT", "ISL"), ("RUS", "NATO"), ("RUS", "TUR")]
    for as_of in (None, "2015-06-01"):
        found = acts_of(store, pairs, as_of=as_of)
        assert list(found) == ["RUS-TUR", "RUS-USA", "ISL-PRT", "NATO-RUS"]
        assert len(found["RUS-TUR"]) > 20
        for dyad, acts in found.items():
            a, b = dyad.split("-")
            assert acts.records == dyad_acts(store, a, b, as_of=as_of).records
            day = None if as_of is None else date.fromisoformat(as_of)
            assert history_of(dyad, acts, as_of=day).weeks == dyad_weeks(store, a, b, as_of=as_of)


def test_weeks_add_up_what_the_acts_tell_one_by_one(store: Store) -> None:
    """The weeks are derived from the acts; here they are counted again, act by act."""
    store.add_all([synthetic_reading(n) for n in range(300)])
    acts = dyad_acts(store, "RUS", "TUR")
    weeks = {w.week: w for w in dyad_history(store, "RUS", "TUR").weeks}
    told: dict[str, list[tuple[str, str, float, int]]] = defaultdict(list)
    for act in acts:
        monday = (act.day - timedelta(days=act.day.weekday())).isoformat()
        told[monday].append((f"{act.direction}:{act.quad_class}", act.event_id, act.score,
                             act.reports))  # fmt: skip
    assert sum(len(found) for found in told.values()) == len(acts) > 30
    for monday, found in told.items():
        week = weeks[monday]
        own = [one for one in found if not one[0].startswith("*")]
        assert week.counts == {key: [k for k, *_ in found].count(key) for key, *_ in found}
        assert sorted(week.event_ids) == sorted(one[1] for one in own)
        assert week.score_sum == pytest.approx(sum(one[2] for one in own))
        assert (week.events, week.reports) == (len(own), sum(one[3] for one in own))
