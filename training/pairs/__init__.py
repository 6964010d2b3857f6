"""How the models of the act between two parties were fitted (developers only)."""
