"""Every screen of the desk: its address, its view, its template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.web.views.brief import brief
from detente.web.views.claims import claims, hypotheses
from detente.web.views.desk import desk
from detente.web.views.documents import documents, reader
from detente.web.views.dyad import dyad, events
from detente.web.views.events import event, explain
from detente.web.views.incidents import incident, incidents
from detente.web.views.method import method
from detente.web.views.outlook import outlook, outlooks_log, precedent
from detente.web.views.stakes import stakes
from detente.web.views.week import week


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: ``view`` takes an open session and the parameters of the address.

    Ids that sources give may hold a slash, as addresses do: those parts of a path take all.
    ``clocked`` screens say something of the moment, so that no answer of theirs is kept for long.
    """

    name: str
    path: str
    view: Callable[..., Any]
    template: str
    clocked: bool = False

    @property
    def api(self) -> str:
        """The address of its JSON twin."""
        return f"/api{'/desk' if self.path == '/' else self.path}"


SCREENS = (
    Screen("desk", "/", desk, "desk.html", clocked=True),
    Screen("dyad", "/dyad/{dyad}", dyad, "dyad.html"),
    Screen("events", "/dyad/{dyad}/events", events, "events.html"),
    Screen("week", "/dyad/{dyad}/week/{week}", week, "week.html"),
    Screen("outlook", "/dyad/{dyad}/outlook", outlook, "outlook.html"),
    Screen("brief", "/dyad/{dyad}/brief", brief, "brief.html"),
    Screen("stakes", "/dyad/{dyad}/stakes", stakes, "stakes.html"),
    Screen("claims", "/claims", claims, "claims.html"),
    Screen("hypotheses", "/hypotheses", hypotheses, "hypotheses.html"),
    Screen("documents", "/documents", documents, "documents.html"),
    Screen("explain", "/document/{doc_id:path}/explain", explain, "explain.html"),
    Screen("reader", "/document/{doc_id:path}", reader, "reader.html"),
    Screen("event", "/event/{event_id:path}", event, "event.html"),
    Screen("record", "/outlooks", outlooks_log, "record.html"),
    Screen("precedent", "/precedent/{kind}/{precedent_id:path}", precedent, "precedent.html"),
    Screen("method", "/method", method, "method.html", clocked=True),
    Screen("incidents", "/incidents", incidents, "incidents.html"),
    Screen("incident", "/incident/{incident_id}", incident, "incident.html"),
)
