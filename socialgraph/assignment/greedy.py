"""A plan of conversations: who could talk with whom, who is planned to, and the bundle that a stack still lacks."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Bundle = dict[int, int]  # household → intermediary
LEAST_GAIN = 1e-12  # smaller differences are rounding


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


def by_gain(gain: float, conversations: int) -> float:
    """A bundle's value is its gain."""
    return gain


def by_gain_per_conversation(gain: float, conversations: int) -> float:
    """A bundle's value is its gain a conversation."""
    return gain / max(conversations, 1)


def grow(plan: Plan, stacks: Iterable[int], value: Callable[[float, int], float]) -> None:
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
            if gain > LEAST_GAIN:
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
                if reached < best - LEAST_GAIN:
                    best, end = reached, (here, person)
                continue
            for other in talks[person]:
                moved = reached - costs[other][person]
                if moved < cost.get(other, math.inf) - LEAST_GAIN:
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
