"""HTML pages of several makes: article, captions, title, date, authors."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.documents import REASONS, read
from detente.records import Document, Rejection

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> Document:
    (found,) = read([PAGES / name])
    assert isinstance(found, Document)
    assert all(found.text[c.start : c.end] == c.text for c in found.captions)
    return found


def test_a_modern_page_with_metadata_and_figures() -> None:
    found = page("wire.html")
    assert (found.date, found.date_basis) == ("2022-07-21", "page")  # published, not modified
    assert found.title == "Envoys hold late talks on grain corridor"
    assert (found.source, found.authors) == ("Harbour Wire", ("Ada Brandt",))
    assert found.url == "https://harbourwire.example/2022/07/21/grain-talks"
    assert [c.text for c in found.captions] == [
        "Delegates arrive at the palace on the Bosphorus. Photo: M. Demir",
        "A bulk carrier waits off Odesa.",
    ]
    assert found.captions[0].start < found.text.index("ISTANBUL - Envoys")
    assert found.captions[1].start > found.text.index("joint checks")
    for alien in ("alt text", "Most read", "recipes", "Copyright", "⟦"):
        assert alien not in found.text


def test_an_old_page_laid_out_in_tables_in_its_own_encoding() -> None:
    found = page("table.html")
    assert (found.date, found.title) == ("2013-03-05", "Ministers reopen the border gate")
    assert [c.text for c in found.captions] == ["Trucks queue at the Habur gate, Şırnak province."]
    assert "Minister Ahmet Davutoğlu said" in found.text
    assert "Politics" not in found.text
    assert found.text.count("\n") >= 4  # paragraphs stay apart


def test_a_page_without_date_has_none() -> None:
    found = page("undated.html")
    assert (found.date, found.date_basis, found.captions) == (None, None, ())
    (dated,) = read([PAGES / "undated.html"], date="2019-05-06")
    assert isinstance(dated, Document)
    assert (dated.date, dated.date_basis) == ("2019-05-06", "option")


@pytest.mark.parametrize(
    ("name", "key"), [("turkish.html", "language"), ("empty.html", "no_article")]
)
def test_pages_set_aside(name: str, key: str) -> None:
    (found,) = read([PAGES / name])
    assert isinstance(found, Rejection)
    assert found.reason == REASONS[key]


def test_any_language_if_asked() -> None:
    (found,) = read([PAGES / "turkish.html"], lang=None)
    assert isinstance(found, Document)
    assert "Rusya ve İran" in found.text


def test_marks_in_the_page_do_not_become_captions(tmp_path: Path) -> None:
    text = (PAGES / "wire.html").read_text().replace("Grain prices", "Grain ⟦prices⟧")
    (tmp_path / "a.html").write_text(text)
    (found,) = read([tmp_path / "a.html"])
    assert isinstance(found, Document)
    assert "⟦prices⟧" in found.text
    assert len(found.captions) == 2
