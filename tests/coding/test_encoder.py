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
    Encoder,
    Known,
    Sense,
    load_encoder,
    save_encoder,
)
from detente.coding.learned.hints import Hints, beside
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
        "places": (LONGEST + 2, WIDE),
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


@given(st.lists(words, min_size=1, max_size=4))
def test_sentences_do_not_see_each_other(folder_sentences: list[list[str]]) -> None:
    encoder = Encoder(Pieces(NAMES), KNOWN, _floats(), LAYERS)
    together = encoder.read(folder_sentences)
    for sentence, sense in zip(folder_sentences, together, strict=True):
        alone = encoder.read([sentence])[0]
        assert len(sense) == len(alone) == min(len(sentence), len(alone))
        np.testing.assert_allclose(sense.acts, alone.acts, atol=1e-4)
        np.testing.assert_allclose(sense.acts.sum(-1), 1.0, atol=1e-5)


def _floats() -> dict[str, np.ndarray]:
    arrays = made(1)
    scale = np.abs(arrays["words"]).max(1) / 127
    steps = np.round(arrays["words"] / scale[:, None]).astype(np.int8)
    return arrays | {"words": steps, "words_scale": scale.astype(np.float32)}


def test_words_beyond_the_longest_sentence_are_not_read(folder: Path) -> None:
    sense = load_encoder(folder).read([["a"] * (LONGEST + 50)])[0]
    assert len(sense) == LONGEST - 1  # one piece begins the sentence
    assert sense.side(0, [LONGEST + 10], "a") is None
    assert sense.side(LONGEST + 10, [0], "a") is None


def test_no_sentences_make_no_senses(folder: Path) -> None:
    assert load_encoder(folder).read([]) == []


def test_a_state_is_as_likely_a_side_as_its_best_place(folder: Path) -> None:
    sense = load_encoder(folder).read([["a", "envoys", "ab", "b"]])[0]
    one, two, both = (sense.side(0, at, "r") for at in ([1], [3], [1, 3]))
    assert one is not None
    assert two is not None
    assert both == pytest.approx(max(one, two), abs=1e-5)
    assert sense.side(0, [1], "a") != pytest.approx(one)


def test_a_damaged_network_is_told_of(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "encoder.json").write_text((folder / "encoder.json").read_text())
    (tmp_path / "encoder.npz").write_bytes(b"PK nothing")
    with pytest.raises(BadDataFile, match="encoder") as raised:
        load_encoder(tmp_path)
    assert "python -m training.encoder.train" in str(raised.value.hint)


# --- hints --------------------------------------------------------------------------------------


def sense_of(acts: list[float], statuses: list[float], tags: list[float]) -> Sense:
    """The sense of one word."""
    k = np.zeros((1, 2, 1), np.float32)
    rows = (np.array([x], np.float32) for x in (acts, statuses, tags))
    return Sense(*rows, k, k, np.array([[2.4, -9.0]], np.float32))


def test_hints_tell_how_likely_an_act_is_and_of_which_type() -> None:
    hints = Hints(sense_of([0.5, 0.46, 0.04], [0.95, 0.0, 0.05], [0.3]), KNOWN)
    assert hints.tells(0)
    assert hints.acts(0) == ["encoder: an act 0", "encoder: ACCUSE 0.9", "encoder: AID 0.05"]
    assert hints.status(0) == ["encoder: asserted 0.9", "encoder: no act 0.05"]
    assert hints.tags(0) == ["encoder: weapon 0.2"]
    at = {"FRA": [(0, "name")], "TUR": [(9, "name")]}  # the second at a word that was not read
    assert hints.sides(0, "a", at) == {"FRA": pytest.approx(2.4)}
    assert hints.sides(0, "r", at) == {"FRA": -9.0}


def test_a_state_is_told_of_by_itself_and_beside_the_others() -> None:
    odds = {"FRA": 2.4, "TUR": -3.3, "SYR": -9.0}
    assert beside(odds, "FRA", "q4") == [
        "encoder: 2",
        "encoder: 2 q4",
        "encoder: ahead 4",
        "encoder: ahead 4 q4",
        "encoder: ahead 4 2",
    ]
    assert beside(odds, "SYR", "q1")[2:] == [
        "encoder: ahead -4",
        "encoder: ahead -4 q1",
        "encoder: ahead -4 -2",
    ]
    assert beside({"FRA": 2.4}, "FRA", "q1")[2:] == ["encoder: alone 2"]
    assert beside(odds, "IRN", "q4") == beside({}, "IRN", "q4") == []


def test_hints_of_words_that_were_not_read_are_none() -> None:
    hints = Hints(sense_of([0.9, 0.05, 0.05], [1.0, 0.0, 0.0], [0.0]), KNOWN)
    assert not hints.tells(0)
    assert (hints.acts(5), hints.status(5), hints.tags(5)) == ([], [], [])
    assert hints.sides(5, "a", {"FRA": [(0, "name")]}) == {}
    assert not hints.tells(5)


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
