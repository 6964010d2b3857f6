"""A replication archive: everything that a reader of a paper needs to check or redo its figures.

What comes in: a store. What goes out: a zip with data as Parquet and CSV, the codebook of every
column and of PLOVER, settings, weights, versions of every package, the log of runs and imports,
and checksums. The same store gives the same bytes. Where texts may not be passed on, documents go
without their text and evidence is cut to a number of words; offsets and digests remain.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.codebook import load_codebook, type_rows
from detente.errors import BadSetting
from detente.relations import dyad_panel
from detente.relations.panel import columns as panel_columns
from detente.store import Store, shown_path
from detente.store.export import codebook, whole_or_absent

if TYPE_CHECKING:
    import pyarrow as pa

# The tables of the archive; texts stand in `documents`, quotes in columns that end in _text.
TABLES = ("documents", "events", "mentions", "parties", "rejections", "imported")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip format's first moment: no clock enters the bytes
_QUOTED = ("evidence_text",)


def pack(
    store: Store, path: Path, *, settings: Mapping[str, Any], quote_words: int | None = None
) -> list[str]:
    """Write the archive of a store.

    Parameters
    ----------
    store
        An open store.
    path
        The zip to write; it is whole or absent.
    settings
        The resolved settings of this run.
    quote_words
        At most so many words of evidence, and no texts of documents; None keeps both.

    Returns
    -------
    The names of the files in the archive.

    Raises
    ------
    BadSetting
        ``quote_words`` is below zero.
    StoreUnusable
        The file cannot be written.
    """
    if quote_words is not None and quote_words < 0:
        raise BadSetting(f"{quote_words} words of a quote", hint="0 or more", value=quote_words)
    names: list[str] = []
    sums: list[str] = []
    with (
        whole_or_absent(path) as draft,
        zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, data in _contents(store, settings, quote_words):
            archive.writestr(_entry(name), data)
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
            names.append(name)
        archive.writestr(_entry("SHA256SUMS"), "".join(sums))
    return [*names, "SHA256SUMS"]


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _contents(
    store: Store, settings: Mapping[str, Any], quote_words: int | None
) -> Iterator[tuple[str, bytes]]:
    counts: dict[str, int] = {}
    tables = [(kind, store.table(kind)) for kind in TABLES]
    tables += [(f"dyad_{by}s", dyad_panel(store, by=by)) for by in ("week", "month")]
    for kind, table in tables:
        if not len(table):
            continue
        counts[kind] = len(table)
        if quote_words is not None:
            table = _without_texts(table, kind, quote_words)
        yield f"data/{kind}.parquet", _parquet(table)
        yield f"data/{kind}.csv", _csv(table)
    yield "codebook/columns.csv", _rows(_columns(set(counts), quote_words))
    yield "codebook/plover_types.csv", _rows(type_rows(load_codebook()))
    yield "codebook/plover_modes.csv", _rows(_modes())
    for name in ("contexts", "sectors", "cameo"):
        text = files("detente.codebook").joinpath("data", f"{name}.tsv").read_bytes()
        yield f"codebook/{name}.tsv", text
    weights = files("detente.relations").joinpath("weights.toml").read_bytes()
    yield "settings/weights.toml", weights
    yield (
        "settings/settings.json",
        _json({k: shown_path(v) if isinstance(v, str) else v for k, v in settings.items()}),
    )
    yield "settings/versions.txt", _versions()
    yield "log/runs.jsonl", b"".join(_json(run.to_json(), None) for run in store.runs())
    yield "log/imports.jsonl", b"".join(_json(i.to_json(), None) for i in store.imports())
    yield "README.md", _readme(counts, quote_words)


def _without_texts(table: pa.Table, kind: str, words: int) -> pa.Table:
    """The table with documents' texts out and quotes cut to ``words`` words."""
    import pyarrow as pa

    for name in table.column_names:
        if kind == "documents" and name == "text":
            texts = table[name].to_pylist()
            digests = [hashlib.sha256(t.encode("utf-8")).hexdigest() for t in texts]
            table = table.append_column("text_sha256", pa.array(digests, pa.string()))
            table = table.drop_columns([name])
        elif name in _QUOTED:
            cut = [_first_words(t, words) for t in table[name].to_pylist()]
            at = table.column_names.index(name)
            table = table.set_column(at, name, pa.array(cut, pa.string()))
    return table


def _first_words(text: str, words: int) -> str:
    parts = text.split()
    return text if len(parts) <= words else " ".join(parts[:words]) + " ..."


def _parquet(table: pa.Table) -> bytes:
    import pyarrow.parquet as parquet

    sink = io.BytesIO()
    parquet.write_table(table, sink)
    return sink.getvalue()


def _csv(table: pa.Table) -> bytes:
    import pyarrow.csv as writer

    sink = io.BytesIO()
    writer.write_csv(table, sink)
    return sink.getvalue()


def _columns(kept: set[str], quote_words: int | None) -> list[dict[str, str]]:
    rows = [row for row in codebook() if row["table"] in kept]
    if quote_words is not None:
        rows = [r for r in rows if (r["table"], r["column"]) != ("documents", "text")]
        description = "SHA-256 of the whole text, UTF-8"
        rows.append(
            {
                "table": "documents",
                "column": "text_sha256",
                "type": "text",
                "description": description,
            }
        )
    for kind in ("dyad_weeks", "dyad_months"):
        if kind in kept:
            rows += [{"table": kind, **column} for column in panel_columns()]
    return rows


def _modes() -> list[dict[str, Any]]:
    return [
        {
            "event_type": kind.name,
            "mode": mode.name,
            "plover_score": mode.plover_score,
            "definition": mode.definition,
        }
        for kind in load_codebook().event_types.values()
        for mode in kind.modes
    ]


def _rows(rows: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(
            {k: ";".join(v) if isinstance(v, list | tuple) else v for k, v in row.items()}
        )
    return out.getvalue().encode("utf-8")


def _json(value: Any, indent: int | None = 1) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True, default=str)
    return (text + "\n").encode("utf-8")


def _versions() -> bytes:
    """Every installed package with its version: what a lock file would say of this machine."""
    found = {
        f"{d.metadata['Name'].lower()}=={d.version}"
        for d in metadata.distributions()
        if d.metadata["Name"]
    }
    python = f"python=={sys.version.split()[0]}"
    return ("\n".join([python, *sorted(found)]) + "\n").encode("utf-8")


def _readme(counts: Mapping[str, int], quote_words: int | None) -> bytes:
    lines = [
        "# Replication archive",
        "",
        "Made by `detente pack`. Data are in `data/`, each table as Parquet and as CSV (UTF-8,",
        "ISO dates, lists joined by ;). Every column is described in `codebook/columns.csv`;",
        "PLOVER's types, modes, contexts and sectors and the CAMEO codes stand beside it.",
        "`settings/` has the settings, the weights behind levels and shocks, and the version of",
        "every package; `log/` tells each run and import. `sha256sum -c SHA256SUMS` checks all.",
        "",
        "| table | rows |",
        "| --- | --- |",
        *[f"| {kind} | {count:,} |" for kind, count in counts.items()],
    ]
    if quote_words is not None:
        lines += [
            "",
            "Texts of documents are left out (their SHA-256 is kept) and evidence is cut to",
            f"{quote_words} words. Offsets count the code points of the whole text.",
        ]
    return ("\n".join(lines) + "\n").encode("utf-8")
