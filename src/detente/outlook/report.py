"""The report of a backtest: as JSON object and as text.

What comes in: a `Backtest`. What goes out: what `detente evaluate outlook` prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.outlook.backtest import Backtest, Score
from detente.outlook.config import Setting
from detente.outlook.target import Definition


def as_json(
    found: Backtest, scores: Sequence[Score], target: Definition, setting: Setting
) -> dict[str, Any]:
    """The report as JSON object; ``scores`` has a row for each model, origins and horizon."""
    return {
        "kind": "outlook_scores",
        "target": target.name,
        "units": {"c": target.c, "floor": target.floor, "z_min": target.z_min},
        "first_origin": found.first_origin.isoformat(),
        "last_origin": found.last_origin.isoformat(),
        "dyads": found.dyads_forecast,
        "dyads_fitted_on": found.dyads_fitted,
        "universe_share": setting.forecast_share,
        "onsets": found.onsets,
        "scores": [row.to_json() for row in scores],
    }


def as_text(found: Backtest, scores: Sequence[Score]) -> str:
    """The report as text, a block for each kind of origin and horizon."""
    lines = [
        f"{found.dyads_forecast:,} dyads, origins from {found.first_origin} to"
        f" {found.last_origin}, {found.onsets:,} onsets; fitted on {found.dyads_fitted:,} dyads",
        "skill: Brier skill over the training base rate of calm origins (post-shock: of such)",
    ]
    blocks: dict[tuple[str, int], list[Score]] = {}
    for row in scores:
        blocks.setdefault((row.origins, row.horizon_weeks), []).append(row)
    for (kind, horizon), rows in blocks.items():
        name = "hostile acts (acts-v1), calm" if kind == "acts" else kind
        lines += ["", f"{name} origins, {horizon} weeks ({rows[0].n:,} outlooks)"]
        lines.append(
            f"  {'model':16}{'base':>7}{'Brier':>9}{'skill %':>9}{'95 %':>16}{'log':>9}"
            f"{'AUROC':>8}{'ECE':>8}"
        )
        for r in rows:
            between = f"{100 * r.low:.2f} to {100 * r.high:.2f}"
            area = "-" if r.auroc is None else f"{r.auroc:.3f}"
            lines.append(
                f"  {r.model:16}{r.base_rate:7.3f}{r.brier:9.4f}{100 * r.brier_skill:9.2f}"
                f"{between:>16}{r.log_score:9.4f}{area:>8}{r.ece:8.4f}"
            )
    return "\n".join(lines) + "\n"
