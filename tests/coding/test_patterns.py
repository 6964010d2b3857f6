"""The pattern files: what they hold is checked, and a mistake is named by file and line."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from detente.codebook import load_codebook
from detente.coding.patterns import load_patterns
from detente.errors import BadDataFile, UnknownEventType


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = Path(str(resources.files("detente.coding") / "data"))
    shutil.copytree(source, tmp_path / "data")
    return tmp_path / "data"


def add(folder: Path, text: str) -> None:
    (folder / "patterns" / "zz.toml").write_text(text, encoding="utf-8")


def test_every_event_type_has_rules() -> None:
    rules = load_patterns().rules()
    assert {r.type for r in rules} == set(load_codebook().types)
    assert len({r.id for r in rules}) == len(rules)


def test_a_new_verb_is_one_entry(folder: Path) -> None:
    add(
        folder, '[[rule]]\nid = "x.blarg"\nverb = ["blarg"]\nrecipient = ["object"]\ntype = "AID"\n'
    )
    assert [r.type for r in load_patterns(folder).verbs["blarg"]] == ["AID"]


def test_the_rule_with_most_conditions_comes_first() -> None:
    rules = load_patterns().verbs["shoot"]
    assert rules[0].object is not None
    assert [r.conditions for r in rules] == sorted((r.conditions for r in rules), reverse=True)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('id = "x"\nverb = ["a"]\ntype = "CONSLT"', "did you mean 'CONSULT'"),
        ('id = "x"\nverb = ["a"]\ntype = "CONSULT"\nmode = ["fone"]', "'fone' is not a mode"),
        ('id = "x"\nverb = ["a"]\ntype = "AID"\nobjet = ["b"]', "unknown key 'objet'"),
        ('id = "x"\nverb = ["a"]\nnoun = ["b"]\ntype = "AID"', "2 of verb, noun, adjective"),
        ('id = "x"\nverb = ["a"]\ntype = "AID"\nobject = ["@nix"]', "the class '@nix'"),
        ('id = "x"\nverb = ["a"]\ntype = "AID"\nneeds = "all"', "needs = 'all'"),
        ('id = "consult.meet"\nverb = ["a"]\ntype = "AID"', "stands twice"),
        ('verb = ["a"]\ntype = "AID"', "has no id"),
    ],
)
def test_a_mistake_is_named(folder: Path, entry: str, says: str) -> None:
    add(folder, "# a comment\n[[rule]]\n" + entry + "\n")
    with pytest.raises(BadDataFile) as caught:
        load_patterns(folder)
    assert says in str(caught.value)
    assert "zz.toml" in str(caught.value)
    if "id = " in entry:
        assert caught.value.values["line"] == 3


def test_broken_toml_names_the_file(folder: Path) -> None:
    add(folder, "[[rule]\n")
    with pytest.raises(BadDataFile, match=r"zz\.toml.*not valid TOML"):
        load_patterns(folder)


def test_unknown_type_has_its_own_error(folder: Path) -> None:
    add(folder, '[[rule]]\nid = "x"\nverb = ["a"]\ntype = "HUG"\n')
    with pytest.raises(UnknownEventType):
        load_patterns(folder)
