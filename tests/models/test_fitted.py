"""Calibration inside the training set, the choice of the model, and the intervals of whichever forecasts."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from socialgraph.models.completion.features import FEATURES
from socialgraph.models.completion.forecasting import intervals
from socialgraph.models.completion.stack_model import train_stack_model
from socialgraph.models.completion.windows import StackCases
from socialgraph.models.learning.baselines import BaseRate, BetaBinomial
from socialgraph.models.learning.choosing import choose
from socialgraph.models.learning.fitted import Calibration, FittedLogistic, calibration
from socialgraph.models.learning.sample import Sample
from socialgraph.models.learning.specs import Spec


def outcomes(log_odds: np.ndarray, seed: int) -> np.ndarray:
    return (np.random.default_rng(seed).random(len(log_odds)) < expit(log_odds)).astype(np.int64)


def test_log_odds_twice_too_far_from_the_middle_are_drawn_to_half() -> None:
    log_odds = np.random.default_rng(1).normal(-0.5, 1.5, 20_000)
    line = calibration(outcomes(-0.5 + (log_odds + 0.5) / 2, 2), log_odds)
    assert line.slope == pytest.approx(0.5, abs=0.05)


def test_a_dozen_cases_hardly_turn_the_line() -> None:
    log_odds = np.array([1.0, -1.0] * 6)
    assert calibration((log_odds < 0).astype(np.int64), log_odds).slope > 0.7


@given(slope=st.floats(0.3, 2.0), centre=st.floats(-2, 2))
def test_the_middle_of_the_cases_stays_where_it_is(slope: float, centre: float) -> None:
    line = Calibration(centre, slope, 0.01)
    assert line.applied(expit(np.array([centre])))[0] == pytest.approx(expit(centre))


@given(slope=st.floats(0.3, 2.0), middle=st.floats(-3, 3), half=st.floats(0.01, 2))
def test_what_is_not_known_of_the_line_never_narrows_an_interval(slope: float, middle: float, half: float) -> None:
    middles, ends = expit(np.array([middle])), expit(np.array([[middle - half, middle + half]]))
    sure = Calibration(0.2, slope, 0.0).widened(middles, ends)[0]
    unsure = Calibration(0.2, slope, 0.05).widened(middles, ends)[0]
    assert unsure[0] <= sure[0] + 1e-9
    assert unsure[1] >= sure[1] - 1e-9


def stacks(n_groups: int, effect: float, of_network: float, seed: int = 0) -> StackCases:
    """Eight stacks a building that depend on their missing share, and on a feature of the network."""
    rng = np.random.default_rng(seed)
    n = 8 * n_groups
    table = pd.DataFrame(rng.normal(size=(n, len(FEATURES))), columns=list(FEATURES))
    table["missing_households"] = rng.integers(1, 5, n).astype(float)
    building = np.repeat([f"x:{k}" for k in range(n_groups)], 8).astype(object)
    log_odds = effect * table["missing_share"] + of_network * table["reach_mean"]
    log_odds += rng.normal(0, 0.5, n_groups)[np.repeat(np.arange(n_groups), 8)]
    block = {name: where for name, (where, _) in FEATURES.items()}
    y = outcomes(log_odds.to_numpy(), seed + 1)
    sample = Sample(table, block, y, building, np.zeros(n, np.int64))
    keys = np.array([f"{b}:{k}:sewage_bath" for k, b in enumerate(building)], object)
    return StackCases(sample, keys, (), int(y.sum()), 0, n, 0)


def specs() -> list[Spec]:
    columns = tuple(FEATURES)
    baselines = [Spec(kind.name, kind, columns, is_baseline=True) for kind in (BaseRate, BetaBinomial)]
    return [*baselines, Spec("plain", FittedLogistic, columns), Spec("rich", FittedLogistic, columns)]


def knowing(sample: Sample, known: float) -> np.ndarray:
    """Probabilities that know so much of the outcome."""
    return np.where(sample.y == 1, 0.5 + known, 0.5 - known)


def test_the_simpler_of_two_fitted_models_about_equally_good_is_chosen() -> None:
    sample = stacks(10, 1.0, 0.0).sample
    held_out = {"base_rate": knowing(sample, 0.0), "beta_binomial": knowing(sample, 0.0)}
    held_out |= {"plain": knowing(sample, 0.1), "rich": knowing(sample, 0.1)}
    is_even = np.arange(len(sample)) // 8 % 2 == 0
    held_out["rich"] = np.where(is_even, knowing(sample, 0.14), knowing(sample, 0.07))
    assert choose(sample, specs(), held_out, np.random.default_rng(0)) == ("plain", "rich")


def test_a_baseline_does_not_take_the_place_of_a_better_model_by_the_rule_of_one_standard_error() -> None:
    sample = stacks(10, 1.0, 0.0).sample
    held_out = {"base_rate": knowing(sample, 0.0), "beta_binomial": knowing(sample, 0.0), "rich": knowing(sample, 0.0)}
    rng = np.random.default_rng(1)
    held_out["plain"] = np.clip(0.5 + rng.normal(0, 0.3, len(sample)) + np.where(sample.y == 1, 0.12, -0.12), 0.2, 0.8)
    assert choose(sample, specs(), held_out, np.random.default_rng(0))[0] == "plain"


def test_where_a_baseline_is_best_the_simplest_baseline_forecasts() -> None:
    sample = stacks(10, 0.0, 0.0).sample
    held_out = {"base_rate": knowing(sample, 0.0), "beta_binomial": knowing(sample, 0.0)}
    held_out |= {"plain": knowing(sample, -0.1), "rich": knowing(sample, -0.1)}
    assert choose(sample, specs(), held_out, np.random.default_rng(0))[0] == "base_rate"


def test_the_interval_is_that_of_all_features_also_where_the_model_has_no_network() -> None:
    cases = stacks(14, 1.2, 0.0)
    model = train_stack_model(cases, cut_off=dt.date(2026, 11, 25), horizon_days=60, rng=np.random.default_rng(0)).model
    assert model.chosen == "logistic_without_network"
    assert model.logistic is not None
    sample = cases.sample
    p = model.model.probability(sample.features[model.columns], sample.group)
    ends = intervals(model, sample.features, sample.group, p)
    whole = model.logistic.interval(sample.features, sample.group, level=0.9)
    assert np.all(ends[:, 0] <= np.minimum(whole[:, 0], p) + 1e-12)
    assert np.all(ends[:, 1] >= np.maximum(whole[:, 1], p) - 1e-12)


def test_reasons_base_building_and_doubt_add_up_to_the_log_odds() -> None:
    sample = stacks(14, 1.2, 0.6).sample
    model = FittedLogistic().fit(sample.features, sample.y, sample.group)
    parts = model.parts(sample.features, sample.group).sum(axis=1)
    assert parts.to_numpy() == pytest.approx(logit(model.probability(sample.features, sample.group)))
