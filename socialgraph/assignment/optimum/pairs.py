"""Who could talk with whom, and with what success: what a plan chooses from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Floats, Ints


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who could talk with whom: one row a pair, a household's rows in order of rank.

    Attributes
    ----------
    household, person : (m,) indices of the town.
    q : (m,) success of the conversation, in (0, 1).
    """

    household: Ints
    person: Ints
    q: Floats

    def rows(self, keep: NDArray[np.bool_] | Ints) -> Pairs:
        """Some of the pairs.

        Parameters
        ----------
        keep : (rows,) bool, or places.

        Returns
        -------
        Pairs
            In the order of `keep`, or of the pairs where it is a mask.
        """
        return Pairs(self.household[keep], self.person[keep], self.q[keep])
