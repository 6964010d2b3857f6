"""The log of a watch: a line for what happened, short, and never more than a few megabytes.

What comes in: messages. What goes out: lines on standard error and in a file that is turned over.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
from collections.abc import Iterator
from pathlib import Path

from detente.errors import BadSetting

FILE_BYTES = 1_000_000
FILES = 3


class Log:
    """Writes lines; a trouble that stays the same is told once, and again when it is over."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._troubles: dict[str, str] = {}

    def say(self, message: str) -> None:
        """A line."""
        self._logger.info(_line(message))

    def trouble(self, about: str, message: str) -> None:
        """A line, unless it was the last one about the same thing."""
        if self._troubles.get(about) != message:
            self._troubles[about] = message
            self._logger.warning(_line(f"{about}: {message}"))

    def well(self, about: str) -> None:
        """A line, if there was trouble about it."""
        if self._troubles.pop(about, None) is not None:
            self._logger.info(_line(f"{about}: well again"))


def _line(message: str) -> str:
    """A message as one line of a bounded length; what others wrote may hold line ends."""
    return " ".join(message.split())[:500]


@contextlib.contextmanager
def log_to(path: Path, *, quiet: bool = False) -> Iterator[Log]:
    """A log into a file and, unless ``quiet``, on standard error.

    Raises
    ------
    BadSetting
        The file cannot be written.
    """
    logger = logging.Logger("detente.watch", logging.INFO)
    form = logging.Formatter("%(asctime)s %(levelname).1s %(message)s", "%Y-%m-%d %H:%M:%S")
    try:
        file = logging.handlers.RotatingFileHandler(
            path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8"
        )
    except OSError as error:
        raise BadSetting(
            f"writing the log {path}: {error.strerror or error}",
            hint="name another file with `log` in [watch], or make its folder",
        ) from None
    # A full disk must not end the watch because it cannot say so.
    file.handleError = lambda record: None  # type: ignore[method-assign]
    handlers: list[logging.Handler] = [file] if quiet else [file, logging.StreamHandler()]
    for handler in handlers:
        handler.setFormatter(form)
        logger.addHandler(handler)
    try:
        yield Log(logger)
    finally:
        for handler in handlers:
            handler.close()
