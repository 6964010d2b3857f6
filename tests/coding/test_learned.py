"""What annotated articles taught: the lexicon, the features, the models, and the reader at work."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.codebook import load_codebook
from detente.coding import Coder
from detente.coding.learned.encoder import Around, Known, Sense
from detente.coding.learned.hunch import hunch
from detente.coding.learned.levels import Levels
from detente.coding.learned.lexicon import ActLexicon, load_act_lexicon
from detente.coding.learned.model import ReaderModels, load_models, save
from detente.coding.learned.reader import DocumentReader, Learned, load_learned
from detente.coding.learned.sides import Asked, path_between
from detente.coding.learned.words import UNKNOWN, WordView
from detente.coding.merge import READER
from detente.coding.pairs.words import WordLore
from detente.coding.patterns import load_patterns
from detente.coding.sentence import Sentence, sentences
from detente.coding.weigh import MODEL
from detente.documents import from_text
from detente.errors import BadDataFile
from detente.language import load
from detente.records import Event

DATA = Path(__file__).resolve().parents[2] / "src" / "detente" / "coding" / "learned" / "data"
# No rule knows "to nullify"; the lexicon does.
ARTICLE = (
    "France and Algeria are at odds again. On Monday Algiers recalled its ambassador from Paris. "
    "France nullified its air agreement with Algeria. Algeria deplored it."
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


def parsed(text: str) -> Sentence:
    doc = load(None)(text)
    return next(iter(sentences(doc, text)))


def view(text: str, lexicon: ActLexicon | None = None) -> WordView:
    known = load_act_lexicon() if lexicon is None else lexicon
    return WordView(parsed(text), [], WordLore(load_patterns()), known)


def at(v: WordView, word: str) -> int:
    return v.s.words.index(word)


# --- the lexicon ----------------------------------------------------------------------------


def test_the_shipped_lexicon_names_types_of_the_codebook() -> None:
    types = set(load_codebook().event_types)
    lexicon = load_act_lexicon()
    said = [s for found in lexicon.words.values() for s in found]
    assert len(lexicon.words) > 5000
    assert {s.partition("/")[0] for s in said} <= types
    assert {s.partition("/")[2] for s in said} == {"1", "2", "3", "s"}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("expel\tv\tSANCTION", "not four columns"),
        ("expel\tx\tSANCTION\t3", "not four columns"),
        ("expel\tv\tSANCTION\t4", "not four columns"),
        ("expel\tv\tPUNISH\t3", "'PUNISH' is no event type"),
        ("rebuke\tv\tACCUSE\t2", "stands twice"),
    ],
)
def test_a_bad_line_of_the_lexicon_is_named(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "acts.tsv"
    file.write_text(f"# acts\nrebuke\tv\tACCUSE\t3\n{line}\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match=what) as caught:
        load_act_lexicon(file)
    assert "line 3" in str(caught.value)
    assert caught.value.hint


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match="cannot read the lexicon"):
        load_act_lexicon(tmp_path / "none.tsv")


def test_the_longest_phrase_speaks_for_its_verb() -> None:
    lexicon = ActLexicon.of(
        {
            ("show", "v"): ("CONSULT/1",),
            ("show the door", "v"): ("SANCTION/3",),
            ("show up", "v"): ("CONSULT/2",),
        }
    )
    v = view("Paris showed the envoy the door.", lexicon)
    assert v.known(at(v, "showed")) == ("lex=SANCTION/3", "phrase")
    v = view("The envoy showed the letter.", lexicon)
    assert v.known(at(v, "showed"))[0] == "lex=CONSULT/1"
    v = view("The envoy showed up.", lexicon)
    assert v.known(at(v, "showed")) == ("lex=CONSULT/2", "phrase")


def test_a_noun_of_two_words_speaks_for_its_head() -> None:
    lexicon = ActLexicon.of({("asset freeze", "n"): ("SANCTION/3",)})
    v = view("The asset freeze hurt.", lexicon)
    assert v.known(at(v, "freeze")) == ("lex=SANCTION/3", "phrase")


# --- features -------------------------------------------------------------------------------


def test_a_word_of_nobody_is_passed_over() -> None:
    v = view("The blorple of the committee was zingy.")
    assert v.known(at(v, "blorple")) == (UNKNOWN,)
    assert not v.tells(at(v, "blorple"))


def test_negation_and_questions_are_features() -> None:
    v = view("Did Paris not expel the envoy?")
    names = v.features(at(v, "expel"))
    assert {"negated", "not expel", "asked"} <= set(names)
    assert len(names) == len(set(names))
    v = view("Nobody expelled the envoy.")
    assert "negated" in v.features(at(v, "expelled"))
    v = view("Paris expelled the envoy.")
    assert "negated" not in v.features(at(v, "expelled"))


@given(st.data())
def test_a_way_through_the_tree_leads_back(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 12))
    heads = [-1] + [data.draw(st.integers(0, i - 1)) for i in range(1, n)]
    words = [f"w{i}" for i in range(n)]
    s = Sentence(
        0, " ".join(words), words, words, ["NOUN"] * n, ["NN"] * n, ["nmod"] * n, [""] * n, heads,
        [0] * n, [1] * n,
    )  # fmt: skip
    i, j = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, n - 1))
    there, back = path_between(s, i, j), path_between(s, j, i)
    assert (there is None) == (back is None)
    assert (there == "self") == (i == j)
    if there is not None and i != j:
        assert back is not None
        assert there.count("<") == back.count(">")


@pytest.mark.parametrize(
    ("text", "word", "actor", "recipient"),
    [
        ("Paris traduced Algiers.", "traduced", "Paris", "Algiers"),
        ("Paris gave Algiers a rebuke over visas.", "rebuke", "Paris", "Algiers"),
        ("The rebuke to Algiers was sharp.", "rebuke", None, "Algiers"),
        ("Paris is furious at Algiers.", "furious", "Paris", "Algiers"),
    ],
)
def test_a_hunch_takes_its_sides_from_grammar(
    text: str, word: str, actor: str | None, recipient: str
) -> None:
    s = parsed(text)
    f = hunch(s, s.words.index(word), "ACCUSE", 0.5)
    actors = [s.words[k] for k, how in f.actors if how == "np"]
    assert actors[:1] == ([] if actor is None else [actor])
    assert recipient in [s.words[k] for k, how in f.recipients if how == "np"]


# --- models ---------------------------------------------------------------------------------


def test_saved_models_say_the_same(tmp_path: Path) -> None:
    models = load_models()
    save(tmp_path, models, {k: v for k, v in models.card.items() if k not in ("types", "levels")})
    again = load_models(tmp_path)
    assert again.types == models.types
    assert again.levels == models.levels
    assert again.idle == models.idle
    names = ["word=expel", "lex=SANCTION/3", "tag=VBD", "no frame"]
    s = parsed("Paris expelled them.")
    assert again.act(s, 1, names) == pytest.approx(models.act(s, 1, names), abs=0.01)
    assert again.kinds(s, 1, names) == pytest.approx(models.kinds(s, 1, names), abs=0.01)


def test_probabilities_of_the_types_add_up() -> None:
    s = parsed("Paris condemned them.")
    p = load_models().kinds(s, 1, ["word=condemn", "lex=ACCUSE/3", "never met"])
    assert sum(p.values()) == pytest.approx(1)
    assert max(p, key=lambda k: p[k]) == "ACCUSE"


@pytest.mark.parametrize("broken", ["missing", "no json", "no key", "no npz"])
def test_damaged_models_are_named(tmp_path: Path, broken: str) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    if broken == "missing":
        (tmp_path / "reader.npz").unlink()
    elif broken == "no json":
        (tmp_path / "reader.json").write_text("{", encoding="utf-8")
    elif broken == "no key":
        (tmp_path / "reader.json").write_text("{}", encoding="utf-8")
    else:
        np.savez(tmp_path / "reader.npz", bias=np.zeros(3))
    with pytest.raises(BadDataFile, match="cannot read the models"):
        load_models(tmp_path)


def test_the_card_says_what_the_models_learned_from() -> None:
    card = json.loads((DATA / "reader.json").read_text(encoding="utf-8"))
    rules, models = card["figures"]["rules alone"], card["figures"]["models of the folds"]
    assert models["event_recall"] > rules["event_recall"]
    assert models["event_precision"] > rules["event_precision"] - 0.03
    assert isinstance(load_models(), ReaderModels)


# --- the reader at work ---------------------------------------------------------------------


@pytest.mark.parametrize("deep", [False, True])
def test_what_is_shipped_reads_from_the_levels_of_the_code(deep: bool) -> None:
    # A card of other levels once went unseen: it is the card that a reader goes by.
    assert load_learned(deep=deep).models.levels == Levels()


def test_words_that_no_rule_knows_tell_acts(coder: Coder) -> None:
    document = from_text(ARTICLE, date="2021-10-05")
    (reading,) = coder.read([document])
    (alone,) = coder.rules_only().read([document])
    told = [e for e in reading.events if e.trigger.text == "nullified"]
    assert told, [e.trigger.text for e in reading.events]
    assert not [e for e in alone.events if e.trigger.text == "nullified"]
    (event,) = told
    assert event.decided_by.startswith("reader:")
    assert {p.country for p in event.actor} == {"FRA"}
    assert {p.country for p in event.recipient} == {"DZA"}
    assert 0 < event.confidence <= 1
    assert any(name.startswith("an act: ") for name, _ in event.because)
    assert any("REJECT" in name for name, _ in event.because)
    for e in reading.events:
        for p in (*e.actor, *e.recipient):
            assert document.text[p.span.start : p.span.end] == p.span.text


def test_one_sentence_is_read_by_the_rules_alone(coder: Coder) -> None:
    document = from_text("France nullified its air agreement with Algeria.")
    (reading,) = coder.read([document])
    (alone,) = coder.rules_only().read([document])
    assert reading == alone


def test_what_is_unlikely_is_dropped_with_its_reason(coder: Coder) -> None:
    text = (
        "France and Algeria signed a treaty on Monday. Nobody has attacked anybody. "
        "Should France attack Algeria, the treaty would lapse."
    )
    doc = load(None)(text)
    reading = coder.code(from_text(text), doc, every_reason=True)
    assert not [e for e in reading.events if e.status == "asserted" and e.event_type == "ASSAULT"]


def test_a_reading_is_the_same_whatever_stands_beside_it(coder: Coder) -> None:
    document = from_text(ARTICLE, date="2021-10-05")
    other = from_text("Norway thanked Kenya. Kenya expelled a Norwegian. Oslo protested.")
    (alone,) = coder.read([document])
    assert list(coder.read([other, document]))[1] == alone


# --- what rules tell and models doubt ----------------------------------------------------------

RULED = "Relations are bad. France expelled the Algerian ambassador on Monday. Spain looked on."


class Answers:
    """Models that always say the same."""

    teaching = False
    idle: frozenset[str] = frozenset()

    def __init__(self, kinds: dict[str, float], sides: dict[tuple[str, str], float]) -> None:
        self.levels = Levels(doubt=0.2, surely=0.6)
        self.of_kinds, self.of_sides = kinds, sides

    def act(self, *_: object) -> float:
        return 0.9

    def kinds(self, *_: object) -> dict[str, float]:
        return dict.fromkeys(load_codebook().types, 0.0) | self.of_kinds

    def because(self, *_: object) -> tuple[tuple[str, float], ...]:
        return ()

    def side(self, asked: Asked, code: str, *_: object) -> float:
        return self.of_sides.get((asked.side, code), 0.0)

    def trust(self, *_: object) -> float:
        return 0.9


SURE = {("a", "FRA"): 0.9, ("r", "DZA"): 0.9}


def told_by(answers: Answers) -> Event:
    coder = Coder(analyst=False, learned=Learned(answers, load_act_lexicon()))
    (reading,) = coder.read([from_text(RULED, date="2021-10-05")])
    return next(e for e in reading.events if e.trigger.text == "expelled")


def sides_of(event: Event) -> tuple[list[str | None], list[str | None]]:
    return [p.country for p in event.actor], [p.country for p in event.recipient]


@pytest.mark.parametrize(
    ("kinds", "type_"),
    [
        ({"SANCTION": 0.1, "AID": 0.7}, "AID"),
        ({"SANCTION": 0.3, "AID": 0.7}, "SANCTION"),  # not unlikely enough
        ({"SANCTION": 0.1, "AID": 0.5, "REJECT": 0.4}, "SANCTION"),  # nothing else is sure
    ],
)
def test_a_type_that_a_rule_tells_gives_way_where_another_is_far_likelier(
    kinds: dict[str, float], type_: str
) -> None:
    event = told_by(Answers(kinds, SURE))
    assert event.event_type == type_
    assert event.decided_by.startswith("reader:" if type_ == "AID" else "pattern:")


@pytest.mark.parametrize(
    ("sides", "actor", "recipient"),
    [
        (SURE, "FRA", "DZA"),
        ({("a", "ESP"): 0.8, ("a", "FRA"): 0.1, ("r", "DZA"): 0.9}, "ESP", "DZA"),
        ({("a", "ESP"): 0.8, ("a", "FRA"): 0.25, ("r", "DZA"): 0.9}, "FRA", "DZA"),
        ({("a", "ESP"): 0.5, ("a", "FRA"): 0.1, ("r", "DZA"): 0.9}, "FRA", "DZA"),
        ({("a", "FRA"): 0.9, ("r", "DZA"): 0.1, ("r", "ESP"): 0.7}, "FRA", "ESP"),
    ],
)
def test_a_side_that_a_rule_tells_gives_way_where_another_is_far_likelier(
    sides: dict[tuple[str, str], float], actor: str, recipient: str
) -> None:
    event = told_by(Answers({"SANCTION": 0.9}, sides))
    assert sides_of(event) == ([actor], [recipient])
    assert event.decided_by.startswith(
        "pattern:" if (actor, recipient) == ("FRA", "DZA") else "reader:"
    )


@pytest.mark.parametrize(("ruled", "given"), [(0.2, "ESP"), (0.5, "FRA")])
def test_a_side_that_its_sentence_does_not_name_gives_way_sooner(ruled: float, given: str) -> None:
    text = (
        "France expelled an Algerian diplomat on Sunday. It recalled its envoy from Algeria on Monday. "
        "Spain looked on."
    )
    sides = {("r", "DZA"): 0.9, ("a", "FRA"): ruled, ("a", "ESP"): 0.55}
    answers = Answers({"SANCTION": 0.9}, sides)
    answers.levels = Levels(doubt=0.2, surely=0.6, unnamed=0.4, rather=0.5)
    coder = Coder(analyst=False, learned=Learned(answers, load_act_lexicon()))
    (reading,) = coder.read([from_text(text, date="2021-10-05")])
    (event,) = (e for e in reading.events if e.trigger.text == "recalled")
    assert sides_of(event) == ([given], ["DZA"])


def test_without_levels_of_doubt_what_rules_tell_stands() -> None:
    answers = Answers({"SANCTION": 0.0, "AID": 1.0}, {("a", "ESP"): 1.0, ("r", "ESP"): 1.0})
    answers.levels = Levels(doubt=0.0, surely=1.0, unnamed=0.0, rather=1.0)
    event = told_by(answers)
    assert event.event_type == "SANCTION"
    assert sides_of(event) == (["FRA"], ["DZA"])


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Relations are bad. Poland and Latvia affirmed their common position on gas.", True),
        ("The price fell, and Western sanctions hurt Russia.", True),
        (RULED, False),
    ],
)
def test_what_a_firm_rule_tells_is_recorded_whoever_doubts_it(text: str, stands: bool) -> None:
    class Doubting(Answers):
        def trust(self, *_: object) -> float:
            return 0.01

    coder = Coder(analyst=False, learned=Learned(Doubting({}, {}), load_act_lexicon()))
    (reading,) = coder.read([from_text(text, date="2021-10-05")])
    assert bool(reading.events) is stands


def test_what_the_users_own_rule_tells_is_not_doubted(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nid = "sanction.expel"\nverb = ["expel"]\nobject = ["@diplomat"]\n'
        'recipient = ["object"]\ntype = "REJECT"\n',
        encoding="utf-8",
    )
    answers = Answers({"SANCTION": 0.1, "AID": 0.8}, {("a", "ESP"): 0.9, ("r", "ESP"): 0.9})
    own = load_patterns(own=tmp_path)
    coder = Coder(analyst=False, learned=Learned(answers, load_act_lexicon()), patterns=own)
    (reading,) = coder.read([from_text(RULED, date="2021-10-05")])
    (event,) = (e for e in reading.events if e.trigger.text == "expelled")
    assert (event.event_type, event.decided_by) == ("REJECT", "pattern:sanction.expel")
    assert sides_of(event) == (["FRA"], ["DZA"])
    assert told_by(answers).event_type == "AID"


@pytest.mark.parametrize(("kind", "hit"), [("RETREAT", {"DZA"}), ("COERCE", {"DZA", "FRA"})])
def test_nobody_does_to_himself_what_he_does_to_another_but_by_force(
    kind: str, hit: set[str]
) -> None:
    sides = {("a", "FRA"): 0.9, ("r", "DZA"): 0.9, ("r", "FRA"): 0.6}
    coder = Coder(analyst=False, learned=Learned(Answers({kind: 0.9}, sides), load_act_lexicon()))
    text = "Relations are bad. France and Algeria are at odds over it. France relented."
    (reading,) = coder.read([from_text(text, date="2021-10-05")])
    assert [{p.country for p in e.recipient} for e in reading.events if e.recipient][-1] == hit


def test_nobody_is_made_the_doer_of_violence_in_anothers_place() -> None:
    text = "Relations are bad. France shot down an Algerian plane on Monday. Spain looked on."
    answers = Answers({"ASSAULT": 0.9}, {("a", "ESP"): 0.9, ("r", "DZA"): 0.9})
    coder = Coder(analyst=False, learned=Learned(answers, load_act_lexicon()))
    (reading,) = coder.read([from_text(text, date="2021-10-05")])
    shot = [e for e in reading.events if e.decided_by == "pattern:assault.shoot-down"]
    assert [sides_of(e) for e in shot] == [(["FRA"], ["DZA"])]


@pytest.mark.parametrize(("likely", "doers"), [(0.1, [None]), (0.3, ["FRA"])])
def test_a_doer_of_violence_who_is_a_guess_gives_way_to_nobody(
    likely: float, doers: list[str | None]
) -> None:
    text = (
        "France and Algeria are at odds. Its troops killed two Algerian soldiers on Monday. "
        "Spain looked on."
    )
    answers = Answers(
        {"ASSAULT": 0.9}, {("a", "FRA"): likely, ("a", "ESP"): 0.9, ("r", "DZA"): 0.9}
    )
    coder = Coder(analyst=False, learned=Learned(answers, load_act_lexicon()))
    (reading,) = coder.read([from_text(text, date="2021-10-05")])
    killed = [e for e in reading.events if e.trigger.text == "killed"]
    assert [sides_of(e) for e in killed] == [(doers, ["DZA"])]


def test_whom_a_nouns_by_names_is_its_doer() -> None:
    text = (
        "Relations are bad. Turkey protested against the violation of its airspace by a Russian"
        " warplane. Spain looked on."
    )
    sides = {("a", "TUR"): 0.9, ("a", "RUS"): 0.1, ("r", "RUS"): 0.8}
    coder = Coder(
        analyst=False, learned=Learned(Answers({"COERCE": 0.9}, sides), load_act_lexicon())
    )
    (reading,) = coder.read([from_text(text, date="2015-10-05")])
    told = [e for e in reading.events if e.trigger.text == "violation"]
    assert [sides_of(e) for e in told] == [(["RUS"], ["TUR"])]


# --- what is looked at ---------------------------------------------------------------------------


class Senses:
    """An encoder that takes every word for an act with the same probability."""

    def __init__(self, likely: float) -> None:
        self.known = Known(("ACCUSE",), ("asserted",), ())
        self.likely = likely

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Sense]:
        def sense(number: int, n: int) -> Sense:
            def row(*values: float) -> np.ndarray:
                return np.tile(np.array(values, np.float32), (n, 1))

            sides = np.zeros((n, 2, 1), np.float32)
            acts = row(1 - self.likely, self.likely)
            around = Around(sides, row(0.0, 0.0), {number: range(n)})
            return Sense(acts, row(1.0, 0.0), row(), sides, around)

        return [sense(k, len(words)) for k, words in enumerate(sentences)]


@pytest.mark.parametrize("word", ["said", "blorpled"])
@pytest.mark.parametrize("likely", [0.2, 0.3])
def test_a_word_that_nobody_knows_is_looked_at_where_the_encoder_senses_an_act(
    word: str, likely: float
) -> None:
    """Not words of saying: in dispatches these hardly ever tell an act (decision 28)."""
    answers = Answers({"ACCUSE": 0.9}, {("a", "FRA"): 0.9, ("r", "DZA"): 0.9})
    learned = Learned(answers, load_act_lexicon(), encoder=Senses(likely))
    coder = Coder(analyst=False, learned=learned)
    text = f"Relations are bad. France {word} Algeria was hiding what it knew. Spain looked on."
    (reading,) = coder.read([from_text(text, date="2021-10-05")])
    assert (word in [e.trigger.text for e in reading.events]) is (likely > 0.25 and word != "said")


@pytest.mark.parametrize(
    ("kind", "by", "least"),
    [
        ("ASSAULT", MODEL, 0.6),
        ("COERCE", MODEL, 0.6),
        ("ACCUSE", MODEL, Levels().word),
        ("ASSAULT", READER, 0.5),
    ],
)
def test_nobody_is_charged_with_force_on_a_guess(kind: str, by: str, least: float) -> None:
    s = view("Soldiers carried the coffin.").s
    frame = replace(hunch(s, 1, kind, 0.9), by=by)
    reader = object.__new__(DocumentReader)  # no document is needed to ask for a level
    reader.levels = Levels()
    assert reader.enough(frame, whole=False) == least
