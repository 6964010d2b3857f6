"""Speed from document to events on one core, and what coding adds to parsing.

    python benchmarks/speed.py [--pipeline NAME] [--rounds 3] [--json build/bench/speed.json]

Texts: the bundled chronicle, dispatch by dispatch (about fifty words each, the hardest case for
any per-document cost), and joined to articles of about 400 words: the densest news there is, two
acts in three sentences. "written" are the annotated articles of tests/texts/reading that are
developed on: reports, op-eds, interviews and live blogs of 200 to 700 words, as papers print
them, with an act in three sentences. Words are separated by white space. "read whole" is the joined
articles with claims, incidents, hypotheses, stakes and signals beside the events,
as `detente add` and `detente read` do; the others are what `detente code` does.

Times are processor time of this one process with one thread, so that a busy machine disturbs
less; the best of the rounds counts. `make bench` runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detente.config import load_settings, prepare_process

prepare_process()

from detente.api import bundled_texts, coder, read_inputs  # noqa: E402
from detente.coding import Coder  # noqa: E402
from detente.coding.sentence import sentences  # noqa: E402
from detente.language import parse  # noqa: E402
from detente.records import Document, document_id  # noqa: E402

ARTICLE_WORDS = 400


def dispatches() -> list[Document]:
    """The bundled texts, a document each."""
    items = read_inputs(bundled_texts(), settings=load_settings())
    return [item for item in items if isinstance(item, Document)]


def articles(documents: list[Document]) -> list[Document]:
    """The same texts joined to documents of about 400 words."""
    out: list[Document] = []
    held: list[Document] = []
    for document in documents:
        held.append(document)
        text = "\n\n".join(d.text for d in held)
        if len(text.split()) >= ARTICLE_WORDS or document is documents[-1]:
            out.append(Document(document_id(text), text, held[-1].date))
            held = []
    return out


def written() -> list[Document]:
    """The annotated articles that are developed on."""
    folders = sorted((Path(__file__).parent.parent / "tests/texts/reading").glob("develop*"))
    texts = [file.read_text(encoding="utf-8") for f in folders for file in sorted(f.glob("*.txt"))]
    return [Document(document_id(text), text, None) for text in texts]


def best(rounds: int, work: Callable[[], object]) -> float:
    """Seconds of processor time of the quickest of some rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def measure(name: str, documents: list[Document], reader: Coder, rounds: int) -> dict[str, Any]:
    """One row of the table."""
    texts = [d.text for d in documents]
    words = sum(len(text.split()) for text in texts)
    parsed = list(parse(reader.nlp, texts))
    count = sum(len(sentences(doc)) for doc in parsed)
    pairs = list(zip(documents, parsed, strict=True))
    parsing = best(rounds, lambda: list(parse(reader.nlp, texts)))
    coding = best(rounds, lambda: [reader.code(d, doc) for d, doc in pairs])
    whole = best(rounds, lambda: list(reader.read(documents)))
    return {
        "texts": name,
        "documents": len(documents),
        "words": words,
        "sentences": count,
        "events": (events := sum(len(reading.events) for reading in reader.read(documents))),
        "events_per_sentence": round(events / count, 2),
        "words_per_second": round(words / whole),
        "parser_words_per_second": round(words / parsing),
        "coding_adds_percent": round(100 * coding / parsing, 1),
        "coding_sentences_per_second": round(count / coding),
    }


def machine() -> str:
    """Name of the processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pipeline", default=load_settings().pipeline)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=Path("build/bench/speed.json"))
    options = parser.parse_args()

    began = time.process_time()
    versions = coder(options.pipeline).versions
    loading = time.process_time() - began
    short = dispatches()
    whole = coder(options.pipeline)
    events = whole.events_only()
    rows = [
        measure("dispatches", short, events, options.rounds),
        measure("articles", articles(short), events, options.rounds),
        measure("written", written(), events, options.rounds),
        measure("read whole", articles(short), whole, options.rounds),
    ]
    print(machine())
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    print(f"loading coder and pipeline: {loading:.1f} s\n")
    for key in rows[0]:
        print(f"{key:<30}" + "".join(f"{row[key]:>14}" for row in rows))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    found = {"machine": machine(), "versions": versions, "loading_s": loading, "rows": rows}
    options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"\nwritten: {options.json}", file=sys.stderr)


if __name__ == "__main__":
    main()
