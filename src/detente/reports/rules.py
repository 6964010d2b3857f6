"""The rules of merging: what ``rules.toml`` holds, checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from detente.codebook import load_codebook
from detente.errors import BadDataFile
from detente.records import digest


@dataclass(frozen=True, slots=True)
class Points:
    """Points for and against one event; ``rules.toml`` says what each is for."""

    none: float
    same_type: float
    other_type: float
    same_actor: float
    same_recipient: float
    nobody_acts: float
    same_day: float
    day_in_interval: float
    next_day: float
    day_of_news: float
    day_before_news: float
    news_alike: float
    news_near: float
    news_apart: float
    in_passing: float
    no_day: float
    same_place: float
    other_place: float
    same_country: float
    same_person: float
    other_person: float
    same_office: float
    other_office: float
    same_mode: float
    other_mode: float
    same_amount: float
    near_amount: float
    other_amount: float
    same_wording: float
    words: float
    same_name: float
    other_names: float
    same_spot: float
    other_spot: float
    story: float
    copied_document: float
    denied: float
    anew: float


@dataclass(frozen=True, slots=True)
class Amounts:
    """When two numbers of one kind agree."""

    tolls: frozenset[str]
    near: float
    far: float


@dataclass(frozen=True, slots=True)
class NearRules:
    """When two documents are copies of one another; see ``[near_duplicates]``."""

    shingle_words: int
    permutations: int
    bands: int
    stretch_words: int
    stretches: int
    copy: float
    edited: float
    cut: float
    cut_words: int
    paragraphs: int
    paragraphs_share: float
    days: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All of ``rules.toml``. ``families`` maps an event type to the list it is in."""

    families: Mapping[str, str]
    together: frozenset[str]
    by_office: frozenset[str]
    offices: Mapping[str, int]
    news_days: int
    longest_days: int
    passing_days: Mapping[str, int]
    vague: frozenset[str]
    passing_margin: float
    passing_least: float
    points: Points
    amounts: Amounts
    same_km: float
    other_km: float
    near: NearRules
    common: frozenset[str]
    titles: frozenset[str]
    anew: frozenset[str]
    effects: frozenset[str]


PARTS = {
    "families": None,
    "parties": {"together", "by_office", "offices"},
    "dates": {
        "news_days",
        "longest_days",
        "passing_margin",
        "passing_least",
    },
    "passing_days": None,
    "vague": {"families"},
    "points": {f.name for f in fields(Points)},
    "amounts": {"tolls", "near", "far"},
    "places": {"same_km", "other_km"},
    "near_duplicates": {f.name for f in fields(NearRules)},
    "words": {"common", "titles", "anew", "effects"},
}


# Goes up whenever the code that merges changes what it gives; stores are then merged anew.
VERSION = 2


@cache
def rules_digest() -> str:
    """What the shipped rules and the code that reads them are known by."""
    text = Path(__file__).with_name("rules.toml").read_text("utf-8")
    return digest("report rules", str(VERSION), text)


@cache
def load_rules(path: str | Path | None = None) -> Rules:
    """The rules of a TOML file; None is the shipped one.

    Raises
    ------
    BadDataFile
        A part or key is missing or unknown, a value has the wrong type or range, or a family
        names a type that PLOVER does not have.
    """
    where = Path(path) if path is not None else Path(__file__).with_name("rules.toml")
    file = str(where)
    try:
        found = tomllib.loads(where.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadDataFile(f"cannot be read: {error}", file=file) from error
    for part, names in PARTS.items():
        table = found.get(part)
        if not isinstance(table, dict) or (names is not None and set(table) != names):
            wrong = sorted(set(table or ()) ^ (names or set()))
            raise BadDataFile(
                f"[{part}] is missing keys or has unknown ones: {', '.join(wrong)}", file=file
            )
    if set(found) != set(PARTS):
        extra = ", ".join(sorted(set(found) - set(PARTS)))
        raise BadDataFile(f"unknown part: {extra}", file=file, hint=f"one of {', '.join(PARTS)}")
    near = found["near_duplicates"]
    for part in ("points", "places", "near_duplicates"):
        _numbers(found[part], part, file)
    dates = found["dates"]
    _numbers(dates, "dates", file)
    _numbers(found["passing_days"], "passing_days", file)
    _numbers({k: found["amounts"][k] for k in ("near", "far")}, "amounts", file)
    _in_range(found, file)
    return Rules(
        families=_families(found["families"], file),
        together=frozenset(_texts(found["parties"]["together"], "[parties] together", file)),
        by_office=frozenset(_texts(found["parties"]["by_office"], "[parties] by_office", file)),
        offices={
            word: number
            for number, line in enumerate(
                _texts(found["parties"]["offices"], "[parties] offices", file)
            )
            for word in line.lower().split()
        },
        news_days=int(dates["news_days"]),
        longest_days=int(dates["longest_days"]),
        passing_days={k: int(v) for k, v in found["passing_days"].items()},
        vague=frozenset(_texts(found["vague"]["families"], "[vague] families", file)),
        passing_margin=float(dates["passing_margin"]),
        passing_least=float(dates["passing_least"]),
        points=Points(**{k: float(v) for k, v in found["points"].items()}),
        amounts=Amounts(
            frozenset(_texts(found["amounts"]["tolls"], "[amounts] tolls", file)),
            float(found["amounts"]["near"]),
            float(found["amounts"]["far"]),
        ),
        same_km=float(found["places"]["same_km"]),
        other_km=float(found["places"]["other_km"]),
        near=NearRules(**near),
        common=_listed(found["words"]["common"], "[words] common", file),
        titles=_listed(found["words"]["titles"], "[words] titles", file),
        anew=_listed(found["words"]["anew"], "[words] anew", file),
        effects=_listed(found["words"]["effects"], "[words] effects", file),
    )


def _families(table: Mapping[str, Any], file: str) -> dict[str, str]:
    known = load_codebook().types
    out: dict[str, str] = {}
    for family, types in table.items():
        for one in _texts(types, f"[families] {family}", file):
            if one not in known:
                raise BadDataFile(
                    f"[families] {family}: {one!r} is not a PLOVER event type",
                    file=file,
                    hint="`detente codebook types` lists all 16",
                )
            if one in out:
                raise BadDataFile(
                    f"[families] {one} is in {out[one]} and in {family}",
                    file=file,
                    hint="a type is in one family at most",
                )
            out[one] = family
    return out


def _texts(value: object, name: str, file: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadDataFile(f"{name} is {value!r}, not a list of texts", file=file)
    return value


def _listed(value: object, name: str, file: str) -> frozenset[str]:
    if not isinstance(value, str):
        raise BadDataFile(f"{name} is {value!r}, not words parted by spaces", file=file)
    return frozenset(value.lower().split())


def _numbers(table: Mapping[str, Any], part: str, file: str) -> None:
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadDataFile(f"[{part}] {name} is {value!r}, not a number", file=file)


def _in_range(found: Mapping[str, Any], file: str) -> None:
    near, amounts, places = found["near_duplicates"], found["amounts"], found["places"]
    whole = [f.name for f in fields(NearRules) if f.type in ("int", int)]
    checks = [
        ("[dates] news_days from 0 to 14", 0 <= found["dates"]["news_days"] <= 14),
        ("[dates] longest_days above 0", found["dates"]["longest_days"] > 0),
        ("[passing_days] from 0 to 90, of families of [families]",
         all(0 <= days <= 90 for days in found["passing_days"].values())
         and set(found["passing_days"]) <= set(found["families"])),
        ("[amounts] 1 <= near <= far", 1 <= amounts["near"] <= amounts["far"]),
        ("[places] 0 <= same_km <= other_km", 0 <= places["same_km"] <= places["other_km"]),
        (
            "[near_duplicates] 0 < edited <= copy <= 1",
            0 < near["edited"] <= near["copy"] <= 1,
        ),
        ("[near_duplicates] 0 < cut <= 1", 0 < near["cut"] <= 1),
        ("[near_duplicates] whole numbers above 0",
         all(isinstance(near[n], int) and near[n] > 0 for n in whole)),
        ("[near_duplicates] bands that divide permutations",
         isinstance(near["bands"], int) and near["bands"] > 0
         and near["permutations"] % near["bands"] == 0),
    ]  # fmt: skip
    for wanted, holds in checks:
        if not holds:
            raise BadDataFile(f"a value is out of range; wanted: {wanted}", file=file)
