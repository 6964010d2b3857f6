"""Teaching the encoder of `detente.coding.learned.encoder`; nothing here is installed."""
