"""What was seen and what was not: gaps of sources, and what they mean for a week.

What comes in: the states and gaps of a store. What goes out: gaps that last still beside those
that have ended, and for each week the share of the watching that was done. A week without events
in which nobody looked is unknown, not quiet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from detente.store import Gap, SourceState, Store

SLACK = timedelta(minutes=5)
WEEK = timedelta(days=7)


def allowed(interval_seconds: int) -> timedelta:
    """How long a source may go unseen before it is a gap: two intervals and five minutes."""
    return 2 * timedelta(seconds=interval_seconds) + SLACK


@dataclass(frozen=True, slots=True)
class WeekCoverage:
    """How much of a week's watching was done.

    ``share`` is that of the sources' hours that were seen, 0 to 1; None before and after the
    watching.
    """

    week: str
    share: float | None

    @property
    def known(self) -> bool:
        """Whether no events in this week would mean that none was told."""
        return self.share is not None and self.share >= 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sources of a store and the gaps in what was seen of them.

    Only feeds can have gaps: a folder or a list still holds what it held.
    """

    sources: tuple[SourceState, ...]
    gaps: tuple[Gap, ...]
    now: datetime

    def week(self, monday: date) -> WeekCoverage:
        """The share of one week; of the week that is not over, of the part that is."""
        first = datetime.combine(monday, time())
        last = min(first + WEEK, self.now)
        watched = missed = timedelta()
        for source in self.sources:
            start = max(first, source.since)
            end = min(last, source.retired or last)
            if start >= end:
                continue
            watched += end - start
            lost = [
                (max(start, g.started), min(end, g.ended or end))
                for g in self.gaps
                if (g.watch, g.source) == (source.watch, source.source) and not g.bridged
            ]
            missed += sum((b - a for a, b in lost if a < b), timedelta())
        share = None if not watched else round(1.0 - min(missed / watched, 1.0), 4)
        return WeekCoverage(monday.isoformat(), share)

    def weeks_unknown(self, mondays: Sequence[date]) -> list[WeekCoverage]:
        """Those of some weeks in which something was watched, but not all of the time."""
        found = [self.week(monday) for monday in mondays]
        return [week for week in found if week.share is not None and not week.known]


def coverage(store: Store, now: datetime) -> Coverage:
    """What a store knows of its coverage at a moment, UTC without time zone."""
    sources = tuple(s for s in store.watching.sources() if s.kind == "feed")
    return Coverage(sources, (*store.watching.gaps(), *_lasting(sources, now)), now)


def _lasting(sources: Sequence[SourceState], now: datetime) -> list[Gap]:
    """The gaps that have not ended: nobody has seen the source since."""
    out = []
    for source in sources:
        seen, end = source.succeeded or source.since, source.retired or now
        if end - seen > allowed(source.interval_seconds):
            reason = source.error if source.failures else "not watched"
            out.append(Gap(source.watch, source.source, seen, source.retired, reason or "not seen"))
    return out
