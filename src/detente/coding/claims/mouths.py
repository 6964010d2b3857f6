"""Who "we" and "I" are in what somebody says.

Comes in: the claims of a document, and a voice. Goes out: the voice of him in whose words it
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from detente.coding.claims.rules import who_says
from detente.records import Claim, Hypothesis, Incident, Voice

_FIRST = frozenset(("we", "us", "i", "me", "our", "my"))

V = TypeVar("V", Voice, Voice | None)


def spoken_by(claims: Sequence[Claim], voice: V) -> V:
    """The speaker where the voice is "we" or "I" in his words; else the voice as it is.

    In '"We hold the Kabul government responsible," the Foreign Secretary said' it is the
    Foreign Secretary who holds it.
    """
    if voice is None or not _first(voice):
        return voice
    others = tuple(c for c in claims if not _first(c.speaker) and c.speaker.value != "unnamed")
    found = who_says(others, voice.spans[0])
    return voice if found is None else found.speaker


def _first(voice: Voice) -> bool:
    return bool(voice.spans) and voice.spans[0].text.lower() in _FIRST


def named_claims(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims whose speaker is the one in whose words "we" stands."""
    return tuple(replace(c, speaker=spoken_by(claims, c.speaker)) for c in claims)


def named_incident(claims: Sequence[Claim], incident: Incident) -> Incident:
    """An incident whose suspects and motives are put down to those who say "we"."""
    return replace(
        incident,
        suspects=tuple(replace(x, by=spoken_by(claims, x.by)) for x in incident.suspects),
        motives=tuple(replace(x, by=spoken_by(claims, x.by)) for x in incident.motives),
    )


def named_hypothesis(claims: Sequence[Claim], hypothesis: Hypothesis) -> Hypothesis:
    """A hypothesis held by those who say "we"."""
    return replace(hypothesis, holders=tuple(spoken_by(claims, v) for v in hypothesis.holders))
