"""Measuring the coding on data with known answers."""

from detente.evaluation.articles import Article, read_articles
from detente.evaluation.changes import Changes, changes
from detente.evaluation.extraction import FoundEvent, found_events
from detente.evaluation.marked import MarkedPair, read_marked_pairs
from detente.evaluation.pairs import Answer, answer_pairs
from detente.evaluation.petr import (
    PetrRecord,
    PetrScores,
    evaluate_petr,
    petr_text,
    read_petr,
)
from detente.evaluation.reading import ReadingScores, score_articles, summed
from detente.evaluation.report import Scores, as_text, scored
from detente.evaluation.run import evaluate_plv, read_records
from detente.evaluation.silence import bundled_event_free, event_free_sentences, treebank_sentences

__all__ = [
    "Answer",
    "Article",
    "Changes",
    "FoundEvent",
    "MarkedPair",
    "PetrRecord",
    "PetrScores",
    "ReadingScores",
    "Scores",
    "answer_pairs",
    "as_text",
    "bundled_event_free",
    "changes",
    "evaluate_petr",
    "evaluate_plv",
    "event_free_sentences",
    "found_events",
    "petr_text",
    "read_articles",
    "read_marked_pairs",
    "read_petr",
    "read_records",
    "score_articles",
    "scored",
    "summed",
    "treebank_sentences",
]
