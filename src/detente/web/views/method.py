"""How the desk knows what it shows: sources, coverage, weights, models, runs, licences.

What comes in: an open session. What goes out: a `MethodPage`.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from detente.api import Session
from detente.web import sql
from detente.web.params import AsOf
from detente.web.views.common import bounds, day_of, iso
from detente.web.views.feeds import Feeds, feeds_of


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source of articles: how many, with how many events, from when to when."""

    name: str
    documents: int
    events: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """Event data of others."""

    name: str
    events: int
    first: str | None
    last: str | None
    publishers: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How much was published in a month; a month without any is unknown."""

    month: str
    documents: int
    imported: int


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months, for the coverage calendar."""

    year: str
    months: tuple[MonthCount, ...]


@dataclass(frozen=True, slots=True)
class Licensed:
    """Something that comes with détente, with its version and licence."""

    name: str
    version: str
    licence: str
    notice: str


@dataclass(frozen=True, slots=True)
class Binned:
    """Outlooks that said about as much: how many, what on average, and how often it happened."""

    outlooks: int
    said: float
    happened: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How the odds of one target and horizon came true, on days that nothing was fitted on."""

    target: str
    words: str
    origins: str
    horizon_days: int
    outlooks: int
    bins: tuple[Binned, ...]


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Sources, coverage, weights, models, runs and licences of what a store shows.

    ``tested`` bounds the days of the outlooks in ``reliability``; ``after_shocks`` counts those
    made in the weeks after a shock, a number a horizon, where the model says the base rate alone.
    """

    day: str
    as_of: str | None
    first: str | None
    last: str | None
    sources: tuple[SourceRow, ...]
    datasets: tuple[DatasetRow, ...]
    calendar: tuple[Year, ...]
    most: int
    set_aside: tuple[tuple[str, str, int], ...]
    weights: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    models: tuple[dict[str, Any], ...]
    tested: tuple[str, str] | None
    reliability: tuple[Reliability, ...]
    after_shocks: tuple[int, ...]
    pipeline: dict[str, str]
    runs: tuple[dict[str, Any], ...]
    codebook: str
    assets: tuple[Licensed, ...]
    notice: str
    feeds: Feeds


def method(session: Session, as_of: AsOf = None) -> MethodPage:
    """How the desk knows: sources, coverage, weights, model cards, runs, licences."""
    from detente.codebook import load_codebook

    store = session.store
    first, last = bounds(session)
    months = {m: (int(d), int(i)) for m, d, i in store.query(sql.MONTHS, {"as_of": as_of})}
    sources = tuple(
        SourceRow(name, int(n), int(e), iso(a), iso(b))
        for name, n, e, a, b in store.query(sql.SOURCES, {"as_of": as_of})
    )
    datasets = tuple(
        DatasetRow(name, int(n), iso(a), iso(b), int(p))
        for name, n, a, b, p in store.query(sql.DATASETS, {"as_of": as_of})
    )
    return MethodPage(
        day=day_of(session, as_of),
        as_of=as_of,
        first=first,
        last=last,
        sources=sources,
        datasets=datasets,
        calendar=_calendar(months),
        most=max((d + i for d, i in months.values()), default=1),
        set_aside=tuple((s, r, int(n)) for s, r, n in store.query(sql.REASONS)),
        weights=_weights(),
        models=tuple(_models()),
        tested=_tested(),
        reliability=reliability_of(),
        after_shocks=_after_shocks(),
        pipeline=_pipeline(),
        runs=tuple(_run(r.to_json()) for r in reversed(store.runs()[-20:])),
        codebook=load_codebook().version,
        assets=_assets(),
        notice=_notice(),
        feeds=feeds_of(session, as_of),
    )


def _calendar(months: dict[str, tuple[int, int]]) -> tuple[Year, ...]:
    years = sorted({month[:4] for month in months})
    if not years:
        return ()
    # Data that reach back centuries would make a calendar that nobody reads.
    first = max(int(years[0]), int(years[-1]) - 39)
    return tuple(
        Year(
            str(year),
            tuple(
                MonthCount(f"{year}-{m:02}", *months.get(f"{year}-{m:02}", (0, 0)))
                for m in range(1, 13)
            ),
        )
        for year in range(int(years[-1]), first - 1, -1)
    )


def _weights() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    text = files("detente.relations").joinpath("weights.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return tuple(
        (part, tuple((key, str(value)) for key, value in table.items()))
        for part, table in told.items()
        if isinstance(table, dict)
    )


def _models() -> list[dict[str, Any]]:
    from detente.outlook.shipped import load_shipped

    out = []
    for units in ("events", "net"):
        model = load_shipped(units)
        for kind in ("all", "post-shock", "repair", "acts"):
            for horizon in (30, 90, 180):
                try:
                    card = model.card(kind, horizon).to_json()
                except KeyError:
                    continue
                if card["brier_score"] is not None:
                    out.append({**card, "units": units, "kind": kind, "horizon_days": horizon})
    return out


def _tested() -> tuple[str, str] | None:
    """The first and the last day of the outlooks that the models were tested on."""
    from detente.outlook.shipped import load_tested

    tested = load_tested("events")
    return None if tested is None else (tested.first, tested.last)


def _after_shocks() -> tuple[int, ...]:
    from detente.outlook.shipped import load_shipped, load_tested
    from detente.outlook.target import HORIZONS_WEEKS

    tested = load_tested("events")
    if tested is None or load_shipped("events").names("post-shock"):
        return ()
    found = (tested.bins.get(("post-shock", weeks), ()) for weeks in HORIZONS_WEEKS)
    return tuple(sum(b.count for b in bins) for bins in found)


def reliability_of() -> tuple[Reliability, ...]:
    """What the shipped models said in their backtest against what happened; none if not kept."""
    from detente.brief.charts.reliability import ORIGINS
    from detente.brief.outlook import WORDS
    from detente.outlook.shipped import load_tested
    from detente.outlook.target import DAYS_OF_HORIZON

    tested = load_tested("events")
    if tested is None:
        return ()
    return tuple(
        Reliability(
            target, WORDS[target], name, days, sum(b.count for b in bins),
            tuple(Binned(b.count, b.said, b.seen) for b in bins),
        )
        for target, origins in ORIGINS.items()
        for kind, name in origins.items()
        for weeks, days in sorted(DAYS_OF_HORIZON.items())
        for bins in [tested.bins.get((kind, weeks), ())]
    )  # fmt: skip


def _pipeline() -> dict[str, str]:
    text = files("detente.language").joinpath("en_detente", "meta.json").read_text("utf-8")
    meta = json.loads(text)
    return {k: str(meta.get(k, "")) for k in ("name", "version", "description", "license")}


def _run(run: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "started", "finished", "command", "coder", "codebook_version", "pipeline_version")
    return {**{k: run[k] for k in kept}, "counts": run["counts"]}


def _assets() -> tuple[Licensed, ...]:
    text = files("detente.web").joinpath("static", "vendor", "vendor.json").read_text("utf-8")
    return tuple(
        Licensed(one["package"], one["version"], one["licence"], one["notice"])
        for one in json.loads(text)
    )


def _notice() -> str:
    """The notices of the package, as installed; empty where they cannot be found."""
    from importlib.metadata import PackageNotFoundError, distribution
    from pathlib import Path

    try:
        for file in distribution("detente").files or ():
            if file.name == "NOTICE":
                return str(file.read_text(encoding="utf-8"))
    except (PackageNotFoundError, OSError):
        pass
    beside = Path(__file__).parents[4] / "NOTICE"
    return beside.read_text(encoding="utf-8") if beside.is_file() else ""
