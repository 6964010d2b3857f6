"""Case files on short tellings of our own: every rule on words that it was not made from.

Each text tells one act in the wording of its class; what is asked for is what any reader would
write down. The people, ships and days are made up or changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from detente.coding import Coder, analyst
from detente.coding.incidents.learned.model import load_case_models
from detente.documents import from_text
from detente.records import Incident, Reading

Read = Callable[[str], Reading]


@pytest.fixture(scope="module")
def read() -> Read:
    coder = Coder()

    def of(text: str, date: str = "2016-05-20") -> Reading:
        document = from_text(text, date=date)
        return next(coder.read([document]))

    return of


def words_of(incident: Incident, field: str) -> str:
    return " | ".join(v.value for v in getattr(incident, field))


def first(reading: Reading) -> Incident:
    assert reading.incidents
    return reading.incidents[0]


# What is asked for: field, words that must be among its values.
TOLD = [
    (
        "Two missiles from the Georgian frigate Batumi brought down a Bulgarian airliner over the"
        " Black Sea on Tuesday, killing all 61 people on board.",
        {"perpetrator": "Batumi", "victim": "airliner", "weapon": "missiles", "place": "Black Sea"},
    ),
    (
        "The trawler Maria Luz was stopped by Angolan marines off Lobito on Monday and towed to"
        " Luanda with thirty seamen on board.",
        {"perpetrator": "Angolan marines", "victim": "Maria Luz"},
    ),
    (
        "Hackers crept into the network of the Estonian customs office on Monday. The ministry"
        " said the break-in bore the marks of a foreign state.",
        {"perpetrator": "Hackers", "victim": "network", "suspects": "foreign state"},
    ),
    (
        "A landmine tore apart the car of Norway's envoy in Sanaa on Sunday, killing the envoy and"
        " a driver. Erik Dahl, 51, had left the residence for a meeting at the port.",
        {"victim": "Erik Dahl", "weapon": "landmine"},
    ),
    (
        "About forty people are in the hands of the Red Dawn movement in Quito since Thursday. The"
        " rebels demand the release of their leader.",
        {"perpetrator": "Red Dawn", "motives": "release of their leader"},
    ),
    (
        "Two men sprayed a poison into the ear of the banker Otto Lang in Vienna on Monday.",
        {"victim": "Otto Lang", "weapon": "poison", "perpetrator": "Two men"},
    ),
    (
        "Somebody dragged an anchor across the gas pipe between Malta and Sicily on Wednesday.",
        {"attack_type": "Facility/Infrastructure Attack", "weapon": "anchor"},
    ),
    (
        "Four masked men climbed over the wall of the Greek consulate in Izmir on Friday and set"
        " fire to the archive.",
        {"perpetrator": "Four masked men", "access": "wall", "victim": "consulate"},
    ),
    (
        "A judge in Bergen found three sailors guilty of kidnapping the Danish consul Erik Dahl.",
        {"attack_type": "Kidnapping", "victim": "Erik Dahl", "perpetrator": "three sailors"},
    ),
    (
        "The skipper was captured by two patrol boats off Farsi on Tuesday.",
        {"attack_type": "Kidnapping", "victim": "skipper", "perpetrator": "two patrol boats"},
    ),
    (
        "Masked men bundled the consul Erik Dahl into a car in Aden on Monday.",
        {"attack_type": "Kidnapping", "victim": "Erik Dahl", "place": "Aden"},
    ),
    (
        "Police picked up four Danish officers in Tbilisi on Wednesday.",
        {"attack_type": "Arrest", "victim": "four Danish officers", "place": "Tbilisi"},
    ),
    (
        "Erik Dahl grew up in Bergen. In March he was abducted in Aden. Nobody has seen him since.",
        {"victim": "Erik Dahl", "place": "Aden"},
    ),
    (
        "Smugglers were the kidnappers of the Danish consul Erik Dahl, who was seized in Aden on"
        " Monday.",
        {"perpetrator": "Smugglers", "victim": "Erik Dahl"},
    ),
]


@pytest.mark.parametrize(
    ("text", "wanted"), TOLD, ids=lambda v: v[:24] if isinstance(v, str) else ""
)
def test_the_fields_of_a_case(read: Read, text: str, wanted: dict[str, str]) -> None:
    incident = first(read(text))
    for field, value in wanted.items():
        assert value.lower() in words_of(incident, field).lower(), (
            field,
            words_of(incident, field),
        )


BLAST = "A bomb killed six people at the market of Mersin on Monday. "
# Who is suspected, by whom, and of which standing, in the wordings of the class.
ACCUSED = [
    ("Investigators suspected the Grey Falcons militia.", "Grey Falcons", "Investigators"),
    ("Ankara held Syria responsible.", "Syria", "Ankara"),
    ("The governor pointed to Syria.", "Syria", "governor"),
    ("Western diplomats think that the army did it.", "army", "diplomats"),
    ("The minister says the order came from Damascus.", "Damascus", "minister"),
    ("Police say smugglers are the likeliest culprits.", "smugglers", "Police"),
    (
        "Its embassy describes the affair as a provocation by the Syrian services.",
        "services",
        "embassy",
    ),
    ("The Syrian army is widely believed to have carried it out.", "Syrian army", None),
]


@pytest.mark.parametrize(("sentence", "who", "by"), ACCUSED, ids=[a[1] for a in ACCUSED])
def test_who_is_suspected_and_by_whom(read: Read, sentence: str, who: str, by: str | None) -> None:
    found = [s for s in first(read(BLAST + sentence)).suspects if who in s.value]
    assert found, [s.value for s in first(read(BLAST + sentence)).suspects]
    assert found[0].status in ("suspected", "attributed")
    if by is not None:
        assert found[0].by is not None
        assert by in found[0].by.value


MEANT = [
    (
        "Analysts believe the bombers wanted to frighten tourists away.",
        "frighten tourists",
        "Analysts",
    ),
    (
        "A deputy suspects that the army did it in order to delay the vote.",
        "delay the vote",
        "deputy",
    ),
    ("The aim of the attack was to derail the talks, the mayor said.", "derail the talks", "mayor"),
    (
        "Many diplomats read the attack as revenge for the blockade.",
        "revenge for the blockade",
        "Many",
    ),
    ("A priest says they were killed because they had seen too much.", "seen too much", "priest"),
]


@pytest.mark.parametrize(("sentence", "why", "by"), MEANT, ids=[m[1] for m in MEANT])
def test_why_and_who_thinks_so(read: Read, sentence: str, why: str, by: str) -> None:
    found = [m for m in first(read(BLAST + sentence)).motives if why in m.value]
    assert found, [m.value for m in first(read(BLAST + sentence)).motives]
    assert found[0].by is not None
    assert by in found[0].by.value


def test_nobody_is_made_a_suspect_by_a_denial_of_blame(read: Read) -> None:
    incident = first(read(BLAST + "Neither government blames Syria for the attack."))
    assert not [s for s in incident.suspects if s.status != "denied"]


def test_a_guess_is_no_perpetrator(read: Read) -> None:
    incident = first(read(BLAST + "Detectives suspect that the Grey Falcons laid the bomb."))
    assert "Falcons" not in words_of(incident, "perpetrator")
    assert "Falcons" in words_of(incident, "suspects")


def test_a_part_of_a_count_is_no_rival_figure(read: Read) -> None:
    text = (
        "Rebels shelled the port of Hodeida on Monday. Forty-two people died, thirty of them women."
    )
    killed = {c.value for c in first(read(text)).casualties if c.kind == "killed"}
    assert killed == {42.0}


def test_at_least_and_a_month_are_no_part_of_a_victim(read: Read) -> None:
    text = "At least nine sailors were killed in Aden in March when a mine went off."
    assert "nine sailors" in [v.value for v in first(read(text)).victim]
    text = "The murder of four dissidents in September was ordered in the capital."
    assert [v.value for v in first(read(text)).victim] == ["four dissidents"]


def test_the_weapon_may_be_told_far_from_the_act(read: Read) -> None:
    text = (
        "Erik Dahl was murdered in Aden on Monday. He was a quiet man. He wrote about ships.\n\n"
        "His flat faced the sea. A rope lay on the floor."
    )
    assert [v.value for v in first(read(text)).weapon] == ["rope"]


def test_what_is_picked_up_may_be_an_idea(read: Read) -> None:
    assert not read("The committee picked up the idea in Oslo on Monday.").incidents


def test_charges_that_are_dropped_are_no_bombs(read: Read) -> None:
    reading = read(
        "Canada dropped the charges against the captain on Monday and returned the bond."
    )
    assert not reading.incidents


# A stake in words of its class, and what becomes of it.
WORTH = [
    ("Some 4,000 Poles work in Norway.", "migration", 4000.0, None),
    ("More than thirty thousand Danes went to Tunisia last year.", "tourism", 30000.0, None),
    ("Libya lent Malta two million cubic metres of gas a day.", "energy", 2e6, None),
    (
        "The new Tirana corridor, costed at 12 million euros, has been suspended.",
        "transit",
        12e6,
        "EUR",
    ),
    ("Egypt gets a billion and a half cubic metres of gas from Israel.", "energy", 1.5e9, None),
]


@pytest.mark.parametrize(("text", "domain", "amount", "currency"), WORTH, ids=[w[1] for w in WORTH])
def test_what_is_at_stake(
    read: Read, text: str, domain: str, amount: float, currency: str | None
) -> None:
    found = [s for s in read(text).stakes if amount in (s.amount, s.low)]
    assert found, [(s.name, s.amount, s.low) for s in read(text).stakes]
    assert domain in found[0].domain
    assert found[0].currency == currency


def test_a_guard_who_wounds_the_attacker_is_no_perpetrator(read: Read) -> None:
    text = (
        "A gunman shot the ambassador of Peru in Lisbon on Monday. A guard wounded the attacker"
        " in the neck."
    )
    incident = first(read(text))
    assert "guard" not in words_of(incident, "perpetrator").lower()
    assert "attacker" not in words_of(incident, "victim").lower()
    assert "ambassador" in words_of(incident, "victim").lower()


def test_what_is_begun_is_done(read: Read) -> None:
    text = (
        "On Monday a malicious programme began to wipe the disks of computers at the port of Oran."
    )
    assert first(read(text)).attack_type[0].value == "Cyberattack"


def test_a_case_with_a_victim_is_named_for_his_harm(read: Read) -> None:
    found = read(
        "A gunman shot dead the Peruvian ambassador to Chile, Juan Rojas, in a gallery in Santiago on"
        " Monday. He was himself killed when special forces stormed the gallery."
    )
    assert first(found).name.startswith(("Assassination", "Killing", "Shooting"))


def test_several_people_named_next_are_not_the_one_victim(read: Read) -> None:
    found = read(
        "The foreign ministers of Chile, Peru and Bolivia met in Lima on Tuesday, a day after the"
        " murder of Chile's ambassador. Ana Soto, Luis Paz and Carlos Vega adopted a declaration."
    )
    assert "Soto" not in words_of(first(found), "victim")


@pytest.mark.parametrize(
    ("sentence", "killed"),
    [
        ("Its two pilots did not survive.", {2}),
        ("None of the nine guards survived.", {9}),
        ("Two of the guards survived.", set()),
    ],
)
def test_who_did_not_survive_was_killed(read: Read, sentence: str, killed: set[int]) -> None:
    incident = first(read(f"A bomb destroyed the Turkish embassy bus on Monday. {sentence}"))
    assert {c.value for c in incident.casualties if c.kind == "killed"} == killed


def test_what_an_act_hit_is_not_what_it_was_done_with(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = load_case_models()
    # Models that take anything for a weapon and for a means of access.
    low = {"weapon": 0.0, "access": 0.0}
    levels = replace(
        real.levels, fresh={**real.levels.fresh, **low}, kept={**real.levels.kept, **low}
    )
    monkeypatch.setattr(analyst, "load_case_models", lambda: replace(real, levels=levels))
    incident = first(
        read(
            "On Thursday evening a Belarusian fighter brought down a sport balloon that had drifted"
            " over the border from Lithuania.\n\nA second balloon turned back. Nobody knew why. The"
            " weather was fine. The race went on. A winner was named. The crowd cheered him. He wept."
        )
    )
    hit = [s for v in incident.victim for s in v.spans]
    means = [s for v in (*incident.weapon, *incident.access) for s in v.spans]
    assert "sport balloon" in words_of(incident, "victim")
    assert means
    assert not any(m.start < h.end and h.start < m.end for m in means for h in hit)


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("That fits a tape found in his flat.", 1),
        ("That does not fit a tape found in his flat.", 0),
        ("Neither can be proved.", 0),
    ],
)
def test_what_does_not_speak_for_an_explanation_is_no_evidence_for_it(
    read: Read, sentence: str, sides: int
) -> None:
    text = (
        "A bomb killed Norway's consul in Sanaa on Sunday. The police suspect the Ansar brigade."
        f" {sentence}"
    )
    found = [h for h in read(text).hypotheses if "Ansar" in h.proposition]
    assert [len(h.evidence_for) for h in found] == [sides]
