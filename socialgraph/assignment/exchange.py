"""Exchanges that improve a plan of conversations: swap, give up one, make room for a stack left out."""

from __future__ import annotations

from collections.abc import Sequence

from socialgraph.assignment.greedy import LEAST_GAIN, Bundle, Plan, by_gain, grow

MAX_TRIALS = 3000  # exchanges tried in all; a plan for a street is done long before
MAX_WORK = 2_000_000  # trials times stacks


class _Trials:
    """How many exchanges may still be tried: fewer where each costs more, so that a city takes minutes, not hours."""

    def __init__(self, n_stacks: int) -> None:
        self.left = min(MAX_TRIALS, MAX_WORK // max(n_stacks, 1))

    def one(self) -> bool:
        """Take one, if any is left."""
        self.left -= 1
        return self.left >= 0


def exchange(plan: Plan, stacks: Sequence[int]) -> None:
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
    if plan.worth(stacks) > before + LEAST_GAIN:
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
        grow(trial, stacks, by_gain)
    else:
        grow(trial, [s for s in stacks if released[0] not in plan.stacks[s]], by_gain)
    if trial.worth(stacks) <= plan.worth(stacks) + LEAST_GAIN:
        return False
    plan.person_of, plan.capacity = trial.person_of, trial.capacity
    return True
