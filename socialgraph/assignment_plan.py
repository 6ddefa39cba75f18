"""Who talks with whom: a greedy plan on the true expected number of completed stacks, then exchanges.

A stack counts only when all its missing households are talked to, so that no single conversation has a gain of its
own: the plan grows by whole **bundles**, the conversations that one stack still lacks.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Bundle = dict[int, int]  # household → intermediary
_LEAST_GAIN = 1e-12  # smaller differences are rounding
_MAX_TRIALS = 3000  # exchanges tried in all; a plan for a street is done long before
_MAX_WORK = 2_000_000  # trials times stacks


@dataclass(frozen=True)
class Chances:
    """Who could talk with whom, and with what success: q in (0, 1] by household and intermediary.

    Intermediaries of a household stand best first, equal ones in the order given (the rank of `suggest`).
    """

    of_household: dict[int, dict[int, float]]

    @classmethod
    def of_rows(cls, households: Iterable[int], people: Iterable[int], success: Iterable[float]) -> Chances:
        """From one row a pair, in order of rank; a chance of 0 is none."""
        found: dict[int, dict[int, float]] = {}
        for household, person, q in zip(households, people, success, strict=True):
            if q > 0:
                found.setdefault(household, {})[person] = q
        ordered = {h: dict(sorted(of.items(), key=lambda pair: -pair[1])) for h, of in found.items()}
        return cls(ordered)

    @classmethod
    def of_matrix(cls, success: NDArray[np.float64]) -> Chances:
        """From (intermediaries, households), 0 where they don't know each other."""
        household, person = np.nonzero(success.T)
        return cls.of_rows(household.tolist(), person.tolist(), success.T[household, person].tolist())


@dataclass
class Plan:
    """Conversations planned so far, the places left, and each stack's chance.

    `stacks` are the households each stack still waits for; a stack waiting for somebody whom nobody can talk with is
    worth nothing whatever is planned.
    """

    chances: Chances
    capacity: list[int]
    stacks: Sequence[Sequence[int]]
    person_of: Bundle = field(default_factory=dict)
    stacks_of: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.capacity = list(self.capacity)
        if not self.stacks_of:
            for stack, households in enumerate(self.stacks):
                for household in households:
                    self.stacks_of.setdefault(household, []).append(stack)

    def copy(self) -> Plan:
        """Another plan to try something on."""
        return Plan(self.chances, self.capacity, self.stacks, dict(self.person_of), self.stacks_of)

    def success(self, household: int) -> float:
        """q of the conversation planned with a household; 0 without one."""
        person = self.person_of.get(household)
        return 0.0 if person is None else self.chances.of_household[household][person]

    def worth(self, stacks: Iterable[int]) -> float:
        """Expected number completed of these stacks."""
        return math.fsum(math.prod(map(self.success, self.stacks[stack])) for stack in stacks)

    def touched(self, households: Iterable[int]) -> list[int]:
        """The stacks that wait for any of these households."""
        return sorted({stack for household in households for stack in self.stacks_of.get(household, ())})

    def assign(self, bundle: Bundle) -> None:
        """Plan these conversations."""
        for household, person in bundle.items():
            self.release(household)
            self.person_of[household] = person
            self.capacity[person] -= 1

    def release(self, household: int) -> None:
        """Plan no conversation with this household."""
        person = self.person_of.pop(household, None)
        if person is not None:
            self.capacity[person] += 1

    def bundle(self, stack: int) -> Bundle | None:
        """The conversations that the stack still lacks, with the greatest product of success within the places left.

        None where somebody in it can't be talked with. Exact: cheapest augmenting paths on −log q (Jewell 1958).
        """
        lacking = [household for household in self.stacks[stack] if household not in self.person_of]
        costs = {h: {i: -math.log(q) for i, q in self._free(h)} for h in lacking}
        taken: Bundle = {}
        for household in lacking:
            if not _augment(household, costs, self.capacity, taken):
                return None
        return taken

    def _free(self, household: int) -> list[tuple[int, float]]:
        of = self.chances.of_household.get(household, {})
        return [(person, q) for person, q in of.items() if self.capacity[person] > 0]

    def gain(self, bundle: Bundle) -> float:
        """What a bundle adds to the expected number of completed stacks."""
        stacks = self.touched(bundle)
        before = self.worth(stacks)
        self.assign(bundle)
        gained = self.worth(stacks) - before
        for household in bundle:
            self.release(household)
        return gained


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
    for value in (_by_gain, _by_gain_per_conversation):
        plan = Plan(chances, list(capacity), stacks)
        _grow(plan, reachable, value)
        started.append(plan)
    best = max(started, key=lambda plan: plan.worth(reachable))  # the first of equals
    _exchange(best, reachable)
    _drop_idle(best)
    return dict(sorted(best.person_of.items()))


def _by_gain(gain: float, conversations: int) -> float:
    return gain


def _by_gain_per_conversation(gain: float, conversations: int) -> float:
    return gain / max(conversations, 1)


def _grow(plan: Plan, stacks: Iterable[int], value: Callable[[float, int], float]) -> None:
    """Take the bundle of greatest value again and again; values that may have changed are worked out anew."""
    heap: list[tuple[float, int, int]] = []
    version: dict[int, int] = {}
    users: dict[int, set[int]] = {}  # who waits for whose places

    def consider(stack: int) -> None:
        version[stack] = version.get(stack, 0) + 1
        bundle = plan.bundle(stack)
        if bundle:
            for person in bundle.values():
                users.setdefault(person, set()).add(stack)
            gain = plan.gain(bundle)
            if gain > _LEAST_GAIN:
                heapq.heappush(heap, (-value(gain, len(bundle)), stack, version[stack]))

    for stack in stacks:
        consider(stack)
    wanted = set(version)
    while heap:
        _, stack, seen = heapq.heappop(heap)
        if seen != version[stack]:
            continue
        bundle = plan.bundle(stack)
        if not bundle:
            continue
        plan.assign(bundle)
        full = {person for person in bundle.values() if plan.capacity[person] <= 0}
        changed = set(plan.touched(bundle)).union(*(users.get(person, set()) for person in full))
        neighbours = {other for s in changed for other in plan.touched(plan.stacks[s])} | changed
        for other in sorted(neighbours & wanted):
            consider(other)


def _augment(household: int, costs: dict[int, dict[int, float]], capacity: Sequence[int], taken: Bundle) -> bool:
    """Give one more household its intermediary at least cost, moving others of the bundle where that pays."""
    talks: dict[int, list[int]] = {}
    for other, person in taken.items():
        talks.setdefault(person, []).append(other)
    cost: dict[int, float] = {household: 0.0}
    came: dict[int, tuple[int, int]] = {}  # household → (household before it, intermediary it gives up)
    best, end = math.inf, (-1, -1)
    waiting = [household]
    while waiting:  # Bellman-Ford: giving up an intermediary has a negative cost
        here = waiting.pop(0)
        for person, price in costs[here].items():
            reached = cost[here] + price
            if taken.get(here) == person:
                continue
            if len(talks.get(person, ())) < capacity[person]:
                if reached < best - _LEAST_GAIN:
                    best, end = reached, (here, person)
                continue
            for other in talks[person]:
                moved = reached - costs[other][person]
                if moved < cost.get(other, math.inf) - _LEAST_GAIN:
                    cost[other], came[other] = moved, (here, person)
                    if other not in waiting:
                        waiting.append(other)
    if best == math.inf:
        return False
    here, person = end
    while True:
        taken[here] = person
        if here == household:
            return True
        here, person = came[here]


class _Trials:
    """How many exchanges may still be tried: fewer where each costs more, so that a city takes minutes, not hours."""

    def __init__(self, n_stacks: int) -> None:
        self.left = min(_MAX_TRIALS, _MAX_WORK // max(n_stacks, 1))

    def one(self) -> bool:
        """Take one, if any is left."""
        self.left -= 1
        return self.left >= 0


def _exchange(plan: Plan, stacks: Sequence[int]) -> None:
    """Exchange until nothing gains, or the trials are used up."""
    trials = _Trials(len(stacks))
    improved = True
    while improved:
        improved = _swap(plan, trials)
        improved |= any(_regrow(plan, stacks, change, trials) for change in _drops(plan))
        improved |= any(_regrow(plan, stacks, change, trials) for change in _rooms(plan, stacks))


def _swap(plan: Plan, trials: _Trials) -> bool:
    """Another intermediary for a household, if need be in exchange with another household, wherever that gains."""
    improved = False
    talks: dict[int, set[int]] = {}
    for household, person in plan.person_of.items():
        talks.setdefault(person, set()).add(household)
    for household in sorted(plan.person_of):
        for person in plan.chances.of_household[household]:
            now = plan.person_of[household]
            moves = [{household: person}] if plan.capacity[person] > 0 else []
            others = sorted(talks.get(person, ()))
            moves += [{household: person, o: now} for o in others if now in plan.chances.of_household[o]]
            for move in moves if person != now else ():
                if not trials.one():
                    return improved
                if _gains(plan, move):
                    for moved, to in move.items():
                        talks[person if to == now else now].discard(moved)
                        talks.setdefault(to, set()).add(moved)
                    improved = True
                    break
    return improved


def _gains(plan: Plan, move: Bundle) -> bool:
    """Make the move if it gains."""
    stacks = plan.touched(move)
    before, old = plan.worth(stacks), {household: plan.person_of[household] for household in move}
    plan.assign(move)
    if plan.worth(stacks) > before + _LEAST_GAIN:
        return True
    plan.assign(old)
    return False


_Change = tuple[list[int], int]  # households to release, stack to plan first (-1: none)


def _drops(plan: Plan) -> list[_Change]:
    """Give up one conversation each, and see who else could use the place."""
    return [([household], -1) for household in sorted(plan.person_of)]


def _rooms(plan: Plan, stacks: Sequence[int]) -> list[_Change]:
    """For each stack left out, free the places it would need."""
    rooms: list[_Change] = []
    for stack in stacks:
        lacking = [h for h in plan.stacks[stack] if h not in plan.person_of]
        if lacking:
            wanted = {person for h in lacking for person in plan.chances.of_household[h]}
            rival = [h for h, person in plan.person_of.items() if person in wanted and h not in plan.stacks[stack]]
            near = plan.touched([*rival, *plan.stacks[stack]])
            rooms.append((sorted({h for s in near for h in plan.stacks[s]}), stack))
    return rooms


def _regrow(plan: Plan, stacks: Sequence[int], change: _Change, trials: _Trials) -> bool:
    """Make the change and let the plan grow again without what was given up: keep it if that gains."""
    released, first = change
    if not trials.one():
        return False
    trial = plan.copy()
    for household in released:
        trial.release(household)
    if first >= 0:
        bundle = trial.bundle(first)
        if not bundle:
            return False
        trial.assign(bundle)
        _grow(trial, stacks, _by_gain)
    else:
        _grow(trial, [s for s in stacks if released[0] not in plan.stacks[s]], _by_gain)
    if trial.worth(stacks) <= plan.worth(stacks) + _LEAST_GAIN:
        return False
    plan.person_of, plan.capacity = trial.person_of, trial.capacity
    return True


def _drop_idle(plan: Plan) -> None:
    """Nobody is talked to where no stack gains by it."""
    for household in sorted(plan.person_of):
        if plan.worth(plan.stacks_of.get(household, ())) <= 0:
            plan.release(household)
