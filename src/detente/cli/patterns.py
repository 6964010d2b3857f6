"""`detente patterns`: what acts are told from, and how to add to it."""

from __future__ import annotations

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.petrarch import patterns_import

patterns = typer.Typer(
    help="Bring verb patterns from other dictionaries.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(patterns, name="patterns")
patterns.add_typer(patterns_import, name="import")


@patterns.callback()
def known_patterns() -> None:
    """Bring verb patterns from other dictionaries."""
