"""What analysts add to the machine's hypotheses, kept apart with name and time.

Comes in: an analyst's name and what he proposes, rates or notes. Goes out: `Judgement` records,
also from and to a JSON-lines file. The machine's own records are never changed by them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from detente.errors import BadSetting
from detente.records import RATINGS, Judgement, digest, judgement_from_json

_ACTIONS = ("propose", "rate", "note")
_OF_EVENTS = ("accept", "fix", "reject")
FIXABLE = ("event_type", "status", "actor", "recipient", "date", "place")
"""Fields of an event that an analyst may set right."""


def judgement(
    analyst: str,
    action: str,
    *,
    hypothesis: str | None = None,
    evidence: str | None = None,
    rating: str | None = None,
    text: str | None = None,
    made_at: str | None = None,
) -> Judgement:
    """One judgement, checked and stamped.

    Parameters
    ----------
    analyst
        Who judges; never empty.
    action
        ``propose`` a hypothesis (its ``text``), ``rate`` a cell (``hypothesis``, ``evidence``,
        ``rating``) or ``note`` something on a hypothesis (``text``).
    hypothesis, evidence
        Ids in the matrix.
    rating
        CC, C, N, I or II: very consistent to very inconsistent.
    made_at
        UTC, ``YYYY-MM-DDTHH:MM:SSZ``; None for now.

    Raises
    ------
    BadSetting
        Something that the action needs is missing or not allowed.

    Examples
    --------
    >>> judgement("N. N.", "note", hypothesis="h", text="?", made_at="2026-01-02T03:04:05Z").action
    'note'
    """
    if not analyst.strip():
        raise BadSetting("a judgement has no name of an analyst", hint="give --analyst NAME")
    if action not in _ACTIONS:
        raise BadSetting(
            f"{action!r} is no action of an analyst", hint=f"one of {', '.join(_ACTIONS)}"
        )
    needed = {
        "propose": {"text": text},
        "rate": {"hypothesis": hypothesis, "evidence": evidence, "rating": rating},
        "note": {"hypothesis": hypothesis, "text": text},
    }[action]
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise BadSetting(f"to {action} needs {' and '.join(missing)}", value=action)
    if rating is not None and rating not in RATINGS:
        raise BadSetting(f"{rating!r} is no rating", hint=f"one of {', '.join(RATINGS)}")
    when = made_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = (analyst, when, action, hypothesis or "", evidence or "", rating or "", text or "")
    return Judgement(
        analyst=analyst,
        made_at=when,
        action=action,  # type: ignore[arg-type]
        hypothesis=hypothesis,
        evidence=evidence,
        rating=rating,
        text=text,
        id=digest("judgement", *parts),
    )


def review(
    analyst: str,
    action: str,
    *,
    event: str,
    doc_id: str,
    changes: Mapping[str, str] | None = None,
    text: str | None = None,
    made_at: str | None = None,
) -> Judgement:
    """One judgement of a coded event, checked and stamped; the event itself stays as it is.

    Parameters
    ----------
    action
        ``accept``, ``fix`` (needs ``changes``) or ``reject``.
    event, doc_id
        Ids of the event and of the document that tells it.
    changes
        What a field of `FIXABLE` should be.
    made_at
        UTC, ``YYYY-MM-DDTHH:MM:SSZ``; None for now.

    Raises
    ------
    BadSetting
        Something that the action needs is missing or not allowed.
    """
    if not analyst.strip():
        raise BadSetting("a judgement has no name of an analyst", hint="say who judges")
    if action not in _OF_EVENTS:
        raise BadSetting(
            f"{action!r} is no judgement of an event", hint=f"one of {', '.join(_OF_EVENTS)}"
        )
    given = {k: v.strip() for k, v in (changes or {}).items() if v.strip()}
    unknown = sorted(set(given) - set(FIXABLE))
    if unknown:
        raise BadSetting(
            f"{', '.join(unknown)} cannot be set right", hint=f"one of {', '.join(FIXABLE)}"
        )
    if action == "fix" and not given and not (text or "").strip():
        raise BadSetting("to fix needs what it should be", hint="fill a field, or write a note")
    when = made_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    pairs = tuple(sorted(given.items())) if action == "fix" else ()
    told = json.dumps([analyst, when, action, event, doc_id, pairs, text or ""])
    return Judgement(
        analyst=analyst,
        made_at=when,
        action=action,  # type: ignore[arg-type]
        text=text or None,
        id=digest("review", told),
        event=event,
        doc_id=doc_id,
        changes=pairs,
    )


def read_judgements(path: Path) -> list[Judgement]:
    """Judgements of a JSON-lines file, in its order.

    Raises
    ------
    BadSetting
        A line is no judgement; the message names it.
    """
    out: list[Judgement] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            out.append(judgement_from_json(raw))
        except (ValueError, TypeError, AttributeError) as error:
            raise BadSetting(
                f"{path}, line {number}: no judgement ({error})",
                hint="one JSON object a line, as `detente hypotheses --format jsonl` writes them",
            ) from None
    return out


def write_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write judgements as JSON lines."""
    lines = [json.dumps(j.to_json(), ensure_ascii=False) for j in judgements]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
