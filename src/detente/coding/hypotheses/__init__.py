"""Competing explanations: found in a text, weighed in a matrix, judged by analysts."""

from detente.coding.hypotheses.find import find_hypotheses
from detente.coding.hypotheses.judgements import (
    FIXABLE,
    judgement,
    read_judgements,
    review,
    write_judgements,
)
from detente.coding.hypotheses.matrix import Cell, Item, Matrix, Row, matrix

__all__ = [
    "FIXABLE",
    "Cell",
    "Item",
    "Matrix",
    "Row",
    "find_hypotheses",
    "judgement",
    "matrix",
    "read_judgements",
    "review",
    "write_judgements",
]
