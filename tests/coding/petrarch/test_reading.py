"""Dictionaries are taken in whole, and every line that is not says why."""

from __future__ import annotations

import contextlib
import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.petrarch.lines import plural, verb_forms
from detente.coding.petrarch.read import READERS, kind_of, read_all
from detente.coding.petrarch.rows import DatedCode, Reading
from detente.errors import BadDataFile
from tests.coding.petrarch.conftest import FILES, SMALL
from tests.floors import digest_of

SHARED = Path(__file__).resolve().parents[4] / "shared/data/coding/petrarch_dictionaries"
GOLDEN = Path(__file__).parent / "import_report.tsv"


def test_actors_have_names_dated_codes_and_a_default(reading: Reading) -> None:
    actors = {a.names[0]: a for a in reading.dictionary.actors}
    assert actors["VARNIA_"].names == ("VARNIA_", "VARNIAN", "PORT_VARN")
    assert actors["OSTREL"].codes == (DatedCode("OST"),)
    assert actors["MIRA_VASK"].codes == (
        DatedCode("VARELI"),
        DatedCode("VARGOV", "19960101", "19981231"),
        DatedCode("VAROPP", "", "19951231"),
    )
    # Two digits of a year: 99 is 1999.
    assert actors["IDA_HOLM"].codes == (DatedCode("OSTGOV", "19990101"),)


def test_agents_have_their_numbers_and_the_place_of_their_code(reading: Reading) -> None:
    agents = {a.names[0]: a for a in reading.dictionary.agents}
    assert agents["SOLDIER"].names == ("SOLDIER", "SOLDIERS")
    assert agents["AUTHORITY"].names == ("AUTHORITY", "AUTHORITIES")
    assert agents["POLICE"].names == ("POLICE",)
    assert agents["ATTORNEY_GENERAL"].names == ("ATTORNEY_GENERAL", "ATTORNEYS_GENERAL")
    assert agents["CONGRESSMAN"].names == ("CONGRESSMAN", "CONGRESSWOMAN")
    assert (agents["RELIEF_AGENCY"].code, agents["RELIEF_AGENCY"].before) == ("NGO", True)


def test_discards_drop_a_sentence_or_a_story(reading: Reading) -> None:
    found = [(d.phrase, d.story, d.whole_word) for d in reading.dictionary.discards]
    assert found == [("CHESS", False, False), ("WORLD CUP", True, True)]


def test_verbs_have_their_forms_and_the_code_of_their_block(reading: Reading) -> None:
    verbs = {v.forms[0]: v for v in reading.dictionary.verbs}
    assert verbs["PRAISE"].forms == ("PRAISE", "PRAISES", "PRAISED", "PRAISING")
    assert (verbs["PRAISE"].code, verbs["COMMEND"].code) == ("051", "052")
    assert {"SEND", "SENT", "SENDS", "SENDING"} <= set(verbs["SEND"].forms)
    assert {"SHIP_+BACK", "SHIPPED_+BACK"} <= set(verbs["SHIP_+BACK"].forms)
    assert verbs["+LASH_OUT"].forms[1] == "+LASHES_OUT"
    assert verbs["DELIVER"].code == "080"


def test_synsets_get_plurals_unless_they_end_in_an_underscore(reading: Reading) -> None:
    synsets = {s.name: s.phrases for s in reading.dictionary.synsets}
    assert synsets["&GOODS"] == ("GRAIN", "GRAINS", "COPPER_ORE", "COPPER_ORES", "SALT")
    assert synsets["&SIDES"] == ("NORTH", "SOUTH")


def test_every_line_that_is_left_out_or_changed_says_why(reading: Reading) -> None:
    said = {(str(r.source), r.taken): r.reason for r in reading.remarks}
    assert said == {
        ("small.actors.txt:19", False): "'2004017-20061201' is no date limit: <DATE, >DATE or "
        "DATE-DATE, with 6 or 8 digits",
        ("small.actors.txt:25", True): "no code was given; the name is kept and means no actor",
        ("small.agents.txt:11", False): "the substitution !NOBODY! is not defined above",
        ("small.agents.txt:12", False): "a code in brackets is wanted after the name",
        ("small.verbs.txt:23", False): "the synset &NOWHERE is not defined",
        ("small.verbs.txt:24", False): "the verb's place * is wanted once; it is there 0 times",
        ("small.verbs.txt:25", False): "the verb's place * is wanted once; it is there 2 times",
        ("small.verbs.txt:26", False): "no code in brackets ends the pattern",
        ("small.verbs.txt:41", True): "the mark after the code is not used: taken as 080",
        ("small.verbs.txt:52", False): "this is no transformation such as ~ a (b . ATTACK) SAY = "
        "a b 112",
    }


def test_the_second_format_is_told_by_its_brackets() -> None:
    found = READERS["verbs"](SMALL / "small.phrases.txt")
    patterns = [(p.pattern, p.any_number) for p in found.dictionary.patterns]
    assert patterns == [
        ("* {FULL SUPPORT}", True),
        ("* &FOOD (FOR REFUGEE)", True),
        ("* (TO WITHDRAW)", True),
    ]
    assert [r.reason for r in found.remarks if not r.taken] == [
        "a bracket is not closed or not opened"
    ]


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda v: str(v).rsplit("/", 1)[-1])
def test_the_kind_of_a_file_is_told_from_its_lines(kind: str, path: Path) -> None:
    assert kind_of(path) == kind


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(BadDataFile, match=r"nothing\.txt: cannot read the dictionary"):
        kind_of(Path("nothing.txt"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"", "holds no line"), (b"# a comment\n\n", "holds no line"), (b"GIF\0\x01", "is no text")],
)
def test_what_is_no_dictionary_is_said(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(raw)
    with pytest.raises(BadDataFile, match=message):
        kind_of(path)


@given(st.text(alphabet=string.ascii_uppercase, min_size=2, max_size=12))
def test_made_forms_end_as_english_words_do(word: str) -> None:
    assert plural(word).endswith("S")
    third, past, going = verb_forms(word)[:3]
    assert (third[-1], past[-1], going[-3:]) == ("S", "D", "ING")


@given(st.binary(max_size=300), st.sampled_from(sorted(READERS)))
def test_no_file_breaks_a_reader(tmp_path_factory: pytest.TempPathFactory, raw: bytes, kind: str) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("any") / "any.txt"
    path.write_bytes(raw)
    with contextlib.suppress(BadDataFile):
        READERS[kind](path)
        kind_of(path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the dictionaries of ../shared are not here")
def test_all_known_dictionaries_are_taken_in_and_reported() -> None:
    """Renew with ``DETENTE_RENEW=1`` and read the diff."""
    files = [(kind_of(p), p) for p in sorted(SHARED.glob("*.txt"))]
    assert len(files) == 13
    rows = []
    for kind, path in files:
        found = read_all([(kind, path)])
        lost = [r for r in found.remarks if not r.taken]
        held = found.dictionary
        counts = [held.actors, held.agents, held.discards, held.synsets, held.verbs, held.patterns]
        rows.append([path.name, kind, digest_of([path]), found.lines, *map(len, counts), len(lost)])
        # A line that is left out is rare: the dictionaries come in whole.
        assert len(lost) <= found.lines / 100
    written = "\n".join("\t".join(map(str, row)) for row in rows) + "\n"
    if os.environ.get("DETENTE_RENEW"):
        GOLDEN.write_text(written, encoding="utf-8")
    assert written == GOLDEN.read_text(encoding="utf-8")
