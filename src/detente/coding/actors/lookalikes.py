"""Names of states that are no actors where they stand: teams, streets, ships, namesakes, birds.

What comes in: a sentence with the mentions that the finder made. What goes out: those of them
that can act. Everything is decided by the words beside a name and the subject of the sentence;
the words are data (``ambiguous.toml``). A doubtful name stays: an actor lost is worse than one
too many, since a verb of politics must still be found for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.coding.actors.words import word_set
from detente.coding.sentence import Sentence

if TYPE_CHECKING:
    from detente.coding.actors.mentions import ActorMention

_PLACES = frozenset({"name", "capital", "city", "region"})
_STATE_WORDS = frozenset({"name", "capital", "city", "region", "adjective"})
_AMERICAN = frozenset({"USA", "CAN", "GEO"})  # Georgia Bulldogs
_SCORE = re.compile(r"(?<![\d-])(\d{1,2})[-–](\d{1,2})(?![\d-])")
_MOST = 15  # goals; votes and ages have more
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_ENOUGH = 2
# "Ukraine beat off an attack": taggers cannot tell these forms from the present.
_ALSO_PAST = word_set(
    "beat hit cut put set let shut quit split spread bid burst cast cost hurt rid shed thrust upset"
)
_ABBREVIATED = word_set(
    "ala. ariz. ark. calif. colo. conn. del. fla. ga. ill. ind. kan. ky. la. md. mass. mich. "
    "minn. miss. mo. mont. neb. nev. n.h. n.j. n.m. n.y. n.c. n.d. okla. ore. pa. r.i. s.c. s.d. "
    "tenn. tex. vt. va. wash. w.va. wis. wyo. ont. alta. que. b.c."
)


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """The words that tell a name from an actor; see ``ambiguous.toml``."""

    sport: frozenset[str]
    sport_weak: frozenset[str]
    sport_verbs: frozenset[str]
    sport_phrases: re.Pattern[str]
    politics: frozenset[str]
    after_name: frozenset[str]
    after_person: frozenset[str]
    after_city: frozenset[str]
    treaties: frozenset[str]
    team_words: frozenset[str]
    before_name: frozenset[str]
    title_of: frozenset[str]
    named_things: frozenset[str]
    cues: frozenset[str]  # a sentence without any of these words is not about sport

    def about_sport(self, text: str, points: int = 0) -> bool:
        """Whether a sentence is about sport rather than politics.

        ``points`` are those that its grammar gives already.

        Examples
        --------
        >>> from detente.coding.actors import load_tables
        >>> words = load_tables().lookalikes
        >>> words.about_sport("Spain beat Italy 3-0."), words.about_sport("Spain won the vote.")
        (True, False)
        """
        lower = text.lower()
        words = set(_WORD.findall(lower))
        words.update(w.strip(".'’") for w in tuple(words))
        strong, weak = len(self.sport & words), len(self.sport_weak & words)
        points += 2 * strong + weak - 2 * len(self.politics & words)
        points += 2 * len(set(self.sport_phrases.findall(lower)))
        if not self.sport_verbs.isdisjoint(words):
            score = _SCORE.search(lower)
            if score is not None:
                points += 2 if max(int(score[1]), int(score[2])) <= _MOST else 1
        return points >= _ENOUGH


def only_actors(
    s: Sentence, lower: list[str], found: list[ActorMention], words: Lookalikes
) -> list[ActorMention]:
    """``found`` without the names that stand for something else; teams told as such."""
    out = []
    n = len(lower)
    for number, m in enumerate(found):
        if m.kind == "person" and _is_named_after(s, lower, m, words):
            continue
        if m.kind in _STATE_WORDS:
            i, j = m.first, m.last
            # Nothing stands beside most names that could make them another's.
            before = i > 0 and (lower[i - 1] == "of" or s.words[i - 1] in words.before_name)
            behind = s.words[j + 1] if j + 1 < n else ""
            if before or behind[:1].isupper() or behind == "," or behind.lower() in words.treaties:
                if _is_something_else(s, lower, m, words):
                    continue
                m = _namesake(s, lower, m, found[number + 1] if number + 1 < len(found) else None)
        out.append(m)
    if words.cues.isdisjoint(lower) or not any(m.kind in ("name", "region") for m in out):
        return out
    if not words.about_sport(s.text[s.start[0] : s.end[-1]], _plural_verbs(s, out)):
        return out
    # The country goes: "Croatia striker Mario Mandzukic" acts for no state.
    return [
        m._replace(kind="team", country=None) if m.kind in ("name", "region") else m for m in out
    ]


def _is_named_after(s: Sentence, lower: list[str], m: ActorMention, words: Lookalikes) -> bool:
    """Whether a person's name is that of a street, ship or bomb: "Lenin Square"."""
    after = lower[m.last + 1] if m.last + 1 < len(s) else ""
    if after in words.after_person or (after in words.after_name and s.words[m.last + 1].istitle()):
        return True
    return m.first > 0 and m.first == m.last and s.words[m.first - 1] in words.before_name


def _is_something_else(s: Sentence, lower: list[str], m: ActorMention, words: Lookalikes) -> bool:
    """Whether the words beside a name make it the name of a street, ship, club, treaty."""
    i, j = m.first, m.last
    shouted = s.words[i].isupper() and len(s.words[i]) > 3
    if j + 1 < len(s) and s.words[j + 1][:1].isupper() and not shouted:
        word = lower[j + 1]
        if word in words.after_name:
            return True
        if m.kind in _PLACES:
            if m.kind in ("capital", "city") and word in words.after_city:
                return True
            if m.country in _AMERICAN and word in words.team_words:
                return True
    if m.kind in ("city", "region") and lower[j + 1 : j + 2] and lower[j + 1] in words.treaties:
        return True  # "the Lombok treaty" binds others
    hyphened = m.kind in ("capital", "city") and lower[j + 2 : j + 3] == ["-"]
    if hyphened and "".join(lower[j + 1 : j + 4]) in words.after_city:
        return True
    if i == 0 or m.kind not in _PLACES:
        return False
    if s.words[i - 1] in words.before_name and not shouted:
        return True
    if lower[i - 1] != "of" or i < 2:
        return False
    if lower[i - 2] in words.title_of and s.words[i - 2][:1].isupper():
        return True
    k = i - 2
    while k >= 0 and s.words[k][:1].isupper() and s.words[k].isalpha():
        k -= 1
    return 0 <= k < i - 2 and lower[k] in words.named_things


def _namesake(
    s: Sentence, lower: list[str], m: ActorMention, after: ActorMention | None
) -> ActorMention:
    """A town named like a capital: "Moscow, Idaho" is American."""
    if m.kind not in ("name", "capital", "city") or m.last + 2 >= len(s):
        return m
    if lower[m.last + 1] != "," or m.country == "USA":
        return m
    state = lower[m.last + 2] in _ABBREVIATED or (
        after is not None
        and after.first == m.last + 2
        and after.kind == "region"
        and after.country in ("USA", "CAN")
    )
    end = (after.last if after is not None and after.first == m.last + 2 else m.last + 2) + 1
    if not state or (end < len(s) and lower[end] in ("and", "or", "&")):
        return m
    country = "USA" if after is None or after.country is None else after.country
    text = s.text[m.start : m.end]
    return m._replace(kind="city", country=country, name=text, id=None)


def _plural_verbs(s: Sentence, found: list[ActorMention]) -> int:
    """1 if a state's name has a verb in the plural: "Turkey are through", "France host Portugal".

    So speak reports on sport of a team; of a state only loosely, and of "the Netherlands".
    """
    for m in found:
        if m.kind == "name" and s.deps[m.last] == "nsubj" and s.words[m.last][-1:] != "s":
            verb = s.heads[m.last]
            joined = any(s.deps[c].startswith("conj") for c in s.children[m.last])
            follows = s.lower[m.last + 1 : m.last + 2]
            past = follows in (["are"], ["were"])
            present = s.tags[verb] == "VBP" and s.lower[verb] not in _ALSO_PAST
            plural = past or (verb == m.last + 1 and present)
            if plural and not joined:
                return 1
    return 0
