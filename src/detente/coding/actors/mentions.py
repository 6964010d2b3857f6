"""Finds the names and roles of actors in a sentence.

What comes in: a :class:`~detente.coding.sentence.Sentence` and the tables. What goes out:
:class:`ActorMention` values in text order, none overlapping, the longest name winning. Which
noun phrase they make a party of is left to :mod:`detente.coding.actors.resolve`.

Names are matched as letters without spaces ("côted'ivoire"), so that it does not matter how
the tokenizer cuts apostrophes and hyphens; only where a name starts and ends must be a token
boundary. Capitals are compared as written, except in headlines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from detente.codebook.names import fold
from detente.coding.actors.entries import Entry, Role
from detente.coding.actors.era import Era, era_of
from detente.coding.actors.lookalikes import only_actors
from detente.coding.actors.offices import family_name
from detente.coding.actors.tables import FAMILY_FIRST, ActorTables, Unless
from detente.coding.sentence import Sentence

CITY_KINDS = frozenset({"capital", "city", "region"})
"""Kinds that may be a place as well as a party; the caller decides by the preposition."""

NATION_KINDS = frozenset(
    {"name", "adjective", "demonym", "demonyms", "capital", "government", "region", "city", "team"}
)
"""Kinds that tell a country."""
_IMPERSONAL = NATION_KINDS | {"role", "igo", "decoy"}

_NOUN = frozenset({"NOUN", "PROPN", ""})
_RUN = frozenset({"run", "owned", "led", "controlled", "backed", "sponsored", "funded", "held"})
_WORDLIKE = frozenset({"AUX", "PRON", "VERB", "DET"})
_ARTICLES = frozenset({"the", "a", "an"})
_NOMINAL = ("nsubj", "obj", "iobj", "obl", "nmod")
_OWNING = frozenset({"'s", "’s", "'", "’"})


class ActorMention(NamedTuple):
    """One name or role in a sentence.

    ``first`` and ``last`` are local token numbers, both included; ``start`` and ``end`` offsets
    into the document. ``kind`` is ``name, adjective, demonym, demonyms, capital, government,
    region, city, team`` (a state's name in a sentence on sport), ``person`` (an office-holder's
    full name), ``role``, or an organisation's kind. ``country`` is an ISO code, PLOVER's code
    above states, or None.
    """

    first: int
    last: int
    start: int
    end: int
    kind: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    id: str | None
    role: Role | None
    plural: bool

    @property
    def is_place(self) -> bool:
        """Whether the words name a place too (a capital, city or region)."""
        return self.kind in CITY_KINDS


class _Form(NamedTuple):
    """One way to write an entry: its letters as written, and whether capitals may differ."""

    letters: str
    entry: Entry
    any_case: bool
    plural: bool


def _letters(text: str) -> str:
    return "".join(fold(text).split())


def _first_keys(word: str) -> tuple[str, ...]:
    """What the first token may look like under any tokenizer: whole word, or cut at a mark."""
    if word.isalnum():
        return (word,)
    keys = [word]
    for i, c in enumerate(word):
        if i > 1 and not c.isalnum():
            keys += (word[:i], word[: i + 1])
    return tuple(keys)


class ActorFinder:
    """Finds actors by name and role; build one per process and keep it.

    Parameters
    ----------
    tables
        From :func:`~detente.coding.actors.tables.load_tables`.
    """

    def __init__(self, tables: ActorTables) -> None:
        self.tables = tables
        self._forms: dict[str, list[_Form]] = {}
        self._longest: dict[str, int] = {}
        # First words that no family name is: "Hilton" may be one, though it is a hotel as well.
        self._unpeopled: set[str] = set()
        # First word and the first letters of the next: most words that could start a name
        # ("the", "state") are told apart by them at once.
        self._ahead: set[str] = set()
        for alias in tables.decoys:
            self._add(alias, Entry(alias, alias, None, "decoy"), any_case=False)
        for entry in tables.entries:
            self._add(entry.alias, entry, any_case=False)
        known: set[tuple[str, str, tuple[str, ...], bool]] = set()
        for holder in tables.holders:
            who = (holder.name, holder.country, holder.aliases, holder.alone)
            if who in known:
                continue  # another term of the same person
            known.add(who)
            person = Entry(
                holder.name, holder.name, holder.country, "person", (), person_id(holder.name)
            )
            for alias in (holder.name, *holder.aliases):
                if " " in alias:
                    self._add(alias, person, any_case=False)
            if holder.alone:
                family = family_name(holder.name, first=holder.country in FAMILY_FIRST)
                self._add(family, person, any_case=False)
        for city in tables.cities:
            for alias in (city.name, *city.aliases):
                self._add(alias, Entry(alias, city.name, city.country, "city"), any_case=False)
        for role in tables.roles.values():
            found = Entry(role.role, role.role, None, "role", role.sectors, None, role)
            self._add(role.role, found, any_case=not role.role.isupper())
            if role.plural != role.role:
                self._add(role.plural, found, any_case=not role.role.isupper(), plural=True)
        self._start = frozenset(self._longest)
        self._today = era_of(tables.states, None)
        craft = tables.roles["warplane"]
        self._craft = Entry(craft.role, craft.role, None, "role", craft.sectors, None, craft)

    def _add(self, alias: str, entry: Entry, *, any_case: bool, plural: bool = False) -> None:
        words = fold(alias).split()
        letters = "".join(words)
        lower = letters.lower()
        if entry.role is not None and entry.role.plural == entry.role.role:
            plural = True
        forms = self._forms.get(lower)
        if forms is None:
            forms = self._forms[lower] = []
        elif any(f.letters == letters and not (f.any_case and not any_case) for f in forms):
            return
        forms.append(_Form(letters, entry, any_case, plural))
        longest, ahead, size = self._longest, self._ahead, len(letters)
        for key in _first_keys(words[0].lower()):
            if longest.get(key, 0) < size:
                longest[key] = size
            if entry.kind in _IMPERSONAL:
                self._unpeopled.add(key)
            ahead.add(lower[: len(key) + 1])
            ahead.add(lower[: len(key) + 2])

    def find(self, sentence: Sentence, era: Era | None = None) -> list[ActorMention]:
        """The actors named in ``sentence``, in text order, without overlaps.

        ``era`` is the document's (``DocumentContext.era``); without it names mean what they
        mean today. Lower-case "turkey", decoys ("Paris Agreement"), names beside which a family
        name stands ("Chad Smith") and what :mod:`~detente.coding.actors.lookalikes` tells are
        left out; roles ("foreign minister", "protesters") are in.
        """
        era = era or self._today
        lower = sentence.lower
        if not all(map(str.isascii, lower)):
            lower = [w if w.isascii() else fold(w) for w in lower]
        if self._start.isdisjoint(lower):
            hyphen = [i for i, w in enumerate(lower) if "-" in w and len(w) > 3]
            return self._parts(sentence, hyphen) if hyphen else []
        longest = self._longest
        out: list[ActorMention] = []
        behind = 0  # the token after the last name
        for i in [i for i, w in enumerate(lower) if w in longest or "-" in w]:
            if i < behind:
                continue
            word = lower[i]
            limit = longest.get(word)
            if limit is None:
                if len(word) > 3:
                    out.extend(self._parts(sentence, [i]))
                continue
            last, form = self._longest_at(sentence, lower, i, limit)
            if form is None:
                if "-" in word and len(word) > 3:
                    out.extend(self._parts(sentence, [i]))
                continue
            if form.entry.kind != "decoy":
                out.append(_mention(form, i, last, sentence.start[i], sentence.end[last]))
                if form.entry.when or era.seats or era.unborn:
                    out[-1:] = self._then(form.entry, out[-1], era)
            behind = last + 1
        if out:
            out = only_actors(sentence, lower, out, self.tables.lookalikes)
            out = self._designated(sentence, out)
        return out

    def _then(self, entry: Entry, m: ActorMention, era: Era) -> list[ActorMention]:
        """What a name meant in an era; nothing if it stood for nobody."""
        if m.kind == "party":
            ruled = bool(entry.when) and era.holds(entry.when)
            return [m._replace(sectors=("GOV" if ruled else "OPP", "PTY"))] if entry.when else [m]
        if m.kind == "armed":
            ended = m.sectors == ("REB",) and not era.holds(entry.when)
            return [m._replace(sectors=("OPP",))] if ended else [m]
        if m.kind not in NATION_KINDS:
            return [m] if era.holds(entry.when) else []
        states = self.tables.states
        code = m.country
        state = states.get(code or "")
        if state is None or code is None:
            return [m]
        seat = m.kind in ("capital", "government")
        if not era.holds(entry.when) or (seat and code in era.unborn):
            if m.kind == "government":
                return []
            if m.kind == "capital":  # a former capital is a city of whoever has it now
                code = state.successor if state.end and state.end < era.date else code
                return [m._replace(kind="city", country=code, name=entry.alias, id=None)]
            return [m]
        then = (era.seats if seat else era.names).get(code)
        if then is None or m.id != f"state:{code}":
            return [m]
        return [m._replace(country=then, name=states[then].name, id=f"state:{then}")]

    def _designated(self, s: Sentence, found: list[ActorMention]) -> list[ActorMention]:
        """The mentions and military craft named by type only: "F-16s", "a Su-24", "MiG-29".

        Looked for only where somebody is named: equipment is somebody's.
        """
        made: list[ActorMention] = []
        marks = [i for i, w in enumerate(s.words) if "-" in w or w == "‑"]
        if not marks:
            return found
        taken = {k for m in found for k in range(m.first, m.last + 1)}
        starts = sorted({i if len(s.words[i]) > 1 else max(i - 1, 0) for i in marks})
        for i in starts:
            last = i
            if i + 2 < len(s) and s.words[i + 1] in ("-", "‑") and s.end[i + 1] == s.start[i + 2]:
                last = i + 2
            if last == i and "-" not in s.words[i]:
                continue
            word = s.text[s.start[i] : s.end[last]]
            if _DESIGNATION.fullmatch(word) and taken.isdisjoint(range(i, last + 1)):
                form = _Form(word, self._craft, False, word.endswith("s"))
                made.append(_mention(form, i, last, s.start[i], s.end[last]))
        return sorted([*found, *made], key=lambda m: m.first) if made else found

    def _longest_at(
        self, sentence: Sentence, lower: list[str], i: int, limit: int
    ) -> tuple[int, _Form | None]:
        """The longest form that starts at token ``i`` and is written as it must be."""
        forms = self._forms
        follower = lower[i + 1][:2] if i + 1 < len(lower) else ""
        if not follower or lower[i] + follower not in self._ahead:
            for form in forms.get(lower[i], ()):
                if self._holds(sentence, lower, form, i, i):
                    return i, form
            return i, None
        letters = ""
        ends: list[tuple[int, str]] = []
        j = i
        for word in lower[i : i + 12]:
            letters += word
            if len(letters) > limit:
                break
            if letters in forms:
                ends.append((j, letters))
            j += 1
        for j, found in reversed(ends):
            for form in self._forms[found]:
                if self._holds(sentence, lower, form, i, j):
                    return j, form
        return i, None

    def _holds(self, s: Sentence, lower: list[str], form: _Form, i: int, j: int) -> bool:
        entry = form.entry
        if form.any_case:
            if j + 2 < len(lower) and lower[j + 1] == "-" and lower[j + 2] in _RUN:
                return False  # "state-run", "police-led"
            if s.pos[j] in _NOUN or j > i:
                return True
            # Taggers err on rare nouns; words that can be verbs or adjectives are kept strict.
            if lower[j] in self.tables.only_noun:
                if s.pos[j] != "ADJ" or i == 0:
                    return False
                alone = lower[i - 1] in _ARTICLES and s.deps[j].startswith(_NOMINAL)
                # "UN chief Ban": a title between two names.
                named = s.pos[i - 1] == "PROPN" and s.pos[j + 1 : j + 2] == ["PROPN"]
                titled = named and entry.role is not None and entry.role.title
                return alone or titled or lower[i - 1] in _OWNING
            return s.pos[j] != "ADV"
        written = _letters("".join(s.words[i : j + 1]))
        if written != form.letters:
            # Headlines are in capitals; short abbreviations must stand as they are.
            if written[:1].islower() or not written.isupper() or len(written) < 4:
                first_up = form.letters[:1].upper() + form.letters[1:]
                return written == first_up and entry.kind != "role"
            if entry.alias in self.tables.not_in_caps:
                return False
        alias = entry.alias
        if i == 0 and alias in self.tables.not_first and s.pos[0] != "PROPN":
            return False
        if alias in self.tables.not_in_caps and s.pos[i] != "PROPN":
            # "(IS)" and "IS fighters", not "she IS sure"; nothing in a headline of capitals.
            named = (i > 0 and lower[i - 1] == "(") or (
                j + 1 < len(lower) and s.pos[j + 1] == "NOUN"
            )
            if _shouted(s) or (s.pos[i] in _WORDLIKE and not named):
                return False
        if entry.kind == "decoy":
            return True
        named = i > 0 and s.pos[i - 1] == "PROPN" and lower[i - 1] not in self._unpeopled
        if named and alias in self.tables.not_after_name:
            return False
        if i == j and s.pos[i] == "VERB" and entry.kind in ("adjective", "demonyms"):
            return False
        doubtful = entry.kind == "city" or alias in self.tables.person
        if i == j and doubtful and self._is_person(s, lower, i):
            return False
        rule = self.tables.unless.get(alias)
        return rule is None or not _ruled_out(rule, s, lower, i, j)

    def _is_person(self, s: Sentence, lower: list[str], i: int) -> bool:
        """Whether a further name word beside token ``i`` makes it part of a person's name."""
        small = self.tables.name_particles
        after = next((k for k in range(i + 1, min(i + 4, len(lower))) if lower[k] not in small), i)
        if after > i + 1 and s.words[after][:1].isupper():
            return True
        for k in (i + 1, i - 1):
            if not 0 <= k < len(lower) or s.pos[k] != "PROPN" or not s.words[k][:1].isupper():
                continue
            if lower[k] in self._unpeopled or not s.words[k].isalpha():
                continue
            if s.heads[k] == i or s.heads[i] == k or s.heads[k] == s.heads[i]:
                joined = s.deps[k] if s.heads[k] == i else s.deps[i]
                if joined == "flat" or (k < i and joined == "compound" and s.heads[k] == i):
                    return True
        return False

    def _parts(self, s: Sentence, tokens: list[int]) -> list[ActorMention]:
        """Actors inside tokens that the tokenizer left whole: "US-led", "Russian-Turkish"."""
        out: list[ActorMention] = []
        for i in tokens:
            at = s.start[i]
            for part in s.words[i].split("-"):
                for form in self._forms.get(_letters(part).lower(), ()):
                    kind = form.entry.kind
                    if kind not in ("decoy", "role") and _letters(part) == form.letters:
                        out.append(_mention(form, i, i, at, at + len(part)))
                        break
                at += len(part) + 1
        return out


# One to three letters and a number, as aircraft, ships and missiles are named; not G-20.
_DESIGNATION = re.compile(r"(?!G[-‑])[A-Z][A-Za-z]{0,2}[-‑]\d{1,3}[A-Z]{0,2}s?")


def person_id(name: str) -> str:
    """The id of a listed person, from the name."""
    return "person:" + "-".join(fold(name).lower().replace(".", "").split())


def _mention(form: _Form, first: int, last: int, start: int, end: int) -> ActorMention:
    e = form.entry
    plural = form.plural or e.kind == "demonyms"
    return ActorMention(
        first, last, start, end, e.kind, e.name, e.country, e.sectors, e.id, e.role, plural
    )


def _ruled_out(rule: Unless, s: Sentence, lower: list[str], first: int, last: int) -> bool:
    if last + 1 < len(lower) and lower[last + 1] in rule.before:
        return not rule.near or rule.unless_near.isdisjoint(lower)
    if first and lower[first - 1] in rule.after:
        # "Roast Turkey", "the Turkey"; but "the Turkey deal", "the Turkey of Erdogan".
        follower = s.pos[last + 1] if last + 1 < len(s) else ""
        if follower not in ("NOUN", "PROPN", "PART", "ADJ") and lower[last + 1 :][:1] != ["of"]:
            return True
    return not rule.near.isdisjoint(lower) and rule.unless_near.isdisjoint(lower)


def _shouted(s: Sentence) -> bool:
    """Whether the sentence has no lower-case word: a headline in capitals."""
    return not any(w.islower() for w in s.words if len(w) > 1)
