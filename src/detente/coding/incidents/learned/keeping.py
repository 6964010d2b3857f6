"""What speaks for a case of its own beside others of the same text, for boosted trees.

Comes in: the cases that a document may tell of, the likeliest first, and the models at work on
it. Goes out: named features of each, by which it is judged whether to record it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.coding.incidents.cases import Case, surely_two
from detente.coding.incidents.days import day_of, long_ago
from detente.coding.incidents.joining import Among, same_family
from detente.coding.incidents.learned.joining import Joining
from detente.coding.incidents.learned.model import FIELDS
from detente.coding.incidents.learned.reader import CaseReader
from detente.coding.learned.parts import Feature
from detente.coding.standing import over
from detente.coding.weights import Floats

_HEAVY = 12.0  # the weight that counts as full, by rules
_FILLED = 0.05  # probability from which a field has a likeliest value
_NONE = 1e-9  # of what is divided by


class Keeping:
    """What speaks for each of the cases of a text.

    ``ruled`` says of each whether rules make it; ``joining`` asks whether two may be one.
    """

    def __init__(
        self, reader: CaseReader, cases: Sequence[Case], ruled: Sequence[bool], joining: Joining
    ) -> None:
        self.reader, self.cases, self.ruled, self.joining = reader, cases, ruled, joining
        self.chances = [reader.chance(c) for c in cases]
        self.best = max(self.chances, default=0.0)
        self.fields: list[Floats] = [reader.heads_for(c) for c in cases]

    def features(self, n: int) -> list[Feature]:
        """The features of a case by its number."""
        case, anchor = self.cases[n], self.cases[n].anchor
        out: list[Feature] = [
            over("chance", self.chances[n]),
            over("by itself", self.reader.by_itself(case)),
            over("share", self.chances[n] / max(self.best, _NONE)),
            over("weight", min(1.0, case.weight / _HEAVY)),
            "ruled" if self.ruled[n] else "not ruled",
            f"rank {min(5, n)}",
            f"cases {min(6, len(self.cases))}",
        ]
        s, k = anchor.s, anchor.first if anchor.verbal else anchor.last
        out += [f"kind {anchor.kind}", f"word {s.lemmas[k]}", f"status {anchor.status}"]
        out += [f"generic {anchor.generic}", f"verbal {anchor.verbal}"]
        out += [
            f"background {anchor.background}",
            f"old {long_ago(self.reader.scene, anchor) is not None}",
        ]
        out.append(f"sides {anchor.agent is not None} {anchor.patient is not None}")
        out.append(f"event {'none' if anchor.event is None else anchor.event.event_type}")
        out.append(f"sentence {min(10, s.number)}")
        out.append(f"mentions {min(6, len(case.acts))}")
        out.append(f"sentences {min(5, len(case.sentences))}")
        out.append(f"dated {any(day_of(self.reader.scene, a) is not None for a in case.acts)}")
        out += self.reader.scene.tagged(s, k)
        return [*out, *self._held(n), *self._beside(n)]

    def _held(self, n: int) -> Iterator[Feature]:
        """How likely its fields can be filled."""
        best = _best(self.fields[n])
        for name, p in zip(FIELDS, best, strict=True):
            yield over(f"best {name}", p)
        yield over("fields", min(1.0, sum(best) / len(FIELDS)))
        hurt = (max(p) for p in self.reader.harmed(self.cases[n]).values())
        yield over("harmed", max(hurt, default=0.0))

    def _beside(self, n: int) -> Iterator[Feature]:
        """A case beside those before it."""
        before, case = self.cases[:n], self.cases[n]
        if not before:
            return
        scene, anchor = self.reader.scene, case.anchor
        two = [surely_two(scene, case, b) for b in before]
        acts = [a for b in before for a in b.acts]
        yield f"another {all(two)} {any(two)}"
        yield f"kind told {any(b.anchor.kind == anchor.kind for b in before)}"
        yield f"family told {any(same_family(anchor, a) for a in acts)}"
        word = anchor.s.lemmas[anchor.first]
        yield f"word told {any(a.s.lemmas[a.first] == word for a in acts)}"
        if anchor.event is not None:
            told = [a.event.event_type for a in acts if a.event is not None]
            yield f"type told {anchor.event.event_type in told}"
        apart = min(abs(a.s.number - b.s.number) for a in acts for b in case.acts)
        yield f"apart {min(8, apart)}"
        among = Among(0, 2)
        joined = (self.joining.chance(scene, anchor, b.acts, among) for b in before)
        yield over("joined", max(joined))
        yield over("chance of the first", self.chances[0])
        mine = self.fields[n]
        for c, name in enumerate(FIELDS):
            if len(mine) and mine[:, c].max() > _FILLED:
                likest = int(mine[:, c].argmax())
                again = any(int(f[:, c].argmax()) == likest for f in self.fields[:n])
                yield f"{name} {'as told' if again else 'of its own'}"


def _best(fields: Floats) -> list[float]:
    """How likely the likeliest word fills each field."""
    best = fields.max(0) if len(fields) else np.zeros(len(FIELDS), dtype=np.float32)
    found: list[float] = best.tolist()
    return found


__all__ = ["Keeping"]
