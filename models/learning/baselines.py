"""Baselines that every model is held against: base rate, independence, beta-binomial by group."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import betaln
from scipy.stats import beta

from socialgraph.arrays.types import Floats, Ints

PRIOR = 0.5  # of each outcome (Jeffreys): nothing is ever certain
MISSING = "missing_households"  # the feature that the independence baseline reads


class BaseRate:
    """The share of cases that happened, the same for all; its interval is of that share."""

    name = "base_rate"

    def fit(self, features: pd.DataFrame, y: Ints, group: NDArray[np.generic]) -> BaseRate:
        """Count.

        Parameters
        ----------
        features, group : not looked at.
        y : (n,) outcomes, 0 or 1.

        Returns
        -------
        BaseRate
            Itself, with `yes_` and `no_`: outcomes of each kind and half a case more.
        """
        self.yes_, self.no_ = float(y.sum()) + PRIOR, float(len(y) - y.sum()) + PRIOR
        return self

    def probability(self, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
        """(n,) one number.

        :math:`(k + 1/2) / (n + 1)`, the posterior mean of the share under Jeffreys' prior.

        Parameters
        ----------
        features, group : only how many rows there are counts.

        Returns
        -------
        (n,) float64
            Always the same number, strictly between 0 and 1; 1/2 where nothing was learned from.

        References
        ----------
        Brown, Cai & DasGupta (2001), Statist. Sci. 16(2), 101-133.

        Examples
        --------
        >>> model = BaseRate().fit(pd.DataFrame(index=range(3)), np.array([0, 0, 1]), np.zeros(3))
        >>> model.probability(pd.DataFrame(index=range(2)), np.zeros(2)).tolist()
        [0.375, 0.375]
        """
        return np.full(len(features), self.yes_ / (self.yes_ + self.no_))

    def interval(self, features: pd.DataFrame, group: NDArray[np.generic], *, level: float) -> Floats:
        """(n, 2) of the share.

        Parameters
        ----------
        features, group : only how many rows there are counts.
        level : share of the interval, as .9.

        Returns
        -------
        (n, 2) float64
            Lower and upper quantile of the Beta posterior of the share, in [0, 1]: the same ends in every row.

        References
        ----------
        Brown, Cai & DasGupta (2001), Statist. Sci. 16(2), 101-133: the Jeffreys interval.
        """
        return np.tile(beta.ppf([(1 - level) / 2, (1 + level) / 2], self.yes_, self.no_), (len(features), 1))


class BetaBinomial:
    r"""The share of each group, drawn towards that of all groups (empirical Bayes).

    k_g of n_g cases happened, k_g ~ Binomial(n_g, θ_g), θ_g ~ Beta(m s, (1 − m) s); m and s maximise the marginal
    likelihood times a weak prior (s log-normal around 10); the posterior mean is (k_g + m s)/(n_g + s), a group never
    seen has m.

    References
    ----------
    Efron & Morris (1975), J. Am. Stat. Assoc. 70, 311-319; Gelman et al. (2013), Bayesian Data Analysis, ch. 5.
    """

    name = "beta_binomial"

    def fit(self, features: pd.DataFrame, y: Ints, group: NDArray[np.generic]) -> BetaBinomial:
        r"""Find m and s.

        Maximises :math:`\sum_g \ln \frac{B(k_g + m s, n_g - k_g + (1 - m) s)}{B(m s, (1 - m) s)}` plus a weak prior
        that keeps m from 0 and 1 and s near ten cases.

        Parameters
        ----------
        features : not looked at.
        y, group : outcomes and labels, as in `Sample`.

        Returns
        -------
        BetaBinomial
            Itself, with the `mean_` m in (0, 1) and the `size_` s > 0, in cases.

        References
        ----------
        Skellam (1948), J. R. Statist. Soc. B 10(2), 257-261.
        """
        self.groups_, codes = np.unique(group, return_inverse=True)
        self.yes_ = np.bincount(codes, y, len(self.groups_))
        self.n_ = np.bincount(codes, minlength=len(self.groups_)).astype(float)
        rate = (self.yes_.sum() + PRIOR) / (self.n_.sum() + 2 * PRIOR)

        def cost(at: Floats) -> float:
            m, s = 1 / (1 + np.exp(-at[0])), np.exp(at[1])
            log_likelihood = betaln(self.yes_ + m * s, self.n_ - self.yes_ + (1 - m) * s) - betaln(m * s, (1 - m) * s)
            weak = PRIOR * (np.log(m) + np.log1p(-m)) - 0.5 * ((at[1] - np.log(10)) / 1.5) ** 2
            return float(-log_likelihood.sum() - weak)

        logit_and_log_size = minimize(cost, [np.log(rate / (1 - rate)), np.log(10.0)], method="Nelder-Mead").x
        self.mean_, self.size_ = float(1 / (1 + np.exp(-logit_and_log_size[0]))), float(np.exp(logit_and_log_size[1]))
        return self

    def _posterior(self, group: NDArray[np.generic]) -> tuple[Floats, Floats]:
        place = np.minimum(np.searchsorted(self.groups_, group), len(self.groups_) - 1)
        seen = self.groups_[place] == group
        yes, n = np.where(seen, self.yes_[place], 0.0), np.where(seen, self.n_[place], 0.0)
        return yes + self.mean_ * self.size_, n - yes + (1 - self.mean_) * self.size_

    def probability(self, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
        """(n,) posterior mean of the group's share.

        :math:`(k_g + m s) / (n_g + s)` for k of n cases of group g.

        Parameters
        ----------
        features : not looked at.
        group : labels; those of `fit` are known.

        Returns
        -------
        (n,) float64
            Strictly between 0 and 1; m for a group that training did not see.
        """
        a, b = self._posterior(group)
        return np.asarray(a / (a + b))

    def interval(self, features: pd.DataFrame, group: NDArray[np.generic], *, level: float) -> Floats:
        """(n, 2) of the group's share.

        Parameters
        ----------
        features : not looked at.
        group : labels; those of `fit` are known.
        level : share of the interval, as .9.

        Returns
        -------
        (n, 2) float64
            Lower and upper quantile of the Beta posterior of each row's group, in [0, 1]; of the prior Beta(m s, (1 -
            m) s) for a group that training did not see.
        """
        a, b = self._posterior(group)
        return np.column_stack([beta.ppf((1 - level) / 2, a, b), beta.ppf((1 + level) / 2, a, b)])


class Independence:
    r"""Πp: every household whose key is missing comes with the same chance p, whatever the others do.

    A stack with m of them completes with p^m; p is the one under which the outcomes are likeliest.
    """

    name = "independence"

    def fit(self, features: pd.DataFrame, y: Ints, group: NDArray[np.generic]) -> Independence:
        r"""Find p by maximum likelihood, with a weak prior that keeps it from 0 and 1.

        Maximises :math:`\sum_i y_i \ln p^{m_i} + (1 - y_i) \ln(1 - p^{m_i})`, m the missing households of a case.

        Parameters
        ----------
        features : MISSING is read.
        y : (n,) outcomes, 0 or 1.
        group : not looked at.

        Returns
        -------
        Independence
            Itself, with the chance `p_` of one household, strictly between 0 and 1.
        """
        missing = self._missing(features)

        def cost(p: float) -> float:
            chance = np.clip(p**missing, 1e-12, 1 - 1e-12)
            log_likelihood = np.where(y == 1, np.log(chance), np.log1p(-chance)).sum()
            return float(-log_likelihood - PRIOR * (np.log(p) + np.log1p(-p)))

        self.p_ = float(minimize_scalar(cost, bounds=(1e-6, 1 - 1e-6), method="bounded").x)
        return self

    def _missing(self, features: pd.DataFrame) -> Floats:
        return np.asarray(np.maximum(features[MISSING].fillna(1.0).to_numpy(float), 1.0))

    def probability(self, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
        """(n,) p^m.

        Parameters
        ----------
        features : MISSING is read.
        group : not looked at.

        Returns
        -------
        (n,) float64
            Strictly between 0 and 1 (but for what underflows in a stack of very many households); m is at least 1.
        """
        return np.asarray(self.p_ ** self._missing(features))


def baselines(features: pd.DataFrame) -> list[type[BaseRate] | type[BetaBinomial] | type[Independence]]:
    """Those that the features allow, simplest first.

    Parameters
    ----------
    features : one row a stack.

    Returns
    -------
    list of classes
        Two; three where the features say how many keys are missing.
    """
    return [BaseRate, *([Independence] if MISSING in features else []), BetaBinomial]
