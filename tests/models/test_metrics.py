"""Metrics against brute force and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.metrics import log_loss as their_log_loss

from socialgraph.models.learning import metrics

CASES = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([0.1, 0.2, 0.35, 0.5, 0.8, 0.9]), st.integers(0, 3)), min_size=1
)


def arrays(cases: list[tuple[int, float, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcomes, probabilities, groups."""
    y, p, g = zip(*cases, strict=True)
    return np.array(y), np.array(p), np.array(g)


@given(CASES)
def test_auc_is_that_of_scikit_learn(cases: list[tuple[int, float, int]]) -> None:
    y, p, _ = arrays(cases)
    if len(set(y)) == 1:
        assert np.isnan(metrics.auc(y, p))
    else:
        assert metrics.auc(y, p) == pytest.approx(roc_auc_score(y, p))


@given(CASES)
def test_within_group_auc_counts_pairs_of_one_group_only(cases: list[tuple[int, float, int]]) -> None:
    pairs = [
        1.0 if a[1] > b[1] else 0.5 if a[1] == b[1] else 0.0
        for a in cases
        for b in cases
        if a[0] == 1 and b[0] == 0 and a[2] == b[2]
    ]
    concordant, counted = metrics.within_group_pairs(*arrays(cases))
    assert counted.sum() == pytest.approx(len(pairs))
    assert concordant.sum() == pytest.approx(sum(pairs))


@given(CASES)
def test_losses_are_those_of_scikit_learn(cases: list[tuple[int, float, int]]) -> None:
    y, p, _ = arrays(cases)
    assert metrics.log_loss(y, p) == pytest.approx(their_log_loss(y, p, labels=[0, 1]))
    assert metrics.brier(y, p) == pytest.approx(brier_score_loss(y, p, pos_label=1))


def test_overconfident_probabilities_have_a_slope_below_1() -> None:
    rng = np.random.default_rng(0)
    eta = rng.normal(0, 1, 20_000)
    y = (rng.random(20_000) < 1 / (1 + np.exp(-eta))).astype(int)
    intercept, slope = metrics.calibration_line(y, 1 / (1 + np.exp(-(2 * eta + 1))))
    assert (slope, intercept) == (pytest.approx(0.5, abs=0.03), pytest.approx(-0.5, abs=0.05))


def test_the_calibration_table_counts_every_case_once() -> None:
    y, p = np.array([0, 1, 0, 1, 1]), np.array([0.1, 0.1, 0.1, 0.9, 0.8])
    table = metrics.calibration_table(y, p)
    assert table["cases"].sum() == 5
    assert (table["share"] * table["cases"]).sum() == 3


def test_a_cluster_interval_of_a_mean_is_that_of_the_group_means() -> None:
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(40), 25)
    values = rng.normal(0, 1, 40)[group]  # all cases of a group alike: forty facts, not a thousand
    samples = metrics.resampled_rows(group, rng, 2000)
    figure = metrics.with_interval(lambda at: float(values[at].mean()), samples, 1000, 40)
    half = (figure.high - figure.low) / 2
    assert half == pytest.approx(2.02 * np.std(values[::25], ddof=1) / np.sqrt(40), rel=0.1)


def test_with_one_group_there_is_no_interval() -> None:
    figure = metrics.with_interval(lambda at: 1.0, [np.zeros(1, int)], 1, 1)
    assert (figure.value, np.isnan(figure.low)) == (1.0, True)
