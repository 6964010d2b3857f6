"""What a change of the patterns changes: events gained, lost and changed, scores before and after.

Comes in: two coders that differ in their rules, and texts: news, sentences with one marked pair
(PLV), sentences without an event. Goes out: a `Changes`, every changed event with its sentence.
Nothing is saved here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.coding.coder import Coder
from detente.coding.masking import readable
from detente.evaluation.extraction import answer_for, directed
from detente.evaluation.marked import MarkedPair
from detente.evaluation.report import Scores, scored
from detente.records import Document, Event, Party, Reading

# Scores that are held against each other; a fall in one of these is told as a loss.
HELD = ("root_accuracy", "root_macro_f1", "precision_when_answered")


@dataclass(frozen=True, slots=True)
class EventChange:
    """An event that one coder told and the other did not, or told otherwise.

    ``before`` is None for a gain, ``after`` for a loss; ``sentence`` is the text of the sentence
    it stands in, ``doc_id`` the document's.
    """

    before: Event | None
    after: Event | None
    sentence: str
    doc_id: str

    @property
    def kind(self) -> str:
        """``gained``, ``lost`` or ``changed``."""
        if self.before is None:
            return "gained"
        return "lost" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class Silence:
    """Sentences without an event, and how many yield one all the same."""

    sentences: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes on each set: by its name, how many documents it has and what changed there.

    ``plv`` holds the scores of open extraction before and after, ``silence`` the events coded
    from sentences that tell of none; None where the set was not given.
    """

    sets: tuple[tuple[str, int, tuple[EventChange, ...]], ...]
    plv: tuple[Scores, Scores] | None = None
    silence: Silence | None = None

    @property
    def count(self) -> int:
        """How many events changed in all."""
        return sum(len(found) for _, _, found in self.sets)

    def losses(self) -> list[str]:
        """What got worse, in words; empty if nothing did."""
        out: list[str] = []
        if self.silence is not None and self.silence.after > self.silence.before:
            more = self.silence.after - self.silence.before
            out.append(
                f"{more} more event{'s' if more > 1 else ''} coded from sentences that tell of none"
            )
        if self.plv is not None:
            for name in HELD:
                old, new = (getattr(scores, name) for scores in self.plv)
                if new < old - 1e-9:
                    out.append(f"{name.replace('_', ' ')} falls from {old:.4f} to {new:.4f}")
        return out


def changed_events(
    before: Coder, after: Coder, documents: Iterable[Document]
) -> tuple[list[EventChange], list[Reading], list[Reading]]:
    """The events that differ between two coders, and their readings, parsed once for both."""
    from detente.language import parse

    held = list(documents)
    changes: list[EventChange] = []
    old: list[Reading] = []
    new: list[Reading] = []
    docs = parse(before.nlp, (readable(d.text) for d in held))
    for document, doc in zip(held, docs, strict=True):
        old.append(before.code(document, doc))
        new.append(after.code(document, doc))
        changes += compared(old[-1], new[-1])
    return changes, old, new


def compared(before: Reading, after: Reading) -> list[EventChange]:
    """The events that two readings of one document do not share, in text order."""
    old = [e for e in before.events if not any(_alike(e, f) for f in after.events)]
    new = [e for e in after.events if not any(_alike(e, f) for f in before.events)]
    out: list[EventChange] = []
    for event in old:
        partner = next((f for f in new if f.trigger.start == event.trigger.start), None)
        if partner is not None:
            new.remove(partner)
        out.append(EventChange(event, partner, _sentence(event), before.document.id))
    out += [EventChange(None, f, _sentence(f), before.document.id) for f in new]
    return sorted(out, key=lambda c: (c.after or c.before).trigger.start)  # type: ignore[union-attr]


def _alike(a: Event, b: Event) -> bool:
    return a.trigger.start == b.trigger.start and _told(a) == _told(b)


def _told(e: Event) -> tuple[object, ...]:
    return (
        e.event_type,
        e.event_mode,
        e.status,
        e.cameo,
        _who(e.actor),
        _who(e.recipient),
        tuple((q.kind, q.value) for q in e.quantities),
        len(e.mentions),
    )


def _who(parties: Sequence[Party]) -> tuple[tuple[str | None, str], ...]:
    return tuple((p.country, p.name) for p in parties)


def _sentence(event: Event) -> str:
    return event.mentions[0].evidence.text


def changes(
    before: Coder,
    after: Coder,
    *,
    texts: Sequence[tuple[str, Sequence[Document]]] = (),
    plv: Sequence[MarkedPair] = (),
    silence: Sequence[str] = (),
) -> Changes:
    """What changes on named sets of documents, on marked pairs and on event-free sentences.

    Parameters
    ----------
    before, after
        Coders with the same language pipeline.
    texts
        Sets of documents by name.
    plv
        Sentences with one marked pair; open extraction is scored on them.
    silence
        Sentences that tell of no event.
    """
    sets: list[tuple[str, int, tuple[EventChange, ...]]] = []
    for name, documents in texts:
        found, _, _ = changed_events(before, after, documents)
        sets.append((name, len(documents), tuple(found)))
    scores = quiet = None
    if plv:
        rows = [Document(row.id, row.sentence) for row in plv]
        found, old, new = changed_events(before, after, rows)
        sets.append(("marked pairs", len(rows), tuple(found)))
        scores = (_open_scores(plv, old), _open_scores(plv, new))
    if silence:
        rows = [Document(f"sentence {n}", text) for n, text in enumerate(silence, 1)]
        found, old, new = changed_events(before, after, rows)
        sets.append(("sentences without an event", len(rows), tuple(found)))
        quiet = Silence(len(rows), *(sum(len(r.events) for r in side) for side in (old, new)))
    return Changes(tuple(sets), scores, quiet)


def _open_scores(rows: Sequence[MarkedPair], readings: Sequence[Reading]) -> Scores:
    found = [[x for event in r.events for x in directed(event)] for r in readings]
    return scored("open", rows, [answer_for(row, f) for row, f in zip(rows, found, strict=True)])


__all__ = [
    "Changes",
    "EventChange",
    "Silence",
    "changed_events",
    "changes",
    "compared",
]
