"""The one command: `python -m training.build` trains, packs and measures the English pipeline.

python -m training.build                     all of it, into src/detente/language/en_detente
python -m training.build --work DIRECTORY    where checkpoints are kept (build/language)
python -m training.build --pack-only         pack parameters that are there already
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from detente.language.lemmas import Lemmas, learn

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parent / "src" / "detente" / "language" / "en_detente"

# One core; and memory that was once asked for is kept, because handing it back after every
# product makes the kernel clear it again and doubles the time of a step.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "MALLOC_TOP_PAD_": "268435456",
}


# Part of speech under which WordNet lists the lemmas of a Penn Treebank tag, and the endings by
# which a form may bear that tag.
WORDNET = {
    "VBG": ("verb", ("ing",)),
    "VBZ": ("verb", ("s",)),
    "NNS": ("noun", ("s",)),
    "VBD": ("verb", ("ed", "t", "n", "d")),
    "VBN": ("verb", ("ed", "t", "n", "d")),
}


def mended(learnt: Lemmas) -> Lemmas:
    """Lemmas with exceptions for words that the treebanks lack and the suffix rules get wrong.

    "bombed" is no form of a verb "bom": where the rules invent a lemma that WordNet does not
    know, and the lookup table of spacy-lookups-data (WordNet licence) names one that it does,
    the table is believed.
    """
    import spacy_lookups_data

    folder = Path(spacy_lookups_data.__file__).parent / "data"

    def table(name: str) -> Any:
        with gzip.open(folder / f"en_lemma_{name}.json.gz", "rt", encoding="utf-8") as file:
            return json.load(file)

    index = {kind: set(words) for kind, words in table("index").items()}
    exceptions = dict(learnt.exceptions)
    plain = Lemmas(learnt.exceptions, learnt.suffixes)
    for form, lemma in sorted(table("lookup").items()):
        for tag, (kind, endings) in WORDNET.items():
            if not form.endswith(endings) or form == lemma or lemma not in index[kind]:
                continue
            if plain(form, tag) not in index[kind]:
                exceptions.setdefault(f"{form} {tag}", lemma)
    return Lemmas(exceptions, learnt.suffixes)


def pack(work: Path, out: Path, treebanks: Path) -> None:
    """Turn parameters into a pipeline directory that spaCy loads."""
    import numpy as np

    from detente.language.component import FACTORY
    from detente.language.tokens import blank
    from training.data import paragraphs
    from training.train import brown_clusters, settings

    config = settings()
    kept = np.load(work / "parameters.npz")
    labels = json.loads((work / "labels.json").read_text(encoding="utf-8"))
    pars = paragraphs([str(treebanks / f"{n}.conllu.xz") for n in config["data"]["train"]])
    learnt = mended(
        learn((t.form, t.xpos, t.lemma) for par in pars for sentence in par for t in sentence)
    )
    tables: dict[str, Any] = {
        **labels,
        "lemma_exceptions": dict(learnt.exceptions),
        "lemma_suffixes": dict(learnt.suffixes),
    }
    # A byte per number and a scale per row: a quarter of the size.
    table = kept["table"]
    scales = np.maximum(np.abs(table).max(axis=1), 1e-8).astype(np.float32) / 127
    clusters = brown_clusters()
    arrays = {
        "table": np.rint(table / scales[:, None]).astype(np.int8),
        "table_scales": scales,
        "cluster_keys": clusters.keys,
        "cluster_codes": clusters.codes,
        **{f"p_{k}": kept[k].astype(np.float16) for k in kept.files if k != "table"},
    }
    nlp = blank()
    nlp.add_pipe(FACTORY).fill(tables, arrays)
    nlp.meta.update(
        name="detente", version="0.1.0", license="CC-BY-SA-4.0", author="The détente authors",
        spacy_version=">=3.8.13,<3.9.0",
        description="English by détente: Universal Dependencies, trained on EWT and GUM (open).",
    )  # fmt: skip
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)


def main() -> None:
    """Read the command line and do it."""
    from training.train import TREEBANKS

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--work", type=Path, default=HERE.parent / "build" / "language")
    options.add_argument("--out", type=Path, default=SHIPPED)
    options.add_argument("--treebanks", type=Path, default=TREEBANKS)
    options.add_argument("--pack-only", action="store_true")
    chosen = options.parse_args()
    if not chosen.pack_only:
        from training.train import train

        train(chosen.work, chosen.treebanks)
    pack(chosen.work, chosen.out, chosen.treebanks)
    from training.evaluate import report

    report(str(chosen.out), chosen.treebanks)


if __name__ == "__main__":
    if any(os.environ.get(k) != v for k, v in ENVIRONMENT.items()):
        # The C library and XLA read these when a process starts.
        os.execve(
            sys.executable,
            [sys.executable, "-m", "training.build", *sys.argv[1:]],
            {**os.environ, **ENVIRONMENT},
        )
    main()
