"""Precedents: the cases most like a shock, and what the likeness consists of.

What comes in: some features of a shock and the date that one stands on. What goes out:
:class:`Precedent` records, best first. Only cases whose outcome was known by then take part,
and they are shown as they were known then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.codebook import load_states
from detente.errors import BadSetting
from detente.outlook.casebook.reading import load_casebook
from detente.outlook.casebook.records import (
    KINDS,
    PERPETRATORS,
    PRIORS,
    RANKS,
    REACTIONS,
    Case,
)
from detente.outlook.casebook.wording import came_of
from detente.records import Precedent as Shown

WEIGHTS = {
    "kind": 3.0,
    "perpetrator": 2.0,
    "rank": 1.5,
    "reaction": 1.5,
    "prior": 1.0,
    "parties": 1.5,
}
"""What each feature counts: what was done and by whom before how it was met and by which pair.
Set by judgement, not fitted: there are too few cases to learn them from."""

WORDS = {
    "kind": KINDS,
    "perpetrator": PERPETRATORS,
    "rank": RANKS,
    "reaction": REACTIONS,
    "prior": PRIORS,
}

NEAR_KINDS = (
    frozenset({"envoy-attacked", "mission-attacked", "attack-abroad"}),
    frozenset({"aircraft-attacked", "ship-attacked", "border-clash"}),
    frozenset({"expulsion", "sanctions"}),
)
"""Kinds that are half alike: against persons under protection, by arms, by decree."""

SOFT = frozenset({"apology", "condolence", "investigation"})
LADDERS = {"rank": RANKS, "prior": PRIORS}


@dataclass(frozen=True, slots=True)
class Precedent:
    """A case and how like the shock it is.

    ``similarity`` is the share of the weight of the features asked for that the case has, in
    [0, 1]; ``shared`` and ``differing`` name the features that made it, with the case's words.
    A feature that is not known of the case counts as differing and is named ``unknown``.
    """

    case: Case
    similarity: float
    shared: tuple[str, ...]
    differing: tuple[str, ...]


def known_cases(as_of: date, cases: Iterable[Case] | None = None) -> tuple[Case, ...]:
    """The cases whose outcome was known on a day, as they were known then, oldest first."""
    every = load_casebook() if cases is None else cases
    return tuple(case.as_of(as_of) for case in every if case.known <= as_of)


def precedents(
    kind: str | None = None,
    perpetrator: str | None = None,
    *,
    rank: str | None = None,
    reaction: str | None = None,
    prior: str | None = None,
    parties: Sequence[str] = (),
    as_of: date,
    limit: int | None = 5,
    cases: Iterable[Case] | None = None,
) -> list[Precedent]:
    """The cases most like a shock, best first, cut at a date.

    Parameters
    ----------
    kind, perpetrator, rank, reaction, prior
        Features of the shock, in the words of the casebook; None for not known.
    parties
        The two states; a case between them, or their forerunners, counts as more alike.
    as_of
        The day that one stands on. A case is a precedent only once its outcome was known.
    limit
        At most so many; None for all.
    cases
        Another casebook than the shipped one.

    Returns
    -------
    The precedents; of equals the newest first. Cases that share nothing are left out, unless
    no feature was given.

    Raises
    ------
    BadSetting
        A feature is none of its words.
    """
    asked: dict[str, str] = {}
    given = {
        "kind": kind,
        "perpetrator": perpetrator,
        "rank": rank,
        "reaction": reaction,
        "prior": prior,
    }
    for feature, word in given.items():
        if word is not None:
            asked[feature] = check_word(feature, word)
    pair = _lineages(parties)
    found = [_compared(case, asked, pair) for case in known_cases(as_of, cases)]
    if asked or pair:
        found = [p for p in found if p.similarity > 0]
    found.sort(key=lambda p: (-p.similarity, -p.case.date.toordinal(), p.case.id))
    return found if limit is None else found[:limit]


def cases_for(
    parties: Sequence[str],
    as_of: date,
    kind: str | None = None,
    perpetrator: str | None = None,
    *,
    limit: int = 3,
) -> tuple[Shown, ...]:
    """The casebook's precedents in the form that an outlook carries.

    With a kind of shock the cases most like it, and the latest between the two if it is not
    among them; without one only cases between the two.
    """
    own = precedents(parties=parties, as_of=as_of, limit=None)
    found = [p for p in own if p.similarity == 1][:limit]
    if kind is not None or perpetrator is not None:
        ranked = precedents(kind, perpetrator, parties=parties, as_of=as_of, limit=None)
        kept = {p.case.id for p in ranked[:limit]} | {p.case.id for p in found[:1]}
        found = [p for p in ranked if p.case.id in kept]
    return tuple(
        Shown("case", p.case.id, p.similarity, f"{p.case.title}: {came_of(p.case)}") for p in found
    )


def check_word(feature: str, word: str) -> str:
    """The word, if the casebook uses it for this feature.

    Raises
    ------
    BadSetting
        It does not.
    """
    if word not in WORDS[feature]:
        raise BadSetting(
            f"looking for precedents: {feature} {word!r} is not a word of the casebook",
            hint=f"allowed: {', '.join(WORDS[feature])}",
            value=word,
        )
    return word


def _compared(case: Case, asked: dict[str, str], pair: frozenset[str]) -> Precedent:
    total = sum(WEIGHTS[f] for f in asked) + (WEIGHTS["parties"] if pair else 0.0)
    got = 0.0
    shared: list[str] = []
    differing: list[str] = []
    for feature, word in asked.items():
        has = getattr(case, feature)
        share = _alike(feature, word, has)
        got += WEIGHTS[feature] * share
        said = f"{feature}: {has or 'unknown'}"
        (shared if share == 1 else differing).append(said + (" (near)" if 0 < share < 1 else ""))
    if pair:
        share = len(_lineages(case.parties) & pair) / 2
        got += WEIGHTS["parties"] * share
        said = f"parties: {case.injured}-{case.accused}"
        (shared if share == 1 else differing).append(said + (" (one)" if share == 0.5 else ""))
    return Precedent(case, got / total if total else 0.0, tuple(shared), tuple(differing))


def _alike(feature: str, asked: str, has: str | None) -> float:
    """1 for the same word, a half for a near one, else 0."""
    if has is None:
        return 0.0
    if asked == has:
        return 1.0
    if feature == "kind":
        near = any({asked, has} <= family for family in NEAR_KINDS)
    elif feature == "reaction":
        near = (asked in SOFT) == (has in SOFT)
    elif feature in LADDERS:
        ladder = LADDERS[feature]
        near = abs(ladder.index(asked) - ladder.index(has)) == 1
    else:
        near = False
    return 0.5 if near else 0.0


def _lineages(codes: Iterable[str]) -> frozenset[str]:
    """States as the whole line of forerunners and successors, one name each: the oldest."""
    states = load_states()
    return frozenset(states.lineage(code)[0] for code in codes)
