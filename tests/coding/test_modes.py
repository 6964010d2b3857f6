"""Modes by what stands around the act: whole sentences, and the table they are read from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from detente.codebook import load_codebook
from detente.coding import Coder
from detente.coding.match import Frame
from detente.coding.modes import Company, Modes, cameo_of, load_modes, modes_of
from detente.coding.patterns import load_patterns
from detente.errors import BadDataFile
from detente.records import Document
from tests.coding.build import tree
from tests.floors import digest_of, hold

DATA = Path(__file__).parent / "data"
Coded = list[tuple[str, str, set[str], list[tuple[str, set[str]]]]]


def rows(name: str) -> list[tuple[str, str, set[str]]]:
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(sentence, kind, set(modes.split(","))) for sentence, kind, modes in cells]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


def code(coder: Coder, name: str) -> Coded:
    out = []
    for sentence, kind, modes in rows(name):
        (reading,) = coder.read([Document("d", sentence, "2023-05-04")])
        found = [(e.event_type, set(e.event_mode)) for e in reading.events]
        out.append((sentence, kind, modes, found))
    return out


def test_every_mode_of_the_codebook_has_two_sentences_and_one_that_is_read(
    coder: Coder,
) -> None:
    written: Counter[tuple[str, str]] = Counter()
    read: Counter[tuple[str, str]] = Counter()
    for _, kind, modes, found in code(coder, "modes"):
        written.update((kind, m) for m in modes)
        if (kind, modes) in found:
            read.update((kind, m) for m in modes)
    book = load_codebook()
    every = {(t, m) for t in book.types for m in book.modes(t)}
    assert {k for k in every if written[k] < 2} == set()
    assert {k for k in every if not read[k]} == set()


@pytest.mark.parametrize("name", ["modes", "modes_second"])
def test_share_of_sentences_with_exactly_the_modes_written_down(coder: Coder, name: str) -> None:
    coded = code(coder, name)
    right = sum((kind, modes) in found for _, kind, modes, found in coded)
    hold(f"coding.{name}.exact", right / len(coded), data=digest_of([DATA / f"{name}.tsv"]))


@pytest.fixture(scope="module")
def shipped() -> Modes:
    return load_modes(load_patterns(), load_codebook())


def frame(kind: str, rule: str, *mode: str, trigger: int = 2, cameo: str | None = None) -> Frame:
    return Frame(trigger, trigger, rule, kind, mode, cameo, (), clauses=(trigger,))


KNIFE = """
Norwegian norwegian ADJ JJ 2 amod
guards guard NOUN NNS 3 nsubj
attacked attack VERB VBD 0 root
him he PRON PRP 3 obj
with with ADP IN 7 case
a a DET DT 7 det
knife knife NOUN NN 3 obl
"""


def test_what_the_act_was_done_with_makes_the_mode(shipped: Modes) -> None:
    s = tree(KNIFE)
    assert modes_of(s, frame("ASSAULT", "assault.attack"), shipped, Company()) == ("primitive",)
    without = tree(KNIFE.replace("with with", "near near").replace("knife knife", "lake lake"))
    assert modes_of(without, frame("ASSAULT", "assault.attack"), shipped, Company()) == ()


def test_a_knife_makes_no_other_mode_of_an_abduction(shipped: Modes) -> None:
    s = tree(KNIFE)
    f = frame("ASSAULT", "assault.abduct", "abduct")
    assert modes_of(s, f, shipped, Company()) == ("abduct",)


@pytest.mark.parametrize(
    ("company", "mode"),
    [
        (Company(parties=2), ()),
        (Company(parties=2, abroad=True), ("third-party",)),
        (Company(parties=3, abroad=True), ("multilateral",)),
        (Company(parties=1, body=True), ("multilateral",)),
        (Company(parties=1, abroad=True), ()),
    ],
)
def test_who_takes_part_makes_a_meetings_mode(
    shipped: Modes, company: Company, mode: tuple[str, ...]
) -> None:
    s = tree("They they PRON PRP 2 nsubj\nmet meet VERB VBD 0 root")
    assert modes_of(s, frame("CONSULT", "consult.meet", trigger=1), shipped, company) == mode


@pytest.mark.parametrize(
    ("rule", "mode"),
    [
        ("threaten(coerce.arrest)", "arrest"),
        ("threaten(sanction.expel)", "expel"),
        ("threaten(coerce.occupy)", "territory"),
        ("threaten(agree(assault.attack))", "violence"),
        ("threaten(coerce.arrest+plan)", "arrest"),
        ("threaten(sanction.impose)", "restrict"),
    ],
)
def test_a_threat_has_the_mode_of_the_act_that_is_threatened(
    shipped: Modes, rule: str, mode: str
) -> None:
    s = tree("They they PRON PRP 2 nsubj\nthreatened threaten VERB VBD 0 root")
    assert modes_of(s, frame("THREATEN", rule, trigger=1), shipped, Company()) == (mode,)


def test_the_rules_cameo_code_holds_only_while_its_mode_does() -> None:
    book = load_codebook()
    f = frame("ASSAULT", "assault.bomb", "heavy-weapons", cameo="194")
    assert cameo_of(book, f, ("heavy-weapons",)) == "194"
    assert cameo_of(book, f, ("drone",)) == "1952"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[mode]]\ntype = "ASSAULT"\nmode = "knife"\nmeans = ["knife"]', "'knife' is not a mode"),
        ('[[mode]]\ntype = "ASSAUL"\nmode = "beat"\nmeans = ["fist"]', "not an event type"),
        ('[[mode]]\ntype = "ASSAULT"\nmode = "beat"\nmean = ["fist"]', "unknown key 'mean'"),
        ('[[mode]]\ntype = "ASSAULT"\nmode = "beat"\nmeans = "fist"', "no list of words"),
        ('[[mode]]\ntype = "ASSAULT"\nmode = "beat"\nmeans = ["@fists"]', "the class '@fists'"),
        ('[[mode]]\ntype = "ASSAULT"\nmode = "beat"', "has no condition"),
        ('[[mode]]\ntype = "THREATEN"\nmode = "arrest"\ngoverns = ["x.y"]', "governs names 'x.y'"),
        ("[[mode", "not valid TOML"),
    ],
)
def test_a_broken_entry_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "modes.toml"
    file.write_text("# one line above\n" + text, encoding="utf-8")
    with pytest.raises(BadDataFile, match=says) as error:
        load_modes(load_patterns(), load_codebook(), file)
    assert error.value.values["file"] == "modes.toml"
    if "TOML" not in says:
        assert error.value.values["line"] == 2
