"""Propositions of who did it, why, and what comes next, with who holds them and what for.

Comes in: a `Scene`, its claims and its first incident. Goes out: `Hypothesis` records in text
order. The evidence is what the text itself brings, tied by a connective (because, since, but) or
by a sentence that weighs what stands before it; nothing is concluded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import arguments, mark_of
from detente.coding.hypotheses.evidence import Draft, weigh
from detente.coding.hypotheses.views import about_of, about_of_charge, about_of_phrase
from detente.coding.incidents import Built
from detente.coding.incidents.acts import words as incident_words
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, clause_span, phrase
from detente.coding.sentence import Sentence
from detente.records import About, Claim, Hypothesis, Span, Suspect, Voice, digest

_HOLDING = frozenset(("suspects", "claims", "says", "accuses", "confirms", "denies", "doubts"))


def words() -> Lexicon:
    """The lexicon of hypotheses."""
    needed: tuple[str, ...] = (
        "reason",
        "contrast",
        "assessment",
        "causal",
        "arranging",
        "cause_noun",
        "manner",
    )
    needed += (
        "doing",
        "founded",
        "opinionated",
        "opposing",
        "outlook_adjective",
        "outlook_noun",
        "outlook_verb",
        "proof",
        "supporting",
        "unfounded",
    )
    return lexicon("hypotheses", *needed, "intent_phrases")


def find_hypotheses(
    scene: Scene, claims: tuple[Claim, ...], built: list[Built]
) -> tuple[Hypothesis, ...]:
    """Every hypothesis of a document, in text order."""
    known = words()
    drafts: list[Draft] = []
    # What stands in a case's own file is of that case; what is said afar of it comes last.
    for afar in (False, True):
        for b in built:
            for draft in (*_who(scene, b, afar=afar), *_why(scene, b, afar=afar)):
                if not any(d.span == draft.span and d.about == draft.about for d in drafts):
                    draft.incident = b.incident.id
                    drafts.append(draft)
    drafts += _claimed(scene, claims, built, known, drafts)
    drafts += _outlook(scene, claims, known)
    drafts = _apart(drafts)
    for draft in drafts:
        weigh(scene, draft, drafts, known)
        if draft.holders and all(stance == "against" for _, stance in draft.holders):
            # The reason for a doubt speaks against what is doubted, a but behind it for it.
            draft.favour, draft.against = draft.against, draft.favour
    first = built[0].incident.id if built else None
    drafts.sort(key=lambda d: d.span.start)
    return tuple(_record(scene, d, d.incident or first) for d in drafts)


# --- propositions ----------------------------------------------------------------------------


def _at(scene: Scene, span: Span) -> Sentence | None:
    found = scene.place_of(span.start)
    return None if found is None else found[0]


def _who(scene: Scene, built: Built, *, afar: bool) -> Iterator[Draft]:
    """A hypothesis for each suspect; who denies it stands against."""
    suspects = (*built.incident.suspects, *built.afar[0])
    mine_only = built.afar[0] if afar else built.incident.suspects
    for suspect in mine_only:
        if suspect.status == "denied":
            continue
        s = _at(scene, suspect.spans[0])
        if s is None:
            continue
        draft = Draft("who", suspect.spans[0], s)
        if suspect.by is not None:
            draft.holders.append((suspect.by, "for"))
        for other in suspects:
            if other.status == "denied" and _clears(scene, other, suspect.spans[0]):
                at = _at(scene, other.spans[0])
                if at is not None:
                    draft.against.append(_sentence_part(at, other.spans[0]))
                if other.by is not None:
                    draft.holders.append((other.by, "against"))
        yield draft
    held = [x for x in suspects if x.status != "denied"]
    for suspect in mine_only:
        by = suspect.by
        if suspect.status != "denied" or by is None or not by.spans:
            continue
        mine = suspect.spans[0]
        if _same_side(scene, by.spans[0], mine):
            continue
        if any(_clears(scene, suspect, o.spans[0]) for o in held):
            continue
        s = _at(scene, mine)
        if s is not None:
            yield Draft("who", mine, s, [(by, "against")])


def _clears(scene: Scene, denial: Suspect, mine: Span) -> bool:
    """Whether a denial is of a suspect: a state's own of all that is its, others' of one name."""
    told, by = denial.spans[0], denial.by
    if by is None or not by.spans or _same_side(scene, by.spans[0], told):
        return _same_side(scene, told, mine)
    return told.text.split()[-1].lower() == mine.text.split()[-1].lower()


def _same_side(scene: Scene, a: Span, b: Span) -> bool:
    left, right = scene.tokens(a), scene.tokens(b)
    if left is None or right is None:
        return False
    x = set(scene.states_in(left[0], range(left[1], left[2] + 1)))
    y = set(scene.states_in(right[0], range(right[1], right[2] + 1)))
    return bool(x & y) or a.text.split()[-1].lower() == b.text.split()[-1].lower()


def _sentence_part(s: Sentence, inside: Span) -> Span:
    """The clause of the sentence that holds a span."""
    for k in range(len(s)):
        if s.start[k] <= inside.start < s.end[k]:
            up = k
            while s.heads[up] >= 0 and s.pos[up] not in ("VERB", "AUX"):
                up = s.heads[up]
            return clause_span(s, up)
    return s.evidence


def _why(scene: Scene, built: Built, *, afar: bool) -> Iterator[Draft]:
    for motive in built.afar[1] if afar else built.incident.motives:
        s = _at(scene, motive.spans[0])
        if s is None:
            continue
        draft = Draft("why", motive.spans[0], s)
        if motive.by is not None:
            draft.holders.append((motive.by, "for"))
        yield draft


def _claimed(
    scene: Scene,
    claims: tuple[Claim, ...],
    built: list[Built],
    known: Lexicon,
    drafts: list[Draft],
) -> Iterator[Draft]:
    """What somebody holds of the cause beyond suspects and motives found already."""
    case = [a for b in built for a in b.case.acts]
    acts = {(a.s.number, k) for a in case for k in range(a.first, a.last + 1)}
    beside: dict[int, list[Draft]] = {}
    for d in drafts:
        beside.setdefault(d.s.number, []).append(d)
    for claim in claims:
        at = scene.tokens(claim.proposition)
        held = claim.stance in _HOLDING and claim.stance not in ("denies", "doubts")
        if not held or claim.speaker.kind == "author" or at is None:
            continue
        s, first, last = at
        here = beside.setdefault(s.number, [])
        if claim.stance == "accuses":
            draft = _charge(scene, s, range(first, last + 1), claim, known)
            if draft is not None and draft.about in _told_in(draft.span, here):
                draft = None
        else:
            draft = _view(scene, s, range(first, last + 1), claim, acts, known, here)
        if draft is not None:
            here.append(draft)
            yield draft


def _doubted_in(claim: Claim, draft: Draft) -> bool:
    """Whether a claim's words hold a hypothesis that its speaker rejects."""
    p = claim.proposition
    inside = p.start <= draft.span.start < p.end
    return inside and (claim.speaker, "against") in draft.holders


def _told_in(span: Span, drafts: Iterable[Draft]) -> set[About]:
    """What the drafts that open inside a span are about."""
    return {d.about for d in drafts if span.start <= d.span.start < span.end}


def _view(
    scene: Scene,
    s: Sentence,
    inside: range,
    claim: Claim,
    acts: set[tuple[int, int]],
    known: Lexicon,
    here: list[Draft],
) -> Draft | None:
    """A proposition as hypothesis, unless the sentence's drafts tell as much already."""
    about = _about(scene, s, inside, claim, acts, known)
    told = _told_in(claim.proposition, here)
    if any(_doubted_in(claim, d) for d in here):
        return None  # "thinks it unlikely that X did": no view that he holds
    if about is None or s.lower[inside[0]] in ("of", "for"):
        return None  # "suspected of being behind it": the suspect is the hypothesis
    if about == "who" and claim.stance == "says" and _by_nobody_known(s, inside, acts):
        return None  # "A bomber rammed the gate, officials said": news, and no guess
    if told and (about in told or about != about_of(scene, s, inside, claim.speaker, known)):
        return None  # beside a motive only a doer told by the proposition's own words
    mine = (d for d in here if claim.speaker in (v for v, _ in d.holders))
    if about == "who" and any(d.about == "who" for d in mine):
        return None
    return Draft(about, claim.proposition, s, [(claim.speaker, "for")])


def _by_nobody_known(s: Sentence, inside: range, acts: set[tuple[int, int]]) -> bool:
    """Whether a proposition tells the act itself, of a doer whom it only calls so: a gunman."""
    doers = incident_words().lists["perpetrator_noun"]
    told = (k for k in inside if (s.number, k) in acts and s.tags[k].startswith("VB"))
    subjects = (s.child(up, "nsubj") for k in told for up in (k, s.heads[k]) if up >= 0)
    return any(j is not None and s.lemmas[j] in doers for j in subjects)


def _charge(scene: Scene, s: Sentence, inside: range, claim: Claim, known: Lexicon) -> Draft | None:
    """ "X accuses Y of having advised the landing": Y's part in it, in the words from Y on."""
    at = None if claim.cue is None else scene.tokens(claim.cue)
    about = about_of_charge(s, inside, known)
    if at is None or about is None or at[0] is not s:
        return None
    args = arguments(s, at[1])
    whom = args.object
    if whom is None or args.passive or not at[1] < whom < inside[0] or s.pos[whom] == "PRON":
        return None
    first = phrase(s, whom, deep=0)[0]
    return Draft(about, s.span(first, inside[-1]), s, [(claim.speaker, "for")])


def _about(
    scene: Scene,
    s: Sentence,
    inside: range,
    claim: Claim,
    acts: set[tuple[int, int]],
    known: Lexicon,
) -> About | None:
    """What a proposition explains, if it is held as an explanation."""
    ahead = {s.lower[k] for k in inside} & {"will", "would", "shall"}
    causal = any(s.lemmas[k] in known.lists["causal"] for k in inside)
    if ahead and not causal:
        return None
    thought = claim.stance == "suspects" and claim.status == "suspected"
    told = about_of(scene, s, inside, claim.speaker, known)
    if told is not None:
        return told
    if thought:
        bare = about_of_phrase(scene, s, inside)
        if bare is not None:
            return bare
    about_act = any((s.number, k) in acts for k in inside)
    opinion = _opinion(claim, known)
    reasoned = any(s.lower[k] in ("because", "since", "for") for k in inside)
    whole = thought and claim.speaker.value != "unnamed" and _whole(s, inside)
    if (causal and (about_act or thought)) or (opinion and (causal or reasoned)) or whole:
        return "who" if _names_doer(s, inside, acts, known) else "why"
    return None


def _whole(s: Sentence, inside: range) -> bool:
    """Whether a proposition is a clause with a subject, or a doing named by its verb."""
    clause = any(s.deps[k].startswith("nsubj") for k in inside)
    return clause or s.tags[inside[0]] == "VBG"


def _opinion(claim: Claim, known: Lexicon) -> bool:
    """Whether those speak whose word is a view of things rather than news of them."""
    words_of = {w.lower().strip(",") for w in claim.speaker.value.split()}
    words_of |= {w.rstrip("s") for w in words_of}
    return bool(words_of & known.lists["opinionated"]) and claim.stance in ("says", "claims")


def _names_doer(s: Sentence, inside: range, acts: set[tuple[int, int]], known: Lexicon) -> bool:
    """Whether a proposition says who did it: the verb of doing or planning has a subject."""
    return any(
        ((s.number, k) in acts or s.lemmas[k] in known.lists["doing"])
        and s.tags[k].startswith("VB")
        and any(s.deps[j] == "nsubj" and s.pos[j] != "PRON" for j in s.children[k])
        for k in inside
    )


def _outlook(scene: Scene, claims: tuple[Claim, ...], known: Lexicon) -> Iterator[Draft]:
    """What the author or somebody foresees for the relation."""
    lists = known.lists
    for s in scene.sentences:
        if scene.is_caption(s) or s.words[-1] == "?":
            continue
        root = s.root
        if _conditional(s, root):
            drop = [j for j in s.children[root] if s.deps[j] == "advcl" and j < root]
            span = clause_span(s, root, drop=drop)
            yield Draft("what-next", span, s, [(_foreseen_by(claims, s, root), "for")])
            continue
        future = {s.lower[j] for j in s.children[root] if s.deps[j] == "aux"}
        subject = next((j for j in s.children[root] if s.deps[j].startswith("nsubj")), None)
        if subject is None:
            continue
        noun = s.lemmas[subject]
        what = noun in lists["outlook_noun"] or (
            noun in ("this", "that", "it") and "again" in s.lower
        )
        verdict = s.lemmas[root] in lists["outlook_adjective"] and s.child(root, "cop") is not None
        foreseen = s.lemmas[root] in lists["outlook_verb"] and bool(
            future & {"will", "wo", "'ll", "shall"}
        )
        if not what or not (verdict or foreseen):
            continue
        span = clause_span(s, root)
        yield Draft("what-next", span, s, [(_foreseen_by(claims, s, root), "for")])


def _foreseen_by(claims: tuple[Claim, ...], s: Sentence, root: int) -> Voice:
    """Whose word a clause is that tells what comes: somebody's proposition, or the author's."""
    voice = Voice("the author", "author", None, (s.span(root, root),))
    for claim in claims:
        p = claim.proposition
        inside = p.start <= s.start[root] < p.end
        if inside and claim.speaker.kind != "author":
            voice = claim.speaker
    return voice


def _conditional(s: Sentence, root: int) -> bool:
    """ "If the court strikes it down, they will go", "should they refuse, X may follow"."""
    ahead = {s.lower[j] for j in s.children[root] if s.deps[j] == "aux"}
    subject = s.child(root, "nsubj", "nsubj:pass")
    if not ahead & _AHEAD or s.words[-1] == "?" or subject is None:
        return False
    if s.lower[subject] in ("i", "there") or s.child(root, "expl") is not None:
        return False  # what the writer himself may do, what there may be
    for j in s.children[root]:
        if s.deps[j] != "advcl" or j > root:
            continue
        inverted = any(s.lower[c] == "should" and c == 0 for c in s.subtree(j))
        if mark_of(s, j) in ("if", "unless") or inverted:
            return not any(s.lower[c] in ("had", "were") for c in s.children[j])
    return False


_AHEAD = frozenset(("will", "'ll", "’ll", "wo", "shall", "may", "might", "can", "could"))


def _apart(drafts: Iterable[Draft]) -> list[Draft]:
    """Each proposition once."""
    out: list[Draft] = []
    for d in drafts:
        twin = next(
            (o for o in out if o.about == d.about and o.span.text.lower() == d.span.text.lower()),
            None,
        )
        if twin is None:
            out.append(d)
        else:
            twin.holders += d.holders
    return out


# --- records ---------------------------------------------------------------------------------


def _record(scene: Scene, d: Draft, incident: str | None) -> Hypothesis:
    doc_id = scene.document.id
    holders = {v.value: (v, stance) for v, stance in reversed(d.holders)}
    held = list(reversed(list(holders.values())))
    return Hypothesis(
        about=d.about,
        proposition=d.span.text,
        holders=tuple(v for v, _ in held),
        stances=tuple(stance for _, stance in held),
        incident=None if d.about == "what-next" else incident,
        spans=(d.span,),
        evidence_for=tuple(dict.fromkeys(d.favour)),
        evidence_against=tuple(dict.fromkeys(d.against)),
        id=digest("hypothesis", doc_id, d.about, str(d.span.start)),
        doc_id=doc_id,
    )
