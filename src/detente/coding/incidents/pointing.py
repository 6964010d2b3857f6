"""Who is pointed at for an act, by ways of speaking that the lexicon lists.

Comes in: a case as told. Goes out: `Suspect` values. A row ``[[pointing]]`` of
``data/incidents.toml`` names verbs, the nouns that must stand beside them where they say nothing
by themselves ("suspicion fell"), and the slot in which whoever is pointed at stands: an object,
a phrase behind one of some prepositions, or what stands inside a noun ("saw the hand of X").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from detente.coding.arguments import Arguments, arguments, case_of
from detente.coding.claims import voice
from detente.coding.incidents.acts import words
from detente.coding.incidents.told import NOT, Told, may_be_blamed, may_do
from detente.coding.scene import phrase
from detente.coding.sentence import Sentence
from detente.records import Span, Voice


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The rows by verb."""
    out: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for row in words().rows["pointing"]:
        for verb in row["verbs"]:
            out[verb] = (*out.get(verb, ()), row)
    return out


def pointed_at(
    told: Told, s: Sentence, k: int
) -> Iterator[tuple[int, Span | None, Voice | None, bool]]:
    """Head of whoever predicate ``k`` points at, his words if they are no plain noun phrase, who
    points, and whether he is rather cleared."""
    rows = _rows().get(s.lemmas[k])
    if rows is None:
        return
    verbal = s.tags[k].startswith("VB") or s.pos[k] == "VERB"
    bare = s.lower[k] == "point" and k == s.root and k + 1 < len(s) and s.lower[k + 1] == "to"
    if not verbal and not bare and s.child(k, "nsubj") is None:
        return  # "the fragments point to X" is one noun to some parsers
    if not told.may_point(s):
        return
    args = arguments(s, k)
    negated = any(s.lower[j] in NOT for j in s.children[k])
    for row in rows:
        if negated != bool(row.get("negated")):
            continue
        if not _has(s, k, args, row):
            continue
        found = list(_slots(told, s, k, args, row))
        if found:
            by = _holder(told, s, k, args, row)
            cleared = bool(row.get("cleared"))
            yield from ((head, span, by, cleared) for head, span in found)
            return


def _has(s: Sentence, k: int, args: Arguments, row: Mapping[str, Any]) -> bool:
    """Whether the nouns or particles that a row asks for stand beside the verb."""
    particle = row.get("particle")
    if particle is not None and not any(s.lower[j] == particle for j in s.children[k]):
        return False
    subject, of_object = row.get("subject"), row.get("object")
    if subject is not None:
        at = args.object if args.passive else args.subject
        if at is None or s.lemmas[at] not in subject:
            return False
    if of_object is not None:
        at = args.object
        if at is None or s.lemmas[at] not in of_object:
            return False
        # "sees no evidence of"
        return not any(s.lower[j] in NOT for j in s.children[at])
    return True


def _slots(
    told: Told, s: Sentence, k: int, args: Arguments, row: Mapping[str, Any]
) -> Iterator[tuple[int, Span | None]]:
    slot = row["slot"]
    if slot == "object":
        if args.object is not None and not _plain(told, s, k, args, row):
            return
        if args.object is not None and may_do(told, s, args.object):
            yield args.object, None
    elif slot == "inside":
        # "the hand of X", "X's involvement", "an Israeli role"
        noun = args.object if "object" in row else args.subject
        if noun is not None:
            yield from _inside(told, s, noun)
    else:
        inside = [] if "object" not in row or args.object is None else s.children[args.object]
        below = [(case_of(s, j), j) for j in inside if s.deps[j] == "nmod"]
        for prep, j in (*args.preps, *below):
            if prep not in slot:
                continue
            if s.lemmas[j] in told.known.lists["part_in"]:
                yield from list(_inside(told, s, j)) or [(j, s.span(*phrase(s, j)))]
            elif may_be_blamed(told, s, j):
                yield j, None


def _plain(told: Told, s: Sentence, k: int, args: Arguments, row: Mapping[str, Any]) -> bool:
    """Whether the verb's object is all that it says: an act or a part in one may follow."""
    if not row.get("alone"):
        return True
    rest = [j for j in s.children[k] if s.deps[j] in ("ccomp", "xcomp", "advcl") and j > k]
    return not rest or told.act_below(s, k)


def _inside(told: Told, s: Sentence, noun: int) -> Iterator[tuple[int, Span | None]]:
    for j in s.children[noun]:
        of = s.deps[j] == "nmod" and case_of(s, j) in ("of", "from", "by", "against", "to")
        if s.deps[j] == "nmod:poss" or of:
            if s.lemmas[j] in told.known.lists["part_in"]:
                yield from _inside(told, s, j)
            elif may_do(told, s, j):
                yield j, None
    nation = [
        j
        for j in s.children[noun]
        if s.deps[j] in ("amod", "compound") and told.scene.is_state(s, [j])
    ]
    if nation:
        yield noun, s.span(*phrase(s, noun, preps=()))


def _holder(
    told: Told, s: Sentence, k: int, args: Arguments, row: Mapping[str, Any]
) -> Voice | None:
    who = args.agent if args.passive else args.subject
    if row.get("holder") == "subject" and who is not None and s.lower[who] not in NOT:
        return voice(told.scene, s, who)
    return told.speaker(s.span(k, k))
