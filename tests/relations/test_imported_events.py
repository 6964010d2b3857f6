"""Imported event data in a dyad's weeks: beside texts, alone, and as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.imports import build

from detente.imports import import_files
from detente.relations import dyad_weeks
from detente.store import Store, open_store
from strategies import make_event, make_reading

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The jet shot down as two GDELT rows of one day, an apology of ICEWS, one text."""
    gdelt = build.put(
        tmp_path / "g.csv",
        build.gdelt(),
        build.gdelt(GLOBALEVENTID="1002", NumArticles="2", EventCode="195"),
        build.gdelt(GLOBALEVENTID="1003", Actor1Code="TUR", Actor1Type1Code="", EventCode="010",
                    EventRootCode="01", QuadClass="1", GoldsteinScale="0"),
        build.gdelt(GLOBALEVENTID="1004", Actor1Code="TURREB", Actor1Type1Code="REB"),
        build.gdelt(GLOBALEVENTID="1005", Actor2CountryCode="SYR"),
    )  # fmt: skip
    icews = build.put(tmp_path / "i.tab", build.ICEWS_HEADER, build.icews())
    with open_store(tmp_path / "s.duckdb") as opened:
        assert len(list(import_files(opened, [gdelt, icews]))) == 2
        opened.add(
            make_reading(
                "d", "2015-11-25", make_event("ASSAULT", "TUR/MIL", "RUS", day="2015-11-24")
            )
        )
        yield opened


def found(store: Store, **options: str) -> dict[str, tuple[dict[str, int], int]]:
    weeks = dyad_weeks(store, "TUR", "RUS", **options)
    return {w.week: (w.counts, w.reports) for w in weeks if w.counts}


def test_one_act_told_by_three_sources_is_one_event(store: Store) -> None:
    assert found(store) == {
        "2015-11-23": ({"TUR>RUS:4": 1, "TUR>RUS:1": 1, "*>RUS:4": 1}, 18 + 2 + 1 + 18),
        "2016-06-27": ({"TUR>RUS:1": 1}, 1),
    }


def test_each_origin_alone(store: Store) -> None:
    assert found(store, dataset="texts") == {"2015-11-23": ({"TUR>RUS:4": 1}, 1)}
    assert found(store, dataset="icews") == {"2016-06-27": ({"TUR>RUS:1": 1}, 1)}
    assert set(found(store, dataset="gdelt")) == {"2015-11-23"}
    assert found(store, dataset="acled") == {}


def test_nothing_published_later_enters(store: Store) -> None:
    assert found(store, as_of="2015-11-24") == {}
    assert set(found(store, as_of="2016-06-26")) == {"2015-11-23"}


def test_ids_name_their_source(store: Store) -> None:
    (week, *_) = dyad_weeks(store, "RUS", "TUR", dataset="icews")
    assert week.event_ids == ("icews:500@2016-06-27",)
