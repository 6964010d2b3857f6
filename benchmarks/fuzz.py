"""Fuzz what reads bytes that others wrote: `python benchmarks/fuzz.py --minutes 30`.

Each target of tests/fuzzing/targets.py in turn, some hundred inputs at a time, until this process
has used so many minutes of the processor (not of the clock: where others work, an hour of the
clock may be minutes of work). An input that breaks one is shrunk, written to --found and told; put
it into tests/fuzzing/seeds/ with the fix. Inputs that take longer than --slow seconds of the
processor are told too.

What was done is kept in --state after each round: a run that is stopped, or asked for more minutes
later, goes on with the next seed, and the report sums all of them. Delete the file to begin anew.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import json
import sys
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.fuzzing.targets import TARGETS, damaged

# So many that a round spends about as long on each target as on any other.
EXAMPLES = {"table": 15, "page": 900, "lines": 900, "list": 400}


def main() -> int:
    """Run; the number of targets' inputs that broke something, at most 1 as exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="of the processor, in all")
    parser.add_argument("--seed", type=int, default=1, help="of the first round")
    parser.add_argument("--targets", nargs="*", default=sorted(TARGETS))
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--slow", type=float, default=10.0)
    parser.add_argument("--state", type=Path, default=Path("build/bench/fuzz.json"))
    given_ = parser.parse_args()
    faulthandler.enable()
    warnings.simplefilter("ignore")
    done = State.read(given_.state, given_.seed)
    while sum(done.seconds.values()) < given_.minutes * 60:
        for name in given_.targets:
            began = time.process_time()
            done.broken[name] += not run(name, done.round, given_, done.inputs)
            done.seconds[name] += time.process_time() - began
        done.round += 1
        done.write(given_.state)
    print(done.told(), flush=True)
    return int(any(done.broken.values()))


@dataclass
class State:
    """What was done so far, by target: inputs, seconds of the processor, rounds that broke."""

    round: int
    inputs: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, path: Path, first: int) -> State:
        """What a file holds; a fresh state where there is none."""
        if not path.exists():
            return cls(first)
        kept = json.loads(path.read_text("utf-8"))
        counts = (Counter(kept[name]) for name in ("inputs", "seconds", "broken"))
        return cls(kept["round"], *counts)

    def write(self, path: Path) -> None:
        """Keep it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: getattr(self, name) for name in ("round", "inputs", "seconds", "broken")}
        part = path.with_name(path.name + ".part")
        part.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
        part.replace(path)

    def told(self) -> str:
        """A line a target and one for all."""
        lines = [
            f"{name}: {self.inputs[name]:,} inputs, {self.seconds[name] / 60:.1f} min of the"
            f" processor, {self.broken[name]} rounds broke"
            for name in sorted(self.inputs)
        ]
        return "\n".join(
            [
                *lines,
                f"all: {sum(self.inputs.values()):,} inputs in {self.round} rounds,"
                f" {sum(self.seconds.values()) / 60:.1f} min of the processor,"
                f" {sum(self.broken.values())} rounds broke",
            ]
        )


def run(name: str, number: int, given_: argparse.Namespace, counts: Counter[str]) -> bool:
    """Some inputs of one target; whether all held."""
    last = b""

    @seed(number)
    @settings(
        max_examples=EXAMPLES.get(name, 600),
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(damaged(name))
    def held(data: bytes) -> None:
        nonlocal last
        last = data
        counts[name] += 1
        began = time.process_time()
        TARGETS[name](data)
        taken = time.process_time() - began
        if taken > given_.slow:
            keep(given_.found, name, data, f"{taken:.0f} s")

    try:
        held()
    except Exception as error:
        keep(given_.found, name, last, f"{type(error).__name__}: {error}")
        traceback.print_exc(limit=-6)
        return False
    return True


def keep(folder: Path, name: str, data: bytes, why: str) -> None:
    """Write an input that broke a target."""
    path = folder / name / hashlib.sha256(data).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"{name}: {why[:300]} ({path})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
