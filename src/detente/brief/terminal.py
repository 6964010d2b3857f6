"""The desk and the records as a terminal shows them: sparklines, tables, marked sentences.

What comes in: a `Desk` or events with their documents' texts. What goes out: rich renderables;
printing them is left to the command line. Everything reads without colour as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.brief.charts.timeline import MARK_NAMES, quad_count
from detente.brief.desk import QUAD_NAMES, Desk, Mark, event_day, shorten
from detente.brief.highlight import (
    SentenceRow,
    parties,
    pieces,
    reason_of,
    row_pieces,
    spans_by_role,
    terminal_text,
    who_does_what,
)
from detente.records import Document, DyadWeek, Event, Rejection

if TYPE_CHECKING:
    from detente.brief.desk import MarkKind

BLOCKS = "▁▂▃▄▅▆▇█"
UNKNOWN = "·"
LABEL_COLUMN = 22
QUAD_TERMINAL = {1: "bright_cyan", 2: "blue", 3: "yellow", 4: "red"}
MARK_SIGNS: dict[MarkKind, tuple[str, str]] = {
    "rupture": ("▼", "red"),
    "repair": ("▲", "blue"),
    "third-party": ("✚", "bold"),
}


def timeline(desk: Desk, *, columns: int) -> RenderableType:
    """The desk as sparklines over its marked events, ``columns`` characters wide.

    One character stands for one or more weeks; weeks without reports show as a dot.
    """
    width = max(columns - LABEL_COLUMN - 1, 10)
    buckets = _buckets(desk.weeks, width)
    lines: list[RenderableType] = [_heading(desk, buckets), _mark_line(desk, buckets)]
    lines.append(_row("level", _level_line(buckets)))
    for quad, name in QUAD_NAMES.items():
        counts = [sum(quad_count(w.counts, quad) for w in bucket) for bucket in buckets]
        line = spark([n or None for n in counts], low=0.0)
        known = [any(w.reports for w in bucket) for bucket in buckets]
        shown = "".join(
            " " if k and not n else c for c, k, n in zip(line, known, counts, strict=True)
        )
        lines.append(_row(name, Text(shown, style=QUAD_TERMINAL[quad])))
    lines += [_row("", Text(_years(buckets), style="dim")), Text(""), mark_table(desk.marks)]
    return Group(*lines)


def spark(
    values: Sequence[float | None], *, low: float | None = None, high: float | None = None
) -> str:
    """Eight heights of block for numbers, a dot for None.

    Examples
    --------
    >>> spark([0.0, None, 7.0])
    '▁·█'
    """
    known = [v for v in values if v is not None]
    if not known:
        return UNKNOWN * len(values)
    bottom = min(known) if low is None else low
    top = max(known) if high is None else high
    span = (top - bottom) or 1.0
    return "".join(
        UNKNOWN if v is None else BLOCKS[min(7, int((v - bottom) / span * 7.999))] for v in values
    )


def mark_table(marks: Iterable[Mark]) -> Table:
    """The marked events with day, kind, parties and the words that say so."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("", "day", "what", "who", "in the text's words"):
        table.add_column(name, no_wrap=name != "in the text's words")
    for mark in marks:
        sign, style = MARK_SIGNS[mark.kind]
        event = mark.event
        who = "" if event is None else f"{parties(event)} {event.event_type}"
        table.add_row(Text(sign, style=style), mark.day, MARK_NAMES[mark.kind], who, mark.label)
    return table


def event_list(
    events: Iterable[Event], texts: Mapping[str, str], reports: Mapping[str, int] | None = None
) -> Group:
    """Events with day, parties, type and status, and under them the sentence that proves them.

    Neighbours told by the same sentence share it. ``texts`` maps document id to text,
    ``reports`` event id to how many reports tell the event, said where it is more than one.
    """
    blocks: list[RenderableType] = []
    for (doc_id, _), told in groupby(events, key=lambda e: (e.doc_id, e.sentence)):
        together = list(told)
        for event in together:
            line = event_line(event)
            times = (reports or {}).get(event.id, 1)
            if times > 1:
                line.append(f"  {times} reports", style="not dim")
            blocks.append(line)
        spans = [pair for event in together for pair in spans_by_role(event)]
        evidence = together[0].mentions[0].evidence
        sentence = terminal_text(pieces(texts[doc_id], evidence, spans))
        blocks.append(Padding(sentence, (0, 0, 0, 12)))
    return Group(*blocks)


def event_line(event: Event) -> Text:
    """An event on one line: day, who to whom, type and mode, status, place."""
    line = Text(f"{_when(event):<10}  ", style="dim")
    line.append(parties(event), style="not dim")
    line.append(f"  {event.event_type}", style="not dim bold")
    if event.event_mode:
        line.append(f" ({', '.join(event.event_mode)})", style="not dim")
    line.append(f"  {event.status}")
    if event.historical:
        line.append(", historical")
    if event.attributed_to:
        line.append(f", says {' and '.join(a.name for a in event.attributed_to)}")
    if event.place is not None:
        line.append(f", in {event.place.name}")
    return line


def explained(row: SentenceRow, text: str) -> RenderableType:
    """One sentence, under it what was coded from it or why nothing was."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", min_width=3, style="dim", no_wrap=True)
    grid.add_column()
    grid.add_row(str(row.number), terminal_text(row_pieces(row, text)))
    for event in row.events:
        line = Text(who_does_what(event))
        line.append(f"  [{event.decided_by}]", style="dim")
        grid.add_row(Text("=", style="bold green"), Padding(line, (0, 0, 0, 2)))
        if event.because:
            why = ", ".join(f"{name} {adds:+.1f}" for name, adds in event.because)
            grid.add_row("", Padding(Text(f"because {why}", style="dim"), (0, 0, 0, 4)))
    for rejection in row.rejections:
        grid.add_row("-", Padding(Text(reason_of(rejection), style="dim"), (0, 0, 0, 2)))
    return grid


def rejection_table(rejections: Iterable[Rejection]) -> Table:
    """What was set aside: where, at which stage, why."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("document", "sentence", "stage", "reason", "words"):
        table.add_column(name, ratio=1 if name == "words" else None)
    for one in rejections:
        words = " … ".join(" ".join(s.text.split()) for s in one.spans)
        table.add_row(
            Text(one.doc_id or one.source or ""),
            "" if one.sentence is None else str(one.sentence),
            one.stage,
            Text(reason_of(one)),
            Text(words),
        )
    return table


def counted(number: int, what: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "event"), counted(0, "event")
    ('1 event', '0 events')
    """
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def document_heading(document: Document, events: int) -> Text:
    """Title (or first words), date and number of events of a document, on one line."""
    line = Text("\n")
    line.append(shorten(" ".join((document.title or document.text).split()), 52), style="bold")
    line.append(f"  {document.date or 'no date'}, {counted(events, 'event')}", style="dim")
    return line


def plain_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Rows with the same keys as a table; lists are joined by commas, None is blank."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in rows[0] if rows else ():
        table.add_column(name)
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _when(event: Event) -> str:
    if event.date is None:
        return "undated"
    if event.date.start == event.date.end:
        return event.date.start
    day = event_day(event)
    return f"{event.date.start[:7]}" if day else f"{event.date.start[:4]}"


def _buckets(weeks: Sequence[DyadWeek], width: int) -> list[list[DyadWeek]]:
    size = max(1, -(-len(weeks) // width))
    return [list(weeks[i : i + size]) for i in range(0, len(weeks), size)]


def _heading(desk: Desk, buckets: Sequence[Sequence[DyadWeek]]) -> Text:
    size = len(buckets[0]) if buckets else 1
    step = "a week" if size == 1 else f"{size} weeks"
    line = Text(desk.dyad.replace("-", " – "), style="bold")
    known = sum(1 for w in desk.weeks if w.reports)
    events, reports = (sum(getattr(w, n) for w in desk.weeks) for n in ("events", "reports"))
    line.append(
        f"  {events:,} events in {counted(reports, 'report')},"
        f" {known} of {len(desk.weeks)} weeks; {step} a sign, {UNKNOWN} none",
        style="not bold dim",
    )
    return line


def _row(name: str, line: Text) -> Text:
    return Text(f"{name:>{LABEL_COLUMN}} ").append_text(line)


def _level_line(buckets: Sequence[Sequence[DyadWeek]]) -> Text:
    means: list[float | None] = []
    for bucket in buckets:
        known = [w.level for w in bucket if w.level is not None]
        means.append(sum(known) / len(known) if known else None)
    line = Text()
    for value, sign in zip(means, spark(means), strict=True):
        line.append(sign, style="dim" if value is None else "red" if value < 0 else "cyan")
    return line


def _mark_line(desk: Desk, buckets: Sequence[Sequence[DyadWeek]]) -> Text:
    signs = [Text(" ") for _ in buckets]
    for mark in desk.marks:
        place = _bucket_of(mark.day, buckets)
        if place is not None:
            sign, style = MARK_SIGNS[mark.kind]
            signs[place] = Text(sign, style=style)
    return _row("", Text().join(signs))


def _bucket_of(day: str, buckets: Sequence[Sequence[DyadWeek]]) -> int | None:
    place = None
    for i, bucket in enumerate(buckets):
        if bucket[0].week <= day:
            place = i
    return place


def _years(buckets: Sequence[Sequence[DyadWeek]]) -> str:
    line = [" "] * (len(buckets) + 4)
    previous, free = "", 0
    for i, bucket in enumerate(buckets):
        # A week belongs to the year of its Thursday; the last week of a bucket is enough here.
        year = bucket[-1].week[:4]
        if year != previous and i >= free:
            line[i : i + 4] = year
            previous, free = year, i + 5
    return "".join(line).rstrip()
