"""Precedents from event data: other dyads that stood as this one stands, and how they went on.

What comes in: the shape of a dyad's last weeks and the time since its last shock. What goes
out: the nearest episodes of ``data/episodes_*.npz`` as `Precedent` records. An episode is a
precedent only if its outcome was known by the date of the outlook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.features import Known
from detente.outlook.target import Bools, Floats, Ints
from detente.records import Precedent

SHAPE_WEEKS = 12
MEMORY_WEEKS = 104
FOLLOW_WEEKS = 26
# z is kept as eighths in a byte.
EIGHTHS, LARGEST = 8.0, 6.0
# What a doubling of the time since the shock, and of the usual conflict, weigh against one
# spread in every week of the shape.
TIME_WEIGHT, SIZE_WEIGHT = 2.0, 1.5


@dataclass(frozen=True, slots=True)
class Episodes:
    """Episodes as arrays, a row each.

    ``shape`` is the standing z of the last 12 weeks, ``since`` weeks since the last shock,
    ``usual`` the median conflict level of the year, ``again`` weeks to the next onset, 0 where
    none came within 26; ``end`` the day of the last week looked at.
    """

    dyad: NDArray[np.str_]
    end: NDArray[Any]
    shape: Floats
    since: Floats
    usual: Floats
    again: Ints

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As small arrays by name, for a file."""
        return {
            "dyad": self.dyad,
            "end": self.end.astype("M8[D]").astype(np.int32),
            "shape": np.rint(self.shape * EIGHTHS).astype(np.int8),
            "since": self.since.astype(np.int16),
            "usual": self.usual.astype(np.float32),
            "again": self.again.astype(np.int8),
        }


def episodes_of(arrays: Mapping[str, NDArray[Any]]) -> Episodes:
    """Episodes from the arrays of `Episodes.arrays`."""
    return Episodes(
        arrays["dyad"],
        arrays["end"].astype(np.int64).astype("M8[D]"),
        arrays["shape"].astype(np.float64) / EIGHTHS,
        arrays["since"].astype(np.float64),
        arrays["usual"].astype(np.float64),
        arrays["again"].astype(np.int64),
    )


@lru_cache(maxsize=2)
def load_episodes(units: str) -> Episodes:
    """The shipped episodes for daily nets or single events."""
    file = files("detente.outlook").joinpath("data", f"episodes_{units}.npz")
    with as_file(file) as path, np.load(path) as stored:
        return episodes_of({name: stored[name] for name in stored.files})


def shape_at(known: Known, d: int, t: int) -> Floats:
    """The standing of the last 12 weeks, oldest first."""
    out = np.zeros(SHAPE_WEEKS)
    past = np.nan_to_num(known.z[d, max(0, t + 1 - SHAPE_WEEKS) : t + 1])
    out[SHAPE_WEEKS - len(past) :] = np.clip(past, -LARGEST, LARGEST)
    return out


def collect(known: Known, dyads: Bools, *, every: int) -> Episodes:
    """Episodes of some dyads: every so many weeks in the two years after a shock."""
    happened = known.onset
    rows: list[tuple[str, np.datetime64, Floats, int, float, int]] = []
    for d in np.flatnonzero(dyads).tolist():
        shocks = np.flatnonzero(known.rupture[d])
        for t in range(52, known.panel.weeks - FOLLOW_WEEKS, every):
            before = shocks[shocks <= t]
            if not len(before) or t - before[-1] > MEMORY_WEEKS:
                continue
            ahead = np.flatnonzero(happened[d, t + 1 : t + 1 + FOLLOW_WEEKS])
            end = np.datetime64(known.panel.week(t) + timedelta(days=6), "D")
            again = int(ahead[0]) + 1 if len(ahead) else 0
            usual = float(known.held.median[d, t + 1])
            shape = shape_at(known, d, t)
            rows.append((known.panel.dyads[d], end, shape, int(t - before[-1]), usual, again))
    return Episodes(
        np.array([r[0] for r in rows], dtype="U7"),
        np.array([r[1] for r in rows], dtype="M8[D]"),
        np.array([r[2] for r in rows]).reshape(-1, SHAPE_WEEKS),
        np.array([r[3] for r in rows], dtype=np.float64),
        np.array([r[4] for r in rows], dtype=np.float64),
        np.array([r[5] for r in rows], dtype=np.int64),
    )


def nearest(
    episodes: Episodes,
    shape: Floats,
    since: float,
    usual: float,
    as_of: date,
    *,
    dyad: str,
    count: int = 5,
) -> tuple[Precedent, ...]:
    """The nearest episodes whose outcome was known by a day, no two of them of one dyad.

    Parameters
    ----------
    shape, since, usual
        Of the dyad asked about, as `Episodes` holds them.
    as_of
        The day of the outlook.
    dyad
        The dyad asked about: its own past is told apart and not among these.
    """
    known_by = np.datetime64(as_of, "D") - np.timedelta64(7 * FOLLOW_WEEKS, "D")
    allowed = (episodes.end <= known_by) & (episodes.dyad != dyad)
    apart = (
        ((episodes.shape - shape) ** 2).mean(axis=1)
        + TIME_WEIGHT * np.log2((episodes.since + 1) / (since + 1)) ** 2
        + SIZE_WEIGHT * ((episodes.usual - usual) / np.log(2)) ** 2
    )
    out: list[Precedent] = []
    seen: set[str] = set()
    for i in np.argsort(np.where(allowed, apart, np.inf), kind="stable").tolist():
        if len(out) == count or not allowed[i]:
            break
        name = str(episodes.dyad[i])
        if name in seen:
            continue
        seen.add(name)
        again = int(episodes.again[i])
        outcome = (
            f"a new rupture after {again} week{'s' * (again > 1)}"
            if again
            else "no new rupture within 180 days"
        )
        similarity = float(np.exp(-apart[i]))
        out.append(Precedent("episode", f"{name}@{episodes.end[i]}", similarity, outcome))
    return tuple(out)
