"""Watch files: what they mean, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import BadDataFile
from detente.watch import load_watch

GOOD = """\
[watch]
name = "black sea"
store = "news.duckdb"
interval = "10m"
contact = "desk@example.org"

[client]
delay_seconds = 2

[[feed]]
name = "press"
url = "https://press.example/feed.xml"

[[feed]]
url = "https://other.example/atom"
interval = "1h"
text = "feed"

[[folder]]
path = "in"

[[urls]]
file = "urls.txt"

[[alert]]
name = "ankara"
dyads = ["TUR-RUS", "NATO-RUS"]
on = ["rupture"]
file = "alerts.jsonl"
command = ["sendmail", "-t"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "urls.txt").write_text("")
    return tmp_path


def load(folder: Path, text: str) -> object:
    path = folder / "w.toml"
    path.write_text(text)
    return load_watch(path)


def test_a_whole_file(folder: Path) -> None:
    (folder / "w.toml").write_text(GOOD)
    config = load_watch(folder / "w.toml")
    assert (config.name, config.store) == ("black sea", folder / "news.duckdb")
    assert [(s.kind, s.name, s.interval_seconds, s.text) for s in config.sources] == [
        ("feed", "press", 600, "page"), ("feed", "other.example", 3600, "feed"),
        ("folder", "in", 600, "page"), ("urls", "urls.txt", 600, "page"),
    ]  # fmt: skip
    (alert,) = config.alerts
    assert alert.dyads == (("RUS", "TUR"), ("NATO", "RUS"))
    assert alert.sinks == (f"file:{folder / 'alerts.jsonl'}", "command:ankara")
    assert (config.limits.delay_seconds, config.allow_private, config.robots) == (2.0, False, True)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('interval = "10m"', 'interval = "often"', 4, r"no span .*\nhint: write \"15m\""),
        ('interval = "10m"', "interval = 5", 4, "no span from a minute"),
        ('contact = "desk@example.org"', 'contract = "x"', 5, "did you mean 'contact'"),
        ("[client]", "[cleint]", 7, r"did you mean \[client\]"),
        ("delay_seconds = 2", "delay_seconds = -1", 8, "allowed is 0 to 3600"),
        ("delay_seconds = 2", 'delay_seconds = "2"', 8, "is a str, allowed is int or float"),
        ("delay_seconds = 2", "delay_seconds = true", 8, "is a bool, allowed is int or float"),
        ('url = "https://press.example/feed.xml"', "", 10, r"url is missing\nhint: for instance"),
        ("https://other.example/atom", "ftp://other.example", 15, "only http and https"),
        ("https://other.example/atom", "http://0x7f.1/", 15, "number in an unusual form"),
        ('text = "feed"', 'text = "both"', 17, "not one of page, feed"),
        ('path = "in"', 'path = "out"', 20, r"no folder .*\nhint: make it"),
        ('file = "urls.txt"', 'file = "u.txt"', 23, "no file "),
        ('"TUR-RUS"', '"TUR"', 27, "names one side"),
        ('"TUR-RUS"', '"TUR-XYZ"', 27, "'XYZ' is no state, bloc"),
        ('"TUR-RUS"', '"RUS-Russia"', 27, "one side twice"),
        ('on = ["rupture"]', 'on = ["war"]', 28, "'war' is not one of rupture"),
        ('file = "alerts.jsonl"\ncommand = ["sendmail", "-t"]', "", 25, r"goes nowhere\nhint"),
        ('["sendmail", "-t"]', "[]", 30, "list of texts"),
        ("[[folder]]", "[folder]", 19, r"write \[\[folder\]\]"),
        ('interval = "1h"', 'name = "press"', 16, "name 'press' is used twice"),
        ('interval = "1h"', "interval = 1h", 16, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    folder: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(BadDataFile, match=f"w.toml, line {line}: ") as caught:
        load(folder, GOOD.replace(old, new, 1))
    assert __import__("re").search(said, str(caught.value)), str(caught.value)


def test_nothing_to_watch_no_file_no_text(folder: Path) -> None:
    with pytest.raises(BadDataFile, match="nothing to watch"):
        load(folder, "[watch]\nname = 'x'\n")
    with pytest.raises(BadDataFile, match="No such file"):
        load_watch(folder / "none.toml")
    (folder / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadDataFile, match="not UTF-8"):
        load_watch(folder / "b.toml")
