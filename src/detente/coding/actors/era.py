"""What the names of states meant on a day.

What comes in: the table of states and a date. What goes out: an :class:`Era`, which the finder
asks about every name that time has moved: "Moscow" stood for the Soviet Union in 1985, "Belgrade"
for Yugoslavia in 1999, Bonn was a capital until 1999 and the Blue House a seat until 2022.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.codebook import States
from detente.codebook.states import Spells, covered

NOW = "9999-12-31"
"""The day of a text without a date: only what still holds counts."""


@dataclass(frozen=True, slots=True)
class Era:
    """A day, with the states whose place another held then.

    ``names`` maps codes whose names stood for a forerunner, ``seats`` those whose capital did;
    ``unborn`` are states that were not there yet and had no forerunner.
    """

    date: str
    names: Mapping[str, str]
    seats: Mapping[str, str]
    unborn: frozenset[str]

    def holds(self, when: Spells) -> bool:
        """Whether a name with these spells was in use; one without spells always is."""
        return not when or covered(when, self.date)


def era_of(states: States, date: str | None) -> Era:
    """The era of a date (ISO, a time of day is ignored); of today if there is none."""
    if date is None:
        return Era(NOW, {}, {}, frozenset())
    day = date[:10]
    names: dict[str, str] = {}
    seats: dict[str, str] = {}
    unborn = set()
    for code in states.born_after(day):
        if not states[code].existed(day):
            then = states.on(code, day)
            if then == code:
                unborn.add(code)
            else:
                seats[code] = then
                if states[then].succession == "whole" and states[then].successor == code:
                    names[code] = then
    return Era(day, names, seats, frozenset(unborn))
