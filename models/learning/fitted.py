"""Fitted models of a sample: shrunken logistic regression, and boosted trees where there are cases enough.

Both give a probability, an interval of it, and are calibrated on groups that their training did not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline

from socialgraph.arrays.types import Floats, Ints
from socialgraph.models.learning.grouped_logistic import GroupedLogistic
from socialgraph.models.learning.log_odds import mean_probability, mixture_interval
from socialgraph.models.learning.sample import group_folds

INNER_FOLDS, TREE_FOLDS = 10, 5
LOG_SLOPE_PRIOR_SD = 0.15
LEAST_CALIBRATION = 1e-6
WIDTH_90 = 1.645  # standard errors on either side of a 90 % interval
CLIP_SD = 4.0  # a value further out counts as so far


class Preparation(TransformerMixin, BaseEstimator):
    """Features on one scale: medians for what is missing, with a column that says so; constant columns left out.

    Standardised values are cut to the range seen in training, and to ±`most`: no effect is drawn on beyond the data.

    Attributes
    ----------
    columns_ : names of the columns given. of_ : (outputs,) the place of the column that each output is made of.
    is_indicator_ : (outputs,) whether it says that the value was missing.
    """

    def __init__(self, most: float = CLIP_SD) -> None:
        self.most = most

    def fit(self, X: pd.DataFrame, y: Ints | None = None) -> Preparation:  # noqa: N803
        """Learn medians, means, sds and ranges.

        Parameters
        ----------
        X : (rows, features), numbers; missing ones are NaN.
        y : (rows,) outcomes, 0 or 1.

        Returns
        -------
        Preparation
            Itself, with everything that ends in `_`; a column that is
            missing everywhere has the median 0 and is left out.
        """
        self.columns_ = [str(name) for name in X.columns]
        values = X.to_numpy(float)
        missing = np.isnan(values)
        known = (~missing).any(axis=0)
        self.median_ = np.zeros(values.shape[1])
        self.median_[known] = np.nanmedian(values[:, known], axis=0)
        both = np.column_stack([np.where(missing, self.median_, values), missing.astype(float)])
        self.keep_ = np.flatnonzero(both.std(axis=0) > 1e-9 * np.maximum(1.0, np.abs(both.mean(axis=0))))
        self.of_, self.is_indicator_ = self.keep_ % values.shape[1], self.keep_ >= values.shape[1]
        kept = both[:, self.keep_]
        self.mean_, self.sd_ = kept.mean(axis=0), kept.std(axis=0)
        scaled = (kept - self.mean_) / self.sd_
        self.low_ = np.maximum(scaled.min(axis=0, initial=0.0), -self.most)
        self.high_ = np.minimum(scaled.max(axis=0, initial=0.0), self.most)
        return self

    def transform(self, X: pd.DataFrame) -> Floats:  # noqa: N803
        """(n, outputs); with nothing to learn from, one column of zeros.

        Parameters
        ----------
        X : (rows, features), numbers; missing ones are NaN.

        Returns
        -------
        (n, outputs) float64
            Standardised, and clipped to what training saw; with nothing to learn from one column of zeros.
        """
        values = X[self.columns_].to_numpy(float)
        missing = np.isnan(values)
        both = np.column_stack([np.where(missing, self.median_, values), missing.astype(float)])[:, self.keep_]
        standardised = np.clip((both - self.mean_) / self.sd_, self.low_, self.high_)
        return standardised if standardised.shape[1] else np.zeros((len(values), 1))

    def sources(self) -> list[str]:
        """The column that each output is made of.

        Returns
        -------
        list of str
            A name an output, in the order of `transform`'s columns; a column with an indicator of its own stands twice.
        """
        return [self.columns_[k] for k in self.of_]


def logistic_pipeline() -> Pipeline:
    """Preparation and shrunken logistic regression.

    Returns
    -------
    Pipeline
        Not fitted: the steps `prepare` and `model`.
    """
    return Pipeline([("prepare", Preparation()), ("model", GroupedLogistic())])


def boosted_pipeline() -> Pipeline:
    """Shallow, slow gradient boosting; trees know what to do with what is missing.

    Returns
    -------
    Pipeline
        Not fitted: the step `model`; its random state is fixed, so that equal cases give equal trees.
    """
    trees = HistGradientBoostingClassifier(
        max_iter=60, learning_rate=0.1, max_leaf_nodes=8, min_samples_leaf=20, l2_regularization=1.0, random_state=0
    )
    return Pipeline([("model", trees)])


@dataclass(frozen=True)
class Calibration:
    """logit p' = centre + slope · (logit p − centre); `var_log_slope` is what is not known of ln slope.

    It turns about the middle of the held-out cases and moves nothing up or down: how many finish is the fit's own to
    say. (Where much is held out little is left to learn from, and the other way round: the level of held-out cases is
    biased towards contradicting the training's.)
    """

    centre: float = 0.0
    slope: float = 1.0
    var_log_slope: float = 0.0

    def applied(self, p: Floats) -> Floats:
        """Calibrated probabilities.

        Parameters
        ----------
        p : (rows,) probabilities in [0, 1].

        Returns
        -------
        float64, of the shape of `p`
            In [0, 1], strictly inside for p strictly inside; the order of the cases stays, as the slope is above 0.

        Examples
        --------
        >>> Calibration(centre=0.0, slope=2.0).applied(np.array([0.5, 0.8])).round(3).tolist()
        [0.5, 0.941]
        """
        return np.asarray(expit(self._line(logit(p))))

    def _line(self, log_odds: Floats) -> Floats:
        return np.asarray(self.centre + self.slope * (log_odds - self.centre))

    def widened(self, middle: Floats, ends: Floats) -> Floats:
        """(n, 2) ends of an interval around `middle`, calibrated, wider by what is not known of the slope.

        The line's own half-width and 1.645 standard deviations of what the slope leaves open add up as squares, in
        log-odds.

        Parameters
        ----------
        middle : (n,) probabilities, before the calibration.
        ends : (n, 2) ends of the interval around each, before the calibration.

        Returns
        -------
        (n, 2) float64
            Lower and upper end, in (0, 1), never inside what the calibration alone makes of `ends`.
        """
        at, line = self._line(logit(middle))[:, None], self._line(logit(ends))
        doubt = WIDTH_90**2 * (at - self.centre) ** 2 * self.var_log_slope
        return np.asarray(expit(at + np.sign(line - at) * np.sqrt((line - at) ** 2 + doubt)))


def calibration(y: Ints, log_odds: Floats) -> Calibration:
    """The calibration line of held-out cases, ln slope drawn towards 0.

    Platt's line with a prior: a few dozen cases hardly turn it, thousands overrule it.

    Parameters
    ----------
    y : (rows,) outcomes, 0 or 1.
    log_odds : (rows,) float64.

    Returns
    -------
    Calibration
        Slope in [e^-2, e^2], 1 where the cases say nothing of it; centre in log-odds.

    References
    ----------
    Platt (1999), Advances in Large Margin Classifiers, 61-74.
    """
    centre, log_slope, precision = float(log_odds.mean()), 0.0, LOG_SLOPE_PRIOR_SD**-2
    away = log_odds - centre
    for _ in range(50):
        turned = np.exp(log_slope) * away  # also the derivative of the log-odds by ln slope
        q = expit(centre + turned)
        curvature = float((q * (1 - q)) @ turned**2) + precision
        step = float(np.clip((turned @ (y - q) - precision * log_slope) / curvature, -0.5, 0.5))
        log_slope = float(np.clip(log_slope + step, -2.0, 2.0))
        if abs(step) < LEAST_CALIBRATION:
            break
    return Calibration(centre, float(np.exp(log_slope)), 1.0 / curvature)


class FittedLogistic(ClassifierMixin, BaseEstimator):
    """Shrunken logistic regression on prepared features, calibrated on groups left out of the training set."""

    name = "logistic"

    def fit(self, features: pd.DataFrame, y: Ints, group: NDArray[np.generic]) -> FittedLogistic:
        """Fit the pipeline, then the calibration by cross-validation over groups of these very cases.

        Parameters
        ----------
        features, y, group : as in `Sample`; the calibration sees no group that its training saw.

        Returns
        -------
        FittedLogistic
            Itself, with `pipeline_` and `calibration_`; with a single group nothing can be left out, and the
            calibration changes nothing.

        References
        ----------
        Platt (1999), Advances in Large Margin Classifiers, 61-74: calibration on cases left out.
        """
        self.pipeline_ = logistic_pipeline().fit(features, y, model__groups=group)
        # the scale of the features says nothing of the outcomes: it is the same in every inner fold
        prepared, setting = self.pipeline_["prepare"].transform(features), self.pipeline_["model"].best_setting_
        held_out = np.full(len(y), np.nan)
        folds = group_folds(group, most_single=INNER_FOLDS, n_folds=INNER_FOLDS)
        for fold in np.unique(folds) if len(np.unique(folds)) > 1 else ():
            out = folds == fold
            part = GroupedLogistic(setting=setting).fit(prepared[~out], y[~out], group[~out])
            held_out[out] = logit(part.probability(prepared[out], group[out]))
        known = np.isfinite(held_out)
        self.calibration_ = calibration(y[known], held_out[known]) if known.any() else Calibration()
        return self

    def probability(self, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
        """(n,) calibrated posterior mean probability.

        Parameters
        ----------
        features, group : as in `fit`; a group unknown there has no effect of its own.

        Returns
        -------
        (n,) float64
            Strictly between 0 and 1, in the order of the rows; a missing feature counts as its median, and that it is
            missing by itself.
        """
        return self.calibration_.applied(_model_probability(self.pipeline_, features, group))

    def interval(self, features: pd.DataFrame, group: NDArray[np.generic], *, level: float) -> Floats:
        """(n, 2) of the probability.

        Parameters
        ----------
        features, group : as in `probability`.
        level : share of the interval, as .9.

        Returns
        -------
        (n, 2) float64
            Lower and upper ends around `probability`, in (0, 1), wider by what is not known of the calibration (whose
            own share is that of 90 %, whatever the level).
        """
        ends = self.pipeline_["model"].interval(self.pipeline_["prepare"].transform(features), group, level=level)
        return self.calibration_.widened(_model_probability(self.pipeline_, features, group), ends)

    def parts(self, features: pd.DataFrame, group: NDArray[np.generic]) -> pd.DataFrame:
        """Parts in log-odds that add up to logit of the probability: `base`, a column a feature, `building`, `doubt`.

        A feature's part is its coefficient times its distance from the mean, what its being missing says included.
        `doubt` is what averaging over all that is not known draws a probability towards one half.

        Parameters
        ----------
        features, group : as in `probability`.

        Returns
        -------
        DataFrame
            A row a case, all columns in log-odds; they add up to the logit of `probability`. `building` is 0 for a
            group unknown to `fit`.
        """
        centre, b = self.calibration_.centre, self.calibration_.slope
        model: GroupedLogistic = self.pipeline_["model"]
        prepared = self.pipeline_["prepare"].transform(features)
        of = self.pipeline_["prepare"].sources()
        parts = pd.DataFrame(0.0, index=features.index, columns=["base", *dict.fromkeys(of), "building", "doubt"])
        for k, name in enumerate(of):
            parts[name] += b * prepared[:, k] * model.coef_[k]
        place = model.codes(group, len(features))
        parts["base"] = centre + b * (model.intercept_ - centre)
        parts["building"] = b * np.append(model.effects_, 0.0)[place]
        whole = logit(self.probability(features, group))
        parts["doubt"] = whole - parts.drop(columns="doubt").sum(axis=1)
        return parts


class FittedBoosted(ClassifierMixin, BaseEstimator):
    """Boosted trees whose log-odds on groups left out are the one feature of a shrunken logistic regression.

    That second stage is the calibration, gives each building its effect, and the interval; how far the trees of
    different training groups disagree about a case widens it.
    """

    name = "boosted"

    def fit(self, features: pd.DataFrame, y: Ints, group: NDArray[np.generic]) -> FittedBoosted:
        """Fit trees in each inner fold, the second stage on what they say of groups left out, then all trees.

        Parameters
        ----------
        features, y, group : as in `Sample`; missing values may stay missing.

        Returns
        -------
        FittedBoosted
            Itself, with the trees `pipeline_`, those of each fold `parts_`, and the second stage `second_`; a fold
            whose training has one outcome only has no trees and counts as log-odds 0.

        References
        ----------
        Friedman (2001), Ann. Statist. 29(5), 1189-1232: boosted trees.
        Wolpert (1992), Neural Networks 5(2), 241-259: a second stage on what the first says of cases left out.
        """
        folds = group_folds(group, most_single=TREE_FOLDS, n_folds=TREE_FOLDS)
        held_out, self.parts_ = np.zeros(len(y)), []
        for fold in np.unique(folds):
            out = folds == fold
            part = boosted_pipeline().fit(features[~out], y[~out]) if len(np.unique(y[~out])) == 2 else None
            if part is not None:
                held_out[out] = _tree_log_odds(part, features[out])
                self.parts_.append(part)
        self.pipeline_ = boosted_pipeline().fit(features, y)
        self.scale_ = max(float(held_out.std()), 1e-6)
        self.second_ = GroupedLogistic().fit(held_out[:, None] / self.scale_, y, group)
        return self

    def _moments(self, features: pd.DataFrame, group: NDArray[np.generic]) -> tuple[Floats, Floats]:
        log_odds = _tree_log_odds(self.pipeline_, features) / self.scale_
        mean, variance = self.second_.moments(log_odds[:, None], group)
        by_part = np.array([_tree_log_odds(part, features) / self.scale_ for part in self.parts_])
        spread = by_part.var(axis=0, ddof=1) if len(by_part) > 1 else np.zeros(len(features))
        return mean, variance + float(self.second_.coef_[0]) ** 2 * spread

    def probability(self, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
        """(n,) posterior mean probability.

        Parameters
        ----------
        features, group : as in `fit`, in the same columns.

        Returns
        -------
        (n,) float64
            Strictly between 0 and 1, averaged over the settings of the second stage.
        """
        return np.asarray(self.second_.weights_ @ mean_probability(*self._moments(features, group)))

    def interval(self, features: pd.DataFrame, group: NDArray[np.generic], *, level: float) -> Floats:
        """(n, 2) of the probability.

        Parameters
        ----------
        features, group : as in `probability`, in the same columns.
        level : share of the interval, as .9.

        Returns
        -------
        (n, 2) float64
            Lower and upper ends of the mixture of all settings of the second stage, in (0, 1).
        """
        mean, variance = self._moments(features, group)
        return mixture_interval(mean, np.sqrt(variance), self.second_.weights_, level)


def _model_probability(pipeline: Pipeline, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
    return np.asarray(pipeline["model"].probability(pipeline["prepare"].transform(features), group))


def _tree_log_odds(pipeline: Any, features: pd.DataFrame) -> Floats:
    return np.asarray(logit(np.clip(pipeline.predict_proba(features)[:, 1], 1e-4, 1 - 1e-4)))
