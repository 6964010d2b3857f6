"""The command line: `detente code`, `explain`, `add`, `timeline`, `events`, `export` and others.

What comes in: files and options. What goes out: results on standard output, messages on
standard error, an exit code. Everything heavy is imported inside the command that needs it, so
that ``detente --help`` is quick. A module a group of commands; importing it registers them, in the
order in which the help lists them.
"""

from detente.cli import code, reading, store, imports, dyad, panel, setup  # noqa: F401, I001
from detente.cli import actors, patterns, evaluate, outlook, casebook  # noqa: F401
from detente.cli import next_event, serve, watch, fetch, brief, reports  # noqa: F401
from detente.cli.app import app, main
from detente.cli.exits import DONE, FAILED, SET_ASIDE, WRONG_USE

__all__ = ["DONE", "FAILED", "SET_ASIDE", "WRONG_USE", "app", "main"]
