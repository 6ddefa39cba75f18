"""The model of stacks: fitted on cases, chosen against the baselines, with all that a forecast needs of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.models.completion.features import FEATURE_VERSION, FEATURES, NETWORK
from socialgraph.models.completion.windows import LEAST_FINISHED, StackCases
from socialgraph.models.learning.added_value import gain
from socialgraph.models.learning.baselines import BaseRate, BetaBinomial, Independence
from socialgraph.models.learning.choosing import choose
from socialgraph.models.learning.evaluation import Evaluation, evaluate_specs, folds_of, left_out
from socialgraph.models.learning.fitted import FittedBoosted, FittedLogistic
from socialgraph.models.learning.metrics import Figure
from socialgraph.models.learning.sample import Sample
from socialgraph.models.learning.specs import specs_of

TOLERANCE = 0.25  # a value so far beyond the training range, in widths of it, is outside
# grow with the calendar, and are cut to the training range: being later than the training is no reason to abstain
_CALENDAR = ("days_since_start", "days_since_word")
Fitted = FittedLogistic | FittedBoosted | BaseRate | BetaBinomial | Independence


@dataclass
class StackModel:
    """What `train` fits.

    Attributes
    ----------
    chosen : name of the model that forecasts: a baseline where nothing beats it.
    model : that model; `logistic` : the fitted logistic regression, for intervals and reasons; None under 30.
    base_rate, beta_binomial, independence : the baselines, fitted on all cases.
    columns : the columns that `model` reads. ranges : feature → (low, high, whether it was ever missing) in training.
    horizon_days : length of the windows. trained_on : the cut-off. feature_version : FEATURE_VERSION at training.
    """

    chosen: str
    model: Fitted
    logistic: FittedLogistic | None
    base_rate: BaseRate
    beta_binomial: BetaBinomial
    independence: Independence
    columns: list[str]
    ranges: dict[str, tuple[float, float, bool]]
    horizon_days: int
    trained_on: str
    feature_version: str = FEATURE_VERSION

    def outside(self, features: pd.DataFrame) -> NDArray[np.object_]:
        """(n,) the features of each stack that lie outside the training range, joined by |; "" where none does.

        Parameters
        ----------
        features : one row a stack.

        Returns
        -------
        (stacks,) object
            A str each, in the order of the rows; "" where every feature lies inside, a quarter of the training range on
            either side included. A missing value lies outside where training never missed it.
        """
        names_outside: list[NDArray[np.object_]] = []
        for name, (low, high, had_missing) in self.ranges.items():
            if name in _CALENDAR:
                continue
            value, slack = features[name].to_numpy(float), TOLERANCE * (high - low)
            beyond = (value < low - slack) | (value > high + slack) | (np.isnan(value) & (not had_missing))
            names_outside.append(np.where(beyond, name, "").astype(object))
        columns = np.array(names_outside, object).T if names_outside else np.zeros((len(features), 0), object)
        return np.array(["|".join(filter(None, row)) for row in columns], object)


@dataclass(frozen=True)
class Training:
    """What came of `train_stack_model`; evaluation and the network's gain are None under 30 finished stacks."""

    model: StackModel
    evaluation: Evaluation | None
    network_gain: Figure | None
    best: str


def train_stack_model(cases: StackCases, *, cut_off: dt.date, horizon_days: int, rng: np.random.Generator) -> Training:
    """Fit baselines; from 30 finished stacks on also the models, and choose among all by the one-standard-error rule.

    Parameters
    ----------
    cases : stacks at their cut-off days, with outcomes.
    cut_off : the last day that counts.
    horizon_days : how many days ahead.
    rng : source of randomness.

    Returns
    -------
    Training
        With fewer than 30 finished stacks, one outcome or one building: baselines alone, `beta_binomial` chosen.

    Raises
    ------
    ValueError
        If there is no case at all.
    """
    sample = cases.sample
    if len(sample) == 0:
        raise ValueError("no case to learn from")
    known = sample.features, sample.y, sample.group
    base_rate = BaseRate().fit(*known)
    beta_binomial, independence = BetaBinomial().fit(*known), Independence().fit(*known)

    def packed(chosen: str, model: Fitted, logistic: FittedLogistic | None, columns: list[str]) -> StackModel:
        return StackModel(
            chosen, model, logistic, base_rate, beta_binomial, independence, columns,
            ranges_of(sample), horizon_days, cut_off.isoformat(),
        )  # fmt: skip

    everything = list(FEATURES)
    if cases.n_finished < LEAST_FINISHED or len(np.unique(sample.y)) < 2 or sample.n_groups < 2:
        return Training(packed("beta_binomial", beta_binomial, None, everything), None, None, "beta_binomial")
    specs = specs_of(sample, n_finished=cases.n_finished, network=NETWORK)
    folds = folds_of(sample)
    held_out = {spec.name: left_out(spec, sample, folds) for spec in specs}
    chosen, best = choose(sample, specs, held_out, rng)
    evaluation = evaluate_specs(sample, specs, held_out, rng, "buildings left out")
    by_name = {spec.name: spec for spec in specs}
    logistic = cast("FittedLogistic", by_name["logistic"].fitted(sample))
    model = logistic if chosen == "logistic" else cast("Fitted", by_name[chosen].fitted(sample))
    lift = gain(sample.y, held_out["logistic_without_network"], held_out["logistic"], sample.group, rng)
    columns = list(by_name[chosen].columns)
    return Training(packed(chosen, model, logistic, columns), evaluation, lift, best)


def ranges_of(sample: Sample) -> dict[str, tuple[float, float, bool]]:
    """Feature → least and largest value in training, whether it was ever missing; those never known are left out.

    Parameters
    ----------
    sample : features, outcomes and groups.

    Returns
    -------
    dict
        Column → (least, largest, whether it was ever missing), in the column's own unit.
    """
    ranges = {}
    for name in sample.features:
        values = sample.features[name].to_numpy(float)
        known = np.isfinite(values)
        if known.any():
            ranges[str(name)] = (float(values[known].min()), float(values[known].max()), bool(not known.all()))
    return ranges
