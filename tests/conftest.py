"""What every test shares: one thread of linear algebra, as the command line has it."""

from detente.config import one_thread_each

# Before anything loads numpy; see docs/decisions/0004.
one_thread_each()
