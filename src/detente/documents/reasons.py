"""Why something was set aside: fixed phrases, so that they can be counted.

A rejection with ``doc_id`` None means that no document came of the input. One with a
``doc_id`` is a note on a document that was kept.
"""

from __future__ import annotations

from typing import Final

from detente.records import Rejection

STAGE: Final = "documents"

REASONS: Final = {
    # no document came of it
    "missing": "no such file",
    "denied": "no permission to read",
    "unreadable": "cannot be read",
    "special": "not a regular file",
    "empty_folder": "folder without files",
    "empty": "empty file",
    "blank": "only white space",
    "binary": "binary, not text",
    "damaged": "compressed file is damaged",
    "encoding": "encoding not understood",
    "too_big": "over the size limit",
    "language": "not in the language asked for",
    "no_article": "page without article text",
    "json": "not valid JSON",
    "no_object": "not a JSON object",
    "no_text": "no text field",
    "text_type": "text is not a string",
    "same_again": "same document again",
    "same_id": "id already used for another text",
    # the document was kept
    "date": "date not understood",
    "mojibake": "signs of an earlier wrong decoding",
}


def set_aside(key: str, source: str, *, detail: str | None = None) -> Rejection:
    """The rejection for an input of which no document came.

    Parameters
    ----------
    key
        A key of ``REASONS``.
    source
        The input: a path, with ``:LINE`` where one line is meant.
    detail
        The particulars.
    """
    return Rejection(None, STAGE, REASONS[key], detail=detail, source=source)


def note(key: str, source: str, doc_id: str, *, detail: str | None = None) -> Rejection:
    """The rejection that says what was lost of a document that was kept."""
    return Rejection(doc_id, STAGE, REASONS[key], detail=detail, source=source)
