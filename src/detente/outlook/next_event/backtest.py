"""The protocol: walk through the days, ask, rank, then (single step) learn what happened.

What comes in: history and test as `EventTable`. What goes out: the rank of every test event in
both directions. Nothing of a test day is known when that day is asked about; in single-step
prediction the days before it are, in multi-step prediction no test day is. The ranker is fitted
on the last events of the history, asked about in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadSetting
from detente.outlook.next_event.candidates import back_off, candidates, place_in_group, walks
from detente.outlook.next_event.events import EventTable
from detente.outlook.next_event.features import feature_table, preliminary
from detente.outlook.next_event.history import Floats, History, Ints, Singles, groups_of
from detente.outlook.next_event.ranker import SEED, TREES, Ranker, fit
from detente.outlook.next_event.ranking import RankScores, mean_ranks, rank_scores

# Events at the end of the history that the ranker is fitted on, at least.
FITTED_EVENTS = 15_000
# At most this share of the history is fitted on: the rest is what the features count.
FITTED_SHARE = 0.5
# Candidates of a question that the ranker orders; those behind keep the preliminary order.
ORDERED = 150
# False candidates of a question that fitting takes: the first ones and a few of the others.
FITTED_FIRST = 25
FITTED_OTHERS = 10


@dataclass(frozen=True)
class NextEventRun:
    """Ranks of a run, shape (test events,) each, in the order of the test table."""

    multi_step: bool
    target_ranks: Floats
    source_ranks: Floats
    entities: int
    relations: int
    history_events: int
    fitted_events: int

    def scores(self) -> dict[str, RankScores]:
        """Scores of both directions together, and of each."""
        return {
            "both": rank_scores(np.concatenate([self.target_ranks, self.source_ranks])),
            "target": rank_scores(self.target_ranks),
            "source": rank_scores(self.source_ranks),
        }


@dataclass(frozen=True)
class _Day:
    """The events of a day in both directions, and its questions, each once."""

    day: int
    asker: Ints
    relation: Ints
    answer: Ints
    row: Ints  # of the whole table in both directions
    question: Ints  # of each event
    asking: Ints  # asker of each question
    wanting: Ints  # relation of each question


def next_event_backtest(
    history: EventTable,
    test: EventTable,
    *,
    multi_step: bool = False,
    trees: int = TREES,
    progress: Callable[[str], None] = lambda _: None,
) -> NextEventRun:
    """Ranks of the test events, asked day by day.

    Parameters
    ----------
    history, test
        Numbered alike (`read_events`); every test day is after the history's last.
    multi_step
        Learn nothing from test days; otherwise each day is known once it has been asked about.
    trees
        How many trees the ranker has; fewer are quicker and coarser.
    progress
        Told how far it is.

    Raises
    ------
    BadSetting
        One of them is empty or the test begins before the history ends.
    """
    if not len(history) or not len(test):
        raise BadSetting("history and test need an event each", hint="check the files")
    if int(test.day.min()) <= int(history.day.max()):
        raise BadSetting(
            f"the test begins on day {test.day.min()} since 1970, before the history has ended "
            f"on day {history.day.max()}",
            hint="every event of the test must be later than every event of the history",
        )
    past, future = list(_days(history)), list(_days(test))
    state = _empty(history, test)
    fitted = _fitted_days(past)
    block = len(future) if multi_step else 1
    ranker = fit(*_lessons(state, past, fitted, block, progress), trees=trees)
    ranks = np.zeros(2 * len(test))
    for place, today in enumerate(future):
        state.move_to(today.day)
        ranks[today.row] = _ranks(state, today, ranker)
        if not multi_step:
            state.add(today.asker, today.relation, today.answer)
        progress(f"day {place + 1} of {len(future)}: {len(today.row)} questions ranked")
    return NextEventRun(
        multi_step=multi_step,
        target_ranks=ranks[: len(test)],
        source_ranks=ranks[len(test) :],
        entities=len(test.entities),
        relations=len(test.relations),
        history_events=len(history),
        fitted_events=sum(len(d.row) // 2 for d in past[len(past) - fitted :]),
    )


def _empty(history: EventTable, test: EventTable) -> History:
    old, new = history.both_directions(), test.both_directions()
    _, asker, relation, answer = (np.concatenate(p) for p in zip(old, new, strict=True))
    first = int(history.day.min())
    group = groups_of(history.entities)
    return History.of((asker, relation, answer), 2 * len(history.relations), group, first)


def _days(table: EventTable) -> Iterator[_Day]:
    day, asker, relation, answer = table.both_directions()
    for today in np.unique(day):
        row = np.flatnonzero(day == today)
        m = 2 * len(table.relations)
        asks, question = np.unique(asker[row] * m + relation[row], return_inverse=True)
        yield _Day(
            int(today), asker[row], relation[row], answer[row], row, question, asks // m, asks % m
        )


def _fitted_days(past: list[_Day]) -> int:
    """How many of the last days are fitted on."""
    events = np.cumsum([len(d.row) // 2 for d in past[::-1]])
    enough = min(FITTED_EVENTS, FITTED_SHARE * events[-1])
    return min(int(np.searchsorted(events, enough)) + 1, len(past))


def _lessons(
    state: History,
    past: list[_Day],
    fitted: int,
    block: int,
    progress: Callable[[str], None],
) -> tuple[Singles, NDArray[np.bool_], Floats]:
    """Rows to fit on: features, truth, weight; ``state`` has learned the whole past then.

    The last ``fitted`` days are asked about in blocks of ``block`` days, each from what was
    known before its block: as the test will be.
    """
    rng = np.random.default_rng(SEED)
    tables: list[Singles] = []
    truths: list[NDArray[np.bool_]] = []
    weights: list[Floats] = []
    known = state
    for ahead, today in zip(range(len(past), 0, -1), past, strict=True):
        if ahead <= fitted:
            if ahead == fitted or ahead % block == 0:
                known = deepcopy(state) if block > 1 else state
            known.move_to(today.day)
            table, true, weight = _fitting_rows(known, today, rng)
            tables.append(table)
            truths.append(true)
            weights.append(weight)
        state.move_to(today.day)
        state.add(today.asker, today.relation, today.answer)
    progress(f"fitting on {sum(map(len, tables))} candidates of {len(tables)} days")
    return np.concatenate(tables), np.concatenate(truths), np.concatenate(weights)


def _described(state: History, today: _Day) -> tuple[Ints, Ints, Singles]:
    """Question, entity and features of the day's candidates, the best by hand of each."""
    walked = walks(state, today.asking, today.wanting)
    question, entity = candidates(state, today.asking, today.wanting, walked)
    table = feature_table(state, today.asking, today.wanting, (question, entity), walked)
    keep = place_in_group(question, preliminary(table)) < ORDERED
    return question[keep], entity[keep], table[keep]


def _truth(state: History, today: _Day, question: Ints, entity: Ints) -> NDArray[np.bool_]:
    n = state.entities
    found: NDArray[np.bool_] = np.isin(question * n + entity, today.question * n + today.answer)
    return found


def _fitting_rows(
    state: History, today: _Day, rng: np.random.Generator
) -> tuple[Singles, NDArray[np.bool_], Floats]:
    """Rows of questions whose answer is on the list: the true ones and some of the others.

    Those drawn from the tail of a list weigh as many as they were drawn from: unweighted, the
    tail would look likelier than it is.
    """
    question, entity, table = _described(state, today)
    true = _truth(state, today, question, entity)
    answered = np.bincount(question, true, minlength=len(today.asking)) > 0
    place = place_in_group(question, preliminary(table))
    share = FITTED_OTHERS / (ORDERED - FITTED_FIRST)
    always = true | (place < FITTED_FIRST)
    keep = answered[question] & (always | (rng.random(len(true)) < share))
    return table[keep], true[keep], np.where(always, 1.0, 1.0 / share)[keep]


def _ranks(state: History, today: _Day, ranker: Ranker) -> Floats:
    """Filtered rank of each event's answer."""
    question, entity, table = _described(state, today)
    scores = ranker.scores(table)
    starts = np.searchsorted(question, np.arange(len(today.asking) + 1))
    ranks = np.zeros(len(today.row))
    by_question = np.argsort(today.question, kind="stable")
    ends = np.searchsorted(today.question[by_question], np.arange(len(today.asking) + 1))
    known: dict[int, Any] = {}
    for q, r in enumerate(today.wanting):
        rows = by_question[ends[q] : ends[q + 1]]
        part = slice(starts[q], starts[q + 1])
        if int(r) not in known:
            known[int(r)] = back_off(state, int(r))
        whole = known[int(r)].copy()
        # Candidates go before all others, whatever their score.
        whole[entity[part]] = scores[part] - scores[part].min(initial=0.0) + whole.max() + 1.0
        ranks[rows] = mean_ranks(whole, today.answer[rows])
    return ranks
