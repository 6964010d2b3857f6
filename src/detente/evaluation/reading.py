"""Scoring readings against annotated articles.

What comes in: `Article` records, and for each the records of a reading as JSON objects with
``kind`` (what ``detente read --format jsonl`` writes). What goes out: `ReadingScores`, counts
that add up over articles, and a line for everything that was missed or should not be there.

How figures come about
----------------------
events
    A recorded event is found for a wanted one if its type is among the accepted, one of its
    mentions overlaps a quote, and no side's countries contradict; each goes to one wanted event
    at most, the best pairing of the article. Recall counts the required ones; precision counts
    everything recorded, required or optional, but not what is kept as not having happened on
    the words of a trap. A second record of one event counts against precision.
status, date, place, mode, numbers, parties, historical, attribution
    Judged on found events, where the annotation says something. A mode is right if the event
    has any of the annotated ones, a number if it has a quantity of that kind and value.
false assertions
    Recorded as asserted on a trap, or on words whose event may not be asserted.
incidents
    A value is found if the field of the incident paired with the annotated one has a value
    whose words meet the quote (or are the same), with the same numbers or days where the field
    has them. A field is filled if one of its values is found. Suspects and motives count with
    their holder; what stands in a hypothesis of who or why counts too.
hypotheses, stakes, signals, claims
    Found if the words meet the quote and the gist agrees: holder; amount, currency and domain;
    direction and sender; speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.evaluation.agreement import (
    Offsets,
    meet,
    offsets_of,
    overlap,
    same_amount,
    same_days,
    same_name,
    same_numbers,
    share_country,
    words_of,
)
from detente.evaluation.articles import (
    AUTHOR,
    Article,
    WantedClaim,
    WantedEvent,
    WantedHypothesis,
    WantedIncident,
    WantedSignal,
    WantedStake,
    WantedValue,
)
from detente.records import Span

Json = Mapping[str, Any]
# Acts that their parties do together: a host or caller may stand on either side.
_TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE"})
# Pairing: the trigger inside the quote outweighs any overlap of evidence, a required event an
# optional one.
_TRIGGER, _REQUIRED, _COUNTRY = 4.0, 1.0, 1.0


@dataclass(slots=True)
class Share:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> bool:
        """Count one more; returns whether it was right."""
        self.right += right
        self.of += 1
        return right

    @property
    def value(self) -> float | None:
        """The share in [0, 1], None of nothing."""
        return self.right / self.of if self.of else None

    def __add__(self, other: Share) -> Share:
        """Both counted together."""
        return Share(self.right + other.right, self.of + other.of)


# Fields of an incident that annotations leave out, or that are scored by other figures.
UNJUDGED = frozenset(
    ("attack_type", "perpetrator_status", "investigation", "reactions", "suspects", "motives")
)

# The figures in the order in which they are written, with what they say.
FIGURES = {
    "event_recall": "required events found",
    "event_precision": "recorded events right",
    "status": "status of found events",
    "parties": "sides of found events filled rightly",
    "dates": "dates of found events",
    "places": "country of the place of found events",
    "modes": "modes of found events",
    "quantities": "numbers of found events",
    "historical": "told as past, of found events",
    "attribution": "who says so, of found events",
    "incident_fields": "incident fields filled",
    "incident_values": "incident values found",
    "incident_precision": "recorded incidents right",
    "value_precision": "recorded incident values right",
    "suspects_motives": "suspects and motives with holder",
    "suspects_motives_any": "suspects and motives, whoever holds",
    "suspects_motives_precision": "recorded suspects and motives right",
    "reactions": "reactions found",
    "hypotheses": "hypotheses found with holder",
    "hypothesis_evidence": "evidence of found hypotheses",
    "stakes": "stakes found",
    "stake_precision": "recorded stakes right",
    "stake_status": "status of found stakes",
    "signals": "signals found",
    "signal_precision": "recorded signals right",
    "latency": "latency of found signals",
    "claims": "claims found",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that went wrong: in which figure, what, and the words."""

    article: str
    figure: str
    what: str
    words: str

    def to_json(self) -> dict[str, Any]:
        """The remark as JSON object."""
        return {
            "kind": "remark",
            "article": self.article,
            "figure": self.figure,
            "what": self.what,
            "words": self.words,
        }


@dataclass(slots=True)
class ReadingScores:
    """Counts of one article or of many; ``shares`` by the names of `FIGURES`."""

    articles: int = 0
    false_assertions: int = 0
    duplicates: int = 0
    shares: dict[str, Share] = field(default_factory=lambda: {n: Share() for n in FIGURES})
    remarks: list[Remark] = field(default_factory=list)

    @property
    def false_assertions_per_article(self) -> float:
        """How many acts an article makes the reading assert that did not happen, on average."""
        return self.false_assertions / self.articles if self.articles else 0.0

    def __add__(self, other: ReadingScores) -> ReadingScores:
        """Both counted together."""
        return ReadingScores(
            self.articles + other.articles,
            self.false_assertions + other.false_assertions,
            self.duplicates + other.duplicates,
            {n: self.shares[n] + other.shares[n] for n in FIGURES},
            self.remarks + other.remarks,
        )

    def to_json(self) -> dict[str, Any]:
        """The scores as JSON object; shares to four digits with their counts."""
        return {
            "kind": "reading_scores",
            "articles": self.articles,
            "false_assertions": self.false_assertions,
            "false_assertions_per_article": round(self.false_assertions_per_article, 4),
            "duplicates": self.duplicates,
            "figures": {
                name: {
                    "share": None if s.value is None else round(s.value, 4),
                    "right": s.right,
                    "of": s.of,
                }
                for name, s in self.shares.items()
            },
        }


def score_articles(
    articles: Sequence[Article], records: Iterable[Json]
) -> dict[str, ReadingScores]:
    """The scores of each article by name, from the records of all.

    Records of other documents are passed over; an article without records scores zero.
    """
    by_document: dict[str, list[Json]] = {a.document.id: [] for a in articles}
    for record in records:
        if (where := by_document.get(str(record.get("doc_id")))) is not None:
            where.append(record)
    return {a.name: score_article(a, by_document[a.document.id]) for a in articles}


def score_article(article: Article, records: Sequence[Json]) -> ReadingScores:
    """The scores of one article."""
    return _Scorer(article, records).scores()


def summed(scores: Iterable[ReadingScores]) -> ReadingScores:
    """All counted together: every event, value and stake weighs the same."""
    out = ReadingScores()
    for score in scores:
        out = out + score
    return out


def as_text(scores: ReadingScores) -> str:
    """The scores as lines of text."""
    lines = [f"{scores.articles} articles"]
    for name, label in FIGURES.items():
        share = scores.shares[name]
        value = "    -" if share.value is None else f"{share.value:5.3f}"
        lines.append(f"  {label:38}{value}  {share.right:4} of {share.of}")
    lines.append(
        f"  {'false assertions an article':38}{scores.false_assertions_per_article:5.3f}"
        f"  {scores.false_assertions:4} in {scores.articles}"
    )
    lines.append(f"  {'events recorded twice':38}{'':5}  {scores.duplicates:4}")
    return "\n".join(lines) + "\n"


def _countries(parties: Iterable[Json]) -> set[str]:
    return {str(p["country"]) for p in parties if p.get("country")}


def _mentions(event: Json) -> list[Offsets]:
    return [o for m in event["mentions"] for o in offsets_of([m["trigger"], m["evidence"]])]


def _triggers(event: Json) -> list[Offsets]:
    return [o for m in event["mentions"] for o in offsets_of(m["trigger"])]


def _names(value: Any) -> list[str]:
    """The names of speakers in a voice, an attribution or a list of either."""
    if value is None:
        return []
    if isinstance(value, list):
        return [n for v in value for n in _names(v)]
    if isinstance(value, str):
        return [value]
    names = [str(value[k]) for k in ("value", "name", "text") if value.get(k)]
    return [AUTHOR, *names] if value.get("kind") == AUTHOR else names


def _holding(holders: Iterable[Json]) -> list[Json]:
    """The holders of a hypothesis without those who reject it."""
    return [h for h in holders if h.get("stance") != "against"]


def _said_by(wanted: str | None, voice: Any) -> bool:
    """Whether the holder is right; the author's own view may stand without a holder."""
    names = _names(voice)
    if wanted is None:
        return True
    if wanted == AUTHOR:
        return not names or AUTHOR in names
    return any(same_name(wanted, n) for n in names)


def sides_agree(wanted: WantedEvent, event: Json) -> tuple[int, int] | None:
    """How many annotated sides share a country, of how many; None if one contradicts.

    A side that the record leaves without a country contradicts nothing. What parties do
    together is compared without regard to sides.
    """
    said = {side: _countries(event[side]) for side in ("actor", "recipient")}
    asked = {"actor": wanted.actor, "recipient": wanted.recipient}
    if event["event_type"] in _TOGETHER or len(wanted.actor) > 1:
        both = said["actor"] | said["recipient"]
        said = {"actor": both, "recipient": both}
    right = of = 0
    for side, codes in asked.items():
        if not codes:
            continue
        of += 1
        if not said[side]:
            continue
        if not share_country(codes, said[side]):
            return None
        right += 1
    return None if of and not right else (right, of)


class _Scorer:
    """The scoring of one article: records sorted by kind, counts filled in."""

    def __init__(self, article: Article, records: Sequence[Json]) -> None:
        self.article = article
        self.out = ReadingScores(articles=1)
        self.kinds: dict[str, list[Json]] = {}
        for record in records:
            self.kinds.setdefault(str(record["kind"]), []).append(record)
        self.paired: dict[str, Json] = {}

    def scores(self) -> ReadingScores:
        self.events()
        self.incidents()
        for hypothesis in self.article.hypotheses:
            self.hypothesis(hypothesis)
        self.stakes()
        self.signals()
        for claim in self.article.claims:
            if not self.share("claims").add(self.has_claim(claim)):
                self.remark("claims", f"{claim.speaker}", claim.span)
        return self.out

    def share(self, figure: str) -> Share:
        return self.out.shares[figure]

    def remark(self, figure: str, what: str, words: Span | str) -> None:
        text = words.text if isinstance(words, Span) else words
        self.out.remarks.append(Remark(self.article.name, figure, what, text))

    def text(self, offsets: Sequence[Offsets]) -> str:
        return self.article.document.text[slice(*offsets[0])] if offsets else ""

    # Events

    def events(self) -> None:
        recorded = self.kinds.get("event", [])
        wanted = self.article.events
        pairs = _best_pairs(wanted, recorded)
        self.paired = {wanted[i].id: recorded[j] for i, j in pairs.items()}
        taken = set(pairs.values())
        for i, event in enumerate(wanted):
            if not event.optional and not self.share("event_recall").add(i in pairs):
                self.remark("event_recall", "/".join(event.types), event.spans[0])
            if i in pairs:
                self.found(event, recorded[pairs[i]])
        for j, record in enumerate(recorded):
            self.recorded(record, j in taken)

    def found(self, wanted: WantedEvent, record: Json) -> None:
        status = record["status"]
        if not self.share("status").add(status in wanted.statuses):
            self.remark("status", f"{status}, not {'/'.join(wanted.statuses)}", wanted.spans[0])
        right, of = sides_agree(wanted, record) or (0, 0)
        self.out.shares["parties"] += Share(right, of)
        if wanted.date is not None and not self.share("dates").add(
            same_days(wanted.date, record["date"])
        ):
            said = record["date"] and f"{record['date']['start']}..{record['date']['end']}"
            self.remark("dates", f"{said}, not {wanted.date[0]}..{wanted.date[1]}", wanted.spans[0])
        if wanted.place is not None:
            place = (record.get("place") or {}).get("country")
            same = place is not None and share_country([wanted.place], [str(place)])
            if not self.share("places").add(same):
                self.remark("places", f"{place}, not {wanted.place}", wanted.spans[0])
        if wanted.modes and record["event_type"] == wanted.types[0]:
            modes = record.get("event_mode") or []
            if not self.share("modes").add(bool(set(modes) & set(wanted.modes))):
                self.remark("modes", f"{modes}, not {wanted.modes}", wanted.spans[0])
        for quantity in wanted.quantities:
            hit = any(
                q["kind"] == quantity["kind"] and same_numbers(quantity, q)
                for q in record.get("quantities") or ()
            )
            if not self.share("quantities").add(hit):
                self.remark("quantities", str(quantity["kind"]), wanted.spans[0])
        if wanted.historical is not None:
            self.share("historical").add(bool(record["historical"]) == wanted.historical)
        if wanted.attributed_to:
            names = _names(record["attributed_to"])
            hit = any(same_name(w, n) for w in wanted.attributed_to for n in names)
            if not self.share("attribution").add(hit):
                self.remark("attribution", f"{names}, not {wanted.attributed_to}", wanted.spans[0])

    def recorded(self, record: Json, taken: bool) -> None:
        asserted = record["status"] == "asserted"
        triggers = _triggers(record)
        trapped = any(
            meet(triggers, [t.span])
            for t in self.article.traps
            if not t.types or record["event_type"] in t.types
        )
        if asserted and self.is_false(record, taken, trapped, triggers):
            self.out.false_assertions += 1
            self.remark("false_assertions", record["event_type"], self.text(_evidence(record)))
        if trapped and not asserted and not taken:
            return
        if not self.share("event_precision").add(taken):
            what = f"{record['event_type']} {record['status']} {record.get('decided_by', '')}"
            if any(_weight(w, record) is not None for w in self.article.events):
                self.out.duplicates += 1
                what = f"again: {what}"
            self.remark("event_precision", what, self.text(_evidence(record)))

    def is_false(self, record: Json, taken: bool, trapped: bool, triggers: list[Offsets]) -> bool:
        """Whether an asserted record stands on words that assert nothing of the kind."""
        if taken:
            return any(
                "asserted" not in w.statuses
                for w in self.article.events
                if self.paired.get(w.id) is record
            )
        here = [w for w in self.article.events if meet(triggers, w.spans)]
        if any("asserted" in w.statuses for w in here):
            return trapped and not any(record["event_type"] in w.types for w in here)
        return trapped or bool(here)

    # Incidents

    def incidents(self) -> None:
        recorded = self.kinds.get("incident", [])
        told = list(self.incident_pairs())
        for wanted, best in told:
            self.incident(wanted, {} if best is None else best["fields"])
            if best is not None:
                self.values(wanted, best["fields"])
        for record in recorded:
            right = any(record is best for _, best in told)
            if not self.share("incident_precision").add(right):
                self.remark("incident_precision", str(record.get("name")), "")
        for row in (r for i in recorded for r in i["fields"].get("suspects") or ()):
            self.held("suspects", row)
        for row in (r for i in recorded for r in i["fields"].get("motives") or ()):
            self.held("motives", row)

    def incident_pairs(self) -> Iterator[tuple[WantedIncident, Json | None]]:
        """The annotated incidents, each with the recorded one that is likest, if any is like it."""
        left = list(self.kinds.get("incident", []))
        for wanted in self.article.incidents:
            best = max(left, key=lambda r: self.likeness(wanted, r), default=None)
            if best is not None and self.likeness(wanted, best) == (False, 0):
                best = None
            if best is not None:
                left.remove(best)
            yield wanted, best

    def values(self, wanted: WantedIncident, fields: Json) -> None:
        """What a paired incident records, against the annotation of its fields."""
        for name, rows in fields.items():
            if name in UNJUDGED:
                continue
            for row in rows or ():
                right = any(has_value(name, v, [row]) for v in wanted.fields.get(name, ()))
                if not self.share("value_precision").add(right):
                    self.remark("value_precision", f"{name}: {row.get('value')}", "")

    def held(self, name: str, row: Json) -> None:
        """Whether a recorded suspect or motive is annotated, with its holder."""
        right = is_held(self.article, name, row)
        if not self.share("suspects_motives_precision").add(right):
            by = _names(row.get("by"))[:1]
            self.remark("suspects_motives_precision", f"{name} by {by}", str(row.get("value")))

    def likeness(self, wanted: WantedIncident, record: Json) -> tuple[bool, int]:
        event = self.paired.get(wanted.event)
        hits = sum(
            has_value(name, v, record["fields"].get(name) or [])
            for name, values in wanted.fields.items()
            for v in values
        )
        return (event is not None and event["id"] == record.get("event"), hits)

    def incident(self, wanted: WantedIncident, fields: Json) -> None:
        for name, values in wanted.fields.items():
            rows = list(fields.get(name) or [])
            if name in ("suspects", "motives"):
                self.suspects_or_motives(name, values, rows)
                continue
            hits = [has_value(name, v, rows) for v in values]
            for value, hit in zip(values, hits, strict=True):
                figure = "reactions" if name == "reactions" else "incident_values"
                if not self.share(figure).add(hit):
                    self.remark(figure, name, value.span)
            if name != "reactions":
                self.share("incident_fields").add(any(hits))

    def suspects_or_motives(
        self, name: str, values: Sequence[WantedValue], rows: list[Json]
    ) -> None:
        about = "who" if name == "suspects" else "why"
        candidates = [(r, r.get("by")) for r in rows] + [
            (h["proposition"], _holding(h["holders"]))
            for h in self.kinds.get("hypothesis", [])
            if h["about"] == about
        ]
        for value in values:
            hits = [voice for row, voice in candidates if _same_value(value, row)]
            self.share("suspects_motives_any").add(bool(hits))
            right = any(_said_by(value.by, voice) for voice in hits)
            if not self.share("suspects_motives").add(right):
                what = f"{name} by {value.by}" + (": holder" if hits else "")
                self.remark("suspects_motives", what, value.span)

    # What is read beyond

    def hypothesis(self, wanted: WantedHypothesis) -> None:
        hits = [
            h
            for h in self.kinds.get("hypothesis", [])
            if meet(offsets_of(h["proposition"]), wanted.spans)
        ]
        right = [
            h
            for h in hits
            if any(_said_by(w, _holding(h["holders"])) for w in wanted.holders or (None,))
        ]
        if not wanted.optional and not self.share("hypotheses").add(bool(right)):
            self.remark("hypotheses", wanted.value, wanted.spans[0])
        for key, spans in (
            ("evidence_for", wanted.evidence_for),
            ("evidence_against", wanted.evidence_against),
        ):
            for span in spans if right else ():
                said = offsets_of([h[key] for h in right])
                if not self.share("hypothesis_evidence").add(meet(said, [span])):
                    self.remark("hypothesis_evidence", key, span)

    def stakes(self) -> None:
        recorded = self.kinds.get("stake", [])
        for wanted in self.article.stakes:
            right = [r for r in recorded if same_stake(wanted, r)]
            if not wanted.optional and not self.share("stakes").add(bool(right)):
                self.remark("stakes", wanted.name, wanted.spans[0])
            if right and wanted.status is not None:
                self.share("stake_status").add(any(r["status"] == wanted.status for r in right))
        for record in recorded:
            right_one = any(same_stake(w, record) for w in self.article.stakes)
            if not self.share("stake_precision").add(right_one):
                self.remark("stake_precision", str(record["name"]), self.text(offsets_of(record)))

    def signals(self) -> None:
        recorded = self.kinds.get("signal", [])
        for wanted in self.article.signals:
            right = [r for r in recorded if same_signal(wanted, r)]
            if not wanted.optional and not self.share("signals").add(bool(right)):
                self.remark("signals", f"{wanted.direction} {wanted.type}", wanted.spans[0])
            if right and wanted.latency_days is not None:
                low, high = wanted.latency_days
                said = [r["latency_days"] for r in right if r["latency_days"] is not None]
                self.share("latency").add(any(a <= high and low <= b for a, b in said))
        for record in recorded:
            right_one = any(same_signal(w, record) for w in self.article.signals)
            if not self.share("signal_precision").add(right_one):
                what = f"{record['direction']} {record['type']}"
                self.remark("signal_precision", what, self.text(offsets_of(record["spans"])))

    def has_claim(self, wanted: WantedClaim) -> bool:
        for claim in self.kinds.get("claim", []):
            voices = [claim["speaker"], *claim.get("chain", [])]
            if meet(offsets_of(claim["proposition"]), [wanted.span]) and any(
                _said_by(wanted.speaker, v) for v in voices
            ):
                return True
        return wanted.speaker != AUTHOR and any(
            meet(_mentions(e), [wanted.span]) and _said_by(wanted.speaker, e["attributed_to"])
            for e in self.kinds.get("event", [])
            if e["attributed_to"]
        )


def _evidence(record: Json) -> list[Offsets]:
    return [o for m in record["mentions"] for o in offsets_of(m["evidence"])]


def _weight(wanted: WantedEvent, record: Json) -> float | None:
    """How well a record fits a wanted event; None if it does not."""
    if record["event_type"] not in wanted.types:
        return None
    shared = overlap(_mentions(record), wanted.spans)
    if shared <= 0:
        return None
    sides = sides_agree(wanted, record)
    if sides is None:
        return None
    inside = meet(_triggers(record), wanted.spans)
    longest = max(s.end - s.start for s in wanted.spans)
    return (
        1.0
        + _TRIGGER * inside
        + _REQUIRED * (not wanted.optional)
        + _COUNTRY * sides[0]
        + min(shared / longest, 1.0)
    )


def _best_pairs(wanted: Sequence[WantedEvent], recorded: Sequence[Json]) -> dict[int, int]:
    """Wanted to recorded events, one to one, the pairing of greatest weight."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if not wanted or not recorded:
        return {}
    weights = np.zeros((len(wanted), len(recorded)))
    for i, w in enumerate(wanted):
        for j, r in enumerate(recorded):
            weights[i, j] = _weight(w, r) or 0.0
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0}


def _same_value(wanted: WantedValue, row: Json) -> bool:
    """Whether two values stand on the same words, or are the same words."""
    said, asked = words_of(str(row.get("value", ""))), words_of(wanted.value)
    if meet(offsets_of(row.get("spans") or []), [wanted.span]):
        # A quote may be longer than the value that it holds: one telling word must be shared.
        return bool(said & asked)
    return bool(said and asked) and (said <= asked or asked <= said)


def told_incidents(article: Article, records: Sequence[Json]) -> frozenset[str]:
    """The ids of the recorded incidents that are annotated."""
    scorer = _Scorer(article, records)
    scorer.events()
    return frozenset(r["id"] for _, r in scorer.incident_pairs() if r is not None)


def is_held(article: Article, name: str, row: Json) -> bool:
    """Whether a recorded suspect or motive is annotated, with its holder."""
    denied = row.get("status") == "denied"
    about = "who" if name == "suspects" else "why"
    return any(
        _same_value(v, row) and (denied or _said_by(v.by, row.get("by")))
        for i in article.incidents
        for v in i.fields.get(name, ())
    ) or any(
        meet(offsets_of(row.get("spans") or []), h.spans)
        and (denied or any(_said_by(w, row.get("by")) for w in h.holders or (None,)))
        for h in article.hypotheses
        if h.about == about
    )


def has_value(name: str, wanted: WantedValue, rows: Iterable[Json]) -> bool:
    """Whether recorded values of a field of a case file have an annotated one."""
    if name == "date":
        days = (wanted.more["start"], wanted.more["end"], wanted.more["precision"])
        return any(same_days(days, r) for r in rows)
    if name == "casualties":
        return any(
            r.get("kind") == wanted.more["kind"] and same_numbers(wanted.more, r) for r in rows
        )
    if name == "reactions":
        return any(
            share_country([str(wanted.by)], [str(r["by"])])
            and meet(offsets_of(r.get("spans") or []), [wanted.span])
            for r in rows
            if r.get("by")
        )
    return any(_same_value(wanted, r) for r in rows)


def same_stake(wanted: WantedStake, record: Json) -> bool:
    """Whether a recorded stake stands on the words of an annotated one, with domain and amount."""
    if not meet(offsets_of(record["spans"]), wanted.spans):
        return False
    if wanted.domain and record["domain"] and not wanted.domain & set(record["domain"]):
        return False
    if wanted.amount is None and wanted.low is None:
        return True
    if wanted.currency is not None and record["currency"] != wanted.currency:
        return False
    said = (record["amount"], record["low"], record["high"])
    asked = wanted.amount if wanted.amount is not None else wanted.low
    return any(v is not None and same_amount(asked, v) for v in said)


def same_signal(wanted: WantedSignal, record: Json) -> bool:
    """Whether a recorded signal stands on the words of an annotated one, same way and sender."""
    return (
        record["direction"] == wanted.direction
        and meet(offsets_of(record["spans"]), wanted.spans)
        and share_country(wanted.sender, record["from"])
    )
