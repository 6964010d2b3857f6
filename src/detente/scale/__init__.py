"""The same coding on many processes, and runs that can be stopped and gone on with.

What comes in: a function over a batch, batches, how many processes. What goes out: its results in
the order of the batches, whatever becomes of a process on the way.
"""

from detente.scale.journal import Progress, Resumable, fingerprint
from detente.scale.pool import map_batches

__all__ = ["Progress", "Resumable", "fingerprint", "map_batches"]
