"""Analysis of competing hypotheses: which evidence tells them apart, and how firm that is.

Comes in: hypotheses, each with the evidence that its texts bring, and analysts' judgements. Goes
out: a `Matrix`: hypotheses by evidence, each cell rated, with the diagnosticity of each item, the
order of the hypotheses, what would change that order, and what losing one source would do.

The machine rates only what a text ties to a hypothesis: for it C, against it I, else N. The order
is by inconsistency, least first, as the method has it; it is no answer and no probability.

References
----------
Heuer (1999), Psychology of Intelligence Analysis, chapter 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.records import Hypothesis, Judgement, Rating, digest

# Weight of a rating; only inconsistency counts towards the order (Heuer, step 5).
_WEIGHT: Mapping[str, float] = {"CC": 1.0, "C": 0.5, "N": 0.0, "I": -1.0, "II": -2.0}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of evidence: its words, the document that brings it, and who says it.

    ``diagnosticity`` in [0, 1]: how far its ratings differ over the hypotheses; 0 says that it
    fits all of them alike and tells nothing.
    """

    id: str
    text: str
    source: str
    diagnosticity: float

    def to_json(self) -> dict[str, Any]:
        """The item as JSON object."""
        return {
            "id": self.id,
            "text": self.text,
            "source": self.source,
            "diagnosticity": self.diagnosticity,
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """One rating and who gave it: None for the machine, else the analyst with time."""

    rating: Rating
    by: str | None = None
    made_at: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The cell as JSON object."""
        return {"rating": self.rating, "by": self.by, "made_at": self.made_at}


@dataclass(frozen=True, slots=True)
class Row:
    """One hypothesis with its cells, one an item, and what they add up to.

    ``inconsistency`` is the weight of what speaks against it, ``support`` of what speaks for it,
    both at least 0. ``proposed_by`` names the analyst whose hypothesis it is, None for a text's.
    """

    id: str
    about: str
    proposition: str
    holders: tuple[str, ...]
    cells: tuple[Cell, ...]
    inconsistency: float
    support: float
    rank: int
    proposed_by: str | None = None
    notes: tuple[tuple[str, str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The row as JSON object."""
        return {
            "id": self.id,
            "about": self.about,
            "proposition": self.proposition,
            "holders": list(self.holders),
            "cells": [c.to_json() for c in self.cells],
            "inconsistency": self.inconsistency,
            "support": self.support,
            "rank": self.rank,
            "proposed_by": self.proposed_by,
            "notes": [{"analyst": a, "made_at": t, "text": x} for a, t, x in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of one question (who, why, what-next).

    ``pivotal`` are the items whose turning alone would put another hypothesis first;
    ``sensitive`` maps a source to the hypotheses that would stand first without it, where that
    differs from now.
    """

    about: str
    rows: tuple[Row, ...]
    items: tuple[Item, ...]
    pivotal: tuple[str, ...]
    sensitive: Mapping[str, tuple[str, ...]]

    def to_json(self) -> dict[str, Any]:
        """The matrix as JSON object."""
        return {
            "kind": "matrix",
            "about": self.about,
            "items": [i.to_json() for i in self.items],
            "hypotheses": [r.to_json() for r in self.rows],
            "pivotal": list(self.pivotal),
            "sensitive": {k: list(v) for k, v in sorted(self.sensitive.items())},
        }


def matrix(
    hypotheses: Sequence[Hypothesis], judgements: Iterable[Judgement] = (), *, about: str
) -> Matrix:
    """The matrix of all hypotheses about one question.

    Parameters
    ----------
    hypotheses
        Of one incident or relation; the same proposition in two documents is one row.
    judgements
        Analysts' additions; a later rating of a cell takes the place of an earlier one.
    about
        ``who``, ``why`` or ``what-next``.
    """
    made = list(judgements)
    rows = _rows(hypotheses, made, about)
    items = _items(hypotheses, about)
    cells = {hid: [_cell(row, item, made, hid) for item in items] for hid, row in rows.items()}
    order = _order({h: [c.rating for c in cs] for h, cs in cells.items()})
    out: list[Row] = []
    for rank, hid in enumerate(order, 1):
        row = rows[hid]
        weights = [_WEIGHT[c.rating] for c in cells[hid]]
        out.append(
            Row(
                id=hid,
                about=about,
                proposition=row.proposition,
                holders=row.holders,
                cells=tuple(cells[hid]),
                inconsistency=-sum(w for w in weights if w < 0),
                support=sum(w for w in weights if w > 0),
                rank=rank,
                proposed_by=row.proposed_by,
                notes=tuple(
                    (j.analyst, j.made_at, j.text or "")
                    for j in made
                    if j.action == "note" and j.hypothesis in row.ids
                ),
            )
        )
    ratings = {h: [c.rating for c in cs] for h, cs in cells.items()}
    known = tuple(
        Item(i.id, i.text, i.source, _diagnosticity([ratings[h][n] for h in order]))
        for n, i in enumerate(items)
    )
    return Matrix(about, tuple(out), known, _pivotal(ratings, known), _sensitive(ratings, known))


@dataclass(frozen=True, slots=True)
class _Row:
    ids: tuple[str, ...]
    proposition: str
    holders: tuple[str, ...]
    favour: frozenset[str]
    against: frozenset[str]
    proposed_by: str | None = None


def _rows(
    hypotheses: Sequence[Hypothesis], made: Sequence[Judgement], about: str
) -> dict[str, _Row]:
    grouped: dict[str, list[Hypothesis]] = {}
    for h in hypotheses:
        if h.about == about:
            grouped.setdefault(h.proposition.lower(), []).append(h)
    out: dict[str, _Row] = {}
    for group in grouped.values():
        holders = dict.fromkeys(v.value for h in group for v in h.holders)
        out[group[0].id] = _Row(
            tuple(h.id for h in group),
            group[0].proposition,
            tuple(holders),
            frozenset(_item_id(h, s.text) for h in group for s in h.evidence_for),
            frozenset(_item_id(h, s.text) for h in group for s in h.evidence_against),
        )
    for j in made:
        if j.action == "propose" and (j.hypothesis or about) == about:
            none: frozenset[str] = frozenset()
            out[j.id] = _Row((j.id,), j.text or "", (), none, none, j.analyst)
    return out


def _item_id(h: Hypothesis, text: str) -> str:
    return digest("evidence", h.doc_id, text)


def _items(hypotheses: Sequence[Hypothesis], about: str) -> list[Item]:
    out: dict[str, Item] = {}
    for h in hypotheses:
        if h.about == about:
            for span in (*h.evidence_for, *h.evidence_against):
                key = _item_id(h, span.text)
                out.setdefault(key, Item(key, span.text, h.doc_id, 0.0))
    return list(out.values())


def _cell(row: _Row, item: Item, made: Sequence[Judgement], hid: str) -> Cell:
    for j in reversed(made):
        if j.action == "rate" and j.evidence == item.id and j.hypothesis in (*row.ids, hid):
            return Cell(j.rating or "N", j.analyst, j.made_at)
    if item.id in row.against:
        return Cell("I")
    return Cell("C" if item.id in row.favour else "N")


def _order(ratings: Mapping[str, Sequence[Rating]]) -> list[str]:
    """Hypotheses by inconsistency, then by support; ties in the order of the text."""

    def key(h: str) -> tuple[float, float]:
        weights = [_WEIGHT[r] for r in ratings[h]]
        return (-sum(w for w in weights if w < 0), -sum(w for w in weights if w > 0))

    return sorted(ratings, key=key)


def _diagnosticity(column: Sequence[Rating]) -> float:
    """Spread of an item's ratings over the hypotheses, of the greatest possible."""
    weights = [_WEIGHT[r] for r in column]
    if len(weights) < 2:
        return 0.0
    span = _WEIGHT["CC"] - _WEIGHT["II"]
    return round((max(weights) - min(weights)) / span, 4)


def _pivotal(ratings: Mapping[str, Sequence[Rating]], items: Sequence[Item]) -> tuple[str, ...]:
    """Items that, found untrue or turned round, would put another hypothesis first."""
    if len(ratings) < 2:
        return ()
    first = _order(ratings)[0]
    out: list[str] = []
    turned: Mapping[str, Rating] = {"CC": "II", "C": "I", "N": "N", "I": "C", "II": "CC"}
    for n, item in enumerate(items):
        for change in (turned, dict.fromkeys(_WEIGHT, "N")):
            other = {h: [*r[:n], change[r[n]], *r[n + 1 :]] for h, r in ratings.items()}
            if _order(other)[0] != first:  # type: ignore[arg-type]
                out.append(item.id)
                break
    return tuple(out)


def _sensitive(
    ratings: Mapping[str, Sequence[Rating]], items: Sequence[Item]
) -> dict[str, tuple[str, ...]]:
    """For each source whose loss would change which hypothesis stands first: which would."""
    if len(ratings) < 2:
        return {}
    first = _order(ratings)[0]
    out: dict[str, tuple[str, ...]] = {}
    for source in dict.fromkeys(i.source for i in items):
        kept = [n for n, i in enumerate(items) if i.source != source]
        now = _order({h: [r[n] for n in kept] for h, r in ratings.items()})
        if now[0] != first:
            out[source] = (now[0],)
    return out
