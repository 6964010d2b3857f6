"""The watched feeds of a store and the gaps in what was seen of them.

What comes in: an open session and a day. What goes out: a `Feeds`, for the desk, the page on
method and the chart of coverage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from detente.api import Session
from detente.brief.charts import Unseen
from detente.store import Gap
from detente.watch.coverage import coverage


@dataclass(frozen=True, slots=True)
class Feed:
    """One watched feed: since when, and when it was last seen; ``retired`` if no longer."""

    watch: str
    source: str
    since: str
    seen: str | None
    retired: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class FeedGap:
    """A time in which a feed was not seen; moments are UTC, ``ended`` None while it lasts.

    ``bridged``: what was newest before was still listed after, so that nothing is missing.
    """

    watch: str
    source: str
    started: str
    ended: str | None
    hours: float
    reason: str
    bridged: bool


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds watched by a day, and their gaps, the latest first."""

    feeds: tuple[Feed, ...]
    gaps: tuple[FeedGap, ...]

    @property
    def open(self) -> tuple[FeedGap, ...]:
        """The gaps that last."""
        return tuple(g for g in self.gaps if g.ended is None)

    @property
    def missed(self) -> tuple[FeedGap, ...]:
        """The gaps in which something may be missing."""
        return tuple(g for g in self.gaps if not g.bridged)


def feeds_of(session: Session, as_of: str | None, days: int | None = None) -> Feeds:
    """The feeds as known at the end of a day, now if none is given.

    ``days`` leaves out the gaps that had ended so many days before.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    if as_of is not None:
        now = min(now, datetime.combine(date.fromisoformat(as_of), time()) + timedelta(days=1))
    found = coverage(session.store, now)
    feeds = tuple(
        Feed(
            s.watch, s.source, _iso(s.since), _seen(s.succeeded, now),
            None if s.retired is None or s.retired > now else _iso(s.retired), s.error,
        )
        for s in found.sources
        if s.since <= now
    )  # fmt: skip
    first = None if days is None else now - timedelta(days=days)
    gaps = [
        _gap(g, now)
        for g in found.gaps
        if g.started <= now and (first is None or g.ended is None or g.ended >= first)
    ]
    gaps.sort(key=lambda g: (g.started, g.source), reverse=True)
    return Feeds(feeds, tuple(gaps))


def unseen_of(session: Session, as_of: str | None) -> list[Unseen]:
    """The gaps in which something may be missing, in days, for the chart of coverage."""
    today = as_of or datetime.now(UTC).date().isoformat()
    return [
        Unseen(g.source, g.started[:10], today if g.ended is None else g.ended[:10], g.reason)
        for g in feeds_of(session, as_of).missed
    ]


def _gap(gap: Gap, now: datetime) -> FeedGap:
    lasts = gap.ended is None or gap.ended > now
    end = now if gap.ended is None else min(gap.ended, now)
    return FeedGap(
        gap.watch, gap.source, _iso(gap.started), None if lasts or gap.ended is None else
        _iso(gap.ended), round((end - gap.started).total_seconds() / 3600, 1), gap.reason,
        gap.bridged,
    )  # fmt: skip


def _seen(succeeded: datetime | None, now: datetime) -> str | None:
    """When it was last seen; None where that is later than the day asked for."""
    return None if succeeded is None or succeeded > now else _iso(succeeded)


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds") + "Z"
