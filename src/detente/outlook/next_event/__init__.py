"""Who does what to whom next: link prediction on time-stamped event data, as an outside measure.

What comes in: files of events (date, source, relation, target). What goes out: for each event of
the test files, the rank of its target among all entities given source and relation, and of its
source given relation and target, from what was known before its day; and the mean reciprocal
rank and hits of these ranks. `events` reads, `history` counts, `candidates` and `features`
describe who may come next, `ranker` is fitted to order them, `backtest` runs the protocol and
`ranking` measures.
"""

from detente.outlook.next_event.backtest import NextEventRun, next_event_backtest
from detente.outlook.next_event.events import EventTable, read_events
from detente.outlook.next_event.ranking import RankScores, mean_ranks, rank_scores

__all__ = [
    "EventTable",
    "NextEventRun",
    "RankScores",
    "mean_ranks",
    "next_event_backtest",
    "rank_scores",
    "read_events",
]
