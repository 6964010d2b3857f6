"""What the record says, shown: the desk of a dyad, its picture, evidence marked in its text.

`chart` (Altair) and `terminal` (rich) are imported by name where they are needed, because both
take time to load.
"""

from detente.brief.desk import Desk, Mark, event_day, label_of, make_desk
from detente.brief.highlight import (
    Piece,
    SentenceRow,
    html_page,
    html_reading,
    pieces,
    sentence_rows,
    spans_by_role,
    who_does_what,
)

__all__ = [
    "Desk",
    "Mark",
    "Piece",
    "SentenceRow",
    "event_day",
    "html_page",
    "html_reading",
    "label_of",
    "make_desk",
    "pieces",
    "sentence_rows",
    "spans_by_role",
    "who_does_what",
]
