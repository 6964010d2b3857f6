"""Events and desks of a store drawn for the terminal; shared by several commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.messages import tell
from detente.cli.output import console_for
from detente.records import Event

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.api import DyadView
    from detente.reports import Counted
    from detente.store import Store


def event_blocks(
    store: Store, found: Sequence[Event], counts: Mapping[str, Counted] | None = None
) -> list[RenderableType]:
    """A list of events with the sentences they rest on, and how many reports tell each."""
    from detente.brief.terminal import event_list

    texts: dict[str, str] = {}
    for doc_id in {event.doc_id for event in found}:
        document = store.document(doc_id)
        texts[doc_id] = "" if document is None else document.text
    told = {i: c.reports for i, c in (counts or {}).items()}
    return [event_list(found, texts, told)]


def print_timeline(view: DyadView) -> None:
    """The desk of a dyad on the terminal."""
    from detente.brief.terminal import timeline as drawn

    desk = view.desk()
    if not desk.weeks:
        tell(f"the store has no events between {view.a} and {view.b} in that time")
        return
    console = console_for(None)
    console.print(drawn(desk, columns=min(console.width, 132)))
    tell_unknown_weeks(view.session.store, desk.weeks[0].week)


def tell_unknown_weeks(store: Store, since: str | None) -> None:
    """Say in which weeks from a Monday on feeds were not seen: no events there say nothing."""
    from datetime import date, timedelta

    from detente.store.connect import utc_now
    from detente.watch import coverage

    found = coverage(store, utc_now())
    if since is None or not found.gaps:
        return
    first = date.fromisoformat(since)
    count = max((found.now.date() - first).days, 0) // 7 + 1
    unknown = found.weeks_unknown([first + timedelta(weeks=n) for n in range(count)])
    if unknown:
        least = min(week.share or 0.0 for week in unknown)
        weeks = "1 week" if len(unknown) == 1 else f"{len(unknown)} weeks"
        tell(
            f"coverage: in {weeks} from {unknown[0].week} to {unknown[-1].week} watched feeds were"
            f" not seen all the time (the least: {least:.0%}); no events there is unknown, not"
            " quiet (`detente coverage`)"
        )


def print_days(store: Store, first: str, last: str) -> None:
    """The events of some days that are asserted as news, with their sentences."""
    found = store.events(date_from=first, date_to=last, status="asserted")
    console = console_for(None)
    console.print(f"\n{first} to {last}, {len(found)} events", style="bold")
    for block in event_blocks(store, found):
        console.print(block)


def draw_all(view: DyadView, folder: Path) -> list[Path]:
    """The picture of a dyad in every format; the files drawn."""
    from detente.brief.charts.drawn import FORMATS
    from detente.brief.charts.timeline import save

    folder.mkdir(parents=True, exist_ok=True)
    desk = view.desk()
    if not desk.weeks:
        return []
    settings = view.session.settings
    paths = [folder / f"{view.a}-{view.b}{suffix}".lower() for suffix in FORMATS]
    save(desk, *paths, width=settings["picture.width"], png_scale=settings["picture.png_scale"])
    return paths
