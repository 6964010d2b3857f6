"""One event from many reports, in the thin way of the field.

What comes in: the reports of one dyad, a row each. What goes out: the same columns with one row
an event and its number of ``reports``. Two reports tell one event if type, direction and day
agree (the field's one-a-day filter, dyad by dyad). A report dated only to a week or month joins
the first event of its type and direction that it can mean; if there is none it stands for
itself at its start.

Issue 8 will tell events apart by what they say; everything that does so by day is in this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

SAME = ("direction", "event_type")
# Between the parts of a text that sorts as its event does; no id holds one.
TAB = "\t"


def one_event(reports: ir.Table, *, of: tuple[str, ...] = ()) -> ir.Table:
    """One row an event, told by its first report; ``reports`` counts how many tell it.

    Parameters
    ----------
    reports
        Columns ``direction, event_type, day, day_end, coarse`` (dated to a week or month only),
        ``published, doc_id, event_no, reports`` and any others, which the first report decides.
    of
        Further columns that must agree: ``dyad`` where there are several.
    """
    same = (*of, *SAME)
    return _by_day(_dated_by_finer_reports(reports, same), same)


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
    """Keep the first report of each type, direction and day, with the count of all."""
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
