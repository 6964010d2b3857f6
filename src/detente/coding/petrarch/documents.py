"""Documents coded with a folder of dictionaries: the same records as our own coder's.

A CAMEO code becomes the PLOVER type, modes and contexts that the codebook gives it; an actor code
its state or kind of actor, and sectors. PETRARCH makes no difference between what is told as fact
and what is not: every event is ``asserted``. Its ``confidence`` is 0.5, as nothing was calibrated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from detente.codebook import Codebook, load_codebook, load_states
from detente.coding.masking import readable
from detente.coding.merge import Draft, merge
from detente.coding.petrarch.coder import Coded, PetrarchCoder
from detente.coding.petrarch.folder import COLUMNS, read_folder
from detente.coding.petrarch.read_actors import NULL
from detente.errors import UnknownEventType
from detente.records import (
    Document,
    Event,
    Mention,
    Party,
    Reading,
    Rejection,
    digest,
    span_of,
)

if TYPE_CHECKING:
    from spacy.language import Language

CODER = "petrarch"
CODER_VERSION = "1"
_UNCALIBRATED = 0.5
# CAMEO's names for kinds of actors that the codebook has under others.
_KINDS = {"IGOUNO": "UNO", "IGOEUR": "EUR", "IGOEEU": "EUR"}
_SECTORS = {"MED": "JRN", "HLH": "MED", "CVL": "CVL", "INS": "REB", "SEP": "REB"}


class DictionaryCoder:
    """Reads documents with the dictionaries of a folder.

    Parameters
    ----------
    folder
        Tables as `detente.coding.petrarch.folder` keeps them.
    pipeline
        Name or path of a spaCy pipeline with UD labels; None for the shipped one.

    Raises
    ------
    BadDataFile
        The folder holds no dictionary, or one that does not hold up.
    """

    def __init__(self, folder: str | Path, pipeline: str | None = None) -> None:
        self.folder = Path(folder)
        self.pipeline = pipeline
        self.codebook = load_codebook()
        self._coder = PetrarchCoder(read_folder(self.folder))

    @cached_property
    def nlp(self) -> Language:
        """The language pipeline, loaded when first asked for."""
        from detente.language import load

        return load(self.pipeline)

    @property
    def versions(self) -> dict[str, str]:
        """Name and version of coder, codebook and pipeline, for the run log.

        The coder's version ends in a digest of its dictionaries, so that documents are read again
        after they changed.
        """
        total = hashlib.sha256()
        for name in COLUMNS:
            path = self.folder / f"{name}.tsv"
            total.update(path.read_bytes() if path.is_file() and name != "report" else b"\0")
        meta = self.nlp.meta
        return {
            "coder": f"{CODER} {CODER_VERSION}+{total.hexdigest()[:8]}",
            "codebook": str(self.codebook.version),
            "pipeline": f"{meta.get('lang')}_{meta.get('name')} {meta.get('version')}",
        }

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Readings of documents, in their order; streams."""
        for document in documents:
            yield self._reading(document)

    def _reading(self, document: Document) -> Reading:
        day = (document.date or "")[:10].replace("-", "")
        outcome = self._coder.code(self.nlp, readable(document.text), day)
        drafts: list[Draft] = []
        rejections = [
            Rejection(
                document.id,
                "coding",
                p.reason or "no verb of the dictionary with two actors",
                p.sentence,
                (span_of(document.text, *p.span),),
            )
            for p in outcome.passed
        ]
        for told in _acts(outcome.events):
            made = _event(document, told, self.codebook)
            if isinstance(made, Rejection):
                rejections.append(made)
            else:
                drafts.append(Draft(made))
        events, _ = merge(drafts)
        ordered = sorted(events, key=lambda e: (e.trigger.start, e.event_type, e.decided_by))
        rejections.sort(key=lambda r: (r.sentence or 0, r.reason))
        return Reading(document, tuple(_named(ordered, document.id)), tuple(rejections))


def _named(events: Iterable[Event], doc_id: str) -> Iterator[Event]:
    """Events with their ids: what they say, and where their first trigger stands."""
    seen: dict[str, int] = {}
    for event in events:
        key = digest(doc_id, event.event_type, str(event.trigger.start), event.decided_by)
        n = seen[key] = seen.get(key, 0) + 1
        yield replace(event, id=key if n == 1 else digest(key, str(n)))


def _acts(events: Sequence[Coded]) -> list[list[Coded]]:
    """Coded events by act: one verb with one code, whatever the number of its parties.

    What the target does back by the same verb (host and visitor) is the same act.
    """
    acts: dict[tuple[object, ...], list[Coded]] = {}
    for coded in events:
        acts.setdefault((coded.verb, coded.where), []).append(coded)
    return [[c for c in act if c.code == act[0].code] for act in acts.values()]


def _event(document: Document, act: Sequence[Coded], codebook: Codebook) -> Event | Rejection:
    """The record of an act, or why the codebook has none for it.

    Parties that do the same to each other are all actors.
    """
    coded = act[0]
    trigger = span_of(document.text, *coded.verb)
    try:
        meant = codebook.from_cameo(coded.code)
    except UnknownEventType:
        detail = f"{coded.code} ({coded.where})"
        return Rejection(
            document.id, "coding", "no CAMEO code", coded.sentence, (trigger,), detail=detail
        )
    if meant.type is None:
        detail = f"{coded.code} ({coded.where})"
        return Rejection(
            document.id, "coding", "no event by PLOVER", coded.sentence, (trigger,), detail=detail
        )
    evidence = span_of(document.text, *coded.evidence)
    sources = [(c.source, c.source_span) for c in act]
    targets = [(c.target, c.target_span) for c in act]
    mutual = {code for code, _ in sources} == {code for code, _ in targets}
    return Event(
        event_type=meant.type,
        event_mode=meant.modes,
        context=meant.contexts,
        cameo=coded.code,
        quad_class=codebook.quad_class(meant.type),
        plover_score=codebook.plover_score(meant.type, meant.modes or None),
        goldstein=codebook.goldstein(coded.code),
        actor=_parties(document, sources, codebook),
        recipient=() if mutual else _parties(document, targets, codebook),
        date=None,
        place=None,
        status="asserted",
        historical=False,
        doc_id=document.id,
        mentions=(Mention(trigger, evidence, coded.sentence),),
        decided_by=f"{CODER}:{coded.where}",
        confidence=_UNCALIBRATED,
    )


@dataclass(frozen=True, slots=True)
class ActorCode:
    """What an actor code says: state or kind of actor (None if neither), and PLOVER sectors."""

    country: str | None
    sector: tuple[str, ...]


def actor_code(code: str, codebook: Codebook) -> ActorCode:
    """State and sectors of a CAMEO actor code, three letters each.

    Examples
    --------
    >>> from detente.codebook import load_codebook
    >>> actor_code("TURGOVMED", load_codebook())
    ActorCode(country='TUR', sector=('GOV', 'JRN'))
    """
    plain = code.replace(NULL, "")
    threes = [plain[i : i + 3] for i in range(0, len(plain), 3)]
    first = "".join(threes[:2])
    if first in _KINDS:
        return ActorCode(_KINDS[first], _sectors(threes[2:], codebook))
    if threes and threes[0] in codebook.entities:
        return ActorCode(threes[0], _sectors(threes[1:], codebook))
    # A state stands first, or after what a prefix such as NGO~ put before it.
    for place, three in enumerate(threes[:2]):
        state = load_states().of("cameo", three)
        if state is not None:
            return ActorCode(state, _sectors(threes[:place] + threes[place + 1 :], codebook))
    return ActorCode(None, _sectors(threes, codebook))


def _sectors(threes: Iterable[str], codebook: Codebook) -> tuple[str, ...]:
    named = (_SECTORS.get(three, three) for three in threes)
    return tuple(dict.fromkeys(s for s in named if s in codebook.sectors))


def _parties(
    document: Document,
    coded: Iterable[tuple[str, tuple[int, int] | None]],
    codebook: Codebook,
) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for code, span in coded:
        if code == NULL or span is None or code in found:
            continue
        words = span_of(document.text, *span)
        if code.startswith('"'):
            found[code] = Party(words.text, None, span=words)
            continue
        meant = actor_code(code, codebook)
        is_state = meant.country is not None and meant.country not in codebook.entities
        entity = f"state:{meant.country}" if is_state and not meant.sector else None
        found[code] = Party(words.text, meant.country, meant.sector, entity, span=words)
    return tuple(found.values())
