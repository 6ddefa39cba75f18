"""Weights of the score and of the kinds of tie, fitted to conversations and drawn towards their defaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit

from socialgraph.arrays.types import Floats, Ints
from socialgraph.models.conversations.talks import PARTS, Talks
from socialgraph.models.learning.added_value import gain
from socialgraph.models.learning.metrics import Figure, auc, brier, calibration_slope, calibration_table, log_loss
from socialgraph.models.learning.sample import group_folds
from socialgraph.trust.constants import constants
from socialgraph.trust.evidence import registered_kinds

LEAST_TALKS = 200
WEIGHT_SD, INTERCEPT_SD = 0.5, 1.0  # how far a weight may stray from its default 1, the intercept from 0
KIND_SD = 1.0  # of the log-odds of a kind's weight around the default's
ASSUMED, FITTED = "assumed", "fitted"
_STEP = 1e-4


@dataclass(frozen=True)
class ConversationWeights:
    """What `fit_weights` finds.

    Attributes
    ----------
    parts : a row the intercept and a part of the score: default, weight, low, high (95 %), source.
    kinds : a row an admissible kind of tie: the same of its weight; `cases`, conversations over such a tie.
    gain : fall of log loss a conversation against the defaults, on buildings left out; None under 200.
    n : conversations.
    metrics : a row a model (`default`, `fitted`) and metric, on buildings left out; none under 200.
    calibration : the calibration table of both; none under 200.
    """

    parts: pd.DataFrame
    kinds: pd.DataFrame
    gain: Figure | None
    n: int
    metrics: pd.DataFrame
    calibration: pd.DataFrame


def fit_weights(cases: Talks, rng: np.random.Generator) -> ConversationWeights:
    r"""Penalised likelihood of what conversations ended in.

    P(agreed or softened) = expit(a + Σ w_k part_k); a ~ N(0, 1), w_k ~ N(1, .5²), never below 0: more trust, or more
    success, is at the least worth nothing. The trust part of a pair with a
    direct tie is logit of 1 − Π (1 − v_k x_k) with x_k closeness × decay and v_k the weight of the kind,
    logit v_k ~ N(logit default, 1). Intervals from the curvature at the mode. Under 200 conversations nothing is
    fitted: the defaults, marked assumed.

    Parameters
    ----------
    cases : stacks at their cut-off days, with outcomes.
    rng : source of randomness.

    Returns
    -------
    ConversationWeights
        Weights in log-odds; under LEAST_TALKS conversations the defaults, with neither interval nor gain.

    References
    ----------
    Le Cessie & van Houwelingen (1992), J. R. Statist. Soc. C 41(1), 191-201, with the penalty around the defaults.
    """
    if len(cases) < LEAST_TALKS:
        nothing = pd.DataFrame()
        parts, kinds = _parts(None, None, ASSUMED), _kinds(cases, None, None)
        return ConversationWeights(parts, kinds, None, len(cases), nothing, nothing)
    theta, sd = _fitted(cases)
    folds = group_folds(cases.building, n_folds=10)
    fitted, default = np.zeros(len(cases)), chance(cases, _start())
    for fold in np.unique(folds):
        out = folds == fold
        if not out.all():
            fitted[out] = chance(_rows(cases, out), _fitted(_rows(cases, ~out))[0])
    tested = fitted > 0
    gain_over_default = (
        gain(cases.good[tested], default[tested], fitted[tested], cases.building[tested], rng) if tested.any() else None
    )
    n = 1 + len(PARTS)
    predictions = {"default": default[tested], FITTED: fitted[tested]}
    return ConversationWeights(
        _parts(theta[:n], sd[:n], FITTED),
        _kinds(cases, theta[n:], sd[n:]),
        gain_over_default,
        len(cases),
        _metrics(cases.good[tested], predictions),
        pd.concat([calibration_table(cases.good[tested], p).assign(model=name) for name, p in predictions.items()]),
    )


def chance(cases: Talks, theta: Floats) -> Floats:
    """(n,) probability of a good end under intercept, part weights and log-odds of the kinds' weights.

    Parameters
    ----------
    cases : n conversations, their parts and their evidence.
    theta : (1 + parts + admissible kinds,) intercept, weights of the parts, log-odds of the kinds' weights.

    Returns
    -------
    (n,) float64
        In (0, 1). Where the two are tied directly, the tie under these weights stands for the whole trust part.
    """
    n = 1 + len(PARTS)
    parts = cases.parts.to_numpy(float).copy()
    is_direct = cases.evidence.max(axis=1, initial=0.0) > 0
    admissible = registered_kinds().is_admissible
    reached = 1.0 - np.prod(1.0 - expit(theta[n:]) * cases.evidence[:, admissible], axis=1)
    clip = constants()["trust_clip"]
    # where the two are tied the tie stands for the whole route: its weight is what is to be learned
    direct = logit(np.clip(reached, clip, 1.0 - clip))
    parts[:, 0] = np.where(is_direct, direct, parts[:, 0])
    return np.asarray(expit(theta[0] + parts @ theta[1:n]))


def _metrics(good: Ints, predictions: dict[str, Floats]) -> pd.DataFrame:
    measures = {"log_loss": log_loss, "brier": brier, "auc": auc, "calibration_slope": calibration_slope}
    rows = [(name, metric, measure(good, p)) for name, p in predictions.items() for metric, measure in measures.items()]
    return pd.DataFrame(rows, columns=["model", "metric", "value"])


def _start() -> Floats:
    kinds = registered_kinds()
    return np.asarray(np.r_[0.0, np.ones(len(PARTS)), logit(kinds.weight[kinds.is_admissible])])


def _fitted(cases: Talks) -> tuple[Floats, Floats]:
    start, n = _start(), 1 + len(PARTS)
    spread = np.r_[INTERCEPT_SD, np.full(len(PARTS), WEIGHT_SD), np.full(len(start) - n, KIND_SD)]

    def cost(theta: Floats) -> float:
        p = np.clip(chance(cases, theta), 1e-9, 1 - 1e-9)
        log_likelihood = np.where(cases.good == 1, np.log(p), np.log1p(-p)).sum()
        return float(-log_likelihood + 0.5 * (((theta - start) / spread) ** 2).sum())

    bounds = [(None, None), *[(0.0, None)] * len(PARTS), *[(None, None)] * (len(start) - n)]
    best = minimize(cost, start, method="L-BFGS-B", bounds=bounds).x
    return best, np.sqrt(np.maximum(np.diag(np.linalg.inv(_curvature(cost, best))), 0.0))


def _curvature(cost: Callable[[Floats], float], at: Floats) -> Floats:
    """Matrix of second differences."""
    steps = np.eye(len(at)) * _STEP
    n = len(at)
    hessian = np.zeros((n, n))
    for i in range(n):
        for j in range(i, n):
            both = cost(at + steps[i] + steps[j]) - cost(at + steps[i] - steps[j])
            hessian[i, j] = hessian[j, i] = (both - cost(at - steps[i] + steps[j]) + cost(at - steps[i] - steps[j])) / (
                4 * _STEP**2
            )
    return hessian


def _rows(cases: Talks, keep: np.ndarray) -> Talks:
    return Talks(
        cases.parts[keep].reset_index(drop=True),
        cases.evidence[keep],
        cases.good[keep],
        cases.building[keep],
        cases.household[keep],
        cases.on[keep],
    )


def _parts(theta: Floats | None, sd: Floats | None, source: str) -> pd.DataFrame:
    default = np.r_[0.0, np.ones(len(PARTS))]
    value = default if theta is None else theta
    half = np.full(len(default), np.nan) if sd is None else 1.96 * sd
    return pd.DataFrame(
        {
            "part": ["intercept", *PARTS],
            "default": default,
            "weight": value,
            "low": np.r_[value[0] - half[0], np.maximum(value[1:] - half[1:], 0.0)],
            "high": value + half,
            "source": source,
        }
    )


def _kinds(cases: Talks, theta: Floats | None, sd: Floats | None) -> pd.DataFrame:
    """A kind that no conversation went over keeps its default, assumed."""
    kinds = registered_kinds()
    names = np.array(kinds.names, object)[kinds.is_admissible]
    default = kinds.weight[kinds.is_admissible]
    used: Ints = (cases.evidence[:, kinds.is_admissible] > 0).sum(axis=0)
    is_fitted = (used > 0) & (theta is not None)
    at = logit(default) if theta is None else theta
    half = np.zeros(len(default)) if sd is None else 1.96 * sd
    return pd.DataFrame(
        {
            "kind": names,
            "cases": used,
            "default": default,
            "weight": np.where(is_fitted, expit(at), default),
            "low": np.where(is_fitted, expit(at - half), np.nan),
            "high": np.where(is_fitted, expit(at + half), np.nan),
            "source": np.where(is_fitted, FITTED, ASSUMED),
        }
    )
