"""Events to dyad-weeks: counts, level, ruptures, repairs and phases."""

from detente.relations.acts import Act, dyad_acts
from detente.relations.panel import dyad_panel
from detente.relations.weeks import dyad_weeks
from detente.relations.weights import Weights, load_weights

__all__ = ["Act", "Weights", "dyad_acts", "dyad_panel", "dyad_weeks", "load_weights"]
