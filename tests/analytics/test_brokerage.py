"""Brokerage roles against a count of every triple."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.capital.brokerage import ROLES, brokerage

pairs_of_six = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20)


def role(a: str, b: str, c: str) -> str:
    if a == b == c:
        return "coordinator"
    if a == c:
        return "itinerant"
    if b == c:
        return "gatekeeper"
    return "representative" if a == b else "liaison"


@given(pairs_of_six, st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_roles_are_those_of_every_open_triple(pairs: list[tuple[int, int]], group: list[int]) -> None:
    ego, alter = (np.array([p[i] for p in pairs], dtype=np.int64) for i in (0, 1))
    roles = brokerage(6, ego, alter, np.array(group))
    expected = [dict.fromkeys(ROLES, 0) for _ in range(6)]
    for a, b, c in permutations(range(6), 3):
        if (a, b) in pairs and (b, c) in pairs and (a, c) not in pairs:
            expected[b][role(str(group[a]), str(group[b]), str(group[c]))] += 1
    assert roles.to_dict("records") == expected
