"""Numbers of people as named features: killed, injured, missing, or held in an act.

Comes in: what the models see of a text, a number with what it counts. Goes out: the features of
the number ("behind dead", "over kind killed 1"), in which the models of case files look for its
harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from detente.coding.incidents.acts import words
from detente.coding.incidents.learned.view import Towards, View
from detente.coding.quantities import QuantityMention
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence

HARMS = ("killed", "injured", "missing", "held")
"""What may have befallen those counted; held are the arrested, captured and kidnapped."""

HELD = frozenset(("arrested", "captured", "kidnapped"))
"""The kinds of casualties that are held."""

Counted = tuple[Sentence, QuantityMention]

_NO_PEOPLE = frozenset(
    """percent tonne kilometre metre mile minute hour day week month year
    decade""".split()  # noqa: SIM905
)
_NEAR = 5  # tokens before and behind a number that are told
_BESIDE = 2  # of them with their distance
_ABOVE = 4  # words that a number hangs on, and they on
_LARGE = 6  # digits; longer numbers are told alike


def harm_of(kind: str) -> str:
    """The harm that casualties of a kind came to.

    Examples
    --------
    >>> harm_of("kidnapped"), harm_of("killed")
    ('held', 'killed')
    """
    return "held" if kind in HELD else kind


def counted(scene: Scene) -> Iterator[Counted]:
    """The numbers of a document that may count people."""
    for s in scene.sentences:
        for m in scene.quantities(s):
            if not m.money and m.unit not in _NO_PEOPLE:
                yield s, m


def features(view: View, s: Sentence, m: QuantityMention, towards: Towards | None) -> list[str]:
    """The features of a number; with those of where it stands if certain words tell the act."""
    at = (s.number, m.head)
    out = [*view.own(at), *(f"number {t}" for t in view.scene.tagged(s, m.number))]
    out += [f"size {_size(m)}", f"unit {m.unit}", "counted" if m.noun is not None else "bare"]
    out += _around(s, m)
    if towards is not None:
        out += towards.features(at)
    return list(dict.fromkeys(out))


def _size(m: QuantityMention) -> int:
    """Digits of a number; 0 where there is none or it is below 2."""
    said = next((x for x in (m.value, m.low, m.high) if x is not None), 0)
    return 0 if said < 2 else min(_LARGE, len(str(int(said))))


def _around(s: Sentence, m: QuantityMention) -> Iterator[str]:
    kinds = _kinds()
    for name, first, way in (("behind", m.last, 1), ("ahead", m.first, -1)):
        for d in range(1, _NEAR + 1):
            k = first + way * d
            if 0 <= k < len(s):
                yield f"{name} {s.lemmas[k]}"
                if d <= _BESIDE:
                    yield f"{name} {d} {s.lemmas[k]}"
                if s.lemmas[k] in kinds:
                    yield f"near kind {kinds[s.lemmas[k]]}"
    up = s.heads[m.head]
    for high in range(_ABOVE):
        if up < 0:
            break
        yield f"over {s.lemmas[up]}"
        if s.lemmas[up] in kinds:
            yield f"over kind {kinds[s.lemmas[up]]} {high}"
        up = s.heads[up]
    yield from (f"sentence kind {kinds[w]}" for w in s.lemmas if w in kinds)


@cache
def _kinds() -> Mapping[str, str]:
    """The harm that words tell of."""
    known = words()
    told = {w: harm_of(kind) for w, kind in known.maps["harm_kind"].items()}
    return told | {w: harm_of(kind) for w, kind in known.maps["harm_sign"].items()}


def held_as(s: Sentence, act: str) -> str:
    """What people who are held are called: arrested, kidnapped, else captured.

    Parameters
    ----------
    s
        The sentence that tells of them.
    act
        The kind of the act that the case is of.
    """
    known = words()
    if act == "arrest" or not known.lists["arresting"].isdisjoint(s.lemmas):
        return "arrested"
    taken = act in _TAKING or not known.lists["hostage_taking"].isdisjoint(s.lemmas)
    return "kidnapped" if taken else "captured"


_TAKING = frozenset(("kidnapping", "hijacking", "storming"))
