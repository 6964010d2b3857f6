from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from detente.brief.highlight import (
    ROLES,
    html_page,
    html_reading,
    html_text,
    pieces,
    sentence_rows,
    spans_by_role,
    terminal_text,
    who_does_what,
)
from detente.records import Document, Reading, Rejection, Span, span_of
from tests import strategies
from tests.brief.synthetic import RUPTURE


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, Span, list[tuple[str, Span]]]:
    text = draw(strategies.texts)
    within = draw(strategies.spans(text))
    spans = draw(st.lists(st.tuples(st.sampled_from(ROLES), strategies.spans(text)), max_size=6))
    return text, within, spans


@given(marked())
def test_pieces_join_to_the_stretch_and_carry_exactly_the_roles_there(
    case: tuple[str, Span, list[tuple[str, Span]]],
) -> None:
    text, within, spans = case
    parts = pieces(text, within, spans)
    assert "".join(p.text for p in parts) == within.text
    at = within.start
    for part in parts:
        for i in range(at, at + len(part.text)):
            assert set(part.roles) == {r for r, s in spans if s.start <= i < s.end}
        at += len(part.text)


@given(marked())
def test_html_says_the_same_words_and_lets_no_markup_through(
    case: tuple[str, Span, list[tuple[str, Span]]],
) -> None:
    text, within, spans = case
    made = html_text(pieces(text, within, spans))
    bare = re.sub(r'</mark>|<mark title="[a-z, ]+" style="[^"<>]*">', "", made)
    assert "<" not in bare
    assert (
        bare.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
        == within.text
    )


@given(strategies.readings())
def test_any_reading_can_be_shown(reading: Reading) -> None:
    made = html_page(html_reading(reading.document, reading.events, reading.rejections), "x<y")
    assert "<title>x&lt;y</title>" in made
    text = reading.document.text
    for row in sentence_rows(text, reading.events, reading.rejections):
        assert text[row.extent.start : row.extent.end] == row.extent.text
        assert row.events or row.rejections


def test_hostile_text_is_escaped_everywhere() -> None:
    text = "<script>alert(1)</script> fell"
    document = Document("d", text, title="<b>title</b>")
    rejection = Rejection("d", "coding", "<i>no", 0, (span_of(text, 0, len(text)),), detail="<u>")
    made = html_reading(document, (), (rejection,))
    assert not re.search(r"<(script|b|i|u)>", made)
    assert "&lt;script&gt;" in made


def test_an_event_in_one_line_and_its_roles() -> None:
    assert who_does_what(RUPTURE) == "TUR > RUS ASSAULT, asserted, 2015-11-24"
    assert {role for role, _ in spans_by_role(RUPTURE)} == {"trigger", "actor", "recipient", "date"}


def test_the_trigger_is_marked_in_the_terminal() -> None:
    evidence = RUPTURE.mentions[0].evidence
    line = terminal_text(pieces(evidence.text, evidence, spans_by_role(RUPTURE)))
    assert line.plain == evidence.text
    styles = {line.plain[s.start : s.end]: str(s.style) for s in line.spans}
    assert "reverse" in styles["shot"]


def test_sentences_come_in_order_each_with_what_was_said_of_it() -> None:
    text = RUPTURE.mentions[0].evidence.text + " Nothing here."
    nothing = Rejection("d", "coding", "no trigger", 1, (span_of(text, 34, 47),))
    rows = sentence_rows(text, [RUPTURE], [nothing])
    assert [(r.number, len(r.events), len(r.rejections)) for r in rows] == [(0, 1, 0), (1, 0, 1)]


def test_a_rejection_of_some_words_is_shown_with_its_whole_sentence() -> None:
    text = "It began. Nobody met (no one). Who recalled whom? It ended."
    words = [span_of(text, text.index(w), text.index(w) + len(w)) for w in ("met", "recalled")]
    some = [Rejection("d", "coding", "no actor", n, (s,)) for n, s in enumerate(words, 1)]
    ends = [Rejection("d", "coding", "no trigger", n, (span_of(text, a, b),))
            for n, a, b in ((0, 0, 9), (3, 50, 59))]  # fmt: skip
    assert [r.extent.text for r in sentence_rows(text, (), [*some, *ends])] == [
        "It began.",
        "Nobody met (no one).",
        "Who recalled whom?",
        "It ended.",
    ]
