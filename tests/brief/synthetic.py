"""A small desk made by hand: peace, a rupture, silence, a repair, violence by others."""

from __future__ import annotations

from datetime import date, timedelta

from detente.brief import Desk, make_desk
from detente.records import DyadWeek, Event, EventDate, Mention, Party, span_of

START = date(2015, 10, 5)


def event(
    day: str,
    text: str,
    trigger: str,
    *,
    actor: str | None,
    sector: tuple[str, ...] = (),
    recipient: str = "RUS",
    event_type: str = "ASSAULT",
    quad: int = 4,
    score: float = -9.0,
) -> Event:
    """An event whose actor is the text's first word and whose recipient its last."""
    at = text.index(trigger)
    last = text.rindex(" ") + 1
    return Event(
        event_type=event_type,
        event_mode=(),
        context=(),
        cameo=None,
        quad_class=quad,
        plover_score=score,
        goldstein=None,
        actor=(Party("a", actor, sector, span=span_of(text, 0, text.index(" "))),),
        recipient=(Party("b", recipient, span=span_of(text, last, len(text))),),
        date=EventDate(day, day, "day", "stated", span_of(text, 0, 1)),
        place=None,
        status="asserted",
        historical=False,
        id=f"e-{day}",
        doc_id=f"d-{day}",
        mentions=(Mention(span_of(text, at, at + len(trigger)), span_of(text, 0, len(text)), 0),),
        decided_by="test",
    )


RUPTURE = event("2015-11-24", "Jets shot down a bomber of Russia", "shot", actor="TUR")
REPAIR = event(
    "2016-02-10", "Ankara apologised to Moscow", "apologised",
    actor="TUR", event_type="CONCEDE", quad=1, score=6.0,
)  # fmt: skip
MURDER = event(
    "2016-03-02", "Policemen murdered an envoy of Russia", "murdered", actor="TUR", sector=("COP",)
)


def weeks(shocks: bool = True) -> list[DyadWeek]:
    """Twenty-seven weeks from October 2015; every fourth is without reports.

    The week of the murder is one of those: violence by others is no report of the two.
    """
    marks = {"2015-11-23": ("rupture", RUPTURE), "2016-02-08": ("repair", REPAIR)}
    out: list[DyadWeek] = []
    for i in range(27):
        monday = (START + timedelta(weeks=i)).isoformat()
        shock, told = marks.get(monday, (None, None))
        if told is None and i % 4 == 1:
            counts = {"*>RUS:4": 1} if monday == "2016-02-29" else {}
            out.append(DyadWeek("RUS-TUR", monday, counts, 0, 0, 0.0, None, -9.0, 9.0))
            continue
        level = 2.0 if i < 7 else -5.0 if i < 18 else 1.0
        ids = () if told is None else (told.id,)
        counts = {"RUS>TUR:1": 2} if told is None else {"TUR>RUS:4": 1, "RUS<>TUR:1": 1}
        out.append(
            DyadWeek(
                "RUS-TUR", monday, counts, 2, 3, 1.0, level, level - 1, level + 1, None,
                shock if shocks else None, ids,
            )
        )  # fmt: skip
    return out


def desk(labels: int = 9) -> Desk:
    """The desk of those weeks and events."""
    return make_desk(weeks(), [RUPTURE, REPAIR, MURDER], labels=labels)
