"""A run as JSON and as text."""

from __future__ import annotations

from typing import Any

from detente.outlook.next_event.backtest import NextEventRun
from detente.outlook.next_event.ranker import SEED


def as_json(run: NextEventRun) -> dict[str, Any]:
    """The scores with what they rest on."""
    return {
        "kind": "next_event_scores",
        "setting": "multi_step" if run.multi_step else "single_step",
        "filter": "time_aware",
        "ties": "mean_rank",
        "entities": run.entities,
        "relations": run.relations,
        "history_events": run.history_events,
        "fitted_events": run.fitted_events,
        "test_events": len(run.target_ranks),
        "seed": SEED,
        "scores": [{"direction": name} | scores.to_json() for name, scores in run.scores().items()],
    }


def as_text(run: NextEventRun) -> str:
    """The scores as a table, in per cent."""
    setting = "multi-step" if run.multi_step else "single-step"
    lines = [
        f"{len(run.target_ranks)} test events after {run.history_events}, {run.entities} entities,"
        f" {run.relations} relations; {setting}, time-aware filtered, ties by mean rank",
        f"{'direction':<10}{'queries':>9}{'MRR':>8}{'Hits@1':>8}{'Hits@3':>8}{'Hits@10':>9}",
    ]
    for name, s in run.scores().items():
        lines.append(
            f"{name:<10}{s.queries:>9}{100 * s.mrr:>8.1f}{100 * s.hits_1:>8.1f}"
            f"{100 * s.hits_3:>8.1f}{100 * s.hits_10:>9.1f}"
        )
    return "\n".join(lines) + "\n"
