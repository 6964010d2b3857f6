"""Who says what: propositions with their speakers, the way the word came, and the stance.

Comes in: a `Scene` and the lexicon (``data/claims.toml``). Goes out: `Claim` records in text
order: indirect and direct speech, "according to", hearsay chains, unnamed and collective
sources, and the author's own judgements, which are told from what is merely reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.coding.arguments import arguments, mark_of
from detente.coding.certainty import added
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, clause, phrase, phrase_span
from detente.coding.sentence import Sentence
from detente.records import Claim, Party, Span, Status, Voice, VoiceKind, digest

_NOT = frozenset(("not", "n't", "n’t", "never", "no", "nobody", "none", "neither"))
_PRONOUNS = frozenset(("he", "she", "they", "it", "who", "we", "i", "that", "which"))


def words() -> Lexicon:
    """The lexicon of claims."""
    needed = (
        "stance",
        "adjective_stance",
        "status",
        "noun_stance",
        "judging",
        "collective",
        "member",
        "person",
        "view",
        "explanation",
        "handed_on",
        "seen",
    )
    return lexicon("claims", *needed)


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue with the token of its speaker and the first and last token of what is said."""

    cue: int
    stance: str
    speaker: int | None
    first: int
    last: int
    chain: tuple[int, ...] = ()


def find_claims(scene: Scene) -> tuple[Claim, ...]:
    """Every claim of a document, in text order."""
    known = words()
    out: list[Claim] = []
    for s in scene.sentences:
        if scene.is_caption(s):
            continue
        spoken = [*_aside(s, known), *_spoken(s, known), *_accorded(s), *_in_view(s, known)]
        spoken += _for_whom(scene, s)
        cues: set[int] = set()
        for found in (*spoken, *_offered(s, known), *_judged(s, known)):
            if found.cue not in cues:
                out.append(_claim(scene, s, found, known))
            cues.add(found.cue)
    out.sort(key=lambda c: (c.proposition.start, c.proposition.end))
    return tuple(dict.fromkeys(_handed_on(_meant(out))))


def _handed_on(claims: list[Claim]) -> Iterator[Claim]:
    """The claims, those told inside another's words with whose words they are.

    "Diplomats said that officers had told them that": the word came from officers by diplomats.
    """
    told: dict[int, list[Claim]] = {}
    for c in claims:
        if c.cue is not None and c.stance in _TELLING:
            told.setdefault(c.sentence, []).append(c)
    for c in claims:
        around = None
        if c.cue is not None and not c.chain and c.speaker.kind != "author":
            around = min(
                (
                    o
                    for o in told.get(c.sentence, ())
                    if o.proposition.start <= c.cue.start < o.proposition.end
                    and o.proposition != c.proposition
                    and o.speaker.value not in (c.speaker.value, "unnamed")
                ),
                key=lambda o: o.proposition.end - o.proposition.start,
                default=None,
            )
        yield c if around is None else replace(c, chain=(around.speaker,))


# Stances that hand a word on.
_TELLING = frozenset(("says", "claims", "confirms"))


def _meant(claims: list[Claim]) -> list[Claim]:
    """Claims of "he" and "they" whom nothing names, as the word of who spoke right before."""
    out: list[Claim] = []
    for claim in claims:
        word = claim.speaker.value.lower()
        if word in _UNNAMED:
            kinds = ("person",) if word in ("he", "she", "his", "her") else ("collective", "state")
            before = next(
                (
                    c.speaker
                    for c in reversed(out)
                    if 0 <= claim.sentence - c.sentence <= 2
                    and c.speaker.kind in kinds
                    and c.speaker.value != "unnamed"
                ),
                None,
            )
            if before is not None:
                claim = replace(claim, speaker=before)
        out.append(claim)
    return out


_UNNAMED = frozenset(("he", "she", "they", "his", "her", "their"))


def voice(scene: Scene, s: Sentence, head: int) -> Voice:
    """Whose word it is that noun phrase ``head`` names."""
    known = words()
    if s.lower[head] == "they":
        head = next((k for k in reversed(range(head)) if _several(s, k, known)), head)
    span = phrase_span(s, head, preps=("of", "in", "to", "from", "for", "at"))
    parties = scene.parties(s, head)
    country = next((p.country for p in parties if p.country is not None), None)
    span = _with_name(s, head, span)
    value = span.text
    if s.lower[head] == "i" and not parties:
        return Voice("the author", "author", None, (span,))
    if s.lower[head] in _PRONOUNS and parties:
        value = _called_before(scene, s, parties[0]) or parties[0].name
    return Voice(value, _voice_kind(s, head, parties, known), country, (span,))


def _several(s: Sentence, k: int, known: Lexicon) -> bool:
    """Whether a noun may be "they" of its own sentence: "the opposition: Moscow, they say"."""
    return s.pos[k] == "NOUN" and s.lemmas[k] in known.lists["collective"]


def _called_before(scene: Scene, s: Sentence, party: Party) -> str | None:
    """The text's own name for a state that a pronoun means: the last before it ("Riyadh")."""
    if not (party.id or "").startswith("state:"):
        return None
    for n in range(s.number, max(-1, s.number - 4), -1):
        for m in reversed(scene.mentions[n]):
            if m.country == party.country and m.start < party.span.start:
                name = scene.text[m.start : m.end]
                if name[:1].isupper() and scene.sentences[n].pos[m.last] == "PROPN":
                    return name
    return None


def _with_name(s: Sentence, head: int, span: Span) -> Span:
    """An office with the name in apposition to it: "the government's spokesman, Fred Opolot"."""
    if s.pos[head] == "PRON":
        return span
    for j in s.children[head]:
        named = s.deps[j] == "appos" and s.pos[j] == "PROPN" and j > head
        if named and s.start[j] >= span.end and j - head < 12 and ":" not in s.words[head:j]:
            last = phrase(s, j, preps=())[1]
            return s.span(*_tokens(s, span, last))
    return span


def _tokens(s: Sentence, span: Span, last: int) -> tuple[int, int]:
    return next(k for k in range(len(s)) if s.start[k] >= span.start), last


def _voice_kind(s: Sentence, head: int, parties: tuple, known: Lexicon) -> VoiceKind:  # type: ignore[type-arg]
    lemma = s.lemmas[head]
    plural = s.tags[head] in ("NNS", "NNPS") or s.lower[head] in ("they", "we")
    if lemma in known.lists["person"]:
        return "collective" if plural else "person"
    state = any((p.id or "").startswith("state:") and "CVL" not in p.sector for p in parties)
    if state and len(parties) == 1:
        return "state"
    if lemma in known.lists["collective"] or plural or len(parties) > 1:
        single = not plural and lemma in known.lists["member"]
        if parties and parties[0].country is not None and lemma in ("government", "ministry"):
            return "state"
        return "person" if single else "collective"
    if any((p.id or "").startswith(_BODIES) for p in parties):
        return "collective"
    return "person"


# What the tables call a body of people.
_BODIES = ("igo:", "org:", "ngo:", "agency:", "armed:", "pol:", "media:", "company:")


# --- speech ----------------------------------------------------------------------------------


def _spoken(s: Sentence, known: Lexicon) -> Iterator[_Found]:
    stances, nouns = known.maps["stance"], known.maps["noun_stance"]
    adjectives = known.maps["adjective_stance"]
    for k, lemma in enumerate(s.lemmas):
        if lemma == "have":
            found = _has_it(s, k)
            if found is not None:
                yield found
            continue
        if lemma in stances and (s.pos[k] == "VERB" or s.tags[k].startswith("VB")):
            found = _of_verb(s, k, stances[lemma], known)
        elif lemma in nouns and s.pos[k] == "NOUN":
            found = _of_noun(s, k, nouns[lemma])
        elif lemma in adjectives:
            found = _of_adjective(s, k, adjectives[lemma])
        elif lemma == "know":
            found = _let_known(s, k)
        elif lemma in stances and s.tags[k] in ("NN", "NNS"):
            found = _taken_for_noun(s, k, stances[lemma])
        else:
            continue
        if found is not None:
            yield found


def _let_known(s: Sentence, k: int) -> _Found | None:
    """ "Let it be known that", "makes it known that"."""
    up = s.heads[k]
    body = next((j for j in s.children[k] if s.deps[j] == "ccomp"), None)
    if up < 0 or body is None or s.lemmas[up] not in ("let", "make"):
        return None
    first, last = clause(s, body)
    return _Found(k, "says", arguments(s, up).subject, first, last)


def _taken_for_noun(s: Sentence, k: int, stance: str) -> _Found | None:
    """ "A counsellor murmurs that": a verb in -s that the parser took for a plural."""
    if k == 0 or k + 1 >= len(s) or s.lower[k + 1] != "that" or s.pos[k - 1] not in _NAMING:
        return None
    if any(s.deps[j] in ("det", "amod", "nmod:poss") for j in s.children[k]):
        return None
    body = s.heads[k + 1]
    if body <= k + 1 or not s.tags[body].startswith("VB"):
        return None
    speaker = next((u for u in (k, *s.ancestors(k)) if u < k and s.deps[u] != "compound"), k - 1)
    first, last = clause(s, body)
    return _Found(k, stance, speaker, first, last)


_NAMING = frozenset(("NOUN", "PROPN"))


def _has_it(s: Sentence, k: int) -> _Found | None:
    """ "Has it from an officer that", "rumour has it that"."""
    it = s.child(k, "obj")
    if it is None or s.lower[it] != "it":
        return None
    body = next((j for j in s.children[k] if s.deps[j] == "ccomp"), None)
    body = _strayed(s, k) if body is None else body
    if body is None:
        return None
    subject = s.child(k, "nsubj")
    source = next((j for j in s.children[k] if j > it and j < body and _case(s, j) == "from"), None)
    speaker = source if source is not None else subject
    first, last = clause(s, body)
    chain = (subject,) if source is not None and subject is not None else ()
    return _Found(k, "says", speaker, first, last, chain)


def _of_verb(s: Sentence, k: int, stance: str, known: Lexicon) -> _Found | None:
    said = _said(s, k, stance, known)
    if said is None:
        return None
    first, last = said
    args = arguments(s, k)
    speaker = args.agent if args.passive else args.subject
    if args.passive and stance in ("accuses", "threatens"):
        speaker = args.agent
    if args.passive and s.lemmas[k] in ("convince", "persuade"):
        speaker = args.object  # "many are convinced that"
    chain: list[int] = []
    head = s.heads[k]
    if speaker is None and not args.passive:
        speaker = _quantity_before(s, k)
    if speaker is None and not args.passive:
        speaker = _speaker_above(s, k)
    if s.deps[k] == "advcl" and mark_of(s, k) == "as" and head >= 0:
        # "quoted a diplomat as saying"
        above = arguments(s, head)
        if above.object is not None:
            speaker, chain = above.object, [above.subject] if above.subject is not None else []
    cited = next((j for j in s.children[k] if s.lemmas[j] in ("cite", "quote")), None)
    if cited is not None and s.deps[cited] == "advcl":
        source = arguments(s, cited).object
        if source is not None and speaker is not None:
            chain, speaker = [speaker], source
    if speaker is not None and s.lower[speaker] in _NOBODY:
        return None
    if speaker is not None and s.lower[speaker] == "you" and s.words[-1] == "?":
        return None  # "do you believe that": who is asked holds nothing yet
    if speaker is not None:
        for j in s.children[speaker]:
            if s.deps[j] == "acl" and s.lemmas[j] in known.lists["handed_on"]:
                agent = arguments(s, j).agent
                if agent is not None:
                    chain.append(agent)
        if first <= speaker <= last:
            return None
    negated = any(s.lower[j] in _NOT for j in s.children[k])
    silent = speaker is not None and s.lower[speaker] in ("nobody", "none")
    if (negated or silent) and stance not in ("denies", "suspects"):
        return None
    if negated:
        # "does not deny that", "does not doubt that"
        stance = {"denies": "says", "doubts": "suspects"}.get(stance, "denies")
    return _Found(k, stance, speaker, first, last, tuple(chain))


def _quantity_before(s: Sentence, k: int) -> int | None:
    """ "Most believe that": a number of people that parsers take for an adverb."""
    before = k - 1
    while before > 0 and s.deps[before] in ("aux", "advmod") and s.lower[before] not in _MANY:
        before -= 1
    opens = before == 0 or (before > 0 and s.pos[before - 1] in ("PUNCT", "CCONJ", "DET"))
    return before if before >= 0 and opens and s.lower[before] in _MANY else None


_NOBODY = frozenset("something nothing anything everything what this".split())  # noqa: SIM905
_MANY = frozenset("most many some few several others both".split())  # noqa: SIM905


def _speaker_above(s: Sentence, k: int) -> int | None:
    """ "Some go so far as to say that": who does what the verb of saying hangs on."""
    for up in s.ancestors(k):
        subject = next((j for j in s.children[up] if s.deps[j] == "nsubj" and j < k), None)
        if subject is not None:
            return subject
        if s.pos[up] not in ("VERB", "AUX", "ADV", "ADJ"):
            return None
    return None


def _aside(s: Sentence, known: Lexicon) -> Iterator[_Found]:
    """A speaker put in between or behind: "the crew, a general said, had", "revenge, say most".

    Parsers take such speakers for appositions or objects; the commas tell better.
    """
    stances = known.maps["stance"]
    for k, lemma in enumerate(s.lemmas):
        stance = stances.get(lemma)
        if stance not in ("says", "claims", "suspects") or not s.tags[k].startswith("VB"):
            continue
        if k == 0 or s.tags[k] in ("VBG", "VBN") or (s.tags[k] == "VB" and s.words[k - 1] != ","):
            continue
        before = next((c for c in range(k - 1, max(-1, k - 9), -1) if s.words[c] in _BREAKS), None)
        if before is None or before < 1:
            continue
        behind = next((c for c in range(k + 1, min(len(s), k + 9)) if s.words[c] in _ENDS), None)
        if before == k - 1:
            # "..., say most people in Goma"
            if stance == "suspects" and _parted(s, k, before):
                continue  # "Brown, the financier, sees revenge"
            inside = range(k + 1, behind if behind is not None else len(s))
            rest = range(before)
        else:
            inside = range(before + 1, k)
            if behind is None or s.words[behind] not in (",", "—", "–"):
                continue
            rest = range(len(s))
        if any(s.tags[j].startswith("VB") or s.lower[j] in _CLAUSAL for j in inside):
            continue
        speaker = next(
            (
                j
                for j in inside
                if s.heads[j] not in inside and s.pos[j] in ("NOUN", "PROPN", "PRON", "ADJ")
            ),
            None,
        )
        if speaker is None or len(rest) < 2:
            continue
        first, last = rest[0], rest[-1]
        while last > first and s.pos[last] == "PUNCT":
            last -= 1
        yield _Found(k, stance, speaker, first, last)


def _parted(s: Sentence, k: int, comma: int) -> bool:
    """Whether a verb's subject, a name, stands before it with an apposition between commas."""
    subject = s.child(k, "nsubj")
    if subject is None or s.pos[subject] != "PROPN":
        return False
    return any(s.words[j] == "," for j in range(subject + 1, comma))


_BREAKS = frozenset(", — – ” \" '".split())  # noqa: SIM905
_ENDS = frozenset(", . ; : — – ! ?".split())  # noqa: SIM905
_CLAUSAL = frozenset("that which who and but as if while when because".split())  # noqa: SIM905


def _in_view(s: Sentence, known: Lexicon) -> Iterator[_Found]:
    """ "In the view of X", "by X's account", "in the eyes of X": the rest of the clause."""
    for k, lemma in enumerate(s.lemmas):
        if lemma not in known.lists["view"] or s.deps[k] not in ("obl", "nmod"):
            continue
        if not any(s.lower[j] in ("in", "by", "to", "on") for j in s.children[k]):
            continue
        speaker = next(
            (
                j
                for j in s.children[k]
                if s.deps[j] == "nmod:poss" or (s.deps[j] == "nmod" and _case(s, j) == "of")
            ),
            None,
        )
        top = s.heads[k]
        if speaker is None or top < 0 or s.lower[speaker] in ("my", "our"):
            continue
        first, last = clause(s, top, drop=[k])
        if last - first >= 2 and not first <= speaker <= last:
            yield _Found(k, "suspects", speaker, first, last)


def _for_whom(scene: Scene, s: Sentence) -> Iterator[_Found]:
    """ "For the president, it was the work of X": what somebody holds it to be."""
    root = s.root
    if s.lower[0] not in ("for", "to") or s.child(root, "cop") is None:
        return
    who = next((j for j in s.children[root] if j < root and _case(s, j) == s.lower[0]), None)
    subject = s.child(root, "nsubj")
    if who is None or subject is None or who > subject or s.lower[who] in ("me", "us", "now"):
        return
    if s.lower[subject] in ("he", "she", "they", "we", "i", "you"):
        return  # "to many he was the man who"
    if not scene.parties(s, who) and s.lemmas[who] not in words().lists["collective"]:
        return
    first, last = clause(s, root, drop=[who])
    yield _Found(who, "suspects", who, first, last)


def _case(s: Sentence, j: int) -> str:
    return next((s.lower[c] for c in s.children[j] if s.deps[c] == "case"), "")


def _said(s: Sentence, k: int, stance: str, known: Lexicon) -> tuple[int, int] | None:
    """First and last token of what the verb's subject says."""
    seen = s.child(k, "obj")
    if s.lemmas[k] == "see" and seen is not None and s.lemmas[seen] in known.lists["seen"]:
        return target_first(s, seen), max(seen, clause(s, seen)[1])
    for j in s.children[k]:
        dep = s.deps[j]
        if dep in ("ccomp", "csubj:pass") or (
            dep == "xcomp" and s.tags[j].startswith("VB") and stance not in ("says",)
        ):
            return clause(s, j)
        passive = s.tags[k] == "VBN" and s.child(k, "aux:pass") is not None
        if passive and dep in ("xcomp", "advcl") and j > k and mark_of(s, j) == "to":
            return clause(s, j)  # "is said by a priest to have recognised"
        if dep == "parataxis" and j > k and ":" in s.words[k:j]:
            return clause(s, j)
        if stance in ("accuses", "suspects") and dep in ("advcl", "obl") and j > k:
            case = next((s.lower[c] for c in s.children[j] if s.deps[c] in ("case", "mark")), "")
            if case in ("of", "for"):
                return clause(s, j)
        # "denied any role", "denies funding extremists", whatever the tagger takes it for
        named = (j, *(c for c in s.children[j] if s.deps[c] == "compound"))
        deed = any(s.lower[c].endswith("ing") and s.tags[c] in ("NN", "VBG") for c in named)
        if stance == "denies" and dep in ("obj", "xcomp") and (deed or s.lemmas[j] in _DENIABLE):
            return clause(s, j)
    if stance == "denies" and added(s, k):
        return _just_told(s, k)
    held = _held_object(s, k, known)
    if held is not None:
        return held
    strayed = _strayed(s, k)
    if strayed is not None:
        return clause(s, strayed)
    if stance == "accuses":
        target = s.child(k, "obj")
        for j in s.children[target] if target is not None else ():
            if s.deps[j] in ("acl", "nmod") and any(
                s.lower[c] in ("of", "for") for c in s.children[j]
            ):
                return clause(s, j)
    head = s.heads[k]
    if s.deps[k] == "parataxis" and head >= 0 and ";" in s.words[min(head, k) : max(head, k)]:
        return None  # a clause of its own
    if s.deps[k] == "parataxis" and head >= 0 and arguments(s, k).subject is not None:
        first, last = clause(s, head, drop=[k])
        return (first, last) if last - first >= 2 else None
    return None


def _just_told(s: Sentence, k: int) -> tuple[int, int] | None:
    """ "That rebels fired it, which Moscow denies", "..., a claim India denied": what is denied.

    None where the verb has an object of its own.
    """
    if any(s.deps[j] == "obj" and s.lower[j] not in ("which", "that") for j in s.children[k]):
        return None
    if s.child(k, "ccomp", "xcomp") is not None:
        return None
    noun = s.heads[k]
    led = any(s.lower[j] in ("a", "an") for j in s.children[noun])
    put = noun if led or s.lemmas[noun] in _DENIABLE else k
    comma = next((c for c in range(put - 1, 0, -1) if s.words[c] == ","), None)
    top = next((up for up in s.ancestors(k) if _told_as_whole(s, up)), None)
    if comma is None or top is None or (top > comma and s.deps[top] != "root"):
        return None
    if any(s.lower[c] in ("and", "but") for c in range(comma, put)):
        return None
    first = clause(s, top)[0]
    return (first, comma - 1) if comma - first >= _FEWEST else None


def _told_as_whole(s: Sentence, up: int) -> bool:
    """Whether a predicate heads what is said: a clause, or "of helping the rebels"."""
    if s.deps[up] in ("ccomp", "root", "parataxis"):
        return True
    return s.deps[up] in ("advcl", "acl") and any(
        s.lower[j] == "of" and s.deps[j] in ("mark", "case") for j in s.children[up]
    )


_FEWEST = 3  # tokens that tell something


def _strayed(s: Sentence, k: int) -> int | None:
    """A that-clause that the tree hangs on a noun between: "wrote to the Secretary that X had"."""
    for that in range(k + 1, min(len(s), k + 12)):
        if s.lower[that] != "that" or s.words[that - 1] == ",":
            continue
        j = s.heads[that]
        stray = j > that and s.deps[j] in ("acl:relcl", "acl", "ccomp", "advcl")
        if not stray or s.tags[j][:2] != "VB":
            return None
        # A relative pronoun is the only subject of its clause; a conjunction leaves it another.
        subject = s.child(j, "nsubj", "nsubj:pass")
        up = s.heads[j]
        under = k < up and k in s.ancestors(up) and not s.tags[up].startswith("VB")
        return j if under and subject is not None and subject != that else None
    return None


def _held_object(s: Sentence, k: int, known: Lexicon) -> tuple[int, int] | None:
    """ "Suspect revenge", "consider the camp to be the motive", "read it as revenge"."""
    target = s.child(k, "obj")
    if target is None:
        return None
    if s.lemmas[k] in _READING:
        rest = [j for j in s.children[k] if s.deps[j] in ("obl", "xcomp", "advcl") and j > target]
        to = [j for j in rest if {s.lower[c] for c in s.children[j]} & {"as", "to", "on"}]
        if to:
            return target_first(s, target), clause(s, to[0])[1]
    if any(s.lower[j] in _NOT for j in s.children[k]):
        return None
    after = s.child(k, "xcomp")
    if s.lemmas[k] in _CALLING and after is not None and after > target:
        return clause(s, after)
    if s.lemmas[k] == "consider" and after is not None and after > target:
        return target_first(s, target), max(target, clause(s, after)[1])
    if s.lower[target] in ("something", "another", "other") or s.lemmas[target] in _OTHER:
        # "suspects something else: a secret understanding"
        colon = next((c for c in range(target + 1, len(s) - 2) if s.words[c] in (":", ",")), None)
        if colon is not None and s.words[colon] == ":":
            last = len(s) - 1
            while last > colon + 1 and s.pos[last] == "PUNCT":
                last -= 1
            return colon + 1, last
    if s.lemmas[k] in ("see", "discern", "detect") and s.lemmas[target] in known.lists["seen"]:
        return target_first(s, target), max(target, clause(s, target)[1])
    if s.lemmas[k] in ("suspect", "assume", "fear") and s.pos[target] == "NOUN":
        return target_first(s, target), max(target, clause(s, target)[1])
    return None


def target_first(s: Sentence, noun: int) -> int:
    """The first token of a noun phrase, its determiner left out."""
    return phrase(s, noun)[0]


_OTHER = frozenset("explanation reason motive theory version story".split())  # noqa: SIM905
_READING = frozenset(
    """read attribute ascribe put see interpret regard treat describe call brand portray present
    view take""".split()  # noqa: SIM905
)
_CALLING = frozenset("call brand term dub label deem".split())  # noqa: SIM905
_DENIABLE = frozenset(
    """involvement responsibility role accusation allegation charge claim report knowledge
    complicity guilt link wrongdoing hand part share intention plan presence existence tie
    connection participation breach violation attack""".split()  # noqa: SIM905
)


def _of_noun(s: Sentence, k: int, stance: str) -> _Found | None:
    """ "The conclusion that", "fears of", "suspicions that": what a noun holds."""
    body = next(
        (j for j in s.children[k] if s.deps[j] in ("acl", "ccomp") and mark_of(s, j) == "that"),
        None,
    )
    if body is None:
        return None
    if stance == "doubts" and any(s.lower[j] in _NOT | {"little"} for j in s.children[k]):
        stance = "suspects"  # "has no doubt that"
    speaker = s.child(k, "nmod:poss")
    head = s.heads[k]
    if head >= 0 and s.pos[head] == "VERB" and s.deps[k] in ("obj", "obl"):
        if speaker is None:
            speaker = arguments(s, head).subject
        rejecting = s.lemmas[head] in _REJECTING and not any(
            s.lower[j] in _NOT for j in s.children[head]
        )
        if rejecting and stance in ("suspects", "says", "claims"):
            stance = "denies"  # "rejects the idea that"
    first, last = clause(s, body)
    if speaker is not None and first <= speaker <= last:
        speaker = None
    return _Found(k, stance, speaker, first, last)


_REJECTING = frozenset(
    "reject dismiss deny dispute refute rebut discount discard ridicule rule".split()  # noqa: SIM905
)


def _of_adjective(s: Sentence, k: int, stance: str) -> _Found | None:
    """ "Is sure that", "99 per cent certain that"."""
    body = next(
        (j for j in s.children[k] if s.deps[j] in ("ccomp", "advcl", "acl") and j > k), None
    )
    if body is None or mark_of(s, body) not in ("that", ""):
        return None
    top = k
    while s.child(top, "nsubj") is None and s.heads[top] >= 0 and s.deps[top] == "amod":
        top = s.heads[top]
    speaker = s.child(top, "nsubj", "nsubj:pass")
    if speaker is None or s.lower[speaker] in ("it", "there"):
        return None
    if any(s.lower[j] in _NOT for j in s.children[top]):
        stance = "doubts"
    first, last = clause(s, body)
    return _Found(k, stance, speaker, first, last)


def _offered(s: Sentence, known: Lexicon) -> Iterator[_Found]:
    """An explanation that a noun announces.

    "A third possibility, raised by X, is that ...", "X offered another explanation: ...", "their
    motive, X assume, was ransom".
    """
    nouns = known.lists["explanation"]
    for k, lemma in enumerate(s.lemmas):
        if lemma not in nouns or s.pos[k] != "NOUN":
            continue
        up = s.heads[k]
        if up < 0:
            continue
        body: int | None = None
        speaker: int | None = s.child(k, "nmod:poss")
        for j in s.children[k]:
            if s.deps[j] == "acl":
                agent = arguments(s, j).agent
                speaker = speaker if agent is None else agent
        if s.deps[k].startswith("nsubj"):
            # "the theory is that", "the motive was ransom"
            if s.child(up, "cop") is not None:
                body = up
            elif s.lemmas[up] == "be":
                body = next((j for j in s.children[up] if s.deps[j] in ("ccomp", "xcomp")), None)
        elif s.deps[k] == "obj" and ":" in s.words[k:]:
            # "offered a different explanation: hardliners wanted to"
            colon = s.words.index(":", k)
            speaker = arguments(s, up).subject
            body = next(
                (j for j in s.subtree(s.root) if j > colon and _heads_right(s, j, colon)), None
            )
        elif s.deps[k] == "obj" and s.child(k, "appos") is not None:
            # "have a third theory, namely oil"
            body = s.child(k, "appos")
            speaker = arguments(s, up).subject
        if body is None or body == k:
            continue
        drop = [j for j in s.children[body] if s.deps[j].startswith("nsubj") and j <= k]
        drop += [j for j in s.children[body] if s.deps[j] == "cop"]
        said = next((j for j in s.children[body] if s.deps[j] == "parataxis" and j < body), None)
        if said is not None:
            drop.append(said)
            speaker = arguments(s, said).subject or speaker
        first, last = clause(s, body, drop=drop if body == up else [])
        if speaker is not None and s.lower[speaker] in _PRONOUNS | {"their", "his", "its", "her"}:
            speaker = None
        yield _Found(k, "suspects", speaker, first, last)


def _heads_right(s: Sentence, j: int, colon: int) -> bool:
    """Whether a token heads the clause behind a colon."""
    return s.heads[j] < colon and s.pos[j] in ("VERB", "AUX", "NOUN", "ADJ") and j > colon


def _accorded(s: Sentence) -> Iterator[_Found]:
    """ "According to X": the clause without it."""
    for k, word in enumerate(s.lower):
        if word != "according":
            continue
        source = s.heads[k] if s.deps[k] in ("case", "mark") else None
        if source is None:
            source = next((j for j in s.children[k] if s.deps[j] in ("obl", "nmod")), None)
        if source is None or source < k:
            continue
        top = s.heads[source] if s.deps[k] in ("case", "mark") else s.heads[k]
        if top < 0:
            continue
        while s.pos[top] not in ("VERB", "AUX") and s.heads[top] >= 0:
            top = s.heads[top]
        first, last = clause(s, top, drop=[source, k])
        if last - first >= 2:
            yield _Found(k, "says", source, first, last)


# --- the author ------------------------------------------------------------------------------


def _judged(s: Sentence, known: Lexicon) -> Iterator[_Found]:
    """The author's own judgement of a sentence, by adverb, predicate or modal."""
    judging = known.maps["judging"]
    for k, lemma in enumerate(s.lemmas):
        kind = judging.get(lemma) or judging.get(s.lower[k])
        if kind is None:
            continue
        if kind == "adverb":
            own = s.deps[k] == "advmod" and s.heads[k] == s.root
        elif kind == "predicate":
            own = k == s.root and s.child(k, "cop", "aux:pass") is not None
        elif kind == "noun":
            own = (
                s.deps[k].startswith("nsubj")
                and s.heads[k] == s.root
                and s.child(s.root, "cop") is not None
            )
        else:
            own = s.deps[k] == "aux" and s.heads[k] == s.root
        if own:
            first, last = clause(s, s.root)
            yield _Found(k, "judges", None, first, last)
            return


# --- records ---------------------------------------------------------------------------------


def _claim(scene: Scene, s: Sentence, found: _Found, known: Lexicon) -> Claim:
    proposition = s.span(found.first, found.last)
    cue = s.span(found.cue, found.cue)
    if found.stance == "judges":
        speaker = Voice("the author", "author", None, (cue,))
    elif found.speaker is None:
        speaker = Voice("unnamed", "collective", None, (cue,))
    else:
        speaker = voice(scene, s, found.speaker)
    status: Status = known.maps["status"].get(found.stance, "attributed")  # type: ignore[assignment]
    inside = [
        e.id
        for e in scene.events_in(s)
        if any(proposition.start <= m.trigger.start < proposition.end for m in e.mentions)
    ]
    doc_id = scene.document.id
    return Claim(
        speaker=speaker,
        stance=found.stance,
        proposition=proposition,
        status=status,
        chain=tuple(voice(scene, s, j) for j in found.chain),
        cue=cue,
        events=tuple(inside),
        sentence=s.number,
        id=digest("claim", doc_id, str(proposition.start), str(cue.start), found.stance),
        doc_id=doc_id,
    )


def claim_of(
    scene: Scene, s: Sentence, cue: int, stance: str, speaker: int, first: int, last: int
) -> Claim:
    """The record of what a speaker says, by the tokens of cue, speaker and what is said."""
    return _claim(scene, s, _Found(cue, stance, speaker, first, last), words())


def who_says(claims: tuple[Claim, ...], span: Span) -> Claim | None:
    """The innermost claim of somebody else that holds ``span``; None if the author says it."""
    best: Claim | None = None
    for claim in claims:
        if claim.stance in ("judges", "confirms"):
            continue
        p = claim.proposition
        inside = p.start <= span.start and span.end <= p.end
        if inside and (
            best is None or p.end - p.start <= best.proposition.end - best.proposition.start
        ):
            best = claim
    return best


__all__ = ["claim_of", "find_claims", "voice", "who_says", "words"]
