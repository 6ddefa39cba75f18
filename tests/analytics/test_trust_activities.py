"""Sign-in sheets to ties, against Newman's projection written out."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.trust.activities import activity_evidence

AS_OF = date(2026, 11, 25)
# event -> its date; 0 and 1 are dated, 2 is not, 3 is still to come
HELD_ON = {0: date(2026, 3, 1), 1: date(2026, 10, 1), 2: None, 3: date(2027, 1, 1)}


def projected(signins: list[tuple[int, int]]) -> dict[tuple[int, int], tuple[float, str]]:
    person, event = (np.array([s[k] for s in signins], int) for k in (0, 1))
    held_on = np.array([HELD_ON[s[1]] or "NaT" for s in signins], "datetime64[D]")
    rows = activity_evidence(person, event, held_on, as_of=AS_OF)
    columns = zip(rows.ego, rows.alter, rows.closeness, rows.observed_on, strict=True)
    return {(int(a), int(b)): (float(c), str(day)) for a, b, c, day in columns}


@given(signins=st.lists(st.tuples(st.integers(0, 6), st.sampled_from([0, 1, 2, 3])), max_size=30))
def test_closeness_is_newmans_weight_capped_at_one(signins: list[tuple[int, int]]) -> None:
    past = {(p, e) for p, e in signins if e != 3}
    expected = {}
    if past:
        graph = nx.Graph((f"p{p}", f"e{e}") for p, e in past)
        people = [v for v in graph if v[0] == "p"]
        newman = nx.bipartite.collaboration_weighted_projected_graph(graph, people)
        for a, b, weight in newman.edges(data="weight"):
            days = [HELD_ON[e] for e in (0, 1, 2) if {a, b} <= {f"p{p}" for p, f in past if f == e}]
            last = max((str(day) for day in days if day), default="NaT")
            for x, y in permutations((int(a[1:]), int(b[1:]))):
                expected[x, y] = (pytest.approx(min(1.0, weight)), last)
    assert projected(signins) == expected


@pytest.mark.parametrize(("size", "ties"), [(1, 0), (2, 2), (50, 50 * 49), (51, 0)])
def test_an_event_of_more_than_fifty_people_ties_nobody(size: int, ties: int) -> None:
    assert len(projected([(p, 0) for p in range(size)])) == ties


def test_signing_twice_counts_once() -> None:
    assert projected([(0, 0), (0, 0), (1, 0), (2, 0)])[0, 1] == (0.5, "2026-03-01")
