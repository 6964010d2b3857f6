"""The English pipeline, loaded once; any other Universal Dependencies pipeline by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import PipelineUnusable

if TYPE_CHECKING:
    from spacy.language import Language

SHIPPED = Path(__file__).parent / "en_detente"
OVERRIDE = "DETENTE_PIPELINE"
# Relations that every English UD treebank has and that no other common scheme has together:
# spaCy's own English pipelines say `dobj` and `pobj` where UD says `obj` and `obl`.
NEEDED = frozenset({"nsubj", "obj", "obl"})


def load(name_or_path: str | None = None) -> Language:
    """spaCy pipeline that writes Universal Dependencies.

    Parameters
    ----------
    name_or_path
        A directory or an installed package that spaCy can load. None means the environment
        variable ``DETENTE_PIPELINE`` if set, otherwise the pipeline that comes with the package.

    Raises
    ------
    PipelineUnusable
        There is no such pipeline, or its relations are not those of Universal Dependencies.
    """
    import spacy

    # The import also registers the component with spaCy.
    from detente.language.component import FACTORY

    chosen = name_or_path or os.environ.get(OVERRIDE) or str(SHIPPED)
    try:
        nlp = spacy.load(chosen)
    except (OSError, ValueError) as error:
        raise PipelineUnusable(
            f"cannot load the language pipeline {chosen!r}: {error}",
            hint="name a directory or an installed spaCy package, or leave the setting out "
            "to use the pipeline that comes with detente",
            pipeline=chosen,
        ) from error
    check(nlp, chosen)
    if nlp.has_pipe(FACTORY):
        # spaCy's limit of a million characters spares the memory of its own parser; ours reads
        # a text of any length in chunks.
        nlp.max_length = 2**31
    return nlp


def check(nlp: Language, name: str) -> None:
    """Raise unless a component of the pipeline predicts the relations that coding relies on."""
    labels = relation_labels(nlp)
    missing = NEEDED - labels
    if missing or not labels & {"root", "ROOT"}:
        raise PipelineUnusable(
            f"the pipeline {name!r} does not write Universal Dependencies: among its "
            f"{len(labels)} relations there is no {', '.join(sorted(missing)) or 'root'}",
            hint="the relations must be those of universaldependencies.org, such as nsubj, "
            "obj, obl and root; spaCy's en_core_web pipelines use another scheme",
            pipeline=name,
        )


def relation_labels(nlp: Language) -> frozenset[str]:
    """Relations that the components of a pipeline can write, as they spell them."""
    found: set[str] = set()
    for name, component in nlp.pipeline:
        if "token.dep" in nlp.get_pipe_meta(name).assigns:
            found.update(getattr(component, "labels", ()))
            # spaCy's parser has the root relation built in and does not list it everywhere.
            found.add("ROOT")
    return frozenset(found)
