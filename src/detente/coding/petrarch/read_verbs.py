"""Verb dictionaries of PETRARCH 1 and 2: synsets, verbs with their forms, patterns.

The two formats differ in the patterns only: PETRARCH 2 has ``{noun phrase}`` and
``(preposition ...)``. Which one a file has is told by whether any of its patterns uses them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from detente.coding.petrarch.lines import lines_of, plural, verb_forms
from detente.coding.petrarch.patterns import synset_at
from detente.coding.petrarch.read_actors import NULL
from detente.coding.petrarch.rows import (
    Dictionary,
    PatternRow,
    Reading,
    Remark,
    Source,
    SynsetRow,
    TransformationRow,
    VerbRow,
)
from detente.coding.petrarch.transformations import transformation

_HEADER = re.compile(r"^---\s*(?P<name>.*?)\s*(?:\[(?P<code>[^\]]*)\])?\s*-*\s*$")
_VERB = re.compile(r"^(?P<name>\+?[^\s\[\]{}]+(?: [A-Z_+]+)*)\s*(?P<rest>.*)$")
_BRACES = re.compile(r"\{([^}]*)\}")
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_PATTERN_CODE = re.compile(r"\[([^\[\]]*)\]\s*$")
_HALF = r"(?:[^:\s\[\]]+)?"
_CODE = re.compile(rf"^{_HALF}(?::{_HALF})?$")


@dataclass
class _State:
    remarks: list[Remark] = field(default_factory=list)
    synsets: dict[str, tuple[Source, list[str]]] = field(default_factory=dict)
    verbs: list[VerbRow] = field(default_factory=list)
    patterns: list[PatternRow] = field(default_factory=list)
    transformations: list[TransformationRow] = field(default_factory=list)
    synset: str | None = None  # the one whose members are being read
    block: str = ""
    code: str = NULL
    blocks: set[str] = field(default_factory=set)


def read_verbs(path: Path) -> Reading:
    """Synsets, verbs and patterns of a verb dictionary, with a remark for each line not taken."""
    state = _State()
    lines = 0
    for source, line in lines_of(path, state.remarks):
        lines += 1
        _take(state, source, line.strip())
    kept = _with_known_synsets(state)
    phrases = any(mark in p.pattern for p in kept for mark in "({")
    patterns = tuple(PatternRow(p.block, p.pattern, p.code, phrases, p.source) for p in kept)
    synsets = tuple(
        SynsetRow(name, tuple(dict.fromkeys(members)), source)
        for name, (source, members) in state.synsets.items()
    )
    found = Dictionary(
        synsets=synsets,
        verbs=tuple(state.verbs),
        patterns=patterns,
        transformations=tuple(state.transformations),
    )
    return Reading(found, tuple(state.remarks), lines)


def _take(state: _State, source: Source, text: str) -> None:
    if text.startswith("---"):
        _header(state, source, text)
    elif text.startswith("&"):
        state.synset = text.split()[0].rstrip("_").upper()
        # A synset told twice is one synset.
        state.synsets.setdefault(state.synset, (source, []))
        state.synsets[state.synset][1].extend(_STOPPED if text.split()[0].endswith("_") else ())
    elif text.startswith("-"):
        state.synset = None
        _pattern(state, source, text)
    elif text.startswith("~"):
        _transformation(state, source, text)
    elif text.startswith("+") and state.synset is not None:
        _member(state, source, text)
    elif text.startswith("*"):
        state.synset = None
        reason = "a pattern begins with '-'; it is taken as one all the same"
        state.remarks.append(Remark(source, text, reason, taken=True))
        _pattern(state, source, f"- {text}")
    else:
        state.synset = None
        _verb(state, source, text)


_STOPPED = ("_",)  # stands among the members of a synset whose name ends with _: no plurals


def _header(state: _State, source: Source, text: str) -> None:
    state.synset = None
    match = _HEADER.match(text)
    name = match["name"] if match else text.strip("- ")
    title = name.split("[")[0].strip() or "BLOCK"
    state.block = f"{title} ({source})"
    code = match["code"] if match else None
    state.code = NULL if code is None else _code(state, source, text, code) or NULL


def _code(state: _State, source: Source, text: str, written: str) -> str | None:
    """An event code, or None with a remark."""
    code = "".join(written.split())
    if code.endswith("!"):
        reason = f"the mark after the code is not used: taken as {code[:-1]}"
        state.remarks.append(Remark(source, text, reason, taken=True))
        code = code[:-1]
    if not code or not _CODE.match(code):
        state.remarks.append(Remark(source, text, f"[{written}] is no event code"))
        return None
    return code


def _member(state: _State, source: Source, text: str) -> None:
    assert state.synset is not None
    members = state.synsets[state.synset][1]
    phrase = text.lstrip("+").strip(" ()").upper()
    if not phrase.strip("_ "):
        state.remarks.append(Remark(source, text, "a member of a synset without a word"))
        return
    stopped = phrase.endswith("_") or "_" in members[:1] or phrase.startswith("&")
    phrase = "_".join(phrase.replace("_", " ").split())
    members.append(phrase)
    if not stopped:
        members.append(plural(phrase))


def _verb(state: _State, source: Source, text: str) -> None:
    match = _VERB.match(text)
    if not match or not state.block:
        reason = "a verb stands before any block (--- NAME [CODE] ---)"
        state.remarks.append(Remark(source, text, reason if match else "this is no verb"))
        return
    name, rest = match["name"].upper(), match["rest"]
    braces, brackets = _BRACES.search(rest), _BRACKETS.search(rest)
    left = _BRACKETS.sub("", _BRACES.sub("", rest)).strip()
    if left:
        remark = f"'{left}' after the verb was left out"
        state.remarks.append(Remark(source, text, remark, taken=True))
    code = state.code
    if brackets:
        code = _code(state, source, text, brackets[1]) or state.code
    forms = _forms(name, None if braces is None else braces[1].upper().split())
    state.verbs.append(VerbRow(state.block, forms, code, source))


def _forms(name: str, given: list[str] | None) -> tuple[str, ...]:
    """All forms of a verb; in one of several words, joined by _, the word after + is the verb."""
    words = name.replace(" ", "_").strip("_").split("_")
    place = next((i for i, w in enumerate(words) if w.startswith("+")), 0)
    words[place] = words[place].lstrip("+")

    def written(form: str) -> str:
        if len(words) == 1:
            return form
        return "_".join([*words[:place], "+" + form, *words[place + 1 :]])

    regular = verb_forms(words[place])
    if not given:
        return tuple(dict.fromkeys(written(f) for f in (words[place], *regular)))
    listed = [g.strip("_") if "_" in g.strip("_") else g.strip("_+") for g in given]
    marked = [g if "+" in g or "_" not in g else "+" + g for g in listed]
    # What is listed is irregular; the forms that English never has irregular are made all the same.
    wanted = [f for f in regular if f.endswith(("S", "ING"))]
    made = [f for f in wanted if not _has(listed, "S" if f.endswith("S") else "ING")]
    return tuple(dict.fromkeys([written(words[place]), *marked, *map(written, made)]))


def _has(listed: list[str], ending: str) -> bool:
    return any(word.endswith(ending) for form in listed for word in form.split("_"))


def _pattern(state: _State, source: Source, text: str) -> None:
    body = text[1:].strip()
    match = _PATTERN_CODE.search(body)
    if not match:
        state.remarks.append(Remark(source, text, "no code in brackets ends the pattern"))
        return
    code = _code(state, source, text, match[1])
    pattern = " ".join(body[: match.start()].split()).upper()
    if code is None:
        return
    problem = _problem(state, pattern)
    if problem:
        state.remarks.append(Remark(source, text, problem))
        return
    state.patterns.append(PatternRow(state.block, pattern, code, False, source))


def _transformation(state: _State, source: Source, text: str) -> None:
    state.synset = None
    rule = " ".join(text[1:].split())
    if transformation(rule) is None:
        reason = "this is no transformation such as ~ a (b . ATTACK) SAY = a b 112"
        state.remarks.append(Remark(source, text, reason))
    else:
        state.transformations.append(TransformationRow(rule, source))


def _problem(state: _State, pattern: str) -> str:
    """Why a pattern cannot be taken, or ""."""
    if not state.block:
        return "the pattern stands before any verb"
    if pattern.count("*") != 1:
        return f"the verb's place * is wanted once; it is there {pattern.count('*')} times"
    if pattern.count("(") != pattern.count(")") or pattern.count("{") != pattern.count("}"):
        return "a bracket is not closed or not opened"
    return ""


def _with_known_synsets(state: _State) -> list[PatternRow]:
    """Patterns whose synsets are defined, anywhere in the file; the others are remarked upon."""
    for _, members in state.synsets.values():
        members[:] = [m for m in members if m not in _STOPPED]
    kept = []
    for row in state.patterns:
        named = [row.pattern[m.start() :] for m in re.finditer("&", row.pattern)]
        unknown = [re.split(r"[\s()}]", n)[0] for n in named if synset_at(n, state.synsets) is None]
        if unknown:
            reason = f"the synset {unknown[0]} is not defined"
            state.remarks.append(Remark(row.source, row.pattern, reason))
        else:
            kept.append(row)
    return kept
