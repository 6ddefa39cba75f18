"""Strongest open paths and second paths, against every simple path of networkx."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import isclose, prod

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import socialgraph.kernels.jit as jit
from socialgraph.kernels.records import ClosedAlters
from socialgraph.trust.open_paths import OpenPaths
from socialgraph.trust.ties import TrustTies

N = 7
EGO = 0  # the household whose paths are looked for
HUNDREDTHS = st.sampled_from([0.1, 0.25, 0.5, 0.5, 1.0, 0.37])  # few values, so that paths are often equally strong


class Case:
    """Households 0 to 3 over seven people; ties, closed pairs, who may carry, who is a target."""

    def __init__(
        self,
        ties: dict[tuple[int, int], float],
        closed: set[tuple[int, int]],
        home: list[int],
        may_carry: list[bool],
        is_target: list[bool],
    ) -> None:
        self.closed = {frozenset(pair) for pair in closed if pair[0] != pair[1]}
        self.ties = {(a, b): s for (a, b), s in ties.items() if a != b and frozenset((a, b)) not in self.closed}
        self.home, self.may_carry, self.is_target = home, may_carry, is_target

    def open_paths(self) -> OpenPaths:
        n = len(self.home)
        rows = sorted(self.ties.items(), key=lambda tie: (tie[0][0], -tie[1], tie[0][1]))
        offsets = np.searchsorted([a for (a, _), _ in rows], np.arange(n + 1)).astype(np.int64)
        pairs = sorted(pair for c in self.closed for pair in (tuple(c), tuple(c)[::-1]))
        ties = TrustTies(
            offsets,
            np.array([b for (_, b), _ in rows], np.int32),
            np.array([s for _, s in rows], float),
            ClosedAlters(
                np.searchsorted([a for a, _ in pairs], np.arange(n + 1)).astype(np.int64),
                np.array([b for _, b in pairs], np.int32),
            ),
        )
        households = max(self.home) + 1
        return OpenPaths(ties, np.array(self.home), households, np.array(self.may_carry), np.array(self.is_target))

    def all_open_paths(self, target: int) -> list[list[tuple[int, int]]]:
        """Every open path of at most three ties from household EGO to the target, from the definition."""
        graph = nx.DiGraph(list(self.ties))
        graph.add_nodes_from(range(len(self.home)))
        ours = [p for p, h in enumerate(self.home) if h == EGO]
        if target in ours or any(frozenset((p, target)) in self.closed for p in ours):
            return []
        open_paths = []
        for start in ours:
            for path in nx.all_simple_edge_paths(graph, start, target, cutoff=3):
                people = [start] + [b for _, b in path]
                returns = any(self.home[p] == EGO for p in people[1:])
                carried = all(self.may_carry[p] for p in people[1:])
                is_open = all(frozenset(pair) not in self.closed for pair in combinations(people, 2))
                if carried and is_open and not returns:
                    open_paths.append(path)
        return open_paths

    def strength(self, path: list[tuple[int, int]]) -> float:
        return prod(self.ties[tie] for tie in path)

    def first_and_second(self, target: int) -> tuple[float, float]:
        paths = self.all_open_paths(target)
        first = max((self.strength(p) for p in paths), default=0.0)
        strongest = [p for p in paths if isclose(self.strength(p), first, rel_tol=1e-9)]
        apart = [self.strength(q) for p in strongest for q in paths if not set(p) & set(q)]
        return first, max(apart, default=0.0)

    def targets(self) -> list[int]:
        return [p for p in range(len(self.home)) if self.is_target[p] and self.may_carry[p]]


PEOPLE = st.integers(0, N - 1)
PAIRS = st.tuples(PEOPLE, PEOPLE)
CASES = st.builds(
    Case,
    st.dictionaries(PAIRS, HUNDREDTHS, max_size=30),
    st.sets(PAIRS, max_size=4),
    st.lists(st.sampled_from([0, 1, 2, 3, -1]), min_size=N - 1, max_size=N - 1).map(lambda homes: [0, *homes]),
    st.lists(st.sampled_from([True, True, True, False]), min_size=N, max_size=N),
    st.lists(st.booleans(), min_size=N, max_size=N),
)


@given(case=CASES)
def test_the_strongest_open_paths_are_those_of_all_simple_paths(case: Case) -> None:
    (lists,) = case.open_paths().paths_of(np.array([EGO]))
    strength_of = dict(zip(lists.targets.tolist(), lists.strength.tolist(), strict=True))
    expected = {i: case.first_and_second(i)[0] for i in case.targets()}
    assert strength_of == pytest.approx({i: t for i, t in expected.items() if t > 0}, rel=1e-12)


@given(case=CASES)
def test_reach_is_one_minus_the_chance_that_nobody_is_heard(case: Case) -> None:
    reach, counts = case.open_paths().reach_of(np.array([EGO]))
    strengths = [case.first_and_second(i)[0] for i in case.targets()]
    assert reach[0] == pytest.approx(1 - prod(1 - t for t in strengths), abs=1e-12)
    assert (counts[0] > 0) == any(t > 0 for t in strengths)


@given(case=CASES)
def test_the_second_path_is_the_best_that_shares_no_tie_with_a_strongest_one(case: Case) -> None:
    targets = np.array(case.targets(), int)
    pairs = case.open_paths().between(np.zeros(len(targets), int), targets)
    expected = [case.first_and_second(int(i)) for i in targets]
    assert list(zip(pairs.first, pairs.second, strict=True)) == [pytest.approx(e, rel=1e-12) for e in expected]


@given(case=CASES)
def test_the_routes_are_real_paths_of_the_strengths_given(case: Case) -> None:
    targets = np.array(case.targets(), int)
    pairs = case.open_paths().between(np.zeros(len(targets), int), targets)
    for k, i in enumerate(targets.tolist()):
        ties = []
        for route, strength in (
            (pairs.first_route[k], pairs.first[k]),
            (pairs.second_route[k], pairs.second[k]),
        ):
            people = [p for p in route.tolist() if p >= 0] + [i]
            path = list(pairwise(people))
            ties.append(set(path))
            assert (path in case.all_open_paths(i)) if strength > 0 else path == []
            assert strength == pytest.approx(case.strength(path) if path else 0.0, rel=1e-9)
        assert not ties[0] & ties[1]


@pytest.mark.parametrize("case_seed", range(12))
def test_compiled_and_plain_kernels_give_the_same_bytes(case_seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    case = random_case(case_seed, n=60, ties=400, closed=25)
    results = []
    for plain_steps in (0, 10**12):
        monkeypatch.setattr(jit, "PLAIN_STEPS", plain_steps)
        open_paths = case.open_paths()
        households = np.arange(max(case.home) + 1)
        (lists,) = open_paths.paths_of(households)
        rows = np.repeat(lists.households, np.diff(lists.offsets))
        pairs = open_paths.between(rows, lists.targets)
        results.append(
            [a.tobytes() for part in (lists, pairs) for a in vars(part).values()]
            + [a.tobytes() for a in open_paths.reach_of(households)]
        )
    assert results[0] == results[1]


def test_a_hub_that_everybody_trusts_and_who_trusts_everybody_is_no_special_case() -> None:
    case = random_case(5, n=60, ties=150, closed=10, hub=7)
    open_paths = case.open_paths()
    targets = np.array(case.targets())
    pairs = open_paths.between(np.zeros(len(targets), int), targets)
    expected = [case.first_and_second(int(i)) for i in targets]
    assert list(zip(pairs.first, pairs.second, strict=True)) == [pytest.approx(e, rel=1e-12) for e in expected]


def test_reach_stops_early_only_where_the_last_bit_cannot_change() -> None:
    n = 400
    ties = {(0, b): 0.5 for b in range(1, n)}
    case = Case(ties, set(), [0, *range(1, n)], [True] * n, [True] * n)
    reach, counts = case.open_paths().reach_of(np.array([EGO]))
    assert reach[0] == 1 - 0.5**399 == 1.0
    assert counts[0] < 100


def test_no_households_and_no_targets_give_empty_answers() -> None:
    case = Case({(0, 1): 0.5}, set(), [0, 1], [True, True], [False, False])
    assert case.open_paths().reach_of(np.array([EGO]))[0].tolist() == [0.0]
    assert case.open_paths().reach_of(np.array([], int))[0].tolist() == []
    assert list(case.open_paths().between(np.array([], int), np.array([], int)).first) == []


@example(closing=(1, 3))  # a, i: not adjacent
@example(closing=(0, 2))  # d, b: not adjacent
@example(closing=(4, 3))  # somebody else of the household and the intermediary
@given(closing=st.sampled_from([(0, 1), (1, 2), (2, 3), (0, 3)]))
def test_an_inadmissible_kind_anywhere_on_the_path_closes_it(closing: tuple[int, int]) -> None:
    ties = {(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9}
    people = [0, 1, 2, 3, 0]
    is_target = [False, False, False, True, False]
    open_case = Case(ties, set(), people, [True] * 5, is_target)
    closed_case = Case(ties, {closing}, people, [True] * 5, is_target)
    assert open_case.open_paths().reach_of(np.array([EGO]))[0][0] == pytest.approx(0.729)
    assert closed_case.open_paths().reach_of(np.array([EGO]))[0][0] == 0.0


def test_a_quarrel_of_somebody_else_of_the_household_with_a_middle_person_closes_nothing() -> None:
    ties = {(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9}
    case = Case(ties, {(4, 2)}, [0, 1, 2, 3, 0], [True] * 5, [False, False, False, True, False])
    assert case.open_paths().reach_of(np.array([EGO]))[0][0] == pytest.approx(0.729)


def random_case(seed: int, *, n: int, ties: int, closed: int, hub: int = -1) -> Case:
    rng = np.random.default_rng(seed)
    pairs = rng.integers(0, n, (ties, 2)).tolist()
    if hub >= 0:
        pairs += [[hub, p] for p in range(n)] + [[p, hub] for p in range(n)]
    strengths = rng.choice([0.2, 0.4, 0.5, 0.9], len(pairs)).tolist()
    return Case(
        {(a, b): s for (a, b), s in zip(pairs, strengths, strict=True)},
        {tuple(p) for p in rng.integers(0, n, (closed, 2)).tolist()},
        rng.integers(0, 20, n).tolist(),
        (rng.random(n) < 0.8).tolist(),
        (rng.random(n) < 0.4).tolist(),
    )
