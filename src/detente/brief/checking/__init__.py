"""The checker: whether each sentence of a brief holds against what it cites.

What comes in: the text of a sentence, its ids, an open store; nothing of the composer's. What
goes out: why a sentence may not be printed, or nothing where it may.
"""

from detente.brief.checking.check import Checked, Checker, Failure

__all__ = ["Checked", "Checker", "Failure"]
