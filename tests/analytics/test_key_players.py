"""Key players against distances of networkx and every set of a small network."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.capital.key_players import (
    distances,
    fragmentation,
    fragmentation_without,
    key_players_fragmentation,
    key_players_reach,
    reach_of,
)

pairs_of_seven = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12)


def ends(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return (np.array([p[0] for p in pairs], dtype=np.int64), np.array([p[1] for p in pairs], dtype=np.int64))


def graph_of(pairs: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(7))
    return graph


@given(pairs_of_seven)
def test_distances_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    lengths = dict(nx.all_pairs_shortest_path_length(graph_of(pairs)))
    expected = [[lengths[a].get(b, np.inf) for b in range(7)] for a in range(7)]
    assert distances(7, *ends(pairs)).tolist() == expected


@given(pairs_of_seven)
def test_reach_is_one_over_the_distance_to_the_set_on_average(pairs: list[tuple[int, int]]) -> None:
    lengths = nx.multi_source_dijkstra_path_length(graph_of(pairs), {0, 3})
    expected = sum(1 if v in (0, 3) else 1 / lengths[v] for v in lengths) / 7
    assert reach_of(distances(7, *ends(pairs)), [0, 3]) == pytest.approx(expected)


@given(pairs_of_seven)
def test_the_found_set_reaches_as_far_as_the_best_of_all_sets(pairs: list[tuple[int, int]]) -> None:
    distance = distances(7, *ends(pairs))
    best = max(reach_of(distance, people) for people in combinations(range(7), 2))
    assert key_players_reach(7, *ends(pairs), 2, range(7)).value == pytest.approx(best)


def test_without_ties_a_network_is_wholly_fragmented() -> None:
    assert fragmentation(distances(4, *ends([]))) == 1


def test_a_clique_is_not_fragmented() -> None:
    assert fragmentation(distances(3, *ends([(0, 1), (1, 2), (2, 0)]))) == 0


def test_two_cliques_joined_by_one_person_fall_apart_without_that_person() -> None:
    # Borgatti's example of the difference between being central and being needed, in small.
    pairs = [(0, 1), (1, 2), (2, 0), (4, 5), (5, 6), (6, 4), (3, 0), (3, 1), (3, 4), (3, 5)]
    found = key_players_fragmentation(7, *ends(pairs), 1)
    assert (found.people, found.value) == ((3,), pytest.approx(1 - 12 / 30))


def test_fragmentation_without_somebody_is_that_of_the_rest() -> None:
    pairs = [(0, 1), (1, 2), (2, 3)]
    assert fragmentation_without(4, *ends(pairs), [3]) == pytest.approx(fragmentation(distances(3, *ends(pairs[:2]))))


def test_a_large_search_keeps_below_its_bound() -> None:
    rng = np.random.default_rng(3)
    pairs = list(zip(rng.integers(0, 60, 150).tolist(), rng.integers(0, 60, 150).tolist(), strict=True))
    found = key_players_reach(60, *ends(pairs), 4, range(60))
    assert not found.is_exact
    assert found.value <= found.bound <= 1
