"""The brief of a dyad on a day: sections of sentences from records, each checked before it stays.

What comes in: an open store, two sides, a day. What goes out: a `Brief`. Templates alone write
it; what the checker refuses is kept apart with its reason and printed nowhere as a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from detente.brief.brief import Brief, Section, Sentence, Withheld
from detente.brief.checking import Checker
from detente.brief.composing import figures
from detente.brief.composing.acts import act_draft, weight
from detente.brief.composing.findings import (
    DIFFERING,
    SHOWN_FIELDS,
    UNNAMED,
    absent,
    claim_draft,
    differing,
    evidence_drafts,
    field_drafts,
    hypothesis_draft,
    opening,
    order_draft,
    signal_draft,
    stake_draft,
)
from detente.brief.composing.notes import footnotes
from detente.brief.composing.wording import Draft, day
from detente.brief.desk import is_third_party_violence
from detente.brief.ids import computed_id
from detente.brief.ledger import History, Ledger, check_as_of
from detente.brief.words import load_words
from detente.coding.incidents import case_files
from detente.errors import BadSetting
from detente.records import Claim, Event, Hypothesis, Incident, Outlook, Signal, Stake
from detente.relations import Shock, find_side
from detente.store import Store

DEFAULT_DAYS = 30
# An incident is looked for in the reports of so many days.
INCIDENT_DAYS = 60
# The most sentences of a section; what is left out is counted.
LIMITS: dict[str, int] = {
    "situation": 6,
    "incident": 12,
    "new": 8,
    "voices": 8,
    "hypotheses": 10,
    "reactions": 8,
    "stakes": 8,
    "course": 5,
    "outlook": 14,
    "unknown": 8,
}
TITLES: dict[str, str] = {
    "situation": "Situation",
    "incident": "What happened",
    "new": "What is new",
    "voices": "Who says what",
    "hypotheses": "Competing explanations",
    "reactions": "How both sides reacted",
    "stakes": "What is at stake",
    "course": "The course of the relation",
    "outlook": "Outlook",
    "unknown": "What is not known",
}
CHARTS: dict[str, tuple[str, ...]] = {
    "reactions": ("reactions",),
    "stakes": ("stakes",),
    "course": ("timeline", "directed"),
    "outlook": ("odds", "precedents"),
    "unknown": ("coverage",),
}
METHOD = (
    "Composed from coded records by templates, no language model. Every sentence cites spans or"
    " figures and was checked against them before it was printed; what failed is listed as"
    " withheld. Index: filtered mean of Goldstein scores with its 80 % interval."
)


@dataclass(slots=True)
class Material:
    """Everything a brief is composed from, read from the store once."""

    ledger: Ledger
    a: str
    b: str
    dyad: str
    as_of: str
    since: str
    new: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    incident: list[Incident] = field(default_factory=list)
    incident_name: str = ""
    shock_kind: str = ""
    shock_by: str = ""
    claims: list[Claim] = field(default_factory=list)
    hypotheses: list[Hypothesis] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    stakes: list[Stake] = field(default_factory=list)
    shocks: list[Shock] = field(default_factory=list)
    outlooks: tuple[Outlook, ...] = ()


def compose(
    store: Store,
    one: str,
    other: str,
    *,
    as_of: str,
    since: str | None = None,
    version: str = "",
    limits: dict[str, int] | None = None,
    history: History | None = None,
) -> Brief:
    """The brief of two sides as known on a day.

    Parameters
    ----------
    store
        An open store; nothing published after ``as_of`` enters.
    one, other
        Codes or names of states, blocs or armed groups.
    as_of
        ISO day.
    since
        ISO day after which reports count as new; 30 days before ``as_of`` if None.
    version
        Of détente, kept in the brief.
    limits
        The most sentences by section; `LIMITS` if None.
    history
        As `detente.brief.ledger.Ledger` takes it.

    Raises
    ------
    UnknownState
        No side answers to a name.
    BadSetting
        A day is not ISO, both sides are the same, or ``since`` is not before ``as_of``.
    """
    material = gather(store, one, other, as_of=as_of, since=since, history=history)
    return write(material, Checker(store, material.ledger), version, limits or LIMITS)


def gather(
    store: Store,
    one: str,
    other: str,
    *,
    as_of: str,
    since: str | None,
    history: History | None = None,
) -> Material:
    """What a brief is composed from; see `compose`."""
    a, b = sorted((find_side(one).code, find_side(other).code))
    if a == b:
        raise BadSetting(f"a brief is of two sides: {one!r} and {other!r} are both {a}", value=a)
    to = check_as_of(as_of)
    start = date.fromisoformat(to) - timedelta(days=DEFAULT_DAYS)
    new_from = start.isoformat() if since is None else check_as_of(since)
    if new_from >= to:
        raise BadSetting(
            f"--since {new_from} is not before the day of the brief, {to}",
            hint="name an earlier day, or a later --as-of",
        )
    m = Material(Ledger(store, history), a, b, f"{a}-{b}", to, new_from)
    dated = m.ledger.dated(m.dyad, to)
    m.new = [one.event_id for one in dated if one.day > new_from]
    look = min(new_from, (date.fromisoformat(to) - timedelta(days=INCIDENT_DAYS)).isoformat())
    recent = [one.event_id for one in dated if one.day > look]
    series = m.ledger.series(m.dyad, to)
    m.shocks = [] if series is None else series[2]
    m.ledger.look_up([*recent, *(s.events[0] for s in m.shocks if s.events)])
    m.documents = _documents(m, store, recent, look)
    _find_incident(m, store)
    _find_rest(m, store)
    m.outlooks = m.ledger.outlooks(m.dyad, to)
    return m


def _documents(m: Material, store: Store, recent: Sequence[str], look: str) -> list[str]:
    """The documents of the last weeks that tell of the two, or of violence on either by others."""
    found: dict[str, None] = {}
    for event_id in recent:
        event = m.ledger.record("event", event_id)
        if isinstance(event, Event):
            found[event.doc_id] = None
    violent = [
        event
        for event in store.events(
            recipient=(m.a, m.b), quad=4, date_from=look, as_of=m.as_of, published_after=look
        )
        if is_third_party_violence(event, m.a, m.b)
    ]
    for side in (m.a, m.b):
        hit = (e for e in violent if any(p.country == side for p in e.recipient))
        found |= dict.fromkeys(e.doc_id for e in hit)
    m.ledger.look_up(documents=found)
    return list(found)


def _find_incident(m: Material, store: Store) -> None:
    """The act that most of the recent reports tell, and which kind of case it is."""
    told = store.several.findings("incidents", m.documents)
    found = [i for doc in m.documents for i in told[doc] if isinstance(i, Incident)]
    m.ledger.look_up(i.event for i in found if i.event is not None)
    published = {doc_id: _published(m, doc_id) for doc_id in m.documents}
    files = [f for f in case_files(found, published) if _concerns(m, f.reports)]
    if not files:
        return
    best = max(files, key=lambda f: (len(f.doc_ids), -files.index(f)))
    m.incident, m.incident_name = list(best.reports), best.name
    m.shock_kind, m.shock_by = _kind_of(m)


def _published(m: Material, doc_id: str) -> str | None:
    document = m.ledger.document(doc_id)
    return None if document is None else document.date


def _concerns(m: Material, reports: Iterable[Incident]) -> bool:
    """Whether an act has one of the two for a party; reactions alone do not make it theirs."""
    for report in reports:
        event = None if report.event is None else m.ledger.record("event", report.event)
        if isinstance(event, Event):
            hit = {p.country for p in (*event.actor, *event.recipient)}
            if hit & {m.a, m.b}:
                return True
    return False


def _kind_of(m: Material) -> tuple[str, str]:
    """Kind and perpetrator of the incident in the casebook's words; empty where unclear."""
    values = [v.value for i in m.incident for v in (*i.victim, *i.office)]
    text = " ".join([m.incident_name, *values]).lower()
    kind = next(
        (k for k, w in load_words().case.items() if re.search(rf"(?<!\w)(?:{w})(?!\w)", text)), ""
    )
    if not kind:
        return "", ""
    for report in m.incident:
        event = None if report.event is None else m.ledger.record("event", report.event)
        if isinstance(event, Event):
            if is_third_party_violence(event, m.a, m.b):
                return kind, "non-state"
            if {p.country for p in event.actor} & {m.a, m.b}:
                return kind, "state"
    return kind, ""


def _find_rest(m: Material, store: Store) -> None:
    told = {
        table: store.several.findings(table, m.documents)
        for table in ("claims", "hypotheses", "signals")
    }
    for doc_id in m.documents:
        if (_published(m, doc_id) or "") > m.since:
            m.claims += [c for c in told["claims"][doc_id] if isinstance(c, Claim)]
        m.hypotheses += [h for h in told["hypotheses"][doc_id] if isinstance(h, Hypothesis)]
        m.signals += [s for s in told["signals"][doc_id] if isinstance(s, Signal)]
    if len(m.a) == len(m.b) == 3:
        m.stakes = store.stakes_of(m.a, m.b, as_of=m.as_of)


# --- writing --------------------------------------------------------------------------------------


def write(m: Material, checker: Checker, version: str, limits: dict[str, int]) -> Brief:
    """The sections of the material, each sentence checked; see `compose`."""
    names = (find_side(m.a).name, find_side(m.b).name)
    drafts = {
        "situation": _situation(m, names),
        "incident": _incident(m),
        "new": _new(m),
        "voices": _voices(m),
        "hypotheses": _hypotheses(m),
        "reactions": _reactions(m),
        "stakes": _stakes(m),
        "course": _course(m),
        "outlook": _outlook(m),
        "unknown": _unknown(m, names),
    }
    first = (d for key, found in drafts.items() for d in found[: limits.get(key, LIMITS[key])])
    checker.ledger.fetch(ref for draft in first for ref in draft.refs)
    sections: list[Section] = []
    withheld: list[Withheld] = []
    for key, found in drafts.items():
        kept: list[Sentence] = []
        more = 0
        for draft in dict.fromkeys(found):
            if len(kept) == limits.get(key, LIMITS[key]):
                more += 1
                continue
            reasons = checker.sentence(draft.text, draft.refs)
            if reasons:
                withheld.append(Withheld(key, draft.text, draft.refs, "; ".join(reasons)))
            else:
                kept.append(Sentence(draft.text, draft.refs))
        if kept:
            title = TITLES[key] + (f" since {day(m.since)}" if key == "new" else "")
            sections.append(Section(key, title, tuple(kept), _charts(m, key), more))
    numbered, notes = footnotes(m.ledger, sections)
    return Brief(
        m.dyad, names, m.as_of, m.since, version, numbered, tuple(withheld), notes,
        coverage=_coverage_line(m), method=METHOD,
    )  # fmt: skip


def _charts(m: Material, key: str) -> tuple[str, ...]:
    found = m.ledger.series(m.dyad, m.as_of)
    if found is None or not found[0].weeks:
        return ()
    charts = CHARTS.get(key, ())
    if key == "reactions" and not m.incident:
        return ()
    return tuple(c for c in charts if c != "precedents" or precedents_of(m))


def _coverage_line(m: Material) -> str:
    one = m.ledger.coverage(m.dyad, m.as_of)
    if one is None or not one.weeks:
        return "no data of the two"
    return (
        f"{one.events:,} events from {one.reports:,} reports, {one.known_weeks:,} of"
        f" {one.weeks:,} weeks with reports"
    )


def _situation(m: Material, names: tuple[str, str]) -> list[Draft]:
    out: list[Draft] = []
    one = m.ledger.coverage(m.dyad, m.as_of)
    if one is not None:
        out.append(figures.coverage_drafts(one, names)[0])
    out += _weeks(m)
    last = next((s for s in reversed(m.shocks) if s.kind == "rupture"), None)
    out += [figures.shock_draft(last, m.as_of)] if last else []
    out.append(
        figures.news_draft(m.ledger.news(m.dyad, m.since, m.as_of), m.dyad, m.since, m.as_of)
    )
    first = _of_horizon(m.outlooks, 90)
    out += [figures.odds_draft(first[0])] if first else []
    return out


def _weeks(m: Material) -> list[Draft]:
    """The last week with a level; and the week of the day, where that is another."""
    series = m.ledger.series(m.dyad, m.as_of)
    weeks = [] if series is None else [w for w in series[0].weeks if w.low is not None]
    told = [w for w in weeks if w.level is not None]
    shown = told[-1:] + (weeks[-1:] if weeks and weeks[-1].level is None else [])
    drafts = [figures.week_draft(w, m.as_of) for w in shown]
    return [d for d in drafts if d is not None]


def _of_horizon(found: Sequence[Outlook], days: int) -> list[Outlook]:
    return [o for o in found if o.horizon_days == days]


def _incident(m: Material) -> list[Draft]:
    if not m.incident:
        return []
    out = [opening(m.ledger, m.incident, m.incident_name)]
    for name in SHOWN_FIELDS:
        drafts = field_drafts(m.ledger, m.incident, name)
        out += drafts[: 2 if name in ("suspects", "motives", "perpetrator") else 1]
    return out


def _new(m: Material) -> list[Draft]:
    live = [e for e in m.new if not _is_past(m.ledger.record("event", e))]
    ranked = sorted(live, key=lambda e: weight(m.ledger, e), reverse=True)
    drafts = [d for d in (act_draft(m.ledger, e) for e in ranked) if d is not None]
    unique: dict[str, Draft] = {}
    for d in drafts:
        unique.setdefault(d.text, d)
    return list(unique.values())


def _is_past(event: object) -> bool:
    """Whether a report only looks back at an act: that is no news."""
    return isinstance(event, Event) and event.historical


_TELLING = ("denies", "accuses", "threatens", "suspects", "claims", "promises", "urges", "confirms")


def _voices(m: Material) -> list[Draft]:
    def rank(c: Claim) -> tuple[bool, bool, int, str]:
        side = c.speaker.country in (m.a, m.b)
        return (not side, c.stance not in _TELLING, -len(c.proposition.text), c.id)

    out, seen = [], set()
    for claim in sorted(m.claims, key=rank):
        key = (claim.speaker.value.lower(), claim.stance)
        short = len(claim.proposition.text) < 20 or claim.speaker.value in (UNNAMED, "author")
        if key in seen or short or claim.stance == "judges":
            continue
        draft = claim_draft(m.ledger, claim)
        if draft is not None:
            seen.add(key)
            out.append(draft)
    return out


def _hypotheses(m: Material) -> list[Draft]:
    reports = {i.id for i in m.incident}
    mine = [h for h in m.hypotheses if h.incident in reports or h.about == "what-next"]
    groups: dict[tuple[str, str], list[Hypothesis]] = {}
    for h in mine or m.hypotheses:
        groups.setdefault((h.about, h.proposition.lower()), []).append(h)
    order = {name: i for i, name in enumerate(load_words().question)}
    out: list[Draft] = []
    ranked = sorted(groups.items(), key=lambda kv: (order[kv[0][0]], -len(kv[1]), kv[0][1]))
    for about in order:
        draft = order_draft([group for (asked, _), group in ranked if asked == about])
        out += [draft] if draft is not None else []
    for _, group in ranked:
        out.append(hypothesis_draft(m.ledger, group))
        out += evidence_drafts(group)[:2]
    return out


def incident_day(m: Material) -> str | None:
    """The day of the incident, or of its first report."""
    days = sorted(d.start for i in m.incident for d in i.date if d.precision == "day")
    reported = sorted(d for d in (_published(m, i.doc_id) for i in m.incident) if d)
    return next(iter([*days, *reported]), None)


def is_reaction(m: Material, signal: Signal) -> bool:
    """Whether the act behind a signal is its sender's own and not the incident, nor background."""
    act = None if signal.event is None else m.ledger.record("event", signal.event)
    if not isinstance(act, Event):
        return True
    if act.historical or act.id in {i.event for i in m.incident}:
        return False
    return set(signal.sender) <= {p.country for p in act.actor}


def _reactions(m: Material) -> list[Draft]:
    first = incident_day(m) or m.since
    reports = {i.id for i in m.incident} | {i.event for i in m.incident}
    out, seen = [], set()

    def rank(s: Signal) -> tuple[bool, bool, str, str]:
        return (s.after not in reports, s.latency_days is None, _published(m, s.doc_id) or "", s.id)

    for signal in sorted(m.signals, key=rank):
        if (
            not is_reaction(m, signal)
            or not {*signal.sender, *signal.to} <= {m.a, m.b}
            or ((_published(m, signal.doc_id) or "") < first)
        ):
            continue
        key = (signal.sender, signal.to, signal.type, signal.direction)
        draft = signal_draft(m.ledger, signal)
        if draft is not None and key not in seen:
            seen.add(key)
            out.append(draft)
    return out


def _stakes(m: Material) -> list[Draft]:
    def rank(s: Stake) -> tuple[bool, bool, float, str]:
        return (s.amount is None, s.status is None, -(s.amount or 0), s.id)

    out: dict[str, Draft] = {}
    for stake in sorted(m.stakes, key=rank):
        out.setdefault(stake.name.lower(), stake_draft(stake))
    return list(out.values())


def _course(m: Material) -> list[Draft]:
    out: list[Draft] = []
    for shock in reversed(m.shocks):
        out.append(figures.shock_draft(shock, m.as_of))
        told = act_draft(m.ledger, shock.events[0]) if shock.events else None
        out += [told] if told is not None else []
    one = m.ledger.coverage(m.dyad, m.as_of)
    if not out and one is not None and one.weeks:
        out.append(figures.calm_draft(one))
    return out


def precedents_of(m: Material) -> list[tuple[str, Sequence[object]]]:
    """Precedents with the id that gives them: episodes of the outlook, cases of the casebook."""
    out: list[tuple[str, Sequence[object]]] = []
    if m.outlooks and m.outlooks[0].precedents:
        out.append((figures.outlook_ref(m.outlooks[0]), m.outlooks[0].precedents))
    cases = m.ledger.cases(m.dyad, m.shock_kind, m.shock_by, m.as_of)
    if cases:
        ref = computed_id("cases", m.dyad, m.shock_kind, m.shock_by, as_of=m.as_of)
        out.append((ref, cases))
    return out


def _outlook(m: Material) -> list[Draft]:
    if not m.outlooks:
        return []
    first = m.outlooks[0]
    if first.probability is None:
        return [figures.odds_draft(first), *_precedents(m)]
    out: list[Draft] = []
    for one in m.outlooks:
        if one.target == first.target or one.horizon_days == 90:
            out.append(figures.odds_draft(one, skill=one.horizon_days == 90))
    middle = _of_horizon([o for o in m.outlooks if o.target == first.target], 90)
    out += figures.driver_drafts(middle[0], 2) if middle else []
    out += _precedents(m)
    note = figures.note_draft(first)
    return [*out, note] if note is not None else out


def _precedents(m: Material) -> list[Draft]:
    out: list[Draft] = []
    for ref, found in precedents_of(m):
        out += figures.precedent_drafts(found, ref, 2)  # type: ignore[arg-type]
    if m.shock_kind:
        line = m.ledger.rate(m.shock_kind, m.shock_by, "90", m.as_of)
        if line is not None:
            out.append(figures.rate_draft(line, m.shock_kind, m.shock_by, 90, m.as_of))
    return out


def _unknown(m: Material, names: tuple[str, str]) -> list[Draft]:
    out: list[Draft] = []
    for name in load_words().unknown:
        draft = absent(m.incident, name) if m.incident else None
        out += [draft] if draft is not None else []
    for name in DIFFERING:
        draft = differing(m.ledger, m.incident, name) if m.incident else None
        out += [draft] if draft is not None else []
    one = m.ledger.coverage(m.dyad, m.as_of)
    silent = None if one is None else figures.coverage_drafts(one, names)[1]
    out += [silent] if silent is not None else []
    return out
