"""What is known about an entity as the answer to a question, as numbers for `ranker`.

What comes in: a `History` at the start of a day, the day's questions and candidates. What goes
out: a table, one row for each candidate, in the columns `FEATURES`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.outlook.next_event.candidates import Walks, lookup, place_in_group
from detente.outlook.next_event.history import (
    HALF_LIVES,
    NEVER,
    Counter,
    Floats,
    History,
    Ints,
    Singles,
)

_LIVES = [f"{h:g}" for h in HALF_LIVES]
_COUNTED = ("triple", "pair", "turned", "answers", "kin_triple", "kin_pair")
FEATURES = (
    *[f"{c}_{h}" for c in _COUNTED for h in _LIVES],
    *[f"{c}_days" for c in _COUNTED],
    *[f"{c}_share_{h}" for c in ("triple", "pair", "answers") for h in _LIVES],
    *[f"entity_{h}" for h in _LIVES],
    "entity_days",
    "follows",
    "follows_recent",
    "near",
    "acting",
    "alike",
    "same_group",
    "asker_count",
    "asker_recent",
    "ask_count",
    "ask_recent",
    "relation_count",
    "triple_place",
    "pair_place",
    "follows_place",
    "follows_share",
    "triple_days_place",
)
LONG = 365.0  # days; what was never seen counts as longer ago


def feature_table(
    history: History, asker: Ints, relation: Ints, pairs: tuple[Ints, Ints], walked: Walks
) -> Singles:
    """The table, shape (candidates, features).

    Parameters
    ----------
    history
        Knowledge at the start of the day.
    asker, relation
        The questions, shape (questions,).
    pairs
        Question and entity of each candidate, in order of question.
    walked
        The walks from the questions.
    """
    question, entity = pairs
    n, m = history.entities, history.relations
    a, r = asker[question], relation[question]
    half = m // 2
    turned = np.where(r < half, r + half, r - half)
    kin = history.group[a] * n + entity
    seen = {
        "triple": _seen(history, history.triple, (a * n + entity) * m + r),
        "pair": _seen(history, history.pair, a * n + entity),
        "turned": _seen(history, history.triple, (a * n + entity) * m + turned),
        "answers": _seen(history, history.answers, r * n + entity),
        "kin_triple": _seen(history, history.kin_triple, kin * m + r),
        "kin_pair": _seen(history, history.kin_pair, kin),
    }
    ask = _seen(history, history.asks, a * m + r)[0]
    asked = history.entity.counts[a]
    related = history.by_relation.counts[r]
    shares = [
        counts / np.maximum(whole, np.float32(1e-6))
        for counts, whole in (
            (seen["triple"][0], ask),
            (seen["pair"][0], asked),
            (seen["answers"][0], related),
        )
    ]
    follows, recent = _following(history, a * n + entity, r)
    columns = [
        *[seen[c][0] for c in _COUNTED],
        *[seen[c][1] for c in _COUNTED],
        *shares,
        history.entity.counts[entity],
        np.minimum(history.day - history.entity.last[entity], LONG),
        follows,
        recent,
        lookup(walked.near, question, entity),
        lookup(walked.acting, question, entity),
        lookup(walked.alike, question, entity),
        history.group[a] == history.group[entity],
        asked[:, 4],
        asked[:, 1],
        ask[:, 4],
        ask[:, 1],
        related[:, 4],
        place_in_group(question, seen["triple"][0][:, 2].astype(np.float64)),
        place_in_group(question, seen["pair"][0][:, 2].astype(np.float64)),
        place_in_group(question, follows),
        follows / np.maximum(_sum_of_group(question, follows), 1e-12),
        place_in_group(question, -seen["triple"][1].astype(np.float64)),
    ]
    return np.column_stack([np.asarray(c, dtype=np.float32) for c in columns])


def preliminary(table: Singles) -> Floats:
    """A score of each candidate by hand, to cut the lists and to begin from."""
    at = {name: table[:, i].astype(np.float64) for i, name in enumerate(FEATURES)}
    score: Floats = (
        2.0 * at["triple_share_30"]
        + at["follows_share"]
        + at["pair_share_30"]
        + 0.3 * at["acting"]
        + 0.3 * at["near"]
        + 0.3 * at["alike"]
        + 0.1 * at["answers_share_30"]
    )
    return score


def _seen(history: History, counter: Counter, keys: Ints) -> tuple[Singles, Floats]:
    """Counts of keys, shape (keys, half-lives), and days since each was last seen."""
    at = counter.find(keys)
    known = at >= 0
    counts = np.where(known[:, None], counter.counts[at], np.float32(0))
    last = np.where(known, counter.last[at], NEVER)
    return counts, np.minimum(history.day - last, LONG).astype(np.float64)


def _following(history: History, keys: Ints, relation: Ints) -> tuple[Floats, Floats]:
    """Rate at which the relation is to follow what is on each pair, by month and by week."""
    places = history.pair.find(keys)
    found = np.flatnonzero(places >= 0)
    starts = np.searchsorted(history.pair_of_triple, places[found], side="left")
    sizes = np.searchsorted(history.pair_of_triple, places[found], side="right") - starts
    rows = np.repeat(np.arange(len(found)), sizes)
    at = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(len(rows))
    rate = history.rates()[history.relation_of_triple[at], relation[found][rows]]
    out = []
    for half_life in (2, 1):
        each = np.bincount(rows, rate * history.triple.counts[at, half_life], minlength=len(found))
        whole = np.zeros(len(keys))
        whole[found] = each
        out.append(whole)
    return out[0], out[1]


def _sum_of_group(group: Ints, value: Floats) -> NDArray[np.float64]:
    """The sum of each value's group."""
    sums = np.zeros(int(group.max(initial=-1)) + 1)
    np.add.at(sums, group, value)
    found: Floats = sums[group]
    return found
