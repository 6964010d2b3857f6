"""PLOVER modes by what stands around an act: how it was done, to what, in which company.

Comes in: a sentence, a frame, its parties and place, and the entries of ``data/modes.toml``. Goes
out: the event's modes, and whether they are still the rule's own. The rule of ``patterns/`` speaks
first; an entry that fits knows better, since it looks at the words beside the trigger.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from detente.codebook import Codebook
from detente.coding.arguments import Arguments, arguments, case_of
from detente.coding.match import Frame
from detente.coding.patterns import Patterns
from detente.coding.sentence import Sentence
from detente.errors import BadDataFile

Words = frozenset[str]

ZONES = ("trigger", "means", "object", "actor", "asked", "near", "above")
_KEYS = {"type", "mode", "adds", "over", "not", "governs", "parties", "body", "abroad", *ZONES}
# Prepositions before what an act is done with, or the act that it is done in.
_WITH = frozenset(("with", "by", "in", "using", "from", "through", "via", "over", "on", "after"))
_ASKED = frozenset(("for", "to", "of", "with", "from", "against"))
_APART = frozenset(("acl:relcl", "advcl", "parataxis", "ccomp", "csubj"))
_MODIFIERS = frozenset(("amod", "compound", "nmod:desc", "nmod:unmarked", "flat", "nmod:poss"))


@dataclass(frozen=True, slots=True)
class ModeEntry:
    """One entry of ``modes.toml``: conditions on the words around, and the mode they make."""

    line: int
    mode: str
    adds: bool
    zones: tuple[tuple[str, Words], ...]
    excluded: Words
    over: Words | None
    governs: Words
    parties: int
    body: bool
    abroad: bool


@dataclass(frozen=True, slots=True)
class Modes:
    """The entries by event type, and what rules yield, for the acts that others govern.

    ``rules`` is the type and mode of each rule by its id; ``launching`` the verbs whose object
    is what the act is done with.
    """

    entries: Mapping[str, tuple[ModeEntry, ...]]
    rules: Mapping[str, tuple[str, tuple[str, ...]]]
    launching: Words


@dataclass(frozen=True, slots=True)
class Company:
    """Who takes part: how many countries, whether alone as an organisation, whether abroad."""

    parties: int = 0
    body: bool = False
    abroad: bool = False


def load_modes(patterns: Patterns, codebook: Codebook, path: Path | None = None) -> Modes:
    """Read and check ``modes.toml``.

    Raises
    ------
    BadDataFile
        The file is not TOML, or an entry does not hold up; names file, line and remedy.
    """
    file = path or Path(str(resources.files("detente.coding") / "data" / "modes.toml"))
    source = file.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"not valid TOML: {error}", file=file.name) from None
    lines = [n for n, line in enumerate(source.splitlines(), 1) if line.strip() == "[[mode]]"]
    rules = {r.id: (r.type, r.mode) for r in patterns.rules()}
    found: dict[str, list[ModeEntry]] = {}
    for row, line in zip(raw.get("mode", []), lines, strict=True):
        known = frozenset(rules) | patterns.off
        entry = _entry(row, file.name, line, patterns.classes, codebook, known)
        found.setdefault(row["type"], []).append(entry)
    return Modes(
        {name: tuple(entries) for name, entries in found.items()},
        rules,
        frozenset(raw.get("launching", ())),
    )


def _entry(
    row: Mapping[str, Any],
    file: str,
    line: int,
    classes: Mapping[str, Words],
    codebook: Codebook,
    rules: frozenset[str],
) -> ModeEntry:
    def bad(message: str, hint: str) -> BadDataFile:
        return BadDataFile(message, file=file, line=line, hint=hint)

    unknown = set(row) - _KEYS
    if unknown:
        raise bad(
            f"unknown key {sorted(unknown)[0]!r}", f"the keys are: {', '.join(sorted(_KEYS))}"
        )
    name, mode = row.get("type", ""), row.get("mode")
    if name not in codebook.types:
        raise bad(f"{name!r} is not an event type", f"one of: {', '.join(codebook.types)}")
    allowed = ("", *codebook.modes(name))
    for used in (mode, *row.get("over", ())):
        if used not in allowed:
            raise bad(
                f"{used!r} is not a mode of {name}", f"one of: {', '.join(allowed[1:]) or 'none'}"
            )
    governs = frozenset(row.get("governs", ()))
    for act in governs:
        kind, _, how = act.partition("/")
        known = act in rules or (
            kind in codebook.types and (not how or how in codebook.modes(kind))
        )
        if not known:
            raise bad(f"governs names {act!r}", "an event type, TYPE/mode, or the id of a rule")

    def words(key: str) -> Words:
        values = row.get(key, ())
        if isinstance(values, str) or not all(isinstance(v, str) for v in values):
            raise bad(f"{key} = {values!r} is no list of words", f'write {key} = ["..."]')
        out: set[str] = set()
        for value in values:
            if value.startswith("@") and value[1:] not in classes:
                raise bad(f"{key} names the class {value!r}", "define it in classes.toml")
            out |= classes[value[1:]] if value.startswith("@") else {value}
        return frozenset(out)

    zones = tuple((zone, words(zone)) for zone in ZONES if zone in row)
    if not zones and not governs and not any(k in row for k in ("parties", "body", "abroad")):
        raise bad("the entry has no condition", f"give one of: {', '.join(ZONES)}, governs")
    return ModeEntry(
        line,
        str(mode),
        bool(row.get("adds", False)),
        zones,
        words("not"),
        frozenset(row["over"]) if "over" in row else None,
        governs,
        int(row.get("parties", 0)),
        bool(row.get("body", False)),
        bool(row.get("abroad", False)),
    )


def modes_of(s: Sentence, frame: Frame, modes: Modes, company: Company) -> tuple[str, ...]:
    """The modes of a frame's act: the rule's, or those that the words around it tell.

    Parameters
    ----------
    company
        Who takes part, for entries that ask.
    """
    entries = modes.entries.get(frame.type)
    if entries is None:
        return frame.mode
    around = _Around(s, frame, modes)
    base = frame.mode
    for entry in entries:
        if not entry.adds and _fits(entry, frame.mode, around, company):
            base = (entry.mode,) if entry.mode else ()
            break
    added = [
        e.mode for e in entries if e.adds and e.mode not in base and _fits(e, base, around, company)
    ]
    return tuple(dict.fromkeys((*base, *added)))


def _fits(entry: ModeEntry, own: tuple[str, ...], around: _Around, company: Company) -> bool:
    if entry.over is not None and not entry.over.intersection(own or ("",)):
        return False
    if company.parties < entry.parties or (entry.body and not company.body):
        return False
    if entry.abroad and not company.abroad:
        return False
    if entry.governs and not entry.governs.isdisjoint(around.governed):
        return True
    if entry.governs and not entry.zones:
        return False
    for zone, words in entry.zones:
        if words.isdisjoint(around.words(zone)):
            return False
    return not entry.excluded or entry.excluded.isdisjoint(around.words("near"))


class _Around:
    """The words in each zone around a frame's trigger, read when first asked for."""

    def __init__(self, s: Sentence, frame: Frame, modes: Modes) -> None:
        self.s = s
        self.frame = frame
        self.modes = modes
        self.verb = frame.clauses[0] if frame.clauses else frame.trigger
        self._args: Arguments | None = None
        self._words: dict[str, set[str]] = {}
        self.governed = _governed(frame.rule, modes)

    @property
    def args(self) -> Arguments:
        if self._args is None:
            self._args = arguments(self.s, self.verb)
        return self._args

    def words(self, zone: str) -> set[str]:
        """Lemmas, word forms and pairs of neighbours in a zone."""
        found = self._words.get(zone)
        if found is None:
            found = self._words[zone] = _forms(self.s, getattr(self, f"_{zone}")())
            if zone == "trigger" and self.frame.last > self.frame.trigger:
                found.add(f"{self.s.lemmas[self.frame.trigger]} {self.s.lower[self.frame.last]}")
        return found

    def _trigger(self) -> list[int]:
        return list(range(self.frame.trigger, self.frame.last + 1))

    def _actor(self) -> list[int]:
        heads = {j for j, how in self.frame.actors if how == "np"}
        if self.args.subject is not None:
            heads.add(self.args.subject)
        return sorted({k for j in heads for k in phrase(self.s, j)})

    def _object(self) -> list[int]:
        s, out = self.s, set[int]()
        if self.args.object is not None:
            out.update(phrase(s, self.args.object))
        if self.frame.trigger != self.verb or self.frame.nominal:
            heads = [j for j, how in self.frame.recipients if how == "np"]
            out.update(k for j in heads for k in phrase(s, j))
        return sorted(out)

    def _means(self) -> list[int]:
        s, trigger = self.s, self.frame.trigger
        out = set(self._actor())
        for at in {trigger, self.verb}:
            for p, j in arguments(s, at).preps if at != self.verb else self.args.preps:
                if p in _WITH:
                    out.update(phrase(s, j))
            out.update(
                k
                for j in s.children[at]
                if s.deps[j] in ("advcl", "acl") and s.lower[j] in ("using", "wielding", "armed")
                for k in phrase(s, j)
            )
            if s.pos[at] in ("NOUN", "PROPN"):
                out.add(at)
                out.update(
                    k for j in s.children[at] if s.deps[j] in _MODIFIERS for k in phrase(s, j)
                )
                out.update(
                    k
                    for j in s.children[at]
                    if s.deps[j] in ("nmod", "obl") and case_of(s, j) in ("with", "by", "from")
                    for k in phrase(s, j)
                )
        obj = self.args.object
        if obj is not None:
            if s.lemmas[self.verb] in self.modes.launching:
                out.update(phrase(s, obj))
            out.update(
                k
                for j in s.children[obj]
                if s.deps[j] == "nmod" and case_of(s, j) in ("with", "using")
                for k in phrase(s, j)
            )
        return sorted(out)

    def _asked(self) -> list[int]:
        s, out = self.s, set[int]()
        if self.args.object is not None:
            out.update(phrase(s, self.args.object))
        for at in {self.frame.trigger, self.verb}:
            for j in s.children[at]:
                asked = s.deps[j] in ("xcomp", "ccomp", "acl") or (
                    s.deps[j] in ("obl", "nmod") and case_of(s, j) in _ASKED
                )
                if asked or (s.deps[j] == "advcl" and s.tags[j] in ("VB", "VBG")):
                    out.update(phrase(s, j))
        return sorted(out)

    def _near(self) -> list[int]:
        s = self.s
        return sorted({k for at in (self.frame.trigger, self.verb) for k in phrase(s, at)})

    def _above(self) -> list[int]:
        return list(self.s.ancestors(self.frame.trigger))[:2]


def cameo_of(codebook: Codebook, frame: Frame, modes: tuple[str, ...]) -> str:
    """The CAMEO code: the rule's own unless the words around told another mode."""
    own = frame.cameo
    if own is not None and modes == frame.mode:
        return own
    if own is not None and not own.endswith("0"):
        said = codebook.from_cameo(own)
        if said.type == frame.type and set(said.modes) <= set(modes):
            return own
    return codebook.cameo_for(frame.type, modes, frame.context)


def phrase(s: Sentence, head: int) -> list[int]:
    """A phrase's tokens in text order, without the clauses that hang on it."""
    out = [head]
    for j in out:
        out += [k for k in s.children[j] if s.deps[k] not in _APART and not _own_clause(s, k)]
    return sorted(out)


def _own_clause(s: Sentence, i: int) -> bool:
    return s.deps[i] == "conj" and s.pos[i] in ("VERB", "AUX")


def _forms(s: Sentence, tokens: list[int]) -> set[str]:
    out = {s.lemmas[i] for i in tokens} | {s.lower[i] for i in tokens}
    for a, b in pairwise(tokens):
        if b == a + 1:
            out.add(f"{s.lower[a]} {s.lemmas[b]}")
            out.add(f"{s.lemmas[a]} {s.lower[b]}")
    return out


def _governed(rule: str, modes: Modes) -> set[str]:
    """What the act under an operator is: its rule, its type, its type and mode."""
    _, opened, inner = rule.partition("(")
    if not opened:
        return set()
    ident = inner.rstrip(")").rpartition("(")[2].partition("+")[0].rstrip(")")
    found = modes.rules.get(ident)
    if found is None:
        return {ident}
    return {ident, found[0], *(f"{found[0]}/{mode}" for mode in found[1])}


__all__ = ["Company", "ModeEntry", "Modes", "cameo_of", "load_modes", "modes_of", "phrase"]
