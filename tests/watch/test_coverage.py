"""Gaps in what was seen: when there is one, when it is bridged, what it means for a week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.store import Gap, SourceState, open_store
from detente.watch import Coverage, coverage
from tests.feeds.server import Site
from tests.watch.build import Hands, article, feed, item, put, rss, watching

pytestmark = pytest.mark.usefixtures("engine")


HOUR = 3600.0


def listed(site: Site, *names: str) -> None:
    for name in names:
        site.page(f"/{name}", article(f"Turkey shot at Russia in the matter of {name}."))
    site.page("/feed.xml", rss(*(item(f"/{n}", n) for n in names)))


def gaps_of(hands: Hands, engine: str) -> list[Gap]:
    # On PostgreSQL a watch may be open beside it; in one process DuckDB opens a file one way only.
    with open_store("s.duckdb", read_only=engine == "postgres") as store:
        return list(coverage(store, hands.clock().now()).gaps)


def test_a_feed_that_was_down_leaves_a_gap(site: Site, tmp_path: Path, engine: str) -> None:
    hands = Hands()
    listed(site, "a", "b")
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
        site.page("/feed.xml", "", status=503)
        for _ in range(6):
            hands.pass_(HOUR)
            watch.round()
        (lasting,) = gaps_of(hands, engine)
        assert (lasting.ended, lasting.reason) == (None, "HTTP 503")
        listed(site, "y", "z")  # nothing of before is listed any more
        hands.pass_(20 * HOUR)
        watch.round()
    (gap,) = gaps_of(hands, engine)
    assert gap.ended is not None
    assert gap.ended - gap.started == timedelta(hours=26)
    assert (gap.reason, gap.bridged) == ("HTTP 503", False)


def test_a_gap_is_bridged_where_the_feed_still_lists_what_was_newest(
    site: Site, tmp_path: Path, engine: str
) -> None:
    hands = Hands()
    listed(site, "b", "a")
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
    hands.pass_(30 * HOUR)  # the machine was off
    listed(site, "d", "c", "b")
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
    (gap,) = gaps_of(hands, engine)
    assert (gap.reason, gap.bridged) == ("not watched", True)


def test_an_old_entry_that_stays_on_top_bridges_nothing(
    site: Site, tmp_path: Path, engine: str
) -> None:
    hands = Hands()
    listed(site, "pinned")
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
        listed(site, "pinned", "newer")
        hands.pass_(HOUR / 2)
        watch.round()
        listed(site, "pinned", "much-newer")
        hands.pass_(50 * HOUR)
        watch.round()
    (gap,) = gaps_of(hands, engine)
    assert not gap.bridged


def test_a_watch_that_looks_in_time_has_no_gap(site: Site, tmp_path: Path, engine: str) -> None:
    hands = Hands()
    listed(site, "a")
    with watching(put(tmp_path, feed(site)), hands) as watch:
        for _ in range(5):
            watch.round()
            hands.pass_(900)
    assert gaps_of(hands, engine) == []


def test_a_clock_that_jumps_makes_no_gap_and_loses_nothing(
    site: Site, tmp_path: Path, engine: str
) -> None:
    hands = Hands()
    listed(site, "a")
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
        hands.run += 900
        hands.wall += 3 * 86_400  # set forward by three days
        listed(site, "b", "a")
        assert watch.round().documents == 1
        hands.run += 900
        hands.wall -= 3 * 86_400  # and back
        listed(site, "c", "b")
        assert watch.round().documents == 1
        hands.pass_(900)
        assert watch.round().looked == 1
    assert gaps_of(hands, engine) == []
    log = (tmp_path / "w.log").read_text()
    assert "the clock was set forward by 2 days, 23:45:00" in log or "set forward by 3 days" in log
    assert "the clock was set back" in log


def test_a_machine_that_slept_has_a_gap(site: Site, tmp_path: Path, engine: str) -> None:
    """The clock that nobody sets goes on in sleep, so that sleep is not taken for a set clock."""
    hands = Hands()
    listed(site, "a")
    with watching(put(tmp_path, feed(site)), hands) as watch:
        watch.round()
        listed(site, "z")
        hands.pass_(40 * HOUR)
        watch.round()
    (gap,) = gaps_of(hands, engine)
    assert not gap.bridged


def test_a_clock_that_servers_agree_is_wrong_takes_nothing(site: Site, tmp_path: Path) -> None:
    hands = Hands()
    right = datetime.fromtimestamp(hands.wall, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    listed(site, "a")
    site.page("/feed.xml", rss(item("/a", "a")), Date=right)
    other = feed(site, name="other").replace("127.0.0.1", "localhost")
    path = put(tmp_path, feed(site), other)
    hands.wall -= 400 * 86_400
    with (
        watching(path, hands) as watch,
        pytest.raises(DetenteError, match=r"clock is (400 days, 0:0|399 days, 23:5)\S+ behind"),
    ):
        watch.round()
    hands.wall += 400 * 86_400
    with watching(path, hands) as watch:
        assert watch.round().documents == 1


def test_folders_have_no_gaps(tmp_path: Path, engine: str) -> None:
    (tmp_path / "in").mkdir()
    hands = Hands()
    path = put(tmp_path, '[[folder]]\npath = "in"\n')
    with watching(path, hands) as watch:
        watch.round()
    hands.pass_(90 * 86_400)
    with watching(path, hands) as watch:
        watch.round()
    assert gaps_of(hands, engine) == []


# --- weeks --------------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 2)


def source(name: str, since: datetime, retired: datetime | None = None) -> SourceState:
    return SourceState("w", name, "feed", "u", 900, since, retired=retired)


def test_a_week_in_a_gap_is_unknown_and_one_that_was_watched_is_known() -> None:
    sources = (source("a", MONDAY),)
    gap = Gap("w", "a", MONDAY + timedelta(days=7), MONDAY + timedelta(days=14), "down")
    seen = Coverage(sources, (gap,), MONDAY + timedelta(days=30))
    shares = [seen.week((MONDAY + timedelta(days=7 * n)).date()).share for n in range(-1, 4)]
    assert shares == [None, 1.0, 0.0, 1.0, 1.0]
    unknown = seen.weeks_unknown([date(2026, 11, 2), date(2026, 11, 9), date(2026, 10, 26)])
    assert [w.week for w in unknown] == ["2026-11-09"]


def test_a_bridged_gap_takes_nothing_away() -> None:
    gap = Gap("w", "a", MONDAY, MONDAY + timedelta(days=7), "down", bridged=True)
    seen = Coverage((source("a", MONDAY),), (gap,), MONDAY + timedelta(days=30))
    assert seen.week(MONDAY.date()).known


def test_one_of_two_feeds_down_for_half_a_week_is_a_quarter() -> None:
    gap = Gap("w", "a", MONDAY, MONDAY + timedelta(days=3.5), "down")
    sources = (source("a", MONDAY), source("b", MONDAY))
    assert Coverage(sources, (gap,), MONDAY + timedelta(days=30)).week(MONDAY.date()).share == 0.75


@given(
    st.lists(st.tuples(st.floats(0, 40), st.floats(0, 20)), max_size=5),
    st.floats(0, 20),
    st.floats(0, 60),
)
def test_a_share_is_a_share(found: list[tuple[float, float]], since: float, now: float) -> None:
    start = MONDAY + timedelta(days=since)
    gaps = tuple(
        Gap("w", "a", MONDAY + timedelta(days=a), MONDAY + timedelta(days=a + b), "down")
        for a, b in found
    )
    seen = Coverage((source("a", start),), gaps, MONDAY + timedelta(days=now))
    for n in range(10):
        share = seen.week((MONDAY + timedelta(days=7 * n)).date()).share
        assert share is None or 0.0 <= share <= 1.0
