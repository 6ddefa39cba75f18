"""Who talks with whom: a greedy plan on the true expected number of completed stacks, then exchanges.

A stack counts only when all its missing households are talked to, so that no single conversation has a gain of its
own: the plan grows by whole **bundles**, the conversations that one stack still lacks.
"""

from __future__ import annotations

from collections.abc import Sequence

from socialgraph.assignment.exchange import exchange
from socialgraph.assignment.greedy import Bundle, Chances, Plan, by_gain, by_gain_per_conversation, grow


def greedy_plan(chances: Chances, capacity: Sequence[int], stacks: Sequence[Sequence[int]]) -> Bundle:
    """Household → intermediary, for as many expected completed stacks as greedy steps and exchanges find.

    Bundles are taken by their gain, and in a second try by gain per conversation; the better plan is then improved by
    exchanging intermediaries, by giving up single conversations for others and by making room for stacks left out,
    until nothing gains. Equal gains: the lower stack
    index, then the order of `chances`; the result does not depend on anything else.

    Guaranteed: capacities hold, nobody is talked to for nothing, and the plan is worth at least the best single
    stack. Not guaranteed: the optimum (the problem contains set packing). Gains of a bundle count all stacks that it
    finishes.
    """
    reachable = [
        stack
        for stack, households in enumerate(stacks)
        if households and all(household in chances.of_household for household in households)
    ]
    started: list[Plan] = []
    for value in (by_gain, by_gain_per_conversation):
        plan = Plan(chances, list(capacity), stacks)
        grow(plan, reachable, value)
        started.append(plan)
    best = max(started, key=lambda plan: plan.worth(reachable))  # the first of equals
    exchange(best, reachable)
    _drop_idle(best)
    return dict(sorted(best.person_of.items()))


def _drop_idle(plan: Plan) -> None:
    """Nobody is talked to where no stack gains by it."""
    for household in sorted(plan.person_of):
        if plan.worth(plan.stacks_of.get(household, ())) <= 0:
            plan.release(household)
