"""Who may be asked to talk with somebody: who has offered to help, and whose own household waits for nothing."""

from __future__ import annotations

import datetime as dt

import numpy as np

from socialgraph.arrays.dates import day
from socialgraph.arrays.types import Bools, Ints
from socialgraph.stacks.readiness import Readiness
from socialgraph.town.snapshot import Town
from socialgraph.trust.constants import constants


def first_day_of_offers(as_of: dt.date) -> np.datetime64:
    """The earliest day on which somebody may have offered to help, or been invited to, so that it still counts.

    Parameters
    ----------
    as_of : the day that counts.

    Returns
    -------
    datetime64[D]
        `opt_in_days` of `data/score.csv` before `as_of`, itself a day that counts.

    Examples
    --------
    >>> str(first_day_of_offers(dt.date(2026, 11, 25)))
    '2026-05-29'
    """
    return day(as_of) - np.timedelta64(int(constants()["opt_in_days"]), "D")


def has_opted_in(town: Town, as_of: dt.date) -> Bools:
    """People of the roster who are willing, said so lately, and are not held.

    Parameters
    ----------
    town : the snapshot.
    as_of : the day that counts; what was said later is not known yet.

    Returns
    -------
    (persons,) bool
        False where the newest word is a no, is older than `first_day_of_offers`, or has no date.
    """
    people = town.tables["people"]
    said_on = people["willing_on"].to_numpy("datetime64[D]")
    counts = (said_on >= first_day_of_offers(as_of)) & (said_on <= day(as_of))
    opted_in = np.zeros(town.n_persons, np.bool_)
    opted_in[people["person"].to_numpy(np.int64)[(people["willing"].to_numpy() == 1) & counts]] = True
    return opted_in & ~town.persons.on_hold


def may_carry_requests(town: Town, readiness: Readiness) -> Bools:
    """People whose own household misses no key: a request goes neither to nor through those who wait themselves.

    Parameters
    ----------
    town : the snapshot.
    readiness : of its households on the day that counts.

    Returns
    -------
    (persons,) bool
        True for a person without a household here.
    """
    home = town.persons.household
    return np.asarray((home < 0) | ~readiness.has_missing_key[home], np.bool_)


def is_eligible(town: Town, readiness: Readiness, opted_in: Bools, places_left: Ints) -> Bools:
    """People who may be asked today: opted in, a place left, own household without missing key and without stop.

    Parameters
    ----------
    town : the snapshot.
    readiness : of its households on the day that counts.
    opted_in : (persons,) see `has_opted_in`.
    places_left : (persons,) households that each may still be asked to talk with.

    Returns
    -------
    (persons,) bool
        A person without a household here is judged by the first two alone.
    """
    home = town.persons.household
    at_a_stop = (home >= 0) & readiness.stopped[home]
    return np.asarray(opted_in & (places_left > 0) & may_carry_requests(town, readiness) & ~at_a_stop, np.bool_)
