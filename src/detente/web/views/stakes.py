"""What a relation is worth to its sides, as the store's articles tell it.

What comes in: an open session and two sides. What goes out: a `StakesPage`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from detente.api import Session
from detente.records import Stake
from detente.store.findings import stake_from_json
from detente.web import sql
from detente.web.params import AsOf, DyadPath
from detente.web.views.common import Quote, Sides, day_of, in_sentences, iso, sides_of


@dataclass(frozen=True, slots=True)
class StakeRow:
    """One stake as one article tells it."""

    id: str
    name: str
    domain: tuple[str, ...]
    amount: str | None
    period: str | None
    bearer: tuple[str, ...]
    gainer: tuple[str, ...]
    status: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class StakesPage:
    """The stakes of a relation, the latest told first."""

    sides: Sides
    day: str
    as_of: str | None
    rows: tuple[StakeRow, ...]
    domains: tuple[tuple[str, int], ...]


def stakes_of(session: Session, sides: Sides, as_of: str | None) -> list[Stake]:
    """The stakes of two sides as records."""
    return [stake for stake, _ in _rows(session, sides, as_of)]


def _rows(
    session: Session, sides: Sides, as_of: str | None
) -> list[tuple[Stake, tuple[str | None, str | None, str | None]]]:
    asked = {"dyad": f"{sides.a};{sides.b}", "as_of": as_of}
    return [
        (stake_from_json(json.loads(record)), (title, source, iso(day)))
        for record, title, source, day in session.store.query(sql.STAKES, asked)
    ]


def stakes(session: Session, dyad: DyadPath, as_of: AsOf = None) -> StakesPage:
    """What a relation is worth to its sides: sums, flows, projects, each with its sentence."""
    sides = sides_of(dyad)
    found = _rows(session, sides, as_of)
    words = {
        stake.id: [
            Quote("", s.text, stake.doc_id, s.start, s.end, None, None, title, source, day, None)
            for s in stake.spans
        ]
        for stake, (title, source, day) in found
    }
    whole = in_sentences(session, [q for mine in words.values() for q in mine])
    rows, domains = [], dict[str, int]()
    for stake, _ in found:
        for name in stake.domain:
            domains[name] = domains.get(name, 0) + 1
        # Two spans of one sentence are one quote.
        told = tuple(
            {(q.doc_id, q.start): q for q in map(whole.get, words[stake.id]) if q}.values()
        )
        rows.append(
            StakeRow(
                stake.id, stake.name, stake.domain, _amount(stake), _period(stake), stake.bearer,
                stake.gainer, stake.status, told,
            )
        )  # fmt: skip
    ranked = tuple(sorted(domains.items(), key=lambda pair: (-pair[1], pair[0])))
    return StakesPage(sides, day_of(session, as_of), as_of, tuple(rows), ranked)


def _amount(stake: Stake) -> str | None:
    low, high = stake.low, stake.high
    if stake.amount is not None:
        said = f"{stake.amount:,.0f}" if stake.amount >= 100 else f"{stake.amount:g}"
    elif low is not None and high is not None:
        said = f"{low:,.0f} to {high:,.0f}"
    elif low is not None or high is not None:
        said = f"at least {low:,.0f}" if low is not None else f"up to {high:,.0f}"
    else:
        return None
    return " ".join(p for p in (said, stake.currency, stake.unit) if p)


def _period(stake: Stake) -> str | None:
    period = stake.period
    if period is None:
        return None
    if period.duration_days is not None:
        about = "about " if period.precision == "approx" else ""
        return f"over {about}{period.duration_days} days"
    return None if period.start is None else f"{period.start} to {period.end or 'now'}"
