"""Texts marked for the encoder alone: acts and parts of case files, told inline.

Comes in: files of ``training/encoder/texts``, whose form their README says. Goes out: `Marked`
texts, each with what an annotation of ``training/reading/articles`` would say of its acts, so that
both teach in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente.codebook import load_codebook
from detente.errors import BadDataFile
from detente.evaluation.articles import Article, Trap, WantedEvent, WantedIncident, WantedValue
from detente.records import STATUSES, Document, Span, span_of

TYPES = frozenset(load_codebook().types)
# What a span may be, and the tag that annotations of articles have for it.
TAGS = {
    "perpetrator": "f:perpetrator",
    "affiliation": "f:affiliation",
    "victim": "f:victim",
    "office": "f:office",
    "weapon": "f:weapon",
    "access": "f:access",
    "place": "f:place",
    "casualties": "f:casualties",
    "claims_of_responsibility": "f:claims_of_responsibility",
    "suspects": "f:suspects",
    "motives": "f:motives",
    "who": "h:who",
    "why": "h:why",
    "what-next": "h:what-next",
    "stake": "stake",
}
_HEAD = re.compile(r"^=== *(.*)$", re.MULTILINE)
_MARK = re.compile(r"\[([^\[\]|\s]+)\|([^\[\]|]*)\]|<(/?)([a-z_-]+)>")
_CODES = r"(?:(?:[A-Z]{3}|\*)(?:\+(?:[A-Z]{3}|\*))*)?"
_SIDES = re.compile(f"({_CODES})>({_CODES})$")
_STRAY = re.compile(r"[\[\]<>|]")


@dataclass(frozen=True)
class Marked:
    """One text.

    Attributes
    ----------
    document
        The text without its marks, its id the text's name.
    raw
        ``events`` and ``not_events`` as annotations of articles have them.
    quoted
        Words that fill a part of a case file: begin, end, tag.
    """

    document: Document
    raw: Mapping[str, Any]
    quoted: tuple[tuple[int, int, str], ...]


def read_marked(folder: Path) -> list[Marked]:
    """The texts of a folder's files, in the order of their names.

    Raises
    ------
    BadDataFile
        A mark does not hold up; names the file, the line and what is allowed.
    """
    return [text for path in sorted(folder.glob("*.txt")) for text in _texts(path)]


def as_article(marked: Marked) -> Article:
    """The text as an annotated article: its acts, and one case file of no act in particular.

    The case file holds what the text's tags say of any act: which of them is meant is not marked.
    """
    text = marked.document.text

    def span(trigger: Sequence[Any]) -> Span:
        offset, word = trigger
        return span_of(text, offset, offset + len(word))

    events = tuple(
        WantedEvent(
            f"e{number}",
            (event["event_type"],),
            (),
            frozenset(p["country"] for p in event["actor"] if p["country"]),
            frozenset(p["country"] for p in event["recipient"] if p["country"]),
            None,
            None,
            (event["status"],),
            (),
            None,
            (),
            event["optional"],
            tuple(map(span, event["triggers"])),
        )
        for number, event in enumerate(marked.raw["events"], start=1)
    )
    traps = tuple(Trap((), "", span(t["trigger"])) for t in marked.raw["not_events"])
    fields: dict[str, list[WantedValue]] = {}
    for a, b, tag in marked.quoted:
        if tag.startswith("f:"):
            said = span_of(text, a, b)
            fields.setdefault(tag[2:], []).append(WantedValue(said.text, said, None, {}))
    told = {name: tuple(values) for name, values in fields.items()}
    files = (WantedIncident("i1", "", "", told),) if told else ()
    return Article(marked.document.id, "", marked.document, events, traps, files, (), (), (), ())


def aside(name: str) -> bool:
    """Whether the text of this name is kept from teaching, one in eight."""
    return sha256(name.encode()).digest()[0] % 8 == 0


def _texts(path: Path) -> Iterator[Marked]:
    told = path.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(told))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        line = told.count("\n", 0, head.start()) + 1
        parts = [p.strip() for p in head[1].split("|")]
        if len(parts) != 4 or not re.fullmatch(r"\d{4}-\d\d-\d\d", parts[2]):
            hint = "a text begins with === name | style | YYYY-MM-DD | title"
            raise BadDataFile(f"{head[0]!r} heads no text", file=str(path), line=line, hint=hint)
        body = told[head.end() : after.start() if after else len(told)]
        yield _Body(path, line).marked(parts[0], parts[2], parts[3], body)


class _Body:
    """One text on its way out of its marks."""

    def __init__(self, path: Path, line: int) -> None:
        self.path, self.line = path, line

    def bad(self, body: str, at: int, what: str, hint: str) -> BadDataFile:
        line = self.line + body.count("\n", 0, at)
        return BadDataFile(what, file=str(self.path), line=line, hint=hint)

    def marked(self, name: str, date: str, title: str, body: str) -> Marked:
        text = ""
        at = 0
        events: list[dict[str, Any]] = []
        traps: list[dict[str, Any]] = []
        begun: list[tuple[str, int]] = []
        quoted: list[tuple[int, int, str]] = []
        for m in _MARK.finditer(body):
            text += body[at : m.start()]
            at = m.end()
            if m[4]:
                if m[4] not in TAGS:
                    hint = f"one of {', '.join(TAGS)}"
                    raise self.bad(body, m.start(), f"{m[0]} is no part of a case file", hint)
                if not m[3]:
                    begun.append((m[4], len(text)))
                    continue
                k = max((k for k, (tag, _) in enumerate(begun) if tag == m[4]), default=None)
                if k is None:
                    raise self.bad(body, m.start(), f"{m[0]} ends nothing", "begin it before")
                quoted.append((begun.pop(k)[1], len(text), TAGS[m[4]]))
                continue
            trigger = [len(text), m[1]]
            text += m[1]
            if m[2].split() == ["-"]:
                traps.append({"trigger": trigger, "event_types": []})
            else:
                events.append({"triggers": [trigger], **self.act(body, m)})
        text += body[at:]
        if begun:
            raise self.bad(body, len(body), f"<{begun[0][0]}> is not ended", "end it")
        if stray := _STRAY.search(text):
            hint = "marks are [word|TYPE A>B status ?], [word|-] and <part>words</part>"
            raise self.bad(text, stray.start(), f"{stray[0]!r} belongs to no mark", hint)
        document = Document(name, text, date=date, title=title)
        raw = {"events": events, "not_events": traps}
        return Marked(document, raw, tuple(quoted))

    def act(self, body: str, m: re.Match[str]) -> dict[str, Any]:
        out: dict[str, Any] = {"also": [], "status": "asserted", "optional": False}
        for said in m[2].split():
            if said in TYPES:
                out["event_type"] = said
            elif said in STATUSES:
                out["status"] = said
            elif said == "?":
                out["optional"] = True
            elif sides := _SIDES.match(said):
                out["actor"], out["recipient"] = map(_parties, sides.groups())
            else:
                hint = f"a type of the codebook, A>B, ?, or one of {', '.join(STATUSES)}"
                raise self.bad(body, m.start(), f"{said!r} of {m[0]} is not understood", hint)
        for key, what in (("event_type", "type"), ("actor", "sides")):
            if key not in out:
                raise self.bad(body, m.start(), f"{m[0]} has no {what}", "TYPE A>B are needed")
        return out


def _parties(codes: str) -> list[dict[str, Any]]:
    return [{"country": None if c == "*" else c} for c in codes.split("+") if c]
