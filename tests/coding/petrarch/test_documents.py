"""Documents coded with a folder of dictionaries give the records of the contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.api import code, code_items
from detente.codebook import load_codebook
from detente.coding.petrarch.documents import DictionaryCoder, actor_code
from detente.config import Settings, defaults
from detente.documents import from_text
from detente.errors import BadDataFile
from detente.records import Reading

TABLES = {
    "actors": [
        "names\tcodes\tsource",
        "TURKEY; TURKISH\tTUR\t",
        "RUSSIA; RUSSIAN\tRUS\t",
        "UNITED_NATIONS\tIGOUNO\t",
        "OLD_FRONT\tSYRREB until 2000-01-01\t",
    ],
    "agents": ["names\tcode\tsource", "PRESIDENT; PRESIDENTS\t~GOV\t", "SOLDIERS\t~MIL\t"],
    "discards": ["phrase\tdrops\tends\tsource", "FOOTBALL\tsentence\tstem\t"],
    "verbs": [
        "block\tforms\tcode\tsource",
        "VISIT\tVISIT; VISITS; VISITED\t042:043\t",
        "MEET\tMEET; MET\t040:040\t",
        "BLAME\tBLAME; BLAMED\t111\tmine.txt:7",
        "SAY\tPRAISED\t010\t",
        "ODD\tWAVED\t9z\t",
    ],
}
TEXT = (
    "Turkey blamed Russia and the United Nations. The Turkish president visited Russia. "
    "Turkish football blamed Russian football. Russian soldiers praised Turkey. "
    "Russia waved to Turkey. It rained. Turkey and Russia met the Old Front."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in TABLES.items():
        (tmp_path / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def reading_of(folder: Path, text: str = TEXT) -> Reading:
    (reading,) = DictionaryCoder(folder).read([from_text(text, date="2015-11-24")])
    return reading


def test_events_have_types_parties_and_the_words_that_prove_them(folder: Path) -> None:
    reading = reading_of(folder)
    told = [
        (
            e.event_type,
            e.cameo,
            [(p.span.text, p.country, p.sector, p.id) for p in e.actor],
            [(p.span.text, p.country, p.id) for p in e.recipient],
            e.decided_by,
        )
        for e in reading.events
    ]
    assert told == [
        (
            "ACCUSE", "111", [("Turkey", "TUR", (), "state:TUR")],
            [("Russia", "RUS", "state:RUS"), ("the United Nations", "UNO", None)],
            "petrarch:mine.txt:7",
        ),
        (
            "CONSULT", "042", [("The Turkish president", "TUR", ("GOV",), None)],
            [("Russia", "RUS", "state:RUS")], "petrarch:verbs.tsv:2",
        ),
    ]  # fmt: skip
    for event in reading.events:
        for span in (event.trigger, event.mentions[0].evidence):
            assert reading.document.text[span.start : span.end] == span.text
    assert len({e.id for e in reading.events}) == len(reading.events)


def test_every_sentence_without_an_event_says_why(folder: Path) -> None:
    reasons = [(r.sentence, r.reason, r.detail) for r in reading_of(folder).rejections]
    nothing = "no verb of the dictionary with two actors"
    assert reasons == [
        (2, "sentencediscard", None),
        (3, "no event by PLOVER", "010 (verbs.tsv:5)"),
        (4, "no CAMEO code", "9z (verbs.tsv:6)"),
        (5, nothing, None),
        (6, nothing, None),
    ]


def test_what_both_do_alike_has_both_as_actors(folder: Path) -> None:
    (event,) = reading_of(folder, "The Turkish president met Russian soldiers.").events
    assert [(p.country, p.sector) for p in event.actor] == [("TUR", ("GOV",)), ("RUS", ("MIL",))]
    assert event.recipient == ()


@pytest.mark.parametrize(
    ("written", "country", "sector"),
    [
        ("TUR", "TUR", ()),
        ("ROMGOV", "ROU", ("GOV",)),
        ("IGOUNOHLHWHO", "UNO", ("MED",)),
        ("NGOTUR", "NGO", ()),
        ("IMGMUSALQ", "IMG", ()),
        ("---MIL", None, ("MIL",)),
        ("XYZ", None, ()),
    ],
)
def test_actor_codes(written: str, country: str | None, sector: tuple[str, ...]) -> None:
    found = actor_code(written, load_codebook())
    assert (found.country, found.sector) == (country, sector)


def with_folder(folder: Path) -> Settings:
    return defaults().replaced(coding__dictionaries=str(folder))


def test_the_setting_makes_the_api_code_with_them(folder: Path) -> None:
    found = code("Turkey blamed Russia.", settings=with_folder(folder))
    assert [e.decided_by for e in found.events] == ["petrarch:mine.txt:7"]
    items = [from_text(f"Turkey blamed Russia {n} times.") for n in range(3)]
    alone = list(code_items(items, settings=with_folder(folder)))
    both = list(code_items(items, settings=with_folder(folder).replaced(coding__jobs=2)))
    assert [json.dumps([e.to_json() for e in r.events]) for r in alone if isinstance(r, Reading)] == [
        json.dumps([e.to_json() for e in r.events]) for r in both if isinstance(r, Reading)
    ]  # fmt: skip
    assert all(isinstance(r, Reading) and r.events for r in alone)


def test_another_dictionary_is_another_coder(folder: Path) -> None:
    before = DictionaryCoder(folder).versions["coder"]
    with (folder / "actors.tsv").open("a", encoding="utf-8") as file:
        file.write("IRAN\tIRN\tmine\n")
    assert DictionaryCoder(folder).versions["coder"] != before


def test_a_folder_without_dictionaries_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match="there are no dictionaries"):
        code("Turkey blamed Russia.", settings=with_folder(tmp_path))
