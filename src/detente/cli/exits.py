"""Exit codes of the command line, and the sentence about them that ends every help text."""

from __future__ import annotations

DONE, SET_ASIDE, WRONG_USE, FAILED = 0, 1, 2, 3
# What shells show for a command that SIGPIPE ended: whoever read its output has gone.
READER_GONE = 128 + 13

EXIT_CODES = (
    "Exit codes: 0 done; 1 done, but some input was set aside; 2 wrong use; 3 could not be done. "
    "Results go to standard output, messages to standard error."
)
