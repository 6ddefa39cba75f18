"""A new plan beside an earlier one: what was agreed and stays, what changed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from socialgraph.assignment.plan import Assignment
from socialgraph.assignment.tables import plan_table
from socialgraph.reach.steps import CONVERSATION

COLUMNS = ["flat", "step_before", "who_before", "step", "who", "why"]
RESOLVED, PERSON_NOT_FREE, OTHER_PERSON, FIRST_TIME, RULE = (
    "nothing_missing_or_stopped",
    "person_not_free",
    "better_plan",
    "new",
    "another_rule_holds",
)


def agreed(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Household → intermediary of the conversations of an earlier `plan` (its JSON records): the promises to keep.

    Parameters
    ----------
    rows : its records, as JSON has them; those without a step count for nothing.

    Returns
    -------
    dict of str to str
        Label of a household → pseudonym of an intermediary; empty where no record is a conversation.

    Examples
    --------
    >>> agreed([{"flat": "1-1-101", "step": "conversation", "who": "p_1"}, {"flat": "1-1-102", "step": "wait_until"}])
    {'1-1-101': 'p_1'}
    """
    return {str(row["flat"]): str(row["who"]) for row in rows if row.get("step") == CONVERSATION and row.get("who")}


def changes(before: Iterable[Mapping[str, Any]], plan: Assignment) -> pd.DataFrame:
    """Rows whose step or person is not that of the earlier plan, with the reason.

    `nothing_missing_or_stopped` (the household is no more to be asked), `person_not_free` (no longer willing, full, or
    no open path left), `better_plan`, `new`, or the reason why there is no conversation now, else
    `another_rule_holds`.

    Parameters
    ----------
    before : the records of the plan before.
    plan : who talks with whom.

    Returns
    -------
    DataFrame
        The columns COLUMNS, all text: a row a household whose step or person changed, those of the new plan first;
        "" for the step and person of a household that only one of the two plans has. Empty where nothing changed.
    """
    now = {row["flat"]: row for row in plan_table(plan).to_dict("records")}
    earlier = {str(row["flat"]): row for row in before if row.get("flat")}
    rows = []
    for flat in [*now, *(flat for flat in earlier if flat not in now)]:
        old, new = earlier.get(flat), now.get(flat)
        old_step, old_who = ("", "") if old is None else (str(old["step"]), str(old["who"] or ""))
        step, who = ("", "") if new is None else (str(new["step"]), str(new["who"]))
        if (old_step, old_who) != (step, who):
            rows.append((flat, old_step, old_who, step, who, _why(plan, old_step, old_who, step, flat)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _why(plan: Assignment, old_step: str, old_who: str, step: str, flat: str) -> str:
    if not old_step:
        return FIRST_TIME
    if not step:
        return RESOLVED
    if old_step != CONVERSATION:
        return RULE
    person, household = plan.town.persons.key.find(old_who), plan.town.find_household(flat)
    mine = plan.setting.pairs.household == household
    if not (plan.setting.pairs.person[mine] == person).any() or plan.setting.places[person] <= 0:
        return PERSON_NOT_FREE
    return OTHER_PERSON if step == CONVERSATION else str(plan.reasons[household]) or RULE
