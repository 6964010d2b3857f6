"""How many cores a corpus takes, how long and what it costs; the table of docs/scale.md.

    python benchmarks/sizing.py --words-per-second 2500 [--article-words 400] [--price 0.05]

Nothing is measured here: words per second of one core come from benchmarks/speed.py (row "articles"
for events, "read whole" for everything), the loss of Spark from benchmarks/spark.py. A vCPU of a
cloud is half a core where two threads share one; ``--vcpus-per-core`` says so.
"""

from __future__ import annotations

import argparse
import math


def row(articles: int, options: argparse.Namespace) -> list[str]:
    """One line of the table: a daily volume and what it takes."""
    words = articles * options.article_words
    core_hours = words / options.words_per_second / 3600 / options.utilisation
    vcpu_hours = core_hours * options.vcpus_per_core
    in_a_day = math.ceil(vcpu_hours / 24)
    in_an_hour = math.ceil(vcpu_hours)
    cost = vcpu_hours * options.price
    gigabytes = in_an_hour * options.worker_gb
    return [
        f"{articles:,}",
        f"{words / 1e6:,.0f} M",
        f"{core_hours:,.1f}",
        f"{in_a_day:,}",
        f"{in_an_hour:,}",
        f"{gigabytes:,.0f} GB",
        f"{cost:,.2f}",
        f"{cost * 365:,.0f}",
    ]


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words-per-second", type=float, required=True, help="of one core")
    parser.add_argument("--article-words", type=float, default=400)
    parser.add_argument("--price", type=float, default=0.05, help="of a vCPU for an hour")
    parser.add_argument("--vcpus-per-core", type=float, default=2)
    parser.add_argument("--utilisation", type=float, default=0.7, help="share of time at work")
    parser.add_argument("--worker-gb", type=float, default=1.0, help="memory of a worker process")
    parser.add_argument(
        "--articles", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000]
    )
    options = parser.parse_args()
    head = ["articles a day", "words", "core-hours a day", "vCPUs, all day", "vCPUs, one hour"]
    head += ["memory, one hour", "cost a day", "cost a year"]
    print(
        f"{options.words_per_second:,.0f} words a second a core, {options.article_words:,.0f} words"
        f" an article, {options.vcpus_per_core:g} vCPUs a core, at work"
        f" {options.utilisation:.0%} of the time, {options.price:g} a vCPU-hour,"
        f" {options.worker_gb:g} GB a worker\n"
    )
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---:" for _ in head) + " |")
    for articles in options.articles:
        print("| " + " | ".join(row(articles, options)) + " |")


if __name__ == "__main__":
    main()
