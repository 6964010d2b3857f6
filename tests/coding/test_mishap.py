"""What storms, diseases and crashes do is nobody's act."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document


def types(coder: Coder, text: str) -> list[str]:
    (reading,) = coder.read([Document("d", text, date="2024-05-01")])
    return [e.event_type for e in reading.events]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


@pytest.mark.parametrize(
    "text",
    [
        "An earthquake killed more than 2,400 people in Nepal.",
        "Typhoon Haiyan killed thousands of Filipinos on Friday.",
        "Ebola has killed 3,000 Liberians.",
        "A heat wave killed Indian workers in Qatar.",
        "Two Germans were killed by an avalanche in Austria.",
        "Twelve Poles were killed in a bus crash in Croatia.",
        "Three Dutch tourists were killed when an avalanche hit their hotel in Switzerland.",
        "A Chilean bus crashed into an Argentine lorry and killed six.",
        "A lightning strike killed a French climber.",
        "War has killed 150,000 Syrians.",
        "American cyclist Lance Armstrong captured his seventh title in Paris.",
    ],
)
def test_nobody_did_it(coder: Coder, text: str) -> None:
    assert not {"ASSAULT", "COERCE"} & set(types(coder, text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Israeli soldiers killed two Syrians during a storm.", "ASSAULT"),
        ("Russian shelling killed four Ukrainians after the flood.", "ASSAULT"),
        ("Gunmen who stopped the bus killed twelve Kenyans.", "ASSAULT"),
        ("A car bomb killed two Britons in Beirut.", "ASSAULT"),
        ("Saudi police detained 20 Iranians after the stampede.", "COERCE"),
        ("Turkish jets attacked a Syrian train and killed six soldiers.", "ASSAULT"),
        ("Indian troops captured the Pakistani post.", "COERCE"),
    ],
)
def test_somebody_did_it(coder: Coder, text: str, kind: str) -> None:
    assert kind in types(coder, text)


def test_the_reason_is_told(coder: Coder) -> None:
    (reading,) = coder.read([Document("d", "An earthquake killed 2,400 people in Nepal.")])
    assert [r.reason for r in reading.rejections] == ["done by nature or in an accident"]
