"""Key players against distances of networkx and every set of a small network."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.capital import key_players
from socialgraph.capital.key_players import best_reach

pairs_of_seven = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12)


def nearness(pairs: list[tuple[int, int]], n: int) -> np.ndarray:
    """1/d between each two people, as networkx counts the ties of the shortest way."""
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(n))
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    return np.array([[1 / max(lengths[a][b], 1) if b in lengths[a] else 0.0 for b in range(n)] for a in range(n)])


def reach(near: np.ndarray, people: tuple[int, ...]) -> float:
    return sum(max(near[k, j] for k in people) for j in range(near.shape[1])) / near.shape[1]


@given(pairs_of_seven, st.integers(1, 3))
def test_the_found_set_reaches_as_far_as_the_best_of_all_sets(pairs: list[tuple[int, int]], size: int) -> None:
    near = nearness(pairs, 7)
    assert best_reach(near, size) == pytest.approx(max(reach(near, k) for k in combinations(range(7), size)))


def test_nobody_to_choose_from_reaches_nobody() -> None:
    assert best_reach(np.zeros((0, 4)), 3) == 0.0


@given(st.integers(0, 20))
def test_a_search_too_large_to_be_exact_is_within_what_a_submodular_greedy_promises(seed: int) -> None:
    # Nemhauser, Wolsey & Fisher (1978): greedy reaches 1 - 1/e of the best; exchange never loses any of it
    rng = np.random.default_rng(seed)
    near = nearness(list(zip(rng.integers(0, 12, 15).tolist(), rng.integers(0, 12, 15).tolist(), strict=True)), 12)
    best = max(reach(near, k) for k in combinations(range(12), 3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_players, "EXACT_SETS", 0)
        assert (1 - 1 / np.e) * best <= best_reach(near, 3) + 1e-12 <= best + 1e-9
