"""Copies of documents: found by keys that a join finds, decided by what the texts share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detente.errors import BadDataFile
from detente.records import Document, Reading
from detente.reports import copied_documents, load_rules, update
from detente.reports.near import copied, document_keys, form
from detente.store import open_store

RULES = load_rules().near
LEAD = "Armenian forces shelled the village of Kolani on Tuesday night, officials in Baku said."
MORE = (
    "Two people were killed and four were wounded, among them a child of seven years.",
    "Schools in the whole district stayed closed, and buses no longer ran to the border.",
    "The mediators asked both governments to send their ministers back to the talks.",
    "It was the heaviest fire on the border since the ceasefire of the previous autumn.",
)
TEXT = " ".join((LEAD, *MORE))


def document(name: str, text: str, day: str = "2021-03-03", title: str | None = None) -> Document:
    return Document(name, text, day, title=title)


@pytest.mark.parametrize(
    ("text", "title", "rule"),
    [
        (TEXT, None, "copy"),
        ("Attaque à la frontière\n" + TEXT, "Attaque à la frontière", "copy"),
        (TEXT.replace("heaviest fire", "worst shelling").replace("whole ", ""), None, "edited"),
        (" ".join((LEAD, *MORE[:2])), None, "cut"),
        (
            " ".join((*MORE[:3], "A commission is to look into the matter, it was announced.",
                      "Nobody in the capital wished to say what would follow from all this.",
                      "Shares in the region fell for a third day, and the currency with them.")),
            None,
            "paragraphs",
        ),
        ("Iran and Pakistan agreed on Monday to open two more crossings for trade.", None, None),
        ("Armenian forces shelled the village of Kolani on Tuesday night.", None, None),
    ],
)  # fmt: skip
def test_which_texts_are_copies(text: str, title: str | None, rule: str | None) -> None:
    one = form(document("a", TEXT, title="Two killed"), RULES)
    other = form(document("b", text, title=title), RULES)
    found = copied(one, other, RULES)
    assert (None if found is None else found.rule) == rule
    assert copied(other, one, RULES) == found
    if rule is not None:
        assert set(document_keys(one, RULES)) & set(document_keys(other, RULES))


def test_a_form_filled_in_anew_each_day_is_no_copy() -> None:
    text = "Observers counted {} violations of the ceasefire on {}, most of them near the airport."
    text += " " + " ".join(MORE[1:3])
    monday = form(document("a", text.format(120, "Monday"), "2021-03-02"), RULES)
    tuesday = form(document("b", text.format(135, "Tuesday"), "2021-03-03"), RULES)
    corrected = form(document("c", text.format(135, "Monday"), "2021-03-02"), RULES)
    assert copied(monday, tuesday, RULES) is None
    assert copied(monday, corrected, RULES) is not None


def test_copies_are_kept_with_the_numbers_that_say_so(tmp_path: Path) -> None:
    first = document("z-first", TEXT, "2021-03-02")
    later = replace(first, id="a-later", date="2021-03-03", source="Capital Daily")
    with open_store(tmp_path / "s.duckdb") as store:
        store.add_all([Reading(d, (), ()) for d in (later, first)])
        update(store)
        (found,) = copied_documents(store)
    assert (found.doc_id, found.copy_of, found.first) == ("a-later", "z-first", "z-first")
    assert (found.rule, found.jaccard, found.sentences) == ("copy", 1.0, 5)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("same_day = ", "same_day = 'two' #", "not a number"),
        ("same_day = ", "some_day = ", "same_day"),
        ("meeting = 14", "meeting = 140", "from 0 to 90"),
        ("meeting = 14", "meetings = 14", "of families of"),
        ('demand = ["REQUEST"]', 'demand = ["REQEST"]', "REQEST"),
        ("bands = 24", "bands = 25", "bands"),
        ("[amounts]", "[amount]", "amount"),
    ],
)
def test_rules_that_do_not_hold_up_are_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    from detente.reports import rules

    text = Path(rules.__file__).with_name("rules.toml").read_text("utf-8")
    assert old in text
    bad = tmp_path / "rules.toml"
    bad.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadDataFile, match=says):
        load_rules(bad)
