"""What annotated articles taught: which words tell of acts, whose they are, what to trust."""
