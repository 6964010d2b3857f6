"""A user's own rules as text: read from a file or from one line, staged, saved.

Comes in: TOML as a user writes it, and the folder of own rules. Goes out: the texts that the folder
would hold, to be tried before they are saved, and the files themselves. Whether the rules hold up
is for `detente.coding.patterns.load_patterns` to say.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.coding.overlay import own_files
from detente.errors import BadDataFile

FILE = "own.toml"  # where rules given on the command line go
_HEADER = re.compile(r"\[\[?[a-z]+\]\]?\s*$")
_EXAMPLE = 'id = "own.hail"; verb = ["hail"]; recipient = ["object"]; type = "SUPPORT"'


def rules_in(given: str) -> str:
    """One rule or several, as the lines of a file of rules.

    Parameters
    ----------
    given
        TOML with ``[[rule]]`` headers, the lines of one rule without a header, or the same on one
        line with ``;`` between them. A rule without an id is called ``own.`` and its first word.

    Raises
    ------
    BadDataFile
        It is none of these.

    Examples
    --------
    >>> print(rules_in('verb = "hail"; recipient = "object"; type = "SUPPORT"'), end="")
    [[rule]]
    id = "own.hail"
    verb = "hail"
    recipient = "object"
    type = "SUPPORT"
    """
    text = given.strip()
    lines = re.sub(r";\s*(?=[a-z_]+\s*=)", "\n", text)
    said = "empty"
    for form in (text, f"[[rule]]\n{text}", f"[[rule]]\n{lines}", f"rule = [{text}]"):
        try:
            tables = tomllib.loads(form)
        except tomllib.TOMLDecodeError as error:
            said = str(error)
            continue
        rules = tables.get("rule")
        if isinstance(rules, list) and rules and all(_like_a_rule(r) for r in rules):
            return _written(tables)
    raise BadDataFile(f"not a rule in TOML: {said}", file="--rule", hint=f"such as: {_EXAMPLE}")


def _like_a_rule(rule: Any) -> bool:
    return isinstance(rule, dict) and not rule.keys().isdisjoint(
        ("verb", "noun", "adjective", "off", "id")
    )


def _written(tables: Mapping[str, Any]) -> str:
    blocks: list[str] = []
    classes = tables.get("class")
    if isinstance(classes, Mapping):
        words = "".join(f"{name} = {_value(v)}\n" for name, v in classes.items())
        blocks.append(f"[class]\n{words}")
    for rule in tables["rule"]:
        ident = rule.get("id") or _named(rule)
        rest = "".join(f"{k} = {_value(v)}\n" for k, v in rule.items() if k != "id")
        blocks.append(f"[[rule]]\nid = {_value(ident)}\n{rest}")
    return "\n".join(blocks)


def _named(rule: Mapping[str, Any]) -> str:
    words = rule.get("verb") or rule.get("noun") or rule.get("adjective") or "rule"
    first = words if isinstance(words, str) else str(words[0])
    return f"own.{first.lstrip('@').replace(' ', '-')}"


def _value(value: Any) -> str:
    """A value as TOML; JSON's strings, numbers, truths and lists are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def ids_in(text: str) -> list[str]:
    """The ids of the rules in a text, in order; empty for what is no TOML."""
    try:
        rules = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError:
        return []
    found = rules if isinstance(rules, list) else []
    return [str(r["id"]) for r in found if isinstance(r, dict) and "id" in r]


def staged(folder: Path, name: str, text: str) -> tuple[dict[str, str], list[str]]:
    """The texts of the folder with new rules in it, by path, and the own ids that they replace.

    Parameters
    ----------
    folder
        The folder of own rules; need not be there.
    name
        The file that the new rules go to; they follow what it holds.
    text
        The new rules.
    """
    known = own_files(folder if folder.is_dir() else None)
    texts = {file.name: file.source for file in known}
    new = ids_in(text)
    replaced = [i for file in known for i in ids_in(file.source) if i in new]
    for path, source in texts.items():
        for ident in replaced:
            source = without(source, ident)
        texts[path] = source
    target = str(folder / name)
    before = texts.get(target, "").rstrip("\n")
    texts[target] = f"{before}\n\n{text.strip()}\n" if before else f"{text.strip()}\n"
    return texts, replaced


def without(source: str, ident: str) -> str:
    """A text of rules without the rule of that id; the comments above it go with it.

    Examples
    --------
    >>> text = '[[rule]]\\nid = "a"\\ntype = "AID"\\n\\n[[rule]]\\nid = "b"\\ntype = "AID"\\n'
    >>> print(without(text, "a"), end="")
    [[rule]]
    id = "b"
    type = "AID"
    """
    parts: list[list[str]] = [[]]
    for line in source.splitlines(keepends=True):
        if _HEADER.match(line):
            above: list[str] = []
            while parts[-1] and parts[-1][-1].startswith("#"):
                above.insert(0, parts[-1].pop())
            parts.append(above)
        parts[-1].append(line)
    texts = ("".join(part) for part in parts)
    return "".join(text for text in texts if ident not in ids_in(text))


def save(texts: Mapping[str, str]) -> list[Path]:
    """Write the texts that differ from what the files hold; the files written.

    Each is written beside its place and then moved there, so that no file is ever half a file.
    """
    written: list[Path] = []
    for name, text in texts.items():
        path = Path(name)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
        written.append(path)
    return written


__all__ = ["FILE", "ids_in", "rules_in", "save", "staged", "without"]
