"""Writes officeholders.tsv and people.tsv from their sources in this folder.

Run by hand: ``python training/actors/build_people.py``. The sources are compiled by the détente
authors from public record; a line is left out where its dates were not certain.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src/detente/coding/actors/data"

OFFICES = """# Who held which office, from when until when; no end: still in office when compiled.
# office: head_of_state, head_of_government, foreign_minister, defence_minister,
# supreme_leader, crown_prince. aliases by semicolon; alone: whether the family name is rare
# enough to be read without title or first name. Compiled by the détente authors from public
# record; edit freely.
"""
PEOPLE = """# Known people without an office in officeholders.tsv. country may be one of PLOVER's
# codes above states; sectors by comma. Compiled by the détente authors from public record.
"""


def _lines(file: str) -> list[str]:
    text = (HERE / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _ascii(name: str) -> str:
    """Turkish names as English-language news writes them; matching folds accents anyway."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _main() -> None:
    rows, head = [], ("", "")
    for line in _lines("officeholders_source.txt"):
        if "|" not in line:
            country, office = line.split()
            head = (country, office)
            continue
        names, start, end = line.split("|")
        alone = names.startswith("*")
        name, *aliases = names.removeprefix("*").split("/")
        if country == "TUR":
            name = _ascii(name)
        rows.append((name, *head, start, end, ";".join(aliases), "yes" if alone else "no",
                     "public record"))  # fmt: skip
    columns = ("name", "country", "office", "start", "end", "aliases", "alone", "source")
    _write("officeholders.tsv", OFFICES, columns, rows)
    rows = []
    for line in _lines("people_source.txt"):
        names, country, sectors, start, end, star = line.split("|")
        name, *aliases = names.split("/")
        if country == "TUR":
            name = _ascii(name)
        rows.append(
            (name, country, sectors, start, end, ";".join(aliases), "yes" if star else "no")
        )
    _write(
        "people.tsv",
        PEOPLE,
        ("name", "country", "sectors", "start", "end", "aliases", "alone"),
        rows,
    )


def _write(file: str, head: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    lines = [head + "\t".join(columns), *("\t".join(row) for row in rows)]
    (DATA / file).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main()
