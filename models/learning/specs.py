"""What is compared: a model by name, the columns that it reads, and which models and baselines a sample allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Floats, Ints
from socialgraph.models.learning.baselines import baselines
from socialgraph.models.learning.fitted import FittedBoosted, FittedLogistic
from socialgraph.models.learning.sample import Sample

LEAST_FOR_TREES = 300


class Model(Protocol):
    """What is evaluated: fitted on cases and their groups, it gives probabilities."""

    def fit(self, features: pd.DataFrame, y: Ints, group: NDArray[np.generic]) -> Model:
        """Learn.

        Parameters
        ----------
        features, y, group : the cases to learn from, as in `Sample`.

        Returns
        -------
        Model
            Itself.
        """

    def probability(self, features: pd.DataFrame, group: NDArray[np.generic]) -> Floats:
        """(n,) probabilities, never 0 or 1.

        Parameters
        ----------
        features, group : the cases to be judged, as in `Sample`.

        Returns
        -------
        (n,) float64
            In the order of the cases, strictly between 0 and 1.
        """


@dataclass(frozen=True)
class Spec:
    """A model by name, and the columns that it reads."""

    name: str
    make: Callable[[], Model]
    columns: tuple[str, ...]
    is_baseline: bool = False

    def fitted(self, sample: Sample) -> Model:
        """A new model, fitted on these cases.

        Parameters
        ----------
        sample : the cases to learn from; only `columns` of their features are read.

        Returns
        -------
        Model
            A new one each time; the spec itself keeps nothing.

        Raises
        ------
        KeyError
            If the sample lacks one of `columns`.
        """
        return self.make().fit(sample.features[list(self.columns)], sample.y, sample.group)

    def probability(self, model: Model, sample: Sample) -> Floats:
        """What a fitted model says of these cases.

        Parameters
        ----------
        model : as `fitted` gave it.
        sample : the cases to be judged; their outcomes are not looked at.

        Returns
        -------
        (rows,) float64
            Probability of the outcome, strictly between 0 and 1, in the order of the cases.

        Raises
        ------
        KeyError
            If the sample lacks one of `columns`.
        """
        return model.probability(sample.features[list(self.columns)], sample.group)


def baseline_specs(sample: Sample) -> list[Spec]:
    """Every baseline that the features allow.

    Parameters
    ----------
    sample : whose features are looked at.

    Returns
    -------
    list of Spec
        The simplest first; `independence` only where the sample has the feature that it reads.
    """
    columns = tuple(sample.columns())
    return [Spec(kind.name, kind, columns, is_baseline=True) for kind in baselines(sample.features)]


def logistic_spec(name: str, columns: Sequence[str]) -> Spec:
    """Shrunken logistic regression on some columns.

    Parameters
    ----------
    name : what the model is called in tables and cards.
    columns : the features that it reads.

    Returns
    -------
    Spec
        Of `FittedLogistic`, no baseline; nothing is fitted yet.
    """
    return Spec(name, FittedLogistic, tuple(columns))


def boosted_spec(name: str, columns: Sequence[str]) -> Spec:
    """Boosted trees on some columns.

    Parameters
    ----------
    name, columns : as in `logistic_spec`.

    Returns
    -------
    Spec
        Of `FittedBoosted`, no baseline; nothing is fitted yet.
    """
    return Spec(name, FittedBoosted, tuple(columns))


def specs_of(sample: Sample, *, n_finished: int, network: str = "network") -> list[Spec]:
    """Baselines, logistic regression without and with the network, boosted trees from 300 finished stacks and cases.

    Parameters
    ----------
    sample : whose columns and number of cases are looked at.
    n_finished : stacks with an outcome.
    network : the block of features that comes from the trust network.

    Returns
    -------
    list of Spec
        Baselines, the simplest first, then the regressions, the one without the network first; trees last, and only
        where there are enough cases.
    """
    plain, everything = sample.columns(without=(network,)), sample.columns()
    specs = [
        *baseline_specs(sample),
        logistic_spec("logistic_without_network", plain),
        logistic_spec("logistic", everything),
    ]
    return [*specs, boosted_spec("boosted", everything)] if min(n_finished, len(sample)) >= LEAST_FOR_TREES else specs
