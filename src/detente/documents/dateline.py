"""The dateline of a report: where and when it was filed, before its first sentence.

Comes in: a text. Goes out: where its datelines stand, and the day that the first one tells in
full. "PUNO, Peru, 3 June 2019 (Agency) - Peru demanded ..." is a report of that day from Puno, and
no sentence about Puno.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from detente.documents.dates import publication_day

# Lengths are bounded: a line of nothing but "A/A/A/..." must not take long.
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’/-]{1,30}(?:[ ,/]{1,3}[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]{1,30}){0,3}"
_NAME = (
    r"(?:al-|el-)?[A-ZÀ-ÖØ-Þ][^\W\d_][\w.'’-]{0,30}"
    r"(?:[ ](?:(?:de|del|of|the|al)[ ])?(?:al-)?[A-ZÀ-ÖØ-Þ][\w.'’-]{0,30}){0,3}"
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ ]+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"{_WEEKDAY}(?:{_DAY}[ ]+(?:of[ ]+)?{_MONTH}|{_MONTH}[ ]+{_DAY})(?:,?[ ]+\d{{4}})?(?!\d)"
_AGENCY = r"\([^()\n]{2,30}\)"
_SLASHES = r"/[^/\n]{2,20}/"
_DASH = r"(?:--|[-–—])"
# A city in capitals, or any place beside a date or an agency, or an agency alone, up to the dash:
# at the start of a text or of a paragraph. An agency between slashes needs no dash (TASS).
_DATELINE = re.compile(
    rf"""(?:\A|(?<=\n))[ \t]*
    (?: {_CAPITALS}
        (?:,[ ]+(?!{_MONTH}[ ]+\d){_NAME})?
        (?:,?[ ]+(?P<day1>{_DATE}))?
        (?: (?:,?[ ]*{_AGENCY})?[ ]*(?:{_DASH}|:)[ ]+ | [.,]?[ ]*{_SLASHES}[.:]?[ ]*{_DASH}?[ ]+ )
      | {_NAME}(?:,[ ]+(?!{_MONTH}[ ]+\d){_NAME})?
        (?: ,?[ ]+(?P<day2>{_DATE})(?:,?[ ]*{_AGENCY}|,[ ]+{_NAME})?[ ]*{_DASH}[ ]+(?!\d)
          | ,?[ ]*{_AGENCY}[ ]*{_DASH}[ ]+
          | ,?[ ]+(?P<day3>{_DATE})?[.,]?[ ]*{_SLASHES}[.:]?[ ]*{_DASH}?[ ]+ )
      | \([A-Z][^()\n]{{1,30}}\)[ ]*{_DASH}[ ]+
    )""",
    re.VERBOSE,
)
# What a paper, an office or a place is called: capitals and the small words between them.
_TITLED = (
    rf"(?!{_MONTH}[ ]+\d)(?:[A-ZÀ-ÖØ-Þ][\w.'’&/-]{{0,30}}|of|the|and|for|de|del|la|al)"
    rf"(?:,?[ ](?!{_MONTH}[ ]+\d)(?:[A-ZÀ-ÖØ-Þ][\w.'’&/-]{{0,30}}|of|the|and|for|de|del|la|al))"
    r"{0,13}"
)
# A line of nothing but names and a day ("Nairobi, 12 March 2007", "Ege Postasi, Bodrum, 14 August
# 1996 (translated from the Turkish)"), as over communiques and clippings.
_LINE = re.compile(
    rf"""^[ \t]*(?:(?:Published|Posted|Issued|Released|Dated)(?:[ ]on)?:?[ ]+)?
    (?:{_TITLED},[ ]+)?
    (?P<day>{_DATE})(?<=\d{{4}})\.?(?:,?[ ]\([^()\n]{{2,60}}\))?[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
# A day that closes, opens or fills a part of a line above the text: "Questions and answers, 3 May
# 2019", "By Ann Lee | 3 May 2019, 14:20 GMT", "(Berlin, 3 May 2019)", "3 May 2019 - Moscow" (no
# entry of a chronology, which is a sentence; no life's "3 May 1930 - 4 May 2019"). What is
# "of 3 May 2019" or "on 3 May 2019" may be what the text is about, unless it says that it came out.
_PART = re.compile(
    rf"""(?:^(?!{_DATE}.*[.!?;]$)|[,|·•(/:.]|(?<!\d)[ ]{_DASH})[ \t]*
    (?P<out>(?:(?:first|last)[ ])?
        (?:published|posted|issued|released|dated|updated|modified|broadcast)(?:[ ]on)?:?[ ]+)?
    (?P<day>{_DATE}(?<=\d{{4}})|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.\d{{4}})
    (?=[ \t]*(?:$|[|·•()/]|{_DASH}(?:[ ](?!\d)|$)|[,.]?[ ]+(?:at[ ]+)?\d{{1,2}}[.:h]\d{{2}}\b
        |\.[ ]+[A-Z]|(?-i:,[ ]+{_NAME}$))
      |(?(out)(?:,|\.?$)|(?!)))""",
    re.VERBOSE | re.IGNORECASE,
)
# What is longer, or further down, is text.
_SHORT, _LINES = 120, 6
_YEAR = re.compile(r"\b(?:1[89]|20)\d{2}\b")
_SMALL = frozenset(
    """a an and answers at briefing by column columnist committee communique conference
    correspondent correspondents daily de debate del desk edition editor editorial explainer
    feature for from guest house in interview joint la language letter live magazine meeting
    memorandum minister ministry minutes newspaper noon note of on opinion our own page pages
    paper parliament press question questions radio record release remarks report reporter s
    script session sitting speech staff statement supplement text the to transcript translated
    translation update verbatim weekly wire with writer""".split()  # noqa: SIM905
)
# How far down a text its own dateline stands: after a headline, a standfirst and a byline.
_HEAD = 600


def datelines(text: str) -> Iterator[re.Match[str]]:
    """The datelines of a text and of its paragraphs, in their order.

    Examples
    --------
    >>> [m.group() for m in datelines("PUNO, Peru, 3 June 2019 (Agency) - Peru demanded more.")]
    ['PUNO, Peru, 3 June 2019 (Agency) - ']
    >>> list(datelines("Russia - Turkey relations are bad."))
    []
    """
    return _DATELINE.finditer(text)


def without_datelines(text: str) -> str:
    """A text with its datelines blanked, as long as it was."""
    line = _head_line(text)
    if line is not None:
        text = text[: line.start()] + " " * len(line.group()) + text[line.end() :]
    return _DATELINE.sub(lambda m: " " * len(m.group()), text)


def where_filed(text: str) -> str:
    """The line over a text that says where and when it appeared, less the day; empty without.

    Examples
    --------
    >>> where_filed("Envoy shot\\nThe Herald, Ankara, 19 December 2016\\n\\nThe envoy was shot.")
    'The Herald, Ankara, '
    """
    line = _head_line(text)
    return "" if line is None else line.group()[: line.start("day") - line.start()]


def _head_line(text: str) -> re.Match[str] | None:
    """The line that dates a text, if no dateline does."""
    return None if _written(text) else _day_line(text)


def filed_on(text: str) -> str | None:
    """The day on which a report was filed, ISO; None where no dateline at its top tells it.

    A line with a day and nothing else than a place does as well, if it is the only one: in a
    chronology each entry has its own.

    Examples
    --------
    >>> filed_on("Envoy shot\\n\\nAnkara, December 19, 2016 (Agency) -- The envoy was shot.")
    '2016-12-19'
    >>> filed_on("ANKARA, Dec. 19 - The envoy was shot.")
    """
    written = _written(text)
    if written is not None:
        return publication_day(written)
    lines = [publication_day(line["day"]) for line in islice(_LINE.finditer(text), 2)]
    days = _above(text).union(lines)
    return days.pop() if len(days) == 1 and len(lines) < 2 else None


def _written(text: str) -> str | None:
    """The whole day in the dateline at the top of a text."""
    first = next(datelines(text[:_HEAD]), None)
    day = None if first is None else first["day1"] or first["day2"] or first["day3"]
    return day if day is not None and publication_day(day) else None


def _day_line(text: str) -> re.Match[str] | None:
    """The line at the top of a text that says no more than where and when it appeared."""
    lines = list(islice(_LINE.finditer(text), 2))
    return lines[0] if len(lines) == 1 and lines[0].end() <= _HEAD else None


def _above(text: str) -> set[str | None]:
    """The days that the short lines above a text tell, ISO; only the one that it came out on.

    A day in the first line may be what the text looks back at ("The Lockerbie bombing, 21
    December 1988"): not where a later year follows.
    """
    top = takewhile(lambda line: len(line) <= _SHORT, text[:_HEAD].strip().splitlines()[:_LINES])
    found = [
        (k, part["out"], publication_day(part["day"]))
        for k, line in enumerate(top)
        for part in _PART.finditer(line)
        if part["out"] or line[part.start()] not in ",.:" or _of_the_press(line[: part.start()])
    ]
    out = {day for _, came_out, day in found[:1] if came_out}
    last = max(_YEAR.findall(text), default="")
    return out or {day for k, _, day in found if day is not None and (k or last <= day)}


def _of_the_press(words: str) -> bool:
    """Whether the small words before a day are of papers, not of what happened on it."""
    return all(w in _SMALL for w in re.findall(r"\b[^\W\dA-ZÀ-ÖØ-Þ][^\W\d]*", words))
