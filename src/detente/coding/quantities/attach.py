"""Which numbers belong to an event, and what they say happened.

What comes in: a sentence, the token of an event, what `find_quantities` found. What goes out: the
event's `Quantity` records: killed, injured, arrested, expelled, money, troops and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detente.coding.arguments import case_of
from detente.coding.quantities.find import QuantityMention
from detente.coding.quantities.terms import terms_for
from detente.coding.quantities.words import QuantityWords, quantity_words
from detente.coding.sentence import Sentence
from detente.records import Quantity

_TIME_UNITS = frozenset({"hour", "minute", "second", "day", "week", "month", "year", "decade"})
_PERSONAL = frozenset(
    """killed injured arrested expelled kidnapped displaced released captured missing convicted
    participants casualties""".split()  # noqa: SIM905
)
_PERSONS_ONLY = frozenset(
    {"killed", "injured", "arrested", "expelled", "kidnapped", "convicted", "participants"}
)
# Harm told in a main clause and its cause in a clause of time: "were hurt when rebels shelled".
_HARM = frozenset({"killed", "injured", "displaced", "missing", "casualties"})
_TIMES = frozenset({"when", "after", "as", "while", "in"})


def quantities_for(
    sentence: Sentence,
    trigger: int,
    mentions: Sequence[QuantityMention],
    *,
    others: Collection[int] = (),
    words: QuantityWords | None = None,
) -> tuple[Quantity, ...]:
    """How many were killed, expelled and so on in the event at token ``trigger``.

    Parameters
    ----------
    sentence
        Parsed sentence.
    trigger
        Token of the event's verb or noun.
    mentions
        What `find_quantities` found in this sentence.
    others
        Tokens of the sentence's other events; what is counted there is theirs.
    words
        Words of quantities, if not the shipped ones.

    Returns
    -------
    Quantities in text order: ``killed``, ``injured``, ``casualties``, ``arrested``, ``expelled``,
    ``kidnapped``, ``captured``, ``displaced``, ``released``, ``missing``, ``convicted``,
    ``participants``, ``troops``, ``weapons``, ``money``, ``sentence``. One person named as the
    patient ("killed a policeman", "the ambassador was shot dead") counts as one.
    """
    known = quantity_words() if words is None else words
    away = frozenset(others) - {trigger}
    found: list[Quantity] = []
    for mention in mentions:
        at = _kind_of(sentence, mention, known)
        if at is None:
            continue
        kind, word = at
        if kind == "money":
            belongs = _within(sentence, trigger, mention.head, away)
        else:
            belongs = _linked(sentence, trigger, word, away, kind)
        if belongs:
            unit = mention.unit
            if kind in _PERSONAL and (unit is None or kind in _PERSONS_ONLY):
                unit = "person"
            found.append(
                Quantity(kind, mention.value, mention.low, mention.high, unit, mention.span)
            )
    found += _single(sentence, trigger, found, away, known)
    found += terms_for(
        sentence,
        trigger,
        mentions,
        known,
        lambda token: _within(sentence, trigger, token, away),
    )
    found.sort(key=lambda q: q.span.start)
    return tuple(found)


def _single(
    s: Sentence,
    trigger: int,
    found: Sequence[Quantity],
    away: frozenset[int],
    words: QuantityWords,
) -> list[Quantity]:
    """Single persons named as patients of the event or of what it brought about."""
    out: list[Quantity] = []
    told = [(q.span.start, q.span.end) for q in found]
    verbs, lower = words.single_verbs, s.lower
    near = [i for i, w in enumerate(s.lemmas) if i == trigger or w in verbs or lower[i] in verbs]
    for i in near:
        if i != trigger and i in away:
            continue
        alone = _one_person(s, i, words)
        if alone is None or not (i == trigger or _linked(s, trigger, i, away, alone.kind)):
            continue
        beside = all(alone.span.start >= b or alone.span.end <= a for a, b in told)
        counted = any(q.kind == alone.kind for q in (*found, *out))
        if not counted or (beside and _coordinated(s, i)):
            out.append(alone)
    return out


def _coordinated(s: Sentence, verb: int) -> bool:
    """Whether a verb's patients are one person and a number of others, told side by side."""
    return any(
        s.child(k, "nummod") is not None
        for j in s.each(verb, "obj", "nsubj:pass")
        if s.child(j, "conj") is not None
        for k in (j, *s.each(j, "conj"))
    )


def _has(s: Sentence, i: int, words: frozenset[str]) -> bool:
    return s.lemmas[i] in words or s.lower[i] in words


def _said_by(s: Sentence, i: int, words: QuantityWords) -> str | None:
    """The kind that the verb or noun at ``i`` says of its patient, or None."""
    if not _has(s, i, words.telling):
        return None
    if s.pos[i] in {"VERB", "AUX", "ADJ", "X"} or s.tags[i].startswith("VB"):
        below = [s.lower[c] for c in s.children[i]]
        for child in s.children[i]:
            if s.deps[child] in {"xcomp", "obl", "obj", "advmod", "compound:prt"}:
                below.append(s.lemmas[child])
                # "ordered diplomats to leave": parsers may hang the infinitive on the diplomats.
                below += [s.lemmas[c] for c in s.each(child, "acl")]
        for kind in words.kinds:
            if _has(s, i, kind.verbs) or _has(s, i, kind.of_subject):
                return kind.name
            for verb, other in kind.pairs:
                if _has(s, i, verb) and other in below:
                    return kind.name
    if s.pos[i] in {"NOUN", "PROPN", "X"}:
        for kind in words.kinds:
            if _has(s, i, kind.nouns):
                return kind.name
    return None


def _adjective(s: Sentence, i: int, words: QuantityWords) -> str | None:
    for kind in words.kinds:
        if s.lower[i] in kind.adjectives:
            return kind.name
    return None


_UP = frozenset(
    {
        "nummod",
        "compound",
        "obj",
        "iobj",
        "nsubj",
        "nsubj:pass",
        "obl",
        "nmod",
        "conj",
        "appos",
        "flat",
        "det",
        "amod",
        "dep",
        "obl:agent",
        "nmod:poss",
        "obl:unmarked",
        "nmod:unmarked",
        "xcomp",
    }
)


def _kind_of(s: Sentence, mention: QuantityMention, words: QuantityWords) -> tuple[str, int] | None:
    """What a quantity says happened, and the word that says it."""
    if mention.money:
        return "money", mention.head
    if mention.unit in _TIME_UNITS or mention.unit == "percent":
        return None
    beside = _beside(s, mention, words)
    if beside is not None:
        return beside
    head = mention.head
    around = [*s.children[head], *([mention.number] if mention.noun is not None else [])]
    # "12 dead", "30 wounded soldiers", "12 people killed in the attack"
    for child in around:
        dep = s.deps[child]
        if dep in {"amod", "acl", "appos"} or (dep == "advmod" and child > head):
            kind = _adjective(s, child, words) or (
                _said_by(s, child, words) if dep == "acl" else None
            )
            if kind is not None:
                return kind, child
    kind = _adjective(s, head, words)
    if kind is not None:
        return kind, head
    if mention.noun is not None:
        kind = _said_by(s, head, words)
        if kind is not None and s.pos[head] == "NOUN":
            return kind, head  # "12 deaths"
    return _climb(s, mention, words)


def _beside(s: Sentence, mention: QuantityMention, words: QuantityWords) -> tuple[str, int] | None:
    """What the very next words say, whatever the parse: "wounding 30", "and 30 injured"."""
    after = mention.last + 1
    if mention.noun is None and after < len(s):
        kind = _adjective(s, after, words)
        if kind is not None and s.child(after, "obj") is None:
            return kind, after
    before = mention.first - 1
    if before >= 0 and s.tags[before] in {"VB", "VBD", "VBG", "VBP", "VBZ", "VBN"}:
        passive = s.child(before, "aux:pass") is not None
        for kind_ in words.kinds:
            if _has(s, before, kind_.verbs) and not passive:
                return kind_.name, before
    return None


def _climb(s: Sentence, mention: QuantityMention, words: QuantityWords) -> tuple[str, int] | None:
    at = mention.head
    for _ in range(5):
        dep, head = s.deps[at], s.heads[at]
        if head < 0 or dep not in _UP or _part_of(s, at, words):
            return None
        if s.lower[head] in {"dead", "injured", "wounded"}:
            kind = _adjective(s, head, words)
            if kind is not None:
                return kind, head
        kind = _said_by(s, head, words)
        if kind is not None and _patient(s, at, head, dep, kind, words):
            return kind, head
        if s.pos[head] == "VERB":
            return _through_verb(s, mention, head, dep, words)
        at = head
    return None


def _part_of(s: Sentence, at: int, words: QuantityWords) -> bool:
    """Whether a number is a part of one already given ("including three children")."""
    for child in s.children[at]:
        if s.deps[child] in {"case", "mark", "advmod"} and s.lower[child] in words.parts:
            return True
    return False


def _patient(s: Sentence, at: int, head: int, dep: str, kind: str, words: QuantityWords) -> bool:
    """Whether the counted are those it happened to, not those who did it."""
    if s.pos[head] in {"NOUN", "PROPN"}:
        case = s.child(at, "case")
        return dep in {"nummod", "compound", "amod"} or (
            case is not None and s.lower[case] in {"of", "to", "among"}
        )
    entry_ = next(k for k in words.kinds if k.name == kind)
    if dep in {"nsubj:pass", "obj", "nummod", "compound"}:
        return not (dep == "obj" and _has(s, head, entry_.of_subject))
    if dep == "nsubj":
        passive = s.tags[head] == "VBN" and s.child(head, "obj") is None
        return _has(s, head, entry_.of_subject) or passive
    if dep == "conj":
        return False
    return dep in {"obl:unmarked", "dep"}


def _through_verb(
    s: Sentence, mention: QuantityMention, verb: int, dep: str, words: QuantityWords
) -> tuple[str, int] | None:
    """ "left 12 dead", "the toll rose to 45", "sent 500 soldiers"."""
    if dep in {"obj", "nsubj:pass", "xcomp"}:
        for child in s.children[verb]:
            if s.deps[child] in {"xcomp", "obl", "ccomp"}:
                kind = _adjective(s, child, words)
                if kind is not None:
                    return kind, verb
    subject = s.child(verb, "nsubj", "nsubj:pass")
    armed = mention.noun is not None and _has(s, mention.noun, words.weapons)
    if armed and (dep in {"obj", "nsubj:pass"} or (dep == "obl" and _with(s, mention.head))):
        return "weapons", verb
    if dep in {"obl", "obj"} and subject is not None and subject != mention.head:
        for kind_ in words.kinds:
            if _has(s, subject, kind_.nouns):
                return kind_.name, verb
    noun = mention.noun
    if noun is None or dep not in {"obj", "nsubj:pass"}:
        return None
    if _has(s, noun, words.troops) and _has(s, verb, words.troop_verbs):
        return "troops", verb
    return None


def _with(s: Sentence, noun: int) -> bool:
    """Whether a noun, or the first of those that it stands beside, is what an act is done with."""
    return case_of(s, s.joined_to(noun)) == "with"


_RESULT = ("advcl", "acl", "xcomp", "conj", "ccomp")


def _linked(s: Sentence, trigger: int, word: int, others: frozenset[int], kind: str) -> bool:
    """Whether the word that says what happened tells of the event at ``trigger``."""
    if word == trigger:
        return True
    if word in others:
        return False
    at = word
    for _ in range(4):  # bombed ..., killing 12 and wounding 30
        dep, head = s.deps[at], s.heads[at]
        if head < 0:
            break
        nominal = dep in {"obj", "nsubj", "nsubj:pass", "amod", "nmod", "obl", "appos"}
        if not dep.startswith(_RESULT) and not nominal:
            break
        if dep == "ccomp" and head != trigger:
            break
        at = head
        if at == trigger:
            return True
        if at in others:
            return False
    at = trigger
    for _ in range(3):  # the attack killed 12; 12 were killed in the attack; it left 12 dead
        dep, head = s.deps[at], s.heads[at]
        cause = dep == "advcl" and kind in _HARM and _when(s, at)
        if head < 0 or not (cause or dep in _UNDER):
            return False
        at = head
        if at in others:
            return False
        if _reaches(s, word, at):
            return True
    return False


_UNDER = frozenset({"nsubj", "obl", "obl:agent", "nmod", "compound", "nsubj:pass"})


def _when(s: Sentence, clause: int) -> bool:
    return any(s.lower[c] in _TIMES for c in s.children[clause] if s.deps[c] in ("mark", "advmod"))


_BROUGHT = frozenset({"conj", "xcomp", "advcl", "acl", "amod", "obj"})


def _reaches(s: Sentence, word: int, verb: int) -> bool:
    """Whether a word tells of what the verb brought about: "left 12 dead and 30 injured"."""
    for _ in range(4):
        if word == verb:
            return True
        if s.heads[word] < 0 or s.deps[word] not in {
            "conj",
            "xcomp",
            "advcl",
            "acl",
            "amod",
            "obj",
        }:
            return False
        word = s.heads[word]
    return False


def _within(s: Sentence, trigger: int, at: int, others: frozenset[int]) -> bool:
    """Whether a token hangs in the event's own clause, under no other event."""
    for _ in range(8):
        if at == trigger:
            return True
        if at in others and at != trigger:
            return False
        dep, head = s.deps[at], s.heads[at]
        if head < 0 or dep.startswith(("advcl", "ccomp", "acl:relcl", "parataxis", "csubj")):
            break
        if dep == "conj" and s.pos[at] == "VERB":
            break
        at = head
    # "a deal worth $20 billion was signed": the event's noun below its verb
    return at != trigger and s.heads[trigger] == at and s.deps[trigger] in {"obj", "nsubj:pass"}


def _one_person(s: Sentence, trigger: int, words: QuantityWords) -> Quantity | None:
    """The single person an event names as its patient, as a count of one."""
    name = _said_by(s, trigger, words)
    kind = next((k for k in words.kinds if k.name == name and k.single), None)
    if kind is None:
        return None
    if s.pos[trigger] == "NOUN":
        patients = [
            c
            for c in s.each(trigger, "nmod")
            if (case := s.child(c, "case")) is not None and s.lower[case] == "of"
        ]
    else:
        patients = list(s.each(trigger, "obj", "nsubj:pass"))
    if len(patients) != 1:
        return None
    persons = [patients[0], *s.each(patients[0], "conj")]
    # Those with a number of their own are counted by it.
    persons = [p for p in persons if s.child(p, "nummod") is None]
    if not persons:
        return None
    surely = _has(s, trigger, kind.single_only)
    for person in persons:
        singular = s.tags[person] in {"NN", "NNP"}
        group = s.lower[person] in words.groups
        named = surely and s.pos[person] == "PROPN"
        if not singular or group or not (named or words.units.get(s.lemmas[person]) == "person"):
            return None
    count = float(len(persons))
    return Quantity(kind.name, count, count, count, "person", s.span(persons[0], max(persons)))
