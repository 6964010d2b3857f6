"""Mistakes that a parser makes again and again, put right before anything looks at the tree.

Comes in: the columns of one sentence. Goes out: the same columns, heads and relations corrected in
place. Only what grammar leaves no doubt about: a finite clause without a subject behind a verb of
saying whose object is no thing that can be said.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.nounlike import verbs_like_nouns

# Verbs whose clause stands without "that" in news, and which take no object of things or people.
_SAYING = frozenset(
    """say think believe claim insist fear suspect suppose assume hope argue allege maintain add
    admit deny concede acknowledge contend assert reckon swear boast complain guess estimate
    stress imply conclude predict expect""".split()  # noqa: SIM905
)
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


def mend(
    lemmas: Sequence[str],
    tags: list[str],
    pos: list[str],
    deps: list[str],
    heads: list[int],
) -> None:
    """Put right what the parser is known to get wrong."""
    _verb_of_speech(lemmas, tags, deps, heads)
    verbs_like_nouns(lemmas, tags, pos, deps, heads)
    _name_cut(tags, pos, deps, heads)
    _date_and_subject(lemmas, tags, deps, heads)
    _two_objects(tags, pos, deps, heads)
    _subject_of_speech(lemmas, tags, pos, deps, heads)
    if "that" in lemmas:
        _said_of_it(lemmas, tags, deps, heads)
        _content(lemmas, deps, heads)
    if tags.count("CD") > 1:
        _gapped(lemmas, tags, pos, deps, heads)
    if "conj" in deps:
        _name_of_role(lemmas, pos, deps, heads)
        _apposition(lemmas, tags, pos, deps, heads)
        _second_verb(lemmas, tags, deps, heads)


def _verb_of_speech(
    lemmas: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]
) -> None:
    """ "Neighbours suspect greed": a finite verb of thinking that was hung on its own object."""
    for k, dep in enumerate(deps):
        noun = heads[k]
        if dep not in ("amod", "compound") or noun < k or tags[k] not in ("VBP", "VBZ"):
            continue
        if lemmas[k] not in _SAYING or (tags[noun].startswith("VB") and tags[noun] != "VBG"):
            continue
        if any(heads[j] == k and deps[j] == "nsubj" for j in range(k)):
            _above_its_object(tags, deps, heads, k)
            continue
        before = [j for j in range(k) if heads[j] == noun]
        subject = next((j for j in before if deps[j] == "nsubj"), None)
        if subject is None:
            continue
        heads[k], deps[k] = heads[noun], deps[noun]
        heads[noun], deps[noun] = k, "obj"
        heads[subject] = k
        for j in before:
            if j > subject:  # "bloggers in Poland"
                heads[j], deps[j] = subject, "nmod"
        for j in range(noun + 1, len(deps)):
            if heads[j] == noun and deps[j] == "punct":
                heads[j] = k


def _above_its_object(tags: Sequence[str], deps: list[str], heads: list[int], verb: int) -> None:
    """ "That they suspect smugglers angered by the closure": the verb with a subject of its own."""
    noun = heads[verb]
    clause = heads[noun]
    if deps[noun] == "nsubj" and clause == noun + 1 and tags[clause] in ("VBD", "VBN"):
        # The smugglers are angered, and do not anger.
        heads[verb], deps[verb] = heads[clause], deps[clause]
        heads[clause], deps[clause] = noun, "acl"
        for j, head in enumerate(heads):
            if head == clause and (j < noun or deps[j] == "punct") and j != noun:
                heads[j] = verb
    else:
        heads[verb], deps[verb] = heads[noun], deps[noun]
    heads[noun], deps[noun] = verb, "obj"


def _name_cut(tags: Sequence[str], pos: list[str], deps: list[str], heads: list[int]) -> None:
    """ "Kais Saied, who telephoned, said that": the family name is no clause of saying."""
    for j in range(1, len(deps)):
        i = j - 1
        if not tags[i] == tags[j] == "NNP":
            continue
        if heads[j] != heads[i] or heads[j] < j or not deps[i].startswith("nsubj"):
            continue
        if deps[j] not in _NO_NAME or any(
            h == j and deps[k] != "punct" for k, h in enumerate(heads)
        ):
            continue
        heads[j], deps[j], pos[j] = i, "flat", "PROPN"
        for k, head in enumerate(heads):
            if head == j:
                heads[k] = i


def _two_objects(
    tags: Sequence[str], pos: Sequence[str], deps: list[str], heads: list[int]
) -> None:
    """ "Rammed the survey ship Triton": a verb has one object; the first noun tells its kind."""
    for i in range(len(deps) - 1):
        j = i + 1
        if deps[i] != "obj" or deps[j] != "obj" or heads[i] != heads[j]:
            continue
        if tags[i] == "NN" and pos[i] == "NOUN" and tags[j].startswith("NN"):
            heads[i], deps[i] = j, "compound"
            for k in range(i):
                if heads[k] == i:
                    heads[k] = j


def _date_and_subject(
    lemmas: Sequence[str],
    tags: Sequence[str],
    deps: list[str],
    heads: list[int],
) -> None:
    """ "In 2015 gunmen kidnapped ten", "on 14 September Tajik guards opened fire".

    The date is when, and who stands behind it did it; parsers make one phrase of both.
    """
    for i in range(len(deps) - 3):
        if tags[i] != "IN" or lemmas[i].lower() not in _WHEN:
            continue
        last = _date_from(lemmas, tags, i + 1)
        inside = range(i, last + 1)
        above = (heads[k] for k in inside)
        noun = max((h for h in above if h > last and tags[h].startswith("NN")), default=-1)
        if last == i or noun < 0:
            continue
        held, role = heads[noun], deps[noun]
        # "In the early hours of 14 September guards", "early on Monday police": of these the date.
        verb = held
        while role.startswith(("nmod", "obl")) and 0 <= verb < i:
            verb = heads[verb]
        if verb <= noun or not tags[verb].startswith("VB"):
            continue
        below = [k for k, head in enumerate(heads) if head == verb and k != noun]
        if not deps[noun].startswith("nsubj"):
            if any(deps[k].startswith(("nsubj", "csubj", "expl")) for k in below):
                continue
            passive = any(deps[k] == "aux:pass" for k in below)
            deps[noun] = "nsubj:pass" if passive else "nsubj"
            heads[noun] = verb
        top = next((k for k in inside[1:] if lemmas[k].lower() in _NAMED_TIMES), i + 1)
        of_noun = held if held != verb and role == "nmod" else -1
        for k in inside:
            heads[k], deps[k] = top, "case" if k == i else "nmod:unmarked"
        heads[top], deps[top] = (of_noun, "nmod") if of_noun >= 0 else (verb, "obl")


def _date_from(lemmas: Sequence[str], tags: Sequence[str], first: int) -> int:
    """The last token of a date that begins at a token; the one before it if none does."""
    last = first - 1
    for k in range(first, min(first + 4, len(tags))):
        word = lemmas[k].lower()
        day = tags[k] == "CD" and word.isdigit() and len(word) <= 2
        year = tags[k] == "CD" and word.isdigit() and "1500" <= word <= "2100" and len(word) == 4
        part = word in _PARTS and last >= first and lemmas[last].lower() in _NAMED_TIMES
        if not (day or year or part or (tags[k].startswith("NNP") and word in _NAMED_TIMES)):
            break
        last = k
    dated = any(
        lemmas[k].lower() in _NAMED_TIMES or len(lemmas[k]) == 4 for k in range(first, last + 1)
    )
    return last if dated else first - 1


_WHEN = frozenset(("in", "on", "by", "since", "until", "during", "around", "of"))
_PARTS = frozenset(("morning", "afternoon", "evening", "night"))
_NAMED_TIMES = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()  # noqa: SIM905
)
_NO_NAME = frozenset(("ccomp", "xcomp", "obj", "acl", "advcl", "dep", "parataxis"))
_BETWEEN = frozenset((",", ";", "and", "while", "the"))
_EACH = frozenset("each apiece more other".split())  # noqa: SIM905


def _gapped(
    lemmas: Sequence[str],
    tags: Sequence[str],
    pos: Sequence[str],
    deps: list[str],
    heads: list[int],
) -> None:
    """ "Poland expelled four, Germany three and France two": the others did so too.

    The verb is left out behind the first; parsers hang the names on what was counted.
    """
    for o, dep in enumerate(deps):
        verb = heads[o]
        if dep != "obj" or not 0 <= verb < o or pos[verb] != "VERB":
            continue
        below = range(verb + 1, o)
        if tags[o] != "CD" and not any(heads[j] == o and tags[j] == "CD" for j in below):
            continue
        subject = next((j for j in range(verb) if heads[j] == verb and deps[j] == "nsubj"), None)
        if subject is None or pos[subject] != "PROPN":
            continue
        above = _above(heads, verb)
        for run, number in _beside_numbers(lemmas, tags, pos, o + 1):
            if not above.isdisjoint((*run, number)):
                continue
            name = next((j for j in run if heads[j] not in run), run[-1])
            for j in run:
                if j != name and heads[j] == number:
                    heads[j] = name
            heads[name], deps[name] = subject, "conj"
            heads[number], deps[number] = name, "orphan"


def _beside_numbers(
    lemmas: Sequence[str], tags: Sequence[str], pos: Sequence[str], at: int
) -> list[tuple[range, int]]:
    """Names from a token on, each with the number behind it: ", Germany three and France two"."""
    out: list[tuple[range, int]] = []
    while True:
        runs: list[range] = []
        k = at
        while k < len(pos) and (lemmas[k].lower() in _BETWEEN or pos[k] == "PROPN"):
            first = k
            while k < len(pos) and pos[k] == "PROPN":
                k += 1
            if k > first:
                runs.append(range(first, k))
            else:
                k += 1
        if not runs or runs[0].start == at or k >= len(pos) or tags[k] != "CD":
            return out
        out += [(run, k) for run in runs]
        at = k + 1
        if at < len(pos) and lemmas[at] in _EACH:
            at += 1


def _name_of_role(
    lemmas: Sequence[str], pos: Sequence[str], deps: list[str], heads: list[int]
) -> None:
    """ "The ambassador to Libya, Christopher Stevens, and two Marines": no list of Libya's.

    A name of two words behind a comma, joined without "and" to the place of an office, is the
    officer's; what follows with "and" is joined to him.
    """
    for j, dep in enumerate(deps):
        place = heads[j]
        if dep != "conj" or place < 0 or place > j or pos[j] != "PROPN" or pos[place] != "PROPN":
            continue
        role = heads[place]
        if deps[place] == "obl":  # of what was done to him, hung on the verb
            role = min(k for k, head in enumerate(heads) if head == place or k == place) - 1
        elif deps[place] != "nmod":
            continue
        if role < 0 or pos[role] != "NOUN" or role > place:
            continue
        if not _behind_comma(lemmas, min(_below(heads, j))):
            continue
        joined = [k for k in range(place + 1, len(deps)) if deps[k] == "conj" and heads[k] == place]
        # "Libya, Saudi Arabia, and Egypt" are places; beside "her driver" stands a person.
        people = any(k > j and pos[k] == "NOUN" for k in joined)
        compound = people and any(
            deps[k] == "compound" and pos[k] == "PROPN" and heads[k] == j for k in range(place, j)
        )
        if joined[0] < j or not (compound or _full_name(deps, heads, j)):
            continue
        deps[j], heads[j] = "appos", role
        for k in range(j + 1, len(deps)):
            if deps[k] == "conj" and heads[k] == place:
                heads[k] = role


def _apposition(
    lemmas: Sequence[str],
    tags: Sequence[str],
    pos: Sequence[str],
    deps: list[str],
    heads: list[int],
) -> None:
    """ "Orlando Letelier, a former minister, and a colleague": two people, not three."""
    for j, dep in enumerate(deps):
        up = heads[j]
        if dep != "conj" or up < 0 or pos[up] != "PROPN" or tags[j] != "NN" or up > j:
            continue
        first, led, joined = j, False, False
        for k, head in enumerate(heads):
            if head == j:
                first = min(first, k)
                led = led or (deps[k] == "det" and lemmas[k] in ("a", "an", "the"))
                joined = joined or deps[k] == "cc"
        inside = _below(heads, j)
        last = max(inside)
        closed = last + 1 < len(pos) and pos[last + 1] == "PUNCT" and lemmas[last + 1] == ","
        if led and not joined and closed and _behind_comma(lemmas, first):
            deps[j] = "appos"
    _named_role(lemmas, tags, pos, deps, heads)
    _named_last(lemmas, pos, deps, heads)


def _named_role(
    lemmas: Sequence[str],
    tags: Sequence[str],
    pos: Sequence[str],
    deps: list[str],
    heads: list[int],
) -> None:
    """ "The driver, Brian O'Driscoll, and Brian Cubbon": the driver is the first of them."""
    for j, dep in enumerate(deps):
        role = heads[j]
        if dep != "conj" or pos[j] != "PROPN" or role < 0 or role > j or tags[role] != "NN":
            continue
        led = any(
            heads[k] == role and lemmas[k] in ("the", "his", "her", "its") for k in range(role)
        )
        earlier = any(deps[k] == "conj" and heads[k] == role for k in range(role, j))
        inside = _below(heads, j)
        opened, last = _behind_comma(lemmas, min(inside)), max(inside)
        closed = last + 1 < len(lemmas) and lemmas[last + 1] == ","
        if _full_name(deps, heads, j) and led and opened and closed and not earlier:
            deps[j] = "appos"


def _named_last(
    lemmas: Sequence[str], pos: Sequence[str], deps: list[str], heads: list[int]
) -> None:
    """ "The mediator and a colonel beside him, André Sérot,": behind "and X" the list is closed."""
    for j, dep in enumerate(deps):
        if dep != "conj" or pos[j] != "PROPN":
            continue
        before = [k for k in range(j) if deps[k] == "conj" and heads[k] == heads[j]]
        if not before or pos[before[-1]] != "NOUN":
            continue
        last = before[-1]
        joined = {k for k, head in enumerate(heads) if deps[k] == "cc" and head in (last, j)}
        closed = any(heads[k] == last for k in joined) and not any(heads[k] == j for k in joined)
        if closed and _behind_comma(lemmas, min(_below(heads, j))):
            deps[j], heads[j] = "appos", last


def _full_name(deps: Sequence[str], heads: Sequence[int], j: int) -> bool:
    """Whether a token heads a name of several words that no "and" opens."""
    below = {deps[k] for k, head in enumerate(heads) if head == j}
    return "flat" in below and "cc" not in below


def _behind_comma(lemmas: Sequence[str], first: int) -> bool:
    """Whether a phrase opens with a comma or stands right behind one."""
    return lemmas[first] == "," or (first > 0 and lemmas[first - 1] == ",")


def _below(heads: Sequence[int], top: int) -> set[int]:
    out = {top}
    for _ in range(6):
        more = {k for k, head in enumerate(heads) if head in out} - out
        if not more:
            break
        out |= more
    return out


def _above(heads: Sequence[int], k: int) -> set[int]:
    """What a token hangs on, up to the root."""
    out: set[int] = set()
    while (k := heads[k]) >= 0 and k not in out:
        out.add(k)
    return out


def _subject_of_speech(
    lemmas: Sequence[str],
    tags: Sequence[str],
    pos: Sequence[str],
    deps: list[str],
    heads: list[int],
) -> None:
    """Give subjectless clauses of speech the noun that was made the object of saying.

    "The captain says a vessel rammed them": what he says is no vessel.
    """
    if "ccomp" not in deps or "obj" not in deps:
        return
    for clause, dep in enumerate(deps):
        verb = heads[clause]
        if dep != "ccomp" or verb < 0 or clause < verb or lemmas[verb] not in _SAYING:
            continue
        below = [j for j, head in enumerate(heads) if head == clause]
        if any(deps[j].startswith(("nsubj", "csubj", "expl")) for j in below):
            continue
        if tags[clause] not in _FINITE and not any(
            tags[j] in _FINITE and deps[j] in ("aux", "aux:pass", "cop") for j in below
        ):
            continue
        if any(deps[j] == "mark" and lemmas[j] != "that" for j in below):
            continue
        between = [
            j
            for j in range(verb + 1, clause)
            if heads[j] == verb and deps[j] == "obj" and pos[j] in ("NOUN", "PROPN", "PRON")
        ]
        if len(between) == 1:
            heads[between[0]] = clause
            passive = any(deps[j] == "aux:pass" for j in below)
            deps[between[0]] = "nsubj:pass" if passive else "nsubj"


# What "it is ... that" reports, and nouns whose "that" tells what they hold.
_REPORTED = frozenset(
    """say report rumour rumor allege claim believe think know fear hope suspect understand recall
    whisper assume expect tell note""".split()  # noqa: SIM905
)
_CONTENT = frozenset(
    """rumour rumor report claim allegation accusation suspicion fear belief statement assertion
    charge warning denial hint story theory news impression conviction talk gossip sign evidence
    proof threat promise assurance insistence""".split()  # noqa: SIM905
)
_GIVING = frozenset("give tell hand send show offer grant pay ask teach award".split())  # noqa: SIM905


def _said_of_it(
    lemmas: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]
) -> None:
    """ "It is said in corridors that he refused": the clause is what is said, not of corridors."""
    for that, lemma in enumerate(lemmas):
        clause = heads[that]
        if lemma != "that" or clause <= that or deps[clause] not in ("acl:relcl", "acl", "advcl"):
            continue
        below = [j for j, head in enumerate(heads) if head == clause]
        if not any(deps[j].startswith("nsubj") and j > that for j in below):
            continue
        at = heads[clause]
        while at >= 0 and not (tags[at] == "VBN" and lemmas[at] in _REPORTED):
            at = heads[at]
        if at < 0 or at > that:
            continue
        mine = [j for j, head in enumerate(heads) if head == at]
        it = any(lemmas[j] == "it" and j < at and deps[j] != "obl" for j in mine)
        passive = any(deps[j] == "aux:pass" for j in mine)
        if it and passive and not any(deps[j] in ("ccomp", "csubj:pass", "csubj") for j in mine):
            heads[clause], deps[clause] = at, "ccomp"
            deps[that] = "mark"


def _content(lemmas: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """ "Rumours that his army had been put on alert": "that" is no object of a passive."""
    for that, lemma in enumerate(lemmas):
        clause = heads[that]
        if lemma != "that" or clause < that or deps[clause] != "acl:relcl":
            continue
        if lemmas[heads[clause]] not in _CONTENT:
            continue
        passive = deps[that] in ("obj", "obl") and lemmas[clause] not in _GIVING
        passive = passive and any(
            head == clause and deps[j] == "aux:pass" for j, head in enumerate(heads)
        )
        if passive or deps[that] == "mark":
            deps[clause], deps[that] = "acl", "mark"


def _second_verb(
    lemmas: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]
) -> None:
    """ "Denies that its members did it and blames hooligans": who denies blames.

    A verb without subject that stands in the tense of the verb of saying, and not in that of the
    clause it was joined to, is joined to the verb of saying.
    """
    for k, dep in enumerate(deps):
        said = heads[k]
        if dep != "conj" or said < 0 or said > k or deps[said] != "ccomp" or heads[said] > said:
            continue
        verb = heads[said]
        if verb < 0 or lemmas[verb] not in _SPEAKING:
            continue
        below = [j for j, head in enumerate(heads) if head == k]
        if any(deps[j].startswith(("nsubj", "csubj", "expl", "aux", "mark")) for j in below):
            continue
        if any(deps[j] == "aux" for j, head in enumerate(heads) if head == verb):
            continue
        if tags[k] != tags[verb] or tags[k] not in ("VBD", "VBZ", "VBP"):
            continue
        tense = _tense(tags, deps, heads, said)
        if tense != tags[k] and (" " not in tense or lemmas[k] in _SPEAKING or lemmas[k] in _WORDS):
            heads[k] = verb  # "that it had hired them and paid": "had" is of both


def _tense(tags: Sequence[str], deps: Sequence[str], heads: Sequence[int], k: int) -> str:
    """The tag of what carries the tense of a predicate, with that of what it carries."""
    for j, head in enumerate(heads):
        if head == k and deps[j] in ("aux", "aux:pass", "cop") and tags[j] in _FINITE:
            return tags[j] if deps[j] != "aux" else f"{tags[j]} {tags[k]}"
    return tags[k]


_SPEAKING = _SAYING | frozenset(
    """tell announce declare report state note warn confirm explain reply answer write promise
    pledge vow reveal stress repeat""".split()  # noqa: SIM905
)
# Further verbs of what is done with words.
_WORDS = frozenset(
    """call ask demand urge accuse blame condemn propose offer threaten praise criticise criticize
    denounce protest refuse reject summon appeal invite order describe""".split()  # noqa: SIM905
)
