"""Read whatever a user names: files, folders, standard input; text, pages, lines of JSON.

What comes in: paths. What goes out, one after the other and never all in memory: a
``Document`` for every text, a ``Rejection`` for whatever is set aside, with its reason. One
bad file or line never costs another. A document's text does not change once it is made.
"""

from __future__ import annotations

import codecs
import datetime
import gzip
import io
import json
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from detente.documents.dateline import filed_on
from detente.documents.dates import publication_day
from detente.documents.decoding import Undecoded, cleaned, decode, looks_misread, magic
from detente.documents.language import LanguageCheck
from detente.documents.page import declared_charset, read_page
from detente.documents.plain import caption_spans, split_head, title_of
from detente.documents.reasons import note, set_aside
from detente.errors import BadSetting, DocumentUnusable
from detente.records import Document, Rejection, Span, digest, document_id

Form = Literal["text", "page", "lines", "json", "parquet"]

MAX_BYTES: Final = 2_000_000
"""Largest text that becomes one document, in bytes: a file, or one line of JSONL."""
PAGE_FACTOR: Final = 5
"""A page may be this many times larger than its text may be: most of it is markup."""

_FORMS: dict[str, Form] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
    ".parquet": "parquet",
}
_GZIP = b"\x1f\x8b"
_MARK = codecs.BOM_UTF8
_PARQUET = b"PAR1"
# Rows of Parquet taken at a time; documents are long, so that more would be held for nothing.
_ROWS = 64
_FIELDS = ("id", "text", "date", "title", "source", "url", "lang", "authors", "author")
_HEAD = 4096
_LOOKS_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_LOOKS_LINES = re.compile(rb"\s*\{[ \t]*\"[^\"\n]{1,100}\"[ \t]*:")
_LOOKS_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"[^\"\n]{1,100}\"\s*:")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text that may become a document, with what its input says of it, unchecked."""

    text: str
    source_name: str
    id: str | None = None
    date: str | None = None
    basis: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    authors: tuple[str, ...] = ()
    captions: tuple[Span, ...] = ()


class _Run:
    """What one call of ``read`` keeps: its options and the ids it has met."""

    def __init__(self, date: str | None, max_bytes: int, lang: str | None) -> None:
        self.date = date
        self.max_bytes = max_bytes
        self.check = LanguageCheck(lang)
        self.seen: dict[str, tuple[str, str]] = {}

    def finish(self, draft: _Draft, *, sure: bool = True) -> Iterator[Document | Rejection]:
        """The document of a draft with the notes on it, or why there is none."""
        where, text = draft.source_name, draft.text
        if not text.strip():
            yield set_aside("blank", where)
            return
        against = self.check.refuses(text, said=draft.lang, sure_needed=not sure)
        if against:
            yield set_aside("language", where, detail=against)
            return
        if not sure:
            yield set_aside("encoding", where, detail="several code pages fit")
            return
        identifier = draft.id or document_id(text)
        twin = (digest(text), where)
        if identifier in self.seen:
            earlier, place = self.seen[identifier]
            yield met_before(identifier, where, same_text=earlier == twin[0], first=place)
            return
        self.seen[identifier] = twin
        day, basis = (self.date, "option") if self.date else (None, None)
        unread = None
        if day is None and draft.date is not None:
            day = publication_day(draft.date)
            basis, unread = (draft.basis, None) if day else (None, draft.date)
        if day is None and (day := filed_on(text)) is not None:
            basis = "dateline"
        yield Document(
            id=identifier,
            text=text,
            date=day,
            date_basis=basis,
            title=draft.title,
            source=draft.source,
            url=draft.url,
            lang=draft.lang,
            authors=draft.authors,
            captions=draft.captions,
        )
        if unread is not None:
            yield note("date", where, identifier, detail=unread[:80])
        if odd := looks_misread(text):
            yield note("mojibake", where, identifier, detail=odd)

    def line(self, line: bytes, place: str) -> Iterator[Document | Rejection]:
        """What one line of JSONL gives, its line feed or none at its end; nothing if blank."""
        line = line.removesuffix(b"\n")
        if len(line) > self.max_bytes:
            yield set_aside("too_big", place, detail=f"line over {self.max_bytes} bytes")
        elif line.strip():
            draft = _record(line, place)
            if isinstance(draft, Rejection):
                yield draft
            else:
                yield from self.finish(draft)

    def row(self, record: dict[str, object], place: str) -> Iterator[Document | Rejection]:
        """What one row of a table of documents gives; days may be dates or text."""
        if isinstance(day := record.get("date"), datetime.date):
            record = {**record, "date": day.isoformat()[:10]}
        draft = _drafted(record, place)
        if isinstance(draft, Rejection):
            yield draft
        elif len(draft.text.encode("utf-8", "replace")) > self.max_bytes:
            yield set_aside("too_big", place, detail=f"over {self.max_bytes} bytes")
        else:
            yield from self.finish(draft)


def read(
    paths: Iterable[str | Path],
    *,
    date: str | None = None,
    max_bytes: int = MAX_BYTES,
    lang: str | None = "en",
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Rejection]:
    """Documents and rejections from files, folders and standard input, in order.

    Parameters
    ----------
    paths
        Files (``.txt``, ``.md``, ``.html``, ``.htm``, ``.jsonl``, ``.ndjson``, any of them
        with ``.gz``; ``.parquet`` with columns named as the fields of JSONL are; ``.json``
        with one object or a list; by content if the suffix is
        another), folders (with all below, sorted, hidden files left out), ``-`` for standard
        input.
    date
        Publication day of everything that is read; goes before what the input says.
    max_bytes
        Largest text in bytes; a page may have five times as much. A JSONL file may be of any
        size, each line has this limit.
    lang
        Language that documents must be in, two letters; None takes all.
    stdin
        Where ``-`` reads from; the process's own standard input if not given.

    Yields
    ------
    ``Document``, its ``date_basis`` being ``option``, ``file`` (JSONL field), ``header``
    (front matter), ``page`` or ``dateline``; or ``Rejection`` with stage ``documents`` and a
    reason of ``documents.REASONS``. A rejection with a ``doc_id`` follows a document that was kept
    and says what of it was not understood (its date).

    Raises
    ------
    BadSetting
        ``date`` is not a day, or ``max_bytes`` is not positive.
    """
    run = _Run(_option_day(date), max_bytes, lang)
    if max_bytes <= 0:
        raise BadSetting(f"max_bytes is {max_bytes}; it must be positive", max_bytes=max_bytes)
    return _read_all(paths, run, stdin)


def from_text(
    text: str,
    *,
    date: str | None = None,
    id: str | None = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    lang: str | None = None,
) -> Document:
    """The document of a text in hand, its language not asked, its captions found.

    The text keeps its length: control characters become spaces, nothing else changes.

    Raises
    ------
    BadSetting
        ``date`` is not a day.
    DocumentUnusable
        The text holds only white space.

    Examples
    --------
    >>> document = from_text("Russia recalled its envoy.", date="20 December 2016")
    >>> document.date, document.date_basis
    ('2016-12-20', 'option')
    """
    if not text.strip():
        raise DocumentUnusable("cannot make a document of a text that is only white space")
    day, basis = _option_day(date), "option"
    kept = cleaned(text)
    if day is None:
        day, basis = filed_on(kept), "dateline"
    return Document(
        id=id or document_id(kept),
        text=kept,
        date=day,
        date_basis=basis if day else None,
        title=title,
        source=source,
        url=url,
        lang=lang,
        captions=caption_spans(kept),
    )


class Rows:
    """Reads single lines of JSONL and rows of tables, for who sees only a part of an input.

    Gives what `read` gives of the same line, but knows of no other: who brings the parts together
    looks for documents that came twice, and says so by `met_before`.

    Parameters are those of `read`; places are the ``FILE:LINE`` that rejections name.
    """

    def __init__(
        self, *, date: str | None = None, max_bytes: int = MAX_BYTES, lang: str | None = "en"
    ) -> None:
        self._run = _Run(_option_day(date), max_bytes, lang)

    def line(self, line: bytes, place: str, *, first: bool = False) -> list[Document | Rejection]:
        """What a line of JSONL gives; ``first`` says that it is the first of its file."""
        self._run.seen.clear()
        return list(self._run.line(line.removeprefix(_MARK) if first else line, place))

    def row(self, record: dict[str, object], place: str) -> list[Document | Rejection]:
        """What a row gives, whose columns are named as the fields of a line are."""
        self._run.seen.clear()
        return list(self._run.row(record, place))


def met_before(identifier: str, place: str, *, same_text: bool, first: str) -> Rejection:
    """The rejection of a document whose id was met before, at the place ``first``."""
    key = "same_again" if same_text else "same_id"
    return set_aside(key, place, detail=f"id {identifier}, first in {first}")


def from_page(
    data: bytes,
    where: str,
    *,
    charset: str | None = None,
    max_bytes: int = MAX_BYTES,
    lang: str | None = "en",
) -> Iterator[Document | Rejection]:
    """The article of a page in hand, as `read` gives that of a file.

    Parameters
    ----------
    data
        The page as the server sent it, unpacked.
    where
        Its address, for rejections.
    charset
        What the server's header says of its encoding; it goes before what the page says.
    max_bytes, lang
        As `read` takes them.
    """
    if not data:
        yield set_aside("empty", where)
    elif kind := magic(data[:_HEAD]):
        yield set_aside("binary", where, detail=kind)
    else:
        yield from _in_hand(data, where, "page", _Run(None, max_bytes, lang), [charset])


def _option_day(date: str | None) -> str | None:
    if date is None:
        return None
    day = publication_day(date)
    if day is None:
        raise BadSetting(
            f"the publication date is '{date}'; it must be one day of the years 1800 to 2199",
            hint="write it as YYYY-MM-DD, for example 2016-12-22",
            date=date,
        )
    return day


def _read_all(
    paths: Iterable[str | Path], run: _Run, stdin: BinaryIO | None
) -> Iterator[Document | Rejection]:
    for path in paths:
        if str(path) == "-":
            stream = stdin or sys.stdin.buffer
            reader = _peekable(stream)
            yield from _stream(reader, "-", None, run)
            if reader is not stream:
                reader.detach()
        else:
            yield from _path(Path(path), run)


def _path(path: Path, run: _Run) -> Iterator[Document | Rejection]:
    where = str(path)
    try:
        if path.is_dir():
            files = files_below(path)
            if not files:
                yield set_aside("empty_folder", where)
            for file in files:
                yield from _path(file, run)
            return
        if not path.exists():
            yield set_aside("missing", where)
            return
        if not path.is_file():
            yield set_aside("special", where)
            return
        opened = path.open("rb")
    except FileNotFoundError:
        yield set_aside("missing", where)
    except PermissionError:
        yield set_aside("denied", where)
    except (OSError, ValueError) as error:
        yield set_aside("unreadable", where, detail=str(error))
    else:
        with closing(opened):
            yield from _stream(_peekable(opened), where, _form_of(path), run)


def files_below(folder: Path) -> list[Path]:
    """Every file in a folder and below, sorted, hidden ones left out."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(root, name) for name in names if not name.startswith(".")]
    return sorted(found)


def _form_of(path: Path) -> Form | None:
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return _FORMS.get(suffixes[-1]) if suffixes else None


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    """The stream as one that can be looked into."""
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast("io.RawIOBase", stream), buffer_size=max(_HEAD, 65536))


def _stream(
    stream: io.BufferedReader, where: str, form: Form | None, run: _Run
) -> Iterator[Document | Rejection]:
    """Everything in one opened input; whatever goes wrong in reading ends only this input."""
    try:
        head = stream.peek(_HEAD)[:_HEAD]
        if head.startswith(_GZIP):
            stream = _peekable(cast(BinaryIO, gzip.GzipFile(fileobj=stream)))
            head = stream.peek(_HEAD)[:_HEAD]
        if not head:
            yield set_aside("empty", where)
        elif head.startswith(_PARQUET):
            yield from _parquet(stream, where, run)
        elif kind := magic(head):
            yield set_aside("binary", where, detail=kind)
        elif form == "parquet":
            yield set_aside("damaged", where, detail="it does not begin as Parquet does")
        elif (form or _sniffed(head)) == "lines":
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                yield set_aside("encoding", where, detail="JSONL must be UTF-8, this is UTF-16")
            else:
                yield from _lines(stream, where, run)
        else:
            yield from _whole(stream, where, form or _sniffed(head), run)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield set_aside("damaged", where, detail=str(error))
    except PermissionError:
        yield set_aside("denied", where)
    except OSError as error:
        yield set_aside("unreadable", where, detail=error.strerror or str(error))


def _sniffed(head: bytes) -> Form:
    start = head.removeprefix(_MARK)
    if _LOOKS_PAGE.match(start):
        return "page"
    if _LOOKS_LINES.match(start):
        return "lines"
    return "json" if _LOOKS_JSON.match(start) else "text"


def _whole(
    stream: io.BufferedReader, where: str, form: Form, run: _Run
) -> Iterator[Document | Rejection]:
    """The one document of a text or page."""
    limit = run.max_bytes * (1 if form == "text" else PAGE_FACTOR)
    yield from _in_hand(stream.read(limit + 1), where, form, run)


def _in_hand(
    data: bytes, where: str, form: Form, run: _Run, charsets: Iterable[str | None] = ()
) -> Iterator[Document | Rejection]:
    """The one document of some bytes; ``charsets`` are what others say of a page's encoding."""
    limit = run.max_bytes * (1 if form == "text" else PAGE_FACTOR)
    if len(data) > limit:
        yield set_aside("too_big", where, detail=f"over {limit} bytes")
        return
    said = [*charsets, declared_charset(data)] if form == "page" else [None]
    tried = [decode(data, declared=name) for name in dict.fromkeys(n for n in said if n)]
    read_ = next((d for d in tried if not isinstance(d, Undecoded)), None) or (
        tried[0] if tried else decode(data)
    )
    if isinstance(read_, Undecoded):
        yield set_aside(read_.key, where, detail=read_.detail)
        return
    if not read_.text.strip():
        yield set_aside("blank", where)
        return
    if form == "json":
        yield from _json(read_.text, where, run)
        return
    draft = (_page if form == "page" else _plain)(read_.text, where)
    if draft is None:
        yield set_aside("no_article", where)
    elif len(draft.text.encode("utf-8", "replace")) > run.max_bytes:
        yield set_aside("too_big", where, detail=f"over {run.max_bytes} bytes")
    else:
        yield from run.finish(draft, sure=read_.sure)


def _plain(text: str, where: str) -> _Draft | None:
    headed = split_head(text)
    fields = headed.fields
    return _Draft(
        text=headed.text,
        source_name=where,
        id=fields.get("id"),
        date=fields.get("date"),
        basis="header",
        title=fields.get("title") or title_of(headed.text),
        source=fields.get("source"),
        url=fields.get("url"),
        lang=fields.get("lang"),
        authors=_names(fields.get("authors")),
        captions=caption_spans(headed.text),
    )


def _page(html: str, where: str) -> _Draft | None:
    page = read_page(html)
    if page is None:
        return None
    return _Draft(
        text=page.text,
        source_name=where,
        date=page.date,
        basis="page",
        title=page.title,
        source=page.source,
        url=page.url,
        authors=page.authors,
        captions=page.captions,
    )


def _json(text: str, where: str, run: _Run) -> Iterator[Document | Rejection]:
    """The documents of a JSON file: one object, a list of them, or one a line."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error):
            yield from _lines(io.BufferedReader(_raw(text.encode())), where, run)
        else:
            yield set_aside("json", where, detail=str(error)[:120])
        return
    listed = isinstance(found, list)
    for number, record in enumerate(found if listed else [found], start=1):
        draft = _drafted(record, f"{where}:{number}" if listed else where)
        if isinstance(draft, Rejection):
            yield draft
        elif len(draft.text) > run.max_bytes:
            yield set_aside("too_big", draft.source_name, detail=f"over {run.max_bytes} bytes")
        else:
            yield from run.finish(draft)


def _raw(data: bytes) -> io.RawIOBase:
    return cast("io.RawIOBase", io.BytesIO(data))


def _lines(stream: io.BufferedReader, where: str, run: _Run) -> Iterator[Document | Rejection]:
    """The documents of a JSONL input, a line at a time."""
    number = 0
    while line := stream.readline(run.max_bytes + 1):
        number += 1
        place = f"{where}:{number}"
        if number == 1:
            line = line.removeprefix(_MARK)
        if len(line) > run.max_bytes and not line.endswith(b"\n"):
            while (rest := stream.readline(65536)) and not rest.endswith(b"\n"):
                pass
        yield from run.line(line, place)


def _parquet(stream: io.BufferedReader, where: str, run: _Run) -> Iterator[Document | Rejection]:
    """The documents of a Parquet file, a row each, some rows at a time."""
    import pyarrow
    import pyarrow.parquet as pq

    if not stream.seekable():
        yield set_aside("binary", where, detail="Parquet cannot be read from a pipe")
        return
    number = 0
    try:
        file = pq.ParquetFile(stream)
        columns = [name for name in _FIELDS if name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
            for record in batch.to_pylist():
                number += 1
                yield from run.row(record, f"{where}:{number}")
    except pyarrow.ArrowException as error:
        yield set_aside("damaged", where, detail=str(error).splitlines()[0][:120])


def _record(line: bytes, place: str) -> _Draft | Rejection:
    """What one line of JSONL says, or why it says nothing."""
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return set_aside("encoding", place, detail=f"UTF-8 broken at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return set_aside("json", place, detail=str(error)[:120])
    return _drafted(record, place)


def _drafted(record: object, place: str) -> _Draft | Rejection:
    """What one JSON object says, or why it says nothing."""
    if not isinstance(record, dict):
        return set_aside("no_object", place)
    text = record.get("text")
    if text is None:
        return set_aside("no_text", place)
    if not isinstance(text, str):
        return set_aside("text_type", place, detail=type(text).__name__)
    kept = cleaned(text)
    field = {
        key: _said(record.get(key)) for key in ("id", "date", "title", "source", "url", "lang")
    }
    authors = record.get("authors", record.get("author"))
    return _Draft(
        text=kept,
        source_name=place,
        basis="file",
        authors=tuple(a for a in map(_said, authors) if a)
        if isinstance(authors, list)
        else _names(_said(authors)),
        captions=caption_spans(kept),
        **field,
    )


def _said(value: object) -> str | None:
    """A field as text: strings and numbers; None if empty or of another kind."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return cleaned(str(value)).strip() or None


def _names(written: str | None) -> tuple[str, ...]:
    return tuple(
        n.strip(" []\"'") for n in re.split(r";|,| and ", written or "") if n.strip(" []\"'")
    )


__all__ = [
    "MAX_BYTES",
    "PAGE_FACTOR",
    "Rows",
    "files_below",
    "from_page",
    "from_text",
    "met_before",
    "read",
]
