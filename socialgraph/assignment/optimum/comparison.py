"""Other ways to plan, to be compared with: greedy bundles, and the linear surrogate that ignores the product."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from socialgraph.arrays.types import Ints
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.assignment.optimum.relaxation import improved


def greedy_choice(problem: Problem) -> Ints:
    """Group after group its best bundle within the places left, those first that gain most when alone.

    Parameters
    ----------
    problem : places and weeks are kept to.

    Returns
    -------
    (n,) int64
        The option of each household of the problem, -1 for nobody; always feasible.
    """
    nobody, price = problem.nobody(), np.zeros(len(problem.people) + len(problem.weeks))
    alone = problem.group_values(_alone(problem)) - problem.group_values(nobody)
    return improved(problem, nobody, price, np.argsort(-alone, kind="stable"))


def _alone(problem: Problem) -> Ints:
    """Everybody with the best of their own options."""
    first = problem.starts[:-1]
    return np.where(np.diff(problem.starts) > 0, first, -1).astype(np.int64)


def linear_choice(problem: Problem) -> Ints:
    """The min-cost flow that maximises the sum of q, as if every conversation had a worth of its own.

    The programme's matrix is totally unimodular without evenings, so its vertices are whole.

    Parameters
    ----------
    problem : chances, places and stacks.

    Returns
    -------
    (households,) int64
        The option of each, -1 for none; within places and evenings. It is a yardstick: what it maximises, Σ q, is not
        the expected number of stacks.

    References
    ----------
    Hoffman & Kruskal (1956), in Linear Inequalities and Related Systems, 223-246: vertices of such a programme are
    whole.
    """
    n_options, n = len(problem.person), len(problem.households)
    if n_options == 0:
        return problem.nobody()
    option = np.arange(n_options)
    rows = [problem.owner, n + problem.person]
    limits = [np.ones(n), problem.capacity.astype(float)]
    columns = [option, option]
    for week in range(len(problem.weeks)):
        late = np.flatnonzero(problem.release[problem.owner] >= week)
        rows.append(np.full(len(late), n + len(problem.people) + week))
        columns.append(late)
        limits.append(problem.weeks[week : week + 1].astype(float))
    row, column = np.concatenate(rows), np.concatenate(columns)
    room = np.concatenate(limits)
    matrix = coo_array((np.ones(len(row)), (row, column)), shape=(len(room), n_options)).tocsr()
    solved = linprog(-problem.q, A_ub=matrix, b_ub=room, bounds=(0, 1), method="highs-ds")
    choice = problem.nobody()
    taken = np.flatnonzero(solved.x > 0.5)
    choice[problem.owner[taken]] = taken
    return choice


def random_choice(problem: Problem, rng: np.random.Generator) -> Ints:
    """Households in random order, each with a random one of those who have a place left.

    Parameters
    ----------
    problem : chances, places and stacks.
    rng : source of randomness.

    Returns
    -------
    (households,) int64
        The option of each, within the places (evenings are not looked at); -1 where nobody has a place left.
    """
    left, choice = problem.capacity.copy(), problem.nobody()
    for h in rng.permutation(len(problem.households)).tolist():
        options = np.arange(problem.starts[h], problem.starts[h + 1])
        options = options[left[problem.person[options]] > 0]
        if len(options):
            choice[h] = rng.choice(options)
            left[problem.person[choice[h]]] -= 1
    return choice
