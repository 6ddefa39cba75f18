"""The next steps of a plan as the secretary's workbook says them: addresses, words and volunteers' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from socialgraph.assignment.weeks import weekly
from socialgraph.messages import Lang
from socialgraph.office.places import is_inside
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_rows import assignment_records
from socialgraph.outputs.next_sheets import NextStep
from socialgraph.reach.offers import catalogue_offers
from socialgraph.reach.steps import (
    ASK_SURVEY,
    BOOK_ACCESS,
    CONVERSATION,
    FIND_OFFER,
    INVITE,
    LEAVE_ALONE,
    WAIT_UNTIL,
)
from socialgraph.schema.addresses import SEPARATOR
from socialgraph.schema.list_words import list_words

if TYPE_CHECKING:
    import datetime as dt

    from socialgraph.assignment.plan import Assignment

WEEKS, EVENINGS = 4, 5  # as long as a list holds; what the calendar shows a week


def written_steps(plan: Assignment, names: Mapping[str, str], scope: str, lang: Lang, first: dt.date) -> list[NextStep]:
    """Every step that may stand in the workbook, stacks that wait for the fewest first.

    Parameters
    ----------
    plan : today's plan.
    names : pseudonym → name; only of those who take a step, never of somebody to be invited.
    scope : a building (`5`) or a door (`5-2`); "" for everything.
    lang : zh or en.
    first : nothing is permitted before this day.

    Returns
    -------
    list of NextStep
        Without the households that are left alone or wait for their day.
    """
    town, step = plan.town, plan.step
    inside = is_inside(town, scope)
    homes = [int(h) for h in plan.order if step[h] not in (LEAVE_ALONE, WAIT_UNTIL) and inside[h]]
    order = {h: place for place, h in enumerate(homes)}
    homes.sort(key=lambda h: (int(plan.lead[1][h]), int(plan.lead[0][h]), order[h]))
    calendar = weekly(plan, weeks=WEEKS, evenings=EVENINGS)
    week = dict(zip(town.households.label.codes(calendar["flat"]).tolist(), calendar["week"].tolist(), strict=True))
    looking = np.array([h for h in homes if step[h] == FIND_OFFER], np.int64)
    asks = dict(zip(looking.tolist(), catalogue_offers(town, looking, plan.setting.network.as_of), strict=True))
    planned = np.isin(step, (CONVERSATION, BOOK_ACCESS))
    in_stack = np.bincount(plan.setting.missing.rows, planned[plan.setting.missing.items], town.n_stacks).astype(
        np.int64
    )
    rows = []
    for h in homes:
        _, building, door, room = town.households.key[h].split(SEPARATOR)
        offers = asks.get(h, [])
        rows.append(
            NextStep(
                household=town.households.key[h],
                flat=town.households.label[h],
                building=building,
                door=door,
                room=room,
                step=str(step[h]),
                who=_who(plan, h, offers, names, lang),
                ask=_ask(str(step[h]), offers, lang),
                not_before=max(plan.setting.steps.not_before[h].astype(object), first),
                standing=int(in_stack[plan.lead[0][h]]) if planned[h] else 0,
                week=int(week.get(h, 0)),
                is_survey=bool(step[h] == ASK_SURVEY),
            )
        )
    return rows


def asked_records(steps: Sequence[NextStep], conversations: pd.DataFrame, context: ListContext) -> pd.DataFrame:
    """Appointments and surveys of a list as open rows: they are contacts of their households like conversations.

    Their role is the step; they use up nobody's places, as whoever makes them is not asked to persuade.

    Parameters
    ----------
    steps : of the list.
    conversations : its conversations as records of `assignments`; the rows are numbered on behind them.
    context : number and dates of the list.

    Returns
    -------
    DataFrame
    """
    asked = [step for step in steps if step.step in (BOOK_ACCESS, ASK_SURVEY)]
    rows = pd.DataFrame(
        {
            "row_no": range(len(conversations) + 1, len(conversations) + len(asked) + 1),
            "household": [step.household for step in asked],
            "role": [step.step for step in asked],
            "not_before": [step.not_before.isoformat() for step in asked],
        }
    )
    rows = rows.assign(person="", missing_key="", concern="", measure="")
    return assignment_records(rows, context.export_id, context.exported_on, context.last_day)


def _who(plan: Assignment, h: int, offers: list[dict[str, str]], names: Mapping[str, str], lang: Lang) -> str:
    takers, step = list_words("step_taker", lang), plan.step[h]
    person = plan.primary.get(h, -1) if step == CONVERSATION else int(plan.setting.steps.who[h])
    if person >= 0 and step in (CONVERSATION, BOOK_ACCESS, ASK_SURVEY):
        return names.get(plan.town.persons.key[person], takers["door_captain"])
    if step == FIND_OFFER:
        given = dict.fromkeys(row["provider"] for row in offers) or ["subdistrict_office"]
        return ("、" if lang == "zh" else ", ").join(takers[provider] for provider in given)
    if step in (BOOK_ACCESS, ASK_SURVEY):
        return takers["property_office"]
    return takers["neutral_expert" if step == "expert" else "secretary"]


def _ask(step: str, offers: list[dict[str, str]], lang: Lang) -> str:
    if step == FIND_OFFER and offers:
        asked = dict.fromkeys(row["ask" if lang == "zh" else "ask_en"] for row in offers)
        return ("；" if lang == "zh" else "; ").join(asked)
    return list_words("step_ask", lang)["invite" if step == INVITE else step]
