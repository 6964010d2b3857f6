"""What a PETRARCH dictionary says, line by line, before anything is made of it.

The readers of PETRARCH's files and of our own folder both end here, so that a dictionary codes
the same whichever way it came in.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row comes from: file name and line from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A line that could not be taken (``taken`` false), or was taken otherwise than written."""

    source: Source
    text: str
    reason: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class DatedCode:
    """A code and the days on which it holds, as yyyymmdd, both included; "" is no limit."""

    code: str
    since: str = ""
    until: str = ""

    @property
    def default(self) -> bool:
        """Whether it holds on no particular days, and so wherever no dated code does."""
        return not self.since and not self.until

    def holds(self, day: str) -> bool:
        """Whether a day (yyyymmdd) lies within the limits; never for a code without limits."""
        if self.default or not day:
            return False
        return self.since <= day and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor: its names, as written, and its codes in the order in which they are tried."""

    names: tuple[str, ...]
    codes: tuple[DatedCode, ...]
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class AgentRow:
    """A role: its names, plurals included, and the code put after (or before) an actor's."""

    names: tuple[str, ...]
    code: str
    before: bool
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class DiscardRow:
    """Words that keep a sentence (or the whole story) from being coded."""

    phrase: str
    story: bool
    whole_word: bool
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class SynsetRow:
    """A set of words or phrases that stand for one another in patterns, plurals included."""

    name: str
    phrases: tuple[str, ...]
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class VerbRow:
    """A verb of a block: its forms, the verb of several words marked by ``+``, and its code."""

    block: str
    forms: tuple[str, ...]
    code: str
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A pattern of a block. ``any_number``: nouns match as singular and plural (PETRARCH 2)."""

    block: str
    pattern: str
    code: str
    any_number: bool
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class TransformationRow:
    """What an act comes to inside another's phrase, such as ``a (b . ATTACK) SAY = a b 112``."""

    rule: str
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All rows of the files that are used together."""

    actors: tuple[ActorRow, ...] = ()
    agents: tuple[AgentRow, ...] = ()
    discards: tuple[DiscardRow, ...] = ()
    synsets: tuple[SynsetRow, ...] = ()
    verbs: tuple[VerbRow, ...] = ()
    patterns: tuple[PatternRow, ...] = ()
    transformations: tuple[TransformationRow, ...] = ()

    def __add__(self, other: Dictionary) -> Dictionary:
        return Dictionary(
            self.actors + other.actors,
            self.agents + other.agents,
            self.discards + other.discards,
            self.synsets + other.synsets,
            self.verbs + other.verbs,
            self.patterns + other.patterns,
            self.transformations + other.transformations,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A dictionary read from PETRARCH's files and everything there is to say about its lines."""

    dictionary: Dictionary
    remarks: tuple[Remark, ...] = ()
    lines: int = 0  # lines that say something: no comment, not empty

    def __add__(self, other: Reading) -> Reading:
        return Reading(
            self.dictionary + other.dictionary,
            self.remarks + other.remarks,
            self.lines + other.lines,
        )
