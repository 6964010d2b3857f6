"""Reports of one act, from several documents, as one case file.

Comes in: incidents of many documents with their publication days. Goes out: `CaseFile` values, the
last first. Two reports are of one act if two of victim, place, perpetrator and day agree and the
days do not contradict each other. Every value keeps whose word it is and which documents bring
it; two values of one field stay side by side.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.records import INCIDENT_FIELDS, Incident, digest

# Undated reports of one act are published within so many days of each other.
_APART_DAYS = 60
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
    files = [_file(g) for g in groups]
    return sorted(files, key=lambda f: (_day(f.reports[0], published) or "", f.id), reverse=True)


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
