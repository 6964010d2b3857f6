"""Transformations of PETRARCH 2: what somebody says of an act of his own or of another's.

``a (b . ATTACK) SAY = a b 112`` reads: where *a* says that *b* attacks anybody, *a* does 112 to
*b*. Letters stand for actors, the same letter for the same actor; ``.`` for anybody, ``_`` for no
subject of its own; ``Q`` for any verb and, after ``=``, for its code. A verb stands for all verbs
of its block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RULE = re.compile(
    r"^(?P<who>\w)\s*\(\s*(?P<source>[\w.])\s+(?P<target>[\w.])\s+(?P<inner>[A-Z_]+)\s*\)\s*"
    r"(?P<outer>[A-Z_]+)\s*=\s*(?P<doer>\w)\s+(?P<to>\w)\s+(?P<code>\S+)$"
)
ANY_VERB = "Q"
_ANYBODY, _NOBODY = ".", "_"


@dataclass(frozen=True, slots=True)
class Transformation:
    """A rule in its parts; ``who`` is the letter of the outer verb's source."""

    who: str
    source: str
    target: str
    inner: str
    outer: str
    doer: str
    to: str
    code: str


def transformation(rule: str) -> Transformation | None:
    """The parts of a rule; None if it is none, or names an actor after ``=`` that stands nowhere.

    Examples
    --------
    >>> found = transformation("a (b . ATTACK) SAY = a b 112")
    >>> found.outer, found.inner, found.code
    ('SAY', 'ATTACK', '112')
    """
    match = _RULE.match(" ".join(rule.split()))
    if match is None:
        return None
    found = Transformation(*match.group("who", "source", "target", "inner", "outer"),
                           *match.group("doer", "to", "code"))  # fmt: skip
    letters = {found.who, found.source, found.target} - {_ANYBODY, _NOBODY}
    return found if {found.doer, found.to} <= letters else None


def bound(
    rule: Transformation, who: str, source: str, target: str, *, own_subject: bool
) -> dict[str, str] | None:
    """The actor of each letter, or None if the actors of the two verbs do not fit the rule."""
    if (rule.source == _NOBODY) == own_subject:
        return None
    actors = {rule.who: who}
    for letter, code in ((rule.source, source), (rule.target, target)):
        if letter in (_ANYBODY, _NOBODY):
            continue
        known = actors.setdefault(letter, code)
        if known != code:
            return None
    # Different letters are different actors.
    return actors if len(set(actors.values())) == len(actors) else None
