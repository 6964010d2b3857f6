"""Rooms import upstream only, stay light at import, and list their public names."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import detente

SOURCE = Path(detente.__file__).parent
ORDER = [
    "errors",
    "records",
    "config",
    "codebook",
    "measure",
    "documents",
    "feeds",
    "language",
    "coding",
    "store",
    "reports",
    "imports",
    "relations",
    "evaluation",
    "outlook",
    "archive",
    "brief",
    "scale",
    "api",
    "watch",
    "web",
    "cli",
]
HEAVY = ["spacy", "thinc", "pandas", "pyarrow", "duckdb", "ibis", "altair", "trafilatura"]
ROOMS = sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").is_file())


def imports_of(path: Path) -> set[str]:
    """The rooms that a module imports, anywhere in it, type checking included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide which room is meant"
            names = [node.module or ""]
            if node.module == "detente":
                names = [f"detente.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {n.split(".")[1] for n in names if n.startswith("detente.")}
    return found


def modules() -> list[Path]:
    return sorted(p for p in SOURCE.rglob("*.py") if p != SOURCE / "__init__.py")


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_point_upstream_only(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    assert room in ORDER, f"{room} has no place in the order of rooms"
    below = set(ORDER[ORDER.index(room) + 1 :])
    assert not imports_of(path) & below


def test_the_rule_catches_an_import_from_below(tmp_path: Path) -> None:
    module = tmp_path / "bad.py"
    module.write_text(
        "def f():\n    from detente.store import open_store\n    import detente.web.x\n"
    )
    assert imports_of(module) == {"store", "web"}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_list_their_public_names(room: str) -> None:
    module = importlib.import_module(f"detente.{room}")
    names = module.__all__
    assert list(names) == sorted(set(names), key=lambda n: (not n.isupper(), n[0].islower(), n))
    for name in names:
        assert getattr(module, name).__doc__


def test_the_package_lists_and_loads_its_public_names() -> None:
    for name in detente.__all__:
        assert getattr(detente, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        _ = detente.nonsense


@pytest.mark.parametrize("module", ["detente", "detente.cli", "detente.api"])
def test_importing_stays_light(module: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
