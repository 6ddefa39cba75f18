"""Social capital against networkx, brute force and small towns worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.capital.groups import MEASURES, capital_change, social_capital
from socialgraph.capital.measures import Neighbours, key_reach, resilience, tie_measures
from socialgraph.errors import InputError
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town

N = 8  # people, one a household; four live in each of two buildings
GROUP = np.array([0, 0, 0, 0, 1, 1, 1, 1])
pairs_of_eight = st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, N - 1)), max_size=24, unique=True)


def neighbours(pairs: list[tuple[int, int]], willing: set[int] = frozenset()) -> Neighbours:  # type: ignore[assignment]
    everybody = np.arange(N)
    return Neighbours(
        n_groups=2,
        home_group=GROUP,
        home=everybody,
        door=everybody // 2,
        floor=everybody % 2 + 1,
        is_linking=everybody == 0,
        is_willing=np.isin(everybody, list(willing)),
        ego=np.array([p[0] for p in pairs], dtype=np.int64),
        alter=np.array([p[1] for p in pairs], dtype=np.int64),
        strength=np.ones(len(pairs)),
    )


def building(pairs: list[tuple[int, int]], number: int) -> nx.Graph:
    graph = nx.Graph((a, b) for a, b in pairs if a != b and GROUP[a] == GROUP[b] == number)
    graph.add_nodes_from(np.flatnonzero(number == GROUP).tolist())
    return graph


def fragmentation(graph: nx.Graph) -> float:
    n = len(graph)
    return 1 - sum(len(c) * (len(c) - 1) for c in nx.connected_components(graph)) / (n * (n - 1))


@given(pairs_of_eight)
def test_fragmentation_is_the_share_of_pairs_that_no_chain_connects(pairs: list[tuple[int, int]]) -> None:
    expected = [fragmentation(building(pairs, g)) for g in (0, 1)]
    assert resilience(neighbours(pairs))["fragmentation"] == pytest.approx(expected)


@given(pairs_of_eight)
def test_needed_people_are_the_articulation_points(pairs: list[tuple[int, int]]) -> None:
    expected = [len(set(nx.articulation_points(building(pairs, g)))) / 4 for g in (0, 1)]
    assert resilience(neighbours(pairs))["needed_share"] == pytest.approx(expected)


@given(pairs_of_eight)
def test_the_loss_is_the_largest_rise_of_fragmentation_when_one_leaves(pairs: list[tuple[int, int]]) -> None:
    for g, loss in enumerate(resilience(neighbours(pairs))["loss_if_one_leaves"]):
        whole = building(pairs, g)
        rests = [whole.subgraph(set(whole) - {v}) for v in whole]
        assert loss == pytest.approx(max(0, *(fragmentation(rest) - fragmentation(whole) for rest in rests)))


@given(pairs_of_eight)
def test_clustering_is_transitivity(pairs: list[tuple[int, int]]) -> None:
    for g, clustering in enumerate(resilience(neighbours(pairs))["clustering"]):
        graph = building(pairs, g)
        has_two = any(degree > 1 for _, degree in graph.degree)
        assert clustering == pytest.approx(nx.transitivity(graph) if has_two else np.nan, nan_ok=True)


@given(pairs_of_eight, st.sets(st.integers(0, N - 1)))
def test_key_reach_is_that_of_the_best_three_who_opted_in(pairs: list[tuple[int, int]], willing: set[int]) -> None:
    shares = key_reach(neighbours(pairs, willing))
    for g in (0, 1):
        inside = [(a % 4, b % 4) for a, b in pairs if GROUP[a] == GROUP[b] == g]
        candidates = [v % 4 for v in sorted(willing) if GROUP[v] == g]
        assert shares[g] == pytest.approx(_best_reach_of_three(inside, candidates))


def _best_reach_of_three(pairs: list[tuple[int, int]], candidates: list[int]) -> float:
    """Borgatti's reach of the best three of four people, every set tried, distances by networkx."""
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(4))
    reaches = [0.0]
    for people in combinations(candidates, min(3, len(candidates))):
        near = nx.multi_source_dijkstra_path_length(graph, set(people)) if people else {}
        reaches.append(sum(1 / max(length, 1) for length in near.values()) / 4)
    return max(reaches)


def test_bonding_counts_ties_behind_the_same_door_and_bridging_all_others() -> None:
    measures = tie_measures(neighbours([(0, 1), (0, 2), (1, 4)]))
    assert (measures["bonding"][0], measures["bridging"][0]) == (1 / 4, 2 / 4)


def test_linking_is_the_share_of_households_tied_to_the_layer() -> None:
    assert tie_measures(neighbours([(1, 0), (2, 0), (5, 0)]))["linking"].tolist() == [2 / 4, 1 / 4]


def test_a_returned_tie_is_reciprocal() -> None:
    assert tie_measures(neighbours([(0, 1), (1, 0), (2, 3)]))["reciprocity"][0] == pytest.approx(2 / 3)


def test_without_ties_shares_of_ties_are_not_defined() -> None:
    assert np.isnan(tie_measures(neighbours([]))["reciprocity"]).all()


DAY = dt.date(2026, 10, 1)


def six_households(
    town_of: Callable[..., Town],
    ties: list[tuple[str, str]],
    observed_on: str = "2026-09-01",
    beside: tuple[str, ...] = (),
) -> Town:
    """Six households 1-1-101 … 1-1-106 of one owner each, all signed; 105 and 106 opted in. `beside` have no flat."""
    rooms = [str(room) for room in range(101, 107)]
    return town_of(
        flats=[{"building": "1", "door": "1", "room": r, "stack": r, "stack_source": "drawing"} for r in rooms],
        dossiers=[{"building": "1", "door": "1", "room": r, "owner_name": f"甲{r}"} for r in (*rooms, *beside)],
        stances=[
            {"building": "1", "door": "1", "room": r, "giver": "owner", "stance": "signed", "date": "2026-01-01"}
            for r in rooms
        ],
        people=[
            {
                "name": f"甲{r}",
                "roles": "volunteer",
                "building": "1",
                "door": "1",
                "room": r,
                "willing": "true",
                "willing_on": "2026-08-01",
            }
            for r in ("105", "106")
        ],
        ties=[
            {
                **{f"ego_{k}": v for k, v in {"name": f"甲{a}", "building": "1", "door": "1", "room": a}.items()},
                **{f"alter_{k}": v for k, v in {"name": f"甲{b}", "building": "1", "door": "1", "room": b}.items()},
                "kind": "key_holding",
                "strength": "3",
                "observed_on": observed_on,
            }
            for a, b in ties
        ],
    )


@pytest.mark.parametrize(
    ("ties", "share"),
    [
        ([("101", "105")], 0),
        ([("101", "105"), ("101", "106")], 1 / 6),
        ([("101", "102"), ("102", "105"), ("102", "106")], 1 / 6),  # of 102; 101's two paths share their first tie
        ([("101", "102"), ("102", "105"), ("101", "103"), ("103", "105")], 1 / 6),
    ],
)
def test_two_paths_count_when_they_share_no_tie(
    town_of: Callable[..., Town], ties: list[tuple[str, str]], share: float
) -> None:
    capital = social_capital(six_households(town_of, ties), as_of=DAY, policy=Policy())
    assert capital["two_paths_share"].tolist() == [pytest.approx(share)]


def test_a_household_without_a_flat_of_the_register_counts_in_no_share_of_two_paths(
    town_of: Callable[..., Town],
) -> None:
    town = six_households(town_of, [("100", "105"), ("100", "106")], beside=("100",))
    assert social_capital(town, as_of=DAY, policy=Policy())["two_paths_share"].tolist() == [0]


def test_two_paths_agree_with_every_pair_of_paths_of_networkx(town_of: Callable[..., Town]) -> None:
    rooms = [str(room) for room in range(101, 107)]
    rng = np.random.default_rng(7)
    for _ in range(30):
        ties = [pair for pair in permutations(rooms, 2) if rng.random() < 0.25]
        graph = nx.DiGraph(ties)
        graph.add_nodes_from(rooms)
        expected = 0
        for home in rooms:
            paths = [
                set(path)
                for goal in {"105", "106"} - {home}
                for path in nx.all_simple_edge_paths(graph, home, goal, cutoff=3)
            ]
            expected += any(not first & second for first in paths for second in paths)
        capital = social_capital(six_households(town_of, ties), as_of=DAY, policy=Policy())["two_paths_share"]
        assert capital.tolist() == [pytest.approx(expected / 6)]


def test_what_is_not_defined_says_why(town_of: Callable[..., Town]) -> None:
    capital = social_capital(six_households(town_of, []), as_of=DAY, policy=Policy()).iloc[0]
    assert np.isnan(capital["constraint"])
    assert "constraint: nobody with contacts" in capital["undefined"]


def test_a_building_of_fewer_than_five_households_is_suppressed(town_of: Callable[..., Town]) -> None:
    town = town_of(
        flats=[{"building": "1", "room": r, "stack": "1", "stack_source": "drawing"} for r in ("101", "201")]
    )
    capital = social_capital(town, as_of=DAY, policy=Policy()).iloc[0]
    assert capital[list(MEASURES)].isna().all()
    assert "suppressed" in capital["undefined"]


def test_who_lives_outside_the_register_makes_no_building(town_of: Callable[..., Town]) -> None:
    tie = {"ego_building": "1", "ego_room": "101", "ego_name": "测试甲", "alter_building": "9", "alter_room": "101"}
    town = town_of(
        flats=[{"building": "1", "room": "101", "stack": "1", "stack_source": "drawing"}],
        ties=[{**tie, "alter_name": "测试乙", "kind": "help_exchange", "observed_on": "2026-09-01"}],
    )
    for by, names in (("building", ["1"]), ("compound", [""])):
        assert list(social_capital(town, as_of=DAY, policy=Policy(), by=by)[by]) == names  # type: ignore[arg-type]


def test_an_address_without_a_flat_of_the_register_makes_a_building_no_larger(town_of: Callable[..., Town]) -> None:
    flats = [
        {"building": "1", "door": "1", "room": f"{floor}01", "stack": "1", "stack_source": "drawing"}
        for floor in range(1, 7)
    ]
    tie = {"alter_building": "1", "alter_door": "1", "alter_room": "101", "alter_name": "测试乙"}
    tie |= {"kind": "help_exchange", "observed_on": "2026-09-01", "ego_building": "1", "ego_name": "测试甲"}
    ties = [tie | {"ego_door": "1", "ego_room": "201"}, tie | {"ego_name": "测试丙", "ego_room": "103"}]  # no door
    for by in ("building", "compound"):
        capital = social_capital(town_of(flats=flats, ties=ties), as_of=DAY, policy=Policy(), by=by)  # type: ignore[arg-type]
        figures = capital.iloc[0][["households", "people", "ties", "bonding"]].tolist()
        assert figures == [6, 2, 1, pytest.approx(1 / 6)]


def test_a_tie_made_in_between_shows_as_a_change(town_of: Callable[..., Town]) -> None:
    town = six_households(town_of, [("101", "105")])
    change = capital_change(
        town, before=dt.date(2026, 8, 1), after=DAY, policy=Policy(), rng=np.random.default_rng(1)
    ).set_index("measure")
    assert change.loc["bonding", "change"] == pytest.approx(1 / 6)


def test_nothing_changed_is_no_evidence_of_change(town_of: Callable[..., Town]) -> None:
    town = six_households(town_of, [])
    change = capital_change(town, before=DAY, after=DAY, policy=Policy(), rng=np.random.default_rng(1))
    assert set(change["p_value"]) == {1.0}


def test_social_capital_of_doors_is_refused(town_of: Callable[..., Town]) -> None:
    with pytest.raises(InputError, match="building"):
        social_capital(town_of(), as_of=dt.date(2026, 11, 25), policy=Policy(), by="door")  # type: ignore[arg-type]
