"""Measuring the coding on data with known answers."""

from detente.evaluation.marked import MarkedPair, read_marked_pairs
from detente.evaluation.pairs import Answer, answer_pairs

__all__ = ["Answer", "MarkedPair", "answer_pairs", "read_marked_pairs"]
