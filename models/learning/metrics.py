"""How good probabilities are: Brier, log loss, AUC pooled and within groups, calibration; with cluster intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import t

from socialgraph.arrays.types import Floats, Ints

CLIP = 1e-6
N_BOOTSTRAP = 200
LEVEL = 0.95


@dataclass(frozen=True)
class Figure:
    """A figure with its interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


def log_losses(y: Ints, p: Floats) -> Floats:
    """(n,) −ln of the probability given to what happened.

    Parameters
    ----------
    y : (rows,) outcomes, 0 or 1.
    p : (rows,) probabilities in [0, 1].

    Returns
    -------
    (n,) float64
        In nats, at least 0; p is cut away from 0 and 1, so that none is infinite.

    References
    ----------
    Good (1952), J. R. Statist. Soc. B 14(1), 107-114.

    Examples
    --------
    >>> log_losses(np.array([1, 0]), np.array([0.5, 0.8])).round(3).tolist()
    [0.693, 1.609]
    """
    p = np.clip(p, CLIP, 1.0 - CLIP)
    return np.asarray(-np.where(y == 1, np.log(p), np.log1p(-p)))


def log_loss(y: Ints, p: Floats) -> float:
    """Mean of `log_losses`, in nats.

    Parameters
    ----------
    y, p : as in `log_losses`.

    Returns
    -------
    float
        In nats a case, at least 0; ln 2 = 0.693 for a p of one half throughout. NaN without cases.
    """
    return float(log_losses(y, p).mean()) if len(y) else np.nan


def brier(y: Ints, p: Floats) -> float:
    """Mean squared difference of probability and outcome (Brier 1950).

    Parameters
    ----------
    y, p : (n,) outcomes, 0 or 1, and probabilities.

    Returns
    -------
    float
        In [0, 1], 0 where every case was foretold, 1/4 for a p of one half throughout; NaN without cases.

    References
    ----------
    Brier (1950), Mon. Weather Rev. 78(1), 1-3, halved: the sum over the two outcomes counts each difference twice.

    Examples
    --------
    >>> brier(np.array([1, 0]), np.array([0.5, 0.5]))
    0.25
    """
    return float(np.mean((p - y) ** 2)) if len(y) else np.nan


def auc(y: Ints, p: Floats) -> float:
    """Chance that a case that happened was given more than one that did not, ties half; NaN with one outcome.

    Parameters
    ----------
    y, p : (n,) outcomes, 0 or 1, and any score of them: only its order counts.

    Returns
    -------
    float
        In [0, 1]; about one half where p tells nothing of the outcomes, NaN where all outcomes are the same.

    References
    ----------
    Hanley & McNeil (1982), Radiology 143(1), 29-36.

    Examples
    --------
    >>> auc(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))
    0.75
    """
    concordant, pairs = _pairs(y, p)
    return concordant / pairs if pairs else np.nan


def within_group_pairs(y: Ints, p: Floats, group: NDArray[np.generic]) -> tuple[Floats, Floats]:
    """(n,) twice: the concordant pairs and all pairs of each case's group, shared out evenly among its cases.

    So the AUC over pairs of one group only (what a model knows beyond which group a case belongs to) is, for any choice
    of whole groups, the ratio of the sums over their cases.

    Parameters
    ----------
    y, p : as in `log_losses`.
    group : (rows,) the building or village of each row.

    Returns
    -------
    concordant, pairs : (n,) float64
        In pairs, at least 0; both 0 in a group with one outcome. Their sums are those of the whole groups.

    Examples
    --------
    Each group alone is ranked rightly, though the second is given less throughout:

    >>> p = np.array([0.8, 0.9, 0.1, 0.2])
    >>> concordant, pairs = within_group_pairs(np.array([0, 1, 0, 1]), p, np.array(["a", "a", "b", "b"]))
    >>> float(concordant.sum() / pairs.sum())
    1.0
    """
    order = np.argsort(group, kind="stable")
    bounds = np.flatnonzero(np.r_[True, group[order][1:] != group[order][:-1], True])
    concordant, pairs = np.zeros(len(y)), np.zeros(len(y))
    for a, b in pairwise(bounds.tolist()):
        rows = order[a:b]
        right, n = _pairs(y[rows], p[rows])
        concordant[rows], pairs[rows] = right / len(rows), n / len(rows)
    return concordant, pairs


def _pairs(y: Ints, p: Floats) -> tuple[float, int]:
    """Concordant pairs, ties half, and all pairs of a case that happened and one that did not."""
    yes, no = p[y == 1], np.sort(p[y == 0])
    below = np.searchsorted(no, yes, "left").sum() + np.searchsorted(no, yes, "right").sum()
    return float(below) / 2.0, len(yes) * len(no)


def calibration_line(y: Ints, p: Floats) -> tuple[float, float]:
    r"""Intercept and slope of the logistic regression of the outcome on logit(p); 0 and 1 where p is right.

    NaN with one outcome, or where all probabilities are (but for rounding) one number.

    Maximises the likelihood of :math:`\ln \frac{P}{1 - P} = a + b \ln \frac{p}{1 - p}` by Newton's method.

    Parameters
    ----------
    y, p : as in `log_losses`.

    Returns
    -------
    intercept, slope : float
        a in log-odds and b; NaN where they are not defined, see above.

    References
    ----------
    Cox (1958), Biometrika 45(3/4), 562-565.
    """
    x = logit(np.clip(p, CLIP, 1.0 - CLIP))
    if len(np.unique(y)) < 2 or np.ptp(x) < 1e-9:
        return np.nan, np.nan
    design, line = np.column_stack([np.ones(len(x)), x]), np.array([0.0, 1.0])
    for _ in range(50):
        q = expit(design @ line)
        hessian = (design * (q * (1 - q))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, design.T @ (y - q))
        line = line + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-8:
            break
    return float(line[0]), float(line[1])


def calibration_slope(y: Ints, p: Floats) -> float:
    """The slope of `calibration_line`.

    Parameters
    ----------
    y, p : as the line takes them.

    Returns
    -------
    float
        1 where p is right, below 1 where it is too sure of itself; NaN where the line is not defined.
    """
    return calibration_line(y, p)[1]


def calibration_intercept(y: Ints, p: Floats) -> float:
    """The intercept of `calibration_line`.

    Parameters
    ----------
    y, p : outcomes and probabilities, as in `calibration_line`.

    Returns
    -------
    float
        In log-odds; 0 where p is right at even odds, NaN where the line is not defined.
    """
    return calibration_line(y, p)[0]


def calibration_table(y: Ints, p: Floats, *, n_bins: int = 10) -> pd.DataFrame:
    """Cases in bins of equal number, by probability: cases, mean probability, share that happened.

    Equal probabilities are never parted, so that there may be fewer bins.

    Parameters
    ----------
    y, p : as in `log_losses`.
    n_bins : how many bins.

    Returns
    -------
    DataFrame
        A row a bin, the least probable first; cases, mean_probability and share in [0, 1]; no row without cases.
    """
    if len(y) == 0:
        return pd.DataFrame(columns=["cases", "mean_probability", "share"])
    edges = np.quantile(p, np.linspace(0, 1, n_bins + 1)[1:-1])
    bins = np.searchsorted(np.unique(edges), p, side="left")
    frame = pd.DataFrame({"bin": bins, "p": p, "y": y}).groupby("bin")
    return pd.DataFrame(
        {"cases": frame.size(), "mean_probability": frame["p"].mean(), "share": frame["y"].mean()}
    ).reset_index(drop=True)


def resampled_rows(group: NDArray[np.generic], rng: np.random.Generator, n: int = N_BOOTSTRAP) -> list[Ints]:
    """`n` cluster-bootstrap samples: whole groups drawn with replacement, as row numbers.

    Parameters
    ----------
    group : labels, as in `within_group_pairs`.
    rng : source of randomness.
    n : how many.

    Returns
    -------
    list of (rows,) int64
        `n` of them; a group drawn twice has its rows twice, so that lengths differ.
    """
    labels, codes = np.unique(group, return_inverse=True)
    members = [np.flatnonzero(codes == g) for g in range(len(labels))]
    return [np.concatenate([members[g] for g in rng.integers(len(labels), size=len(labels))]) for _ in range(n)]


def with_interval(
    measure: Callable[[Ints], float], samples: list[Ints], n_rows: int, n_groups: int, *, level: float = LEVEL
) -> Figure:
    """The measure on all rows, and its interval: value ± t · standard deviation over cluster-bootstrap samples.

    t has groups − 1 degrees of freedom: with few groups the bootstrap's own quantiles are too narrow (Cameron,
    Gelbach & Miller 2008, Rev. Econ. Stat. 90, 414-427). NaN with fewer than two groups.

    Parameters
    ----------
    measure : a figure of chosen rows.
    samples : rows of each resampling.
    n_rows : how many rows.
    n_groups : how many groups.
    level : share of the interval, as .9.

    Returns
    -------
    Figure
        In the measure's own unit; low and high NaN with fewer than two groups, or where the measure is not defined on
        all rows or on all samples but one.
    """
    value = measure(np.arange(n_rows))
    drawn = np.array([measure(rows) for rows in samples])
    drawn = drawn[np.isfinite(drawn)]
    if n_groups < 2 or len(drawn) < 2 or not np.isfinite(value):
        return Figure(value, np.nan, np.nan)
    half = float(t.ppf((1 + level) / 2, n_groups - 1) * drawn.std(ddof=1) * np.sqrt(n_groups / (n_groups - 1)))
    return Figure(value, value - half, value + half)
