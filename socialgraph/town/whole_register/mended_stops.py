"""Stops that were written at an address which is none, and which a mended row now gives to a household."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def mended(stops: pd.DataFrame, is_placed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which stops of no register flat a mended row now gives to a household: the slip of the pen holds nobody any more.

    A stop never retires. It counts as mended where the load that took the last of its rows away brought, for each of
    them, one of the same sheet, kind and day at a household of the register; a row that was only deleted is mended by
    nothing, whatever else its sheet says.

    Parameters
    ----------
    stops : with `came` and `went` as the store reads them; without these columns nothing is mended.
    is_placed : (stops,) whether each is of a household of the register.

    Returns
    -------
    (stops,) bool
    """
    if "went" not in stops:
        return np.zeros(len(stops), bool)
    came = {step for steps in stops["came"].to_numpy(object)[is_placed] for step in steps.split("\n")}
    went = (steps and came.issuperset(steps.split("\n")) for steps in stops["went"])
    return np.fromiter(map(bool, went), bool, len(stops)) & ~is_placed
