"""How strong the stated ties are, pair by pair, as people who look at the graph see it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.town.snapshot import Town
from socialgraph.trust.network import town_evidence
from socialgraph.trust.ties import trust_ties


def stated_ties(town: Town, *, as_of: dt.date) -> pd.DataFrame:
    """Every pair that a record states a tie of, with the strength of all that is known between the two.

    Parameters
    ----------
    town : the snapshot.
    as_of : ties as they stood that day.

    Returns
    -------
    DataFrame
        `ego` and `alter`, pseudonyms, once a pair and direction; `strength` in [0, 1], 0 where no request may travel.
    """
    closed = (town.closed.first, town.closed.second)
    ties = trust_ties(town_evidence(town, as_of=as_of), town.n_persons, as_of=as_of, closed=closed)
    stated = np.unique(_pairs(town, town.ties.ego, town.ties.alter))
    strengths = pd.Series(ties.strength, index=_pairs(town, ties.egos, ties.alters))
    keys = np.asarray(list(town.persons.key), object)
    return pd.DataFrame(
        {
            "ego": keys[stated // town.n_persons],
            "alter": keys[stated % town.n_persons],
            "strength": strengths.reindex(stated, fill_value=0.0).to_numpy(),
        }
    )


def _pairs(town: Town, ego: NDArray[np.integer], alter: NDArray[np.integer]) -> NDArray[np.int64]:
    return np.asarray(ego.astype(np.int64) * town.n_persons + alter.astype(np.int64))
