"""A copy of GDELT's file layout with rows of our own."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from detente.imports.columns import GDELT1, GDELT2
from tests.imports.build import gdelt


def packed(name: str, text: str) -> bytes:
    """A zip of one table, the same bytes each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        inside = zipfile.ZipInfo(name.removesuffix(".zip"), (2020, 1, 1, 0, 0, 0))
        file.writestr(inside, text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def lay_out(folder: Path, first: datetime, quarters: int, rows: int = 3) -> list[str]:
    """Files for so many quarters of an hour and their list; their names."""
    (folder / "gdeltv2").mkdir(parents=True, exist_ok=True)
    lines, names = [], []
    for n in range(quarters):
        at = first + timedelta(minutes=15 * n)
        name = f"{at:%Y%m%d%H%M%S}.export.CSV.zip"
        table = "".join(
            gdelt(
                GDELT2,
                GLOBALEVENTID=str(1_000_000 + n * 100 + row),
                SQLDATE=f"{at:%Y%m%d}",
                DATEADDED=f"{at:%Y%m%d%H%M%S}",
            )
            for row in range(rows)
        )
        data = packed(name, table)
        (folder / "gdeltv2" / name).write_bytes(data)
        names.append(name)
        lines.append(line(name, data))
        other = f"{at:%Y%m%d%H%M%S}.mentions.CSV.zip"
        lines.append(line(other, b"not asked for"))
    (folder / "gdeltv2" / "masterfilelist.txt").write_text("\n".join(lines) + "\n")
    return names


def lay_out_days(folder: Path, days: list[str]) -> None:
    """Files of version 1 for some days, and their list."""
    (folder / "events").mkdir(parents=True, exist_ok=True)
    lines = []
    for n, day in enumerate(days):
        name = f"{day}.export.CSV.zip"
        data = packed(name, gdelt(GDELT1, GLOBALEVENTID=str(5000 + n), SQLDATE=day, DATEADDED=day))
        (folder / "events" / name).write_bytes(data)
        lines.append(f"{hashlib.md5(data).hexdigest()}  {name}")
    (folder / "events" / "md5sums").write_text("\n".join(lines) + "\n")


def line(name: str, data: bytes) -> str:
    """A line of the list."""
    digest = hashlib.md5(data).hexdigest()
    return f"{len(data)} {digest} http://data.gdeltproject.org/gdeltv2/{name}"


def put(folder: Path, name: str, data: bytes, *, told: bytes | None = None) -> None:
    """Change a file, and its line in the list to that of ``told`` (the new data if None)."""
    (folder / "gdeltv2" / name).write_bytes(data)
    path = folder / "gdeltv2" / "masterfilelist.txt"
    lines = [
        line(name, data if told is None else told) if existing.endswith("/" + name) else existing
        for existing in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines) + "\n")
