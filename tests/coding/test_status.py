"""The model of status: whose word an act is, whether it is done, open or denied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.reading.status import Row as Lesson
from training.reading.status import accepted, fit_status, merged, trap_status

from detente.coding import Coder
from detente.coding.certainty import shipped_cues
from detente.coding.learned.reader import load_learned
from detente.coding.learned.status import (
    CLASSES,
    NO_ACT,
    StatusLevels,
    StatusModel,
    decided,
    load_status,
    save_status,
)
from detente.coding.learned.telling import Telling, TellingView
from detente.coding.merge import Draft, merge, restated
from detente.coding.sentence import Sentence, sentences
from detente.documents import from_text
from detente.errors import BadDataFile
from detente.evaluation import read_articles
from detente.evaluation.articles import Article
from detente.language import load
from detente.records import Event

TEXTS = Path(__file__).resolve().parents[1] / "texts" / "reading"
REASONS = (("told so", 1.0),)


class Told:
    """A model that says what it is told, and keeps what it was asked."""

    def __init__(self, status: str) -> None:
        self.says = status
        self.asked: list[Telling] = []

    def status(self, told: Telling, view: TellingView) -> tuple[str, tuple[tuple[str, float], ...]]:
        self.asked.append(told)
        return self.says, REASONS


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


def read(coder: Coder, text: str, status: Told | StatusModel | None) -> tuple[Event, ...]:
    coder = coder.rules_only()
    coder.learned = replace(load_learned(), status=status)
    return next(iter(coder.read([from_text(text, date="2026-11-20")]))).events


def page(text: str) -> tuple[TellingView, Sentence]:
    found = sentences(load(None)(text), text)
    return TellingView(found, shipped_cues()), found[-1]


# --- whose word -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "voice", "speaker"),
    [
        ("Baku said that Iran had closed the border.", "closed", "under ccomp", "Baku"),
        ("Iran closed the border, according to Baku.", "closed", "according", "Baku"),
        ("Iran closed the border, officials said.", "closed", "under ccomp", "officials"),
        ("Iran closed the border on Monday.", "closed", "none", None),
        ("Iran closed the border; Baku said that it would wait.", "closed", "apart", None),
    ],
)
def test_grammar_says_whose_word_an_act_is(
    text: str, word: str, voice: str, speaker: str | None
) -> None:
    view, s = page(text)
    said, who = view.voice(s, s.words.index(word))
    assert said == voice
    assert (None if who is None else s.words[who]) == speaker


TEXT = "The row goes on. Baku says little. Iran closed the border to Azerbaijani lorries on Monday."


def features(coder: Coder, text: str) -> list[str]:
    model = Told("asserted")
    read(coder, text, model)
    told = model.asked[0]
    return TellingView([told.s], shipped_cues()).features(told)


@pytest.mark.parametrize(
    ("last", "feature"),
    [
        ("Iran has never closed the border to Azerbaijan.", "no left1"),
        ("Egypt has neither expelled an Italian diplomat nor recalled anybody.", "no left1"),
        ("If Iran closes the border to Azerbaijan, Baku will answer.", "cond if"),
        ("Will Iran expel Azerbaijani diplomats on Monday?", "asked whether"),
        (
            "Chancellor Weber flies to Cairo next week to meet the Egyptian president.",
            "present timed=1",
        ),
        ("Iran closed the border to Azerbaijan.", "tense VBD"),
    ],
)
def test_features_tell_of_negation_condition_question_and_tense(
    coder: Coder, last: str, feature: str
) -> None:
    assert feature in features(coder, f"Nothing is settled. {last}")


def test_features_are_told_once(coder: Coder) -> None:
    names = features(coder, TEXT)
    assert len(names) == len(set(names))


# --- what is believed -----------------------------------------------------------------------

shares = st.lists(st.floats(0.001, 1.0), min_size=len(CLASSES), max_size=len(CLASSES))


@given(shares, st.sampled_from(CLASSES[:-1]))
def test_only_what_is_likely_enough_is_asserted(raw: list[float], ruled: str) -> None:
    p = {k: x / sum(raw) for k, x in zip(CLASSES, raw, strict=True)}
    levels = StatusLevels()
    found = decided(p, ruled, levels)
    enough = levels.asserted if ruled == "asserted" else levels.firm
    assert (found == "asserted") == (p["asserted"] >= enough)
    if found not in ("asserted", NO_ACT, ruled) and ruled != "asserted":
        assert p[found] >= levels.odds * p[ruled]


def test_who_announces_his_own_act_is_believed_sooner() -> None:
    p = dict.fromkeys(CLASSES, 0.0) | {"asserted": 0.7, "attributed": 0.3}
    assert decided(p, "asserted", StatusLevels()) == "attributed"
    assert decided(p, "asserted", StatusLevels(), own=True) == "asserted"


# --- the coder asks -------------------------------------------------------------------------


def test_an_act_gets_the_status_of_the_model_with_its_reasons(coder: Coder) -> None:
    (event,) = read(coder, TEXT, Told("planned"))
    assert (event.status, event.event_type) == ("planned", "SANCTION")
    assert REASONS[0] in event.because


def test_what_others_say_names_who_says_it(coder: Coder) -> None:
    text = (
        "The row goes on. Iran closed the border to Azerbaijani lorries, drivers from Georgia said."
    )
    (event,) = read(coder, text, Told("attributed"))
    assert event.status == "attributed"
    assert event.attributed_to
    for a in event.attributed_to:
        assert text[a.span.start : a.span.end] == a.span.text
    (event,) = read(coder, text, Told("asserted"))
    assert (event.status, event.attributed_to) == ("asserted", ())


def test_words_that_tell_no_act_make_no_event(coder: Coder) -> None:
    assert read(coder, TEXT, Told(NO_ACT)) == ()


def test_a_named_source_stands_whatever_the_model_says(coder: Coder) -> None:
    model = Told("asserted")
    text = "The row goes on. Iran closed the border to Azerbaijani lorries, according to Baku."
    (event,) = read(coder, text, model)
    assert event.status == "attributed"
    assert not model.asked


def test_a_text_of_one_sentence_is_the_rules_affair(coder: Coder) -> None:
    model = Told("planned")
    (event,) = read(coder, "Iran closed the border to Azerbaijani lorries on Monday.", model)
    assert event.status == "asserted"
    assert not model.asked


@pytest.mark.parametrize(
    ("last", "status"),
    [
        ("Chancellor Weber flies to Cairo next week for talks with Egypt's president.", "planned"),
        ("Ghanaian officers whisper that Togo armed the rebels.", "attributed"),
        ("Egypt has neither expelled an Italian diplomat nor closed a consulate.", "negated"),
        ("On Monday Iran expelled two Azerbaijani diplomats.", "asserted"),
    ],
)
def test_the_shipped_model_reads_what_the_rules_assert(
    coder: Coder, last: str, status: str
) -> None:
    events = read(coder, f"Germany and the others are at odds. {last}", load_status())
    assert status in {e.status for e in events}
    assert status == "asserted" or "asserted" not in {
        e.status for e in events if e.event_type != "ACCUSE"
    }


def test_a_changed_status_says_why(coder: Coder) -> None:
    text = "Nothing is settled. Chancellor Weber flies to Cairo next week for talks with Egypt."
    changed = [e for e in read(coder, text, load_status()) if e.status == "planned"]
    assert changed
    assert any(n.startswith("planned, not asserted: ") for e in changed for n, _ in e.because)
    assert all(restated(e) for e in changed)


# --- tellings of one event ------------------------------------------------------------------


def test_what_the_rules_tell_apart_stays_two_acts(coder: Coder) -> None:
    (done,) = read(coder, TEXT, Told("asserted"))
    again = replace(done, mentions=(replace(done.mentions[0], sentence=9),))
    assert len(merge([Draft(done), Draft(again)])[0]) == 1
    assert len(merge([Draft(done), Draft(again, ruled="planned")])[0]) == 2


# --- learning -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def article() -> Article:
    return read_articles(TEXTS / "develop2")[0]


def test_words_of_an_event_may_have_its_statuses(article: Article) -> None:
    event = article.events[0]
    at = (event.spans[0].start, event.spans[0].end)
    assert accepted(article, at, event.types[0]) == (event.statuses, 1.0)
    assert accepted(article, (0, 0), event.types[0]) == ((), 0.0)


def test_words_of_a_trap_assert_nothing(article: Article) -> None:
    for trap in article.traps:
        kind = trap.types[0] if trap.types else "ASSAULT"
        here = [w for w in article.events if w.spans[0].start < trap.span.end]
        said, _ = accepted(article, (trap.span.start, trap.span.end), kind)
        assert "asserted" not in said or here


def test_why_a_trap_is_none_gives_its_status() -> None:
    assert trap_status("negated metaphor") == "negated"
    assert trap_status("conditional") == "hypothetical"
    assert trap_status("idiom") == NO_ACT


def lesson(names: Sequence[str], *said: str, ruled: str = "asserted", at: int = 0) -> Lesson:
    return Lesson(tuple(names), said, ruled, 1.0, (at, 0, "ASSAULT"))


def test_a_model_learns_what_rows_say() -> None:
    said = (("will", "planned"), ("did", "asserted"), ("not", "negated"))
    rows = [lesson(["all", word], status) for word, status in said] * 20
    model = fit_status(rows)
    p = model.probabilities(["all", "will"])
    assert max(p, key=lambda k: p[k]) == "planned"
    assert sum(p.values()) == pytest.approx(1.0)


def test_the_rules_status_is_learned_where_it_is_accepted() -> None:
    assert lesson([], "attributed", "asserted").label == "asserted"
    assert lesson([], "attributed", "planned").label == "attributed"


def test_what_was_read_comes_before_what_was_lured() -> None:
    read_, lured = lesson(["a"], "asserted"), lesson(["b"], "asserted")
    other = lesson(["c"], "planned", at=1)
    assert merged([read_], [lured, other]) == [read_, other]


# --- the file -------------------------------------------------------------------------------


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    said = (("a", "attributed"), ("b", "suspected"))
    model = fit_status([lesson([word], status) for word, status in said] * 30)
    save_status(tmp_path, replace(model, levels=StatusLevels(asserted=0.7)))
    again = load_status(tmp_path)
    assert again.levels == StatusLevels(asserted=0.7)
    assert again.probabilities(["a"]) == model.probabilities(["a"])
    assert again.probabilities(["a"])["attributed"] > again.probabilities(["b"])["attributed"]


def test_a_damaged_file_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match=r"status\.npz.*\n?.*training"):
        load_status(tmp_path / "nowhere")
    (tmp_path / "status.npz").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(BadDataFile):
        load_status(tmp_path)
