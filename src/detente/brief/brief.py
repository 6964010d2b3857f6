"""The brief as records: sentences with the ids they rest on, what was withheld, footnotes.

What goes out: `Brief` and its JSON, which every export carries inside and which is all that
checking and comparing need.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detente.errors import BadDataFile

FORMAT = "detente-brief-1"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the ids of what it rests on (see ``ids``); ``notes`` are footnotes."""

    text: str
    refs: tuple[str, ...]
    notes: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The sentence as JSON object."""
        return {"text": self.text, "refs": list(self.refs), "notes": list(self.notes)}


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that the checker refused, and why; it is printed nowhere as a statement."""

    section: str
    text: str
    refs: tuple[str, ...]
    reason: str

    def to_json(self) -> dict[str, Any]:
        """The withheld sentence as JSON object."""
        return {
            "section": self.section,
            "text": self.text,
            "refs": list(self.refs),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the brief; ``charts`` names its pictures, ``more`` what was left out."""

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    charts: tuple[str, ...] = ()
    more: int = 0

    def to_json(self) -> dict[str, Any]:
        """The section as JSON object."""
        return {
            "key": self.key,
            "title": self.title,
            "sentences": [s.to_json() for s in self.sentences],
            "charts": list(self.charts),
            "more": self.more,
        }


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: source, date, the words and where they stand in the document's text."""

    number: int
    ref: str
    source: str
    date: str | None
    title: str | None
    quote: str
    doc_id: str | None = None
    start: int | None = None
    end: int | None = None
    url: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The footnote as JSON object."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief. ``dyad`` as series have it, ``names`` its sides in words."""

    dyad: str
    names: tuple[str, str]
    as_of: str
    since: str
    version: str
    sections: tuple[Section, ...]
    withheld: tuple[Withheld, ...] = ()
    notes: tuple[Note, ...] = ()
    coverage: str = ""
    method: str = ""

    @property
    def title(self) -> str:
        """The names of the two sides."""
        return f"{self.names[0]} and {self.names[1]}"

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Every printed sentence with the key of its section, in order."""
        for section in self.sections:
            for sentence in section.sentences:
                yield section.key, sentence

    def to_json(self) -> dict[str, Any]:
        """The brief as JSON object."""
        return {
            "kind": "brief",
            "format": FORMAT,
            "dyad": self.dyad,
            "names": list(self.names),
            "as_of": self.as_of,
            "since": self.since,
            "version": self.version,
            "coverage": self.coverage,
            "method": self.method,
            "sections": [s.to_json() for s in self.sections],
            "withheld": [w.to_json() for w in self.withheld],
            "notes": [n.to_json() for n in self.notes],
        }


def brief_from_json(found: Any, file: str) -> Brief:
    """The brief of a JSON object; ``file`` is named where it is none.

    Raises
    ------
    BadDataFile
        It is no brief, or one of a format that this version does not know.
    """
    if not isinstance(found, dict) or found.get("kind") != "brief":
        raise BadDataFile("holds no brief", file=file, hint="give a file that `detente brief` made")
    if found.get("format") != FORMAT:
        raise BadDataFile(
            f"is a brief of the format {found.get('format')!r}, not {FORMAT!r}",
            file=file,
            hint="use the version of détente that made it",
        )
    try:
        return _brief(found)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDataFile(
            f"is a damaged brief: {type(error).__name__} {error}",
            file=file,
            hint="make it anew with `detente brief`",
        ) from None


def _brief(found: dict[str, Any]) -> Brief:
    a, b = found["names"]
    return Brief(
        str(found["dyad"]),
        (str(a), str(b)),
        str(found["as_of"]),
        str(found["since"]),
        str(found["version"]),
        tuple(
            Section(
                str(s["key"]),
                str(s["title"]),
                tuple(
                    Sentence(
                        str(one["text"]),
                        tuple(str(r) for r in one["refs"]),
                        tuple(int(n) for n in one["notes"]),
                    )
                    for one in s["sentences"]
                ),
                tuple(str(c) for c in s["charts"]),
                int(s["more"]),
            )
            for s in found["sections"]
        ),
        tuple(
            Withheld(str(w["section"]), str(w["text"]), tuple(map(str, w["refs"])), w["reason"])
            for w in found["withheld"]
        ),
        tuple(Note(**n) for n in found["notes"]),
        str(found["coverage"]),
        str(found["method"]),
    )


def dumps(brief: Brief, *, indent: int | None = None) -> str:
    """The brief as JSON text."""
    separators = None if indent else (",", ":")
    text = json.dumps(brief.to_json(), ensure_ascii=False, indent=indent, separators=separators)
    # Half surrogate pairs, which broken texts hold, cannot be written as UTF-8.
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m.group()):04x}", text)
