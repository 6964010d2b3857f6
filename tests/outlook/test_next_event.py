"""Next events: ranks by hand, the protocol's filter, no leak from later days, the command."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import BadDataFile, BadSetting
from detente.outlook.next_event import (
    EventTable,
    NextEventRun,
    mean_ranks,
    next_event_backtest,
    rank_scores,
    read_events,
)
from detente.outlook.next_event.candidates import place_in_group
from detente.outlook.next_event.history import History, groups_of
from detente.outlook.next_event.ranker import Ranker

TREES = 12  # few, to be quick


def ranked(history: EventTable, test: EventTable, *, multi_step: bool = False) -> NextEventRun:
    return next_event_backtest(history, test, multi_step=multi_step, trees=TREES)


def events(days: int, seed: int = 0, *, start: int = 0) -> pd.DataFrame:
    """States that mostly do the same to the same others again, and some that do not."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(start, start + days):
        for _ in range(20):
            s = int(rng.integers(20))
            r = int(rng.integers(4))
            o = (s * 7 + r + 1) % 20 if rng.random() < 0.7 else int(rng.integers(20))
            rows.append((pd.Timestamp("2020-01-01") + pd.Timedelta(days=day), s, r, o))
    frame = pd.DataFrame(rows, columns=["date", "s", "r", "o"]).drop_duplicates()
    names = {"source": "s", "relation": "r", "target": "o"}
    return pd.DataFrame(
        {"date": frame["date"]} | {k: f"{k[0]}" + frame[v].astype(str) for k, v in names.items()}
    ).replace({"source": r"^s", "target": r"^t"}, "E", regex=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("events")
    frame = events(36)
    cut = frame["date"] < "2020-01-28"
    frame[cut].to_parquet(folder / "history.parquet")
    frame[~cut].to_parquet(folder / "test.parquet")
    return folder / "history.parquet", folder / "test.parquet"


@pytest.fixture(scope="module")
def tables(files: tuple[Path, Path]) -> tuple[EventTable, EventTable]:
    return read_events([files[0]], [files[1]])


def test_ranks_and_their_means_by_hand() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.5, 0.3])
    # Alone, entity 2 stands behind 1 and shares ranks 2 and 3 with 3.
    assert mean_ranks(scores, [2]).tolist() == [2.5]
    # 1 is true as well, so it does not stand before 2 or 0.
    assert mean_ranks(scores, [1, 2, 0]).tolist() == [1.0, 1.5, 3.0]
    found = rank_scores(np.array([1.0, 2.5, 4.0, 11.0]))
    assert found.mrr == pytest.approx((1 + 1 / 2.5 + 1 / 4 + 1 / 11) / 4)
    assert (found.hits_1, found.hits_3, found.hits_10) == (0.25, 0.5, 0.75)


def test_a_constant_score_earns_the_middle_rank() -> None:
    assert mean_ranks(np.zeros(101), [7]).tolist() == [51.0]


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=2, max_size=30),
    st.data(),
)
def test_ranks_agree_with_sorting(values: list[int], data: st.DataObject) -> None:
    scores = np.array(values, dtype=float)
    true = data.draw(st.lists(st.integers(0, len(values) - 1), min_size=1, unique=True))
    for one, rank in zip(true, mean_ranks(scores, true), strict=True):
        others = [s for i, s in enumerate(values) if i not in true]
        better = sum(s > values[one] for s in others)
        equal = sum(s == values[one] for s in others)
        held = range(better + 1, better + equal + 2)
        assert rank == pytest.approx(sum(held) / len(held))


def test_places_in_groups() -> None:
    group = np.array([0, 1, 0, 1, 0])
    value = np.array([1.0, 5.0, 3.0, 5.0, 2.0])
    assert place_in_group(group, value).tolist() == [2, 0, 0, 1, 1]


def test_events_stand_in_both_directions(tables: tuple[EventTable, EventTable]) -> None:
    history, test = tables
    day, asker, relation, answer = test.both_directions()
    n, half = len(test), len(test.relations)
    assert (asker[n:] == answer[:n]).all()
    assert (relation[n:] == relation[:n] + half).all()
    assert history.entities == test.entities
    assert day[:n].tolist() == day[n:].tolist()


def test_counts_halve_in_their_half_life() -> None:
    ask, relation, answer = np.array([0]), np.array([0]), np.array([1])
    state = History.of((ask, relation, answer), 2, groups_of(["a", "b"]), 10)
    state.add(ask, relation, answer)
    state.move_to(18)
    assert state.triple.counts[0] == pytest.approx(
        [2.0**-4, 0.5, 2.0 ** (-8 / 30), 2.0 ** (-8 / 120), 1.0], abs=1e-4
    )
    assert state.triple.last.tolist() == [10]


def test_what_follows_what_is_learned_from_earlier_days_only() -> None:
    one, two = np.array([0]), np.array([1])
    state = History.of(
        (np.array([0, 0]), np.array([0, 1]), np.array([1, 1])), 4, groups_of(["a", "b"]), 0
    )
    state.add(one, one, two)
    assert not state.follows.any()  # nothing was there that it could follow
    state.move_to(1)
    state.add(one, two, two)
    assert state.follows[0, 1] == pytest.approx(2 ** (-1 / 30))
    assert state.follows.sum() == pytest.approx(state.follows[0, 1])


def test_sectors_belong_with_their_country() -> None:
    found = groups_of(["Chad", "Police (Chad)", "Army (Mali)", "12", "(", "x)"])
    assert found[0] == found[1]
    assert len(set(found.tolist())) == 5


def test_what_repeats_is_foreseen(tables: tuple[EventTable, EventTable]) -> None:
    run = ranked(*tables)
    both = run.scores()["both"]
    assert both.queries == 2 * len(tables[1])
    # A guess among 20 entities has an MRR of .18; seven of ten answers follow the rule.
    assert both.mrr > 0.55
    assert both.hits_1 <= both.hits_3 <= both.hits_10 <= 1


@pytest.mark.parametrize("multi_step", [False, True])
def test_what_comes_later_moves_no_rank(
    tables: tuple[EventTable, EventTable], multi_step: bool
) -> None:
    history, test = tables
    day = int(np.unique(test.day)[4])
    later = test.day > day
    # The later events are exchanged among the later days and the entities among them.
    rng = np.random.default_rng(1)
    target = test.target.copy()
    target[later] = rng.permutation(target[later])
    moved = replace(test, target=target)
    assert not np.array_equal(moved.target, test.target)
    one = ranked(history, test, multi_step=multi_step)
    two = ranked(history, moved, multi_step=multi_step)
    assert np.array_equal(one.target_ranks[~later], two.target_ranks[~later])
    assert np.array_equal(one.source_ranks[~later], two.source_ranks[~later])
    assert not np.array_equal(one.target_ranks[later], two.target_ranks[later])


def test_single_step_learns_from_test_days_and_multi_step_does_not(
    tables: tuple[EventTable, EventTable],
) -> None:
    history, test = tables
    first = test.day == test.day.min()
    # On the first day another thing happens; it is asked about later only in what is known.
    target = test.target.copy()
    target[first] = (target[first] + 3) % len(test.entities)
    moved = replace(test, target=target)
    for multi_step in (False, True):
        one = ranked(history, test, multi_step=multi_step)
        two = ranked(history, moved, multi_step=multi_step)
        same = np.array_equal(one.target_ranks[~first], two.target_ranks[~first])
        assert same is multi_step


def test_the_same_run_gives_the_same_ranks(tables: tuple[EventTable, EventTable]) -> None:
    one, two = ranked(*tables), ranked(*tables)
    assert np.array_equal(one.target_ranks, two.target_ranks)
    assert np.array_equal(one.source_ranks, two.source_ranks)


def test_one_event_of_history_is_enough_to_run(tables: tuple[EventTable, EventTable]) -> None:
    history, test = tables
    run = ranked(history.where(np.arange(len(history)) == 0), test)
    assert (run.target_ranks >= 1).all()
    assert (run.target_ranks <= len(test.entities)).all()


def test_without_trees_the_preliminary_order_stands() -> None:
    assert Ranker(None).scores(np.zeros((0, 80), dtype=np.float32)).shape == (0,)


def test_history_must_end_before_the_test(tables: tuple[EventTable, EventTable]) -> None:
    history, test = tables
    with pytest.raises(BadSetting, match="before the history has ended"):
        ranked(test, history)
    with pytest.raises(BadSetting, match="need an event each"):
        ranked(history, test.where(np.zeros(len(test), dtype=bool)))


@pytest.fixture(autouse=True)
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    short = partial(next_event_backtest, trees=TREES)
    monkeypatch.setattr("detente.outlook.next_event.next_event_backtest", short)


def run_command(*args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["evaluate", "next-event", *args])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_the_command_scores_files(files: tuple[Path, Path]) -> None:
    history, test = map(str, files)
    code, out, _ = run_command("--history", history, "--test", test, "-f", "json")
    assert code == 0
    found = json.loads(out)
    assert found["setting"] == "single_step"
    assert [s["direction"] for s in found["scores"]] == ["both", "target", "source"]
    one, two, three = (s["mrr"] for s in found["scores"])
    assert one == pytest.approx((two + three) / 2)
    code, out, _ = run_command("--history", history, "--test", test, "--multi-step")
    assert code == 0
    assert "multi-step" in out
    assert "Hits@10" in out


def test_ids_do_as_well_as_names_and_broken_rows_are_set_aside(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    ids = {}
    for name, path in zip(("history", "test"), files, strict=True):
        frame = pd.read_parquet(path)
        for role in ("source", "relation", "target"):
            frame[f"{role}_id"] = frame.pop(role).str[1:].astype(int)
        frame["split"] = name
        ids[name] = frame
    both = pd.concat(ids.values()).reset_index(drop=True)
    both["target_id"] = both["target_id"].astype("Int64")
    both.loc[3, "target_id"] = pd.NA
    both.to_parquet(tmp_path / "ids.parquet")
    file = str(tmp_path / "ids.parquet")
    code, out, err = run_command(
        "--history", file, "--history-split", "history", "--test", file, "--test-split", "test",
        "-f", "json",
    )  # fmt: skip
    assert code == 1
    assert "set aside: 1 rows" in err
    assert json.loads(out)["history_events"] == len(ids["history"]) - 1


def test_files_that_are_not_events_are_named(files: tuple[Path, Path], tmp_path: Path) -> None:
    history, test = files
    (tmp_path / "text.parquet").write_text("no Parquet\n")
    (tmp_path / "empty.parquet").write_bytes(b"")
    pd.DataFrame({"date": ["2020-01-01"], "who": ["a"]}).to_parquet(tmp_path / "who.parquet")
    for name, message in (
        ("text.parquet", "cannot be read as Parquet"),
        ("empty.parquet", "cannot be read as Parquet"),
        ("who.parquet", "no column source_id, relation_id, target_id; it has date, who"),
        ("none.parquet", "no such file"),
    ):
        with pytest.raises(BadDataFile, match=message):
            read_events([history], [tmp_path / name])
    with pytest.raises(BadDataFile, match="no column split"):
        read_events([history], [test], test_split=["test"])
