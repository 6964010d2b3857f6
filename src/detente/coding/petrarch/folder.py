"""A folder of dictionaries in our own form: tables that can be read and edited without Python.

=============== =============================================================================
file            columns
=============== =============================================================================
actors          ``names`` (joined by ``;``), ``codes`` in the order in which they are tried:
                ``HOB until 1995-06-01; HOBGOV from 1995-06-01 until 1999-08-15; HOB``
agents          ``names``, ``code`` with ``~`` for the actor's place
discards        ``phrase``, ``drops`` (sentence or story), ``ends`` (word or stem)
synsets         ``name``, ``members``
verbs           ``block``, ``forms``, ``code``
patterns        ``block``, ``pattern``, ``code``, ``nouns`` (as_written or any_number)
transformations ``rule``, such as ``a (b . ATTACK) SAY = a b 112``
report          ``taken`` (yes or no), ``reason``, ``text``: what an import said of lines
=============== =============================================================================

Each has ``source`` as its last column, file and line that the row comes from. A table that is
not there is empty. In a name or pattern ``_`` joins words, a blank lets others stand between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from detente.codebook.tables import Row, read_table
from detente.coding.petrarch.patterns import synset_at
from detente.coding.petrarch.rows import (
    ActorRow,
    AgentRow,
    DatedCode,
    Dictionary,
    DiscardRow,
    PatternRow,
    Reading,
    Remark,
    Source,
    SynsetRow,
    TransformationRow,
    VerbRow,
)
from detente.coding.petrarch.transformations import transformation
from detente.errors import BadDataFile

T = TypeVar("T")
COLUMNS: dict[str, tuple[str, ...]] = {
    "actors": ("names", "codes", "source"),
    "agents": ("names", "code", "source"),
    "discards": ("phrase", "drops", "ends", "source"),
    "synsets": ("name", "members", "source"),
    "verbs": ("block", "forms", "code", "source"),
    "patterns": ("block", "pattern", "code", "nouns", "source"),
    "transformations": ("rule", "source"),
    "report": ("taken", "reason", "text", "source"),
}
_CODE = re.compile(
    r"^(?P<code>\S+?)(?:\s+from\s+(?P<since>\d{4}-\d\d-\d\d))?"
    r"(?:\s+until\s+(?P<until>\d{4}-\d\d-\d\d))?$"
)
_HEADS = {
    "actors": "# Actors: a code holds on its days, both included; one without days at other times.",
    "agents": "# Roles: ~ stands for the actor's code.",
    "discards": "# Words that keep a sentence, or a whole story, from being coded.",
    "synsets": "# Words that stand for one another in patterns.",
    "verbs": "# Verbs with all their forms; + marks the verb in a form of several words.",
    "patterns": "# * verb, $ source, + target, ^ an actor passed over, % a compound, & a synset.",
    "transformations": "# What an act comes to inside another's phrase: Q is any verb.",
    "report": "# What the import said of single lines; no: the line was left out.",
}


def merge(folder: Path, reading: Reading, files: Iterable[str]) -> Dictionary:
    """Write a reading into a folder, in place of what it held of the same files.

    Parameters
    ----------
    folder
        Made if it is not there.
    reading
        What was read from PETRARCH's files.
    files
        Names of those files: their older rows and remarks are replaced, all others kept.

    Returns
    -------
    Everything that the folder holds then.
    """
    again = frozenset(files)
    old = read_folder(folder) if _held(folder) else Dictionary()
    remarks = [r for r in read_report(folder) if r.source.file not in again]

    def kept(rows: Sequence[T]) -> tuple[T, ...]:
        return tuple(r for r in rows if r.source.file not in again)  # type: ignore[attr-defined]

    left = Dictionary(
        kept(old.actors),
        kept(old.agents),
        kept(old.discards),
        kept(old.synsets),
        kept(old.verbs),
        kept(old.patterns),
        kept(old.transformations),
    )
    new = left + reading.dictionary
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in _tables(new, [*remarks, *reading.remarks]).items():
        text = "\n".join([_HEADS[name], "\t".join(COLUMNS[name]), *lines])
        (folder / f"{name}.tsv").write_text(text + "\n", encoding="utf-8")
    return new


def _tables(held: Dictionary, remarks: Sequence[Remark]) -> dict[str, list[str]]:
    return {
        "actors": [
            _line(_listed(r.names), "; ".join(map(_written, r.codes)), r.source)
            for r in held.actors
        ],
        "agents": [
            _line(_listed(r.names), f"{r.code}~" if r.before else f"~{r.code}", r.source)
            for r in held.agents
        ],
        "discards": [
            _line(
                r.phrase,
                "story" if r.story else "sentence",
                "word" if r.whole_word else "stem",
                r.source,
            )
            for r in held.discards
        ],
        "synsets": [_line(r.name, _listed(r.phrases), r.source) for r in held.synsets],
        "verbs": [_line(r.block, _listed(r.forms), r.code, r.source) for r in held.verbs],
        "patterns": [
            _line(
                r.block, r.pattern, r.code, "any_number" if r.any_number else "as_written", r.source
            )
            for r in held.patterns
        ],
        "transformations": [_line(r.rule, r.source) for r in held.transformations],
        "report": [_line("yes" if r.taken else "no", r.reason, r.text, r.source) for r in remarks],
    }


def _line(*cells: object) -> str:
    return "\t".join(" ".join(str(c).split()) for c in cells)


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names)


def _written(code: DatedCode) -> str:
    since = f" from {_dashed(code.since)}" if code.since else ""
    until = f" until {_dashed(code.until)}" if code.until else ""
    return code.code + since + until


def _dashed(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def read_folder(folder: Path) -> Dictionary:
    """The dictionary in a folder.

    Raises
    ------
    BadDataFile
        There is no such folder, it holds none of the tables, or a row does not hold up; the
        message names file and line.
    """
    if not _held(folder):
        raise BadDataFile(
            "there are no dictionaries",
            file=str(folder),
            hint="`detente actors import petrarch FILE` and `detente patterns import petrarch "
            f"FILE` with --dictionaries {folder} put some there",
        )
    synsets = _rows(folder, "synsets", _synset)
    known = {s.name: s.phrases for s in synsets}
    return Dictionary(
        _rows(folder, "actors", _actor),
        _rows(folder, "agents", _agent),
        _rows(folder, "discards", _discard),
        synsets,
        _rows(folder, "verbs", _verb),
        _rows(folder, "patterns", lambda row: _pattern(row, known)),
        _rows(folder, "transformations", _transformation),
    )


def _held(folder: Path) -> list[str]:
    """The tables that are there."""
    return [name for name in COLUMNS if (folder / f"{name}.tsv").is_file() and name != "report"]


def read_report(folder: Path) -> tuple[Remark, ...]:
    """What imports into a folder said of single lines; empty if there was none."""
    return _rows(
        folder,
        "report",
        lambda r: Remark(_source(r), r["text"], r["reason"], r.one_of("taken", _YES_NO) == "yes"),
    )


_YES_NO = ("yes", "no")


def _rows(folder: Path, name: str, made: Callable[[Row], T]) -> tuple[T, ...]:
    path = folder / f"{name}.tsv"
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadDataFile(
            f"is not UTF-8: {error.reason}", file=str(path), hint="save the table as UTF-8"
        ) from None
    return tuple(made(row) for row in read_table(text, str(path), COLUMNS[name]))


def _source(row: Row) -> Source:
    """The row's own source, or its place in the table if it was written there by hand."""
    file, _, line = row["source"].rpartition(":")
    if file and line.isdigit():
        return Source(file, int(line))
    return Source(Path(row.file).name, row.line)


def _actor(row: Row) -> ActorRow:
    codes = tuple(_dated(row, written) for written in row.listed("codes"))
    if not codes:
        raise row.bad("the actor has no code", hint="write --- for a name that is no actor")
    row.filled("names")
    return ActorRow(row.listed("names"), codes, _source(row))


def _dated(row: Row, written: str) -> DatedCode:
    match = _CODE.match(written)
    if match is None:
        raise row.bad(
            f"'{written}' is no code with days",
            hint="such as GONGOV from 2012-11-09 until 2013-01-19; either limit may be left out",
        )
    days = [(match[part] or "").replace("-", "") for part in ("since", "until")]
    return DatedCode(match["code"], days[0], days[1])


def _agent(row: Row) -> AgentRow:
    code = row.filled("code")
    row.filled("names")
    if code.count("~") != 1 or code.strip("~") == "" or code[0] != "~" != code[-1]:
        raise row.bad(f"the code '{code}' has no ~ before or after it", hint="such as ~GOV or NGO~")
    return AgentRow(row.listed("names"), code.strip("~"), code[-1] == "~", _source(row))


def _discard(row: Row) -> DiscardRow:
    story = row.one_of("drops", ("sentence", "story")) == "story"
    word = row.one_of("ends", ("word", "stem")) == "word"
    return DiscardRow(row.filled("phrase"), story, word, _source(row))


def _synset(row: Row) -> SynsetRow:
    if not re.match(r"^&[A-Z0-9_]+$", row["name"]):
        raise row.bad(f"'{row['name']}' is no name of a synset", hint="such as &CURRENCY")
    return SynsetRow(row["name"], row.listed("members"), _source(row))


def _verb(row: Row) -> VerbRow:
    for column in ("block", "forms", "code"):
        row.filled(column)
    return VerbRow(row["block"], row.listed("forms"), row["code"], _source(row))


def _pattern(row: Row, synsets: dict[str, tuple[str, ...]]) -> PatternRow:
    pattern = row.filled("pattern")
    if pattern.count("*") != 1:
        raise row.bad(f"the pattern '{pattern}' must have the verb's place * once")
    for match in re.finditer("&", pattern):
        if synset_at(pattern[match.start() :], synsets) is None:
            named = pattern[match.start() :].split()[0]
            raise row.bad(f"the synset {named} is not in synsets.tsv")
    number = row.one_of("nouns", ("as_written", "any_number")) == "any_number"
    return PatternRow(row.filled("block"), pattern, row.filled("code"), number, _source(row))


def _transformation(row: Row) -> TransformationRow:
    rule = row.filled("rule")
    if transformation(rule) is None:
        raise row.bad(f"'{rule}' is no rule", hint="such as a (b . ATTACK) SAY = a b 112")
    return TransformationRow(rule, _source(row))
