"""The charts of the desk: one definition for the page, as SVG and as PNG.

What comes in: a store and the name of a chart. What goes out: a Vega-Lite specification that the
page draws and whose marks lead to the sentences behind them, or the same drawn here. The
definitions are those of `detente.brief.charts`; the map alone is drawn here, as it needs the
outlines of countries that the desk carries.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import quote

from fastapi import FastAPI
from starlette.responses import JSONResponse, Response

from detente.api import DyadView, Session
from detente.errors import NotFound
from detente.web.access import tick
from detente.web.params import AsOf, DateFrom, DateTo, DyadPath, IdPath, OfDyad, OfTarget
from detente.web.render import static
from detente.web.views.common import Sides, sides_of
from detente.web.views.dyad import PlaceMark, places_of
from detente.web.views.feeds import unseen_of
from detente.web.views.incidents import reactions_chart
from detente.web.views.standing import relation, within

Spec = dict[str, Any]
Suffix = Literal["json", "svg", "png"]
QUAD_COLOURS = {1: "#56B4E9", 2: "#0072B2", 3: "#E69F00", 4: "#D55E00"}
WIDTH = 1080
MAP = (560, 340)
OUTLINES = "vendor/countries-110m.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose chart is asked for, as of which day, over which days."""

    sides: Sides
    as_of: str | None
    date_from: str | None
    date_to: str | None

    def view(self, session: Session) -> DyadView:
        """The two sides in an open store."""
        first, last = self.date_from, self.date_to
        if (first, last) != (None, None):
            _, acts = relation(session, self.sides, self.as_of)
            first, last = within(acts, first, last, self.as_of)
        return session.dyad(
            self.sides.a, self.sides.b, as_of=self.as_of, date_from=first, date_to=last
        )


def _timeline(session: Session, asked: Asked) -> Any:
    from detente.brief.charts import dyad_timeline

    return dyad_timeline(asked.view(session).desk(), width=WIDTH)


def _counts(session: Session, asked: Asked) -> Any:
    from detente.brief.charts import directed_counts

    return directed_counts(asked.view(session).weeks(), width=WIDTH, dyad=asked.sides.code)


def _coverage(session: Session, asked: Asked) -> Any:
    from detente.brief.charts import coverage

    return coverage(
        asked.view(session).weeks(), width=WIDTH, dyad=asked.sides.code,
        unseen=unseen_of(session, asked.as_of),
    )  # fmt: skip


def _stakes(session: Session, asked: Asked) -> Any:
    from detente.brief.charts import stakes
    from detente.web.views.stakes import stakes_of

    return stakes(stakes_of(session, asked.sides, asked.as_of), width=WIDTH)


def _outlook(session: Session, asked: Asked) -> Any:
    from detente.brief.charts import outlook_odds
    from detente.web.views.outlook import outlooks_of

    return outlook_odds(outlooks_of(session, asked.sides, asked.as_of)[0], width=WIDTH)


def _precedents(session: Session, asked: Asked) -> Any:
    from detente.brief.charts import precedents
    from detente.web.views.outlook import outlooks_of

    found = outlooks_of(session, asked.sides, asked.as_of)[0]
    return precedents(found[0].precedents if found else (), width=WIDTH)


def _map(session: Session, asked: Asked) -> Spec:
    return map_of(places_of(session, asked.sides, asked.as_of))


CHARTS: dict[str, Callable[[Session, Asked], Any]] = {
    "timeline": _timeline,
    "counts": _counts,
    "coverage": _coverage,
    "stakes": _stakes,
    "outlook": _outlook,
    "precedents": _precedents,
    "map": _map,
}
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
# What a chart is answered with, for the OpenAPI.
DRAWN: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The chart.",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA.values()},
        },
    }
}


def register(app: FastAPI) -> None:
    """The addresses of the charts: ``/dyad/RUS-TUR/chart/timeline.svg``."""
    access = app.state.desk.access

    def chart(
        dyad: DyadPath,
        name: str,
        suffix: Suffix,
        as_of: AsOf = None,
        date_from: DateFrom = None,
        date_to: DateTo = None,
    ) -> Response:
        if name not in CHARTS:
            raise NotFound(f"{name!r} is no chart", hint=f"one of {', '.join(CHARTS)}")
        asked = Asked(sides_of(dyad), as_of, date_from, date_to)
        key = ("chart", name, asked, tick() if name == "coverage" else None)
        spec = access.answer(key, lambda session: specification(name, session, asked))
        return answered(key, spec, suffix, as_of)

    def answered(key: tuple[Any, ...], spec: Spec, suffix: Suffix, as_of: str | None) -> Response:
        if suffix == "json":
            return JSONResponse(linked(spec, as_of))
        drawn = access.answer((*key, suffix), lambda _: drawn_as(spec, suffix))
        return Response(drawn, media_type=MEDIA[suffix])

    app.get("/dyad/{dyad}/chart/{name}.{suffix}", include_in_schema=False)(chart)
    app.get(
        "/api/dyad/{dyad}/chart/{name}.{suffix}",
        summary="A chart as Vega-Lite specification, SVG or PNG.",
        tags=["charts"],
        response_class=Response,
        responses=DRAWN,
        operation_id="chart",
    )(chart)

    def of_models(suffix: Suffix, target: OfTarget = "rupture-v1", as_of: AsOf = None) -> Response:
        from detente.brief.charts import reliability_as_tested

        key = ("chart", "reliability", target)
        spec = access.answer(key, lambda _: spec_of(reliability_as_tested(target)))
        return answered(key, spec, suffix, as_of)

    app.get("/method/chart/reliability.{suffix}", include_in_schema=False)(of_models)
    app.get(
        "/api/method/chart/reliability.{suffix}",
        summary="What the models said against what happened, as Vega-Lite specification, SVG, PNG.",
        tags=["charts"],
        response_class=Response,
        responses=DRAWN,
        operation_id="reliability_chart",
    )(of_models)

    def of_incident(
        incident_id: IdPath, suffix: Suffix, as_of: AsOf = None, dyad: OfDyad = None
    ) -> Response:
        sides = sides_of(dyad) if dyad else None

        def made(session: Session) -> Spec:
            return spec_of(reactions_chart(session, incident_id, as_of, WIDTH, sides))

        key = ("chart", "reactions", incident_id, as_of, dyad)
        return answered(key, access.answer(key, made), suffix, as_of)

    app.get("/incident/{incident_id}/chart/reactions.{suffix}", include_in_schema=False)(
        of_incident
    )
    app.get(
        "/api/incident/{incident_id}/chart/reactions.{suffix}",
        summary="How the sides answered an incident, as Vega-Lite specification, SVG or PNG.",
        tags=["charts"],
        response_class=Response,
        responses=DRAWN,
        operation_id="reactions_chart",
    )(of_incident)


def specification(name: str, session: Session, asked: Asked) -> Spec:
    """A chart as Vega-Lite specification; its schema is not checked again at each request."""
    return spec_of(CHARTS[name](session, asked))


def spec_of(chart: Any) -> Spec:
    """The specification of an Altair chart, or one that is written out already."""
    spec: Spec = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    return spec


def linked(spec: Spec, as_of: str | None) -> Spec:
    """A specification whose marks are links that keep the day as of which they are shown."""
    from detente.brief.charts import with_links

    made = with_links(spec)
    if as_of is None:
        return made
    for rows in [*made.get("datasets", {}).values()]:
        for row in rows:
            if row.get("link") and "as_of=" not in row["link"]:
                place, mark, part = row["link"].partition("#")
                joint = "&" if "?" in place else "?"
                row["link"] = f"{place}{joint}as_of={as_of}{mark}{part}"
    return made


def drawn_as(spec: Spec, suffix: str) -> bytes:
    """A specification drawn here, without links: it stands in a picture."""
    import vl_convert

    made = json.loads(json.dumps(spec))
    _inline_outlines(made)
    svg: str = vl_convert.vegalite_to_svg(made)
    if suffix == "svg":
        return svg.encode("utf-8")
    png: bytes = vl_convert.svg_to_png(svg, scale=2.0)
    return png


def _inline_outlines(spec: Any) -> None:
    """The outlines of countries in place of their address, which only a browser can follow."""
    if isinstance(spec, list):
        for one in spec:
            _inline_outlines(one)
    elif isinstance(spec, dict):
        data = spec.get("data")
        if isinstance(data, dict) and "countries-110m" in str(data.get("url", "")):
            spec["data"] = {"values": _outlines(), "format": data["format"]}
        for value in spec.values():
            _inline_outlines(value)


@cache
def _outlines() -> Any:
    text = files("detente.web").joinpath("static", OUTLINES).read_text(encoding="utf-8")
    return json.loads(text)


def map_of(places: tuple[PlaceMark, ...]) -> Spec:
    """The map of some places; each mark leads to an event there."""
    values = [
        {
            "name": p.name,
            "lat": p.lat,
            "lon": p.lon,
            "quad": p.quad,
            "events": p.events,
            "last": p.last,
            "link": f"/event/{quote(p.event_id, safe='')}",
        }
        for p in places
    ]
    scale, centre = _frame(places)
    land = {
        "data": {
            "url": static(OUTLINES),
            "format": {"type": "topojson", "feature": "countries"},
        },
        "mark": {
            "type": "geoshape",
            "clip": True,
            "fill": "#E4E1DA",
            "stroke": "#FFFFFF",
            "strokeWidth": 0.6,
        },
    }
    marks = {
        "data": {"name": "places"},
        "mark": {
            "type": "circle",
            "clip": True,
            "opacity": 0.85,
            "stroke": "#FFFFFF",
            "strokeWidth": 0.7,
        },
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
            "size": {
                "field": "events",
                "type": "quantitative",
                "scale": {"type": "sqrt", "range": [40, 500]},
                "legend": None,
            },
            "color": {
                "field": "quad",
                "type": "ordinal",
                "scale": {
                    "domain": list(QUAD_COLOURS),
                    "range": list(QUAD_COLOURS.values()),
                },
                "legend": None,
            },
            "tooltip": [
                {"field": "name", "title": "place"},
                {"field": "events", "type": "quantitative"},
                {"field": "last", "title": "last"},
            ],
            "href": {"field": "link"},
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": f"Map of {sum(p.events for p in places)} events at {len(places)} places.",
        "width": MAP[0],
        "height": MAP[1],
        "background": "#F5F8FA",
        "projection": {
            "type": "mercator",
            "scale": scale,
            "center": centre,
            "translate": [MAP[0] / 2, MAP[1] / 2],
        },
        "datasets": {"places": values},
        "layer": [land, marks],
        "config": {"view": {"stroke": None}},
    }


def _frame(places: Sequence[PlaceMark]) -> tuple[float, list[float]]:
    """Scale and centre of a Mercator map that shows nineteen of twenty events.

    A summit overseas would shrink the region to a dot; the list beside the map names every place.
    """
    events = [p for p in places for _ in range(min(p.events, 50))] or []
    if not events:
        return 80.0, [20.0, 30.0]
    west, east = _middle_of([p.lon for p in events])
    ys = [_mercator(p.lat) for p in events]
    south, north = _middle_of(ys)
    wide, tall = max(math.radians(east - west), 0.35), max(north - south, 0.22)
    scale = min(MAP[0] * 0.8 / wide, MAP[1] * 0.8 / tall)
    middle = (south + north) / 2
    lat = math.degrees(2 * math.atan(math.exp(middle)) - math.pi / 2)
    return round(scale, 1), [round((west + east) / 2, 3), round(lat, 3)]


def _middle_of(values: Sequence[float]) -> tuple[float, float]:
    """The stretch that holds the middle nineteen twentieths of some values."""
    ordered = sorted(values)
    left = len(ordered) // 40
    return ordered[left], ordered[len(ordered) - 1 - left]


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(max(min(lat, 80), -80)) / 2))
