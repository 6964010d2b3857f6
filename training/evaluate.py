"""Measure a pipeline from raw text.

python -m training.evaluate [PIPELINE] [TREEBANK ...]
python -m training.evaluate --relations [PIPELINE] [TREEBANK ...]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from detente.language import load, parse
from detente.language.treebank import sentences_of
from detente.measure.conll import Score, add, read_conllu, score, score_relations, texts

ALL = ("en_ewt-dev", "en_gum_open-dev", "en_ewt-test", "en_gum_open-test", "en_pud-test")


def measure(nlp: object, path: Path) -> tuple[dict[str, Score], float]:
    """Scores over a treebank and words a second of processor time."""
    total: dict[str, Score] = {}
    spent = 0.0
    for text, gold in texts(read_conllu(path)):
        began = time.process_time()
        (doc,) = parse(nlp, [text])
        spent += time.process_time() - began
        total = add(total, score(gold, sentences_of(doc)))
    return total, total["words"].system / spent


def report(pipeline: str | None, treebanks: Path, names: Sequence[str] = ALL) -> None:
    """Print a table of F1 scores."""
    nlp = load(pipeline)
    header = ""
    for name in names:
        scores, speed = measure(nlp, treebanks / f"{name}.conllu.xz")
        if not header:
            header = " | ".join(["treebank", *scores, "words/s"])
            print(f"| {header} |\n|{' --- |' * (header.count('|') + 1)}")
        cells = [f"{s.f1:.2f}" for s in scores.values()]
        print(f"| {name} | {' | '.join(cells)} | {speed:.0f} |", flush=True)


def report_relations(pipeline: str | None, treebanks: Path, names: Sequence[str]) -> None:
    """Print a table of F1 scores of each relation that the treebanks have fifty times."""
    nlp = load(pipeline)
    total: dict[str, Score] = {}
    for name in names:
        for text, gold in texts(read_conllu(treebanks / f"{name}.conllu.xz")):
            (doc,) = parse(nlp, [text])
            total = add(total, score_relations(gold, sentences_of(doc)))
    print("| relation | in the treebanks | F1 |\n| --- | --- | --- |")
    for name, one in sorted(total.items(), key=lambda item: -item[1].gold):
        if one.gold >= 50:
            print(f"| {name} | {one.gold} | {one.f1:.1f} |")


if __name__ == "__main__":
    from training.train import TREEBANKS

    arguments = [a for a in sys.argv[1:] if a != "--relations"]
    chosen = arguments[0] if arguments else None
    shown = report_relations if "--relations" in sys.argv else report
    shown(chosen, TREEBANKS, arguments[1:] or ALL)
