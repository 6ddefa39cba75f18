"""Evaluation of the model of stacks: buildings left out, forward in time, what the network adds, the learning curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.models.completion.features import NETWORK
from socialgraph.models.completion.windows import LEAST_FINISHED, StackCases
from socialgraph.models.learning.added_value import gain, permutation_p
from socialgraph.models.learning.choosing import choose
from socialgraph.models.learning.evaluation import Evaluation, evaluate_specs, folds_of, learning_curve, left_out
from socialgraph.models.learning.sample import FORWARD, LEFT_OUT
from socialgraph.models.learning.specs import specs_of

_WITHOUT, _WITH = "logistic_without_network", "logistic"


@dataclass(frozen=True)
class StackEvaluation:
    """What `evaluate_stacks` finds.

    Attributes
    ----------
    evaluations : buildings left out; with two windows or more also forward in time.
    gains : a row a design: fall of log loss a case by the network features, with interval and (with `full`) p-value.
    curve : the learning curve (with `full`).
    chosen : the simplest model not more than one standard error worse than the best.
    """

    evaluations: tuple[Evaluation, ...]
    gains: pd.DataFrame
    curve: pd.DataFrame | None
    chosen: str


def can_be_fitted(cases: StackCases) -> bool:
    """Whether anything beside baselines may be fitted: 30 finished stacks, both outcomes, two buildings.

    Parameters
    ----------
    cases : stacks at their cut-off days, with outcomes.

    Returns
    -------
    bool
        False means that only baselines forecast.
    """
    sample = cases.sample
    return cases.n_finished >= LEAST_FINISHED and len(np.unique(sample.y)) == 2 and sample.n_groups >= 2


def evaluate_stacks(cases: StackCases, rng: np.random.Generator, *, full: bool = False) -> StackEvaluation:
    """Everything that can be said of the cases.

    - buildings left out: no building is in training and test at once; up to 30 buildings one at a time, more in ten
      folds of whole buildings.
    - forward in time: trained on all windows but the last, tested on the last; a building's past is known there.

    Parameters
    ----------
    cases : stacks at their cut-off days, with outcomes.
    rng : source of randomness.
    full : also the permutation test and the learning curve.

    Returns
    -------
    StackEvaluation
        Gains in nats a case, NaN where they are not defined; p-value NaN and curve None unless `full`.
    """
    sample = cases.sample
    specs = specs_of(sample, n_finished=cases.n_finished, network=NETWORK)
    by_name = {spec.name: spec for spec in specs}
    folds = folds_of(sample)
    held_out = {spec.name: left_out(spec, sample, folds) for spec in specs}
    evaluations = [evaluate_specs(sample, specs, held_out, rng, LEFT_OUT)]
    lift = gain(sample.y, held_out[_WITHOUT], held_out[_WITH], sample.group, rng)
    p_value, curve = np.nan, None
    if full:
        network = sample.columns(NETWORK)
        p_value = permutation_p(sample, by_name[_WITH], network, folds, lift.value, rng, held_out[_WITHOUT])
        curve = learning_curve(sample, by_name[_WITH], folds, rng)
    rows = [(LEFT_OUT, lift.value, lift.low, lift.high, p_value)]
    last = sample.time == sample.time.max()
    past = sample.rows(~last)
    if last.any() and len(past) and len(np.unique(past.y)) == 2:
        later = sample.rows(last)
        forward = {spec.name: spec.probability(spec.fitted(past), later) for spec in specs}
        evaluations.append(evaluate_specs(later, specs, forward, rng, FORWARD))
        ahead = gain(later.y, forward[_WITHOUT], forward[_WITH], later.group, rng)
        rows.append((FORWARD, ahead.value, ahead.low, ahead.high, np.nan))
    chosen, _ = choose(sample, specs, held_out, rng)
    gains = pd.DataFrame(rows, columns=["design", "network_gain", "low", "high", "p_value"])
    return StackEvaluation(tuple(evaluations), gains, curve, chosen)
