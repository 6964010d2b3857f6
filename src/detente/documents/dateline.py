"""The dateline of a report: where and when it was filed, before its first sentence.

Comes in: a text. Goes out: where its datelines stand, and the day that the first one tells in
full. "PUNO, Peru, 3 June 2019 (Agency) - Peru demanded ..." is a report of that day from Puno, and
no sentence about Puno.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

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
        (?: ,?[ ]+(?P<day2>{_DATE})(?:,?[ ]*{_AGENCY}|,[ ]+{_NAME})?[ ]*{_DASH}[ ]+
          | ,?[ ]*{_AGENCY}[ ]*{_DASH}[ ]+
          | ,?[ ]+(?P<day3>{_DATE})?[.,]?[ ]*{_SLASHES}[.:]?[ ]*{_DASH}?[ ]+ )
      | \([A-Z][^()\n]{{1,30}}\)[ ]*{_DASH}[ ]+
    )""",
    re.VERBOSE,
)
# A line of nothing but a place and a day ("Nairobi, 12 March 2007"), as over communiques; with an
# hour or a few words ("5 June 2017 - newest entries first"), as over live pages.
_LINE = re.compile(
    rf"""^[ \t]*(?:(?:Published|Posted|Issued|Released|Dated)(?:[ ]on)?:?[ ]+)?
    (?:(?:{_CAPITALS}|{_NAME})(?:,[ ]+(?!{_MONTH}[ ]+\d){_NAME})?,[ ]+)?
    (?: (?P<day>{_DATE})(?<=\d{{4}})\.?(?:[ ]+[-–—|·][ ]+[^\n.]{{1,30}})?
      | (?P<iso>\d{{4}}-\d\d-\d\d) )
    (?:,?[ T]+\d{{1,2}}[:.]\d\d(?:[ ]?[A-Za-z]{{1,4}})?)?[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
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
    return _DATELINE.sub(lambda m: " " * len(m.group()), text)


def filed_on(text: str) -> str | None:
    """The day on which a report was filed, ISO; None where no dateline at its top tells it.

    A line with a day and nothing else than a place does as well, if it is the only one: in a
    chronology each entry has its own.

    Examples
    --------
    >>> filed_on("Envoy shot\\n\\nAnkara, December 19, 2016 (Agency) -- The envoy was shot.")
    '2016-12-19'
    >>> filed_on("Envoy shot\\n2016-12-19\\n\\nThe envoy was shot.")
    '2016-12-19'
    >>> filed_on("Envoy shot: live\\n19 December 2016 - newest first\\n\\nThe envoy was shot.")
    '2016-12-19'
    >>> filed_on("Envoy shot\\n2016-12-19\\n\\nANKARA, Dec. 19 - The envoy was shot.")
    '2016-12-19'
    >>> filed_on("ANKARA, Dec. 19 - The envoy was shot.")
    """
    top = text[:_HEAD]
    first = next(datelines(top), None)
    written = None if first is None else first["day1"] or first["day2"] or first["day3"]
    day = None if written is None else publication_day(written)
    if day is None:
        # No dateline, or one without a year.
        lines = list(islice(_LINE.finditer(text), 2))
        if len(lines) == 1 and lines[0].end() <= len(top):
            day = publication_day(lines[0]["day"] or lines[0]["iso"])
    return day
