"""Text as the parser should see it: datelines, clocks and picture marks blanked.

"MOSCOW (Agency) - President ..." is no sentence about Moscow; the parser takes the city for a
subject or a title. Blanks of the same length keep every offset true.
"""

from __future__ import annotations

import re

from detente.documents.dateline import without_datelines

# "18:40" or "9.15 a.m. GMT -" before an entry of a live blog.
_CLOCK = re.compile(
    r"(?m)^[ \t]*\d{1,2}[:.]\d{2}(?:[ ]?[ap]\.?m\.?)?(?:[ ](?:GMT|UTC|CET|CEST|ET|BST))?"
    r"[ \t]*(?:[-–—:|][ \t]*)?(?=[A-Z“\"‘'])"
)
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


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
