"""Ruptures found on the dated crises of 2018-2022, ours beside simpler detectors.

`python benchmarks/shocks.py [../shared/data/events]` reads GDELT's dyad days and the list of known
shocks, sweeps every detector's threshold, and prints three tables: every detector at the
threshold it ships with or is usual; each at no more than 0.5 and 0.35 alarms a dyad-year; and each
with its threshold chosen on the other dyads. `detente.evaluation.shocks` says how it is counted.

The list is short (39 shocks, 33 dyads), made by hand, and was looked at while choosing; so what
was chosen is one number (`record`), on a plateau, and the last table leaves each dyad out in turn.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from detente.evaluation.shocks import DETECTORS, Tally, Weeks, best_at, held_out, sweep, total
from detente.outlook.panel import read_net_panel

USUAL = {"ours": 2.0, "label rupture-v1": 2.0, "CUSUM of sums": 5.0, "CUSUM of asinh": 5.0,
         "PELT, refitted weekly": 9.0, "fixed threshold": 1000.0}  # fmt: skip


def read_listed(path: Path) -> list[tuple[str, date]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["dyad"], date.fromisoformat(row["date"])) for row in csv.DictReader(file)]


def read_weeks(folder: Path, dyads: set[str]) -> Weeks:
    panel = read_net_panel(
        [str(folder / "gdelt_dyad_daily_net_2018_2022.parquet")],
        [str(folder / "gdelt_dyad_days_present_2018_2022.parquet")],
    )
    rows = [i for i, dyad in enumerate(panel.dyads) if dyad in dyads]
    names = tuple(panel.dyads[i] for i in rows)
    return Weeks(names, panel.monday, panel.neg[rows], panel.pos[rows] - panel.neg[rows])


def cells(at: float | None, counts: Tally) -> list[str]:
    if at is None and not counts.shocks:
        return ["", "none so few", "", "", "", ""]
    return [
        "" if at is None else f"{at:g}",
        f"{counts.flagged} of {counts.shocks}",
        f"{counts.announced}",
        f"{counts.rate:.2f}",
        f"{counts.unlisted / counts.years:.2f}",
        f"{counts.delay:.1f}",
    ]


def table(title: str, rows: dict[str, tuple[float | None, Tally]]) -> Table:
    out = Table(title=title, title_justify="left")
    heads = ("detector", "threshold", "flagged", "announced", "alarms", "unlisted", "delay, days")
    for head in heads:
        out.add_column(head, justify="left" if head == "detector" else "right")
    for name, (at, counts) in rows.items():
        out.add_row(name, *cells(at, counts))
    return out


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/events")
    listed = read_listed(folder / "known_shocks_2018_2022.csv")
    weeks = read_weeks(folder, {dyad for dyad, _ in listed})
    swept = sweep(weeks, listed)
    everyone = range(len(weeks.dyads))
    console = Console(width=110)
    years = next(iter(swept["ours"].values()))[0].years * len(weeks.dyads)
    console.print(f"{len(weeks.dyads)} dyads, {years:.0f} dyad-years; rates are per dyad-year\n")
    usual = {name: (at, total(swept[name][at])) for name, at in USUAL.items()}
    console.print(table("At the threshold that ships or is usual", usual))
    for rate in (0.5, 0.35):
        best = {name: best_at(swept[name], rate, everyone) for name in DETECTORS}
        rows = {
            name: (at, Tally() if at is None else total(swept[name][at]))
            for name, at in best.items()
        }
        console.print(table(f"At most {rate} alarms: the threshold that announces most", rows))
    rows = {name: (None, held_out(swept[name], 0.5)) for name in DETECTORS}
    console.print(table("Threshold chosen on the other dyads, for 0.5 alarms", rows))
    console.print("every threshold of ours:")
    rows = {f"record {at:g}": (at, total(t)) for at, t in swept["ours"].items()}
    console.print(table("", rows))


if __name__ == "__main__":
    main()
