"""Shrunken logistic regression with group effects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import norm

from socialgraph.models.learning.conditional_fit import INTERCEPT_SD
from socialgraph.models.learning.grouped_logistic import GroupedLogistic
from socialgraph.models.learning.log_odds import mean_probability, mixture_interval


def cases(seed: int, n: int = 240, n_groups: int = 12, p: int = 3) -> tuple[np.ndarray, ...]:
    """Features, outcomes, groups and true probabilities."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, n_groups, n)
    x = rng.normal(size=(n, p))
    chance = expit(-0.3 + x @ np.array([0.8, -0.5, 0.0])[:p] + rng.normal(0, 0.9, n_groups)[group])
    return x, (rng.random(n) < chance).astype(int), group, chance


def test_the_mode_is_that_of_a_general_optimiser() -> None:
    x, y, group, _ = cases(1)
    tau, sigma = 0.4, 1.0
    design, indicator = np.column_stack([np.ones(len(x)), x]), np.eye(12)[group]

    def cost(theta: np.ndarray) -> float:
        eta = design @ theta[:4] + indicator @ theta[4:]
        prior = theta[0] ** 2 / INTERCEPT_SD**2 + (theta[1:4] ** 2).sum() / tau**2 + (theta[4:] ** 2).sum() / sigma**2
        return float(np.logaddexp(0, eta).sum() - y @ eta + prior / 2)

    optimum = minimize(cost, np.zeros(16), method="BFGS", options={"gtol": 1e-8}).x
    fit = GroupedLogistic(setting=(tau, sigma)).fit(x, y, group).settings_[0]
    assert np.r_[fit.coefficients, fit.effects] == pytest.approx(optimum, abs=1e-3)


def test_the_variance_of_the_log_odds_is_that_of_the_whole_inverse_hessian() -> None:
    x, y, group, _ = cases(2)
    model = GroupedLogistic(setting=(0.4, 1.0)).fit(x, y, group)
    fit = model.settings_[0]
    whole = np.column_stack([np.ones(len(x)), x, np.eye(12)[group]])
    q = expit(whole @ np.r_[fit.coefficients, fit.effects])
    prior = np.r_[1 / INTERCEPT_SD**2, np.full(3, 1 / 0.4**2), np.ones(12)]
    covariance = np.linalg.inv((whole * (q * (1 - q))[:, None]).T @ whole + np.diag(prior))
    _, variance = model.moments(x, group)
    # the Hessian of the last step but one is kept: equal to the tolerance of the search
    assert variance[0] == pytest.approx(np.einsum("ij,jk,ik->i", whole, covariance, whole), rel=0.02)


def test_a_group_never_seen_is_less_certain_than_one_that_was() -> None:
    x, y, group, _ = cases(3)
    model = GroupedLogistic().fit(x, y, group)
    seen = np.ptp(model.interval(x, group), axis=1)
    unseen = np.ptp(model.interval(x, np.full(len(x), 99)), axis=1)
    assert unseen.mean() > seen.mean()


def test_one_outcome_only_makes_no_probability_0_or_1() -> None:
    x, _, group, _ = cases(4)
    p = GroupedLogistic().fit(x, np.ones(len(x), int), group).probability(x, group)
    assert p.min() > 0.5
    assert p.max() < 1


def test_a_group_of_one_outcome_is_drawn_towards_the_others() -> None:
    x, y, group, _ = cases(5)
    y = np.where(group == 0, 1, y)
    p = GroupedLogistic().fit(x, y, group).probability(x, group)
    assert y.mean() < p[group == 0].mean() < 1


def test_the_order_of_the_rows_is_no_matter() -> None:
    x, y, group, _ = cases(6)
    order = np.random.default_rng(0).permutation(len(y))
    first = GroupedLogistic().fit(x, y, group).probability(x, group)
    second = GroupedLogistic().fit(x[order], y[order], group[order]).probability(x, group)
    assert second == pytest.approx(first, abs=1e-6)


def test_ninety_per_cent_intervals_hold_the_true_probability_about_so_often() -> None:
    coverage = []
    for seed in range(20):
        x, y, group, chance = cases(100 + seed, n=400, n_groups=40)
        low, high = GroupedLogistic().fit(x, y, group).interval(x, group).T
        coverage.append(np.mean((low <= chance) & (chance <= high)))
    assert 0.86 < np.mean(coverage) < 0.96


@given(mean=st.floats(-6, 6), sd=st.floats(0.01, 3))
def test_the_mean_probability_is_the_integral(mean: float, sd: float) -> None:
    z = np.linspace(-9, 9, 20_001)
    integral = integrate.trapezoid(expit(mean + sd * z) * norm.pdf(z), z)
    assert mean_probability(np.array([mean]), np.array([sd**2]))[0] == pytest.approx(integral, abs=1e-3)


def test_the_quantiles_of_one_normal_are_its_own() -> None:
    ends = mixture_interval(np.array([[0.7]]), np.array([[1.3]]), np.ones(1), 0.9)
    assert ends[0] == pytest.approx(expit(norm.ppf([0.05, 0.95], 0.7, 1.3)), abs=1e-6)
