"""Contact budget: from which day a household may be talked to again, and who has been asked enough for now.

Always counted with everything on record and today's date, whatever as-of date an analysis takes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import day
from socialgraph.arrays.types import Days
from socialgraph.registry import rows
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town

WINDOW_DAYS = 30
DECLINED_CONTACT = "declined_contact"
OPEN = "open"


@dataclass(frozen=True, eq=False)
class ContactBudget:
    """Per household.

    Attributes
    ----------
    used_up : (n,) in no list today: as many contacts within 30 days as the policy allows, a row of an unexpired list
        still open (one visitor team at a time), or contact declined within the policy's pause.
    not_before : (n,) datetime64[D], the first permitted day from today on: the policy's days after the last contact,
        and after the pauses for exams and illness (`data/pauses.csv`). Pauses move this day and nothing else.
    """

    used_up: NDArray[np.bool_]
    not_before: Days


def contact_budget(town: Town, *, today: dt.date, policy: Policy) -> ContactBudget:
    """Who may be contacted from when; visits of any mode and result are contacts, several on one day are one.

    Parameters
    ----------
    town : the snapshot.
    today : the day on which a contact would be made.
    policy : how many contacts in 30 days, days between, pause after a declined one.

    Returns
    -------
    ContactBudget
    """
    n = town.n_households
    visits = town.tables["visits"][["household", "date"]].drop_duplicates().sort_values(["household", "date"])
    visits = visits[visits["date"].notna()]
    household = visits["household"].to_numpy(np.int64)
    contact_on = visits["date"].to_numpy("datetime64[D]")
    nth_newest = visits.groupby("household").cumcount(ascending=False).to_numpy()
    used_up = np.zeros(n, bool)
    full = (nth_newest == policy.contacts_per_30_days - 1) & (contact_on + WINDOW_DAYS > day(today))
    used_up[household[full]] = True
    used_up[_listed(town, today)] = True
    used_up[_declined(town, today, policy)] = True
    last = np.full(n, day(dt.date(1, 1, 1)))
    last[household[nth_newest == 0]] = contact_on[nth_newest == 0]
    pauses = rows("pauses")
    between = np.full(n, policy.days_between_contacts, np.int64)
    for pause in pauses:
        if pause["days_between"]:
            asked = _needs(town, pause["flag"], pause["concern"])
            between[asked] = np.maximum(between[asked], int(pause["days_between"]))
    not_before = np.maximum(last + between, day(today))
    for pause in pauses:
        if pause["from_day"]:
            asked = _needs(town, pause["flag"], pause["concern"])
            not_before[asked] = _after_season(not_before[asked], pause["from_day"], pause["to_day"])
    return ContactBudget(used_up, not_before)


def _listed(town: Town, today: dt.date) -> NDArray[np.int64]:
    """Households with an open row of a list that has not expired."""
    lists = town.tables["assignments"]
    expires_on = lists["expires_on"].to_numpy("datetime64[D]")
    waits = (lists["state"].astype(str) == OPEN).to_numpy() & (np.isnat(expires_on) | (expires_on >= day(today)))
    return np.asarray(lists["household"].to_numpy(np.int64)[waits])


def _declined(town: Town, today: dt.date, policy: Policy) -> NDArray[np.int32]:
    """Households that declined contact so short ago that they appear in no list."""
    declined = np.array([stance == DECLINED_CONTACT for stance in town.codes.stances], bool)[town.stances.stance]
    recent = town.stances.on + policy.declined_pause_days > day(today)  # false where undated
    return town.stances.household[declined & recent]


def _needs(town: Town, flag: str, concern: str) -> NDArray[np.bool_]:
    """(n,) the flag is kept with a dated consent, or the household itself named the concern."""
    found = np.zeros(town.n_households, bool)
    dossiers = town.tables["dossiers"]
    flagged = _lists(dossiers["flags"], flag) & dossiers["flags_consent_on"].notna().to_numpy()
    found[dossiers["household"].to_numpy()[flagged]] = True
    measures = town.tables["measures"]
    found[measures["household"].to_numpy()[_lists(measures["concern"], concern)]] = True
    named = np.array([concern in text.split("|") for text in town.codes.reasons], bool)
    found[town.stances.household[named[town.stances.reasons]]] = True
    return found


def _lists(column: pd.Series, value: str) -> NDArray[np.bool_]:
    """(rows,) whether a column of texts joined by | has this one among them."""
    has = np.array([value in str(text).split("|") for text in column.cat.categories], bool)
    return np.append(has, False)[column.cat.codes.to_numpy()]


def _after_season(days: Days, first: str, last: str) -> Days:
    """Days that fall between two days of the year (MM-DD, both included) are moved behind the second."""
    years = days.astype("datetime64[Y]").astype(str)
    begins = np.array([f"{year}-{first}" for year in years], "datetime64[D]")
    ends = np.array([f"{year}-{last}" for year in years], "datetime64[D]")
    return np.where((days >= begins) & (days <= ends), ends + 1, days)
