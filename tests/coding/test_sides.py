"""Who did it to whom, where clause, name or text leave a side open: rules of discourse.

Sentences of our own; each rule with one that it must not touch.
"""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.documents import from_text
from tests.coding.test_discussion import sides

PAIR = (
    "Chile and Peru quarrelled over the sea. Peru accused Chile of theft. "
    "Chile rejected the charge by Peru. "
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # the last verb behind a semicolon goes on with the nearer clause
        (
            "The Lima police arrested the pair four days later; Rome protested, recalled its "
            "ambassador for a spell, and has accused Peru of torture.",
            ("ACCUSE", "ITA", "PER"),
        ),
        # a passive whose subject the parser gave to the clause before
        (
            "In the air battle that followed an Indian fighter was shot down by Pakistan.",
            ("ASSAULT", "PAK", "IND"),
        ),
        # "its" is none of several named side by side
        (
            "Jordan, Bahrain and Egypt broke off relations with Qatar and barred its aircraft.",
            ("SANCTION", "JOR+BHR+EGY", "QAT"),
        ),
        ("Kenya followed Ghana and severed relations with Chad.", ("SANCTION", "KEN", "TCD")),
        ("Kenya had threatened sanctions against Chad.", ("THREATEN", "KEN", "TCD")),
        (
            "The prime minister of Norway refuses to apologise to Chile and demands an inquiry.",
            ("REQUEST", "NOR", ""),
        ),
        ("A widow was given ten million francs by the Danish state.", ("AID", "DNK", "?")),
        (
            "The foreign minister of Norway phoned his counterparts in Lima and Santiago.",
            ("CONSULT", "NOR+PER+CHL", ""),
        ),
        (
            "Ghana sealed off the Chilean embassy and consulate.",
            ("COERCE", "GHA", "CHL+CHL"),
        ),
        (
            "Chile and Peru undertook not to threaten or to use force against one another.",
            ("AGREE", "CHL+PER", ""),
        ),
    ],
)
def test_sides_of_one_sentence(coder: Coder, text: str, told: tuple[str, str, str]) -> None:
    assert told in sides(coder, "", text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Kenya wants Chad to do the same.", "SANCTION"),
        ("Q: Did Chile give in to Peru?", "asserted"),
        ("A: And did Chile ever threaten Peru?", "asserted"),
        ("Chile and Peru undertook not to threaten or to use force.", "THREATEN"),
    ],
)
def test_what_is_asked_wished_or_forsworn_is_no_act(coder: Coder, text: str, never: str) -> None:
    from detente.records import Document

    text = f"Ghana recalled its envoy from Chad. {text}"
    (reading,) = coder.read([Document("d", text, "2012-05-02")])
    told = [(e.event_type, e.status) for e in reading.events if e.trigger.start > 36]
    assert all(never not in pair for pair in told)


@pytest.mark.parametrize(
    ("text", "last", "told"),
    [
        # ships keep the state that they were introduced with
        (
            "The Spanish trawler Marisol fished off the bank. ",
            "Canada seized the Marisol.",
            ("COERCE", "CAN", "ESP"),
        ),
        # a deed's noun points to the act of its word, not to the last act of all
        (
            PAIR + "Chilean marines boarded a Peruvian trawler. Peru closed its consulate in "
            "Santiago. ",
            "Brazil and Ecuador condemned the boarding.",
            ("ACCUSE", "BRA+ECU", "CHL"),
        ),
        # who is charged needs no accuser
        (
            PAIR + "Two Peruvians were arrested at the border. ",
            "Three Bolivians were charged with kidnapping.",
            ("ACCUSE", "", "BOL"),
        ),
        # a complaint goes to the council about the other side
        (
            PAIR,
            "Peru lodged a complaint with the Security Council.",
            ("ACCUSE", "PER", "CHL+UNO"),
        ),
        (
            "Oman, Jordan, Egypt and Libya expelled the ambassador of Qatar in June. "
            "Qatar accused Oman of lying. ",
            "The same capitals recalled their envoys from Qatar.",
            ("SANCTION", "OMN+JOR+EGY+LBY", "QAT"),
        ),
        (
            PAIR,
            "Foreign Minister Ana Bale flew to Lima and expressed regret.",
            ("CONCEDE", "CHL", "PER"),
        ),
        (PAIR, "On Friday the two commanders met at the river.", ("CONSULT", "CHL+PER", "")),
        (PAIR, "We are old friends. Now Peru threatens us.", ("THREATEN", "PER", "CHL")),
    ],
)
def test_sides_from_the_text(
    coder: Coder, text: str, last: str, told: tuple[str, str, str]
) -> None:
    assert told in sides(coder, text, last)


def test_support_is_not_whose_the_one_supported_is(coder: Coder) -> None:
    text = "The king of Norway assured Foreign Secretary Ann Bale of Peruvian support."
    assert ("SUPPORT", "NOR", "PER") not in sides(coder, "", text)


@pytest.mark.parametrize(
    ("text", "last", "told"),
    [
        # whom a text has introduced
        (
            "Ann Lee was the Danish consul in Lima. ",
            "In March Ann Lee was expelled by Peru.",
            ("SANCTION", "PER", "DNK"),
        ),
        (PAIR, "The two armies have blamed each other.", ("ACCUSE", "CHL+PER", "CHL+PER")),
        # who is let go was held before
        (
            PAIR + "A Chilean patrol detained four Peruvian soldiers. The two armies were alert. ",
            "They were released after a week.",
            ("RETREAT", "CHL", "PER"),
        ),
        (
            "Chile asked the European Commission for help. The talks took a week. ",
            "The Commission suspended aid to Peru.",
            ("SANCTION", "EUR", "PER"),
        ),
        # the sides of a quarrel are those who quarrel, whoever was named together last
        (
            PAIR + "Brazil and Bolivia wished to help. ",
            "Spain asked the two sides to stop.",
            ("REQUEST", "ESP", "CHL+PER"),
        ),
    ],
)
def test_whom_the_text_has_told_of(
    coder: Coder, text: str, last: str, told: tuple[str, str, str]
) -> None:
    assert told in sides(coder, text, last)


def test_people_of_no_told_state_are_not_the_other_side_s(coder: Coder) -> None:
    told = sides(coder, PAIR, "The police of Peru arrested two oil surveyors.")
    assert ("COERCE", "PER", "CHL") not in told


def test_two_diplomats_need_not_be_one_of_each_side(coder: Coder) -> None:
    told = sides(coder, PAIR, "Peru asked two diplomats to leave.")
    assert ("SANCTION", "PER", "CHL") in told


@pytest.mark.parametrize(
    ("last", "told"),
    [
        # a crowd outside an embassy is not of its state, nor boats of the waters that they enter
        ("Protesters burned a car outside the Peruvian embassy.", ("PROTEST", "CHL", "PER")),
        ("Peru says the boats had entered its waters.", ("COERCE", "CHL", "PER")),
    ],
)
def test_nobody_faces_himself(coder: Coder, last: str, told: tuple[str, str, str]) -> None:
    # Whose the boats are is for the rules to say; the models may doubt that it was worth telling.
    text = PAIR + "A Peruvian patrol ship was near. "
    assert told in sides(coder.rules_only(), text, last)


def test_what_is_joint_is_of_both(coder: Coder) -> None:
    # The models may doubt that it was worth telling.
    told = sides(coder.rules_only(), PAIR, "A joint commission on the border was established.")
    assert ("COOPERATE", "CHL+PER", "") in told


SHOT = "Relations between Peru and Chile are bad. "


@pytest.mark.parametrize(
    ("first", "last", "felled"),
    [
        (
            "An assailant shot the Peruvian consul Ana Soto in Santiago on Monday.",
            "The attacker ran for the door, but he was killed by police.",
            "attacker",
        ),
        (
            "A gunman shot the Peruvian consul Ana Soto in Santiago on Monday.",
            "He was shot by special forces an hour later.",
            "gunman",
        ),
        # Nobody was told of but the consul.
        (
            "The Peruvian consul Juan Soto opened a fair in Santiago on Monday.",
            "He was shot by police an hour later.",
            "Juan Soto",
        ),
    ],
)
def test_whom_guards_stop_is_the_attacker(coder: Coder, first: str, last: str, felled: str) -> None:
    document = from_text(f"{SHOT}{first} {last}", date="2021-10-05")
    (reading,) = coder.rules_only().read([document])
    later = [e for e in reading.events if e.trigger.start >= len(SHOT + first)]
    assert [p.name for e in later for p in e.recipient] == [felled]


def test_allies_are_not_the_other_side(coder: Coder) -> None:
    told = sides(coder, PAIR, "Peru asked its allies to consider sanctions.")
    assert not [t for t in told if t[:2] == ("REQUEST", "PER") and t[2] == "CHL"]


FOREIGN = (
    "We have learned a lot about Iran this year. Iran has lied to us, and our trust in Iran is "
    "gone. We closed our trade office in Iran. "
)


def test_what_we_do_is_done_to_whom_the_text_is_about(coder: Coder) -> None:
    told = sides(coder, FOREIGN, "We expelled two of their diplomats.")
    assert ("SANCTION", "?", "IRN") in told


def test_what_others_praise_is_ours(coder: Coder) -> None:
    told = sides(coder, FOREIGN + "Canada put sanctions on Iran. ", "Norway praised the decision.")
    assert ("SUPPORT", "NOR", "CAN") not in told


def test_police_do_not_belong_to_those_whom_they_arrest(coder: Coder) -> None:
    assert ("COERCE", "DNK", "DNK") not in sides(coder, "", "The police detained a Danish trawler.")


def test_one_s_own_operation_is_defended_towards_nobody(coder: Coder) -> None:
    told = sides(coder, PAIR, "The president of Peru defended the operation.")
    assert ("SUPPORT", "PER", "CHL") not in told


def test_who_says_yes_makes_no_agreement(coder: Coder) -> None:
    assert not [t for t in sides(coder, PAIR, "We agree.") if t[0] == "AGREE"]
    assert not [t for t in sides(coder, PAIR, "Sales go on as agreed.") if t[0] == "AGREE"]


HEARING = (
    "THE MINISTER: Our relations with Libya are at an end.\n"
    "MRS LEE: Why do we bear it?\n"
    "THE MINISTER: We told Libya so. Our Danish fishermen were safe in Esbjerg. "
    "Denmark is a small state, and our Denmark has patience.\n"
)


def test_the_state_of_a_hearing_is_the_one_beside_us(coder: Coder) -> None:
    told = sides(coder, HEARING, "THE MINISTER: We have expelled two Libyan diplomats.")
    assert ("SANCTION", "DNK", "LBY") in told


def test_us_in_capitals_is_a_state(coder: Coder) -> None:
    assert ("SANCTION", "USA", "TCD") in sides(coder, "", "The US suspended food aid to Chad.")


def test_an_official_of_a_listed_office_is_not_of_the_only_state_named(coder: Coder) -> None:
    text = "Prime Minister Narendra Modi telephoned our Prime Minister K.P. Oli."
    (told,) = sides(coder, "", text)
    assert told[0] == "CONSULT"
    assert told[1] == "IND+NPL"
