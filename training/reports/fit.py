"""Fit the points of merging and write them into the package: ``python -m training.reports.fit``.

What comes in: the labelled reports for developing (``benchmarks/data/reports/develop*.txt``),
read by the shipped coder, and ``prior.toml``. What goes out: ``[points]`` of
``src/detente/reports/rules.toml``, and on the screen how well each story is merged by points
fitted to all others (a story is the marks of one file whose labels begin with the same letters:
one quarrel of two states).

Logistic regression over pairs of marked reports that nothing bars, a Gaussian prior around the
points set by hand, each point kept on its side of 0. Nothing is drawn by chance: the same reports
give the same points.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from detente.api import coder_for
from detente.config import defaults
from detente.evaluation.reports import (
    Labelled,
    Scores,
    mark_events,
    one_a_day,
    read_labelled,
    scores,
)
from detente.records import Reading
from detente.reports.assign import Blocks, settle
from detente.reports.compare import evidence
from detente.reports.profile import Key, Profile, lead_words, profile
from detente.reports.rules import Points, Rules, load_rules

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "benchmarks" / "data" / "reports"
RULES = ROOT / "src" / "detente" / "reports" / "rules.toml"
NAMES = tuple(f.name for f in fields(Points))
Weights = dict[str, float]


@dataclass(frozen=True)
class Prior:
    """What ``prior.toml`` holds."""

    points: Weights
    spread: float
    cautious: float

    @classmethod
    def read(cls, path: Path) -> Prior:
        """The prior of a file."""
        found = tomllib.loads(path.read_text("utf-8"))
        if set(found["points"]) != set(NAMES):
            wrong = ", ".join(sorted(set(found["points"]) ^ set(NAMES)))
            raise SystemExit(f"{path}: [points] lacks or has too many: {wrong}")
        return cls(found["points"], found["fit"]["spread"], found["fit"]["cautious"])


@dataclass(frozen=True)
class Pair:
    """Two marked reports: what speaks for one event, whether they are of one, of which stories."""

    evidence: Weights
    one: bool
    stories: frozenset[str]


@dataclass(frozen=True)
class Read:
    """A labelled file as the coder reads it; ``at`` is the event at each mark, None for none."""

    labelled: Labelled
    readings: Sequence[Reading]
    at: Sequence[int | None]

    def story(self, label: str) -> str:
        """The story of a label, by file."""
        return f"{self.labelled.name}:{re.match('[A-Za-z]*', label)[0]}"  # type: ignore[index]

    def profiles(self, rules: Rules) -> dict[Key, Profile]:
        """What is compared of each event."""
        out = {}
        for one in self.readings:
            d = one.document
            day = None if d.date is None else date.fromisoformat(d.date)
            lead = lead_words(d.title, d.text, rules)
            for number, event in enumerate(one.events):
                key = (d.id, number)
                out[key] = profile(event, key, day, d.id, lead, rules)
        return out


def read(paths: Iterable[Path]) -> list[Read]:
    """Labelled files, coded."""
    coder = coder_for(defaults())
    out = []
    for path in paths:
        labelled = read_labelled(path)
        readings = list(coder.read(labelled.documents))
        out.append(Read(labelled, readings, mark_events(labelled, readings)))
    return out


def pairs_of(one: Read, rules: Rules) -> list[Pair]:
    """The pairs of marked reports of different documents that nothing bars."""
    found = one.profiles(rules)
    labels: dict[Key, set[str]] = {}
    for mark, number in zip(one.labelled.marks, one.at, strict=True):
        if number is not None:
            labels.setdefault((mark.doc_id, number), set()).add(mark.label)
    sure = {key: next(iter(named)) for key, named in labels.items() if len(named) == 1}
    out = []
    keys = sorted(sure)
    for i, key in enumerate(keys):
        for other in keys[i + 1 :]:
            a, b = found[key], found[other]
            comparable = a.family == b.family and a.told == b.told and a.told is not None
            if key[0] == other[0] or not comparable:
                continue
            told = evidence(a, b, rules, words=True)
            if not isinstance(told, str):
                stories = frozenset((one.story(sure[key]), one.story(sure[other])))
                out.append(Pair(told, sure[key] == sure[other], stories))
    return out


def fit(pairs: Sequence[Pair], prior: Prior) -> Weights:
    """The points most likely after the pairs, before caution."""
    told = np.array([[pair.evidence.get(name, 0.0) for name in NAMES] for pair in pairs])
    one = np.array([float(pair.one) for pair in pairs])
    start = np.array([prior.points[name] for name in NAMES])
    sides = [
        (None, None) if name == "none" else (0.0, None) if prior.points[name] > 0 else (None, 0.0)
        for name in NAMES
    ]
    weight = 1 / prior.spread**2

    def loss(points: np.ndarray) -> tuple[float, np.ndarray]:
        odds = told @ points
        gap = points - start
        value = np.logaddexp(0, odds).sum() - (one * odds).sum() + weight * (gap**2).sum() / 2
        slope = told.T @ (1 / (1 + np.exp(-odds)) - one) + weight * gap
        return float(value), slope

    found = minimize(loss, start, jac=True, bounds=sides, method="L-BFGS-B")
    return dict(zip(NAMES, (float(x) for x in found.x), strict=True))


def rounded(points: Weights, prior: Prior) -> Points:
    """The points as they are shipped: cautious, to a tenth."""
    found = points | {"none": points["none"] - prior.cautious}
    return Points(**{name: round(found[name], 1) + 0.0 for name in NAMES})


def merged(one: Read, documents: set[str], rules: Rules) -> dict[Key, str]:
    """Which event each report of some documents tells."""
    blocks = Blocks(rules)
    found = {key: p for key, p in one.profiles(rules).items() if key[0] in documents}
    for each in found.values():
        blocks.put(each)
    return {key: link.cluster for key, link in settle(blocks, list(found), rules).items()}


def cross_validated(files: Sequence[Read], prior: Prior, rules: Rules) -> dict[str, Scores]:
    """Scores by file and of all, each story merged by the others' points; one a day too."""
    pairs = [pair for one in files for pair in pairs_of(one, rules)]
    told: dict[str, list[tuple[str, str, str]]] = {}
    for one in files:
        name = one.labelled.name
        habit = one_a_day(one.readings)
        for story in sorted({one.story(mark.label) for mark in one.labelled.marks}):
            rest = [pair for pair in pairs if story not in pair.stories]
            points = rounded(fit(rest, prior), prior)
            marks = [
                (mark, number)
                for mark, number in zip(one.labelled.marks, one.at, strict=True)
                if one.story(mark.label) == story
            ]
            documents = {mark.doc_id for mark, _ in marks}
            clusters = merged(one, documents, replace(rules, points=points))
            for i, (mark, number) in enumerate(marks):
                key = None if number is None else (mark.doc_id, number)
                ours, theirs = (
                    f"unfound {story} {i}" if key is None else f"{name} {way[key]}"
                    for way in (clusters, habit)
                )
                told.setdefault(name, []).append((f"{name} {mark.label}", ours, theirs))
    out = {}
    told["all"] = [row for rows in told.values() for row in rows]
    for name, rows in told.items():
        gold, ours, theirs = (list(column) for column in zip(*rows, strict=True))
        out[name], out[f"{name}, one a day"] = scores(gold, ours), scores(gold, theirs)
    return out


def written(points: Points, text: str) -> str:
    """The text of ``rules.toml`` with other points; comments stay."""
    before, rest = text.split("[points]", 1)
    table, after = rest.split("\n[", 1)
    for name in NAMES:
        line = re.compile(rf"^{name} = [-\d.]+", re.MULTILINE)
        table, found = line.subn(f"{name} = {getattr(points, name)}", table)
        if found != 1:
            raise SystemExit(f"{RULES}: [points] has {found} lines of {name}, not one")
    return f"{before}[points]{table}\n[{after}"


def main() -> None:
    """Fit, score across stories, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dry-run", action="store_true", help="score only, write nothing")
    given = parser.parse_args()
    prior, rules = Prior.read(Path(__file__).with_name("prior.toml")), load_rules()
    files = read(sorted(DATA.glob("develop*.txt")))
    pairs = [pair for one in files for pair in pairs_of(one, rules)]
    print(f"{len(pairs)} pairs that nothing bars, {sum(p.one for p in pairs)} of one event")
    for name, s in cross_validated(files, prior, rules).items():
        print(
            f"{name:24} pairwise P {s.pair_precision:.3f} R {s.pair_recall:.3f} F1 {s.pair_f1:.3f}"
            f"  B-cubed F1 {s.cubed_f1:.3f}  wrong {s.wrong}"
        )
    points = rounded(fit(pairs, prior), prior)
    for name in NAMES:
        print(f"{name} = {getattr(points, name)}")
    if not given.dry_run:
        RULES.write_text(written(points, RULES.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
