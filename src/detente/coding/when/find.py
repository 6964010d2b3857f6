"""Date expressions of a sentence, resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from detente.coding.numerals import atoms
from detente.coding.sentence import Sentence
from detente.coding.when.calendar import Interval, Piece, calendar_unit, shift
from detente.coding.when.grammar import read_all
from detente.coding.when.pieces import Anchor, Line, Read
from detente.coding.when.words import DateWords, date_words
from detente.errors import BadSetting
from detente.records import EventDate, Precision, Span

# Digits that can be a date without any word beside them; all else needs a trigger word.
_YEARLIKE = re.compile(
    r"(?:1[5-9]|20)[0-9]{2}|[0-9]/[0-9]|[0-9]\.[0-9]+\.[0-9]|[0-9](?:st|nd|rd|th)\b"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression.

    Attributes
    ----------
    first, last
        Tokens of the expression, local to the sentence, both included.
    head
        Its token that hangs on the rest of the sentence.
    span
        Its words.
    date
        The days it stands for; None if that cannot be told from publication alone.
    anchor
        ``calendar`` (says all itself), ``publication``, ``linked`` (to another event) or
        ``open`` ("two days earlier": from another event if one is at hand, else, as ``date``
        has it, from publication).
    offset_days
        Least and most days from the anchor event; None unless linked or open.
    unit
        Calendar unit around the anchor event and steps from it ("the following week" is
        ``("week", 1)``), or None.
    anchor_token
        The token that names the anchor event ("a week after the *incident*"), or None.
    relation
        ``since``, ``until``, ``till``, ``by``, ``before``, ``after``, ``range``, ``ahead`` or
        None for a plain date.
    piece
        What the text gave of a calendar date; None where it is none.
    """

    first: int
    last: int
    head: int
    span: Span
    date: EventDate | None
    anchor: Anchor
    offset_days: tuple[int, int] | None = None
    unit: tuple[str, int] | None = None
    anchor_token: int | None = None
    relation: str | None = None
    piece: Piece | None = None

    def resolve_linked(self, anchor: EventDate) -> EventDate:
        """The days this expression means, counted from ``anchor``.

        Parameters
        ----------
        anchor
            The date of the event that the expression refers to.

        Returns
        -------
        A date with basis ``linked``, this expression's span, and an interval that holds the
        true day if ``anchor`` does.

        Raises
        ------
        BadSetting
            The expression is not relative to an event.
        """
        if self.offset_days is None:
            raise BadSetting(
                f"resolving {self.span.text!r}: it is not relative to an event "
                f"(anchor {self.anchor!r}, allowed: 'linked', 'open')",
                anchor=self.anchor,
            )
        start, end = date.fromisoformat(anchor.start), date.fromisoformat(anchor.end)
        precision: Precision
        if self.unit is not None:
            low = calendar_unit(start, *self.unit)
            high = calendar_unit(end, *self.unit)
            first, last = low.start, high.end
            precision = low.precision if low == high else "approx"
        else:
            first = shift(start, self.offset_days[0])
            last = shift(end, self.offset_days[1])
            exact = self.offset_days[0] == self.offset_days[1]
            precision = anchor.precision if exact else "approx"
        return EventDate(first.isoformat(), last.isoformat(), precision, "linked", self.span)


def find_dates(
    sentence: Sentence,
    published: date | None,
    *,
    future: bool | None = None,
    words: DateWords | None = None,
) -> list[DateMention]:
    """Every date expression of a sentence, in text order.

    Parameters
    ----------
    sentence
        Parsed sentence; the parse is used only to tell names from dates and whether a clause
        looks ahead.
    published
        Publication day. None leaves relative and yearless expressions unresolved.
    future
        Whether yearless dates and weekdays are sought after publication; None reads it from
        the clause ("will meet on Friday").
    words
        Words of dates, if not the shipped ones.

    Returns
    -------
    Mentions that do not overlap; empty for most sentences.

    Raises
    ------
    BadDataFile
        The shipped words do not hold up.
    """
    known = date_words() if words is None else words
    lower = sentence.lower
    if not lower:
        return []
    if (
        known.triggers.isdisjoint(lower)
        and _YEARLIKE.search(sentence.text, sentence.start[0], sentence.end[-1]) is None
    ):
        return []
    line = Line(sentence, atoms(sentence), known)
    out: list[DateMention] = []
    for read in read_all(line):
        found = _mention(line, read, published, future)
        # Dates may part a word between them ("May 9/11 May"): it is the first one's.
        if found is not None and (not out or out[-1].last < found.first):
            out.append(found)
    return out


def _mention(
    line: Line, read: Read, published: date | None, future: bool | None
) -> DateMention | None:
    s = line.sentence
    token = line.atoms.token
    first, last = token[read.first], token[read.end - 1]
    head = _head(s, first, last)
    ahead = future
    if ahead is None:
        due = announcement(s, first, line.words) is not None
        ahead = True if due else outlook(s, head, line.words)
    if read.relation == "ahead" and not ahead:
        return None  # "in two weeks" of something past says how long it took
    span = s.span(first, last)
    found = read.rule(published, ahead)
    return DateMention(
        first,
        last,
        head,
        span,
        None if found is None else _event_date(found, read, span),
        read.anchor,
        read.offset,
        read.unit,
        _anchor_token(s, token[read.link], last) if read.link is not None else None,
        read.relation,
        read.piece,
    )


def _event_date(found: Interval, read: Read, span: Span) -> EventDate:
    # A year that only the publication date supplies makes the date relative, except where day
    # and month are stated outright.
    stated = read.anchor == "calendar" or (
        read.piece is not None
        and read.piece.month is not None
        and read.piece.step is None
        and read.piece.year_shift is None
    )
    precision = found.precision
    if found.start == found.end:
        precision = "day"
    elif precision == "day":
        precision = "approx"
    return EventDate(
        found.start.isoformat(),
        found.end.isoformat(),
        precision,
        "stated" if stated else "relative",
        span,
    )


def _head(s: Sentence, first: int, last: int) -> int:
    """The token of a stretch that hangs outside it; function words only if nothing else."""
    spare = last
    for i in range(first, last + 1):
        if not first <= s.heads[i] <= last:
            if s.deps[i] not in {"case", "det", "mark", "punct", "cc"}:
                return i
            spare = i
    return spare


def _anchor_token(s: Sentence, link: int, last: int) -> int | None:
    """What stands behind "after", "before" or "of": their head, if it is to the right."""
    head = s.heads[link]
    if head > last:
        named = last + 1
        while named < head and s.pos[named] in {"DET", "ADJ", "PRON"}:
            named += 1
        # "Nine days before the assault Britain had cut": the parser read "before Britain cut".
        misread = s.pos[named] == "NOUN" and not s.deps[named].startswith("nsubj")
        return named if misread else head
    for child in s.children[link]:
        if child > last:
            return child
    return None


def has(s: Sentence, i: int, verbs: frozenset[str]) -> bool:
    """Whether token ``i``, as lemma or as it stands, is among ``verbs`` (all their forms)."""
    return s.lemmas[i] in verbs or s.lower[i] in verbs


def announcement(s: Sentence, first: int, words: DateWords) -> int | None:
    """The participle right before a date that announces it ("scheduled for *Friday*")."""
    before = first - 1
    if before >= 1 and s.lower[before] in {"for", "on", "in", "to"}:
        participle = before - 1
        known = has(s, participle, words.future_governors) and has(s, participle, words.light)
        if known and (s.tags[participle] in {"VBN", "JJ"} or s.pos[participle] == "ADJ"):
            return participle
    return None


def looks_ahead(s: Sentence, i: int, words: DateWords) -> bool:
    """Whether the clause around token ``i`` tells of something that has not happened yet."""
    return outlook(s, i, words) is True


def outlook(s: Sentence, i: int, words: DateWords) -> bool | None:
    """True if the clause around token ``i`` looks ahead, False if it is past, None if neither."""
    below, below_of = "", i
    for at in (i, *s.ancestors(i)):
        tag = s.tags[at]
        clause = below in {"xcomp", "ccomp", "advcl", "acl", "csubj"}
        if at != i and clause and bidden(s, at, below_of):
            return False
        if at != i and has(s, at, words.future_governors) and _ahead(s, at, words):
            # "agreed to meet on Friday", "talks scheduled for Friday"; not "agreed on Friday".
            if clause or tag == "JJ" or s.pos[at] == "ADJ":
                return True
            passed = any(s.tags[c] == "VBD" and s.deps[c][:3] == "aux" for c in s.children[at])
            if tag == "VBN" and not _perfect(s, at) and (not passed or has(s, at, words.light)):
                return not _untagged_past(s, at)
        if s.pos[at] in {"VERB", "AUX"} or s.child(at, "cop") is not None:
            auxiliaries = [c for c in s.children[at] if s.deps[c].startswith("aux")]
            if any(s.lower[c] in words.future_auxiliaries for c in auxiliaries):
                return not (_perfect(s, at) and s.tags[at] == "VBN")
            mark = s.child(at, "mark")
            infinitive = mark is not None and s.lower[mark] == "to"
            head = s.heads[at]
            if mark is not None and infinitive and _is_to(s, mark):
                return True
            if infinitive and head >= 0 and s.lower[head] in {"is", "are", "'s", "’s"}:
                return True
            now = any(s.lower[c] in {"is", "are", "'s", "’s", "'re", "’re"} for c in auxiliaries)
            if tag == "VBG" and now and not clause:
                return True
            if not infinitive and (_finite_past(s, at) or _untagged_past(s, at)):
                return False
            done = tag == "VBN" and s.deps[at] == "acl" and not infinitive and at != i
            if done and not (has(s, at, words.light) or has(s, at, words.future_governors)):
                return False  # "sanctions imposed in July will be reviewed": imposed they are
        below, below_of = s.deps[at], at
    return None


def _untagged_past(s: Sentence, verb: int) -> bool:
    """ "The prince promised on Tuesday": a past that the tagger took for a participle."""
    if s.tags[verb] != "VBN" or s.child(verb, "nsubj") is None:
        return False
    return not any(s.deps[c].startswith(("aux", "cop")) for c in s.children[verb])


def bidden(s: Sentence, verb: int, infinitive: int) -> bool:
    """Whether a date under an infinitive is that of who bade: "ordered them to leave on Monday".

    What is bidden has seldom a day of its own unless it is an appointment ("asked to meet on
    Friday").
    """
    if s.lemmas[verb] not in _BIDDING or s.tags[infinitive] != "VB":
        return False
    if s.lemmas[infinitive] in _APPOINTED:
        return False
    return s.tags[verb] == "VBD" or _untagged_past(s, verb) or _had(s, verb)


def _had(s: Sentence, verb: int) -> bool:
    return s.tags[verb] == "VBN" and any(
        s.lower[c] in ("had", "were", "was") and s.deps[c].startswith("aux")
        for c in s.children[verb]
    )


_BIDDING = frozenset(
    "order tell give refuse decline forbid ask urge demand command instruct threaten".split()  # noqa: SIM905
)
_APPOINTED = frozenset(
    """meet hold begin start visit sign resume convene gather attend travel fly open vote arrive
    return appear host come go be send release free report deliver join""".split()  # noqa: SIM905
)


def _ahead(s: Sentence, i: int, words: DateWords) -> bool:
    """Whether a participle of planning plans: "set to meet", "set for May"; not "set ablaze"."""
    return not has(s, i, words.future_bare) or any(
        s.lower[k] == "for" or (s.lower[k] == "to" and s.tags[j] == "VB")
        for j in s.children[i]
        for k in s.children[j]
        if s.deps[k] in {"case", "mark"}
    )


def _is_to(s: Sentence, mark: int) -> bool:
    """ "is to meet", "are not to meet", whatever the parse."""
    before = mark - 1
    if before >= 1 and s.lower[before] == "not":
        before -= 1
    return before >= 0 and s.lower[before] in {"is", "are", "'s", "’s"}


def _perfect(s: Sentence, verb: int) -> bool:
    return any(s.lemmas[c] == "have" and s.deps[c].startswith("aux") for c in s.children[verb])


def _finite_past(s: Sentence, verb: int) -> bool:
    if s.tags[verb] == "VBD":
        return True
    return any(
        (s.tags[c] == "VBD" or (s.tags[verb] == "VBN" and s.lemmas[c] == "have"))
        and s.deps[c] in {"aux", "aux:pass", "cop"}
        for c in s.children[verb]
    )
