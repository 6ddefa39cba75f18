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

from socialgraph.arrays.types import Bools, Floats, Ints
from socialgraph.assignment.optimum.exact import exact_plan
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.assignment.optimum.relaxation import ROUNDS, TOLERANCE, Relaxed, free_bundles, relaxed
from socialgraph.counting import counted

EXACT_HOUSEHOLDS = 3_000  # of a cluster; larger ones keep their relaxed plan
GOOD_ENOUGH = 5e-4  # relative gap at which a large problem is left alone
PROVEN_ENOUGH = 4e-3  # the same, where what is left would be solved cluster by cluster: twice the time for .2 %
TOLD_APART = 600  # households of a problem in which equal plans are decided by "now" and rank


@dataclass
class Watch:
    """When to stop: after so many seconds, or when somebody says so (`stopped`)."""

    seconds: float | None = None
    stopped: bool = False
    cut_off: bool = False
    begun: float = field(default_factory=time.monotonic)

    def is_over(self) -> bool:
        """Whether to stop now; remembers that it said so.

        Returns
        -------
        bool
            True once the time is up or the user stopped; never false again.
        """
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

    Parameters
    ----------
    problem : chances, places and stacks.
    watch : counts and ends the work.

    Returns
    -------
    Solution
        `worth` ≤ `bound`, in expected stacks, equal where the plan is proven; -1 everywhere and 0 without any group.
    """
    watch = watch or Watch()
    choice, bound = problem.nobody(), 0.0
    if problem.n_groups == 0:
        return Solution(choice, 0.0, 0.0)
    cluster = clusters(problem)
    settled, homes = problem.of_groups(np.flatnonzero(cluster < 0))
    plan, bound = _settle(settled)
    choice[homes] = _of_whole(problem, settled, homes, plan)
    tied = np.flatnonzero(cluster >= 0)
    if len(tied):
        part, homes = problem.of_groups(tied)
        plan, top = _plan(part, cluster[tied], watch)
        choice[homes] = _of_whole(problem, part, homes, plan)
        bound += top
    choice = without_idle_talks(problem, choice)
    worth = problem.worth(choice)
    return Solution(choice, worth, max(bound, worth))


def _of_whole(problem: Problem, part: Problem, homes: Ints, plan: Ints) -> Ints:
    """A part's options as options of the whole."""
    return np.where(plan >= 0, plan - part.starts[:-1] + problem.starts[homes], -1)


def without_idle_talks(problem: Problem, choice: Ints) -> Ints:
    """The plan without conversations that no stack gains by; what was promised stays.

    Parameters
    ----------
    problem : chances, places and stacks.
    choice : (households,) the pair chosen for each, -1 for none.

    Returns
    -------
    (households,) int64
        As `choice`, with -1 in place of more options; a new array, worth as much as `choice`.
    """
    row = np.repeat(np.arange(len(problem.weight)), np.diff(problem.stack_starts))
    gained = np.bincount(problem.members, problem.stack_values(choice)[row], len(choice))
    return np.where((gained > 0) | (problem.fixed >= 0), choice, -1)


def clusters(problem: Problem) -> Ints:
    """(groups,) number of the cluster, -1 for a group whose people are never short.

    Parameters
    ----------
    problem : its options, places and evenings.

    Returns
    -------
    (groups,) int64
        Numbers from 0; all groups of one number where evenings are short, as these tie everybody together.
    """
    wanted = np.bincount(problem.person, minlength=len(problem.people))
    short = wanted > problem.capacity
    can_talk = np.diff(problem.starts) > 0
    late = np.array([(can_talk & (problem.release >= week)).sum() for week in range(len(problem.weeks))])
    group = problem.group_of[problem.owner]
    if np.any(late > problem.weeks):  # evenings are short: they tie all together
        cluster = np.full(problem.n_groups, -1)
        cluster[group] = 0
        return cluster.astype(np.int64)
    links = short[problem.person]
    n = problem.n_groups
    edges = (group[links], n + problem.person[links])
    graph = coo_array((np.ones(int(links.sum()), np.int8), edges), shape=(n + len(short),) * 2)
    _, label = connected_components(graph, directed=False)
    tied = np.zeros(n, np.bool_)
    tied[group[links]] = True
    cluster = np.full(n, -1, np.int64)
    cluster[tied] = np.unique(label[:n][tied], return_inverse=True)[1]
    return cluster


def _settle(problem: Problem) -> tuple[Ints, float]:
    """Each group its best bundle: nobody is short."""
    if problem.n_groups == 0:
        return problem.nobody(), 0.0
    bounds, choice = free_bundles(problem, np.zeros(len(problem.people) + len(problem.weeks)))
    return choice, float(bounds.sum())


def _plan(problem: Problem, cluster: Ints, watch: Watch) -> tuple[Ints, float]:
    """All clusters relaxed at once; those that this does not prove are solved exactly where they are small."""
    is_large = len(problem.households) > EXACT_HOUSEHOLDS

    def is_enough(state: Relaxed) -> bool:
        close = is_large and state.bound - state.worth <= GOOD_ENOUGH * state.bound
        return close or watch.is_over()

    state = relaxed(problem, ROUNDS, is_enough)
    choice, bounds = state.choice, _cluster_bounds(problem, state, cluster)
    worth = np.bincount(cluster, problem.group_values(choice), len(bounds))
    size = np.bincount(cluster, np.diff(problem.group_starts), len(bounds))
    gap = np.maximum(bounds - worth, 0.0)
    # equal plans are told apart where that is cheap; else only what is not proven is worked on
    told_apart = len(problem.households) <= TOLD_APART
    wanted = (size <= EXACT_HOUSEHOLDS) & ((gap > TOLERANCE) | told_apart)
    for number in counted(np.flatnonzero(wanted)[np.argsort(-gap[wanted], kind="stable")].tolist(), "clusters"):
        if watch.is_over() or (is_large and gap.sum() <= PROVEN_ENOUGH * bounds.sum()):
            break
        gap[number] = 0.0
        part, homes = problem.of_groups(np.flatnonzero(cluster == number))
        own = np.where(choice[homes] >= 0, choice[homes] - problem.starts[homes] + part.starts[:-1], -1)
        seen = _state_of(problem, state, part, cluster == number, own, float(bounds[number]))
        plan, top = exact_plan(part, seen, told_apart=told_apart)
        if part.worth(plan) >= part.worth(own) - TOLERANCE:
            choice[homes] = _of_whole(problem, part, homes, plan)
        bounds[number] = min(bounds[number], top)
    return choice, float(bounds.sum())


def _cluster_bounds(problem: Problem, state: Relaxed, cluster: Ints) -> Floats:
    """(clusters,) each one's bound: its groups' best worth less prices, and the prices of its places."""
    n = int(cluster.max()) + 1
    bounds = np.bincount(cluster, state.group_bound, n).astype(np.float64)
    home = np.full(len(problem.people), -1, np.int64)
    home[problem.person] = cluster[problem.group_of[problem.owner]]
    spent = state.price[: len(problem.people)] * problem.capacity
    # a person shared by clusters is never short: the price is 0 and the place does not matter
    np.add.at(bounds, home[home >= 0], spent[home >= 0])
    if len(problem.weeks):
        bounds[0] += float((state.price[len(problem.people) :] * problem.weeks).sum())
    return bounds


def _state_of(problem: Problem, state: Relaxed, part: Problem, groups: Bools, own: Ints, bound: float) -> Relaxed:
    """The relaxation as one cluster sees it."""
    people = np.searchsorted(problem.people, part.people)
    price = np.concatenate([state.price[people], state.price[len(problem.people) :]])
    worth = part.worth(own)
    return Relaxed(max(bound, worth), price, state.group_bound[groups], own, worth)
