"""The picture says what the desk holds: nothing for unknown weeks, labels for shocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.brief.charts.drawn import QUAD_COLOURS
from detente.brief.charts.timeline import draw, save
from detente.brief.desk import Desk
from detente.errors import BadSetting
from tests.brief.synthetic import desk, weeks


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    made: dict[str, Any] = draw(desk(), width=800).to_dict()
    return made


def walk(node: Any) -> list[dict[str, Any]]:
    """Every JSON object in a specification."""
    if isinstance(node, dict):
        return [node, *(d for value in node.values() for d in walk(value))]
    if isinstance(node, list):
        return [d for value in node for d in walk(value)]
    return []


def level_values(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The data of the level line."""
    return next(rows for rows in spec["datasets"].values() if rows and "level" in rows[0])


def test_a_week_without_reports_has_no_level_and_is_never_zero(spec: dict[str, Any]) -> None:
    unknown = {w.week for w in weeks() if not w.reports}
    assert unknown
    drawn = level_values(spec)
    assert {row["week"] for row in drawn} == {w.week for w in weeks()} - unknown
    assert all(row["level"] != 0 for row in drawn)


def test_the_line_breaks_where_weeks_are_unknown(spec: dict[str, Any]) -> None:
    runs = [row["run"] for row in level_values(spec)]
    gaps = sum(1 for w in weeks() if not w.reports)
    assert len(set(runs)) == gaps + 1


def test_unknown_weeks_are_hatched(spec: dict[str, Any]) -> None:
    hatch = [d for d in walk(spec) if isinstance(d.get("mark"), dict)
             and d["mark"].get("shape") == "M-1,1L1,-1"]  # fmt: skip
    assert len(hatch) == 1
    strokes = spec["datasets"][hatch[0]["data"]["name"]]
    assert len(strokes) == sum(1 for w in weeks() if not w.reports)


def test_shocks_and_violence_by_others_are_labelled_in_the_texts_words(
    spec: dict[str, Any],
) -> None:
    texts = {d["mark"]["text"] for d in walk(spec) if "text" in (d.get("mark") or ())}
    assert {"Jets shot down a bomber of Russia", "Ankara apologised to Moscow"} <= texts
    assert "Policemen murdered an envoy of Russia" in texts
    assert {"24 Nov 2015 · rupture", "10 Feb 2016 · repair", "2 Mar 2016 · by others"} <= texts


def test_every_quad_class_has_a_lane_of_its_own_colour(spec: dict[str, Any]) -> None:
    colours = [d["color"] for d in walk(spec) if d.get("color") in QUAD_COLOURS.values()
               and d.get("type") == "rect"]  # fmt: skip
    assert sorted(colours) == sorted(QUAD_COLOURS.values())


def test_violence_by_others_is_counted_in_no_lane(spec: dict[str, Any]) -> None:
    assert any("*>RUS:4" in w.counts for w in weeks())
    lanes = [rows for rows in spec["datasets"].values() if rows and "count" in rows[0]]
    assert lanes
    assert "2016-02-29" not in {row["week"] for rows in lanes for row in rows}


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_cooperation_and_conflict_differ_in_grey_print() -> None:
    assert abs(luminance(QUAD_COLOURS[1]) - luminance(QUAD_COLOURS[2])) > 0.1
    assert abs(luminance(QUAD_COLOURS[3]) - luminance(QUAD_COLOURS[4])) > 0.1


@pytest.mark.parametrize("suffix", [".svg", ".png", ".html"])
def test_the_same_desk_is_drawn_to_a_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"desk{suffix}"
    save(desk(), path, width=600, png_scale=1.0)
    data = path.read_bytes()
    if suffix == ".png":
        assert data.startswith(b"\x89PNG")
    else:
        assert b"Ankara apologised to Moscow" in data
    if suffix == ".html":
        assert b"https://cdn" not in data, "the page must need no network"


def test_other_suffixes_and_empty_desks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"\.gif"):
        save(desk(), tmp_path / "desk.gif", width=600, png_scale=1.0)
    with pytest.raises(BadSetting, match="no weeks"):
        draw(Desk("RUS-TUR", (), (), {}), width=600)
