"""What speaks for a value of a case file once all that may fill its fields is known.

Comes in: the models' chances of every word and field, of every number, of whoever may be pointed
at. Goes out: named features of a value, by which boosted trees judge whether to record it.
Probabilities are told as the steps that they reach.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.coding.incidents.cases import Case
from detente.coding.incidents.learned.counts import HARMS
from detente.coding.incidents.learned.holders import HOLDER, Candidate
from detente.coding.incidents.learned.model import FIELDS, POINTED
from detente.coding.incidents.learned.parts import ACT, At
from detente.coding.incidents.learned.reader import CaseReader, Count, Value
from detente.coding.learned.parts import Feature
from detente.coding.standing import among, over, placed, ranked, share, tags, tags_in
from detente.coding.weights import Floats

# What is less likely is not judged.
LEAST = 0.02
_FAR = 8  # sentences from which on something is as far as elsewhere
# Tags of other words in the sentence of somebody pointed at that say what it is about.
_TELLING = ("speaker", HOLDER, ACT, *(f"f:{name}" for name in POINTED))


@dataclass(frozen=True, slots=True)
class Setting:
    """What a value stands among: its case, the other cases, and what may fill each field.

    ``main``: the case is the first of its text.
    """

    case: Case
    others: Sequence[Case]
    main: bool
    chances: Mapping[str, Sequence[Value]]


class Judging:
    """What speaks for the values of one case."""

    def __init__(self, reader: CaseReader, setting: Setting) -> None:
        self.reader, self.setting = reader, setting
        own = reader.chance(setting.case)
        best = max((reader.chance(o) for o in setting.others), default=0.0)
        self.case = [
            over("case", own),
            over("case beside others", share(own, best)),
            over("case by itself", reader.by_itself(setting.case)),
            f"cases {1 + len(setting.others)}",
            "main" if setting.main else "beside",
        ]
        self.told = sorted(set(setting.case.sentences))
        self.elsewhere = sorted({n for o in setting.others for n in o.sentences})
        self.mine = reader.heads_for(setting.case)
        self.rivals = [reader.heads_for(o) for o in setting.others]

    def value(
        self, name: str, value: Value, *, ruled: bool, rules: int, said: bool
    ) -> list[Feature]:
        """The features of what may fill a field.

        ``ruled``: a rule says so too; ``rules``: how many values rules give; ``said``: somebody
        says so.
        """
        column, mentions = FIELDS.index(name), list(value.mentions)
        mine = joined(self.mine, mentions)
        out = [f"field {name}", over("chance", value.chance), *self.case]
        out.append(over("of the act", float(mine[column])))
        out.append(over("of any act", float(joined(self.reader.plain(), mentions)[column])))
        out.append(over("its best mention", float(self.mine[mentions, column].max())))
        for c, other in enumerate(FIELDS):
            if c != column:
                out.append(over(f"as {other}", float(mine[c])))
        out.append(over("in another field", float(np.delete(mine, column).max())))
        rival = max((float(joined(r, mentions)[column]) for r in self.rivals), default=0.0)
        out.append(over("of another act", rival))
        beside = [v.chance for v in self.setting.chances[name] if v is not value]
        out += among(value.chance, beside)
        for what in POINTED:
            held = self.reader.held[what]
            out.append(over(what, max(held[self.reader.heads[i]] for i in mentions)))
        out.append(f"{'ruled' if ruled else 'not ruled'} {min(rules, 2)}")
        out.append("said" if said else "told")
        out.append(f"mentions {min(4, len(mentions))}")
        out += self._sensed(name, value)
        out += self._stands(value)
        return [*out, *self._words(value.at), _length(value.span.text)]

    def _sensed(self, name: str, value: Value) -> Iterator[Feature]:
        """What the encoder makes of a value's words, all that name it, beside other values."""
        scene, heads = self.reader.scene, self.reader.heads
        told = [tags(scene, heads[i]) for i in value.mentions]
        own = tags(scene, value.at)
        for tag in own:
            yield over(f"{tag} here", own[tag])
            yield over(f"{tag} anywhere", max(t.get(tag, 0.0) for t in told))
        tag = f"f:{name}"
        named = (e.mentions for e in self.reader.entities())
        every = scene.once(
            ("named by", tag),
            lambda: ranked(scene, tag, ([heads[i] for i in each] for each in named)),
        )
        yield from placed(tag, max((t.get(tag, 0.0) for t in told), default=0.0), every)

    def _stands(self, value: Value) -> Iterator[Feature]:
        """How near to the act a value is named, and how often where it is told."""
        named = {self.reader.heads[i][0] for i in value.mentions}
        mine, theirs = _nearest(named, self.told), _nearest(named, self.elsewhere)
        yield from (f"nearest {mine}", f"nearest another {theirs}")
        yield f"nearer {'here' if mine < theirs else 'there' if theirs < mine else 'neither'}"
        yield f"named in {min(4, len(named & set(self.told)))} of {min(4, len(self.told))}"

    def count(self, count: Count, others: Sequence[Count], known: int) -> list[Feature]:
        """The features of a number of people whom the act may have harmed.

        ``others``: what else may count; ``known``: how many casualties rules give.
        """
        start = count.number.span.start
        out = [f"field {count.harm}", over("chance", count.chance), *self.case]
        for harm, p in zip(HARMS, self.reader.harmed(self.setting.case)[start], strict=True):
            out.append(over(f"as {harm}", p))
        told = [self.reader.harmed(o)[start] for o in self.setting.others]
        out.append(over("of another act", max((max(p) for p in told), default=0.0)))
        same = [c.chance for c in others if c is not count and c.harm == count.harm]
        out += among(count.chance, same)
        said = next((x for x in (count.number.value, count.number.low) if x is not None), 0.0)
        out += [f"digits {len(str(int(said)))}", f"rules {min(known, 3)}"]
        at = (count.s.number, count.number.head)
        for tag, p in tags(self.reader.scene, at).items():
            out.append(over(f"{tag} here", p))
            out.append(over(f"{tag} in its sentence", tags_in(self.reader.scene, at[0])[tag]))
        out.append(f"nearest {_nearest({at[0]}, self.told)}")
        return [*out, *self._words(at)]

    def pointed(
        self, what: str, value: Value, holder: Candidate, *, ruled: bool, others: Sequence[float]
    ) -> list[Feature]:
        """The features of somebody suspected or a motive.

        ``holder``: whose view it is; ``others``: the chances of whatever else is pointed at.
        """
        reader = self.reader
        out = [f"field {what}", over("chance", value.chance), *self.case]
        for other in POINTED:
            out.append(over(f"as {other}", reader.held[other].get(value.at, 0.0)))
        row = reader.row(value.at)
        if row is not None:
            for c, name in enumerate(FIELDS):
                out.append(over(f"as {name}", float(self.mine[row, c])))
        out += among(value.chance, others)
        if holder.at is None:
            out.append("by the author")
        else:
            out.append("by a speaker" if holder.voice is not None else "by a name")
            apart = value.at[0] - holder.at[0]
            out += [f"holder {min(2, apart)} before", f"holder {reader.view.hung(holder.at)[0]}"]
        out.append(over("holder", reader.holding(value.at)))
        out.append("ruled" if ruled else "not ruled")
        out += self._sensed_held(what, value.at, holder)
        out.append(f"nearest {_nearest({value.at[0]}, self.told)}")
        return [*out, *self._words(value.at), _length(value.span.text)]

    def _sensed_held(self, what: str, at: At, holder: Candidate) -> Iterator[Feature]:
        """What the encoder makes of somebody pointed at, of who does so, and of their sentence."""
        own = tags(self.reader.scene, at)
        for tag, p in own.items():
            yield over(f"{tag} here", p)
        if holder.at is not None:
            for tag, p in tags(self.reader.scene, holder.at).items():
                yield over(f"{tag} of the holder", p)
        if not own:
            return
        for tag in _TELLING:
            yield over(f"{tag} in its sentence", tags_in(self.reader.scene, at[0]).get(tag, 0.0))
        tag = f"f:{what}"
        scene, heads = self.reader.scene, self.reader.heads
        every = scene.once(("heads by", tag), lambda: ranked(scene, tag, ([at] for at in heads)))
        yield from placed(tag, own.get(tag, 0.0), every)

    def _words(self, at: At) -> Iterator[Feature]:
        n, k = at
        view = self.reader.view
        s = view.scene.sentences[n]
        yield from (f"kind {view.kind(s, k)}", f"pos {s.pos[k]}", f"dep {s.deps[k]}")
        yield f"sentence {min(8, n)}"
        yield f"apart {max(-5, min(5, n - self.setting.case.anchor.s.number))}"
        if any(a.s.number == n for a in self.setting.case.acts):
            yield "where the act is told"
        yield from view.scene.tagged(s, k)


def joined(chance: Floats, mentions: Sequence[int]) -> Floats:
    """How likely any of several mentions fills each field; shape (fields,)."""
    out: Floats = 1 - np.prod(1 - chance[list(mentions)], axis=0)
    return out


def _nearest(sentences: Collection[int], told: Sequence[int]) -> int:
    """How many sentences are between where something is named and where an act is told."""
    apart = min((abs(a - b) for a in sentences for b in told), default=_FAR)
    return min(apart, _FAR)


def _length(text: str) -> str:
    return f"words {min(6, len(text.split()))}"
