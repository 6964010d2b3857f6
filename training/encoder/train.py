"""Teaches the encoder: ``python -m training.encoder.train``.

Reads the marked texts of ``training/encoder/texts`` first (the primer, left in ``build/encoder``),
then the annotated articles of ``training/reading/articles``, and writes ``encoder.npz`` and its
card into the package. The linear models that learn beside it must not see it on articles that it
was taught on: for each part of the articles another encoder, taught on the others, is left in
``build/encoder``, where ``python -m training.reading.train`` looks for them. Takes an hour or so
on two cores; the weights that it starts from (90 MB) are downloaded once.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from detente.coding.coder import Coder
from detente.coding.learned.encoder import in_pieces, save_encoder
from detente.coding.learned.lexicon import ActLexicon, load_act_lexicon
from detente.coding.learned.passages import WINDOW, passages
from detente.coding.learned.pieces import Pieces
from detente.coding.masking import readable
from detente.coding.weights import Arrays
from detente.language import parse
from training.encoder.base import fetched, parameters, vocabulary
from training.encoder.lessons import Page, pages_of, pages_of_marked
from training.encoder.marked import TAGS, Marked, aside, read_marked
from training.encoder.network import answers, loss
from training.reading.fit import TYPES
from training.reading.material import ENCODERS, read_material

HERE = Path(__file__).parent
ARTICLES = HERE.parent / "reading" / "articles"
PACKAGE = Path("src/detente/coding/learned/data/deep")
# Few, as JAX compiles anew for each; the lower ones are of sentences by themselves.
WIDTHS = (16, 24, 32, 40, 56, 88, 128, 176, WINDOW + 1)
ASKED = (512, 1024, 2048, 8192)
MARKED = frozenset(TAGS.values())
AMONG = 3000  # passages that are sorted by length together
SPOTS = 8


# A passage: its sentences, each with its pieces and where each word begins among them.
Item = list[tuple[Page, list[int], list[int]]]


class Batches:
    """Passages as arrays of few shapes.

    Parameters
    ----------
    pieces
        How words are cut.
    articles
        The sentences taught, of each article.
    statuses, tags
        What there is to tell, in the order of the columns.
    size
        Pieces of a batch.
    """

    def __init__(
        self,
        pieces: Pieces,
        articles: Sequence[Sequence[Page]],
        statuses: Sequence[str],
        tags: Sequence[str],
        size: int,
    ) -> None:
        self.pieces, self.statuses, self.tags, self.size = pieces, statuses, tags, size
        self.items: list[Item] = []
        self.taught: list[set[int]] = []
        for pages in articles:
            cuts = [in_pieces(pieces, page.words) for page in pages]
            for passage in passages([len(numbers) for numbers, _ in cuts]):
                sentences = (*passage.before, *passage.own)
                self.items.append([(pages[n], *cuts[n]) for n in sentences])
                # A title is read before every passage, and taught where it is its own.
                taught = sentences if 0 in passage.own else [n for n in sentences if n]
                self.taught.append({pages[n].number for n in taught})
        self.long = [1 + sum(len(numbers) for _, numbers, _ in item) for item in self.items]

    def epoch(self, rng: np.random.Generator) -> list[tuple[int, list[int]]]:
        """Width and passages of every batch of one round, in a new order."""
        order = rng.permutation(len(self.items))
        out: list[tuple[int, list[int]]] = []
        for begin in range(0, len(order), AMONG):
            some = sorted(order[begin : begin + AMONG].tolist(), key=lambda k: self.long[k])
            held: list[int] = []
            for k in some:
                width = _at_least(WIDTHS, self.long[k])
                if held and width * (len(held) + 1) > self.size:
                    out.append((_at_least(WIDTHS, self.long[held[-1]]), held))
                    held = []
                held.append(k)
            if held:
                out.append((_at_least(WIDTHS, self.long[held[-1]]), held))
        rng.shuffle(out)  # type: ignore[arg-type]
        return out

    def batch(self, width: int, of: Sequence[int]) -> dict[str, Any]:
        """The arrays of one batch."""
        rows = max(1, self.size // width, len(of))
        shape = (rows, width)
        out: dict[str, Any] = {
            "ids": np.zeros(shape, np.int32),
            "there": np.zeros(shape, bool),
            "acts": np.zeros(shape, np.int32),
            "worth": np.zeros(shape, np.float32),
            "status": np.full(shape, -1, np.int32),
            "tags": np.zeros((*shape, len(self.tags)), np.int8),
            "told": np.ones((rows, len(self.tags)), np.int8),
            "word": np.zeros(shape, np.float32),
        }
        out["there"][len(of) :, 0] = True
        asked: list[tuple[int, int, int, list[int], list[int], bool]] = []
        for row, k in enumerate(of):
            if not self.items[k][0][0].annotated:
                out["told"][row] = [tag in MARKED for tag in self.tags]
            out["ids"][row, 0] = self.pieces.start
            out["there"][row, : self.long[k]] = True
            begin = 1
            at: dict[tuple[int, int], int] = {}
            for page, numbers, first in self.items[k]:
                out["ids"][row, begin : begin + len(numbers)] = numbers
                at |= {(page.number, i): begin + a for i, a in enumerate(first)}
                begin += len(numbers)
                if page.number in self.taught[k]:
                    self._told(out, row, page, at, asked)
        return out | _columns(asked)

    def _told(
        self,
        out: dict[str, Any],
        row: int,
        page: Page,
        at: Mapping[tuple[int, int], int],
        asked: list[tuple[int, int, int, list[int], list[int], bool]],
    ) -> None:
        """What one sentence teaches."""
        n = page.number
        for i in range(len(page.words)):
            if (n, i) not in at:
                break
            k = at[n, i]
            out["word"][row, k] = 1
            out["worth"][row, k] = page.worth[i]
            if i in page.acts:
                out["acts"][row, k] = 1 + TYPES.index(page.acts[i])
            if i in page.statuses:
                said = page.statuses[i]
                out["status"][row, k] = (
                    len(self.statuses) if said is None else self.statuses.index(said)
                )
            for tag in page.tags.get(i, ()):
                out["tags"][row, k, self.tags.index(tag)] = 1
        for a in page.asked:
            spots = [at[place] for place in a.spots if place in at]
            if (n, a.word) in at and spots:
                empty = SPOTS - len(spots)
                there = [1] * len(spots) + [0] * empty
                asked.append((row, at[n, a.word], a.side, [*spots, *[0] * empty], there, a.so))


def _columns(asked: Sequence[tuple[int, int, int, list[int], list[int], bool]]) -> dict[str, Any]:
    room = _at_least(ASKED, len(asked))
    names = ("row", "word", "side", "spots", "there", "so")
    out: dict[str, Any] = {"asked": np.int32(len(asked))}
    for n, name in enumerate(names):
        wide = (SPOTS,) if name in ("spots", "there") else ()
        column = np.zeros((room, *wide), np.int32)
        if asked:
            column[: len(asked)] = [a[n] for a in asked]
        out[f"asked_{name}"] = column
    return out


def _at_least(steps: Sequence[int], n: int) -> int:
    return next(s for s in steps if s >= n)


def teach(
    config: Mapping[str, Any],
    given: Mapping[str, Any],
    start: Mapping[str, np.ndarray],
    batches: Batches,
) -> dict[str, np.ndarray]:
    """The arrays after all lessons, taught as ``given`` says from those of the start."""
    worth = config["worth"] | given.get("worth", {})
    layers, rate, unseen = config["base"]["layers"], config["network"]["dropout"], given["unseen"]
    key = jax.random.PRNGKey(config["seed"])
    p: dict[str, jax.Array] = {k: jnp.array(x) for k, x in start.items()}
    fresh = answers(
        p, key, len(TYPES), len(batches.statuses), len(batches.tags), config["network"]["side"]
    )
    faster = {k: given["heads"] if k in fresh else 1.0 for k in (*p, *fresh)}
    p = fresh | p
    rng = np.random.default_rng(config["seed"])
    rounds = [batches.epoch(rng) for _ in range(given["epochs"])]
    total = float(sum(map(len, rounds)))

    def step(p: Any, m: Any, v: Any, batch: Any, key: Any, t: Any) -> Any:
        wrong, g = jax.value_and_grad(loss)(p, batch, key, layers, rate, unseen, worth)
        size = jnp.sqrt(sum(jnp.sum(x**2) for x in g.values()))
        g = {k: x * jnp.minimum(1.0, 1.0 / (size + 1e-6)) for k, x in g.items()}
        m = {k: 0.9 * m[k] + 0.1 * g[k] for k in g}
        v = {k: 0.99 * v[k] + 0.01 * g[k] ** 2 for k in g}
        warm = jnp.minimum(t / (0.1 * total), (total - t) / (0.9 * total))
        now = given["rate"] * jnp.clip(warm, 0.0, 1.0)
        out = {}
        for k, x in p.items():
            by = (m[k] / (1 - 0.9**t)) / (jnp.sqrt(v[k] / (1 - 0.99**t)) + 1e-8)
            decay = 0.01 * x if x.ndim > 1 else 0.0
            out[k] = x - now * faster[k] * (by + decay)
        return out, m, v, wrong

    jitted = jax.jit(step, donate_argnums=(0, 1, 2))
    m = {k: jnp.zeros_like(x) for k, x in p.items()}
    v = {k: jnp.zeros_like(x) for k, x in p.items()}
    done, began, mean = 0, time.time(), 0.0
    for number, some in enumerate(rounds, start=1):
        for width, of in some:
            done += 1
            batch = batches.batch(width, of)
            p, m, v, wrong = jitted(p, m, v, batch, jax.random.fold_in(key, done), float(done))
            if done % 10 == 0:
                mean = 0.9 * mean + 0.1 * float(wrong) if mean else float(wrong)
            if done % 100 == 0:
                print(f"{done} of {total:.0f} batches, loss {mean:.3f}", flush=True)
        spent = time.time() - began
        print(f"round {number}: {done} batches, {spent:.0f} s, loss {mean:.3f}", flush=True)
    return {k: np.asarray(x) for k, x in p.items()}


def parts(folds: int) -> Iterator[tuple[str, int | None]]:
    """Names of the encoders and which part of the articles each is not taught on."""
    for k in range(folds):
        yield f"without-{k}", k
    yield "all", None


def primed(
    config: Mapping[str, Any],
    school: School,
    marked: Sequence[Marked],
    work: Path,
    start: Arrays | None,
) -> Arrays:
    """The arrays after the marked texts, left in ``work``.

    First the sentences of some of the texts, each by itself, taught from those of the ``start``;
    without one they were taught before. Then all texts in passages.
    """
    docs = parse(school.coder.nlp, [readable(m.document.text) for m in marked])
    told = [
        pages_of_marked(school.coder, m, doc, school.lexicon)
        for m, doc in zip(marked, docs, strict=True)
    ]
    if start is not None:
        of_some = re.compile(f"[{config['sentences']['texts']}]", re.IGNORECASE)
        chosen = zip(marked, told, strict=True)
        alone = [[page] for m, x in chosen if of_some.match(m.document.id) for page in x]
        print(f"sentences: {len(alone)}", flush=True)
        given = config["sentences"]
        begun = teach(config, given, start, school.batches(alone, given["pieces"]))
        np.savez(work / "sentences.npz", **begun)
    else:
        with np.load(work / "sentences.npz") as known:
            begun = dict(known)
    print(f"primer: {len(marked)} texts, {sum(map(len, told))} sentences", flush=True)
    given = config["primer"]
    arrays = teach(config, given, begun, school.batches(told, given["pieces"]))
    np.savez(work / "primer.npz", **arrays)
    return arrays


@dataclass(frozen=True)
class School:
    """What every lesson needs."""

    coder: Coder
    lexicon: ActLexicon
    pieces: Pieces
    statuses: Sequence[str]
    tags: Sequence[str]

    def batches(self, articles: Sequence[Sequence[Page]], size: int) -> Batches:
        """The pages of articles as arrays, in batches of so many pieces."""
        return Batches(self.pieces, articles, self.statuses, self.tags, size)


def main() -> None:
    """Teach, write."""
    config = tomllib.loads((HERE / "config.toml").read_text("utf-8"))
    folds = config["teach"]["folds"]
    stages = ("sentences", "primer", *(name for name, _ in parts(folds)))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--texts", type=Path, default=HERE / "texts")
    parser.add_argument("--output", type=Path, default=PACKAGE)
    parser.add_argument("--work", type=Path, default=ENCODERS)
    parser.add_argument("--only", choices=stages, help="that alone; sentences go on to the primer")
    given = parser.parse_args()
    jax.config.update("jax_default_prng_impl", "rbg")
    jax.config.update("jax_compilation_cache_dir", str(given.work / "compiled"))
    folder = fetched(config, given.work)
    names, rows = vocabulary(folder)
    coder = Coder(analyst=False, learned=None)
    lexicon = load_act_lexicon()
    material = read_material(given.articles, coder.nlp)
    told = zip(material.articles, material.raws, material.docs, strict=True)
    pages = [pages_of(coder, a, raw, doc, lexicon) for a, raw, doc in told]
    every = [page for of_article in pages for page in of_article]
    statuses = sorted({s for page in every for s in page.statuses.values() if s is not None})
    tags = sorted({t for page in every for some in page.tags.values() for t in some})
    school = School(coder, lexicon, Pieces(names), statuses, tags)
    marked = [m for m in read_marked(given.texts) if not aside(m.document.id)]
    if given.only in (None, "sentences", "primer"):
        anew = given.only != "primer"
        start = parameters(folder, config["base"]["layers"], rows) if anew else None
        begun = primed(config, school, marked, given.work, start)
    else:
        with np.load(given.work / "primer.npz") as known:
            begun = dict(known)
    for name, without in parts(folds):
        if given.only not in (None, name):
            continue
        taught = [x for k, x in enumerate(pages) if k % folds != without]
        print(f"{name}: {sum(map(len, taught))} sentences", flush=True)
        batches = school.batches(taught, config["teach"]["pieces"])
        arrays = teach(config, config["teach"], begun, batches)
        arrays["places"] = arrays["places"][: WINDOW + 1]
        target = given.output if without is None else given.work / name
        target.mkdir(parents=True, exist_ok=True)
        card = {
            "layers": config["base"]["layers"],
            "types": TYPES,
            "statuses": statuses,
            "tags": tags,
            "base": config["base"]["package"],
            "fitted_on": {
                "marked_texts": len(marked),
                "articles": len(pages),
                "sentences": sum(map(len, taught)),
            },
        }
        save_encoder(target, names, arrays, card)
        print(json.dumps({"written": str(target)}), flush=True)


if __name__ == "__main__":
    main()
