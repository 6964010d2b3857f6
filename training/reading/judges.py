"""What judges of case files learn from, and how they are grown; part of the models of case files.

A judge learns from what models that have not seen an article offer for it, and whether the
annotation has it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields

from detente.coding.incidents.build import case_id
from detente.coding.incidents.cases import Case
from detente.coding.incidents.learned.model import CaseModels, Found, judged_as
from detente.coding.incidents.learned.parts import At
from detente.coding.learned.parts import Feature, names_of
from detente.coding.learned.trees import Trees
from detente.coding.scene import Scene
from detente.evaluation.articles import Article, WantedIncident
from detente.evaluation.reading import has_value, is_held
from training.reading.verdicts import Verdict, judge_of
from training.trees import Growth

# How the judges are grown. Of values there are most rows: more trees, of more leaves, gain half
# a point of average precision there, and nothing elsewhere.
JUDGES = {
    "values": Growth(trees=300, rate=0.05, leaves=31, least=30),
    "counts": Growth(trees=150, rate=0.05, leaves=15, least=30),
    "pointed": Growth(trees=150, rate=0.05, leaves=15, least=30),
    "cases": Growth(trees=150, rate=0.05, leaves=15, least=20),
}
# Rows that a feature has at least.
_OFTEN = {"values": 20, "counts": 20, "pointed": 20, "cases": 10}


@dataclass(frozen=True)
class Clerk(CaseModels):
    """Models that take down whatever is offered, and let it pass."""

    offered: list[tuple[str, Case, Found, list[str]]] = field(default_factory=list)
    cases: list[tuple[Case, list[str]]] = field(default_factory=list)

    def judge(self, name: str, case: Case, value: Found, looks: Sequence[Feature]) -> float:
        """Takes down a value with its case and features."""
        self.offered.append((name, case, value, names_of(looks)))
        return 1.0

    def keep(self, case: Case, looks: Sequence[Feature]) -> float:
        """Takes down a case with its features; lets it pass where no judge is known."""
        self.cases.append((case, names_of(looks)))
        return super().keep(case, looks) if "cases" in self.judges else 1.0


def clerk_of(models: CaseModels) -> Clerk:
    """The clerk of some models."""
    return Clerk(**{f.name: getattr(models, f.name) for f in fields(models)})


def case_verdicts(scene: Scene, clerk: Clerk, found: Collection[str]) -> list[Verdict]:
    """Which of the cases offered are the annotation's: those whose incidents are ``found``."""
    return [(looks, case_id(scene, case) in found) for case, looks in clerk.cases]


def verdicts(
    article: Article, words: Sequence[Collection[At]], clerk: Clerk
) -> dict[str, list[Verdict]]:
    """Which of the values offered are right, for each of `JUDGED` but cases.

    Those of case files that are none of the annotation's are left out. ``words`` tell the acts of
    the annotated ones.
    """
    out: dict[str, list[Verdict]] = {"values": [], "counts": [], "pointed": []}
    several = len({id(case) for _, case, _, _ in clerk.offered}) > 1
    for name, case, value, looks in clerk.offered:
        told, what = value.to_json(), judged_as(name)
        if what == "pointed":
            out[what].append((looks, is_held(article, name, told)))
            continue
        wanted = _wanted(article, words, case, several=several)
        if wanted is not None:
            field_name = "casualties" if what == "counts" else name
            values = wanted.fields.get(field_name, ())
            out[what].append((looks, any(has_value(field_name, v, [told]) for v in values)))
    return out


def _wanted(
    article: Article, words: Sequence[Collection[At]], case: Case, *, several: bool
) -> WantedIncident | None:
    """The annotated case file that a case is, by the words that tell it."""
    shared = [sum((a.s.number, a.first) in told for a in case.acts) for told in words]
    if max(shared, default=0) > 0:
        return article.incidents[shared.index(max(shared))]
    alone = not several and len(words) == 1
    return article.incidents[0] if alone else None


def fit_judges(told: Sequence[Mapping[str, Sequence[Verdict]]]) -> dict[str, Trees]:
    """The judges that have learned these verdicts of values."""
    names = ("values", "counts", "pointed")
    return {name: _fit(name, [row for each in told for row in each[name]]) for name in names}


def fit_cases(told: Sequence[Sequence[Verdict]]) -> Trees:
    """The judge of cases that has learned these verdicts."""
    return _fit("cases", [row for each in told for row in each])


def _fit(name: str, rows: Sequence[Verdict]) -> Trees:
    return judge_of(rows, JUDGES[name], _OFTEN[name])
