"""Words of judging that no rule reads as a claim, chosen by a linear model.

Comes in: a `Scene` and the claims of the rules. Goes out: further `Claim` records: what somebody
calls, blames, mocks or credits ("called the ruling theft", "sees the Mujahedin", "Guterres:
'flagrant violation'"), and what is said by verbs that no lexicon of speech has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.coding.arguments import arguments
from detente.coding.certainty import clause_status, shipped_cues
from detente.coding.claims.rules import claim_of, words
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.learned.linear import Linears, load
from detente.coding.learned.words import WordView
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.records import Claim, Span

_OPENING = frozenset(('"', "“", "'", "‘", "``"))
_COLON = 8  # tokens before a colon that may name who speaks
_UNSAID = frozenset(("it", "there", "what", "which", "that", "this", "nothing", "something"))
_COMPLEMENTS = frozenset(("obj", "obl", "ccomp", "xcomp", "advcl", "nmod", "iobj"))
_INNER = frozenset(("aux", "aux:pass", "cop"))
_TRIMMED = frozenset((",", ".", ";", ":", "!", "?", "and", "but", "—", "–"))
# What the lexicon of acts says of a verb, and the stance it is then.
_STANCES = {"ACCUSE": "accuses", "REJECT": "denies", "THREATEN": "threatens"}
_NINTHS = 9


class _NoRules:
    """A lore that knows no word: what rules read as a claim is no candidate."""

    def types(self, lemma: str) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb, or a colon, with its speaker and the first and last token of what is said."""

    s: Sentence
    cue: int
    speaker: int
    first: int
    last: int


def further_claims(scene: Scene, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of the rules and those that the model finds beside, in text order."""
    more = chosen(scene, claims, load("claims"))
    return tuple(sorted((*claims, *more), key=lambda c: (c.proposition.start, c.proposition.end)))


def sayings(scene: Scene, claims: Sequence[Claim]) -> Iterator[Saying]:
    """Every verb with a speaker and something after it that no rule reads as a claim.

    What is done in what another says is no word of the doer: "denied sending troops".
    """
    taken: dict[int, set[int]] = {}
    said: dict[int, list[Span]] = {}
    speech = words().maps["stance"]
    for c in claims:
        if c.cue is not None and c.stance != "judges":
            taken.setdefault(c.sentence, set()).add(c.cue.start)
            said.setdefault(c.sentence, []).append(c.proposition)
    for s in scene.sentences:
        if scene.is_caption(s):
            continue
        colon = _colon(s)
        if colon is not None:
            yield colon
        for k, tag in enumerate(s.tags):
            if not tag.startswith("VB") or s.deps[k] in _INNER:
                continue
            if s.start[k] in taken.get(s.number, ()):
                continue
            if s.lemmas[k] not in speech and any(
                x.start <= s.start[k] < x.end for x in said.get(s.number, ())
            ):
                continue
            saying = _of_verb(s, k)
            if saying is not None:
                yield saying


def _of_verb(s: Sentence, k: int) -> Saying | None:
    args = arguments(s, k)
    speaker = args.agent if args.passive else args.subject
    if speaker is None or s.lower[speaker] in _UNSAID or s.pos[speaker] == "NUM":
        return None
    after = [j for j in s.children[k] if j > k and s.deps[j].partition(":")[0] in _COMPLEMENTS]
    quoted = any(s.words[j] in _OPENING for j in range(k + 1, min(len(s), k + 4)))
    if not after and not quoted:
        return None
    last = max((m for j in after for m in s.subtree(j)), default=len(s) - 1)
    stop = min((j for j in s.children[k] if j > k and s.deps[j] == "conj"), default=len(s))
    inside = [j for j in range(k + 1, min(last, stop - 1) + 1) if j != speaker]
    while inside and s.words[inside[-1]] in _TRIMMED:
        inside.pop()
    if not inside or inside[0] <= speaker <= inside[-1]:
        return None
    return Saying(s, k, speaker, inside[0], inside[-1])


def _colon(s: Sentence) -> Saying | None:
    """ "Guterres: 'flagrant violation'": a name, a colon, words."""
    at = next((k for k in range(1, min(len(s), _COLON)) if s.words[k] == ":"), None)
    if at is None or at + 1 >= len(s):
        return None
    if any(s.tags[j].startswith("VB") for j in range(at)):
        return None
    names = [j for j in range(at) if s.pos[j] in ("PROPN", "NOUN")]
    if not names:
        return None
    last = len(s) - 1
    while last > at + 1 and s.pos[last] == "PUNCT":
        last -= 1
    return Saying(s, at, names[-1], at + 1, last)


def looks(scene: Scene, x: Saying, views: dict[int, WordView]) -> list[str]:
    """The names of a saying's features, each once."""
    s, k = x.s, x.cue
    view = views.get(s.number)
    if view is None:
        view = WordView(s, scene.mentions[s.number], _NoRules(), load_act_lexicon())  # type: ignore[arg-type]
        views[s.number] = view
    known = words()
    out = ["colon"] if s.words[k] == ":" else view.features(k)
    out += scene.hinted(s, k)
    out += [f"said {hint}" for hint in scene.tagged(s, x.first)]
    out += [f"speaker {hint}" for hint in scene.tagged(s, x.speaker)]
    stance = known.maps["stance"].get(s.lemmas[k])
    if stance is not None:
        out += ["word of speech", f"stance {stance}"]
    out.append(f"clause {clause_status(s, k, shipped_cues())}")
    who = s.lemmas[x.speaker]
    kind = view.kind(x.speaker)
    out += [
        f"speaker {kind}",
        f"speaker tag={s.tags[x.speaker]}",
        f"speaker={view.gist(x.speaker)}",
    ]
    out += [f"speaker {name}" for name in ("person", "collective") if who in known.lists[name]]
    said = range(x.first, x.last + 1)
    if any(s.words[j] in _OPENING for j in said):
        out += ["words quoted", f"words quoted {s.lemmas[k]}"]
    for j in s.children[k]:
        if j > k and s.deps[j] != "punct":
            out.append(f"after {s.deps[j]} {s.pos[j]}")
            out.append(f"after {s.deps[j]} {kind}")
            if any(s.lower[i] == "as" for i in s.children[j]):
                out += ["as", f"as {s.lemmas[k]}"]
            out += [f"said word={s.lemmas[j]}", *(f"said {t}" for t in view.known(j))]
    out.append(f"said length {min(len(said) // 4, 5)}")
    out += _of_acts(scene, x)
    place = int(s.number / max(1, len(scene.sentences) - 1) * _NINTHS)
    out.append(f"place {place}")
    return list(dict.fromkeys(out))


def _of_acts(scene: Scene, x: Saying) -> Iterator[str]:
    s, k = x.s, x.cue
    for e in scene.events_in(s):
        if any(
            m.trigger.start <= s.start[k] < max(m.trigger.end, m.trigger.start + 1)
            for m in e.mentions
        ):
            yield f"tells {e.event_type}"
            yield f"tells {e.event_type} {e.status}"
        elif any(s.start[x.first] <= m.trigger.start < s.end[x.last] for m in e.mentions):
            yield "an act inside"


def chosen(scene: Scene, claims: Sequence[Claim], models: Linears) -> list[Claim]:
    """The claims that the model believes."""
    views: dict[int, WordView] = {}
    out: list[Claim] = []
    for x in sayings(scene, claims):
        if models["claim"].chance(looks(scene, x, views)) >= models.level("claim"):
            out.append(claim(scene, x))
    return out


def claim(scene: Scene, x: Saying) -> Claim:
    """The record of a saying."""
    s, lemma = x.s, x.s.lemmas[x.cue]
    stance = words().maps["stance"].get(lemma)
    if stance is None:
        told = load_act_lexicon().words.get((lemma, "v"), ())
        stance = next((_STANCES[t[:-2]] for t in told[:1] if t[:-2] in _STANCES), "says")
    return claim_of(scene, s, x.cue, stance, x.speaker, x.first, x.last)
