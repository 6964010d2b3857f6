"""GDELT's public files: which there are, where, and with which checksums.

What comes in: the address of the public server, of a mirror, or a folder laid out like them; two
days. What goes out: the files of that time with size and MD5, and each file on this disk, whole and
checked, or why it cannot be had. What stands in them is for ``imports`` to read.

The layouts are those of http://data.gdeltproject.org/documentation (GDELT Event Codebook 2.0, 1.0):
``gdeltv2/masterfilelist.txt`` has a line ``size md5 address`` for each file of each quarter of an
hour, ``masterfilelist-translation.txt`` the same of what was translated; ``events/md5sums`` has
``md5  name`` for each day of version 1.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath

from detente.errors import BadSetting, FetchFailed, OutputUnusable
from detente.feeds.client import Client

PUBLIC = "http://data.gdeltproject.org"
LIST_BYTES = 2_000_000_000
"""The list of all files: some 150 MB after ten years, growing; only the lines wanted are held."""
FILE_BYTES = 500_000_000
LIST_SECONDS = 3_600.0
FILE_SECONDS = 1_800.0
QUARTER = timedelta(minutes=15)
MISPLACED = "quarantine"


@dataclass(frozen=True, slots=True)
class Layout:
    """One of GDELT's collections: where its list is, and what its events' files are called."""

    name: str
    title: str
    list_path: str
    folder: str
    pattern: re.Pattern[str]
    first: date
    every: timedelta


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout(
            "gdelt", "GDELT 2.0 events, English", "gdeltv2/masterfilelist.txt", "gdeltv2",
            re.compile(r"(\d{14})\.export\.CSV\.zip", re.IGNORECASE), date(2015, 2, 18), QUARTER,
        ),
        Layout(
            "gdelt-translation", "GDELT 2.0 events, translated",
            "gdeltv2/masterfilelist-translation.txt", "gdeltv2",
            re.compile(r"(\d{14})\.translation\.export\.CSV\.zip", re.IGNORECASE),
            date(2015, 2, 18), QUARTER,
        ),
        Layout(
            "gdelt1", "GDELT 1.0 events, a file a day", "events/md5sums", "events",
            re.compile(r"(\d{8})\.export\.CSV\.zip", re.IGNORECASE), date(2013, 4, 1),
            timedelta(days=1),
        ),
    )
}  # fmt: skip
"""The collections that can be fetched, by name."""


@dataclass(frozen=True, slots=True)
class Remote:
    """One file as the list has it; ``size`` in bytes, None where the list gives none."""

    name: str
    start: datetime
    size: int | None
    md5: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A file of the list that cannot be had whole; ``again`` if it may be had later."""

    remote: Remote
    why: str
    again: bool


class Mirror:
    """A place laid out like GDELT's server: an address or a folder.

    Parameters
    ----------
    where
        ``http://data.gdeltproject.org``, a mirror's address, or a folder.
    folder
        Where files are kept; ``quarantine`` below it takes those that are bad.
    client
        Fetches from an address.
    """

    def __init__(self, where: str, folder: Path, client: Client) -> None:
        self.where = where.rstrip("/")
        self.folder = folder
        self._client = client
        self._remote = bool(re.match(r"[a-z]+://", self.where))
        if not self._remote and not Path(self.where).is_dir():
            raise BadSetting(
                f"the mirror {where!r} is neither an address nor a folder",
                hint=f"{PUBLIC}, or a folder that holds gdeltv2/masterfilelist.txt",
                value=where,
            )

    # --- the list ---------------------------------------------------------------------------

    def listed(self, layout: Layout, first: date, last: date) -> tuple[list[Remote], int]:
        """The files from a day to a day, oldest first, and how many lines of the list are bad.

        Raises
        ------
        FetchFailed
            The list cannot be had.
        """
        found: dict[str, Remote] = {}
        bad = 0
        for line in self._lines(layout.list_path):
            remote = _remote(line, layout)
            if remote is None:
                bad += bool(line.strip()) and _looks_wanted(line, layout)
            elif first <= remote.start.date() <= last:
                found[remote.name] = remote
        return sorted(found.values(), key=lambda r: (r.start, r.name)), bad

    def _lines(self, path: str) -> Iterator[str]:
        if not self._remote:
            try:
                with (Path(self.where) / path).open("rb") as file:
                    yield from (line.decode("utf-8", "replace") for line in file)
            except OSError as error:
                raise FetchFailed(
                    f"reading the list {Path(self.where) / path}: {error.strerror or error}",
                    reason="no list",
                    again=False,
                    hint="is it laid out like GDELT's server?",
                ) from None
            return
        # To a file first: to read a list for an hour would keep the connection open for it.
        kept = self.folder / (PurePosixPath(path).name + ".part")
        _made(self.folder)
        try:
            self._download(f"{self.where}/{path}", kept, LIST_BYTES, LIST_SECONDS, start=0)
            with kept.open("rb") as file:
                yield from (line.decode("utf-8", "replace") for line in file)
        finally:
            with contextlib.suppress(OSError):
                kept.unlink()

    # --- files ------------------------------------------------------------------------------

    def get(self, remote: Remote, layout: Layout) -> Path | Lost:
        """The file, whole and with the right checksum; or why not.

        One that is there is not fetched again; one that was cut off is gone on with. A file whose
        checksum is still wrong when it was fetched anew, or that is no zip, is put in quarantine
        with its reason, and is not asked for again while it lies there under the same checksum.

        Raises
        ------
        OutputUnusable
            The folder cannot be written, or the disk is full.
        """
        path = self.folder / remote.name
        known = self._quarantined(remote)
        if known is not None:
            return Lost(remote, known, again=False)
        if path.exists() and _md5(path) == remote.md5:
            return path
        _made(self.folder)
        part = path.with_name(path.name + ".part")
        why = ""
        for attempt in range(2):
            if attempt:
                with contextlib.suppress(OSError):
                    part.unlink()
            try:
                self._fetch(remote, layout, part)
            except FetchFailed as error:
                return Lost(remote, error.message, again=error.again)
            got = _md5(part)
            if got == remote.md5:
                why = _why_no_zip(part)
                break
            why = f"its MD5 is {got}, the list says {remote.md5}"
        if why:
            self._quarantine(remote, part, why)
            return Lost(remote, why, again=False)
        part.replace(path)
        return path

    def _fetch(self, remote: Remote, layout: Layout, part: Path) -> None:
        if not self._remote:
            try:
                shutil.copyfile(Path(self.where) / layout.folder / remote.name, part)
            except OSError as error:
                if not isinstance(error, FileNotFoundError | PermissionError):
                    raise _unwritable(part, error) from None
                raise FetchFailed(
                    f"copying {remote.name} from {self.where}: {error.strerror}",
                    reason="missing",
                    again=False,
                ) from None
            return
        start = part.stat().st_size if part.exists() else 0
        if remote.size is not None and start >= remote.size:
            start = 0
        url = f"{self.where}/{layout.folder}/{remote.name}"
        limit = FILE_BYTES if remote.size is None else remote.size
        self._download(url, part, limit, FILE_SECONDS, start=start)

    def _download(
        self, url: str, part: Path, max_bytes: int, seconds: float, *, start: int
    ) -> None:
        """Fetch into a file, going on at ``start`` if the server can; tried several times."""
        tries = self._client.limits.retries + 1
        for number in range(tries):
            try:
                with _Part(part) as file:
                    self._client.stream(
                        url, file.begin(start), max_bytes=max_bytes, start=start,
                        total_seconds=seconds,
                    )  # fmt: skip
                return
            except OSError as error:
                raise _unwritable(part, error) from None
            except FetchFailed as error:
                if error.reason == "HTTP 416":  # there is nothing beyond what is there
                    start = 0
                elif not error.again or number == tries - 1:
                    raise
                else:
                    start = part.stat().st_size if part.exists() else 0
                self._client.wait(2.0**number)
        raise FetchFailed(
            f"fetching {url}: it cannot be gone on with", reason="range", again=True, url=url
        )

    # --- quarantine -------------------------------------------------------------------------

    def _quarantined(self, remote: Remote) -> str | None:
        """Why a file of this checksum is in quarantine; None if it is not."""
        note = self.folder / MISPLACED / f"{remote.name}.json"
        try:
            found = json.loads(note.read_text(encoding="utf-8"))
            return str(found["why"]) if found["md5"] == remote.md5 else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _quarantine(self, remote: Remote, part: Path, why: str) -> None:
        place = self.folder / MISPLACED
        _made(place)
        try:
            part.replace(place / remote.name)
            note = json.dumps({"name": remote.name, "md5": remote.md5, "why": why}, indent=1)
            (place / f"{remote.name}.json").write_text(note + "\n", encoding="utf-8")
        except OSError as error:
            raise _unwritable(place, error) from None


class _Part:
    """A file that is written while it is fetched."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b" if path.exists() else "w+b")

    def __enter__(self) -> _Part:
        return self

    def __exit__(self, *ended: object) -> None:
        self._file.close()

    def begin(self, start: int) -> Callable[[int], Callable[[bytes], object]]:
        """What takes the bytes of an answer of a status: after ``start`` for a part, else anew."""

        def begin(status: int) -> Callable[[bytes], object]:
            at = start if status == 206 else 0
            self._file.seek(at)
            self._file.truncate(at)
            return self._file.write

        return begin


def missing_between(
    layout: Layout, remotes: list[Remote], lost: list[Lost], first: date, last: date, now: datetime
) -> list[tuple[datetime, datetime]]:
    """The times from ``first`` to ``last`` of which no file could be had, joined where they touch.

    A time is missing where the list has no file for it or the file was lost; what is not over by
    ``now`` (UTC) is not missing.
    """
    gone = {item.remote.start for item in lost}
    there = {r.start for r in remotes} - gone
    at = datetime.combine(max(first, layout.first), datetime.min.time())
    end = min(datetime.combine(last, datetime.min.time()) + timedelta(days=1), now)
    out: list[tuple[datetime, datetime]] = []
    while at + layout.every <= end:
        if at not in there:
            if out and out[-1][1] == at:
                out[-1] = (out[-1][0], at + layout.every)
            else:
                out.append((at, at + layout.every))
        at += layout.every
    return out


# --- small helpers ------------------------------------------------------------------------------


def _remote(line: str, layout: Layout) -> Remote | None:
    """The file that a line of a list names; None if it is another's or no line of a list."""
    cells = line.split()
    if len(cells) == 3:
        size, md5, address = cells
    elif len(cells) == 2:
        size, (md5, address) = "", cells
    else:
        return None
    # Only the name counts: a list that points elsewhere does not make us ask there.
    name = address.rpartition("/")[2]
    found = layout.pattern.fullmatch(name)
    if found is None or not re.fullmatch(r"[0-9a-fA-F]{32}", md5):
        return None
    if size and not (size.isascii() and size.isdigit() and len(size) < 13):
        return None
    try:
        form = "%Y%m%d%H%M%S" if len(found[1]) == 14 else "%Y%m%d"
        start = datetime.strptime(found[1], form)
    except ValueError:
        return None
    return Remote(name, start, int(size) if size else None, md5.lower())


def _looks_wanted(line: str, layout: Layout) -> bool:
    """Whether a line that could not be read names a file of the layout."""
    return any(layout.pattern.fullmatch(c.rpartition("/")[2]) for c in line.split())


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _why_no_zip(path: Path) -> str:
    """Why a file is no zip with one whole table in it; empty if it is one."""
    try:
        with zipfile.ZipFile(path) as packed:
            inside = packed.infolist()
            if not inside:
                return "the zip is empty"
            damaged = packed.testzip()
            return f"{damaged} in the zip is damaged" if damaged else ""
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as e:
        return f"it is no whole zip ({e})"
    except Exception as error:  # zlib.error and what else a crafted zip brings up
        return f"it is no whole zip ({type(error).__name__}: {error})"


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None


def _unwritable(path: Path, error: OSError) -> OutputUnusable:
    return OutputUnusable(
        f"writing {path}: {error.strerror or error}",
        hint="is the folder writable, and is there room on the disk? run the same command again"
        " to go on",
        path=os.fspath(path),
    )
