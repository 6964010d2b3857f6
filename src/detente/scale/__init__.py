"""The same coding on many processes or on Spark, and runs that can be stopped and gone on with.

What comes in: a function over a batch, and batches or files. What goes out: its results, the same
whatever becomes of a process on the way.
"""

from detente.scale.journal import Progress, Resumable, fingerprint
from detente.scale.pool import map_batches
from detente.scale.spark import SparkCoded, code_corpus, spark_session

__all__ = [
    "Progress",
    "Resumable",
    "SparkCoded",
    "code_corpus",
    "fingerprint",
    "map_batches",
    "spark_session",
]
