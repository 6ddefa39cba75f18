"""The forecast: each open stack's probability with interval, baselines and reasons; each building's expected number."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from socialgraph.arrays.types import Floats
from socialgraph.models.completion.stack_model import StackModel
from socialgraph.models.completion.windows import building_of
from socialgraph.models.learning.fitted import WIDTH_90, FittedBoosted, FittedLogistic

LEVEL = 0.9
N_DRAWS = 2000
N_REASONS = 3
NOT_ENOUGH, OUTSIDE = "not enough data", "outside training range"


def forecast_stacks(model: StackModel, features: pd.DataFrame) -> pd.DataFrame:
    """One row a stack, in the order of `features` (its index are the stacks' keys).

    Parameters
    ----------
    model : the fitted model.
    features : one row a stack.

    Returns
    -------
    DataFrame with `probability`, `low`, `high` (90 % interval of the probability), the baselines `base_rate`,
    `beta_binomial`, `independence`, `model` (which one gave the probability), `reasons` (up to three largest parts in
    log-odds, `name +0.31`), `rest` (the sum of all other parts) and `note` (why there is no probability). The parts,
    `rest` included, add up to the log-odds of the probability, where a fitted model gave it.
    """
    group = building_of(features.index.to_numpy(object))
    used = features[model.columns]
    p = model.model.probability(used, group)
    ends = intervals(model, features, group, p)
    outside = model.outside(features) if model.logistic is not None else np.full(len(features), "", object)
    is_inside = outside == ""
    reasons, rest = _reasons(model, features, group, p)
    return pd.DataFrame(
        {
            "probability": np.where(is_inside, p, np.nan),
            "low": np.where(is_inside, ends[:, 0], np.nan),
            "high": np.where(is_inside, ends[:, 1], np.nan),
            "base_rate": model.base_rate.probability(features, group),
            "beta_binomial": model.beta_binomial.probability(features, group),
            "independence": model.independence.probability(features, group),
            "model": np.where(is_inside, model.chosen, ""),
            "reasons": np.where(is_inside, reasons, ""),
            "rest": np.where(is_inside, rest, np.nan),
            "note": np.where(is_inside, "", NOT_ENOUGH + " (" + OUTSIDE + ": " + outside + ")"),
        },
        index=features.index,
    )


def intervals(model: StackModel, features: pd.DataFrame, group: NDArray[np.generic], p: Floats) -> Floats:
    """(n, 2) intervals of the probability.

    Whichever model forecasts, its interval is that of the logistic regression on all features, drawn out to hold the
    probability (and the trees' own interval). That the network, or every feature, was left out by the choice of the
    model only says that its use was not shown: stacks may differ by it all the same (where the network mattered, the
    intervals of the model without it held 80 % of the truths), and trees alone are too sure (73 %).

    Parameters
    ----------
    model : the fitted model.
    features : one row a stack.
    group : (rows,) the building or village of each row.
    p : (rows,) probabilities in [0, 1].

    Returns
    -------
    (stacks, 2) float64
        Lower and upper end, in [0, 1]; the probability lies between them, ends included. With baselines only it is the
        interval of the beta-binomial.
    """
    if model.logistic is None:
        return model.beta_binomial.interval(features, group, level=LEVEL)
    ends = model.logistic.interval(features[model.logistic.pipeline_["prepare"].columns_], group, level=LEVEL)
    if isinstance(model.model, FittedBoosted):
        own = model.model.interval(features[model.columns], group, level=LEVEL)
        ends = np.column_stack([np.minimum(ends[:, 0], own[:, 0]), np.maximum(ends[:, 1], own[:, 1])])
    return np.column_stack([np.minimum(ends[:, 0], p), np.maximum(ends[:, 1], p)])


def _reasons(
    model: StackModel, features: pd.DataFrame, group: NDArray[np.object_], p: Floats
) -> tuple[NDArray[np.object_], Floats]:
    if not isinstance(model.model, FittedLogistic):
        return np.full(len(features), "", object), logit(np.clip(p, 1e-12, 1 - 1e-12))
    parts = model.model.parts(features[model.columns], group)
    named = parts.drop(columns=["base", "doubt"])
    texts, rest = [], []
    for values, whole in zip(named.to_numpy(), parts.sum(axis=1).to_numpy(), strict=True):
        top = np.argsort(-np.abs(values), kind="stable")[:N_REASONS]
        texts.append("|".join(f"{named.columns[k]} {values[k]:+.2f}" for k in top if abs(values[k]) >= 0.005))
        rest.append(whole - sum(round(float(values[k]), 2) for k in top))
    return np.array(texts, object), np.array(rest, float)


def forecast_buildings(stacks: pd.DataFrame, finished: dict[str, int], rng: np.random.Generator) -> pd.DataFrame:
    """One row a building: stacks finished, open, and how many of the open ones are expected, with a 90 % interval.

    The interval is of the number itself, by simulation: what is not known of the probabilities is taken to be shared
    by a building's stacks (the wider, safer reading), what is left to chance is each stack's own. Stacks without a
    probability count among `without_forecast` and in nothing else; NaN where none of a building's open stacks has one.

    Parameters
    ----------
    stacks : a row a stack.
    finished : name of a building → stacks finished there.
    rng : source of randomness.

    Returns
    -------
    DataFrame
        A row a building; finished and open in stacks, expected with its ends in stacks, NaN where too little is
        known.
    """
    building = building_of(stacks.index.to_numpy(object))
    known = stacks["probability"].notna().to_numpy(bool)
    names = sorted({*building, *finished})
    place = pd.Index(names).get_indexer(building[known])
    p = stacks["probability"].to_numpy(float)[known]
    ends = np.clip(stacks[["low", "high"]].to_numpy(float)[known], 1e-9, 1 - 1e-9)
    sd = (logit(ends[:, 1]) - logit(ends[:, 0])) / (2 * WIDTH_90)
    draws = np.zeros((N_DRAWS, len(names)))
    for k in range(N_DRAWS):
        shared = rng.standard_normal(len(names))
        chance = expit(logit(np.clip(p, 1e-9, 1 - 1e-9)) + sd * shared[place])
        draws[k] = np.bincount(place, rng.random(len(p)) < chance, len(names))
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    n_open = np.bincount(pd.Index(names).get_indexer(building), minlength=len(names))
    without = np.bincount(pd.Index(names).get_indexer(building[~known]), minlength=len(names))
    is_known = (without < n_open) | (n_open == 0)  # no probability at all is no expectation of nothing
    expected = np.bincount(place, p, len(names)).astype(float)
    return pd.DataFrame(
        {
            "building": names,
            "finished": [finished.get(name, 0) for name in names],
            "open": n_open,
            "expected": np.where(is_known, expected, np.nan),
            "low": np.where(is_known, low, np.nan),
            "high": np.where(is_known, high, np.nan),
            "without_forecast": without,
        }
    )
