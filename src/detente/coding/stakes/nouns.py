"""The words that name a stake: works, flows, treaties, what stops a flow, people who go and stay.

Comes in: a sentence and the lexicon (``data/stakes.toml``). Goes out: `Named` nouns with their
domains. Whether one is a stake, and what becomes of it, is left to `find` and `status`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.coding.arguments import case_of
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, governed_by, phrase, phrase_span, runs
from detente.coding.sentence import Sentence

PEOPLE = frozenset(
    """subject resident inhabitant policeman compatriot native commando
    worker soldier troop peacekeeper tourist visitor pilgrim student refugee migrant serviceman
    labourer people person holidaymaker man engineer nurse doctor pupil seaman sailor traveller
    adviser trainer instructor expatriate passenger fisherman farmer marine airman villager child
    guest youth scholar cosmonaut national citizen emigrant teacher lecturer expert technician
    specialist missionary volunteer maid nanny seafarer farmhand skier bather""".split()  # noqa: SIM905
)
FALLEN = frozenset(("dead", "wounded", "injured", "buried", "hurt", "unconscious", "captive"))
HELD = frozenset("capture seize hold kidnap abduct kill wound arrest detain free release".split())  # noqa: SIM905
# Aircraft and missiles by their numbers: F-15, Su-24, S-400.
_DESIGNATION = re.compile(r"\b[A-Z][A-Za-z]{0,2}-\d{1,4}\b")
_TRANSPARENT = frozenset(
    """talk negotiation talks project scheme programme program supply supplies delivery shipment
    sale purchase flow""".split()  # noqa: SIM905
)


def words() -> Lexicon:
    """The lexicon of stakes."""
    needed: tuple[str, ...] = ("project", "flow", "status", "verdict", "deal", "curb", "handled")
    needed += ("sojourn", "deed")
    needed += (
        "lifting",
        "plural",
        "singular",
        "generic",
        "folk",
        "touching",
        "once",
        "also",
        "default_currency",
        "trading",
    )
    needed += ("part", "transparent", "paying", "shared_currency", "currency_of", "told_currency")
    needed += ("harm", "idiom", "site", "topic")
    return lexicon("stakes", *needed)


@dataclass(frozen=True, slots=True)
class Named:
    """A stake's noun: its tokens, its domains, what kind of noun it is."""

    s: Sentence
    first: int
    last: int
    domains: tuple[str, ...]
    kind: str


def travellers(scene: Scene, s: Sentence, known: Lexicon) -> Iterator[Named]:
    """A number of people of a nation who work, study, go or stay with another.

    "Some one thousand North Koreans worked in Malaysia", "sixty thousand Iranians went to Mecca".
    """
    if "NUM" not in s.pos:
        return
    spots = {k for m in scene.mentions[s.number] for k in range(m.first, m.last + 1) if m.country}
    for k in range(len(s)):
        if not any(s.pos[j] == "NUM" for j in range(max(0, k - 3), k + 1)):
            continue
        if not _is_people(s, k, spots):
            continue
        verb = governed_by(s, k)
        stays = known.maps["sojourn"]
        if s.lemmas[verb] not in stays and s.pos[k] == "NUM":
            # "40,000 of ours work there": the verb may be read as a noun
            verb = next((j for j in range(k + 1, min(k + 6, len(s))) if s.lemmas[j] in stays), verb)
        domain = stays.get(s.lemmas[verb]) or _by_name(s, k, known)
        # "Nine Turks lie dead": those do not travel.
        held = s.lemmas[verb] in HELD or any(s.lemmas[j] in FALLEN for j in s.children[verb])
        if domain is None or held or (s.pos[k] != "NUM" and s.deps[k] not in _COUNTED):
            continue
        also = known.maps["also"].get(s.lemmas[verb])
        yield Named(s, k, k, (domain,) if also is None else (domain, also), "people")


def _by_name(s: Sentence, k: int, known: Lexicon) -> str | None:
    """The domain of people whom their noun tells, if they are many and somebody's."""
    domain = known.maps["folk"].get(s.lemmas[k])
    owned = any(s.deps[j] == "nmod:poss" for j in s.children[k])
    lain = {s.lemmas[j] for j in s.ancestors(k)} & (HELD | FALLEN)
    return domain if owned and not lain else None


_COUNTED = frozenset(("nsubj", "nsubj:pass", "obj", "nummod", "nmod", "root"))
_ONES = frozenset(("ours", "us", "whom", "them", "theirs", "our", "their", "its", "his", "my"))
_MANY = frozenset(("thousand", "million", "hundred"))


def _is_people(s: Sentence, k: int, spots: set[int]) -> bool:
    """Whether a token stands for people of a nation: "Iranians", "British subjects", "40,000 of
    ours"; a great number of anybody's people will do."""
    if s.pos[k] == "NUM":
        of = s.lower[k + 1 : k + 3]
        return len(of) == 2 and of[0] == "of" and of[1] in _ONES
    if s.pos[k] not in ("NOUN", "PROPN", "ADJ"):
        return False
    nation = s.lower[k].endswith(("s", "ese", "ish", "men")) and k in spots
    if nation or s.lemmas[k] not in PEOPLE:
        return nation
    if any(j in spots or s.lower[j] in _ONES for j in s.children[k]):
        return True
    return any(
        "," in s.words[j] or s.lower[j] in _MANY for j in s.children[k] if s.deps[j] == "nummod"
    )


def named_in(scene: Scene, s: Sentence, known: Lexicon) -> Iterator[Named]:
    """The nouns of a sentence that name a work, a flow, a treaty, a curb or a loss."""
    projects, flows = known.maps["project"], known.maps["flow"]
    lists = known.lists
    every = frozenset(
        (*projects, *flows, *lists["deal"], *lists["curb"], *lists["harm"], *lists["idiom"])
    )
    found: list[Named] = []
    for first, last, word in runs(s, every):
        if s.pos[last] not in ("NOUN", "PROPN") and s.tags[last] not in ("NN", "NNS", "NNP"):
            continue
        if word in lists["idiom"]:
            continue
        if (word in lists["plural"] and s.lower[last] == word) or (
            word in lists["singular"] and s.tags[last] in ("NNS", "NNPS")
        ):
            continue
        head = last
        if s.deps[last] in ("compound", "nmod:desc", "flat") and s.heads[last] > last:
            # "gas pipeline": the pipeline; "trade war": no trade
            head = s.heads[last]
            if not {s.lemmas[head], s.lower[head]} & _TRANSPARENT:
                continue
        if word in projects and (_is_named(scene, s, first, head) or _told_before(scene, s, head)):
            found.append(Named(s, first, head, (projects[word],), "project"))
        elif word in flows:
            found.append(Named(s, first, head, (flows[word],), "flow"))
        elif word in lists["deal"]:
            found.append(Named(s, first, head, (), "deal"))
        elif word in lists["curb"]:
            found.append(Named(s, first, head, (), "curb"))
        elif word in lists["harm"]:
            found.append(Named(s, first, head, (), "harm"))
    for noun in found:
        domains = noun.domains or domains_below(s, noun, known)
        if noun.domains == ("trade",) and noun.kind == "flow":
            # "the export of gas", "the sale of 84 F-15 aircraft": also of what is sold
            below = domains_below(s, noun, known)
            arms = ("arms",) if _DESIGNATION.search(phrase_span(s, noun.last, deep=2).text) else ()
            domains = tuple(dict.fromkeys((*noun.domains, *arms, *below)))
        if noun.kind == "project":
            inside = domains_below(s, noun, known)
            domains = tuple(dict.fromkeys((*noun.domains, *inside)))
        yield replace(noun, domains=domains)


def _is_named(scene: Scene, s: Sentence, first: int, last: int) -> bool:
    """Whether a work has a name or an owner: "the X pipeline", "the Turkish base"."""
    a, _ = phrase(s, last, deep=0)
    named = any(s.words[k][:1].isupper() for k in range(max(a, 1), last))
    nation = any(m.first <= k <= m.last for m in scene.mentions[s.number] for k in range(a, last))
    own = s.pos[last] == "PROPN" and a < last
    below = [c for j in s.children[last] for c in (j, *s.children[j])]
    placed = any(case_of(s, j) in _PLACING and s.pos[j] == "PROPN" for j in below)
    del first
    return named or nation or own or placed


_PLACING = frozenset(("of", "in", "at", "from", "to", "between", "across", "near", "off"))


def _told_before(scene: Scene, s: Sentence, k: int) -> bool:
    """ "The dam", of which the text or its headline has said before which one it is."""
    definite = any(
        s.lower[j] in ("the", "this", "that", "its") and s.deps[j] in ("det", "nmod:poss")
        for j in s.children[k]
    )
    return definite and s.number > scene.once("works", lambda: _works(scene)).get(s.lemmas[k], 9999)


def _works(scene: Scene) -> dict[str, int]:
    """The works that a text names, by noun, with the sentence that does so first."""
    projects = words().maps["project"]
    out: dict[str, int] = {}
    title = (scene.document.title or "").lower().split()
    for word in title:
        if word.strip(",.:;?!") in projects:
            out[word.strip(",.:;?!")] = -1
    for s in scene.sentences:
        for k, lemma in enumerate(s.lemmas):
            if lemma in projects and lemma not in out and _is_named(scene, s, k, k):
                out[lemma] = s.number
    return out


def domains_below(s: Sentence, noun: Named, known: Lexicon) -> tuple[str, ...]:
    """The domains of the words in and under a noun ("embargo on tourism and agriculture")."""
    found: list[str] = []
    for k in s.subtree(noun.last):
        domain = known.maps["flow"].get(s.lemmas[k])
        if domain is None and noun.kind == "deal":
            domain = known.maps["topic"].get(s.lemmas[k])
        if domain is not None and k - noun.last < 25:
            found.append(domain)
    return tuple(dict.fromkeys(found))
