"""The errors of détente, in one tree.

::

    DetenteError
    ├── BadSetting            a setting or option has a value that is not allowed
    ├── BadDataFile           a codebook, pattern, actor or office file does not hold up
    │   └── UnknownEventType  an event type that PLOVER 2.0 does not have
    ├── UnknownState          a name or code that no state in the table answers to
    ├── DocumentUnusable      a file or page that cannot become a Document
    ├── ImportUnusable        a file of event data that cannot be read at all
    ├── PipelineUnusable      a language pipeline that is missing or not UD
    ├── StoreUnusable         a store that cannot be opened, read or written
    ├── OutputUnusable        a file of results that cannot be written
    ├── WorkersLost           processes or a cluster that cannot work
    ├── NotFound              what was asked for by name or id is not there
    └── FetchFailed           an address that gave nothing usable
        └── AddressRefused    an address that must not be asked

A message says what was being done, the value met and what is allowed; the hint says the
next step. Values are attributes too, so that callers need not parse text.
"""

from __future__ import annotations


class DetenteError(Exception):
    """Something that a user can mend; everything détente raises on purpose derives from it.

    Parameters
    ----------
    message
        What was being done, the value met, what is allowed.
    hint
        The next step, on a line of its own when shown.
    values
        The values in the message, by name.
    """

    def __init__(self, message: str, *, hint: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.values = values

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\nhint: {self.hint}"

    def __reduce__(self) -> tuple[object, ...]:
        # Made again without __init__, whose arguments differ: workers send errors home.
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(
    kind: type[DetenteError], args: tuple[object, ...], values: dict[str, object]
) -> DetenteError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(values)
    return error


class BadSetting(DetenteError):
    """A setting or option has a value that is not allowed."""


class BadDataFile(DetenteError):
    """A data file (codebook, patterns, actors, offices) is malformed.

    The message names file, line and remedy.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str,
        line: int | None = None,
        hint: str | None = None,
        **values: object,
    ) -> None:
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {message}", hint=hint, file=file, line=line, **values)


class UnknownEventType(BadDataFile):
    """An event type that PLOVER 2.0 does not have."""


class UnknownState(DetenteError):
    """A name or code that no state in the table answers to."""


class DocumentUnusable(DetenteError):
    """A file or page that cannot become a Document; the run goes on without it."""


class ImportUnusable(DetenteError):
    """A file of event data that cannot be read at all, or whose format nobody knows."""


class PipelineUnusable(DetenteError):
    """A language pipeline that is missing or has no Universal Dependencies labels."""


class StoreUnusable(DetenteError):
    """A store that cannot be opened, read or written."""


class OutputUnusable(DetenteError):
    """A file of results that cannot be written."""


class WorkersLost(DetenteError):
    """Processes that code side by side, or a cluster, that cannot do their work."""


class FetchFailed(DetenteError):
    """An address that gave nothing usable.

    Parameters
    ----------
    reason
        A short fixed phrase, so that failures can be counted: ``timeout``, ``HTTP 503`` ...
    again
        Whether asking again later may help.
    wait_seconds
        How long the server asked to be left alone; None if it did not say.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str,
        again: bool,
        wait_seconds: float | None = None,
        hint: str | None = None,
        **values: object,
    ) -> None:
        super().__init__(message, hint=hint, reason=reason, **values)
        self.reason = reason
        self.again = again
        self.wait_seconds = wait_seconds


class AddressRefused(FetchFailed):
    """An address that must not be asked: not of the web, or inside this machine's network."""

    def __init__(self, message: str, *, hint: str | None = None, **values: object) -> None:
        super().__init__(message, reason="address refused", again=False, hint=hint)
        self.values = {**self.values, **values}


class NotFound(DetenteError):
    """What was asked for by name or id is not there."""
