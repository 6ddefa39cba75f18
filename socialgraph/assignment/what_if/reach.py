"""Stacks that no step of the plan can complete, and the one invitation or introduction that would help most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Ints
from socialgraph.assignment.expected_stacks import stack_chances
from socialgraph.assignment.optimum.solve import Watch
from socialgraph.assignment.plan import NOTHING, Assignment
from socialgraph.assignment.tables import stack_labels
from socialgraph.assignment.what_if.gains import INVITE_COLUMNS, Change, gains_of, invitations
from socialgraph.assignment.what_if.introductions import introductions
from socialgraph.reach.steps import CONVERSATION

COLUMNS = [
    *("stack", "waits_for", "without_conversation", "chance", "best_invitation", "gain"),
    *("introduce", "introduce_to", "introduction_gain"),
]


def out_of_reach(plan: Assignment, watch: Watch | None = None) -> pd.DataFrame:
    """Every stack in scope that has no chance "now": how many households it waits for, and what would help most.

    Columns: stack, waits_for (households with a missing key, those with a stop not told apart), without_conversation
    (how many of them nobody is planned to talk with), chance (with the next steps; 0: out of reach with all of them),
    best_invitation (pseudonym of whoever could be invited and would gain the plan most among those that a household of
    the stack trusts; "" for none) and its gain; introduce and introduce_to (the household and the eligible neighbour
    whose getting acquainted would gain the plan most; "" for none) and introduction_gain.

    Parameters
    ----------
    plan, watch : as in `gains.invitations`.

    Returns
    -------
    DataFrame
        COLUMNS, a row a stack, in the order of the town; `chance` in [0, 1], gains in expected stacks; "" and 0 where
        nobody can be invited or introduced. Empty where every stack has a chance now.
    """
    setting, figures = plan.setting, plan.figures
    now, chance = stack_chances(setting.missing, figures.success), stack_chances(setting.missing, figures.values)
    stuck = np.flatnonzero(figures.judged & (now <= 0.0))
    offered = invitations(plan, watch) if len(stuck) else pd.DataFrame(columns=INVITE_COLUMNS)
    gain = dict(zip(plan.town.persons.key.codes(offered["person"]).tolist(), offered["gain"].tolist(), strict=True))
    trusted: dict[int, set[int]] = {}
    waiting = np.unique(setting.missing.items).astype(np.int64)
    for block in setting.steps.paths_to_invitable.paths_of(waiting):
        for household, low, high in zip(block.households.tolist(), block.offsets[:-1], block.offsets[1:], strict=True):
            trusted[household] = set(block.targets[low:high].tolist()) & set(gain)
    introduced, met = _introductions(plan, stuck, watch)
    labels, rows = stack_labels(plan.town), []
    for stack in stuck.tolist():
        homes = setting.missing[stack].tolist()
        people = sorted(set().union(*(trusted.get(h, set()) for h in homes)), key=lambda p: (-gain[p], p))
        best = people[0] if people else -1
        silent = sum(plan.step[h] != CONVERSATION for h in homes)
        name = plan.town.persons.key[best] if best >= 0 else ""
        row = (labels[stack], len(homes), silent, float(chance[stack]), name, gain.get(best, 0.0))
        one = min((h for h in homes if h in introduced), key=lambda h: (-introduced[h], h), default=-1)
        flat, neighbour = (plan.town.households.label[one], plan.town.persons.key[met[one]]) if one >= 0 else ("", "")
        rows.append((*row, flat, neighbour, introduced.get(one, 0.0)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _introductions(plan: Assignment, stuck: Ints, watch: Watch | None) -> tuple[dict[int, float], dict[int, int]]:
    """Household → what an introduction would gain the plan (not those that gain nothing), and to whom."""
    missing = plan.setting.missing
    homes = np.concatenate([np.zeros(0, np.int64), *(missing[int(s)] for s in stuck)]).astype(np.int64)
    pairs = introductions(plan, homes)
    changes = [
        Change(int(pairs.person[k]), int(plan.setting.places[pairs.person[k]]), pairs.rows(np.array([k])))
        for k in range(len(pairs.household))
    ]
    gains = gains_of(plan, changes, watch)
    gain = {int(h): value for h, (value, _) in zip(pairs.household, gains, strict=True) if value > NOTHING}
    return gain, dict(zip(pairs.household.tolist(), pairs.person.tolist(), strict=True))
