"""Words a second of the language room on one core, by part.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/language_speed.py [PIPELINE]

Texts: PUD and EWT test of ../shared/data/ud as documents of about 400 words, and PUD sentence by
sentence. Times are processor time, so that a busy machine disturbs less, best of three rounds.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from detente.language import load, parse
from detente.measure.conll import read_conllu, texts

TREEBANKS = Path(__file__).resolve().parents[2] / "shared" / "data" / "ud"
PARTS = {
    "_join_numero": "No.", "_look_up": "word vectors", "_write": "writing the Doc",
    "_decide": "network, all of it",
}  # fmt: skip
INNER = {
    "sentence_starts": "- sentence breaker", "_recur": "- recurrent layers", "_heads": "- heads",
}  # fmt: skip


def documents(treebank: str, words: int) -> list[str]:
    """Raw texts of a treebank, joined to documents of about so many words."""
    out: list[str] = []
    pending: list[str] = []
    count = 0
    for text, _ in texts(read_conllu(TREEBANKS / f"{treebank}.conllu.xz")):
        pending.append(text)
        count += len(text.split())
        if count >= words:
            out.append("\n\n".join(pending))
            pending, count = [], 0
    return [*out, "\n\n".join(pending)] if pending else out


def sentences(treebank: str) -> list[str]:
    """Every sentence as a text of its own."""

    def one() -> Iterator[str]:
        for sentence in read_conllu(TREEBANKS / f"{treebank}.conllu.xz"):
            yield "".join(
                s.form + (" " if s.space_after else "") for s in sentence.surfaces
            ).strip()

    return list(one())


def timed(function: Callable[..., Any], spent: dict[str, float], name: str) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time_ns()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += (time.process_time_ns() - began) / 1e9

    return wrapper


def main() -> None:
    nlp = load(sys.argv[1] if len(sys.argv) > 1 else None)
    pud, ewt = documents("en_pud-test", 400), documents("en_ewt-test", 400)
    sets = {"documents": pud + ewt, "single sentences": sentences("en_pud-test")}
    results: dict[str, float] = {}
    for name, stuff in sets.items():
        best = 0.0
        for _ in range(4):  # the first round fills the memory of word vectors
            began = time.process_time()
            words = sum(len(doc) for doc in parse(nlp, stuff))
            best = max(best, words / (time.process_time() - began))
        results[name] = best
        print(f"{name}: {len(stuff)} texts, {words} words, {best:,.0f} words/s")
    began = time.process_time()
    docs = [nlp.make_doc(text) for text in sets["documents"]]
    words = sum(map(len, docs))
    spent: dict[str, float] = defaultdict(float)
    spent["tokenizer"] = time.process_time() - began
    for _, component in nlp.pipeline:
        network = getattr(component, "_network", None)
        for method, part in PARTS.items():
            if hasattr(component, method):
                setattr(component, method, timed(getattr(component, method), spent, part))
        for method, part in INNER.items():
            if network is not None:
                setattr(network, method, timed(getattr(network, method), spent, part))
        for doc in docs:
            component(doc)
    for part, seconds in spent.items():
        print(f"  {part:24} {1e6 * seconds / words:6.1f} microseconds a word")
    print(json.dumps({k: round(v) for k, v in results.items()}))


if __name__ == "__main__":
    main()
