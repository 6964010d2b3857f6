"""Sentences are built by hand: words with tags, no trained model."""

import re

import pytest

from detente.coding.actors import ActorFinder, load_tables
from detente.coding.sentence import Sentence


@pytest.fixture(scope="module")
def finder() -> ActorFinder:
    return ActorFinder(load_tables())


def sentence(text: str, deps: dict[str, tuple[str, str]] | None = None) -> Sentence:
    """Words by white space and punctuation; ``deps`` maps a word to (relation, head word)."""
    found = list(re.finditer(r"[\w.&]*[\w&]\.(?=\w|\s[A-Z])|['’]s\b|[\w]+|[^\w\s]", text))
    words = [m[0] for m in found]
    deps = deps or {}
    heads, labels = [], []
    for i, word in enumerate(words):
        label, head = deps.get(word, ("dep", words[0]))
        labels.append(label if i else "root")
        heads.append(words.index(head) if i else -1)
    verbs = {"said", "shot", "met", "head", "forces"}
    pos = [
        "VERB"
        if w in verbs
        else "PROPN"
        if w[0].isupper() and i
        else "ADP"
        if w in {"in", "to"}
        else "NOUN"
        for i, w in enumerate(words)
    ]
    return Sentence(0, text, words, [w.lower() for w in words], pos, pos, labels, [""] * len(words),
                    heads, [m.start() for m in found], [m.end() for m in found])  # fmt: skip


def found(
    finder: ActorFinder, text: str, **deps: tuple[str, str]
) -> list[tuple[str, str, str | None]]:
    s = sentence(text, deps)
    mentions = finder.find(s)
    for m in mentions:
        assert text[m.start : m.end]
        assert m.start == s.start[m.first]
        assert m.end == s.end[m.last]
    return [(text[m.start : m.end], m.kind, m.country) for m in mentions]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "He saw Côte d’Ivoire and Guinea-Bissau",
            [("Côte d’Ivoire", "name", "CIV"), ("Guinea-Bissau", "name", "GNB")],
        ),
        ("In Turkiye and Türkiye", [("Turkiye", "name", "TUR"), ("Türkiye", "name", "TUR")]),
        (
            "North Korea but not South Korea",
            [("North Korea", "name", "PRK"), ("South Korea", "name", "KOR")],
        ),
        ("Niger or Nigeria", [("Niger", "name", "NER"), ("Nigeria", "name", "NGA")]),
        ("the U.S. House", [("U.S.", "name", "USA")]),
        ("he told us that it is so", []),
        ("then IS fighters fled", [("IS", "armed", "IMG"), ("fighters", "role", None)]),
        ("a Foreign Minister spoke", [("Foreign Minister", "role", None)]),
        ("they roast turkey", []),
        ("the Turkey sandwich", []),
        ("the Paris Agreement with Nord Stream", []),
        ("a trip to New Mexico", [("New Mexico", "region", "USA")]),
        ("They head to Moscow", [("Moscow", "capital", "RUS")]),
        ("Both Poles and Finns", [("Poles", "demonyms", "POL"), ("Finns", "demonyms", "FIN")]),
        ("then TURKEY HITS SYRIA", [("TURKEY", "name", "TUR"), ("SYRIA", "name", "SYR")]),
        ("the European Commission", [("European Commission", "igo", "EUR")]),
        ("near Abkhazia", [("Abkhazia", "region", "GEO")]),
        ("a film called Rusya", [("Rusya", "name", "RUS")]),
        (
            "for Deutschland und Österreich",
            [("Deutschland", "name", "DEU"), ("Österreich", "name", "AUT")],
        ),
        ("in Chili or Columbia with Indie bands", []),
    ],
)
def test_names_as_they_are_written(
    finder: ActorFinder, text: str, want: list[tuple[str, str, str | None]]
) -> None:
    assert found(finder, text) == want


def test_a_family_name_beside_it_makes_a_state_a_person(finder: ActorFinder) -> None:
    assert found(finder, "then Chad Nobody left", Nobody=("flat", "Chad")) == []
    assert found(finder, "then Chad left")[0][2] == "TCD"


def test_abbreviations_that_are_words_need_a_name_s_place(finder: ActorFinder) -> None:
    def kinds(words: str, pos: str) -> list[str]:
        w, p = words.split(), pos.split()
        starts = [sum(len(x) + 1 for x in w[:i]) for i in range(len(w))]
        s = Sentence(0, words, w, w, p, p, ["dep"] * len(w), [""] * len(w), [-1] + [0] * (len(w) - 1),
                     starts, [a + len(x) for a, x in zip(starts, w, strict=True)])  # fmt: skip
        return [m.name for m in finder.find(s)]

    assert kinds("she IS sure", "PRON AUX ADJ") == []
    assert kinds("she told US so", "PRON VERB PRON ADV") == []
    assert kinds("then IS fighters came", "ADV AUX NOUN VERB") == ["Islamic State", "fighter"]
    assert kinds("the group ( IS ) came", "DET VERB PUNCT AUX PUNCT VERB") == ["Islamic State"]


def test_georgia_among_american_words_is_no_state_actor(finder: ActorFinder) -> None:
    names = [m[0] for m in found(finder, "voters in Georgia near Atlanta")]
    assert names == ["voters", "Atlanta"]
    assert ("Georgia", "name", "GEO") in found(finder, "troops in Georgia near Tbilisi")


def test_states_in_a_match_report_are_teams(finder: ActorFinder) -> None:
    kinds = [m[1] for m in found(finder, "the midfielder from Wales beat Turkey")]
    assert kinds == ["team", "team"]


def test_whole_hyphen_tokens_are_looked_into(finder: ActorFinder) -> None:
    text = "the Russian-Turkish talks"
    words = text.split()
    s = Sentence(0, text, words, words, ["DET", "ADJ", "NOUN"], [""] * 3, ["dep"] * 3, [""] * 3,
                 [2, 2, -1], [0, 4, 20], [3, 19, 25])  # fmt: skip
    assert [(text[m.start : m.end], m.country) for m in finder.find(s)] == [
        ("Russian", "RUS"),
        ("Turkish", "TUR"),
    ]


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("Then Salvador del Solar spoke", []),
        ("It was Sydney van der Merwe who spoke", []),
        ("Talks in Sydney went on", ["Sydney"]),
        ("The road from Salvador de novo is long", ["Salvador"]),  # no name follows
        ("He went from Sydney to Salvador", ["Sydney", "Salvador"]),
    ],
)
def test_a_city_before_a_small_word_of_names_is_a_person(
    finder: ActorFinder, text: str, cities: list[str]
) -> None:
    assert [name for name, kind, _ in found(finder, text) if kind == "city"] == cities
