"""From the head of a noun phrase to the parties it means.

What comes in: a sentence, the token that a trigger's role points at, the sentence's mentions,
the document's memory. What goes out: parties with country, sector, name and the span of the
shortest phrase that says so; conjuncts each on their own ("the foreign ministers of Russia,
Türkiye and Iran" is three). A token that means no party gives none.
"""

from __future__ import annotations

from dataclasses import replace

from detente.coding.actors.context import DocumentContext, Said
from detente.coding.actors.mentions import NATION_KINDS, ActorMention
from detente.coding.actors.phrases import POSSESSIVE, Phrase
from detente.coding.actors.reading import (
    HE,
    IT,
    NUMBERS,
    THEY,
    Reading,
    joined,
    read_sentence,
    several_before,
)
from detente.coding.actors.words import word_set
from detente.coding.sentence import Sentence
from detente.records import Party, Span

PERSON = frozenset({"person"})
THING = frozenset({"state", "body"})
_WHO = frozenset({"who", "which", "that", "whom", "whose"})
_CONTAINER = word_set(
    "dozen dozens hundred hundreds thousand thousands score scores number numbers group "
    "groups handful pair couple majority rest some most many several all both half one two "
    "three four five six seven eight nine ten twenty tens none each any few lot lots million "
    "millions series wave column convoy crowd part team batch unit bloc"
)


def resolve_np(
    sentence: Sentence, head: int, mentions: list[ActorMention], context: DocumentContext
) -> tuple[Party, ...]:
    """The parties that the noun phrase headed by token ``head`` means.

    Parameters
    ----------
    sentence
        The parsed sentence.
    head
        Local number of the phrase's head; any token of a title or name will do.
    mentions
        ``ActorFinder.find(sentence)``.
    context
        The document's memory; sentences should come in the order of the text.

    Returns
    -------
    Parties in text order, conjuncts expanded; empty if the phrase names nobody. A party's
    ``country`` is None where text, memory and tables do not tell it. Spans slice back to
    ``sentence.text``.
    """
    reading = read_sentence(sentence, mentions, context)
    out: list[Party] = []
    for k in _conjuncts(reading, head):
        for party in _of_token(reading, k, context, depth=0):
            if not any(party.span == old.span and party.country == old.country for old in out):
                out.append(party)
    out.sort(key=lambda p: p.span.start)
    return tuple(out)


def observe(sentence: Sentence, mentions: list[ActorMention], context: DocumentContext) -> None:
    """Lets the memory take in a sentence from which nothing is coded.

    Full names, subjects and pairs in it are what later pronouns and family names refer to.
    Sentences passed to :func:`resolve_np` are taken in by it.
    """
    read_sentence(sentence, mentions, context)


def _conjuncts(r: Reading, head: int) -> list[int]:
    """``head`` and the heads joined to it: by the parse, or as a written list."""
    s = r.sentence
    out = [head]
    seen = {head}
    for k in out:
        number = r.at.get(k)
        tokens = [k]
        if number is not None:
            p = r.phrases[number]
            if not (k in _nation_tokens(p) and _possessed(s, k)):
                tokens = list(range(p.first, p.last + 1))
        for t in tokens:
            for c in s.children[t]:
                if not s.deps[c].startswith("conj") or c in seen or c in tokens:
                    continue
                if s.pos[c] not in ("VERB", "AUX") or c in r.at:
                    seen.add(c)
                    out.append(c)
    numbers = [n for k in out if (n := r.at.get(k)) is not None]
    if numbers and (len(set(numbers)) > 1 or _between(s, r.phrases[numbers[0]].first)):
        for n in _list_of(r, numbers[0]):
            if n not in numbers:
                out.append(r.phrases[n].last)
                numbers.append(n)
    return out


def _between(s: Sentence, first: int) -> bool:
    k = first - 1
    while k >= 0 and s.lower[k] in ("the", "both", "of"):
        k -= 1
    return k >= 0 and s.lower[k] == "between"


def _list_of(r: Reading, number: int) -> list[int]:
    """The written list ("A, B and C") that phrase ``number`` belongs to; itself if none."""
    s = r.sentence
    low = high = number
    while low > 0 and joined(s, r.phrases[low - 1], r.phrases[low]):
        low -= 1
    while high + 1 < len(r.phrases) and joined(s, r.phrases[high], r.phrases[high + 1]):
        high += 1
    if high > low:
        last = r.phrases[high]
        if "and" not in s.lower[max(0, last.first - 3) : last.first]:
            return [number]
    return list(range(low, high + 1))


def _nation_tokens(p: Phrase) -> set[int]:
    return {k for n in p.nations for k in range(n.first, n.last + 1)}


def _possessed(s: Sentence, k: int) -> bool:
    return k + 1 < len(s) and s.lower[k + 1] in POSSESSIVE


def _of_token(r: Reading, k: int, context: DocumentContext, depth: int) -> tuple[Party, ...]:
    s = r.sentence
    word = s.lower[k]
    number = r.at.get(k)
    if number is not None:
        p = r.phrases[number]
        if k in _nation_tokens(p) and _possessed(s, k):
            nation = next(n for n in p.nations if n.first <= k <= n.last)
            return (_nation_party(s, nation, context),)
        found = r.parties[number]
        if found or (p.role is not None and p.role.role is not None and not p.role.role.generic):
            return found
    beside = () if s.deps[k] == "nmod:poss" or word.endswith("self") else _governors(s, k)
    if word in HE:
        if (stranger := _felled(s, k, context)) is not None:
            return (Party(stranger, None, (), f"stranger:{stranger.lower()}", s.span(k, k)),)
        said = _denying(s, k, context, PERSON) or context.person(s.number, k, beside)
        return () if said is None else (replace(said.party, span=s.span(k, k)),)
    if word in IT:
        if s.deps[k] == "expl":
            return ()
        said = _denying(s, k, context, THING) or context.thing(
            s.number, k, beside, several_before(r, k)
        )
        return () if said is None else (replace(said.party, span=s.span(k, k)),)
    if word in THEY:
        return tuple(replace(p, span=s.span(k, k)) for p in context.several(s.number, k))
    if word in _WHO and depth < 3:
        clause = s.heads[k]
        for up in (clause, *(s.ancestors(clause) if clause >= 0 else ())):
            if up >= 0 and s.deps[up].startswith("acl"):
                return _of_token(r, s.heads[up], context, depth + 1) if s.heads[up] < k else ()
        return ()
    if depth < 3 and (word in _CONTAINER or s.pos[k] == "NUM" or number is not None):
        for c in s.children[k]:
            case = s.child(c, "case")
            if (
                s.deps[c].startswith("nmod")
                and c > k
                and (
                    (case is not None and s.lower[case] == "of")
                    or (k + 1 < len(s) and s.lower[k + 1] == "of")
                )
            ):
                inner: list[Party] = []
                for j in _conjuncts(r, c):
                    inner.extend(_of_token(r, j, context, depth + 1))
                if inner:
                    return tuple(inner)
        if word == "both" or word in NUMBERS:
            codes = context.group(s.number, k, NUMBERS[word])
            return tuple(
                Party(context.tables.state_name(c) or c, c, (), f"state:{c}", s.span(k, k))
                for c in codes
            )
    if number is None and s.pos[k] in ("DET", "ADV", "PUNCT", "ADP") and k + 1 in r.at:
        return r.parties[r.at[k + 1]]
    # Any other noun: the party is whoever's it is ("a Russian proposal", "Türkiye's guarantees",
    # "an appeal lodged by the court", "a village in Cameroon").
    return (
        _modifiers(r, k, context, depth)
        or _attached(r, k, context, depth)
        or _in_short(s, k, context)
    )


def _in_short(s: Sentence, k: int, context: DocumentContext) -> tuple[Party, ...]:
    """ "The Commission": the body whose full name the text has told."""
    if k < 1 or s.lower[k - 1] != "the" or not s.words[k][:1].isupper() or s.words[k].isupper():
        return ()
    known = context.short(s.words[k])
    return () if known is None else (replace(known, span=s.span(k, k)),)


def _denying(s: Sentence, k: int, context: DocumentContext, kinds: frozenset[str]) -> Said | None:
    """Whom the sentence before accused, if the pronoun is the subject of a denial."""
    verb = s.heads[k]
    if not s.deps[k].startswith("nsubj") or verb < 0:
        return None
    if s.lemmas[verb] not in context.tables.references.deny:
        return None
    return context.accused(s.number, k, kinds)


def _felled(s: Sentence, k: int, context: DocumentContext) -> str | None:
    """What the attacker was called whom "he" means in "he was shot by police"; None if nobody.

    Whom guards stop is the one whom nobody knew by name, not the victim who has one.
    """
    told = context.stranger
    if s.deps[k] != "nsubj:pass" or told is None or s.number - told.sentence > _STRANGER:
        return None
    guards = context.tables.references.guard
    for c in s.children[s.heads[k]]:
        case = s.child(c, "case") if s.deps[c].startswith("obl") else None
        if case is not None and s.lower[case] == "by" and s.lemmas[c] in guards:
            return told.name
    return None


def _governors(s: Sentence, k: int) -> tuple[int, ...]:
    """The verb that a token hangs on and, where that has no subject, those above it."""
    out: list[int] = []
    at = s.heads[k]
    while at >= 0 and at not in out and len(out) < 4:
        out.append(at)
        subject = any(s.deps[c].startswith("nsubj") for c in s.children[at])
        if (subject and s.deps[k] != "nsubj") or not s.deps[at].startswith(
            ("xcomp", "advcl", "conj", "acl")
        ):
            break
        at = s.heads[at]
    return tuple(out[:1]) if s.deps[k].startswith("nsubj") else tuple(out)


def _modifiers(r: Reading, k: int, context: DocumentContext, depth: int) -> tuple[Party, ...]:
    s = r.sentence
    out: list[Party] = []
    # "Its rival" is not itself: whose it is tells who it is not.
    relational = s.lemmas[k] in context.tables.references.relational
    for c in s.children[k]:
        dep = s.deps[c]
        if relational and dep in ("nmod:poss", "det:poss"):
            continue
        if not (dep.startswith(("amod", "compound", "nmod:poss", "det:poss"))) or c > k:
            continue
        if s.lower[c] in HE | IT | THEY and depth < 3:
            out.extend(_of_token(r, c, context, depth + 1))
            continue
        for j in _hyphened(r, _conjuncts(r, c)):
            m = next((m for m in r.mentions if m.first <= j <= m.last), None)
            if m is None or m.role is not None:
                number = r.at.get(j)
                if number is not None and (dep == "nmod:poss" or m is not None):
                    out.extend(r.parties[number])
            elif m.kind in NATION_KINDS and m.kind != "team":
                if m.country is not None:
                    out.append(_nation_party(s, m, context))
            else:
                number = r.at.get(j)
                if number is not None:
                    out.extend(r.parties[number])
    return tuple(out)


def _attached(r: Reading, k: int, context: DocumentContext, depth: int) -> tuple[Party, ...]:
    """Whose a noun is by what hangs on it: "of", "by", "from", and "in" for a place or target."""
    s = r.sentence
    if depth > 2:
        return ()
    links = _WHOSE | _WHERE if s.lemmas[k] in _SITE or s.lower[k] in _SITE else _WHOSE
    for c in s.children[k]:
        if c < k:
            continue
        dep = s.deps[c]
        if dep.startswith("nmod"):
            case = s.child(c, "case")
            if case is None or s.lower[case] not in links:
                continue
            target = c
        elif dep == "acl":
            agent = next((g for g in s.children[c] if s.deps[g] == "obl:agent"), None)
            if agent is None:
                continue
            target = agent
        else:
            continue
        out: list[Party] = []
        for j in _conjuncts(r, target):
            out.extend(_of_token(r, j, context, depth + 1))
        if out:
            return tuple(out)
    return ()


_STRANGER = 2  # sentences that an attacker is remembered
_WHOSE = frozenset({"of", "by", "from", "between", "against", "with"})
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "across"})
_SITE = word_set(
    "village town city area part camp base center centre enclave region province district "
    "target facility building home house position post site market airport compound "
    "neighborhood neighbourhood outpost checkpoint headquarters office plant refinery port "
    "stronghold border territory island zone bastion prison jail street square restaurant "
    "hotel station"
)


def _hyphened(r: Reading, tokens: list[int]) -> list[int]:
    """``tokens`` and what a hyphen ties to them: both halves of "Russia-Türkiye relations"."""
    s = r.sentence
    out = list(tokens)
    for k in tokens:
        m = next((m for m in r.mentions if m.first <= k <= m.last), None)
        while m is not None and m.first >= 2 and s.lower[m.first - 1] in ("-", "–"):
            left = m.first - 2
            m = next((o for o in r.mentions if o.first <= left <= o.last), None)
            if m is not None and left not in out:
                out.append(left)
    return sorted(out)


def _nation_party(s: Sentence, m: ActorMention, context: DocumentContext) -> Party:
    sectors = m.sectors
    if m.kind in ("capital", "government"):
        sectors = sectors or ("GOV",)
    return Party(m.name, m.country, sectors, m.id, Span(m.start, m.end, s.text[m.start : m.end]))
