"""A case with what the text says around it: the ground for suspects, motives and claims.

Comes in: a scene, a case, the document's claims, its sentences and people. Goes out: answers to
"is this the case's act", "whose word is this".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.coding.claims import who_says
from detente.coding.incidents.acts import Act, find_acts
from detente.coding.incidents.cases import Case
from detente.coding.incidents.who import Who
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.records import Claim, Span, Voice

NOT = frozenset(("no", "not", "n't", "n’t", "nobody", "none", "never", "neither", "nor"))
HEDGES = frozenset(
    """may might could probably possibly perhaps likely reportedly allegedly apparently
    presumably would""".split()  # noqa: SIM905
)


# Stances of a speaker who holds what he says to be so.
HELD = frozenset(("suspects", "claims", "says", "accuses", "confirms"))
_SAID = frozenset(("asserted", "attributed"))
_TAKING = frozenset(("kidnapping", "hijacking", "seizure", "storming"))


class Told:
    """What the functions below look at: a scene, a case, the claims, and whose names count."""

    def __init__(
        self,
        scene: Scene,
        case: Case,
        claims: tuple[Claim, ...],
        numbers: Sequence[int],
        people: Sequence[Who],
        known: Lexicon,
        *,
        hit: Sequence[Span] = (),
        sole: bool = False,
        main: bool = False,
    ) -> None:
        self.scene = scene
        self.case = case
        self.claims = claims
        # A wish is its holder's own: who wants something says nothing by it.
        self.said = tuple(c for c in claims if c.stance not in ("hopes", "promises"))
        # Sentences with details of the act, and those that the story of it has not left yet.
        self.numbers = numbers
        self.people = people
        self.known = known
        # Where the victims stand, whether the text tells of no other case, and whether this is
        # what it tells of most.
        self.hit = hit
        self.sole = sole
        self.main = main
        # Whether who points at somebody may do so anywhere in the text: for hypotheses only.
        self.wide = False
        # Whether people or things are held, for which something may be demanded.
        self.taking = any(a.kind in _TAKING for a in case.acts)
        self.reach = frozenset(numbers) | {
            s.number for s in (scene.sentences if main else ()) if self.goes_on(s)
        }
        # Sentences that answer the questions who and why.
        self.answers = frozenset(_answering(scene)) if main else frozenset()
        self.reach |= self.answers
        self.act_tokens = {
            (a.s.number, k): a for a in case.acts for k in range(a.first, a.last + 1)
        }

    def act_at(self, s: Sentence, k: int) -> Act | None:
        """The case's mention that token ``k`` belongs to."""
        return self.act_tokens.get((s.number, k))

    def act_below(self, s: Sentence, k: int) -> bool:
        """Whether a mention of the case stands under token ``k``."""
        return any((s.number, j) in self.act_tokens for j in s.subtree(k))

    def held(self, claim: Claim, stances: frozenset[str]) -> tuple[Sentence, int, int] | None:
        """The tokens of a claim about the case that somebody but the author makes so."""
        if not by_somebody(claim, stances):
            return None
        at = self.scene.tokens(claim.proposition)
        return at if at is not None and self.concerns(claim, at[0]) else None

    def concerns(self, claim: Claim, s: Sentence) -> bool:
        """Whether a claim in a sentence may be of the case: near it, or a guess about it."""
        if self.near(s):
            return True
        return self.main and claim.stance in ("suspects", "claims")

    def near(self, s: Sentence) -> bool:
        """Whether a sentence may speak of the case without naming it."""
        return self.sole or s.number in self.reach

    def may_point(self, s: Sentence) -> bool:
        """Whether words of pointing or of taking it for something are heard in a sentence."""
        return self.wide or self.near(s)

    def goes_on(self, s: Sentence) -> bool:
        """Whether the act told last before or in a sentence is the case's."""
        if self.sole or s.number in self.case.sentences:
            return True
        before = [a for a in find_acts(self.scene) if a.s.number <= s.number and a.status in _SAID]
        if not before:
            return self.main
        last = before[-1]
        return any(a.s is last.s and a.first == last.first for a in self.case.acts)

    def speaker(self, span: Span) -> Voice | None:
        """Whose word a span is; None if the text says it itself.

        Somebody named goes before "unnamed", the innermost claim before those around it; a guess
        that the span holds as a whole ("their motive, most people assume, was ransom") counts.
        """
        named = tuple(c for c in self.said if c.speaker.value != "unnamed")
        claim = who_says(named, span) or who_says(self.said, span)
        if claim is None:
            claim = next(
                (
                    c
                    for c in named
                    if c.stance == "suspects"
                    and c.speaker.kind != "author"
                    and span.start <= c.proposition.start
                    and c.proposition.end <= span.end
                ),
                None,
            )
        return None if claim is None else claim.speaker

    def parties_words(self, s: Sentence, head: int) -> set[str]:
        """What a noun phrase may be known by: countries and last names."""
        found: set[str] = set()
        for p in self.scene.parties(s, head):
            found |= {p.country or "", p.name.split()[-1].lower() if p.name else ""}
        found.add(s.lower[head])
        found |= set(self.scene.states_in(s, s.subtree(head)))
        return found - {""}


_ASKING = frozenset(("who", "whom", "whose", "why", "motive", "behind", "responsible"))


def _answering(scene: Scene) -> Iterator[int]:
    """The sentences that answer the questions who and why: the rest of their paragraph."""
    for s in scene.sentences:
        if s.words[-1] != "?" or _ASKING.isdisjoint(s.lower):
            continue
        for after in scene.sentences[s.number + 1 : s.number + 8]:
            first = after.number == s.number + 1
            if not (first or scene.same_paragraph(scene.sentences[after.number - 1], after)):
                break
            yield after.number


def by_somebody(claim: Claim, stances: frozenset[str]) -> bool:
    """Whether a claim is held, by one of these stances, by somebody other than the author."""
    if claim.speaker.kind == "author":
        return claim.stance == "suspects" and claim.stance in stances  # "I think that"
    return claim.stance in stances


def may_do(told: Told, s: Sentence, k: int) -> bool:
    """Whether a noun phrase may be a doer: a party, a name, people."""
    if s.lower[k] in _PRONOUNS or s.pos[k] == "PRON":
        return False
    lists = told.known.lists
    if s.lemmas[k] in told.known.maps["weapon"] and s.pos[k] == "NOUN":
        # A missile does nothing of itself; a nation's aircraft stands for the nation.
        of = [j for j in s.children[k] if s.deps[j] in ("amod", "compound", "nmod:poss", "nmod")]
        return told.scene.is_state(s, of)
    if s.pos[k] == "NOUN" and s.lemmas[k] in lists["abstract"] | lists["explaining"]:
        return False
    people = lists["doer"] | lists["perpetrator_noun"] | lists["membership"] | lists["group"]
    if s.lemmas[k] in people or s.pos[k] == "PROPN":
        return True
    owned = [j for j in s.children[k] if s.deps[j] in ("nmod:poss", "nmod", "amod", "compound")]
    return bool(told.scene.parties(s, k)) and (
        s.pos[k] != "NOUN" or any(told.scene.is_state(s, [j]) for j in owned)
    )


def may_be_blamed(told: Told, s: Sentence, k: int) -> bool:
    """Whether a noun behind a plain word of blame is a doer: also people of no listed kind.

    "Blames a rogue operation", "attributes it to renegades": what is no reason, no way of doing
    and no abstraction is somebody.
    """
    if may_do(told, s, k):
        return True
    if s.pos[k] != "NOUN" or s.lower[k] in _PRONOUNS:
        return False
    lists = told.known.lists
    if s.lemmas[k] in lists["person"] | lists["body"] or (
        s.lemmas[k] in _SECRET and s.child(k, "amod", "compound")
    ):
        return True
    return s.tags[k] == "NNS" and s.lower[k].endswith(_PEOPLE) and s.lemmas[k] not in _NO_PEOPLE


_SECRET = frozenset(("operation", "element", "circle", "hand", "quarter", "plot", "conspiracy"))
# Endings of plurals that are people: "renegades", "dissenters", "nationalists".
_PEOPLE = ("ists", "ers", "ors", "ians", "ades", "ites", "men", "ees", "ants", "icals")
_NO_PEOPLE = frozenset(
    """factor order number matter border power letter error horror terror weather water paper
    offer answer danger disaster theory policy enemy rivalry difficulty inquiry activity injury
    story country city party tie ability quality security majority penalty casualty family
    energy salary border river tanker letter trigger rumor rumour labor harbour color honour
    favour mistake statistic tactic politic dynamic topic quarter chapter transfer computer
    missile bomber cutter trawler freighter destroyer cruiser fighter sanction""".split()  # noqa: SIM905
)


_PRONOUNS = frozenset(
    """he she it they we i you who which that this these those nobody none somebody someone
    everybody one him her them""".split()  # noqa: SIM905
)
