"""The annotated articles that the models of reading learn from, parsed once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from detente.coding.learned.encoder import Encoder, Sense, load_encoder
from detente.coding.masking import readable
from detente.evaluation.articles import Article, read_articles
from detente.language import parse
from training.encoder.marked import as_article, aside, read_marked

TEXTS = Path(__file__).parent.parent / "encoder" / "texts"
# Where the encoders are that were taught on a part of the articles.
ENCODERS = Path("build/encoder")


@dataclass(frozen=True)
class Material:
    """Articles, what their files say, and their trees, in one order."""

    articles: list[Article]
    raws: list[dict[str, Any]]
    docs: list[Doc]


def read_material(folder: Path, nlp: Language) -> Material:
    """The articles of a folder."""
    articles = list(read_articles(folder))
    raws = [json.loads((folder / f"{a.name}.json").read_text("utf-8")) for a in articles]
    docs = list(parse(nlp, [readable(a.document.text) for a in articles]))
    return Material(articles, raws, docs)


def with_marked(material: Material, texts: Path, nlp: Language) -> Material:
    """Articles, and after them the marked texts of a folder that no encoder is taught on."""
    marked = [m for m in read_marked(texts) if aside(m.document.id)]
    return Material(
        [*material.articles, *map(as_article, marked)],
        [*material.raws, *(dict(m.raw) for m in marked)],
        [*material.docs, *parse(nlp, [readable(m.document.text) for m in marked])],
    )


class Once:
    """An encoder that reads one document, once, and tells the same from then on."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.known = encoder.known
        # What it made of the document, once it has read it.
        self.told: list[Sense] | None = None

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Sense]:
        """The senses of the document's sentences."""
        if self.told is None:
            self.told = self.encoder.read(sentences)
        return self.told


def encoders_for(count: int, work: Path = ENCODERS) -> list[Once]:
    """For each of so many articles, in their order, an encoder that was not taught on it.

    ``python -m training.encoder.train`` leaves some in ``work``: "without-0" was not taught on
    every other article, from the first on.
    """
    folders = sorted(work.glob("without-*"))
    if not folders:
        raise SystemExit(f"no encoders in {work}: run python -m training.encoder.train first")
    found = [load_encoder(folder) for folder in folders]
    return [Once(found[k % len(found)]) for k in range(count)]
