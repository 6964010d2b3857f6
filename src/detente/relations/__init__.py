"""Events to dyad-weeks: counts, level, ruptures, repairs and phases."""

from detente.relations.acts import Act, dyad_acts
from detente.relations.panel import dyad_panel
from detente.relations.sides import Side, find_side
from detente.relations.weeks import DyadHistory, dyad_history, dyad_weeks
from detente.relations.weights import Weights, load_weights

__all__ = [
    "Act",
    "DyadHistory",
    "Side",
    "Weights",
    "dyad_acts",
    "dyad_history",
    "dyad_panel",
    "dyad_weeks",
    "find_side",
    "load_weights",
]
