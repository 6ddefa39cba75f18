"""From a problem to a plan with a bound: settled groups, clusters of people who are wanted too often, exact or relaxed.

A person whom no more households could be talked with than there are places is never short; groups that only have such
people are planned at once. The others fall into clusters that share nobody: each is relaxed, and solved exactly where
it is small enough. The bound of the whole is the sum of the clusters' bounds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from socialgraph.arrays.types import Ints
from socialgraph.assignment.exact import exact_plan
from socialgraph.assignment.problem import Problem
from socialgraph.assignment.relaxation import ROUNDS, Relaxed, free_bundles, relaxed

EXACT_HOUSEHOLDS = 3_000  # of a cluster; larger ones keep their relaxed plan
GOOD_ENOUGH = 5e-4  # relative gap at which a large cluster is left alone


@dataclass
class Watch:
    """When to stop: after so many seconds, or when somebody says so (`stopped`)."""

    seconds: float | None = None
    stopped: bool = False
    cut_off: bool = False
    begun: float = field(default_factory=time.monotonic)

    def is_over(self) -> bool:
        """Whether to stop now; remembers that it said so."""
        self.cut_off |= self.stopped or (self.seconds is not None and time.monotonic() - self.begun > self.seconds)
        return self.cut_off


@dataclass(frozen=True)
class Solution:
    """A plan (option of each household, -1 for none), its worth and a bound on any plan's worth."""

    choice: Ints
    worth: float
    bound: float


def solve(problem: Problem, watch: Watch | None = None) -> Solution:
    """The best plan that could be found, and how good any plan could be.

    Exact (the bound is the worth) wherever the clusters are small; the limits are counts, so that without a watch the
    same problem gives the same plan on any computer.
    """
    watch = watch or Watch()
    choice, bound = problem.nobody(), 0.0
    if problem.n_groups == 0:
        return Solution(choice, 0.0, 0.0)
    cluster = clusters(problem)
    settled = np.flatnonzero(cluster < 0)
    for groups in (settled, *_of_each(cluster)):
        part, homes = problem.of_groups(groups)
        plan, top = _settle(part) if groups is settled else _plan(part, watch)
        own = np.full(len(plan), -1, np.int64)
        own[plan >= 0] = plan[plan >= 0] - part.starts[:-1][plan >= 0] + problem.starts[homes][plan >= 0]
        choice[homes] = own
        bound += top
    choice = without_idle_talks(problem, choice)
    worth = problem.worth(choice)
    return Solution(choice, worth, max(bound, worth))


def without_idle_talks(problem: Problem, choice: Ints) -> Ints:
    """The plan without conversations that no stack gains by; what was promised stays."""
    row = np.repeat(np.arange(len(problem.weight)), np.diff(problem.stack_starts))
    gained = np.bincount(problem.members, problem.stack_values(choice)[row], len(choice))
    return np.where((gained > 0) | (problem.fixed >= 0), choice, -1)


def clusters(problem: Problem) -> Ints:
    """(groups,) number of the cluster, -1 for a group whose people are never short."""
    wanted = np.bincount(problem.person, minlength=len(problem.people))
    short = wanted > problem.capacity
    can_talk = np.diff(problem.starts) > 0
    late = np.array([(can_talk & (problem.release >= week)).sum() for week in range(len(problem.weeks))])
    group = problem.group_of[problem.owner]
    if np.any(late > problem.weeks):  # evenings are short: they tie all together
        found = np.full(problem.n_groups, -1)
        found[group] = 0
        return found.astype(np.int64)
    links = short[problem.person]
    n = problem.n_groups
    edges = (group[links], n + problem.person[links])
    graph = coo_array((np.ones(int(links.sum()), np.int8), edges), shape=(n + len(short),) * 2)
    _, label = connected_components(graph, directed=False)
    tied = np.zeros(n, np.bool_)
    tied[group[links]] = True
    found = np.full(n, -1, np.int64)
    found[tied] = np.unique(label[:n][tied], return_inverse=True)[1]
    return found


def _of_each(cluster: Ints) -> list[Ints]:
    """The groups of each cluster; those too many to be solved one by one are relaxed together."""
    order = np.argsort(cluster, kind="stable")
    order = order[cluster[order] >= 0]
    if len(order) == 0:
        return []
    parts = np.split(order, np.flatnonzero(np.diff(cluster[order])) + 1)
    return parts if len(order) <= EXACT_HOUSEHOLDS else [order]


def _settle(problem: Problem) -> tuple[Ints, float]:
    """Each group its best bundle: nobody is short."""
    if problem.n_groups == 0:
        return problem.nobody(), 0.0
    bounds, choice = free_bundles(problem, np.zeros(len(problem.people) + len(problem.weeks)))
    return choice, float(bounds.sum())


def _plan(problem: Problem, watch: Watch) -> tuple[Ints, float]:
    """One cluster, exact where it is small."""
    is_small = len(problem.households) <= EXACT_HOUSEHOLDS

    def is_good(state: Relaxed) -> bool:
        close = not is_small and state.bound - state.worth <= GOOD_ENOUGH * state.bound
        return close or watch.is_over()

    state = relaxed(problem, ROUNDS, is_good)
    if not is_small or watch.is_over():
        return state.choice, max(state.bound, state.worth)
    return exact_plan(problem, state)
