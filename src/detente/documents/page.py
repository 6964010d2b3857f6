"""A news page: its article, title, date, authors and photo captions.

What comes in: a decoded HTML page. What goes out: plain text with the captions in their
places and their spans, and what the page says of itself. Finding the article, its date and
its authors is trafilatura's work; ours is to carry the captions through, which it drops.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from detente.records import Span, span_of

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:fig|p|image|img|photo|pic(?:ture)?|media|wp)?[_-]?caption(?:[_-]?text)?(?:$|[\s_])",
    re.IGNORECASE,
)
_HOLDER_CLASS = re.compile(r"caption|figure|image|photo|picture|media|img", re.IGNORECASE)
# Printable marks that survive extraction; the first pair that the page lacks is used.
_MARKS = (("⟦", "⟧"), ("⦃", "⦄"), ("⧼", "⧽"), ("⸨", "⸩"))


@dataclass(frozen=True, slots=True)
class Page:
    """An article: its text with captions in place, and what the page says of itself."""

    text: str
    captions: tuple[Span, ...]
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    authors: tuple[str, ...]
    lang: str | None


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page names in its head, or None."""
    found = _CHARSET.search(data[:8192])
    return found[1].decode("ascii") if found else None


def read_page(html: str) -> Page | None:
    """The article of a page, or None if the page has none.

    ``date`` is what the page's metadata give as day of publication (htmldate, without its
    search through the running text), unchecked.
    """
    import trafilatura

    # What a broken page does to the parsers below is not ours to foresee; a page that they
    # cannot read is a page without an article.
    try:
        tree = trafilatura.load_html(html)
        if tree is None:
            return None
        lang = tree.get("lang")
        opening, closing = next(
            (m for m in _MARKS if m[0] not in html and m[1] not in html), _MARKS[0]
        )
        _unwrap_layout(tree)
        marked = _mark_captions(tree, opening, closing)
        found: Any = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:
        return None
    if found is None or not (found.text or "").strip():
        return None
    text, captions = _unmark(_with_lead(found.text, marked, opening, closing), opening, closing)
    # A left-over menu or button is no article: a sentence has at least three words.
    if len([w for w in text.split() if any(c.isalpha() for c in w)]) < 3:
        return None
    return Page(
        text=text,
        captions=captions,
        title=found.title or None,
        date=found.date or None,
        source=found.sitename or found.hostname or None,
        url=found.url or None,
        authors=tuple(a.strip() for a in (found.author or "").split(";") if a.strip()),
        lang=lang.strip() if lang and lang.strip() else None,
    )


def _unwrap_layout(tree: Any) -> None:
    """Make boxes of tables that lay out a page rather than show data, as old pages have."""
    for table in list(tree.iter("table")):
        cells = table.xpath(".//td[count(.//p) > 1]")
        if any(len("".join(cell.itertext()).split()) > 40 for cell in cells):
            inner = table.xpath("./tr | ./tbody | ./tbody/tr | ./tr/td | ./tbody/tr/td")
            for element in (table, *inner):
                element.tag = "div"


def _mark_captions(tree: Any, opening: str, closing: str) -> list[str]:
    """Put each caption, between marks, into a paragraph of its own where its picture was.

    Returns the captions that stand inside an article, in page order.
    """
    inside = []
    for element in list(tree.iter("figcaption", "p", "div", "span", "td", "em", "small", "dd")):
        if element.getparent() is None or not _is_caption(element):
            continue
        text = " ".join("".join(element.itertext()).split())
        if not any(c.isalpha() for c in text) or len(text) > 1000 or opening in text:
            continue
        if any(e.tag in ("article", "main") for e in element.iterancestors()):
            inside.append(text)
        paragraph = tree.makeelement("p")
        paragraph.text = f"{opening}{text}{closing}"
        holder = _holder(element)
        paragraph.tail = holder.tail
        parent = holder.getparent()
        if parent is not None:
            parent.replace(holder, paragraph)
    return inside


def _is_caption(element: Any) -> bool:
    return bool(
        element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or "")
    ) and not element.xpath("ancestor::video | ancestor::audio | ancestor::nav | ancestor::footer")


def _holder(element: Any) -> Any:
    """The outermost element that holds only this caption and its picture."""
    own = len("".join(element.itertext()).split())
    holder = element
    for above in element.iterancestors():
        picture = above.tag in ("figure", "table", "tbody", "tr", "dl") or _HOLDER_CLASS.search(
            above.get("class") or ""
        )
        # A credit beside the caption may go with the picture; running text may not.
        if not picture or len("".join(above.itertext()).split()) > own + 12:
            break
        holder = above
    return holder


def _with_lead(text: str, marked: list[str], opening: str, closing: str) -> str:
    """The text, headed by those captions of the article that the extraction left out."""
    missing = [c for c in dict.fromkeys(marked) if f"{opening}{c}{closing}" not in text]
    lead = [f"{opening}{c}{closing}" for c in missing if c not in text]
    return "\n".join([*lead, text])


def _unmark(text: str, opening: str, closing: str) -> tuple[str, tuple[Span, ...]]:
    """The text without marks, and the spans that were between them."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for piece in re.split(f"({opening}[^{closing}]*{closing})", text):
        kept = piece
        if piece.startswith(opening) and piece.endswith(closing) and len(piece) > 2:
            kept = piece[1:-1].strip()
            places.append((length, length + len(kept)))
        parts.append(kept)
        length += len(kept)
    whole = "".join(parts)
    return whole, tuple(span_of(whole, start, end) for start, end in places)
