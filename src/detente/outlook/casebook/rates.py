"""Base rates from the casebook: how often relations ruptured, or a rupture was repaired.

What comes in: cases and a date. What goes out: :class:`Rate`, a Beta posterior in numbers. The
rates are of cases that entered the book because they were shocks; they are no rates of all
incidents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.errors import BadSetting
from detente.outlook.casebook.records import KNOWN_AFTER, Case

HORIZONS = (30, 90, 180)
"""Horizons in days, those of the outlook."""

PRIOR = (0.5, 0.5)
"""Jeffreys' prior for a share, Beta(1/2, 1/2): Jeffreys (1946), Proc. R. Soc. A 186; its
intervals cover well in small samples: Brown, Cai and DasGupta (2001), Statistical Science 16."""

LEVEL = 0.8
"""Probability mass of the interval."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of cases with its uncertainty.

    ``k`` of ``n`` cases; ``left_out`` more whose answer is not known, or not yet on the day.
    ``mean``, ``low`` and ``high``, in [0, 1], are the mean and the equal-tailed interval of mass
    ``level`` of the posterior Beta(a + k, b + n - k), where ``prior`` is (a, b).
    """

    what: str
    horizon_days: int
    n: int
    k: int
    left_out: int
    mean: float
    low: float
    high: float
    level: float
    prior: tuple[float, float]


def rupture_rate(
    cases: Iterable[Case],
    horizon_days: int,
    as_of: date,
    *,
    prior: tuple[float, float] = PRIOR,
    level: float = LEVEL,
) -> Rate:
    """How often relations ruptured within a horizon after the act.

    Cases younger than the longest horizon are left out whatever is known of them: among those,
    ruptures would be known before their absence is.
    """
    answers: list[bool | None] = []
    for case in cases:
        if case.date > as_of:
            continue
        young = case.date + timedelta(max(horizon_days, KNOWN_AFTER)) > as_of
        answers.append(None if young or case.known > as_of else case.ruptured_within(horizon_days))
    return _rate("rupture", answers, horizon_days, prior, level)


def repair_rate(
    cases: Iterable[Case],
    horizon_days: int,
    as_of: date,
    *,
    prior: tuple[float, float] = PRIOR,
    level: float = LEVEL,
) -> Rate:
    """How often a rupture was repaired within a horizon after it.

    Counts only cases with a rupture. One whose dates leave the answer open (a year for a date,
    no date) is left out, and so is one whose horizon had not passed on the day.
    """
    ruptured = [case for case in cases if case.rupture not in (None, "none")]
    seen = [case for case in ruptured if case.known <= as_of]
    answers = [case.repaired_within(horizon_days, as_of) for case in seen]
    return _rate("repair", answers, horizon_days, prior, level)


def _rate(
    what: str,
    answers: Sequence[bool | None],
    horizon_days: int,
    prior: tuple[float, float],
    level: float,
) -> Rate:
    if horizon_days < 1:
        raise BadSetting(
            f"a base rate within {horizon_days} days", hint="the horizon is at least one day"
        )
    from scipy.special import betaincinv

    clear = [a for a in answers if a is not None]
    n, k = len(clear), sum(clear)
    a, b = prior[0] + k, prior[1] + n - k
    tail = (1 - level) / 2
    return Rate(
        what=what,
        horizon_days=horizon_days,
        n=n,
        k=k,
        left_out=len(answers) - n,
        mean=a / (a + b),
        low=float(betaincinv(a, b, tail)),
        high=float(betaincinv(a, b, 1 - tail)),
        level=level,
        prior=prior,
    )
