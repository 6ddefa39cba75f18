"""Burt's measures against networkx where it is right, against their formulas, and against published values."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.capital.structural_holes import Holes, structural_holes

Tie = tuple[int, int, float]
ties_of_seven = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from([0.0, 0.25, 0.5, 1.0])), max_size=25
)


def holes_of(n: int, ties: list[Tie]) -> Holes:
    ego = np.array([t[0] for t in ties], dtype=np.int64)
    alter = np.array([t[1] for t in ties], dtype=np.int64)
    return structural_holes(n, ego, alter, np.array([t[2] for t in ties], dtype=np.float64))


def mutual_weights(n: int, ties: list[Tie]) -> np.ndarray:
    z = np.zeros((n, n))
    for a, b, weight in ties:
        if a != b:
            z[a, b] += weight
    return z + z.T


@given(ties_of_seven)
def test_constraint_is_that_of_networkx(ties: list[Tie]) -> None:
    # undirected sums: on directed graphs the two branches of nx.constraint disagree about nodes that name nobody
    graph = nx.Graph()
    graph.add_nodes_from(range(7))
    for a, b in zip(*np.nonzero(np.triu(mutual_weights(7, ties))), strict=True):
        graph.add_edge(int(a), int(b), weight=mutual_weights(7, ties)[a, b])
    expected = nx.constraint(graph, weight="weight")
    assert holes_of(7, ties).constraint == pytest.approx([expected[v] for v in range(7)], nan_ok=True)


@given(ties_of_seven)
def test_effective_size_is_its_formula(ties: list[Tie]) -> None:
    z = mutual_weights(7, ties)
    for i, size in enumerate(holes_of(7, ties).effective_size):
        contacts = [j for j in range(7) if z[i, j] > 0]
        expected = sum(
            1 - sum(z[i, q] / z[i].sum() * z[j, q] / z[j].max() for q in range(7) if q not in (i, j)) for j in contacts
        )
        assert size == pytest.approx(expected if contacts else math.nan, nan_ok=True)


@given(ties_of_seven)
def test_hierarchy_is_its_formula(ties: list[Tie]) -> None:
    p = mutual_weights(7, ties)
    p = np.divide(p, p.sum(axis=1, keepdims=True), out=np.zeros_like(p), where=p.sum(axis=1, keepdims=True) > 0)
    for i, hierarchy in enumerate(holes_of(7, ties).hierarchy):
        shares = [(p[i, j] + sum(p[i, q] * p[q, j] for q in range(7))) ** 2 for j in range(7) if p[i, j] > 0]
        size, total = len(shares), sum(shares)
        if size < 2:
            assert math.isnan(hierarchy)
        else:
            ratios = [s / (total / size) for s in shares]
            assert hierarchy == pytest.approx(sum(r * math.log(r) for r in ratios) / (size * math.log(size)), abs=1e-12)


def test_a_person_without_contacts_has_no_constraint() -> None:
    assert np.isnan(holes_of(2, [(0, 0, 1.0)]).constraint).all()


def test_the_middle_of_a_star_has_as_many_contacts_as_it_seems() -> None:
    assert holes_of(4, [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)]).effective_size[0] == 3


def test_an_even_star_has_no_hierarchy() -> None:
    assert holes_of(4, [(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)]).hierarchy[0] == pytest.approx(0)


def test_zacharys_karate_club_has_the_published_values() -> None:
    graph = nx.karate_club_graph()
    holes = holes_of(34, [(a, b, 1.0) for a, b in graph.edges])
    # Effective size on an unweighted graph is n - 2t/n (Borgatti 1997): Mr Hi has 16 friends with 18 ties among them.
    assert holes.effective_size[0] == pytest.approx(16 - 2 * 18 / 16)
    assert holes.constraint[[0, 33]] == pytest.approx([0.15542, 0.15642], abs=1e-5)


def test_burts_example_ego_has_four_and_two_thirds_contacts() -> None:
    # Burt (1992, p. 56), Borgatti (1997, Connections 20, 35-38): six contacts, four ties among them, 6 - 2 * 4 / 6.
    contacts = [(0, other, 1.0) for other in range(1, 7)]
    among = [(1, 2, 1.0), (1, 5, 1.0), (2, 4, 1.0), (4, 5, 1.0)]
    holes = holes_of(7, contacts + among)
    assert (holes.effective_size[0], holes.efficiency[0]) == (
        pytest.approx(4.67, abs=0.01),
        pytest.approx(0.78, abs=0.01),
    )
