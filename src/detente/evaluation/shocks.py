"""How well ruptures are found on dated crises, against simpler detectors at equal alarms.

What comes in: conflict and net score of many dyads week by week, and a list of dated shocks.
What goes out: for each detector and threshold, how many shocks it found, how often it raised an
alarm, and how late.

Counted so. A shock counts if the dyad had its 16 weeks of past by then. It is *flagged* if any
week from the one that holds its date to the third after it stands out by the detector's rule,
however often that rule also holds elsewhere. It is *announced* if an alarm was raised from 7 days
before its date to 21 days after, an alarm being raised at the end of its week, on Sunday; this is
the stricter count. An alarm is *unlisted* if it announced no listed shock: most are crises that
the list leaves out, so this is no count of mistakes. Delay is in days from the shock to the first
alarm that announced it, 0 if that came before. Rates are per dyad and year of known weeks.

Every detector sees week ``t`` and those before it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.relations.standing import (
    REFERENCE_SEEN,
    REFERENCE_WEEKS,
    conflict_level,
    first_of_run,
    surges,
)
from detente.relations.weights import SurgeWeights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
BEFORE_DAYS, AFTER_DAYS = 7, 21
# GDELT's net score of a dyad-week: ten times the units of single events, as in `rupture-v1`.
NET_SCALE, NET_FLOOR = 50.0, 100.0


@dataclass(frozen=True, slots=True)
class Weeks:
    """Dyads by weeks: ``conflict`` at least 0 and ``net``, shape (dyads, weeks), NaN if unknown."""

    dyads: tuple[str, ...]
    monday: date
    conflict: Floats
    net: Floats

    @property
    def ready(self) -> Bools:
        """Known weeks with enough past to be judged, shape (weeks,)."""
        known = ~np.isnan(self.conflict).all(axis=0)
        return np.asarray(known & (np.cumsum(known) > REFERENCE_SEEN))


@dataclass(frozen=True, slots=True)
class Detection:
    """Which weeks stand out and which raise an alarm, shape (dyads, weeks)."""

    flagged: Bools
    alarms: Bools


Detector = Callable[[Weeks, float], Detection]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one dyad at one threshold."""

    shocks: int = 0
    flagged: int = 0
    announced: int = 0
    alarms: int = 0
    unlisted: int = 0
    delay_days: int = 0
    years: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f) + getattr(other, f) for f in self.__slots__))

    @property
    def rate(self) -> float:
        """Alarms per dyad-year."""
        return self.alarms / self.years

    @property
    def delay(self) -> float:
        """Mean days from a shock to its alarm; NaN if none was announced."""
        return self.delay_days / self.announced if self.announced else float("nan")


def tally(weeks: Weeks, found: Detection, listed: Sequence[tuple[str, date]]) -> list[Tally]:
    """The counts of each dyad, in order."""
    ready = weeks.ready
    out = []
    for d, dyad in enumerate(weeks.dyads):
        at = np.flatnonzero(found.alarms[d] & ready)
        known = [weeks.monday + timedelta(weeks=int(i), days=6) for i in at]
        used: set[date] = set()
        counts = Tally(alarms=len(known), years=float(ready.sum() * 7 / 365.25))
        for name, day in listed:
            week = (day - weeks.monday).days // 7
            if name != dyad or not 0 <= week < len(ready) or not ready[: week + 1].any():
                continue
            hit = [k for k in known if -BEFORE_DAYS <= (k - day).days <= AFTER_DAYS]
            used.update(hit)
            counts += Tally(
                shocks=1,
                flagged=int(found.flagged[d, week : week + AFTER_DAYS // 7 + 1].any()),
                announced=int(bool(hit)),
                delay_days=max(0, (min(hit) - day).days) if hit else 0,
            )
        out.append(replace(counts, unlisted=len(known) - len(used)))
    return out


def ours(weeks: Weeks, record: float, *, z_min: float = 2.0) -> Detection:
    """`detente.relations.standing.surges`; the threshold is how much of a record it must be."""
    weights = SurgeWeights(NET_SCALE, NET_FLOOR, z_min, 0.35, record, 4)
    got = surges(weeks.conflict, weights)
    return Detection(got.flagged, got.announced)


def label(weeks: Weeks, z_min: float) -> Detection:
    """The target `rupture-v1`: an alarm is a flagged week with none in the four before."""
    flagged = ours(weeks, 1.0, z_min=z_min).flagged
    return Detection(flagged, first_of_run(flagged, 4))


def fixed(weeks: Weeks, threshold: float) -> Detection:
    """Weekly sum of scores below a fixed threshold, the same for all dyads."""
    with np.errstate(invalid="ignore"):
        flagged = np.asarray(weeks.net <= -threshold)
    return Detection(flagged, first_of_run(flagged, 4))


def cusum(weeks: Weeks, h: float, *, of_level: bool = False, k: float = 0.5) -> Detection:
    """Page's one-sided CUSUM of the weekly sum, in standard deviations of the year before.

    ``of_level`` takes asinh of conflict instead of the sum. It starts anew after an alarm; a
    flag is a week in which it stands above ``h``.
    """
    x = conflict_level(weeks.conflict, NET_SCALE) if of_level else -weeks.net
    out = np.zeros(x.shape, dtype=bool)
    total = np.zeros(len(x))
    for t in range(x.shape[1]):
        past = x[:, max(0, t - REFERENCE_WEEKS) : t]
        past = past[:, ~np.isnan(past).all(axis=0)] if past.size else past
        if np.isnan(x[:, t]).all() or past.shape[1] < REFERENCE_SEEN:
            continue
        z = (x[:, t] - past.mean(axis=1)) / np.maximum(past.std(axis=1), 1e-6)
        total = np.maximum(0.0, total + z - k)
        out[:, t] = total > h
        total[out[:, t]] = 0.0
    return Detection(out, first_of_run(out, 4))


def pelt(weeks: Weeks, penalty: float, *, recent: int = 2, window: int = 104) -> Detection:
    """PELT refitted each week on the last two years, as an on-line detector.

    An alarm: in the newest fit the last change of mean lies in the last ``recent`` weeks, and
    the sum is lower after it. Sums are in standard deviations of the window; exact PELT of the
    `ruptures` package (its C kernel version with a linear kernel, which is the L2 cost).
    """
    import ruptures

    known = np.flatnonzero(~np.isnan(weeks.net).all(axis=0))
    out = np.zeros(weeks.net.shape, dtype=bool)
    for d in range(len(weeks.dyads)):
        for at in range(REFERENCE_SEEN, len(known)):
            x = weeks.net[d, known[max(0, at - window + 1) : at + 1]]
            x = (x - x.mean()) / max(float(x.std()), 1e-6)
            ends = ruptures.KernelCPD(kernel="linear", min_size=1).fit(x).predict(pen=penalty)
            if len(ends) > 1 and len(x) - ends[-2] <= recent:
                first = ends[-3] if len(ends) > 2 else 0
                out[d, known[at]] = x[ends[-2] :].mean() < x[first : ends[-2]].mean()
    return Detection(out, first_of_run(out, 4))


# Each detector with its thresholds, from many alarms to few.
DETECTORS: dict[str, tuple[Detector, tuple[float, ...]]] = {
    "ours": (ours, (1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.5, 3.0)),
    "label rupture-v1": (label, (1.5, 1.75, 2.0, 2.25, 2.5, 2.6, 2.7, 2.8, 2.9, 3.0, 3.5)),
    "CUSUM of sums": (cusum, (1.0, 2.0, 3.0, 4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 8.0, 9.0, 10.0, 12.0)),
    "CUSUM of asinh": (
        lambda w, h: cusum(w, h, of_level=True),
        (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.5, 8.0, 9.0, 10.0, 12.0),
    ),
    "PELT, refitted weekly": (
        pelt,
        (4.0, 6.0, 9.0, 10.0, 11.0, 12.0, 13.0, 15.0, 17.0, 19.0, 25.0),
    ),
    "fixed threshold": (
        fixed,
        (200.0, 400.0, 700.0, 1000.0, 1200.0, 1500.0, 1750.0, 2000.0, 2500.0, 4000.0),
    ),
}


def sweep(weeks: Weeks, listed: Sequence[tuple[str, date]]) -> dict[str, dict[float, list[Tally]]]:
    """The counts of each dyad, by detector and threshold."""
    return {
        name: {at: tally(weeks, detector(weeks, at), listed) for at in thresholds}
        for name, (detector, thresholds) in DETECTORS.items()
    }


def total(tallies: Sequence[Tally]) -> Tally:
    """All dyads together."""
    return sum(tallies, Tally())


def best_at(swept: dict[float, list[Tally]], rate: float, keep: Sequence[int]) -> float | None:
    """The threshold that announces most at no more than so many alarms a dyad-year.

    Only the dyads whose index is in ``keep`` are looked at; ties go to the fewest alarms. None
    if every threshold raises more.
    """
    found = {at: total([tallies[i] for i in keep]) for at, tallies in swept.items()}
    within = {at: t for at, t in found.items() if t.rate <= rate}
    if not within:
        return None
    return max(within, key=lambda at: (within[at].announced, -within[at].alarms))


def held_out(swept: dict[float, list[Tally]], rate: float) -> Tally:
    """Counts of each dyad at the threshold that was best on all other dyads."""
    dyads = len(next(iter(swept.values())))
    out = Tally()
    for i in range(dyads):
        at = best_at(swept, rate, [j for j in range(dyads) if j != i])
        if at is not None:
            out += swept[at][i]
    return out
