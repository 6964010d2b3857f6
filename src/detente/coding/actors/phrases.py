"""Title, nationality and name that stand together, read off the words of a sentence.

What comes in: a sentence and its mentions. What goes out: :class:`Phrase` values in text order,
each one stretch that names one kind of party ("Russian Ambassador to Türkiye Andrei Karlov",
"the Turkish and Iranian presidents", "Kurdish militants", "Sergei Lavrov"). Parsers disagree on
titles (flat, compound, apposition, nmod:desc), so the order of the words decides here, not the
tree; whom the phrase means is left to :mod:`detente.coding.actors.resolve`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.coding.actors.mentions import NATION_KINDS, ActorMention
from detente.coding.actors.words import HONORIFICS, word_set
from detente.coding.sentence import Sentence

POSSESSIVE = frozenset({"'s", "’s", "'", "’", "`s"})
PRONOUN_OWNER = frozenset({"his", "her", "its", "their", "our"})
_PARTICLES = word_set(
    "al el bin ibn bint ben van von der den de da di do dos du la le ul ur abu st"
)
_SMALL_IN_NAMES = _PARTICLES | HONORIFICS
_FORMER = word_set("former ex late then one-time onetime ousted deposed erstwhile")
_MARKS = frozenset({"-", "‑", "–"})
_CALENDAR = word_set(
    "january february march april june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday feb. aug. sept. oct. nov. dec. jan. mar. "
    "apr. jun. jul. sep. feb aug sept oct nov dec apr jul sep"
)
_SHORT_MONTHS = frozenset({"jan", "mar", "may", "jun"})  # also names
_DESTINATION = frozenset({"to", "in", "at", "on", "for"})
_ORIGIN = frozenset({"of", "from", "in", "for", "at", "with", "inside", "within"})
_SAILING = word_set("flagged registered owned operated")  # whose a craft or firm is
_BONDS = word_set("loyal allied aligned linked affiliated belonging close tied")
_AFTER_APPOSITION = frozenset(
    {",", ".", ")", ";", "--", "—", "who", "which", "whose", "?", "!", "]"}
)


@dataclass(slots=True)
class Phrase:
    """One stretch of words that names a party or several of one kind.

    ``first`` to ``last`` are the tokens of title and name, determiner left out. ``nations`` are
    the mentions that say of which country, in text order; ``role`` the role noun; ``core`` the
    organisation or state that is itself the party; ``name`` the tokens of a person's name.
    ``owner`` is the token of a possessor that is no nation ("his", "Putin's"). ``former`` says
    that the role is a past one, ``then`` that it was held at the time told of. ``attached`` are
    mentions after a preposition ("of the Ankara riot police"), ``destination`` where an envoy
    serves.
    """

    first: int
    last: int
    role: ActorMention | None = None
    core: ActorMention | None = None
    nations: list[ActorMention] = field(default_factory=list)
    body: list[ActorMention] = field(default_factory=list)
    name: tuple[int, int] | None = None
    owner: int | None = None
    former: bool = False
    then: bool = False
    attached: list[ActorMention] = field(default_factory=list)
    attached_name: tuple[int, int] | None = None
    destination: list[ActorMention] = field(default_factory=list)
    definite: bool = False
    number: int | None = None
    also: list[tuple[int, int]] = field(default_factory=list)


class _Words:
    """A sentence with its mentions by token: what the scans below look at."""

    def __init__(self, s: Sentence, mentions: list[ActorMention]) -> None:
        self.s = s
        self.n = len(s.words)
        self.at: list[ActorMention | None] = [None] * self.n
        for m in mentions:
            for k in range(m.first, m.last + 1):
                if self.at[k] is None:
                    self.at[k] = m
        self.inside = {m.first for m in mentions if m.first == m.last and m.end < s.end[m.first]}
        self.may_name = [
            k for k, w in enumerate(s.words) if w[:1].isupper() or w in _SMALL_IN_NAMES
        ]
        self.shouted = not any(w.islower() for w in s.words if len(w) > 1)

    def word(self, k: int) -> str:
        return self.s.lower[k] if 0 <= k < self.n else ""

    def is_name_word(self, k: int) -> bool:
        """Whether token ``k`` can belong to a person's name that no table knows."""
        if not 0 <= k < self.n or self.at[k] is not None:
            return False
        w = self.s.words[k]
        if k + 1 < self.n and self.s.words[k + 1][:1].isdigit() and self.word(k) in _SHORT_MONTHS:
            return False
        if not w[:1].isupper() or w.lower() in _CALENDAR or w.lower() in HONORIFICS:
            return False
        if self.shouted or k == 0 or self.word(k - 1) in {"“", '"', ":"}:
            return self.s.pos[k] == "PROPN"
        return self.s.pos[k] in {"PROPN", "NOUN", "ADJ", "X", ""} and (
            self.s.pos[k] == "PROPN" or any(c.islower() for c in w)
        )

    def name_run(self, k: int, *, titled: bool = False) -> tuple[int, int] | None:
        """The run of name words that starts at token ``k``; titles like "Mr" are skipped."""
        while self.word(k) in HONORIFICS:
            k += 1
        start, j = k, k - 1
        known = self.at[k] if 0 <= k < self.n else None
        if known is not None and known.kind == "person":
            return known.first, known.last
        if (
            titled
            and known is not None
            and known.kind in ("city", "region", "capital", "name")
            and known.first == known.last
            and self.is_name_word(k + 1)
            and self.s.pos[k + 1] == "PROPN"
        ):
            j = k  # "Mayor Dayton King"
        while True:
            if self.is_name_word(j + 1) or (j >= start and self._inner(j + 1)):
                j += 1
            elif (
                j >= start
                and self.word(j + 1) in _MARKS
                and self.is_name_word(j + 2)
                and self.glued(j + 1)
            ):
                j += 2
            elif self.word(j + 1) in _PARTICLES and (
                self.is_name_word(j + 2)
                or (self.word(j + 2) in _MARKS and self.is_name_word(j + 3))
            ):
                if (
                    j < start
                    and not self.s.words[j + 1][:1].isupper()
                    and self.word(j + 2) not in _MARKS
                ):
                    break
                j += 3 if self.word(j + 2) in _MARKS else 2
            elif (
                j >= start
                and (m := self.at[j + 1] if j + 1 < self.n else None) is not None
                and m.kind in ("city", "region", "person")
                and m.first == m.last == j + 1
                and self.s.deps[j + 1].startswith("flat")
            ):
                j += 1
            else:
                break
        if j == start and self.s.pos[j] != "PROPN" and self.word(start - 1) not in HONORIFICS:
            return None
        return (start, j) if j >= start else None

    def _inner(self, k: int) -> bool:
        """Whether a capitalised word inside a name is only mistagged: "Mohamed Ould Abdel"."""
        return (
            k + 1 < self.n
            and self.at[k] is None
            and not self.shouted
            and self.s.words[k][:1].isupper()
            and self.s.pos[k] in ("AUX", "VERB", "INTJ")
            and self.is_name_word(k + 1)
            and self.s.pos[k + 1] == "PROPN"
        )

    def glued(self, k: int) -> bool:
        return self.s.end[k - 1] == self.s.start[k] and (
            k + 1 >= self.n or self.s.end[k] == self.s.start[k + 1]
        )


def phrases(s: Sentence, mentions: list[ActorMention]) -> list[Phrase]:
    """The party phrases of a sentence, in text order, without overlaps."""
    w = _Words(s, mentions)
    out: list[Phrase] = []
    taken = -1
    for m in mentions:
        if m.role is None or m.first <= taken or _is_modifier(w, m):
            continue
        phrase = _around_role(w, m, taken)
        out.append(phrase)
        taken = max(taken, phrase.last)
    used = {k for p in out for k in range(p.first, p.last + 1)}
    for m in mentions:
        if m.role is None and m.first not in used and not _is_modifier(w, m):
            phrase = _around_core(w, m)
            out.append(phrase)
            used.update(range(phrase.first, phrase.last + 1))
    behind = 0  # the token after the last name
    for k in w.may_name:
        run = w.name_run(k) if k >= behind and k not in used else None
        if run is None:
            continue
        if run[0] not in used:
            phrase = Phrase(min(k, run[0]), run[1], name=run)
            _nationality(w, phrase)
            out.append(phrase)
        behind = run[1] + 1
    out.sort(key=lambda p: (p.first, p.last))
    for p in out:
        if p.name is not None and not p.nations and not p.attached and not p.destination:
            _affiliation(w, p)
    _appose(w, out)
    return out


def _nationality(w: _Words, p: Phrase) -> None:
    """A nation right before a name: "Iraqi Supreme Judicial Council", "Iran's Mehdi Karroubi"."""
    k = p.first - 1
    if w.word(k) in POSSESSIVE:
        k -= 1
    m = w.at[k] if k >= 0 else None
    if m is None or m.country is None or m.kind not in ("adjective", "name", "capital"):
        return
    if m.kind == "adjective" or k < p.first - 1:
        p.nations = [m]


def _affiliation(w: _Words, p: Phrase) -> None:
    """Whose a named person is: "Sergei Rudskoi of the Russian General Staff"."""
    j = p.last + 1
    if w.word(j) not in ("of", "from"):
        return
    j += 1
    j += w.word(j) == "the"
    while j < w.n and (m := w.at[j]) is not None and m.first == j and m.kind != "person":
        p.attached.append(m)
        j = m.last + 1
    if p.attached and p.attached[-1].kind == "adjective" and j < w.n and w.s.pos[j] == "NOUN":
        p.attached.clear()  # "assured Ann Smith of American support"


def _is_modifier(w: _Words, m: ActorMention) -> bool:
    """Whether the mention stands before a role or body of the same phrase ("army spokesman")."""
    if m.kind in ("person", "team"):
        return False
    k = m.last + 1
    if m.first in w.inside:
        return False
    if w.word(k) in POSSESSIVE:
        return False
    if w.word(k) in _MARKS:
        return False
    steps = 0
    while k < w.n and steps < 4:
        after = w.at[k]
        if after is not None:
            if after.first != k:
                return False
            if after.role is not None:
                # "Police officials", "Russian foreign minister", but not "Türkiye troops moved".
                return True
            if after.kind in ("agency", "parliament", "company", "party", "armed", "igo", "media"):
                return (
                    m.kind in ("adjective", "name", "capital", "region") and m.country is not None
                )
            if after.kind in NATION_KINDS and m.role is not None:
                return False
            if m.kind == "adjective" and after.kind in ("adjective", "name", "region", "demonyms"):
                k = after.last + 1
                steps += 1
                continue
            return False
        if w.s.pos[k] not in ("ADJ", "NOUN", "PROPN", "NUM") or w.s.words[k][:1].isupper() != (
            w.s.words[k][:1].isupper() and w.s.pos[k] == "PROPN"
        ):
            return False
        k += 1
        steps += 1
    return False


def _around_role(w: _Words, role: ActorMention, floor: int) -> Phrase:
    """The phrase whose role noun is ``role``: what stands before it, then its name."""
    p = Phrase(role.first, role.last, role=role)
    _before(w, p, role.first - 1, floor)
    _after(w, p)
    return p


def _around_core(w: _Words, m: ActorMention) -> Phrase:
    """The phrase whose party is a state, organisation or known person."""
    if m.kind == "person":
        person = Phrase(m.first, m.last, name=(m.first, m.last), core=m)
        _nationality(w, person)
        return person
    p = Phrase(m.first, m.last, core=m)
    if m.kind not in NATION_KINDS:
        _before(w, p, m.first - 1, -1)
    if w.word(m.first - 1) == "the":
        p.definite = True
    return p


def _before(w: _Words, p: Phrase, k: int, floor: int) -> None:
    """Takes in what stands before the role: nations, bodies, possessors, modifiers."""
    plain = 0
    while k > floor:
        m = w.at[k]
        word = w.word(k)
        if m is not None:
            if m.kind == "person":
                break
            if m.kind in NATION_KINDS:
                p.nations.insert(0, m)
            elif m.role is not None or m.kind not in NATION_KINDS:
                p.body.insert(0, m)
            p.first = m.first
            k = m.first - 1
            plain = 0
            continue
        before = w.at[k - 1] if k >= 1 else None
        if word in POSSESSIVE:
            if before is not None and before.kind != "person" and not before.plural:
                k -= 1
                continue
            if before is not None and before.kind in NATION_KINDS:
                k -= 1
                continue
            p.owner = k - 1 if k >= 1 else None
            break
        if word in PRONOUN_OWNER:
            p.owner = k
            break
        if (
            ((word in _MARKS and w.glued(k)) or word in ("and", ",", "&"))
            and before is not None
            and before.kind in NATION_KINDS
            and p.nations
            and p.nations[0].first == k + 1
            and (before.kind == "adjective" or word in _MARKS)
        ):
            k -= 1
            continue
        if word in ("the", "both") or (
            word in ("this", "that", "these", "those") and w.s.pos[k] == "DET"
        ):
            p.definite = True
            if word == "both":
                p.number = 2
            if w.word(k - 1) in ("both", "all"):
                p.number = 2 if w.word(k - 1) == "both" else p.number
            break
        if word in ("two", "three", "four") and not p.nations:
            p.number = {"two": 2, "three": 3, "four": 4}[word]
            k -= 1
            continue
        if word in _FORMER or word in ("then-president", "ex-president"):
            p.then = p.then or word in ("then", "then-president")
            p.former = p.former or not p.then
            k -= 1
            plain += 1
            continue
        if word in _SAILING and w.word(k - 1) in _MARKS and k >= 2:
            flag = w.at[k - 2]
            if flag is not None and flag.kind in NATION_KINDS:
                p.nations.insert(0, flag)  # "the British-flagged tanker"
                p.first = flag.first
                k = flag.first - 1
                continue
        if word in _MARKS and not w.glued(k):
            break  # a dateline: "ANKARA - Turkish officials"
        if word in _MARKS and w.word(k - 1) in (
            "ex",
            "then",
            "vice",
            "deputy",
            "pro",
            "anti",
            "self",
        ):
            p.former = p.former or w.word(k - 1) == "ex"
            p.then = p.then or w.word(k - 1) == "then"
            k -= 2
            plain += 1
            continue
        if word in _MARKS and before is None and w.word(k - 1).isalpha() and plain < 4:
            k -= 2  # "nuclear-armed"; not "Russian-backed", which is not Russian
            plain += 1
            continue
        if _proper_before(w, p, k):
            # "Grameen Bank", "the Clinton administration".
            p.owner, p.first = k, k
            k -= 1
            plain = 0
            continue
        if w.s.pos[k] in ("ADJ", "NOUN", "PROPN", "NUM", "ADV") or w.s.deps[k] in (
            "amod",
            "compound",
        ):
            if plain >= 4 or w.s.deps[k] in ("root", "nsubj", "obj"):
                break
            plain += 1
            k -= 1
            continue
        break


def _proper_before(w: _Words, p: Phrase, k: int) -> bool:
    """Whether token ``k`` is the name in front of a body: it belongs to the phrase."""
    role = p.role.role if p.role is not None else None
    return (
        role is not None
        and role.kind in ("body", "force")
        and k + 1 == p.first
        and k > 0
        and w.s.pos[k] == "PROPN"
        and w.is_name_word(k)
    )


def _after(w: _Words, p: Phrase) -> None:
    """Takes in what stands after the role: its name, where it serves, whose it is."""
    role = p.role.role if p.role is not None else None
    if p.role is None or role is None:
        return
    j = p.role.last + 1
    person = role.kind in ("person", "crowd")
    titled = role.title or role.to or role.office in ("counterpart",) or role.kind == "person"
    if person and titled:
        run = w.name_run(j, titled=True)
        if run is not None and (not p.role.plural or role.office == "counterpart"):
            p.name, p.last = run, run[1]
            return
    prep = w.word(j)
    if prep in _BONDS and w.word(j + 1) in ("to", "with"):
        j, prep = j + 1, "of"
        bond = True
    else:
        bond = False
    if prep not in _ORIGIN and prep not in _DESTINATION:
        return
    j += 1
    while w.word(j) in ("the", "a", "an", "both", "its", "their", "southern", "northern", "eastern",
                        "western", "central", "neighboring", "neighbouring", "southeastern",
                        "northeastern", "northwestern", "southwestern"):  # fmt: skip
        j += 1
    found: list[ActorMention] = []
    while j < w.n and (m := w.at[j]) is not None and m.first == j:
        if m.kind == "person" and found:
            break  # "ambassador to Chile Ann Smith": the name is the ambassador's
        found.append(m)
        j = m.last + 1
        if w.word(j) in POSSESSIVE:
            j += 1
            while w.word(j) in ("ruling", "main", "own", "largest", "new"):
                j += 1
        elif w.word(j) in (",", "and", "&", "-") and j + 1 < w.n:
            nxt = j + 2 if w.word(j) == "," and w.word(j + 1) == "and" else j + 1
            nxt += w.word(nxt) == "the"
            ahead = w.at[nxt] if nxt < w.n else None
            if (
                p.role.plural and ahead is not None and ahead.kind in NATION_KINDS and _listed(w, j)
            ) or (w.word(j) == "-" and ahead is not None):
                j = nxt
            elif (
                w.word(j) == ","
                and ahead is not None
                and ahead.kind == "name"
                and m.kind in ("city", "capital", "region")
                and m.country == ahead.country
            ):
                j = ahead.last + 1
                break
            else:
                break
    if not found and prep in ("of", "for") and role.kind == "body" and (run := w.name_run(j)):
        p.last = run[1]  # "Department of Education"
    if role.to and prep in _DESTINATION:
        p.destination = found
    elif prep in _ORIGIN:
        p.attached = found
    if found and person and titled and not p.role.plural:
        run = w.name_run(j)
        if run is not None and not bond:
            p.name, p.last = run, run[1]
    elif not found and bond:
        run = w.name_run(j) or w.name_run(j + 1)
        if run is not None:
            p.attached_name, p.last = run, run[1]
    if role.generic and p.name is None and p.attached and not p.body and prep in ("of", "from"):
        p.last = found[-1].last
    if bond and found:
        p.last = found[-1].last
        if found[-1].role is not None and (run := w.name_run(found[-1].last + 1)) is not None:
            p.attached_name, p.last = run, run[1]


def _listed(w: _Words, j: int) -> bool:
    """Whether the comma at ``j`` continues a list of nations: one that comes to an 'and'."""
    if w.word(j) in ("and", "&", "-"):
        return True
    k = j + 1
    while k < w.n and k < j + 16:
        if w.word(k) == "and":
            return True
        if w.at[k] is None and w.word(k) not in (",", "the"):
            return False
        k += 1
    return False


def _appose(w: _Words, found: list[Phrase]) -> None:
    """Joins "NAME, ROLE," and "ROLE, NAME," into one phrase each."""
    k = 0
    while k < len(found):
        a = found[k]
        j = _end(a)
        k += 1
        if w.word(j) != ",":
            continue
        n = next((n for n in range(k, len(found)) if found[n].first >= j), None)
        if n is None:
            continue
        b = found[n]
        end = _end(b)
        if not _apart(w, j + 1, b.first) or (a.name and b.name):
            continue
        if end < w.n and w.word(end) not in _AFTER_APPOSITION:
            continue
        if a.name and a.role is None and b.role is not None and b.name is None:
            if b.role.role is not None and b.role.role.kind == "person" and not b.role.plural:
                a.role, a.nations, a.body, a.owner = b.role, b.nations, b.body, b.owner
                a.attached, a.destination = b.attached, b.destination
                a.former, a.then = b.former, b.then
                a.also.append((b.first, b.last))
                del found[n]
        elif b.name and b.role is None and a.role is not None and a.name is None:
            kind = a.role.role.kind if a.role.role is not None else ""
            if kind == "person" and not a.role.plural:
                a.name, a.last = b.name, b.last
                del found[k : n + 1]


def _end(p: Phrase) -> int:
    """The token after a phrase and what hangs on it."""
    last = max(p.first, p.last)
    for m in p.attached:
        last = max(last, m.last)
    for m in p.destination:
        last = max(last, m.last)
    return last + 1


def _apart(w: _Words, j: int, first: int) -> bool:
    """Whether only determiners and modifiers stand between token ``j`` and ``first``."""
    return 0 <= first - j <= 3 and all(
        w.s.pos[k] in ("DET", "ADJ", "NOUN", "NUM", "PRON", "ADV")
        or w.word(k) in ("a", "an", "the")
        for k in range(j, first)
    )
