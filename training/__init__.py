"""Training of the English pipeline; nothing here is installed with the package."""
