"""Briefs over coded texts and imported rows: what is in them, files, checking, comparing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.api import add_items, check_brief, make_brief, read_inputs, save_brief
from detente.brief.brief import Brief, Sentence, brief_from_json
from detente.brief.checking import Checker
from detente.brief.diff import changes, changes_text
from detente.brief.exports import SUFFIXES, read_back
from detente.config import load_settings
from detente.errors import BadDataFile, BadSetting, UnknownState
from detente.imports import import_files
from detente.store import Store, open_store
from tests.brief.corruption import corrupted
from tests.imports.build import ICEWS_HEADER, icews

TEXTS = Path(__file__).parent.parent / "texts" / "reading"
# Articles that no form and no word of the brief was written with.
HELD = ("held", "held3")
ASKED = (
    ("CAN", "IND", "2023-10-30"),
    ("ECU", "MEX", "2024-04-15"),
    ("GBR", "RUS", "2018-03-20"),
    ("IRN", "UKR", "2020-01-20"),
    ("KHM", "THA", "2003-02-10"),
    ("RUS", "UKR", "2009-02-01"),
    ("TUR", "RUS", "2016-07-05"),
    ("ERI", "ETH", "2018-07-20"),
)
BAR = 0.95


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("briefs")
    settings = load_settings()
    files = [f for name in HELD for f in sorted((TEXTS / name).glob("*.txt"))]
    with open_store(folder / "held.duckdb") as opened:
        items = read_inputs(files, settings=settings)
        for _ in add_items(opened, items, settings=settings, command="test"):
            pass
        table = folder / "icews.tab"
        rows = [
            icews(**{"Event ID": str(n), "Event Date": f"2016-06-{n:02d}"}) for n in range(1, 29)
        ]
        table.write_text(ICEWS_HEADER + "".join(rows), encoding="utf-8")
        assert all(r.kept == 28 for r in import_files(opened, [table]))  # type: ignore[union-attr]
        yield opened


@pytest.fixture(scope="module")
def briefs(store: Store) -> list[Brief]:
    return [make_brief(store, a, b, as_of=day) for a, b, day in ASKED]


@pytest.fixture(scope="module")
def one(briefs: list[Brief]) -> Brief:
    return briefs[0]


def texts(brief: Brief) -> list[str]:
    return [s.text for _, s in brief.sentences()]


# --- the contract -----------------------------------------------------------------------------


def test_no_sentence_of_an_exported_brief_fails_on_checking_it_anew(
    store: Store, briefs: list[Brief], tmp_path: Path
) -> None:
    count = 0
    for n, brief in enumerate(briefs):
        path = tmp_path / f"{n}{('.json', '.md')[n % 2]}"
        save_brief(store, brief, path)
        found = check_brief(store, path)
        assert found.failures == ()
        count += found.sentences
    assert count > 150


def test_of_sentences_made_false_by_a_seed_the_checker_catches_nearly_all(
    store: Store, briefs: list[Brief]
) -> None:
    true = {s.text: s.refs for brief in briefs for _, s in brief.sentences()}
    false = corrupted(list(true.items()), seed=11, each=25)
    assert len(false) >= 110
    checker = Checker(store)
    missed = [(f.how, f.was, f.text) for f in false if not checker.sentence(f.text, f.refs)]
    assert len(false) - len(missed) >= BAR * len(false), missed


def test_a_brief_asks_the_store_for_its_records_at_once(
    store: Store, briefs: list[Brief], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    query = Store.query

    def counted(self: Store, statement: str, values: Any = None) -> Any:
        asked.append(statement)
        return query(self, statement, values)

    monkeypatch.setattr(Store, "query", counted)
    brief = max(briefs, key=lambda b: len(texts(b)))
    cited = {ref for _, s in brief.sentences() for ref in s.refs if not ref.startswith("span:")}
    assert make_brief(store, *brief.dyad.split("-"), as_of=brief.as_of) == brief
    assert len(asked) < 30 < len(cited)


def test_few_sentences_are_withheld_and_each_says_why(briefs: list[Brief]) -> None:
    printed = sum(len(texts(b)) for b in briefs)
    withheld = [w for b in briefs for w in b.withheld]
    assert printed >= BAR * (printed + len(withheld)), withheld
    assert all(w.reason for w in withheld)
    for brief in briefs:
        assert not {w.text for w in brief.withheld} & set(texts(brief))


def test_every_sentence_cites_and_every_footnote_is_cited(briefs: list[Brief]) -> None:
    for brief in briefs:
        numbers = {n for _, s in brief.sentences() for n in s.notes}
        assert numbers == {note.number for note in brief.notes}
        assert all(s.refs for _, s in brief.sentences())
        told = [
            s for key, s in brief.sentences() if key in ("new", "voices", "reactions", "stakes")
        ]
        assert all(s.notes for s in told)


def test_footnotes_slice_out_of_their_documents(store: Store, one: Brief) -> None:
    spans = [n for n in one.notes if n.doc_id is not None]
    assert spans
    for note in spans:
        document = store.document(note.doc_id or "")
        assert document is not None
        words = " ".join(document.text[note.start : note.end].split())
        said = note.quote.strip("…").strip()
        assert said in " ".join(document.text.split())
        assert words[:60].rstrip(" .,;:") in said
        assert note.date == document.date


def test_imported_rows_are_cited_as_rows(briefs: list[Brief]) -> None:
    rows = [s for s in _refs(briefs[6], "new") if s.startswith("row:icews:")]
    assert rows
    assert any("Türkiye" in t and "made a concession to" in t for t in texts(briefs[6]))


def _refs(brief: Brief, key: str) -> list[str]:
    return [ref for k, s in brief.sentences() if k == key for ref in s.refs]


def test_the_checker_takes_nothing_from_the_composer() -> None:
    import ast

    import detente.brief.checking as checking

    for path in Path(checking.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "composing" not in (node.module or ""), path


def test_ids_that_do_not_hold_are_refused(store: Store, one: Brief) -> None:
    checker = Checker(store)
    _, sentence = next((k, s) for k, s in one.sentences() if k == "new")
    span = next(r for r in sentence.refs if r.startswith("span:"))
    event = next(r for r in sentence.refs if r.startswith("event:"))
    other = next(
        d.id for d in store.documents() if d.id not in span and len(d.text) > 400
    )  # fmt: skip
    for refs, why in (
        ((), "cites nothing"),
        (("nonsense",), "no id"),
        ((event,), "no words of the record"),
        ((event, "span:nowhere:0-9"), "no such stretch"),
        (("event:0000", span), "no such record"),
        ((event, f"span:{other}:0-200"), "does not belong"),
        ((event, span.rpartition(":")[0] + ":0-999999"), "no such stretch"),
        (("week:CAN-IND:1999-01-04@2023-10-30",), "no such figure"),
    ):
        assert why in " ".join(checker.sentence(sentence.text, refs)), why


def test_what_does_not_belong_into_a_brief_makes_it_fail(store: Store, one: Brief) -> None:
    def reasons(changed: Brief) -> str:
        return " ".join(r for f in Checker(store).brief(changed).failures for r in f.reasons)

    assert "was not known on 2023-09-01" in reasons(replace(one, as_of="2023-09-01"))
    assert "is not as known on 2023-11-30" in reasons(replace(one, as_of="2023-11-30"))
    assert "is not of CAN-IRN" in reasons(replace(one, dyad="CAN-IRN"))
    late = reasons(replace(one, since="2023-10-29"))
    assert "is not since 2023-10-29" in late
    assert "was known on 2023-10-29 already" in late


# --- what is in it ----------------------------------------------------------------------------


def test_nothing_published_after_the_day_is_in_a_brief(store: Store) -> None:
    before = make_brief(store, "GBR", "RUS", as_of="2018-03-16")
    assert all(note.date is None or note.date <= "2018-03-16" for note in before.notes)
    after = make_brief(store, "GBR", "RUS", as_of="2018-03-18")
    assert len(texts(after)) > len(texts(before))


def test_a_dyad_without_data_says_so(store: Store) -> None:
    brief = make_brief(store, "FJI", "Andorra", as_of="2020-01-01")
    said = texts(brief)
    assert "The store holds no event of Andorra and Fiji known on 1 January 2020." in said
    assert any(t.startswith("No odds: “not enough to say") for t in said)
    assert not brief.withheld


def test_a_calm_relation_says_that_no_shock_is_known(store: Store, briefs: list[Brief]) -> None:
    calm = "No rupture, repair or violence by others is known of the two up to "
    said = [(b, s) for b in briefs for _, s in b.sentences() if s.text.startswith(calm)]
    assert said
    assert all("timeline" in c for b, _ in said for c in [_charts(b, "course")])
    checker = Checker(store)
    _, sentence = said[0]
    assert checker.sentence(sentence.text.replace("known", "told"), sentence.refs)
    assert checker.sentence(sentence.text[:-5] + "1999.", sentence.refs)


def _charts(brief: Brief, key: str) -> tuple[str, ...]:
    return next(s.charts for s in brief.sections if s.key == key)


def test_sides_and_days_are_checked(store: Store) -> None:
    with pytest.raises(UnknownState):
        make_brief(store, "RUS", "Ruritania", as_of="2020-01-01")
    with pytest.raises(BadSetting, match="both"):
        make_brief(store, "RUS", "Russia", as_of="2020-01-01")
    with pytest.raises(BadSetting, match="ISO"):
        make_brief(store, "RUS", "TUR", as_of="yesterday")
    with pytest.raises(BadSetting, match="not before"):
        make_brief(store, "RUS", "TUR", as_of="2020-01-01", since="2020-01-01")


def test_a_bloc_has_a_brief_too(store: Store) -> None:
    brief = make_brief(store, "NATO", "RUS", as_of="2018-03-20")
    assert texts(brief)
    assert Checker(store).brief(brief).holds


def test_the_same_day_gives_the_same_brief(store: Store, one: Brief) -> None:
    assert make_brief(store, "IND", "CAN", as_of="2023-10-30") == one


# --- files ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(store: Store, one: Brief, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    out = {}
    for suffix in SUFFIXES:
        out[suffix] = folder / f"brief{suffix}"
        save_brief(store, one, out[suffix])
    return out


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_file_carries_the_brief_and_holds(
    store: Store, one: Brief, files: dict[str, Path], suffix: str
) -> None:
    back = read_back(files[suffix])
    assert back.brief == one
    assert back.differences() == []
    assert check_brief(store, files[suffix]).holds


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")
def test_the_pdf_has_two_pages_of_a4_and_its_fonts(files: dict[str, Path]) -> None:
    def told(*command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    info = told("pdfinfo", str(files[".pdf"]))
    assert re.search(r"Pages:\s+2\b", info)
    assert "A4" in info
    fonts = told("pdffonts", str(files[".pdf"])).splitlines()[2:]
    assert fonts
    assert all(re.search(r"\byes\s+(?:yes|no)\s+(?:yes|no)\s+\d", line) for line in fonts)
    words = " ".join(told("pdftotext", "-layout", str(files[".pdf"]), "-").split())
    assert "Canada and India" in words
    assert "page 1 of 2" in words
    assert "as of 30 October 2023" in words


def test_the_page_asks_for_nothing_and_runs_nothing(files: dict[str, Path]) -> None:
    page = files[".html"].read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:link|iframe|object|embed)\b", page)
    assert re.findall(r"<script\b[^>]*>", page) == [
        '<script type="application/json" id="detente-brief">'
    ]
    assert not re.findall(r'(?:src|href)="(?!data:|#|https?://)', page)
    assert all(alt for alt in re.findall(r'<img src="[^"]*" alt="([^"]*)"', page))


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx"])
def test_words_changed_in_a_file_are_found_out(
    store: Store, one: Brief, files: dict[str, Path], suffix: str, tmp_path: Path
) -> None:
    sentence = next(t for t in texts(one) if t.startswith("The store holds"))
    number = re.search(r"\d+", sentence)
    assert number is not None
    false = sentence.replace(number.group(), "999", 1)
    changed = tmp_path / f"changed{suffix}"
    if suffix == ".docx":
        with zipfile.ZipFile(files[suffix]) as old, zipfile.ZipFile(changed, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "word/document.xml":
                    data = data.replace(sentence.encode(), false.encode())
                new.writestr(name, data)
    else:
        page = files[suffix].read_text(encoding="utf-8")
        head, tail = page.split(sentence, 1)
        changed.write_text(head + false + tail, encoding="utf-8")
    found = check_brief(store, changed)
    assert any("999" in f.text for f in found.failures)


def test_sentences_changed_inside_a_file_fail(
    store: Store, files: dict[str, Path], tmp_path: Path
) -> None:
    told: Any = json.loads(files[".json"].read_text(encoding="utf-8"))
    told["sections"][0]["sentences"][0]["text"] += " And more."
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(told), encoding="utf-8")
    assert not check_brief(store, changed).holds


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b""),
        ("b.json", b"[1]"),
        ("c.json", b'{"kind": "brief", "format": "x"}'),
        ("d.json", b'{"kind": "brief", "format": "detente-brief-1"}'),
        ("e.html", b"<p>nothing"),
        ("f.md", b"# nothing"),
        ("g.docx", b"PK\x03\x04 broken"),
        ("h.pdf", b"%PDF-1.7 no attachment"),
        ("i.pdf", b"\xff\x00\xfe"),
    ],
)
def test_files_that_hold_no_brief_are_refused_by_name(
    tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadDataFile, match=re.escape(name)):
        read_back(path)


def test_other_suffixes_are_refused(store: Store, one: Brief, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"\.odt"):
        save_brief(store, one, tmp_path / "brief.odt")


def test_without_pango_the_error_says_what_to_install(
    store: Store, one: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    from detente.errors import DetenteError

    real = builtins.__import__

    def broken(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(DetenteError, match="print PDF") as caught:
        save_brief(store, replace(one, sections=()), tmp_path / "brief.pdf")
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in (caught.value.hint or "")
    assert ".html" in (caught.value.hint or "")


# --- hostile words ----------------------------------------------------------------------------

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \"]}' --> </script> ${7*7} {{7*7}}"
    " [x](javascript:alert(3)) \x00\x08\u202e\ud800 ]]>"
)


def hostile(one: Brief) -> Brief:
    section = one.sections[0]
    said = replace(section, title=EVIL, sentences=(Sentence(EVIL, ("span:a:0-1",), (1,)),))
    note = replace(
        one.notes[0], number=1, quote=EVIL, source=EVIL, title=EVIL, url="javascript:alert(4)"
    )
    return replace(one, names=(EVIL, EVIL), sections=(said,), notes=(note,), coverage=EVIL)


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx", ".json", ".pdf"])
def test_hostile_words_are_written_as_words(
    store: Store, one: Brief, tmp_path: Path, suffix: str
) -> None:
    from detente.brief.exports.write import brief_bytes

    data = brief_bytes(hostile(one), suffix, {})
    if suffix == ".html":
        page = data.decode("utf-8")
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert page.count("</script>") == 1
        assert 'href="javascript' not in page
        assert "\x00" not in page
    if suffix == ".md":
        text = data.decode("utf-8")
        assert "\\<script\\>" in text
        assert not re.search(r"(?<!\\)<(?!!-- detente-brief)", text.split("<!-- ")[0])
        assert "](javascript" not in text.split("<!-- ")[0].replace("\\]", "")
    path = tmp_path / f"evil{suffix}"
    path.write_bytes(data)
    if suffix != ".pdf":
        assert read_back(path).brief.names[0][:20] == EVIL[:20]


# --- comparing --------------------------------------------------------------------------------


def test_two_briefs_are_compared_sentence_by_sentence(store: Store) -> None:
    older = make_brief(store, "TUR", "RUS", as_of="2016-06-20", since="2016-05-01")
    newer = make_brief(store, "TUR", "RUS", as_of="2016-07-05", since="2016-06-20")
    found = changes(older, newer)
    assert found.added
    assert all(text in texts(newer) and text not in texts(older) for _, text in found.added)
    assert all(text in texts(older) and text not in texts(newer) for _, text in found.gone)
    assert "\n+ " in changes_text(found)
    assert changes(older, older).added == changes(older, older).gone == ()
    assert "no sentence differs" in changes_text(changes(older, older))


def test_briefs_of_two_relations_are_not_compared(briefs: list[Brief]) -> None:
    with pytest.raises(BadSetting, match="cannot be compared"):
        changes(briefs[0], briefs[1])


def test_a_brief_comes_back_from_its_json(briefs: list[Brief]) -> None:
    for brief in briefs:
        assert brief_from_json(json.loads(json.dumps(brief.to_json())), "x") == brief
