"""The act between two marked parties: what is seen of it, and the model that weighs it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from tests.coding.build import tree

from detente.coding.certainty import load_cues
from detente.coding.match import Matcher
from detente.coding.pairs.features import (
    GROUPS,
    Features,
    act_features,
    locate,
    pair_features,
)
from detente.coding.pairs.fitting import cross_validated, fit, fit_dictionary, folds
from detente.coding.pairs.model import (
    ACT_MODEL,
    ROOTS,
    PairModel,
    load_act_model,
    load_pair_model,
    save,
)
from detente.coding.pairs.words import WordLore, load_kin
from detente.coding.patterns import load_patterns
from detente.coding.sentence import Sentence
from detente.errors import BadDataFile

DATA = Path(str(resources.files("detente.coding.pairs") / "data"))
REFUSED = """
{source} name PROPN NNP 4 nsubj
did do AUX VBD 4 aux
not not PART RB 4 advmod
lift lift VERB VB 0 root
sanctions sanction NOUN NNS 4 obj
on on ADP IN 7 case
{target} name PROPN NNP 5 nmod
"""
PASSIVE = """
Sanctions sanction NOUN NNS 5 nsubj:pass
on on ADP IN 3 case
{target} name PROPN NNP 1 nmod
were be AUX VBD 5 aux:pass
lifted lift VERB VBN 0 root
by by ADP IN 7 case
{source} name PROPN NNP 5 obl:agent
"""


def seen(s: Sentence, source: str, target: str) -> Features:
    def spans(name: str) -> list[tuple[int, int]]:
        return [(s.start[i], s.end[i]) for i, w in enumerate(s.words) if w == name]

    pair = locate([s], spans(source), spans(target))
    assert pair is not None
    patterns = load_patterns()
    lore = WordLore(patterns)
    return pair_features(pair, Matcher(patterns), load_cues(), lore)


def features(text: str, source: str = "Chile", target: str = "Peru") -> Features:
    return seen(tree(text.format(source=source, target=target)), source, target)


def test_what_the_parties_are_called_makes_no_difference() -> None:
    assert features(REFUSED) == features(REFUSED, "Oman", "Togo")
    everything = " ".join(n for names in features(REFUSED).values() for n in names).lower()
    assert "chile" not in everything
    assert "peru" not in everything


def test_who_does_it_makes_a_difference() -> None:
    s = tree(REFUSED.format(source="Chile", target="Peru"))
    assert seen(s, "Chile", "Peru") != seen(s, "Peru", "Chile")


def test_what_negates_the_act_is_seen() -> None:
    found = features(REFUSED)["acts"]
    assert "main=not lift" in found
    assert "done=lift+sanction" in found


def test_a_pattern_between_the_parties_is_seen_in_either_voice() -> None:
    for text in (REFUSED, PASSIVE):
        assert "frame both=CONCEDE" in features(text)["frames"]


def test_parties_that_are_not_in_the_text_are_no_obstacle() -> None:
    s = tree(REFUSED.format(source="Chile", target="Peru"))
    for source, target in (("Chile", "nobody"), ("nobody", "Peru"), ("nobody", "nobody")):
        assert set(seen(s, source, target)) >= set(GROUPS)


# a model of two little classes -------------------------------------------------------------------


def little() -> tuple[list[Features], list[str]]:
    words = {"AID": ("feed", "heal"), "ASSAULT": ("bomb", "raid")}
    rows: list[Features] = []
    roots: list[str] = []
    for n in range(40):
        root = ("AID", "ASSAULT")[n % 2]
        names = [words[root][n // 2 % 2], f"noise{n % 5}"]
        rows.append({g: list(names) for g in GROUPS} | {"dictionary": [f"v={names[0]}"]})
        roots.append(root)
    return rows, roots


@pytest.fixture(scope="module")
def model() -> PairModel:
    rows, roots = little()
    dictionary = fit_dictionary([["v=feed"], ["v=bomb"]], ["AID", "ASSAULT"])
    return fit(rows, roots, dictionary)


def test_it_learns_weighs_and_explains(model: PairModel) -> None:
    rows, roots = little()
    for row, root in zip(rows, roots, strict=True):
        said = model.probabilities(row)
        assert sum(said.values()) == pytest.approx(1)
        assert max(said, key=lambda r: said[r]) == root
        names = [name for name, _ in model.explain(model.see(row), root, most=3)]
        assert not any("noise" in name for name in names)


def test_a_root_never_seen_is_never_said(model: PairModel) -> None:
    assert model.probabilities({})["PROTEST"] < 1e-6


def test_it_comes_back_from_its_file(model: PairModel, tmp_path: Path) -> None:
    save(model, tmp_path, {"seen": ["k"]})
    back = load_pair_model(tmp_path)
    assert back.card == {"seen": ["k"]}
    for row in little()[0]:
        assert np.allclose(back.logits(row), model.logits(row), atol=0.05)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataFile, match="cannot read the pair model"):
        load_pair_model(tmp_path)


def test_no_fold_divides_a_sentence_and_each_row_is_held_out_once() -> None:
    roots = ["AID", "ASSAULT"] * 50
    groups = [str(n // 4) for n in range(100)]
    held = folds(roots, groups)
    assert sorted(i for fold in held for i in fold) == list(range(100))
    where = {int(i): k for k, fold in enumerate(held) for i in fold}
    assert all(len({where[i] for i in range(n, n + 4)}) == 1 for n in range(0, 100, 4))


def test_a_held_out_row_cannot_teach_its_own_answer() -> None:
    """A word that stands in one sentence only is unknown to the model that answers it."""
    rows, roots = little()
    groups = [str(n) for n in range(len(rows))]
    dictionary = fit_dictionary([["v=feed"], ["v=bomb"]], ["AID", "ASSAULT"])
    plain = cross_validated(rows, roots, groups, dictionary)
    marked = [{g: [*names, f"only{n}"] for g, names in r.items()} for n, r in enumerate(rows)]
    for n, row in enumerate(marked):
        # Twice, so that it is frequent enough to be kept by a model that sees the row.
        row["words"] += [f"only{n}"]
    assert np.allclose(plain, cross_validated(marked, roots, groups, dictionary), atol=1e-4)


# the model that is shipped ------------------------------------------------------------------------


def test_the_shipped_model_is_small_and_says_how_well_it_does() -> None:
    assert sum(p.stat().st_size for p in DATA.iterdir()) < 2_000_000
    card = json.loads((DATA / "pair_model.json").read_text(encoding="utf-8"))
    folds_of = card["cross_validation"]
    ours, base = folds_of["pair_model"], folds_of["tfidf_linear_svm_same_folds"]
    assert card["roots"] == list(ROOTS)
    assert ours["root_macro_f1"] >= 0.80
    assert ours["quad_macro_f1"] >= 0.91
    assert ours["binary_macro_f1"] >= 0.95
    assert ours["root_macro_f1"] > base["root_macro_f1"] + 0.05


def test_the_shipped_model_ships_no_sentences() -> None:
    shipped = load_pair_model()
    for known in shipped.main.vocabularies.values():
        assert max(len(n.split()) for n in known.names) <= 4


@pytest.mark.parametrize(
    ("text", "root"),
    [(REFUSED, "REJECT"), (PASSIVE, "YIELD")],
)
def test_the_shipped_model_tells_refusal_from_yielding(text: str, root: str) -> None:
    said = load_pair_model().probabilities(features(text))
    assert max(said, key=lambda r: said[r]) == root


def test_the_shipped_model_needs_no_scikit_learn() -> None:
    code = (
        "import sys; sys.modules['sklearn'] = sys.modules['scipy'] = None\n"
        "from detente.coding.pairs.model import load_pair_model\n"
        "print(round(sum(load_pair_model().probabilities({}).values()), 3))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1.0"


def test_names_that_come_in_bundles_weigh_what_they_weigh_one_by_one() -> None:
    s = tree(REFUSED.format(source="Chile", target="Peru"))
    pair = locate([s], [(s.start[0], s.end[0])], [(s.start[6], s.end[6])])
    assert pair is not None
    patterns = load_patterns()
    lore = WordLore(patterns)
    plain, bundles = act_features(pair, lore)
    assert any(bundle for found in bundles.values() for bundle in found)
    shipped = load_act_model()
    whole = shipped.see(pair_features(pair, Matcher(patterns), load_cues(), lore))
    parts = shipped.see(plain, bundles)
    assert sorted(parts.known.rows.tolist()) == sorted(whole.known.rows.tolist())
    assert np.allclose(shipped.logits_of(parts), shipped.logits_of(whole), atol=1e-5)


# words never met ----------------------------------------------------------------------------------

STRAFED = """
{source} name PROPN NNP 2 nsubj
strafed strafe VERB VBD 0 root
{target} name PROPN NNP 2 obj
"""


def test_the_act_model_does_not_hear_the_patterns() -> None:
    assert {"frames", "kin"} & set(load_act_model().main.vocabularies) == {"kin"}


def test_the_act_model_does_better_than_the_pair_model_where_patterns_are_silent() -> None:
    def card(name: str) -> dict[str, dict[str, float]]:
        read = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
        found: dict[str, dict[str, float]] = read["cross_validation"]
        return found

    ours, other = card(ACT_MODEL), card("pair_model")
    assert ours["act_model"]["root_macro_f1"] > other["where_patterns_are_silent"]["root_macro_f1"]
    key = "by_lemma_where_patterns_are_silent"
    assert ours[key]["root_macro_f1"] > other[key]["root_macro_f1"] + 0.03


def test_kin_tell_of_a_word_that_no_row_had() -> None:
    assert "ASSAULT" in load_kin()["strafe", "v"]
    assert "path kin=ASSAULT" in features(STRAFED)["kin"]
    said = load_act_model().probabilities(features(STRAFED))
    assert max(said, key=lambda r: said[r]) == "ASSAULT"


def test_a_line_that_is_no_kin_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kin.tsv"
    path.write_text("raid\tv\tASSAULT\nraid ASSAULT\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match="not lemma") as caught:
        load_kin(path)
    assert "line 2" in str(caught.value)
