"""Sentences with one marked pair of parties and the type of the act between them.

Comes in: a JSON Lines file in the format of the PLOVER relation data (PLV; Hu et al. 2024,
ACL): ``id``, ``sentence``, ``source`` and ``target`` as ``{text, spans}`` with half-open
offsets, and, where the answer is known, ``root`` with or without ``quad`` and ``binary``. Goes
out: `MarkedPair` records.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.coding.pairs.model import ROOTS, root_of
from detente.errors import BadDataFile
from detente.evaluation.files import utf8_text
from detente.records import digest

COOPERATION, CONFLICT = "cooperation", "conflict"
_QUADS = {1: {"AGREE", "CONSULT", "SUPPORT"}, 2: {"COOPERATE", "AID", "YIELD"},
          3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"}}  # fmt: skip


def quad_of(root: str) -> int:
    """The quad class of a root, 1 to 4, as PLV gives it: YIELD is material cooperation.

    Examples
    --------
    >>> [quad_of(r) for r in ("AGREE", "YIELD", "ACCUSE", "ASSAULT")]
    [1, 2, 3, 4]
    """
    return next((quad for quad, roots in _QUADS.items() if root in roots), 4)


def binary_of(quad: int) -> str:
    """Cooperation for quad classes 1 and 2, conflict for 3 and 4."""
    return COOPERATION if quad in (1, 2) else CONFLICT


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """A sentence, the two parties marked in it, and the act between them.

    ``source`` and ``target`` are half-open offsets of mentions, empty where the side is not in
    the sentence. ``root`` is one of the fifteen, None where the file does not say; ``quad`` and
    ``binary`` follow from it where the file does not give them.
    """

    id: str
    sentence: str
    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    root: str | None
    quad: int | None
    binary: str | None

    @property
    def key(self) -> str:
        """Digest of sentence and parties: tells whether a model was fitted on the row."""
        return digest("pair", self.sentence, repr(self.source), repr(self.target))


def read_marked_pairs(path: str | Path) -> list[MarkedPair]:
    """The rows of a PLV file, in order.

    Raises
    ------
    BadDataFile
        The file cannot be read, or a line is no marked pair; names the line.
    """
    name = str(path)
    lines = utf8_text(path).split("\n")
    return [_row(line, n, name) for n, line in enumerate(lines, start=1) if line.strip()]


def _row(line: str, number: int, name: str) -> MarkedPair:
    def bad(message: str, hint: str | None = None) -> BadDataFile:
        return BadDataFile(message, file=name, line=number, hint=hint)

    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise bad(f"is not JSON: {error.msg}", "one object a line") from None
    if not isinstance(raw, Mapping):
        raise bad("is no JSON object", "one object a line")
    sentence = raw.get("sentence")
    if not isinstance(sentence, str):
        raise bad("has no text under 'sentence'", "the fields are id, sentence, source, target")
    root = raw.get("root")
    if root is not None:
        root = root_of(str(root))
        if root not in ROOTS:
            raise bad(f"{root!r} is no root", f"one of {', '.join(ROOTS)}")
    quad = raw.get("quad")
    if quad is None and root is not None:
        quad = quad_of(root)
    if quad is not None and quad not in (1, 2, 3, 4):
        raise bad(f"quad {quad!r} is no quad class", "1, 2, 3 or 4")
    binary = raw.get("binary")
    if binary is None and quad is not None:
        binary = binary_of(quad)
    if binary not in (None, COOPERATION, CONFLICT):
        raise bad(f"binary {binary!r} is not allowed", f"{COOPERATION} or {CONFLICT}")
    sides = []
    for side in ("source", "target"):
        try:
            sides.append(tuple(_spans(raw.get(side), len(sentence))))
        except (TypeError, ValueError, KeyError):
            raise bad(
                f"{side!r} does not mark spans inside the sentence",
                '{"text": "Russia", "spans": [[0, 6]]}, offsets in characters, half-open',
            ) from None
    return MarkedPair(str(raw.get("id", number)), sentence, sides[0], sides[1], root, quad, binary)


def _spans(side: Any, length: int) -> Iterator[tuple[int, int]]:
    for start, end in side["spans"]:
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length):
            raise ValueError("outside the sentence")
        yield start, end
