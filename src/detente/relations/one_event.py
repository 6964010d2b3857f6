"""One event from many reports, where a series counts it.

What comes in: the reports of one dyad, a row each. What goes out: the same columns with one row
an event and its number of ``reports``.

Reports from texts were compared with each other (``detente.reports``): those of one cluster tell
one event, those of two tell two, on one day too. What nobody compared, the rows of other people's
event data above all, is told apart in the thin way of the field: two reports tell one event if
type, direction and day agree. A report dated only to a week or month joins the first event of its
type and direction that it can mean; if there is none it stands for itself at its start. Where
texts and such rows tell of one type, direction and day, the rows are reports of the first event
of the texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

SAME = ("direction", "event_type")


def one_event(reports: ir.Table, *, of: tuple[str, ...] = ()) -> ir.Table:
    """One row an event, told by its first report; ``reports`` counts how many tell it.

    Parameters
    ----------
    reports
        Columns ``direction, event_type, day, day_end, coarse`` (dated to a week or month only),
        ``published, doc_id, event_no, reports, slot`` and any others, which the first report
        decides.
    of
        Further columns that must agree: ``dyad`` where there are several.
    """
    same = (*of, *SAME)
    return _by_day(_dated_by_finer_reports(reports, same), (*same, "slot")).drop("slot")


def by_cluster(reports: ir.Table, *, of: tuple[str, ...] = ()) -> ir.Table:
    """Reports from texts, those of one event as one row; in place of ``cluster`` a ``slot``.

    The row is that of the report which dates it best: to a day, by its publication, to a week or
    month; of several the first. Events of one type, direction and day are parted by their
    ``slot``, 0 for the first; what was compared with nothing has slot 0, and so is one with it.

    Parameters
    ----------
    reports
        Columns as for `one_event`, with ``cluster`` (null where nothing was compared) and
        ``guessed`` (dated by its publication), and without ``slot``.
    of
        As for `one_event`.
    """
    import ibis

    known = reports.cluster.notnull()
    order = [
        reports.coarse,
        reports.guessed,
        reports.published.asc(nulls_first=False),
        reports.doc_id,
        reports.event_no,
        reports.event_id,
    ]
    one = [*(reports[name] for name in of), ibis.coalesce(reports.cluster, reports.event_id)]
    found = reports.mutate(
        known=known,
        place_in_line=ibis.row_number().over(group_by=one, order_by=order),
        reports=reports.reports.sum().over(group_by=one).cast("int32"),
        live=reports.live.max().over(group_by=one),
    ).filter(lambda t: t.place_in_line == 0)
    # A cluster was told from the others by what it says: no finer report of another is meant.
    found = found.mutate(
        day_end=ibis.ifelse(found.known, found.day, found.day_end),
        coarse=found.coarse & ~found.known,
    )
    day = [found[name] for name in (*of, *SAME, "day", "known")]
    first = [found.published.asc(nulls_first=False), found.doc_id, found.event_no, found.event_id]
    slot = ibis.row_number().over(group_by=day, order_by=first)
    found = found.mutate(slot=ibis.ifelse(found.known, slot, 0).cast("int64"))
    # Dropping several columns would name them in any order.
    kept = [name for name in reports.columns if name not in ("cluster", "guessed")]
    return found.select(*kept, "slot")


def _dated_by_finer_reports(reports: ir.Table, same: tuple[str, ...]) -> ir.Table:
    """Give a coarse report the first day in its interval on which a finer one tells such an act."""
    import ibis

    # Coarse reports sort before finer ones of their first day, so that they see that day too.
    ahead = ibis.window(
        group_by=[reports[name] for name in same],
        order_by=[reports.day, reports.coarse.desc()],
        preceding=0,
        following=None,
    )
    finer = ibis.ifelse(reports.coarse, ibis.null("date"), reports.day)
    told = reports.mutate(finer=finer.min().over(ahead))
    meant = told.coarse & (told.finer <= told.day_end)
    return told.mutate(day=ibis.ifelse(meant, told.finer, told.day)).drop("finer")


def _by_day(reports: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """Keep the first report of each type, direction, day and slot, with the count of all."""
    import ibis

    same = [reports[name] for name in (*names, "day")]
    order = [
        reports.coarse,
        reports.published.asc(nulls_first=False),
        reports.doc_id,
        reports.event_no,
        reports.event_id,
    ]
    return (
        reports.mutate(
            place_in_line=ibis.row_number().over(group_by=same, order_by=order),
            reports=reports.reports.sum().over(group_by=same),
            live=reports.live.max().over(group_by=same),
        )
        .filter(lambda t: t.place_in_line == 0)
        .drop("place_in_line")
    )
