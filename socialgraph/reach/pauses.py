"""Until when a household that declined contact appears in no list."""

from __future__ import annotations

import datetime as dt

import numpy as np

from socialgraph.arrays.dates import NO_DATE, day
from socialgraph.arrays.types import Days
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town

DECLINED_CONTACT = "declined_contact"


def declined_until(town: Town, *, as_of: dt.date, policy: Policy) -> Days:
    """(households,) datetime64[D], the first day of contact again; NaT where no such pause holds.

    Pauses use everything on record: a word of contact declined later than `as_of` bars too. An undated one does not.

    Parameters
    ----------
    town, policy : the snapshot, and how many days such a pause lasts.
    as_of : the first day that may be one of contact again.

    Returns
    -------
    (households,) datetime64[D]
        Always later than `as_of`; NaT where no contact was declined, the word is undated, or the pause is over.
    """
    until = np.full(town.n_households, day(as_of))
    declined = np.array([stance == DECLINED_CONTACT for stance in town.codes.stances], np.bool_)[town.stances.stance]
    declined = declined & ~np.isnat(town.stances.on)
    np.maximum.at(until, town.stances.household[declined], town.stances.on[declined] + policy.declined_pause_days)
    return np.where(until > day(as_of), until, NO_DATE)
