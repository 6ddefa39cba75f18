"""Logistic regression with shrunken coefficients and shrunken group effects, and the uncertainty of both.

    logit P(y = 1) = a + x b + u_g,   b_j ~ N(0, tau^2),   u_g ~ N(0, sigma^2)

A building of which little is known is drawn towards all buildings, as far as the data say that buildings are alike;
a coefficient is drawn towards 0, as far as the data say that features matter little. Neither sd is chosen: both are
averaged over, weighted by how well they explain the data (Laplace approximation of the evidence), so that the
interval of a probability holds what is not known of them too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from socialgraph.arrays.types import Floats, Ints
from socialgraph.models.learning.conditional_fit import ConditionalFit, fitted
from socialgraph.models.learning.log_odds import mean_probability, mixture_interval

COEFFICIENT_SDS = (0.03, 0.1, 0.2, 0.4, 0.8, 1.6)
GROUP_SDS = (0.05, 0.3, 0.6, 1.0, 1.6, 2.6)
LEAST_WEIGHT = 1e-2  # settings that explain the data less than this share are left out
NO_GROUP = -1


class GroupedLogistic(ClassifierMixin, BaseEstimator):
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
            return [fitted(design, y, starts, self.setting, None)]
        sds = self.coefficient_sds, self.group_sds if len(starts) else self.group_sds[:1]
        fits: dict[tuple[int, int], ConditionalFit] = {}
        begin: tuple[Floats, Floats] | None = None
        waiting = [(len(sds[0]) // 2 - 1, len(sds[1]) // 2 - 1 if len(sds[1]) > 1 else 0)]
        while waiting:
            at = waiting.pop()
            fits[at] = fitted(design, y, starts, (sds[0][at[0]], sds[1][at[1]]), begin)
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
