"""Word lists in code are written as one text."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


HONORIFICS = word_set(
    "mr mr. mrs mrs. ms ms. miss mx dr dr. sir dame lord lady messrs messrs. prof prof. hon hon. "
    "rev rev. herr frau fräulein monsieur madame mme mme. mlle m. señor senor señora senora signor "
    "signora comrade comrades tun datuk dato tengku maulana sayyid"
)
"""What stands before a name and is none of it, nor an office; lower case."""
