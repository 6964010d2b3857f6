"""Passages: which sentences the encoder reads together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.coding.learned.encoder import LONGEST
from detente.coding.learned.passages import BEFORE, TITLE, WINDOW, passages

sizes = st.lists(st.integers(1, LONGEST + 1), max_size=40)


@given(sizes)
def test_every_sentence_is_meant_once_and_in_order(of: list[int]) -> None:
    assert [n for p in passages(of) for n in p.own] == list(range(len(of)))


@given(sizes)
def test_no_passage_is_longer_than_the_window(of: list[int]) -> None:
    for p in passages(of):
        assert sum(of[n] for n in (*p.before, *p.own)) <= WINDOW
        assert sum(of[n] for n in p.before) <= BEFORE


@given(sizes)
def test_what_is_read_before_is_the_title_and_the_last_sentences(of: list[int]) -> None:
    for p in passages(of):
        last = [n for n in p.before if n or of[0] > TITLE or p.own[0] == 1]
        assert last == list(range(p.own[0] - len(last), p.own[0]))


def test_a_short_text_is_one_passage() -> None:
    assert passages([10, 20, 30]) == [((), (0, 1, 2))]
    assert passages([]) == []


def test_a_title_is_read_before_every_passage() -> None:
    found = passages([10] + [120] * 5)
    assert [p.before for p in found] == [(), (0,), (0,)]
    assert [len(p.own) for p in found] == [3, 2, 1]


def test_a_long_first_sentence_is_no_title() -> None:
    assert [p.before for p in passages([TITLE + 1, 40, 200, 90])] == [(), (1,), ()]
    assert [p.before for p in passages([TITLE, 40, 200, 90])] == [(), (0,), (0,)]


def test_a_long_sentence_leaves_less_room_for_others() -> None:
    long = LONGEST + 1
    assert passages([TITLE + 1, 200, WINDOW - long + 1, long])[-1] == ((), (3,))
    assert passages([TITLE, 200, WINDOW - long - TITLE + 1, long])[-1] == ((0,), (3,))


def test_the_last_sentences_are_read_before_as_far_as_there_is_room() -> None:
    assert passages([10, 150, 40, 50, 20, 150])[-1] == ((0, 3), (4, 5))
    assert passages([10, 60, 60, 60, 50, 20, 30, 140])[-1] == ((0, 4), (5, 6, 7))
    assert passages([10, 60, 100, BEFORE - 10, 20])[-1] == ((0, 3), (4,))
