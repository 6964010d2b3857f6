"""Who speaks in interviews, hearings and broadcasts."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Reading

INTERVIEW = """Jonas Lindqvist commanded the flotilla when a frigate sank the Triton off Gotland. {}

Q: Was it an accident?
A: No. I suspect that Moscow wanted to punish Sweden. Some colleagues suspect the captain.

Q: What has the government done?
A: It called in the ambassador of Russia.

Q: Are you afraid?
A: I believe that the captain acted on his own.
"""
HEARING = """THE CHAIRMAN: The committee is open.

MR LEE: I suspect that rebels shot the consul of Peru.

THE CHAIRMAN: Who else?

MR LEE: I believe that a general ordered it.

PRESENTER: I suspect that it will rain.
"""


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def speakers(coder: Coder, text: str) -> set[str]:
    (reading,) = coder.read([from_text(text, date="2025-06-20")])
    return {c.speaker.value for c in reading.claims}


def test_who_is_interviewed_says_i(coder: Coder) -> None:
    said = speakers(coder, INTERVIEW.format("He spoke to our reporter."))
    assert "Jonas Lindqvist" in said
    assert "the author" not in said
    assert any("colleagues" in who for who in said)


def test_he_is_found_where_the_paper_spoke_to_him(coder: Coder) -> None:
    told = "We spoke to a retired admiral of the Baltic fleet."
    assert any("admiral" in who for who in speakers(coder, INTERVIEW.format(told)))


def test_where_nobody_is_named_as_talking_the_author_explains(coder: Coder) -> None:
    assert "the author" in speakers(coder, INTERVIEW.format("It rained."))


def test_a_label_that_comes_again_is_who_speaks(coder: Coder) -> None:
    said = speakers(coder, HEARING)
    assert "MR LEE" in said
    assert "THE CHAIRMAN" not in said


def test_who_presents_speaks_for_the_author(coder: Coder) -> None:
    (reading,) = coder.read([from_text(HEARING * 2, date="2025-06-20")])
    rain = [c for c in reading.claims if "rain" in c.proposition.text]
    assert {c.speaker.value for c in rain} == {"the author"}


def test_turns_have_spans_that_slice_back(coder: Coder) -> None:
    (reading,) = coder.read([from_text(HEARING, date="2025-06-20")])
    held = [x for c in reading.claims for x in c.speaker.spans]
    assert held
    assert all(HEARING[x.start : x.end] == x.text for x in held)


def test_a_suspicion_in_an_answer_is_his_who_answers(coder: Coder) -> None:
    text = INTERVIEW.format("He spoke to our reporter.")
    (reading,) = coder.read([from_text(text, date="2025-06-20")])
    assert_held(reading)


def assert_held(reading: Reading) -> None:
    """No guess of a text of answers is the author's."""
    held = [x.by for i in reading.incidents for x in (*i.suspects, *i.motives)]
    assert held
    assert not any(v is None or v.kind == "author" for v in held)


STATEMENT = """With permission, Madam Speaker, I shall make a statement on the murder of Dr Haddad in
Manchester.

I summoned the Iranian envoy on Wednesday. We have expelled four diplomats of Iran, and we have
frozen the assets of its officers. Our embassy in Tehran stays open, for there are six British
nationals in Iranian prisons. Iran has expelled our deputy head of mission. Police in Luton and
Leeds guard our roads.
"""


def test_who_speaks_to_the_house_is_the_state_that_its_embassy_is_of(coder: Coder) -> None:
    (reading,) = coder.read([from_text(STATEMENT, date="2025-11-07")])
    for word in ("summoned", "expelled"):
        told = (e for e in reading.events for m in e.mentions if m.trigger.text == word)
        event = next(told)
        assert [p.country for p in event.actor] == ["GBR"], word
        assert [p.country for p in event.recipient] == ["IRN"], word
