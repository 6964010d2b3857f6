"""Try numbers of ``model.toml`` on GDELT 2020, by fits on 2018-2019, before any of them is shipped.

``python -m training.outlook.choose calibration_trust=0,0.25,0.5 leaves=7,15`` scores every
combination; without arguments the shipped numbers. 2021-2022 stay out of it: they are the test.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import fields, replace
from datetime import date

from detente.outlook.backtest import MODEL, backtest
from detente.outlook.config import WHOLE, Setting, load_config
from training.outlook.train import read, tell

YEAR = (date(2020, 1, 1), date(2020, 12, 31))


def changed(setting: Setting, changes: dict[str, float]) -> Setting:
    """A setting with some of its numbers replaced, those of its recipe of hazards too."""
    own = {f.name for f in fields(Setting)}
    outer = {k: v for k, v in changes.items() if k in own}
    inner = {k: v for k, v in changes.items() if k not in own}
    return replace(setting, **outer, hazard=replace(setting.hazard, **inner))


def main() -> None:
    """Score every combination of the numbers given."""
    panel, setting = read("net"), load_config().net
    given = [argument.split("=", 1) for argument in sys.argv[1:]]
    names = [name for name, _ in given]
    values = [
        [int(v) if name in WHOLE else float(v) for v in listed.split(",")] for name, listed in given
    ]
    for combination in itertools.product(*values):
        changes = dict(zip(names, combination, strict=True))
        tell(f"{changes or 'as shipped'}")
        for found in backtest(panel, *YEAR, setting=changed(setting, changes)).scores():
            if found.model == MODEL and found.origins in ("all", "relapse"):
                print(
                    f"{found.origins:8} {found.horizon_weeks:3} weeks  skill"
                    f" {100 * found.brier_skill:5.2f} %  AUROC {found.auroc:.3f}"
                    f"  ECE {found.ece:.4f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
