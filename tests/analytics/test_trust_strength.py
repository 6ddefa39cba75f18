"""Ties from evidence, against the formula in plain Python."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from math import prod
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.trust import ties as ties_module
from socialgraph.trust.evidence import Evidence, registered_kinds
from socialgraph.trust.ties import trust_ties

AS_OF = date(2026, 11, 25)
# weight and half-life in days, copied by hand from the registry
WEIGHTS = {
    "nominated": (0.90, 365),
    "key_holding": (0.90, 1095),
    "confidant": (0.85, 1095),
    "help_exchange": (0.70, 730),
    "activity_mate": (0.40, 365),
    "former_colleague": (0.40, 1825),
    "party_link": (0.30, 730),
    "acquaintance": (0.20, 1095),
}
INADMISSIBLE = ("kin", "employer_superior", "creditor_commercial", "benefits", "conflict")
N_PEOPLE = 5


class Row(NamedTuple):
    ego: int
    alter: int
    kind: str
    stated: int | None
    observed_on: date | None
    known: bool | None


def evidence(rows: list[Row]) -> Evidence:
    known = {None: -1, False: 0, True: 1}
    return Evidence.of(
        np.array([r.ego for r in rows], int),
        np.array([r.alter for r in rows], int),
        np.array([registered_kinds().names.index(r.kind) for r in rows], np.int8),
        np.array([-1 if r.stated is None else r.stated for r in rows], int),
        np.array([r.observed_on or "NaT" for r in rows], "datetime64[D]"),
        np.array([known[r.known] for r in rows], int),
    )


def strengths(rows: list[Row], as_of: date = AS_OF) -> dict[tuple[int, int], float]:
    ties = trust_ties(evidence(rows), N_PEOPLE, as_of=as_of)
    return {(int(a), int(b)): float(s) for a, b, s in zip(ties.egos, ties.alters, ties.strength, strict=True)}


def strengths_by_hand(rows: list[Row]) -> dict[tuple[int, int], float]:
    """The definition, a row at a time."""
    closed = {
        frozenset((r.ego, r.alter))
        for r in rows
        if r.kind in INADMISSIBLE and (r.observed_on is None or r.observed_on <= AS_OF)
    }
    strongest: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    for r in rows:
        if r.kind in INADMISSIBLE or r.ego == r.alter or r.known is False:
            continue
        weight, half_life = WEIGHTS[r.kind]
        age = half_life if r.observed_on is None else (AS_OF - r.observed_on).days
        if age < 0:
            continue
        value = weight * {3: 1.0, 2: 0.6, 1: 0.3, None: 0.5, 0: 0.0}[r.stated] * 2 ** (-age / half_life)
        kinds = strongest[r.ego, r.alter]
        kinds[r.kind] = max(kinds.get(r.kind, 0.0), value)
    strength = {pair: 1 - prod(1 - value for value in kinds.values()) for pair, kinds in strongest.items()}
    return {pair: s for pair, s in strength.items() if s > 0 and frozenset(pair) not in closed}


ROWS = st.lists(
    st.builds(
        Row,
        st.integers(0, N_PEOPLE - 1),
        st.integers(0, N_PEOPLE - 1),
        st.sampled_from([*WEIGHTS, *WEIGHTS, *INADMISSIBLE]),
        st.sampled_from([0, 1, 2, 3, None]),
        st.none() | st.integers(-60, 3000).map(lambda days: AS_OF - timedelta(days)),
        st.sampled_from([None, True, False]),
    ),
    max_size=25,
)


@given(rows=ROWS)
def test_strengths_and_closed_pairs_are_the_definition(rows: list[Row]) -> None:
    assert strengths(rows) == pytest.approx(strengths_by_hand(rows), rel=1e-12)


@given(rows=ROWS, data=st.data())
def test_the_order_of_the_evidence_changes_no_byte(rows: list[Row], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))
    first, second = (trust_ties(evidence(r), N_PEOPLE, as_of=AS_OF) for r in (rows, list(shuffled)))
    for name in ("offsets", "alters", "strength"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
    assert [part.tobytes() for part in first.closed] == [part.tobytes() for part in second.closed]


@given(rows=ROWS, cut=st.integers(0, 25))
def test_parts_of_the_evidence_combined_a_few_rows_at_a_time_change_no_byte(rows: list[Row], cut: int) -> None:
    whole = trust_ties(evidence(rows), N_PEOPLE, as_of=AS_OF)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ties_module, "ROWS_A_BLOCK", 2)
        parts = trust_ties((evidence(rows[:cut]), evidence(rows[cut:])), N_PEOPLE, as_of=AS_OF)
    for name in ("offsets", "alters", "strength"):
        assert getattr(whole, name).tobytes() == getattr(parts, name).tobytes()
    assert [part.tobytes() for part in whole.closed] == [part.tobytes() for part in parts.closed]


@given(rows=ROWS)
def test_each_persons_ties_come_strongest_first(rows: list[Row]) -> None:
    ties = trust_ties(evidence(rows), N_PEOPLE, as_of=AS_OF)
    for person in range(N_PEOPLE):
        mine = ties.strength[ties.offsets[person] : ties.offsets[person + 1]]
        assert np.all(mine[1:] <= mine[:-1] + 2.0**-37)


def test_a_key_left_one_half_life_ago_counts_half() -> None:
    assert strengths([Row(0, 1, "key_holding", 3, AS_OF - timedelta(1095), None)]) == {(0, 1): pytest.approx(0.45)}


def test_an_undated_tie_is_one_half_life_old() -> None:
    assert strengths([Row(0, 1, "acquaintance", 3, None, None)]) == {(0, 1): pytest.approx(0.1)}


def test_two_kinds_add_as_independent_chances() -> None:
    rows = [Row(0, 1, "key_holding", 2, AS_OF, None), Row(0, 1, "confidant", 3, AS_OF, None)]
    assert strengths(rows) == {(0, 1): pytest.approx(1 - (1 - 0.54) * (1 - 0.85))}


def test_a_tie_of_tomorrow_is_not_there_today_and_is_tomorrow() -> None:
    rows = [Row(0, 1, "nominated", 3, date(2026, 11, 26), None)]
    assert strengths(rows) == {}
    assert strengths(rows, date(2026, 11, 26)) == {(0, 1): pytest.approx(0.9)}


def test_a_tie_the_other_does_not_know_of_carries_nothing() -> None:
    assert strengths([Row(0, 1, "confidant", 3, AS_OF, False)]) == {}


@pytest.mark.parametrize("kind", INADMISSIBLE)
@pytest.mark.parametrize("stated", [0, 3, None])
@pytest.mark.parametrize("known", [False, True, None])
def test_an_inadmissible_kind_closes_the_pair_both_ways(kind: str, stated: int | None, known: bool | None) -> None:
    rows = [
        Row(0, 1, "key_holding", 3, AS_OF, True),
        Row(1, 0, "confidant", 3, AS_OF, True),
        Row(1, 0, kind, stated, None, known),
        Row(0, 2, "confidant", 3, AS_OF, True),
    ]
    assert set(strengths(rows)) == {(0, 2)}


def test_a_quarrel_with_oneself_closes_nothing() -> None:
    rows = [Row(0, 0, "conflict", 3, AS_OF, None), Row(0, 1, "confidant", 3, AS_OF, None)]
    assert set(strengths(rows)) == {(0, 1)}


def test_nobody_and_nothing_is_a_network_too() -> None:
    ties = trust_ties(evidence([]), 0, as_of=AS_OF)
    assert (ties.n_people, len(ties.alters), len(ties.closed.people)) == (0, 0, 0)
