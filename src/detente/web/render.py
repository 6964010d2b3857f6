"""Records as pages and as JSON.

What comes in: a view's record. What goes out: HTML by its template, everything from a text
escaped; or plain values for JSON. Percent, signs and readable days exist only here.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from detente.brief.charts import drawn


def as_json(value: Any) -> Any:
    """A record, and all that it holds, as plain values of JSON."""
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(v) for v in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def environment() -> Environment:
    """The templates, with the filters and functions that they use."""
    made = Environment(
        loader=PackageLoader("detente.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=shown_day, pct=percent, signed=signed, number=number, outside=outside, short=short
    )
    made.globals.update(
        to=to, static=static, outside=outside, escape_id=lambda v: quote(v, safe="")
    )
    return made


def escape_id(value: str) -> str:
    """A part of an address that comes from data."""
    return quote(value, safe="")


@pass_context
def to(context: Context, path: str, **query: Any) -> str:
    """A link inside the desk that keeps the day as of which it is shown.

    Parts of the path that come from data are quoted by whoever makes it (`escape_id`).
    """
    given = {"as_of": context.get("as_of"), **query}
    kept = {k: v for k, v in given.items() if v is not None and v != ""}
    place, mark, fragment = path.partition("#")
    joint = "&" if "?" in place else "?"
    return place + (joint + urlencode(kept) if kept else "") + mark + fragment


@cache
def _digest(name: str) -> str:
    data = files("detente.web").joinpath("static", name).read_bytes()
    return hashlib.sha256(data).hexdigest()[:12]


def static(name: str) -> str:
    """The address of a file of ours, with its digest: it may be kept for ever."""
    return f"/static/{name}?v={_digest(name)}"


def outside(url: str | None) -> str | None:
    """A link out of the desk, None unless it is plain http or https."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    plain = parts.scheme.lower() in ("http", "https") and parts.hostname
    return url.strip() if plain else None


def shown_day(iso: str | None) -> str:
    """An ISO day as it is read: ``19 Dec 2016``; a dash for none."""
    if not iso:
        return "–"
    return drawn.shown_day(iso[:10])


def percent(value: float | None) -> str:
    """A share as percent, with a decimal where it is small."""
    if value is None:
        return "–"
    return f"{value:.1%}" if value < 0.0995 else f"{value:.0%}"


def signed(value: float | None, digits: int = 2) -> str:
    """A number with its sign, a true minus; a dash for none."""
    if value is None:
        return "–"
    said = f"{value:+.{digits}f}"
    if not float(said):  # no sign before nothing
        said = said.lstrip("+-")
    return said.replace("-", "−")


def number(value: float | None) -> str:
    """A number with thousands apart."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def short(text: str, length: int = 160) -> str:
    """A text cut at a word's end."""
    from detente.brief.desk import shorten

    return shorten(" ".join(text.split()), length)
