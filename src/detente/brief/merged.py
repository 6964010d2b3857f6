"""An event with all its reports as a terminal shows it: what agrees, what does not, and why.

What comes in: a `detente.reports.OneEvent`. What goes out: rich renderables.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from detente.brief.desk import shorten
from detente.brief.terminal import counted, event_line
from detente.reports import OneEvent, Refused, Report

# What two reports may say differently; each with its own values side by side.
SHOWN = ("status", "date", "place", "actor", "recipient")
EVIDENCE = 160


def event_block(found: OneEvent, *, why: bool = False) -> RenderableType:
    """One event: its line, what its reports say differently, and each report's words.

    With ``why``, under each report the points that made it one.
    """
    head = event_line(found.first)
    told = counted(len(found.reports), "report")
    head.append(f"  {told} in {counted(found.documents, 'document')}", style="not dim bold")
    head.append(f"  {found.id}", style="dim")
    lines: list[RenderableType] = [head]
    for name, values in found.details().items():
        if len(values) > 1:
            lines.append(Padding(_values(found, name, values), (0, 0, 0, 4)))
    for report in found.reports:
        lines.append(Padding(_report(report), (0, 0, 0, 4)))
        if why:
            lines.append(Padding(Text(_reason(report), style="dim"), (0, 0, 0, 8)))
    lines.append(Text(""))
    return Group(*lines)


def _values(found: OneEvent, name: str, values: Sequence[dict[str, object]]) -> Text:
    """Values of one thing that differ, each with who says it."""
    at = {r.event.id: r.source or r.event.doc_id for r in found.reports}
    parts = []
    for value in values:
        reports, said_by = value["reports"], value["said_by"]
        who = list(dict.fromkeys(at[i] for i in reports)) if isinstance(reports, list) else []
        speakers = ", ".join(said_by) if isinstance(said_by, list) else ""
        parts.append(
            f"{value['value']} ({', '.join(who)}{f'; says {speakers}' if speakers else ''})"
        )
    line = Text(f"{name}: ", style="bold")
    line.append(" | ".join(parts), style="not bold")
    return line


def _report(report: Report) -> Text:
    words = shorten(" ".join(report.event.mentions[0].evidence.text.split()), EVIDENCE)
    line = Text(f"{report.published or 'undated'}  ", style="dim")
    line.append(f"{report.source or report.event.doc_id}: ", style="not dim")
    line.append(words, style="not dim")
    if report.copy_of is not None:
        line.append(f"  (copy of {report.copy_of})", style="dim")
    line.append(f"  {report.event.id}", style="dim")
    return line


REASONS = {
    "first": "the first report of the event",
    "copy": "the same words in a copy of the document",
    "word": "one word of one document, read twice, or an act and its effect in one sentence",
    "passing": "mentioned in passing; the one event that it can mean",
    "analyst": "an analyst says so",
    "points": "what they have in common",
}


def _reason(report: Report) -> str:
    link = report.link
    said = REASONS.get(link.rule, link.rule)
    if link.rule in ("first", "analyst"):
        return said if link.like is None else f"{said}: one with {link.like}"
    points = ", ".join(f"{name} {p:+.2f}" for name, p in link.features)
    total = "" if link.points is None else f" = {link.points:+.2f}"
    return f"like {link.like}: {said}: {points}{total}"


def refused_lines(report: str, found: Sequence[Refused]) -> list[RenderableType]:
    """The events that a report was held against and is not of, a line each."""
    if not found:
        return [Text(f"{report} was held against no other event", style="dim")]
    lines: list[RenderableType] = [Text(f"{report} is none of these:", style="bold")]
    for one in found:
        points = ", ".join(f"{name} {p:+.2f}" for name, p in one.features)
        sums = "" if one.points is None else f" = {one.points:+.2f}"
        why = f"{one.barred}" + (f"; {points}{sums}" if points else "")
        lines.append(
            Text(f"    {one.cluster}: {why if one.barred else points + sums}", style="dim")
        )
    return lines
