"""Many documents on many processes: memory over time, and words per second beside one process.

    python benchmarks/jobs.py [--documents 100000] [--jobs 2] [--rounds 3] [--round-documents 3000]
    python benchmarks/jobs.py --documents 0      # the rounds alone, some four minutes

Texts: sentences of the bundled chronicle put together anew, one to four a document, with other
states and other numbers in them, from a seed: no two documents are alike, so that nothing is
remembered that a real corpus would not repeat.

First rounds of one process and of many by turns, each timed between the first and the last step
that its journal notes (so without start-up), by the clock and by processor time: on a machine where
others work the clock says little, and the ratio of processor times says what an idle one would
give. Then one long run, its processes' resident memory sampled throughout.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detente.api import bundled_texts, read_inputs
from detente.config import load_settings
from detente.records import Document

STATES = ("Russia", "Turkey", "Iran", "Syria", "Iraq", "Israel", "Germany", "France", "China")
COMMAND = [sys.executable, "-c", "from detente.cli import main; main()"]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def corpus(path: Path, count: int, seed: int = 20161219) -> int:
    """Write ``count`` documents as JSON lines; how many words they have."""
    found = read_inputs(bundled_texts(), settings=load_settings())
    texts = [item.text for item in found if isinstance(item, Document)]
    sentences = [
        s for t in texts for s in re.split(r"(?<=[.!?])\s+", t) if 5 <= len(s.split()) <= 60
    ]
    chance = random.Random(seed)
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = " ".join(chance.sample(sentences, chance.randint(1, 4)))
            for state in chance.sample(STATES, 3):
                text = re.sub(rf"\b{state}\b", chance.choice(STATES), text)
            text = re.sub(r"\b\d{1,3}\b", lambda _: str(chance.randint(2, 400)), text)
            day = (
                f"20{chance.randint(14, 18)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            )
            words += len(text.split())
            out.write(json.dumps({"id": f"d{number}", "date": day, "text": text}) + "\n")
    return words


@dataclass
class Sample:
    """A moment of a run: seconds since it began, inputs done, processor seconds, memory."""

    second: float
    items: int
    processor: float
    resident_mb: list[int]


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(p for child in below for p in family(int(child)))]


def sample(pid: int, began: float, journal: Path, spent: dict[int, float]) -> Sample | None:
    """What a run and its processes have used by now; ``spent`` also keeps those that ended."""
    held = []
    for one in family(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            command = Path(f"/proc/{one}/cmdline").read_text()
        except OSError:
            continue
        if "resource_tracker" in command:
            continue
        spent[one] = (int(fields[11]) + int(fields[12])) / TICKS
        held.append(int(fields[21]) * PAGE // 1_000_000)
    try:
        items = json.loads(journal.read_text().split("\n")[-2]).get("items", 0)
    except (OSError, ValueError, IndexError):
        items = 0
    return Sample(time.monotonic() - began, items, sum(spent.values()), held) if held else None


def run(source: Path, output: Path, jobs: int, *options: str) -> list[Sample]:
    """Code a file, sampling."""
    for left in output.parent.glob(output.name + "*"):
        left.unlink()
    journal = output.with_name(output.name + ".part.journal")
    began = time.monotonic()
    command = [*COMMAND, "code", str(source), "-f", "jsonl", "-o", str(output), "--jobs", str(jobs)]
    spent: dict[int, float] = {}
    samples = []
    with subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if (found := sample(process.pid, began, journal, spent)) is not None:
                samples.append(found)
            time.sleep(0.2 if time.monotonic() - began < 120 else 2)
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return samples


def rates(samples: list[Sample], words_each: float) -> dict[str, float]:
    """Words a second by the clock and by the processor, once every process is at work.

    The first tenth and what is read after the last full batch are left out.
    """
    most = max(s.items for s in samples)
    at_work = [s for s in samples if s.items >= 0.1 * most]
    first, last = at_work[0], next(s for s in at_work if s.items == most)
    words = (last.items - first.items) * words_each
    clock, processor = last.second - first.second, last.processor - first.processor
    return {"per_second": words / clock, "per_processor_second": words / processor}


def told(rounds: list[dict[str, Any]], jobs: int) -> str:
    """The table of the rounds: records, words per second by the clock, ratios."""
    lines = [f"{'round':8}{'identical':>10}{'one, words/s':>14}{f'{jobs}, words/s':>14}   ratio"]
    for number, one in enumerate(rounds, 1):
        alone, many = one["1"]["per_second"], one[str(jobs)]["per_second"]
        same = "yes" if one["identical"] else "NO"
        lines.append(
            f"{number:<8}{same:>10}{alone:>14,.0f}{many:>14,.0f}   {one['ratio_by_clock']:.2f} by"
            f" the clock, {one['ratio_by_processor']:.2f} by the processor"
        )
    ratios = sorted(one["ratio_by_clock"] for one in rounds)
    if ratios:
        middle = ratios[len(ratios) // 2]
        lines.append(f"median {middle:.2f} by the clock; the bar for two processes is 1.80")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--round-documents", type=int, default=3_000)
    parser.add_argument("--folder", type=Path, default=Path("build/bench/jobs"))
    parser.add_argument("--json", type=Path, default=Path("build/bench/jobs.json"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"load_at_start": os.getloadavg()[0], "rounds": []}

    small = options.folder / "small.jsonl"
    each = corpus(small, options.round_documents) / options.round_documents
    for _ in range(options.rounds):
        row = {}
        for jobs in (1, options.jobs):
            out = options.folder / f"small.{jobs}.jsonl"
            row[str(jobs)] = rates(run(small, out, jobs), each)
        one, many = (options.folder / f"small.{jobs}.jsonl" for jobs in (1, options.jobs))
        row["identical"] = one.read_bytes() == many.read_bytes()
        row["ratio_by_clock"] = row[str(options.jobs)]["per_second"] / row["1"]["per_second"]
        row["ratio_by_processor"] = options.jobs * (
            row[str(options.jobs)]["per_processor_second"] / row["1"]["per_processor_second"]
        )
        found["rounds"].append(row)
        print(json.dumps(row), flush=True)

    print(told(found["rounds"], options.jobs))
    if options.documents:
        large = options.folder / "large.jsonl"
        words = corpus(large, options.documents)
        samples = run(large, options.folder / "large.out.jsonl", options.jobs)
        found |= {"documents": options.documents, "words": words, "jobs": options.jobs}
        found |= {"long_run": rates(samples, words / options.documents)}
        steps = [
            next(s for s in samples if s.items >= p / 20 * options.documents * 0.99)
            for p in range(1, 21)
        ]
        found["samples"] = [asdict(s) for s in steps]
        found["most_resident_mb"] = max(m for s in samples for m in s.resident_mb)
        for s in steps:
            print(f"{s.second:8.0f} s {s.items:8} documents   resident MB: {s.resident_mb}")
        print(f"most: {found['most_resident_mb']} MB; {found['long_run']}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"written: {options.json}", file=sys.stderr)


if __name__ == "__main__":
    main()
