"""Reading the files that others score us on.

Comes in: a path. Goes out: its text, or an error that says what to do.
"""

from __future__ import annotations

from pathlib import Path

from detente.errors import BadDataFile


def utf8_text(path: str | Path) -> str:
    """The text of a UTF-8 file.

    Raises
    ------
    BadDataFile
        The file cannot be read, or is not UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise BadDataFile(f"cannot be read: {error.strerror}", file=str(path)) from None
    except UnicodeDecodeError as error:
        raise BadDataFile(
            f"is not UTF-8: {error.reason}", file=str(path), hint="write the file again as UTF-8"
        ) from None
