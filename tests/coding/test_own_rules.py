"""Rules of one's own: read, laid over the shipped ones, staged, saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import load_patterns, own_digest
from detente.coding.own_rules import ids_in, rules_in, save, staged, without
from detente.errors import BadDataFile, UnknownEventType

HAIL = '[[rule]]\nid = "own.hail"\nverb = ["hail"]\nrecipient = ["object"]\ntype = "SUPPORT"\n'


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_own_rule_is_tried_with_the_shipped_ones(tmp_path: Path) -> None:
    found = load_patterns(own=write(tmp_path, HAIL.replace('"hail"', '"blarg"')))
    (rule,) = found.verbs["blarg"]
    assert rule.own
    assert rule.file.endswith("mine.toml")
    assert len(found.rules()) == len(load_patterns().rules()) + 1


def test_a_rule_with_a_shipped_id_takes_its_place(tmp_path: Path) -> None:
    text = '[[rule]]\nid = "consult.visit-verb"\nverb = ["sojourn"]\ntype = "CONSULT"\n'
    found = load_patterns(own=write(tmp_path, text))
    assert [r.id for r in found.verbs["sojourn"]] == ["consult.visit-verb"]
    assert all(r.id != "consult.visit-verb" for r in found.verbs.get("visit", ()))
    assert len(found.rules()) == len(load_patterns().rules())


def test_of_two_rules_with_as_many_conditions_the_own_one_is_tried_first(tmp_path: Path) -> None:
    text = '[[rule]]\nid = "own.meet"\nverb = ["meet"]\ntype = "AGREE"\n'
    assert load_patterns(own=write(tmp_path, text)).verbs["meet"][0].id == "own.meet"


def test_off_takes_a_shipped_rule_away(tmp_path: Path) -> None:
    found = load_patterns(own=write(tmp_path, '[[rule]]\nid = "coerce.arrest"\noff = true\n'))
    assert found.off == {"coerce.arrest"}
    assert all(r.id != "coerce.arrest" for r in found.rules())


def test_own_classes_add_words_and_may_be_new(tmp_path: Path) -> None:
    text = '[class]\ncondolence = ["wreath"]\npastry = ["bun"]\n' + HAIL.replace(
        "recipient", 'object = ["@pastry"]\nrecipient'
    )
    found = load_patterns(own=write(tmp_path, text))
    assert {"sympathy", "wreath"} <= found.classes["condolence"]
    assert any(r.object == {"bun"} for r in found.verbs["hail"])


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        (HAIL.replace("SUPPORT", "SUPORT"), "did you mean 'SUPPORT'", 2),
        (HAIL.replace('["hail"]', "[1]"), "a list of words", 2),
        (HAIL.replace('["hail"]', "[]"), "at least one word", 2),
        (HAIL + "confidence = 85\n", "up to 1", 2),
        (HAIL + "reciprocal = 1\n", "reciprocal = true", 2),
        (HAIL + 'cameo = "51"\n', "no CAMEO code", 2),
        (HAIL + 'context = ["diplomatc"]\n', "did you mean 'diplomatic'", 2),
        (HAIL + 'voice = "middle"\n', "one of: active, passive", 2),
        (HAIL.replace('["object"]', '["obj"]'), "for 'obj' write object", 2),
        (HAIL.replace('["object"]', '["object.nmod"]'), "for 'nmod' write", 2),
        (HAIL.replace('type = "SUPPORT"\n', ""), "has no type", 2),
        (HAIL + HAIL, "stands twice", 7),
        ('[[rule]]\nid = "coerce.arest"\noff = true\n', "did you mean 'coerce.arrest'", 2),
        ("[[rule]]\nverb = ['hail']\ntype = 'AID'\n", "has no id", 1),
        ("[[rul]]\n", "is no table of a file of rules", None),
        ("rule = 3\n", "is no table of a file of rules", None),
        ("[class]\nx = 'y'\n", "no list of words", None),
        ("# one\n[[rule\n", "not valid TOML", 2),
        (HAIL.replace('["object"]', '["subject"]'), "for 'subject' write nothing", 2),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(
    tmp_path: Path, text: str, says: str, line: int | None
) -> None:
    with pytest.raises(BadDataFile) as caught:
        load_patterns(own=write(tmp_path, text))
    assert says in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert caught.value.hint
    assert caught.value.values["line"] == line


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadDataFile, match="not UTF-8"):
        load_patterns(own=tmp_path)


@pytest.mark.parametrize(
    "given",
    [
        HAIL,
        HAIL.removeprefix("[[rule]]\n"),
        'id = "own.hail"; verb = ["hail"]; recipient = ["object"]; type = "SUPPORT"',
        'verb = ["hail"]; recipient = ["object"]; type = "SUPPORT"',
        '{verb = ["hail"], recipient = ["object"], type = "SUPPORT"}',
    ],
)
def test_a_rule_on_the_command_line_may_be_written_in_several_ways(given: str) -> None:
    text = rules_in(given)
    assert ids_in(text) == ["own.hail"]
    (rule,) = [r for r in load_patterns(added={"given": text}).rules() if r.id == "own.hail"]
    assert (rule.words, rule.recipient, rule.type) == ((("hail", None),), ("object",), "SUPPORT")


@pytest.mark.parametrize("given", ["", "hail", "verb = hail", "[class]\nx = []", "rule = []"])
def test_what_is_no_rule_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(BadDataFile) as caught:
        rules_in(given)
    assert "own.hail" in str(caught.value.hint)


@given(words=st.lists(st.text(st.characters(categories=["L", "Nd", "P", "Zs"])), max_size=4))
def test_what_is_written_reads_back_as_it_was(words: list[str]) -> None:
    import tomllib

    given_words = [w for w in words if w.strip()] or ["hail"]
    text = rules_in(rules_in(HAIL).replace('["hail"]', str(json_list(given_words))))
    assert tomllib.loads(text)["rule"][0]["verb"] == given_words


def json_list(words: list[str]) -> str:
    import json

    return json.dumps(words, ensure_ascii=False)


def test_staging_saves_nothing_and_saving_only_what_differs(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    texts, replaced = staged(folder, "own.toml", HAIL)
    assert replaced == []
    assert not folder.exists()
    assert save(texts) == [folder / "own.toml"]
    assert save(texts) == []
    assert [r.id for r in load_patterns(own=folder).rules() if r.own] == ["own.hail"]


def test_a_rule_saved_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    other = HAIL.replace("own.hail", "own.greet")
    write(tmp_path, "# greets\n" + other + "\n# hails\n" + HAIL)
    texts, replaced = staged(tmp_path, "own.toml", HAIL.replace("SUPPORT", "AGREE"))
    assert replaced == ["own.hail"]
    save(texts)
    rules = {r.id: r for r in load_patterns(own=tmp_path).rules() if r.own}
    assert {i: r.type for i, r in rules.items()} == {"own.greet": "SUPPORT", "own.hail": "AGREE"}
    assert "# greets" in (tmp_path / "mine.toml").read_text()
    assert "# hails" not in (tmp_path / "mine.toml").read_text()


def test_taking_a_rule_out_leaves_the_rest_as_it_was() -> None:
    text = '# top\n\n[class]\npastry = ["bun"]\n\n' + HAIL + '\n[[rule]]\nid = "b"\ntype = "AID"\n'
    left = without(text, "own.hail")
    assert ids_in(left) == ["b"]
    assert '[class]\npastry = ["bun"]' in left
    assert without(text, "none") == text


def test_the_coder_is_another_with_other_rules(tmp_path: Path) -> None:
    assert own_digest(tmp_path) == ""
    first = own_digest(write(tmp_path, HAIL))
    second = own_digest(write(tmp_path, HAIL.replace("SUPPORT", "AGREE")))
    assert len(first) == 8
    assert first != second


def test_unknown_types_keep_their_own_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownEventType):
        load_patterns(own=write(tmp_path, HAIL.replace("SUPPORT", "HAIL")))
