"""What a sentence says of two marked parties, as named features.

Comes in: the parsed sentences of a text, the spans of the two parties, the pattern matcher.
Goes out: feature names in groups, each readable ("act=lift+sanction", "frame=CONCEDE/asserted"),
so that a decision can be explained by the words that made it. What the features weigh is
`detente.coding.pairs.model`'s affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.coding.certainty import Judge, judge
from detente.coding.match import Filler, Frame, Matcher
from detente.coding.pairs.words import WordLore
from detente.coding.sentence import Sentence

Spans = Sequence[tuple[int, int]]
Features = dict[str, list[str]]  # group -> names, repeated where they occur again
# Names that come together, always the same ones for a word: looked up once by who weighs them.
Bundle = tuple[str, ...]
Bundles = dict[str, list[Bundle]]

# In this order, which is also that of the weights in the models' cards.
GROUPS = ("words", "window", "acts", "frames", "kin")
SOURCE, TARGET = "<source>", "<target>"
_NAMES = ("PROPN",)
_SKIPPED = frozenset(("punct",))
_CONTENT = frozenset(("NOUN", "VERB", "ADJ", "ADV", "AUX", "PROPN", "ADP", "PART"))
_AUX = ("aux", "aux:pass", "cop")
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "neither", "nor"))
_WINDOW = 8  # tokens after the target that still belong to the act


@dataclass(frozen=True, slots=True)
class Pair:
    """The sentence that holds both parties (or one), and the tokens that they cover."""

    sentence: Sentence
    source: frozenset[int]
    target: frozenset[int]


def locate(sentences: Sequence[Sentence], source: Spans, target: Spans) -> Pair | None:
    """The first sentence with most of both parties; None for a text without words."""
    best: tuple[int, Pair] | None = None
    for s in sentences:
        pair = Pair(s, _tokens(s, source), _tokens(s, target))
        rank = 2 * bool(pair.target) + 2 * bool(pair.source)
        if best is None or rank > best[0]:
            best = (rank, pair)
    return None if best is None else best[1]


def pair_features(
    pair: Pair,
    matcher: Matcher,
    cues: Mapping[str, frozenset[str]],
    lore: WordLore,
) -> Features:
    """The features of one marked pair, by group.

    ``words``: lemmas and their runs of two, the parties replaced by placeholders,
    other names by "Name". ``window``: the same words by where they stand, before, between and
    after the parties. ``acts``: predicates that connect the parties, with what negates, delays
    or completes them. ``frames``: what the patterns say. ``kin``: event types of the words akin
    to those near the act, which stand in for words that the model has not met. ``dictionary``:
    the predicates and the words about them, for `detente.coding.pairs.model.Linear` of the CAMEO
    verb dictionary.
    """
    s = pair.sentence
    frames = matcher.frames(s) if matcher.may_match(s) else []
    told = told_frames(s, frames, judge(s, cues))
    chain = _chain(pair)
    plain, bundles = act_features(pair, lore, chain=chain)
    spelled = {group: [n for b in found for n in b] for group, found in bundles.items()}
    return {**plain, "frames": _frame_features(pair, told, chain), **spelled}


def act_features(
    pair: Pair, lore: WordLore, *, chain: Sequence[int] | None = None
) -> tuple[Features, Bundles]:
    """The same features but for what the patterns say.

    Those that words bring along are bundles of names. ``chain`` is the path between the parties,
    where the caller has it already.
    """
    s = pair.sentence
    masked = _masked(pair)
    chain = _chain(pair) if chain is None else chain
    near = _near(s, chain)
    return {
        "words": _runs(masked),
        "window": _windows(masked),
        "acts": _acts(pair, chain),
        "dictionary": _dictionary(pair, chain, near),
    }, {"kin": _kin(pair, chain, near, lore)}


def _near(s: Sentence, chain: Sequence[int]) -> frozenset[int]:
    """The path between the parties and what hangs on it."""
    return frozenset((*chain, *(j for k in chain for j in s.children[k])))


# words ------------------------------------------------------------------------------------------


def _tokens(s: Sentence, spans: Spans) -> frozenset[int]:
    return frozenset(
        i for i in range(len(s)) if any(a < s.end[i] and s.start[i] < b for a, b in spans)
    )


def _form(s: Sentence, i: int) -> str:
    if s.pos[i] in _NAMES:
        return "Name"
    if s.pos[i] == "NUM":
        return "0"
    return s.lemmas[i]


def _masked(pair: Pair) -> list[str]:
    """The sentence's lemmas with each party as one placeholder and runs of names as one."""
    s = pair.sentence
    out: list[str] = []
    for i in range(len(s)):
        if i in pair.source:
            word = SOURCE
        elif i in pair.target:
            word = TARGET
        elif s.pos[i] == "PUNCT":
            word = "," if s.words[i] in (",", ";") else ""
        else:
            word = _form(s, i)
        if word and not (out and out[-1] == word and word in (SOURCE, TARGET, "Name", "0")):
            out.append(word)
    return out


def _runs(words: Sequence[str]) -> list[str]:
    plain = [w for w in words if w != ","]
    out = list(plain)
    out += [f"{a} {b}" for a, b in pairwise(plain)]
    return out


def _windows(masked: Sequence[str]) -> list[str]:
    source = [k for k, w in enumerate(masked) if w == SOURCE]
    target = [k for k, w in enumerate(masked) if w == TARGET]
    if not source or not target:
        return [f"near={w}" for w in masked]
    a, b = min(((i, j) for i in source for j in target), key=lambda p: abs(p[0] - p[1]))
    first, last = min(a, b), max(a, b)
    side = "st" if a < b else "ts"
    out = [f"{side}={w}" for w in masked[first + 1 : last] if w != ","]
    out += [f"before={w}" for w in masked[max(0, first - _WINDOW) : first] if w != ","]
    out += [f"after={w}" for w in masked[last + 1 : last + 1 + _WINDOW] if w != ","]
    near = [w for w in masked[first + 1 : last] if w != ","]
    if near:
        out += [f"first={near[0]}", f"last={near[-1]}"]
    return out


# acts -------------------------------------------------------------------------------------------


def _heads(s: Sentence, tokens: Iterable[int]) -> list[int]:
    inside = set(tokens)
    return sorted(i for i in inside if s.heads[i] not in inside)


def _up(s: Sentence, i: int) -> list[int]:
    return [i, *s.ancestors(i)]


def _chain(pair: Pair) -> list[int]:
    """The tokens outside the parties on the shortest path between them, from source to target.

    With one party only, what stands above it; with none, the root.
    """
    s = pair.sentence
    sources, targets = _heads(s, pair.source), _heads(s, pair.target)
    parties = pair.source | pair.target
    best: list[int] | None = None
    for a in sources:
        up = _up(s, a)
        for b in targets:
            down = _up(s, b)
            meet = next((k for k in up if k in down), None)
            if meet is None:
                continue
            path = up[: up.index(meet) + 1] + down[: down.index(meet)][::-1]
            path = [k for k in path if k not in parties]
            if best is None or len(path) < len(best):
                best = path
    if best is None:
        top = sources or targets
        best = [k for k in _up(s, top[0]) if k not in parties] if top else [s.root]
    if not any(_predicate(s, k) for k in best):
        # "relations between A and B": the act is what the noun hangs on.
        above = s.ancestors(best[0] if best else (sources or targets or [s.root])[0])
        best = best + [k for k in above if k not in parties][:2]
    return best


def _predicate(s: Sentence, i: int) -> bool:
    return s.pos[i] in ("VERB", "AUX") or s.tags[i].startswith("VB")


def _manner(s: Sentence, i: int) -> str:
    """What has been done to an act's reality: "not", "will", "may" or nothing."""
    words = {s.lower[j] for j in s.children[i] if s.deps[j] in ("aux", "advmod", "det", "mark")}
    if words & _NEGATIONS:
        return "not "
    if words & {"will", "'ll", "would", "shall", "wo", "going"}:
        return "will "
    if words & {"may", "might", "could", "can", "should", "must"}:
        return "may "
    return ""


def _acts(pair: Pair, chain: Sequence[int]) -> list[str]:
    s = pair.sentence
    out: list[str] = []
    verbs: list[int] = []
    for k in chain:
        word = _form(s, k)
        out.append(f"path={word}")
        out.append(f"path={word}:{s.deps[k].partition(':')[0]}")
        if _predicate(s, k):
            verbs.append(k)
            # "began talks with", "agreed to lift": infinitives and complements below the path.
            verbs += [
                j
                for j in s.children[k]
                if s.deps[j] in ("xcomp", "ccomp") and j not in pair.target and j not in chain
            ]
        else:
            out += _noun_act(pair, k)
    out.append("route=" + ">".join(s.deps[k].partition(":")[0] for k in chain[:5]))
    for n, k in enumerate(verbs):
        out += _verb_act(pair, k, first=n == 0)
    for a, b in pairwise(verbs):
        out.append(f"then={s.lemmas[a]}>{s.lemmas[b]}")
        out.append(f"then={_manner(s, a)}{s.lemmas[a]}>")
    if verbs:
        above = next((k for k in s.ancestors(verbs[0]) if _predicate(s, k)), None)
        if above is not None:
            out.append(f"above={s.lemmas[above]}:{s.deps[verbs[0]]}")
    return out


def _verb_act(pair: Pair, k: int, *, first: bool) -> list[str]:
    s = pair.sentence
    lemma, manner = s.lemmas[k], _manner(s, k)
    place = "main" if first else "inner"
    out = [f"act={lemma}", f"{place}={manner}{lemma}", f"tag={place}:{s.tags[k]}"]
    if manner:
        out += [f"manner={manner}", f"{place} manner={manner}"]
    for j in s.children[k]:
        dep = s.deps[j]
        base = dep.partition(":")[0]
        who = SOURCE if j in pair.source else TARGET if j in pair.target else _form(s, j)
        if dep in _AUX:
            out.append(f"aux={s.lower[j]}")
        elif base in ("obj", "iobj", "nsubj"):
            out += [f"act={lemma}+{dep}:{who}"]
            if base == "obj" or dep == "nsubj:pass":
                out += [f"done={who}", f"done={lemma}+{who}"]
                out += _noun_act(pair, j)
        elif base in ("obl", "nmod"):
            case = next((s.lower[c] for c in s.children[j] if s.deps[c] == "case"), "")
            out += [f"act={lemma}+{case}", f"obl={case}+{who}", f"act={lemma}+{case}+{who}"]
        elif dep == "compound:prt" or base == "advmod":
            out.append(f"act={lemma}+{s.lower[j]}")
        elif base in ("xcomp", "ccomp", "advcl"):
            out.append(f"act={lemma}+{base}:{s.lemmas[j]}")
    return out


def _noun_act(pair: Pair, k: int) -> list[str]:
    """A noun with its modifiers and complements: "request from", "military aid to"."""
    s = pair.sentence
    if k in pair.source or k in pair.target:
        return []
    noun = _form(s, k)
    out = [f"noun={noun}"]
    for j in s.children[k]:
        base = s.deps[j].partition(":")[0]
        who = SOURCE if j in pair.source else TARGET if j in pair.target else _form(s, j)
        if base in ("amod", "compound"):
            out.append(f"noun={who} {noun}")
        elif base in ("nmod", "obl"):
            case = next((s.lower[c] for c in s.children[j] if s.deps[c] == "case"), "")
            out += [f"noun={noun} {case}", f"noun={noun} {case} {who}"]
            if case == "of" and who not in (SOURCE, TARGET):
                out.append(f"done={who}")
        elif base == "acl":
            out.append(f"noun={noun} to {s.lemmas[j]}")
        elif base == "det" and s.lower[j] in _NEGATIONS:
            out.append("manner=not ")
    return out


# patterns ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToldFrame:
    """A frame of the sentence with the tokens of its sides and how sure the text is of it."""

    frame: Frame
    actors: frozenset[int]
    recipients: frozenset[int]
    status: str


def told_frames(s: Sentence, frames: Iterable[Frame], sure: Judge) -> list[ToldFrame]:
    """The frames of a sentence with what is the same for all its pairs."""
    return [
        ToldFrame(f, _covered(s, f.actors), _covered(s, f.recipients), sure(f).status)
        for f in frames
    ]


def _covered(s: Sentence, fillers: Iterable[Filler]) -> frozenset[int]:
    out: set[int] = set()
    for head, _ in fillers:
        out.add(head)
        out.update(j for j in s.subtree(head) if s.deps[j] != "acl:relcl")
    return frozenset(out)


def _frame_features(pair: Pair, told: Sequence[ToldFrame], chain: Sequence[int]) -> list[str]:
    out: list[str] = []
    ranked: list[tuple[int, str, str]] = []
    on_path = set(chain)
    for one in told:
        f, status = one.frame, one.status
        source = not one.actors.isdisjoint(pair.source)
        target = not one.recipients.isdisjoint(pair.target)
        swapped = not one.actors.isdisjoint(pair.target) and not one.recipients.isdisjoint(
            pair.source
        )
        if f.reciprocal:
            source = source or not one.recipients.isdisjoint(pair.source)
            target = target or not one.actors.isdisjoint(pair.target)
        near = f.trigger in on_path or any(c in on_path for c in f.clauses)
        rank = 4 * (source and target) + 2 * near + source + target
        where = (
            "both" if source and target
            else "swapped" if swapped
            else "source" if source
            else "target" if target
            else "path" if near
            else "far"
        )  # fmt: skip
        out += [
            f"frame={f.type}",
            f"frame={f.type}/{status}",
            f"frame {where}={f.type}",
            f"frame {where}={f.type}/{status}",
            f"rule={f.rule}",
        ]
        out += [f"mode={f.type}-{m}" for m in f.mode]
        ranked.append((rank, f.type, status))
    if not ranked:
        return ["frame=none"]
    rank, kind, sure = max(ranked, key=lambda r: r[0])
    out += [f"best={kind}", f"best={kind}/{sure}", f"best rank={min(rank, 6)}:{kind}"]
    return out


# words never met --------------------------------------------------------------------------------


def _kin(pair: Pair, chain: Sequence[int], near: frozenset[int], lore: WordLore) -> list[Bundle]:
    s = pair.sentence
    parties = pair.source | pair.target
    return [
        bundle
        for i in near
        if i not in parties and (bundle := lore.kin(s.lemmas[i], s.pos[i], i in chain))
    ]


def _dictionary(pair: Pair, chain: Sequence[int], near: frozenset[int]) -> list[str]:
    s = pair.sentence
    about = {*near, *(j for k in near for j in s.children[k])}
    about -= pair.source | pair.target
    words = [s.lemmas[i] for i in sorted(about) if s.pos[i] in ("VERB", "NOUN", "ADJ", "ADP")]
    verbs = [s.lemmas[k] for k in chain if s.pos[k] == "VERB"]
    return dictionary_names(verbs, words)


def dictionary_names(verbs: Sequence[str], words: Sequence[str]) -> list[str]:
    """Features of verbs and the words about them, the same for a sentence and for a pattern.

    Examples
    --------
    >>> dictionary_names(["lift"], ["ban"])
    ['v=lift', 'w=ban', 'lift+ban']
    """
    out = [f"v={v}" for v in dict.fromkeys(verbs)]
    out += [f"w={w}" for w in dict.fromkeys(words)]
    out += [f"{v}+{w}" for v in dict.fromkeys(verbs) for w in dict.fromkeys(words)]
    return out
