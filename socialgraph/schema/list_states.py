"""States of a row of an exported list, and until when it is open: it takes a place and a contact of its household."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

OPEN, TOOK_PLACE, FELL_THROUGH, VOID = "open", "held", "not_held", "void"
PRIMARY, BACKUP = "primary", "backup"
LIST_DAYS = 30  # a list is open so many days after it was handed out
CONVERSATION_ROLES = (PRIMARY, BACKUP)  # other rows of a list (appointments, invitations) use no place


def is_unexpired(expires_on: NDArray[np.datetime64], today: dt.date) -> NDArray[np.bool_]:
    """Lists that count today: the last day is one of them, and a list without a last day never ends.

    Parameters
    ----------
    expires_on : (n,) datetime64[D], the last day of each list; NaT where it has none.
    today : the day.

    Returns
    -------
    (n,) bool

    Examples
    --------
    >>> last_days = np.array(["2026-05-01", "2026-04-30", "NaT"], "datetime64[D]")
    >>> is_unexpired(last_days, dt.date(2026, 5, 1)).tolist()
    [True, False, True]
    """
    return np.asarray(np.isnat(expires_on) | (expires_on >= np.datetime64(today, "D")), np.bool_)


def is_open(lists: pd.DataFrame, today: dt.date) -> NDArray[np.bool_]:
    """Rows that wait for a result: state `open`, on a list that has not expired.

    Parameters
    ----------
    lists : the table `assignments` of a town, with `state` (text) and `expires_on` (datetime64[D]).
    today : the day.

    Returns
    -------
    (rows,) bool: in the order of `lists`.

    Examples
    --------
    >>> lists = pd.DataFrame({"state": ["open", "held"], "expires_on": np.array(["NaT"] * 2, "datetime64[D]")})
    >>> is_open(lists, dt.date(2026, 5, 1)).tolist()
    [True, False]
    """
    waits = (lists["state"].astype(str) == OPEN).to_numpy(np.bool_)
    return waits & is_unexpired(lists["expires_on"].to_numpy("datetime64[D]"), today)
