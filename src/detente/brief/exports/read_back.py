"""The brief inside an exported file, and whether what the file shows is what it holds.

What comes in: the bytes of a file that `detente brief` wrote, perhaps changed since. What goes
out: the brief, and the sentences that the file shows; a PDF's are not read, its text is drawn.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from detente.brief.brief import Brief, brief_from_json
from detente.brief.exports.text import MARK, clean, unescaped
from detente.brief.exports.word import PART, STYLE
from detente.errors import BadDataFile, BadSetting

SUFFIXES = (".html", ".pdf", ".docx", ".md", ".json")
# No brief is larger; a file that says so is none.
MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A brief from a file, with the sentences the file shows; None where they are not read."""

    brief: Brief
    shown: tuple[str, ...] | None

    def differences(self) -> list[str]:
        """Sentences that the file shows otherwise than it holds them."""
        if self.shown is None:
            return []
        held = [_level(s.text) for _, s in self.brief.sentences()]
        shown = [_level(s) for s in self.shown]
        if held == shown:
            return []
        inside = set(held)
        odd = [f"the file shows “{s}”, the brief inside has no such sentence" for s in shown
               if s not in inside]  # fmt: skip
        seen = set(shown)
        odd += [f"the file does not show “{s}”" for s in held if s not in seen]
        return odd or ["the file shows its sentences in another order"]


def _level(text: str) -> str:
    return clean(" ".join(text.split()))


def read_back(path: str | Path) -> ReadBack:
    """The brief of a file.

    Raises
    ------
    BadSetting
        The suffix is none that a brief is written to.
    BadDataFile
        The file holds no brief, or a damaged one.
    OSError
        It cannot be read.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadSetting(
            f"{file}: a brief ends in {', '.join(SUFFIXES)}, not {file.suffix!r}", path=str(file)
        )
    if file.stat().st_size > MOST_BYTES:
        raise _none(file)
    data = file.read_bytes()
    if suffix == ".pdf":
        return ReadBack(_parsed(_attached(data, file), file), None)
    if suffix == ".docx":
        return _word(data, file)
    text = data.decode("utf-8", "replace")
    if suffix == ".json":
        return ReadBack(_parsed(text, file), None)
    return _markdown(text, file) if suffix == ".md" else _html(text, file)


def _none(file: Path) -> BadDataFile:
    return BadDataFile(
        "holds no brief", file=str(file), hint="give a file that `detente brief` wrote"
    )


def _parsed(text: str | None, file: Path) -> Brief:
    if text is None:
        raise _none(file)
    try:
        found: Any = json.loads(text)
    except ValueError:
        raise _none(file) from None
    return brief_from_json(found, str(file))


def _markdown(text: str, file: Path) -> ReadBack:
    found = re.search(rf"<!-- {MARK} (.*?) -->", text, re.DOTALL)
    brief = _parsed(None if found is None else found[1], file)
    shown: list[str] = []
    titles = {f"## {unescaped(s.title)}" for s in brief.sections}
    inside = False
    for line in text[: found.start() if found else None].splitlines():
        if line.startswith("## "):
            inside = unescaped(line) in titles
        elif inside and line.startswith("- ") and not line.startswith("- *"):
            shown.append(unescaped(re.sub(r"(\[\^\d+\])+$", "", line[2:])))
    return ReadBack(brief, tuple(shown))


class _Page(HTMLParser):
    """The sentences of a page and the JSON inside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.json: str | None = None
        self._into: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a sentence or the JSON starts."""
        given = dict(attrs)
        if tag == "script" and given.get("id") == "detente-brief":
            self._into, self.json = "json", ""
        elif tag == "li":
            self._into = "li"
        elif tag == "span" and given.get("class") == "s" and self._into == "li":
            self._into = "s"
            self.shown.append("")

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        if (tag, self._into) in (("script", "json"), ("span", "s"), ("li", "li")):
            self._into = None

    def handle_data(self, data: str) -> None:
        """Keep the text of either."""
        if self._into == "s":
            self.shown[-1] += data
        elif self._into == "json" and self.json is not None:
            self.json += data


def _html(text: str, file: Path) -> ReadBack:
    page = _Page()
    page.feed(text)
    page.close()
    return ReadBack(_parsed(page.json, file), tuple(page.shown))


def _word(data: bytes, file: Path) -> ReadBack:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            info = package.getinfo(PART.lstrip("/"))
            if info.file_size > MOST_BYTES:
                raise _none(file)
            text = package.read(info).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, RuntimeError):
        raise _none(file) from None
    brief = _parsed(text, file)
    from docx import Document

    shown = []
    for paragraph in Document(io.BytesIO(data)).paragraphs:
        if paragraph.style is not None and paragraph.style.name == STYLE:
            runs = [r.text for r in paragraph.runs if not r.font.superscript]
            shown.append("".join(runs))
    return ReadBack(brief, tuple(shown))


_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b.*?\bstream\r?\n", re.DOTALL)


def _attached(data: bytes, file: Path) -> str | None:
    """The attached JSON of a PDF: the embedded file that is one."""
    for found in _EMBEDDED.finditer(data):
        end = data.find(b"endstream", found.end())
        raw = data[found.end() : end if end >= 0 else None]
        if b"FlateDecode" in found.group():
            try:
                raw = zlib.decompressobj().decompress(raw, MOST_BYTES)
            except zlib.error:
                continue
        text = raw.decode("utf-8", "replace").strip()
        if text.startswith("{") and '"kind"' in text:
            return text
    return None
