"""Which date belongs to which event.

What comes in: a sentence, the token of an event and the dates of the sentence. What goes out:
the one the event happened on. A date of the verb of saying is not the date of what is said; a
date of another event is not shared, except by the clauses that share a subject and time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from detente.coding.sentence import Sentence
from detente.coding.when.calendar import event_date, resolve
from detente.coding.when.find import DateMention, announcement, bidden, has, looks_ahead
from detente.coding.when.words import DateWords, date_words

_CLAUSES = ("acl", "advcl", "ccomp", "csubj", "parataxis", "xcomp", "discourse", "vocative")
_ROUGH = {"day": 0, "week": 1, "approx": 2, "month": 3, "season": 4, "year": 5}


def date_for(
    sentence: Sentence,
    trigger: int,
    mentions: Sequence[DateMention],
    *,
    others: Collection[int] = (),
    words: DateWords | None = None,
) -> DateMention | None:
    """The date expression of the event at token ``trigger``, or None.

    Parameters
    ----------
    sentence
        Parsed sentence.
    trigger
        Token of the event's verb or noun.
    mentions
        What `find_dates` found in this sentence.
    others
        Tokens of the sentence's other events; their dates are theirs.
    words
        Words of dates, if not the shipped ones.

    Returns
    -------
    The nearest date in the tree of the event's own clause; else that of the clause it
    completes or shares. The mention may be unresolved (``date`` None).
    """
    if not mentions:
        return None
    known = date_words() if words is None else words
    bounded = _then(sentence, trigger, mentions)
    if bounded is not None:
        return bounded
    # "The meeting took place on Tuesday": the light verb does not keep the date for itself.
    away = frozenset(o for o in others if o != trigger and not has(sentence, o, known.light))
    best: tuple[tuple[bool, bool, int, int, int, int], DateMention] | None = None
    for mention in mentions:
        if mention.first <= trigger <= mention.last or mention.relation == "before":
            continue
        if mention.anchor_token == trigger or _set_for(sentence, trigger, mention):
            continue
        if _subject_between(sentence, mention, trigger) in others:
            continue
        rank = _rank(sentence, trigger, mention, away, known)
        if rank is None:
            continue
        # "A day after a crowd stormed it": of what is told behind it, unless nothing else dates.
        late = mention.anchor_token is not None and mention.anchor_token in others
        open_ended = mention.date is None
        rough = 6 if mention.date is None else _ROUGH[mention.date.precision]
        distance = abs(mention.head - trigger)
        key = (rank[0] > 1 or late, open_ended, rank[0], rank[1], rough, distance)
        if best is None or key < best[0]:
            best = (key, mention)
    if best is None:
        # "When Turkey downed a bomber in November 2015, Putin imposed sanctions": then, not now.
        then = _when_clause(sentence, trigger)
        return None if then is None else date_for(sentence, then, mentions, words=words)
    return best[1]


def _set_for(s: Sentence, trigger: int, mention: DateMention) -> bool:
    """ "Called a meeting for Monday": the meeting is on Monday, the call was not."""
    return (
        mention.first > trigger
        and s.lower[mention.first - 1] == "for"
        and s.tags[trigger] in ("VBD", "VBZ", "VBP")
    )


def _then(s: Sentence, trigger: int, mentions: Sequence[DateMention]) -> DateMention | None:
    """ "The worst since 1995, when the two fought": of 1995, and not from then on."""
    when = next((k for k in s.children[trigger] if s.lower[k] == "when"), None)
    if when is None:
        return None
    ends = (when - 1, when - 2) if s.words[when - 1] == "," else (when - 1,)
    mention = next((m for m in mentions if m.last in ends and m.relation in _BOUNDS), None)
    found = None if mention is None or mention.piece is None else resolve(mention.piece, None, None)
    if mention is None or found is None:
        return None
    return replace(mention, date=event_date(found, "stated", mention.span), relation=None)


_BOUNDS = frozenset(("since", "until", "till", "by"))


def _when_clause(s: Sentence, trigger: int) -> int | None:
    """The predicate of a clause of "when" in the past that a past act answers; None without one."""
    if s.tags[trigger] != "VBD":
        return None
    for j in s.each(trigger, "advcl"):
        if s.tags[j] == "VBD" and any(s.lower[k] == "when" for k in s.children[j]):
            return j
    return None


def governor(s: Sentence, mention: DateMention, words: DateWords) -> int:
    """The token that a date hangs on; -1 if it is the root.

    "Two days after the incident" hangs on what happened then, not on the incident.
    """
    announced = announcement(s, mention.first, words)
    if announced is not None:
        return announced
    at = s.heads[mention.head]
    if at >= 0 and mention.anchor_token is not None and at == mention.anchor_token:
        at = s.heads[at]
    while mention.first <= at <= mention.last:
        at = s.heads[at]
    while at >= 0 and s.lemmas[at] in _HOURS and s.heads[at] >= 0 and s.deps[at] == "obl":
        at = s.heads[at]  # "before dawn on Tuesday jets crossed"
    between = at >= 0 and s.deps[at].startswith("nsubj") and at < mention.first
    if between and mention.last < s.heads[at]:
        # "Kenya on Thursday summoned him and closed the border": of what Kenya did.
        return s.heads[at] if s.pos[at] == "PROPN" or s.lemmas[at] in _DOERS else at
    return at


# Subjects that do something on a day, where others, as "attack", were on it themselves.
_DOERS = frozenset(
    """ministry minister government president premier ambassador envoy chancellor king spokesman
    spokeswoman official officer police army navy force soldier troops guard gunman rebel court
    parliament senate state country authority commission council union leader foreigner
    prosecutor company airline""".split()  # noqa: SIM905
)
_HOURS = frozenset(
    "dawn morning noon midday afternoon evening dusk night midnight hour sunrise sunset".split()  # noqa: SIM905
)


def _rank(
    s: Sentence, trigger: int, mention: DateMention, others: frozenset[int], words: DateWords
) -> tuple[int, int] | None:
    """How well a date fits (tier, steps in the tree), lower is better; None if not at all."""
    at = governor(s, mention, words)
    if at < 0:
        return None
    if at == trigger or _told_of(s, trigger, mention):
        return 0, 1
    at = _fronted(s, mention, at)
    before_noun = mention.last < at and s.pos[at] in {"NOUN", "PROPN"} and _prenominal(s, mention)
    if at == trigger:
        return 0, 1
    if _quoted(s, at) != _quoted(s, trigger):
        return None
    below = _below(s, trigger, at, others)
    if below is not None and at not in others:
        if not before_noun:
            return 1, below
        if has(s, trigger, words.light):
            return 2, below
        return None
    if before_noun:
        return None
    if _subject_between(s, mention, at) == trigger or _follows(s, trigger, at, mention, words):
        return 2, 2
    above = _above(s, trigger, at, mention, others, words)
    if above is not None:
        return 3, above
    return None


_OPENING = frozenset(("last", "next", "the", "this", "that", "earlier", "later", "yesterday"))


def _fronted(s: Sentence, mention: DateMention, at: int) -> int:
    """The verb of the clause that a date opens, where the tree ties it to the subject.

    Without a comma parsers take "On Monday students seized" for students of Monday.
    """
    if mention.last >= at or s.pos[at] not in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return at
    behind = mention.last + 1
    if behind < len(s) and s.lower[behind] in {"'s", "’s", "'", "’"}:
        return at
    before = mention.first - 1
    tied = before >= 0 and s.pos[before] in {"ADP", "SCONJ"}
    if not tied and s.lower[mention.first] not in _OPENING:
        return at  # "Sunday attacks"
    while before >= 0 and (s.pos[before] in {"ADP", "ADV", "CCONJ", "SCONJ", "NUM"} or tied):
        if s.pos[before] in {"VERB", "AUX", "PROPN", "PUNCT"}:
            break
        before -= 1
    if before >= 0 and s.pos[before] != "PUNCT":
        return at
    node = at
    while node > mention.last and not s.deps[node].startswith("nsubj"):
        if s.deps[node] not in _INSIDE_SUBJECT or s.heads[node] < 0:
            return at
        node = s.heads[node]
    if node > mention.last:
        return s.heads[node] if s.heads[node] >= 0 else at
    # "Before dawn on Tuesday jets crossed": the subject went to the dawn, and the verb has none.
    verb = next((k for k in s.ancestors(node) if s.pos[k] == "VERB"), -1)
    return verb if verb > at and s.child(verb, "nsubj", "nsubj:pass") is None else at


_INSIDE_SUBJECT = frozenset(
    ("compound", "nmod", "nmod:poss", "nmod:desc", "amod", "nummod", "flat", "appos", "obl")
)


def _told_of(s: Sentence, trigger: int, mention: DateMention) -> bool:
    """Whether the date is followed by what happened then: "November 1979, when students seized"."""
    when = mention.last + 1
    when += when < len(s) and s.lower[when] == ","
    if when >= min(len(s), trigger) or s.lower[when] != "when":
        return False
    node = trigger
    while node != s.heads[when] and s.deps[node] == "conj" and s.heads[node] >= 0:
        node = s.heads[node]
    return node == s.heads[when]


def _subject_between(s: Sentence, mention: DateMention, verb: int) -> int:
    """The verb's subject if the date stands between the two, else -1.

    "The downing of the jet on November 24 had brought ...": where the subject is an event, the
    date is its own, whatever the parse.
    """
    if not mention.last < verb:
        return -1
    for child in s.each(verb, "nsubj", "nsubj:pass"):
        if child < mention.first:
            return child
    return -1


def _follows(s: Sentence, trigger: int, at: int, mention: DateMention, words: DateWords) -> bool:
    """Whether the date stands right behind the event's phrase: "arose after the attack on D"."""
    if s.heads[trigger] != at or not s.deps[trigger].startswith("obl") or has(s, at, words.speech):
        return False
    case = s.child(trigger, "case")
    if case is None or s.lower[case] not in _LEADING:
        return False
    end = s.subtree(trigger)[-1]
    return end < mention.first and all(
        s.deps[i] in {"case", "det"} for i in range(end + 1, mention.first)
    )


_LEADING = frozenset(
    ("after", "before", "since", "following", "over", "in", "during", "at", "by", "through")
)


def _prenominal(s: Sentence, mention: DateMention) -> bool:
    return s.child(mention.head, "case") is None or s.deps[mention.head] == "nmod:poss"


def _clause(dep: str) -> bool:
    return dep.startswith(_CLAUSES)


def _below(s: Sentence, trigger: int, at: int, others: frozenset[int]) -> int | None:
    """Steps from ``at`` up to ``trigger`` inside the trigger's own clause, else None."""
    steps = 1
    while at != trigger:
        if at in others:
            return None
        dep = s.deps[at]
        if _clause(dep):
            return None
        if dep == "conj" and s.pos[at] in {"VERB", "AUX"}:
            return None
        at = s.heads[at]
        steps += 1
        if at < 0 or steps > len(s):
            return None
    return steps


def _above(
    s: Sentence,
    trigger: int,
    at: int,
    mention: DateMention,
    others: frozenset[int],
    words: DateWords,
) -> int | None:
    """Steps from ``trigger`` to the clause of the date, where the two share their time."""
    node, steps = trigger, 1
    while node != at:
        head = s.heads[node]
        if head < 0 or steps > len(s):
            break
        dep = s.deps[node]
        if dep == "acl:relcl" and _place_of(s, node):
            # "travelled to Lahore, where they signed": when they had come there.
            up = (head, *s.ancestors(head))
            node = next((k for k in up if k == at or s.pos[k] == "VERB"), -1)
            if node < 0:
                return None
            steps += 1
            continue
        if not _shares(s, node, head, dep, mention, words):
            break
        node = head
        steps += 1
        if node in others and node != at:
            return None
    if node == at:
        return steps
    return _beside(s, trigger, at, mention, words)


def _now_perfect(s: Sentence, verb: int) -> bool:
    return any(s.lower[c] in ("has", "have") and s.deps[c] == "aux" for c in s.children[verb])


def _place_of(s: Sentence, node: int) -> bool:
    """Whether a clause tells in the past what was done at the place it hangs on."""
    return s.tags[node] == "VBD" and any(s.lower[k] == "where" for k in s.children[node])


def _shares(
    s: Sentence, node: int, head: int, dep: str, mention: DateMention, words: DateWords
) -> bool:
    """Whether what ``node`` tells happens when its head does."""
    if dep in {"nsubj", "nsubj:pass", "obj", "obl", "nmod"} and s.pos[node] in {"NOUN", "PROPN"}:
        awaited = dep == "nsubj:pass" and s.lemmas[head] == "expect"
        return (has(s, head, words.light) or awaited) and s.pos[head] in {"VERB", "AUX", "ADJ"}
    if dep == "xcomp":
        return not has(s, head, words.speech)
    if dep == "advcl":
        if _place_of(s, node):
            return not has(s, head, words.speech)
        if any(s.lower[k] == "when" and s.deps[k] in ("mark", "advmod") for k in s.children[node]):
            return not has(s, head, words.speech)  # "in 1983, when agents killed them, B cut ties"
        bare = s.child(node, "mark") is None and s.child(node, "nsubj", "nsubj:pass") is None
        return bare and s.tags[node] in {"VBG", "VBN"}
    if dep == "conj":
        if has(s, head, words.speech):
            # "said on Tuesday that it was none, and rejected": on one occasion.
            alone = s.child(node, "nsubj", "nsubj:pass", "aux") is None
            return alone and s.tags[node] == s.tags[head] == "VBD" and mention.last < node
        if s.pos[node] in {"NOUN", "PROPN"}:
            return s.pos[head] in {"NOUN", "PROPN"}
        if s.tags[node] == "VBN" and s.tags[head] == "VBD" and _now_perfect(s, node):
            return False  # "in 1998 invaded, and has since expelled"
        before = mention.last < node
        return before and looks_ahead(s, node, words) == looks_ahead(s, head, words)
    if dep in {"compound", "flat", "fixed", "compound:prt"}:
        return True
    return dep == "appos"


def _beside(
    s: Sentence, trigger: int, at: int, mention: DateMention, words: DateWords
) -> int | None:
    """Dates on a light verb or participle below the event, or on a later joined verb."""
    dep = s.deps[at]
    if _where_it_met(s, trigger, at, mention):
        return 3
    if s.heads[at] == trigger:
        # "the meeting held on Tuesday", "the attack, which came on Monday"
        if dep.startswith("acl") and has(s, at, words.light):
            return 3
        # "stormed the embassy and killed three on Tuesday"
        if dep == "conj" and s.pos[at] == "VERB" and s.child(at, "nsubj", "nsubj:pass") is None:
            same = looks_ahead(s, trigger, words) == looks_ahead(s, at, words)
            bare = not any(
                c > trigger and s.deps[c].startswith(("obl", "advcl", "advmod"))
                for c in s.children[trigger]
            )
            if same and bare and not has(s, at, words.speech) and mention.first > at:
                return 4
        if dep == "xcomp" and not has(s, trigger, words.speech):
            return 4
    if _bidden_on(s, trigger, at):
        return 4
    return None


def _bidden_on(s: Sentence, trigger: int, at: int) -> bool:
    """Whether the date of an infinitive is that of who bade it: "told them to leave on Monday"."""
    node = at
    for _ in range(3):
        head = s.heads[node]
        if head < 0:
            return False
        if s.deps[node] in ("xcomp", "ccomp", "advcl", "acl"):
            verb = head if s.deps[node] != "acl" else s.heads[head]
            return verb == trigger and bidden(s, verb, node)
        node = head
    return False


def _where_it_met(s: Sentence, trigger: int, at: int, mention: DateMention) -> bool:
    """Whether a date tells when the doer met: "the Council, meeting on 24 May, asked"."""
    if not s.lower[at].endswith("ing") or not mention.last < trigger:
        return False
    verb = trigger
    for _ in range(4):
        subject = s.child(verb, "nsubj")
        if subject is not None:
            return s.heads[at] == subject and subject < at < verb
        if s.deps[verb] not in ("conj", "xcomp") or s.heads[verb] < 0:
            return False
        verb = s.heads[verb]
    return False


def _quoted(s: Sentence, i: int) -> bool:
    """Whether token ``i`` stands inside quotation marks."""
    inside = False
    for k in range(i):
        word = s.words[k]
        if word in {"“", "``"}:
            inside = True
        elif word in {"”", "''"}:
            inside = False
        elif word == '"':
            inside = not inside
    return inside
