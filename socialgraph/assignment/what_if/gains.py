"""What one invitation, or one more evening of a volunteer, is worth: exact differences of the optimised plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Floats
from socialgraph.assignment.figures import Figures
from socialgraph.assignment.optimum.pairs import Pairs
from socialgraph.assignment.optimum.solve import Watch, clusters, solve
from socialgraph.assignment.plan import Assignment
from socialgraph.assignment.setting import refused_pairs
from socialgraph.reach.intermediaries import ranked_pairs, roles_of
from socialgraph.reach.scoring import Scorer

EXACT_UNRESOLVED = 2_000
EXACT_PERSONS = 50  # above that many unresolved households, only so many are worked out exactly
INVITE_COLUMNS = ["person", "role", "households", "stacks", "gain", "is_bound"]
EVENING_COLUMNS = ["person", "role", "places", "gain", "is_bound"]


def invitations(plan: Assignment, watch: Watch | None = None) -> pd.DataFrame:
    """Everybody who may be invited and could then talk with somebody, ranked by what the plan gains.

    `households`: how many the person opens, that nobody eligible can talk with now; `stacks`: how many that wait for
    households the person could talk with; `gain`: the optimised plan's maximised figure with the person less without,
    supposing acceptance with the recorded places or 1, and one place more where all are taken. Above 2,000 unresolved
    households the 50 largest upper bounds are worked out and the others print their bound (`is_bound`).
    A gain belongs to a plan; it is no rank of persons.

    Parameters
    ----------
    plan : who talks with whom.
    watch : counts and ends the work.

    Returns
    -------
    DataFrame
        INVITE_COLUMNS, the most gain first; `gain` in expected stacks, at least 0, an upper bound where `is_bound`.
        Empty where nobody may be invited.
    """
    setting = plan.setting
    talkable = np.flatnonzero(setting.steps.may_talk).astype(np.int64)
    scorer = Scorer(setting.network, setting.concerns, setting.steps.paths_to_invitable)
    ranked = ranked_pairs(scorer, talkable)
    extra = Pairs(
        ranked["household"].to_numpy(np.int64), ranked["person"].to_numpy(np.int64), ranked["q"].to_numpy(np.float64)
    )
    extra = extra.rows(~refused_pairs(setting, extra))
    people = np.unique(extra.person)
    places = np.maximum(setting.network.places_left[people], 1)
    changes = [Change(int(p), int(n), extra.rows(extra.person == p)) for p, n in zip(people, places, strict=True)]
    gains = gains_of(plan, changes, watch)
    served = np.zeros(plan.town.n_households, np.bool_)
    served[setting.pairs.household] = True
    waiting = setting.missing.inverse(plan.town.n_households)
    judged = setting.network.readiness.stack_in_scope
    rows = []
    for person, (gain, is_bound) in zip(people.tolist(), gains, strict=True):
        homes = extra.household[extra.person == person]
        stacks = {int(s) for h in homes.tolist() for s in waiting[h] if judged[s]}
        rows.append((plan.town.persons.key[person], "", int((~served[homes]).sum()), len(stacks), gain, is_bound))
    table = pd.DataFrame(rows, columns=INVITE_COLUMNS)
    table["role"] = roles_of(plan.town)[people]
    return _ranked(table)


def evenings(plan: Assignment, watch: Watch | None = None) -> pd.DataFrame:
    """What one more evening of each volunteer of the plan would be worth, the most first.

    Parameters
    ----------
    plan, watch : as in `invitations`.

    Returns
    -------
    DataFrame
        EVENING_COLUMNS; `gain` in expected stacks, at least 0, an upper bound where `is_bound`. Empty without a pair.
    """
    setting = plan.setting
    none = setting.pairs.rows(np.zeros(0, np.int64))
    people = np.unique(setting.pairs.person)
    gains = gains_of(plan, [Change(int(p), int(setting.places[p]) + 1, none) for p in people], watch)
    rows = [
        (plan.town.persons.key[person], "", int(setting.places[person]), gain, is_bound)
        for person, (gain, is_bound) in zip(people.tolist(), gains, strict=True)
    ]
    table = pd.DataFrame(rows, columns=EVENING_COLUMNS)
    table["role"] = roles_of(plan.town)[people]
    return _ranked(table)


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(["gain", "person"], ascending=[False, True], kind="stable").reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class Change:
    """What a plan could be made with: a person's places, and pairs that are not there now.

    Attributes
    ----------
    person, places : who, and how many conversations they may then be asked for.
    extra : pairs of that person, added to those of the setting.
    """

    person: int
    places: int
    extra: Pairs


def gains_of(plan: Assignment, changes: Sequence[Change], watch: Watch | None = None) -> list[tuple[float, bool]]:
    """For each change what the optimised plan gains by it, and whether that is an upper bound only.

    Exact up to 2,000 unresolved households; above, for the 50 changes of largest upper bound.

    Parameters
    ----------
    plan : who talks with whom.
    changes : each by itself.
    watch : ends the work; what is left prints its bound.

    Returns
    -------
    list of (float, bool)
        One a change, in their order; in expected stacks. True: the search was not made, or was cut off, and the figure
        is only a bound.
    """
    watch = watch or Watch()
    bounds = _bounds(plan, changes)
    exact = np.ones(len(changes), np.bool_)
    if int(plan.setting.network.readiness.unresolved.sum()) > EXACT_UNRESOLVED:
        exact[np.argsort(-bounds, kind="stable")[EXACT_PERSONS:]] = False
    return [
        (_gain(plan, change, watch), False) if is_exact and not watch.is_over() else (bound, True)
        for change, is_exact, bound in zip(changes, exact.tolist(), bounds.tolist(), strict=True)
    ]


def _bounds(plan: Assignment, changes: Sequence[Change]) -> Floats:
    r"""(changes,) what no plan can gain by each.

    Take the best plan with the change and drop the conversations that only the change allows: it is a plan without.
    Each dropped one loses at most its chance times the others of its stacks at their best, and there are as many as
    new pairs fit into the places, or, without new pairs, as places came on: then the least of them can be dropped.
    """
    setting = plan.setting
    idle = setting.steps.chance if plan.with_steps else np.zeros(plan.town.n_households)
    best = idle.copy()
    for pairs in (setting.pairs, *(change.extra for change in changes)):
        np.maximum.at(best, pairs.household, 1.0 - (1.0 - idle[pairs.household]) * (1.0 - pairs.q))
    others = Figures(setting.missing, setting.network.readiness.stack_in_scope, best, np.zeros(len(best))).worth()
    others /= np.where(best > 0, best, 1.0)
    order = np.argsort(setting.pairs.person, kind="stable")
    of_person = setting.pairs.rows(order)
    bounds = []
    for change in changes:
        mine, kept = change.extra, 0
        if len(mine.household) == 0:
            low, high = np.searchsorted(of_person.person, [change.person, change.person + 1])
            mine, kept = of_person.rows(np.arange(low, high)), int(setting.places[change.person])
        loss = others[mine.household] * (1.0 - idle[mine.household]) * mine.q
        bounds.append(float(np.sort(loss)[::-1][kept : change.places].sum()))
    return np.array(bounds, np.float64)


def _gain(plan: Assignment, change: Change, watch: Watch) -> float:
    """The exact difference: planned anew in the clusters that the change can reach."""
    setting, extra = plan.setting, change.extra
    places = setting.places.copy()
    places[change.person] = change.places
    household = np.concatenate([setting.pairs.household, extra.household])
    order = np.argsort(household, kind="stable")
    pairs = Pairs(
        household[order],
        np.concatenate([setting.pairs.person, extra.person])[order],
        np.concatenate([setting.pairs.q, extra.q])[order],
    )
    problem = setting.problem(with_steps=plan.with_steps, pairs=pairs, places=places)
    cluster = clusters(problem)
    mine = np.unique(problem.group_of[problem.owner[problem.people[problem.person] == change.person]])
    tied = np.unique(cluster[mine][cluster[mine] >= 0])
    part, _ = problem.of_groups(np.union1d(mine, np.flatnonzero(np.isin(cluster, tied))))
    q = plan.q[part.households]
    value = 1.0 - (1.0 - part.idle) * (1.0 - q)
    sets = np.multiply.reduceat(value[part.members], part.stack_starts[:-1]) if len(part.weight) else np.zeros(0)
    return max(solve(part, watch).worth - float((sets * part.weight).sum()), 0.0)
