"""Exact plans of small clusters: the bundles that can still be part of an optimum, then branch and bound over groups.

A bundle whose worth less prices lies further below its group's best than the whole gap is in no optimum (reduced-cost
fixing). What is left is searched depth first, with the Lagrangian bound of the groups not yet decided; equal worth is
decided by the figure "now" and then by rank in natural order. Where that takes too many nodes, HiGHS solves the same
choice of one bundle a group as a mixed-integer programme. All limits are counts, so that a run can be repeated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from socialgraph.arrays.types import Ints
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.assignment.optimum.relaxation import TOLERANCE, Relaxed, evening_price

MAX_BUNDLES = 40_000  # of one cluster
MAX_NODES = 20_000  # of the search over groups
MAX_GROUPS = 200  # it goes as deep as there are groups
MIP_NODES = 5_000
MIP_TOLERANCE = 1e-6  # how exactly HiGHS works


@dataclass(frozen=True)
class _Bundle:
    """One way of planning a group: options of its households, worth with steps and from conversations alone."""

    options: tuple[int, ...]
    worth: float
    now: float
    reduced: float
    use: tuple[tuple[int, int], ...]  # (place, how many): people, then weeks
    rank: tuple[int, ...]


def exact_plan(problem: Problem, state: Relaxed, *, told_apart: bool = True) -> tuple[Ints, float]:
    """The best plan of a cluster and a bound on it, from the relaxation of the same cluster.

    Parameters
    ----------
    problem : chances, places and stacks.
    state : of the relaxation.
    told_apart : whether all plans of equal worth are looked at, to take the best "now", then the first by rank; else
        the first one met is kept, which spares most of the work.

    Returns
    -------
    choice : (n,) int64
        Option of each household of the cluster, -1 for none; feasible.
    bound : float
        In expected stacks, no plan is worth more; the worth of `choice` where it is proven.
    """
    slack = max(state.bound - state.worth, 0.0) + TOLERANCE
    bundles = _bundles(problem, state, slack)
    if bundles is None:
        return state.choice, max(state.bound, state.worth)
    search = _Search(problem, state, bundles, told_apart).run()
    if search.is_finished:  # plans of equal worth that were not looked at may be better by a rounding
        return search.plan(), search.worth + (0.0 if told_apart else TOLERANCE)
    return _by_highs(problem, state, bundles, search)


def _bundles(problem: Problem, state: Relaxed, slack: float) -> list[list[_Bundle]] | None:
    """For each group the bundles that can be part of an optimum, best first; None where they are too many."""
    evening = evening_price(problem, state.price)
    listed: list[list[_Bundle]] = []
    for group in range(problem.n_groups):
        room = MAX_BUNDLES - sum(map(len, listed))
        mine = _of_group(problem, group, state, evening, state.group_bound[group] - slack, room)
        if mine is None:
            return None
        listed.append(sorted(mine, key=lambda bundle: (-bundle.reduced, bundle.rank)))
    return listed


def _of_group(
    problem: Problem, group: int, state: Relaxed, evening: NDArray[np.float64], least: float, room: int
) -> list[_Bundle] | None:
    homes = range(int(problem.group_starts[group]), int(problem.group_starts[group + 1]))
    sets = [
        (float(problem.weight[s]), problem.members[problem.stack_starts[s] : problem.stack_starts[s + 1]].tolist())
        for s in range(int(problem.group_stacks[group]), int(problem.group_stacks[group + 1]))
    ]
    choices = [_choices(problem, h, state.price, float(evening[h])) for h in homes]
    top = [max(value for _, value, _, _ in of) for of in choices]
    bundles: list[_Bundle] = []
    chance, alone = dict.fromkeys(homes, 1.0), dict.fromkeys(homes, 1.0)
    chance.update(zip(homes, top, strict=True))

    def worth_of(values: dict[int, float]) -> float:
        return sum(weight * float(np.prod([values[h] for h in members])) for weight, members in sets)

    def visit(depth: int, spent: float, options: tuple[int, ...]) -> bool:
        if worth_of(chance) - spent < least:
            return True
        if depth == len(homes):
            use = _use(problem, homes, options)
            if any(n > problem.capacity[r] for r, n in use if r < len(problem.people)):
                return True
            ranks = zip(homes, options, strict=True)
            rank = tuple(int(o - problem.starts[h]) if o >= 0 else len(problem.person) for h, o in ranks)
            worth = worth_of(chance)
            bundles.append(_Bundle(options, worth, worth_of(alone), worth - spent, use, rank))
            return len(bundles) <= room
        h = homes[depth]
        for option, value, q, price in choices[depth]:
            chance[h], alone[h] = value, q
            if not visit(depth + 1, spent + price, (*options, option)):
                return False
        chance[h] = top[depth]
        return True

    return bundles if visit(0, 0.0, ()) else None


def _choices(
    problem: Problem, h: int, price: NDArray[np.float64], evening: float
) -> list[tuple[int, float, float, float]]:
    """Option, chance with it, q and price; the last is nobody."""
    options = range(int(problem.starts[h]), int(problem.starts[h + 1]))
    if problem.fixed[h] >= 0:
        options = range(int(problem.fixed[h]), int(problem.fixed[h]) + 1)
    listed = [
        (o, float(problem.value[o]), float(problem.q[o]), float(price[problem.person[o]]) + evening) for o in options
    ]
    return listed if problem.fixed[h] >= 0 else [*listed, (-1, float(problem.idle[h]), 0.0, 0.0)]


def _use(problem: Problem, homes: range, options: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Places and evenings that a bundle takes."""
    taken: dict[int, int] = {}
    for h, option in zip(homes, options, strict=True):
        if option >= 0:
            late = range(min(int(problem.release[h]) + 1, len(problem.weeks)))
            for place in (int(problem.person[option]), *(len(problem.people) + week for week in late)):
                taken[place] = taken.get(place, 0) + 1
    return tuple(sorted(taken.items()))


class _Search:
    """Depth first over groups; keeps the best plan by worth and, where they are told apart, then "now", then rank."""

    def __init__(self, problem: Problem, state: Relaxed, bundles: list[list[_Bundle]], told_apart: bool) -> None:
        self.bundles, self.state, self.told_apart = bundles, state, told_apart
        self.left = [*problem.capacity.tolist(), *problem.weeks.tolist()]
        self.price = state.price.tolist()
        # groups with the fewest ways first: they decide most
        self.order = sorted(range(len(bundles)), key=lambda g: (len(bundles[g]), g))
        best = [max((b.reduced for b in bundles[g]), default=-np.inf) for g in self.order]
        self.rest = np.concatenate([np.cumsum(best[::-1])[::-1], [0.0]]).tolist()
        self.closing = self._closing()
        self.nodes, self.is_finished = 0, True
        self.chosen: list[_Bundle] = [of[0] for of in bundles if of]
        self.kept: list[_Bundle] = []
        self.worth, self.now = state.worth - (10 * TOLERANCE if told_apart else 0.0), -np.inf
        self.slack = -TOLERANCE if told_apart else TOLERANCE

    def _closing(self) -> list[list[int]]:
        """For each depth the places with a price that only groups up to there can use."""
        last = {place: 0 for place, price in enumerate(self.price) if price > 0.0}
        for depth, group in enumerate(self.order):
            last.update((place, depth) for bundle in self.bundles[group] for place, _ in bundle.use if place in last)
        closing: list[list[int]] = [[] for _ in self.order]
        for place, depth in last.items():
            closing[depth].append(place)
        return closing

    def run(self) -> _Search:
        """Search; `is_finished` says whether the plan is proven."""
        if len(self.order) > MAX_GROUPS or not all(self.bundles):
            self.is_finished = False
            return self
        # prices times what is used cancel against what is left: worth so far + best of the rest
        self._visit(0, sum(price * left for price, left in zip(self.price, self.left, strict=True)), 0.0, 0.0)
        self.is_finished = self.is_finished and bool(self.kept or not self.told_apart)
        return self

    def plan(self) -> Ints:
        """(n,) options of the best plan."""
        if not self.kept:
            return self.state.choice
        return np.array([option for bundle in self.kept for option in bundle.options], np.int64)

    def _visit(self, depth: int, reduced: float, worth: float, now: float) -> None:
        """Decide the group at this depth and all after it; `reduced` holds the prices of all places too."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.is_finished = False
            return
        if depth == len(self.order):
            self._keep(worth, now)
            return
        group, left = self.order[depth], self.left
        for bundle in self.bundles[group]:
            if reduced + bundle.reduced + self.rest[depth + 1] < self.worth + self.slack:
                return  # the bundles that follow are no better
            for place, n in bundle.use:
                if left[place] < n:
                    break
            else:
                for place, n in bundle.use:
                    left[place] -= n
                # what nobody after this group can use is paid for in vain
                gained = reduced + bundle.reduced
                for place in self.closing[depth]:
                    gained -= self.price[place] * left[place]
                if gained + self.rest[depth + 1] >= self.worth + self.slack:
                    self.chosen[group] = bundle
                    self._visit(depth + 1, gained, worth + bundle.worth, now + bundle.now)
                for place, n in bundle.use:
                    left[place] += n
                if not self.is_finished:
                    return

    def _keep(self, worth: float, now: float) -> None:
        """Keep the plan chosen where it is better."""
        if worth <= self.worth + TOLERANCE:
            if not self.told_apart or worth < self.worth - TOLERANCE or now < self.now - TOLERANCE:
                return
            if now <= self.now + TOLERANCE and not [b.rank for b in self.chosen] < [b.rank for b in self.kept]:
                return
        self.kept, self.worth, self.now = self.chosen.copy(), worth, now


def _by_highs(problem: Problem, state: Relaxed, bundles: list[list[_Bundle]], search: _Search) -> tuple[Ints, float]:
    """One bundle a group as a mixed-integer programme."""
    best = search.plan() if search.worth > state.worth else state.choice
    worth = problem.worth(best)
    flat = [bundle for of in bundles for bundle in of]
    group = np.repeat(np.arange(len(bundles)), [len(of) for of in bundles])
    cells = [(place, column, n) for column, bundle in enumerate(flat) for place, n in bundle.use]
    one = coo_array((np.ones(len(flat)), (group, np.arange(len(flat)))), shape=(len(bundles), len(flat)))
    limits = [LinearConstraint(one.tocsr(), 1, 1)]
    if cells:
        place, column, n = (np.array(part) for part in zip(*cells, strict=True))
        room = np.concatenate([problem.capacity, problem.weeks])
        limits.append(LinearConstraint(coo_array((n, (place, column)), shape=(len(room), len(flat))).tocsr(), 0, room))
    solved = milp(
        -np.array([bundle.worth for bundle in flat]),
        constraints=limits,
        integrality=np.ones(len(flat)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "node_limit": MIP_NODES},
    )
    if solved.x is not None:
        picked = [flat[column].options for column in np.flatnonzero(solved.x > 0.5)]
        plan = np.array([option for options in picked for option in options], np.int64)
        if len(plan) == len(best) and problem.is_feasible(plan) and problem.worth(plan) > worth:
            best, worth = plan, problem.worth(plan)
    dual = getattr(solved, "mip_dual_bound", None)
    bound = state.bound if dual is None else min(state.bound, -float(dual) + MIP_TOLERANCE)
    return best, max(bound, worth)
