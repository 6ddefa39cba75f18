"""How many households a person may be asked to talk with, and how many they have been asked for already."""

from __future__ import annotations

import datetime as dt

import numpy as np

from socialgraph.arrays.types import Ints
from socialgraph.schema.list_states import CONVERSATION_ROLES, is_open
from socialgraph.town.snapshot import Town

UNSTATED = 1  # households of a person who did not say how many


def stated_capacity(town: Town) -> Ints:
    """Households that each person said they would talk with, as the roster says now.

    Parameters
    ----------
    town : the snapshot.

    Returns
    -------
    (persons,) int64
        At least 0; 1 for a person of the roster whose cell is blank, and for whoever is not on it.
    """
    capacity = np.full(town.n_persons, UNSTATED, np.int64)
    people = town.tables["people"]
    stated = people["capacity"].to_numpy(np.int64)
    capacity[people["person"].to_numpy(np.int64)] = np.where(stated < 0, UNSTATED, stated)
    return capacity


def places_left(capacity: Ints, assigned: Ints) -> Ints:
    """Households that each person may still be asked to talk with.

    Parameters
    ----------
    capacity, assigned : (persons,) `stated_capacity` and `open_conversations`.

    Returns
    -------
    (persons,) int64
        At least 0, also for a person who is asked for more than they said.

    Examples
    --------
    >>> places_left(np.array([2, 1]), np.array([1, 3])).tolist()
    [1, 0]
    """
    return np.asarray(np.maximum(capacity - assigned, 0), np.int64)


def open_conversations(town: Town, today: dt.date) -> Ints:
    """Conversations that each person was asked for on a list that is still out.

    Appointments, surveys and invitations of a list use no place; a row without a role is a conversation.

    Parameters
    ----------
    town : the snapshot.
    today : lists that expired before it use no place.

    Returns
    -------
    (persons,) int64
        0 for a person on no open row.
    """
    lists = town.tables["assignments"]
    counts = is_open(lists, today) & lists["role"].astype(str).isin(("", *CONVERSATION_ROLES)).to_numpy()
    person = lists["person"].to_numpy(np.int64)
    return np.bincount(person[counts & (person >= 0)], minlength=town.n_persons).astype(np.int64)
