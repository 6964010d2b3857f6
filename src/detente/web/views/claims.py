"""Who says what, and the explanations that compete: claims, matrices, analysts' judgements.

What comes in: an open session. What goes out: a `ClaimsPage`, a `HypothesesPage`. Nothing is
presented as the answer: hypotheses stand in the order of how little speaks against them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from detente.api import Session
from detente.coding.hypotheses import Matrix, matrix
from detente.errors import BadSetting
from detente.records import RATINGS, STATUSES, Hypothesis
from detente.store.findings import claim_from_json, hypothesis_from_json
from detente.web import sql
from detente.web.params import AsOf, OfDyad, PageNumber, StatusName, Words
from detente.web.views.common import Quote, about_documents, day_of, in_sentences, iso, sides_of
from detente.web.views.documents import judged_by
from detente.web.views.incidents import Asked, files_of

A_PAGE = 50
QUESTIONS = {"who": "Who did it?", "why": "Why?", "what-next": "What next?"}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim: the way the word came, what the speaker does with it, what it says."""

    id: str
    chain: tuple[str, ...]
    speaker: str
    kind: str
    country: str | None
    stance: str
    status: str
    quote: Quote
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """The claims of a store, the latest first."""

    day: str
    as_of: str | None
    words: str | None
    dyad: str | None
    status: str | None
    statuses: tuple[str, ...]
    page: int
    pages: int
    total: int
    rows: tuple[ClaimRow, ...]


def claims(
    session: Session,
    as_of: AsOf = None,
    words: Words = None,
    dyad: OfDyad = None,
    status: StatusName = None,
    page: PageNumber = 1,
) -> ClaimsPage:
    """Who says what: claims with the way the word came and what is left of it."""
    if status is not None and status not in STATUSES:
        raise BadSetting(f"{status!r} is no status", hint=f"one of {', '.join(STATUSES)}")
    sides = None if dyad is None else sides_of(dyad)
    asked = {
        "as_of": as_of,
        "words": words,
        "status": status,
        "a": None if sides is None else sides.a,
        "b": None if sides is None else sides.b,
        "limit": A_PAGE,
        "offset": (page - 1) * A_PAGE,
    }
    rows, total = [], 0
    for record, title, source, published, total in session.store.query(sql.CLAIMS, asked):  # noqa: B007
        claim = claim_from_json(json.loads(record))
        said = claim.proposition
        rows.append(
            ClaimRow(
                claim.id,
                tuple(v.value for v in claim.chain),
                claim.speaker.value,
                claim.speaker.kind,
                claim.speaker.country,
                claim.stance,
                claim.status,
                Quote("", said.text, claim.doc_id, said.start, said.end, None, claim.sentence,
                      title, source, iso(published), None),
                claim.events,
            )
        )  # fmt: skip
    whole = in_sentences(session, [r.quote for r in rows])
    rows = [replace(r, quote=whole[r.quote]) for r in rows]
    return ClaimsPage(
        day_of(session, as_of), as_of, words, None if sides is None else sides.code, status,
        tuple(STATUSES), page, max(1, -(-int(total) // A_PAGE)), int(total), tuple(rows),
    )  # fmt: skip


# --- hypotheses -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CellView:
    """One rating; ``by`` the analyst and ``made_at`` the time, None for the machine's."""

    item: str
    rating: str
    by: str | None
    made_at: str | None


@dataclass(frozen=True, slots=True)
class RowView:
    """One hypothesis: who holds it, its ratings, what they add up to, analysts' notes."""

    id: str
    proposition: str
    holders: tuple[str, ...]
    cells: tuple[CellView, ...]
    inconsistency: float
    support: float
    rank: int
    proposed_by: str | None
    notes: tuple[tuple[str, str, str], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of evidence, how well it tells the hypotheses apart, and where it stands."""

    id: str
    diagnosticity: float
    pivotal: bool
    quote: Quote


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The matrix of one question about one incident; ``sensitive`` names sources by document."""

    about: str
    question: str
    incident: str | None
    incident_id: str | None
    rows: tuple[RowView, ...]
    items: tuple[ItemView, ...]
    sensitive: tuple[tuple[str, str, str], ...]

    @property
    def alone(self) -> bool:
        """Whether there is one explanation only."""
        return len(self.rows) < 2


@dataclass(frozen=True, slots=True)
class HypothesesPage:
    """The matrices of a store's incidents, and every judgement of analysts."""

    day: str
    as_of: str | None
    words: str | None
    ratings: tuple[str, ...]
    questions: tuple[str, ...]
    matrices: tuple[MatrixView, ...]
    judgements: tuple[dict[str, Any], ...]


def hypotheses(session: Session, as_of: AsOf = None, words: Words = None) -> HypothesesPage:
    """The explanations that compete, evidence by evidence, with what analysts judged."""
    records = [row[0] for row in session.store.query(sql.HYPOTHESES, {"as_of": as_of})]
    every = [hypothesis_from_json(json.loads(r)) for r in records]
    about = about_documents(session, (h.doc_id for h in every))
    made = [j for j in judged_by(session, as_of) if j.event is None]
    found: list[tuple[str | None, str | None, Matrix, list[Hypothesis]]] = []
    wanted = (words or "").lower().split()
    asked = {h.incident for h in every if h.incident}
    for file in files_of(session, Asked(as_of)) if asked else []:
        mine = [h for h in every if h.incident in {r.id for r in file.reports}]
        if not mine or not all(w in f"{file.name} {file.fields()}".lower() for w in wanted):
            continue
        for name in ("who", "why"):
            of = [h for h in mine if h.about == name]
            if of:
                # What an analyst proposed belongs to the matrices that he saw it in.
                found.append((file.name, file.id, matrix(of, _of_matrix(made, name, file.id),
                                                         about=name), of))  # fmt: skip
    ahead = [h for h in every if h.about == "what-next"]
    if ahead and not wanted:
        found.append((None, None, matrix(ahead, made, about="what-next"), ahead))
    views = tuple(_matrix_view(name, ident, m, of, about) for name, ident, m, of in found)
    told = tuple(j.to_json() for j in reversed(made))
    return HypothesesPage(
        day_of(session, as_of), as_of, words, RATINGS, tuple(QUESTIONS), views, told
    )


def _of_matrix(made: list[Any], about: str, incident: str) -> list[Any]:
    """Judgements that bear on one matrix: proposals for its question, ratings of its rows.

    A proposal names its question; where it was made on an incident's matrix, ``evidence`` names
    that incident, and it stands nowhere else.
    """
    return [
        j
        for j in made
        if j.action != "propose"
        or ((j.hypothesis or about) == about and j.evidence in (None, incident))
    ]


def _matrix_view(
    name: str | None,
    ident: str | None,
    made: Matrix,
    of: list[Hypothesis],
    about: dict[str, tuple[Any, ...]],
) -> MatrixView:
    spans = {(h.doc_id, s.text): s for h in of for s in (*h.evidence_for, *h.evidence_against)}
    told: dict[str, list[Quote]] = {}
    for h in of:
        told.setdefault(h.proposition.lower(), []).extend(
            _quote(h.doc_id, s, about) for s in h.spans
        )
    items = tuple(
        ItemView(
            i.id, i.diagnosticity, i.id in made.pivotal,
            _quote(i.source, spans[(i.source, i.text)], about),
        )
        for i in made.items
    )  # fmt: skip
    rows = tuple(
        RowView(
            r.id, r.proposition, r.holders,
            tuple(CellView(made.items[n].id, c.rating, c.by, c.made_at)
                  for n, c in enumerate(r.cells)),
            r.inconsistency, r.support, r.rank, r.proposed_by, r.notes,
            tuple(told.get(r.proposition.lower(), ())),
        )
        for r in made.rows
    )  # fmt: skip
    names = {r.id: r.proposition for r in made.rows}
    sensitive = tuple(
        (doc, str(about.get(doc, (None,))[0] or doc), names[first[0]])
        for doc, first in sorted(made.sensitive.items())
    )
    return MatrixView(made.about, QUESTIONS[made.about], name, ident, rows, items, sensitive)


def _quote(doc_id: str, span: Any, about: dict[str, tuple[Any, ...]]) -> Quote:
    title, source, published = about.get(doc_id, (None, None, None))
    return Quote(
        "", span.text, doc_id, span.start, span.end, None, None, title, source, published, None
    )
