"""The fit of a grouped logistic regression under one pair of sds: mode, covariance and evidence, by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from socialgraph.arrays.types import Floats, Ints

INTERCEPT_SD = 5.0
# A few features matter and most do not, so that one normal prior draws those few too near to 0: intervals suppose a
# prior this much wider (on benchmarks/forecast.py 90 % intervals held 88 % of the truths at 1, 92 % at 2)
WIDE = 1.5
_STEPS, _CLOSE = 40, 1e-6


@dataclass(frozen=True)
class ConditionalFit:
    """The fit under one pair of sds: its mode, what the covariance is made of, and its share of the evidence."""

    coefficient_sd: float
    group_sd: float
    coefficients: Floats  # (1 + p,) intercept first
    effects: Floats  # (groups,)
    schur_inverse: Floats  # (1 + p, 1 + p) covariance of the coefficients
    wide_inverse: Floats  # the same where the prior lets them stray WIDE times as far: for intervals
    cross: Floats  # (groups, 1 + p) weighted sums of the rows of each group, over `diagonal`
    diagonal: Floats  # (groups,) precision of each effect given the coefficients
    log_evidence: float

    def moments(self, rows: Floats, group: Ints, *, wide: bool = False) -> tuple[Floats, Floats]:
        """(n,) mean and variance of the log-odds; a group never seen has effect 0 and its whole variance.

        Parameters
        ----------
        rows : (n, 1 + p) the design, a column of ones first.
        group : (n,) index into the groups seen, below 0 for a group never seen.
        wide : with the covariance of a prior that lets coefficients stray WIDE times as far.

        Returns
        -------
        mean, variance : (n,) float64
            Of the log-odds of each row; the variance is above 0.
        """
        seen = group >= 0
        if len(self.effects) == 0:
            away, mean, spread = rows, rows @ self.coefficients, np.full(len(rows), self.group_sd**2)
        else:
            known = np.where(seen, group, 0)
            away = rows - self.cross[known] * seen[:, None]
            mean = rows @ self.coefficients + self.effects[known] * seen
            spread = np.where(seen, 1.0 / self.diagonal[known], self.group_sd**2)
        covariance = self.wide_inverse if wide else self.schur_inverse
        return mean, np.einsum("ij,ij->i", away @ covariance, away) + spread


def fitted(
    design: Floats, y: Floats, starts: Ints, pair: tuple[float, float], begin: tuple[Floats, Floats] | None
) -> ConditionalFit:
    """Newton's method on coefficients and effects at once: the effects' block is diagonal and drops out.

    Parameters
    ----------
    design : (n, 1 + p) a column of ones first, the rows of a group together.
    y : (n,) outcomes, 0 or 1.
    starts : (groups,) where each group's rows begin, ascending from 0; empty where every row stands alone.
    pair : the sd of the coefficients and that of the group effects.
    begin : coefficients and effects to start from; None for the base rate and no effects.

    Returns
    -------
    ConditionalFit
        At the mode, which is unique: the log-posterior is strictly concave.
    """
    coefficient_sd, group_sd = pair
    n, p = design.shape
    sizes = np.diff(np.r_[starts, n]) if len(starts) else np.zeros(0, np.int64)
    precision = np.r_[1.0 / INTERCEPT_SD**2, np.full(p - 1, 1.0 / coefficient_sd**2)]
    coefficients, effects = begin or (np.r_[logit((y.sum() + 1) / (n + 2)), np.zeros(p - 1)], np.zeros(len(starts)))

    def log_posterior(c: Floats, u: Floats) -> tuple[float, Floats]:
        eta = design @ c + (np.repeat(u, sizes) if len(u) else 0.0)
        value = float(y @ eta - np.logaddexp(0.0, eta).sum() - 0.5 * (precision * c * c).sum())
        return value - 0.5 * float(u @ u) / group_sd**2, eta

    value, eta = log_posterior(coefficients, effects)
    while True:
        chance = expit(eta)
        weight = chance * (1.0 - chance)
        weighted = design * weight[:, None]
        gradient = design.T @ (y - chance) - precision * coefficients
        hessian = design.T @ weighted + np.diag(precision)
        if len(starts):
            cross = np.add.reduceat(weighted, starts, axis=0)
            diagonal = np.add.reduceat(weight, starts) + 1.0 / group_sd**2
            gradient_u = np.add.reduceat(y - chance, starts) - effects / group_sd**2
            cross_share = cross / diagonal[:, None]
            hessian = hessian - cross.T @ cross_share
            gradient = gradient - cross_share.T @ gradient_u
        else:
            diagonal, cross_share, gradient_u = np.zeros(0), np.zeros((0, p)), np.zeros(0)
        step = np.linalg.solve(hessian, gradient)
        step_u = gradient_u / diagonal - cross_share @ step if len(starts) else gradient_u
        size = 1.0
        for _ in range(_STEPS):
            trial, eta = log_posterior(coefficients + size * step, effects + size * step_u)
            if trial >= value - 1e-12:
                break
            size /= 2.0
        coefficients, effects = coefficients + size * step, effects + size * step_u
        gained, value = trial - value, max(trial, value)
        if gained < _CLOSE * max(1.0, abs(value)):
            break
    log_determinant = np.linalg.slogdet(hessian)[1] + np.log(diagonal).sum()
    log_prior = 0.5 * np.log(precision).sum() - len(starts) * np.log(group_sd)
    return ConditionalFit(
        coefficient_sd,
        group_sd,
        coefficients,
        effects,
        np.linalg.inv(hessian),
        np.linalg.inv(hessian - np.diag(np.r_[0.0, precision[1:]] * (1.0 - WIDE**-2))),
        cross_share,
        diagonal,
        float(value + log_prior - 0.5 * log_determinant + _log_hyperprior(coefficient_sd, group_sd)),
    )


def _log_hyperprior(coefficient_sd: float, group_sd: float) -> float:
    """Half-Cauchy priors on a grid that is even in the logarithm: density times sd.

    Gelman (2006), Bayesian Analysis 1(3), 515-534. Scale 1 for groups, 0.5 for coefficients of standardised features.
    """
    return float(
        np.log(group_sd) - np.log1p(group_sd**2) + np.log(coefficient_sd) - np.log1p((coefficient_sd / 0.5) ** 2)
    )
