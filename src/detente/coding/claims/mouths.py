"""Who "we" and "I" are in what somebody says.

Comes in: the claims of a document, and a voice. Goes out: the voice of him in whose words it
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from detente.coding.claims.rules import who_says
from detente.coding.claims.turns import turn_at
from detente.coding.scene import Scene
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


def named_claims(scene: Scene, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Claims whose speaker is the one in whose words, or in whose turn, "we" or "I" stands."""
    return tuple(
        replace(c, speaker=_named(scene, claims, c.speaker, c.proposition.start)) for c in claims
    )


def named_incident(scene: Scene, claims: Sequence[Claim], incident: Incident) -> Incident:
    """An incident whose suspects and motives are put down to those in whose words they stand."""
    return replace(
        incident,
        suspects=tuple(
            replace(x, by=_named(scene, claims, x.by, x.spans[0].start)) for x in incident.suspects
        ),
        motives=tuple(
            replace(x, by=_named(scene, claims, x.by, x.spans[0].start)) for x in incident.motives
        ),
    )


def named_hypothesis(scene: Scene, claims: Sequence[Claim], hypothesis: Hypothesis) -> Hypothesis:
    """A hypothesis held by those who say "we", or whose turn it is."""
    at = hypothesis.spans[0].start
    holders = tuple(_named(scene, claims, v, at) for v in hypothesis.holders)
    turn = turn_at(scene, at)
    if not holders and turn is not None:
        return replace(hypothesis, holders=(turn,), stances=("for",))
    return replace(hypothesis, holders=holders)


def _named(scene: Scene, claims: Sequence[Claim], voice: V, at: int) -> V:
    """Whose word it is: in an interview the author's "I" is who answers."""
    found = spoken_by(claims, voice)
    if found is None or found.kind == "author" or _first(found):
        turn = turn_at(scene, at)
        return found if turn is None else turn
    return found
