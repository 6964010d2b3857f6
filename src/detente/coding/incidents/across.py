"""Reports of one act, from several documents, as one case file.

Comes in: incidents of many documents with their publication days. Goes out: `CaseFile` values, the
last first. Two reports are of one act if two of victim, place, perpetrator and day agree and the
days do not contradict each other. A look-back that names neither ("since the shooting down of the
Russian jet") joins the only act on record that it can mean: of its kind, upon a victim of the same
class and nation, on the same day to a day or, where it gives none, within `_BACK_DAYS` before it
was written. Where two acts fit, it stays by itself, unless they lie so close that only one of them
is the act and the other a report of it with another day. Every value keeps whose word it is and
which documents bring it; two values of one field stay side by side.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.coding.incidents.acts import words
from detente.records import INCIDENT_FIELDS, Incident, digest

# Undated reports of one act are published within so many days of each other.
_APART_DAYS = 60
# How far back an undated look-back may reach, and by how much the days of one act may differ.
_BACK_DAYS = 730
_OFF_DAYS = 1
_CLOSE_DAYS = 14
_LAST = datetime.date.max.toordinal()
# Kinds of acts that are rare enough for kind, victim's class and nation to tell one.
_RARE = frozenset(("Assassination", "Shoot-down", "Hijacking", "Hostage Taking (Kidnapping)"))
Signs = set[tuple[str, str, str]]
_WEAK = frozenset(
    """the of in at and a an his her its two three four five six several many some other others
    people man men soldiers diplomats diplomat officer officers embassy ambassador city north south
    east west border town near""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One act as all its reports tell it."""

    id: str
    name: str
    reports: tuple[Incident, ...]

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents that report it."""
        return tuple(dict.fromkeys(r.doc_id for r in self.reports))

    def fields(self) -> dict[str, list[dict[str, Any]]]:
        """Every field's values, equal ones as one with all its spans, each span with document."""
        return {name: _merged(name, self.reports) for name in INCIDENT_FIELDS}

    def to_json(self) -> dict[str, Any]:
        """The case file as JSON object; like an incident's, spans with ``doc_id``."""
        return {
            "kind": "incident",
            "id": self.id,
            "doc_ids": list(self.doc_ids),
            "name": self.name,
            "events": [r.event for r in self.reports if r.event is not None],
            "reports": [r.id for r in self.reports],
            "fields": self.fields(),
        }


def case_files(
    incidents: Sequence[Incident], published: Mapping[str, str | None]
) -> list[CaseFile]:
    """Incidents of many documents by act, the latest first.

    Parameters
    ----------
    incidents
        In any order; the outcome does not depend on it.
    published
        Publication day of each document, ISO, by its id; None where unknown.
    """
    ordered = sorted(incidents, key=lambda i: (published.get(i.doc_id) or "", i.doc_id, i.id))
    groups: list[list[_Told]] = []
    # By the words that a report tells: two of one act share one at least, so that most groups
    # need not be looked at.
    by_word: dict[tuple[str, str], set[int]] = {}
    for one in (_told(i, published) for i in ordered):
        near = sorted({n for word in one.words for n in by_word.get(word, ())})
        home = next((n for n in near if _takes(groups[n], one)), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(one)
        for word in one.words:
            by_word.setdefault(word, set()).add(home)
    told = [[one.incident for one in g] for g in groups]
    files = [_file(g) for g in _with_lookbacks(told, published)]
    return sorted(files, key=lambda f: (_day(f.reports[0], published) or "", f.id), reverse=True)


def _takes(group: Sequence[_Told], one: _Told) -> bool:
    """Whether a report is of the act of a group; a document tells an act once."""
    return all(o.incident.doc_id != one.incident.doc_id for o in group) and any(
        _alike(o, one) for o in group
    )


class _Acts:
    """Groups that tell the day of their act, for look-backs to be put to.

    A group's day stays when others join it, and one without takes in nobody.
    """

    def __init__(self, groups: Iterable[list[Incident]]) -> None:
        self._day: dict[int, str] = {}
        self._signs: dict[int, Signs] = {}
        self._by_day: dict[str, list[list[Incident]]] = {}
        self._by_sign: dict[tuple[str, str, str], dict[int, list[Incident]]] = {}
        for group in groups:
            day = _exact(group)
            if day is not None:
                self._day[id(group)] = day
                self._by_day.setdefault(day, []).append(group)
                self.read(group)

    def read(self, group: list[Incident]) -> None:
        """Take in what a group tells, again when another joined it."""
        self._signs[id(group)] = _signs(group)
        for sign in self._signs[id(group)]:
            self._by_sign.setdefault(sign, {})[id(group)] = group

    def meant_by(
        self, back: Sequence[Incident], published: Mapping[str, str | None]
    ) -> list[list[Incident]]:
        """Those that a look-back may be of."""
        mine, left = _exact(back), _signs(back)
        if mine is not None:
            days = (_shifted(mine, off) for off in range(-_OFF_DAYS, _OFF_DAYS + 1))
            near = (g for day in days for g in self._by_day.get(day, ()))
            return [g for g in near if _fuller(g, back) and self._may_be(g, back, left)]
        told = _published(back, published)
        if not told:
            return []
        first = _shifted(told, -_BACK_DAYS)
        alike = {key: g for sign in left for key, g in self._by_sign.get(sign, {}).items()}
        return [g for key, g in alike.items() if first <= self._day[key] <= told]

    def _may_be(self, act: Sequence[Incident], back: Sequence[Incident], left: Signs) -> bool:
        """Whether the signs of two that are dated alike let them be one."""
        right = self._signs[id(act)]
        if left & right:
            return True
        # "The plane" of the same day, of whichever nation.
        open_sides = not (left and right)
        return open_sides and bool(_signs(back, any_nation=True) & _signs(act, any_nation=True))


def _with_lookbacks(
    groups: list[list[Incident]], published: Mapping[str, str | None]
) -> list[list[Incident]]:
    """Groups, each look-back put to the one act that it can mean."""
    out = {id(g[0]): list(g) for g in groups}
    acts = _Acts(out.values())
    for back in sorted(groups, key=lambda g: (_exact(g) is not None, _published(g, published))):
        mine = out.get(id(back[0]))
        if mine is None or len(mine) != len(back):
            continue  # joined already
        found = acts.meant_by(back, published)
        homes = _only([g for g in found if g is not mine and id(g[0]) in out])
        if len(homes) != 1:
            continue
        together = {i.doc_id for i in homes[0]} & {i.doc_id for i in back}
        if not together or _exact(homes[0]) == _exact(back):
            homes[0] += mine
            acts.read(homes[0])
            del out[id(back[0])]
    return list(out.values())


def _fuller(act: Sequence[Incident], back: Sequence[Incident]) -> bool:
    """Whether one of two that are dated tells more, and so is the home of the other."""
    return (len(act), _fullness(act[0])) > (len(back), _fullness(back[0]))


def _only(homes: list[list[Incident]]) -> list[list[Incident]]:
    """Of acts that lie within `_CLOSE_DAYS`, the one that several documents report."""
    days = sorted(day for g in homes if (day := _exact(g)) is not None)
    if len(homes) < 2 or _gap(days[0], days[-1]) > _CLOSE_DAYS:
        return homes
    told = [g for g in homes if len(g) > 1]
    return told if len(told) == 1 else homes


def _exact(group: Sequence[Incident]) -> str | None:
    """The day of an act, where one of its reports gives it."""
    return next((i.date[0].start for i in group if i.date and i.date[0].precision == "day"), None)


def _published(group: Sequence[Incident], published: Mapping[str, str | None]) -> str:
    return min((published.get(i.doc_id) or "" for i in group), default="")


def _signs(group: Sequence[Incident], *, any_nation: bool = False) -> Signs:
    """Kind of act, class of victim and nation ("Russian jet", "Russia's ambassador")."""
    out: set[tuple[str, str, str]] = set()
    alike = words().maps["alike"]
    for i in group:
        kinds = {v.value for v in i.attack_type} & _RARE
        for value in (*i.victim, *i.office):
            parts = [w.strip(".,’'") for w in value.value.replace("'s", "").split()]
            classes = {
                alike[w] for p in parts for w in (p.lower(), p.lower().rstrip("s")) if w in alike
            }
            classes |= {"aircraft"} if any(_DESIGNATION.match(p) for p in parts) else set()
            # Adjective and name of a state share their first letters.
            nations = {p[:4].lower() for p in parts if p[:1].isupper() and len(p) > 4}
            nations = {""} if any_nation else nations
            out |= {(k, c, n) for k in kinds for c in classes for n in nations}
    return out


_DESIGNATION = re.compile(r"[A-Z][A-Za-z]{0,2}-\d{1,3}$")


def _file(group: list[Incident]) -> CaseFile:
    best = max(group, key=_fullness)
    return CaseFile(digest("case", *(i.id for i in group)), best.name, tuple(group))


def _fullness(i: Incident) -> tuple[int, int]:
    filled = sum(bool(getattr(i, name)) for name in INCIDENT_FIELDS)
    named = bool(i.victim) and i.victim[0].value[:1].isupper()
    return (int(named), filled)


def _day(i: Incident, published: Mapping[str, str | None]) -> str | None:
    return i.date[0].start if i.date else published.get(i.doc_id)


@dataclass(frozen=True, slots=True)
class _Told:
    """A report with what says whether another is of its act.

    ``words`` are those of its victims, place and perpetrators and the names of its victims, each
    with what it is of; ``killed`` last names of victims of an assassination, ``day`` that of the
    act or else of the publication.
    """

    incident: Incident
    day: str | None
    words: frozenset[tuple[str, str]]
    kinds: frozenset[str]
    killed: frozenset[str]


def _told(i: Incident, published: Mapping[str, str | None]) -> _Told:
    kinds = frozenset(v.value for v in i.attack_type)
    killed = frozenset(_people(i)) if "Assassination" in kinds else frozenset()
    told = {("killed", name) for name in killed}
    told |= {("named", word) for word in _words(i.victim, names=True)}
    for name in ("victim", "place", "perpetrator"):
        told |= {(name, word) for word in _words(getattr(i, name), names=False)}
    return _Told(i, _day(i, published), frozenset(told), kinds, killed)


def same_act(a: Incident, b: Incident, published: Mapping[str, str | None]) -> bool:
    """Whether two reports are of one act."""
    return _alike(_told(a, published), _told(b, published))


def _alike(a: _Told, b: _Told) -> bool:
    # Nobody is killed twice: what a later text gives as the day of the assassination of somebody
    # by name ("a year after", the day of an arrest) does not part them.
    if a.killed & b.killed:
        return True
    agreed = 0
    if a.incident.date and b.incident.date:
        x, y = a.incident.date[0], b.incident.date[0]
        if x.end < y.start or y.end < x.start:
            return False
        agreed += x.precision == "day" == y.precision
    elif a.day is not None and b.day is not None and _gap(a.day, b.day) > _APART_DAYS:
        return False
    shared = {name for name, _ in a.words & b.words}
    victims = "victim" in shared
    agreed += 2 * ("named" in shared) or victims
    agreed += "place" in shared
    agreed += "perpetrator" in shared
    return agreed >= 2 and (bool(a.kinds & b.kinds) or victims)


def _people(i: Incident) -> set[str]:
    """Last names of victims who are told by name, with or without the first name."""
    out: set[str] = set()
    for v in i.victim:
        parts = [w.strip(",.") for w in v.value.split()]
        nation = any("'" in w or "’" in w for w in parts)
        named = parts and len(parts) < 4 and all(w[:1].isupper() for w in parts) and not nation
        if named and len(v.spans) > 0 and parts[-1].lower() not in _WEAK:
            out.add(parts[-1].lower())
    return out


def _shifted(day: str, days: int) -> str:
    """The day so many days later, inside the calendar."""
    number = datetime.date.fromisoformat(day).toordinal() + days
    return datetime.date.fromordinal(min(max(number, 1), _LAST)).isoformat()


def _gap(a: str, b: str) -> int:
    return abs((datetime.date.fromisoformat(a) - datetime.date.fromisoformat(b)).days)


def _words(values: Iterable[Any], *, names: bool) -> set[str]:
    """The telling words of some values; the last words of names only, under ``names``."""
    out: set[str] = set()
    for v in values:
        parts = v.value.split()
        if names:
            if len(parts) > 1 and all(w[:1].isupper() for w in parts):
                out.add(parts[-1].lower())
        else:
            out |= {w.lower().strip(",.'’s") for w in parts if w.lower() not in _WEAK}
    return out - {""}


def _merged(name: str, reports: Sequence[Incident]) -> list[dict[str, Any]]:
    out: dict[tuple[Any, ...], dict[str, Any]] = {}
    for report in reports:
        for value in getattr(report, name):
            made = value.to_json()
            for span in made["spans"]:
                span["doc_id"] = report.doc_id
            said = made.get("said_by") or made.get("by")
            speaker = said["value"] if isinstance(said, dict) else said
            if isinstance(said, dict):
                for span in said["spans"]:
                    span["doc_id"] = report.doc_id
            key = (str(made.get("value")).lower(), speaker, made.get("kind"), made.get("low"))
            old = out.get(key)
            if old is None:
                out[key] = made
            else:
                old["spans"] += made["spans"]
    return list(out.values())
