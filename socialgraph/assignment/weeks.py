"""A plan week by week: surveys and invitations first, then conversations, appointments just before the works."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from socialgraph.assignment.plan import Assignment
from socialgraph.assignment.tables import plan_table
from socialgraph.reach.steps import ASK_SURVEY, BOOK_ACCESS, CONVERSATION, INVITE, LEAVE_ALONE, WAIT_UNTIL

COLUMNS = ["week", "from", "flat", "step", "who", "not_before", "stacks", "worth"]
DAYS = 7


def weekly(plan: Assignment, *, weeks: int, evenings: int) -> pd.DataFrame:
    """What to do in each of the next weeks.

    Surveys and invitations come first, those that open most in the first week, at most `evenings` a week; at most
    `evenings` conversations a week, none before its first permitted day; appointments in the last week, just before
    the works, or in the week of the access window that the household gave; what offices do begins at once. What does
    not fit into the weeks is left out.

    Parameters
    ----------
    plan : who talks with whom.
    weeks : how many weeks are planned.
    evenings : how many a volunteer has in a week.

    Returns
    -------
    DataFrame
        `week` (from 1), `from` (its first day, ISO), `flat`, `step`, `who`, `not_before`, `stacks`, `worth` (in
        expected stacks); by week, what falls after the last one left out. Empty where the plan has no step.
    """
    rows = plan_table(plan)
    rows = rows[~rows["step"].isin((LEAVE_ALONE, WAIT_UNTIL))].reset_index(drop=True)
    first = _first_week(rows, plan.setting.today)
    week = first.copy()
    asked = rows["step"].isin((ASK_SURVEY, INVITE)).to_numpy()
    week[asked] = _filled(first[asked], -rows["worth"].to_numpy()[asked], evenings)
    talks = (rows["step"] == CONVERSATION).to_numpy()
    week[talks] = _filled(first[talks], np.arange(int(talks.sum())), evenings)
    booked = (rows["step"] == BOOK_ACCESS).to_numpy()
    windows = plan.town.tables["access_windows"]
    given = windows["household"].to_numpy(np.int64)[windows["date"].notna().to_numpy()]
    has_window = np.isin(plan.town.households.label.codes(rows["flat"]), given)
    week[booked & ~has_window] = np.maximum(week[booked & ~has_window], weeks - 1)
    begins = [(plan.setting.today + dt.timedelta(days=DAYS * int(w))).isoformat() for w in week]
    kind = np.select([asked, talks, booked], [0, 1, 3], 2)  # within a week: who is asked, who talks, offices, days
    table = rows.assign(week=week + 1, **{"from": begins}).iloc[np.lexsort((kind, week))]
    return table[table["week"] <= weeks][COLUMNS].reset_index(drop=True)


def _first_week(rows: pd.DataFrame, today: dt.date) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    days = rows["not_before"].to_numpy("datetime64[D]") - np.datetime64(today, "D")
    return np.maximum(days.astype(np.int64) // DAYS, 0)


def _filled(
    first: np.ndarray[tuple[int], np.dtype[np.int64]],
    order: np.ndarray[tuple[int], np.dtype[np.generic]],
    a_week: int,
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The earliest week with room for each, in this order; never before its own first week."""
    taken: dict[int, int] = {}
    week = first.copy()
    for row in np.lexsort((order, first)).tolist():
        while taken.get(int(week[row]), 0) >= a_week:
            week[row] += 1
        taken[int(week[row])] = taken.get(int(week[row]), 0) + 1
    return week
