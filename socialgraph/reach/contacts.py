"""Contact budget: from which day a household may be talked to again, and who has been asked enough for now.

Always counted with everything on record and today's date, whatever as-of date an analysis takes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.arrays.dates import NO_DATE, day
from socialgraph.arrays.types import Days
from socialgraph.reach.pauses import declined_until
from socialgraph.schema.list_states import LIST_DAYS, is_open
from socialgraph.schema.policy import Policy
from socialgraph.shipped import shipped_table
from socialgraph.town.snapshot import CONTACTS, Town

WINDOW_DAYS = 30


@dataclass(frozen=True, eq=False)
class ContactBudget:
    """Per household.

    Attributes
    ----------
    used_up : (n,) in no list today: as many contacts within 30 days as the policy allows, a row of an unexpired list
        still open (one visitor team at a time), or contact declined within the policy's pause.
    ends_on : (n,) datetime64[D], the first day on which none of these holds any more; NaT where `used_up` is false.
    not_before : (n,) datetime64[D], the first permitted day from today on: the policy's days after the last contact,
        and after the pauses for exams and illness (`data/pauses.csv`). Pauses move this day and nothing else.
    """

    used_up: NDArray[np.bool_]
    ends_on: Days
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
        Three (households,) arrays; a household never contacted has its budget whole and `not_before` = `today`,
        unless a pause moves it.
    """
    n = town.n_households
    visits = (
        town.tables.get(CONTACTS, town.tables["visits"])[["household", "date"]]
        .drop_duplicates()
        .sort_values(["household", "date"])
    )
    visits = visits[visits["date"].notna()]
    household = visits["household"].to_numpy(np.int64)
    contact_on = visits["date"].to_numpy("datetime64[D]")
    nth_newest = visits.groupby("household").cumcount(ascending=False).to_numpy()
    ends_on = np.full(n, day(today))
    full = nth_newest == policy.contacts_per_30_days - 1
    for of, until in (
        (household[full], contact_on[full] + WINDOW_DAYS),
        _listed(town, today),
    ):
        np.maximum.at(ends_on, of, until)
    ends_on = np.fmax(ends_on, declined_until(town, as_of=today, policy=policy))
    used_up = ends_on > day(today)
    ends_on[~used_up] = NO_DATE
    last = np.full(n, day(dt.date(1, 1, 1)))
    last[household[nth_newest == 0]] = contact_on[nth_newest == 0]
    pauses = shipped_table("pauses")
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
    return ContactBudget(used_up, ends_on, not_before)


def _listed(town: Town, today: dt.date) -> tuple[NDArray[np.int64], Days]:
    """Households with an open row of a list that has not expired, and the day after it does.

    A list without a last day holds for as long as any, counted from today.
    """
    lists = town.tables["assignments"]
    waits = is_open(lists, today)
    expires_on = lists["expires_on"].to_numpy("datetime64[D]")
    expires_on = np.where(np.isnat(expires_on), day(today) + LIST_DAYS, expires_on)
    return np.asarray(lists["household"].to_numpy(np.int64)[waits]), expires_on[waits] + 1


def _needs(town: Town, flag: str, concern: str) -> NDArray[np.bool_]:
    """(n,) the flag is kept with a dated consent, or the household itself named the concern."""
    needs = np.zeros(town.n_households, bool)
    dossiers = town.tables["dossiers"]
    flagged = _lists(dossiers["flags"], flag) & dossiers["flags_consent_on"].notna().to_numpy()
    needs[dossiers["household"].to_numpy()[flagged]] = True
    measures = town.tables["measures"]
    needs[measures["household"].to_numpy()[_lists(measures["concern"], concern)]] = True
    named = np.array([concern in text.split("|") for text in town.codes.reasons], bool)
    needs[town.stances.household[named[town.stances.reasons]]] = True
    return needs


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
