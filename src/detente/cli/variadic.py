"""Options that take several values: ``--net one.parquet two.parquet``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand


def repeated(arguments: Sequence[str], options: Sequence[str]) -> list[str]:
    """Arguments in which each further value of a repeatable option has the option before it.

    Examples
    --------
    >>> repeated(["--net", "a", "b", "--days", "c"], ["--net", "--days"])
    ['--net', 'a', '--net', 'b', '--days', 'c']
    """
    out: list[str] = []
    current, values = None, 0
    for argument in arguments:
        if argument.startswith("-") and argument != "-":
            name, values = argument.split("=", 1)[0], int("=" in argument)
            current = name if name in options else None
        elif current is not None:
            values += 1
            if values > 1:
                out.append(current)
        out.append(argument)
    return out


class ManyValues(TyperCommand):
    """A command whose repeatable options also take several values at once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat the option before each of its values, then parse as ever."""
        options = [
            name
            for parameter in self.params
            if getattr(parameter, "multiple", False)
            for name in parameter.opts
        ]
        return super().parse_args(ctx, repeated(args, options))
