"""Whether the words of a text bear what its record says: the type of an act, and that it was done.

What comes in: the words of a trigger and those before it. What goes out: what is wrong, if
anything. The record itself is not asked: the words are held against the shipped rules of the
coder and against words that take back what follows them.
"""

from __future__ import annotations

import re
from functools import cache

from detente.coding.patterns import Patterns, Rule, load_patterns

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A word that denies, at most two words before the act ("did not ever expel"), or none of it. What
# one does not apologise for, or get over, was done.
_BETWEEN = r"(?:\s+(?!for\b|about\b|over\b|after\b|that\b)\w+){0,2}\s+$"
_DENIED = re.compile(
    rf"(?:\b(?:not|never|nor|cannot|without)|n['’]t)\b(?! only| just| merely){_BETWEEN}"
    rf"|\b(?:no|neither){_BETWEEN}",
    re.IGNORECASE,
)
# Words that leave open whether what follows was done: as alleged, or as what might be.
_ALLEGED = re.compile(r"\b(?:allegedly|reportedly|supposedly|purportedly)(?:\s+\w+){0,2}\s+$", re.I)
_OPEN = re.compile(
    r"\b(?:might|could|would|may|if|unless|whether to|plans? to|planned to|intends? to|wants? to"
    r"|tried to|failed to|fails to|refused to|refuses to|declined to|threaten(?:s|ed)? to"
    r"|vow(?:s|ed)? to|ready to|about to)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
# Acts of speech about what is to come, whose own words stand after such a word.
AHEAD = ("AGREE", "THREATEN", "REQUEST", "REJECT")


def not_done(before: str, trigger: str, event_type: str | None, status: str) -> list[str]:
    """What the words before an act say against its having been done, where it is told as done.

    A denied word may itself be the refusal: who "will not apologise" rejects.
    """
    if status not in ("asserted", "attributed"):
        return []
    refusal = event_type == "REJECT" and "REJECT" not in types_told(trigger)
    if _DENIED.search(before) and not refusal:
        return ["the cited words deny it"]
    if event_type in AHEAD:
        return []
    if _OPEN.search(before):
        return ["the cited words do not say that it was done"]
    if status == "asserted" and _ALLEGED.search(before):
        return ["the cited words only say that it is alleged"]
    return []


def not_of_type(trigger: str, event_type: str | None, decided_by: str) -> list[str]:
    """Whether a trigger's words tell another type of act, as far as our own rules know them.

    Words of a user's rules or of other dictionaries are not judged.
    """
    rule = re.match(r"pattern:([\w.-]+)", decided_by)
    if rule is None or event_type is None or rule[1] not in _known():
        return []
    told = types_told(trigger)
    if not told or event_type in told:
        return []
    return [f"“{trigger}” does not tell {event_type}"]


def types_told(trigger: str) -> frozenset[str]:
    """The types of acts that some rule has for one of the words; none for words of no rule."""
    out: set[str] = set()
    for word in _WORD.findall(trigger.lower()):
        for lemma in _lemmas(word):
            out |= _types().get(lemma, frozenset())
    return frozenset(out)


@cache
def _rules() -> Patterns:
    return load_patterns()


@cache
def _known() -> frozenset[str]:
    """Ids of the shipped rules and operators."""
    rules = _rules()
    own = {rule.id for rule in rules.rules()}
    return frozenset(own | {one.id for some in rules.operators.values() for one in some})


@cache
def _types() -> dict[str, frozenset[str]]:
    """Types by lemma; an operator's are those that it makes of others."""
    rules = _rules()
    found: dict[str, set[str]] = {}
    indexes: tuple[dict[str, tuple[Rule, ...]], ...] = (
        dict(rules.verbs), dict(rules.nouns), dict(rules.adjectives),
    )  # fmt: skip
    for index in indexes:
        for lemma, some in index.items():
            found.setdefault(lemma, set()).update(rule.type for rule in some if rule.type)
    for lemma, operators in rules.operators.items():
        for one in operators:
            made = {kind for kind, _ in one.outcome.values()}
            found.setdefault(lemma, set()).update(made)
    return {lemma: frozenset(types) for lemma, types in found.items()}


def _lemmas(word: str) -> list[str]:
    """What a form may be a form of: itself, a known past form, or without its ending."""
    out = [word]
    past = _rules().verb_forms.get(word)
    out += [past] if past else []
    for ending, put in (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("d", ""),
                        ("ing", ""), ("ing", "e")):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)] + put
            out.append(stem)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                out.append(stem[:-1])  # banned, banning
    return list(dict.fromkeys(out))
