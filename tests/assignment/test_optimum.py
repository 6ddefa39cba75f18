"""The optimiser against exhaustive search, with every constraint; and case G12."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.assignment.optimum import exact
from socialgraph.assignment.optimum import solve as solving
from socialgraph.assignment.optimum.comparison import greedy_choice, linear_choice, random_choice
from socialgraph.assignment.optimum.groups import problem_of
from socialgraph.assignment.optimum.pairs import Pairs
from socialgraph.assignment.optimum.problem import Problem
from socialgraph.assignment.optimum.solve import Watch, solve


@dataclass
class Case:
    """Stacks of households; q by household and person; places, evenings, promises."""

    stacks: list[list[int]]
    idle: list[float]
    q: dict[tuple[int, int], float]
    places: list[int]
    release: list[int]
    weeks: list[int]
    promised: dict[int, int]

    def problem(self) -> Problem:
        rows = [(s, h) for s, stack in enumerate(self.stacks) for h in stack]
        stack, home = (
            (np.array(part, np.int64) for part in zip(*rows, strict=True)) if rows else (np.zeros(0, int),) * 2
        )
        ranked = sorted(self.q, key=lambda pair: (pair[0], -self.q[pair], pair[1]))
        pairs = Pairs(
            np.array([h for h, _ in ranked], np.int64),
            np.array([p for _, p in ranked], np.int64),
            np.array([self.q[pair] for pair in ranked]),
        )
        return problem_of(
            Csr.of_pairs(stack, home, len(self.stacks)),
            np.array(self.idle),
            pairs,
            np.array(self.places, np.int64),
            release=np.array(self.release, np.int64),
            weeks=np.array(self.weeks, np.int64),
            promised=self.promised,
        )

    def worth(self, talks: dict[int, float]) -> float:
        """The objective by its definition."""
        value = [1 - (1 - c) * (1 - talks.get(h, 0.0)) for h, c in enumerate(self.idle)]
        return sum(math.prod(value[h] for h in stack) for stack in self.stacks if stack)

    def best(self) -> float:
        """Everybody with everybody or nobody."""
        homes, people = range(len(self.idle)), range(len(self.places))
        waits = {h for stack in self.stacks if self.can_complete(stack) for h in stack}
        options = [[None, *(p for p in people if (h, p) in self.q)] if h in waits else [None] for h in homes]
        kept: dict[int, int] = {}
        for h, p in sorted(self.promised.items()):
            late = [sum(self.release[other] >= w for other in kept) for w in range(len(self.weeks))]
            has_evening = all(late[w] < self.weeks[w] for w in range(min(self.release[h] + 1, len(self.weeks))))
            if h in waits and (h, p) in self.q and list(kept.values()).count(p) < self.places[p] and has_evening:
                kept[h] = p
                options[h] = [p]
        best = -1.0
        for choice in itertools.product(*options):
            taken = [p for p in choice if p is not None]
            late = [
                sum(p is not None and self.release[h] >= w for h, p in enumerate(choice))
                for w in range(len(self.weeks))
            ]
            if all(taken.count(p) <= self.places[p] for p in people) and all(map(int.__le__, late, self.weeks)):
                best = max(best, self.worth({h: self.q[h, p] for h, p in enumerate(choice) if p is not None}))
        return best

    def can_complete(self, stack: list[int]) -> bool:
        return all(self.idle[h] > 0 or any(home == h for home, _ in self.q) for h in stack)


def random_case(rng: np.random.Generator) -> Case:
    homes, people, n_stacks = int(rng.integers(2, 7)), int(rng.integers(1, 5)), int(rng.integers(1, 6))
    q = rng.choice([0, 0, 0.1, 0.3, 0.5, 0.5, 0.7, 0.9], (homes, people))
    weeks = sorted(rng.integers(1, 5, 2).tolist(), reverse=True) if rng.random() < 0.5 else []
    promised = {int(h): int(rng.integers(people)) for h in range(homes) if rng.random() < 0.15}
    return Case(
        stacks=[rng.choice(homes, rng.integers(1, min(4, homes) + 1), replace=False).tolist() for _ in range(n_stacks)],
        idle=rng.choice([0.0, 0.02, 0.05, 0.3], homes).tolist(),
        q={(int(h), int(p)): float(q[h, p]) for h, p in zip(*np.nonzero(q), strict=True)},
        places=rng.integers(0, 3, people).tolist(),
        release=rng.integers(0, 2, homes).tolist(),
        weeks=weeks,
        promised=promised,
    )


def test_five_hundred_small_cases_have_the_optimum_of_exhaustive_search() -> None:
    rng = np.random.default_rng(20261125)
    for number in range(500):
        case = random_case(rng)
        problem = case.problem()
        solution = solve(problem)
        assert problem.is_feasible(solution.choice), number
        assert solution.worth == pytest.approx(case.best(), abs=1e-9), number
        assert solution.bound == pytest.approx(solution.worth, abs=1e-9), number


@st.composite
def towns(draw: st.DrawFn) -> Case:
    return random_case(np.random.default_rng(draw(st.integers(0, 2**32))))


@settings(max_examples=60)
@given(towns())
def test_the_bound_is_never_below_the_optimum_however_early_the_search_ends(case: Case) -> None:
    problem = case.problem()
    solution = solve(problem, Watch(seconds=0.0))
    assert problem.is_feasible(solution.choice)
    assert solution.bound >= case.best() - 1e-9
    assert solution.worth <= case.best() + 1e-9


@settings(max_examples=60)
@given(towns())
def test_limits_that_do_not_bind_change_nothing(case: Case) -> None:
    case.promised = {}
    problem = case.problem()
    free = Case(case.stacks, case.idle, case.q, case.places, [0] * len(case.idle), [], case.promised)
    wide = Case(case.stacks, case.idle, case.q, case.places, case.release, [99, 99], case.promised)
    assert solve(wide.problem()).choice.tolist() == solve(free.problem()).choice.tolist()
    more = [n + 99 for n in case.places]
    unbound = Case(case.stacks, case.idle, case.q, more, case.release, case.weeks, case.promised)
    assert solve(unbound.problem()).worth >= solve(problem).worth - 1e-9


@settings(max_examples=60)
@given(towns())
def test_places_and_promises_that_the_free_optimum_keeps_to_change_nothing(case: Case) -> None:
    free = Case(case.stacks, case.idle, case.q, [99] * len(case.places), case.release, case.weeks, {})
    problem = free.problem()
    choice = solve(problem).choice
    talks = {
        int(problem.households[h]): int(problem.people[problem.person[o]])
        for h, o in enumerate(choice.tolist())
        if o >= 0
    }
    just = [list(talks.values()).count(person) for person in range(len(case.places))]
    narrow = Case(case.stacks, case.idle, case.q, just, case.release, case.weeks, {} if case.weeks else talks)
    assert solve(narrow.problem()).worth == pytest.approx(solve(problem).worth, abs=1e-12)


@settings(max_examples=60)
@given(towns())
def test_other_methods_are_plans_and_no_better(case: Case) -> None:
    problem = case.problem()
    best = solve(problem).worth
    for choice in (greedy_choice(problem), linear_choice(problem)):
        if case.promised:
            continue
        assert problem.is_feasible(choice)
        assert problem.worth(choice) <= best + 1e-9


def test_equal_plans_are_decided_by_the_figure_now() -> None:
    # one place; either talk adds .45 with the next steps (1 has c = .5 already), the one with 1 adds .9 now
    case = Case([[0], [1]], [0.0, 0.5], {(0, 0): 0.45, (1, 0): 0.9}, [1], [0, 0], [], {})
    problem = case.problem()
    solution = solve(problem)
    talked = problem.households[solution.choice >= 0].tolist()
    assert talked == [1]


def test_a_person_asked_by_one_household_only_is_not_short() -> None:
    case = Case([[0], [1]], [0.0, 0.0], {(0, 0): 0.5, (1, 1): 0.5}, [1, 1], [0, 0], [], {})
    assert solve(case.problem()).worth == 1.0


@settings(max_examples=60)
@given(towns())
def test_without_telling_equal_plans_apart_the_worth_is_the_same_and_the_bound_holds(case: Case) -> None:
    problem = case.problem()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "TOLD_APART", -1)
        solution = solve(problem)
    assert problem.is_feasible(solution.choice)
    assert solution.worth == pytest.approx(case.best(), abs=1e-8)
    assert case.best() - 1e-12 <= solution.bound <= solution.worth + 1e-8


def test_highs_finds_the_same_optimum_where_the_search_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "MAX_NODES", 1)
    rng = np.random.default_rng(3)
    for _ in range(60):
        case = random_case(rng)
        solution = solve(case.problem())
        assert solution.worth == pytest.approx(case.best(), abs=1e-6)
        assert solution.bound >= case.best() - 1e-9


def test_ten_times_the_same_problem_is_the_same_plan() -> None:
    case = random_case(np.random.default_rng(5))
    plans = {tuple(solve(case.problem()).choice.tolist()) for _ in range(10)}
    assert len(plans) == 1


def street(n: int, seed: int) -> Problem:
    """Stacks in a row, each household trusting some of the people nearby; people have one place each."""
    rng = np.random.default_rng(seed)
    size = rng.choice([1, 1, 2, 2, 3], n)
    stack = np.repeat(np.arange(n), size)
    home = np.repeat(np.arange(len(stack)), rng.poisson(4, len(stack)))
    near = (stack[home] // 2 + rng.integers(-4, 5, len(home))) % max(n // 2, 1)
    q = np.round(np.clip(rng.beta(1.5, 3, len(home)), 0.1, 0.95), 3)
    order = np.lexsort((near, -q, home))
    _, first = np.unique(home[order] * n + near[order], return_index=True)
    order = order[np.sort(first)]
    pairs = Pairs(home[order].astype(np.int64), near[order].astype(np.int64), q[order])
    missing = Csr.of_pairs(stack, np.arange(len(stack)), n)
    return problem_of(missing, rng.choice([0.02, 0.05], len(stack)), pairs, np.ones(max(n // 2, 1), np.int64))


@pytest.mark.slow
def test_on_a_street_the_gap_is_closed_and_the_surrogates_are_behind() -> None:
    problem = street(150, 1)
    solution = solve(problem)
    assert solution.bound - solution.worth <= 2e-6  # as exactly as HiGHS works
    rng = np.random.default_rng(1)
    others = [choice(problem) for choice in (greedy_choice, linear_choice)] + [random_choice(problem, rng)]
    assert all(problem.worth(choice) < solution.worth for choice in others)
    assert solution.worth >= 1.08 * problem.worth(others[1])


def test_g12_talks_with_the_one_household_that_finishes_a_stack(fixtures: Path) -> None:
    case = json.loads((fixtures / "cases" / "g12_assignment.json").read_text(encoding="utf-8"))
    homes, opted_in = case["households"], [i for i in case["intermediaries"] if i["opted_in"]]
    q = {
        (homes.index(h), k): chance for k, i in enumerate(opted_in) for h, chance in case["p_success"][i["id"]].items()
    }
    # a stack whose others are not ready waits for somebody whom nobody can reach
    stacks = [
        [homes.index(h) for h in s["missing"]] + [len(homes)] * (not s["others_ready"]) for s in case["stacks"].values()
    ]
    made = Case(stacks, [0.0] * (len(homes) + 1), q, [i["capacity"] for i in opted_in], [0] * (len(homes) + 1), [], {})
    problem = made.problem()
    solution = solve(problem)
    talks = {
        homes[problem.households[h]]: opted_in[problem.people[problem.person[o]]]["id"]
        for h, o in enumerate(solution.choice)
        if o >= 0
    }
    assert talks == {"H1": "I1"}
    assert (solution.worth, solution.bound) == (0.6, 0.6)


def test_an_empty_problem_is_worth_nothing() -> None:
    nothing: NDArray[np.int64] = np.zeros(0, np.int64)
    problem = problem_of(Csr.of_pairs(nothing, nothing, 0), np.zeros(0), Pairs(nothing, nothing, np.zeros(0)), nothing)
    assert (solve(problem).worth, solve(problem).bound) == (0.0, 0.0)
