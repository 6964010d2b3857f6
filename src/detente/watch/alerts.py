"""Shocks of the dyads that somebody asked to be told of, each with its evidence.

What comes in: a store and the alerts of a watch file. What goes out: alerts written to the store,
each once, and sent from there. An alert is written before it is sent, so that one that could not
be sent, or whose sending was cut off, is sent later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from detente.errors import DetenteError
from detente.records import digest
from detente.relations import Shock, citations, dyad_acts, dyad_history, shocks_of
from detente.store import Send, Store
from detente.watch.config import AlertConfig
from detente.watch.sinks import send

# A shock that later reports move to a neighbouring week is the same shock.
SAME_SHOCK = timedelta(days=14)
TRIES = 30
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def make_alerts(
    store: Store, watch: str, alerts: Sequence[AlertConfig], now: datetime
) -> Iterator[dict[str, Any]]:
    """Write the alerts that are due and not written yet; yields each.

    Only what was published by now counts, and only shocks of the last ``within_days``: a store
    that starts with a chronicle is no reason for a hundred alerts.
    """
    today = now.date()
    for alert in alerts:
        for a, b in alert.dyads:
            for shock in _recent(store, a, b, alert, today):
                week = date.fromisoformat(shock.week)
                near = (week - SAME_SHOCK, week + SAME_SHOCK)
                if store.watching.told(watch, alert.name, shock.dyad, shock.kind, *near):
                    continue
                record = _record(store, watch, alert.name, shock, now)
                store.watching.add_alert(watch, now, record, alert.sinks)
                yield record


def _recent(store: Store, a: str, b: str, alert: AlertConfig, today: date) -> list[Shock]:
    as_of = today.isoformat()
    history = dyad_history(store, a, b, as_of=as_of)
    if not history.weeks:
        return []
    first = today - timedelta(days=alert.within_days + 6)  # a week begins up to six days earlier
    found = shocks_of(history, dyad_acts(store, a, b, as_of=as_of))
    return [s for s in found if s.kind in alert.on and first <= date.fromisoformat(s.week) <= today]


def _record(store: Store, watch: str, rule: str, shock: Shock, now: datetime) -> dict[str, Any]:
    """An alert as JSON object: the shock, and the events that tell it with their words."""
    return {
        "kind": "alert",
        "id": digest("alert", watch, rule, shock.dyad, shock.kind, shock.week),
        "made": now.isoformat() + "Z",
        "watch": watch,
        "rule": rule,
        "dyad": shock.dyad,
        "shock": shock.kind,
        "week": shock.week,
        "level": shock.level,
        "title": f"{shock.dyad}: {shock.kind} in the week of {shock.week}",
        "event_ids": list(shock.events),
        "evidence": [c.to_json() for c in citations(store, shock.events)],
    }


def send_one(alerts: Sequence[AlertConfig], due: Send, now: datetime) -> Send:
    """Try one sending; the state that it leaves behind."""
    alert = next((a for a in alerts if due.sink in a.sinks and a.name == due.record["rule"]), None)
    if alert is None:
        return replace(due, state="given up", error="the watch file no longer has this sink")
    try:
        send(alert, due.sink, due.record, doubtful=due.state == "sending" or due.tries > 0)
    except DetenteError as error:
        tries = due.tries + 1
        wait = min(FIRST_WAIT * 2 ** min(tries - 1, 12), LONGEST_WAIT)
        state = "pending" if tries < TRIES else "given up"
        return replace(
            due, state=state, tries=tries, not_before=now + wait, error=error.message[:300]
        )
    return replace(due, state="sent", tries=due.tries + 1, not_before=None, sent=now, error=None)
