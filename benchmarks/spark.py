"""The same documents through one process, many, and Spark: identical records, words per second.

    python benchmarks/spark.py [--documents 10000] [--jobs 2] [--rounds 2]    # some six minutes

Documents are those of benchmarks/jobs.py. Processes are timed between the first and the last step
of their journal, Spark after a run of 400 other documents that starts it and loads its workers'
models: neither figure holds start-up. Processor time counts every process, Spark's Java too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any

from detente.api import code_on_spark
from detente.cli.code import _lines_of
from detente.config import load_settings, one_thread_each
from jobs import Sample, corpus, rates, run, sample


def spark_processor(stop: threading.Event, out: dict[str, float]) -> None:
    """Processor seconds of this process and all below it, sampled until told to stop."""
    spent: dict[int, float] = {}
    nowhere, began = Path("/nonexistent"), time.monotonic()
    while True:
        found: Sample | None = sample(os.getpid(), began, nowhere, spent)
        if found is not None:
            out.setdefault("first", found.processor)
            out["last"] = found.processor
        if stop.wait(0.5):
            return


def on_spark(source: Path, output: Path, jobs: int) -> dict[str, float]:
    """Code a file on a Spark that is up: seconds by the clock and of processors."""
    shutil.rmtree(output, ignore_errors=True)
    settings = load_settings().replaced(coding__analyst=False)
    stop, used = threading.Event(), {}
    watcher = threading.Thread(target=spark_processor, args=(stop, used))
    watcher.start()
    began = time.monotonic()
    code_on_spark(
        [str(source)],
        str(output),
        settings=settings,
        master=f"local[{jobs}]",
        lines=lambda outcome: _lines_of(("event",), outcome),
    )
    clock = time.monotonic() - began
    stop.set()
    watcher.join()
    return {"clock": clock, "processor": used["last"] - used["first"]}


def told(found: dict[str, Any], jobs: int) -> str:
    """The table of a run: records, words per second by the clock and by the processor, ratios."""

    def row(name: str, same: str, rate: dict[str, float], ratio: str) -> str:
        clock, processor = rate["per_second"], rate["per_processor_second"]
        return f"{name:28}{same:>10}{clock:>14,.0f}{processor:>18,.0f}   {ratio}"

    def yes(same: bool) -> str:
        return "yes" if same else "NO"

    many, spark = f"--jobs {jobs}", f"Spark local[{jobs}]"
    lines = [
        f"{found['documents']:,} documents of {found['words']:,} words, start-up left out",
        f"{'':28}{'identical':>10}{'words/s clock':>14}{'words/s processor':>18}   Spark to --jobs",
        row("one process", "-", found["one process"], ""),
    ]
    for number, one in enumerate(found["rounds"], 1):
        clock, processor = (
            one[f"spark_to_jobs_{k}"] for k in ("per_second", "per_processor_second")
        )
        ratio = f"{clock:.2f} by the clock, {processor:.2f} by the processor"
        lines.append(row(f"{many}, round {number}", yes(found["jobs_identical"]), one["jobs"], ""))
        same = yes(found["spark_identical_after_sorting"])
        lines.append(row(f"{spark}, round {number}", same, one["spark"], ratio))
    best = max(one["spark_to_jobs_per_second"] for one in found["rounds"])
    lines.append(f"Spark gives {best:.2f} of {many} by the clock at best; the bar is 0.80")
    return "\n".join(lines)


def main() -> None:
    """Measure, compare, print, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("build/bench/spark"))
    parser.add_argument("--json", type=Path, default=Path("build/bench/spark.json"))
    options = parser.parse_args()
    one_thread_each()
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    source, few = folder / "in.jsonl", folder / "few.jsonl"
    words = corpus(source, options.documents)
    each = words / options.documents
    corpus(few, 400, seed=7)

    samples = run(source, folder / "one.jsonl", 1)
    found: dict[str, Any] = {"documents": options.documents, "words": words, "rounds": []}
    found["one process"] = rates(samples, each)
    print(json.dumps(found["one process"]), flush=True)
    on_spark(few, folder / "few", options.jobs)
    for _ in range(options.rounds):
        many = rates(run(source, folder / "many.jsonl", options.jobs), each)
        took = on_spark(source, folder / "spark", options.jobs)
        spark = {
            "per_second": words / took["clock"],
            "per_processor_second": words / took["processor"],
        }
        row = {"jobs": many, "spark": spark}
        row |= {f"spark_to_jobs_{k}": spark[k] / many[k] for k in spark}
        found["rounds"].append(row)
        print(json.dumps(row), flush=True)
    one = (folder / "one.jsonl").read_bytes()
    parts = (p.read_bytes().splitlines(True) for p in (folder / "spark").glob("part-*"))
    found["jobs_identical"] = one == (folder / "many.jsonl").read_bytes()
    found["spark_identical_after_sorting"] = sorted(one.splitlines(True)) == sorted(
        line for part in parts for line in part
    )
    print(told(found, options.jobs))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"written: {options.json}", file=sys.stderr)


if __name__ == "__main__":
    main()
