"""The coding patterns: TOML files read into frozen rules, with every mistake named by line.

Comes in: ``data/patterns/*.toml`` (rules by event type), ``classes.toml`` (classes of nouns and
verbs), ``operators.toml`` (verbs that turn another act into a new one, "refuse to lift"),
``cues.toml`` (words that change certainty). Goes out: a `Patterns` indexed by lemma. What the
words of a sentence fill is `detente.coding.match`'s affair.

The pattern language
--------------------
A rule names the words that trigger it (``verb`` or ``noun``; two words are verb and particle,
"shoot down"), what must stand beside them, and what it yields::

    [[rule]]
    id = "concede.lift-restriction"
    verb = ["lift", "ease"]
    object = ["@restriction"]        # the object's head noun: lemmas or @class
    recipient = ["on", "against"]    # where the recipient stands, best first
    type = "CONCEDE"

Slots for ``recipient``: ``object``, ``iobj``, a preposition of the verb ("with"), ``object.P``
for a preposition (or ``poss``, ``adj``) inside the object ("sanctions on Russia"), ``xcomp``.
``object.name`` is the object unless it is "it" or "this", which mean the act itself.
For nouns: a preposition, ``poss``, ``adj`` (a state's adjective or name before the noun).
``not_object`` lists objects that rule the act out; ``["*"]`` is any object or "that" clause.
``predicate`` lists what the verb says of its object ("called it [a] provocation", "considers the
ban illegal", "described it as an act of [terrorism]").
``tense = "dated"`` leaves out the plain present, which tells of habits ("buys its gas from").
``firm = true`` marks a rule whose type the models must not change: the codebook says so.
``patient = true`` says that the subject does not act: it is whom the act befalls, and ``object``
slots look into it ("two soldiers died in the raid"). ``topic`` is what a noun is said of ("the men
are in custody"). ``settled = true`` says that the verb's own "not" makes the act, "does not
recognise the border" a refusal.
``echo = "same"`` repeats the act told last with another doer ("Kuwait followed suit"), ``"back"``
returns it to who did it ("Moscow responded in kind"); its type is taken over, and a rule names
the commonest. ``complement`` is ``infinitive`` where one must hang on the verb ("told Moscow to
stop"), ``none`` where no clause may, ``no question`` where no question may.
Where several rules of one word fit, the one with most conditions wins, then the user's own
(`detente.coding.overlay`), then the earlier one.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from detente.codebook import Codebook, load_codebook
from detente.coding.overlay import (
    RuleFile,
    check_rule,
    check_values,
    digest_of,
    extended,
    layered,
    line_of,
    own_files,
)
from detente.errors import BadDataFile, UnknownEventType

Words = frozenset[str]

_RULE_KEYS = {
    "id",
    "verb",
    "noun",
    "adjective",
    "object",
    "not_object",
    "subject",
    "prep",
    "prep_object",
    "modifier",
    "not_modifier",
    "voice",
    "tense",
    "predicate",
    "needs",
    "actor",
    "recipient",
    "reciprocal",
    "type",
    "mode",
    "cameo",
    "context",
    "confidence",
    "patient",
    "anaphor",
    "status",
    "firm",
    "settled",
    "echo",
    "complement",
    "note",
    "off",
}
_NEEDS = {"recipient", "actor", "official actor", "both", "either"}


class Triggered:
    """What words trigger: each a lemma with the particle that must stand by it, or None."""

    words: tuple[tuple[str, str | None], ...]

    @cached_property
    def particles(self) -> Mapping[str, tuple[str | None, ...]]:
        """The particles with which each lemma triggers it; None for without any."""
        out: dict[str, tuple[str | None, ...]] = {}
        for lemma, particle in self.words:
            out[lemma] = (*out.get(lemma, ()), particle)
        return out

    @cached_property
    def every_particle(self) -> Words:
        """The particles of all its words."""
        return frozenset(particle for _, particle in self.words if particle)


@dataclass(frozen=True)
class Rule(Triggered):
    """One pattern: what triggers it, what must stand beside it, what it yields."""

    id: str
    file: str
    line: int | None
    words: tuple[tuple[str, str | None], ...]  # lemma, particle
    kind: str  # verb, noun, adjective
    object: Words | None = None
    not_object: Words = frozenset()
    subject: Words | None = None
    prep: tuple[str, ...] = ()
    prep_object: Words | None = None
    modifier: Words | None = None
    not_modifier: Words = frozenset()
    voice: str | None = None
    tense: str | None = None
    predicate: Words | None = None
    needs: str = "either"
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    reciprocal: bool = False
    type: str = ""
    mode: tuple[str, ...] = ()
    cameo: str | None = None
    context: tuple[str, ...] = ()
    confidence: float = 0.85
    patient: bool = False
    anaphor: bool = False
    status: str | None = None
    own: bool = False
    firm: bool = False
    settled: bool = False
    echo: str | None = None
    complement: str | None = None

    @property
    def conditions(self) -> int:
        """How many conditions the rule sets; the most particular rule wins."""
        return (
            (self.object is not None) * 2
            + (self.prep_object is not None) * 2
            + (self.modifier is not None) * 2
            + (self.predicate is not None) * 2
            + (self.subject is not None)
            + bool(self.prep)
            + (self.complement is not None)
            + (self.voice is not None)
            + bool(self.every_particle)
        )


@dataclass(frozen=True)
class Operator(Triggered):
    """A word that makes a new act, or a new certainty, of the act that it governs.

    ``outcome`` maps an event type (or one with a mode, "ACCUSE/investigate", or a quad class
    ``q1`` to ``q4``, or ``*``) of the governed act to the type and mode of the new one; without
    ``outcome`` only ``status`` changes.
    ``modal`` asks for one of these auxiliaries in the governed clause ("says Y must go"), whose
    subject is then the recipient, whether or not its verb is of a rule; ``deeds`` asks for one
    of these verbs in it instead ("said that Y had lied"); ``subjunctive`` for a bare verb
    ("insisted that Y go"). ``other`` asks for an addressee ("wants Y to go", not "wants to go").
    ``keeps`` says that the governed act is recorded too, with ``inner_status``.
    """

    id: str
    file: str
    line: int | None
    words: tuple[tuple[str, str | None], ...]
    kind: str
    takes: tuple[str, ...]
    outcome: Mapping[str, tuple[str, tuple[str, ...]]]
    status: str | None
    addressee: tuple[str, ...]
    inner_subject: str  # subject | addressee
    keeps: bool
    inner_status: str | None
    confidence: float
    modal: Words = frozenset()
    deeds: Words = frozenset()
    subjunctive: bool = False
    other: bool = False
    ahead: bool = False


@dataclass(frozen=True)
class Patterns:
    """All rules, indexed by the lemma that triggers them."""

    verbs: Mapping[str, tuple[Rule, ...]]
    nouns: Mapping[str, tuple[Rule, ...]]
    adjectives: Mapping[str, tuple[Rule, ...]]
    operators: Mapping[str, tuple[Operator, ...]]
    light_verbs: Words
    happening_verbs: Words
    classes: Mapping[str, Words]
    triggers: Words = field(default=frozenset())
    verb_forms: Mapping[str, str] = field(default_factory=dict)
    quads: Mapping[str, str] = field(default_factory=dict)  # event type to "q1" ... "q4"
    off: Words = frozenset()  # ids of shipped rules that the user took away
    own_digest: str = ""  # of the user's files; "" without any

    @cached_property
    def by_object(self) -> Mapping[str, ByObject]:
        """The rules of each verb, by the words that they ask of its object."""
        return {lemma: ByObject(rules) for lemma, rules in self.verbs.items()}

    def rules(self) -> list[Rule]:
        """Every rule once, in order of file and place."""
        seen: dict[str, Rule] = {}
        for index in (self.verbs, self.nouns, self.adjectives):
            for rules in index.values():
                for rule in rules:
                    seen.setdefault(rule.id, rule)
        return sorted(seen.values(), key=lambda r: (r.file, r.line or 0))


class ByObject:
    """The rules of one verb, by the words that they ask of its object: a verb has dozens."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.plain = [k for k, rule in enumerate(rules) if rule.object is None]
        self.at: dict[str, list[int]] = {}
        for k, rule in enumerate(rules):
            for word in rule.object or ():
                self.at.setdefault(word, []).append(k)
        self.bare = [rules[k] for k in self.plain]

    def of(self, names: frozenset[str] | None) -> Sequence[Rule]:
        """The rules that hold for an object of these words, None without one, in their order."""
        if names is None or self.at.keys().isdisjoint(names):
            return self.bare
        held = set(self.plain)
        for name in names:
            held.update(self.at.get(name, ()))
        return [self.rules[k] for k in sorted(held)]


def load_patterns(
    folder: Path | None = None,
    *,
    codebook: Codebook | None = None,
    own: Path | None = None,
    added: Mapping[str, str] | None = None,
) -> Patterns:
    """Read and check the pattern files.

    Parameters
    ----------
    folder
        A folder laid out like ``coding/data``; None for the shipped one.
    codebook
        Types, modes and CAMEO codes that rules may name; None for the shipped one.
    own
        The user's folder of rule files, laid over the others.
    added
        Texts of further rule files by name, as if they stood in ``own``.

    Raises
    ------
    BadDataFile
        A file is not TOML, or a rule does not hold up; names file, line and remedy.
    """
    root = folder if folder is not None else Path(str(resources.files("detente.coding") / "data"))
    codebook = codebook or load_codebook()
    modes = {name: frozenset(codebook.modes(name)) for name in codebook.types}
    shipped = [RuleFile(p.name, *_read(p)) for p in sorted((root / "patterns").glob("*.toml"))]
    mine = own_files(own, added)
    classes = _read_classes(root / "classes.toml")
    for file in mine:
        classes = extended(classes, file)
    verbs: dict[str, list[Rule]] = {}
    nouns: dict[str, list[Rule]] = {}
    adjectives: dict[str, list[Rule]] = {}
    held, off = layered(shipped, mine)
    for file, entry in held:
        rule = _rule(entry, file.name, file.source, classes, modes)
        check_rule(rule, codebook)
        rule = replace(rule, own=file.own)
        index = {"verb": verbs, "noun": nouns, "adjective": adjectives}[rule.kind]
        for lemma in dict.fromkeys(word for word, _ in rule.words):
            index.setdefault(lemma, []).append(rule)
    operators: dict[str, list[Operator]] = {}
    raw, source = _read(root / "operators.toml")
    for entry in raw.get("operator", []):
        operator = _operator(entry, "operators.toml", source, classes, modes)
        for lemma, _ in operator.words:
            operators.setdefault(lemma, []).append(operator)
    light = frozenset(classes["light-verb"])
    happening = frozenset(classes["happening-verb"])

    def ranked(index: dict[str, list[Rule]]) -> dict[str, tuple[Rule, ...]]:
        return {
            lemma: tuple(sorted(rules, key=lambda r: (-r.conditions, not r.own)))
            for lemma, rules in index.items()
        }

    return Patterns(
        ranked(verbs),
        ranked(nouns),
        ranked(adjectives),
        {lemma: tuple(ops) for lemma, ops in operators.items()},
        light,
        happening,
        classes,
        frozenset(verbs) | frozenset(nouns) | frozenset(adjectives) | frozenset(operators),
        _verb_forms(root / "irregular.toml", frozenset(verbs)),
        {name: f"q{codebook.quad_class(name)}" for name in codebook.types},
        off,
        digest_of(mine),
    )


def _verb_forms(path: Path, verbs: frozenset[str]) -> dict[str, str]:
    """Past forms of the rules' verbs: a tagger that takes "shot" for a noun hides the act."""
    raw, _ = _read(path)
    out: dict[str, str] = {}
    for verb in sorted(verbs):
        stem = verb[:-1] if verb.endswith("e") else verb
        if verb.endswith("y") and verb[-2:-1] not in "aeiou":
            stem = verb[:-1] + "i"
        out.setdefault(stem + "ed", verb)
    for verb, forms in raw.get("past", {}).items():
        for form in forms:
            if verb in verbs:
                out[form] = verb
    # A form that is itself the name of another rule's verb stays that verb.
    return {form: verb for form, verb in out.items() if form not in verbs}


def _read(path: Path) -> tuple[dict[str, Any], str]:
    try:
        source = path.read_text(encoding="utf-8")
        return tomllib.loads(source), source
    except FileNotFoundError:
        raise BadDataFile(
            "the file is missing", file=str(path), hint="restore it from the package"
        ) from None
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", None)
        raise BadDataFile(
            f"not valid TOML: {error}", file=path.name, line=line, hint="see https://toml.io"
        ) from None


def _read_classes(path: Path) -> dict[str, frozenset[str]]:
    raw, _ = _read(path)
    out: dict[str, frozenset[str]] = {}
    for name, words in raw.get("class", {}).items():
        members: set[str] = set()
        for word in words:
            if word.startswith("@"):
                if word[1:] not in out:
                    raise BadDataFile(
                        f"class {name!r} refers to {word!r}, which is not defined above it",
                        file=path.name,
                        hint="define the inner class first",
                    )
                members |= out[word[1:]]
            else:
                members.add(word)
        out[name] = frozenset(members)
    for needed in ("light-verb", "happening-verb", "region-adjective", "state-noun", "retreat"):
        if needed not in out:
            raise BadDataFile(f"class {needed!r} is missing", file=path.name, hint="add it")
    return out


def _words(
    values: Any, key: str, classes: Mapping[str, frozenset[str]], file: str, line: int | None
) -> frozenset[str]:
    if isinstance(values, str):
        values = [values]
    out: set[str] = set()
    for value in values:
        if value.startswith("@"):
            if value[1:] not in classes:
                raise BadDataFile(
                    f"{key} names the class {value!r}, which classes.toml does not have",
                    file=file,
                    line=line,
                    hint=f"define it, or use one of: {', '.join(sorted(classes))}",
                )
            out |= classes[value[1:]]
        else:
            out.add(value)
    return frozenset(out)


def _triggers(
    entry: Mapping[str, Any], classes: Mapping[str, frozenset[str]], file: str, line: int | None
) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    kinds = [k for k in ("verb", "noun", "adjective") if k in entry]
    if len(kinds) != 1:
        raise BadDataFile(
            f"the entry {entry.get('id')!r} has {len(kinds)} of verb, noun, adjective",
            file=file,
            line=line,
            hint="give exactly one of them",
        )
    words = sorted(_words(entry[kinds[0]], kinds[0], classes, file, line))
    pairs: list[tuple[str, str | None]] = []
    for word in words:
        lemma, _, particle = word.partition(" ")
        pairs.append((lemma, particle or None))
    return kinds[0], tuple(pairs)


def _rule(
    entry: Mapping[str, Any],
    file: str,
    source: str,
    classes: Mapping[str, frozenset[str]],
    modes: Mapping[str, frozenset[str]],
) -> Rule:
    line = line_of(source, entry.get("id"))
    unknown = set(entry) - _RULE_KEYS
    if "id" not in entry or unknown:
        raise BadDataFile(
            f"the rule {entry.get('id', '(without id)')!r} "
            + (f"has the unknown key {sorted(unknown)[0]!r}" if unknown else "has no id"),
            file=file,
            line=line,
            hint=f"the keys are: {', '.join(sorted(_RULE_KEYS))}",
        )
    check_values(entry, file, line)
    _check_type(entry.get("type", ""), _listed(entry, "mode"), modes, file, line)
    needs = entry.get("needs", "either")
    if needs not in _NEEDS:
        raise BadDataFile(
            f"needs = {needs!r} in rule {entry['id']!r}",
            file=file,
            line=line,
            hint=f"one of: {', '.join(sorted(_NEEDS))}",
        )
    kind, words = _triggers(entry, classes, file, line)

    def opt(key: str) -> frozenset[str] | None:
        return _words(entry[key], key, classes, file, line) if key in entry else None

    return Rule(
        id=entry["id"],
        file=file,
        line=line,
        words=words,
        kind=kind,
        object=opt("object"),
        not_object=opt("not_object") or frozenset(),
        subject=opt("subject"),
        prep=_listed(entry, "prep"),
        prep_object=opt("prep_object"),
        modifier=opt("modifier"),
        not_modifier=opt("not_modifier") or frozenset(),
        voice=entry.get("voice"),
        tense=entry.get("tense"),
        predicate=opt("predicate"),
        needs=needs,
        actor=_listed(entry, "actor"),
        recipient=_listed(entry, "recipient"),
        reciprocal=bool(entry.get("reciprocal", False)),
        type=entry["type"],
        mode=_listed(entry, "mode"),
        cameo=entry.get("cameo"),
        context=_listed(entry, "context"),
        confidence=float(entry.get("confidence", 0.85)),
        patient=bool(entry.get("patient", False)),
        anaphor=bool(entry.get("anaphor", False)),
        status=entry.get("status"),
        firm=bool(entry.get("firm", False)),
        settled=bool(entry.get("settled", False)),
        echo=entry.get("echo"),
        complement=entry.get("complement"),
    )


def _listed(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of words, or one word for a list of one."""
    value = entry.get(key, ())
    return (value,) if isinstance(value, str) else tuple(value)


def _check_type(
    name: str,
    used: Iterable[str],
    modes: Mapping[str, frozenset[str]],
    file: str,
    line: int | None,
) -> None:
    if name not in modes:
        close = difflib.get_close_matches(str(name), sorted(modes), 1)
        raise UnknownEventType(
            f"{name!r} is not a PLOVER 2.0 event type",
            file=file,
            line=line,
            hint=f"did you mean {close[0]!r}?" if close else f"one of: {', '.join(sorted(modes))}",
        )
    for mode in used:
        if mode not in modes[name]:
            raise BadDataFile(
                f"{mode!r} is not a mode of {name}",
                file=file,
                line=line,
                hint=f"one of: {', '.join(sorted(modes[name])) or 'none; leave mode out'}",
            )


def _operator(
    entry: Mapping[str, Any],
    file: str,
    source: str,
    classes: Mapping[str, frozenset[str]],
    modes: Mapping[str, frozenset[str]],
) -> Operator:
    line = line_of(source, entry.get("id"))
    kind, words = _triggers(entry, classes, file, line)
    outcome: dict[str, tuple[str, tuple[str, ...]]] = {}
    for key, value in entry.get("outcome", {}).items():
        name, _, mode = str(value).partition("/")
        _check_type(name, (mode,) if mode else (), modes, file, line)
        asked, _, how = key.partition("/")
        known = not how or how in modes.get(asked, ())
        if not known or (asked not in modes and asked not in {"*", "q1", "q2", "q3", "q4"}):
            raise BadDataFile(
                f"outcome for {key!r} in operator {entry['id']!r}",
                file=file,
                line=line,
                hint="an event type, with or without a mode (ACCUSE/investigate), q1 to q4, or *",
            )
        outcome[key] = (name, (mode,) if mode else ())
    return Operator(
        id=entry["id"],
        file=file,
        line=line,
        words=words,
        kind=kind,
        takes=tuple(entry.get("takes", ("xcomp", "ccomp"))),
        outcome=outcome,
        status=entry.get("status"),
        addressee=tuple(entry.get("addressee", ())),
        inner_subject=entry.get("inner_subject", "subject"),
        keeps=bool(entry.get("keeps", False)),
        inner_status=entry.get("inner_status"),
        confidence=float(entry.get("confidence", 0.85)),
        modal=frozenset(entry.get("modal", ())),
        deeds=_words(entry.get("deeds", ()), "deeds", classes, file, line),
        subjunctive=bool(entry.get("subjunctive", False)),
        other=bool(entry.get("other", False)),
        ahead=bool(entry.get("ahead", False)),
    )
