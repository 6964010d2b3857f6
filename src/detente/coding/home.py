"""Whose a text is: the state of those who say "we", and whether offices speak in it.

Comes in: the sentences of a document with the states they name, and the tokens that are "we". Goes
out: a state's code, or None where the text does not give its own away. A paper or a ministry is
named with its country, "our Prime Minister" has a name; else it is the state that "we" have nothing
to do with, but whose towns and offices the text knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from detente.coding.actors import ActorMention
from detente.coding.arguments import case_of
from detente.coding.sentence import Sentence

FIRST_PERSON = frozenset(("we", "us", "our", "ours"))


def first_person(s: Sentence, k: int) -> bool:
    """Whether a token is "we", "us" or "our"; "US" in capitals is a state."""
    return s.lower[k] in FIRST_PERSON and s.words[k] != "US"


OWN = 3  # sentences in the first person that make a text somebody's own
Named = Sequence[tuple[int, str, ActorMention]]

# "THE FOREIGN SECRETARY: With permission, Mr Speaker", "Q: And then?"
_LABEL = re.compile(r"(?m)^[ \t]*((?:[A-Z][A-Z .’'()-]{3,60}|[QA]):)[ \t]")
# How somebody in office opens what he says to a house or a meeting.
_ADDRESS = re.compile(
    r"(?m)(?:^|, )(?:(?:Mr|Mrs|Ms|Madam)\.? (?:Speaker|President|Chair\w*|Secretary-General)"
    r"|Excellencies|Your Excellenc(?:y|ies)|Ladies and gentlemen|Hono(?:u)?rable members)\b"
)
_OPENING = 300  # characters in which that stands
_LABELS = 3  # such lines that make a text a hearing or an interview
_NEAR = 6  # tokens between "our" and a name
_BESIDE = 2  # votes of a name beside "us" that does nothing to us
_SECOND = 2  # votes of the state named most beside that
_CLEAR = 1.25  # by how much the votes for a state must pass those for the next
_ENOUGH = 4  # votes
_TOWN = 2  # votes of a town; other names have one
_ABOVE = 4  # lines above the first sentence
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_PRESS = frozenset(
    """newspaper paper daily weekly gazette journal radio correspondent embassy ministry agency
    editorial bulletin""".split()  # noqa: SIM905
)
_PLACED = frozenset(("in", "at", "across", "throughout", "near"))


def spoken(text: str) -> bool:
    """Whether a text is a statement, a hearing or an interview, in which "I" is an office.

    Examples
    --------
    >>> spoken("THE MINISTER: I went.\\nMR LEE: Why?\\nTHE MINISTER: To ask.\\n")
    True
    >>> spoken("PARIS: The minister went.\\n")
    False
    >>> spoken("With permission, Madam Speaker, I shall make a statement.")
    True
    """
    labels = _LABEL.findall(text)
    if len(labels) >= _LABELS and len(set(labels)) < len(labels):
        return True
    return _ADDRESS.search(text[:_OPENING]) is not None


def home_of(
    found: Sequence[Sentence],
    at: Sequence[Named],
    spots: Sequence[Sequence[int]],
    publisher: Sequence[str],
) -> str | None:
    """The state of those who say "we".

    Parameters
    ----------
    found, at, spots
        The sentences, the states that each names, the tokens of each that are "we" or "our".
    publisher
        The states that the name of the source tells, the first one most.
    """
    told: Counter[str] = Counter()
    for s, here, ours in zip(found, at, spots, strict=True):
        told.update(c for k in ours for first, c, m in here if _our_person(s, k, first, m))
    # "Embassy of Canada in Lisbon": whose it is comes first.
    told.update({code: 2 - (n > 0) for n, code in enumerate(publisher)})
    told.update(_crown(at))
    if not told:
        told = _at_home(found, at, spots)
    told.update(_heading(found, at))
    for s, here, ours in zip(found, at, spots, strict=True):
        for _, code, m in here if _named_here(told, here) else ():
            if any(_our_post(s, k, m.last) for k in ours):
                told.pop(code, None)  # "our ambassador in Oslo": whose it is, Norway is not
    return max(told, key=lambda c: (told[c], c), default=None)


def _named_here(told: Counter[str], here: Named) -> bool:
    """Whether one of the states told is named in a sentence."""
    return any(code in told for _, code, _ in here)


def _crown(at: Sequence[Named]) -> Counter[str]:
    """The state whose ministers say "Her Majesty's Government", as no other government does."""
    return Counter(c for here in at for _, c, m in here if "Majesty" in m.name)


def _heading(found: Sequence[Sentence], at: Sequence[Named]) -> Counter[str]:
    """The states that the lines above the first sentence tell as the text's own.

    A line with a date or the paper tells where it is written ("Newspaper of Florina, northern
    Greece"); a headline tells what it is about.
    """
    out: Counter[str] = Counter()
    for s, here in zip(found[:_ABOVE], at, strict=False):
        if any(tag.startswith("VB") for tag in s.tags):
            break
        if any(_YEAR.fullmatch(w) for w in s.words) or not _PRESS.isdisjoint(s.lower):
            out.update({code: 2 for _, code, _ in here})
    return out


def _our_person(s: Sentence, k: int, first: int, m: ActorMention) -> bool:
    """Whether a person stands right behind "our", with nothing but his office between."""
    if s.lower[k] != "our" or m.kind != "person":
        return False
    if s.words[k - 1] == "," and m.last == k - 2:
        return True  # "David Lange, our own Prime Minister"
    return 0 < first - k <= _NEAR and all(
        s.pos[j] in ("PROPN", "NOUN", "ADJ", "PUNCT", "ADP") for j in range(k + 1, first)
    )


def _at_home(
    found: Sequence[Sentence], at: Sequence[Named], spots: Sequence[Sequence[int]]
) -> Counter[str]:
    """The state of a text of somebody's own: told beside "us", or by its towns, never opposite.

    The state that such a text names most is the one that it is about.
    """
    if sum(map(bool, spots)) < OWN:
        return Counter()
    votes: Counter[str] = Counter()
    named: Counter[str] = Counter()
    beside: set[str] = set()
    facing: set[str] = set()
    for s, here, ours in zip(found, at, spots, strict=True):
        named.update({c for _, c, _ in here})
        votes.update({c: _TOWN if m.kind in ("city", "region") else 1 for _, c, m in here})
        mine = {_verb(s, k) for k in ours}
        for _, code, m in here if ours else ():
            abroad = any(_our_post(s, k, m.last) for k in ours)
            people = s.heads[m.last] >= 0 and s.lemmas[s.heads[m.last]] in _PEOPLE
            opposite = _verb(s, m.last) in mine and case_of(s, m.last) not in _PLACED
            if abroad or (opposite and not people):
                facing.add(code)
            else:
                beside.add(code)
                votes[code] += _BESIDE
    if not facing:
        return Counter()
    _, *rest = [c for c, _ in sorted(named.items(), key=lambda one: (-one[1], one[0]))]
    for code in rest[:1]:
        votes[code] += _SECOND
    may_be = [
        c
        for n, c in enumerate(rest)
        if c not in facing and (n == 0 or (c in beside and named[c] > 1))
    ]
    top = sorted(((votes[c], c) for c in may_be), reverse=True)[:2]
    alone = top and top[0][0] >= _ENOUGH and (len(top) == 1 or top[0][0] > _CLEAR * top[1][0])
    # A third state is seldom "ours", but for who speaks to a house of his own.
    house = _ADDRESS.search(found[0].text[:_OPENING]) is not None
    return Counter({top[0][1]: 1}) if alone and (house or top[0][1] == rest[0]) else Counter()


def _our_post(s: Sentence, k: int, name: int) -> bool:
    """Whether a name tells where "our embassy" is, or whom "our ambassador" is sent to."""
    post = s.heads[k]
    return post >= 0 and s.lemmas[post] in _POSTS and name in s.subtree(post)


_PEOPLE = frozenset(("national", "citizen", "subject"))  # "British nationals" are our own
_POSTS = frozenset(("embassy", "ambassador", "consulate", "consul", "envoy", "mission", "legation"))


def _verb(s: Sentence, k: int) -> int:
    """The predicate of the clause that a token stands in; what it controls is of its clause."""
    for up in s.ancestors(k):
        if s.tags[up].startswith("VB") and s.deps[up] not in ("xcomp", "advcl"):
            return up
    return -1


__all__ = ["FIRST_PERSON", "OWN", "first_person", "home_of", "spoken"]
