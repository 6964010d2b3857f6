"""The CAMEO verb dictionary as little texts: a verb, the words of its pattern, a root.

Reads ``CAMEO.2.0.txt`` of PETRARCH2 (Open Event Data Alliance, MIT licence): facts about verbs,
carried into the pair model as weights. Patterns without a code say nothing and are left out.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from detente.codebook import Codebook
from detente.coding.pairs.features import dictionary_names
from detente.coding.pairs.model import root_of

_BLOCK = re.compile(r"---\s+(\S+)\s+\[([^\]]*)\]\s+---")
_PATTERN = re.compile(r"-\s*(.*?)\s*\[([^\]]*)\]")
_VERB = re.compile(r"([+\w]+)\s*(?:\{[^}]*\})?\s*(?:\[([^\]]*)\])?")
_WORD = re.compile(r"&?[A-Z][A-Z_]*|\*")
# Each pattern is written out this often, its synonym sets filled in anew each time.
_DRAWS = 2


def little_texts(path: Path, codebook: Codebook, seed: int) -> tuple[list[list[str]], list[str]]:
    """Feature names and root of each coded pattern of a PETRARCH-2 verb dictionary."""
    draw = random.Random(seed)
    known = set(codebook.cameo_codes)
    lists: list[list[str]] = []
    roots: list[str] = []
    synonyms, patterns = _read(path)
    for phrase, code, verbs in patterns:
        if code not in known:
            continue
        kind = codebook.from_cameo(code).type
        if kind is None:
            continue
        root = root_of(kind)
        for _ in range(_DRAWS):
            words: list[str] = []
            for token in _WORD.findall(phrase):
                if token.startswith("&"):
                    choices = synonyms.get(token, ())
                    words += [_lemma(draw.choice(choices))] if choices else []
                elif token != "*":
                    words += [_lemma(w) for w in token.strip("_").split("_")]
            lists.append(dictionary_names([draw.choice(verbs).split("_")[0]], words))
            roots.append(root)
    return lists, roots


def _read(path: Path) -> tuple[dict[str, list[str]], list[tuple[str, str, list[str]]]]:
    synonyms: dict[str, list[str]] = defaultdict(list)
    patterns: list[tuple[str, str, list[str]]] = []
    verbs: list[str] = []
    current, default = "", ""
    for line, comment in _lines(path):
        block = _BLOCK.match(line)
        pattern = _PATTERN.match(line) if line.startswith(("- ", "-*")) else None
        if block:
            current, verbs, default = "", [], block.group(2)
        elif line.startswith("&"):
            current = line
        elif line.startswith("+") and current:
            synonyms[current].append(line.strip("+_ ").split()[0].split("_")[-1])
        elif pattern:
            # The comment names the verbs under which the pattern was first found.
            named = [v.strip().lower() for v in comment.split(",") if v.strip()]
            chosen = named or verbs[:6]
            if chosen:
                patterns.append((pattern.group(1), _first(pattern.group(2)), chosen))
        elif not current and (verb := _VERB.match(line)):
            verbs.append(verb.group(1).strip("+_").lower())
            patterns.append(("*", _first(verb.group(2) or default), [verbs[-1]]))
    return dict(synonyms), patterns


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for raw in path.read_text(encoding="utf-8").splitlines():
        line, _, comment = raw.partition("#")
        if line.strip():
            yield line.strip(), comment


def _first(code: str) -> str:
    return code.split(":")[0].strip()


def _lemma(word: str) -> str:
    word = word.lower().strip("_")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
