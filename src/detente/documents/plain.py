"""Plain text and Markdown: what its head says of it, where its photo captions are.

What comes in: a decoded text. What goes out: the text after its head, the fields of the head,
a title, caption spans. The text itself is not touched: Markdown stays Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.records import Span, span_of

_FENCE = re.compile(r"\A\s*---[ \t]*\n(?P<head>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z _-]{1,30}):[ \t]*(?P<value>.*)")
_KEYS = {
    "title": "title",
    "headline": "title",
    "date": "date",
    "published": "date",
    "publication date": "date",
    "pubdate": "date",
    "source": "source",
    "publication": "source",
    "publisher": "source",
    "url": "url",
    "link": "url",
    "lang": "lang",
    "language": "lang",
    "author": "authors",
    "authors": "authors",
    "byline": "authors",
    "by": "authors",
    "id": "id",
}
_IMAGE = r"[ \t]*\|?[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*"
# A picture in a one-column table, its caption in the cell below.
_TABLE = re.compile(
    rf"^{_IMAGE}\|[ \t]*\n(?:[ \t]*\|?[ \t]*:?-{{3,}}[-:| \t]*\n)?"
    r"[ \t]*\|?[ \t]*(?P<caption>[^|\n]*\w[^|\n]*?)[ \t]*\|[ \t]*$",
    re.MULTILINE,
)
# A picture with a line in italics below it.
_ITALIC = re.compile(
    rf"^{_IMAGE}\n(?:[ \t]*\n)?[ \t]*(?P<mark>[*_])(?P<caption>[^*_\n]+)(?P=mark)[ \t]*$",
    re.MULTILINE,
)
# A line that says that it is one.
_SAID = re.compile(
    r"^[ \t]*(?:FILE PHOTO|File photo|Photo|PHOTO|Picture|Image|Caption|CAPTION|Pictured)"
    r"[ \t]*[:–—][ \t]*(?P<caption>[^\n]*\w[^\n]*?)[ \t]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Headed:
    """A text without its head, and the head's fields by our names (all strings)."""

    text: str
    fields: dict[str, str]


def split_head(text: str) -> Headed:
    """The text after its head, with the head's fields.

    A head is either front matter between two lines of three hyphens, or, at the very top,
    lines ``Key: value`` up to an empty line, all of known keys and one of them a date or title.
    """
    if found := _FENCE.match(text):
        fields = _fields(found["head"].split("\n"))
        if fields:
            return Headed(text[found.end() :], fields)
    start = text.lstrip("\n")
    block, empty, _ = start.partition("\n\n")
    lines = block.split("\n")
    if empty and len(lines) <= 12:
        fields = _fields(lines, strict=True)
        if "date" in fields or "title" in fields:
            return Headed(start[len(block) + 2 :], fields)
    return Headed(text, {})


def title_of(text: str) -> str | None:
    """The heading that a text begins with, or None.

    A Markdown heading, or a short first line without a full stop above a longer one that is
    a sentence.
    """
    lines = [line.strip() for line in text[:3000].split("\n") if line.strip()][:2]
    if not lines:
        return None
    if heading := re.match(r"#{1,2}\s+(.*?)\s*#*$", lines[0]):
        return heading[1] or None
    if len(lines) < 2 or len(lines[0]) > 150 or lines[0][-1] in ".,;:!|)\"'”’":
        return None
    below = lines[1]
    return (
        lines[0]
        if len(below) > len(lines[0]) and re.search(r"[.!?][\"'”’)]?(\s|$)", below)
        else None
    )


def caption_spans(text: str) -> tuple[Span, ...]:
    """The photo captions of a plain or Markdown text, in text order.

    Examples
    --------
    >>> text = "He fell.\\n![]() |\\nMourners in Ankara (AP) |\\nThe end."
    >>> [span.text for span in caption_spans(text)]
    ['Mourners in Ankara (AP)']
    """
    found: dict[int, Span] = {}
    for form in (_TABLE, _ITALIC, _SAID):
        for match in form.finditer(text):
            start, end = match.span("caption")
            found.setdefault(start, span_of(text, start, end))
    return tuple(found[start] for start in sorted(found))


def _fields(lines: list[str], *, strict: bool = False) -> dict[str, str]:
    """The known fields of a head; none at all if strict and a line is not one."""
    fields: dict[str, str] = {}
    for line in lines:
        found = _FIELD.fullmatch(line.strip())
        key = _KEYS.get(found["key"].strip().lower().replace("_", " ")) if found else None
        if found and key:
            value = found["value"].strip().strip("\"'")
            if value:
                fields.setdefault(key, value)
        elif strict:
            return {}
    return fields
