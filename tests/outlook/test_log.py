"""The log is append-only, chained, scored when the time has come, and shows tampering."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadDataFile
from detente.outlook.log import issue, read_log, settle, track
from detente.records import ModelCard, Outlook

DAY = date(2020, 1, 5)
ONE = Outlook(
    "RUS-TUR", "2020-01-05", 30, 0.2, 0.1, 0.3, 0.1, "rupture-v1", "calm",
    model=ModelCard("m", "1", "2019-12-31", 0.1, 0.02), inputs_digest="abc",
)  # fmt: skip


def filled(path: Path) -> None:
    issue(path, [ONE, replace(ONE, horizon_days=90), replace(ONE, dyad="IND-PAK")], today=DAY)


def test_outlooks_are_issued_once_and_say_where(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    first = issue(log, [ONE], today=DAY)
    again = issue(log, [ONE], today=DAY + timedelta(days=5))
    assert first[0].logged_as == again[0].logged_as is not None
    assert len(read_log(log)) == 1
    moved = issue(log, [replace(ONE, inputs_digest="other")], today=DAY)
    assert moved[0].logged_as != first[0].logged_as
    unsaid = replace(ONE, probability=None, low=None, high=None, dyad="AAA-BBB")
    assert issue(log, [unsaid], today=DAY)[0].logged_as is None
    assert len(read_log(log)) == 2


def test_outlooks_are_scored_only_when_their_horizon_has_passed(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    filled(log)

    def outcome(told: dict[str, Any]) -> bool:
        return bool(told["dyad"] == "IND-PAK")

    assert settle(log, outcome, known_to=DAY + timedelta(days=29), today=DAY) == 0
    assert settle(log, outcome, known_to=DAY + timedelta(days=30), today=DAY) == 2
    assert settle(log, outcome, known_to=DAY + timedelta(days=30), today=DAY) == 0
    record = track(log)
    assert (record.issued, record.scored, record.happened) == (3, 2, 1)
    assert record.brier == pytest.approx((0.2**2 + 0.8**2) / 2)
    assert record.base_brier == pytest.approx((0.1**2 + 0.9**2) / 2)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_changed_character_is_found_out(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    log = tmp_path_factory.mktemp("log") / "log.jsonl"
    filled(log)
    text = log.read_text()
    at = data.draw(st.integers(0, len(text) - 2))
    digit = data.draw(st.sampled_from("0123456789"))
    if text[at] in (digit, "\n"):
        return
    log.write_text(text[:at] + digit + text[at + 1 :])
    with pytest.raises(BadDataFile):
        read_log(log)


def test_removed_and_moved_lines_are_found_out(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    filled(log)
    one, two, three = log.read_text().splitlines()
    for lines in ([two, three], [one, three], [two, one, three], [one, one, two, three]):
        log.write_text("\n".join(lines) + "\n")
        with pytest.raises(BadDataFile, match="line"):
            issue(log, [replace(ONE, dyad="NEW-ONE")], today=DAY)
    log.write_text("")
    assert track(log).issued == 0


def test_an_edited_probability_is_named_by_line(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    filled(log)
    lines = log.read_text().splitlines()
    entry = json.loads(lines[1])
    entry["entry"]["outlook"]["probability"] = 0.01
    lines[1] = json.dumps(entry)
    log.write_text("\n".join(lines) + "\n")
    with pytest.raises(BadDataFile, match="line 2"):
        read_log(log)
