"""Acts of long ago beside the act that a text is about."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Reading

TODAY = """LIVE: Embassy siege in Tripoli

16:40 The Tunisian charge d'affaires, Lotfi Ben Amor, has been wounded in the attack.

15:30 A group calling itself the Martyrs of Sabratha has claimed responsibility. Two officials in
Tripoli said that they suspect smugglers angered by the closure of a crossing.

14:50 Tunis has recalled its ambassador and summoned the Libyan envoy.

14:10 At least three guards are dead, according to the Libyan Red Crescent.

13:20 Gunmen in two pick-up trucks opened fire at the gate of the Tunisian embassy. They threw
grenades over the wall and fled.

Background: In 2015 gunmen kidnapped ten staff of the Tunisian consulate in Tripoli. In April 2011
more than fifty people died in a Libyan raid.
"""


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="module")
def today(coder: Coder) -> Reading:
    return next(iter(coder.read([from_text(TODAY, date="2024-03-28")])))


def test_an_act_of_long_ago_is_no_part_of_todays_case(today: Reading) -> None:
    main = today.incidents[0]
    assert not any("consulate" in v.value or "ten" in v.value for v in main.victim[:1])
    assert "consulate" not in main.name
    assert not any(c.value == 50 for c in main.casualties)


def test_the_attack_called_so_first_is_the_one_told_later(today: Reading) -> None:
    main = today.incidents[0]
    assert any("Gunmen" in v.value for v in main.perpetrator)
    assert any(c.value == 3 and c.kind == "killed" for c in main.casualties)


def test_who_claims_a_deed_is_not_suspected_of_it_by_himself(today: Reading) -> None:
    main = today.incidents[0]
    assert any("Martyrs" in v.value for v in main.claims_of_responsibility)
    assert not any("Martyrs" in x.value for x in main.suspects)
    assert any("smugglers" in x.value for x in main.suspects)


def test_no_verb_claims_a_deed(today: Reading) -> None:
    values = [v.value for i in today.incidents for v in i.claims_of_responsibility]
    assert values
    assert not {"claimed", "calling"} & set(values)


def test_a_recall_is_not_an_older_closure(today: Reading) -> None:
    recalled = [e for e in today.events if "recalled" in {m.trigger.text for m in e.mentions}]
    assert [len(e.mentions) for e in recalled] == [1]


def test_the_dead_did_nothing(coder: Coder) -> None:
    text = "Gunmen attacked the Tunisian embassy. At least three guards are dead. Tunis protested."
    (reading,) = coder.read([from_text(text, date="2024-03-28")])
    for e in reading.events:
        if e.event_type == "ASSAULT":
            assert not any("guards" in p.name for p in e.actor)


def test_a_text_that_looks_back_keeps_its_old_case(coder: Coder) -> None:
    text = (
        "The envoy who died last week was remembered for eight months in a hole. On 8 January 1971"
        " his car was struck by a van in Montevideo and guerrillas kidnapped the British ambassador,"
        " Geoffrey Jackson. They held the ambassador in a cellar. Britain declined to pay. Uruguay"
        " suspended civil rights. He was freed in September. He wrote a book."
    )
    (reading,) = coder.read([from_text(text, date="1987-10-03")])
    main = reading.incidents[0]
    assert any("Jackson" in v.value or "ambassador" in v.value for v in main.victim)


def test_what_began_years_before_answers_no_shock(coder: Coder) -> None:
    text = (
        "On Sunday a suicide bomber killed five Chinese engineers near Dasu in Pakistan. Beijing"
        " demanded an inquiry. Prime Minister Shehbaz Sharif of Pakistan offered condolences to"
        " China. China has put $25 billion into the road since 2015. China said that the projects"
        " would go on. Some generals see the hand of India."
    )
    (reading,) = coder.read([from_text(text, date="2024-03-28")])
    assert reading.signals
    assert not any("25 billion" in x.text for s in reading.signals for x in s.spans)
    (kept,) = (s for s in reading.signals if "would go on" in s.spans[0].text)
    assert kept.sender == ("CHN",)  # whose word it is
