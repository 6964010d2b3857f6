"""Two incidents in one article: each case file has its own words, none the other's."""

from __future__ import annotations

from itertools import combinations

import pytest

from detente.coding import Coder
from detente.coding.incidents.learned.model import FIELDS
from detente.documents import from_text
from detente.records import Incident, Span

TWO = """On Monday at about five in the morning a suicide bomber blew up a lorry laden with explosives
at the gate of the base of Kenyan troops at Kulbiyow in Somalia. Some hundred fighters followed on
motorcycles. Al-Shabaab claimed the attack. Nine soldiers lost their lives and fifteen were wounded.

The defence minister said that a board of inquiry had been set up. Ethiopia has sent two companies
to strengthen the sector.

In a separate incident, two Italian nuns, Sister Maria Olivero and Sister Caterina Giraudo, were
kidnapped on Tuesday from their mission at Elwak by eight men in police uniform. A watchman was
shot in the leg. Three officers of the local police have been arrested. The Italian
foreign minister has asked for restraint.
"""


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.fixture(scope="module")
def two(coder: Coder) -> tuple[Incident, ...]:
    return next(iter(coder.read([from_text(TWO, date="2017-10-11")]))).incidents


def spans_of(incident: Incident, name: str) -> list[Span]:
    values = incident.casualties if name == "casualties" else getattr(incident, name)
    return [x for v in values for x in v.spans]


def test_no_words_fill_a_field_of_two_cases(two: tuple[Incident, ...]) -> None:
    assert len(two) > 1
    for one, other in combinations(two, 2):
        for name in (*FIELDS, "casualties"):
            mine, theirs = spans_of(one, name), spans_of(other, name)
            assert not any(a.start < b.end and b.start < a.end for a in mine for b in theirs), name


def test_each_case_has_its_own_victims_and_numbers(two: tuple[Incident, ...]) -> None:
    bombing, kidnapping = two
    assert {c.value for c in bombing.casualties} >= {9, 15}
    assert not {c.value for c in kidnapping.casualties} & {9, 15}
    assert any("explosives" in v.value for v in bombing.weapon)
    assert any("Olivero" in v.value or "Giraudo" in v.value for v in kidnapping.victim)


def test_who_looks_into_one_act_does_not_into_the_other(two: tuple[Incident, ...]) -> None:
    bombing, kidnapping = two
    assert any("board of inquiry" in v.value for v in bombing.investigation)
    assert not any("board of inquiry" in v.value for v in kidnapping.investigation)


CITIES = """Four armed men attacked India's consulate in the city of Herat on Friday before they were
shot dead by Afghan guards. Two policemen were wounded, the governor said.

The fighting lasted nine hours. The Taliban denied any part in the assault.

Hours later a roadside bomb exploded at a market in Jalalabad as a convoy passed. The Turkish consul, Emre Sonat, was injured; at least three shopkeepers were killed.
"""


def test_acts_in_two_cities_are_two_and_guards_who_stop_attackers_are_none(coder: Coder) -> None:
    (reading,) = coder.read([from_text(CITIES, date="2014-05-23")])
    assert len(reading.incidents) == 2
    herat = next(i for i in reading.incidents if any("Herat" in v.value for v in i.place))
    assert not any("guards" in v.value for v in herat.perpetrator)
    assert not any(c.value == 3 for c in herat.casualties)


LIKELY = """Sergei Skripal, a former colonel, was poisoned in Salisbury on 4 March. He survived.

Prime Minister Theresa May told the House of Commons that it was "highly likely" that Russia was
responsible. Moscow denies any involvement.
"""


def test_it_is_likely_that_somebody_did_it_claims_nothing(coder: Coder) -> None:
    (reading,) = coder.read([from_text(LIKELY, date="2018-03-20")])
    claimed = [v.value for i in reading.incidents for v in i.claims_of_responsibility]
    assert not any("May" in value for value in claimed)


NAMED = """Two women approached Park Min-ho, a former minister, at the airport of Jakarta on Monday
and rubbed a liquid into his face. He was taken to a clinic.

The police arrested the two on Wednesday. They had filmed a prank, they said.

Seoul protested. It asked for an inquiry by the United Nations.

Indonesia answered that its own police would do. The embassy of North Korea refused to comment.

Analysts have looked for reasons ever since. Most analysts assume that Mr Park was killed as a rival
of the ruler.
"""


def test_somebody_named_where_the_act_is_told_is_killed_once(coder: Coder) -> None:
    (reading,) = coder.read([from_text(NAMED, date="2019-03-10")])
    assert len(reading.incidents) == 1
