"""Events to dyad-weeks: counts, level, ruptures, repairs and phases."""

from detente.relations.acts import Act, Acts, as_acts
from detente.relations.counting import Reports, acts_of, dyad_acts, known_acts, reports_of
from detente.relations.evidence import Citation, Proof, citations, proofs
from detente.relations.panel import dyad_panel
from detente.relations.sides import Side, find_side
from detente.relations.story import Phase, Share, Shock, Why, phases_of, shocks_of, why
from detente.relations.weeks import DyadHistory, dyad_history, dyad_weeks, history_of
from detente.relations.weights import Weights, load_weights

__all__ = [
    "Act",
    "Acts",
    "Citation",
    "DyadHistory",
    "Phase",
    "Proof",
    "Reports",
    "Share",
    "Shock",
    "Side",
    "Weights",
    "Why",
    "acts_of",
    "as_acts",
    "citations",
    "dyad_acts",
    "dyad_history",
    "dyad_panel",
    "dyad_weeks",
    "find_side",
    "history_of",
    "known_acts",
    "load_weights",
    "phases_of",
    "proofs",
    "reports_of",
    "shocks_of",
    "why",
]
