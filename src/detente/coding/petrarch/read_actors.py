"""Actors, agents and discards: PETRARCH's files to rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from detente.coding.petrarch.lines import lines_of, plural
from detente.coding.petrarch.rows import (
    ActorRow,
    AgentRow,
    DatedCode,
    Dictionary,
    DiscardRow,
    Reading,
    Remark,
    Source,
)

NULL = "---"
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_CODE = re.compile(r"^[^\s<>]+$")
_DATE = r"\d{6}|\d{8}"
_LIMITS = re.compile(rf"^(?:<\s*(?P<until>{_DATE})>?|>\s*(?P<since>{_DATE})|"
                     rf"(?P<from>{_DATE})\s*-\s*(?P<to>{_DATE}))$")  # fmt: skip
# Two digits of a year up to this are of the 2000s; TABARI's and PETRARCH's files begin in 1931.
_LAST_OF_2000S = 30


@dataclass
class _Entry:
    source: Source
    text: str
    names: list[str]
    codes: list[DatedCode] = field(default_factory=list)


def read_actors(path: Path) -> Reading:
    """Actors with synonyms and dated codes.

    An actor is a line with its name and, optionally, its code in brackets; then lines with ``+``
    and a synonym; then lines that begin with white space and hold ``[CODE limits]``, tried in
    order. A code without limits holds when no other does. Several codes on the first line, as
    TABARI allowed, are read too.
    """
    remarks: list[Remark] = []
    entries: list[_Entry] = []
    lines = 0
    for source, line in lines_of(path, remarks):
        lines += 1
        text = line.strip()
        if text.startswith("["):
            if not entries:
                remarks.append(Remark(source, text, "a code before any actor"))
                continue
            entries[-1].codes += _codes(source, text, remarks)
            continue
        if text.startswith("+") and entries:
            entries[-1].names += _names(source, text, entries[-1], remarks)
            continue
        name = text.lstrip("+").split("[", 1)[0].strip()
        if not name.strip("_ "):
            remarks.append(Remark(source, text, "no name stands before the code"))
            continue
        entries.append(_Entry(source, text, [name], _codes(source, text, remarks)))
    rows = tuple(_actor_row(e, remarks) for e in entries)
    return Reading(Dictionary(actors=rows), tuple(remarks), lines)


def _names(source: Source, text: str, entry: _Entry, remarks: list[Remark]) -> list[str]:
    """Synonyms on a line; a code on it is the entry's only if that has none yet."""
    before, bracket, _ = text.partition("[")
    names = [n.strip() for n in re.split(r"(?:^|(?<=\s)|(?<=_))\+", before)]
    if bracket:
        codes = _codes(source, text, remarks)
        if entry.codes:
            reason = "a synonym has no code of its own; the code was left out"
            remarks.append(Remark(source, text, reason))
        else:
            entry.codes += codes
    found = [n for n in names if n.strip("_ ")]
    if not found:
        remarks.append(Remark(source, text, "a synonym without a name"))
    return found


def _codes(source: Source, text: str, remarks: list[Remark]) -> list[DatedCode]:
    found: list[DatedCode] = []
    for inside in _BRACKETED.findall(text):
        code = _dated(inside.strip())
        if isinstance(code, str):
            remarks.append(Remark(source, text, code))
        else:
            found.append(code)
    rest = _BRACKETED.sub("", text)
    if "[" in rest or ("]" in rest and not found):
        remarks.append(Remark(source, text, "a bracket is not closed or not opened"))
    return found


def _dated(inside: str) -> DatedCode | str:
    """A dated code from what stands in brackets, or the reason why not."""
    if not inside:
        return "the brackets are empty: there is no code"
    code, _, limits = inside.partition(" ")
    cut = re.search("[<>]", code)
    if cut:
        code, limits = code[: cut.start()], code[cut.start() :] + limits
    limits = limits.strip()
    if not _CODE.match(code):
        return f"'{inside}' holds no code"
    if not limits:
        return DatedCode(code.upper() if code != NULL else NULL)
    match = _LIMITS.match(limits)
    if not match:
        return f"'{limits}' is no date limit: <DATE, >DATE or DATE-DATE, with 6 or 8 digits"
    since, until = match["since"] or match["from"], match["until"] or match["to"]
    days = [_day(d) if d else "" for d in (since, until)]
    if None in days:
        return f"'{limits}' holds a day that no calendar has"
    first, last = (d or "" for d in days)
    if first and last and first > last:
        return f"'{limits}' ends before it begins"
    return DatedCode(code.upper(), first, last)


def _day(written: str) -> str | None:
    """yyyymmdd of 6 or 8 digits; None if the month or day cannot be."""
    if len(written) == 6:
        century = "20" if int(written[:2]) <= _LAST_OF_2000S else "19"
        written = century + written
    month, day = int(written[4:6]), int(written[6:])
    # Sources write 00 for a month or day that they do not know.
    return written if month <= 12 and day <= 31 else None


def _actor_row(entry: _Entry, remarks: list[Remark]) -> ActorRow:
    codes = tuple(entry.codes)
    if not codes:
        reason = "no code was given; the name is kept and means no actor"
        remarks.append(Remark(entry.source, entry.text, reason, taken=True))
        codes = (DatedCode(NULL),)
    return ActorRow(tuple(dict.fromkeys(entry.names)), codes, entry.source)


_SET = re.compile(r"^(![^!\s]+!)\s*=\s*(.+)$")
_AGENT = re.compile(r"^(?P<name>[^\[\]{}]+?)\s*(?P<braces>\{(?P<plurals>[^}]*)\})?\s*"
                    r"\[\s*(?P<code>[^\]\s]*)\s*[\]}]$")  # fmt: skip


def read_agents(path: Path) -> Reading:
    """Agents: name, optional ``{plural}`` (empty for none), code with ``~`` for the actor's place.

    ``!NAME! = A, B`` defines a substitution; each of its words takes the marker's place.
    """
    remarks: list[Remark] = []
    rows: list[AgentRow] = []
    sets: dict[str, list[str]] = {}
    lines = 0
    for source, line in lines_of(path, remarks):
        lines += 1
        text = line.strip()
        if defined := _SET.match(text):
            sets[defined[1].upper()] = [w.strip() for w in defined[2].split(",") if w.strip()]
            continue
        match = _AGENT.match(text)
        if not match:
            wants = "a code in brackets is wanted after the name"
            remarks.append(Remark(source, text, wants))
            continue
        names = _substituted(match["name"].strip(), sets)
        if isinstance(names, str):
            remarks.append(Remark(source, text, names))
            continue
        code = match["code"].upper()
        if "~" not in code:
            reason = "the code has no ~ for the actor's place; it is put after the actor's"
            remarks.append(Remark(source, text, reason, taken=True))
            code = "~" + code
        if not code.strip("~"):
            remarks.append(Remark(source, text, "there is no code beside the ~"))
            continue
        if text.endswith("}"):
            remarks.append(Remark(source, text, "} is read as the missing ]", taken=True))
        forms = _number_forms(match["name"], names, match)
        rows.append(AgentRow(tuple(dict.fromkeys(forms)), code.strip("~"), code[-1] == "~", source))
    return Reading(Dictionary(agents=tuple(rows)), tuple(remarks), lines)


def _number_forms(written: str, names: list[str], match: re.Match[str]) -> list[str]:
    if match["braces"] is not None:
        plurals = [p for p in re.split(r"[\s,]+", match["plurals"]) if p]
        return [*names, *plurals]
    if "!" in written:
        return names  # the members of a substitution are written in every number
    return [form for n in names for form in (n.rstrip("_"), plural(n.rstrip("_").upper()))]


def _substituted(name: str, sets: dict[str, list[str]]) -> list[str] | str:
    """The names that a marker stands for, or the reason why not."""
    marker = re.search(r"![^!\s]+!", name)
    if marker is None:
        return [name] if name.strip("_ ") else "there is no name"
    members = sets.get(marker[0].upper())
    if members is None:
        return f"the substitution {marker[0]} is not defined above"
    return [name.replace(marker[0], member) for member in members]


def read_discards(path: Path) -> Reading:
    """Discards: a phrase a line; ``+`` before it drops the story, ``_`` after it ends the word."""
    remarks: list[Remark] = []
    rows: list[DiscardRow] = []
    lines = 0
    for source, line in lines_of(path, remarks):
        lines += 1
        text = line.strip()
        phrase = text.lstrip("+").strip()
        whole = phrase.endswith("_")
        words = " ".join(phrase.replace("_", " ").split())
        if not words:
            remarks.append(Remark(source, text, "there are no words to look for"))
            continue
        rows.append(DiscardRow(words.upper(), text.startswith("+"), whole, source))
    return Reading(Dictionary(discards=tuple(rows)), tuple(remarks), lines)
