"""Probabilities whose log-odds are normal, or a mixture of normals: their mean and their intervals."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, ndtr

from socialgraph.arrays.types import Floats

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)


def mean_probability(mean: Floats, variance: Floats) -> Floats:
    """E[expit(Z)] of normal Z, by Gauss-Hermite quadrature; any shape.

    Parameters
    ----------
    mean : (rows,) or (parts, rows) mean of the log-odds.
    variance : (rows,) variance of the log-odds.

    Returns
    -------
    float64, of the shape of `mean`
        In (0, 1); `expit(mean)` where the variance is 0, nearer to 1/2 where it is larger.

    References
    ----------
    Crouch & Spiegelman (1990), J. Am. Statist. Assoc. 85(410), 464-469.

    Examples
    --------
    >>> mean_probability(np.array([0.0, 2.0]), np.array([1.0, 4.0])).round(3).tolist()
    [0.5, 0.775]
    """
    at = mean[..., None] + np.sqrt(variance)[..., None] * _NODES
    return np.asarray((expit(at) * _NODE_WEIGHTS).sum(axis=-1) / _NODE_WEIGHTS.sum())


def mixture_interval(mean: Floats, sd: Floats, weights: Floats, level: float) -> Floats:
    """(n, 2) quantiles of a mixture of normals on the scale of log-odds, as probabilities; by bisection.

    Parameters
    ----------
    mean : (rows,) or (parts, rows) mean of the log-odds.
    sd : (parts, rows) standard deviation of the log-odds.
    weights : (parts,) weights summing to 1.
    level : share of the interval, as .9.

    Returns
    -------
    (n, 2) float64
        Lower and upper end, in (0, 1), to 2^-50 of twenty standard deviations.

    Examples
    --------
    One normal of mean 0 and standard deviation 1, 90 %: the ends are expit(-1.645) and expit(1.645).

    >>> mixture_interval(np.zeros((1, 1)), np.ones((1, 1)), np.ones(1), 0.9).round(4).tolist()
    [[0.1618, 0.8382]]
    """
    ends = []
    for tail in ((1.0 - level) / 2.0, (1.0 + level) / 2.0):
        low, high = (mean - 10.0 * sd).min(axis=0), (mean + 10.0 * sd).max(axis=0)
        for _ in range(50):
            middle = (low + high) / 2.0
            below = weights @ ndtr((middle - mean) / sd) < tail
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        ends.append(expit((low + high) / 2.0))
    return np.column_stack(ends)
