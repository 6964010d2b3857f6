"""Features know nothing later, and the structural table holds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadDataFile
from detente.outlook.features import features_at, know
from detente.outlook.panel import Panel
from detente.outlook.structure import read_ties, structure_of
from tests.outlook.synthetic import net_panel

PANEL = net_panel(25, 90)
KNOWN = know(PANEL)


def altered_after(panel: Panel, t: int, seed: int) -> Panel:
    """The panel with every later week shuffled over dyads and weeks, and made wilder."""
    rng = np.random.default_rng(seed)

    def wild(values: np.ndarray) -> np.ndarray:
        out = values.copy()
        later = out[:, t + 1 :].ravel()
        rng.shuffle(later)
        out[:, t + 1 :] = later.reshape(out[:, t + 1 :].shape) * 7 + 1
        return out

    return replace(
        panel,
        neg=wild(panel.neg),
        pos=wild(panel.pos),
        active=wild(panel.active),
        worst=wild(panel.worst),
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(20, 88), st.integers(0, 1000))
def test_what_comes_after_a_week_moves_no_feature_by_one_bit(t: int, seed: int) -> None:
    rows = np.arange(len(PANEL.dyads))
    before = features_at(KNOWN, t, rows)
    after = features_at(know(altered_after(PANEL, t, seed)), t, rows)
    cut = features_at(know(PANEL.until(t + 1)), t, rows)
    for name, values in before.items():
        assert values.tobytes() == after[name].tobytes() == cut[name].tobytes(), name
        assert np.isfinite(values).all(), name


def test_a_dyads_features_do_not_depend_on_which_others_are_asked_for() -> None:
    some = np.array([3, 7])
    few, all_ = features_at(KNOWN, 60, some), features_at(KNOWN, 60, np.arange(20))
    for name, values in few.items():
        np.testing.assert_allclose(values, all_[name][some], rtol=1e-12)


def test_ties_count_from_their_first_year() -> None:
    before, after = structure_of(["RUS-UKR"], 2013), structure_of(["RUS-UKR"], 2016)
    assert before["territorial_claim"][0] == 0
    assert after["territorial_claim"][0] == 1
    assert after["land_border"][0] == 1
    assert structure_of(["AAA-BBB"], 2016)["land_border"][0] == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("land\tRUS\tUKR\t1991", "columns"),
        ("friendship\tRUS\tUKR\t1991\t\t1", "unknown kind"),
        ("land\tUKR\tRUS\t1991\t\t1", "not sorted"),
        ("land\tRUS\tUKR\tsoon\t\t1", "no number"),
    ],
)
def test_a_bad_tie_is_named_by_line(line: str, said: str) -> None:
    with pytest.raises(BadDataFile, match=said) as caught:
        read_ties(f"# comment\n{line}\n", "mine.tsv")
    assert "mine.tsv, line 2" in str(caught.value)
