"""The annotated articles that the models of reading learn from, parsed once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from detente.coding.masking import readable
from detente.evaluation.articles import Article, read_articles
from detente.language import parse


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
