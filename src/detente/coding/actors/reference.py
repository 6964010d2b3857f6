"""Words that stand for a state told before: "the kingdom", "the NATO member", "its neighbour".

What comes in: ``reference.toml``, and a phrase with what the document has said. What goes out:
the code of the state meant, or None where the text leaves it open: the classes of most words
have many members, so one alone must have been named nearby.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from detente.codebook.states import Spells, covered
from detente.errors import BadDataFile

if TYPE_CHECKING:
    from detente.coding.actors.context import DocumentContext

FILE = "reference.toml"
_WINDOW = 6  # sentences that a class word looks back


@dataclass(frozen=True, slots=True)
class Group:
    """States that news calls by a class; ``strict``: only if one alone was named."""

    ends: tuple[str, ...]
    within: tuple[str, ...]
    codes: tuple[tuple[str, Spells], ...]
    strict: bool

    def members(self, date: str) -> frozenset[str]:
        """Who belonged to it on a date (ISO)."""
        return frozenset(c for c, when in self.codes if not when or covered(when, date))


@dataclass(frozen=True, slots=True)
class Half:
    """ "The North": the code meant where a code of ``of`` was named before."""

    word: str
    code: str
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class References:
    """The words of ``reference.toml``."""

    groups: tuple[Group, ...]
    halves: tuple[Half, ...]
    like: dict[str, frozenset[str]]
    relational: frozenset[str]
    deny: frozenset[str]
    accuse: frozenset[str]
    stranger: frozenset[str]
    guard: frozenset[str]

    def groups_of(self, phrase: str, *, country_word: bool) -> tuple[Group, ...]:
        """The groups that a phrase ("former soviet republic", lower case) names.

        ``country_word``: the phrase ends with a word for a state, so that a word before it
        ("west african") tells a group too.
        """
        spaced = f" {phrase} "
        return tuple(
            g
            for g in self.groups
            if any(spaced.endswith(f" {e} ") for e in g.ends)
            or (country_word and any(f" {w} " in spaced for w in g.within))
        )


def member_named(
    groups: tuple[Group, ...],
    context: DocumentContext,
    sentence: int,
    token: int,
    verb: int,
    joined: Container[str] = (),
) -> str | None:
    """The state of all ``groups`` that the text named before a place; None if it is open.

    Who hangs on the same ``verb`` does not count: who does something to "the kingdom" is
    another. Nor does one of several members named together: "the kingdom" after "Jordan and
    Morocco" is neither of them; ``joined`` are those so named in the sentence itself.
    """
    members = frozenset.intersection(*(g.members(context.era.date) for g in groups))
    paired: set[tuple[int, str]] = set()
    for t in context.together[-20:]:
        codes = {p.country for p in t.parties if p.country is not None and p.country in members}
        if len(codes) > 1:
            paired |= {(t.sentence, code) for code in codes}
    paired |= {(sentence, code) for code in members if code in joined}
    named: list[str] = []
    for m in context.before(sentence, token, window=_WINDOW):
        code = m.party.country
        if code is None or code not in members or code in named:
            continue
        if (m.sentence == sentence and m.verb == verb) or (m.sentence, code) in paired:
            continue
        named.append(code)
    for at, _, code in reversed(context.places):
        if named or paired or sentence - at > _WINDOW:
            break
        if at < sentence and code in members:
            named.append(code)
    if not named or (len(named) > 1 and any(g.strict for g in groups)):
        return None
    return named[0]


def only_other(
    context: DocumentContext, sentence: int, token: int, but: Container[str | None]
) -> str | None:
    """The one state named in the last two sentences beside those of ``but``; None if several."""
    codes = {
        m.party.country
        for m in context.recent(sentence, token, 2)
        if m.party.country in context.tables.states and m.party.country not in but
    }
    codes |= {
        code
        for at, k, code in context.places[-20:]
        if (at, k) < (sentence, token) and sentence - at <= 2 and code not in but
    }
    return codes.pop() if len(codes) == 1 else None


def load_references(folder: Traversable, known: Container[str]) -> References:
    """``reference.toml`` of a folder, read and checked; ``known`` are the codes of states.

    Raises
    ------
    BadDataFile
        It is not TOML, or a group has an unknown code or date; names the file and the remedy.
    """
    try:
        data = tomllib.loads(folder.joinpath(FILE).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"not TOML: {error}", file=FILE) from error
    like: dict[str, frozenset[str]] = {}
    for row in data.get("like", []):
        for word in _strings(row, "say"):
            like[word] = like.get(word, frozenset()) | frozenset(_strings(row, "for"))
    halves = []
    for row in data.get("half", []):
        of = frozenset(_strings(row, "of"))
        for code in (row["code"], *of):
            _known(str(code), known)
        halves.append(Half(str(row["word"]).lower(), str(row["code"]), of))
    return References(
        tuple(_group(row, known) for row in data.get("group", [])),
        tuple(halves),
        like,
        frozenset(_strings(data, "relational")),
        frozenset(_strings(data, "deny")),
        frozenset(_strings(data, "accuse")),
        frozenset(_strings(data, "stranger")),
        frozenset(_strings(data, "guard")),
    )


def _group(row: dict[str, Any], known: Container[str]) -> Group:
    codes: list[tuple[str, Spells]] = []
    for item in _strings(row, "codes"):
        code, _, when = item.partition("@")
        _known(code, known)
        start, slash, end = when.partition("/")
        if when and not slash:
            raise BadDataFile(
                f"{item!r} has no slash between first and last day",
                file=FILE,
                hint="write CODE@2004-03-29/ or CODE@/2020-01-31",
            )
        codes.append((code, ((start, end),) if when else ()))
    ends, within = tuple(_strings(row, "ends")), tuple(_strings(row, "with"))
    if not ends and not within:
        raise BadDataFile(f"the group of {codes[:1]} has neither 'ends' nor 'with'", file=FILE)
    return Group(ends, within, tuple(codes), bool(row.get("strict", False)))


def _known(code: str, known: Container[str]) -> None:
    if code not in known:
        raise BadDataFile(
            f"{code!r} is no code of states.tsv",
            file=FILE,
            hint="use the ISO 3166-1 alpha-3 code (KOS for Kosovo)",
        )


def _strings(row: dict[str, Any], key: str) -> list[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise BadDataFile(f"{key!r} must be a list of words", file=FILE)
    return value
