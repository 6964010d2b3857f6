"""`detente outlook`: the answer for one dyad on one day.

What comes in: a dyad's events up to the day (or daily net scores), and horizons. What goes out:
an `Outlook` for each horizon: the odds of a rupture, or, where the dyad is in one, of its
repair; or that there is not enough to say, and why. Nothing later than the day enters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.outlook.acts import HOSTILE_TYPES, KIND, acts_known
from detente.outlook.acts import NAME as ACTS
from detente.outlook.drivers import drivers
from detente.outlook.episodes import load_episodes, nearest, shape_at
from detente.outlook.features import Known, features_at, know
from detente.outlook.panel import Panel, panel_from_events
from detente.outlook.repair import FEATURES, NAME, repair_features, ruptures_of
from detente.outlook.shipped import Shipped, check_horizon, load_shipped
from detente.outlook.target import (
    QUIET_WEEKS,
    REFERENCE_SEEN,
    REFERENCE_WEEKS,
    RELAPSE_WEEKS,
    RUPTURE_EVENTS,
    Floats,
)
from detente.records import Driver, Outlook, Precedent
from detente.relations import Act, Acts, as_acts
from detente.relations.weeks import monday_of

SHOWN_DRIVERS = 6
# A dyad with events in fewer weeks of the year is quieter than any that the models were fitted on.
FEWEST_WEEKS = 3
# The models' units of volume are a news agency's daily stream; a store of few texts is far below.
SPARSE_NOTE = (
    "scored on ICEWS events; this store reports less of the two than that, so read the odds as"
    " a base rate moved by what is known"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dyad stands at the end of a day, and the row that its hazards read.

    ``shown`` holds the features by name; ``since`` weeks since the last shock, None without one.
    """

    state: str
    kind: str
    row: Floats
    shown: dict[str, float]
    since: int | None
    known: Known


def aligned(acts: Sequence[Act], dyad: str, as_of: date) -> Panel:
    """The panel of one dyad in weeks that end on the day of the outlook.

    A calendar week that is not over would hide a shock of yesterday. Days are moved so that the
    outlook's is a Sunday; the panel's dates are moved with them.
    """
    a, b = dyad.split("-")
    used = _up_to(as_acts(acts), as_of)
    shift = 6 - as_of.weekday()
    day = used.day + shift
    backward = np.array([d.startswith(f"{b}>") for d in used.direction], dtype=np.bool_)
    hostile = np.array([kind in HOSTILE_TYPES for kind in used.event_type], dtype=np.bool_)
    first = used.day.min().item() if len(used) else as_of
    return panel_from_events(
        np.where(backward, b, a),
        np.where(backward, a, b),
        day,
        used.score,
        used.quad_class,
        first_day=monday_of(first + timedelta(days=shift)),
        last_day=as_of + timedelta(days=shift),
        reports=used.reports.astype(np.float64),
        hostile=hostile,
    )


def _up_to(acts: Acts, as_of: date) -> Acts:
    """What the two did to each other up to a day, in one order, so that sums round alike."""
    return acts.of(acts.bilateral & (acts.day <= np.datetime64(as_of, "D")))


def digest_of(acts: Sequence[Act], as_of: date, model: str) -> str:
    """A digest of everything that an outlook rests on."""
    known = as_acts(acts)
    known = known.of(known.day <= np.datetime64(as_of, "D"))
    columns = (
        np.datetime_as_string(known.day).tolist(), known.direction, known.event_type,
        known.quad_class.tolist(), known.score.tolist(), known.reports.tolist(), known.event_id,
    )  # fmt: skip
    used = list(zip(*columns, strict=True))
    told = json.dumps([as_of.isoformat(), model, used], separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:32]


def outlooks(
    acts: Sequence[Act], dyad: str, as_of: date, horizons: Sequence[int]
) -> tuple[Outlook, ...]:
    """Outlooks of a dyad from its events, one for each horizon in days and target.

    First those of a rupture, or of a repair where the dyad is in rupture; then, unless one was
    seen in the last four weeks, those of a hostile act (`acts-v1`).

    Parameters
    ----------
    acts
        The dyad's events as `detente.relations.dyad_acts` gives them with the same ``as_of``;
        later ones are left out.
    dyad
        Codes sorted, ``RUS-TUR``.

    Raises
    ------
    BadSetting
        A horizon is none that was scored.
    """
    for horizon in horizons:
        check_horizon(horizon)
    used = _up_to(as_acts(acts), as_of)
    model = load_shipped("events")
    digest = digest_of(used, as_of, model.version)
    trouble = _too_little(used, as_of)
    if trouble is not None:
        return tuple(_unsaid(dyad, as_of, h, trouble, digest, model) for h in horizons)
    standing = stand(aligned(used, dyad, as_of))
    found = precedents_for(standing, "events", as_of, dyad)
    note = _sparse(standing)
    out = [
        answer(model, standing, used, dyad, as_of, horizon, found, digest, note)
        for horizon in horizons
    ]
    beside = stand_for_acts(standing.known)
    if beside is not None:
        out += [
            answer(model, beside, used, dyad, as_of, horizon, (), digest, note)
            for horizon in horizons
        ]
    return tuple(out)


def first_odds(acts: Sequence[Act], dyad: str, as_of: date, horizon: int) -> Outlook:
    """The first of `outlooks` for one horizon, with its odds alone.

    Drivers, precedents and digest, which take most of the time, are left out.
    """
    check_horizon(horizon)
    used = _up_to(as_acts(acts), as_of)
    model = load_shipped("events")
    trouble = _too_little(used, as_of)
    if trouble is not None:
        return _unsaid(dyad, as_of, horizon, trouble, "", model)
    standing = stand(aligned(used, dyad, as_of))
    return answer(model, standing, None, dyad, as_of, horizon, (), "", _sparse(standing))


def _sparse(standing: Standing) -> str | None:
    """What to say where the last year has less than an event a week."""
    active = standing.known.panel.active[0, -REFERENCE_WEEKS:]
    return SPARSE_NOTE if float(np.nanmean(active)) < 1.0 else None


def stand_for_acts(known: Known) -> Standing | None:
    """Where a single dyad stands as to hostile acts; None where one is four weeks old or less."""
    seen = acts_known(known)
    if seen.rupture[0, -QUIET_WEEKS:].any():
        return None
    t = known.panel.weeks - 1
    features = {k: float(v[0]) for k, v in features_at(seen, t, np.array([0])).items()}
    row = load_shipped("events").row(KIND, features)
    return Standing("calm", KIND, row, features, None, known)


def _too_little(used: Acts, as_of: date) -> str | None:
    if not len(used):
        return f"no event between the two is known up to {as_of}"
    first: date = used.day.min().item()
    weeks = (as_of - first).days // 7 + 1
    if weeks < REFERENCE_SEEN:
        return (
            f"the first known event is of {first}, {weeks} weeks before: at least"
            f" {REFERENCE_SEEN} weeks are needed to tell what is usual"
        )
    ago = (np.datetime64(as_of, "D") - used.day).astype(np.int64)
    told = np.unique(ago[ago < 7 * REFERENCE_WEEKS] // 7)
    if len(told) < FEWEST_WEEKS:
        return f"only {len(told)} weeks of the year before {as_of} have any event between the two"
    return None


def _unsaid(dyad: str, as_of: date, horizon: int, why: str, digest: str, model: Shipped) -> Outlook:
    return Outlook(
        dyad, as_of.isoformat(), horizon, None, None, None, None,
        RUPTURE_EVENTS.name, "unknown",
        model=model.card("all", horizon), note=f"not enough to say: {why}", inputs_digest=digest,
    )  # fmt: skip


def stand(panel: Panel, d: int = 0, known: Known | None = None) -> Standing:
    """Where a dyad of a panel stands at the end of the panel's last week."""
    known = known or know(panel)
    t = panel.weeks - 1
    rupture = known.rupture[d]
    if panel.units == "events":
        found = ruptures_of(panel.of([d]))
        shocks = np.flatnonzero(rupture | found.ruptured[0])
        if found.inside[0, t]:
            row = repair_features(panel.of([d]), found, 0, t)
            shown = dict(zip(FEATURES, row.tolist(), strict=True))
            since = int(t - shocks[-1]) if len(shocks) else None
            return Standing("in rupture", "repair", row, shown, since, known)
    else:
        shocks = np.flatnonzero(rupture)
    features = {k: float(v[0]) for k, v in features_at(known, t, np.array([d])).items()}
    since = int(t - shocks[-1]) if len(shocks) else None
    if rupture[-QUIET_WEEKS:].any():
        state, kind = "post-shock", "post-shock"
    else:
        state = "relapse" if since is not None and since < RELAPSE_WEEKS else "calm"
        kind = "all"
    model = load_shipped(panel.units)
    return Standing(state, kind, model.row(kind, features), features, since, known)


def precedents_for(
    standing: Standing, units: str, as_of: date, dyad: str, d: int = 0
) -> tuple[Precedent, ...]:
    """The nearest episodes of event data; none where no shock of the dyad is known."""
    if standing.since is None:
        return ()
    known = standing.known
    t = known.panel.weeks - 1
    return nearest(
        load_episodes(units),
        shape_at(known, d, t),
        float(standing.since),
        float(known.held.median[d, t + 1]),
        as_of,
        dyad=dyad,
    )


def answer(
    model: Shipped,
    standing: Standing,
    acts: Sequence[Act] | None,
    dyad: str,
    as_of: date,
    horizon: int,
    found: tuple[Precedent, ...],
    digest: str,
    note: str | None,
) -> Outlook:
    """The outlook of one horizon; without ``acts``, None, it names no drivers."""
    if as_of.isoformat() < model.cut_off:
        back = f"the model was fitted on data up to {model.cut_off}, later than this day"
        note = back if note is None else f"{back}; {note}"
    odds = model.odds(standing.kind, standing.row, horizon)
    told: tuple[Driver, ...] = ()
    if acts is not None:
        shares = model.contributions(standing.kind, standing.row, horizon)
        told = drivers(shares, standing.shown, acts, as_of)[:SHOWN_DRIVERS]
    return Outlook(
        dyad,
        as_of.isoformat(),
        horizon,
        odds.probability,
        odds.low,
        odds.high,
        odds.base_rate,
        {"repair": NAME, KIND: ACTS}.get(standing.kind, RUPTURE_EVENTS.name),
        standing.state,
        told,
        found,
        model.card(standing.kind, horizon),
        note,
        digest,
    )


def outlooks_from_net(
    panel: Panel, dyad: str, as_of: date, horizons: Sequence[int]
) -> tuple[Outlook, ...]:
    """Outlooks of a dyad from daily net scores, as of the last whole week by a day."""
    for horizon in horizons:
        check_horizon(horizon)
    model = load_shipped("net")
    last = panel.last_whole_week(as_of)
    why = None
    if dyad not in panel.dyads:
        why = "the files have no row of the two"
    elif last < 0:
        why = f"the files begin on {panel.monday}"
    elif last >= panel.weeks:
        why = f"the files end on {panel.week(panel.weeks) - timedelta(days=1)}"
    elif int(panel.known[max(0, last - REFERENCE_WEEKS + 1) : last + 1].sum()) < REFERENCE_SEEN:
        why = f"fewer than {REFERENCE_SEEN} weeks before {as_of} have data"
    if why is not None:
        return tuple(_unsaid(dyad, as_of, h, why, "", model) for h in horizons)
    cut = panel.until(last + 1)
    d = cut.dyads.index(dyad)
    standing = stand(cut, d)
    series = np.stack([cut.neg[d], cut.pos[d]])
    digest = hashlib.sha256(np.ascontiguousarray(series).tobytes()).hexdigest()[:32]
    found = precedents_for(standing, "net", as_of, dyad, d)
    return tuple(
        answer(model, standing, (), dyad, as_of, horizon, found, digest, None)
        for horizon in horizons
    )
