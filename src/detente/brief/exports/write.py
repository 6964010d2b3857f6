"""A brief to a file; its suffix says how."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.brief.brief import Brief, dumps
from detente.brief.exports.read_back import SUFFIXES
from detente.brief.exports.text import markdown
from detente.errors import BadSetting
from detente.store.export import whole_or_absent


def check_suffix(path: str | Path) -> str:
    """The suffix of a file that a brief can be written to, lower case.

    Raises
    ------
    BadSetting
        It is none.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadSetting(
            f"cannot write a brief to {path}: the suffix {Path(path).suffix!r} is not one of "
            f"{', '.join(SUFFIXES)}",
            path=str(path),
        )
    return suffix


def brief_bytes(brief: Brief, suffix: str, charts: Mapping[str, Any]) -> bytes:
    """The brief as the bytes of a file of that suffix."""
    if suffix == ".json":
        return (dumps(brief, indent=1) + "\n").encode("utf-8", "replace")
    if suffix == ".md":
        return markdown(brief).encode("utf-8", "replace")
    if suffix == ".docx":
        from detente.brief.exports.word import docx

        return docx(brief, charts)
    from detente.brief.exports.page import html, pdf

    if suffix == ".pdf":
        return pdf(brief, charts)
    return html(brief, charts).encode("utf-8", "replace")


def write_brief(brief: Brief, path: str | Path, charts: Mapping[str, Any]) -> None:
    """Write a brief, whole or not at all.

    Raises
    ------
    BadSetting
        The suffix is none of a brief's.
    PrinterMissing
        It is to be a PDF, and the libraries that print are not installed.
    OSError
        The file cannot be written.
    """
    data = brief_bytes(brief, check_suffix(path), charts)
    with whole_or_absent(Path(path)) as unfinished:
        unfinished.write_bytes(data)
