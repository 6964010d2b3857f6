"""Cases and base rates in words, for the terminal and the brief."""

from __future__ import annotations

from detente.outlook.casebook.rates import Rate
from detente.outlook.casebook.records import Case

NOUNS = {
    "envoy-attacked": ("attack on an envoy", "attacks on envoys"),
    "mission-attacked": ("attack on a mission", "attacks on missions"),
    "aircraft-attacked": ("attack on an aircraft", "attacks on aircraft"),
    "ship-attacked": ("attack on a ship", "attacks on ships"),
    "border-clash": ("border clash", "border clashes"),
    "attack-abroad": ("attack abroad", "attacks abroad"),
    "expulsion": ("expulsion", "expulsions"),
    "sanctions": ("economic measure", "economic measures"),
}
ACTORS = {"state": "by states", "non-state": "by others than states", "unknown": "by unknown hands"}
MEASURES = {
    "recall": "recall of envoys",
    "expulsion": "expulsion of envoys",
    "severance": "relations broken off",
    "embargo": "embargo",
    "force": "use of force",
}


def came_of(case: Case) -> str:
    """What came of a case, in a few words: the rupture and its repair.

    >>> from detente.outlook.casebook import load_casebook
    >>> came_of(next(c for c in load_casebook() if c.id == "rangoon-1983"))
    'relations broken off 1983-11-04, repaired 2007-04-26'
    """
    if case.rupture is None:
        return "whether relations ruptured is not known"
    if case.rupture == "none":
        return "no rupture"
    said = f"{MEASURES[case.rupture]} {case.ruptured}"
    if case.repaired is not None:
        return f"{said}, repaired {case.repaired}"
    if case.unrepaired is not None:
        return f"{said}, not repaired by {case.unrepaired}"
    return f"{said}, repair not known"


def rate_line(rate: Rate, kind: str | None = None, perpetrator: str | None = None) -> str:
    """A base rate as a sentence that can be quoted.

    >>> from detente.outlook.casebook import Rate
    >>> rate_line(Rate("rupture", 90, 31, 4, 2, 0.14, 0.07, 0.23, 0.8, (0.5, 0.5)), "expulsion")
    'Of 31 expulsions, relations ruptured within 90 days in 4: 14 %, 80 % interval 7 to 23 % \
(prior Beta(0.5, 0.5); 2 left out, answer not known).'
    """
    singular, plural = NOUNS[kind] if kind else ("shock", "shocks")
    noun = singular if rate.n == 1 else plural
    by = f" {ACTORS[perpetrator]}" if perpetrator else ""
    if rate.what == "rupture":
        said = f"Of {rate.n} {noun}{by}, relations ruptured within {rate.horizon_days} days"
    else:
        broken = "rupture" if rate.n == 1 else "ruptures"
        said = f"Of {rate.n} {broken} after {plural}{by}, repaired within {rate.horizon_days} days"
    a, b = rate.prior
    out = f"; {rate.left_out} left out, answer not known" if rate.left_out else ""
    return (
        f"{said} in {rate.k}: {100 * rate.mean:.0f} %, {100 * rate.level:.0f} % interval "
        f"{100 * rate.low:.0f} to {100 * rate.high:.0f} % (prior Beta({a:g}, {b:g}){out})."
    )
