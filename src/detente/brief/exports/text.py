"""A brief as Markdown and as plain text; the Markdown carries the brief inside a comment.

Words of articles are hostile: every character that Markdown or HTML would take for markup is
written out as text.
"""

from __future__ import annotations

import re
from typing import Any

from detente.brief.brief import Brief, Note, brief_from_json, dumps

MARK = "detente-brief"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_URL = re.compile(r"https?://[^\s<>\"'()\[\]\\`]+")


def safe_json(brief: Brief) -> str:
    """The brief as JSON that can stand in HTML, comments and attributes without ending them."""
    text = dumps(brief)
    for bad in "<>&-\u2028\u2029":
        text = text.replace(bad, f"\\u{ord(bad):04x}")
    return text


def markdown(brief: Brief, *, pictures: dict[str, str] | None = None) -> str:
    """The brief as Markdown with footnotes; ``pictures`` maps charts to files beside it."""
    out = [f"# {escape(brief.title)}: brief as of {brief.as_of}", ""]
    out += [f"{escape(brief.coverage)}. New: since {brief.since}. Coded by détente"
            f" {escape(brief.version)}.", ""]  # fmt: skip
    for section in brief.sections:
        out += [f"## {escape(section.title)}", ""]
        for sentence in section.sentences:
            marks = "".join(f"[^{n}]" for n in sentence.notes)
            out.append(f"- {escape(sentence.text)}{marks}")
        out += [f"- *{section.more} more not shown*"] if section.more else []
        out.append("")
        for name in section.charts:
            if pictures and name in pictures:
                out += [f"![{name}]({pictures[name]})", ""]
    if brief.withheld:
        out += ["## Withheld", "", "Not printed as statements, with the reason of each:", ""]
        for one in brief.withheld:
            out.append(f"- ({escape(one.section)}) ~~{escape(one.text)}~~ {escape(one.reason)}")
        out.append("")
    out += [f"*{escape(brief.method)}*", ""]
    out += [f"[^{n.number}]: {escape(note_text(n))}" for n in brief.notes]
    out += ["", f"<!-- {MARK} {safe_json(brief)} -->", ""]
    return "\n".join(out)


def escape(text: str) -> str:
    """Text in which no character is markup, on one line.

    >>> escape("a <b>*c*</b> [d](e)")
    'a \\\\<b\\\\>\\\\*c\\\\*\\\\</b\\\\> \\\\[d\\\\](e)'
    """
    return _MARKUP.sub(r"\\\1", clean(" ".join(text.split())))


def unescaped(text: str) -> str:
    """What `escape` made, as it was."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|~$])", r"\1", text)


def clean(text: str) -> str:
    """Text without the control characters that XML and terminals must not get."""
    return "".join(c if _printable(c) else "\ufffd" for c in text)


def cleaned(brief: Brief) -> Brief:
    """The brief with every text `clean`; what is carried inside a file keeps all as it is."""

    def level(value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            return [level(v) for v in value]
        return {k: level(v) for k, v in value.items()} if isinstance(value, dict) else value

    return brief_from_json(level(brief.to_json()), "the brief")


def _printable(c: str) -> bool:
    code = ord(c)
    if code in (0x9, 0xA, 0xD):
        return True
    # C0 and C1 controls, surrogates, non-characters, and marks that turn the direction of text.
    bad = code < 0x20 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF
    turning = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return not (bad or turning or code & 0xFFFE == 0xFFFE)


def note_text(note: Note) -> str:
    """A footnote in one line: source, date, words, place."""
    parts = [note.source, note.date or "undated"]
    parts += [f"“{note.quote.replace('“', '‘').replace('”', '’')}”"] if note.quote else []
    if note.doc_id is not None:
        parts.append(f"{note.doc_id} [{note.start}:{note.end}]")
    else:
        parts.append(note.ref)
    parts += [note.url] if note.url and safe_url(note.url) else []
    return ", ".join(parts)


def safe_url(url: str) -> bool:
    """Whether an address is one of the web that can be shown and followed."""
    return _URL.fullmatch(url) is not None


def plain(brief: Brief, width: int = 100) -> str:
    """The brief for a terminal, wrapped."""
    from textwrap import fill

    out = [clean(f"{brief.title}, as of {brief.as_of}"), clean(brief.coverage), ""]
    for section in brief.sections:
        out.append(clean(section.title).upper())
        for sentence in section.sentences:
            marks = "".join(f"[{n}]" for n in sentence.notes)
            words = clean(f"{sentence.text} {marks}".rstrip())
            out.append(fill(words, width, initial_indent="  ", subsequent_indent="    "))
        out += [f"  ({section.more} more not shown)"] if section.more else []
        out.append("")
    if brief.withheld:
        out.append("WITHHELD")
        for one in brief.withheld:
            words = clean(f"{one.text} Reason: {one.reason}")
            out.append(fill(words, width, initial_indent="  ", subsequent_indent="    "))
        out.append("")
    for note in brief.notes:
        words = clean(f"[{note.number}] {note_text(note)}")
        out.append(fill(words, width, subsequent_indent="     "))
    return "\n".join([*out, "", fill(brief.method, width), ""])
