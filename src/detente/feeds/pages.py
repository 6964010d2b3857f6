"""Raw pages, kept under the digest of their bytes.

What comes in: the bytes of a page. What goes out: a file that holds them for ever, packed. The
same bytes are one file, whoever sent them; a file is whole or absent.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import threading
import zlib
from pathlib import Path

from detente.errors import DetenteError, OutputUnusable

DRAFTS = ".drafts"


class PageFolder:
    """A folder of raw pages; files are ``ab/abcd….html.gz``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sweep(self) -> None:
        """Remove what a process that was killed left half written; not while another writes."""
        for left in (self.folder / DRAFTS).glob("*"):
            with contextlib.suppress(OSError):
                left.unlink()

    def path(self, sha256: str) -> Path:
        """Where the page of a digest is or would be."""
        return self.folder / sha256[:2] / f"{sha256}.html.gz"

    def keep(self, body: bytes) -> str:
        """Keep a page; its SHA-256 in hex.

        Raises
        ------
        OutputUnusable
            The folder cannot be written, or the disk is full; nothing half is left.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        # Two threads may have met the same page.
        draft = self.folder / DRAFTS / f"{sha256}.{os.getpid()}.{threading.get_ident()}"
        try:
            draft.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(exist_ok=True)
            with draft.open("wb") as file:
                file.write(gzip.compress(body, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise OutputUnusable(
                f"keeping a page of {len(body):,} bytes in {self.folder}:"
                f" {error.strerror or error}",
                hint="is the folder writable, and is there room on the disk?",
                path=str(path),
            ) from None
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a kept page.

        Raises
        ------
        DetenteError
            It is not there, or is damaged.
        """
        path = self.path(sha256)
        try:
            body = gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise DetenteError(f"reading the kept page {path}: {error}", path=str(path)) from None
        if hashlib.sha256(body).hexdigest() != sha256:
            raise DetenteError(
                f"reading the kept page {path}: its bytes are not those of its name", path=str(path)
            )
        return body
