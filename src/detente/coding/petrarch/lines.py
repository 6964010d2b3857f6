"""Lines of a PETRARCH file without their comments, and English word forms as PETRARCH makes them.

Formats after ``docs/source/dictionaries.rst`` of github.com/openeventdata/petrarch2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from detente.coding.petrarch.rows import Remark, Source
from detente.errors import BadDataFile

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffd]")
# A # in brackets is part of a code: [###].
_COMMENT = re.compile(r"(?<!\[)(?<!\[#)(?<!\[##)[#;].*$")
_DOUBLED = re.compile("[^AEIOU][AEIOU][BDGKLMNPRT]$")
_TAGGED = re.compile(r"<!.*?-->")


def lines_of(path: Path, remarks: list[Remark]) -> Iterator[tuple[Source, str]]:
    """Lines that say something, with their place; comments cut off, tabs kept.

    Comments are ``# ...``, ``; ...`` and ``<!-- ... -->`` over any number of lines. A line that
    is no UTF-8 is read as Windows text; control characters are dropped. Both are remarked upon.

    Raises
    ------
    BadDataFile
        The file cannot be read, or is no text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadDataFile(
            f"cannot read the dictionary: {error.strerror}",
            file=str(path),
            hint="name a dictionary file in one of PETRARCH's formats",
        ) from error
    if b"\0" in raw:
        raise BadDataFile(
            "is no text: it holds zero bytes",
            file=str(path),
            hint="a dictionary is plain text, UTF-8 or ASCII",
        )
    open_comment: Source | None = None
    for number, piece in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        source = Source(path.name, number)
        text, odd = _decoded(piece.removesuffix(b"\r"))
        if open_comment is not None:
            if "-->" not in text:
                continue
            text = text.split("-->", 1)[1]
            open_comment = None
        text = _TAGGED.sub("", text)
        if "<!" in text:
            text = text.split("<!", 1)[0]
            open_comment = source
        said = _COMMENT.sub("", text).rstrip()
        if not said.strip():
            continue
        if odd:
            remarks.append(Remark(source, said.strip(), odd, taken=True))
        yield source, said
    if open_comment is not None:
        remarks.append(
            Remark(open_comment, "<!--", "the comment is not closed: all after it was left out")
        )


def _decoded(piece: bytes) -> tuple[str, str]:
    """A line as text, and what was odd about it."""
    odd = ""
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError:
        text, odd = piece.decode("cp1252", "replace"), "not UTF-8; read as Windows-1252"
    clean = _CONTROL.sub("", text)
    if clean != text:
        odd = "a control or unreadable character was dropped"
    return clean, odd


def plural(word: str) -> str:
    """Regular plural: -ES after SS, -IES for a final Y (not after a vowel), otherwise -S."""
    if word.endswith("Y") and len(word) > 1 and word[-2] not in "AEIOU":
        return word[:-1] + "IES"
    return word + ("ES" if word.endswith(("SS", "SH", "CH", "X")) else "S")


def verb_forms(word: str) -> tuple[str, ...]:
    """Forms of a regular verb: third person, past and -ING, with the last letter doubled too.

    Whether English doubles it (*expelled*, but *visited*) lies in the stress, which no dictionary
    gives; the form that is none is met in no text.

    Examples
    --------
    >>> verb_forms("DENY")
    ('DENIES', 'DENIED', 'DENYING')
    >>> verb_forms("EXPEL")
    ('EXPELS', 'EXPELED', 'EXPELING', 'EXPELLED', 'EXPELLING')
    """
    if word.endswith("Y") and len(word) > 1 and word[-2] not in "AEIOU":
        return word[:-1] + "IES", word[:-1] + "IED", word + "ING"
    if word.endswith("E"):
        stem = word if word.endswith(("EE", "OE", "YE")) else word[:-1]
        return word + "S", word + "D", stem + "ING"
    third = word + ("ES" if word.endswith(("S", "SH", "CH", "X", "Z", "O")) else "S")
    forms: tuple[str, ...] = (third, word + "ED", word + "ING")
    if _DOUBLED.search(word):
        forms += (word + word[-1] + "ED", word + word[-1] + "ING")
    return forms
