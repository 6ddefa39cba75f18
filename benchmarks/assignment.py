"""The assignment at size: this package beside greedy bundles, the linear surrogate and chance, with a proven bound.

    python benchmarks/assignment.py --households 60000 --people 30000 --capacity 1 5

Streets of stacks of six flats in a row, 6 % of flats with a missing key, on average four people a household trusts
among those who live near, q from a Beta(1.5, 3) cut at .1; c of the next steps .02, .03 or .05. Each stack stands for
two risers of the same flats. `gap` is (bound - figure)/bound; seconds are those of the optimisation, kernels loaded.
With `--town FILE` (a saved snapshot, see benchmarks/network.py) the whole `assign` of that town is timed instead, from
the snapshot in memory to the table: that share of words that are no consent which `--settle` says become `signed`, and
everybody who offered to help has each of the places of `--capacity`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.assignment.optimum.comparison import greedy_choice, linear_choice, random_choice
from socialgraph.assignment.optimum.groups import problem_of
from socialgraph.assignment.optimum.pairs import Pairs
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.assignment.optimum.solve import Solution, solve, without_idle_talks

if TYPE_CHECKING:
    from socialgraph.town.snapshot import Town

AS_OF = dt.date(2026, 11, 25)
FLATS, MISSING_SHARE, TRUSTED, REACH = 6, 0.06, 4.0, 400 / 30_000
LEAST_Q, MOST_Q = 0.1, 0.95


def street(households: int, people: int, capacity: int, seed: int = 0) -> Problem:
    """About so many households with a missing key, in stacks along a street with so many people."""
    rng = np.random.default_rng(seed)
    size = rng.binomial(FLATS, MISSING_SHARE, int(households / (FLATS * MISSING_SHARE)))
    size = size[size > 0]
    stack = np.repeat(np.arange(len(size)), size)
    home = np.repeat(np.arange(len(stack)), rng.poisson(TRUSTED, len(stack)))
    place = stack[home] / len(size) * people
    person = (place + rng.normal(0, REACH * people, len(home))).astype(np.int64) % people
    q = np.clip(rng.beta(1.5, 3, len(home)), LEAST_Q, MOST_Q)
    order = np.lexsort((person, -q, home))
    _, first = np.unique((home * people + person)[order], return_index=True)
    order = order[np.sort(first)]
    missing = Csr.of_pairs(np.r_[stack, stack + len(size)], np.tile(np.arange(len(stack)), 2), 2 * len(size))
    idle = rng.choice([0.02, 0.03, 0.05], len(stack))
    pairs = Pairs(home[order].astype(np.int64), person[order], q[order])
    return problem_of(missing, idle, pairs, np.full(people, capacity, np.int64))


def timed(work: Callable[[], NDArray[np.int64] | Solution]) -> tuple[float, NDArray[np.int64] | Solution]:
    """Seconds and result."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def compare(households: int, people: int, capacity: int) -> None:
    """One table of the four methods."""
    solve(street(3_000, 1_500, 1))  # loads the kernels
    problem = street(households, people, capacity)
    seconds, solution = timed(lambda: solve(problem))
    assert isinstance(solution, Solution)
    rng = np.random.default_rng(1)
    rows = [("socialgraph", seconds, solution.worth)]
    for name, method in (
        ("greedy", lambda: greedy_choice(problem)),
        ("linear", lambda: linear_choice(problem)),
        ("random", lambda: random_choice(problem, rng)),
    ):
        took, choice = timed(method)
        assert not isinstance(choice, Solution)
        rows.append((name, took, problem.worth(without_idle_talks(problem, choice))))
    for name, took, worth in rows:
        gap = (solution.bound - worth) / solution.bound
        print(f"{len(problem.households):9} {people:7} {capacity:8}  {name:12} {took:8.2f} {worth:10.1f} {gap:8.4f}")


def settled(town: Town, share: float, capacity: int) -> Town:
    """The town with a share of its other words made consents, and so many places for everybody."""
    signed = town.codes.stances.index("signed")
    consents = np.isin(town.stances.stance, [signed, town.codes.stances.index("verbal")])
    drawn = np.random.default_rng(1).random(town.n_households)[town.stances.household] < share
    stance = np.where(~consents & drawn, signed, town.stances.stance).astype(np.int8)
    people = town.tables["people"]
    tables = {**town.tables, "people": people.assign(capacity=np.full(len(people), capacity, np.int64))}
    return replace(town, stances=replace(town.stances, stance=stance), tables=tables)


def whole_town(path: str, share: float, capacities: list[int]) -> None:
    """`assign` of a saved town for each number of places; the kernels are loaded by a first one."""
    for capacity in [capacities[0], *capacities]:
        time_town(path, share, capacity)


def time_town(path: str, share: float, capacity: int) -> None:
    """`assign` of a saved town, from the snapshot in memory to its table."""
    from socialgraph.assignment.plan import assign
    from socialgraph.assignment.tables import assignment_table
    from socialgraph.schema.policy import Policy
    from socialgraph.town.file import load_town

    town = settled(load_town(path), share, capacity)
    begin, cpu = time.perf_counter(), time.process_time()
    plan = assign(town, as_of=AS_OF, policy=Policy(), today=AS_OF)
    planned = time.perf_counter() - begin
    table = assignment_table(plan)
    seconds, worked = time.perf_counter() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    network = plan.setting.network
    print(
        f"capacity {capacity}: {town.n_households} households, {int(network.readiness.unresolved.sum())} "
        f"unresolved, {int(network.eligible.sum())} eligible, {len(plan.setting.pairs.q)} pairs, "
        f"{len(plan.primary)} talks: {planned:.1f} s, with the table of {len(table)} rows {seconds:.1f} s "
        f"({worked:.1f} s of processor), {peak:.0f} MB, gap {plan.gap:.5f}",
        flush=True,
    )


def main() -> None:
    """Run what the options say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--households", type=int, default=60_000)
    parser.add_argument("--people", type=int, default=30_000)
    parser.add_argument("--capacity", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--town", metavar="FILE", help="a saved snapshot")
    parser.add_argument("--settle", type=float, default=0.0, metavar="SHARE", help="of its other words become consents")
    options = parser.parse_args()
    if options.town:
        whole_town(options.town, options.settle, options.capacity)
        return
    print(f"{'households':>9} {'people':>7} {'capacity':>8}  {'method':12} {'seconds':>8} {'stacks':>10} {'gap':>8}")
    for capacity in options.capacity:
        compare(options.households, options.people, capacity)


if __name__ == "__main__":
    main()
