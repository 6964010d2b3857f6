"""The casebook: interstate shocks with what came of them, as precedents and base rates."""

from detente.outlook.casebook.ranking import Precedent, cases_for, known_cases, precedents
from detente.outlook.casebook.rates import HORIZONS, Rate, repair_rate, rupture_rate
from detente.outlook.casebook.reading import load_casebook, read_cases
from detente.outlook.casebook.records import Case, Signal

__all__ = [
    "HORIZONS",
    "Case",
    "Precedent",
    "Rate",
    "Signal",
    "cases_for",
    "known_cases",
    "load_casebook",
    "precedents",
    "read_cases",
    "repair_rate",
    "rupture_rate",
]
