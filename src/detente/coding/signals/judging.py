"""What speaks for a signal once all that a text offers is known.

Comes in: the acts that may be signals, each with the linear models' probabilities of every
direction and the record that it would make. Goes out: named features of each, by which boosted
trees judge whether to record it. Probabilities are told as the steps that they reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.coding.learned.parts import Feature
from detente.coding.scene import Scene
from detente.coding.signals.looks import Act
from detente.coding.standing import At, among, likeliest, over, placed, ranked, share, tags, tags_in
from detente.records import Signal

_LIKELY = 0.15  # probability from which an act counts among those of its text
_CLAUSE = 12  # tokens below a word that are looked at


@dataclass(frozen=True, slots=True)
class Offer:
    """An act with its probability of each direction, its looks, the record that it would make.

    ``sender`` is the probability that its likeliest sender sends it.
    """

    chances: Mapping[str, float]
    act: Act
    names: Sequence[str]
    signal: Signal
    sender: float

    @property
    def chance(self) -> float:
        """Of the direction that it would be recorded with."""
        return self.chances[self.signal.direction]

    @property
    def at(self) -> At:
        """Its word."""
        return self.act.s.number, self.act.token


class Judging:
    """What speaks for each of the offers of a text, which are in text order."""

    def __init__(self, scene: Scene, offers: Sequence[Offer]) -> None:
        self.scene, self.offers = scene, offers
        self.chances = sorted((o.chance for o in offers), reverse=True)
        self.any = sorted((max(o.chances.values()) for o in offers), reverse=True)
        ways = {f"s:{o.signal.direction}" for o in offers}
        self.tagged = {tag: ranked(scene, tag, ([o.at] for o in offers)) for tag in ways}
        self.told = sum(p >= _LIKELY for p in self.chances)

    def features(self, n: int) -> list[Feature]:
        """The features of an offer by its number."""
        o = self.offers[n]
        way, act = o.signal.direction, o.act
        out: list[Feature] = [over("chance", o.chance), *placed("chance", o.chance, self.chances)]
        best = max(o.chances.values())
        out += [over("any way", best), *placed("any way", best, self.any)]
        out += (over(f"as {other}", p) for other, p in o.chances.items())
        rivals = [p for other, p in o.chances.items() if other != way]
        out += [f"way {way}", over("way share", share(o.chance, max(rivals, default=0.0)))]
        out += [f"{'ruled' if act.ruled is not None else 'not ruled'} {way}"]
        out += [f"signals {min(12, self.told)}", over("sender", o.sender)]
        out += [f"type {o.signal.type}", f"to {min(2, len(o.signal.to))}"]
        late = o.signal.latency_days
        out.append(f"late {'unknown' if late is None else min(late[0], 10)}")
        here = [x for x in self.offers if x is not o and x.act.s is act.s]
        out += among(o.chance, [x.chance for x in here], "in the sentence ")
        close = [x.chance for x in here if abs(x.act.token - act.token) <= _CLAUSE // 2]
        out.append(over("close by", max(close, default=0.0)))
        out += self._again(n)
        out += self._sensed(o)
        return [*out, *o.names]

    def _again(self, n: int) -> Iterator[Feature]:
        """Where else the same act, or one like it of the same state, may be told."""
        o = self.offers[n]
        for what, same in (("event", _one_event), ("sender and type", _alike)):
            before = [x.chance for x in self.offers[:n] if same(o, x)]
            behind = [x.chance for x in self.offers[n + 1 :] if same(o, x)]
            yield over(f"{what} before", max(before, default=0.0))
            yield over(f"{what} later", max(behind, default=0.0))
        sent = [x.chance for x in self.offers if x.signal.sender == o.signal.sender]
        yield f"sent {min(8, sum(p >= _LIKELY for p in sent))}"
        yield f"rank of the sender {min(4, sum(p > o.chance for p in sent))}"

    def _sensed(self, o: Offer) -> Iterator[Feature]:
        """What the encoder makes of its words, beside those of other offers."""
        scene, (n, k) = self.scene, o.at
        mine = tags(scene, o.at)
        for tag, p in mine.items():
            yield over(f"{tag} here", p)
        below = ((n, j) for j in o.act.s.subtree(k)[: 2 * _CLAUSE])
        for tag, p in likeliest(scene, below).items():
            yield over(f"{tag} below", p)
        for tag, p in tags_in(scene, n).items():
            yield over(f"{tag} in the sentence", p)
        if mine:
            tag = f"s:{o.signal.direction}"
            yield from placed(tag, mine.get(tag, 0.0), self.tagged[tag])


def _one_event(a: Offer, b: Offer) -> bool:
    return a.act.event is not None and b.act.event is not None and a.act.event.id == b.act.event.id


def _alike(a: Offer, b: Offer) -> bool:
    return (a.signal.sender, a.signal.type) == (b.signal.sender, b.signal.type)
