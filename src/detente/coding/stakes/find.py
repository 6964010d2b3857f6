"""Projects, flows, treaties and sums that a text names, each with what becomes of it.

Comes in: a `Scene` and the lexicon (``data/stakes.toml``). Goes out: `Stake` records in text
order. Rules propose (`rules`), and so does every other noun and number (`candidates`); where models
may be used, they say which of all these an analyst would list (`choose`).
"""

from __future__ import annotations

from detente.coding.scene import Scene
from detente.coding.stakes.candidates import ruled
from detente.coding.stakes.choose import chosen
from detente.coding.stakes.nouns import words
from detente.coding.stakes.record import stake_of, together
from detente.records import Stake


def find_stakes(scene: Scene, *, learned: bool = False) -> tuple[Stake, ...]:
    """Every stake of a document, in text order; the same one told again is taken together.

    ``learned`` lets the models choose; without it the rules stand alone.
    """
    known = words()
    if learned:
        return tuple(together(chosen(scene, known)))
    found = [c for s in scene.sentences if not scene.is_caption(s) for c in ruled(scene, s, known)]
    return tuple(together([stake_of(scene, c.s, c.noun, c.q, c.named, known) for c in found]))
