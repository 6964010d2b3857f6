"""What to watch: a TOML file, checked key by key.

What comes in: the path of a file. What goes out: a `WatchConfig`, or `BadDataFile` that names
file, line and remedy. Paths in the file are meant from where it lies, so that a service manager
may start the watch from anywhere.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.errors import AddressRefused, BadDataFile, UnknownState
from detente.feeds import Limits, target_of
from detente.store import is_url

KINDS = ("rupture", "escalation", "repair", "third-party")
SHORTEST_SECONDS = 60
_SPAN = re.compile(r"(\d+)\s*(s|m|h|d)")
_UNIT = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """A feed, folder or list of addresses that is watched.

    ``kind``: feed, folder or urls; ``where``: address or path; ``text``: ``page`` to fetch the
    page of each entry, ``feed`` to take the feed's own text.
    """

    kind: str
    name: str
    where: str
    interval_seconds: int
    text: str = "page"


@dataclass(frozen=True, slots=True)
class AlertConfig:
    """Which shocks of which dyads are told, and to whom.

    A sink is ``file:PATH``, ``webhook:URL`` or ``command:NAME``.
    """

    name: str
    dyads: tuple[tuple[str, str], ...]
    on: tuple[str, ...]
    within_days: int
    file: Path | None
    webhook: str | None
    command: tuple[str, ...]

    @property
    def sinks(self) -> tuple[str, ...]:
        """Where its alerts go, in words that stay the same."""
        file = (f"file:{self.file}",) if self.file else ()
        webhook = (f"webhook:{self.webhook}",) if self.webhook else ()
        command = (f"command:{self.name}",) if self.command else ()
        return (*file, *webhook, *command)


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """Everything of a watch file; ``store`` None leaves the choice to the settings."""

    name: str
    file: Path
    store: str | Path | None
    pages: Path
    log: Path
    contact: str | None
    parallel: int
    robots: bool
    allow_private: bool
    limits: Limits
    sources: tuple[SourceConfig, ...]
    alerts: tuple[AlertConfig, ...] = field(default=())


_KEYS: dict[str, dict[str, tuple[type, ...]]] = {
    "watch": {
        "name": (str,), "store": (str,), "interval": (str, int), "pages": (str,), "log": (str,),
        "contact": (str,),
    },
    "client": {
        "max_bytes": (int,), "total_seconds": (int, float), "step_seconds": (int, float),
        "redirects": (int,), "retries": (int,), "delay_seconds": (int, float),
        "parallel": (int,), "robots": (bool,), "allow_private": (bool,),
    },
    "feed": {"name": (str,), "url": (str,), "interval": (str, int), "text": (str,)},
    "folder": {"name": (str,), "path": (str,), "interval": (str, int)},
    "urls": {"name": (str,), "file": (str,), "interval": (str, int)},
    "alert": {
        "name": (str,), "dyads": (list,), "on": (list,), "within_days": (int,), "file": (str,),
        "webhook": (str,), "command": (list,),
    },
}  # fmt: skip
_LISTED = ("feed", "folder", "urls", "alert")
EXAMPLE = '[[feed]]\nname = "press"\nurl = "https://press.example/feed.xml"'


class _Table:
    """One table of the file, able to say where in it something stands."""

    def __init__(self, reader: _Reader, section: str, number: int, values: Mapping[str, Any]):
        self.reader, self.section, self.number, self.values = reader, section, number, values

    def bad(self, message: str, *, key: str | None = None, hint: str | None = None) -> BadDataFile:
        line = self.reader.line(self.section, self.number, key)
        return BadDataFile(message, file=self.reader.file, line=line, hint=hint)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if value is None or not str(value).strip():
            what = "is missing" if value is None else "is empty"
            raise self.bad(
                f"[{self.section}]: {key} {what}",
                key=key,
                hint=f"for instance:\n{EXAMPLE}" if self.section == "feed" else None,
            )
        return str(value)

    def seconds(self, key: str, default: int) -> int:
        value = self.values.get(key)
        if value is None:
            return default
        found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
        seconds = int(found[1]) * _UNIT[found[2]] if found else value
        if not isinstance(seconds, int) or not SHORTEST_SECONDS <= seconds <= 30 * 86_400:
            raise self.bad(
                f"{key} = {value!r} is no span from a minute to 30 days",
                key=key,
                hint='write "15m", "2h" or "1d"',
            )
        return seconds

    def number_in(self, key: str, default: float, low: float, high: float) -> float:
        value = self.values.get(key, default)
        if not low <= value <= high:
            raise self.bad(
                f"{key} = {value!r} is out of range; allowed is {low:g} to {high:g}", key=key
            )
        return float(value)

    def path(self, key: str, default: str | None = None) -> Path:
        return self.reader.folder / Path(self.text(key, default)).expanduser()

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = str(self.values.get(key, allowed[0]))
        if value not in allowed:
            raise self.bad(f"{key} = {value!r} is not one of {', '.join(allowed)}", key=key)
        return value

    def address(self, key: str) -> str:
        url = self.text(key)
        try:
            target_of(url)
        except AddressRefused as error:
            raise self.bad(f"{key}: {error.message}", key=key, hint=error.hint) from None
        return url

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self.values.get(key, default)
        if not value or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.bad(f"{key} must be a list of texts that is not empty", key=key)
        return tuple(value)


class _Reader:
    """The text of the file beside its tables."""

    def __init__(self, path: Path, text: str) -> None:
        self.file, self.folder, self._lines = str(path), path.parent, text.splitlines()

    def line(self, section: str, number: int, key: str | None) -> int | None:
        """The line of a key of the nth table of a name; of its head if the key is not there."""
        head = re.compile(rf"\s*\[\[?\s*{re.escape(section)}\s*\]\]?")
        starts = [i for i, line in enumerate(self._lines) if head.match(line)]
        if number >= len(starts):
            return None
        start = starts[number]
        for i in range(start + 1, len(self._lines)):
            if re.match(r"\s*\[", self._lines[i]):
                break
            if key is not None and re.match(
                rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self._lines[i]
            ):
                return i + 1
        return start + 1


def load_watch(path: str | Path) -> WatchConfig:
    """The watch that a TOML file describes.

    Raises
    ------
    BadDataFile
        The file cannot be read or does not hold up; the message names line and remedy.
    """
    where = Path(path)
    try:
        text = where.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except OSError as error:
        raise BadDataFile(
            f"the watch file cannot be read: {error.strerror or error}",
            file=str(where),
            hint="docs/watching.md shows one to start from",
        ) from None
    except UnicodeDecodeError:
        raise BadDataFile("the watch file is not UTF-8 text", file=str(where)) from None
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        raise BadDataFile(
            f"not valid TOML: {_AT_LINE.sub('', str(error)).strip()}",
            file=str(where),
            line=int(at[1]) if at else None,
            hint='texts stand in quotes: name = "press"',
        ) from None
    tables = _tables(_Reader(where.resolve(), text), found)
    return _config(where.resolve(), tables)


def _tables(reader: _Reader, found: Mapping[str, Any]) -> dict[str, list[_Table]]:
    """The tables of the file by section, every key known and of its kind."""
    out: dict[str, list[_Table]] = {section: [] for section in _KEYS}
    for section, value in found.items():
        if section not in _KEYS:
            near = difflib.get_close_matches(section, _KEYS, n=1)
            raise BadDataFile(
                f"unknown section or key {section!r}",
                file=reader.file,
                line=reader.line(section, 0, None),
                hint=f"did you mean [{near[0]}]?" if near else f"known are {', '.join(_KEYS)}",
            )
        listed = section in _LISTED
        fits = isinstance(value, list if listed else dict)
        if not fits or (listed and not all(isinstance(v, dict) for v in value)):
            raise BadDataFile(
                f"[{section}] is written the wrong way",
                file=reader.file,
                line=reader.line(section, 0, None),
                hint=f"write [[{section}]]" if listed else f"write [{section}], once",
            )
        for number, values in enumerate(value if listed else [value]):
            table = _Table(reader, section, number, values)
            _check_keys(table)
            out[section].append(table)
    for section in ("watch", "client"):
        out[section] = out[section] or [_Table(reader, section, 0, {})]
    return out


def _check_keys(table: _Table) -> None:
    known = _KEYS[table.section]
    for key, value in table.values.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise table.bad(f"unknown key {key!r} in [{table.section}]", key=key, hint=hint)
        wrong_truth = isinstance(value, bool) and bool not in known[key]
        if wrong_truth or not isinstance(value, known[key]):
            allowed = " or ".join(kind.__name__ for kind in known[key])
            raise table.bad(
                f"{key} = {value!r} is a {type(value).__name__}, allowed is {allowed}", key=key
            )


def _config(path: Path, tables: Mapping[str, list[_Table]]) -> WatchConfig:
    watch, client = tables["watch"][0], tables["client"][0]
    every = watch.seconds("interval", 900)
    sources = [_feed(t, every) for t in tables["feed"]]
    sources += [_folder(t, every) for t in tables["folder"]]
    sources += [_urls(t, every) for t in tables["urls"]]
    if not sources:
        raise BadDataFile(
            "there is nothing to watch: no [[feed]], [[folder]] or [[urls]]",
            file=str(path),
            hint=f"for instance:\n{EXAMPLE}",
        )
    listed = [t for section in ("feed", "folder", "urls") for t in tables[section]]
    _unique([s.name for s in sources], listed)
    alerts = [_alert(t, n) for n, t in enumerate(tables["alert"], 1)]
    _unique([a.name for a in alerts], tables["alert"])
    name = watch.text("name", path.stem)
    base = Limits()
    return WatchConfig(
        name=name,
        file=path,
        store=_store(watch) if "store" in watch.values else None,
        pages=watch.path("pages", f"{path.stem}-pages"),
        log=watch.path("log", f"{path.stem}.log"),
        contact=watch.text("contact") if "contact" in watch.values else None,
        parallel=int(client.number_in("parallel", 4, 1, 32)),
        robots=bool(client.values.get("robots", True)),
        allow_private=bool(client.values.get("allow_private", False)),
        limits=Limits(
            max_bytes=int(client.number_in("max_bytes", base.max_bytes, 10_000, 100_000_000)),
            total_seconds=client.number_in("total_seconds", base.total_seconds, 0.5, 3600),
            step_seconds=client.number_in("step_seconds", base.step_seconds, 0.1, 600),
            redirects=int(client.number_in("redirects", base.redirects, 0, 20)),
            retries=int(client.number_in("retries", base.retries, 0, 10)),
            delay_seconds=client.number_in("delay_seconds", base.delay_seconds, 0, 3600),
        ),
        sources=tuple(sources),
        alerts=tuple(alerts),
    )


def _store(watch: _Table) -> str | Path:
    named = watch.text("store")
    return named if is_url(named) else watch.path("store")


def _unique(names: list[str], tables: list[_Table]) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise tables[number].bad(
                f"the name {name!r} is used twice",
                key="name",
                hint="names tell what was seen where; give each its own",
            )


def _feed(table: _Table, every: int) -> SourceConfig:
    url = table.address("url")
    name = table.text("name", target_of(url).host)
    text = table.one_of("text", ("page", "feed"))
    return SourceConfig("feed", name, url, table.seconds("interval", every), text)


def _folder(table: _Table, every: int) -> SourceConfig:
    path = table.path("path")
    if not path.is_dir():
        raise table.bad(
            f"there is no folder {path}", key="path", hint="make it, or name another one"
        )
    name = table.text("name", path.name)
    return SourceConfig("folder", name, str(path), table.seconds("interval", every))


def _urls(table: _Table, every: int) -> SourceConfig:
    path = table.path("file")
    if not path.is_file():
        raise table.bad(
            f"there is no file {path}", key="file", hint="a text file with an address a line"
        )
    name = table.text("name", path.name)
    return SourceConfig("urls", name, str(path), table.seconds("interval", every))


def _alert(table: _Table, number: int) -> AlertConfig:
    on = table.texts("on", ("rupture", "escalation", "repair"))
    for kind in on:
        if kind not in KINDS:
            raise table.bad(f"on: {kind!r} is not one of {', '.join(KINDS)}", key="on")
    alert = AlertConfig(
        name=table.text("name", f"alert {number}"),
        dyads=tuple(_dyad(table, written) for written in table.texts("dyads")),
        on=on,
        within_days=int(table.number_in("within_days", 21, 1, 3650)),
        file=table.path("file") if "file" in table.values else None,
        webhook=table.address("webhook") if "webhook" in table.values else None,
        command=table.texts("command") if "command" in table.values else (),
    )
    if not alert.sinks:
        raise table.bad(
            f"the alert {alert.name!r} goes nowhere",
            hint='give it a file, a webhook or a command: file = "alerts.jsonl"',
        )
    return alert


def _dyad(table: _Table, written: str) -> tuple[str, str]:
    from detente.relations import find_side

    one, dash, other = written.partition("-")
    if not dash:
        raise table.bad(
            f"dyads: {written!r} names one side", key="dyads", hint='two codes, such as "RUS-TUR"'
        )
    try:
        a, b = sorted((find_side(one).code, find_side(other).code))
    except UnknownState as error:
        raise table.bad(f"dyads: {error.message}", key="dyads", hint=error.hint) from None
    if a == b:
        raise table.bad(f"dyads: {written!r} has one side twice", key="dyads")
    return a, b
