"""Bytes of a file, unpacked and made readable, however damaged.

What comes in: a file, plain or packed by gzip, zip, bzip2 or xz (told by its first bytes, not by
its name). What goes out: a binary stream of whole lines in UTF-8. A file that breaks off yields
what could be unpacked, up to its last whole line; lines that are not UTF-8 are read as Windows
Latin 1. Both are counted, neither stops the reading, and never more than a few blocks are held.
"""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from detente.errors import ImportUnusable

BLOCK = 1 << 20
LONGEST_LINE = 8 << 20  # no row of event data is near it; without a bound one line fills memory
_GZIP, _ZIP, _BZIP2, _XZ = b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ\x00"
# Where a zip's local header keeps flags, method and the lengths of name and extra field.
_LOCAL_HEADER = struct.Struct("<4xHHH16xHH")
_DEFLATED = 8
_BROKEN = (zlib.error, OSError, lzma.LZMAError, EOFError)
_CUT_SHORT = "the file is cut short: its packed data do not come to an end"


class _Inflater:
    """zlib with the interface of bz2 and lzma: what is out may wait inside."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


_Unpacker = _Inflater | bz2.BZ2Decompressor | lzma.LZMADecompressor


class LineStream(io.RawIOBase):
    """A readable stream of whole UTF-8 lines; knows what it met on the way.

    Attributes
    ----------
    repaired
        Lines that were not UTF-8.
    overlong
        Lines longer than `LONGEST_LINE` bytes, which are passed over.
    damage
        What ended the reading early, in words; None if nothing did.
    cut_off
        The unfinished last line of a damaged file; empty otherwise.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self.repaired = self.overlong = 0
        self.damage: str | None = None
        self.cut_off = ""
        self._blocks = self._clean(_unpacked(source, self._spoil))
        self._held = b""

    def _spoil(self, why: str) -> None:
        self.damage = why

    def _clean(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        rest, skipping = b"", False
        for block in blocks:
            whole, newline, rest = (rest + block).rpartition(b"\n")
            if newline:
                if skipping:
                    whole = whole.partition(b"\n")[2]
                    skipping = False
                if whole:
                    yield self._utf8(whole + newline)
            if len(rest) > LONGEST_LINE:
                self.overlong += not skipping
                rest, skipping = b"", True
        if rest and not skipping:
            if self.damage is None:
                yield self._utf8(rest + b"\n")
            else:
                self.cut_off = rest.decode("utf-8", "replace")

    def _utf8(self, lines: bytes) -> bytes:
        try:
            lines.decode("utf-8")
        except UnicodeDecodeError:
            return b"".join(self._mended(line) for line in lines.splitlines(keepends=True))
        return lines

    def _mended(self, line: bytes) -> bytes:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self.repaired += 1
            return line.decode("cp1252", "replace").encode("utf-8")
        return line

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        blocks, held = [self._held], len(self._held)
        while size < 0 or held < size:
            block = next(self._blocks, None)
            if block is None:
                break
            blocks.append(block)
            held += len(block)
        self._held = b"".join(blocks)
        out = self._held if size < 0 else self._held[:size]
        self._held = self._held[len(out) :]
        return out

    def readline(self, size: int | None = -1) -> bytes:
        """The next line with its end; empty at the end."""
        while b"\n" not in self._held:
            block = next(self._blocks, None)
            if block is None:
                break
            self._held += block
        end = self._held.find(b"\n") + 1 or len(self._held)
        line, self._held = self._held[:end], self._held[end:]
        return line

    def unread(self, data: bytes) -> None:
        """Put bytes back, to be read next."""
        self._held = data + self._held


def open_lines(path: Path) -> tuple[LineStream, IO[bytes]]:
    """The lines of a file, and the file to close when they are read.

    Raises
    ------
    ImportUnusable
        The file cannot be opened.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise ImportUnusable(
            f"opening {path}: {error.strerror}", hint="check its name and permissions"
        ) from error
    return LineStream(source), source


def _unpacked(source: IO[bytes], spoil: Callable[[str], None]) -> Iterator[bytes]:
    """Unpacked blocks; ``spoil`` is told what broke, if anything did."""
    try:
        start = source.read(BLOCK)
        if start.startswith(_GZIP):
            yield from _members(source, start, lambda: _Inflater(31), spoil)
        elif start.startswith(_BZIP2):
            yield from _members(source, start, bz2.BZ2Decompressor, spoil)
        elif start.startswith(_XZ):
            yield from _members(source, start, lzma.LZMADecompressor, spoil)
        elif start.startswith(_ZIP):
            yield from _zipped(source, start, spoil)
        else:
            while start:
                yield start
                start = source.read(BLOCK)
    except OSError as error:
        spoil(f"reading stopped: {error.strerror or error}")


def _drawn(unpacker: _Unpacker, data: bytes) -> Iterator[bytes]:
    """What packed bytes unpack to, a block at a time: a few may stand for very many."""
    while data or not (unpacker.needs_input or unpacker.eof):
        out = unpacker.decompress(data, BLOCK)
        data = b""
        if out:
            yield out
        elif unpacker.needs_input or unpacker.eof:
            return


def _members(
    source: IO[bytes], data: bytes, make: Callable[[], _Unpacker], spoil: Callable[[str], None]
) -> Iterator[bytes]:
    """One packed stream after another, as gzip allows."""
    unpacker = make()
    while data:
        try:
            yield from _drawn(unpacker, data)
        except _BROKEN as error:
            spoil(f"the packed data are damaged ({error})")
            return
        data = b""
        if unpacker.eof:
            data = unpacker.unused_data.lstrip(b"\0") or source.read(BLOCK)
            if not data:
                return
            unpacker = make()
        else:
            data = source.read(BLOCK)
    spoil(_CUT_SHORT)


def _zipped(source: IO[bytes], start: bytes, spoil: Callable[[str], None]) -> Iterator[bytes]:
    """The first file in a zip, read from its local header: the directory at the end may lack."""
    _, _, method, name, extra = _LOCAL_HEADER.unpack_from(start.ljust(30, b"\0"))
    data = start[30 + name + extra :]
    if method != _DEFLATED:
        spoil(f"the zip is packed by method {method}; only deflated ones can be read")
        return
    unpacker = _Inflater(-15)
    while data and not unpacker.eof:
        try:
            yield from _drawn(unpacker, data)
        except _BROKEN as error:
            spoil(f"the packed data are damaged ({error})")
            return
        data = source.read(BLOCK)
    if not unpacker.eof:
        spoil(_CUT_SHORT)
