"""Text as the parser should see it: datelines, clocks and picture marks blanked.

"MOSCOW (Agency) - President ..." is no sentence about Moscow; the parser takes the city for a
subject or a title. Blanks of the same length keep every offset true.
"""

from __future__ import annotations

import re

from detente.documents.dateline import without_datelines
from detente.records import Span

# "18:40" or "9.15 a.m. GMT -" before an entry of a live blog.
_CLOCK = re.compile(
    r"(?m)^[ \t]*\d{1,2}[:.]\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ](?:GMT|UTC|CET|CEST|ET|BST))?"
    r"[ \t]*(?:[-–—:|][ \t]*)?(?=[A-Z“\"‘'])"
)
_ENTRIES = 3  # as many clocks make a live blog
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)[ \t]*\|?|(?<=\S)[ \t]*\|[ \t]*(?=\n|\Z)")


def readable(text: str) -> str:
    """``text`` with datelines and picture marks blanked; as long as it was.

    Examples
    --------
    >>> readable("OSLO (Agency) - Norway won.")
    '                Norway won.'
    """
    if "|" in text or "![" in text:
        text = _PICTURE.sub(_blank, text)
    return without_datelines(_CLOCK.sub(_blank, text))


def posts(text: str) -> tuple[Span, ...]:
    """The clocks before the entries of a live blog, in text order; none where they are few.

    Examples
    --------
    >>> [c.text for c in posts("18:40 He left.\\n17:05 He came.\\n16:00 We wait.")]
    ['18:40', '17:05', '16:00']
    >>> posts("18:40 He left.")
    ()
    """
    found = [(m.start(), m.end()) for m in _CLOCK.finditer(text)]
    if len(found) < _ENTRIES:
        return ()
    clocks = [(a, text[a:b].strip(" \t-–—:|")) for a, b in found]
    starts = [text.index(clock, a) for a, clock in clocks]
    return tuple(Span(a, a + len(c), c) for a, (_, c) in zip(starts, clocks, strict=True))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
