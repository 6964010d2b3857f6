"""What somebody's proposition explains of an act: who did it, why, or neither.

Comes in: the tokens of a proposition and whose word it is. Goes out: "who", "why" or None. Who
did it is told by a verb of doing or arranging with somebody for its doer, by whom somebody stands
behind, or by a bare phrase for people ("suspects students"); why, by a wish of somebody else's,
by what "it was" for or about, by a word of cause, or by a bare phrase for a reason ("greed").
"""

from __future__ import annotations

from detente.coding.arguments import Arguments, arguments, case_of, mark_of
from detente.coding.incidents.acts import person
from detente.coding.incidents.acts import words as incident_words
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene, runs
from detente.coding.sentence import Sentence
from detente.records import About, Voice

_IT = frozenset(("it", "this", "that"))
_FIRST = frozenset(("i", "we", "you"))
# Words that a speaker is spoken of by in his own proposition.
_OWN = frozenset(("he", "she", "it", "they", "we", "i"))
_BEHIND = frozenset(("behind", "responsible", "guilty"))
_OF_CAUSE = frozenset(("for", "about", "over"))


def about_of(
    scene: Scene, s: Sentence, inside: range, speaker: Voice, known: Lexicon
) -> About | None:
    """What a proposition explains; None where it explains nothing by its own words."""
    for k in inside:
        if not (s.tags[k].startswith("VB") or s.pos[k] == "VERB"):
            continue
        args = arguments(s, k)
        if _wish(s, k, args, speaker, inside):
            return "why"
        if _doing(scene, s, k, args, known):
            return "who"
    for k in inside:
        if s.lower[k] in _BEHIND and _somebody_about(scene, s, k) and not _by_no_means(s, k):
            return "who"
        ends = [j for j in s.children[k] if s.deps[j] in ("xcomp", "ccomp", "advcl")]
        if s.lemmas[k] == "be" and any(s.tags[j] == "VB" and mark_of(s, j) == "to" for j in ends):
            subject = s.child(k, "nsubj")
            if subject is not None and s.lower[subject] in _IT:
                return "why"
        if s.child(k, "cop") is not None:
            found = _it_was(scene, s, k, known)
            if found is not None:
                return found
        if s.deps[k] == "advcl" and mark_of(s, k) == "because":
            return "why"
    meant = any(first in inside for first, _, _ in runs(s, known.lists["intent_phrases"]))
    return "why" if meant else None


def about_of_phrase(scene: Scene, s: Sentence, inside: range) -> About | None:
    """What a bare noun phrase that somebody suspects is: somebody, or a reason."""
    if any(s.tags[k].startswith("VB") and s.deps[k] != "amod" for k in inside):
        return None
    heads = [k for k in inside if s.heads[k] not in inside and s.pos[k] in ("NOUN", "PROPN")]
    if not heads:
        return None
    head = heads[0]
    up = s.heads[head]
    if up >= 0 and s.lemmas[up] in _ASCRIBING:
        # "Attributes the mines to X": whom it is laid to stands behind it
        return (
            "who"
            if any(
                case_of(s, j) == "to"
                for j in (*s.children[head], *s.children[up])
                if j in inside and somebody(scene, s, j)
            )
            else "why"
        )
    return "who" if somebody(scene, s, head) else "why"


_ASCRIBING = frozenset(("attribute", "ascribe", "trace", "impute"))


def about_of_charge(s: Sentence, inside: range, known: Lexicon) -> About | None:
    """What a charge explains ("accuses X of"): a part in something, or what X was after."""
    lists = incident_words().lists
    for k in inside:
        parts = lists["masterminding"] | lists["helping"] | known.lists["arranging"]
        if s.lemmas[k] in parts | _LENDING and s.tags[k].startswith("VB"):
            return "who"
        if s.lemmas[k] in lists["wanting"] | lists["avenging"] and s.tags[k].startswith("VB"):
            return "why"
        if s.lemmas[k] in lists["harm"] and s.pos[k] == "NOUN":
            return "who"
    return None


_LENDING = frozenset(("advise", "manipulate", "support", "use", "encourage", "protect", "do"))


def somebody(scene: Scene, s: Sentence, k: int) -> bool:
    """Whether a noun may be whoever did something: people, a body, a state, a name."""
    lists = incident_words().lists
    if s.lower[k] in ("nobody", "none", "no") or any(s.lower[j] == "no" for j in s.children[k]):
        return False
    if s.pos[k] == "NOUN" and s.lemmas[k] in lists["explaining"] | lists["abstract"]:
        return False
    if s.pos[k] == "PRON":
        return s.lower[k] in ("someone", "somebody", "they", "he", "she")
    bodies = lists["group"] | lists["police"] | lists["culprit"] | lists["body"]
    if person(s, k) or s.lemmas[k] in bodies:
        return True
    trade = s.tags[k] == "NNS" and s.lower[k].endswith(_PEOPLE)
    return s.pos[k] == "NOUN" and (trade or any(p.id for p in scene.parties(s, k)))


# Endings of plurals that are people: "nationalists", "smugglers", "guardians".
_PEOPLE = ("ists", "ians", "eers", "ites", "men", "gglers", "kers", "bers", "ders", "nters")


def _wish(s: Sentence, k: int, args: Arguments, speaker: Voice, inside: range) -> bool:
    """Whether a verb tells what somebody other than the speaker wanted or felt.

    What a speaker wants himself explains an act of his only where it is past: "says it hopes to
    resume talks" is no explanation, "says he wanted a palace" is.
    """
    lists = incident_words().lists
    verb = s.lemmas[k]
    if verb not in (lists["wanting"] | _FEELING) - _TRYING or args.subject is None:
        return False
    if args.passive or any(s.lower[j] in ("not", "n't", "n’t", "never") for j in s.children[k]):
        return False
    who = s.lower[args.subject]
    past = s.tags[k] == "VBD"
    if who in _FIRST and not past:
        return False
    if who in _OWN and not past:
        plural = speaker.value.split()[-1:] != [] and speaker.value.lower().endswith("s")
        return plural and who in ("it", "he", "she") and speaker.kind != "state"
    end = s.child(k, "xcomp", "ccomp", "obj") is not None
    return end and args.subject in inside


_FEELING = frozenset(("fear", "resent", "dread", "hate", "envy"))
_TRYING = frozenset(("try", "attempt", "plan", "time", "suppose", "serve", "calculate"))


def _doing(scene: Scene, s: Sentence, k: int, args: Arguments, known: Lexicon) -> bool:
    """Whether a verb says that somebody did, ordered or arranged it."""
    if any(s.lower[j] in ("not", "n't", "n’t", "never", "will", "would") for j in s.children[k]):
        return False
    verb = s.lemmas[k]
    if verb in ("belong", "come", "work") and args.subject is not None:
        # "The killers belonged to a rival faction", "the order came from the top"
        source = [j for p, j in args.preps if p in ("to", "from", "for")]
        theirs = incident_words().lists["perpetrator_noun"] | _ORDERS
        return bool(source) and s.lemmas[args.subject] in theirs
    doer = args.agent if args.passive else args.subject
    if doer is None or not somebody(scene, s, doer):
        return False
    thing = args.object
    it = thing is not None and s.lower[thing] in _IT
    if verb in known.lists["arranging"]:
        return thing is not None
    if verb == "put":
        return any(s.lower[j] == "up" for j in s.children[k])
    if verb == "have" and thing is not None:
        mine = s.lemmas[thing] in ("hand", "part", "finger", "role")
        return mine and not any(s.lower[j] == "no" for j in s.children[thing])
    if verb == "stand":
        return "behind" in s.lower[k + 1 : k + 3]
    return it and verb in ("do", "make", "carry", "commit", "try", "want", "use", "fire")


_ORDERS = frozenset(("order", "command", "instruction", "hand", "brain", "money", "idea"))


def _somebody_about(scene: Scene, s: Sentence, k: int) -> bool:
    """Whether somebody is said to be behind it, or to be responsible."""
    up = s.heads[k]
    places = [j for j in (k, up) if j >= 0]
    subjects = [j for p in places for j in s.children[p] if s.deps[j].startswith("nsubj")]
    return any(somebody(scene, s, j) for j in subjects)


def _by_no_means(s: Sentence, k: int) -> bool:
    """ "No more guilty than", "not behind it"."""
    return any(w in ("no", "not", "n't", "n’t", "never") for w in s.lower[max(0, k - 3) : k])


def _it_was(scene: Scene, s: Sentence, k: int, known: Lexicon) -> About | None:
    """ "It was Cameroon's own gendarmes", "it was for unpaid taxes", "it was to punish us"."""
    subject = s.child(k, "nsubj")
    if subject is None:
        return None
    if s.lemmas[subject] in incident_words().lists["culprit"] | _ORDERS:
        return "who" if somebody(scene, s, k) and not case_of(s, k) else None
    if s.lower[subject] in _OWN - _IT - _FIRST and s.pos[k] == "NOUN" and not case_of(s, k):
        # "They were common robbers": people whom the text knows by their deed
        trade = s.lemmas[k] in incident_words().lists["body"] | incident_words().lists["group"]
        return "who" if trade and somebody(scene, s, k) else None
    if s.lower[subject] not in _IT:
        return None
    if any(s.lower[j] in ("not", "n't", "n’t", "never", "no") for j in s.children[k]):
        return None
    if s.pos[k] in ("NOUN", "PROPN", "PRON"):
        if case_of(s, k) in _OF_CAUSE:
            return "why"
        if case_of(s, k):
            return None
        if somebody(scene, s, k):
            return "who"
        cleft = any(s.deps[j] == "acl:relcl" for j in s.children[k])
        reason = s.lemmas[k] in incident_words().lists["explaining"] | known.lists["cause_noun"]
        return "why" if cleft or reason else None
    return "why" if s.tags[k] == "VB" and mark_of(s, k) == "to" else None
