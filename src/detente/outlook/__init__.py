"""Will it happen again? Targets, features, calibrated hazards, precedents and their scoring."""

from detente.outlook.panel import Panel
from detente.outlook.target import Definition

__all__ = ["Definition", "Panel"]
