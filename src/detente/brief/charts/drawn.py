"""What every chart shares: colours, title, source line, alt text; and a chart as bytes.

Colours are Okabe and Ito's (2008), told apart by colour-blind readers; each is doubled by
place, shape or words, so that a chart can be read in grey print. What is not known is hatched,
never drawn as zero. The alt text stands in the specification's ``description``.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import BadSetting

if TYPE_CHECKING:
    import altair as alt

# Okabe, Ito (2008), Color Universal Design.
QUAD_COLOURS = {1: "#56B4E9", 2: "#0072B2", 3: "#E69F00", 4: "#D55E00"}
GOOD, BAD, PLAIN = "#0072B2", "#D55E00", "#999999"
INK, GREY, PALE, HATCH = "#222222", "#6B6B6B", "#F3F3F3", "#8A8A8A"
FONT = "Helvetica, Arial, sans-serif"
FORMATS = (".svg", ".png", ".html")
# One stroke of hatching, as a Vega shape.
STROKE = "M-1,1L1,-1"

Row = dict[str, Any]


def inline(values: Sequence[Row]) -> alt.InlineData:
    """Rows as the data of a mark."""
    import altair as alt

    return alt.InlineData(values=list(values))


def titled(chart: Any, title: str, about: Sequence[str], source: str, alt_text: str) -> Any:
    """The chart with what is seen as its title, the source below that, and an alt text."""
    lines = [line for line in (*about, f"Source: {source}") if line]
    return (
        chart.properties(
            title={
                "text": title,
                "subtitle": lines,
                "anchor": "start",
                "fontSize": 15,
                "color": INK,
                "subtitleColor": GREY,
                "subtitleFontSize": 11,
                "offset": 10,
            },
            description=alt_text,
            padding={"left": 8, "right": 16, "top": 8, "bottom": 8},
        )
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=GREY,
            titleColor=INK,
            titleFontWeight="normal",
            domainColor="#BBBBBB",
            tickColor="#BBBBBB",
            gridColor="#E6E6E6",
        )
        .configure_legend(orient="bottom", title=None, labelColor=INK, symbolOpacity=1)
        .configure_header(labelColor=INK, titleColor=INK)
    )


def alt_text_of(chart: Any) -> str:
    """The words that stand for a chart where it cannot be seen."""
    text = chart.description
    return text if isinstance(text, str) else ""


def empty(title: str, why: str, source: str, *, width: int) -> Any:
    """A picture that says in words that there is nothing to draw."""
    import altair as alt

    said = (
        alt.Chart(inline([{"said": why, "link": ""}]))
        .mark_text(align="left", fontSize=13, color=INK)
        .encode(x=alt.value(0), y=alt.value(12), text="said:N")
        .properties(width=width, height=30)
    )
    return titled(said, title, (), source, f"{title}. {why}")


def with_links(spec: dict[str, Any], base: str = "") -> dict[str, Any]:
    """A specification whose marks lead to their ``link``, below ``base``; the given one stays.

    Vega then draws each mark inside an anchor, which works without a script too.
    """
    made = copy.deepcopy(spec)
    if base:
        for values in made.get("datasets", {}).values():
            for row in values:
                if row.get("link"):
                    row["link"] = base + row["link"]
    _link_marks(made, made.get("datasets", {}))
    return made


def _link_marks(node: Any, datasets: dict[str, list[Row]]) -> None:
    if isinstance(node, list):
        for one in node:
            _link_marks(one, datasets)
        return
    if not isinstance(node, dict):
        return
    if "mark" in node and "encoding" in node:
        data = node.get("data") or {}
        values = data.get("values") or datasets.get(data.get("name", ""), [])
        kind = node["mark"].get("type") if isinstance(node["mark"], dict) else node["mark"]
        if kind not in ("line", "area", "rule") and any(row.get("link") for row in values):
            node["encoding"]["href"] = {"field": "link", "type": "nominal"}
            if isinstance(node["mark"], dict):
                node["mark"].setdefault("cursor", "pointer")
    for key, value in node.items():
        if key not in ("datasets", "data", "encoding", "mark"):
            _link_marks(value, datasets)


# The drawing library completes paths to addresses of its own host; this one is taken out again.
HERE = "http://here.invalid"


def to_svg(chart: Any, *, links: str | None = None) -> str:
    """The chart as SVG; with ``links``, marks are anchors to that base and their path."""
    spec = chart.to_dict()
    if links is None:
        return _svg(spec)
    svg = _svg(with_links(spec, HERE))
    return svg.replace(f'xlink:href="{HERE}', f'href="{escape(links, quote=True)}')


def to_png(chart: Any, *, scale: float = 2.0) -> bytes:
    """The chart as PNG, ``scale`` pixels for one."""
    return _png(to_svg(chart), scale)


def to_html(chart: Any) -> str:
    """The chart as a page with the drawing library inside, which needs no network."""
    return _html(chart.to_dict())


def _svg(spec: dict[str, Any]) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


def _png(svg: str, scale: float) -> bytes:
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return made


def _html(spec: dict[str, Any]) -> str:
    import vl_convert

    page: str = vl_convert.vegalite_to_html(json.dumps(spec, sort_keys=True), bundle=True)
    return page


def check_format(path: Path) -> None:
    """Raise where a chart cannot be drawn to a file of that suffix.

    Raises
    ------
    BadSetting
        The suffix is not one of `FORMATS`.
    """
    if path.suffix.lower() not in FORMATS:
        raise BadSetting(
            f"cannot draw to {path}: the suffix {path.suffix!r} is not one of {', '.join(FORMATS)}",
            path=str(path),
        )


def write(chart: Any, *paths: Path, png_scale: float = 2.0) -> None:
    """Write a chart to each path; its suffix says how (.svg, .png or .html).

    Raises
    ------
    BadSetting
        A suffix is none of the three.
    OSError
        A file cannot be written.
    """
    for path in paths:
        check_format(path)
    # Half the time of drawing goes into completing the specification: once for all files.
    spec = chart.to_dict()
    svg = ""
    for path in paths:
        suffix = path.suffix.lower()
        if suffix == ".html":
            path.write_text(_html(spec), "utf-8")
            continue
        svg = svg or _svg(spec)
        if suffix == ".png":
            path.write_bytes(_png(svg, png_scale))
        else:
            path.write_text(svg, "utf-8")


# --- days ---------------------------------------------------------------------------------


def shown_day(iso: str) -> str:
    """An ISO day as it is read.

    >>> shown_day("2015-11-24")
    '24 Nov 2015'
    """
    value = date.fromisoformat(iso)
    return f"{value.day} {value:%b %Y}"


def sunday(monday: str) -> str:
    """The Sunday of a week."""
    return (date.fromisoformat(monday) + timedelta(days=6)).isoformat()


def following(monday: str) -> str:
    """The Monday after."""
    return (date.fromisoformat(monday) + timedelta(days=7)).isoformat()


def middle(monday: str) -> str:
    """The Thursday of a week."""
    return (date.fromisoformat(monday) + timedelta(days=3)).isoformat()


def utc(iso: str) -> dict[str, int | bool]:
    """An ISO day as Vega's date of a scale."""
    value = date.fromisoformat(iso)
    return {"year": value.year, "month": value.month, "date": value.day, "utc": True}


def time_scale(first: str, last: str, weeks: int) -> Row:
    """The time axis from a Monday to another, with ticks that fit so many weeks."""
    span = weeks // 53
    step = 1 if span < 1 else 3 if span < 4 else 6 if span < 8 else 12
    return {
        "domain": [utc(first), utc(last)],
        "ticks": {"interval": "month", "step": step},
        "format": "%b %Y",
    }


def time_x(x: Row, field: str, *, axis: bool = False) -> alt.X:
    """A field on the time axis; only one chart of a stack shows it."""
    import altair as alt

    shown = (
        alt.Axis(
            title=None,
            format=x["format"],
            tickCount=x["ticks"],
            grid=False,
            labelFontSize=11,
            labelFlush=False,
            labelOverlap="greedy",
        )
        if axis
        else None
    )
    return alt.X(
        f"{field}:T", scale=alt.Scale(type="utc", domain=x["domain"], nice=False), axis=shown
    )


def counted(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "rupture"), counted(1200, "event")
    ('1 rupture', '1,200 events')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Words joined as in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
