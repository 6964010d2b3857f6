"""`detente actors`: who is known, and how to make others known."""

from __future__ import annotations

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.petrarch import actors_import

actors = typer.Typer(
    help="Bring actors from other dictionaries.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(actors, name="actors")
actors.add_typer(actors_import, name="import")


@actors.callback()
def known_actors() -> None:
    """Bring actors from other dictionaries."""
