"""Entities of event data mapped to the states they speak for.

What comes in: names as ICEWS writes them: a country, "Ministry (Nigeria)", a person. What goes
out: a state's code, or None. Countries come from the codebook's table of states, roles from
``data/speakers.tsv``, persons from the table of office-holders. What is not found is left out
and counted, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detente.codebook.names import fold
from detente.codebook.states import load_states
from detente.codebook.tables import read_table

FILE = "speakers.tsv"
ROLE_OF_COUNTRY = re.compile(r"^(?P<role>.+?)\s*\((?P<country>[^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of event data could be mapped: names, and mentions of them."""

    names: int
    names_mapped: int
    mentions: int
    mentions_mapped: int

    def __str__(self) -> str:
        return (
            f"{self.names_mapped:,} of {self.names:,} names speak for a state,"
            f" {self.mentions_mapped / max(self.mentions, 1):.0%} of mentions"
        )


class Speakers:
    """Looks up which state a name speaks for; build it once."""

    def __init__(self) -> None:
        from detente.coding.actors.tables import load_tables

        text = files("detente.outlook").joinpath("data", FILE).read_text("utf-8")
        self.roles = {row["role"] for row in read_table(text, FILE, ("role",))}
        self.states = load_states()
        self.tables = load_tables()

    def state(self, name: str) -> str | None:
        """The code of the state that a name speaks for, None if none or not known."""
        found = name if name in self.states else self.states.named(name)
        if found is not None:
            return found
        of_country = ROLE_OF_COUNTRY.match(name)
        if of_country is not None:
            if of_country["role"] not in self.roles:
                return None
            return self.states.named(of_country["country"])
        return self._person(name)

    def _person(self, name: str) -> str | None:
        words = fold(name).lower().replace(".", " ").replace("-", " ").split()
        if len(words) < 2:
            return None
        asked = {" ".join(words), f"{words[0]} {words[-1]}", f"{words[0]} {'-'.join(words[1:])}"}
        holders = [h for key in sorted(asked) for h in self.tables.terms(key)]
        countries = {h.country for h in holders if h.country in self.states}
        # A name that office-holders of two states share tells nothing.
        return countries.pop() if len(countries) == 1 else None


def states_of(names: Iterable[str]) -> tuple[NDArray[np.str_], Coverage]:
    """The state of each name, "" where it speaks for none, and how much was mapped."""
    told = np.asarray(list(names), dtype=str)
    unique, inverse, counts = np.unique(told, return_inverse=True, return_counts=True)
    speakers = Speakers()
    codes = np.array([speakers.state(name) or "" for name in unique.tolist()], dtype="U3")
    mapped = codes != ""
    coverage = Coverage(len(unique), int(mapped.sum()), len(told), int(counts[mapped].sum()))
    return codes[inverse], coverage
