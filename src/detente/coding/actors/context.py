"""What a document has said so far about who is who.

What comes in: the parties of each phrase, in the order of the text. What goes out: the full name
behind "Lavrov", the party behind "he", "the minister" or "both countries", and, by the
publication date, who held an office. One :class:`DocumentContext` per document; it is the only
mutable thing in this room.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from detente.codebook.names import fold
from detente.coding.actors.era import era_of
from detente.coding.actors.mentions import person_id
from detente.coding.actors.offices import Holder, coming, meant
from detente.coding.actors.tables import FAMILY_FIRST, ActorTables
from detente.coding.actors.words import HONORIFICS, word_set
from detente.records import Party

_WINDOW = 4  # sentences that a pronoun looks back
_MEMORY = 60  # sentences that "the minister" looks back
_BODY_MEMORY = 40  # sentences that "the Council" looks back
# What any organisation may be called, but the United Nations: it is none of states of one mind.
_ANY_BODY = frozenset({"bloc", "alliance", "grouping", "organization", "organisation"})
_HEADLINE = 6  # sentences that a pair ("both countries") looks back before the whole text counts


class Said(NamedTuple):
    """A party as it was mentioned: where, as what, and whether it was the subject."""

    sentence: int
    token: int
    party: Party
    office: str
    kind: str  # person, state, body, crowd
    plural: bool
    subject: int  # 2 of the main clause, 1 of another, 0 none
    verb: int = -1  # the token that it hangs on
    act: str = ""  # its lemma


class Stranger(NamedTuple):
    """Who does violence and has no name: the number of the sentence, the noun."""

    sentence: int
    name: str


class Together(NamedTuple):
    """Countries named side by side ("Russia and Iran", "Russian-Turkish")."""

    sentence: int
    token: int
    parties: tuple[Party, ...]
    offices: tuple[str, ...] = ()


class DocumentContext:
    """Memory of one document; give each document its own.

    Parameters
    ----------
    date
        Publication date (ISO), for who held an office; None leaves offices unfilled.
    tables
        From :func:`~detente.coding.actors.tables.load_tables`.
    """

    def __init__(self, date: str | None, tables: ActorTables) -> None:
        self.date = date
        self.tables = tables
        self.era = era_of(tables.states, date)
        self.people: dict[str, Party] = {}
        self.given: dict[str, Party | None] = {}
        self.said: list[Said] = []
        self.together: list[Together] = []
        self.counts: dict[str, int] = {}
        self.places: list[tuple[int, int, str]] = []
        self.stranger: Stranger | None = None  # the attacker without a name told of last
        self.abroad: str | None = None  # the state that a text of others is about
        self.named: frozenset[str] = frozenset()  # the states that the whole text names
        self.seen: dict[int, object] = {}

    # -- people ---------------------------------------------------------------------------

    def know(self, party: Party) -> None:
        """Remembers a full name, so that its family name alone finds it again."""
        words = _name_words(party.name)
        if not words:
            return
        keys = {" ".join(words), words[-1]}
        if len(words) > 1 and party.country in FAMILY_FIRST:
            keys.add(words[0])
        if len(words) > 2:
            keys.add(" ".join(words[1:]))
            keys.add(" ".join((words[0], words[-1])))
        if len(words) > 1:
            # "Najib": some peoples call a man by his first name; None where two share it.
            same = self.given.setdefault(words[0], party)
            if same is None or _name_words(same.name)[-1] != words[-1]:
                self.given[words[0]] = None
        for key in keys:
            old = self.people.get(key)
            if old is None or _richness(party) >= _richness(old):
                self.people[key] = party

    def recall(self, name: str) -> Party | None:
        """The party remembered under this name or family name."""
        words = _name_words(name)
        if not words:
            return None
        found = self.people.get(" ".join(words))
        if found is None and len(words) > 1:
            whole = self.people.get(words[-1])
            if whole is not None and _compatible(words, _name_words(whole.name)):
                found = whole
        if found is None and len(words) == 1:
            found = self.given.get(words[0])
        return found

    def holder(self, country: str | None, office: str, *, when: str = "now") -> Holder | None:
        """Who held an office on the publication date; a "leader" is whoever leads in fact.

        ``country`` may be an organisation's id ("igo:nato"). ``when`` is "now", "coming" for
        who is elected, "past" for a former holder, whom no date tells.
        """
        if self.date is None or country is None or not office or when == "past":
            return None
        if when == "coming":
            elected = coming(self.tables.offices.get((country, office), ()), self.date)
            return meant(elected, None, family=False)
        if office == "leader":
            first = "head_of_government" if country in _LED_BY_PREMIER else "head_of_state"
            supreme = self.tables.holder(country, "supreme_leader", self.date)
            return supreme or self.tables.holder(country, first, self.date)
        return self.tables.holder(country, office, self.date)

    def listed(
        self, name: str, country: str | None, office: str, *, when: str = "now"
    ) -> Party | None:
        """A person of the office-holder table by full or family name, fitting what stands beside.

        A family name alone counts when the table says that it is rare, when country or office
        stand beside it, or when the text names the country: "Mr Fico" in a text on Slovakia.
        Among several of a name the publication date decides; where it leaves two, the one whose
        state the text names; and where these are two, nobody is named.

        Parameters
        ----------
        name, country, office
            What the text says; country None and office "" where it says none.
        when
            "now", "past" for a former holder, "coming" for one who is elected.
        """
        words = _name_words(name)
        if not words:
            return None
        family = len(words) == 1
        called = [
            h
            for h in self.tables.by_name().get(" ".join(words), ())
            if country is None or h.country == country
        ]
        if not called and not family and office and all(len(w) == 1 for w in words[:-1]):
            # "Prime Minister K.P. Oli": initials of whoever bears the family name.
            called = [
                h
                for h in self.tables.by_name().get(words[-1], ())
                if (country is None or h.country == country) and _initials(h.name, words[:-1])
            ]
        if not called and not family:
            # "Mohammed Morsi" for Mohamed Morsi: a given name as another paper spells it.
            called = [
                h
                for h in self.tables.by_name().get(words[-1], ())
                if h.country in (self.named if country is None else (country,))
                and _alike(words, _name_words(h.name))
            ]
        held = [h for h in called if office in ("", "leader", "counterpart", h.office)]
        if self.date is not None and when == "past":
            held = [h for h in held if h.start <= self.date and not h.covers(self.date)]
        elif self.date is not None and when == "coming":
            held = coming(held, self.date)
        found = held
        if not held and office:
            found = [
                h
                for h in called
                if country is not None or h.alone or not family or h.country in self.named
            ]
        if not (office or country):
            # Nor is half a name ("Hua Ping" of "Guo Hua Ping") anybody's in a text on others.
            found = [
                h
                for h in found
                if h.country in self.named or (h.alone if family else _is_called(words, h))
            ]
        alone = family and when == "now"
        best = meant(found, self.date, family=alone)
        if best is None and country is None:
            # "President Santos" after both left, in a text on Colombia: not Angola's.
            best = meant([h for h in found if h.country in self.named], self.date, family=alone)
        if best is None:
            return None
        return Party(best.name, best.country, self.sectors_of(best), person_id(best.name))

    def sectors_of(self, holder: Holder) -> tuple[str, ...]:
        """GOV while in office (or without a date), ELI afterwards, none before."""
        if not holder.office:
            return holder.sectors
        if holder.of != holder.country:  # of an organisation
            return holder.sectors or (("GOV",) if holder.office == "foreign_minister" else ())
        date = self.date
        if date is not None and not holder.covers(date):
            terms = [h for h in self.tables.terms(holder.name) if h.country == holder.country]
            if any(h.covers(date) for h in terms):
                return ("GOV",)
            if holder.start > date:
                return ("GOV",) if coming([holder], date) else ()
            return ("ELI",)
        return ("GOV", "MIL") if holder.office == "defence_minister" else ("GOV",)

    # -- what was mentioned ---------------------------------------------------------------

    def note(self, said: Said) -> None:
        """Adds a mention; those of a sentence come in text order."""
        self.said.append(said)
        code = said.party.country
        if code is not None and code in self.tables.states:
            self.counts[code] = self.counts.get(code, 0) + 1

    def told_of(self, sentence: int, token: int, party: Party) -> None:
        """Puts what a sentence says of a person into what was noted of him."""
        for n in range(len(self.said) - 1, -1, -1):
            m = self.said[n]
            if m.sentence != sentence:
                return
            if m.token == token:
                self.said[n] = m._replace(party=party)

    def recent(self, sentence: int, token: int, window: int) -> Iterator[Said]:
        """Mentions before a place in the text, the last first, ``window`` sentences back."""
        for m in reversed(self.said):
            if m.sentence < sentence - window:
                return
            if (m.sentence, m.token) < (sentence, token):
                yield m

    def before(self, sentence: int, token: int, window: int = _WINDOW) -> list[Said]:
        """Mentions before a place in the text, nearest sentence first, its subjects first."""
        found = list(self.recent(sentence, token, window))
        found.sort(key=lambda m: (-m.sentence, -m.subject, -m.token))
        return found

    def person(self, sentence: int, token: int, verbs: tuple[int, ...] = ()) -> Said | None:
        """Whom "he" or "she" means: the nearest single person, subjects first.

        Nobody who hangs on the first of ``verbs``, nor a subject of the others: in "Putin
        thanked him" and "Putin called to thank him", "him" is not Putin.
        """
        for m in self.before(sentence, token):
            if m.kind == "person" and not m.plural and not _beside(m, sentence, verbs):
                return m
        return None

    def thing(
        self,
        sentence: int,
        token: int,
        verbs: tuple[int, ...] = (),
        but: Container[int] = (),
    ) -> Said | None:
        """Whom "it" means: the nearest state or body, subjects first, not beside it.

        ``but`` are tokens of the sentence at which nobody begins who can be meant.
        """
        for m in self.before(sentence, token):
            body = m.kind in ("state", "body")
            if m.sentence == sentence and m.token in but:
                continue
            if body and not m.plural and not _beside(m, sentence, verbs):
                return m
        return None

    def accused(self, sentence: int, token: int, kinds: frozenset[str]) -> Said | None:
        """Whom the sentence before accused: who now denies it."""
        for m in self.recent(sentence, token, 1):
            accused = m.act in self.tables.references.accuse and not m.subject
            if m.sentence < sentence and accused and m.kind in kinds and not m.plural:
                return m
        return None

    def of_sector(self, sector: str, sentence: int, token: int) -> str | None:
        """The country of the last party with a sector: "lawmakers" after "the parliament"."""
        for m in self.recent(sentence, token, 2):
            if sector in m.party.sector and m.party.country in self.tables.states:
                return m.party.country
        return None

    def country(self, sentence: int, token: int) -> str | None:
        """The state nearest before a place in the text, of any party but envoys' hosts."""
        for m in self.before(sentence, token, window=3):
            if m.party.country in self.tables.states:
                return m.party.country
        return None

    def several(self, sentence: int, token: int) -> tuple[Party, ...]:
        """Whom "they" means: the nearest parties named together, or the nearest plural one."""
        near = [
            t
            for t in self.together[-_HEADLINE:]
            if sentence - 1 <= t.sentence and (t.sentence, t.token) < (sentence, token)
        ]
        found = self.before(sentence, token, window=1)
        for m in found:
            if m.plural or m.kind == "crowd":
                if near and near[-1].sentence >= m.sentence and m.kind != "crowd":
                    break
                return (m.party,)
        if near:
            return near[-1].parties
        body = next((m for m in found if m.kind == "body"), None)
        return () if body is None else (body.party,)

    def persons_together(self, sentence: int, token: int) -> tuple[Party, ...]:
        """The officials last named together, at most two sentences back."""
        for t in reversed(self.together[-_HEADLINE:]):
            if t.sentence < sentence - 2:
                break
            officials = all(
                p.sector and (p.id is None or p.id.startswith("person:")) for p in t.parties
            )
            if (t.sentence, t.token) < (sentence, token) and officials:
                return t.parties
        return ()

    def group(
        self, sentence: int, token: int, number: int, but: Container[str | None] = ()
    ) -> tuple[str, ...]:
        """The countries behind "both countries" (``number`` 2) or "all three sides" (3).

        First the last ones named together, then those named most often before; none of ``but``.
        Behind "Ecuador called up nobody, and a summit of the two presidents" Brazil and Chile, who
        were named together before in a text about others, are not the two.
        """
        counts = {c: n for c, n in self.counts.items() if c not in but}
        ranked = sorted(counts, key=lambda c: -counts[c])
        most = ranked[:number]
        here = {m.party.country for m in self.recent(sentence, token, 0)}
        for t in reversed(self.together):
            if sentence - t.sentence > _HEADLINE:
                break
            if (t.sentence, t.token) >= (sentence, token):
                continue
            codes = _codes(t.parties)
            aside = not here.isdisjoint(most) and set(codes).isdisjoint(most)
            if len(codes) == number and not aside and not any(c in but for c in codes):
                return codes
        if len(ranked) < number or (
            len(ranked) > number and counts[ranked[number]] == counts[ranked[number - 1]]
        ):
            return ()
        return tuple(ranked[:number])

    def with_office(self, office: str, role: str, sentence: int, token: int) -> Party | None:
        """Who "the minister", "the envoy" is: the last one told in that role or one like it."""
        like = self.tables.references.like.get(role, frozenset())
        for m in self.recent(sentence, token, _MEMORY):
            if m.kind == "person" and not m.plural:
                words = m.office.split("|")
                told = words[-1]
                if (office and office in words) or role in told.split() or role == told:
                    return m.party
                if told in like:
                    return m.party
        return None

    def same(self, role: str, kind: str, sentence: int, token: int) -> str | None:
        """The country of the last one called the same: "the ministry", "the plane"."""
        like = self.tables.references.like.get(role, frozenset())
        for m in self.recent(sentence, token, _WINDOW):
            words = m.office.split()
            called = bool(words) and words[-1].split("|")[-1] == role.split()[-1]
            alike = called or m.office.split("|")[-1] in like
            if m.kind == kind == "equipment" and m.sentence != sentence:
                # In one sentence "the patrol ship ... the trawler" are two.
                alike = True
            if alike and m.party.country in self.tables.states:
                return m.party.country
            if kind == "equipment" and called:
                return None  # the trawler told before, of which nobody knows whose it is
        return None

    def short(self, word: str) -> Party | None:
        """The body of any kind named in full before by a word of its name: "the Commission"."""
        for m in reversed(self.said):
            names = m.party.name.split()
            if m.kind == "body" and len(names) > 1 and word in (names[-1], names[0]):
                return m.party if m.party.country is not None else None
        return None

    def body_called(self, word: str, sentence: int, token: int) -> Party | None:
        """Which organisation "the Council", "the alliance" is: the last one whose name ends so."""
        for m in self.recent(sentence, token, _BODY_MEMORY):
            body = m.party.id or ""
            if not body.startswith("igo:"):
                continue
            named = m.party.name.lower().endswith(f" {word}")
            if named or (word in _ANY_BODY and not body.startswith("igo:un")):
                return m.party
        return None

    def host(self, sentence: int, token: int) -> str | None:
        """The country of the last place named ("to Ankara ... the host country")."""
        for at, k, code in reversed(self.places[-20:]):
            if (at, k) < (sentence, token) and sentence - at <= 2:
                return code
        return None


def _beside(m: Said, sentence: int, verbs: tuple[int, ...]) -> bool:
    if m.sentence != sentence or m.verb not in verbs:
        return False
    return m.verb == verbs[0] or m.subject > 0


_LED_BY_PREMIER = word_set(
    "GBR DEU ITA ESP CAN AUS NZL IND JPN ISR NLD BEL SWE NOR DNK GRC HUN IRQ LBN PAK BGD NPL THA "
    "MYS SGP ARM GEO MDA ALB BGR HRV SVN SVK CZE LVA EST FIN ISL IRL LUX MLT MKD MNE KOS BIH ETH "
    "KHM PNG POL"
)


def _codes(parties: tuple[Party, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.country for p in parties if p.country is not None))


@lru_cache(maxsize=20_000)
def _name_words(name: str) -> tuple[str, ...]:
    words = fold(name).lower().replace(".", " ").split()
    bare = tuple(w for w in words if w not in HONORIFICS)
    return bare or tuple(words)


def _initials(name: str, letters: Sequence[str]) -> bool:
    """Whether letters are those that the given names of a full name begin with."""
    first = "".join(w if w.isupper() else w[0] for w in name.split()[:-1]).lower()
    return first.startswith("".join(letters))


def _richness(party: Party) -> int:
    return (
        2 * (party.country is not None) + bool(party.sector) + 2 * min(len(party.name.split()), 3)
    )


def _alike(name: Sequence[str], listed: Sequence[str]) -> bool:
    """Whether a listed name is this one with another spelling of the first given name."""
    first = listed[0]
    if len(listed) < 2 or name[-1] != listed[-1] or name[0][0] != first[0]:
        return False
    return min(len(first), len(name[0])) > 2 and SequenceMatcher(None, name[0], first).ratio() > 0.7


def _is_called(words: Sequence[str], holder: Holder) -> bool:
    """Whether these are all words of a name of somebody, or its first and last."""
    for name in (holder.name, *holder.aliases):
        theirs = _name_words(name)
        if len(words) == len(theirs) or (words[0], words[-1]) == (theirs[0], theirs[-1]):
            return True
    return False


def another(name: str, listed: str) -> bool:
    """Whether a full name of a listed person's family name is somebody else's."""
    words, theirs = _name_words(name), _name_words(listed)
    if len(words) < 2 or len(theirs) < 2 or words[-1] != theirs[-1]:
        return False
    return words[0][0] not in {w[0] for w in theirs[:-1]}


def _compatible(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether two names with one family name can be one person: no given name contradicts."""
    if not full or short[-1] != full[-1]:
        return False
    return len(full) == 1 or short[0] == full[0] or set(short) <= set(full)
