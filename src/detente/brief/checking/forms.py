"""The forms a sentence of a brief may have, tried one after the other.

What comes in: a sentence without its quotes, the quotes, the facts behind its ids. What goes
out: None where no form fits, else the list of what does not hold. A form has to fit the whole
sentence: a word too many ("not") fits none. Names, numbers, dates, direction and status are
each held against the record, quotes against the cited words.
"""

from __future__ import annotations

from detente.brief.checking.facts import Facts
from detente.brief.checking.form_acts import act
from detente.brief.checking.form_claims import claim, evidence, hypothesis, order
from detente.brief.checking.form_figures import coverage, news, shock, week
from detente.brief.checking.form_incidents import incident
from detente.brief.checking.form_outlook import outlook, precedent, rate
from detente.brief.checking.form_relation import signal, stake
from detente.brief.checking.said import Form, Said
from detente.brief.words import load_words

FORMS: tuple[Form, ...] = (
    act,
    claim,
    hypothesis,
    evidence,
    order,
    incident,
    signal,
    stake,
    week,
    shock,
    coverage,
    news,
    outlook,
    precedent,
    rate,
)
"""Every form, in the order in which they are tried."""


def held_by_form(said: Said, facts: Facts) -> list[str] | None:
    """What does not hold of a sentence, by the first form that fits it; None if none does."""
    words = load_words()
    for form in FORMS:
        wrong = form(said, facts, words)
        if wrong is not None:
            return wrong
    return None
