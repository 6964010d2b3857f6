"""Made-up panels: quiet dyads with rare shocks, some of which foretell themselves."""

from __future__ import annotations

from datetime import date

import numpy as np

from detente.outlook.panel import Panel, panel_from_days

START = np.datetime64("2018-01-01", "D")


def net_panel(dyads: int = 40, weeks: int = 160, seed: int = 1) -> Panel:
    """Daily nets of dyads whose conflict rises before it breaks out, some much oftener."""
    rng = np.random.default_rng(seed)
    names, days, nets = [], [], []
    states = [f"S{chr(65 + i // 26)}{chr(65 + i % 26)}"[:3] for i in range(40)]
    for _ in range(dyads):
        a, b = sorted(rng.choice(len(states), 2, replace=False))
        name = f"{states[a]}-{states[b]}"
        if name in names:
            continue
        mood = 0.0
        heat = rng.uniform(0.05, 0.6)
        for week in range(weeks):
            mood = 0.7 * mood + rng.normal(0, heat)
            for day in rng.choice(7, 4, replace=False):
                names.append(name)
                days.append(START + 7 * week + day)
                nets.append(rng.normal(8 - 40 * np.sinh(max(mood, 0) * 2), 6))
    net = np.array(nets)
    return panel_from_days(
        np.array(names),
        np.array(days),
        np.maximum(0, -net),
        np.maximum(0, net),
        np.arange(START, START + 7 * weeks),
        units="net",
    )


FIRST = date(2018, 1, 1)
