"""Drivers: the shares of features in the odds, summed by groups that have a name.

What comes in: contributions by feature, and ``data/drivers.toml``. What goes out: `Driver`
records, each naming the events behind it. The sums are exact: every feature is in one group.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from detente.errors import BadDataFile
from detente.records import Driver
from detente.relations import Act, as_acts

FILE = "drivers.toml"
KEYS = {"label", "features", "shown", "weeks", "quads"}
MOST_EVENTS = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Features that say one thing; see ``drivers.toml``."""

    name: str
    label: str
    features: tuple[str, ...]
    shown: str
    weeks: int
    quads: tuple[int, ...]


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """The shipped groups."""
    return read_groups(files("detente.outlook").joinpath("data", FILE).read_text("utf-8"), FILE)


def read_groups(text: str, file: str) -> tuple[Group, ...]:
    """The groups of a TOML text.

    Raises
    ------
    BadDataFile
        It is no TOML, or a group lacks a key, has an unknown one, or one of the wrong kind.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"is not valid TOML: {error}", file=file) from error
    out = []
    for name, table in found.items():
        wrong = sorted(set(table) ^ KEYS) if isinstance(table, dict) else [name]
        if wrong:
            raise BadDataFile(
                f"[{name}] is missing keys or has unknown ones: {', '.join(wrong)}",
                file=file,
                hint=f"a group holds {', '.join(sorted(KEYS))}",
            )
        if "{value}" not in table["label"]:
            raise BadDataFile(f"[{name}] label has no {{value}}", file=file)
        out.append(
            Group(
                name,
                table["label"],
                tuple(table["features"]),
                table["shown"],
                int(table["weeks"]),
                tuple(table["quads"]),
            )
        )
    return tuple(out)


@cache
def group_of(feature: str) -> Group | None:
    """The group of a feature: of those whose prefix fits, the one with the longest."""
    fitting = [
        (len(prefix), group)
        for group in groups()
        for prefix in group.features
        if feature.startswith(prefix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def drivers(
    contributions: Mapping[str, float],
    values: Mapping[str, float],
    acts: Sequence[Act],
    as_of: date,
) -> tuple[Driver, ...]:
    """The groups by how much they moved the odds, most first.

    Parameters
    ----------
    contributions
        Share of each feature in the log odds.
    values
        Value of each feature.
    acts
        The dyad's events up to the day of the outlook; none where there are only daily sums.
    """
    sums: dict[str, float] = {}
    for feature, share in contributions.items():
        group = group_of(feature)
        name = feature if group is None else group.name
        sums[name] = sums.get(name, 0.0) + share
    known = {group.name: group for group in groups()}
    out = []
    for name, total in sums.items():
        group = known.get(name)
        if group is None:
            value, label = values.get(name, 0.0), name
            events: tuple[str, ...] = ()
        else:
            # Another kind of hazard reads other spans: the first of the group stands for it.
            own = [f for f in contributions if group_of(f) == group]
            value = values[group.shown if group.shown in values else own[0]]
            label = group.label.replace("{value}", f"{value:.2f}")
            events = events_behind(group, acts, as_of)
        out.append(Driver(name, label, value, total, events))
    return tuple(sorted(out, key=lambda d: (-abs(d.contribution), d.feature)))


def events_behind(group: Group, acts: Sequence[Act], as_of: date) -> tuple[str, ...]:
    """Ids of the events of a group's weeks and quad classes, the weightiest first."""
    first = as_of - timedelta(days=7 * group.weeks)
    columns = as_acts(acts)
    inside = (columns.day > np.datetime64(first, "D")) & (columns.day <= np.datetime64(as_of, "D"))
    found = columns.of(inside & np.isin(columns.quad_class, group.quads)).records
    weightiest = sorted(found, key=lambda act: (-abs(act.score), act.day, act.event_id))
    return tuple(act.event_id for act in weightiest[:MOST_EVENTS])
