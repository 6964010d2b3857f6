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
# Kinds of acts that are rare enough for kind, victim's class and nation to tell one.
_RARE = frozenset(("Assassination", "Shoot-down", "Hijacking", "Hostage Taking (Kidnapping)"))
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
    groups: list[list[Incident]] = []
    for one in ordered:
        home = next(
            (
                g
                for g in groups
                if all(o.doc_id != one.doc_id for o in g)
                and any(same_act(o, one, published) for o in g)
            ),
            None,
        )
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    files = [_file(g) for g in _with_lookbacks(groups, published)]
    return sorted(files, key=lambda f: (_day(f.reports[0], published) or "", f.id), reverse=True)


def _with_lookbacks(
    groups: list[list[Incident]], published: Mapping[str, str | None]
) -> list[list[Incident]]:
    """Groups, each look-back put to the one act that it can mean."""
    out = [list(g) for g in groups]
    for back in sorted(groups, key=lambda g: (_exact(g) is not None, _published(g, published))):
        mine = next((g for g in out if g[0] is back[0]), None)
        if mine is None or len(mine) != len(back):
            continue  # joined already
        homes = [g for g in out if g is not mine and _may_mean(back, g, published)]
        homes = _only(homes)
        if len(homes) != 1:
            continue
        together = {i.doc_id for i in homes[0]} & {i.doc_id for i in back}
        if not together or _exact(homes[0]) == _exact(back):
            homes[0] += mine
            out.remove(mine)
    return out


def _only(homes: list[list[Incident]]) -> list[list[Incident]]:
    """Of acts that lie within `_CLOSE_DAYS`, the one that several documents report."""
    days = sorted(day for g in homes if (day := _exact(g)) is not None)
    if len(homes) < 2 or _gap(days[0], days[-1]) > _CLOSE_DAYS:
        return homes
    told = [g for g in homes if len(g) > 1]
    return told if len(told) == 1 else homes


def _may_mean(
    back: Sequence[Incident], act: Sequence[Incident], published: Mapping[str, str | None]
) -> bool:
    """Whether a look-back may be of an act that is told with its day."""
    day = _exact(act)
    if day is None:
        return False
    mine = _exact(back)
    # Days first: they part most of the acts of a store, and words take long to compare.
    if mine is not None:
        # Of two that are dated the fuller is the home.
        fuller = (len(act), _fullness(act[0])) > (len(back), _fullness(back[0]))
        near = fuller and _gap(day, mine) <= _OFF_DAYS
    else:
        told = _published(back, published)
        near = bool(told) and day <= told and _gap(day, told) <= _BACK_DAYS
    if not near:
        return False
    left, right = _signs(back), _signs(act)
    if left & right:
        return True
    # "The plane" of the same day, of whichever nation.
    open_sides = mine is not None and not (left and right)
    return open_sides and bool(_signs(back, any_nation=True) & _signs(act, any_nation=True))


def _exact(group: Sequence[Incident]) -> str | None:
    """The day of an act, where one of its reports gives it."""
    return next((i.date[0].start for i in group if i.date and i.date[0].precision == "day"), None)


def _published(group: Sequence[Incident], published: Mapping[str, str | None]) -> str:
    return min((published.get(i.doc_id) or "" for i in group), default="")


def _signs(group: Sequence[Incident], *, any_nation: bool = False) -> set[tuple[str, str, str]]:
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


def same_act(a: Incident, b: Incident, published: Mapping[str, str | None]) -> bool:
    """Whether two reports are of one act."""
    if _killed(a, b):
        return True
    agreed = 0
    if a.date and b.date:
        x, y = a.date[0], b.date[0]
        if x.end < y.start or y.end < x.start:
            return False
        agreed += x.precision == "day" == y.precision
    else:
        m, n = _day(a, published), _day(b, published)
        if m is not None and n is not None and _gap(m, n) > _APART_DAYS:
            return False
    victims = _shared(a.victim, b.victim)
    agreed += 2 * _shared(a.victim, b.victim, names=True) or victims
    agreed += _shared(a.place, b.place)
    agreed += _shared(a.perpetrator, b.perpetrator)
    kinds = {v.value for v in a.attack_type} & {v.value for v in b.attack_type}
    return agreed >= 2 and (bool(kinds) or victims)


def _killed(a: Incident, b: Incident) -> bool:
    """Whether both tell of the assassination of one person by name: nobody is killed twice.

    What a later text gives as its day ("a year after", the day of an arrest) does not part them.
    """
    fatal = all(any(v.value == "Assassination" for v in i.attack_type) for i in (a, b))
    return fatal and bool(_people(a) & _people(b))


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


def _gap(a: str, b: str) -> int:
    return abs((datetime.date.fromisoformat(a) - datetime.date.fromisoformat(b)).days)


def _shared(a: Iterable[Any], b: Iterable[Any], *, names: bool = False) -> bool:
    return bool(_words(a, names=names) & _words(b, names=names))


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
