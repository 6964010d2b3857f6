"""A watch over feeds, folders and lists of addresses, with alerts and gaps in coverage."""

from detente.watch.clock import Clock, Stop, Stopped
from detente.watch.config import WatchConfig, load_watch
from detente.watch.coverage import Coverage, WeekCoverage, coverage
from detente.watch.log import Log, log_to
from detente.watch.rounds import Round, Watch
from detente.watch.run import opening, run, stopping_by_signal

__all__ = [
    "Clock",
    "Coverage",
    "Log",
    "Round",
    "Stop",
    "Stopped",
    "Watch",
    "WatchConfig",
    "WeekCoverage",
    "coverage",
    "load_watch",
    "log_to",
    "opening",
    "run",
    "stopping_by_signal",
]
