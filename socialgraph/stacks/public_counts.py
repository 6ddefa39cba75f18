"""Counts of stacks and flats behind a public page: whole groups only, no stack and no flat by name."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from socialgraph.schema.policy import Policy
from socialgraph.stacks.completion import COMPLETE, READY, STATES, diagnose, stack_states
from socialgraph.stacks.readiness import households
from socialgraph.town.snapshot import Town
from socialgraph.town.views import building_labels

NOT_YET = "not_yet"
CATEGORIES = (COMPLETE, READY, NOT_YET)
RATES = ("reach_rate", "consent_rate")


def stack_counts(town: Town, *, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """A row a building and category with anything in it: compound, building, category, stacks, flats.

    Categories: `complete`, `ready`, and `not_yet` for every other state of a stack of known source. `flats` counts
    the register flats of those stacks, one in two stacks of a category once.

    Parameters
    ----------
    town, as_of, policy : as in `readiness.households`.

    Returns
    -------
    DataFrame
        A row a building and category, buildings ascending; `stacks` and `flats` are whole numbers of at least 1: a
        category that no stack of a building has is no row, and without stacks of known source the frame is empty.
    """
    keys = households(town, as_of=as_of, policy=policy)
    states = stack_states(town, keys, as_of=as_of, policy=policy)
    named = np.array([state if state in CATEGORIES else NOT_YET for state in STATES], object)
    known = keys.stack_in_scope[keys.edge_stack]
    edges = pd.DataFrame(
        {
            "building": town.stacks.building[keys.edge_stack[known]],
            "category": named[states[keys.edge_stack[known]]],
            "stack": keys.edge_stack[known],
            "flat": keys.edge_flat[known],
        }
    )
    counts = edges.groupby(["building", "category"], observed=True)[["stack", "flat"]].nunique().reset_index()
    building = counts["building"].to_numpy(np.int64)
    return pd.DataFrame(
        {
            "compound": town.compounds[town.buildings.compound[building]],
            "building": building_labels(town)[building],
            "category": counts["category"],
            "stacks": counts["stack"],
            "flats": counts["flat"],
        }
    )


def flat_counts(town: Town, *, as_of: dt.date, policy: Policy) -> pd.DataFrame:
    """A row a compound and rate of RATES: compound, rate, flats (for which it holds), of (flats that count).

    Parameters
    ----------
    town, as_of, policy : as in `stack_counts`.

    Returns
    -------
    DataFrame
        `flats` = rate × `of`, rounded to whole flats, between 0 and `of`; 0 of 0 where a compound has no flat that
        counts, in place of a rate that is not defined.

    Raises
    ------
    InputError
        As `diagnose` raises it.
    """
    keys = households(town, as_of=as_of, policy=policy)
    judged = keys.edge_counts & keys.stack_in_scope[keys.edge_stack]
    compound = town.buildings.compound[town.flats.building[np.unique(keys.edge_flat[judged])]]
    of = np.bincount(compound, minlength=len(town.compounds))
    rates = diagnose(town, as_of=as_of, policy=policy, by="compound")
    rows = [
        (name, rate, round(float(share) * int(n)) if n else 0, int(n))
        for rate in RATES
        for name, share, n in zip(rates["compound"], rates[rate], of, strict=True)
    ]
    return pd.DataFrame(rows, columns=["compound", "rate", "flats", "of"])
