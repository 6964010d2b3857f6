"""Sentences of incidents, claims, hypotheses, signals and stakes, from what documents yielded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.brief.charts.stakes import short_number
from detente.brief.composing.wording import (
    Draft,
    counted,
    day,
    listed,
    quote,
    refs_of,
    state,
    where_named,
)
from detente.brief.ledger import Ledger
from detente.brief.words import load_words
from detente.records import (
    CaseDate,
    Casualties,
    Claim,
    Hypothesis,
    Incident,
    Signal,
    Span,
    Stake,
    Suspect,
    Voice,
)

SHOWN_FIELDS = (
    "attack_type",
    "victim",
    "office",
    "perpetrator",
    "affiliation",
    "perpetrator_status",
    "date",
    "place",
    "weapon",
    "access",
    "casualties",
    "claims_of_responsibility",
    "suspects",
    "motives",
    "investigation",
)
# What a voice is called whom the text does not name.
UNNAMED = "unnamed"
DIFFERING = ("perpetrator", "affiliation", "motives")


# --- incidents ----------------------------------------------------------------------------------


def opening(ledger: Ledger, incidents: Sequence[Incident], name: str) -> Draft:
    """Which incident this is, how many reports tell it, and when they were published."""
    documents = list(dict.fromkeys(i.doc_id for i in incidents))
    days = sorted(d for d in (_published(ledger, doc) for doc in documents) if d)
    span = (
        f"on {day(days[0])}"
        if days[0] == days[-1]
        else f"between {day(days[0])} and {day(days[-1])}"
    )
    text = (
        f"The incident that most reports tell: {name}, in {counted(len(documents), 'report')}"
        f" published {span}."
    )
    first = next(i for i in incidents if i.name == name)
    return Draft(text, (*(f"incident:{i.id}" for i in incidents), *_field_refs(first)))


def _field_refs(incident: Incident) -> tuple[str, ...]:
    spans = [s for name in ("victim", "attack_type", "place") for v in getattr(incident, name)
             for s in v.spans]  # fmt: skip
    return refs_of(incident.doc_id, spans[:4])


def _published(ledger: Ledger, doc_id: str) -> str | None:
    document = ledger.document(doc_id)
    return None if document is None else document.date


def field_drafts(ledger: Ledger, incidents: Sequence[Incident], name: str) -> list[Draft]:
    """A sentence for each value of a field, the most often told first."""
    table = load_words()
    groups: dict[tuple[str, str | None], list[tuple[Incident, object]]] = {}
    for incident in incidents:
        for value in getattr(incident, name):
            said = _value(name, value)
            if said is None:
                continue
            voice = _voice_of(value)
            who = None if voice is None else voice_words(ledger, incident.doc_id, voice)
            groups.setdefault((said, who), []).append((incident, value))
    out = []
    ranked = sorted(groups.items(), key=lambda kv: (-len(kv[1]), kv[0][0]))
    for (said, voice_name), told in ranked:
        by = f" (according to {voice_name})" if voice_name else ""
        text = f"{table.field[name]}: {said}{by}."
        refs: list[str] = []
        for incident, value in told[:3]:
            refs.append(f"incident:{incident.id}")
            refs += _value_refs(ledger, incident, name, value)
        out.append(Draft(text, tuple(dict.fromkeys(refs))))
    return out


def _voice_of(value: object) -> Voice | None:
    voice = getattr(value, "said_by", None) or getattr(value, "by", None)
    return voice if isinstance(voice, Voice) else None


def voice_words(ledger: Ledger, doc_id: str, voice: Voice) -> str:
    """A voice as the document calls it: its name, or the words where it speaks."""
    document = ledger.document(doc_id)
    if document is None or voice.value in document.text:
        return voice.value
    return next((s.text for s in voice.spans if s.text[:1].isupper()), voice.value)


def _value(name: str, value: object) -> str | None:
    """A value as the sentence shows it: in quote marks where it is the text's own words."""
    if isinstance(value, CaseDate):
        if value.start == value.end:
            return day(value.start)
        return f"between {day(value.start)} and {day(value.end)}"
    if isinstance(value, Casualties):
        return _toll(value)
    text = str(getattr(value, "value", ""))
    if not text.strip() or "(" in text:
        return None
    if isinstance(value, Suspect):
        return f"{quote(text)}, {value.status}"
    spans: Sequence[Span] = getattr(value, "spans", ())
    verbatim = any(" ".join(text.split()) in " ".join(s.text.split()) for s in spans)
    if verbatim or name in ("motives", "investigation"):
        return quote(text)
    return text[:1].lower() + text[1:] if name == "attack_type" else text


def _toll(value: Casualties) -> str:
    low, high = value.low, value.high
    if low is not None and low == high:
        return f"{low:g} {value.kind}"
    if low is not None and high is not None:
        return f"{low:g} to {high:g} {value.kind}"
    if low is not None:
        return f"at least {low:g} {value.kind}"
    if high is not None:
        return f"up to {high:g} {value.kind}"
    return f"{'a number not told' if value.value is None else f'{value.value:g}'} {value.kind}"


def _value_refs(ledger: Ledger, incident: Incident, name: str, value: object) -> tuple[str, ...]:
    spans: list[Span] = list(getattr(value, "spans", ()))
    voice = _voice_of(value)
    names = [str(getattr(value, "value", ""))] if name not in ("attack_type", "date") else []
    if voice is not None:
        spans += voice.spans
        names.append(voice_words(ledger, incident.doc_id, voice))
    return refs_of(incident.doc_id, [*spans, *_naming(ledger, incident.doc_id, names, spans)])


def _naming(ledger: Ledger, doc_id: str, names: Iterable[str], spans: Sequence[Span]) -> list[Span]:
    """Where the document writes names that the spans at hand only point to ("he")."""
    document = ledger.document(doc_id)
    if document is None:
        return []
    missing = [n for n in names if not any(n in s.text for s in spans)]
    return [s for s in (where_named(document, n) for n in missing) if s is not None]


def absent(incidents: Sequence[Incident], name: str) -> Draft | None:
    """That no report of an incident names something; None where one does."""
    table = load_words()
    if name not in table.unknown or any(getattr(i, name) for i in incidents):
        return None
    n = len({i.doc_id for i in incidents})
    head = "The one report does not name" if n == 1 else f"None of the {n} reports names"
    return Draft(f"{head} {table.unknown[name]}.", tuple(f"incident:{i.id}" for i in incidents))


def differing(ledger: Ledger, incidents: Sequence[Incident], name: str) -> Draft | None:
    """That reports have different values of a field, neither part of the other."""
    found: dict[str, tuple[Incident, object]] = {}
    for incident in incidents:
        for value in getattr(incident, name):
            text = " ".join(str(value.value).split())
            if text and "(" not in text:
                found.setdefault(text, (incident, value))
    texts = sorted(found, key=lambda t: (-len(t), t))
    for i, one in enumerate(texts):
        for other in texts[i + 1 :]:
            if set(one.lower().split()) & set(other.lower().split()):
                continue
            refs: list[str] = []
            for text in (one, other):
                incident, value = found[text]
                refs.append(f"incident:{incident.id}")
                refs += _value_refs(ledger, incident, name, value)
            label = load_words().field[name].lower()
            said = f"The reports differ on the {label}: {quote(one)} and {quote(other)}."
            return Draft(said, tuple(dict.fromkeys(refs)))
    return None


# --- claims and hypotheses ------------------------------------------------------------------------


def claim_draft(ledger: Ledger, claim: Claim) -> Draft | None:
    """Who says what, as reported on a day."""
    published = _published(ledger, claim.doc_id)
    if published is None or "(" in claim.speaker.value:
        return None
    verb = load_words().stance[claim.stance]
    chain = [v for v in claim.chain if v.value != claim.speaker.value]
    called = [voice_words(ledger, claim.doc_id, v) for v in chain]
    by = f", quoted by {listed(called)}," if chain else ""
    who = voice_words(ledger, claim.doc_id, claim.speaker)
    text = f"Reported on {day(published)}, {who}{by} {verb}: {quote(claim.proposition.text)}."
    spans = [claim.proposition, *claim.speaker.spans, *(s for v in chain for s in v.spans)]
    if claim.cue is not None:
        spans.append(claim.cue)
    spans += _naming(ledger, claim.doc_id, [who, *called], spans)
    return Draft(text, (f"claim:{claim.id}", *refs_of(claim.doc_id, spans)))


def hypothesis_draft(ledger: Ledger, group: Sequence[Hypothesis]) -> Draft:
    """A proposition, who holds and rejects it, and how much evidence the texts bring."""
    first = group[0]
    voices = [
        (voice_words(ledger, h.doc_id, v), stance)
        for h in group
        for v, stance in zip(h.holders, h.stances, strict=True)
        if v.value != UNNAMED
    ]
    held = list(dict.fromkeys(who for who, stance in voices if stance == "for"))
    out = list(dict.fromkeys(who for who, stance in voices if stance == "against"))
    text = f"{load_words().question[first.about]}: {quote(first.proposition, 400)}"
    text += f", held by {listed(held)}" if held else ""
    text += f", rejected by {listed(out)}" if out else ""
    favour = sum(len(h.evidence_for) for h in group)
    against = sum(len(h.evidence_against) for h in group)
    refs: list[str] = []
    for h in group:
        refs.append(f"hypothesis:{h.id}")
        spans = [*h.spans, *(s for v in h.holders for s in v.spans)]
        called = [voice_words(ledger, h.doc_id, v) for v in h.holders]
        refs += refs_of(h.doc_id, [*spans, *_naming(ledger, h.doc_id, called, spans)])
    return Draft(f"{text}; evidence for it: {favour}, against it: {against}.", tuple(refs))


def order_draft(groups: Sequence[Sequence[Hypothesis]]) -> Draft | None:
    """What the reports have against each proposition of one question; None below two."""
    if len(groups) < 2:
        return None
    against = [(sum(len(h.evidence_against) for h in g), n) for n, g in enumerate(groups)]
    asked = load_words().question[groups[0][0].about].lower()
    refs: list[str] = []
    for group in groups:
        for h in group:
            refs += [f"hypothesis:{h.id}", *refs_of(h.doc_id, h.spans)]
    head = f"Of {len(groups)} propositions on “{asked}”, the reports speak"
    low, high = min(against), max(against, key=lambda pair: (pair[0], -pair[1]))
    if high[0] == 0:
        return Draft(f"{head} against none: nothing tells them apart.", tuple(refs))
    if low[0] == high[0]:
        return None
    first, last = groups[low[1]][0].proposition, groups[high[1]][0].proposition
    text = (
        f"{head} least against {quote(first, 400)} ({counted(low[0], 'item')}) and most against"
        f" {quote(last, 400)} ({counted(high[0], 'item')}): an order, not an answer."
    )
    return Draft(text, tuple(refs))


def evidence_drafts(group: Sequence[Hypothesis]) -> list[Draft]:
    """What the texts bring for and against a proposition, each a sentence."""
    out = []
    for h in group:
        for way, spans in (("for", h.evidence_for), ("against", h.evidence_against)):
            for span in spans:
                text = f"Speaks {way} {quote(h.proposition, 400)}: {quote(span.text)}."
                refs = refs_of(h.doc_id, [span, *h.spans])
                out.append(Draft(text, (f"hypothesis:{h.id}", *refs)))
    return out


# --- signals and stakes ---------------------------------------------------------------------------


def signal_draft(ledger: Ledger, signal: Signal) -> Draft | None:
    """What one side showed the other."""
    published = _published(ledger, signal.doc_id)
    if published is None or not signal.spans:
        return None
    left = listed([state(c) for c in dict.fromkeys(signal.sender)])
    both = set(signal.sender) == set(signal.to)
    right = "each other" if both else listed([state(c) for c in dict.fromkeys(signal.to)])
    days = ""
    if signal.latency_days is not None:
        low, high = signal.latency_days
        if low != high:
            days = f", {low} to {high} days after"
        else:
            days = ", the same day" if low == 0 else f", {counted(low, 'day')} after"
    verb = load_words().signal[signal.direction]
    text = (
        f"Reported on {day(published)}, {left} {verb} {right} ({signal.type}{days}):"
        f" {quote(signal.spans[0].text)}."
    )
    return Draft(text, (f"signal:{signal.id}", *refs_of(signal.doc_id, signal.spans)))


def stake_draft(stake: Stake) -> Draft:
    """What is at stake, its sum, where it stands, who bears it."""
    text = f"Stake: {quote(stake.name, 400)} ({', '.join(stake.domain)})"
    if stake.amount is not None and (stake.currency or stake.unit):
        text += f"; {short_number(stake.amount)} {stake.currency or stake.unit}"
    text += f"; {stake.status}" if stake.status else ""
    for label, codes in (("borne by", stake.bearer), ("gained by", stake.gainer)):
        text += f"; {label} {listed([state(c) for c in codes])}" if codes else ""
    return Draft(f"{text}.", (f"stake:{stake.id}", *refs_of(stake.doc_id, stake.spans)))
