"""The inner loops of the assignment: the best conversations of one group of stacks at given prices.

A **group** is a set of households that stacks tie together; its bundle says for each household which option is taken
(an index into the options, -1 for none). Options of a household stand best first. The worth of a bundle is
:math:`\\sum_s w_s \\prod_{h \\in s} v_h` less the prices paid, v the household's chance with its option, without
one `idle`. All bundles are searched depth first; a branch is cut when even the best chances of the rest, free of
charge, could not beat what was found.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import Bools, Floats, Ints
from socialgraph.kernels.jit import njit
from socialgraph.kernels.records import GroupedOptions

ROUNDING = 1e-13  # smaller differences of worth are rounding


class Scratch(NamedTuple):
    """Work space of `search`, s the households of the largest group.

    Attributes
    ----------
    kept, n_kept : (s, options + 1) and (s + 1,), the options looked at of each household, and how many.
    at : (s + 1,) which of them each household has on the branch that is looked at.
    spent : (s + 1,) prices paid so far on it.
    product, rest : (s + 1, stacks), chances of each stack: so far on it, and of the best that may follow.
    best : (households,) the best bundle found, of every group that was searched.
    """

    kept: NDArray[np.int64]
    n_kept: NDArray[np.int64]
    at: NDArray[np.int64]
    spent: NDArray[np.float64]
    product: NDArray[np.float64]
    rest: NDArray[np.float64]
    best: NDArray[np.int64]


@njit
def new_scratch(shape: Ints, n_households: int) -> Scratch:
    """Work space for groups of that size.

    Parameters
    ----------
    shape : households, stacks and options of the largest group and household.
    n_households : of all groups together.

    Returns
    -------
    Scratch
        Nobody talks with anybody in `best`.
    """
    size, n_stacks = shape[0], shape[1]
    return Scratch(
        np.zeros((size, shape[2] + 1), np.int64),
        np.zeros(size + 1, np.int64),
        np.zeros(size + 1, np.int64),
        np.zeros(size + 1, np.float64),
        np.zeros((size + 1, n_stacks), np.float64),
        np.zeros((size + 1, n_stacks), np.float64),
        np.full(n_households, -1, np.int64),
    )


@njit
def search(
    group: int,
    options: GroupedOptions,
    price: Floats,
    extra: Floats,
    left: Ints,
    may: Bools,
    is_limited: bool,
    limit: int,
    scratch: Scratch,
) -> tuple[float, float]:
    """The best bundle of one group into `best`; its worth less prices, and a bound on it (the same when proven).

    `left` are places of each person and `may` who may be talked with at all; both count only if `is_limited`.

    Parameters
    ----------
    group : which one.
    options : what may be chosen, by group.
    price : (persons,) price of a place.
    extra : (households,) price of a conversation beyond its person.
    left : (persons,) places left, work space.
    may : (pairs,) whether it may be chosen.
    is_limited : whether capacities count.
    limit : how many bundles a group may have.
    scratch : work space; the best bundle is written to its `best`.

    Returns
    -------
    worth : float
        In expected stacks less prices, of the bundle written to `scratch.best`; -inf where no bundle is feasible.
    bound : float
        No bundle of the group is worth more; the same number where the search came to its end, at least that where
        `limit` stopped it.

    References
    ----------
    Land & Doig (1960), Econometrica 28(3), 497-520: branch and bound.
    """
    group_starts, group_stacks, stack_weight = options.group_starts, options.group_stacks, options.stack_weight
    of_household, stacks_of, fixed = options.of_household, options.stacks_of, options.fixed
    starts, person, value, idle = options.starts, options.person, options.value, options.idle
    kept, n_kept, at, best = scratch.kept, scratch.n_kept, scratch.at, scratch.best
    spent, product, rest = scratch.spent, scratch.product, scratch.rest
    low, high = group_starts[group], group_starts[group + 1]
    first_stack, end_stack = group_stacks[group], group_stacks[group + 1]
    size, n_stacks = high - low, end_stack - first_stack
    for s in range(n_stacks):
        product[0, s] = 1.0
        rest[size, s] = 1.0
    for d in range(size - 1, -1, -1):
        h = low + d
        n, cheapest, top = 0, np.inf, 0.0
        for o in range(starts[h], starts[h + 1]):
            if fixed[h] >= 0 and o != fixed[h]:
                continue
            if is_limited and (left[person[o]] <= 0 or not may[h]):
                continue
            cost = price[person[o]] + extra[h]
            # free of limits, an option that costs no less than a better one is never taken
            if not is_limited and cost >= cheapest:
                continue
            cheapest = min(cheapest, cost)
            kept[d, n] = o
            n += 1
            top = max(top, value[o])
        if (fixed[h] < 0 or n == 0) and (is_limited or cheapest > 0.0):
            kept[d, n] = -1
            n += 1
            top = max(top, idle[h])
        n_kept[d] = n
        for s in range(n_stacks):
            rest[d, s] = rest[d + 1, s]
        for e in range(of_household[h], of_household[h + 1]):
            rest[d, stacks_of[e] - first_stack] *= top
    root = 0.0
    for s in range(n_stacks):
        root += stack_weight[first_stack + s] * rest[0, s]
    best_worth, depth, n_nodes = -np.inf, 0, 0
    at[0] = -1
    spent[0] = 0.0
    while depth >= 0:
        if depth == size:
            total = -spent[depth]
            for s in range(n_stacks):
                total += stack_weight[first_stack + s] * product[depth, s]
            if total > best_worth + ROUNDING:
                best_worth = total
                for d in range(size):
                    best[low + d] = kept[d, at[d]]
            depth -= 1
            continue
        h = low + depth
        at[depth] += 1
        if at[depth] >= n_kept[depth]:
            depth -= 1
            continue
        n_nodes += 1
        if n_nodes > limit:
            return best_worth, max(best_worth, root)
        o = kept[depth, at[depth]]
        if o >= 0 and is_limited:
            asked = 0
            for d in range(depth):
                other = kept[d, at[d]]
                if other >= 0 and person[other] == person[o]:
                    asked += 1
            if asked >= left[person[o]]:
                continue
        chance = value[o] if o >= 0 else idle[h]
        spent[depth + 1] = spent[depth] + (price[person[o]] + extra[h] if o >= 0 else 0.0)
        for s in range(n_stacks):
            product[depth + 1, s] = product[depth, s]
        for e in range(of_household[h], of_household[h + 1]):
            product[depth + 1, stacks_of[e] - first_stack] *= chance
        hope = -spent[depth + 1]
        for s in range(n_stacks):
            hope += stack_weight[first_stack + s] * product[depth + 1, s] * rest[depth + 1, s]
        if hope <= best_worth + ROUNDING:
            continue
        depth += 1
        if depth < size:
            at[depth] = -1
    return best_worth, best_worth


@njit
def relaxed_bundles(
    groups: Ints,
    options: GroupedOptions,
    price: Floats,
    extra: Floats,
    shape: Ints,
    limit: int,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Each group for itself at these prices, places without limit: (bound a group), and (options) of its households.

    `shape`: households, stacks and options of the largest group and household.

    Parameters
    ----------
    groups : which ones.
    options, price, extra : as in `search`.
    shape : sizes.
    limit : how many bundles a group may have.

    Returns
    -------
    bounds : (groups,) float64
        Worth less prices, in expected stacks.
    chosen : (households of these groups,) int64
        Options, -1 for nobody, group after group.
    """
    group_starts = options.group_starts
    scratch = new_scratch(shape, len(options.starts) - 1)
    best = scratch.best
    bounds = np.zeros(len(groups), np.float64)
    n_chosen = 0
    for g in range(len(groups)):
        n_chosen += group_starts[groups[g] + 1] - group_starts[groups[g]]
    chosen = np.zeros(n_chosen, np.int64)
    left, may = np.zeros(1, np.int64), np.zeros(1, np.bool_)
    place = 0
    for g in range(len(groups)):
        group = groups[g]
        _, bounds[g] = search(group, options, price, extra, left, may, False, limit, scratch)
        for h in range(group_starts[group], group_starts[group + 1]):
            chosen[place] = best[h]
            place += 1
    return bounds, chosen


@njit
def feasible_bundles(
    order: Ints,
    options: GroupedOptions,
    price: Floats,
    extra: Floats,
    shape: Ints,
    limit: int,
    now: Ints,
    capacity: Ints,
    release: Ints,
    weeks: Ints,
) -> NDArray[np.int64]:
    """Groups of `order` one after the other get their best bundle within the places left at these prices.

    A group gives its present bundle (`now`) back first, and keeps it unless the new one is worth more: at price 0 a
    plan never becomes worse. `weeks[w]` is how many conversations may be held from week w on, `release` the first
    week of each household.

    Parameters
    ----------
    order : (groups,) which comes first.
    options, price, extra : as in `search`.
    shape : sizes.
    limit : how many bundles a group may have.
    now : (households,) the choice so far.
    capacity : (persons,) places left.
    release : (groups,) places given back.
    weeks : (weeks,) conversations that may be held from each on.

    Returns
    -------
    (households,) int64
        The option of each, -1 for none; a new array, feasible where `now` is, and worth no less at price 0.
    """
    group_starts, group_stacks, stack_weight = options.group_starts, options.group_stacks, options.stack_weight
    of_household, stacks_of = options.of_household, options.stacks_of
    person, value, idle = options.person, options.value, options.idle
    scratch = new_scratch(shape, len(options.starts) - 1)
    best, product = scratch.best, scratch.product
    plan = np.zeros(len(now), np.int64)
    may = np.ones(len(now), np.bool_)
    left = np.zeros(len(capacity), np.int64)
    evenings = np.zeros(len(weeks), np.int64)
    for i in range(len(capacity)):
        left[i] = capacity[i]
    for w in range(len(weeks)):
        evenings[w] = weeks[w]
    for h in range(len(now)):
        plan[h] = now[h]
        if now[h] >= 0:
            left[person[now[h]]] -= 1
            for w in range(min(release[h] + 1, len(weeks))):
                evenings[w] -= 1
    for g in range(len(order)):
        group = order[g]
        low, high = group_starts[group], group_starts[group + 1]
        before = 0.0
        for h in range(low, high):
            if plan[h] >= 0:
                left[person[plan[h]]] += 1
                before -= price[person[plan[h]]] + extra[h]
                for w in range(min(release[h] + 1, len(weeks))):
                    evenings[w] += 1
        for s in range(group_stacks[group], group_stacks[group + 1]):
            product[0, s - group_stacks[group]] = stack_weight[s]
        for h in range(low, high):
            chance = value[plan[h]] if plan[h] >= 0 else idle[h]
            for e in range(of_household[h], of_household[h + 1]):
                product[0, stacks_of[e] - group_stacks[group]] *= chance
        for s in range(group_stacks[group + 1] - group_stacks[group]):
            before += product[0, s]
        for h in range(low, high):
            best[h] = -1
            may[h] = True
            for w in range(min(release[h] + 1, len(weeks))):
                may[h] = may[h] and evenings[w] > 0
        worth, _ = search(group, options, price, extra, left, may, True, limit, scratch)
        fits = worth > before + ROUNDING
        for w in range(len(weeks)):
            n_late = 0
            for h in range(low, high):
                if best[h] >= 0 and release[h] >= w:
                    n_late += 1
            fits = fits and n_late <= evenings[w]
        for h in range(low, high):
            if fits:
                plan[h] = best[h]
            if plan[h] >= 0:
                left[person[plan[h]]] -= 1
                for w in range(min(release[h] + 1, len(weeks))):
                    evenings[w] -= 1
    return plan
