"""The act between two marked parties: features, and the small model that weighs them."""
