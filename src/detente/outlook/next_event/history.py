"""What was known before a day: counts of events that fade with time.

What comes in: events, day by day. What goes out: for each acquaintance (two entities), each
triple (asker, relation, answer), each relation's answers and each entity, how often it was seen
under several half-lives, and the day it was last seen.

Every event stands here twice, once in each direction (`EventTable.both_directions`), so that
"who would it do this to" and "who would do this to it" are one question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

# Days after which an event counts half: a few days, weeks, a season, and (nearly) never.
HALF_LIVES = (2.0, 8.0, 30.0, 120.0, 1e6)
MONTH = 2  # the place in HALF_LIVES that neighbourhoods are made of
NEVER = -10_000  # the day of what was not seen


def groups_of(names: Sequence[str]) -> Ints:
    """The group of each entity, by what its name ends with in brackets, or the name itself.

    ICEWS names a sector within a country "Police (Australia)"; it belongs with "Australia". Names
    without brackets, numbers among them, are groups of their own.

    Examples
    --------
    >>> groups_of(["Australia", "Chad", "Police (Australia)"])
    array([0, 1, 0])
    """
    ends = [n[n.rindex("(") + 1 : -1] if n.endswith(")") and "(" in n else n for n in names]
    found: Ints = np.unique(np.array(ends, dtype=object), return_inverse=True)[1]
    return found.astype(np.int64)


@dataclass
class Counter:
    """Fading counts of the sorted integer ``keys``, shape (keys, half-lives)."""

    keys: Ints
    counts: Singles = field(init=False)
    last: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.counts = np.zeros((len(self.keys), len(HALF_LIVES)), dtype=np.float32)
        self.last = np.full(len(self.keys), NEVER, dtype=np.int64)

    def find(self, wanted: Ints) -> Ints:
        """Places of keys; -1 for those that are none."""
        at = np.searchsorted(self.keys, wanted)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == wanted, at, -1)

    def fade(self, days: int) -> None:
        """Let ``days`` days pass."""
        self.counts *= np.exp2(-days / np.array(HALF_LIVES)).astype(np.float32)

    def add(self, places: Ints, day: int) -> None:
        """Count what stands at these places once for each time it is given."""
        seen, times = np.unique(places, return_counts=True)
        self.counts[seen] += times[:, None].astype(np.float32)
        self.last[seen] = day


@dataclass
class History:
    """The state of knowledge at the start of ``day``; built for all events that may be added.

    Keys of events not yet added are there with a count of zero: they say nothing.
    """

    entities: int
    relations: int  # both directions counted
    day: int
    pair: Counter
    triple: Counter
    answers: Counter
    asks: Counter
    entity: Counter
    by_relation: Counter
    kin_pair: Counter
    kin_triple: Counter
    group: Ints
    pair_of_triple: Ints
    relation_of_triple: Ints
    follows: Floats  # [r', r]: how often r came while r' was fresh on the same pair, faded
    exposure: Floats  # [r']: for how many days r' was fresh

    @classmethod
    def of(cls, events: tuple[Ints, Ints, Ints], relations: int, group: Ints, day: int) -> History:
        """An empty history with room for these events.

        Parameters
        ----------
        events
            Asker, relation, answer, both directions.
        relations
            Number of relations, both directions.
        group
            The group of each entity (`groups_of`), shape (entities,).
        day
            Where it begins.
        """
        asker, relation, answer = events
        n, m = len(group), relations
        kin = group[asker] * n + answer
        pair = Counter(np.unique(asker * n + answer))
        triple = Counter(np.unique((asker * n + answer) * m + relation))
        return cls(
            entities=n,
            relations=m,
            day=day,
            pair=pair,
            triple=triple,
            answers=Counter(np.unique(relation * n + answer)),
            asks=Counter(np.unique(asker * m + relation)),
            entity=Counter(np.arange(n)),
            by_relation=Counter(np.arange(m)),
            kin_pair=Counter(np.unique(kin)),
            kin_triple=Counter(np.unique(kin * m + relation)),
            group=group,
            pair_of_triple=pair.find(triple.keys // m),
            relation_of_triple=triple.keys % m,
            follows=np.zeros((m, m)),
            exposure=np.zeros(m),
        )

    def counters(self) -> tuple[Counter, ...]:
        """All its counters."""
        return (
            self.pair,
            self.triple,
            self.answers,
            self.asks,
            self.entity,
            self.by_relation,
            self.kin_pair,
            self.kin_triple,
        )

    def move_to(self, day: int) -> None:
        """Let time pass until the start of ``day``, which is not before the present one."""
        for counter in self.counters() if day > self.day else ():
            counter.fade(day - self.day)
        self.day = day

    def add(self, asker: Ints, relation: Ints, answer: Ints) -> None:
        """Add the events of the present day, both directions; learn what follows what."""
        n, m = self.entities, self.relations
        pair = self.pair.find(asker * n + answer)
        fresh = self.on_pairs()
        chosen = fresh[pair]
        new = sparse.csr_matrix(
            (np.ones(len(pair)), (np.arange(len(pair)), relation)), shape=(len(pair), m)
        )
        self.follows += (chosen.T @ new).toarray()
        self.exposure += np.asarray(fresh.sum(axis=0)).ravel()
        self.pair.add(pair, self.day)
        self.triple.add(self.triple.find((asker * n + answer) * m + relation), self.day)
        self.answers.add(self.answers.find(relation * n + answer), self.day)
        self.asks.add(self.asks.find(asker * m + relation), self.day)
        kin = self.group[asker] * n + answer
        self.kin_pair.add(self.kin_pair.find(kin), self.day)
        self.kin_triple.add(self.kin_triple.find(kin * m + relation), self.day)
        self.entity.add(answer, self.day)
        self.by_relation.add(relation, self.day)

    def on_pairs(self, half_life: int = MONTH) -> Any:
        """Fading counts of relations on each pair, sparse, shape (pairs, relations)."""
        starts = np.searchsorted(self.pair_of_triple, np.arange(len(self.pair.keys) + 1))
        data = self.triple.counts[:, half_life].astype(np.float64)
        return sparse.csr_matrix(
            (data, self.relation_of_triple, starts),
            shape=(len(self.pair.keys), self.relations),
        )

    def rates(self) -> Floats:
        """Events r per day and pair for each unit of r' on it, shape (relations, relations)."""
        # One day of exposure in the denominator keeps rare relations near zero.
        rates: Floats = self.follows / (self.exposure[:, None] + 1.0)
        return rates
