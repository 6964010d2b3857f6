"""Every chart in one definition for page, PNG and PDF; each from plain records alone.

What comes in: records (weeks, outlooks, precedents, stakes, signals). What goes out: an Altair
chart whose ``description`` is its alt text and whose every datum has a string ``link``: the path
that opens the sentences behind the mark (``links``), empty where there is none to open.
`with_links` makes marks clickable; `to_svg`, `to_png` and `to_html` draw.
"""

from detente.brief.charts.coverage import Unseen, coverage
from detente.brief.charts.directed import directed_counts
from detente.brief.charts.drawn import alt_text_of, to_html, to_png, to_svg, with_links
from detente.brief.charts.odds import outlook_odds
from detente.brief.charts.precedents import precedents
from detente.brief.charts.reliability import Point, reliability, reliability_as_tested
from detente.brief.charts.signals import Sign, reactions, signs_after
from detente.brief.charts.stakes import stakes
from detente.brief.charts.timeline import draw as dyad_timeline

__all__ = [
    "Point",
    "Sign",
    "Unseen",
    "alt_text_of",
    "coverage",
    "directed_counts",
    "dyad_timeline",
    "outlook_odds",
    "precedents",
    "reactions",
    "reliability",
    "reliability_as_tested",
    "signs_after",
    "stakes",
    "to_html",
    "to_png",
    "to_svg",
    "with_links",
]
