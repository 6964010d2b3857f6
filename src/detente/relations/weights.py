"""The numbers of ``weights.toml``, checked.

What comes in: the shipped file or another of the same form. What goes out: a frozen `Weights`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from detente.errors import BadDataFile


@dataclass(frozen=True, slots=True)
class LevelWeights:
    """How the level is filtered; meanings and units in ``weights.toml``."""

    prior_mean: float
    prior_sd: float
    drift_sd: float
    slope_sd: float
    slope_damping: float
    noise_sd: float
    noise_weeks: float
    noise_memory: float
    week_share: float
    volume_weeks: float
    degrees_of_freedom: float
    surprise: float
    evidence: float
    sustained: float
    jump_sd: float
    interval: float


@dataclass(frozen=True, slots=True)
class ShockWeights:
    """When a move of the level is a rupture or a repair; see ``weights.toml``."""

    reference_weeks: int
    rupture_drop: float
    rupture_level: float
    rupture_reports: int
    repair_share: float
    repair_sds: float
    repair_calm_weeks: int


@dataclass(frozen=True, slots=True)
class SurgeWeights:
    """When conflict stands out from the dyad's own past; see ``weights.toml``."""

    scale: float
    floor: float
    z_min: float
    spread: float
    record: float
    quiet_weeks: int


@dataclass(frozen=True, slots=True)
class PhaseWeights:
    """Where one phase gives way to the next; see ``weights.toml``."""

    cooperation_above: float
    strain_below: float
    normalisation_least: int
    normalisation_weeks: int


@dataclass(frozen=True, slots=True)
class Weights:
    """All of them."""

    level: LevelWeights
    shock: ShockWeights
    surge: SurgeWeights
    phase: PhaseWeights


POSITIVE = {"prior_sd", "drift_sd", "noise_sd", "noise_weeks", "volume_weeks", "surprise"}
POSITIVE |= {"degrees_of_freedom", "evidence", "sustained", "reference_weeks"}
POSITIVE |= {"rupture_drop", "repair_sds", "scale", "z_min", "spread", "record"}
NOT_NEGATIVE = {"slope_sd", "jump_sd", "rupture_reports", "normalisation_weeks"}
NOT_NEGATIVE |= {"normalisation_least", "repair_calm_weeks", "floor", "quiet_weeks"}
SHARES = {"interval", "slope_damping", "noise_memory", "week_share", "repair_share"}
PARTS: dict[str, type[Any]] = {
    "level": LevelWeights,
    "shock": ShockWeights,
    "surge": SurgeWeights,
    "phase": PhaseWeights,
}


def load_weights(path: str | Path | None = None) -> Weights:
    """The weights of a TOML file; None is the shipped one.

    Raises
    ------
    BadDataFile
        A key is missing, unknown, no number, or out of its range.
    """
    where = Path(path) if path is not None else Path(__file__).with_name("weights.toml")
    try:
        found = tomllib.loads(where.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadDataFile(f"cannot be read: {error}", file=str(where)) from error
    unknown = sorted(set(found) - set(PARTS))
    if unknown:
        raise BadDataFile(
            f"unknown part [{unknown[0]}]", file=str(where), hint=f"one of {', '.join(PARTS)}"
        )
    level = LevelWeights(**_numbers(found, "level", where))
    shock = ShockWeights(**_numbers(found, "shock", where))
    surge = SurgeWeights(**_numbers(found, "surge", where))
    phase = PhaseWeights(**_numbers(found, "phase", where))
    if phase.strain_below >= phase.cooperation_above:
        raise BadDataFile(
            f"[phase] strain_below is {phase.strain_below}, not below cooperation_above,"
            f" {phase.cooperation_above}",
            file=str(where),
            hint="leave a gap between them, or the phase changes with every breath",
        )
    return Weights(level, shock, surge, phase)


def _numbers(found: dict[str, object], part: str, where: Path) -> dict[str, Any]:
    """The numbers of one part, every key there and in range."""
    table = found.get(part)
    names = [f.name for f in fields(PARTS[part])]
    if not isinstance(table, dict) or set(table) != set(names):
        given = set(table) if isinstance(table, dict) else set()
        wrong = sorted(given ^ set(names))
        raise BadDataFile(
            f"[{part}] is missing keys or has unknown ones: {', '.join(wrong)}",
            file=str(where),
            hint=f"[{part}] holds {', '.join(names)}",
        )
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadDataFile(f"[{part}] {name} is {value!r}, not a number", file=str(where))
        low = (name in POSITIVE and value <= 0) or (name in NOT_NEGATIVE and value < 0)
        if low or (name in SHARES and not 0 < value < 1):
            raise BadDataFile(f"[{part}] {name} is {value}, out of range", file=str(where))
    whole = [field.name for field in fields(PARTS[part]) if field.type in (int, "int")]
    for name in whole:
        if table[name] != int(table[name]):
            raise BadDataFile(f"{name} is {table[name]}, not a whole number", file=str(where))
    return {**table, **{name: int(table[name]) for name in whole}}
