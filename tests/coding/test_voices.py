"""Whose word a claim is, through whom it came, and what is denied by the way."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Claim, Document


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(learned=None)


def claims(coder: Coder, text: str) -> tuple[Claim, ...]:
    (reading,) = coder.read([Document(id="d", text=text, date="1999-06-14")])
    return reading.claims


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Pentagon said that Iraq had attacked Kuwait.", "collective"),
        ("Human Rights Watch said that Iraq had attacked Kuwait.", "collective"),
        ("The Taliban said that Iraq had attacked Kuwait.", "collective"),
        ("The farmers' committee said that Iraq had attacked Kuwait.", "collective"),
        ("Pakistan's military said that India had shelled two villages.", "collective"),
        ("The ambassador's deputy said that India had shelled two villages.", "person"),
        ("An investigator said that India had shelled two villages.", "person"),
    ],
)
def test_bodies_are_no_persons(coder: Coder, text: str, kind: str) -> None:
    assert claims(coder, text)[0].speaker.kind == kind


def test_a_word_comes_through_whoever_tells_it(coder: Coder) -> None:
    text = "The Kremlin said that Vladimir Putin had told Angela Merkel that it was too late."
    inner = next(c for c in claims(coder, text) if c.cue and c.cue.text == "told")
    assert [v.value for v in inner.chain] == ["Kremlin"]


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("Washington believes that rebels fired the missile, which Moscow denies.", "Moscow",
         "rebels fired the missile"),
        ("Islamabad claimed that both jets had violated its airspace, a claim India has denied.",
         "India", "both jets had violated its airspace"),
        ("President Amin has accused Kenya of helping the Israelis, which Nairobi denies.",
         "Nairobi", "of helping the Israelis"),
    ],
)  # fmt: skip
def test_what_is_denied_by_the_way(coder: Coder, text: str, speaker: str, said: str) -> None:
    denied = next(c for c in claims(coder, text) if c.stance == "denies")
    assert (denied.speaker.value, denied.proposition.text) == (speaker, said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Qatar has always denied funding extremists.", "funding extremists"),
        ("Iran denied any official hand in the violence.", "any official hand"),
    ],
)
def test_deeds_denied(coder: Coder, text: str, said: str) -> None:
    denied = next(c for c in claims(coder, text) if c.stance == "denies")
    assert denied.proposition.text == said
