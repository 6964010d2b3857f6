"""Quantities of whole sentences, coded by the shipped pipeline, against what was written down."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from detente.coding import Coder
from detente.records import Document, Quantity
from tests.floors import digest_of, hold

DATA = Path(__file__).parent / "data"
_EXPECTED = re.compile(r"(?P<type>[A-Z]+) (?P<kind>[a-z]+)=(?P<amount>\S+)(?: (?P<unit>\S+))?")
Told = tuple[str, str, str, str]  # event type, kind, amount, unit


def amount(q: Quantity) -> str:
    """A quantity in the notation of the file."""
    if q.value is None:
        return f"{q.low:g}..{q.high:g}"
    if q.low == q.high == q.value:
        return f"{q.value:g}"
    if q.low is None or q.high is None:
        return f"{'' if q.low is None else f'{q.low:g}'}..{'' if q.high is None else f'{q.high:g}'}"
    return f"~{q.value:g}"


def expected(cell: str) -> Counter[Told]:
    out: Counter[Told] = Counter()
    for part in [] if cell == "-" else cell.split("; "):
        found = _EXPECTED.fullmatch(part)
        assert found is not None, part
        number = re.sub(
            r"\d[\d.]*?(?:e\d+)?(?=\.\.|$)", lambda m: f"{float(m[0]):g}", found["amount"]
        )
        out[found["type"], found["kind"], number, found["unit"] or "person"] += 1
    return out


def rows(file: Path) -> list[tuple[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(a, b) for a, b in (x.split("\t") for x in lines if not x.startswith("#"))]


def told(coder: Coder, sentence: str) -> Counter[Told]:
    (reading,) = coder.read([Document("d", sentence, "2023-05-04")])
    return Counter(
        (e.event_type, q.kind, amount(q), q.unit or "-")
        for e in reading.events
        for q in e.quantities
    )


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


@pytest.mark.parametrize("name", ["quantities", "quantities_second"])
def test_share_of_sentences_with_exactly_the_quantities_written_down(
    coder: Coder, name: str
) -> None:
    file = DATA / f"{name}.tsv"
    pairs = [(s, expected(cell), told(coder, s)) for s, cell in rows(file)]
    wrong = [(s, want - got, got - want) for s, want, got in pairs if want != got]
    for sentence, missing, extra in wrong:
        print(sentence, "\n   missing", sorted(missing), "\n   extra", sorted(extra))
    assert len(pairs) >= 30
    hold(f"coding.{name}.exact", 1 - len(wrong) / len(pairs), data=digest_of([file]))


@pytest.mark.parametrize(
    ("cell", "want"),
    [
        ("-", []),
        ("ASSAULT killed=17..", [("ASSAULT", "killed", "17..", "person")]),
        ("AID money=2.5e9 USD", [("AID", "money", "2.5e+09", "USD")]),
        ("AID money=1e9..2e9 USD", [("AID", "money", "1e+09..2e+09", "USD")]),
        ("COERCE arrested=~600", [("COERCE", "arrested", "~600", "person")]),
    ],
)
def test_the_notation_is_read(cell: str, want: list[Told]) -> None:
    assert sorted(expected(cell)) == want


@pytest.mark.parametrize(
    "sentence",
    [
        "Skipper Mehmet Aydin (43) and his nephew Serkan Aydin (19) were killed by a patrol.",
        "Sturgess, a mother of three, was killed by rebels.",
        "Rupin Katyal, aged 25, was stabbed to death by the hijackers.",
    ],
)
def test_ages_and_children_count_nobody_who_was_killed(coder: Coder, sentence: str) -> None:
    assert not [t for t in told(coder, sentence) if t[2] in ("43", "19", "3", "25")]
