"""A brief as a Word document, itself inside as a part of the package.

Every sentence is a paragraph of the style ``Brief Sentence``; footnotes stand at the end. Words
of articles are text and never markup: python-docx escapes them, and control characters that XML
forbids are replaced.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from detente.brief.brief import Brief, dumps
from detente.brief.composing.wording import day
from detente.brief.exports.text import clean, note_text

PART = "/detente/brief.json"
RELATION = "https://detente.invalid/brief"
STYLE = "Brief Sentence"
WIDTH_CM = 16.0


def docx(brief: Brief, charts: Mapping[str, Any]) -> bytes:
    """The brief as the bytes of a .docx file."""
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.shared import Cm, Pt

    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin = section.bottom_margin = Cm(2.0)
    style = document.styles.add_style(STYLE, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["List Bullet"]
    style.font.size = Pt(10)
    _core(document, brief)
    document.add_heading(clean(brief.title), 0)
    document.add_paragraph(
        clean(f"As of {day(brief.as_of)}. New since {day(brief.since)}. {brief.coverage}.")
    )
    for part in brief.sections:
        document.add_heading(clean(part.title), 2)
        for sentence in part.sentences:
            paragraph = document.add_paragraph(clean(sentence.text), style=STYLE)
            for number in sentence.notes:
                run = paragraph.add_run(f" {number}")
                run.font.superscript = True
        if part.more:
            document.add_paragraph(f"{part.more} more not shown.").runs[0].italic = True
        for name in part.charts:
            if name in charts:
                _picture(document, charts[name], Cm(WIDTH_CM))
    _end(document, brief)
    package = document.part.package
    inside = Part(PackURI(PART), "application/json", dumps(brief).encode("utf-8"), package)
    document.part.relate_to(inside, RELATION)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _core(document: Any, brief: Brief) -> None:
    from datetime import datetime

    # The day of the brief, not of the writing: the same brief gives the same properties.
    stamp = datetime.fromisoformat(brief.as_of)
    core = document.core_properties
    core.title = clean(f"{brief.title}: brief as of {brief.as_of}")[:250]
    core.author = f"détente {brief.version}"
    core.created = core.modified = stamp
    core.comments = "Verify with: detente brief --check FILE"


def _picture(document: Any, chart: Any, width: Any) -> None:
    from detente.brief.charts import alt_text_of, to_png

    shape = document.add_picture(io.BytesIO(to_png(chart, scale=2.0)), width=width)
    shape._inline.docPr.set("descr", clean(alt_text_of(chart))[:4000])


def _end(document: Any, brief: Brief) -> None:
    from docx.shared import Pt

    if brief.withheld:
        document.add_heading("Withheld", 2)
        for one in brief.withheld:
            paragraph = document.add_paragraph()
            struck = paragraph.add_run(clean(one.text))
            struck.font.strike = True
            paragraph.add_run(clean(f" {one.reason}"))
    document.add_heading("Sources", 2)
    for note in brief.notes:
        paragraph = document.add_paragraph(clean(f"{note.number}  {note_text(note)}"))
        paragraph.runs[0].font.size = Pt(8)
    document.add_paragraph(clean(brief.method)).runs[0].font.size = Pt(8)
    _page_numbers(document)


def _page_numbers(document: Any) -> None:
    """``page N`` in the footer, as Word counts it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.sections[0].footer.paragraphs[0]
    run = paragraph.add_run("page ")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
