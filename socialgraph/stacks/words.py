"""The newest word of each household's owner, and where the household stands, as people who look at the graph see it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import known_by
from socialgraph.schema.policy import Policy
from socialgraph.schema.tables import GIVERS
from socialgraph.stacks.flat_states import flat_states
from socialgraph.stacks.readiness import standing
from socialgraph.town.snapshot import Town


def owners_words(town: Town, *, as_of: dt.date) -> NDArray[np.object_]:
    """The owner's newest word, on whatever pipe.

    Parameters
    ----------
    town : the snapshot.
    as_of : words as they stood that day.

    Returns
    -------
    (n,) object
        A stance a household, several of one day sorted and joined by `|`; None where there is none.
    """
    stances = town.stances
    rows = np.flatnonzero((stances.giver == GIVERS.index("owner")) & known_by(stances.on, as_of))
    household, order = stances.household[rows], standing(stances)[rows]
    newest = np.full(town.n_households, np.iinfo(np.int64).min)
    np.maximum.at(newest, household, order)
    counts = order == newest[household]
    words = np.full(town.n_households, None, object)
    for home, stance in sorted({*zip(household[counts].tolist(), stances.stance[rows[counts]].tolist(), strict=True)}):
        word = town.codes.stances[stance]
        words[home] = word if words[home] is None else "|".join(sorted((*words[home].split("|"), word)))
    return words


def households_as_they_stand(town: Town, *, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """Every household with its owner's newest word and its state.

    Parameters
    ----------
    town : the snapshot.
    as_of : words and works as they stood that day.
    policy : what counts as consent, and the stack policy.

    Returns
    -------
    DataFrame
        `id`, the household's key; `stance` as `owners_words` has it; `state`, one of `FLAT_STATES`, None for one
        without a flat in the register.
    """
    states = flat_states(town, as_of=as_of, policy=policy).drop_duplicates("household")
    state = np.full(town.n_households, None, object)
    state[states["household"]] = states["state"]
    return pd.DataFrame({"id": list(town.households.key), "stance": owners_words(town, as_of=as_of), "state": state})
