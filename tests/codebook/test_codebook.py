"""The codebook's facts, its settled contradictions, its way to CAMEO and back, its errors."""

from __future__ import annotations

import shutil
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from detente.codebook import Codebook, load_codebook, type_rows
from detente.errors import BadDataFile, UnknownEventType

# The manual's summary table of event categories.
SUMMARY = {
    1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    2: {"COOPERATE", "AID", "RETREAT"},
    3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
# What CAMEO cannot say: the mode does not survive the way there and back.
UNSAID = {
    ("CONSULT", "multilateral"), ("RETREAT", "resign"), ("THREATEN", "arrest"),
    ("PROTEST", "strike"), ("PROTEST", "vandalize"), ("MOBILIZE", "weapons"),
    ("MOBILIZE", "militia"), ("COERCE", "censor"), ("COERCE", "withhold"),
    ("COERCE", "misinformation"), ("ASSAULT", "primitive"), ("ASSAULT", "crowd-control"),
}  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load_codebook()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the shipped tables, to be broken."""
    folder = tmp_path / "data"
    shutil.copytree(str(resources.files("detente.codebook") / "data"), folder)
    return folder


def test_quad_classes_are_those_of_the_manuals_summary(book: Codebook) -> None:
    assert {q: {t for t in book.types if book.quad_class(t) == q} for q in SUMMARY} == SUMMARY


def test_modes_and_contexts_are_complete(book: Codebook) -> None:
    counted = {t: len(book.modes(t)) for t in book.types if book.modes(t)}
    assert counted == {
        "CONSULT": 4, "RETREAT": 6, "REQUEST": 4, "ACCUSE": 3, "REJECT": 4, "THREATEN": 6,
        "PROTEST": 7, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 10, "ASSAULT": 15,
    }  # fmt: skip
    assert len(book.contexts) == 37
    assert {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC", "KOS", "PSE"} <= set(book.entities)
    assert {"GOV", "MIL", "COP", "SPY", "REB", "UAF", "JRN", "PRE"} <= set(book.sectors)
    assert book.partial["Abkhazia"] == "GEO"


@pytest.mark.parametrize(
    ("event_type", "mode", "score"),
    [
        ("ACCUSE", None, -3.0),  # a lost minus sign in the manual
        ("ACCUSE", "disapprove", -2.0),
        ("SANCTION", None, -6.0),
        ("SANCTION", "expel", -5.5),
        ("CONSULT", "multilateral", 4.0),
        ("RETREAT", "disarm", 10.0),
        ("ASSAULT", "unconventional", -10.0),
        ("PROTEST", "vandalize", -5.0),  # none given: the type's holds
        ("ASSAULT", ("beat", "targeted"), -9.5),
    ],
)
def test_plover_scores(
    book: Codebook, event_type: str, mode: str | tuple[str, ...] | None, score: float
) -> None:
    assert book.plover_score(event_type, mode) == score


def test_scores_keep_the_side_of_their_quad_class(book: Codebook) -> None:
    for found in book.event_types.values():
        scores = [found.plover_score, *(m.plover_score for m in found.modes)]
        assert all(-10 <= s <= 10 for s in scores)
        if found.quad_class <= 2:
            assert min(scores) > 0, found.name
        else:
            assert max(scores) <= 0.5, found.name
    assert all(-10 <= c.goldstein <= 10 for c in book.cameo_codes.values())


@pytest.mark.parametrize(
    ("cameo", "event_type", "modes"),
    [
        ("055", "CONCEDE", ()),
        ("081", "CONCEDE", ()),
        ("0813", "CONCEDE", ()),
        ("085", "CONCEDE", ()),
        ("0841", "RETREAT", ("release",)),
        ("0874", "RETREAT", ("withdraw",)),
        ("163", "SANCTION", ("discontinue",)),
        ("161", "SANCTION", ("withdraw",)),
        ("116", "SANCTION", ("convict",)),
        ("057", "SUPPORT", ()),
        ("030", "AGREE", ()),
        ("125", "REJECT", ("meet",)),
        ("093", "ACCUSE", ("investigate",)),
        ("112", "ACCUSE", ("allege",)),
        ("043", "CONSULT", ("visit",)),
        ("186", "ASSAULT", ("targeted",)),
        ("195", "ASSAULT", ("aerial",)),
        ("1712", "ASSAULT", ("destroy",)),
        ("191", "COERCE", ("restrict",)),
        ("174", "COERCE", ("deport",)),
        ("0254", "REQUEST", ("yield",)),
    ],
)
def test_settled_contradictions(
    book: Codebook, cameo: str, event_type: str, modes: tuple[str, ...]
) -> None:
    found = book.from_cameo(cameo)
    assert (found.type, found.modes) == (event_type, modes)


def test_every_cameo_code_maps_or_is_dropped_with_a_reason(book: Codebook) -> None:
    dropped = {c for c in book.cameo_codes if book.from_cameo(c).type is None}
    assert dropped == {"01", "010", "011", "012", "013", "014"}
    assert all(book.from_cameo(c).note for c in dropped)
    assert len(book.cameo_codes) == 318
    assert Counter(len(c) for c in book.cameo_codes)[2] == 20
    assert {book.from_cameo(c).type for c in book.cameo_codes} - {None} == set(book.types)


def test_goldstein_weights(book: Codebook) -> None:
    assert [book.goldstein(c) for c in ("040", "057", "112", "161", "163", "186", "0874")] == [
        1.0, 8.0, -2.0, -4.0, -8.0, -10.0, 10.0,
    ]  # fmt: skip


def test_there_and_back_keeps_type_and_mode(book: Codebook) -> None:
    lost = set()
    for name in book.types:
        assert book.from_cameo(book.cameo_for(name)).type == name
        for mode in book.modes(name):
            back = book.from_cameo(book.cameo_for(name, [mode]))
            assert back.type == name, (name, mode)
            if mode not in back.modes:
                lost.add((name, mode))
    assert lost == UNSAID


@pytest.mark.parametrize(
    ("event_type", "modes", "contexts", "cameo"),
    [
        ("SANCTION", ("expel",), ("diplomatic",), "161"),
        ("SANCTION", ("expel",), (), "166"),
        ("SANCTION", ("discontinue",), ("economic", "diplomatic"), "163"),
        ("COOPERATE", (), ("military", "economic"), "061"),
        ("ASSAULT", ("firearms", "targeted"), ("terrorism",), "186"),
        ("CONSULT", ("multilateral",), ("diplomatic",), "046"),
        ("REJECT", ("yield",), ("economic",), "1244"),
    ],
)
def test_cameo_for_takes_the_most_particular_line(
    book: Codebook,
    event_type: str,
    modes: tuple[str, ...],
    contexts: tuple[str, ...],
    cameo: str,
) -> None:
    assert book.cameo_for(event_type, modes, contexts) == cameo
    assert book.cameo_for(event_type, reversed(modes), reversed(contexts)) == cameo


def test_an_unknown_type_gets_the_nearest_as_hint(book: Codebook) -> None:
    with pytest.raises(UnknownEventType) as caught:
        book.quad_class("CONSLT")
    assert "did you mean 'CONSULT'" in (caught.value.hint or "")
    assert caught.value.values["event_type"] == "CONSLT"
    with pytest.raises(UnknownEventType, match="no mode 'phne'"):
        book.cameo_for("CONSULT", ["phne"])
    with pytest.raises(UnknownEventType, match="'43' is not a CAMEO code"):
        book.from_cameo("43")


def test_rows_to_list(book: Codebook) -> None:
    rows = type_rows(book)
    assert len(rows) == 16
    assert all(str(row["definition"]).endswith(".") for row in rows)
    assert {row["quad"] for row in rows} == set(book.quad_names.values())
    assert "PLOVER 2.0" in book.version


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("types.tsv", "SANCTION\t4", "SANCTION\t7", "quad '7' is unknown"),
        ("types.tsv", "ACCUSE\t3\t-3", "ACCUSE\t3\t-30", "not a number from -10 to 10"),
        ("types.tsv", "AID\t2\t10", "AID\t2\tmuch", "not a number from -10 to 10"),
        ("modes.tsv", "CONSULT\tphone", "CONSLT\tphone", "not a PLOVER 2.0 event type"),
        ("modes.tsv", "CONSULT\tphone", "CONSULT\tvisit", "is already on line"),
        ("cameo.tsv", "ASSAULT\ttargeted", "ASSAULT\ttargetted", "did you mean 'targeted'"),
        ("to_cameo.tsv", "CONSULT\tvisit\t\t042", "CONSULT\tvisit\t\t42", "is not in cameo.tsv"),
        ("contexts.tsv", "military\tState", "military State", "it must have 3"),
        ("sectors.tsv", "GOV\tGovernment", "gov\tGovernment", "three capital letters"),
    ],
)
def test_a_broken_table_is_named_with_file_and_line(
    tables: Path, file: str, old: str, new: str, says: str
) -> None:
    path = tables / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadDataFile) as caught:
        load_codebook(tables)
    line = text[: text.index(old)].count("\n") + 1
    assert (caught.value.values["file"], caught.value.values["line"]) == (file, line)
    assert says in str(caught.value)


def test_missing_and_undecodable_files(tables: Path) -> None:
    (tables / "sectors.tsv").write_bytes(b"# ok\nGOV\t\xff\n")
    with pytest.raises(BadDataFile, match=r"sectors\.tsv, line 2: the file is not UTF-8"):
        load_codebook(tables)
    (tables / "sectors.tsv").unlink()
    with pytest.raises(BadDataFile, match=r"sectors\.tsv: the file is missing"):
        load_codebook(tables)
