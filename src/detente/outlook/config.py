"""The numbers of ``model.toml``, checked.

What comes in: the shipped file or another of the same form. What goes out: a frozen `Config`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from detente.errors import BadDataFile
from detente.outlook.hazard import Recipe

PARTS = {
    "universe": {"forecast_share", "training_share", "calibration_weeks", "calibration_trust"},
    "hazard": {
        "seed",
        "penalty",
        "trees",
        "leaves",
        "leaf_rows",
        "learning_rate",
        "l2",
        "columns_share",
        "tree_share",
    },
    "events": {
        "forecast_share",
        "training_share",
        "calibration_weeks",
        "calibration_trust",
        "penalty",
        "trees",
        "leaf_rows",
    },
    "post_shock": {"penalty", "tree_share"},
}
WHOLE = ("calibration_weeks", "seed", "trees", "leaves", "leaf_rows")


@dataclass(frozen=True, slots=True)
class Setting:
    """How hazards are fitted on one kind of data: shares that draw the universe, recipes."""

    forecast_share: float
    training_share: float
    calibration_weeks: int
    calibration_trust: float
    hazard: Recipe
    post_shock: Recipe

    def recipe(self, kind: str) -> Recipe:
        """The recipe of a kind of origin."""
        return self.post_shock if kind == "post-shock" else self.hazard


@dataclass(frozen=True, slots=True)
class Config:
    """The settings for daily nets and for single events."""

    net: Setting
    events: Setting

    def of(self, units: str) -> Setting:
        """The setting for the units of a panel."""
        return self.net if units == "net" else self.events


def load_config(path: str | Path | None = None) -> Config:
    """The configuration of a TOML file; None is the shipped one.

    Raises
    ------
    BadDataFile
        A key is missing, unknown, or no number above or at zero.
    """
    shipped = files("detente.outlook").joinpath("model.toml")
    name = "model.toml" if path is None else str(path)
    try:
        text = shipped.read_text("utf-8") if path is None else Path(path).read_text("utf-8")
        found = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadDataFile(f"cannot be read: {error}", file=name) from error
    for part, keys in PARTS.items():
        table = found.get(part, {})
        wrong = sorted(set(table) ^ keys)
        if wrong:
            raise BadDataFile(
                f"[{part}] is missing keys or has unknown ones: {', '.join(wrong)}",
                file=name,
                hint=f"[{part}] holds {', '.join(sorted(keys))}",
            )
        for key, value in table.items():
            kind = int if key in WHOLE else (int, float)
            if isinstance(value, bool) or not isinstance(value, kind) or value < 0:
                raise BadDataFile(f"[{part}] {key} is {value!r}, not a number", file=name)
    hazard = Recipe(**found["hazard"])
    events = dict(found["events"])
    shares = {name: events.pop(name) for name in PARTS["universe"]}
    return Config(
        net=Setting(
            **found["universe"], hazard=hazard, post_shock=replace(hazard, **found["post_shock"])
        ),
        events=Setting(
            **shares,
            hazard=replace(hazard, **events),
            post_shock=replace(hazard, **{**events, **found["post_shock"]}),
        ),
    )
