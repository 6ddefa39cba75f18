"""Lagrangian relaxation: places get prices, each group of stacks is planned for itself, which bounds every plan.

For prices λ ≥ 0 the sum over groups of their best worth less prices, plus Σ λ · places, is at least the worth of any
plan that keeps to the places (Geoffrion 1974). The prices are lowered and raised by subgradient steps that shrink
geometrically (Shor 1985, ch. 2); plans within the places are made of the same prices on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from socialgraph.arrays.types import Floats, Ints
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.kernels import bundles
from socialgraph.kernels.jit import as_lists, in_blocks

NODES_A_GROUP = 20_000  # bundles of one group looked at; past that its bound is the free one
ROUNDS = 150
# measured on 60,000 households and 30,000 people: within 0.2 % of the best bound after 20 rounds, 0.01 % after 60
FIRST_STEP, DECAY = 0.1, 0.95  # of a stack; a round later a little less
MOST_OVER = 5.0  # a person wanted ten times too often gets no dearer than one wanted so much too often
THREADED_GROUPS = 5_000
PLAN_EVERY = 10  # rounds between plans made of the prices
TOLERANCE = 1e-9


@dataclass
class Relaxed:
    """The best bound found, the prices that gave it, and the best plan met on the way.

    Attributes
    ----------
    bound, worth : of all groups together; `choice` is the plan that is worth `worth`.
    price : (p + w,) of a person's place, then of an evening from week w on.
    group_bound : (groups,) each group's best worth less prices, at these prices.
    """

    bound: float
    price: Floats
    group_bound: Floats
    choice: Ints
    worth: float

    @property
    def is_proven(self) -> bool:
        """Whether no plan can be better."""
        return self.bound <= self.worth + TOLERANCE


def relaxed(problem: Problem, rounds: int, is_enough: Callable[[Relaxed], bool]) -> Relaxed:
    """Bound and plan of a problem, after at most so many rounds; `is_enough` may end it earlier.

    Complexity: a round looks at every group once, at its bundles only as far as their bound allows.

    Parameters
    ----------
    problem : chances, places and stacks.
    rounds : how many rounds at the most.
    is_enough : whether the search may end.

    Returns
    -------
    Relaxed
        `worth` ≤ `bound`, both in expected stacks; `choice` is feasible. With 0 rounds the bound is infinite.

    References
    ----------
    Geoffrion (1974), Mathematical Programming Study 2, 82-114: the bound.
    Shor (1985), Minimization Methods for Non-Differentiable Functions, ch. 2: the steps.
    """
    places = np.concatenate([problem.capacity, problem.weeks]).astype(np.float64)
    price = np.zeros(len(places))
    plan = improved(problem, problem.nobody(), price, np.arange(problem.n_groups))
    state = Relaxed(np.inf, price, np.zeros(problem.n_groups), plan, problem.worth(plan))
    step = FIRST_STEP * float(problem.weight.mean())
    # one person more or less counts less where there are many places
    scale = step / np.concatenate([np.sqrt(np.maximum(problem.capacity, 1)), np.maximum(problem.weeks, 1)])
    direction = np.zeros(len(places))
    for turn in range(rounds):
        group_bound, choice = free_bundles(problem, price)
        bound = float(group_bound.sum() + (price * places).sum())  # no BLAS: its threads cost more, and round otherwise
        if bound < state.bound:
            state.bound, state.price, state.group_bound = bound, price, group_bound
        if turn % PLAN_EVERY == 0:
            _keep_better(problem, state, choice, price)
        if state.is_proven or is_enough(state):
            break
        over = np.clip(np.concatenate([problem.used(choice), problem.late(choice)]) - places, -MOST_OVER, MOST_OVER)
        direction = (direction + over) / 2
        direction[(price <= 0) & (direction < 0)] = 0.0
        price = np.maximum(price + scale * DECAY**turn * direction, 0.0)
    _, choice = free_bundles(problem, state.price)
    _keep_better(problem, state, choice, state.price)
    return state


def free_bundles(problem: Problem, price: Floats) -> tuple[Floats, Ints]:
    """Each group's bound at these prices, places without limit, and the options (n,) that give it.

    Parameters
    ----------
    problem : whose groups are planned.
    price : (persons + weeks,) prices of places, then of evenings.

    Returns
    -------
    bounds : (groups,) float64
        Worth less prices, in expected stacks; at least 0 where nobody is promised.
    options : (n,) int64
        -1 for nobody; together they may take more places than there are.
    """
    arrays = (
        problem.options,
        price[: len(problem.people)],
        evening_price(problem, price),
        problem.shape,
        NODES_A_GROUP,
    )
    groups = np.arange(problem.n_groups)
    if problem.n_groups < THREADED_GROUPS:  # starting threads would cost more than they give
        run = bundles.relaxed_bundles.for_steps(_steps(problem))
        if run is not bundles.relaxed_bundles.plain:
            bounds, options = run(groups, *arrays)
            return bounds, options
    blocks = in_blocks(bundles.relaxed_bundles, _steps(problem), (groups,), arrays)
    if not blocks:
        return np.zeros(0), np.zeros(0, np.int64)
    return np.concatenate([block[0] for block in blocks]), np.concatenate([block[1] for block in blocks])


def improved(problem: Problem, plan: Ints, price: Floats, order: Ints) -> Ints:
    """The plan after each group of `order` took its best bundle within the places left, at these prices.

    Parameters
    ----------
    problem : chances, places and stacks.
    plan : who talks with whom.
    price : (persons,) price of a place.
    order : (groups,) which comes first.

    Returns
    -------
    (n,) int64
        Options, -1 for nobody; feasible where `plan` is. What was promised stays.
    """
    n_people = len(problem.people)
    arguments = (
        *(order, problem.options, price[:n_people], evening_price(problem, price), problem.shape, NODES_A_GROUP),
        *(plan, problem.capacity, problem.release, problem.weeks),
    )
    run = bundles.feasible_bundles.for_steps(_steps(problem))
    if run is bundles.feasible_bundles.plain:
        arguments = tuple(as_lists(value) for value in arguments)
    return np.asarray(run(*arguments), np.int64)


def _steps(problem: Problem) -> int:
    """About how many inner steps the rounds take together: the kernels are called once a round."""
    return ROUNDS * (len(problem.person) + len(problem.households))


def evening_price(problem: Problem, price: Floats) -> Floats:
    """(n,) what an evening costs each household: the prices of all weeks up to its first.

    Parameters
    ----------
    problem : its weeks, and the first week of each household.
    price : as in `free_bundles`.

    Returns
    -------
    (n,) float64
        In expected stacks, at least 0; all 0 where evenings are without limit.
    """
    weeks = np.concatenate([[0.0], np.cumsum(price[len(problem.people) :])])
    return np.asarray(weeks[np.minimum(problem.release + 1, len(problem.weeks))], np.float64)


def _keep_better(problem: Problem, state: Relaxed, choice: Ints, price: Floats) -> None:
    """Make the free choice feasible: groups that gain most at these prices choose first, then all once more."""
    gain = problem.group_values(choice) - problem.group_values(problem.nobody())
    n_talks = np.bincount(problem.group_of, choice >= 0, problem.n_groups)
    order = np.lexsort((-gain / np.maximum(n_talks, 1), n_talks == 0))
    plan = improved(problem, problem.nobody(), price, order)
    free = np.zeros(len(price))
    for _ in range(2):
        plan = improved(problem, plan, free, order)
    worth = problem.worth(plan)
    if worth > state.worth + TOLERANCE / 10:
        state.choice, state.worth = plan, worth
