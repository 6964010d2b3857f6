"""A sentence's phrases made into parties, and what the document remembers of them.

What comes in: a sentence, its mentions, the document's memory. What goes out: a
:class:`Reading`, the phrases of the sentence each with the parties it means; the memory has
taken them in. Which of them an arbitrary token stands for is left to
:mod:`detente.coding.actors.resolve`.
"""

from __future__ import annotations

from dataclasses import replace

from detente.coding.actors.context import DocumentContext, Said, Stranger, Together, another
from detente.coding.actors.entries import Role
from detente.coding.actors.mentions import NATION_KINDS, ActorMention, person_id
from detente.coding.actors.phrases import Phrase, phrases
from detente.coding.actors.reference import Group, member_named, only_other
from detente.coding.actors.words import word_set
from detente.coding.sentence import Sentence
from detente.records import Party, Span

HE = word_set("he she him her his hers himself herself")
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4}
_PLACED = frozenset({"in", "at", "near", "across", "outside", "inside", "around", "throughout"})
_DOMESTIC = frozenset({"COP", "CVL", "OPP", "LEG", "JUD", "EDU", "LAB", "AGR", "MED", "REL"})
_FOREIGN = frozenset({"international", "foreign", "western", "world", "global", "overseas"})


class Reading:
    """A sentence cut into phrases, each with its parties; kept in the context per sentence."""

    __slots__ = ("at", "mentions", "parties", "phrases", "sentence")

    def __init__(self, s: Sentence, mentions: list[ActorMention]) -> None:
        self.sentence = s
        self.mentions = mentions
        self.phrases = phrases(s, mentions)
        self.at: dict[int, int] = {}
        self.parties: list[tuple[Party, ...]] = []
        for number, p in enumerate(self.phrases):
            for k in range(p.first, p.last + 1):
                self.at.setdefault(k, number)
        for number, p in enumerate(self.phrases):
            for first, last in p.also:
                for k in range(first, last + 1):
                    self.at.setdefault(k, number)


def read_sentence(s: Sentence, mentions: list[ActorMention], context: DocumentContext) -> Reading:
    """The reading of a sentence, made once per document; the memory takes it in."""
    old = context.seen.get(s.number)
    if isinstance(old, Reading) and old.sentence is s:
        return old
    reading = Reading(s, _with_halves(s, _at_home(s, mentions, context), context))
    context.seen[s.number] = reading
    for p in reading.phrases:
        parties = _of_phrase(reading, p, context)
        reading.parties.append(parties)
        _remember(reading, p, parties, context)
    if "be" in s.lemmas:
        _introduced(reading, context)
    strangers = context.tables.references.stranger
    if not strangers.isdisjoint(s.lemmas):
        for k, lemma in enumerate(s.lemmas):
            if lemma in strangers and s.deps[k].startswith("nsubj"):
                context.stranger = Stranger(s.number, s.words[k])
    for m in mentions:
        if m.is_place and m.country is not None and m.country in context.tables.states:
            context.places.append((s.number, m.first, m.country))
    _pairs(reading, context)
    return reading


def _introduced(r: Reading, context: DocumentContext) -> None:
    """ "Ann Lee was the Danish consul in Lima": whose she is from now on."""
    s = r.sentence
    for number, p in enumerate(r.phrases):
        k = p.last
        if p.name is None or p.role is not None or len(r.parties[number]) != 1:
            continue
        while s.deps[k] in ("flat", "compound") and p.first <= s.heads[k] <= p.last:
            k = s.heads[k]
        what = s.heads[k]
        if s.deps[k] != "nsubj" or what < 0 or s.child(what, "cop") is None:
            continue
        at = r.at.get(what)
        office = r.phrases[at].role if at is not None else None
        if at is None or office is None or office.role is None or office.role.kind != "person":
            continue
        person, same = r.parties[number][0], r.parties[at]
        if person.country is None and len(same) == 1 and same[0].country is not None:
            known = replace(person, country=same[0].country, sector=same[0].sector)
            r.parties[number] = (known,)
            context.know(known)
            context.told_of(s.number, p.first, known)


def _at_home(
    s: Sentence, mentions: list[ActorMention], context: DocumentContext
) -> list[ActorMention]:
    """The mentions, each party's and group's of the country that the text is about.

    Of several parties with one name the one is meant whose country the text has named; an
    acronym that is no household word counts only where its country was named at all.
    """
    tables = context.tables
    doubtful = [
        m
        for m in mentions
        if m.kind in _GROUPS
        and (s.text[m.start : m.end] in tables.namesakes or s.text[m.start : m.end] in tables.shy)
    ]
    if not doubtful:
        return mentions
    named = {m.country for m in mentions if m.kind in NATION_KINDS}
    named |= {code for _, _, code in context.places}
    near = [c for c in named if c is not None] + sorted(
        context.counts, key=lambda c: -context.counts[c]
    )
    out = []
    for m in mentions:
        text = s.text[m.start : m.end]
        if m in doubtful and text in tables.namesakes:
            several = {e.country: e for e in tables.namesakes[text]}
            home = next((c for c in near if c in several), None)
            if home is not None and home != m.country:
                e = several[home]
                m = m._replace(name=e.name, country=e.country, sectors=e.sectors, id=e.id)
        away = m.country in tables.states and m.country not in near
        if not (away and text in tables.shy and m.kind in _GROUPS):
            out.append(m)
    return out


_GROUPS = frozenset({"party", "armed", "parliament", "agency", "movement"})


def _with_halves(
    s: Sentence, mentions: list[ActorMention], context: DocumentContext
) -> list[ActorMention]:
    """The mentions and "the North", "the South", where their country was named before."""
    made = []
    for half in context.tables.references.halves:
        if half.word not in s.lower:
            continue
        for k in range(1, len(s)):
            if s.lower[k] != half.word or s.lower[k - 1] != "the" or s.words[k].islower():
                continue
            after = s.words[k + 1] if k + 1 < len(s) else ""
            if (
                after == "of"
                or after[:1].isupper()
                or any(m.first <= k <= m.last for m in mentions)
            ):
                continue
            named = {m.country for m in mentions}
            named |= {m.party.country for m in context.recent(s.number, k, 6)}
            if not half.of.isdisjoint(named):
                name = context.tables.state_name(half.code) or half.code
                made.append(
                    ActorMention(
                        k, k, s.start[k], s.end[k], "name", name, half.code, (),
                        f"state:{half.code}", None, False,
                    )
                )  # fmt: skip
    return sorted([*mentions, *made], key=lambda m: m.first) if made else mentions


def _of_phrase(r: Reading, p: Phrase, context: DocumentContext) -> tuple[Party, ...]:
    s = r.sentence
    span = s.span(p.first, p.last)
    if p.role is not None and p.role.role is not None:
        return _of_role(r, p, p.role.role, span, context)
    if p.name is not None:
        return _of_name(s, p, span, context)
    core = p.core
    if core is None:
        return ()
    if core.start > s.start[core.first] or core.end < s.end[core.last]:
        span = Span(core.start, core.end, s.text[core.start : core.end])
    if core.kind == "team":
        return ()
    if core.kind == "adjective" and core.country is None:
        return ()
    country, sectors = core.country, core.sectors
    if core.kind == "capital":
        other = context.tables.metonyms.get(span.text)
        if other is not None:
            return (Party(other.name, other.country, other.sectors, other.id, span),)
    if core.kind == "city" and country is None:
        return ()
    if core.kind in ("capital", "government"):
        sectors = sectors or ("GOV",)
    elif core.kind in ("demonym", "demonyms"):
        sectors = ("CVL", *sectors) if "CVL" not in sectors else sectors
    elif core.kind not in NATION_KINDS:
        # "Russia's Security Council": the state's own body under a name that is also another's.
        nation = next((n for n in p.nations if n.country in context.tables.states), None)
        if nation is not None and core.kind in ("agency", "parliament", "igo", "party", "media"):
            ours = country is not None and country in context.tables.states
            if core.kind != "igo" or core.name.endswith("Security Council"):
                if nation.country != country:
                    sectors = sectors or ("GOV",)
                    name = f"{nation.name} {s.span(core.first, core.last).text}"
                    return (Party(name, nation.country, sectors, None, span),)
                country = nation.country if not ours else country
    return (Party(core.name, country, sectors, core.id, span),)


def _of_name(s: Sentence, p: Phrase, span: Span, context: DocumentContext) -> tuple[Party, ...]:
    """A person named without title: remembered, listed, or new."""
    assert p.name is not None
    name = _name_text(s, p.name)
    known = context.recall(name)
    beside = [n for n in (*p.nations, *p.attached) if n.country is not None]
    nation = beside[0].country if beside else None
    listed = context.listed(name, nation, "") or context.listed(name, None, "")
    if listed is not None and known is not None and another(known.name, listed.name):
        listed = None  # "Peter Bush said ... Bush": the text's own
    if nation is not None and known is None and listed is None:
        return (Party(name, nation, (), None, span),)
    if known is not None and (known.country is not None or listed is None):
        return (replace(known, span=span),)
    if listed is not None:
        full = name if len(name.split()) > 1 else listed.name
        return (replace(listed, name=full, span=span),)
    return (Party(name, None, (), None, span),)


def _of_role(
    r: Reading, p: Phrase, role: Role, span: Span, context: DocumentContext
) -> tuple[Party, ...]:
    s = r.sentence
    assert p.role is not None
    groups = _groups(s, p, role, context)
    definite = p.definite or s.lower[p.first] == "the"  # "The Baltic" is a name
    if groups and p.role.plural and definite:
        return _group(r, p, role, (), span, context, groups)
    if groups and definite:
        together = _named_together(r, p)
        code = member_named(groups, context, s.number, p.role.first, _verb(s, p), together)
        return _stands_for(code, span, context)
    if groups and role.office == "country":
        return ()
    sectors = _sectors(p, role)
    nations = _nations(r, p, role, context)
    if (
        role.office == "pair"
        or (role.office in ("country", "leader") and p.number)
        or (
            p.number
            and p.number > 1
            and (not nations or (definite and _met_at(s, p)))
            and (role.state or role.office)
            and (definite or role.kind != "person" or role.office)  # not "asked two diplomats"
        )
    ):
        return _group(r, p, role, sectors, span, context)
    if role.office == "counterpart":
        return _counterpart(r, p, nations, span, context)
    if role.office == "country":
        return _country_word(r, p, role, nations, span, context)
    countries = list(dict.fromkeys(n for n in nations))
    of = _organisation(p) or (countries[0] if countries else None)
    office, when = context.tables.office_of(role, of), _when(p, role)
    if p.name is not None:
        name = _name_text(s, p.name)
        country = countries[0] if countries else None
        listed = context.listed(name, country, office, when=when)
        known = context.recall(name)
        if listed is not None and (known is None or known.country in (None, listed.country)):
            # "EU foreign policy chief": the title may tell the country, the table the person.
            officer = of is not None and ":" in of and not p.former
            sectors = listed.sector if officer else sectors or listed.sector
            best = name if len(name.split()) > 1 else listed.name
            if known is not None and known.id == listed.id:
                best = known.name
            person = Party(best, country or listed.country, sectors, listed.id, span)
        else:
            full = known if known is not None and country in (None, known.country) else None
            if country is None and full is not None:
                country = full.country
            if country is None and role.state and full is None:
                country = _only_state(r, context)
                if country and context.holder(country, office, when=when) is not None:
                    country = None  # another holds it there
            best = full.name if full is not None and len(full.name) > len(name) else name
            person = Party(best, country, sectors, full.id if full is not None else None, span)
        return (person,)
    if p.role.plural and p.definite and role.kind == "person" and role.state and not countries:
        # "The ministers agreed": those who were named together just before.
        near = context.persons_together(s.number, p.first)
        if near and _doing(r, p).isdisjoint(party.country for party in near):
            return tuple(replace(party, span=span) for party in near)
    if p.role.plural and len(countries) > 1:
        return _each_nation(r, p, role, sectors, countries, span, context)
    if len(countries) > 1 and not p.role.plural and role.kind not in ("person",):
        return _each_nation(r, p, role, sectors, countries, span, context)
    country = countries[0] if countries else None
    if country is None and role.kind == "person" and not p.role.plural and p.definite:
        said = context.with_office(role.office, role.role.split()[-1], s.number, p.first)
        if said is not None:
            return (replace(said, span=span),)
    if country is None and "LEG" in role.sectors and p.owner is None and not p.destination:
        country = context.of_sector("LEG", s.number, p.first)
    if country is None and role.state and role.kind == "person" and "GOV" in sectors:
        # "A government spokesman", where the text has named one state.
        bodies = p.body or " " in role.role
        if bodies and not (p.nations or p.destination or p.attached or p.owner):
            country = _only_state(r, context)
    if country is None and p.definite and role.kind == "body" and p.owner is None:
        called = context.body_called(role.role.split()[-1], s.number, p.first)
        if called is not None:
            return (replace(called, span=span),)
    if country is None and p.definite and role.kind in ("body", "force", "equipment"):
        country = context.same(role.role, role.kind, s.number, p.first)
        if country is None and role.state and role.kind != "equipment":
            country = _only_state(r, context)
    holder = None
    if not p.role.plural and country is not None:
        of = of or country
        holder = context.holder(of, context.tables.office_of(role, of), when=when)
    if holder is not None:
        if not sectors or holder.of != holder.country:
            sectors = context.sectors_of(holder)
        return (_held(holder.name, country, sectors, span, context),)
    body = next((b for b in p.body if b.role is None), None)
    if body is None:
        body = next((a for a in p.attached if a.role is None and a.kind not in NATION_KINDS), None)
    if country is None and body is not None:
        country = body.country
    if role.generic and not sectors and country is None and p.owner is None:
        return ()
    name = span.text
    if p.attached_name is not None:
        known = context.recall(_name_text(s, p.attached_name)) or context.listed(
            _name_text(s, p.attached_name), None, ""
        )
        if known is not None and country is None:
            country = known.country
    if (
        role.kind == "body"
        and role.state
        and role.role.endswith("government")
        and country in context.tables.states
    ):
        return (
            Party(
                context.tables.state_name(country) or name,
                country,
                sectors,
                f"state:{country}",
                span,
            ),
        )
    return (Party(name, country, sectors, body.id if body is not None else None, span),)


def _organisation(p: Phrase) -> str | None:
    """The id of the organisation whose officer a phrase means: "NATO chief"; None of a state."""
    if p.nations:
        return None
    bodies = (m for m in (*p.body, *p.attached) if m.role is None and m.kind == "igo")
    return next((m.id for m in bodies), None)


def _when(p: Phrase, role: Role) -> str:
    """Whether a phrase means today's holder of an office, a former one, or one elected."""
    if p.former or p.then or role.role.startswith(("former ", "ex-")):
        return "past"
    return "coming" if role.role.endswith(("-elect", "designate")) else "now"


def _only_state(r: Reading, context: DocumentContext) -> str | None:
    """The one state that the document has named up to this sentence; None if several.

    In a text of somebody's own the state that it is about is not theirs.
    """
    only = next(iter(context.counts)) if len(context.counts) == 1 else None
    return None if only == context.abroad else only


def _known_as(name: str, context: DocumentContext) -> str:
    """A listed name as the document itself spells it, if it does."""
    known = context.recall(name)
    return known.name if known is not None and known.id == person_id(name) else name


def _held(
    name: str,
    country: str | None,
    sectors: tuple[str, ...],
    span: Span,
    context: DocumentContext,
) -> Party:
    return Party(_known_as(name, context), country, sectors, person_id(name), span)


def _sectors(p: Phrase, role: Role) -> tuple[str, ...]:
    """The role's sectors, or for a generic role ("spokesman") those of the body beside it."""
    sectors = role.sectors
    attached = [] if p.attached_name is not None else p.attached
    beside = [b for b in (*p.body, *attached) if b.role is not None or b.sectors]
    if role.generic and beside:
        near = beside[-1] if p.body else beside[0]
        if near.sectors:
            sectors = near.sectors
    elif role.generic and role.office == "leader":
        faith = any("REL" in n.sectors for n in p.nations) and not any(n.country for n in p.nations)
        sectors = ("REL",) if faith else ("GOV",)
        if p.attached_name is not None or (p.attached and not any(n.country for n in p.attached)):
            sectors = ()
    extra = [b.sectors for b in p.body if b.role is not None and b.role.role in _MODIFIERS]
    for more in extra:
        sectors = (*sectors, *(c for c in more if c not in sectors))
    for nation in p.nations:
        sectors = (*sectors, *(c for c in nation.sectors if c == "PRE" and c not in sectors))
    if p.former and "GOV" in sectors:
        return ("ELI",)
    return sectors


_MODIFIERS = frozenset({"opposition", "rebel", "separatist", "police", "militant", "insurgent"})


def _nations(r: Reading, p: Phrase, role: Role, context: DocumentContext) -> list[str]:
    """The countries that the phrase says it belongs to, in text order."""
    s = r.sentence
    told = [n.country for n in p.nations if n.country is not None]
    if role.kind == "person" and len(told) > 1 and p.role is not None and not p.role.plural:
        # "Russia's US ambassador": the possessor, or else the first.
        told = told[:1]
    if told:
        return told
    for b in p.body:
        if b.role is None and b.country is not None:
            return [b.country]
    if p.role is not None and p.role.kind == "role" and p.role.first < len(s):
        word = s.lower[p.role.last + 1] if p.role.last + 1 < len(s) else ""
        if word in ("to", "on", "against"):
            p.attached.clear()
    attached = [a.country for a in p.attached if a.country is not None]
    if attached and p.role is not None:
        prep = s.lower[p.role.last + 1] if p.role.last + 1 < len(s) else ""
        leaving = prep == "from" and _leaving(s, p.role.last)
        if leaving or ("JRN" in role.sectors and prep == "in"):
            attached = []
        elif prep not in ("at", "with", "for") or role.generic or role.office or p.name is not None:
            return attached
    if p.owner is not None and s.lower[p.owner] == "our":
        return []  # the text tells who "we" are, if anything does
    if p.owner is not None:
        owners = _owners(r, p.owner, context)
        codes = list(dict.fromkeys(o.country for o in owners if o.country is not None))
        if len(codes) == 1 or (codes and p.role is not None and p.role.plural):
            return codes
    # "attacked by rebels ... in Syria": where the words hang on the role itself, or, for
    # police and crowds, the one country whose place the sentence names.
    if p.role is not None and not p.definite:
        last = p.role.last
        hung = s.children[s.heads[last]] if s.deps[last] == "compound" else []
        for k in (*s.children[last], *hung):
            case = s.child(k, "case") if s.deps[k].startswith("nmod") else None
            word = s.lower[case] if case is not None else ""
            if word in ("in", "of") or (word == "from" and not _leaving(s, last)):
                m = next((m for m in r.mentions if m.first <= k <= m.last), None)
                if m is not None and m.kind in NATION_KINDS and m.country is not None:
                    return [m.country]
    if _SHARING.intersection({role.role}) and not p.definite and p.role is not None:
        # "The Dutch embassy and consulate".
        number = r.phrases.index(p)
        before = r.phrases[number - 1] if number else None
        if before is not None and before.nations and joined(s, before, p) and r.parties[number - 1]:
            same = s.lower[p.first - 1] == "and" and before.role is not None
            code = r.parties[number - 1][-1].country
            if same and code is not None:
                return [code]
    if {"OPP", "REB"}.intersection(role.sectors) and p.role is not None:
        # "The Syrian government and the opposition".
        number = r.phrases.index(p)
        if number and joined(s, r.phrases[number - 1], p) and r.parties[number - 1]:
            beside = r.parties[number - 1][-1].country
            if beside in context.tables.states and beside is not None:
                return [beside]
    if (
        _DOMESTIC.intersection(role.sectors)
        and not role.office
        and (role.kind != "body" or "JUD" in role.sectors)
        and p.name is None
        and not p.destination
        and not _FOREIGN.intersection(s.lower[max(0, p.first - 2) : p.last])
    ):
        here = {
            m.country
            for m in r.mentions
            if m.kind in NATION_KINDS
            and m.country in context.tables.states
            and m.first
            and _preposition(s, m.first) in _PLACED
        }
        if len(here) == 1:
            (only,) = here
            return [only] if only is not None else []
        # Police and courts act at home: the only state that the sentence names at all.
        if {"COP", "JUD"}.intersection(role.sectors) and role.kind in ("force", "body"):
            done_to = _done_to(s, p)
            named = {
                m.country
                for m in r.mentions
                if m.country in context.tables.states and m.last not in done_to
            }
            if len(named) == 1:
                (only,) = named
                return [only] if only is not None else []
    return []


_SHARING = word_set("embassy consulate mission army navy government parliament ambassador consul")


def _done_to(s: Sentence, p: Phrase) -> frozenset[int]:
    """The tokens of what is done to by whom a phrase names: "detained a Danish freighter"."""
    if not _subject_rank(s, p):
        return frozenset()
    return frozenset(k for j in s.each(_verb(s, p), "obj", "iobj") for k in s.subtree(j))


def _leaving(s: Sentence, k: int) -> bool:
    """Whether "from" after token ``k`` says what is left: "withdraw troops from Iraq"."""
    return any(s.lemmas[a] in _LEAVE for a in s.ancestors(k))


_LEAVE = word_set(
    "withdraw withdrawal pull pullout remove removal evacuate evacuation recall expel expulsion "
    "return leave retreat deport deportation extract rescue release"
)


def _preposition(s: Sentence, k: int) -> str:
    j = k - 1
    while j >= 0 and (s.pos[j] in ("DET", "ADJ") or s.lower[j] in ("the", "city", "of", "town")):
        if s.lower[j] == "of" and j >= 1 and s.lower[j - 1] not in ("city", "town"):
            break
        j -= 1
    return s.lower[j] if j >= 0 else ""


def _owners(r: Reading, k: int, context: DocumentContext) -> tuple[Party, ...]:
    """Whom a possessive means: "his", "their", "Putin's", "the two countries'"."""
    s = r.sentence
    word = s.lower[k]
    if word in HE:
        said = context.person(s.number, k)
        return () if said is None else (said.party,)
    if word in IT:
        said = context.thing(s.number, k, but=several_before(r, k))
        return () if said is None else (said.party,)
    if word in THEY:
        return context.several(s.number, k)
    number = r.at.get(k)
    return r.parties[number] if number is not None and number < len(r.parties) else ()


def several_before(r: Reading, k: int) -> frozenset[int]:
    """First tokens of the subjects named side by side before "its": of several it is none."""
    own = r.at.get(k)
    out: set[int] = set()
    for number in range(len(r.phrases) - 1):
        a, b = r.phrases[number], r.phrases[number + 1]
        if b.first >= k or number + 1 == own:
            break
        if joined(r.sentence, a, b) and (a.first in out or _subject_rank(r.sentence, a)):
            out.update((a.first, b.first))
            if number + 2 == own and joined(r.sentence, b, r.phrases[own]):
                return frozenset()
    return frozenset(out)


def _each_nation(
    r: Reading,
    p: Phrase,
    role: Role,
    sectors: tuple[str, ...],
    countries: list[str],
    span: Span,
    context: DocumentContext,
) -> tuple[Party, ...]:
    """One party per country of "the Turkish and Iranian presidents", each by its own words."""
    s = r.sentence
    out: list[Party] = []
    source = [n for n in (*p.nations, *p.attached) if n.country in countries]
    for code in countries:
        m = next((n for n in source if n.country == code), None)
        office = context.tables.office_of(role, code)
        holder = context.holder(code, office, when=_when(p, role))
        state = context.tables.state_name(code)
        of = context.tables.adjective(code) or state or code
        name = f"{of} {role.role}" if holder is None else _known_as(holder.name, context)
        key = person_id(holder.name) if holder is not None else None
        if role.kind != "person" and state is not None:
            name, key = state, f"state:{code}"
        where = span if m is None else Span(m.start, m.end, s.text[m.start : m.end])
        out.append(Party(name, code, sectors, key, where))
    return tuple(out)


def _met_at(s: Sentence, p: Phrase) -> bool:
    """Whether all that follows a pair is where it is: "met the two ministers in Geneva"."""
    return not p.nations and all(
        m.first > 0 and s.lower[m.first - 1] in ("in", "at") for m in p.attached
    )


def _doing(r: Reading, p: Phrase) -> frozenset[str | None]:
    """The states of who does something to a phrase: who receives "the two presidents" is neither.

    What hangs on another noun ("talks between the two countries") may be of the subject too.
    """
    s = r.sentence
    verb = _verb(s, p)
    deps = {s.deps[k] for k in range(p.first, p.last + 1) if s.heads[k] == verb}
    if verb < 0 or deps.isdisjoint(_TARGETS):
        return frozenset()
    doer = s.child(verb, "nsubj")
    number = None if doer is None else r.at.get(doer)
    if number is None or number >= len(r.parties):
        return frozenset()
    codes = frozenset(party.country for party in r.parties[number])
    # "The presidents discussed the two countries' trade": of several it is one.
    return codes if len(codes) == 1 else frozenset()


_TARGETS = frozenset(("obj", "iobj", "obl"))


def _group(
    r: Reading,
    p: Phrase,
    role: Role,
    sectors: tuple[str, ...],
    span: Span,
    context: DocumentContext,
    groups: tuple[Group, ...] = (),
) -> tuple[Party, ...]:
    """ "Both countries", "the two presidents", "all three sides", "the sides": who they are."""
    s = r.sentence
    assert p.role is not None
    number = p.number
    if number is None:
        window = s.lower[max(0, p.role.first - 2) : p.role.first]
        number = next((NUMBERS[w] for w in window if w in NUMBERS), None)
    if number is None and groups:
        near = s.lower[max(0, p.role.first - 5) : p.role.first]
        number = next((NUMBERS[w] for w in near if w in NUMBERS), None)
    if number is None:
        if not p.role.plural:
            return ()
        number = 2
    first = p.first
    while first > 0 and s.lower[first - 1] in NUMBERS:
        first -= 1
    codes = context.group(s.number, p.first, number, _doing(r, p))
    if any(not set(codes) <= g.members(context.era.date) for g in groups):
        return ()
    span = s.span(first, p.last)
    out: list[Party] = []
    for code in codes:
        holder = (
            context.holder(code, role.office)
            if role.office not in ("", "pair", "country")
            else None
        )
        state = context.tables.state_name(code) or code
        if holder is not None:
            out.append(_held(holder.name, code, sectors, span, context))
        elif role.office in ("pair", "country"):
            out.append(Party(state, code, (), f"state:{code}", span))
        else:
            of = context.tables.adjective(code) or state
            out.append(Party(f"{of} {role.role}", code, sectors, None, span))
    return tuple(out)


def _counterpart(
    r: Reading, p: Phrase, nations: list[str], span: Span, context: DocumentContext
) -> tuple[Party, ...]:
    """ "His Turkish counterpart": the same office on the other side."""
    s = r.sentence
    assert p.role is not None
    beside = [m for m in p.attached if m.country is not None]
    if p.role.plural and len(beside) > 1 and not p.nations:
        # "His counterparts in Tehran and Islamabad".
        return tuple(
            Party(f"{m.name} counterpart", m.country, ("GOV",), None, s.span(m.first, m.last))
            for m in beside
        )
    country = p.nations[0].country if p.nations else beside[0].country if beside else None
    # The office is that of the person the possessor means: the nearest before.
    said = next(
        (
            m
            for m in context.before(s.number, p.first, window=2)
            if m.kind == "person" and m.office and "counterpart" not in m.office
        ),
        None,
    )
    near = [m for m in context.recent(s.number, p.first, 0) if m.office]
    if near:
        said = next((m for m in near if m.kind == "person"), said)
    sectors = said.party.sector if said is not None else ("GOV",)
    office = said.office.split("|")[0] if said is not None else ""
    if p.name is not None:
        name = _name_text(s, p.name)
        known = context.recall(name)
        listed = context.listed(name, country, office)
        best = listed or known
        full = best.name if best is not None and len(name.split()) == 1 else name
        if country is None and best is not None:
            country = best.country
        return (Party(full, country, sectors, best.id if best is not None else None, span),)
    if country is None:
        return ()
    holder = context.holder(country, office) if office else None
    if holder is not None:
        return (_held(holder.name, country, sectors, span, context),)
    return (Party(span.text, country, sectors, None, span),)


def _groups(s: Sentence, p: Phrase, role: Role, context: DocumentContext) -> tuple[Group, ...]:
    """The classes of states that the words up to the role tell: "the West African nation"."""
    assert p.role is not None
    references = context.tables.references
    country_word = role.office == "country" or role.role in _MEMBERS
    if not country_word:
        return ()
    first = p.role.first
    while first > 0 and p.role.first - first < 6 and s.pos[first - 1] in _BEFORE_NOUN:
        first -= 1
    text = s.text[s.start[first] : s.end[p.role.last]].lower()
    if p.role.plural:
        text = text.removesuffix(role.plural) + role.role
    return references.groups_of(text, country_word=country_word)


_MEMBERS = frozenset({"member", "ally", "state", "member state", "producer"})
_BEFORE_NOUN = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "NUM", "PUNCT"})
_NEIGHBOURS = word_set("neighbor neighbour colony")


def _named_together(r: Reading, p: Phrase) -> set[str]:
    """The countries that the sentence has named side by side before a phrase."""
    out: set[str] = set()
    for k in range(r.phrases.index(p) - 1):
        if joined(r.sentence, r.phrases[k], r.phrases[k + 1]):
            both = (*r.parties[k], *r.parties[k + 1])
            out |= {party.country for party in both if party.country is not None}
    return out


def _stands_for(code: str | None, span: Span, context: DocumentContext) -> tuple[Party, ...]:
    if code is None or code not in context.tables.states:
        return ()
    name = context.tables.state_name(code) or code
    return (Party(name, code, (), f"state:{code}", span),)


_STATE_WORDS = word_set("kingdom republic emirate sultanate state regime")


def _country_word(
    r: Reading, p: Phrase, role: Role, nations: list[str], span: Span, context: DocumentContext
) -> tuple[Party, ...]:
    """ "The country", "its neighbor", "the host country", "the neighbouring state"."""
    s = r.sentence
    assert p.role is not None
    beside = next((m for m in r.mentions if m.first == p.role.last + 1), None)
    if beside is not None and beside.kind == "name" and not p.role.plural:
        # "Its ally Syria".
        name = s.text[beside.start : beside.end]
        state = f"state:{beside.country}"
        whole = Span(beside.start, beside.end, name)
        return (Party(beside.name, beside.country, (), state, whole),)
    before = s.lower[p.role.first - 1] if p.role.first else ""
    nearby = role.role in _NEIGHBOURS or before in ("neighbouring", "neighboring")
    if p.role.plural:
        if nearby and p.definite and not nations:
            return _group(r, p, role, (), span, context)
        if not p.definite and (p.nations or p.body):
            return (Party(span.text, None, (), None, span),)
        return ()
    code = None
    if before == "host":
        code = context.host(s.number, p.first)
    elif nearby and (p.definite or p.owner is not None):
        owners = _owners(r, p.owner, context) if p.owner is not None else ()
        told = list(context.recent(s.number, p.first, 1))
        first = max(told, key=lambda m: (m.sentence, m.subject, -m.token), default=None)
        but = {o.country for o in owners} or {first.party.country if first else None}
        code = only_other(context, s.number, p.first, but)
    elif role.role == "ally" or role.role in _NEIGHBOURS:
        return ()
    elif len(nations) == 1 and role.role in _STATE_WORDS:
        code = nations[0]  # "the Italian state"
    elif p.definite and role.role != "power" and not nations:
        code = next(
            (
                m.party.country
                for m in context.before(s.number, p.first, window=3)
                if m.kind in ("state", "body") and m.party.country in context.tables.states
            ),
            None,
        )
    return _stands_for(code, span, context)


def _name_text(s: Sentence, name: tuple[int, int]) -> str:
    return " ".join(s.text[s.start[name[0]] : s.end[name[1]]].split())


def _remember(r: Reading, p: Phrase, parties: tuple[Party, ...], context: DocumentContext) -> None:
    s = r.sentence
    role = p.role.role if p.role is not None else None
    if not parties:
        return
    if p.name is not None and len(parties) == 1:
        context.know(parties[0])
    if role is not None and role.kind == "equipment" and len(parties) == 1:
        _christened(r, p, parties[0], context)
    rank, verb = _subject_rank(s, p), _verb(s, p)
    act = s.lemmas[verb] if verb >= 0 else ""
    for party in parties:
        if p.name is not None or (role is not None and role.kind == "person"):
            kind = "person"
        elif role is not None and role.kind in ("crowd", "equipment"):
            kind = role.kind
        elif role is not None or (p.core is not None and p.core.kind not in NATION_KINDS):
            kind = "body"
        elif p.core is not None and p.core.kind in ("demonym", "demonyms"):
            kind = "person" if p.core.kind == "demonym" else "crowd"
        else:
            kind = "state"
        if p.core is not None and p.core.kind == "adjective":
            kind = "adjective"
        if role is not None and role.office in ("country", "pair") and len(parties) == 1:
            kind = "state"
        office = "" if role is None else f"{role.office}|{role.role}"
        if role is None and kind == "person" and party.id is not None:
            office = _office_of(party, s.number, context)
        if role is not None and role.office == "counterpart":
            office = ""
        plural = bool(p.role is not None and p.role.plural) or len(parties) > 1
        context.note(Said(s.number, p.first, party, office, kind, plural, rank, verb, act))
    if len(parties) > 1:
        offices = (role.office,) if role is not None else ()
        context.together.append(Together(s.number, p.first, parties, offices))


def _christened(r: Reading, p: Phrase, craft: Party, context: DocumentContext) -> None:
    """ "The Spanish trawler Estai": whose the Estai is from now on."""
    s = r.sentence
    if craft.country is None:
        return
    k = p.last + 1 + (p.last + 1 < len(s) and s.words[p.last + 1] in QUOTES)
    number = r.phrases.index(p) + 1
    ship = r.phrases[number] if number < len(r.phrases) else None
    if ship is not None and ship.first == k and ship.name is not None and ship.role is None:
        context.know(replace(craft, name=_name_text(s, ship.name), id=None))


QUOTES = frozenset({'"', "“", "``", "‘", "'"})


def _office_of(party: Party, number: int, context: DocumentContext) -> str:
    name = party.name
    for h in context.tables.terms(name):
        now = context.date is None or h.covers(context.date)
        if now and h.country == party.country and h.office:
            return f"{h.office}|{h.office.replace('_', ' ')}"
    for m in context.recent(number, 10**6, 60):
        if m.party.name == name and m.office:
            return m.office
    return ""


def _subject_rank(s: Sentence, p: Phrase) -> int:
    """2 for the subject of the main clause, 1 for another subject, 0 otherwise."""
    subjects = [s.heads[k] for k in range(p.first, p.last + 1) if s.deps[k].startswith("nsubj")]
    return 2 if s.root in subjects else 1 if subjects else 0


def _verb(s: Sentence, p: Phrase) -> int:
    """The token outside the phrase that it hangs on."""
    for k in range(p.first, p.last + 1):
        if not p.first <= s.heads[k] <= p.last:
            return s.heads[k]
    return -1


def _pairs(r: Reading, context: DocumentContext) -> None:
    """Notes which parties the sentence names side by side."""
    s = r.sentence
    k = 0
    while k + 1 < len(r.phrases):
        chain = [k]
        while chain[-1] + 1 < len(r.phrases) and joined(
            s, r.phrases[chain[-1]], r.phrases[chain[-1] + 1]
        ):
            chain.append(chain[-1] + 1)
        if len(chain) > 1:
            parties = tuple(p for c in chain for p in r.parties[c])
            if len(parties) > 1:
                context.together.append(Together(s.number, r.phrases[chain[0]].first, parties))
        k = chain[-1] + 1
    # "Putin met Erdogan": whom "they" and "the two" can mean afterwards.
    here = [m for m in context.recent(s.number, len(s), 0) if m.verb >= 0 and not m.plural]
    for a in here:
        for b in here:
            if a.subject and not b.subject and a.verb == b.verb and a.kind == b.kind == "person":
                context.together.append(Together(s.number, b.token, (a.party, b.party)))


def joined(s: Sentence, a: Phrase, b: Phrase) -> bool:
    """Whether only a comma, an "and", a hyphen or determiners stand between two phrases."""
    end = a.last + 1
    for m in (*a.attached, *a.destination):
        end = max(end, m.last + 1)
    between = s.lower[end : b.first]
    if not 1 <= len(between) <= 4:
        return a.last == b.first  # "Russian-Turkish" as one token
    return all(w in _LINKS for w in between) and any(
        w in _LINKS - {"the", "their", "his"} for w in between
    )


_LINKS = frozenset({",", "and", "&", "-", "–", "the", "their", "his", "its", "her", "/", "both"})
