"""How the pair model was fitted (developers only)."""
