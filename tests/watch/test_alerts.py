"""Alerts: what makes one, where it goes, and that it goes there once."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from detente.store import open_store
from tests.feeds.server import Site
from tests.watch.build import Hands, article, feed, item, put, rss, watching

pytestmark = pytest.mark.usefixtures("engine")


DAY = 86_400.0
ALERT = """
[[alert]]
name = "ankara"
dyads = ["RUS-TUR"]
"""


@pytest.fixture
def peace(site: Site, tmp_path: Path) -> Site:
    """A feed that told of meetings, week after week, and then of a shooting."""
    folder = tmp_path / "before"
    folder.mkdir()
    lines = []
    for week in range(20):
        day = f"2026-{6 + week // 4:02d}-{1 + 7 * (week % 4):02d}"
        lines.append(json.dumps({"text": f"Russia met Turkey in round {week}.", "date": day}))
    path = folder / "chronicle.jsonl"
    path.write_text("\n".join(lines))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    site.page("/feed.xml", rss())
    return site


def war(site: Site) -> None:
    """The feed tells of a rupture."""
    text = " ".join(f"Turkey shot at Russia at place {n}." for n in range(3))
    for n in range(3):
        site.page(f"/w{n}", article(f"Report {n}. {text} Russia recalled its envoy from Turkey."))
    days = ("Tue, 24 Nov 2026", "Wed, 25 Nov 2026", "Thu, 26 Nov 2026")
    entries = [item(f"/w{n}", f"w{n}", f"{d} 10:00:00 GMT") for n, d in enumerate(days)]
    site.page("/feed.xml", rss(*entries))


def file_with(site: Site, tmp_path: Path, *sinks: str) -> Path:
    return put(tmp_path, feed(site), '[[folder]]\npath = "before"\n', ALERT, *sinks)


def test_a_rupture_is_told_once_with_its_evidence(peace: Site, tmp_path: Path) -> None:
    hands = Hands()
    path = file_with(peace, tmp_path, 'file = "alerts.jsonl"\n')
    told = tmp_path / "alerts.jsonl"
    with watching(path, hands) as watch:
        assert watch.round().alerts == 0
        assert not told.exists()
        war(peace)
        hands.pass_(1000)
        assert watch.round().alerts == 1
        hands.pass_(1000)
        assert watch.round().alerts == 0
    with watching(path, hands) as watch:  # another process
        assert watch.round(everything=True).alerts == 0
    (alert,) = [json.loads(line) for line in told.read_text().splitlines()]
    assert (alert["dyad"], alert["shock"], alert["week"]) == ("RUS-TUR", "rupture", "2026-11-23")
    assert alert["evidence"]
    with open_store("s.duckdb") as store:
        for cited in alert["evidence"]:
            document = store.document(cited["doc_id"])
            assert document is not None
            assert document.text[cited["start"] : cited["end"]] == cited["text"]
            assert cited["url"] == document.url
            assert cited["text"] in article(document.text)


def test_old_shocks_of_a_chronicle_are_no_news(peace: Site, tmp_path: Path) -> None:
    hands = Hands()
    hands.pass_(200 * DAY)
    war(peace)
    path = file_with(peace, tmp_path, 'file = "alerts.jsonl"\n')
    with watching(path, hands) as watch:
        assert watch.round().alerts == 0


def test_a_webhook_gets_it_and_gets_it_later_if_it_was_ill(peace: Site, tmp_path: Path) -> None:
    hands = Hands()
    peace.post_status.extend([500, 500])
    war(peace)
    path = file_with(peace, tmp_path, f'webhook = "{peace.url}/hook"\n')
    with watching(path, hands) as watch:
        assert watch.round().alerts == 1
        assert len(peace.posted) == 1
        watch.round(everything=True)
        assert len(peace.posted) == 1  # not so soon
        for _ in range(4):
            hands.pass_(1000)
            watch.round()
    assert len(peace.posted) == 3
    bodies = {body for _, _, body in peace.posted}
    keys = {headers["Idempotency-Key"] for _, headers, _ in peace.posted}
    assert (len(bodies), len(keys)) == (1, 1)
    assert json.loads(bodies.pop())["id"] == keys.pop()


def test_a_command_gets_it_on_its_standard_input(peace: Site, tmp_path: Path) -> None:
    script = tmp_path / "mail.py"
    script.write_text(
        "import sys, os\n"
        "open('mail.txt', 'a').write(os.environ['DETENTE_ALERT_ID'] + '\\n' + sys.stdin.read())\n"
    )
    war(peace)
    path = file_with(peace, tmp_path, f'command = ["{sys.executable}", "{script}"]\n')
    with watching(path) as watch:
        watch.round()
        watch.round(everything=True)
    mail = (tmp_path / "mail.txt").read_text().splitlines()
    assert mail[1] == "Subject: detente: RUS-TUR: rupture in the week of 2026-11-23"
    assert sum("Subject:" in line for line in mail) == 1
    assert any(line.startswith("- Report 0. Turkey shot at Russia") or "shot at Russia" in line
               for line in mail)  # fmt: skip


def test_a_command_that_fails_is_told_and_tried_again(peace: Site, tmp_path: Path) -> None:
    war(peace)
    hands = Hands()
    path = file_with(peace, tmp_path, 'command = ["false"]\n')
    with watching(path, hands) as watch:
        watch.round()
        hands.pass_(1000)
        watch.round()
    assert "running false: it ended with 1" in (tmp_path / "w.log").read_text()
    with open_store("s.duckdb") as store:
        rows = store.query("SELECT state, tries FROM alert_sends")
    assert rows == [("pending", 2)]


@pytest.mark.parametrize("when", ["made", "sending", "sent and not noted"])
def test_a_machine_that_went_off_in_between_tells_it_once(
    peace: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Between writing the alert, sending it, and noting that it was sent."""
    war(peace)
    path = file_with(peace, tmp_path, 'file = "alerts.jsonl"\n')

    class Off(BaseException):
        pass

    def off(alerts: object, due: object, now: object) -> None:
        raise Off

    if when == "sent and not noted":
        with watching(path) as watch:
            watch.round()
        with open_store("s.duckdb") as store:
            store._con.execute("UPDATE alert_sends SET state = 'sending', sent = NULL, tries = 0")
    else:
        sending = when == "sending"
        target = "watch.rounds.send_one" if sending else "store.watching.WatchState.due"
        with watching(path) as watch, monkeypatch.context() as patch:
            patch.setattr(f"detente.{target}", off if sending else lambda *a: off(0, 0, 0))
            with pytest.raises(Off):
                watch.round()
    with watching(path) as watch:
        watch.round(everything=True)
        watch.round(everything=True)
    lines = (tmp_path / "alerts.jsonl").read_text().splitlines()
    assert len(lines) == 1
    with open_store("s.duckdb") as store:
        assert store.query("SELECT state FROM alert_sends") == [("sent",)]


def test_a_line_cut_off_by_a_full_disk_does_not_swallow_the_next(
    peace: Site, tmp_path: Path
) -> None:
    told = tmp_path / "alerts.jsonl"
    told.write_text('{"id": "half')
    war(peace)
    with watching(file_with(peace, tmp_path, 'file = "alerts.jsonl"\n')) as watch:
        watch.round()
    half, whole = told.read_text().splitlines()
    assert half == '{"id": "half'
    assert json.loads(whole)["dyad"] == "RUS-TUR"


def test_a_sink_that_the_file_no_longer_has_is_given_up(peace: Site, tmp_path: Path) -> None:
    war(peace)
    with watching(file_with(peace, tmp_path, 'command = ["false"]\n')) as watch:
        watch.round()
        watch.config = replace(watch.config, alerts=(replace(watch.config.alerts[0], command=()),))
    hands = Hands()
    hands.pass_(1000)
    with watching(file_with(peace, tmp_path, 'file = "alerts.jsonl"\n'), hands) as watch:
        watch.round(everything=True)
    with open_store("s.duckdb") as store:
        rows = store.query("SELECT sink, state FROM alert_sends")
    assert rows == [("command:ankara", "given up")]
