"""A brief as a page and as a two-page PDF; both carry the brief inside.

Words of articles are hostile: Jinja2 escapes every value, pictures are images, the page's own
policy forbids scripts, and the printer opens nothing but what is in the page.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.brief.brief import Brief, Withheld, dumps
from detente.brief.composing.wording import day
from detente.brief.desk import shorten
from detente.brief.exports.text import clean, cleaned, safe_json, safe_url
from detente.brief.exports.trim import SHORT, trimmed
from detente.errors import DetenteError

HERE = Path(__file__).parent
ATTACHED = "brief.json"
PAGES = 2
# Tried one after the other until two pages hold all: sizes of text and footnotes in points,
# length of a footnote's quote, and the share of a section's sentences.
FITS = (
    (8.2, 5.6, 90, 1.0),
    (7.9, 5.4, 80, 0.9),
    (7.7, 5.3, 70, 0.8),
    (7.6, 5.2, 60, 0.7),
    (7.5, 5.1, 55, 0.6),
    (7.5, 5.0, 50, 0.5),
    (7.2, 5.0, 36, 0.34),
)
# The pictures of the two pages, and the sections they stand in.
PRINTED = {"situation": ("timeline",), "outlook": ("odds",)}


class PrinterMissing(DetenteError):
    """The libraries that print PDF are not installed on this machine."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in a page: an image as data, and its words."""

    source: str
    alt: str


def figures_of(charts: Mapping[str, Any], *, kind: str = "svg") -> dict[str, Figure]:
    """Charts as images that a page can hold; ``kind`` is ``svg`` or ``png``."""
    from detente.brief.charts import alt_text_of, to_png, to_svg

    out = {}
    for name, chart in charts.items():
        if kind == "svg":
            data, mime = to_svg(chart).encode("utf-8"), "image/svg+xml"
        else:
            data, mime = to_png(chart, scale=3.0), "image/png"
        code = base64.b64encode(data).decode("ascii")
        out[name] = Figure(f"data:{mime};base64,{code}", clean(alt_text_of(chart)))
    return out


def html(brief: Brief, charts: Mapping[str, Any]) -> str:
    """The brief as one page that needs nothing else."""
    style = (HERE / "page.css").read_text(encoding="utf-8")
    placed = {section.key: section.charts for section in brief.sections}
    return _page(brief, figures_of(charts), style, placed, full=True)


def _page(
    brief: Brief,
    figures: Mapping[str, Figure],
    style: str,
    placed: Mapping[str, Sequence[str]],
    *,
    full: bool,
) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    rooms = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return rooms.get_template("brief.html.j2").render(
        brief=cleaned(brief),
        figures=figures,
        style=Markup(style),
        json=Markup(safe_json(brief)),
        as_of=day(brief.as_of),
        since=day(brief.since),
        safe_url=safe_url,
        placed=placed,
        left=0 if full else sum(section.more for section in brief.sections),
        attached=ATTACHED,
        full=full,
    )


def pdf(brief: Brief, charts: Mapping[str, Any]) -> bytes:
    """The brief on two pages of A4, fonts embedded, itself attached as JSON.

    Sentences are left out of sections, and counted there, where they would not fit.

    Raises
    ------
    PrinterMissing
        Pango is not installed.
    """
    weasyprint = _weasyprint()
    # Nothing is opened but the pictures inside the page: no file, no address.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    figures = figures_of({n: charts[n] for names in PRINTED.values() for n in names if n in charts})
    style = (HERE / "print.css").read_text(encoding="utf-8")
    document: Any = None
    for size, note_size, quote, share in FITS:
        limits = {key: max(1, round(most * share)) for key, most in SHORT.items()}
        short = trimmed(brief, limits, note_length=quote)
        short = replace(short, withheld=tuple(_brief_reason(w) for w in brief.withheld))
        css = style.replace("SIZE", f"{size}").replace("NOTE", f"{note_size}")
        page = _page(short, figures, css, PRINTED, full=False)
        document = weasyprint.HTML(string=page, url_fetcher=fetcher).render()
        if len(document.pages) <= PAGES:
            break
    attached = weasyprint.Attachment(
        string=dumps(brief), name=ATTACHED, description="the brief, for `detente brief --check`"
    )
    document.metadata.attachments.append(attached)
    made: bytes = document.write_pdf()
    return made


def _brief_reason(one: Withheld) -> Withheld:
    return replace(one, text=shorten(clean(one.text), 90), reason=shorten(clean(one.reason), 90))


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise PrinterMissing(
            f"the libraries that print PDF are missing: {error}".splitlines()[0],
            hint="apt-get install libpango-1.0-0 libpangoft2-1.0-0; or write .html and print it",
        ) from error
    return weasyprint
