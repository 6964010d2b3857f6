"""The records of the casebook: a case, its signals, and what was known of it on a date.

What goes out: frozen :class:`Case` and :class:`Signal`. Dates of the act are days; dates of a
rupture or repair may be months or years, which stand for every day in them. How the words of
each field are to be understood is in ``docs/casebook.md``.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

Day = date
"""A day; its own name, for `Case` has a field called date."""

KINDS = (
    "envoy-attacked",
    "mission-attacked",
    "aircraft-attacked",
    "ship-attacked",
    "border-clash",
    "attack-abroad",
    "expulsion",
    "sanctions",
)
"""Kinds of act that open a case."""

PERPETRATORS = ("state", "non-state", "unknown")
"""Who did it, as far as was ever established."""

RANKS = (
    "leader",
    "minister",
    "head-of-mission",
    "diplomat",
    "staff",
    "official",
    "soldier",
    "civilian",
)
"""Rank of the highest victim, from the top; the ladder that ranking walks."""

CLAIMS = ("none", "negligence", "complicity", "ordered")
"""What the injured government said of the other's part in it."""

REACTIONS = ("apology", "condolence", "investigation", "denial", "defiance")
"""What the accused government did first, from the softest."""

PRIORS = ("friendly", "normal", "strained", "hostile", "war")
"""The relation in the year before, from the best."""

WAYS = ("reassurance", "escalation", "neutral")
"""The direction of a signal."""

RUPTURES = ("none", "recall", "expulsion", "severance", "embargo", "force")
"""The first measure of one government against the other in answer to the act."""

KNOWN_AFTER = 180
"""Days after the act at which, unless the case says otherwise, its outcome is taken as known:
the longest horizon of an outlook."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What a party said or did to the other in the first week.

    ``days`` is the latency since the act, 0 to 7; ``by`` a state's code; ``way`` one of
    :data:`WAYS`.
    """

    days: int
    by: str
    way: str
    what: str


@dataclass(frozen=True, slots=True)
class Case:
    """One interstate shock: who suffered, who was held responsible, what came of it.

    ``injured`` and ``accused`` are the codes of the day; None and empty stand for not known or
    not checked, never for no. ``ruptured`` and ``repaired`` are ISO dates, months or years;
    ``unrepaired`` is a day on which the rupture still held. ``known`` is the day by which the
    outcome was known. ``checked`` says that date, parties and act were looked up in a second
    text when the case was written.
    """

    id: str
    title: str
    date: Day
    date_end: Day
    kind: str
    injured: str
    accused: str
    others: tuple[str, ...]
    victim: str
    rank: str | None
    place: str
    perpetrator: str
    by: str
    claim: str | None
    claimed_by: tuple[str, ...]
    reaction: str | None
    prior: str | None
    signals: tuple[Signal, ...]
    rupture: str | None
    ruptured: str | None
    repaired: str | None
    unrepaired: str | None
    contested: str
    outcome: str
    known: Day
    checked: bool
    sources: tuple[str, ...]

    @property
    def parties(self) -> tuple[str, str]:
        """The two states, the injured first."""
        return self.injured, self.accused

    def ruptured_within(self, days: int) -> bool | None:
        """Whether relations ruptured at most ``days`` days after the act; None if unknown."""
        if self.rupture is None:
            return None
        if self.rupture == "none":
            return False
        return _by(self.ruptured, None, self.date + timedelta(days))

    def repaired_within(self, days: int, as_of: Day) -> bool | None:
        """Whether a rupture was repaired at most ``days`` days later; None if unknown.

        The count starts with the first day that the rupture may have happened on. A horizon
        that had not passed on ``as_of`` is unknown, whatever was already repaired: quick
        repairs would otherwise be seen before slow ones.
        """
        if self.rupture in (None, "none") or self.ruptured is None:
            return None
        limit = bounds(self.ruptured)[0] + timedelta(days)
        if limit > as_of:
            return None
        return _by(self.repaired, self.unrepaired, limit)

    def as_of(self, day: Day) -> Case:
        """The case without what was not known on ``day``.

        A later rupture or repair is taken out, and with it the words on the outcome and on
        what is contested, for they tell the end.
        """
        hidden: dict[str, str | None] = {}
        if self.ruptured is not None and bounds(self.ruptured)[0] > day:
            hidden = {"rupture": "none", "ruptured": None, "repaired": None, "unrepaired": None}
        elif self.repaired is not None and bounds(self.repaired)[1] > day:
            held = min(day, bounds(self.repaired)[0] - timedelta(1))
            hidden = {"repaired": None, "unrepaired": held.isoformat()}
        elif self.unrepaired is not None and Day.fromisoformat(self.unrepaired) > day:
            hidden = {"unrepaired": day.isoformat()}
        if not hidden:
            return self
        return replace(self, **hidden, outcome="", contested="")  # type: ignore[arg-type]


def _by(when: str | None, not_by: str | None, limit: date) -> bool | None:
    """Whether something dated ``when``, and not yet so on ``not_by``, was so by ``limit``."""
    if not_by is not None and date.fromisoformat(not_by) >= limit:
        return False
    if when is None:
        return None
    first, last = bounds(when)
    if last <= limit:
        return True
    return False if first > limit else None


def bounds(when: str) -> tuple[date, date]:
    """First and last day of an ISO day, month or year.

    Raises
    ------
    ValueError
        It is none of them.

    Examples
    --------
    >>> bounds("1946-02")
    (datetime.date(1946, 2, 1), datetime.date(1946, 2, 28))
    """
    if len(when) == 4:
        return date(int(when), 1, 1), date(int(when), 12, 31)
    if len(when) == 7:
        first = date.fromisoformat(when + "-01")
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    day = date.fromisoformat(when)
    return day, day
