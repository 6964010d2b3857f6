"""The application that commands register with, the options of every command, and `main`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.cli.exits import DONE, EXIT_CODES, FAILED, READER_GONE, WRONG_USE
from detente.cli.messages import tell
from detente.config import prepare_process
from detente.errors import BadSetting, DetenteError, UnknownState

app = typer.Typer(
    name="detente",
    help="Reads news about states, records who did what to whom with the words that prove it, "
    "and follows every pair of states over time.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    # Plain help: drawing it with rich would double the time that --help takes.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def main() -> None:
    """Run the command line; errors that a user can mend are told without a traceback."""
    prepare_process()
    try:
        app(prog_name="detente")
    except SystemExit:
        if _reader_gone():
            sys.exit(READER_GONE)
        raise
    except DetenteError as error:
        tell(f"detente: {error}")
        sys.exit(WRONG_USE if isinstance(error, BadSetting | UnknownState) else FAILED)
    except OSError as error:
        tell(f"detente: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        tell("detente: interrupted")
        sys.exit(130)


def _reader_gone() -> bool:
    """Whether nobody reads on: `detente ... | head` ends at once and without a word.

    Click has then put a wrapper about standard output. The signal SIGPIPE is left as Python has
    it: by its default a browser that hangs up would end the desk, and a feed's server the watch.
    """
    return type(sys.stdout).__name__ == "PacifyFlushWrapper"


@app.callback()
def common(
    context: typer.Context,
    config: Annotated[
        str | None,
        typer.Option("--config", metavar="FILE", help="Settings; ./detente.toml if there is one."),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False,
) -> None:
    """Options of every command."""
    if version:
        import detente

        typer.echo(f"detente {detente.__version__}")
        raise typer.Exit(DONE)
    context.obj = config
