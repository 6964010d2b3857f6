"""Days of acts as news tells them: anniversaries, orders, places reached, hours before a day."""

from __future__ import annotations

import pytest

from detente.coding import Coder
from detente.records import Document


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False, learned=None)


@pytest.mark.parametrize(
    ("published", "text", "event_type", "day"),
    [
        # anniversaries are of then, not of today
        ("2019-03-24", "Twenty years ago today NATO bombed Belgrade.", "ASSAULT", "1999-03-24"),
        ("2019-03-24", "Ten years ago this week Israel bombed Syria.", "ASSAULT", "2009-03-23"),
        ("1984-07-12", "A week ago today Nigeria kidnapped a British minister.", "ASSAULT",
         "1984-07-05"),
        ("2021-03-31", "A month ago today Iran expelled two French diplomats.", "SANCTION",
         "2021-02-28"),
        # the day of an order stands behind what is ordered; that of an appointment is its own
        ("2021-05-29", "Minsk had ordered the Latvian embassy to leave on Monday.", "SANCTION",
         "2021-05-24"),
        ("2024-06-24", "Israel ordered Turkey to withdraw its consul on Tuesday.", "SANCTION",
         "2024-06-18"),
        ("2024-06-24", "Iran asked France to meet on Friday.", "REQUEST", None),
        # hours of a day, and what was done next
        ("2019-02-28", "Before dawn on Tuesday Indian jets crossed the line and bombed Pakistan.",
         "ASSAULT", "2019-02-26"),
        # what was done where one had come
        ("1999-06-14", "In February Vajpayee travelled to Lahore, where he and Nawaz Sharif signed"
         " a declaration.", "SUPPORT", "1999-02-01"),
        # what "has since" been done is not of then
        ("2016-06-30", "The government which in 1998 invaded Ethiopia, and which has since expelled"
         " two French diplomats, fell.", "SANCTION", None),
        # what was imposed then was imposed, whatever will be done with it
        ("2014-08-22", "EU sanctions imposed on Russia in July will be reviewed.", "SANCTION",
         "2014-07-01"),
        # days named of no act
        ("2015-11-04", "The bridge became on Monday a bridge of tears. On the same day India"
         " telephoned Nepal.", "CONSULT", "2015-11-02"),
        # As wires write: the day behind the name is of all that is done.
        ("2026-05-14", "Kenya on Thursday summoned the Somali ambassador and closed the border.",
         "SANCTION", "2026-05-14"),
        ("2026-05-14", "The ministry on Tuesday summoned the Somali envoy and expelled two Somali"
         " diplomats.", "SANCTION", "2026-05-12"),
    ],
)  # fmt: skip
def test_day(coder: Coder, published: str, text: str, event_type: str, day: str | None) -> None:
    (reading,) = coder.read([Document(id="d", text=text, date=published)])
    event = next(e for e in reading.events if e.event_type == event_type)
    assert (event.date and event.date.start) == day


BLOG = """18.40 We are closing this page.

17.55 The Pentagon has demanded that Russia withdraw the trucks. Russia has always denied it.

15.10 Lithuania has expelled two Russian diplomats.

12.05 A reminder: the European Union froze Russian assets."""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Talks had been frozen since May 2010, when Israeli commandos stormed a Turkish ship.",
         ("2010-05-01", "2010-05-31")),
        ("It was the worst violence since 1995, when the armies of Peru and Ecuador fought.",
         ("1995-01-01", "1995-12-31")),
    ],
)  # fmt: skip
def test_what_was_done_when_something_began_is_of_then(
    coder: Coder, text: str, days: tuple[str, str]
) -> None:
    (reading,) = coder.read([Document(id="d", text=text, date="2012-03-03")])
    event = next(e for e in reading.events if e.event_type == "ASSAULT")
    assert event.date is not None
    assert (event.date.start, event.date.end) == days
    assert event.historical


def test_posts_of_a_live_blog_tell_of_its_day(coder: Coder) -> None:
    (reading,) = coder.read([Document(id="d", text=BLOG, date="2014-08-22")])
    days = {e.event_type: e.date and (e.date.start, e.date.span.text) for e in reading.events}
    assert days["REQUEST"] == ("2014-08-22", "17.55")
    assert days["SANCTION"] == ("2014-08-22", "15.10")
    assert days["COERCE"] is None  # of any day


def test_clocks_that_are_few_make_no_blog(coder: Coder) -> None:
    text = BLOG.replace("18.40 ", "").replace("12.05 ", "")
    (reading,) = coder.read([Document(id="d", text=text, date="2014-08-22")])
    assert all(e.date is None for e in reading.events)


@pytest.mark.parametrize(
    "ago",
    ["two hours ago", "99999999 years ago today", "0 weeks ago today", "an hour ago on Monday"],
)
def test_odd_lengths_break_nothing(coder: Coder, ago: str) -> None:
    document = Document(id="d", text=f"Peru expelled two Chilean envoys {ago}.", date="2016-12-22")
    (reading,) = coder.read([document])
    assert [e.event_type for e in reading.events] == ["SANCTION"]
