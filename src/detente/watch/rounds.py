"""One round of a watch: look at what is due, take in what is new, tell what was asked for.

What comes in: a watch file's `WatchConfig`, settings, a way to open the store. What goes out: a
`Round` that counts. The store is open only while something is read from it or written to it, so
that other commands can use it between; nothing is marked as seen before it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from detente.api import Added, add_items, add_outcomes, code_items
from detente.config import Settings
from detente.errors import DetenteError, FetchFailed
from detente.feeds import Client, PageFolder, target_of
from detente.records import Document
from detente.reports import update
from detente.store import EntryState, Gap, SourceState, Store
from detente.watch.alerts import make_alerts, send_one
from detente.watch.clock import Clock, Stop, Stopped
from detente.watch.config import WatchConfig
from detente.watch.coverage import allowed
from detente.watch.log import Log
from detente.watch.looking import Looked, Seen, look
from detente.watch.side_by_side import side_by_side
from detente.watch.taking import Item, Taken, given_up, take

Opening = Callable[[], AbstractContextManager[Store]]

TOGETHER = 8
"""Entries that are coded and written while the store is held; it is free in between."""
PENDING = 64
"""Entries that are held in memory at a time."""
KEEP = timedelta(days=30)
# An entry that neither feed nor page dates is dated by first sight if its feed was seen so lately.
SIGHT = timedelta(days=2)
LONGEST_BACK_OFF = timedelta(hours=6)
# A moment further ahead than this was written when the clock was wrong.
AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did."""

    looked: int = 0
    failed: int = 0
    entries: int = 0
    documents: int = 0
    known: int = 0
    events: int = 0
    aside: int = 0
    alerts: int = 0
    waiting: int = 0

    def plus(self, **counts: int) -> Round:
        """The round with some counts added."""
        return replace(self, **{k: getattr(self, k) + v for k, v in counts.items()})

    def __str__(self) -> str:
        parts = [
            f"{self.looked} sources looked at", f"{self.failed} failed" if self.failed else "",
            f"{self.entries} new entries", f"{self.documents} documents with {self.events} events",
            f"{self.known} known already" if self.known else "",
            f"{self.aside} set aside" if self.aside else "",
            f"{self.waiting} to be tried later" if self.waiting else "",
            f"{self.alerts} alerts" if self.alerts else "",
        ]  # fmt: skip
        return ", ".join(p for p in parts if p)


class Watch:
    """A watch that can be asked for one round after the other.

    What it holds in memory does not grow: the sources of its file, and what its client keeps of
    robots rules and hosts, which is bounded. All else is in the store.
    """

    def __init__(
        self,
        config: WatchConfig,
        settings: Settings,
        opening: Opening,
        log: Log,
        *,
        stop: Stop | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.config, self.settings, self.log = config, settings, log
        self.stop, self.clock = stop or Stop(), clock or Clock()
        self._opening = opening
        self._client = Client(
            config.limits,
            contact=config.contact,
            allow_private=config.allow_private,
            robots=config.robots,
            sleep=self.stop.sleep,
        )
        self._pages = PageFolder(config.pages)
        self._pages.sweep()
        self._sources = {s.name: s for s in config.sources}
        # When each source was last seen, on the clock that nobody sets.
        self._seen_running: dict[str, float] = {}
        self._begun = False
        self._pruned: date | None = None
        self._known: dict[str, SourceState] = {}

    # --- rounds ---------------------------------------------------------------------------

    def round(self, *, everything: bool = False) -> Round:
        """Look at what is due (at ``everything`` if asked), take it in, tell of shocks.

        Raises
        ------
        Stopped
            Asked to stop; what was written by then stays, the rest comes the next time.
        StoreUnusable, OutputUnusable
            The store or the folder of pages cannot be written; nothing is lost.
        """
        jump = self.clock.jumped()
        if jump:
            way = "forward" if jump > 0 else "back"
            self.log.say(f"the clock was set {way} by {timedelta(seconds=round(abs(jump)))}")
        states = self._states()
        due = [s for s in states.values() if self._is_due(s, everything=everything)]
        done, pending = self._look(due)
        if self.stop.asked:
            raise Stopped
        added = Round()
        for step in self._take(pending):
            added = added.plus(**step)
        if added.documents or not self._begun:
            with self._opening() as store:  # which of the new reports tell one event
                update(store)
        alerts = self._tell(fresh=bool(added.documents) or not self._begun)
        self._begun = True
        if self._pruned != self.clock.today():
            with self._opening() as store:
                store.watching.prune(self.config.name, KEEP)
            self._pruned = self.clock.today()
        return replace(
            added, looked=done.looked, failed=done.failed, entries=done.entries, alerts=alerts
        )

    def _states(self) -> dict[str, SourceState]:
        """The state of each source of the file; new ones are made, gone ones retired."""
        if self._known:  # nobody else writes them
            return self._known
        now, name = self.clock.now(), self.config.name
        with self._opening() as store:
            known = {s.source: s for s in store.watching.sources() if s.watch == name}
            changed: list[SourceState] = []
            out: dict[str, SourceState] = {}
            for source in self.config.sources:
                state = known.get(source.name)
                if state is None or state.retired is not None:
                    state = SourceState(
                        name, source.name, source.kind, source.where, source.interval_seconds, now
                    )
                    changed.append(state)
                out[source.name] = state
            for old in known.values():
                if old.source not in out and old.retired is None:
                    changed.append(replace(old, retired=now))
            if changed:
                store.watching.record_check(changed)
        self._known = dict(out)
        return out

    def _is_due(self, state: SourceState, *, everything: bool) -> bool:
        now = self.clock.now()
        waits = state.not_before is not None and now < state.not_before < now + AHEAD
        if waits:
            return False
        if everything or state.checked is None or state.checked > now:
            return True
        interval = timedelta(seconds=self._sources[state.source].interval_seconds)
        longer = interval * int(2 ** min(max(state.failures - 1, 0), 6))
        return state.checked + min(longer, max(interval, LONGEST_BACK_OFF)) <= now

    def something_due(self) -> bool:
        """Whether a round would look at something; asks no store."""
        return any(self._is_due(state, everything=False) for state in self._known.values())

    # --- looking ----------------------------------------------------------------------------

    def _look(self, due: Sequence[SourceState]) -> tuple[Round, list[EntryState]]:
        """Look at sources and write what they gave; and what is now to be taken in."""
        today = self.clock.today()
        found = list(
            side_by_side(
                due,
                lambda state: _host_of(state.url if state.kind == "feed" else ""),
                lambda state: look(self._sources[state.source], state, self._client, today),
                threads=self.config.parallel,
                stop=self.stop,
            )
        )
        self._check_clock(found)
        done = Round(looked=len(found))
        with self._opening() as store:
            for state, result in found:
                if isinstance(result, Looked):
                    done = done.plus(entries=self._record(store, state, result))
                else:
                    self._record_failure(store, state, result)
                    done = done.plus(failed=1)
            pending = store.watching.pending(self.config.name, self.clock.now(), PENDING)
        return done, pending

    def _check_clock(self, found: Sequence[tuple[SourceState, Looked | Exception]]) -> None:
        """Refuse to take anything by a clock that the servers agree is wrong.

        Raises
        ------
        DetenteError
            It is; dates would be wrong, so nothing was taken and nothing marked as seen.
        """
        times = {
            _host_of(state.url): result.server_time
            for state, result in found
            if isinstance(result, Looked) and result.server_time is not None
        }
        off = self.clock.off_by(times)
        if off is not None:
            way = "ahead" if off > 0 else "behind"
            raise DetenteError(
                f"looking at {len(times)} hosts: this machine's clock is"
                f" {timedelta(seconds=round(abs(off)))} {way} of theirs",
                hint="set the clock (`timedatectl set-ntp true`); nothing was taken or lost",
            )

    def _record(self, store: Store, state: SourceState, looked: Looked) -> int:
        """Write what a source gave; how many entries are new."""
        now, watch, name = self.clock.now(), self.config.name, state.source
        source = self._sources[name]
        keys = [seen.key for seen in looked.seen]
        before = state.succeeded
        lately = before is not None and timedelta() <= now - before <= SIGHT
        known = store.watching.known(watch, name, keys) if keys else {}
        new = [
            _entry(watch, name, seen, now, place, dated=lately and state.kind == "feed")
            for place, seen in enumerate(looked.seen)
            if seen.key not in known or known[seen.key][0] != seen.version
        ]
        bridged = looked.unchanged or store.watching.newest(watch, name) in keys
        gap = self._gap(state, now, bridged=bridged)
        daily = state.checked is None or state.checked.date() != now.date()
        after = replace(
            state,
            kind=source.kind,
            url=source.where,
            interval_seconds=source.interval_seconds,
            etag=looked.etag,
            last_modified=looked.last_modified,
            checked=now,
            succeeded=now,
            not_before=None,
            failures=0,
            error=None,
        )
        again = [key for key in keys if key in known] if daily else []
        gaps = [gap] if gap is not None else []
        store.watching.record_check([after], new, again=again, gaps=gaps)
        self._known[name] = after
        self._seen_running[name] = self.clock.running()
        self.log.well(name)
        if gap is not None:
            what = "nothing missing" if gap.bridged else "what it told then may be missing"
            self.log.say(f"{name}: not seen from {gap.started} to {gap.ended} UTC; {what}")
        if looked.damage:
            self.log.trouble(f"{name} (form)", looked.damage)
        return len(new)

    def _gap(self, state: SourceState, now: datetime, *, bridged: bool) -> Gap | None:
        """The time in which a source was not seen, if it was too long."""
        if state.kind != "feed":
            return None
        before = state.succeeded or state.since
        elapsed = now - before
        running = self._seen_running.get(state.source)
        if running is not None:  # a clock that was set in the meantime makes no gap
            elapsed = timedelta(seconds=self.clock.running() - running)
        if elapsed <= allowed(state.interval_seconds) or before >= now:
            return None
        reason = (state.error if state.failures else None) or "not watched"
        first = state.succeeded is None
        return Gap(state.watch, state.source, before, now, reason, bridged and not first)

    def _record_failure(self, store: Store, state: SourceState, error: Exception) -> None:
        now = self.clock.now()
        wait = error.wait_seconds if isinstance(error, FetchFailed) else None
        told = (
            error.message if isinstance(error, DetenteError) else f"{type(error).__name__}: {error}"
        )
        reason = error.reason if isinstance(error, FetchFailed) else told
        after = replace(
            state,
            checked=now,
            failures=state.failures + 1,
            error=reason[:200],
            not_before=now + timedelta(seconds=wait) if wait else None,
        )
        store.watching.record_check([after])
        self._known[state.source] = after
        self.log.trouble(state.source, told)

    # --- taking in --------------------------------------------------------------------------

    def _take(self, pending: list[EntryState]) -> Iterator[dict[str, int]]:
        """Take in what is pending, some entries at a time; what each step did."""
        began = self.clock.now()
        tried: set[tuple[str, str]] = set()
        while pending:
            if self.stop.asked:
                raise Stopped
            fresh = [e for e in pending if e.source in self._sources]
            orphans = [e for e in pending if e.source not in self._sources]
            if orphans:  # of a source that the file no longer has
                with self._opening() as store:
                    store.watching.settle(replace(e, state="aside", content=None) for e in orphans)
            tried |= {(e.source, e.entry) for e in pending}
            got: list[Taken] = []
            for _, result in side_by_side(
                fresh,
                lambda e: _host_of(e.url or ""),
                self._taken,
                threads=self.config.parallel,
                stop=self.stop,
            ):
                if isinstance(result, Exception):
                    raise result
                got.append(result)
                if len(got) == TOGETHER:
                    yield self._add(got)
                    got = []
            if got:
                yield self._add(got)
            if len(pending) < PENDING:
                return
            with self._opening() as store:
                found = store.watching.pending(self.config.name, began, PENDING)
            pending = [e for e in found if (e.source, e.entry) not in tried]

    def _taken(self, entry: EntryState) -> Taken:
        source = self._sources[entry.source]
        now = self.clock.now()
        try:
            return take(entry, source, self._client, self._pages, self.settings, now)
        except (DetenteError, Stopped):
            raise
        except Exception as error:  # whatever it was, the other entries are still to be had
            return given_up(entry, f"{type(error).__name__}: {error}")

    def _add(self, got: Sequence[Taken]) -> dict[str, int]:
        """Code what was taken, write it, then mark its entries."""
        now = self.clock.now()
        held: dict[int, list[str]] = {n: [] for n in range(len(got))}

        def items(number: int) -> Iterator[Item]:
            taken = got[number]
            try:
                for item in taken.items():
                    # A folder's file may hold a million documents; a page holds one.
                    if isinstance(item, Document) and taken.page is not None:
                        held[number].append(item.id)
                    yield item
            except Exception as error:
                yield from given_up(taken.entry, f"{type(error).__name__}: {error}").items()

        files = [n for n, t in enumerate(got) if self._sources[t.entry.source].kind == "folder"]
        steps: list[Added] = []
        command = f"watch {self.config.name}"
        # Articles are coded before the store is opened, files as they are read: they may be long.
        articles = [item for n in range(len(got)) if n not in files for item in items(n)]
        outcomes = list(code_items(articles, settings=self.settings))
        with self._opening() as store:
            if outcomes:
                steps.append(add_outcomes(store, outcomes, settings=self.settings, command=command))
            of_files = chain.from_iterable(map(items, files))
            adding = add_items(store, of_files, settings=self.settings, command=command)
            for step in adding if files else ():
                steps.append(step)
                if self.stop.asked:
                    raise Stopped
            pages = [p for n, taken in enumerate(got) for p in taken.pages(held[n], now)]
            store.watching.settle((taken.entry for taken in got), pages)
        for rejection in (r for step in steps for r in step.rejections):
            self.log.say(
                f"set aside: {rejection.source}: {rejection.reason} {rejection.detail or ''}"
            )
        return {
            "documents": sum(step.documents for step in steps),
            "known": sum(step.known for step in steps),
            "events": sum(step.events for step in steps),
            "aside": sum(r.doc_id is None for step in steps for r in step.rejections),
            "waiting": sum(taken.entry.state == "pending" for taken in got),
        }

    # --- telling ----------------------------------------------------------------------------

    def _tell(self, *, fresh: bool) -> int:
        """Make the alerts that are due, send what is to be sent; how many are new."""
        if not self.config.alerts:
            return 0
        now, watch = self.clock.now(), self.config.name
        with self._opening() as store:
            made = list(make_alerts(store, watch, self.config.alerts, now)) if fresh else []
            due = store.watching.due(watch, now)
        for record in made:
            self.log.say(f"alert: {record['title']}")
        for send in due:
            if self.stop.asked:
                break
            with self._opening() as store:
                store.watching.put_send(replace(send, state="sending"))
            after = send_one(self.config.alerts, send, now)
            with self._opening() as store:
                store.watching.put_send(after)
            if after.error:
                self.log.trouble(send.sink, after.error)
            else:
                self.log.well(send.sink)
        return len(made)


def _host_of(url: str) -> str:
    """What requests take turns by; folders and files have no host and wait for nobody."""
    try:
        return target_of(url).origin
    except FetchFailed:
        return url


def _entry(
    watch: str, source: str, seen: Seen, now: datetime, place: int, *, dated: bool
) -> EntryState:
    return EntryState(
        watch=watch,
        source=source,
        entry=seen.key,
        version=seen.version,
        url=seen.url,
        title=seen.title,
        day=None if seen.day is None else date.fromisoformat(seen.day),
        odd_day=seen.odd_day,
        seen_day=now.date() if dated else None,
        authors=seen.authors,
        content=seen.content,
        state="pending",
        tries=0,
        not_before=None,
        first_seen=now,
        last_seen=now,
        place=place,
    )
