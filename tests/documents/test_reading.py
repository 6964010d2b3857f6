"""From files, folders, streams and lines to documents; what is set aside and why."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.documents import REASONS, from_text, read
from detente.errors import BadSetting, DocumentUnusable
from detente.records import Document, Rejection, document_id

ENGLISH = (
    "Russia recalled its ambassador after the vote, and the minister said that talks would end."
)
SUFFIXES = ["", ".txt", ".md", ".html", ".jsonl", ".json", ".gz", ".jsonl.gz", ".dat"]


def only(found: Iterator[Document | Rejection]) -> Document | Rejection:
    (one,) = found
    return one


def reasons(found: Iterator[Document | Rejection]) -> list[str | None]:
    return [r.reason if isinstance(r, Rejection) else None for r in found]


def jsonl(path: Path, *records: object) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# --- texts ------------------------------------------------------------------------------------


def test_a_text_is_taken_as_it_stands(tmp_path: Path) -> None:
    text = f"\n  Talks end\n\n{ENGLISH}  \n\ttail \U0001f6a2 é\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = only(read([tmp_path / "a.txt"], date="2016-12-22"))
    assert isinstance(found, Document)
    assert found.text == text
    assert (found.date, found.date_basis, found.title) == ("2016-12-22", "option", "Talks end")
    assert found.id == document_id(text)


def test_line_ends_become_lf_and_the_mark_goes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\rThree.\x07\n")
    found = only(read([str(tmp_path / "a.txt")]))
    assert isinstance(found, Document)
    assert found.text == "One.\nTwo.\nThree. \n"


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: The gate\ndate: 2013-03-05\nsource: Courier\ntags: [a, b]\nauthor: A. Kaya, B. Lind\n---\n",
        "Title: The gate\nDate: 5 March 2013\nSource: Courier\nBy: A. Kaya and B. Lind\n\n",
    ],
)
def test_a_head_gives_title_date_and_source(tmp_path: Path, head: str) -> None:
    (tmp_path / "a.md").write_text(head + ENGLISH, encoding="utf-8")
    found = only(read([tmp_path / "a.md"]))
    assert isinstance(found, Document)
    assert found.text == ENGLISH
    assert (found.title, found.date, found.date_basis) == ("The gate", "2013-03-05", "header")
    assert (found.source, found.authors) == ("Courier", ("A. Kaya", "B. Lind"))
    dated = only(read([tmp_path / "a.md"], date="2020-01-01"))
    assert isinstance(dated, Document)
    assert (dated.date, dated.date_basis) == ("2020-01-01", "option")


@pytest.mark.parametrize(
    "text",
    [
        "Moscow: the envoy left on Friday, the ministry said.\n\nHe will not be back.",
        "Source: a diplomat close to the talks said that they had failed.\n\nMore to follow.",
        "---\n\nRussia said no to the plan.\n\n---\n",
    ],
)
def test_what_only_looks_like_a_head_stays_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = only(read([tmp_path / "a.txt"]))
    assert isinstance(found, Document)
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        ("He fell.\n![]() |\nMourners at the gate (AP) |\nThe end.", ["Mourners at the gate (AP)"]),
        ("He fell.\n| ![x](a.jpg) |\n| --- |\n| Mourners |\nThe end.", ["Mourners"]),
        ("He fell.\n\n![a](b.png)\n*Mourners in Baku.*\n\nThe end.", ["Mourners in Baku."]),
        (
            "FILE PHOTO: The two presidents in 2012.\nThey met again.",
            ["The two presidents in 2012."],
        ),
        ("He fell.\n![]() |\nIt went on without a caption.\nThe end | here.", []),
        ("Exports | imports |\n5 | 6 |\n", []),
        ("The photo: nobody had seen it. *Really.*", []),
    ],
)
def test_captions_of_plain_text_are_spans_of_it(text: str, captions: list[str]) -> None:
    document = from_text(text)
    assert document.text == text
    assert [c.text for c in document.captions] == captions
    assert all(text[c.start : c.end] == c.text for c in document.captions)


def test_from_text_keeps_lengths_and_refuses_nothing_but_blanks() -> None:
    document = from_text("a\x00b\ud800c\x92d", date="Dec. 22, 2016", id="x", lang="en")
    assert (document.text, document.id, document.date) == ("a b\ufffdc’d", "x", "2016-12-22")
    with pytest.raises(DocumentUnusable):
        from_text(" \n\t")
    with pytest.raises(BadSetting, match="2016-13-45"):
        from_text("Text.", date="2016-13-45")


def test_a_bad_date_option_is_told_before_anything_is_read() -> None:
    with pytest.raises(BadSetting, match="yesterday"):
        read([], date="yesterday")
    with pytest.raises(BadSetting, match="max_bytes"):
        read([], max_bytes=0)


# --- lines of JSON ----------------------------------------------------------------------------


def test_all_fields_of_a_line(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "a.jsonl",
        {
            "id": 7, "text": "Short\r\nnote.", "date": "2016-12-20T10:00:00Z", "title": "T",
            "source": "S", "url": "https://u.example", "lang": "en-US", "authors": ["A", "B"],
        },
    )  # fmt: skip
    found = only(read([path]))
    assert found == Document(
        "7",
        "Short\r\nnote.",
        "2016-12-20",
        "file",
        "T",
        "S",
        "https://u.example",
        "en-US",
        ("A", "B"),
    )


def test_one_bad_line_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        b"\xef\xbb\xbf" + json.dumps({"id": "1", "text": ENGLISH}).encode(),
        b'{"id": "2", "text": ',
        b"",
        b'{"id": "3"}',
        b'{"id": "4", "text": 5}',
        b'{"id": "5", "text": "  "}',
        b"[1, 2]",
        b'{"id": "6", "text": "caf\xe9"}',
        b"[" * 100_000,
        json.dumps({"id": "1", "text": "Another text."}).encode(),
        json.dumps({"id": "1", "text": ENGLISH}).encode(),
        json.dumps(
            {"id": "7", "text": "Der Minister traf den Botschafter.", "lang": "de"}
        ).encode(),
        json.dumps({"id": "8", "text": "x" * 3000}).encode(),
        json.dumps({"id": "9", "text": "The end."}).encode(),
    ]
    path.write_bytes(b"\n".join(lines).replace(b"[" * 100_000, b"[" * 1500))
    found = list(read([path], max_bytes=2000))
    assert [d.id for d in found if isinstance(d, Document)] == ["1", "9"]
    set_aside = [(r.source, r.reason) for r in found if isinstance(r, Rejection)]
    expected = [
        (2, "json"), (4, "no_text"), (5, "text_type"), (6, "blank"), (7, "no_object"),
        (8, "encoding"), (9, "json"), (10, "same_id"), (11, "same_again"), (12, "language"),
        (13, "too_big"),
    ]  # fmt: skip
    assert set_aside == [(f"{path}:{line}", REASONS[key]) for line, key in expected]


@pytest.mark.parametrize(
    "date", ["2016-13-45", "20166-01-01", "yesterday", "03/04/2016", "2016", "2015-02-29"]
)
def test_a_date_not_understood_costs_the_date_only(tmp_path: Path, date: str) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"id": "a", "text": ENGLISH, "date": date})
    document, told = read([path])
    assert isinstance(document, Document)
    assert (document.date, document.date_basis) == (None, None)
    assert isinstance(told, Rejection)
    assert (told.doc_id, told.reason, told.detail) == ("a", REASONS["date"], date)
    kept = only(read([path], date="2016-12-22"))
    assert isinstance(kept, Document)


def test_a_date_to_come_is_a_date(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"text": ENGLISH, "date": "2099-01-01"})
    found = only(read([path]))
    assert isinstance(found, Document)
    assert (found.date, found.date_basis, found.id) == ("2099-01-01", "file", document_id(ENGLISH))


@pytest.mark.parametrize("listed", [True, False])
def test_json_files_and_unknown_suffixes(tmp_path: Path, listed: bool) -> None:
    records = [{"id": "a", "text": ENGLISH}, {"id": "b", "text": "The end."}]
    whole = json.dumps(records if listed else records[0], indent=1)
    (tmp_path / "a.json").write_text(whole)
    (tmp_path / "b.data").write_text(whole)
    for name in ("a.json", "b.data"):
        found = list(read([tmp_path / name]))
        assert [d.id for d in found if isinstance(d, Document)] == ["a", "b"][: 1 + listed]
    path = jsonl(tmp_path / "c", *records)
    assert reasons(read([path])) == [None, None]


def test_lines_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("w") as out:
        for number in range(4000):
            out.write(
                json.dumps({"id": str(number), "text": f"{ENGLISH} {'The road. ' * 200}"}) + "\n"
            )
    assert path.stat().st_size > 8_000_000
    next(read([path]))  # what is imported on first use is not counted
    tracemalloc.start()
    count = sum(isinstance(d, Document) for d in read([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert peak < 4_000_000


# --- streams, folders, archives ---------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_by_content(packed: bool) -> None:
    def given_(data: bytes) -> list[Document | Rejection]:
        return list(read(["-"], stdin=io.BytesIO(gzip.compress(data) if packed else data)))

    (plain,) = given_(ENGLISH.encode())
    assert isinstance(plain, Document)
    assert plain.text == ENGLISH
    lines = given_(b'{"text": "The end."}\n{"text": 1}\n')
    assert reasons(iter(lines)) == [None, REASONS["text_type"]]
    assert isinstance(lines[1], Rejection)
    assert lines[1].source == "-:2"
    page = f"<!DOCTYPE html>\n<html><body><article><p>{ENGLISH * 3}</p></article></body></html>"
    (found,) = given_(page.encode())
    assert isinstance(found, Document)
    assert "<p>" not in found.text


def test_folders_are_read_below_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/3.txt", "1.txt", ".git/config.txt", "a/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The text of {name}.")
    with gzip.open(tmp_path / "b" / "4.jsonl.gz", "wt") as out:
        out.write('{"id": "z", "text": "The end."}\n')
    found = [d for d in read([tmp_path]) if isinstance(d, Document)]
    assert [d.text for d in found] == [
        "The text of 1.txt.", "The text of a/3.txt.", "The text of b/2.txt.", "The end.",
    ]  # fmt: skip


def test_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere")
    locked = tmp_path / "locked.txt"
    locked.write_text(ENGLISH)
    kept = Path.open

    def refuse(self: Path, *args: str) -> object:
        if self == locked:
            raise PermissionError(13, "Permission denied")
        return kept(self, *args)

    monkeypatch.setattr(Path, "open", refuse)
    paths = [
        tmp_path / "gone.txt",
        tmp_path / "none",
        tmp_path / "link.txt",
        locked,
        "a\0b",
        "/dev/null",
    ]
    keys = ["missing", "empty_folder", "missing", "denied", "missing", "special"]
    assert reasons(read([*paths, *[tmp_path / "gone.txt"]])) == [
        REASONS[k] for k in [*keys, "missing"]
    ]


def test_the_same_text_in_two_files_is_one_document(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ENGLISH)
    found = list(read([tmp_path]))
    assert reasons(iter(found)) == [None, REASONS["same_again"]]
    assert isinstance(found[1], Rejection)
    assert "a.txt" in (found[1].detail or "")


# --- what is no text --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt.gz", gzip.compress(b"", mtime=0), "empty"),
        ("a.txt", b" \r\n\t\n", "blank"),
        ("a.txt", b"\xef\xbb\xbf", "blank"),
        ("a.html", b"\n\n", "blank"),
        ("a.txt", b"%PDF-1.7\n1 0 obj", "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("a.jsonl", b"PK\x03\x04\x14\0", "binary"),
        ("a.txt", b"The \0 end \0\0 of it", "binary"),
        ("a.txt", b"\x01\x02\x03 The end \x04\x05", "binary"),
        ("a.txt.gz", gzip.compress(b"x" * 9000, mtime=0)[:-9], "damaged"),
        ("a.jsonl.gz", b"\x1f\x8b\x08garbage", "damaged"),
        ("a.txt", (ENGLISH + "\n").encode() * 60_000, "too_big"),
        ("a.txt.gz", gzip.compress(b"The end. " * 1_000_000, mtime=0), "too_big"),
        ("a.html", b"<html><head><title>x</title></head><body></body></html>", "no_article"),
        ("a.html", b"<" * 5000, "no_article"),
        ("a.html", b"<html><body><nav>menu</nav></body></html>", "no_article"),
        ("a.txt", "Türkiye".encode()[:-3] + b"\xff and so on", "encoding"),
        ("a.jsonl", '{"text": "The end."}\n'.encode("utf-16"), "encoding"),
    ],
)
def test_what_is_no_text_is_set_aside(tmp_path: Path, name: str, data: bytes, key: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = only(read([tmp_path / name]))
    assert isinstance(found, Rejection)
    assert (found.doc_id, found.stage, found.reason) == (None, "documents", REASONS[key])
    assert found.source == str(tmp_path / name)


def test_a_damaged_archive_keeps_the_lines_before(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"id": str(n), "text": f"{ENGLISH} {n}"}) + "\n" for n in range(3000)
    )
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-40])
    found = list(read([tmp_path / "a.jsonl.gz"]))
    assert len(found) > 1000
    assert isinstance(found[0], Document)
    assert isinstance(found[-1], Rejection)
    assert found[-1].reason == REASONS["damaged"]


@settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.binary(max_size=400)
    | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
    | st.text(alphabet='{}[]":,\\u0text <>p/html!-\n\r\0é', max_size=120).map(str.encode)
    | st.sampled_from(
        [b"<html><p>", b'{"text": "', b"\xff\xfe", b"\x1f\x8b\x08", b"---\n"]
    ).flatmap(lambda head: st.binary(max_size=200).map(lambda tail: head + tail)),
    suffix=st.sampled_from(SUFFIXES),
)
def test_no_bytes_bring_it_down(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"input{suffix}"
    path.write_bytes(data)
    for found in read([path]):
        assert isinstance(found, Document | Rejection)
        json.dumps(found.to_json(), ensure_ascii=False).encode("utf-8")
        if isinstance(found, Document):
            assert found.text.strip()
            assert all(found.text[c.start : c.end] == c.text for c in found.captions)
        else:
            assert found.reason in REASONS.values()
            assert found.source


def test_rows_of_parquet_are_read_as_lines_of_jsonl_are(tmp_path: Path) -> None:
    import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"id": "a", "text": "Russia met Turkey in Moscow on Friday.", "date": "2016-01-02"},
        {"id": "b", "text": None, "date": None},
        {"id": "c", "text": "Turkey recalled its envoy from Moscow.", "date": "2016-01-03"},
        {"id": "c", "text": "Turkey sent its envoy back to Moscow.", "date": "2016-01-04"},
    ]
    lines = tmp_path / "in.jsonl"
    lines.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    days = [r["date"] and datetime.date.fromisoformat(r["date"]) for r in rows]
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / "text.parquet")
    pq.write_table(table.set_column(2, "date", pa.array(days)), tmp_path / "day.parquet")
    expected = list(read([lines]))
    assert [type(found) for found in expected] == [Document, Rejection, Document, Rejection]
    for name in ("text.parquet", "day.parquet"):
        found = list(read([tmp_path / name]))
        assert [f for f in found if isinstance(f, Document)] == expected[::2]
        assert [f.reason for f in found if isinstance(f, Rejection)] == [
            f.reason for f in expected if isinstance(f, Rejection)
        ]
        assert str(found[1].source).endswith(f"{name}:2")  # type: ignore[union-attr]


def test_damaged_parquet_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "cut.parquet").write_bytes(b"PAR1 and nothing that follows")
    (tmp_path / "no.parquet").write_bytes(b"no Parquet at all")
    found = list(read([tmp_path]))
    assert [f.reason for f in found if isinstance(f, Rejection)] == [
        "compressed file is damaged",
        "compressed file is damaged",
    ]
