"""What some columns add: the fall of log loss with them, and how often chance does as well."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Floats, Ints
from socialgraph.counting import counted
from socialgraph.models.learning import metrics
from socialgraph.models.learning.evaluation import left_out
from socialgraph.models.learning.metrics import Figure, resampled_rows, with_interval
from socialgraph.models.learning.sample import Sample
from socialgraph.models.learning.specs import Spec

N_PERMUTATIONS = 99


def gain(y: Ints, without: Floats, with_: Floats, group: NDArray[np.generic], rng: np.random.Generator) -> Figure:
    """Fall of the mean log loss a case from one model to the other, with its cluster interval; above 0 is better.

    Parameters
    ----------
    y : (n,) outcomes, 0 or 1.
    without, with_ : (n,) held-out probabilities without and with the features in question.
    group : (n,) the building or village of each case; resampled whole.
    rng : draws the groups of the bootstrap.

    Returns
    -------
    Figure
        In nats a case; its interval is NaN with one group only.
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
    sample : n cases with features, outcomes and groups.
    with_ : the model that reads the columns in question.
    columns : those that are shuffled, together.
    folds : (n,) the part that each case is held out with.
    seen : the gain without shuffling, in nats a case.
    rng : draws the shuffles.
    without : (n,) held-out probabilities of the model that does not read these columns.
    n_permutations : how many shuffles are drawn; the model is fitted anew for each.

    Returns
    -------
    float
        In (0, 1]: never 0, at least 1 ÷ (1 + n_permutations).
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
