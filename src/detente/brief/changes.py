"""What new rules change, in words: events gained, lost and changed, scores before and after.

Comes in: `detente.evaluation.Changes`. Goes out: text for a terminal, or one JSON object.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Any

from detente.evaluation.changes import HELD, Changes, EventChange
from detente.records import Event, Party

_MARKS = {"gained": "+", "lost": "-", "changed": "~"}
WIDTH = 100


def changes_text(found: Changes, *, most: int = 20) -> str:
    """The changes set by set, at most ``most`` events of each kind a set, then the scores."""
    lines: list[str] = []
    for name, documents, events in found.sets:
        counts = Counter(e.kind for e in events)
        told = ", ".join(f"{counts[kind]} {kind}" for kind in _MARKS)
        size = f"{documents} text{'' if documents == 1 else 's'}"
        lines.append(f"{name} ({size}): {told if events else 'nothing changes'}")
        for kind in _MARKS:
            some = [e for e in events if e.kind == kind]
            for change in some[:most]:
                lines += _change(change)
            if len(some) > most:
                lines.append(f"  ... and {len(some) - most} more {kind}")
    if found.plv is not None:
        lines.append("scores on the marked pairs, sentences uncoded:")
        for name in ("unanswered", *HELD, "quad_macro_f1", "binary_macro_f1"):
            before, after = (getattr(scores, name) for scores in found.plv)
            moved = "" if abs(after - before) < 5e-5 else f"  {after - before:+.4f}"
            lines.append(f"  {name.replace('_', ' '):26} {before:.4f} -> {after:.4f}{moved}")
    if found.silence is not None:
        quiet = found.silence
        lines.append(
            f"events from {quiet.sentences} sentences without one: {quiet.before} -> {quiet.after}"
        )
    lines += [f"worse: {loss}" for loss in found.losses()]
    return "\n".join(lines) + "\n"


def _change(change: EventChange) -> list[str]:
    mark = _MARKS[change.kind]
    lines: list[str] = []
    if change.before is not None:
        lines.append(f"  {mark} {event_line(change.before)}")
    if change.after is not None:
        arrow = "    -> " if change.before is not None else f"  {mark} "
        lines.append(f"{arrow}{event_line(change.after)}{_beyond(change)}")
    sentence = " ".join(change.sentence.split())
    return [
        *lines,
        *textwrap.wrap(sentence, WIDTH, initial_indent="      ", subsequent_indent="      "),
    ]


def _beyond(change: EventChange) -> str:
    """What changed that the line of an event does not show."""
    before, after = change.before, change.after
    if before is None or after is None or event_line(before) != event_line(after):
        return ""
    names = ("mentions", "quantities", "cameo", "actor", "recipient")
    told = [n for n in names if getattr(before, n) != getattr(after, n)]
    return f"  (other {', '.join(told)})" if told else ""


def event_line(event: Event) -> str:
    """An event in a line: parties, type, mode, status, rule."""
    mode = f" ({', '.join(event.event_mode)})" if event.event_mode else ""
    return (
        f"{party_codes(event.actor)} > {party_codes(event.recipient)}  {event.event_type}{mode}  "
        f"{event.status}  {event.decided_by}"
    )


def party_codes(parties: tuple[Party, ...]) -> str:
    """The countries of one side, names where there is none, ``?`` for nobody."""
    return "+".join(dict.fromkeys(p.country or p.name for p in parties)) or "?"


def changes_json(found: Changes) -> dict[str, Any]:
    """The changes as one JSON object."""
    return {
        "kind": "pattern_changes",
        "sets": [
            {
                "name": name,
                "texts": documents,
                "changes": [
                    {
                        "change": e.kind,
                        "doc_id": e.doc_id,
                        "sentence": e.sentence,
                        "before": None if e.before is None else e.before.to_json(),
                        "after": None if e.after is None else e.after.to_json(),
                    }
                    for e in events
                ],
            }
            for name, documents, events in found.sets
        ],
        "plv": None
        if found.plv is None
        else {"before": found.plv[0].to_json(), "after": found.plv[1].to_json()},
        "silence": None
        if found.silence is None
        else {
            "sentences": found.silence.sentences,
            "before": found.silence.before,
            "after": found.silence.after,
        },
        "worse": found.losses(),
    }


__all__ = ["changes_json", "changes_text", "event_line", "party_codes"]
