"""Sentences of what is computed: coverage, index, shocks, outlooks, precedents."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.composing.wording import Draft, counted, day, quote
from detente.brief.ids import computed_id
from detente.brief.ledger import Coverage, News
from detente.brief.words import load_words
from detente.records import DyadWeek, Outlook, Precedent
from detente.relations import Shock


def coverage_drafts(one: Coverage, names: tuple[str, str]) -> tuple[Draft, Draft | None]:
    """What the store holds of the two; and in how many weeks nothing is known, if in any."""
    refs = (computed_id("coverage", one.dyad, as_of=one.as_of),)
    if not one.events and not one.weeks:
        text = f"The store holds no event of {names[0]} and {names[1]} known on {day(one.as_of)}."
        return Draft(text, refs), None
    held = (
        f"The store holds {counted(one.events, 'event')} of {names[0]} and {names[1]} from"
        f" {counted(one.reports, 'report')}, in {one.known_weeks:,} of {one.weeks:,} weeks from"
        f" {day(one.first)} to {day(one.last)}."
    )
    unknown = one.weeks - one.known_weeks
    silent = (
        f"{unknown:,} of {one.weeks:,} weeks have no report of the two: what happened in them is"
        " unknown, not nothing."
    )
    return Draft(held, refs), Draft(silent, refs) if unknown else None


def calm_draft(one: Coverage) -> Draft:
    """That no shock of the two is known."""
    text = f"No rupture, repair or violence by others is known of the two up to {day(one.as_of)}."
    return Draft(text, (computed_id("coverage", one.dyad, as_of=one.as_of),))


def news_draft(found: News, dyad: str, since: str, as_of: str) -> Draft:
    """How much was published since a day."""
    refs = (computed_id("news", dyad, since, as_of=as_of),)
    if not found.documents:
        return Draft(f"After {day(since)}, no report of the two was published.", refs)
    verb = "was" if found.documents == 1 else "were"
    text = (
        f"After {day(since)}, {counted(found.documents, 'report')} with"
        f" {counted(found.events, 'event')} of the two {verb} published."
    )
    return Draft(text, refs)


def week_draft(week: DyadWeek, as_of: str) -> Draft | None:
    """Where the index stood in a week."""
    if week.low is None or week.high is None:
        return None
    refs = (computed_id("week", week.dyad, week.week, as_of=as_of),)
    head = f"In the week of {day(week.week)}"
    band = f"(80 % interval {week.low:+.1f} to {week.high:+.1f})"
    if week.level is None:
        return Draft(f"{head} no report of the two is known: the index is unknown {band}.", refs)
    phase = f"; phase: {week.phase}" if week.phase else ""
    text = (
        f"{head} the index stood at {week.level:+.1f} {band}, from {counted(week.events, 'event')}"
        f" in {counted(week.reports, 'report')}{phase}."
    )
    return Draft(text, refs)


def shock_draft(shock: Shock, as_of: str) -> Draft:
    """A break in the relation, and whether it was mended."""
    text = f"{load_words().shock[shock.kind]} in the week of {day(shock.week)}"
    text += f" (index {shock.level:+.1f})" if shock.level is not None else ""
    if shock.kind == "rupture":
        if shock.until is not None and shock.weeks is not None:
            weeks = counted(shock.weeks, "week")
            text += f", repaired in the week of {day(shock.until)} after {weeks}"
        else:
            text += ", not repaired so far"
    elif shock.held is not None:
        text += ": the index held" if shock.held else ": the index fell below its interval"
    ref = computed_id("shock", shock.dyad, shock.kind, shock.week, as_of=as_of)
    return Draft(f"{text}.", (ref,))


# --- outlook ------------------------------------------------------------------------------------


def outlook_ref(one: Outlook) -> str:
    """The id of an outlook."""
    return computed_id("outlook", one.dyad, one.target, str(one.horizon_days), as_of=one.as_of)


def odds_draft(one: Outlook, *, skill: bool = False) -> Draft:
    """The odds of one target and horizon beside the base rate, or why there are none."""
    refs = (outlook_ref(one),)
    if one.probability is None or one.low is None or one.high is None or one.base_rate is None:
        return Draft(f"No odds: {quote(one.note or 'not enough to say', 400)}.", refs)
    text = (
        f"{load_words().target[one.target]} within {one.horizon_days} days:"
        f" {100 * one.probability:.1f} % (80 % interval {100 * one.low:.1f} % to"
        f" {100 * one.high:.1f} %); base rate {100 * one.base_rate:.1f} %"
    )
    known = None if one.model is None else one.model.brier_skill
    if skill and known is not None:
        text += f"; Brier skill of the model {100 * known:+.1f} %"
    return Draft(f"{text}.", refs)


def note_draft(one: Outlook) -> Draft | None:
    """How the odds are to be read, where the outlook says so."""
    if one.note is None or one.probability is None:
        return None
    return Draft(f"Reading of the odds: {quote(one.note, 400)}.", (outlook_ref(one),))


def driver_drafts(one: Outlook, most: int) -> list[Draft]:
    """What moves the odds most, and the events behind it."""
    out = []
    for driver in one.drivers[:most]:
        way = "Raises" if driver.contribution > 0 else "Lowers"
        text = (
            f"{way} the odds within {one.horizon_days} days: {quote(driver.label, 400)}"
            f" ({driver.contribution:+.2f} in log odds)."
        )
        out.append(Draft(text, (outlook_ref(one),)))
    return out


def precedent_drafts(found: Sequence[Precedent], ref: str, most: int) -> list[Draft]:
    """Precedents by likeness and how they went on."""
    out = []
    for one in found[:most]:
        dyad, at, started = one.id.partition("@")
        where = f"{dyad} from {day(started)}, " if at else ""
        text = f"Precedent, likeness {one.similarity:.2f}: {where}{quote(one.outcome, 400)}."
        out.append(Draft(text, (ref,)))
    return out


def rate_draft(line: str, kind: str, by: str, days: int, as_of: str) -> Draft:
    """The casebook's base rate, quoted."""
    return Draft(f"Casebook: “{line}”", (computed_id("rate", kind, by, str(days), as_of=as_of),))
