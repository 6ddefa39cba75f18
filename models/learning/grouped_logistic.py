"""Logistic regression with shrunken coefficients and shrunken group effects, and the uncertainty of both.

    logit P(y = 1) = a + x b + u_g,   b_j ~ N(0, tau^2),   u_g ~ N(0, sigma^2)

A building of which little is known is drawn towards all buildings, as far as the data say that buildings are alike;
a coefficient is drawn towards 0, as far as the data say that features matter little. Neither sd is chosen: both are
averaged over, weighted by how well they explain the data (Laplace approximation of the evidence), so that the
interval of a probability holds what is not known of them too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit, ndtr
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, validate_data

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COEFFICIENT_SDS = (0.03, 0.1, 0.2, 0.4, 0.8, 1.6)
GROUP_SDS = (0.05, 0.3, 0.6, 1.0, 1.6, 2.6)
INTERCEPT_SD = 5.0
LEAST_WEIGHT = 1e-2  # settings that explain the data less than this share are left out
_STEPS, _CLOSE = 40, 1e-6
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
NO_GROUP = -1
# A few features matter and most do not, so that one normal prior draws those few too near to 0: intervals suppose a
# prior this much wider (on benchmarks/forecast.py 90 % intervals held 88 % of the truths at 1, 92 % at 2)
WIDE = 1.5


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


class GroupedLogistic(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Binary classifier for rows that come in groups.

    Parameters
    ----------
    coefficient_sds, group_sds : the grid of sds averaged over; features are expected on a common scale.
    setting : one pair of sds in place of the grid, for refits within one training set.

    Attributes
    ----------
    classes_ : the two outcomes (or the one that was there).
    groups_ : the groups seen, ascending.
    settings_, weights_ : the fits kept, and their shares.
    coef_, intercept_, effects_ : means over the settings.

    References
    ----------
    Gelman & Hill (2007), Data Analysis Using Regression and Multilevel Models, ch. 14.
    Rue, Martino & Chopin (2009), J. R. Statist. Soc. B 71(2), 319-392: averaging over a grid of sds.

    Examples
    --------
    >>> x, y, g = np.arange(8.0)[:, None] / 4 - 1, np.array([0, 0, 0, 1, 0, 1, 1, 1]), np.arange(8) // 2
    >>> model = GroupedLogistic().fit(x, y, g)
    >>> low, high = model.interval(x, g, level=0.9).T
    >>> bool(np.all((low < model.predict_proba(x, g)[:, 1]) & (model.predict_proba(x, g)[:, 1] < high)))
    True
    """

    def __init__(
        self,
        coefficient_sds: tuple[float, ...] = COEFFICIENT_SDS,
        group_sds: tuple[float, ...] = GROUP_SDS,
        setting: tuple[float, float] | None = None,
    ) -> None:
        self.coefficient_sds = coefficient_sds
        self.group_sds = group_sds
        self.setting = setting

    def fit(self, X: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None) -> GroupedLogistic:  # noqa: N803
        """Fit; `groups` (n,) any labels, None where every row stands alone.

        With one outcome only the posterior is still proper: no probability becomes 0 or 1.

        Parameters
        ----------
        X : (rows, features), numbers; missing ones are NaN.
        y : (rows,) outcomes, 0 or 1.
        groups : (rows,) the building or village of each row.

        Returns
        -------
        GroupedLogistic
            Itself, with everything that ends in `_`.

        Raises
        ------
        ValueError
            If there are more than two outcomes, or no row.
        """
        rows, y = validate_data(self, X, y, dtype=np.float64)
        self.classes_, class_of = np.unique(y, return_inverse=True)
        if len(self.classes_) > 2:
            raise ValueError("Only binary classification is supported. The type of the target is multiclass.")
        # a single class is a success where its own label says so
        outcome = class_of.astype(np.float64) if len(self.classes_) == 2 else np.full(len(rows), float(_is_success(y)))
        labels = np.zeros(0) if groups is None else np.asarray(groups)
        self.groups_, codes = np.unique(labels, return_inverse=True)
        order = np.argsort(codes, kind="stable") if groups is not None else np.arange(len(rows))
        starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) > 0]) if groups is not None else np.zeros(0, int)
        design = np.column_stack([np.ones(len(rows)), rows])[order]
        fits = self._fits(design, outcome[order], starts)
        evidence = np.array([fit.log_evidence for fit in fits])
        weight = np.exp(evidence - evidence.max())
        weight /= weight.sum()
        keep = np.flatnonzero(weight >= LEAST_WEIGHT)
        self.settings_ = [fits[k] for k in keep]
        self.weights_ = weight[keep] / weight[keep].sum()
        mean = sum(share * fit.coefficients for share, fit in zip(self.weights_, self.settings_, strict=True))
        self.intercept_, self.coef_ = float(mean[0]), np.asarray(mean[1:])
        self.effects_ = sum(share * fit.effects for share, fit in zip(self.weights_, self.settings_, strict=True))
        return self

    def _fits(self, design: Floats, y: Floats, starts: Ints) -> list[ConditionalFit]:
        """The fits that can matter: from the middle of the grid on, the neighbours of every one good enough."""
        if self.setting is not None:
            return [_fitted(design, y, starts, self.setting, None)]
        sds = self.coefficient_sds, self.group_sds if len(starts) else self.group_sds[:1]
        fits: dict[tuple[int, int], ConditionalFit] = {}
        begin: tuple[Floats, Floats] | None = None
        waiting = [(len(sds[0]) // 2 - 1, len(sds[1]) // 2 - 1 if len(sds[1]) > 1 else 0)]
        while waiting:
            at = waiting.pop()
            fits[at] = _fitted(design, y, starts, (sds[0][at[0]], sds[1][at[1]]), begin)
            begin = fits[at].coefficients, fits[at].effects
            enough = max(fit.log_evidence for fit in fits.values()) + np.log(LEAST_WEIGHT)
            near = {
                (i + di, j + dj)
                for (i, j), fit in fits.items()
                if fit.log_evidence >= enough
                for di, dj in ((0, 1), (1, 0), (0, -1), (-1, 0))
                if 0 <= i + di < len(sds[0]) and 0 <= j + dj < len(sds[1])
            }
            waiting = sorted(near - set(fits))
        return list(fits.values())

    @property
    def best_setting_(self) -> tuple[float, float]:
        """The pair of sds that explains the data best."""
        best = self.settings_[int(np.argmax(self.weights_))]
        return best.coefficient_sd, best.group_sd

    @property
    def group_sd_(self) -> float:
        """Mean sd of the group effects."""
        return float(sum(w * fit.group_sd for w, fit in zip(self.weights_, self.settings_, strict=True)))

    def moments(
        self,
        X: ArrayLike,  # noqa: N803
        groups: ArrayLike | None = None,
        *,
        wide: bool = False,
    ) -> tuple[Floats, Floats]:
        """(settings, n) means and variances of the log-odds; `wide` for intervals.

        Parameters
        ----------
        X, groups : as in `fit`.
        wide : as the intervals suppose it.

        Returns
        -------
        means, variances : (settings, n) float64
            On the scale of log-odds, a row a setting that was kept, in the order of `weights_`.

        Raises
        ------
        NotFittedError
            Before `fit`.
        """
        check_is_fitted(self)
        rows = validate_data(self, X, dtype=np.float64, reset=False)
        design = np.column_stack([np.ones(len(rows)), rows])
        group = self.codes(groups, len(rows))
        moments = [fit.moments(design, group, wide=wide) for fit in self.settings_]
        return np.array([mean for mean, _ in moments]), np.array([variance for _, variance in moments])

    def codes(self, groups: ArrayLike | None, n: int) -> Ints:
        """(n,) the place of each group among those seen, NO_GROUP for others.

        Parameters
        ----------
        groups : labels as in `fit`, or None.
        n : how many.

        Returns
        -------
        (n,) int64
            An index into `groups_` each; NO_GROUP for a label that `fit` did not see, and everywhere without groups.
        """
        if groups is None or len(self.groups_) == 0:
            return np.full(n, NO_GROUP)
        labels = np.asarray(groups)
        place = np.minimum(np.searchsorted(self.groups_, labels), len(self.groups_) - 1)
        return np.where(self.groups_[place] == labels, place, NO_GROUP)

    def predict_proba(self, X: ArrayLike, groups: ArrayLike | None = None) -> Floats:  # noqa: N803
        """(n, 2) posterior mean probabilities, strictly between 0 and 1.

        Parameters
        ----------
        X, groups : as in `fit`.

        Returns
        -------
        (n, 2) float64
            Of the first and the second class, rows adding up to 1; (n, 1) where training saw one class.

        Raises
        ------
        NotFittedError
            Before `fit`.
        """
        mean, variance = self.moments(X, groups)
        yes = np.asarray(self.weights_ @ mean_probability(mean, variance))
        if len(self.classes_) == 1:
            return yes[:, None] if _is_success(self.classes_) else 1.0 - yes[:, None]
        return np.column_stack([1.0 - yes, yes])

    def probability(self, X: ArrayLike, groups: ArrayLike | None = None) -> Floats:  # noqa: N803
        """(n,) posterior mean probability of the second outcome, also where training saw only one.

        Parameters
        ----------
        X, groups : as in `predict_proba`, of which this is the second column.

        Returns
        -------
        (n,) float64
            Strictly between 0 and 1.

        Raises
        ------
        NotFittedError
            Before `fit`.
        """
        mean, variance = self.moments(X, groups)
        return np.asarray(self.weights_ @ mean_probability(mean, variance))

    def predict(self, X: ArrayLike, groups: ArrayLike | None = None) -> NDArray[np.generic]:  # noqa: N803
        """(n,) the likelier outcome.

        Parameters
        ----------
        X, groups : as in `fit`.

        Returns
        -------
        (n,) labels
            Of `classes_`; the first where both are equally likely.
        """
        if len(self.classes_) == 1:
            check_is_fitted(self)
            return np.repeat(self.classes_, len(validate_data(self, X, reset=False)))
        return np.asarray(self.classes_[(self.predict_proba(X, groups)[:, 1] > 0.5).astype(int)])

    def interval(self, X: ArrayLike, groups: ArrayLike | None = None, *, level: float = 0.9) -> Floats:  # noqa: N803
        """(n, 2) central posterior interval of the probability itself (not of the outcome).

        Parameters
        ----------
        X, groups : as in `fit`.
        level : share of the interval, as .9.

        Returns
        -------
        (n, 2) float64
            Lower and upper ends, in (0, 1).

        Raises
        ------
        NotFittedError
            Before `fit`.
        """
        mean, variance = self.moments(X, groups, wide=True)
        return mixture_interval(mean, np.sqrt(variance), self.weights_, level)


def _is_success(y: ArrayLike) -> bool:
    return bool(np.asarray(y).ravel()[0] == 1)


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


def _fitted(
    design: Floats, y: Floats, starts: Ints, pair: tuple[float, float], begin: tuple[Floats, Floats] | None
) -> ConditionalFit:
    """Newton's method on coefficients and effects at once: the effects' block is diagonal and drops out."""
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
