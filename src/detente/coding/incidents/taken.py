"""What somebody takes an act for, by ways of speaking that the lexicon lists.

Comes in: a case as told. Goes out: `Taken` values: who holds it, and the noun or clause that he
makes the act out to be, or puts it down to. A row ``[[taken_as]]`` of ``data/incidents.toml`` names
verbs, where the act stands ("thing") and where what it is taken for stands ("slot"). Whether that
is a doer or a reason is told by the noun: people, groups and deeds that somebody owns are doers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.coding.arguments import Arguments, arguments, case_of, mark_of
from detente.coding.claims import voice
from detente.coding.incidents.acts import words
from detente.coding.incidents.told import NOT, Told, may_be_blamed
from detente.coding.scene import clause_span, phrase, phrase_span
from detente.coding.sentence import Sentence
from detente.records import Span, Voice

# Prepositions whose phrases belong to what an act is taken for.
OVER = ("of", "to", "for", "in", "with", "between", "against", "by", "at", "over", "on", "about")


@dataclass(frozen=True, slots=True)
class Taken:
    """Head of what an act is taken for, in its sentence, and who takes it so.

    ``doer`` is the noun of people behind it, None where it is a reason; ``whole`` says that the
    doer's own words are the whole phrase ("the work of X").
    """

    s: Sentence
    head: int
    by: Voice | None
    doer: int | None
    whole: bool


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The rows by verb."""
    out: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for row in words().rows["taken_as"]:
        for verb in row["verbs"]:
            out[verb] = (*out.get(verb, ()), row)
    return out


def taken_for(told: Told, s: Sentence) -> Iterator[Taken]:
    """Everything that somebody takes the case's act for in a sentence near it."""
    rows = _rows()
    if rows.keys().isdisjoint(s.lemmas) or not told.may_point(s):
        return
    for k, lemma in enumerate(s.lemmas):
        if lemma not in rows or not (s.tags[k].startswith("VB") or s.pos[k] == "VERB"):
            continue
        if any(s.lower[j] in NOT for j in s.children[k]):
            continue
        args = _arguments(s, k)
        if _is(s, args.subject, "who", "which", "what") or _nobody(s, args.subject):
            continue
        for row in rows[lemma]:
            found = [t for t in _of_row(told, s, k, args, row) if t is not None]
            if found:
                yield from found
                break


def _arguments(s: Sentence, k: int) -> Arguments:
    """The arguments of a verb, also of one that the parser made an adjective ("others suspect
    revenge")."""
    up = s.heads[k]
    if s.deps[k] == "amod" and s.tags[k] in ("VBP", "VBZ", "VBD") and up > k:
        subject = s.child(up, "nsubj")
        if subject is not None and subject < k:
            return Arguments(subject, up)
    return arguments(s, k)


def _nobody(s: Sentence, k: int | None) -> bool:
    """ "No party", "nobody"."""
    return k is not None and (s.lower[k] in NOT or any(s.lower[j] in NOT for j in s.children[k]))


def _is(s: Sentence, k: int | None, *forms: str) -> bool:
    return k is not None and s.lower[k] in forms


def _of_row(
    told: Told, s: Sentence, k: int, args: Arguments, row: Mapping[str, Any]
) -> Iterator[Taken]:
    particle = row.get("particle")
    if particle is not None and not any(s.lower[j] == particle for j in s.children[k]):
        return
    thing = _thing(s, k, args, row)
    meant = thing is not None and (bool(row.get("anything")) or _of_act(told, s, thing))
    body = _body(s, k, args, row, thing)
    if body is None or body == thing:
        return
    # "Regards the name as a cover for X": whatever stands before X.
    meant = meant or (thing is not None and s.lemmas[body] in told.known.lists["cover"])
    if row["thing"] != "none" and not meant:
        return
    who = args.agent if args.passive else args.subject
    who = None if row["thing"] == "subject" else who
    by = voice(told.scene, s, who) if who is not None else told.speaker(s.span(body, body))
    for j in (body, *(c for c in s.children[body] if s.deps[c] == "conj" and s.pos[c] != "VERB")):
        made = _judged(told, s, j, by, row)
        if made is not None and not (
            made.doer is None and row.get("owned") and not _told_why(s, j)
        ):
            yield made


def _told_why(s: Sentence, j: int) -> bool:
    """ "A warning to X", "revenge for Y", "an attempt to": a reason that says what for."""
    return any(
        case_of(s, c) in ("for", "to", "at", "against", "over", "of", "among", "between", "within")
        or (s.deps[c] == "acl" and mark_of(s, c) == "to")
        for c in s.children[j]
        if c > j
    )


def _thing(s: Sentence, k: int, args: Arguments, row: Mapping[str, Any]) -> int | None:
    """Where the act stands."""
    where = row["thing"]
    if where == "object":
        return args.object
    if where == "subject":
        return args.subject
    if isinstance(where, list):
        return next((j for p, j in args.preps if p in where), None)
    return None


def _body(
    s: Sentence, k: int, args: Arguments, row: Mapping[str, Any], thing: int | None
) -> int | None:
    """The head of what the act is taken for."""
    slot = row["slot"]
    below = [j for j in s.children[k] if j > k and j != thing]
    if thing is not None:
        below += [j for j in s.children[thing] if j > max(k, thing)]
    if slot == "object":
        return args.object
    if slot == "second":
        # "called it a plot": a second object, in whichever way the parser hangs it
        rest = [j for j in below if s.deps[j] in ("xcomp", "obj", "obl:unmarked", "ccomp", "appos")]
        rest = [j for j in rest if s.pos[j] == "NOUN" and not case_of(s, j)]
        return next((j for j in rest if thing is None or j > thing), None)
    if slot == "be":
        for j in below:
            noun = s.deps[j] in ("xcomp", "acl", "ccomp", "advcl") and s.pos[j] in ("NOUN", "PROPN")
            if noun and (s.child(j, "cop") is not None or s.deps[j] == "xcomp"):
                return j
        return None
    for j in below:
        led = case_of(s, j) or mark_of(s, j)
        if led in slot and s.deps[j] in ("obl", "nmod", "xcomp", "advcl", "acl", "obl:agent"):
            owner = next((c for c in s.children[j] if case_of(s, c) == "of"), None)
            # "laid it at the door of X", "at X's door"
            if s.lemmas[j] in ("door", "doorstep", "foot", "account"):
                return s.child(j, "nmod:poss") if owner is None else owner
            return j
    return None


def _of_act(told: Told, s: Sentence, k: int) -> bool:
    """Whether a phrase means the case's act: a mention, a pronoun, a noun for any deed."""
    if told.act_below(s, k) or s.lower[k] in ("it", "this", "that", "these", "them"):
        return True
    lists = told.known.lists
    if s.lemmas[k] in lists["harm"] | lists["deed"] | lists["happening"]:
        return True
    return any(v.start <= s.start[k] < v.end for v in told.hit)


def _judged(
    told: Told, s: Sentence, j: int, by: Voice | None, row: Mapping[str, Any]
) -> Taken | None:
    """What a noun makes of the act; None where it only finds words for how bad it was."""
    if s.lower[j] == "those" and s.child(j, "acl:relcl") is not None:
        return None if row.get("people") == "never" else Taken(s, j, by, j, False)
    if s.pos[j] in ("PRON", "DET", "NUM", "ADJ") or told.act_at(s, j) is not None:
        return None
    if s.tags[j].startswith("VB"):
        # "interpret it as punishing X"
        return None if row.get("telling") else Taken(s, j, by, None, False)
    lists = told.known.lists
    lemma = s.lemmas[j]
    if lemma in lists["motive_noun"]:
        return None  # "considers the camp to be the motive": the camp is
    inside = [c for c in s.children[j] if case_of(s, c) in ("of", "by", "from")]
    telling = {lemma, *(s.lemmas[c] for c in inside)} & lists["explaining"]
    if any(s.lower[c] in NOT for c in s.children[j]):
        return None  # "have seen no indication of it"
    owner = _owner(told, s, j)
    if owner is not None and lemma in lists["deed"] and case_of(s, owner) == "by":
        return Taken(s, j, by, owner, True)  # "a provocation by the services"
    if owner is not None and lemma in lists["cover"]:
        return Taken(s, j, by, owner, False)
    if owner is not None and lemma in lists["deed"] | lists["part_in"] and not telling:
        return Taken(s, j, by, owner, True)
    if lemma in lists["verdict"] and not telling:
        return None
    if told.act_below(s, j) and not telling:
        return None
    if row.get("telling") and not telling and s.number not in told.answers:
        return None
    if not telling and may_be_blamed(told, s, j) and _people(told, s, j):
        return None if row.get("people") == "never" else Taken(s, j, by, j, False)
    return None if row.get("people") == "only" else Taken(s, j, by, None, False)


def _people(told: Told, s: Sentence, j: int) -> bool:
    """Whether a noun is people by itself, not a thing of somebody's ("the president's tour")."""
    if s.pos[j] != "NOUN" or s.child(j, "nmod:poss") is None:
        return True
    lists = told.known.lists
    people = ("doer", "perpetrator_noun", "membership", "group", "person")
    return any(s.lemmas[j] in lists[name] for name in people)


def _owner(told: Told, s: Sentence, j: int) -> int | None:
    """Whose deed a noun is: "the work of X", "a fabrication by X", "a Qatari plot"."""
    cover = s.lemmas[j] in told.known.lists["cover"]
    for c in s.children[j]:
        of = s.deps[c] == "nmod" and case_of(s, c) in ("of", "by", "from", "for" if cover else "of")
        if (of or s.deps[c] == "nmod:poss") and may_be_blamed(told, s, c):
            return c
        nation = s.deps[c] in ("amod", "compound") and told.scene.is_state(s, [c])
        if nation:
            return j
    return None


def reason_span(told: Told, t: Taken) -> Span | None:
    """The words of the reason that something is; of a doer's deed, what it was for."""
    s, j = t.s, t.head
    if t.doer is None:
        if s.tags[j].startswith("VB"):
            return clause_span(s, j)
        span = phrase_span(s, j, preps=OVER, deep=3)
        first = phrase(s, j, preps=OVER, deep=3)[0]
        clause = next((c for c in s.children[j] if s.deps[c] in ("acl", "acl:relcl")), None)
        if clause is not None and mark_of(s, clause) in ("to", "that") and clause - j < 8:
            at = told.scene.tokens(clause_span(s, clause))
            return span if at is None else s.span(first, max(at[2], j))
        return span
    end = next((c for c in s.children[j] if s.deps[c] in ("acl", "advcl") and c > j), None)
    if t.whole and end is not None and mark_of(s, end) == "to":
        return clause_span(s, end)
    return None
