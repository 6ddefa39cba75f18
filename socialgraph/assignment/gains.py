"""What one invitation, or one more evening of a volunteer, is worth: exact differences of the optimised plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.assignment.plan import Assignment
from socialgraph.assignment.problem import Pairs, Problem
from socialgraph.assignment.setting import refused_pairs
from socialgraph.assignment.solve import Watch, clusters, solve
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
    left = setting.network.capacity - setting.network.assigned
    places = np.maximum(left[people], 1)
    found = _gains(
        plan, [(int(p), int(n), extra.rows(extra.person == p)) for p, n in zip(people, places, strict=True)], watch
    )
    served = np.zeros(plan.town.n_households, np.bool_)
    served[setting.pairs.household] = True
    waiting = setting.missing.inverse(plan.town.n_households)
    judged = setting.network.readiness.stack_in_scope
    rows = []
    for person, (gain, is_bound) in zip(people.tolist(), found, strict=True):
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
    plan : who talks with whom.
    watch : counts and ends the work.

    Returns
    -------
    DataFrame
    """
    setting = plan.setting
    none = setting.pairs.rows(np.zeros(0, np.int64))
    people = np.unique(setting.pairs.person)
    found = _gains(plan, [(int(p), int(setting.places[p]) + 1, none) for p in people], watch)
    rows = [
        (plan.town.persons.key[person], "", int(setting.places[person]), gain, is_bound)
        for person, (gain, is_bound) in zip(people.tolist(), found, strict=True)
    ]
    table = pd.DataFrame(rows, columns=EVENING_COLUMNS)
    table["role"] = roles_of(plan.town)[people]
    return _ranked(table)


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(["gain", "person"], ascending=[False, True], kind="stable").reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class _Change:
    """The problem with one person's changed places and added pairs, cut to what the change can reach."""

    problem: Problem
    before: float

    def bound(self, person: int) -> float:
        """An upper bound on the gain: the person's best households, everybody else at their best."""
        problem = self.problem
        mine = problem.people[problem.person] == person
        top = problem.idle.copy()
        np.maximum.at(top, problem.owner, problem.value)
        of_set = np.multiply.reduceat(top[problem.members], problem.stack_starts[:-1]) * problem.weight
        row = np.repeat(np.arange(len(problem.weight)), np.diff(problem.stack_starts))
        most = np.bincount(problem.members, of_set[row] / top[problem.members], len(top))
        loss = most[problem.owner[mine]] * (problem.value[mine] - problem.idle[problem.owner[mine]])
        places = int(problem.capacity[problem.people == person].sum())
        return float(np.sort(loss)[::-1][:places].sum())

    def gain(self, watch: Watch) -> float:
        """The exact difference."""
        return max(solve(self.problem, watch).worth - self.before, 0.0)


def _gains(plan: Assignment, changes: list[tuple[int, int, Pairs]], watch: Watch | None) -> list[tuple[float, bool]]:
    """For each (person, places, added pairs) what the plan gains, and whether that is a bound only."""
    watch = watch or Watch()
    n_unresolved = int(plan.setting.network.readiness.unresolved.sum())
    cuts = list(_cut(plan, changes))
    exact = np.ones(len(cuts), np.bool_)
    if n_unresolved > EXACT_UNRESOLVED:
        bounds = np.array([cut.bound(person) for cut, (person, *_) in zip(cuts, changes, strict=True)])
        exact[np.argsort(-bounds, kind="stable")[EXACT_PERSONS:]] = False
    return [
        (cut.gain(watch), False) if is_exact and not watch.is_over() else (cut.bound(person), True)
        for cut, is_exact, (person, *_) in zip(cuts, exact.tolist(), changes, strict=True)
    ]


def _cut(plan: Assignment, changes: list[tuple[int, int, Pairs]]) -> Iterator[_Change]:
    setting = plan.setting
    for person, n_places, extra in changes:
        places = setting.places.copy()
        places[person] = n_places
        household = np.concatenate([setting.pairs.household, extra.household])
        order = np.argsort(household, kind="stable")
        pairs = Pairs(
            household[order],
            np.concatenate([setting.pairs.person, extra.person])[order],
            np.concatenate([setting.pairs.q, extra.q])[order],
        )
        problem = setting.problem(with_steps=plan.with_steps, pairs=pairs, places=places)
        cluster = clusters(problem)
        mine = np.unique(problem.group_of[problem.owner[problem.people[problem.person] == person]])
        tied = np.unique(cluster[mine][cluster[mine] >= 0])
        part, _ = problem.of_groups(np.union1d(mine, np.flatnonzero(np.isin(cluster, tied))))
        q = plan.q[part.households]
        value = 1.0 - (1.0 - part.idle) * (1.0 - q)
        sets = np.multiply.reduceat(value[part.members], part.stack_starts[:-1]) if len(part.weight) else np.zeros(0)
        yield _Change(part, float((sets * part.weight).sum()))
