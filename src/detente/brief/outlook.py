"""Outlooks and the track record as text.

What comes in: `Outlook` records. What goes out: text for a terminal. Percent exists only here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detente.outlook.log import Track
from detente.records import Outlook

WORDS = {
    "rupture-v1": "a new rupture",
    "repair-v1": "a repair",
    "acts-v1": "a sanction, recall, expulsion or use of force",
}
STATES = {
    "calm": "calm: no rupture known in the last year",
    "relapse": "calm, with a rupture in the last year",
    "post-shock": "in the weeks after a shock",
    "in rupture": "in rupture: asked is when it is mended",
    "unknown": "unknown",
}


def outlook_text(
    found: Sequence[Outlook], *, what_if: bool = False, rates: Sequence[str] = ()
) -> str:
    """The outlooks of one dyad and day: odds, drivers, precedents, base rates of the casebook."""
    first = found[0]
    mark = "  (what if; not logged)" if what_if else ""
    lines = [f"{first.dyad}, as of {first.as_of}: {STATES.get(first.state, first.state)}{mark}"]
    if first.probability is None:
        lines.append(first.note or "not enough to say")
        return "\n".join([*lines, *_cases(first, rates)]) + "\n"
    target = ""
    for one in found:
        if one.target != target:
            target = one.target
            lines += ["", f"{WORDS.get(target, target)} ({target}) within"]
        if one.probability is None or one.low is None or one.high is None:
            lines.append(f"  {one.horizon_days:>3} days  not enough to say")
            continue
        skill = None if one.model is None else one.model.brier_skill
        scored = "" if skill is None else f"   Brier skill {skill:+.1%}"
        lines.append(
            f"  {one.horizon_days:>3} days  {one.probability:6.1%}"
            f"  ({one.low:.1%} to {one.high:.1%}; base rate {one.base_rate:.1%}){scored}"
        )
    same = [one for one in found if one.target == first.target]
    told = same[min(1, len(same) - 1)]
    lines += ["", f"what drives it ({told.horizon_days} days; share of the log odds)"]
    for driver in told.drivers:
        lines.append(f"  {driver.contribution:+.2f}  {driver.label}")
        if driver.events:
            lines.append(f"         events: {', '.join(driver.events[:4])}")
    episodes = [p for p in first.precedents if p.kind == "episode"]
    if episodes:
        lines += ["", "nearest episodes of other dyads"]
        lines += [f"  {p.similarity:.2f}  {p.id}: {p.outcome}" for p in episodes]
    lines += _cases(first, rates)
    if first.model is not None:
        lines += [
            "",
            f"model: {first.model.name}, version {first.model.version}, fitted up to"
            f" {first.model.training_cut_off}",
        ]
    if first.note:
        lines.append(f"note: {first.note}")
    if first.logged_as:
        lines.append(f"logged as {', '.join(str(o.logged_as) for o in found)}")
    return "\n".join(lines) + "\n"


def _cases(one: Outlook, rates: Sequence[str]) -> list[str]:
    """The casebook's precedents, and how often relations broke after such a shock."""
    cases = [p for p in one.precedents if p.kind == "case"]
    if not cases and not rates:
        return []
    told = [f"  {p.similarity:.2f}  {p.id}: {p.outcome}" for p in cases]
    return ["", "precedents of the casebook", *told, *(f"  {rate}" for rate in rates)]


def track_text(record: Track, place: Path) -> str:
    """The track record in a few lines."""
    lines = [f"{place}: {record.issued} outlooks issued, {record.scored} scored, chain whole"]
    if record.scored:
        lines.append(
            f"it happened {record.happened} times; Brier score {record.brier:.4f},"
            f" base rates {record.base_brier:.4f}, skill {record.skill:+.1%}"
        )
    else:
        lines.append("none has reached its horizon in what the store knows")
    return "\n".join(lines) + "\n"
