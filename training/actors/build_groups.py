"""Writes parties.tsv and armed_groups.tsv from parties_source.txt and armed_source.txt.

Run by hand: ``python training/actors/build_groups.py``. An acronym may be read without its country
in the text where ``known_acronyms.txt`` lists it; others only beside it. Ids stay what they were.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src/detente/coding/actors/data"
PARTIES = """# Parties and political movements. governing: spells (first/last day, by semicolon) in
# which it led the government or was one of its larger partners: GOV then, OPP at other times;
# 'never': always OPP; empty: PTY alone. alone: acronyms that are read where the text names no
# country; other acronyms (up to five capitals) need theirs in the text. aliases by semicolon.
# Built by training/actors from public record; edit freely.
"""
ARMED = """# Armed groups and gangs. country: where it operates (IMG: across borders). sectors:
# PLOVER codes. when: spells in which it bore arms, first/last day; outside them it is read all
# the same ('former FARC'), as OPP. alone: acronyms that are read where the text names no country;
# other acronyms (up to five capitals) need theirs in the text. aliases by semicolon. Built by
# training/actors from public record; edit freely.
"""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _ids(file: str) -> dict[tuple[str, str], str]:
    """Ids by name and country, of the table as it stands."""
    path = DATA / file
    if not path.is_file():
        return {}
    rows = [r.split("\t") for r in path.read_text(encoding="utf-8").splitlines()]
    return {(r[1], r[2]): r[0] for r in rows if len(r) > 2 and not r[0].startswith("#")}


def _items(file: str) -> list[tuple[str, list[str], str, str]]:
    """Country, names, sectors, spells of every item."""
    out = []
    for line in (HERE / file).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            country, _, rest = line.partition(": ")
            for item in rest.split("; "):
                body, _, when = item.strip().partition("@")
                body, _, sectors = body.partition("#")
                out.append((country, body.split("/"), sectors, when.replace("+", ";")))
    return out


def _alone(names: list[str], known: frozenset[str]) -> str:
    return ";".join(n for n in names if n in known)


def _main() -> None:
    known = frozenset((HERE / "known_acronyms.txt").read_text(encoding="utf-8").split())
    old = {**_ids("organisations.tsv"), **_ids("parties.tsv"), **_ids("armed_groups.tsv")}
    taken = set(old.values())

    def key(prefix: str, country: str, name: str) -> str:
        if (name, country) in old:
            return old[name, country]
        made = f"{prefix}:{country.lower()}-{_slug(name)}"
        assert made not in taken, made
        taken.add(made)
        return made

    lines = [PARTIES + "\t".join(("id", "name", "country", "governing", "alone", "aliases"))]
    for country, names, _, when in _items("parties_source.txt"):
        row = (key("pol", country, names[0]), names[0], country, when, _alone(names, known),
               ";".join(names[1:]))  # fmt: skip
        lines.append("\t".join(row))
    (DATA / "parties.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines) - 1, "parties")
    lines = [ARMED + "\t".join(("id", "name", "country", "sectors", "when", "alone", "aliases"))]
    for country, names, sectors, when in _items("armed_source.txt"):
        row = (key("armed", country, names[0]), names[0], country, sectors or "REB", when,
               _alone(names, known), ";".join(names[1:]))  # fmt: skip
        lines.append("\t".join(row))
    (DATA / "armed_groups.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines) - 1, "armed groups")


if __name__ == "__main__":
    _main()
