"""Which groups are too small to be shown, also by subtraction: a figure of four households is a figure of each.

A group of fewer than five is hidden. Where the figure of all groups together is shown too, what is hidden could be
found by subtracting what is shown: so further groups, the smallest first, are hidden until at least five households
stand behind what is left (complementary suppression).

References
----------
Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.types import Bools
from socialgraph.schema.choices import Grouping
from socialgraph.schema.constants import LEAST_HOUSEHOLDS
from socialgraph.schema.policy import Policy
from socialgraph.stacks.completion import diagnose
from socialgraph.stacks.readiness import households
from socialgraph.town.snapshot import Town


def hidden_groups(sizes: NDArray[np.integer], parent: NDArray[np.integer] | None = None) -> Bools:
    """Which groups are hidden.

    Parameters
    ----------
    sizes : (groups,) households, or flats, of each; a group of none says nothing of anybody and is shown.
    parent : (groups,) which larger group each belongs to, whose figures are shown as well; None where there is none.

    Returns
    -------
    (groups,) bool
        True where the figures of a group may not be published: it has 1 to 4 members or, smallest first, is hidden
        beside such groups until those hidden in a parent have 5 together, as the parent less what is shown would tell
        them. A parent of fewer than 5 in all is hidden whole.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: primary and secondary suppression.

    Examples
    --------
    >>> hidden_groups(np.array([4, 9, 20, 3, 4]), np.array([0, 0, 0, 1, 1]))
    array([ True,  True, False,  True,  True])
    """
    hidden = np.asarray((sizes > 0) & (sizes < LEAST_HOUSEHOLDS))
    if parent is None:
        return hidden
    for whole in np.unique(parent[hidden]):
        inside = np.flatnonzero(parent == whole)
        for group in inside[np.argsort(sizes[inside], kind="stable")]:
            if sizes[inside][hidden[inside]].sum() >= LEAST_HOUSEHOLDS:
                break
            hidden[group] |= sizes[group] > 0
    return hidden


def hidden_parts(whole: pd.Series, part: pd.Series) -> pd.Series:
    """Where a part of a shown whole is not to be shown: it, or what the whole has beside it, is of one to four.

    Parameters
    ----------
    whole, part : counts of households, row by row.

    Returns
    -------
    Series of bool
        On the index of `part`. False where the part, or the rest beside it, is 0: nobody is singled out by that.

    Examples
    --------
    >>> hidden_parts(pd.Series([20, 20, 20]), pd.Series([3, 18, 0])).tolist()
    [True, True, False]
    """
    rest = whole - part
    return ((part > 0) & (part < LEAST_HOUSEHOLDS)) | ((rest > 0) & (rest < LEAST_HOUSEHOLDS))


def shown_rates(town: Town, *, as_of: dt.date, policy: Policy, by: Grouping) -> pd.DataFrame:
    """The rates of `diagnose` by building or compound, NaN where too few flats stand behind them.

    Parameters
    ----------
    town : the snapshot.
    as_of, policy, by : as for `diagnose`.

    Returns
    -------
    DataFrame
        The columns of `diagnose`.
    """
    rates = diagnose(town, as_of=as_of, policy=policy, by=by)
    keys = households(town, as_of=as_of, policy=policy)
    counted = np.unique(keys.edge_flat[keys.edge_counts & keys.stack_in_scope[keys.edge_stack]])
    building = np.bincount(town.flats.building[counted], minlength=len(town.buildings.key))
    compound = town.buildings.compound.astype(np.int64)
    if by == "building":
        hidden = hidden_groups(building, compound)
    else:
        hidden = hidden_groups(np.bincount(compound, building, len(town.compounds)).astype(np.int64))
    figures = [name for name in rates.columns if name != by]
    return rates.assign(**{name: rates[name].mask(hidden) for name in figures})
