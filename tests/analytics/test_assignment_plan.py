"""The plan against exhaustive search, and case G12."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from socialgraph.arrays.csr import Csr
from socialgraph.assignment.expected_stacks import expected_stacks
from socialgraph.assignment.greedy import Chances, Plan
from socialgraph.assignment.optimised import greedy_plan

Case = tuple[NDArray[np.float64], list[int], list[list[int]]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to 3 intermediaries, 5 households and 4 stacks, with chances that tie."""
    people, households = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    q = st.sampled_from([0.0, 0.0, 0.3, 0.5, 0.6, 0.7, 0.9])
    row = st.lists(q, min_size=households, max_size=households)
    success = np.array(draw(st.lists(row, min_size=people, max_size=people)))
    capacity = draw(st.lists(st.integers(0, 2), min_size=people, max_size=people))
    stack = st.lists(st.integers(0, households - 1), min_size=1, max_size=3, unique=True)
    return success, capacity, draw(st.lists(stack, min_size=1, max_size=4))


def worth(success: NDArray[np.float64], stacks: list[list[int]], plan: dict[int, int]) -> float:
    """The objective by its definition."""
    q = {household: success[person, household] for household, person in plan.items()}
    return sum(math.prod(q.get(household, 0.0) for household in stack) for stack in stacks)


def best_plan(success: NDArray[np.float64], capacity: list[int], stacks: list[list[int]]) -> float:
    """Exhaustive search: everybody with everybody or nobody."""
    people, households = success.shape
    found = 0.0
    for choice in itertools.product(range(-1, people), repeat=households):
        if all(choice.count(person) <= capacity[person] for person in range(people)):
            plan = {household: person for household, person in enumerate(choice) if person >= 0}
            found = max(found, worth(success, stacks, plan))
    return found


@given(cases())
def test_capacities_hold_and_nobody_is_talked_to_for_nothing(case: Case) -> None:
    success, capacity, stacks = case
    plan = greedy_plan(Chances.of_matrix(success), capacity, stacks)
    assert all(list(plan.values()).count(person) <= places for person, places in enumerate(capacity))
    for household, person in plan.items():
        assert success[person, household] > 0
        assert any(household in stack and set(stack) <= set(plan) for stack in stacks)


@settings(max_examples=300)
@given(cases())
def test_the_plan_is_at_most_the_optimum_and_at_least_the_best_single_stack(case: Case) -> None:
    success, capacity, stacks = case
    found = worth(success, stacks, greedy_plan(Chances.of_matrix(success), capacity, stacks))
    single = max(best_plan(success, capacity, [stack]) for stack in stacks)
    assert single - 1e-9 <= found <= best_plan(success, capacity, stacks) + 1e-9


def test_on_small_cases_the_plan_is_nearly_always_the_optimum() -> None:
    rng = np.random.default_rng(20261125)
    ratios = []
    for _ in range(150):
        success = rng.choice([0, 0, 0.3, 0.5, 0.6, 0.7, 0.9], (rng.integers(1, 4), rng.integers(2, 5)))
        capacity = rng.integers(0, 3, len(success)).tolist()
        households = success.shape[1]
        stacks = [
            rng.choice(households, rng.integers(1, min(4, households + 1)), replace=False).tolist()
            for _ in range(rng.integers(1, 6))
        ]
        optimum = best_plan(success, capacity, stacks)
        if optimum > 0:
            plan = greedy_plan(Chances.of_matrix(success), capacity, stacks)
            ratios.append(worth(success, stacks, plan) / optimum)
    assert np.mean(np.isclose(ratios, 1.0)) >= 0.98
    assert min(ratios) >= 0.9


@given(cases())
def test_a_single_stack_is_planned_exactly(case: Case) -> None:
    success, capacity, stacks = case
    plan = greedy_plan(Chances.of_matrix(success), capacity, stacks[:1])
    assert math.isclose(worth(success, stacks[:1], plan), best_plan(success, capacity, stacks[:1]), abs_tol=1e-9)


def test_a_long_stack_is_not_taken_before_three_short_ones() -> None:
    # taking the best stack first (0.7) would use all three people, who are worth 0.6 each
    success = np.array([[0.9, 0.0, 0.0, 0.6, 0.0, 0.0], [0.0, 0.9, 0.0, 0.0, 0.6, 0.0], [0.0, 0.0, 0.9, 0.0, 0.0, 0.6]])
    plan = greedy_plan(Chances.of_matrix(success), [1, 1, 1], [[0, 1, 2], [3], [4], [5]])
    assert plan == {3: 0, 4: 1, 5: 2}


def test_equal_chances_go_to_the_better_rank() -> None:
    chances = Chances.of_rows([0, 0, 0], [7, 3, 5], [0.5, 0.5, 0.5])
    assert greedy_plan(chances, [1] * 8, [[0]]) == {0: 7}


def test_nobody_is_asked_where_no_stack_can_follow() -> None:
    success = np.array([[0.9, 0.0]])
    assert greedy_plan(Chances.of_matrix(success), [5], [[0, 1]]) == {}


def test_g12_talks_with_the_one_household_that_finishes_a_stack(fixtures: Path) -> None:
    case = json.loads((fixtures / "cases" / "g12_assignment.json").read_text(encoding="utf-8"))
    opted_in = [person for person in case["intermediaries"] if person["opted_in"]]
    households = case["households"]
    success = np.array([[case["p_success"][i["id"]].get(h, 0.0) for h in households] for i in opted_in])
    # a stack whose others are not ready waits for somebody whom nobody can reach
    stacks = [
        [households.index(h) for h in stack["missing"]] + ([] if stack["others_ready"] else [len(households)])
        for stack in case["stacks"].values()
    ]
    plan = greedy_plan(Chances.of_matrix(success), [i["capacity"] for i in opted_in], stacks)
    assert {households[h]: opted_in[i]["id"] for h, i in plan.items()} == {"H1": "I1"}
    assert worth(success, stacks, plan) == 0.6


@given(cases())
def test_a_bundle_is_the_best_way_to_finish_one_stack(case: Case) -> None:
    success, capacity, stacks = case
    bundle = Plan(Chances.of_matrix(success), capacity, stacks).bundle(0)
    optimum = best_plan(success, capacity, stacks[:1])
    assert math.isclose(worth(success, stacks[:1], bundle or {}), optimum, abs_tol=1e-9)


@given(cases())
def test_expected_stacks_is_its_formula(case: Case) -> None:
    success, _, stacks = case
    q = success[0]
    missing = Csr.of_pairs(
        np.repeat(np.arange(len(stacks)), [len(stack) for stack in stacks]), np.concatenate(stacks), len(stacks)
    )
    assert math.isclose(
        expected_stacks(missing, q), worth(success, stacks, dict.fromkeys(range(len(q)), 0)), abs_tol=1e-12
    )
