"""Try numbers of ``model.toml`` on the data before the test years, before any are shipped.

``python -m training.outlook.choose calibration_trust=0,0.1,0.25 leaves=7,15`` scores every
combination, without arguments the shipped numbers, on the four quarters of origins from July
2019 to June 2020: a fit at the start of each on labels settled by then, its own labels settled
within 2020. A quarter's origins share a few weeks' shocks, so a change counts if most quarters
say so. Two more sets tell whether it would elsewhere: ``--on mirror``, GDELT with the sign of
its scores turned (onsets of unusual cooperation), and ``--on events``, ICEWS by years.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from detente.outlook.backtest import MODEL, Score, backtest
from detente.outlook.config import WHOLE, Setting, load_config
from detente.outlook.panel import Panel, read_net_panel
from training.outlook.train import DAYS, NET, TESTS, read, tell

QUARTERS = (
    (date(2019, 7, 1), date(2019, 9, 30)),
    (date(2019, 10, 1), date(2019, 12, 31)),
    (date(2020, 1, 1), date(2020, 3, 31)),
    (date(2020, 4, 1), date(2020, 6, 30)),
)
YEARS = tuple((date(year, 1, 1), date(year, 12, 31)) for year in range(2007, 2012))
UNITS = {"net": "net", "mirror": "net", "events": "events"}
KINDS = ("all", "relapse")


def before_test(panel: Panel, test_from: date) -> Panel:
    """The panel's weeks that ended before a test begins: no label then looks into the test."""
    return panel.until(panel.last_whole_week(test_from - timedelta(days=1)) + 1)


def mirrored() -> Panel:
    """GDELT with the sign of its scores turned: the same dyads and days, other shocks."""
    table = pq.read_table(NET)
    at = table.column_names.index("net")
    turned = table.set_column(at, "net", pc.negate(table["net"]))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mirror.parquet"
        pq.write_table(turned, file)
        return read_net_panel([str(file)], [str(DAYS)])


def panel_for(name: str) -> Panel:
    """The panel of a set by name, up to where its test begins."""
    panel = mirrored() if name == "mirror" else read(name)
    return before_test(panel, TESTS[UNITS[name]][0])


def changed(setting: Setting, changes: dict[str, float]) -> Setting:
    """A setting with some of its numbers replaced, those of its recipe of hazards too."""
    own = {f.name for f in fields(Setting)}
    outer = {k: v for k, v in changes.items() if k in own}
    inner = {k: v for k, v in changes.items() if k not in own}
    return replace(setting, **outer, hazard=replace(setting.hazard, **inner))


def show(blocks: Sequence[Sequence[Score]]) -> None:
    """A line for each kind of origin and horizon: mean over the blocks, and each of them."""
    found: dict[tuple[str, int], list[Score]] = {}
    for scores in blocks:
        for one in scores:
            if one.model == MODEL and one.origins in KINDS:
                found.setdefault((one.origins, one.horizon_weeks), []).append(one)
    for (kind, weeks), rows in found.items():
        each = " ".join(f"{100 * r.brier_skill:6.2f}" for r in rows)
        rates = " ".join(f"{r.auroc:.3f}" if r.auroc is not None else "  -  " for r in rows)
        mean = np.mean([r.brier_skill for r in rows])
        print(
            f"{kind:8} {weeks:3} weeks  skill {100 * mean:5.2f} % ({each})  AUROC {rates}"
            f"  ECE {np.mean([r.ece for r in rows]):.4f}",
            flush=True,
        )


def main() -> None:
    """Score every combination of the numbers given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=list(UNITS), default="net")
    parser.add_argument("changes", nargs="*", help="such as leaves=7,15")
    given = parser.parse_args()
    panel, setting = panel_for(given.on), load_config().of(UNITS[given.on])
    blocks = YEARS if given.on == "events" else QUARTERS
    pairs = [argument.split("=", 1) for argument in given.changes]
    names = [name for name, _ in pairs]
    values = [
        [int(v) if name in WHOLE else float(v) for v in listed.split(",")] for name, listed in pairs
    ]
    for combination in itertools.product(*values):
        changes = dict(zip(names, combination, strict=True))
        tell(f"{given.on}: {changes or 'as shipped'}")
        tried = changed(setting, changes)
        show([backtest(panel, *block, setting=tried).scores() for block in blocks])


if __name__ == "__main__":
    main()
