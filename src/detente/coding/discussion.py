"""Between whom a document's acts pass, and the sides that a sentence leaves to the text around it.

Comes in: the states named in every sentence of a document, and act by act what was told so far.
Goes out: who "we" are, whom "the two parties" means, and the side of an act that its own sentence
does not name: "Madrid recalled its ambassador" in a quarrel with Ottawa is done to Canada.
RECORDS.md rule 5 asks for a party that the context makes plain; where it does not, a side
stays empty. A text of one sentence has no context, and nothing is supplied to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from detente.coding.actors import ActorMention
from detente.coding.again import CONFLICT, CRAFT, PEOPLE, same_people
from detente.coding.arguments import case_of
from detente.coding.home import FIRST_PERSON, OWN, first_person, home_of, spoken
from detente.coding.match import Frame
from detente.coding.sentence import Sentence
from detente.records import Event, Party

_PAIR_NOUNS = frozenset(("party", "side", "neighbour", "neighbor", "country", "nation", "state"))
# "The two governments": those of the pair; without a number only where they act together.
_PAIR_OFFICES = frozenset(
    """government president minister premier leader head delegation army navy capital parliament
    chancellor king diplomat negotiator official force coastguard commander general
    envoy""".split()  # noqa: SIM905
)
_BOTH = frozenset(("two", "both"))
# "The same capitals", "those four governments".
_US = frozenset(("us", "me", "i", "we"))
_SAME = _PAIR_NOUNS | frozenset(("capital", "government", "power"))
_COUNTED = frozenset(("three", "four", "five", "six", "seven"))
_POINTED = frozenset(("the", "these", "those", "all"))
_THEY = frozenset(("they", "both", "we"))
# The tags of "talks [are held]" and "[it was] signed".
_PLURAL_OR_PASSIVE = ("NNS", "VBN")
# The tags of people who may be anybody: "five persons", "a woman".
_ANYBODY = ("NN", "NNS", "CD")
_CROWD = frozenset(
    """people person crowd mob protester demonstrator rioter hundred thousand dozen ten resident
    young youth other passer-by bystander agitator supporter opponent civilian mourner looter
    picket striker inmate member gunman""".split()  # noqa: SIM905
)
# What who is asked for something does: "asked Paris to help, and they agreed".
_ANSWERING = frozenset(
    """agree accept refuse decline consent comply oblige reply answer respond promise""".split()  # noqa: SIM905
)
_SOME = frozenset(("a", "an", "some", "several", "no", "any", "all"))
_THEIR = frozenset(("its", "their", "his", "her"))
_HE = frozenset(("he", "she"))
_THEM = frozenset(("they", "them", "it", "this", "that", "these", "those", "all", "either"))
# How many sentences back an act just told still says who is at odds with whom.
_RECENT = 1
_REMEMBERED = 200  # acts that say who is whose rival; more than an article tells
_TOGETHER = 2  # sentences that "they" looks back
_SHARE = 0.1  # of all sentences that the lesser of a pair must be named in
_IN_TITLE = 3  # sentences that a title is worth
# Acts of one state towards another; force may be anybody's, meetings are of all who meet.
_DIRECTED = frozenset(
    """ACCUSE REJECT REQUEST THREATEN SANCTION CONCEDE RETREAT AGREE SUPPORT AID COERCE
    MOBILIZE""".split()  # noqa: SIM905
)
# Of these, words against somebody, which say whom unless the quarrel has been told.
_QUARREL = frozenset(("ACCUSE", "REJECT", "THREATEN"))
# Of these, acts that no state does to itself.
_ABROAD = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SANCTION", "AGREE", "SUPPORT"))
# Acts whose two doers have to do with each other; others do alike what they do to a third.
_MUTUAL = frozenset(("CONSULT", "AGREE", "COOPERATE", "SUPPORT"))
_MATERIAL = 4  # the quad class of force
# Acts done to people who may be anybody of the place.
_LOCAL = frozenset(("COERCE", "ASSAULT", "PROTEST"))
_BODIES = frozenset(("UNO", "IGO"))
_SEVERAL = _BODIES | {"EUR"}
_GO = frozenset(("fly", "go", "come", "travel", "arrive", "land", "head", "return", "hurry"))
_FORCE = frozenset(("PROTEST", "COERCE", "ASSAULT", "MOBILIZE"))
_PERSONS = ("ranger", "man", "woman", "men", "guard", "keeper", "ist", "warden", "clerk", "bearer")
_AGAINST = frozenset(("SANCTION", "ACCUSE", "REQUEST"))
_OTHERS = frozenset(
    """ally partner friend everyone everybody nobody anybody community world observer
    donor supplier investor carrier""".split()  # noqa: SIM905
)
_DEFEND = frozenset(("defend", "justify"))
_COMPLEMENTS = ("obj", "obl", "ccomp", "xcomp", "advcl", "nsubj:pass")
_MUTUALLY = frozenset(("joint", "bilateral", "mutual", "common", "mixed", "trilateral"))
_STEM = 4  # letters that a noun shares with its verb
_TOWNS = ("city", "region")
_PLACES = (*_TOWNS, "capital")
_AROUND = 2  # sentences back that a place still is where things happen
_MOST = 6  # states that do something to one together
_AGAIN = 2  # conflicts that make somebody named in passing a rival
_NEARBY = 3  # sentences back that a mission still is the one meant
_MISSIONS = frozenset(("embassy", "consulate", "mission", "legation", "ambassador"))
_JAILED = frozenset(("arrest", "convict"))
_BUILDINGS = frozenset(("embassy", "consulate", "mission", "legation"))
_HOME_RULE = frozenset(("curfew", "martial-law"))  # what a state does to its own people
_HOLDERS = frozenset(("LEG", "OPP"))  # whose own government they speak to
# Acts that are done by saying so.
_WORDS = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE", "SUPPORT"))
_FIRM = 0.6  # confidence of a rule that needs no second party in such a text
# Acts whose doer is a government even where nobody says so ("the envoys were expelled").
_OFFICIAL = frozenset(("SANCTION", "REJECT", "RETREAT", "CONCEDE"))
# Acts of a government towards another's people, told in the passive.
_CHARGES = frozenset(("ACCUSE", "REQUEST"))
_VIOLENT = frozenset(("ASSAULT", "COERCE", "PROTEST"))
# What an outsider's act is done to: the target of the last act told of one of these types.
_HARM_BEFORE = {
    "SANCTION": ("SANCTION", "ACCUSE"),
    "AID": ("SANCTION", "COERCE", "ASSAULT"),
}
# What outsiders do towards both sides of a quarrel.
_TO_BOTH = frozenset(("REQUEST", "AGREE"))
# Whose acts are a state's own, so that the place tells whose they are.
OFFICES = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))
_AT_HOME = frozenset(("JUD", "COP"))
# What an outsider praises or condemns, meaning the act told before.
_DEED = frozenset(
    """decision move step measure measures act action announcement expulsion raid attack strike
    coup putsch killing test launch operation closure recall ban break recognition release
    withdrawal visit offer proposal gesture vote verdict ruling detention arrest""".split()  # noqa: SIM905
)
_DEEDS = frozenset(("it", "this", "that"))
DONE = frozenset(("SANCTION", "COERCE", "ASSAULT", "RETREAT", "CONCEDE", "MOBILIZE", "REJECT"))
# Said among the reasons of an event one of whose sides its sentence does not name.
SUPPLIED = "a side from the text around"

Found = Sequence[tuple[Sentence, list[ActorMention]]]
Resolve = Callable[[tuple[int, str]], tuple[Party, ...]]


class Discussion:
    """The states of one document and who of them stands against whom; made once, never changed.

    Parameters
    ----------
    found
        Each sentence with the actors found in it, in text order.
    states
        The codes that are states'.
    metonyms
        Names of cities that mean a body of states ("Brussels").
    titled, publisher
        The states that the title and the name of the source tell.
    deeds
        Nouns of acts, with their types: "the boarding" that is condemned is the one told before.
    """

    def __init__(
        self,
        found: Found,
        states: Mapping[str, object],
        *,
        metonyms: Container[str] = (),
        titled: Sequence[str] = (),
        publisher: Sequence[str] = (),
        deeds: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.found = found
        self.deeds = deeds or {}
        self.publisher = publisher
        self.states = states
        self.named: Counter[str] = Counter()
        self.at: list[list[tuple[int, str, ActorMention]]] = []
        for _, mentions in found:
            here = [
                (m.first, m.country, m)
                for m in mentions
                if m.country is not None and m.country in states and m.name not in metonyms
            ]
            self.at.append(here)
            self.named.update(dict.fromkeys(code for _, code, _ in here).keys())
        self.titled = [code for code in titled if code in self.named]

    @cached_property
    def main(self) -> tuple[str, ...]:
        """The two states that most sentences name; none where the text is not about a pair."""
        named = Counter(self.named)
        home = self.home
        if home is not None and home in named:
            named[home] += sum(map(bool, self._first_person))
        return self._pair(named)

    def _pair(self, named: Counter[str]) -> tuple[str, ...]:
        if len(self.found) < 2:
            return ()
        # Of equals the one named first: a counter keeps their order.
        top = (named + Counter(dict.fromkeys(self.titled, _IN_TITLE))).most_common(2)
        if len(top) < 2 or top[1][1] < max(2, _SHARE * len(self.found)):
            return ()
        return (top[0][0], top[1][0])

    @cached_property
    def _first_person(self) -> list[list[int]]:
        """The tokens of each sentence that are "we" and "our", outside quotation marks."""
        return [
            [k for k in range(len(s)) if first_person(s, k) and not quoted(s, k)]
            for s, _ in self.found
        ]

    @cached_property
    def home(self) -> str | None:
        """The state of those who say "we", as far as the text gives them away."""
        if not any(self._first_person):
            return None
        return home_of([s for s, _ in self.found], self.at, self._first_person, self.publisher)

    @cached_property
    def spoken(self) -> bool:
        """Whether a text is a statement or a hearing, in which "I" is an office."""
        return bool(self.found) and spoken(self.found[0][0].text)

    @cached_property
    def foreign(self) -> str | None:
        """The state that a text of somebody's own is about, where nothing tells whose it is."""
        if self.home is not None or sum(map(bool, self._first_person)) < OWN:
            return None
        top = self.named.most_common(2)
        if not top or top[0][1] < OWN or (len(top) > 1 and top[0][1] < 2 * top[1][1]):
            return None
        return top[0][0]

    # --- who is meant ------------------------------------------------------------------------

    def pointed(self, s: Sentence, head: int, told: Sequence[Event]) -> tuple[Party, ...]:
        """Whom "we", "our consulate" or "the two parties" means; nobody if the text leaves it."""
        if s.lower[head] == "they":
            return self._those(s, head, told)
        if first_person(s, head) or any(
            s.lower[j] == "our" and s.deps[j] == "nmod:poss"
            for k in (head, *s.each(head, "appos"))
            for j in s.children[k]
        ):
            if quoted(s, head) or self.home is None:
                return ()
            sectors = ("GOV",) if s.lemmas[head] in ("government", "ministry") else ()
            return (self.party(self.home, s, head, sectors),)
        ruling = s.lemmas[head] in _PAIR_OFFICES and s.tags[head] in ("NNS", "NNPS")
        if ruling and self.main and {s.lower[j] for j in s.children[head]} & _BOTH:
            return tuple(self.party(code, s, head, ("GOV",)) for code in self.main)
        if s.lemmas[head] in ("side", "party") and s.tags[head] == "NNS":
            codes = self._opponents(told)
            words = {s.lower[j] for j in s.children[head]}
            if codes and words & (_BOTH | {"the"}):
                return tuple(self.party(code, s, head) for code in codes)
        if s.lemmas[head] in _SAME and s.tags[head] == "NNS" and _again(s, head):
            return self._several(s, head, told)
        if s.lemmas[head] in _PAIR_NOUNS and s.tags[head] == "NNS" and self.main:
            words = {s.lower[j] for j in s.children[head]}
            if words & _BOTH or (s.lemmas[head] == "party" and "the" in words):
                return tuple(self.party(code, s, head) for code in self.main)
        return ()

    def asked(self, s: Sentence, head: int, told: Sequence[Event]) -> tuple[Party, ...]:
        """ "They" who agree or refuse: who has just been asked, be it one state."""
        if s.lower[head] != "they" or s.deps[head] != "nsubj":
            return ()
        if s.lemmas[s.heads[head]] not in _ANSWERING:
            return ()
        for event in reversed(told):
            if event.sentence != s.number:
                break
            codes = self._codes(event.recipient)
            if event.event_type == "REQUEST" and len(codes) == 1:
                return (self.party(codes[0], s, head),)
        return ()

    def _those(self, s: Sentence, head: int, told: Sequence[Event]) -> tuple[Party, ...]:
        """ "They": the states that did the last act told together."""
        for event in reversed(told):
            if event.sentence < s.number - _TOGETHER:
                break
            codes = self._codes(event.actor)
            if len(codes) > 1:
                return tuple(self.party(code, s, head) for code in codes)
        return ()

    def _opponents(self, told: Sequence[Event]) -> tuple[str, ...]:
        """The two states between whom most conflict was told; none where it is not plain."""
        pairs: Counter[tuple[str, ...]] = Counter()
        for event in told[-_REMEMBERED:]:
            sides = self._codes(event.actor), self._codes(event.recipient)
            if event.quad_class >= CONFLICT and len(sides[0]) == len(sides[1]) == 1:
                pairs[tuple(sorted(sides[0] + sides[1]))] += sides[0] != sides[1]
        top = pairs.most_common(2)
        plain = top and top[0][1] >= _AGAIN and (len(top) == 1 or top[0][1] > top[1][1])
        if not plain:
            return ()
        return self.main if set(self.main) == set(top[0][0]) else top[0][0]

    def _several(self, s: Sentence, head: int, told: Sequence[Event]) -> tuple[Party, ...]:
        """ "The same capitals", "the four states": those that did something together before."""
        for event in reversed(told[-_REMEMBERED:]):
            codes = self._codes(event.actor)
            if len(codes) > 2:
                return tuple(self.party(code, s, head) for code in codes)
        return ()

    def party(
        self, code: str, s: Sentence, token: int | None = None, sectors: tuple[str, ...] = ()
    ) -> Party:
        """A state as party, on the words of a token or on those that named it last."""
        near = self._last(code, s.number)
        name = near[1].name if near is not None else code
        if token is not None:
            return Party(name, code, sectors, f"state:{code}", s.span(token, token))
        assert near is not None
        where, m = near
        return Party(m.name, code, (), f"state:{code}", where.span(m.first, m.last))

    def _last(self, code: str, number: int) -> tuple[Sentence, ActorMention] | None:
        """Where a state was named last before the end of a sentence, else first after it."""
        order = [*range(min(number, len(self.at) - 1), -1, -1), *range(number + 1, len(self.at))]
        for n in order:
            for _, known, m in self.at[n]:
                if known == code:
                    return self.found[n][0], m
        return None

    def enough(self, frame: Frame, actors: tuple[Party, ...]) -> bool:
        """Whether an act of words by a government is one though nobody says to whom.

        In a text about a pair of states "Madrid called it piracy" is an act of their quarrel.
        """
        if frame.nominal or frame.type not in _WORDS or frame.confidence < _FIRM:
            return False
        if not self.main and self.foreign is None:
            return False
        return any(
            p.country in self.states and ((p.id or "").startswith("state:") or "GOV" in p.sector)
            for p in actors
        )

    def charged(self, s: Sentence, frame: Frame, recipients: tuple[Party, ...]) -> bool:
        """Whether a state's people were charged by a government that nobody needs to name."""
        return (
            len(self.found) > 1
            and frame.type == "ACCUSE"
            and not frame.nominal
            and not frame.actors
            and frame.confidence >= _FIRM
            and s.child(frame.trigger, "aux:pass") is not None
            and any(p.country in self.states for p in recipients)
        )

    def off_topic(self, actors: Sequence[Party], recipients: Sequence[Party]) -> bool:
        """Whether an act passes between others than the two states whom the text is about."""
        sides = {*self._codes(actors), *self._codes(recipients)}
        return bool(self.main) and not sides >= set(self.main)

    # --- the other side ----------------------------------------------------------------------

    def partner(self, code: str, told: Sequence[Event], number: int) -> str | None:
        """With whom a state has to do at a sentence: by the acts just told, else the main pair."""
        for event in reversed(told):
            if event.sentence < number - (_RECENT if code not in self.main else 0):
                break
            sides = [self._codes(event.actor), self._codes(event.recipient)]
            together = event.event_type in _MUTUAL or event.quad_class == _MATERIAL
            if code in sides[0] and len(sides[0]) == 2 and not sides[1] and together:
                return next(c for c in sides[0] if c != code)
            for one, other in (sides, sides[::-1]):
                if code in one and code not in other and len(other) == 1:
                    return other[0]
        if code not in self.main:
            return None
        second = next(c for c in self.main if c != code)
        rivals = self._rivals(code, told[-_REMEMBERED:])
        # The two named most may stand on one side: then it is whom each has had to do with.
        if not rivals or second in rivals:
            return second
        first = max(rivals, key=lambda c: rivals[c])
        passing = rivals[first] < _AGAIN and 2 * self.named[first] < self.named[second]
        return second if passing else first

    def _rivals(self, code: str, told: Sequence[Event]) -> Counter[str]:
        """With whom a state stood in conflict so far, and in how many acts."""
        out: Counter[str] = Counter()
        for event in told:
            if event.quad_class < CONFLICT:
                continue
            sides = self._codes(event.actor), self._codes(event.recipient)
            for one, other in (sides, sides[::-1]):
                if code in one and code not in other:
                    out.update(other)
        return out

    def _codes(self, parties: Sequence[Party]) -> list[str]:
        named = self.named
        out: list[str] = []
        for p in parties:
            if p.country and p.country in named and p.country not in out:
                out.append(p.country)
        return out

    def seat(
        self,
        s: Sentence,
        told: Sequence[Event],
        other: Sequence[Party],
        mine: Sequence[Party] = (),
    ) -> str | None:
        """Whose "the police", "the government" are: by the place, the other side, or the "we"."""
        if any(_HOLDERS.intersection(p.sector) for p in mine) and len(other) == 1:
            (whom,) = other
            if whom.country in self.states and "GOV" in whom.sector:
                return whom.country  # members of parliament speak to their own president
        places = {
            c
            for at, c, m in self.at[s.number]
            if m.kind in _TOWNS or (m.kind == "capital" and case_of(s, at) in _WHERE)
        }
        if len(places) == 1:
            return places.pop()
        if self.home is not None:
            return self.home
        against = self._codes(other)
        return self.partner(against[0], told, s.number) if len(against) == 1 else None

    def supplied(
        self,
        s: Sentence,
        frame: Frame,
        actors: tuple[Party, ...],
        recipients: tuple[Party, ...],
        told: Sequence[Event],
    ) -> tuple[tuple[Party, ...], tuple[Party, ...], bool]:
        """Both sides of an act, with what the context makes plain; whether anything was added."""
        if len(self.found) < 2 or frame.anaphor:
            return actors, recipients, False
        before = actors, recipients
        actors, recipients = self._as_before(actors, told), self._as_before(recipients, told)
        actors = self._seated(s, actors, recipients, told)
        goals = recipients
        local = frame.type in _LOCAL and not _states((*actors, *recipients))
        if local:
            actors, recipients = self._locals(s, frame, actors, recipients)
            local = _states(recipients)
        actors = self._opposed(s, frame, actors, recipients, told)
        if frame.reciprocal:
            actors = self._together(s, frame, actors)
        else:
            recipients = self._seated(s, self._missions(s, recipients), actors, told, frame)
            if frame.type == "RETREAT" and _they(s, frame):
                recipients = ()  # who is let go was held before
            if not _states(recipients) and not any(p.id for p in recipients):
                again = same_people(s, frame, told)
                recipients = (recipients or goals) if again is None else (again,)
            if len(self._codes(actors)) > 1 and _one_another(s, frame):
                recipients = actors
            elif frame.type in _ABROAD:
                recipients = self._not_itself(actors, recipients)
            if frame.type == "ACCUSE" and recipients:
                recipients = self._before_judges(s, actors, recipients, told)
            if frame.type in _DIRECTED and not recipients:
                recipients = self._recipients(s, frame, actors, told) or recipients
            if frame.type in _DIRECTED and not actors and self._we_act(s, frame):
                if self.home is not None and self._codes(recipients) == [self.home]:
                    # "Windows in Hull were broken; I condemn that": he does, not the other state.
                    actors, recipients = (self.party(self.home, s),), ()
                else:
                    actors = self._doers(s, frame, recipients, told) or self._we(s, frame)
            if frame.type in _AGAINST and recipients and not _states(recipients):
                recipients = self._theirs(s, actors, recipients)
            own = self._ours(actors, offices=frame.type != "SUPPORT")
            if frame.type in _ABROAD and not recipients and own:
                recipients = (self.party(self.foreign or "", s),)
            unnamed = all(p.country is None and p.span.text.lower() in _HE for p in actors)
            official = frame.type in _OFFICIAL or (bool(actors) and frame.type in _ABROAD)
            if not actors and not frame.nominal and frame.type in _CHARGES:
                official = True  # "were charged", "was told to leave"
            if not actors and not frame.actors and _JAILED.intersection(frame.mode):
                actors = self._jailers(s, frame)
            if frame.type == "COERCE" and not actors:
                official = self._held_abroad(s, recipients) and not local
            if official and (unnamed if actors else not frame.actors):
                actors = self._doers(s, frame, recipients, told) or actors
        return actors, recipients, (actors, recipients) != before

    def _as_before(self, parties: tuple[Party, ...], told: Sequence[Event]) -> tuple[Party, ...]:
        """Parties of no told state, with the state that the text gave them before."""
        if all(p.country is not None or p.id is not None for p in parties) or not told:
            return parties
        return tuple(self._known_as(p, told) for p in parties)

    def _known_as(self, party: Party, told: Sequence[Event]) -> Party:
        name = party.name.lower()
        if party.country is not None or party.id is not None or name in _THEM:
            return party
        for event in reversed(told[-_REMEMBERED:]):
            for p in (*event.actor, *event.recipient):
                if p.country is not None and p.name.lower() == name:
                    return replace(party, country=p.country)
        return party

    def _we_act(self, s: Sentence, frame: Frame) -> bool:
        """Whether "we" act, or "I" where an office speaks."""
        if _first_person(s, frame):
            return True
        return (
            self.spoken
            and bool(frame.actors)
            and all(s.lower[k] == "i" and not quoted(s, k) for k, _ in frame.actors)
        )

    def _we(self, s: Sentence, frame: Frame) -> tuple[Party, ...]:
        """Those who say "we" in a text that does not tell their state."""
        if self.foreign is None:
            return ()
        spans = [s.span(k, k) for k, _ in frame.actors]
        return tuple(Party(span.text, None, (), None, span) for span in spans)

    def _ours(self, actors: Sequence[Party], *, offices: bool = True) -> bool:
        """Whether an act is of those whose text it is: of "us", or of offices of no named state."""
        return (
            self.foreign is not None
            and bool(actors)
            and all(
                p.country is None
                and (
                    p.span.text.lower() in FIRST_PERSON
                    or (self.spoken and p.span.text.lower() == "i")
                    or (offices and OFFICES.intersection(p.sector))
                )
                for p in actors
            )
        )

    def _opposed(
        self,
        s: Sentence,
        frame: Frame,
        actors: tuple[Party, ...],
        recipients: tuple[Party, ...],
        told: Sequence[Event],
    ) -> tuple[Party, ...]:
        """Boats or protesters of no state by their words, who face that very state: the other's.

        "Moscow says the boats entered its waters"; "protesters outside the Russian embassy".
        """
        codes = self._codes(actors)
        if frame.type not in _FORCE or len(actors) != 1 or codes != self._codes(recipients):
            return actors
        (party,) = actors
        inside = set(_inside(s, party))
        named = any(
            inside.intersection(range(m.first, m.last + 1)) for _, _, m in self.at[s.number]
        )
        mine = party.id is not None or named
        crowd = frame.type == "PROTEST" or any(s.lemmas[k] in CRAFT for k in inside)
        if mine or not codes or not crowd:
            return actors
        where = self.partner(codes[0], told, s.number)
        return actors if where is None else (replace(party, country=where),)

    def _theirs(
        self, s: Sentence, actors: Sequence[Party], recipients: tuple[Party, ...]
    ) -> tuple[Party, ...]:
        """What "we" do to people of no told state, in a text about another state: to that."""
        if self.foreign is None or not self._ours(actors, offices=False):
            return recipients
        if any(_ours_by_name(s, p) or p.id is not None for p in recipients):
            return recipients
        return tuple(replace(p, country=self.foreign) for p in recipients)

    def _together(self, s: Sentence, frame: Frame, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """Who met, agreed or signed where nobody is named: the two whom the text is about."""
        if frame.nominal and _joint(s, frame) and self.main and not self._codes(actors):
            return tuple(self.party(code, s) for code in self.main)
        if not self.main or frame.nominal or bare_consent(s, frame):
            return actors
        named = [k for k, how in frame.actors if how == "np"]
        pronoun = all(s.lower[k] in _THEY for k in named)
        if not actors and pronoun and (named or s.tags[frame.trigger] in _PLURAL_OR_PASSIVE):
            return tuple(self.party(code, s) for code in self.main)
        here = {code for _, code, _ in self.at[s.number]}
        if not actors and not named and here.issuperset(self.main):
            # A subject that the parser lost, in a sentence that names the pair.
            return tuple(self.party(code, s) for code in self.main)
        plural = all(s.tags[k] in ("NNS", "NNPS") for k in named)
        offices = all(s.lemmas[k] in _PAIR_OFFICES for k in named)
        if not actors and named and plural and offices:
            return tuple(self.party(code, s, named[0], ("GOV",)) for code in self.main)
        official = bool(actors) and all(p.country is None and "GOV" in p.sector for p in actors)
        if named and plural and official:
            # "The foreign ministers will meet"
            return tuple(self.party(code, s, named[0], ("GOV",)) for code in self.main)
        codes = self._codes(actors)
        if len(actors) == 1 and len(codes) == 1 and codes[0] in self.main and frame.needs == "both":
            other = next(c for c in self.main if c != codes[0])
            return (*actors, self.party(other, s))
        return actors

    def _seated(
        self,
        s: Sentence,
        parties: tuple[Party, ...],
        other: tuple[Party, ...],
        told: Sequence[Event],
        frame: Frame | None = None,
    ) -> tuple[Party, ...]:
        """Parties that hold a state's office, with the state whose it must be.

        With a ``frame`` they are those to whom it is done.
        """
        if not any(self._unplaced(s, p) for p in parties):
            if frame is None and not _states(other):
                return self._resident(s, parties)
            return self._facing(s, parties, other, told)
        code = self._opposite(s, frame, other, told)
        policing = frame is None and self.home is None and any(map(self._policing, parties))
        if code is None and policing:
            code = self._ground(s)
        code = code or self.seat(s, told, other, parties)
        if code is None:
            return parties
        return tuple(replace(p, country=code) if self._unplaced(s, p) else p for p in parties)

    def _policing(self, p: Party) -> bool:
        """Whether a party keeps order where things happen: "the police", "the authorities"."""
        return p.country is None and (
            "COP" in p.sector or p.span.text.lower().endswith("authorities")
        )

    def _resident(self, s: Sentence, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """An official whose name no table knows, acting in a town of the pair's: of that state."""
        if len(parties) != 1 or not self._unlisted(parties[0]):
            return parties
        towns = self._places(s.number, _TOWNS)
        verb = next((k for k in self._verbs(s, parties[0])), None)
        abroad = next((c for _, c, m in self.at[s.number] if _goes_to(s, verb, m)), None)
        if abroad in self.main:
            return (replace(parties[0], country=next(c for c in self.main if c != abroad)),)
        at = [c for c in towns if c in self.main]
        return (replace(parties[0], country=at[0]),) if len(at) == len(towns) == 1 else parties

    def _verbs(self, s: Sentence, party: Party) -> list[int]:
        """What a party is the subject of."""
        return [s.heads[k] for k in _inside(s, party) if s.deps[k] == "nsubj"]

    def _unlisted(self, party: Party) -> bool:
        known = party.country is not None or party.id is not None
        return not known and bool(OFFICES.intersection(party.sector))

    def _facing(
        self, s: Sentence, parties: tuple[Party, ...], other: Sequence[Party], told: Sequence[Event]
    ) -> tuple[Party, ...]:
        """An official whose name no table knows, who faces one state of the pair: the other's."""
        if len(parties) == 1 and self._unlisted(parties[0]) and self._ours(other, offices=False):
            return (replace(parties[0], country=self.foreign),)
        against = self._codes(other)
        if len(parties) != 1 or len(against) != 1 or against[0] not in self.main:
            return parties
        (party,) = parties
        if not self._unlisted(party):
            return parties
        code = self.partner(against[0], told, s.number)
        return parties if code is None else (replace(party, country=code),)

    def _opposite(
        self, s: Sentence, frame: Frame | None, actors: Sequence[Party], told: Sequence[Event]
    ) -> str | None:
        """Whose "the ambassador" is to whom something is done that no state does to its own."""
        if frame is None or frame.type not in _ABROAD:
            return None
        if self._ours(actors):
            return self.foreign
        codes = self._codes(actors)
        return self.partner(codes[0], told, s.number) if len(codes) == 1 else None

    def _unplaced(self, s: Sentence, p: Party) -> bool:
        """Whether a party is an office by name alone: "the police", "the Prosecutor General"."""
        if p.country is not None or p.id is not None or not OFFICES.intersection(p.sector):
            return False
        if self.home is None and _ours_by_name(s, p):
            return False
        roles = [m for m in self.found[s.number][1] if m.role is not None]
        return all(
            any(m.first <= k <= m.last for m in roles)
            for k in range(len(s))
            if p.span.start <= s.start[k] < p.span.end and s.pos[k] in ("PROPN", "PRON")
        )

    def _not_itself(
        self, actors: tuple[Party, ...], recipients: tuple[Party, ...]
    ) -> tuple[Party, ...]:
        """Recipients without the doer himself: "Doha refused all of them", "its own envoy"."""
        mine = self._codes(actors)
        theirs = self._codes(recipients)
        if not theirs or not set(theirs) <= set(mine):
            return recipients
        if not any((p.id or "").startswith("state:") or "GOV" in p.sector for p in actors):
            return recipients
        same = all(
            p.span.text.lower() in _THEM
            or p.span.text.lower().split()[0] in _THEIR
            or not p.sector
            or p.sector == ("GOV",)
            for p in recipients
        )
        return () if same else recipients

    def _recipients(
        self, s: Sentence, frame: Frame, actors: tuple[Party, ...], told: Sequence[Event]
    ) -> tuple[Party, ...]:
        """To whom a state's act was done that names nobody."""
        codes = self._codes(actors)
        if not codes and all(p.country in _SEVERAL for p in actors):
            # "The Security Council deplored the shooting"
            deed = self._deed(s, frame, (), told)
            return () if deed is None else (self.party(deed, s),)
        if not codes or len(codes) > _MOST:
            return ()
        if frame.type == "SUPPORT" and not self._open(s, frame):
            return ()
        if _HOME_RULE.intersection(frame.mode):
            return (self.party(codes[0], s),)
        if frame.type == "SUPPORT" and s.lemmas[frame.trigger] in _DEFEND:
            return ()  # "defended the operation": one's own
        deed = self._deed(s, frame, codes, told)
        if deed is not None and deed not in codes:
            return (self.party(deed, s),)
        if frame.type == "AGREE" and len(codes) > 1:
            return ()  # several undertake it towards one another
        if deed is not None and frame.type == "SUPPORT":
            return ()
        named = [k for k, how in frame.recipients if how == "np"]
        if any(s.lemmas[k] in _OTHERS for k in named):
            return ()  # "asked its allies": not the other of the pair
        jailed = bool(_JAILED.intersection(frame.mode))
        if frame.type == "COERCE" and any(_anybody(s, k, jailed) for k in named):
            return ()  # "arrested two surveyors": anybody
        if jailed and named and any(_AT_HOME.intersection(p.sector) for p in actors):
            return ()  # courts and police hold their own, unless the text says otherwise
        # An outsider's quarrel is told in the sentence, or it is not his.
        here = [e for e in told if e.sentence == s.number]
        with_whom = {
            self.partner(code, told if code in self.main else here, s.number) for code in codes
        } - {None, *codes}
        if len(with_whom) == 1:
            whom = with_whom.pop() or ""
            us = any(
                s.lower[k] in _US and s.words[k] != "US" and not quoted(s, k)
                for k, _ in frame.recipients
            )
            if frame.type in _QUARREL and not us and not self._at_odds(codes, whom, told):
                return ()
            return (self.party(whom, s),)
        if not self.main or set(codes) & set(self.main):
            return ()
        if frame.type in _TO_BOTH:
            return tuple(self.party(code, s) for code in self.main)
        if frame.type == "SANCTION" and (target := self._turned_on(told)) is not None:
            return (self.party(target, s),)
        # "Norway closed its embassy", "Iran sent food": to whom others have just done harm.
        before = _HARM_BEFORE.get(frame.type, ())
        for event in reversed(told):
            against = self._codes(event.recipient)
            if event.event_type in before and len(against) == 1:
                late = told[-_REMEMBERED:]
                often = sum(against == self._codes(e.recipient) for e in late) >= _AGAIN
                return (self.party(against[0], s),) if often or against[0] in self.main else ()
        return ()

    def _before_judges(
        self,
        s: Sentence,
        actors: Sequence[Party],
        recipients: tuple[Party, ...],
        told: Sequence[Event],
    ) -> tuple[Party, ...]:
        """ "Lodged a complaint with the Council": against whom it is at odds with, before it."""
        codes = self._codes(actors)
        if len(codes) != 1 or any(p.country not in _BODIES for p in recipients):
            return recipients
        whom = self.partner(codes[0], told, s.number)
        if whom is None or not self._at_odds(codes, whom, told):
            return recipients
        return (self.party(whom, s), *recipients)

    def _turned_on(self, told: Sequence[Event]) -> str | None:
        """Which of the pair outsiders turn against: whom others blame, and who used force."""
        votes: Counter[str] = Counter()
        for event in told[-_REMEMBERED:]:
            doers, whom = self._codes(event.actor), self._codes(event.recipient)
            if len(whom) != 1 or whom[0] not in self.main or not doers:
                continue
            outside = not set(doers) & set(self.main)
            if outside and event.event_type in _HARM_BEFORE["SANCTION"]:
                votes[whom[0]] += 1
            elif not outside and doers[0] != whom[0] and event.event_type in _VIOLENT:
                votes[doers[0]] += 1
        top = votes.most_common(2)
        plain = top and (len(top) == 1 or top[0][1] > top[1][1])
        return top[0][0] if plain else None

    def _at_odds(self, codes: Sequence[str], whom: str, told: Sequence[Event]) -> bool:
        """Whether a conflict between them was told before: of friends nobody is warned unnamed."""
        for event in told:
            sides = set(self._codes(event.actor)), set(self._codes(event.recipient))
            for one, other in (sides, sides[::-1]):
                if event.quad_class >= CONFLICT and whom in one and other.intersection(codes):
                    return True
        return False

    def _deed(
        self, s: Sentence, frame: Frame, codes: Sequence[str], told: Sequence[Event]
    ) -> str | None:
        """Whose deed is praised or condemned: that of who did the last one told."""
        if frame.type not in ("ACCUSE", "SUPPORT", "REJECT"):
            return None
        nouns = [j for j in s.children[frame.trigger] if s.deps[j] in ("obj", "nsubj:pass")]
        done = [
            e
            for e in told[-_REMEMBERED:]
            if e.event_type in DONE and len(self._codes(e.actor)) == 1
        ]
        named = [e for e in done if any(_says(s.lemmas[j], e) for j in nouns)]
        pointing = frame.type != "REJECT" and any(s.lower[j] in _DEEDS for j in nouns)
        known = any(s.lemmas[j] in _DEED or s.lemmas[j] in self.deeds for j in nouns)
        if not (named or pointing or known):
            return None
        # "The raid" is an act of force, whatever was done in answer to it.
        kinds = frozenset[str]().union(*(self.deeds.get(s.lemmas[j], ()) for j in nouns))
        alike = [e for e in done if e.event_type in kinds]
        for event in reversed(named or alike or done):
            (doer,) = self._codes(event.actor)
            if doer not in codes:
                ours = self.foreign is not None and frame.type == "SUPPORT"
                return (
                    None if ours else doer if named or not self.main or doer in self.main else None
                )
            if frame.type == "SUPPORT" or s.lower[nouns[0]] in _DEEDS:
                return doer  # "called it an error": of one's own doing
        return None

    def _open(self, s: Sentence, frame: Frame) -> bool:
        """Whether what is praised or backed names nothing but a deed: not "the procedure"."""
        return not any(
            how == "np" and s.lemmas[k] not in _DEED and s.lower[k] not in _THEM
            for k, how in frame.recipients
        )

    def _locals(
        self,
        s: Sentence,
        frame: Frame,
        actors: tuple[Party, ...],
        recipients: tuple[Party, ...],
    ) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Sides of an act to or by people of no told state: those of the place, or of a mission."""
        if frame.type == "PROTEST":
            whose = self._mission(s)
            if whose is not None and not frame.nominal:
                return actors, (self.party(whose, s),)
        fillers = frame.actors if frame.type == "PROTEST" else frame.recipients
        known = [p for p in (actors if frame.type == "PROTEST" else recipients) if p.sector]
        head = next(
            (
                k
                for k, how in fillers
                if how == "np"
                and _anybody(s, k, any(p.span.start <= s.start[k] < p.span.end for p in known))
            ),
            None,
        )
        where = None if head is None or frame.nominal else self._ground(s)
        if head is None or where is None:
            return actors, recipients
        span = s.span(head, head)
        local = (Party(span.text, where, ("CVL",), None, span),)
        return (local, recipients) if frame.type == "PROTEST" else (actors, local)

    def _ground(self, s: Sentence) -> str | None:
        """Where a sentence's acts take place: the one state whose places were named last."""
        for n in range(s.number, max(-1, s.number - _AROUND - 1), -1):
            places = self._places(n)
            if len(places) == 1:
                return places.pop()
            if places:
                return None
        return self.home or self._stage

    def _places(self, n: int, kinds: Container[str] = _PLACES) -> set[str]:
        """The states whose places a sentence names."""
        return {code for _, code, m in self.at[n] if m.kind in kinds}

    def _setting(self, s: Sentence) -> str | None:
        """The one state whose places were named in the sentences right before."""
        for n in range(s.number, max(-1, s.number - _AROUND - 1), -1):
            places = self._places(n)
            if places:
                return places.pop() if len(places) == 1 else None
        return None

    @cached_property
    def _stage(self) -> str | None:
        """The state in whose towns a text is set, if it is one."""
        towns = Counter(code for n in range(len(self.at)) for code in self._places(n, _TOWNS))
        top = towns.most_common(2)
        if not top or top[0][1] < OWN or (len(top) > 1 and top[0][1] < 2 * top[1][1]):
            return None
        return top[0][0]

    def _missions(self, s: Sentence, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """ "The embassy" of no told state: the one that the text has named, if it is one."""
        if len(parties) != 1 or parties[0].country is not None or not self.main:
            return parties
        if not any(s.lemmas[k] in _BUILDINGS for k in _inside(s, parties[0])):
            return parties
        code = self._mission(s) or self._only_mission
        return parties if code is None else (replace(parties[0], country=code),)

    @cached_property
    def _only_mission(self) -> str | None:
        """Whose mission a text is about, where it names one state's alone."""
        found = {
            code
            for (s, _), here in zip(self.found, self.at, strict=True)
            for _, code, m in here
            for k in (m.last + 1, m.last + 2, m.first - 2, m.first - 3)
            if 0 <= k < len(s) and s.lemmas[k] in _BUILDINGS and m.kind != "capital"
        }
        return found.pop() if len(found) == 1 else None

    def _mission(self, s: Sentence) -> str | None:
        """Whose mission was named last, in this sentence or a little before."""
        for n in range(s.number, max(-1, s.number - _NEARBY - 1), -1):
            where = self.found[n][0]
            for _, code, m in reversed(self.at[n]):
                for k in (m.last + 1, m.last + 2, m.first - 2, m.first - 3):
                    if 0 <= k < len(where) and where.lemmas[k] in _MISSIONS:
                        return code
        return None

    def _jailers(self, s: Sentence, frame: Frame) -> tuple[Party, ...]:
        """The state of the pair in whose town somebody was arrested: police act at home."""
        for _, code, m in self.at[s.number]:
            at = m.kind in ("city", "capital", "region") and case_of(s, m.last) in ("in", "at")
            if at and code in self.main and s.heads[m.last] == frame.trigger:
                return (self.party(code, s),)
        return ()

    def _held_abroad(self, s: Sentence, recipients: Sequence[Party]) -> bool:
        """Whether who is held is of the pair and not held at home: then by the other of the two."""
        codes = self._codes(recipients)
        here = self._places(s.number)
        if len(codes) != 1 or codes[0] not in self.main or codes[0] in here:
            return False
        # A people's own police may have done it: unless the text is elsewhere.
        return bool(here) or self._setting(s) not in (None, codes[0])

    def _doers(
        self, s: Sentence, frame: Frame, recipients: tuple[Party, ...], told: Sequence[Event]
    ) -> tuple[Party, ...]:
        """Which government did what was done to a state's people or goods."""
        codes = self._codes(recipients)
        if len(codes) != 1:
            return ()
        code = self.partner(codes[0], told, s.number)
        return () if code is None else (self.party(code, s),)


def _they(s: Sentence, frame: Frame) -> bool:
    """Whether something is done to "them", whoever they are."""
    return bool(frame.recipients) and all(
        s.lower[k] in ("they", "them", "he", "she", "him", "her")
        for k, how in frame.recipients
        if how == "np"
    )


def _one_another(s: Sentence, frame: Frame) -> bool:
    """Whether several do something to each other."""
    return any(
        s.lower[j] in ("each", "one") and s.lower[j + 1] in ("other", "another")
        for j in s.children[frame.trigger]
        if j + 1 < len(s)
    )


def _joint(s: Sentence, frame: Frame) -> bool:
    """Whether what several do together is set up by nobody: "a joint commission was formed"."""
    above = s.heads[frame.trigger]
    return (
        s.deps[frame.trigger] == "nsubj:pass"
        and above >= 0
        and s.child(above, "obl:agent") is None
        and any(s.lower[j] in _MUTUALLY for j in s.children[frame.trigger])
    )


def bare_consent(s: Sentence, frame: Frame) -> bool:
    """ "We agree.", "the facts, such as are agreed": who says so makes no agreement."""
    i = frame.trigger
    if frame.type != "AGREE" or s.lemmas[i] != "agree":
        return False
    if any(s.lower[j] == "as" for j in s.children[i]) or (i and s.lower[i - 1] == "as"):
        return True
    return not any(s.deps[j].startswith(_COMPLEMENTS) for j in s.children[i])


def _again(s: Sentence, head: int) -> bool:
    """Whether a phrase counts states told before: "the same capitals", "those four countries"."""
    words = {s.lower[j] for j in s.children[head]}
    return "same" in words or (bool(words & _COUNTED) and bool(words & _POINTED))


def _human(lemma: str) -> bool:
    """Whether a noun names people: known, or by its ending ("ranger", "policewoman")."""
    if lemma in PEOPLE or lemma in _CROWD:
        return True
    return lemma.endswith(_PERSONS)


def _anybody(s: Sentence, k: int, role: bool = False) -> bool:
    """Whether a phrase names people, or crowds, that were not told of before.

    ``role`` says that the phrase is known to name people.
    """
    if s.tags[k] not in _ANYBODY or s.deps[k] not in ("nsubj", "nsubj:pass", "obj", "conj"):
        return False
    if s.tags[k] != "CD" and not role and not _human(s.lemmas[k]):
        return False
    return not any(
        s.deps[j] == "nmod:poss" or (s.deps[j] == "det" and s.lower[j] not in _SOME)
        for j in s.children[k]
    )


def _ours_by_name(s: Sentence, p: Party) -> bool:
    """Whether "our" stands before a party: of those who speak, whoever they are."""
    first = next(iter(_inside(s, p)), 0)
    return any(s.lower[k] == "our" for k in range(max(0, first - 3), first))


def _inside(s: Sentence, party: Party) -> list[int]:
    """The tokens of a party's words."""
    a, b = party.span.start, party.span.end
    return [k for k in range(len(s)) if a <= s.start[k] < b]


def _goes_to(s: Sentence, verb: int | None, m: ActorMention) -> bool:
    """Whether a city is where somebody goes: "flew to Tripoli and expressed regret"."""
    if verb is None or m.kind not in ("city", "capital") or s.lemmas[verb] not in _GO:
        return False
    return s.heads[m.last] == verb and case_of(s, m.last) in ("to", "in")


def _says(noun: str, event: Event) -> bool:
    """Whether a noun is the word of an act told before: "the boarding" of "they boarded it"."""
    stem = noun[:_STEM]
    return len(noun) >= _STEM and any(
        w.lower().startswith(stem) for m in event.mentions for w in m.trigger.text.split()
    )


def _states(parties: Sequence[Party]) -> bool:
    """Whether any party has a state."""
    return any(p.country is not None for p in parties)


def _first_person(s: Sentence, frame: Frame) -> bool:
    """Whether it is "we" who act."""
    return bool(frame.actors) and all(
        first_person(s, k) and not quoted(s, k) for k, _ in frame.actors
    )


# Before a capital that is where something is, not who acts.
_WHERE = frozenset(("in", "at", "near", "outside", "inside", "around", "across"))


def quoted(s: Sentence, k: int) -> bool:
    """Whether a token stands between quotation marks of its sentence."""
    inside = False
    for word in s.words[:k]:
        if word in ("“", "„", "«"):
            inside = True
        elif word in ("”", "»"):
            inside = False
        elif word in ('"', "``", "''"):
            inside = not inside
    return inside
