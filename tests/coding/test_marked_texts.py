"""Texts marked for the encoder: what the marks say, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.encoder.marked import TYPES, Marked, as_article, aside, read_marked

from detente.errors import BadDataFile

ROOT = Path(__file__).resolve().parents[2]

HEAD = "=== a-1 | wire | 2016-12-20 | Envoy shot\n"


def read_one(folder: Path, body: str) -> Marked:
    (folder / "a.txt").write_text(HEAD + body, encoding="utf-8")
    (found,) = read_marked(folder)
    return found


def test_marks_become_acts_with_their_words(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        "Moscow [expelled|SANCTION RUS>GBR+EUR] two, and\nParis may [follow|SANCTION FRA> hypothetical ?];"
        " the [attack|-] submarine left.\n",
    )
    text = found.document.text
    assert text.strip() == (
        "Moscow expelled two, and\nParis may follow; the attack submarine left."
    )
    assert (found.document.id, found.document.date) == ("a-1", "2016-12-20")
    first, second = found.raw["events"]
    assert [c["country"] for c in first["recipient"]] == ["GBR", "EUR"]
    assert (first["event_type"], first["status"], first["optional"]) == (
        "SANCTION",
        "asserted",
        False,
    )
    assert (second["status"], second["optional"], second["recipient"]) == ("hypothetical", True, [])
    for offset, word in [*first["triggers"], *second["triggers"]]:
        assert text[offset : offset + len(word)] == word
    ((offset, word),) = [t["trigger"] for t in found.raw["not_events"]]
    assert text[offset : offset + len(word)] == "attack"


def test_parts_of_a_case_file_may_hold_marks_and_overlap(tmp_path: Path) -> None:
    found = read_one(
        tmp_path, "<victim>The envoy <place>was [shot|ASSAULT *>RUS]</victim> in Ankara</place>.\n"
    )
    text = found.document.text
    assert {(text[a:b], tag) for a, b, tag in found.quoted} == {
        ("The envoy was shot", "f:victim"),
        ("was shot in Ankara", "f:place"),
    }
    assert found.raw["events"][0]["actor"] == [{"country": None}]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("ok.\nHe [hit|STRIKE USA>IRN] it", "'STRIKE'"),
        ("ok.\nHe [hit|ASSAULT] it", "no sides"),
        ("ok.\nHe [hit|USA>IRN] it", "no type"),
        ("ok.\nHe [hit it|ASSAULT USA>IRN] there", "belongs to no mark"),
        ("ok.\n<weapons>a gun</weapons>", "no part of a case file"),
        ("ok.\na gun</weapon>", "ends nothing"),
        ("ok.\n<weapon>a gun", "is not ended"),
    ],
)
def test_a_wrong_mark_is_named_with_its_line(tmp_path: Path, body: str, what: str) -> None:
    with pytest.raises(BadDataFile, match=what) as raised:
        read_one(tmp_path, body)
    assert "a.txt, line 3: " in str(raised.value)
    assert raised.value.hint


def test_a_wrong_head_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("=== a | wire | yesterday | x\nok.\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match="heads no text"):
        read_marked(tmp_path)


@given(
    st.lists(st.tuples(st.text("abc é", max_size=9), st.sampled_from(sorted(TYPES))), max_size=6)
)
def test_taking_marks_out_keeps_every_word(tmp_path_factory, parts) -> None:
    body = "".join(f"{plain} [do|{kind} A".replace(" A", " USA") + ">] " for plain, kind in parts)
    found = read_one(tmp_path_factory.mktemp("marked"), body + "\n")
    assert found.document.text.strip() == "".join(f"{p} do " for p, _ in parts).strip()
    assert [e["event_type"] for e in found.raw["events"]] == [kind for _, kind in parts]


def test_the_texts_hold_up_and_some_are_kept_aside() -> None:
    texts = read_marked(ROOT / "training" / "encoder" / "texts")
    names = [t.document.id for t in texts]
    assert len(set(names)) == len(names) > 1000
    assert 0.09 < sum(map(aside, names)) / len(names) < 0.16


def test_what_tags_say_is_a_case_file_of_the_article(tmp_path: Path) -> None:
    text = (
        "=== X1 | wire | 2001-02-03 | A bomb\n<perpetrator>Two men</perpetrator> [shot|ASSAULT"
        " *>FRA] <victim>the consul</victim>. <stake>Trade</stake> is worth little.\n"
    )
    (tmp_path / "X.txt").write_text(text, encoding="utf-8")
    article = as_article(read_marked(tmp_path)[0])
    (told,) = article.incidents
    assert {name: [v.value for v in values] for name, values in told.fields.items()} == {
        "perpetrator": ["Two men"],
        "victim": ["the consul"],
    }
    assert told.fields["victim"][0].span.start == article.document.text.index("the consul")
    (tmp_path / "X.txt").write_text("=== X1 | wire | 2001-02-03 | A\nNothing.\n", encoding="utf-8")
    assert as_article(read_marked(tmp_path)[0]).incidents == ()
