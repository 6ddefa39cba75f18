"""Evaluation on cases that training did not see: figures of every model and baseline, what the network adds.

Groups are never in training and test at once. All intervals are from a cluster bootstrap over groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.counting import counted
from socialgraph.models.learning import metrics
from socialgraph.models.learning.baselines import Independence, baselines
from socialgraph.models.learning.fitted import FittedBoosted, FittedLogistic
from socialgraph.models.learning.metrics import Figure, resampled_rows, with_interval
from socialgraph.models.learning.sample import Sample, group_folds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LARGE = 5000  # cases from which half as many bootstrap samples do
LEAST_FOR_TREES = 300
_SHARES = ("brier", "auc", "auc_within_group")  # lie between 0 and 1
N_PERMUTATIONS = 99
CURVE_SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)


class Model(Protocol):
    """What is evaluated: fitted on cases and their groups, it gives probabilities."""

    def fit(self, features: pd.DataFrame, y: Ints, group: NDArray[np.generic]) -> Model:
        """Learn.

        Parameters
        ----------
        features, y, group : the cases to learn from, as in `Sample`.

        Returns
        -------
        Model: itself.
        """

    def probability(self, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
        """(n,) probabilities, never 0 or 1.

        Parameters
        ----------
        features, group : the cases to be judged, as in `Sample`.

        Returns
        -------
        (n,) float64: in the order of the cases.
        """


@dataclass(frozen=True)
class Spec:
    """A model by name, and the columns that it reads."""

    name: str
    make: Callable[[], Model]
    columns: tuple[str, ...]
    is_baseline: bool = False

    def fitted(self, sample: Sample) -> Model:
        """Fitted on these cases.

        Parameters
        ----------
        sample : the cases to learn from.

        Returns
        -------
        Model
        """
        return self.make().fit(sample.features[list(self.columns)], sample.y, sample.group)

    def probability(self, model: Model, sample: Sample) -> Floats:
        """What a fitted model says of these cases.

        Parameters
        ----------
        model : what was fitted, or its name.
        sample : features, outcomes and groups.

        Returns
        -------
        ndarray of float64
        """
        return model.probability(sample.features[list(self.columns)], sample.group)


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


def baseline_specs(sample: Sample) -> list[Spec]:
    """Every baseline that the features allow.

    Parameters
    ----------
    sample : whose features are looked at.

    Returns
    -------
    list of Spec: the simplest first.
    """
    columns = tuple(sample.columns())
    return [Spec(kind.name, kind, columns, is_baseline=True) for kind in baselines(sample.features)]


def left_out(spec: Spec, sample: Sample, folds: Ints) -> Floats:
    """(n,) the probability that a model fitted without a case's fold gives it.

    Parameters
    ----------
    spec : how a model is fitted.
    sample : features, outcomes and groups.
    folds : (rows,) which part each row is held out with.

    Returns
    -------
    ndarray of float64
    """
    found = np.full(len(sample), np.nan)
    for fold in counted(np.unique(folds).tolist(), spec.name):
        out = folds == fold
        if out.all():
            continue
        found[out] = spec.probability(spec.fitted(sample.rows(~out)), sample.rows(out))
    return found


def evaluate_specs(
    sample: Sample, specs: Sequence[Spec], held_out: dict[str, Floats], rng: np.random.Generator, design: str
) -> Evaluation:
    """All figures of held-out probabilities, with intervals, and the skill of each model over each baseline.

    Skill is 1 − log loss ÷ log loss of the baseline: above 0 the model knows more.

    Parameters
    ----------
    sample : features, outcomes and groups.
    specs : how each model is fitted.
    held_out : model → (rows,) probability when held out.
    rng : source of randomness.
    design : how the held-out part was chosen.

    Returns
    -------
    Evaluation
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
    found: dict[str, Callable[[Ints], float]] = {
        "log_loss": lambda at: float(losses[at].mean()),
        "brier": lambda at: float(squares[at].mean()),
    }
    if is_rate and _is_one_number_a_group(p, group):
        return found  # a rate of the other groups orders nothing: its AUC would be an artefact of leaving out
    right, pairs = metrics.within_group_pairs(y, p, group)
    return found | {
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


def gain(y: Ints, without: Floats, with_: Floats, group: NDArray[np.generic], rng: np.random.Generator) -> Figure:
    """Fall of the mean log loss a case from one model to the other, with its cluster interval; above 0 is better.

    Parameters
    ----------
    y : (rows,) outcomes, 0 or 1; -1 where censored.
    without : without the features in question.
    with_ : with the features in question.
    group : (rows,) the building or village of each row.
    rng : source of randomness.

    Returns
    -------
    Figure
    """
    difference = metrics.log_losses(y, without) - metrics.log_losses(y, with_)
    n_groups = len(np.unique(group))
    return with_interval(lambda at: float(difference[at].mean()), resampled_rows(group, rng, 1000), len(y), n_groups)


def permutation_p(
    sample: Sample,
    with_: Spec,
    columns: Sequence[str],
    folds: Ints,
    seen: float,
    rng: np.random.Generator,
    without: Floats,
    n_permutations: int = N_PERMUTATIONS,
) -> float:
    """How often the gain is as large when the columns' rows are shuffled within each group and time.

    p = (1 + shuffles at least as good) ÷ (1 + shuffles). Shuffling within groups leaves what a group as a whole has
    where it is (Anderson & Legendre 1999, J. Stat. Comput. Simul. 62, 271-303).

    Parameters
    ----------
    sample : features, outcomes and groups.
    with_ : with the features in question.
    columns : which columns, or all records.
    folds : (rows,) which part each row is held out with.
    seen : the gain that was seen.
    rng : source of randomness.
    without : without the features in question.
    n_permutations : how many are drawn.

    Returns
    -------
    float
    """
    codes = pd.factorize(pd.Series(sample.group).astype(str) + "\x1f" + pd.Series(sample.time).astype(str))[0]
    at_least = 0
    for _ in counted(range(n_permutations), "permutations"):
        order = np.lexsort((rng.random(len(codes)), codes))
        place = np.empty(len(codes), np.int64)
        place[np.argsort(codes, kind="stable")] = order
        features = sample.features.copy()
        features[list(columns)] = features[list(columns)].to_numpy()[place]
        shuffled = Sample(features, sample.block, sample.y, sample.group, sample.time)
        p = left_out(with_, shuffled, folds)
        at_least += float((metrics.log_losses(sample.y, without) - metrics.log_losses(sample.y, p)).mean()) >= seen
    return (1 + at_least) / (1 + n_permutations)


def learning_curve(
    sample: Sample, spec: Spec, folds: Ints, rng: np.random.Generator, shares: Sequence[float] = CURVE_SHARES
) -> pd.DataFrame:
    """Held-out log loss and AUC when only a share of the other groups is trained on: does more data still help?

    Parameters
    ----------
    sample, spec, folds : as in `left_out`; the folds are held out whole.
    rng : source of randomness.
    shares : parts of the data, in (0, 1].

    Returns
    -------
    DataFrame
    """
    rows = []
    labels = np.unique(sample.group)
    order = rng.permutation(len(labels))
    for share_ in counted(shares, "shares"):
        found, n_trained = np.full(len(sample), np.nan), []
        for fold in np.unique(folds):
            out = folds == fold
            there = np.array([g for g in labels[order] if g not in set(sample.group[out])], object)
            kept = there[: max(1, round(share_ * len(there)))]
            train = ~out & np.isin(sample.group, kept)
            if train.any():
                found[out] = spec.probability(spec.fitted(sample.rows(train)), sample.rows(out))
                n_trained.append(int(train.sum()))
        known = np.isfinite(found)
        y, p = sample.y[known], found[known]
        rows.append((share_, int(np.mean(n_trained or [0])), metrics.log_loss(y, p), metrics.auc(y, p)))
    return pd.DataFrame(rows, columns=["share_of_groups", "cases", "log_loss", "auc"])


def logistic_spec(name: str, columns: Sequence[str]) -> Spec:
    """Shrunken logistic regression on some columns.

    Parameters
    ----------
    name : of a table, a model or a column set.
    columns : which columns, or all records.

    Returns
    -------
    Spec: of `FittedLogistic`.
    """
    return Spec(name, FittedLogistic, tuple(columns))


def boosted_spec(name: str, columns: Sequence[str]) -> Spec:
    """Boosted trees on some columns.

    Parameters
    ----------
    name, columns : as in `logistic_spec`.

    Returns
    -------
    Spec: of `FittedBoosted`.
    """
    return Spec(name, FittedBoosted, tuple(columns))


def choose(
    sample: Sample, specs: Sequence[Spec], held_out: dict[str, Floats], rng: np.random.Generator
) -> tuple[str, str]:
    """Which model forecasts, and which is best by held-out log loss.

    The simplest fitted model (they come simplest first) not more than one standard error worse than the best; where a
    baseline is best, the simplest baseline by the same rule. A baseline never takes the place of a better model by
    that rule: a shrunken model draws itself towards the base rate as far as the data say, so that the rule would only
    add the noise of the choice. Whether the model is *surely* better than the baselines is told by its skill.
    Independence is a yardstick and never chosen: its one number fits no calibration.

    The standard error is that of the paired difference of log loss, over groups.

    Parameters
    ----------
    sample, specs, held_out : as in `evaluate_specs`.
    rng : source of randomness.

    Returns
    -------
    tuple[str, str]

    References
    ----------
    Breiman et al. (1984), Classification and Regression Trees, 3.4.3.
    """
    specs = [spec for spec in specs if spec.make is not Independence]
    losses = {spec.name: metrics.log_losses(sample.y, held_out[spec.name]) for spec in specs}
    best = min(specs, key=lambda spec: losses[spec.name].mean())
    draws = resampled_rows(sample.group, rng)
    for spec in (one for one in specs if one.is_baseline == best.is_baseline):
        difference = losses[spec.name] - losses[best.name]
        error = float(np.std([difference[rows].mean() for rows in draws], ddof=1))
        if difference.mean() <= error:
            return spec.name, best.name
    return best.name, best.name


def specs_of(sample: Sample, *, n_finished: int, network: str = "network") -> list[Spec]:
    """Baselines, logistic regression without and with the network, boosted trees from 300 finished stacks and cases.

    Parameters
    ----------
    sample : features, outcomes and groups.
    n_finished : stacks with an outcome.
    network : the trust network, or the name of the network features.

    Returns
    -------
    list[Spec]
    """
    plain, everything = sample.columns(without=(network,)), sample.columns()
    found = [
        *baseline_specs(sample),
        logistic_spec("logistic_without_network", plain),
        logistic_spec("logistic", everything),
    ]
    return [*found, boosted_spec("boosted", everything)] if min(n_finished, len(sample)) >= LEAST_FOR_TREES else found


def folds_of(sample: Sample) -> Ints:
    """Leave-one-group-out, in whole-group folds where there are many groups.

    Parameters
    ----------
    sample : its groups count, nothing else.

    Returns
    -------
    (rows,) int64: the fold of each row.
    """
    return group_folds(sample.group)
