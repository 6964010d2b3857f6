"""The encoder: word pieces, the network against a plain one, hints, where it is asked."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.coder import Coder
from detente.coding.learned import reader
from detente.coding.learned.encoder import (
    HEADS,
    LONGEST,
    Around,
    Encoder,
    Known,
    Sense,
    load_encoder,
    save_encoder,
)
from detente.coding.learned.hints import Hints, Odds, beside
from detente.coding.learned.passages import WINDOW
from detente.coding.learned.pieces import END, START, UNKNOWN, Pieces
from detente.documents import from_text
from detente.errors import BadDataFile

NAMES = [UNKNOWN, START, END, "envoy", "##s", "s", "'", "a", "##b", "ab", "e", "##nvo", "1"]
KNOWN = Known(("ACCUSE", "AID"), ("asserted", "planned"), ("weapon",))
WIDE, SIDE, LAYERS = HEADS, 3, 2
words = st.lists(st.sampled_from(["envoys", "Envoy", "ab", "a", "b", "x", "1"]), min_size=1)


def made(seed: int = 0) -> dict[str, np.ndarray]:
    """Arrays of a network of chance."""
    rng = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "words": (len(NAMES), WIDE),
        "places": (WINDOW + 1, WIDE),
        "first_gain": (WIDE,),
        "first_bias": (WIDE,),
        "act": (WIDE, 3),
        "act_bias": (3,),
        "status": (WIDE, 3),
        "status_bias": (3,),
        "tag": (WIDE, 1),
        "tag_bias": (1,),
        "asking": (WIDE, 2 * SIDE),
        "asking_bias": (2 * SIDE,),
        "offering": (WIDE, 2 * SIDE),
        "offering_bias": (2 * SIDE,),
        "side": (2, SIDE),
        "side_bias": (2,),
    }
    for n in range(LAYERS):
        for name, shape in (
            ("all", (WIDE, 3 * WIDE)),
            ("out", (WIDE, WIDE)),
            ("up", (WIDE, 2 * WIDE)),
            ("down", (2 * WIDE, WIDE)),
        ):
            shapes |= {f"{n}_{name}": shape, f"{n}_{name}_bias": shape[1:]}
        shapes |= {f"{n}_{name}": (WIDE,) for name in ("gain1", "bias1", "gain2", "bias2")}
    return {k: rng.normal(size=shape).astype(np.float32) for k, shape in shapes.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network of chance, saved."""
    target = tmp_path_factory.mktemp("encoder")
    card = {"layers": LAYERS, "types": KNOWN.types, "statuses": KNOWN.statuses, "tags": KNOWN.tags}
    save_encoder(target, NAMES, made(), card)
    return target


# --- pieces -------------------------------------------------------------------------------------


def test_a_word_is_cut_into_the_longest_pieces() -> None:
    known = Pieces(NAMES)
    spelt = [[NAMES[k] for k in known.of(w)] for w in ("Envoys", "abb", "envoy's", "énvoy")]
    assert spelt == [["envoy", "##s"], ["ab", "##b"], ["envoy", "'", "s"], ["envoy"]]


def test_a_word_that_cannot_be_cut_is_unknown() -> None:
    known = Pieces(NAMES)
    assert known.of("xyz") == known.of("") == known.of("a" * 200) == (0,)
    assert known.of("ab xyz") == (NAMES.index("ab"), 0)


@given(st.text(max_size=12))
def test_every_word_has_pieces(word: str) -> None:
    found = Pieces(NAMES).of(word)
    assert found
    assert all(0 <= k < len(NAMES) for k in found)


# --- the network --------------------------------------------------------------------------------


def plainly(a: dict[str, np.ndarray], numbers: list[int]) -> np.ndarray:
    """The vectors of one sentence's pieces, written out piece by piece in double precision."""

    def even(x: list[float], gain: np.ndarray, bias: np.ndarray) -> np.ndarray:
        mean = sum(x) / len(x)
        spread = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x) + 1e-12)
        return np.array(
            [(v - mean) / spread * g + b for v, g, b in zip(x, gain, bias, strict=True)]
        )

    def gelu(v: float) -> float:
        return 0.5 * v * (1 + math.tanh(math.sqrt(2 / math.pi) * (v + 0.044715 * v**3)))

    first, gain, bias = a["words"], a["first_gain"], a["first_bias"]
    xs = [even(list(first[k] + a["places"][n]), gain, bias) for n, k in enumerate(numbers)]
    size = WIDE // HEADS
    for n in range(LAYERS):
        mixed = [x @ a[f"{n}_all"] + a[f"{n}_all_bias"] for x in xs]
        seen = []
        for q in mixed:
            out = np.zeros(WIDE)
            for h in range(HEADS):
                own = slice(h * size, (h + 1) * size)
                keys = [k[WIDE : 2 * WIDE][own] for k in mixed]
                scores = [float(q[:WIDE][own] @ k) / math.sqrt(size) for k in keys]
                weights = [math.exp(s - max(scores)) for s in scores]
                for w, other in zip(weights, mixed, strict=True):
                    out[own] += w / sum(weights) * other[2 * WIDE :][own]
            seen.append(out @ a[f"{n}_out"] + a[f"{n}_out_bias"])
        gain, bias = a[f"{n}_gain1"], a[f"{n}_bias1"]
        xs = [even(list(x + s), gain, bias) for x, s in zip(xs, seen, strict=True)]
        wide = [[gelu(v) for v in x @ a[f"{n}_up"] + a[f"{n}_up_bias"]] for x in xs]
        down = [np.array(w) @ a[f"{n}_down"] + a[f"{n}_down_bias"] for w in wide]
        gain, bias = a[f"{n}_gain2"], a[f"{n}_bias2"]
        xs = [even(list(x + d), gain, bias) for x, d in zip(xs, down, strict=True)]
    return np.array(xs)


def test_the_network_is_the_one_written_out_plainly(folder: Path) -> None:
    found = load_encoder(folder)
    a = {k: np.array(v, dtype=np.float64) for k, v in found.arrays.items()}
    a["words"] = a["words"] * a["words_scale"][:, None]
    sense = found.read([["a", "envoys", "ab"]])[0]
    # [CLS] a envoy ##s ab [SEP]: words begin at 1, 2 and 4.
    x = plainly(a, [1, 7, 3, 4, 9, 2])[[1, 2, 4]]
    scores = np.exp(x @ a["act"] + a["act_bias"])
    np.testing.assert_allclose(sense.acts, scores / scores.sum(-1, keepdims=True), atol=2e-4)
    tags = 1 / (1 + np.exp(-(x @ a["tag"] + a["tag_bias"])))
    np.testing.assert_allclose(sense.tags, tags, atol=2e-4)


def test_the_sentences_of_a_passage_see_each_other(folder: Path) -> None:
    found = load_encoder(folder)
    a = {k: np.array(v, dtype=np.float64) for k, v in found.arrays.items()}
    a["words"] = a["words"] * a["words_scale"][:, None]
    senses = found.read([["a", "ab"], ["envoys"]])
    # [CLS] a ab [SEP] envoy ##s [SEP]: words begin at 1, 2 and 4.
    x = plainly(a, [1, 7, 9, 2, 3, 4, 2])[[1, 2, 4]]
    scores = np.exp(x @ a["act"] + a["act_bias"])
    found_acts = np.concatenate([sense.acts for sense in senses])
    np.testing.assert_allclose(found_acts, scores / scores.sum(-1, keepdims=True), atol=2e-4)
    assert [len(sense) for sense in senses] == [2, 1]


@given(st.lists(words, min_size=1, max_size=30))
def test_passages_read_alike_alone_and_together(sentences: list[list[str]]) -> None:
    encoder = Encoder(Pieces(NAMES), KNOWN, _floats(), LAYERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.coding.learned.passages.WINDOW", 12)
        patch.setattr("detente.coding.learned.passages.BEFORE", 4)
        patch.setattr("detente.coding.learned.encoder.LONGEST", 11)
        together = encoder.read(sentences)
        patch.setattr("detente.coding.learned.encoder.ROOM", 1)
        alone = encoder.read(sentences)
    assert len(together) == len(alone) == len(sentences)
    for one, other in zip(together, alone, strict=True):
        np.testing.assert_allclose(one.acts, other.acts, atol=1e-4)
        np.testing.assert_allclose(one.acts.sum(-1), 1.0, atol=1e-5)
        np.testing.assert_allclose(one.side(0, "a"), other.side(0, "a"), atol=1e-3)


def _floats() -> dict[str, np.ndarray]:
    arrays = made(1)
    scale = np.abs(arrays["words"]).max(1) / 127
    steps = np.round(arrays["words"] / scale[:, None]).astype(np.int8)
    return arrays | {"words": steps, "words_scale": scale.astype(np.float32)}


def test_words_beyond_the_longest_sentence_are_not_read(folder: Path) -> None:
    sense = load_encoder(folder).read([["a"] * (LONGEST + 50)])[0]
    assert len(sense) == LONGEST
    assert sense.around.row(0, LONGEST + 10) is None
    assert sense.side(LONGEST + 10, "a") is None


def test_no_sentences_make_no_senses(folder: Path) -> None:
    assert load_encoder(folder).read([]) == []


def test_what_a_word_asks_for_is_weighed_against_all_words_of_the_passage(folder: Path) -> None:
    first, second = load_encoder(folder).read([["a", "envoys"], ["ab", "b"]])
    odds = second.side(0, "r")
    assert odds is not None
    assert odds.shape == (4,)
    row = second.around.row(0, 1)
    assert row == 1
    assert second.around.row(1, 0) == 2
    offered = first.around.offering[row, 1] @ second.asking[0, 1] + first.around.bias[row, 1]
    assert odds[row] == pytest.approx(float(offered), abs=1e-5)
    assert odds[row] != pytest.approx(float(second.side(0, "a")[row]))


def test_a_damaged_network_is_told_of(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "encoder.json").write_text((folder / "encoder.json").read_text())
    (tmp_path / "encoder.npz").write_bytes(b"PK nothing")
    with pytest.raises(BadDataFile, match="encoder") as raised:
        load_encoder(tmp_path)
    assert "python -m training.encoder.train" in str(raised.value.hint)


# --- hints --------------------------------------------------------------------------------------


def sense_of(acts: list[float], statuses: list[float], tags: list[float]) -> Sense:
    """The sense of one word."""
    rows = (np.array([x], np.float32) for x in (acts, statuses, tags))
    bias = np.array([[5.0, 1.0], [-3.0, 0.0], [2.4, -9.0]], np.float32)
    around = Around(np.zeros((3, 2, 1), np.float32), bias, {0: range(2), 7: range(2, 3)})
    return Sense(*rows, np.zeros((1, 2, 1), np.float32), around)


def test_hints_tell_how_likely_an_act_is_and_of_which_type() -> None:
    hints = Hints(sense_of([0.5, 0.46, 0.04], [0.95, 0.0, 0.05], [0.3]), KNOWN)
    assert hints.tells(0)
    assert hints.acts(0) == ["encoder: an act 0", "encoder: ACCUSE 0.9", "encoder: AID 0.05"]
    assert hints.status(0) == ["encoder: asserted 0.9", "encoder: no act 0.05"]
    assert hints.tags(0) == ["encoder: weapon 0.2"]


def test_hints_of_words_that_were_not_read_are_none() -> None:
    hints = Hints(sense_of([0.9, 0.05, 0.05], [1.0, 0.0, 0.0], [0.0]), KNOWN)
    assert not hints.tells(0)
    assert (hints.acts(5), hints.status(5), hints.tags(5)) == ([], [], [])
    assert hints.sides(5, "a", [{}] * 8) == {}
    assert not hints.tells(5)


def test_hints_tell_how_likely_states_are_here_and_before() -> None:
    hints = Hints(sense_of([0.9, 0.05, 0.05], [1.0, 0.0, 0.0], [0.0]), KNOWN)
    nothing: list[dict[str, list[tuple[int, str]]]] = [{} for _ in range(8)]
    first = {"FRA": [(0, "name"), (1, "name")], "TUR": [(1, "name"), (9, "name")]}
    at = [first, *nothing[1:7], {"TUR": [(0, "name")], "SYR": [(4, "name")]}]
    found = hints.sides(0, "a", at)
    assert found["FRA"] == Odds(-math.inf, 5.0)
    assert found["TUR"] == Odds(pytest.approx(2.4), -3.0)
    assert found["SYR"] == Odds(-math.inf, -math.inf)
    assert hints.sides(0, "r", at)["TUR"] == Odds(-9.0, 0.0)
    # Sentences after the one that is asked of are not looked at.
    assert hints.sides(0, "a", [{}, *at[1:]]).keys() == {"TUR", "SYR"}


def test_a_state_is_told_of_by_itself_and_beside_the_others() -> None:
    odds = {"FRA": Odds(-math.inf, 5.0), "TUR": Odds(2.4, -3.0), "SYR": Odds(-math.inf, -math.inf)}
    assert beside(odds, "TUR", "q4") == [
        "encoder: 2",
        "encoder: 2 q4",
        "encoder: also before -3",
        "encoder: ahead -3",
        "encoder: ahead -3 q4",
        "encoder: ahead -3 2",
    ]
    assert beside(odds, "FRA", "q4")[:2] == ["encoder: before 5", "encoder: ahead 3"]
    assert beside(odds, "SYR", "q4") == beside(odds, "IRN", "q4") == ["encoder: others 5"]
    assert beside({"FRA": odds["FRA"]}, "FRA", "q1") == ["encoder: before 5", "encoder: alone 5"]
    assert beside({}, "FRA", "q1") == []


# --- where it is asked --------------------------------------------------------------------------

TEXT = "The envoy of France was shot in Ankara on Monday. Paris recalled its staff."


def test_the_shipped_encoder_knows_the_codebook() -> None:
    shipped = load_encoder()
    assert "ASSAULT" in shipped.known.types
    assert "asserted" in shipped.known.statuses
    sense = shipped.read([["The", "envoy", "was", "shot", "in", "Ankara", "."]])[0]
    kinds = dict(zip(shipped.known.types, sense.acts[3, 1:].tolist(), strict=True))
    assert max(kinds, key=lambda k: kinds[k]) == "ASSAULT"
    assert sense.acts[3, 0] < 0.5 < sense.acts[0, 0]


@pytest.mark.parametrize("analyst", [True, False])
def test_only_the_analyst_asks_the_encoder(analyst: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    real = reader.load_learned

    def load(*, deep: bool = False) -> reader.Learned:
        asked.append(deep)
        return real(deep=deep)

    monkeypatch.setattr("detente.coding.coder.load_learned", load)
    coder = Coder(analyst=analyst)
    list(coder.read([from_text(TEXT, date="2016-12-20")]))
    assert asked == [analyst]
