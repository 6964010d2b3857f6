"""Who "we" and "I" are in what somebody says.

Comes in: the claims of a document, and a voice. Goes out: the voice of him in whose words it
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TypeVar

from detente.coding.claims.rules import who_says
from detente.records import Claim, Hypothesis, Incident, Voice

_FIRST = frozenset(("we", "us", "i", "me", "our", "my"))

V = TypeVar("V", Voice, None)


def spoken_by(claims: Sequence[Claim], voice: V) -> V:
    """The speaker where the voice is "we" or "I" in his words; else the voice as it is.

    In '"We hold the Kabul government responsible," the Foreign Secretary said' it is the
    Foreign Secretary who holds it.
    """
    if voice is None or not voice.spans or not _first(voice):
        return voice
    others = tuple(c for c in claims if not _first(c.speaker) and c.speaker.value != "unnamed")
    found = who_says(others, voice.spans[0])
    return voice if found is None else found.speaker


def _first(voice: Voice) -> bool:
    return bool(voice.spans) and voice.spans[0].text.lower() in _FIRST


def named_claims(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims whose speaker is the one in whose words "we" stands."""
    return tuple(
        c if (who := spoken_by(claims, c.speaker)) is c.speaker else replace(c, speaker=who)
        for c in claims
    )


def named_incident(claims: Sequence[Claim], incident: Incident) -> Incident:
    """An incident whose values are put down to those who say "we"."""
    changed: dict[str, object] = {}
    for field in fields(incident):
        values = getattr(incident, field.name)
        if not isinstance(values, tuple) or not any(hasattr(v, "by") for v in values):
            continue
        by = [spoken_by(claims, v.by) if isinstance(v.by, Voice) else None for v in values]
        if any(who is not None and who is not v.by for who, v in zip(by, values, strict=True)):
            changed[field.name] = tuple(
                v if who is None else replace(v, by=who) for who, v in zip(by, values, strict=True)
            )
    return replace(incident, **changed) if changed else incident  # type: ignore[arg-type]


def named_hypothesis(claims: Sequence[Claim], hypothesis: Hypothesis) -> Hypothesis:
    """A hypothesis held by those who say "we"."""
    holders = tuple(spoken_by(claims, v) for v in hypothesis.holders)
    return hypothesis if holders == hypothesis.holders else replace(hypothesis, holders=holders)
