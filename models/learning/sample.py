"""What a model learns from: a row a case, its features by block, its outcome, its group and its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Ints

MOST_SINGLE_FOLDS = 30  # up to so many groups each is left out alone
N_FOLDS = 10
LEFT_OUT, FORWARD = "buildings left out", "forward in time"


@dataclass(frozen=True)
class Sample:
    """Cases with known outcomes.

    Attributes
    ----------
    features : (n,) rows of float columns, NaN where nothing is known.
    block : the block of each column ("stack", "dossier", "process", "network", …).
    y : (n,) 0 or 1.
    group : (n,) labels of the groups (buildings, villages) whose cases are alike.
    time : (n,) int, the order in time (window); all 0 where there is no time.
    """

    features: pd.DataFrame
    block: dict[str, str]
    y: Ints
    group: NDArray[np.generic]
    time: Ints

    def __len__(self) -> int:
        return len(self.y)

    @property
    def n_groups(self) -> int:
        """How many groups there are."""
        return len(np.unique(self.group))

    def columns(self, *blocks: str, without: Sequence[str] = ()) -> list[str]:
        """The columns of some blocks (all where none is named), without those of others.

        Parameters
        ----------
        *blocks : names of blocks of features.
        without : blocks whose features are left out.

        Returns
        -------
        list of str
            Names of features, in their order; empty where no block of that name is there.
        """
        named = map(str, self.features)
        return [c for c in named if (not blocks or self.block[c] in blocks) and self.block[c] not in without]

    def rows(self, keep: NDArray[np.bool_]) -> Sample:
        """Some of the cases.

        Parameters
        ----------
        keep : (rows,) bool, or places.

        Returns
        -------
        Sample
            Of those cases, in the order given; blocks as here.
        """
        return replace(
            self,
            features=self.features.loc[keep],
            y=self.y[keep],
            group=self.group[keep],
            time=self.time[keep],
        )

    def only(self, columns: Sequence[str]) -> Sample:
        """Some of the columns.

        Parameters
        ----------
        columns : names of features.

        Returns
        -------
        Sample
            The same cases; blocks, outcomes, groups and times are as here.
        """
        return replace(self, features=self.features[list(columns)])


def group_folds(group: NDArray[np.generic], *, most_single: int = MOST_SINGLE_FOLDS, n_folds: int = N_FOLDS) -> Ints:
    """(n,) fold of each case: a group is never in two; each group alone, or whole groups in `n_folds` even folds.

    Groups are dealt out largest first to the smallest fold; equal ones in order of their label, so that a fold does
    not depend on the order of the rows.

    Parameters
    ----------
    group : (rows,) the building or village of each row.
    most_single : up to so many groups each is a fold of its own.
    n_folds : how many folds.

    Returns
    -------
    (n,) int64
        From 0, in the order of the rows; all 0 where there is one group.

    Examples
    --------
    >>> group_folds(np.array(["b", "a", "b"])).tolist()
    [1, 0, 1]
    """
    labels, codes, sizes = np.unique(group, return_inverse=True, return_counts=True)
    if len(labels) <= most_single:
        return np.asarray(codes, np.int64)
    fold_of, filled = np.zeros(len(labels), np.int64), np.zeros(n_folds, np.int64)
    for g in np.argsort(-sizes, kind="stable"):
        fold_of[g] = int(np.argmin(filled))
        filled[fold_of[g]] += sizes[g]
    folds: Ints = fold_of[codes]
    return folds
