"""A user's own rules laid over the shipped ones, and checks that any rule has to pass.

Comes in: files of rules, shipped and own, as read from TOML. Goes out: the entries that hold, each
with the file it stands in. An own rule with a shipped id takes its place; ``off = true`` takes a
shipped rule away. What a rule means is `detente.coding.patterns`' affair.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.codebook import Codebook
from detente.errors import BadDataFile

if TYPE_CHECKING:
    from detente.coding.patterns import Rule

_LISTS = frozenset(
    """verb noun adjective object not_object subject prep prep_object modifier not_modifier
    predicate actor recipient mode context""".split()  # noqa: SIM905
)
_TEXTS = frozenset(
    "id voice tense needs type cameo status echo complement note".split()  # noqa: SIM905
)
_TRUTHS = frozenset(("reciprocal", "patient", "anaphor", "settled", "off"))
_ONE_OF = {
    "voice": ("active", "passive"),
    "tense": ("dated",),
    "echo": ("same", "back"),
    "complement": ("infinitive", "none", "no question"),
}
_SUBJECT = "nothing: the subject is the actor without a word"
# Grammar books' and treebanks' names for what slots call otherwise.
_MEANT = {
    "obj": "object",
    "dobj": "object",
    "direct_object": "object",
    "indirect_object": "iobj",
    "subject": _SUBJECT,
    "nsubj": _SUBJECT,
    "obl": 'the preposition itself, such as "with"',
    "nmod": 'the preposition inside the object, such as "object.of"',
}


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of rules: its name for messages, its tables, its text, whether it is the user's."""

    name: str
    tables: Mapping[str, Any]
    source: str
    own: bool = False


def own_files(folder: Path | None, added: Mapping[str, str] | None = None) -> list[RuleFile]:
    """The user's files of rules, by name; ``added`` holds texts that are not saved (yet).

    Raises
    ------
    BadDataFile
        A file cannot be read, is not UTF-8 or not TOML, or holds other tables than rules.
    """
    found: list[RuleFile] = []
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")) if folder is not None else ():
        try:
            texts[str(path)] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise BadDataFile(
                f"cannot be read: {said}", file=str(path), hint="mend it or move it away"
            ) from None
    texts.update(added or {})
    for name, text in texts.items():
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            where = re.search(r"at line (\d+)", str(error))
            raise BadDataFile(
                f"not valid TOML: {error}",
                file=name,
                line=None if where is None else int(where[1]),
                hint='write [[rule]], then lines such as verb = ["hail"]',
            ) from None
        other = set(tables) - {"rule", "class"}
        if other or not isinstance(tables.get("rule", []), list):
            raise BadDataFile(
                f"{sorted(other)[0] if other else 'rule'!r} is no table of a file of rules",
                file=name,
                hint="a file of rules holds [[rule]] tables and may hold one [class] table",
            )
        found.append(RuleFile(name, tables, text, own=True))
    return found


def digest_of(files: Sequence[RuleFile]) -> str:
    """Eight hex digits of the user's files; empty without any."""
    if not files:
        return ""
    total = hashlib.sha256()
    for file in files:
        total.update(Path(file.name).name.encode() + b"\0" + file.source.encode())
    return total.hexdigest()[:8]


def own_digest(folder: Path) -> str:
    """Eight hex digits of the rule files in a user's folder; empty without any."""
    return digest_of(own_files(folder))


def layered(
    shipped: Sequence[RuleFile], own: Sequence[RuleFile]
) -> tuple[list[tuple[RuleFile, Mapping[str, Any]]], frozenset[str]]:
    """The entries that hold, in order of file and place, and the shipped ids that are off.

    Raises
    ------
    BadDataFile
        An id stands twice in one layer, or ``off`` names a rule that is not shipped.
    """
    theirs = dict(_by_id(shipped))
    mine = dict(_by_id(own))
    off: set[str] = set()
    for ident, (file, entry) in mine.items():
        if entry.get("off") is not True:
            continue
        if ident not in theirs:
            near = difflib.get_close_matches(ident, theirs, 1)
            raise BadDataFile(
                f"off = true for {ident!r}, which is no shipped rule",
                file=file.name,
                line=line_of(file.source, ident),
                hint=f"did you mean {near[0]!r}?" if near else "`detente patterns list` has them",
            )
        off.add(ident)
    held = [found for ident, found in theirs.items() if ident not in mine]
    held += [found for ident, found in mine.items() if ident not in off]
    return held, frozenset(off)


def _by_id(files: Sequence[RuleFile]) -> Iterator[tuple[str, tuple[RuleFile, Mapping[str, Any]]]]:
    seen: dict[str, str] = {}
    for file in files:
        for n, entry in enumerate(file.tables.get("rule", []), 1):
            if not isinstance(entry, Mapping):
                raise BadDataFile(
                    f"rule {n} is no table", file=file.name, hint="begin each with [[rule]]"
                )
            ident = entry.get("id")
            if not isinstance(ident, str) or not ident:
                raise BadDataFile(
                    f"rule {n} of the file has no id",
                    file=file.name,
                    line=_nth(file.source, n),
                    hint='give it one of its own, such as id = "own.hail"',
                )
            if ident in seen:
                raise BadDataFile(
                    f"the rule id {ident!r} stands twice, first in {seen[ident]}",
                    file=file.name,
                    line=line_of(file.source, ident, last=True),
                    hint="give each rule an id of its own",
                )
            seen[ident] = file.name
            yield ident, (file, entry)


def _nth(source: str, n: int) -> int | None:
    """The line of the n-th [[rule]]."""
    found = [k for k, line in enumerate(source.splitlines(), 1) if line.strip() == "[[rule]]"]
    return found[n - 1] if n <= len(found) else None


def line_of(source: str, ident: object, *, last: bool = False) -> int | None:
    """The line where an entry names its id: tomllib keeps no positions."""
    needle = f'"{ident}"'
    found: int | None = None
    for number, line in enumerate(source.splitlines(), 1):
        if line.lstrip().startswith("id") and needle in line:
            found = number
            if not last:
                break
    return found


def extended(classes: Mapping[str, frozenset[str]], file: RuleFile) -> dict[str, frozenset[str]]:
    """The classes of words with those of a user's file: new ones, and more words for known ones.

    Raises
    ------
    BadDataFile
        A class is no list of words.
    """
    out = dict(classes)
    for name, words in file.tables.get("class", {}).items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
            raise BadDataFile(
                f"the class {name!r} is no list of words", file=file.name, hint=f'{name} = ["..."]'
            )
        out[name] = out.get(name, frozenset()) | frozenset(w.lower() for w in words)
    return out


def check_values(entry: Mapping[str, Any], file: str, line: int | None) -> None:
    """Whether each key of a rule holds the kind of value that it should.

    Raises
    ------
    BadDataFile
        One does not; says which, what was met and what to write.
    """
    ident = entry.get("id")

    def bad(key: str, hint: str) -> BadDataFile:
        return BadDataFile(
            f"{key} = {entry[key]!r} in rule {ident!r}", file=file, line=line, hint=hint
        )

    for key, value in entry.items():
        if key in _LISTS:
            words = [value] if isinstance(value, str) else value
            if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
                raise bad(key, f'a list of words: {key} = ["...", "..."]')
            if not words and key in ("verb", "noun", "adjective"):
                raise bad(key, f'at least one word: {key} = ["..."]')
        elif key in _TEXTS and not isinstance(value, str):
            raise bad(key, f'text between quotation marks: {key} = "..."')
        elif key in _TRUTHS and not isinstance(value, bool):
            raise bad(key, f"{key} = true or {key} = false")
        elif key == "confidence" and (
            isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1
        ):
            raise bad(key, "a number above 0 and up to 1, such as confidence = 0.8")
        if key in _ONE_OF and value not in _ONE_OF[key]:
            raise bad(key, f"one of: {', '.join(_ONE_OF[key])}")
        if key in ("actor", "recipient"):
            for slot in [value] if isinstance(value, str) else value:
                base, _, inside = slot.partition(".")
                for part in (base, inside):
                    if part in _MEANT:
                        raise bad(key, f"for {part!r} write {_MEANT[part]}")
    if "type" not in entry and entry.get("off") is not True:
        raise BadDataFile(
            f"the rule {ident!r} has no type", file=file, line=line, hint='type = "CONSULT"'
        )


def check_rule(rule: Rule, codebook: Codebook) -> None:
    """Whether a rule names CAMEO codes and contexts that the codebook has.

    Raises
    ------
    BadDataFile
        It does not.
    """
    if rule.cameo is not None and rule.cameo not in codebook.cameo_codes:
        raise BadDataFile(
            f"{rule.cameo!r} in rule {rule.id!r} is no CAMEO code",
            file=rule.file,
            line=rule.line,
            hint='codes are text and begin with a zero below 10: cameo = "043"',
        )
    for name in rule.context:
        if name not in codebook.contexts:
            near = difflib.get_close_matches(name, codebook.contexts, 1)
            raise BadDataFile(
                f"{name!r} in rule {rule.id!r} is no PLOVER context",
                file=rule.file,
                line=rule.line,
                hint=f"did you mean {near[0]!r}?"
                if near
                else f"one of: {', '.join(codebook.contexts)}",
            )


__all__ = [
    "RuleFile",
    "check_rule",
    "check_values",
    "digest_of",
    "extended",
    "layered",
    "line_of",
    "own_digest",
    "own_files",
]
