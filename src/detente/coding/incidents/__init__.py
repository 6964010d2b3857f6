"""Case files: what exactly happened, who did it to whom and with what, and what is contested."""

from detente.coding.incidents.across import CaseFile, case_files, same_act
from detente.coding.incidents.build import Built, find_incidents, firm
from detente.coding.incidents.revise import learned_incidents

__all__ = [
    "Built",
    "CaseFile",
    "case_files",
    "find_incidents",
    "firm",
    "learned_incidents",
    "same_act",
]
