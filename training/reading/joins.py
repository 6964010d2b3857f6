"""Fits the trees that say which mentions of acts are of one case; part of the models of case files.

A lesson is a mention and a case told so far, put together as the annotation has it: mentions are
taken in text order, each beside every case before it. Which case a mention is of is told by the
words that tell the act of a case file, and else by the quotes of its fields ("killing six
policemen"); what is of none is put where rules put it, for nothing is learned of it, but models
meet it there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from detente.coding.incidents.acts import Act, find_acts
from detente.coding.incidents.cases import TOLD
from detente.coding.incidents.joining import Among, likeness
from detente.coding.incidents.learned.joining import features
from detente.coding.incidents.learned.parts import At
from detente.coding.learned.parts import names_of
from detente.coding.learned.trees import Trees
from detente.coding.scene import Scene
from detente.evaluation.articles import Article, WantedIncident
from training.matrix import Matrix
from training.trees import Growth, grown

Lesson = tuple[list[str], bool]
"""What speaks for and against that a mention continues a case, and whether it does."""

# Fields whose quotes tell nothing of which act they stand beside.
_AFAR = frozenset(("suspects", "motives", "reactions", "claims_of_responsibility", "date"))
_OFTEN = 5  # rows that a feature has at least
GROWTH = Growth(trees=200, rate=0.05, leaves=15, least=20)


def told_words(scene: Scene, raw: Mapping[str, Any], incident: WantedIncident) -> set[At]:
    """The words that tell the act of an annotated case file."""
    out = set()
    for event in raw["events"]:
        if incident.event and event.get("id") == incident.event:
            for offset, _ in event["triggers"]:
                at = None if offset is None else scene.place_of(offset)
                if at is not None:
                    out.add((at[0].number, at[1]))
    return out


def lessons(article: Article, raw: Mapping[str, Any], scene: Scene) -> list[Lesson]:
    """What an article teaches."""
    told = [told_words(scene, raw, i) for i in article.incidents]
    quoted = _quoted(scene, article.incidents)
    out: list[Lesson] = []
    groups: list[list[Act]] = []
    of: list[int] = []
    acts = (a for a in find_acts(scene) if a.status in TOLD)
    for act in sorted(acts, key=lambda a: (a.s.number, a.first)):
        mine = _case_of(act, told, quoted)
        beside = [(g, Among(n, len(groups))) for n, g in enumerate(groups)]
        if mine is None:
            liked = max(((likeness(scene, act, g, x), x.number) for g, x in beside), default=(0, 0))
            if liked[0] > 0:
                groups[liked[1]].append(act)
            continue
        out += [(names_of(features(scene, act, g, x)), of[x.number] == mine) for g, x in beside]
        if mine in of:
            groups[of.index(mine)].append(act)
        else:
            groups.append([act])
            of.append(mine)
    return out


def _case_of(act: Act, told: Sequence[set[At]], quoted: Mapping[At, set[int]]) -> int | None:
    """The annotated case file that a mention is of."""
    n = act.s.number
    for case, words in enumerate(told):
        if any((n, k) in words for k in range(act.first, act.last + 1)):
            return case
    near = (k for k in (act.first, act.last, act.patient) if k is not None)
    found = {case for k in near for case in quoted.get((n, k), ())}
    return found.pop() if len(found) == 1 else None


def _quoted(scene: Scene, incidents: Sequence[WantedIncident]) -> dict[At, set[int]]:
    """The words of the quotes of fields, with the case files that have them."""
    out: dict[At, set[int]] = defaultdict(set)
    for case, incident in enumerate(incidents):
        spans = (v.span for name, vs in incident.fields.items() if name not in _AFAR for v in vs)
        for at in (at for span in spans if (at := scene.tokens(span)) is not None):
            s, first, last = at
            for k in range(first, last + 1):
                out[s.number, k].add(case)
    return out


def fit_joins(taught: Iterable[Sequence[Lesson]]) -> Trees:
    """The trees that have learned what some articles teach."""
    rows = [lesson for each in taught for lesson in each]
    matrix = Matrix([names for names, _ in rows], _OFTEN)
    return grown(matrix.x, np.array([right for _, right in rows]), matrix.at, GROWTH)
