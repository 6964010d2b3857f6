"""A long output that can be stopped and gone on with.

What comes in: lines, and after every few of them how far the input is done. What goes out: the
file, whole or absent. Meanwhile ``FILE.part`` holds the lines and ``FILE.part.journal`` says, a
line a step, how much of them stands; whatever was written after the last step is cut off when
the run goes on, so a document is never there half, twice or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from detente.errors import BadSetting, OutputUnusable

VERSION = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: inputs done, documents, events, inputs set aside, bytes written."""

    items: int = 0
    documents: int = 0
    events: int = 0
    aside: int = 0
    bytes: int = 0


def fingerprint(paths: Sequence[str | Path]) -> list[list[Any]]:
    """Name, size and time of change of every input file, to know them again."""
    found: list[list[Any]] = []
    for name in paths:
        path = Path(name)
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for one in inside:
            with contextlib.suppress(OSError):
                stat = one.stat()
                found.append([str(one), stat.st_size, stat.st_mtime_ns])
    return found


class Resumable:
    """An output file in the making; a context manager.

    Parameters
    ----------
    path
        The file, which is there only once it is whole.
    run
        What must be the same for the run to go on: inputs, settings, versions; plain JSON.
    resume
        Go on with what an earlier run left; without one, begin.

    Attributes
    ----------
    progress
        How far an earlier run came, as of its last step; zeros when this one begins.

    Raises
    ------
    BadSetting
        An earlier run left its part and ``resume`` is not set, or it was another run.
    OutputUnusable
        The file cannot be written, or another process writes it now.
    """

    def __init__(self, path: str | Path, run: Mapping[str, Any], *, resume: bool) -> None:
        self.path = Path(path)
        self.part = self.path.with_name(self.path.name + ".part")
        self.journal = self.path.with_name(self.path.name + ".part.journal")
        self.progress = Progress()
        head = {"version": VERSION, "run": json.loads(json.dumps(run, default=str))}
        with self._telling():
            self._log: IO[str] = self.journal.open("a+", encoding="utf-8")
            self._lock()
            if self.part.exists() and self.journal.stat().st_size:
                self.progress = self._found(head, resume)
                self._lines: IO[bytes] = self.part.open("r+b")
            else:
                self._lines = self.part.open("wb")
            # The journal is written anew: what a kill cut short in it is gone.
            self._log.truncate(0)
            self._log.write(json.dumps(head, ensure_ascii=False) + "\n")
            self._lines.truncate(self.progress.bytes)
            self._lines.seek(self.progress.bytes)
            self.step(self.progress)

    def _found(self, head: Mapping[str, Any], resume: bool) -> Progress:
        """How far the earlier run came."""
        lines = self.journal.read_text("utf-8", "replace").split("\n")[:-1]
        steps = [Progress(**json.loads(line)) for line in lines[1:] if line]
        size = self.part.stat().st_size
        # After a power cut the journal may be ahead of the lines.
        reached = next((s for s in reversed(steps) if s.bytes <= size), Progress())
        if not resume:
            raise BadSetting(
                f"writing {self.path}: {self.part} holds an unfinished run of"
                f" {reached.documents} documents",
                hint="--resume goes on with it; to begin anew, delete "
                f"{self.part} and {self.journal}",
                path=str(self.path),
            )
        if not lines:
            return Progress()
        before = json.loads(lines[0])
        if before != head:
            then, now = before.get("run", {}), head["run"]
            other = [k for k in {**then, **now} if then.get(k) != now.get(k)]
            raise BadSetting(
                f"going on with {self.part}: it was begun with other {', '.join(other)}",
                hint="run the command that began it with --resume added, or delete "
                f"{self.part} and {self.journal} to begin anew",
                path=str(self.path),
            )
        return reached

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # not on Windows: there, two runs at once are not noticed
            return
        try:
            fcntl.flock(self._log, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OutputUnusable(
                f"writing {self.path}: another process is writing it",
                hint="wait until it has ended, or name another file",
                path=str(self.path),
            ) from None

    def write(self, line: bytes) -> None:
        """Write a line, its line feed included."""
        try:
            self._lines.write(line)
        except OSError as error:
            raise self._unusable(error) from error

    def step(self, progress: Progress) -> None:
        """Say how far the run is; what was written up to here stands from now on."""
        with self._telling():
            self._lines.flush()
            os.fsync(self._lines.fileno())
            self.progress = Progress(**{**asdict(progress), "bytes": self._lines.tell()})
            self._log.write(json.dumps(asdict(self.progress)) + "\n")
            self._log.flush()

    def finish(self) -> None:
        """Give the whole file its name."""
        with self._telling():
            self._lines.close()
            self.part.replace(self.path)
            self.journal.unlink()
            self._log.close()

    def __enter__(self) -> Resumable:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in (self._lines, self._log):
            with contextlib.suppress(OSError):  # a full disk: told already
                file.close()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> OutputUnusable:
        kept = f"; {self.progress.documents} documents are kept in {self.part}"
        return OutputUnusable(
            f"writing {self.path}: {error.strerror or error}"
            + (kept if self.progress.documents else ""),
            hint="does the directory exist, is it writable, is there room? then --resume goes on",
            path=str(self.path),
        )
