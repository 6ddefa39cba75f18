"""The next steps of a plan as the secretary's workbook says them: addresses, words and volunteers' names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from socialgraph.assignment.weeks import weekly
from socialgraph.messages import Lang
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
    from socialgraph.assignment.plan import Assignment

WEEKS, EVENINGS = 4, 5  # as long as a list holds; what the calendar shows a week


def written_steps(plan: Assignment, names: Mapping[str, str], scope: str, lang: Lang) -> list[NextStep]:
    """Every step that may stand in the workbook, stacks that wait for the fewest first.

    Parameters
    ----------
    plan : today's plan.
    names : pseudonym → name; only of those who take a step, never of somebody to be invited.
    scope : a building (`5`) or a door (`5-2`); "" for everything.
    lang : zh or en.

    Returns
    -------
    list of NextStep
        Without the households that are left alone or wait for their day.
    """
    town, step = plan.town, plan.step
    homes = [int(h) for h in plan.order if step[h] not in (LEAVE_ALONE, WAIT_UNTIL) and _inside(plan, int(h), scope)]
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
                flat=town.households.label[h],
                building=building,
                door=door,
                room=room,
                step=str(step[h]),
                who=_who(plan, h, offers, names, lang),
                ask=_ask(str(step[h]), offers, lang),
                not_before=plan.setting.steps.not_before[h].astype(object),
                standing=int(in_stack[plan.lead[0][h]]) if planned[h] else 0,
                week=int(week.get(h, 0)),
                is_survey=bool(step[h] == ASK_SURVEY),
            )
        )
    return rows


def _inside(plan: Assignment, household: int, scope: str) -> bool:
    _, building, door, _ = plan.town.households.key[household].split(SEPARATOR)
    wanted, _, wanted_door = scope.partition("-")
    return not scope or (building == wanted and wanted_door in ("", door))


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
