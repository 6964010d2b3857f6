"""Who is suspected of an act, by whom, and who denies it.

Comes in: a case as told. Goes out: `Suspect` values in text order. A suspect is whoever somebody
makes the doer, orderer or helper of the act, by a verb of blame or by a proposition of his.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.coding.arguments import arguments, case_of
from detente.coding.claims import voice
from detente.coding.incidents.acts import craft_of, words
from detente.coding.incidents.doubting import (
    had_no_part,
    had_reason,
    held_back,
    in_doubt,
    unlikely,
    wonders,
)
from detente.coding.incidents.pointing import pointed_at
from detente.coding.incidents.taken import taken_for
from detente.coding.incidents.told import HEDGES, HELD, NOT, Told, may_be_blamed, may_do
from detente.coding.incidents.who import called
from detente.coding.merge import restated
from detente.coding.scene import clause, phrase
from detente.coding.sentence import Sentence
from detente.records import Claim, Event, Span, Status, Suspect, Voice

_PART = frozenset(("hand", "finger"))
_INVOLVED = frozenset(
    """involvement responsibility role part complicity link connection hand guilt knowledge
    accusation allegation charge""".split()  # noqa: SIM905
)


def suspects(told: Told) -> tuple[Suspect, ...]:
    """Who is suspected, accused or denies, each with by whom; asserted perpetrators left out."""
    found: list[Suspect] = []
    for event in told.scene.events:
        found += _of_event(told, event)
    for s in told.scene.sentences:
        for k in range(len(s)):
            found += _of_token(told, s, k)
        found += _taken(told, s)
    for claim in told.claims:
        found += _of_claim(told, claim)
    found = [_weighed(told, x) for x in found if not _unblamed(told, x)]
    found = [x for x in found if x.status != "denied" or x.by is not None]
    found = [x for x in found if x.status == "denied" or not _cleared(x, found)]
    sure = {w.value.split()[-1].lower() for w in told.people if w.named}
    doers = [w.span for w in told.people]
    out: dict[tuple[str, str], Suspect] = {}
    for x in sorted(found, key=lambda x: (_RANK[x.status], -len(x.value), x.spans[0].start)):
        word = x.value.split()[-1].lower().rstrip("s")
        mine = x.spans[0]
        if word in {w.rstrip("s") for w in sure} or not x.value[:1].isalnum():
            continue
        if any(d.start < mine.end and mine.start < d.end for d in doers):
            continue
        if x.by is not None and x.status != "denied" and mine in x.by.spans:
            continue  # who says so suspects another
        if any(_inside(mine, o.spans[0]) and mine != o.spans[0] for o in out.values()):
            continue
        by = "" if x.by is None else x.by.value.lower()
        twins = [key for key in out if key[0] == word]
        if x.status != "denied" and any(not by or by == other for _, other in twins):
            continue
        if by and (word, "") in out and out[word, ""].status != "denied":
            del out[word, ""]
        out.setdefault((word, by), x)
    return tuple(sorted(out.values(), key=lambda x: x.spans[0].start))


def _unblamed(told: Told, x: Suspect) -> bool:
    """ "Stopped short of blaming X": whom the verb over him only would have blamed."""
    at = told.scene.place_of(x.spans[0].start)
    if at is None:
        return False
    s, k = at
    blaming = told.known.lists["blaming"]
    return any(s.lemmas[up] in blaming and held_back(s, up) for up in s.ancestors(k))


def _weighed(told: Told, x: Suspect) -> Suspect:
    """A suspect as he is suspected: not where that he did it is held to be unlikely."""
    at = told.scene.place_of(x.spans[0].start)
    if at is None or x.status == "denied":
        return x
    s, k = at
    return replace(x, status="denied") if in_doubt(s, k) else x


def _cleared(x: Suspect, found: list[Suspect]) -> bool:
    """Whether whose word a suspicion is doubts it by the same words."""
    return any(
        o.status == "denied"
        and o.spans[0].start == x.spans[0].start
        and (x.by is None or o.by == x.by)
        for o in found
    )


def _taken(told: Told, s: Sentence) -> Iterator[Suspect]:
    """ "Blames it on X", "sees behind it the hand of X", "a plot by X"."""
    for t in taken_for(told, s):
        if t.doer is None:
            continue
        if t.whole and t.doer != t.head:
            span = s.span(*phrase(s, t.head, preps=("of", "by", "from")))
            if not _hit(told, s.span(t.doer, t.doer)):
                yield Suspect(span.text, t.by, "suspected", (span,))
        else:
            yield from _named(told, s, t.doer, t.by, "suspected")


def _inside(a: Span, b: Span) -> bool:
    return b.start <= a.start and a.end <= b.end


_RANK = {"suspected": 0, "attributed": 1, "hypothetical": 2, "denied": 3}


def _of_event(told: Told, event: Event) -> list[Suspect]:
    if event.event_type not in ("ASSAULT", "COERCE") or event.historical:
        return []
    if event.status not in ("suspected", "attributed", "denied", "hypothetical"):
        return []
    if restated(event):
        return []  # what a model makes of the words is not sure enough to suspect anybody
    at = told.scene.place_of(event.trigger.start)
    if at is None or (event.status in ("attributed", "hypothetical") and not _tied(told, event)):
        return []
    if event.status in ("suspected", "denied") and not _tied(told, event):
        return []
    if event.status == "hypothetical" and told.speaker(event.trigger) is None:
        return []
    by = None
    if event.attributed_to:
        a = event.attributed_to[0]
        place = told.scene.tokens(a.span)
        by = None if place is None else voice(told.scene, place[0], place[2])
    status: Status = "suspected" if event.status == "hypothetical" else event.status
    out: list[Suspect] = []
    for p in event.actor:
        if p.span.text.lower() in ("he", "she", "it", "they", "who", "which"):
            continue
        place = told.scene.tokens(p.span)
        if place is None or place[0].pos[place[2]] == "ADJ":
            continue  # "in Omani waters": nobody
        if _is_craft_hit(told, place[0], place[2]):
            continue  # "says that the tanker had rammed a boat": it is what was seized
        out.append(Suspect(p.span.text, by, status, (p.span,)))
    return out


def _is_craft_hit(told: Told, s: Sentence, k: int) -> bool:
    """Whether a ship or aircraft is called as the case's victim is: it is the victim."""
    if craft_of(s, k) is None:
        return False
    for span in told.hit:
        at = told.scene.tokens(span)
        if at is not None and s.lemmas[k] in at[0].lemmas[at[1] : at[2] + 1]:
            return True
    return False


def _tied(told: Told, event: Event) -> bool:
    """Whether an event that somebody alleges is the case's act."""
    mine = {e.id for e in told.case.events}
    if event.id in mine:
        return True
    for m in event.mentions:
        at = told.scene.place_of(m.trigger.start)
        if at is not None and told.act_at(at[0], at[1]) is not None:
            return True
    hit = {p.name for e in told.case.events for p in e.recipient}
    return bool(hit & {p.name for p in event.recipient})


def _of_token(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    lemma = s.lemmas[k]
    lists = told.known.lists
    verbal = s.tags[k].startswith("VB")
    if verbal and held_back(s, k):
        return
    for head, span, by, cleared in pointed_at(told, s, k):
        status: Status = "denied" if cleared else "suspected"
        if span is not None:
            yield Suspect(span.text, by, status, (span,))
        else:
            yield from _named(told, s, head, by, status)
    gainer = had_reason(s, k) if told.near(s) else None
    if gainer is not None and may_do(told, s, gainer):
        by = told.speaker(s.span(gainer, gainer))
        yield from _named(told, s, gainer, by, "suspected")
    if lemma in lists["blaming"] and verbal:
        yield from _blamed(told, s, k)
    elif s.lower[k] in lists["behind"]:
        yield from _behind(told, s, k)
    elif lemma in ("deny", "reject", "dismiss", "disclaim", "disavow") and verbal:
        yield from _denying(told, s, k)
    elif lemma in lists["masterminding"] and verbal:
        yield from _mastermind(told, s, k)
    elif lemma in lists["suspicion"] and s.pos[k] == "NOUN":
        yield from _pointed(told, s, k)
    if lemma == "think" and verbal:
        yield from _thinking_of(told, s, k)
    if lemma in _SEEKING and verbal:
        yield from _sought(told, s, k)
    if lemma in ("exclude", "rule") and verbal:
        yield from _open(told, s, k)
    if s.lower[k] in _SUPPOSED and s.deps[k] == "amod":
        head = s.heads[k]
        if s.number in told.case.sentences and may_do(told, s, head):
            yield from _named(told, s, head, told.speaker(s.span(head, head)), "suspected")
    if lemma in _THOUGHT and s.tags[k] == "VBN" and s.child(k, "aux:pass") is not None:
        yield from _thought(told, s, k)


_SEEKING = frozenset("seek hunt question interrogate".split())  # noqa: SIM905


def _thinking_of(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Investigators think of X"."""
    args = arguments(s, k)
    if args.subject is None or not told.near(s):
        return
    for prep, j in args.preps:
        if prep == "of" and may_do(told, s, j) and told.scene.parties(s, j):
            yield from _named(told, s, j, _by(told, s, args.subject, s.span(k, k)), "suspected")


def _sought(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "The police want to question three men, among them X": by whom they are looked for."""
    args = arguments(s, k)
    who = args.agent if args.passive else args.subject
    target = args.object
    near = told.near(s) or s.number - 1 in told.case.sentences
    if who is None or target is None or not near:
        return
    if s.lemmas[who] not in told.known.lists["police"]:
        return
    names = [j for j in s.subtree(target) if s.pos[j] == "PROPN" and s.deps[j] != "flat"]
    people = [j for j in names if any(s.deps[c] == "flat" for c in s.children[j])]
    for j in people or ([target] if may_do(told, s, target) else []):
        yield from _named(told, s, j, _by(told, s, who, s.span(k, k)), "suspected")


def _open(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Did not rule out X's involvement"."""
    args = arguments(s, k)
    negated = any(s.lower[j] in NOT for j in s.children[k])
    if args.object is None or not negated or s.lemmas[args.object] not in _INVOLVED:
        return
    span = s.span(*phrase(s, args.object))
    yield Suspect(span.text, _by(told, s, args.subject, span), "suspected", (span,))


_SUPPOSED = frozenset(("suspected", "alleged", "presumed", "suspect"))
_THOUGHT = frozenset(
    """believe think suspect say allege report consider presume assume suppose rumour
    rumor""".split()  # noqa: SIM905
)


def _thought(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "X is widely believed to have carried it out"."""
    if not told.near(s):
        return
    subject = arguments(s, k).object
    if subject is None or any(s.lower[j] in NOT for j in s.children[k]):
        return
    if not may_do(told, s, subject):
        return
    for j in s.children[k]:
        if s.deps[j] in ("xcomp", "advcl", "ccomp") and j > k and does(told, s, j):
            by = _by(told, s, arguments(s, k).agent, s.span(k, k))
            yield from _named(told, s, subject, by, "suspected")
            return


def _of_claim(told: Told, claim: Claim) -> Iterator[Suspect]:
    """Whom a proposition of somebody's makes the doer: subject of a verb of doing or planning."""
    at = told.held(claim, _HELD | _REFUSED)
    if at is None:
        return
    s, first, last = at
    asking = wonders(claim)
    refused = claim.stance in _REFUSED and not asking
    status: Status = "suspected" if claim.stance == "suspects" or asking else "attributed"
    own = {t for v in (claim.speaker, *claim.chain) for t in v.value.lower().split()}
    for k in range(first, last + 1):
        spared = had_no_part(told, s, k)
        doer = _doer(told, s, k) if spared is None else spared
        taken = doer is not None and s.deps[doer] == "obj" and doer in s.children[s.heads[first]]
        if doer is None or not (taken or first <= doer <= last) or not may_do(told, s, doer):
            continue
        if s.lower[doer] in own:
            continue
        no = spared is not None or any(s.lower[j] in NOT for j in s.children[k])
        no = no or _too_much(s, k)
        if not (no or refused or unlikely(s, k)):
            yield from _named(told, s, doer, claim.speaker, status)
        elif not (no and refused) and not _his_own(s, doer):
            yield from _named(told, s, doer, claim.speaker, "denied")


def _too_much(s: Sentence, k: int) -> bool:
    """ "Would not have been so stupid as to order it"."""
    up = s.heads[k]
    return (
        up >= 0 and s.pos[up] == "ADJ" and any(s.lower[j] in NOT | {"too"} for j in s.children[up])
    )


def _his_own(s: Sentence, k: int) -> bool:
    """ "Its agents": who clears them speaks for himself."""
    owner = s.child(k, "nmod:poss")
    return owner is not None and s.tags[owner] == "PRP$"


_HELD = HELD | {"fears"}
_REFUSED = frozenset(("denies", "doubts"))


def does(told: Told, s: Sentence, k: int) -> bool:
    """Whether a predicate says that its subject did the case's act, planned it or helped."""
    lists = told.known.lists
    act = told.act_at(s, k)
    if act is not None and act.verbal:
        return act.agent is not None or not act.generic
    lemma = s.lemmas[k]
    if lemma in lists["culprit"] or s.lower[k] in lists["behind"]:
        return True
    if away_with(told, s, k):
        return True
    if not s.tags[k].startswith("VB"):
        return False
    target = arguments(s, k).object
    if lemma in ("issue", "give", "sign") and target is not None:
        return s.lemmas[target] in _ORDERS
    if lemma == "do":
        return target is not None and s.lower[target] in _IT
    if lemma in ("have", "play", "take") and target is not None and s.lemmas[target] in _PART:
        return told.near(s)  # "had a hand in it"
    if lemma == "act":
        # "acted on their own", "acted without orders"
        below = {s.lower[j] for c in s.children[k] for j in (c, *s.children[c]) if c > k}
        return bool(below & {"own", "alone", "orders", "authority", "themselves", "itself"})
    if lemma == "know":
        return told.near(s) and (
            target is None or s.lower[target] in _IT or told.act_below(s, target)
        )
    armed = lemma in lists["firing"] | lists["hiding"] and target is not None
    if armed and target is not None and s.lemmas[target] in told.known.maps["weapon"]:
        return True
    if lemma in lists["helping"]:
        if any(s.lower[j] in ("will", "would", "shall") for j in s.children[k]):
            return False
        people = lists["perpetrator_noun"] | lists["doer"] | lists["membership"] | lists["deed"]
        return (
            target is None
            or s.pos[target] in ("PRON", "PROPN")
            or s.lemmas[target] in people | set(told.known.maps["weapon"]) | lists["aiding"]
            or told.act_below(s, target)
        )
    if lemma not in lists["masterminding"]:
        return False
    return target is None or (
        s.lower[target] in _IT
        or s.lemmas[target] in lists["perpetrator_noun"] | lists["harm"] | lists["deed"]
        or s.lemmas[target] in lists["happening"]
        or s.lemmas[target] in told.known.maps["weapon"]
        or told.act_below(s, target)
    )


def away_with(told: Told, s: Sentence, k: int) -> bool:
    """ "Got rid of him", "silenced the writer": that the act's victim was put out of the way."""
    if not s.tags[k].startswith("VB"):
        return False
    if s.lemmas[k] in ("get", "be") and s.child(k, "xcomp") is not None:
        rid = s.child(k, "xcomp") or 0
        whom = next((j for j in s.children[rid] if case_of(s, j) == "of"), None)
        return s.lower[rid] == "rid" and whom is not None and _of_hit(told, s, whom)
    if s.lemmas[k] not in told.known.lists["doing_away"]:
        return False
    whom = arguments(s, k).object
    return whom is not None and _of_hit(told, s, whom)


def _of_hit(told: Told, s: Sentence, k: int) -> bool:
    """Whether a phrase means whom the act hit: by name, or a pronoun of persons near the act."""
    if s.lower[k] in ("him", "her", "them", "he", "she", "they"):
        return told.near(s)
    names = {w for v in told.hit for w in v.text.lower().split() if v.text[:1].isupper()}
    return s.lower[k] in names or _hit(told, s.span(k, k))


_ORDERS = frozenset("order command instruction decree word go-ahead signal".split())  # noqa: SIM905


def _doer(told: Told, s: Sentence, k: int) -> int | None:
    """Who does, by predicate or deed noun ``k``; None if it tells no doer."""
    if s.pos[k] == "NOUN" and s.lemmas[k] in told.known.lists["deed"]:
        # "a provocation by the services", "the work of a splinter group"
        return next(
            (
                j
                for j in s.children[k]
                if s.deps[j] in ("nmod", "obl", "nmod:poss", "obl:agent")
                and case_of(s, j) in ("by", "of", "'s", "’s")
                and (case_of(s, j) == "by" or bool(told.scene.parties(s, j)))
            ),
            None,
        )
    subject = next((j for j in s.children[k] if s.deps[j] == "nsubj"), None)
    if s.lemmas[k] == "come" and subject is not None and s.lemmas[subject] in _ORDERS:
        # "the order came from the capital"
        return next((j for p, j in arguments(s, k).preps if p == "from"), None)
    if s.lemmas[k] == "come" and subject is not None and s.lower[subject] in ("it", "this", "they"):
        # "Who gave the order? X says it came from the palace"
        before = told.scene.sentences[s.number - 1] if s.number else s
        if not _ORDERS.isdisjoint(before.lemmas):
            return next((j for p, j in arguments(s, k).preps if p == "from"), None)
    if not does(told, s, k):
        return None
    up = s.heads[k]
    if subject is None and s.deps[k] in ("ccomp", "xcomp") and up >= 0 and s.tags[k] in _BARE:
        # "believes an insider let it in": the subject taken for the object of believing
        held = s.child(up, "obj")
        if held is not None and up < held < k and s.lemmas[up] in _THOUGHT | {"hold"}:
            return held
    if not s.tags[k].startswith("VB"):
        return next((j for j in s.children[k] if s.deps[j].startswith("nsubj")), None)
    args = arguments(s, k)
    if s.lower[k] in told.known.lists["behind"]:
        return args.object if args.passive else args.subject  # "were not involved"
    if args.passive:
        used = s.lemmas[k] in _USED
        return args.agent if args.agent is not None or not used else args.object
    return args.subject


# Who is let in, sent or hired is a suspect himself.
_BARE = frozenset(("VB", "VBD", "VBN", "VBP"))
_USED = frozenset("let send hire pay recruit use bring arm".split())  # noqa: SIM905


def _named(told: Told, s: Sentence, head: int, by: Voice | None, status: Status) -> list[Suspect]:
    out: list[Suspect] = []
    if s.lemmas[head] in ("spokesman", "spokeswoman", "spokesperson"):
        # Who speaks for somebody is not meant himself.
        head = next(
            (j for j in s.children[head] if case_of(s, j) in ("for", "of")),
            next((j for j in s.children[head] if s.deps[j] in ("compound", "nmod:poss")), head),
        )
    for j in (head, *(c for c in s.children[head] if s.deps[c] == "conj")):
        if those := _people_who(s, j):
            out.append(Suspect(those.text, by, status, (those,)))
            continue
        if s.pos[j] not in ("NOUN", "PROPN", "ADJ") or s.lemmas[j] in _INVOLVED:
            continue
        if s.lower[j] in ("one", "nobody", "somebody", "someone", "more", "much", "less"):
            continue
        if _hit(told, s.span(j, j)) or (
            s.lemmas[j] in told.known.maps["weapon"] and not may_do(told, s, j)
        ):
            continue
        first, last = phrase(s, j, preps=("of", "to", "in"))
        if charge := charge_of(s, j):
            last = min(last, s.subtree(charge[0])[0] - 1)
        relative = s.child(j, "acl:relcl")
        if relative is not None and s.lemmas[j] in ("man", "woman", "people", "person", "suspect"):
            last = max(last, clause(s, relative)[1])
        span = called(s, j) or s.span(first, last)
        out.append(Suspect(span.text, by, status, (span,)))
    return out


def _people_who(s: Sentence, k: int) -> Span | None:
    """ "Those who do not want peace": the words."""
    relative = s.child(k, "acl:relcl") if s.lower[k] == "those" else None
    if relative is None or not any(s.lower[j] == "who" for j in s.subtree(relative)):
        return None
    return s.span(k, clause(s, relative)[1])


def _hit(told: Told, span: Span) -> bool:
    """Whether words are the victim's."""
    return any(v.start <= span.start < v.end for v in told.hit)


def _by(told: Told, s: Sentence, who: int | None, span: Span) -> Voice | None:
    if who is None:
        return told.speaker(span)
    if s.lower[who] in ("nobody", "none"):
        return None
    lists = told.known.lists
    things = lists["deed"] | lists["harm"] | lists["suspicion"] | lists["evidence_noun"]
    if s.pos[who] == "NOUN" and s.lemmas[who] in things:
        return told.speaker(span)  # the plot, the evidence, holds nothing
    return voice(told.scene, s, who)


def _meant(told: Told, s: Sentence, k: int) -> tuple[Sentence, int] | None:
    """The people that a pronoun means: the subject before it, of its number."""
    plural = s.lower[k] in ("they", "them")
    if not plural and s.lower[k] not in ("he", "him", "she", "her"):
        return None
    for n in (s.number, s.number - 1):
        if n < 0:
            break
        at = told.scene.sentences[n]
        until = k if n == s.number else len(at)
        for j in range(until - 1, -1, -1):
            subject = at.deps[j] in ("nsubj", "nsubj:pass") and at.pos[j] in ("NOUN", "PROPN")
            many = at.tags[j].endswith("S") or at.child(j, "conj") is not None
            other = n != s.number or at.heads[j] != s.heads[k]
            if subject and many == plural and other and may_do(told, at, j):
                return at, j
    return None


def _blamed(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    args = arguments(s, k)
    target = args.object
    on = any(case_of(s, j) == "on" for j in s.children[k])
    if on and target is not None and told.act_at(s, target) is not None:
        target = None  # "blamed the bombing on those who": the act is not blamed
    if s.lemmas[k] in _PINNING and not _just_named(told, s, k, args.object):
        yield from _pinned(told, s, k)
        return
    if target is not None and s.pos[target] == "PRON" and told.near(s):
        meant = _meant(told, s, target)
        if meant is not None and (told.act_below(s, k) or _of_harm(told, s, k)):
            who = args.agent if args.passive else args.subject
            yield from _named(told, *meant, _by(told, s, who, s.span(k, k)), "suspected")
        return
    if target is None or any(s.lower[j] in NOT for j in s.children[k]) or _nobody(s, args.subject):
        return
    blamed = s.lemmas[k] == "blame" and not _blames_thing(s, k)
    about = told.act_below(s, k) or _refers(told, s, k) or blamed or _of_harm(told, s, k)
    bare = (
        s.lemmas[k] in ("suspect", "indict") and not _complement(s, k) and may_do(told, s, target)
    )
    if s.pos[target] == "NOUN" and s.lemmas[target] in told.known.lists["explaining"]:
        return
    if s.lemmas[k] == "accuse" and not _complement(s, k) and told.near(s):
        # "accuses X by name"
        about = about or s.pos[target] == "PROPN"
    if s.lemmas[k] in ("name", "identify") and args.subject is not None and told.near(s):
        # "the army named X": whom those who look into it name is their suspect
        seeking = s.lemmas[args.subject] in told.known.lists["police"] | {"army", "official"}
        meant_by = seeking or s.pos[args.subject] in ("PRON", "PROPN")
        about = about or (meant_by and s.pos[target] == "PROPN" and _personal(told, s, target))
    if s.lemmas[k] in ("recognise", "recognize", "spot"):
        near = told.near(s)
        about = s.lemmas[target] in told.known.lists["doer"] and near
        bare = False
    if not (about or bare) or (blamed and not may_be_blamed(told, s, target)):
        return
    who = args.agent if args.passive else args.subject
    status: Status = "suspected" if s.lemmas[k] == "suspect" else "attributed"
    by = told.speaker(s.span(target, target)) if s.lemmas[k].startswith("recogni") else None
    yield from _named(told, s, target, by or _by(told, s, who, s.span(k, k)), status)


_PINNING = frozenset(
    """point attribute pin hold link see name identify trace ascribe lay finger tie
    hint""".split()  # noqa: SIM905
)


def _just_named(told: Told, s: Sentence, k: int, target: int | None) -> bool:
    """ "The army named Ali Hassan": with nothing said of what as."""
    alone = not any(s.lower[j] in ("as", "of", "behind") for j in s.subtree(k))
    return (
        s.lemmas[k] in ("name", "identify")
        and target is not None
        and alone
        and s.pos[target] == "PROPN"
        and _personal(told, s, target)
    )


def _personal(told: Told, s: Sentence, k: int) -> bool:
    """Whether a name is a person's: of two words and none of a place or state."""
    flat = any(s.deps[j] == "flat" for j in s.children[k])
    return flat and not told.scene.is_state(s, [k])


def _nobody(s: Sentence, k: int | None) -> bool:
    """ "Neither government", "no one"."""
    return k is not None and (s.lower[k] in NOT or any(s.lower[j] in NOT for j in s.children[k]))


def _complement(s: Sentence, k: int) -> list[int]:
    """What somebody is suspected or accused of."""
    target = arguments(s, k).object
    return [
        j
        for j in s.children[k]
        if j > k
        and s.deps[j] in ("obl", "advcl", "xcomp", "ccomp")
        and any(s.lower[c] in ("of", "for", "with", "to", "over") for c in s.children[j])
    ] + ([] if target is None else charge_of(s, target))


def charge_of(s: Sentence, target: int) -> list[int]:
    """What somebody is accused of where the parser makes it a part of his name ("X of spying")."""
    up = s.lemmas[s.heads[target]]
    if up not in _OF_WHAT:
        return []
    lists = words().lists
    crimes = lists["harm"] | lists["deed"] | _INVOLVED
    sure = s.pos[target] == "PROPN" or up == "accuse"
    return [
        j
        for j in s.children[target]
        if j > target
        and case_of(s, j) == "of"
        and (s.lemmas[j] in crimes or s.tags[j] == "VBG" or (sure and s.pos[j] != "PROPN"))
    ]


_OF_WHAT = frozenset(("accuse", "suspect", "convict", "acquit", "warn", "remind"))


def _of_harm(told: Told, s: Sentence, k: int) -> bool:
    """Whether what somebody is accused of is a part in an act of harm, near the case."""
    if not told.near(s):
        return False
    lists = told.known.lists
    below = {s.lemmas[j] for c in _complement(s, k) for j in s.subtree(c)}
    harm = (
        lists["masterminding"] | lists["helping"] | lists["harm"] | set(told.known.maps["weapon"])
    )
    return bool(below & harm)


def _blames_thing(s: Sentence, k: int) -> bool:
    """ "Blamed X for the poor harvest": for something that is no act."""
    return any(case_of(s, j) in ("for", "on") for j in s.children[k])


def _refers(told: Told, s: Sentence, k: int) -> bool:
    """Whether a sentence of the case's neighbourhood speaks of nothing else."""
    words = set(s.lemmas)
    near = told.near(s)
    return near and bool(words & {"involvement", "behind", "responsible", "it", "plot"})


def _pinned(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Pointed (the finger) at X", "attributed the attack to X", "held X responsible"."""
    args = arguments(s, k)
    span = s.span(k, k)
    near = told.near(s)
    who = args.agent if args.passive else args.subject
    if who is None and not args.passive:
        who = next((a.subject for u in s.ancestors(k) if (a := arguments(s, u)).subject), None)
    words = {s.lemmas[j] for j in s.children[k]}
    if any(s.lower[j] in NOT for j in s.children[k]) or _nobody(s, who):
        # "said there was no evidence and held X responsible": the speaker holds
        above = [arguments(s, u).subject for u in s.ancestors(k)]
        speaker = next((a for a in above if a is not None and a != who), None)
        if speaker is None or any(s.lower[j] in NOT for j in s.children[k]):
            return
        who = speaker
    if s.lemmas[k] in ("hold", "see"):
        held = words & _HELD_TO_BE
        if args.object is not None:
            held |= {s.lemmas[j] for j in s.subtree(k) if j > args.object} & _HELD_TO_BE
        if held and args.object is not None and (told.act_below(s, k) or near):
            yield from _named(told, s, args.object, _by(told, s, who, span), "attributed")
        return
    wanted = _PINNED_BY.get(s.lemmas[k], ())
    act = args.object is not None and (
        told.act_below(s, args.object) or (near and s.lower[args.object] in _IT)
    )
    finger = bool(words & {"finger", "blame", "suspicion"})
    pointing = s.lemmas[k] in ("point", "hint") and args.object is None and near
    for prep, j in args.preps:
        if prep in wanted and (act or finger or pointing) and may_do(told, s, j):
            yield from _named(told, s, j, _by(told, s, who, span), "attributed")


_HELD_TO_BE = frozenset(("responsible", "accountable", "liable", "guilty", "behind", "culpable"))
_IT = frozenset(("it", "this", "that", "these", "them", "both"))
_PINNED_BY = {
    "point": ("at", "to", "towards", "toward"),
    "hint": ("at",),
    "attribute": ("to",),
    "ascribe": ("to",),
    "trace": ("to",),
    "pin": ("on",),
    "lay": ("on", "at"),
    "link": ("to", "with"),
    "tie": ("to",),
}


def _behind(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "X was behind the attack", "X is responsible for it"."""
    predicate = s.heads[k] if s.deps[k] == "case" else k
    if predicate < 0:
        return
    near = told.near(s)
    alone = near and not any(s.deps[j] in ("obl", "nmod") for j in s.children[predicate])
    if not (alone or told.act_below(s, predicate) or _near_act(told, s, predicate)):
        return
    subject = next((j for j in s.children[predicate] if s.deps[j].startswith("nsubj")), None)
    up = s.heads[predicate]
    if subject is None and up >= 0 and s.deps[predicate] in ("xcomp", "advcl", "acl", "ccomp"):
        args = arguments(s, up)
        blaming = s.lemmas[up] in ("suspect", "accuse", "blame", "charge")
        subject = args.object if args.passive or blaming else args.subject
        if s.lemmas[up] in ("hold", "see"):
            return
    if subject is None or s.lower[subject] in NOT:
        return
    words = {s.lower[j] for c in (predicate, up) if c >= 0 for j in s.children[c]}
    span = s.span(subject, subject)
    by = told.speaker(span)
    if words & NOT:
        return
    if by is not None and unlikely(s, predicate):
        yield from _named(told, s, subject, by, "denied")
        return
    hedged = bool(words & HEDGES) or (up >= 0 and s.lemmas[up] in ("suspect", "believe", "think"))
    if by is None and s.words[-1] == "?":
        by, hedged = _answered(told, s), True
        if by is None:
            return
    if by is None and not hedged:
        return
    yield from _named(told, s, subject, by, "suspected" if hedged else "attributed")


def _answered(told: Told, s: Sentence) -> Voice | None:
    """Who says yes to a question, in the sentence behind it ("Is X behind it? Y affirms so")."""
    if s.number + 1 >= len(told.scene.sentences):
        return None
    after = told.scene.sentences[s.number + 1]
    subject = after.child(after.root, "nsubj")
    if subject is None or after.lemmas[after.root] not in _AFFIRMING:
        return None
    return voice(told.scene, after, subject)


_AFFIRMING = frozenset(
    ("affirm", "believe", "think", "say", "claim", "insist", "suspect", "assert")
)


def _near_act(told: Told, s: Sentence, k: int) -> bool:
    """ "Responsible for it" in a sentence of the case."""
    return s.number in told.case.sentences and any(
        s.lower[j] in ("it", "this") for j in s.subtree(k)
    )


def _denying(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    args = arguments(s, k)
    if args.subject is None:
        return
    body = [args.object, *(j for j in s.children[k] if s.deps[j] in ("ccomp", "xcomp", "advcl"))]
    about = any(j is not None and (told.act_below(s, j) or s.lemmas[j] in _INVOLVED) for j in body)
    near = told.near(s) or s.number - 1 in told.numbers
    if about and near:
        by = voice(told.scene, s, args.subject)
        yield from _named(told, s, args.subject, by, "denied")


def _mastermind(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Staged the attack", "ordered the raid": who is said to have."""
    args = arguments(s, k)
    who = args.agent if args.passive else args.subject
    if who is None or args.object is None:
        return
    doers = s.lemmas[args.object] in told.known.lists["perpetrator_noun"]
    if not told.act_below(s, args.object) and not doers:
        return
    if s.lemmas[k] == "carry" and "out" not in s.lower:
        return
    span = s.span(who, who)
    by = told.speaker(span)
    words = {s.lower[j] for j in s.children[k]} | {
        s.lower[j] for u in s.ancestors(k) for j in (u, *s.children[u])
    }
    hedged = bool(words & HEDGES)
    if words & NOT or (by is None and not hedged):
        return
    yield from _named(told, s, who, by, "suspected" if hedged or by is None else "attributed")


_SEEING = frozenset("see find detect discern recognise recognize suspect".split())  # noqa: SIM905


def _pointed(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Suspicion fell on X", "bears the hallmarks of X", "the prime suspect is X"."""
    up = s.heads[k]
    near = told.near(s)
    if s.lemmas[k] == "suspect":
        if near and s.deps[k].startswith("nsubj") and up >= 0 and s.child(up, "cop") is not None:
            yield from _named(told, s, up, told.speaker(s.span(up, up)), "suspected")
        elif (near and k == s.root) or s.child(k, "cop") is not None:
            subject = s.child(k, "nsubj")
            if subject is not None:
                yield from _named(told, s, subject, told.speaker(s.span(k, k)), "suspected")
        return
    if not near or up < 0:
        return
    fell = s.lemmas[up] in ("fall", "point", "turn", "be", "lead", "centre", "center", "focus")
    places = [j for j in s.children[up] if s.deps[j] == "obl"] if fell else []
    places += [j for j in s.children[k] if s.deps[j] == "nmod"]
    seer = arguments(s, up).subject if s.lemmas[up] in _SEEING else None
    for j in places:
        if case_of(s, j) in ("on", "at", "of", "to", "towards") and may_do(told, s, j):
            by = told.speaker(s.span(j, j)) or (
                None if seer is None else voice(told.scene, s, seer)
            )
            yield from _named(told, s, j, by, "suspected")
