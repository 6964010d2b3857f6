"""What the words of a trap say of the act that they seem to tell."""

from __future__ import annotations

from detente.coding.learned.status import NO_ACT

# What an annotator's "why" of a trap says of the words, the first that fits.
NEGATED = ("negat", "answered no", "not done", "not carried", "did not", "denied", "ruled out")
NEGATED += ("refused", "withheld", "nothing")
FIGURE = ("metaph", "figur", "idiom", "general", "joke", "opinion", "sport", "sense", "compar")
OPEN = ("hypoth", "condit", "question", "wish", "counterf", "urged", "fear", "threat", "possib")
OPEN += ("forecast", "demand", "vow", "aim", "advice", "future", "suppos", "specul", "expect")
OPEN += ("not yet", "plan", "theory", "asked")


def trap_status(why: str) -> str:
    """What the words of a trap say of the act that they seem to tell.

    Examples
    --------
    >>> trap_status("negated"), trap_status("question"), trap_status("metaphor")
    ('negated', 'hypothetical', 'no act')
    """
    words = why.lower()
    for status, signs in (("negated", NEGATED), (NO_ACT, FIGURE), ("hypothetical", OPEN)):
        if any(sign in words for sign in signs):
            return status
    return NO_ACT
