"""Evaluation on cases that training did not see: figures of every model and baseline, and the learning curve.

Groups are never in training and test at once. All intervals are from a cluster bootstrap over groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Floats, Ints
from socialgraph.counting import counted
from socialgraph.models.learning import metrics
from socialgraph.models.learning.metrics import resampled_rows, with_interval
from socialgraph.models.learning.sample import Sample, group_folds
from socialgraph.models.learning.specs import Spec

LARGE = 5000  # cases from which half as many bootstrap samples do
_SHARES = ("brier", "auc", "auc_within_group")  # lie between 0 and 1
CURVE_SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Evaluation:
    """What `evaluate_specs` finds.

    Attributes
    ----------
    design : how training and test cases were parted.
    figures : a row a model and metric: value, low, high (95 %).
    calibration : the calibration table of each model.
    probability : model → (n,) held-out probabilities, NaN where a case was never held out.
    """

    design: str
    figures: pd.DataFrame
    calibration: pd.DataFrame
    probability: dict[str, Floats] = field(repr=False)


def left_out(spec: Spec, sample: Sample, folds: Ints) -> Floats:
    """(n,) the probability that a model fitted without a case's fold gives it.

    Parameters
    ----------
    spec : how a model is fitted.
    sample : n cases with features, outcomes and groups.
    folds : (n,) the part that each case is held out with.

    Returns
    -------
    (n,) float64
        Strictly between 0 and 1, in the order of the cases; NaN where all cases are of one fold, so that there is
        nothing to learn from.

    References
    ----------
    Stone (1974), J. R. Statist. Soc. B 36(2), 111-147.
    """
    probability = np.full(len(sample), np.nan)
    for fold in counted(np.unique(folds).tolist(), spec.name):
        out = folds == fold
        if out.all():
            continue
        probability[out] = spec.probability(spec.fitted(sample.rows(~out)), sample.rows(out))
    return probability


def evaluate_specs(
    sample: Sample, specs: Sequence[Spec], held_out: dict[str, Floats], rng: np.random.Generator, design: str
) -> Evaluation:
    """All figures of held-out probabilities, with intervals, and the skill of each model over each baseline.

    Skill is 1 − log loss ÷ log loss of the baseline: above 0 the model knows more.

    Parameters
    ----------
    sample : n cases with features, outcomes and groups.
    specs : the models; those that are baselines are what the others' skill is measured against.
    held_out : model → (n,) probability when held out, as `left_out` gives it.
    rng : draws the groups of the bootstrap.
    design : how training and test cases were parted, for the tables.

    Returns
    -------
    Evaluation
        Only cases that every model has a probability for count. A figure is NaN where it is not defined: an AUC with
        one class only, an interval with one group.

    References
    ----------
    Field & Welsh (2007), J. R. Stat. Soc. B 69(3), 369-390, for the bootstrap of whole groups.
    """
    tested = np.all([np.isfinite(p) for p in held_out.values()], axis=0)
    y, group = sample.y[tested], sample.group[tested]
    p = {name: values[tested] for name, values in held_out.items()}
    n_groups = len(np.unique(group))
    samples = resampled_rows(group, rng, metrics.N_BOOTSTRAP if len(y) < LARGE else metrics.N_BOOTSTRAP // 2)
    rows, tables = [], []

    def add(model: str, metric: str, measure: Callable[[Ints], float]) -> None:
        figure = with_interval(measure, samples, len(y), n_groups)
        low, high = np.clip([figure.low, figure.high], 0, 1) if metric in _SHARES else (figure.low, figure.high)
        rows.append((design, model, metric, figure.value, low, high))

    for spec in specs:
        for metric, measure in _measures(y, p[spec.name], group, is_rate=spec.is_baseline).items():
            add(spec.name, metric, measure)
        for base in (b for b in specs if b.is_baseline and not spec.is_baseline):
            losses = [metrics.log_losses(y, p[name]) for name in (spec.name, base.name)]
            add(spec.name, f"skill_over_{base.name}", _skill(*losses))
        tables.append(metrics.calibration_table(y, p[spec.name]).assign(design=design, model=spec.name))
    figures = pd.DataFrame(rows, columns=["design", "model", "metric", "value", "low", "high"])
    calibration = pd.concat(tables, ignore_index=True)[["design", "model", "cases", "mean_probability", "share"]]
    return Evaluation(design, figures, calibration, held_out)


def _measures(y: Ints, p: Floats, group: NDArray[np.generic], *, is_rate: bool) -> dict[str, Callable[[Ints], float]]:
    """The metrics of one model, each a function of the rows that are looked at."""
    losses, squares = metrics.log_losses(y, p), (p - y) ** 2
    measures: dict[str, Callable[[Ints], float]] = {
        "log_loss": lambda at: float(losses[at].mean()),
        "brier": lambda at: float(squares[at].mean()),
    }
    if is_rate and _is_one_number_a_group(p, group):
        return measures  # a rate of the other groups orders nothing: its AUC would be an artefact of leaving out
    right, pairs = metrics.within_group_pairs(y, p, group)
    return measures | {
        "auc": lambda at: metrics.auc(y[at], p[at]),
        "auc_within_group": lambda at: float(right[at].sum() / pairs[at].sum()) if pairs[at].sum() else np.nan,
        "calibration_slope": lambda at: metrics.calibration_slope(y[at], p[at]),
        "calibration_intercept": lambda at: metrics.calibration_intercept(y[at], p[at]),
    }


def _skill(losses: Floats, of_baseline: Floats) -> Callable[[Ints], float]:
    return lambda at: float(1.0 - losses[at].mean() / of_baseline[at].mean())


def _is_one_number_a_group(p: Floats, group: NDArray[np.generic]) -> bool:
    spread = pd.Series(p).groupby(pd.Series(group).to_numpy()).agg(np.ptp)
    return bool((spread < 1e-9).all())


def learning_curve(
    sample: Sample, spec: Spec, folds: Ints, rng: np.random.Generator, shares: Sequence[float] = CURVE_SHARES
) -> pd.DataFrame:
    """Held-out log loss and AUC when only a share of the other groups is trained on: does more data still help?

    Parameters
    ----------
    sample, spec, folds : as in `left_out`; the folds are held out whole.
    rng : draws the order in which groups come in.
    shares : of the groups that are not held out, in (0, 1]; at least one group is trained on.

    Returns
    -------
    DataFrame
        A row a share: share_of_groups in (0, 1], cases (mean number trained on), log_loss (nats a case), auc in [0, 1];
        the last two NaN where nothing could be held out, auc also with one outcome.
    """
    rows = []
    labels = np.unique(sample.group)
    order = rng.permutation(len(labels))
    for share_ in counted(shares, "shares"):
        probability, n_trained = np.full(len(sample), np.nan), []
        for fold in np.unique(folds):
            out = folds == fold
            there = np.array([g for g in labels[order] if g not in set(sample.group[out])], object)
            kept = there[: max(1, round(share_ * len(there)))]
            train = ~out & np.isin(sample.group, kept)
            if train.any():
                probability[out] = spec.probability(spec.fitted(sample.rows(train)), sample.rows(out))
                n_trained.append(int(train.sum()))
        known = np.isfinite(probability)
        y, p = sample.y[known], probability[known]
        rows.append((share_, int(np.mean(n_trained or [0])), metrics.log_loss(y, p), metrics.auc(y, p)))
    return pd.DataFrame(rows, columns=["share_of_groups", "cases", "log_loss", "auc"])


def folds_of(sample: Sample) -> Ints:
    """Leave-one-group-out, in whole-group folds where there are many groups.

    Parameters
    ----------
    sample : its groups count, nothing else.

    Returns
    -------
    (rows,) int64
        The fold of each row, from 0.
    """
    return group_folds(sample.group)
