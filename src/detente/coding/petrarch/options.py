"""Options of PETRARCH that change what is coded, as its configuration files name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from detente.errors import BadSetting

_FALSE, _TRUE = frozenset({"false", "no", "0", "off"}), frozenset({"true", "yes", "1", "on"})


@dataclass(frozen=True, slots=True)
class Options:
    """What to keep of the events found, and which clauses between commas to pass over.

    ``new_actor_length`` above 0 gives actors that are in no dictionary as quoted capitals of at
    most that many words. ``comma_*`` are lengths in words, both included, of clauses in the
    middle, at the beginning (``b``) and at the end (``e``) of a sentence; a maximum of 0 keeps
    them all. The defaults are PETRARCH's.
    """

    require_dyad: bool = True
    new_actor_length: int = 0
    comma_min: int = 2
    comma_max: int = 8
    comma_bmin: int = 3
    comma_bmax: int = 0
    comma_emin: int = 2
    comma_emax: int = 8


def options_from(given: Mapping[str, object]) -> Options:
    """Options from names and values as text; names that detente has no use for are passed over.

    Raises
    ------
    BadSetting
        A value is neither a number nor true or false, as the option wants.
    """
    values: dict[str, bool | int] = {}
    for option in fields(Options):
        if option.name not in given:
            continue
        written = str(given[option.name]).strip().lower()
        if isinstance(option.default, bool):
            if written not in _TRUE | _FALSE:
                raise BadSetting(f"{option.name} is {written!r}; it must be true or false")
            values[option.name] = written in _TRUE
        else:
            try:
                values[option.name] = max(0, int(written))
            except ValueError:
                raise BadSetting(f"{option.name} is {written!r}; it must be a number") from None
    return Options(**values)  # type: ignore[arg-type]
