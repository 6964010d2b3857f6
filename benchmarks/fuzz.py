"""Fuzz what reads bytes that others wrote: `python benchmarks/fuzz.py --minutes 30`.

Each target of tests/fuzzing/targets.py in turn, some hundred inputs at a time, until the time is
over. An input that breaks one is shrunk, written to --found and told; put it into
tests/fuzzing/seeds/ with the fix. Inputs that take longer than --slow seconds of CPU are told too.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.fuzzing.targets import TARGETS, damaged

EXAMPLES = {"table": 40}


def main() -> int:
    """Run; the number of targets' inputs that broke something, at most 1 as exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--targets", nargs="*", default=sorted(TARGETS))
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--slow", type=float, default=10.0)
    given_ = parser.parse_args()
    faulthandler.enable()
    warnings.simplefilter("ignore")
    end = time.monotonic() + given_.minutes * 60
    counts: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    number = given_.seed
    while time.monotonic() < end:
        for name in given_.targets:
            began = time.process_time()
            broken[name] += not run(name, number, given_, counts)
            seconds[name] += time.process_time() - began
            if time.monotonic() > end:
                break
        number += 1
    for name in given_.targets:
        print(f"{name}: {counts[name]:,} inputs, {seconds[name]:.0f} s CPU, {broken[name]} broke")
    return int(any(broken.values()))


def run(name: str, number: int, given_: argparse.Namespace, counts: Counter[str]) -> bool:
    """Some inputs of one target; whether all held."""
    last = b""

    @seed(number)
    @settings(
        max_examples=EXAMPLES.get(name, 300),
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
