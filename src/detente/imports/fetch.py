"""Event data in bulk from its public place into the store: which files, fetched, checked, imported.

What comes in: a collection, two days, a place. What goes out: a `Step` a file. A file that is in
the store already is not fetched; a run that was cut off goes on by running it again. What cannot
be had or is bad costs no other file, and the time that it would have told of is kept as a gap.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from detente.errors import BadSetting, DetenteError
from detente.feeds import LAYOUTS, Lost, Mirror, Remote, missing_between
from detente.imports.load import import_files
from detente.store import Gap, Imported, Store

WATCH = "fetch"
"""The name under which gaps of fetched collections are kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one file: imported, known already, or lost and why."""

    remote: Remote
    imported: Imported | None = None
    known: bool = False
    lost: Lost | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of a time, those of them that the store has, and bad lines of the list."""

    collection: str
    first: date
    last: date
    files: tuple[Remote, ...]
    known: frozenset[str]
    bad_lines: int

    @property
    def wanted(self) -> list[Remote]:
        """The files that are still to be fetched."""
        return [remote for remote in self.files if remote.name not in self.known]

    @property
    def bytes(self) -> int:
        """Their size, as far as the list tells."""
        return sum(remote.size or 0 for remote in self.wanted)


def plan(store: Store, mirror: Mirror, collection: str, first: date, last: date) -> Plan:
    """What is to be fetched.

    Raises
    ------
    BadSetting
        There is no such collection, the days are the wrong way round, or before its first.
    FetchFailed
        The list of files cannot be had.
    """
    layout = LAYOUTS.get(collection)
    if layout is None:
        raise BadSetting(
            f"{collection!r} is no collection that can be fetched",
            hint=f"one of: {', '.join(LAYOUTS)}",
            value=collection,
        )
    if first > last:
        raise BadSetting(f"from {first} to {last}: the first day is after the last")
    if last < layout.first:
        raise BadSetting(
            f"{layout.title} begin on {layout.first}; {last} is before",
            hint="`detente fetch gdelt1` goes back to April 2013"
            if collection != "gdelt1"
            else None,
        )
    files, bad = mirror.listed(layout, first, last)
    known = store.imported_files("gdelt") & {remote.name for remote in files}
    return Plan(collection, first, last, tuple(files), frozenset(known), bad)


def fetch(
    store: Store,
    mirror: Mirror,
    planned: Plan,
    *,
    keep: bool = True,
    progress: Callable[[int], None] | None = None,
    now: datetime | None = None,
) -> Iterator[Step]:
    """Fetch, check and import what is planned, a file after the other.

    Parameters
    ----------
    keep
        Whether files stay in the mirror's folder once they are imported.
    progress
        Told of rows, as `import_files` does.
    now
        UTC without time zone; what is not over by then is no gap.

    Raises
    ------
    StoreUnusable, OutputUnusable
        The store or the folder cannot be written; what was imported by then stays.
    """
    layout = LAYOUTS[planned.collection]
    lost: list[Lost] = []
    for remote in planned.files:
        if remote.name in planned.known:
            yield Step(remote, known=True)
            continue
        found = mirror.get(remote, layout)
        if isinstance(found, Lost):
            lost.append(found)
            yield Step(remote, lost=found)
            continue
        for result in import_files(store, [found], progress=progress):
            if isinstance(result, DetenteError):
                why = Lost(remote, result.message, again=False)
                lost.append(why)
                yield Step(remote, lost=why)
            else:
                yield Step(remote, imported=result)
                if not keep:
                    with contextlib.suppress(OSError):
                        found.unlink()
    moment = now or datetime.now(UTC).replace(tzinfo=None)
    times = missing_between(layout, list(planned.files), lost, planned.first, planned.last, moment)
    store.watching.replace_gaps(
        WATCH,
        planned.collection,
        datetime.combine(planned.first, time()),
        datetime.combine(planned.last, time()) + timedelta(days=1),
        [Gap(WATCH, planned.collection, a, b, "no file, or a bad one") for a, b in times],
    )
