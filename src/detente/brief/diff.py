"""Two briefs of one relation compared: what is said now and was not, and what no longer is.

What comes in: an older and a newer brief. What goes out: `Changes`, sentences by section.
Sentences are the same if their words are; footnote numbers do not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.brief.brief import Brief
from detente.errors import BadSetting


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two briefs: pairs of a section's key and a sentence's text."""

    dyad: str
    before: str
    after: str
    added: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """The changes as JSON object."""
        return {
            "kind": "brief_changes",
            "dyad": self.dyad,
            "before": self.before,
            "after": self.after,
            "added": [{"section": s, "text": t} for s, t in self.added],
            "gone": [{"section": s, "text": t} for s, t in self.gone],
        }


def changes(older: Brief, newer: Brief) -> Changes:
    """What the newer brief says that the older did not, and the other way round.

    Raises
    ------
    BadSetting
        They are of two relations.
    """
    if older.dyad != newer.dyad:
        raise BadSetting(
            f"a brief of {older.dyad} and one of {newer.dyad} cannot be compared",
            hint="give an older brief of the same two",
        )
    before = [(key, s.text) for key, s in older.sentences()]
    after = [(key, s.text) for key, s in newer.sentences()]
    return Changes(
        newer.dyad,
        older.as_of,
        newer.as_of,
        tuple(_without(after, before)),
        tuple(_without(before, after)),
    )


def _without(
    found: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    known = set(others)
    return [one for one in found if one not in known]


def changes_text(found: Changes) -> str:
    """The changes in lines: ``+`` is said now, ``-`` no longer."""
    lines = [f"{found.dyad}: {found.before} to {found.after}"]
    if not (found.added or found.gone):
        return f"{lines[0]}\nno sentence differs\n"
    sections = dict.fromkeys(key for key, _ in (*found.added, *found.gone))
    for section in sections:
        lines += ["", section]
        lines += [f"+ {text}" for key, text in found.added if key == section]
        lines += [f"- {text}" for key, text in found.gone if key == section]
    return "\n".join(lines) + "\n"
