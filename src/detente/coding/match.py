"""Triggers and the phrases that fill their roles, from one parsed sentence.

Comes in: a `Sentence` and the `Patterns`. Goes out: `Frame` objects, which name tokens only;
who those tokens are is `detente.coding.actors`' affair, how sure the text is
`detente.coding.certainty`'s. Works on Universal Dependencies and leans on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from detente.coding.arguments import (
    Arguments,
    antecedent,
    arguments,
    case_of,
    disguised,
    joined_verb,
    mark_of,
    possessor,
    said_of,
)
from detente.coding.patterns import Operator, Patterns, Rule, Triggered
from detente.coding.sentence import Sentence

_CLAUSAL = frozenset(
    ("root", "advcl", "acl", "acl:relcl", "ccomp", "xcomp", "conj", "parataxis", "csubj")
)
_VERBAL = frozenset(("nsubj", "nsubj:pass", "obj", "aux", "aux:pass", "mark", "compound:prt"))
_NOUN_MODIFIERS = ("amod", "compound", "nmod:desc", "nmod:unmarked", "flat", "advmod", "nummod")
_UPON = frozenset(("on", "upon", "against", "at"))
_DISSENTING = frozenset(
    """protester demonstrator dissident activist critic opponent opposition journalist reporter
    blogger editor prisoner detainee minority marcher striker student monk citizen civilian
    villager people politician lawyer""".split()  # noqa: SIM905
)
Filler = tuple[int, str]  # token, how: "np" a noun phrase's head, "adj" the noun's modifiers


@dataclass(slots=True)
class Frame:
    """A possible event: its trigger, its clause, and which tokens could fill its roles.

    ``actors`` and ``recipients`` are alternatives, best first; each is a list of fillers that
    go together. ``clauses`` are the predicates, innermost first, whose tense, modality and
    negation bear on the act. ``settled`` says that those have already made the act what it is
    ("will not lift" is a refusal). ``spared`` are those hit by what an act condemns. ``by``
    says who found it, ``because`` what spoke for it.
    """

    trigger: int
    last: int
    rule: str
    type: str
    mode: tuple[str, ...]
    cameo: str | None
    context: tuple[str, ...]
    actors: list[Filler] = field(default_factory=list)
    recipients: list[Filler] = field(default_factory=list)
    reciprocal: bool = False
    needs: str = "either"
    clauses: tuple[int, ...] = ()
    nominal: bool = False
    status: str | None = None
    speaker: int | None = None
    anaphor: bool = False
    settled: bool = False
    echo: str | None = None
    confidence: float = 0.8
    by: str = "pattern"  # or "model"
    spared: list[Filler] = field(default_factory=list)
    because: tuple[tuple[str, float], ...] = ()


class Matcher:
    """Finds frames; holds the patterns and nothing that changes."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns

    def may_match(self, sentence: Sentence) -> bool:
        """Whether any word of the sentence can trigger a rule at all: the cheap first look."""
        if not self.patterns.triggers.isdisjoint(sentence.lemmas):
            return True
        return not self.patterns.verb_forms.keys().isdisjoint(sentence.lower)

    def frames(self, sentence: Sentence) -> list[Frame]:
        """Every frame of the sentence, in the order of their triggers."""
        search = _Search(self.patterns, sentence)
        triggers = self.patterns.triggers
        forms = self.patterns.verb_forms
        for i, lemma in enumerate(sentence.lemmas):
            if lemma in triggers or sentence.lower[i] in forms:
                search.frame(search.predicate(i))
        found = [
            f for i, fs in search.memo.items() for f in fs if i not in search.consumed
        ] + search.kept
        found.sort(key=lambda f: (f.trigger, f.rule))
        return found


def clear_of_modals(s: Sentence, j: int) -> bool:
    """Whether a clause says that something is or was so: not "would lie", "did not lie"."""
    return not any(
        s.lower[k] in _NOT or s.tags[k] == "MD" for k in s.children[j] if s.deps[k] != "punct"
    )


# Markers of an adverbial clause that is really the verb's complement ("ready to", "of doing").
_COMPLEMENT_MARKS = frozenset(("to", "of", "for", "with", "from", "in", ""))
# What hangs on a noun and names the same thing, or another that the same is done to.
_NAMING = frozenset(("conj", "compound", "flat", "appos", "nmod:desc"))
# Prepositions that go with verbs rather than nouns.
_VERB_PREPOSITIONS = frozenset(("with", "against", "to", "from", "at"))
# What an operator of these makes of an act is somebody's word or fear: its subject's.
_HELD = frozenset(("denied", "suspected", "hypothetical"))
_WILL = frozenset(("will", "wo", "'ll", "’ll", "would"))
_NOT = frozenset(("not", "n't", "n’t", "never"))


class _Search:
    """The frames of one sentence, each predicate looked at once."""

    def __init__(self, patterns: Patterns, s: Sentence) -> None:
        self.patterns = patterns
        self.s = s
        self.memo: dict[int, list[Frame]] = {}
        self.args: dict[int, Arguments] = {}
        self.lemmas: dict[int, str] = {}
        self.names: dict[int, frozenset[str]] = {}
        self.hanging: dict[int, dict[str, list[int]]] = {}
        self.consumed: set[int] = set()
        self.kept: list[Frame] = []

    def arguments(self, i: int) -> Arguments:
        found = self.args.get(i)
        if found is None:
            found = self.args[i] = arguments(self.s, i)
        return found

    def under(self, i: int) -> dict[str, list[int]]:
        """The dependents of a token by their relation, each in text order."""
        found = self.hanging.get(i)
        if found is None:
            found = self.hanging[i] = {}
            deps = self.s.deps
            for j in self.s.children[i]:
                found.setdefault(deps[j], []).append(j)
        return found

    def rules(self, i: int, args: Arguments) -> Sequence[Rule]:
        """The rules of a verb that its object leaves possible, in their order."""
        rules = self.patterns.by_object.get(self.lemma(i))
        if rules is None:
            return ()
        return rules.of(None if args.object is None else self.names_of(args.object))

    def predicate(self, i: int) -> int:
        """The predicate a trigger word belongs to: "behind the attack" hangs on "attack"."""
        s = self.s
        if s.deps[i] == "case" and s.lemmas[i] in self.patterns.adjectives:
            return s.heads[i]
        head = s.heads[i]
        if (
            s.deps[i] in ("obj", "nsubj:pass")
            and s.pos[i] in ("NOUN", "PROPN")
            and self.lemma(head) in self.patterns.light_verbs
        ):
            self.frame(head)
        return i

    def lemma(self, i: int) -> str:
        """The lemma by which rules are looked up; a verb taken for a noun gets its verb's."""
        found = self.lemmas.get(i)
        if found is None:
            found = self.lemmas[i] = self._lemma(i)
        return found

    def _lemma(self, i: int) -> str:
        s = self.s
        lemma = s.lemmas[i]
        if s.tags[i].startswith("VB"):
            if lemma not in self.patterns.verbs and lemma not in self.patterns.operators:
                return self.patterns.verb_forms.get(s.lower[i], lemma)
            return lemma
        if self.clausal(i):
            return self.patterns.verb_forms.get(s.lower[i], lemma)
        return lemma

    def clausal(self, i: int) -> bool:
        """Whether the tree treats a token as a verb although its tag does not ("shot" NN)."""
        s = self.s
        if s.deps[i] not in _CLAUSAL or s.lower[i] not in self.patterns.verb_forms:
            return False
        if disguised(s, i):
            return True
        verbal = any(s.deps[j] in _VERBAL for j in s.children[i])
        return verbal and not any(
            s.deps[j] in ("det", "cop", "case", "amod", "nmod:poss") for j in s.children[i]
        )

    def infinitive(self, i: int) -> bool:
        """Whether an adjective is a verb after "to": "urged it to free the prisoners"."""
        if self.s.lemmas[i] not in self.patterns.verbs or self.s.child(i, "cop") is not None:
            return False
        return i > 0 and self.s.lower[i - 1] == "to" and mark_of(self.s, i) == "to"

    def frame(self, i: int) -> list[Frame]:
        found = self.memo.get(i)
        if found is not None:
            return found
        self.memo[i] = []  # a cycle finds nothing
        s = self.s
        pos, tag = s.pos[i], s.tags[i]
        made: list[Frame] = []
        verbal = pos in ("VERB", "AUX") or tag.startswith("VB") or self.clausal(i)
        verbal = verbal or (pos == "ADJ" and self.infinitive(i))
        if verbal and (s.deps[i] != "amod" or joined_verb(s, i)):
            made = self.from_operators(i, "verb") or self.from_verb(i)
        elif pos in ("NOUN", "PROPN"):
            made = self.from_predicate_case(i)
            if not made and s.deps[i] != "compound":
                made = self.from_operators(i, "noun") or self.from_noun(i)
        elif pos in ("ADJ", "ADP", "ADV"):
            made = self.from_operators(i, "adjective") or self.from_adjective(i)
        self.memo[i] = made
        return made

    # operators -----------------------------------------------------------------------------

    def from_operators(self, i: int, kind: str) -> list[Frame]:
        for op in self.patterns.operators.get(self.lemma(i), ()):
            if op.kind != kind:
                continue
            args = self.arguments(i)
            if not self.has_particle(op, i, args):
                continue
            if op.other and not self.slot_fillers(i, op.addressee, args):
                continue
            if op.modal or op.deeds:
                if obliged := self.obliged(i, op, args):
                    return obliged
                continue
            tokens = [j for take in op.takes for j in self.taken(i, take, op, args)]
            if op.kind == "noun" and "acl" in op.takes:
                tokens += self.stolen_infinitive(i)
            inner = self.complements(i, op, tokens) if tokens and not self.better(i, args) else []
            if inner:
                return self.compose(i, op, args, inner)
        return []

    def obliged(self, i: int, op: Operator, args: Arguments) -> list[Frame]:
        """ "Ankara says Greece must withdraw", "said that Iraq had lied": asked, or accused."""
        s = self.s
        for j in s.children[i]:
            subject = s.child(j, "nsubj", "nsubj:pass") if s.deps[j] in op.takes else None
            must = any(s.deps[k] == "aux" and s.lower[k] in op.modal for k in s.children[j])
            must = must or (s.lemmas[j] in op.deeds and clear_of_modals(s, j))
            # "insisted that Denmark withdraw": the subjunctive demands by itself.
            must = must or (op.subjunctive and s.tags[j] == "VB" and _bare(s, j))
            if subject is None or not must or self.negated(i) or s.pos[subject] == "PRON":
                continue
            self.consumed.add(j)
            kind, mode = op.outcome["*"]
            for f in self.frame(j):
                kind, mode = op.outcome.get(f.type, (kind, mode))
            return [
                Frame(
                    trigger=i,
                    last=i,
                    rule=op.id,
                    type=kind,
                    mode=mode,
                    cameo=None,
                    context=(),
                    actors=self.actor_fillers(i, args),
                    recipients=[(subject, "np")],
                    needs="both",
                    clauses=(i,),
                    confidence=op.confidence,
                )
            ]
        return []

    def better(self, i: int, args: Arguments) -> bool:
        """Whether a rule knows this verb with this object and more: "called their envoys home"."""
        return any(
            r.object is not None and (r.modifier or r.predicate) and self.fits(r, i, args)
            for r in self.rules(i, args)
        )

    def has_particle(self, rule: Triggered, i: int, args: Arguments) -> bool:
        """Whether a rule's or operator's word stands here, with its particle if it has one."""
        particles = rule.particles.get(self.lemma(i), ())
        return None in particles or any(
            self.particle(i, word, args) is not None for word in particles if word
        )

    def particle(self, i: int, word: str, args: Arguments) -> int | None:
        s = self.s
        if word in args.particles:
            for j in s.children[i]:
                if s.lower[j] == word:
                    return j
        # A parser takes "down" in "shot down" for a preposition or adjective now and then.
        if i + 1 < len(s) and s.lower[i + 1] == word:
            return i + 1
        return None

    def complements(self, i: int, op: Operator, tokens: list[int]) -> list[tuple[int, list[Frame]]]:
        """The acts that stand as an operator's complements, and conjuncts of them."""
        s = self.s
        out: list[tuple[int, list[Frame]]] = []
        seen: set[int] = set()
        queue = list(dict.fromkeys(tokens))
        for j in queue:
            if j in seen or j == i:
                continue
            seen.add(j)
            frames = [f for f in self.frame(j) if (not f.anaphor or op.status) and not f.echo]
            if frames:
                out.append((j, frames))
            finite = s.tags[j] == "VB" and mark_of(s, j) == "to"
            queue += [
                k
                for k in s.children[j]
                # "refuses to apologise and demands": the second verb is not refused.
                if s.deps[k] == "conj" and k not in seen and not (finite and s.tags[k] == "VBZ")
            ]
        return out

    def taken(self, i: int, take: str, op: Operator, args: Arguments) -> Sequence[int]:
        """The tokens that stand where an operator's ``take`` says."""
        s = self.s
        if take in ("xcomp", "ccomp", "csubj", "acl"):
            found = self.under(i).get(take, [])
            if take == "ccomp" and op.outcome:
                # "asked how it had come about": a question demands no such act; nor does
                # "insisted that the boat ignored them"; "swore that they had fired" vows none.
                return [
                    j
                    for j in found
                    if not _asks(s, j)
                    and not (op.subjunctive and _indicative(s, j))
                    and not (op.ahead and not _lies_ahead(s, j))
                ]
            if take == "xcomp":
                # "called Euro-NATO Training": a name given is no act asked for.
                found = [j for j in found if s.pos[j] != "PROPN"]
            if take == "xcomp" and not found and args.object in s.children[i]:
                # "urged both sides to talk": parsers hang the infinitive on the sides.
                return [
                    j
                    for j in s.children[args.object or 0]
                    if s.deps[j] == "acl" and s.tags[j] == "VB" and mark_of(s, j) == "to"
                ]
            return found
        if take == "advcl":
            clauses = self.under(i).get("advcl")
            if clauses is None:
                return ()
            # "called him to say": with another's object the infinitive tells the purpose.
            purpose = args.object in s.children[i] and "object" not in op.addressee
            return [
                j
                for j in clauses
                if mark_of(s, j) in _COMPLEMENT_MARKS and not (purpose and mark_of(s, j) == "to")
            ]
        if take == "object":
            return self.taken_object(i, args)
        # "accused X of doing": parsers hang the gerund on X.
        beside = s.children[args.object] if args.object in s.children[i] else ()
        return [j for p, j in args.preps if p == take] + [
            j
            for j in (*s.children[i], *(j for j in beside or () if s.tags[j] == "VBG"))
            if s.deps[j] in ("advcl", "acl", "xcomp", "ccomp", "nmod", "obl")
            and (mark_of(s, j) == take or case_of(s, j) == take)
        ]

    def taken_object(self, i: int, args: Arguments) -> list[int]:
        if args.object is None or args.object == i:
            return []
        # "as planned" says of another clause that it was; only a stated object is planned.
        if self.s.deps[i] == "advcl" and args.object not in self.s.children[i]:
            return []
        # "offered condolences": a rule of verb and object knows better.
        known = any(r.object is not None and self.fits(r, i, args) for r in self.rules(i, args))
        return [] if known else [args.object]

    def stolen_infinitive(self, noun: int) -> list[int]:
        """The infinitive right after a noun that the parser gave to the verb ("see need to")."""
        s = self.s
        head = s.heads[noun]
        if head < 0 or s.deps[noun] not in ("obj", "nsubj", "nsubj:pass"):
            return []
        return [
            j
            for j in s.children[head]
            if s.deps[j] in ("xcomp", "advcl")
            and any(k == noun + 1 and s.lower[k] == "to" for k in s.children[j])
        ]

    def compose(
        self, i: int, op: Operator, args: Arguments, inner: list[tuple[int, list[Frame]]]
    ) -> list[Frame]:
        made: list[Frame] = []
        used_outcome: set[tuple[str, tuple[str, ...]]] = set()
        addressees = self.slot_fillers(i, op.addressee, args)
        actors = self.actor_fillers(i, args) or self.owners(i, op)
        inside = {token for token, _ in inner}
        addressees = [a for a in addressees if a[0] not in inside]
        for token, frames in inner:
            self.consumed.add(token)
            for f in frames:
                named = (f"{f.type}/{m}" for m in f.mode)
                result = next((op.outcome[n] for n in named if n in op.outcome), None)
                result = result or op.outcome.get(f.type)
                result = result or op.outcome.get(self.patterns.quads[f.type])
                result = result or op.outcome.get("*")
                if op.inner_subject == "addressee" and addressees:
                    f = replace(f, actors=f.actors or list(addressees))
                if result is None:
                    made.append(
                        replace(
                            f,
                            status=op.status or f.status,
                            clauses=(*f.clauses, i),
                            actors=list(dict.fromkeys((*f.actors, *actors))),
                            speaker=i if op.status in _HELD else f.speaker,
                            rule=f"{f.rule}+{op.id}",
                            nominal=False,
                        )
                    )
                    continue
                if op.keeps:
                    self.kept.append(
                        replace(
                            f,
                            status=op.inner_status,
                            speaker=i,
                            actors=list(addressees) or f.actors,
                            rule=f"{f.rule}+{op.id}",
                        )
                    )
                if result in used_outcome:
                    continue
                used_outcome.add(result)
                kind, mode = result
                if kind == "THREATEN" and self.negated(token):
                    kind, mode = "AGREE", ()  # "vowed not to attack"
                    if (kind, mode) in used_outcome:
                        continue
                    used_outcome.add((kind, mode))
                inner_actors = [a for a in f.actors if a not in actors]
                # Who would have done the act that is refused, demanded or blamed comes first.
                recipients = [*addressees, *inner_actors, *self.owned(token)]
                # Whom an attack hit is not blamed for it by who condemns it.
                hit = kind == "ACCUSE" and self.patterns.quads[f.type] == "q4"
                upon = [
                    (j, "np") for p, j in args.preps if p in _UPON and self.s.pos[token] != "VERB"
                ]
                spared = [r for r in (*f.recipients, *upon) if hit and not self.dissents(r)]
                recipients += [r for r in f.recipients if r not in spared]
                made.append(
                    Frame(
                        trigger=i,
                        last=i,
                        rule=f"{op.id}({f.rule})",
                        type=kind,
                        mode=mode,
                        cameo=None,
                        context=f.context,
                        actors=actors,
                        recipients=list(dict.fromkeys(recipients)),
                        reciprocal=f.reciprocal and kind == "AGREE" and "with" in op.addressee,
                        needs="actor",
                        clauses=(i,),
                        nominal=op.kind == "noun",
                        confidence=min(op.confidence, f.confidence + 0.1),
                        spared=[r for r in spared if r not in recipients],
                    )
                )
        return made

    def dissents(self, filler: Filler) -> bool:
        """Whether somebody may be hit by his own state: "condemned the arrest of protesters"."""
        s, token = self.s, filler[0]
        return any(s.lemmas[k] in _DISSENTING for k in (token, *s.children[token]))

    def negated(self, i: int) -> bool:
        """Whether a complement is negated, by itself or as one of "not to threaten or to use"."""
        s = self.s
        if any(s.lower[j] in _NOT for j in s.children[i]):
            return True
        return (
            s.deps[i] == "conj"
            and any(s.lower[j] in ("or", "nor") for j in s.children[i])
            and self.negated(s.heads[i])
        )

    def owners(self, i: int, op: Operator) -> list[Filler]:
        """Whose readiness, refusal or demand a noun tells of."""
        if op.kind != "noun":
            return []
        found = [*self.inside(i, "poss"), *self.inside(i, "by"), *self.inside(i, "of")]
        if not found:
            above = possessor(self.s, i)
            found = [(above, "np")] if above is not None else []
        return [*found, (i, "adj")]

    def owned(self, token: int) -> list[Filler]:
        """Whose call or decision it is: "rejected X's call to", "a request from X to"."""
        if self.s.pos[token] not in ("NOUN", "PROPN"):
            return []
        return [f for slot in ("poss", "from", "by") for f in self.inside(token, slot)]

    # verbs ---------------------------------------------------------------------------------

    def from_verb(self, i: int) -> list[Frame]:
        s = self.s
        args = self.with_split_verb(i, self.arguments(i))
        best: Rule | None = None
        for rule in self.rules(i, args):
            if self.fits(rule, i, args):
                best = rule
                break
        if (best is None or best.object is None) and s.lemmas[i] in self.patterns.light_verbs:
            light = self.from_light(i, args)
            if light:
                return light
        if best is None:
            return []
        if best.object is not None and args.object is not None:
            self.consumed.add(args.object)
        last = i
        for particle in filter(None, best.particles.get(self.lemma(i), ())):
            j = self.particle(i, particle, args)
            last = i if j is None else max(i, j)
        return [self.refused(self.build(best, i, args, last=last), i)]

    def with_split_verb(self, i: int, args: Arguments) -> Arguments:
        """ "called off the talks": where the parser took the particle for a preposition.

        Or an object for an indirect one: "told the envoy to leave".
        """
        if args.object is None and args.iobj is not None:
            return args._replace(object=args.iobj)
        if args.object is not None or i + 1 >= len(self.s):
            return args
        behind = self.s.lower[i + 1]
        for p, j in args.preps:
            if p == behind and any(
                p in rule.every_particle for rule in self.patterns.verbs.get(self.lemma(i), ())
            ):
                return args._replace(object=j)
        return args

    def refused(self, f: Frame, i: int) -> Frame:
        """A party's "will not" is a refusal of the act, after PLOVER's REJECT."""
        s = self.s
        words = {s.lower[j] for j in s.children[i] if s.deps[j] in ("aux", "advmod")}
        if not (words & _WILL and words & _NOT) or not f.actors:
            return f
        for op in self.patterns.operators.get("refuse", ()):
            result = op.outcome.get(f.type)
            if result is not None:
                return replace(
                    f,
                    type=result[0],
                    mode=result[1],
                    cameo=None,
                    rule=f"will-not({f.rule})",
                    reciprocal=False,
                    needs="actor",
                    settled=True,
                )
        return f

    def fits(self, rule: Rule, i: int, args: Arguments) -> bool:
        """Whether a rule of `rules` holds, whose object does."""
        s, obj = self.s, args.object
        if not self.has_particle(rule, i, args):
            return False
        if rule.not_object and obj is not None and s.lemmas[obj] in rule.not_object:
            return False
        if "*" in rule.not_object and (obj is not None or s.child(i, "ccomp") is not None):
            return False  # "demonstrate that": what is shown is said, nothing is protested
        if rule.subject is not None:
            subject = args.subject
            if not self.is_a(subject, rule.subject):
                return False
        if rule.prep and not self.has_prep(rule, args):
            return False
        if rule.modifier is not None and not self.modified(i, obj, rule.modifier):
            return False
        if rule.not_modifier and self.modified(i, obj, rule.not_modifier):
            return False
        if rule.predicate is not None and not self.predicated(i, args, rule.predicate):
            return False
        if rule.tense == "dated" and s.tags[i] in ("VBZ", "VBP"):
            return False
        if rule.complement is not None and not self.completed(rule.complement, i, obj):
            return False
        return not (rule.voice is not None and (rule.voice == "passive") != args.passive)

    def is_a(self, j: int | None, words: frozenset[str]) -> bool:
        """Whether a noun phrase is headed by one of these, or counts them ("two of the ships")."""
        return j is not None and not self.names_of(j).isdisjoint(words)

    def names_of(self, j: int) -> frozenset[str]:
        """The words that a noun phrase may be asked for by; "*" is any."""
        names = self.names.get(j)
        if names is None:
            names = self.names[j] = self._names(j)
        return names

    def _names(self, j: int) -> frozenset[str]:
        s = self.s
        out = {s.lemmas[j], s.lower[j], "*"}
        if s.lower[j] == "own":
            # "threw out the ambassador and pulled back its own"
            out.update(s.lemmas[:j])
        if s.tags[j] == "NNS" and s.lower[j].endswith("s") and s.lemmas[j] == s.lower[j]:
            # A lemmatiser that leaves "supplies" as it is.
            stem = s.lower[j][:-1]
            return frozenset((*out, stem, stem[:-2] + "y" if stem.endswith("ie") else stem))
        out.update(s.lemmas[k] for k in s.children[j] if s.deps[k] in _NAMING)
        if s.pos[j] == "PROPN":
            # A title before the name, wherever the tree hung it ("Ambassador Ann Smith").
            k = j - 1
            while k >= max(0, j - 4) and s.pos[k] in ("PROPN", "ADJ", "NOUN"):
                out.add(s.lower[k])
                k -= 1
        if s.pos[j] in ("NUM", "SYM") or s.lemmas[j] in _COUNTERS or s.lemmas[j] in _MEASURES:
            # "$5 million in aid": what the sum consists of hangs on it or on the verb.
            within = [*s.children[j], *(s.children[s.heads[j]] if s.heads[j] >= 0 else ())]
            out.update(
                s.lemmas[k]
                for k in within
                if s.deps[k] in ("nmod", "obl") and (s.heads[k] == j or case_of(s, k) == "in")
            )
        return frozenset(out)

    def has_prep(self, rule: Rule, args: Arguments) -> bool:
        return any(
            p in rule.prep and (rule.prep_object is None or self.is_a(j, rule.prep_object))
            for p, j in args.preps
        )

    def modified(self, i: int, obj: int | None, words: frozenset[str]) -> bool:
        s = self.s
        for j in (i, obj):
            if j is not None and any(
                (s.lemmas[k] in words or s.lower[k] in words) and s.deps[k] not in _NOT_BESIDE
                for k in s.children[j]
            ):
                return True
        return False

    def completed(self, how: str, i: int, obj: int | None) -> bool:
        """Whether the clause that hangs on a verb, or on its object, is as a rule asks."""
        s = self.s
        if how == "no question":
            clauses = (j for j in s.children[i] if s.deps[j] in ("ccomp", "xcomp", "advcl"))
            return not any(_asks(s, j) for j in clauses)
        below = [
            j
            for j in (*s.children[i], *(s.children[obj] if obj is not None else ()))
            if s.deps[j] in ("xcomp", "ccomp", "advcl", "acl") and j > i
        ]
        if how == "none":
            return not below
        return any(
            mark_of(s, j) == "to" and (s.tags[j] == "VB" or s.child(j, "cop") is not None)
            for j in below
        )

    def predicated(self, i: int, args: Arguments, words: frozenset[str]) -> bool:
        """Whether the verb says one of these of its object, in the head or beside it."""
        s = self.s
        return any(
            s.lemmas[k] in words or s.lower[k] in words
            for j in said_of(s, i, args.object)
            for k in (j, *s.children[j])
            if k == j or s.deps[k] in ("amod", "compound", "nmod", "conj", "advmod", "obl")
        )

    def from_light(self, i: int, args: Arguments) -> list[Frame]:
        """The act is the object ("held talks"): the verb lends subject, tense and complements."""
        obj = args.object
        if obj is None or self.s.pos[obj] not in ("NOUN", "PROPN"):
            return []
        if self.s.lemmas[i] == "have" and any(joined_verb(self.s, j) for j in self.s.children[obj]):
            return []  # "had threatened sanctions"
        rule = self.noun_rule(obj, extra=args)
        if rule is None:
            return []
        self.consumed.add(obj)
        f = self.build_noun(rule, obj)
        actors = [*self.actor_fillers(i, args)]
        recipients = list(f.recipients)
        if not rule.patient:
            for slot in rule.recipient:
                recipients += [(j, "np") for p, j in args.preps if p == slot]
            if args.iobj is not None:
                recipients.insert(0, (args.iobj, "np"))
        others = [a for a in f.actors if a not in actors]
        if f.reciprocal and actors:
            # "held talks with X": who holds them and X are two sides, not two names for one.
            recipients, others = [*others, *recipients], []
        made = replace(
            f,
            actors=[*actors, *others],
            recipients=list(dict.fromkeys(recipients)),
            clauses=(i,),
            nominal=False,
        )
        out = [made]
        for k in self.s.children[obj]:
            if self.s.deps[k] == "conj":
                second = self.noun_rule(k, extra=args)
                if second is not None and second.id != rule.id:
                    self.consumed.add(k)
                    g = self.build_noun(second, k)
                    out.append(
                        replace(
                            g,
                            actors=[*actors, *g.actors],
                            recipients=g.recipients or made.recipients,
                            clauses=(i,),
                            nominal=False,
                        )
                    )
        return out

    def build(self, rule: Rule, i: int, args: Arguments, *, last: int) -> Frame:
        if rule.patient and not args.passive:
            args = args._replace(subject=None, object=args.subject)
        return Frame(
            trigger=i,
            last=last,
            rule=rule.id,
            type=rule.type,
            mode=rule.mode,
            cameo=rule.cameo,
            context=rule.context,
            actors=self.actor_fillers(i, args) or self.slot_fillers(i, rule.actor, args),
            recipients=self.slot_fillers(i, rule.recipient, args),
            reciprocal=rule.reciprocal,
            needs=rule.needs,
            clauses=(i,),
            status=rule.status,
            anaphor=rule.anaphor,
            settled=rule.settled,
            echo=rule.echo,
            confidence=rule.confidence,
        )

    def actor_fillers(self, i: int, args: Arguments) -> list[Filler]:
        if args.subject is not None:
            return [(args.subject, "np")]
        return []

    def slot_fillers(self, i: int, slots: Iterable[str], args: Arguments) -> list[Filler]:
        out: list[Filler] = []
        for slot in slots:
            base, _, inside = slot.partition(".")
            if base == "object":
                # "urged Minsk to": whom parsers take for an indirect object without a direct one.
                whom = args.iobj if args.object is None else args.object
                tokens = [whom] if whom is not None else []
                if inside == "name":
                    # "Called it piracy": the act is called so, not the last state named.
                    tokens = [j for j in tokens if self.s.lower[j] not in _NAMELESS]
                    inside = ""
            elif base == "iobj":
                tokens = [args.iobj] if args.iobj is not None else []
            elif base == "xcomp":
                tokens = [
                    k
                    for j in self.s.children[i]
                    if self.s.deps[j] in ("xcomp", "ccomp")
                    or (self.s.deps[j] == "advcl" and mark_of(self.s, j) == "for")
                    for k in self.s.children[j]
                    if self.s.deps[k] in ("obj", "nsubj", "iobj")
                ]
            else:
                tokens = [j for p, j in args.preps if p == base]
                if not tokens and not inside:
                    tokens = self.misattached(args, base)
            for token in tokens:
                out += self.inside(token, inside) if inside else [(token, "np")]
        return list(dict.fromkeys(out))

    def misattached(self, args: Arguments, preposition: str) -> list[int]:
        """Phrases that parsers like to hang on the noun before: "fight for land with the army"."""
        if preposition not in _VERB_PREPOSITIONS:
            return []
        nouns = [args.object] if args.object is not None else []
        nouns += [j for _, j in args.preps]
        nouns += [k for j in nouns for k in self.s.children[j] if self.s.deps[k] == "conj"]
        return [
            k
            for j in nouns
            for k in self.s.children[j]
            if self.s.deps[k] in ("nmod", "obl") and case_of(self.s, k) == preposition
        ]

    def inside(self, noun: int, slot: str) -> list[Filler]:
        """Fillers inside a noun phrase: a preposition's noun, the possessor, the adjectives."""
        s = self.s
        if slot == "adj":
            return [(noun, "adj")]
        if slot == "poss":
            return [(j, "np") for j in s.children[noun] if s.deps[j] == "nmod:poss"]
        if slot == "topic":
            return [(j, "np") for j in s.children[noun] if s.deps[j] in ("nsubj", "nsubj:pass")]
        out: list[Filler] = []
        if slot == "by":
            # "the expulsion of envoys by Chile": parsers hang the agent on the envoys.
            for of in s.children[noun]:
                if s.deps[of] == "nmod" and case_of(s, of) == "of":
                    out += [
                        (j, "np")
                        for j in s.children[of]
                        if s.deps[j] in ("nmod", "obl", "obl:agent") and case_of(s, j) == "by"
                    ]
        for j in s.children[noun]:
            if s.deps[j] in ("nmod", "obl", "acl", "nmod:agent", "obl:agent"):
                case = case_of(s, j)
                if case == slot:
                    out.append((j, "np"))
                elif case in ("of", "in") and (
                    s.lemmas[noun] in _MEASURES or s.pos[noun] in ("SYM", "NUM")
                ):
                    # "$130 million in aid to Ethiopia": what the sum consists of has the slot.
                    out += self.inside(j, slot)
            elif s.deps[j] == "conj":
                out += [
                    (k, "np")
                    for k in s.children[j]
                    if s.deps[k] in ("nmod", "obl") and case_of(s, k) == slot
                ]
        return out

    # nouns ---------------------------------------------------------------------------------

    def noun_rule(self, i: int, extra: Arguments | None = None) -> Rule | None:
        s = self.s
        for rule in self.patterns.nouns.get(s.lemmas[i], ()):
            if rule.anaphor:
                continue
            modifiers = {s.lemmas[j] for j in s.children[i] if s.deps[j] in _NOUN_MODIFIERS}
            if rule.modifier is not None and not (modifiers & rule.modifier):
                continue
            if rule.not_modifier & modifiers:
                continue
            if rule.prep:
                preps = [
                    (case_of(s, j), j) for j in s.children[i] if s.deps[j] in ("nmod", "obl", "acl")
                ]
                preps += list(extra.preps) if extra is not None else []
                if not any(
                    p in rule.prep and (rule.prep_object is None or self.is_a(j, rule.prep_object))
                    for p, j in preps
                ):
                    continue
            return rule
        return None

    def from_noun(self, i: int) -> list[Frame]:
        s = self.s
        if case_of(s, i) == "as" or (case_of(s, i) == "for" and s.lower[i] == "consultations"):
            # "recalled its envoy for consultations": a formula, nobody consults the other.
            return []  # "described it as an attack" tells of no further attack
        rule = self.noun_rule(i)
        pointing = any(s.deps[j] == "det" and s.lower[j] in ("this", "that") for j in s.children[i])
        if rule is None or pointing:
            return self.from_anaphor(i) or ([] if rule is None else [self.build_noun(rule, i)])
        f = self.build_noun(rule, i)
        head = s.heads[i]
        if f.reciprocal and len(f.actors) + len(f.recipients) < 3 and s.deps[i] in ("obl", "nmod"):
            self.lend_subject(f, head)
        happens = head >= 0 and s.lemmas[head] in self.patterns.happening_verbs
        if happens and s.deps[i] == "nsubj":
            # "Talks between A and B took place in Moscow": the verb lends tense and place.
            f = replace(f, clauses=(head,), nominal=False)
            args = self.arguments(head)
            if f.reciprocal or not f.recipients:
                f.recipients += [
                    (j, "np") for p, j in args.preps if p in rule.recipient and p != "in"
                ]
        return [f]

    def lend_subject(self, f: Frame, head: int) -> None:
        """ "He spoke after talks with X": who speaks is the other party to the talks."""
        if head < 0 or self.s.pos[head] not in ("VERB", "AUX") or self.inside(f.trigger, "between"):
            return
        subject = self.arguments(head).subject
        if subject is not None and not self.inside(f.trigger, "poss"):
            f.actors.append((subject, "np"))
            told = self.arguments(head)
            other = told.iobj if told.iobj is not None else told.object
            if not f.recipients and other is not None and self.s.pos[other] == "PROPN":
                # "assured the minister of support in a phone call"
                f.recipients.append((other, "np"))

    def from_anaphor(self, i: int) -> list[Frame]:
        """A bare "the attack", which may point back to an act told before."""
        s = self.s
        articles = {s.lower[j] for j in s.children[i] if s.deps[j] == "det"}
        if not articles & {"the", "this", "that"}:
            return []
        for rule in self.patterns.nouns.get(s.lemmas[i], ()):
            if rule.anaphor and (rule.modifier is None or articles & rule.modifier):
                return [replace(self.build_noun(rule, i), anaphor=True)]
        return []

    def build_noun(self, rule: Rule, i: int) -> Frame:
        actors: list[Filler] = []
        recipients: list[Filler] = []
        for slot in rule.actor:
            outer, _, inner = slot.partition(".")
            for filler in self.inside(i, outer):
                actors += self.inside(filler[0], inner) if inner else [filler]
        for slot in rule.recipient:
            outer, _, inner = slot.partition(".")
            for filler in self.inside(i, outer):
                recipients += self.inside(filler[0], inner) if inner else [filler]
        if rule.reciprocal:
            between = self.inside(i, "between") or self.inside(i, "among")
            if not between:
                # "the normalization of relations between"
                between = [f for k, _ in self.inside(i, "of") for f in self.inside(k, "between")]
            if between:
                actors, recipients = between + actors, [r for r in recipients if r not in between]
            elif not actors:
                actors, recipients = recipients, []
        # The agent of a participle on the noun: "the attack carried out by".
        for j in self.s.children[i]:
            if self.s.deps[j] == "acl" and self.s.tags[j] == "VBN":
                below = arguments(self.s, j)
                if below.agent is not None and not (
                    rule.reciprocal and self.s.lemmas[j] in _BROKERING
                ):
                    actors.insert(0, (below.agent, "np"))
                if rule.reciprocal:
                    # "a truce brokered by A between B and C"
                    actors += [(k, "np") for p, k in below.preps if p in ("between", "among")]
                recipients += [(k, "np") for p, k in below.preps if p in rule.recipient]
        return Frame(
            trigger=i,
            last=i,
            rule=rule.id,
            type=rule.type,
            mode=rule.mode,
            cameo=rule.cameo,
            context=rule.context,
            actors=list(dict.fromkeys(actors)),
            recipients=list(dict.fromkeys(recipients)),
            reciprocal=rule.reciprocal,
            needs=rule.needs,
            clauses=(i,),
            nominal=True,
            status=rule.status,
            anaphor=rule.anaphor,
            confidence=rule.confidence,
        )

    # predicates that are no verbs ------------------------------------------------------------

    def from_predicate_case(self, i: int) -> list[Frame]:
        """ "X is behind the attack": the preposition makes the noun a predicate."""
        s = self.s
        for j in s.children[i]:
            if s.deps[j] != "case":
                continue
            for rule in self.patterns.adjectives.get(s.lemmas[j], ()):
                subject = s.child(i, "nsubj")
                copula = s.child(i, "cop") is not None
                if not (copula or subject is not None):
                    continue
                if rule.prep_object is None or self.is_a(i, rule.prep_object):
                    args = Arguments(subject=antecedent(s, i, subject), object=i)
                    return [self.build(rule, i, args, last=i)]
        return []

    def from_adjective(self, i: int) -> list[Frame]:
        s = self.s
        for rule in self.patterns.adjectives.get(s.lemmas[i], ()):
            args = self.arguments(i)
            for p, j in args.preps:
                if p in rule.prep and (rule.prep_object is None or self.is_a(j, rule.prep_object)):
                    self.consumed.add(j)
                    subject = args.subject
                    if subject is None and s.deps[i] in ("amod", "acl", "appos", "nmod:desc"):
                        subject = s.heads[i]  # "Oslo, angry with Paris, ..."
                    fillers = Arguments(subject=subject, object=j)
                    return [self.build(rule, i, fillers, last=i)]
        return []


# What hangs on a word in the tree without bearing on it.
_NOT_BESIDE = frozenset(("punct", "conj", "parataxis", "nsubj"))
_BROKERING = frozenset(("broker", "mediate", "host", "facilitate", "sponsor", "supervise"))
_NAMELESS = frozenset(("it", "this", "that", "these", "those", "all"))
_COUNTERS = frozenset(
    [
        "dozen",
        "hundred",
        "thousand",
        "number",
        "score",
        "group",
        "team",
        "most",
        "some",
        "all",
        "many",
        "part",
        "half",
        "pair",
        "couple",
        "majority",
        "handful",
        "last",
        "rest",
        "bulk",
        "remainder",
    ]
)


# What amounts are told in: "7 billion francs of assets".
_MEASURES = frozenset(
    """million billion dollar euro pound franc yen ruble rouble lira krone krona yuan rupee won
    shekel riyal rial dirham tonne ton barrel worth""".split()  # noqa: SIM905
)

_QUESTIONS = frozenset(("how", "why", "whether", "if", "when", "where", "what", "who", "which"))


def _bare(s: Sentence, j: int) -> bool:
    """Whether a verb stands without "to" and auxiliary."""
    return not any(
        s.deps[k].startswith("aux") or (s.deps[k] == "mark" and s.lower[k] == "to")
        for k in s.children[j]
    )


def _lies_ahead(s: Sentence, j: int) -> bool:
    """Whether a clause tells of what is to come: "that it will", "that it would", "to"."""
    if s.tags[j] == "VB":
        return True
    return any(s.deps[k] == "aux" and s.tags[k] == "MD" for k in s.children[j]) or any(
        s.lower[k] == "going" for k in s.children[j]
    )


def _indicative(s: Sentence, j: int) -> bool:
    """Whether a clause says that something is so, rather than that it be so."""
    finite = s.tags[j] in ("VBD", "VBZ") and s.lower[j] != s.lemmas[j]
    if finite and s.child(j, "aux:pass") is None:
        return True
    return any(
        s.tags[k] in ("VBD", "VBZ", "VBP") or s.lower[k] in _WILL
        for k in s.children[j]
        if s.deps[k].startswith("aux") or s.deps[k] == "cop"
    )


def _asks(s: Sentence, j: int) -> bool:
    """Whether a clause opens with a question word."""
    return any(
        s.lower[k] in _QUESTIONS and s.deps[k] in ("mark", "advmod", "nsubj", "obj", "obl")
        for k in s.children[j]
    )
