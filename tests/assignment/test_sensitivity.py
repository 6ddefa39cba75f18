"""How far the figures of a plan move with the assumed constants, by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
from test_assignment import CHANCE, plan_of, small, tie

from socialgraph.assignment.sensitivity import moved_constants
from socialgraph.reach.scoring import PARTS
from socialgraph.shipped import shipped_table
from socialgraph.trust.constants import constants


def logit(t: float) -> float:
    return math.log(t / (1 - t))


def test_the_ends_are_those_of_the_constants_by_hand(town_of: Any, register: Any, word_rows: Any) -> None:
    plan = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104")]))  # one confidant told today: t = .85
    ranges = plan.ranges
    low = 1 / (1 + math.exp(-(logit(0.85 * 0.8) + logit(1.5 / 4))))
    high = 1 / (1 + math.exp(-(logit(0.99) + logit(2.5 / 4))))  # .85 · 1.25 is more than the clip
    assert ranges["expected_stacks_low"] == pytest.approx(1 + low)
    assert ranges["expected_stacks_high"] == pytest.approx(1 + high)
    c, d = 0.5 * CHANCE["open_meeting"], 0.5 * CHANCE["ask_survey"]
    assert ranges["expected_with_steps_low"] == pytest.approx(1 + 1 - (1 - c) * (1 - low) + d**2)


def test_the_plans_own_figures_lie_between_their_ends(town_of: Any, register: Any, word_rows: Any) -> None:
    plan = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104"), tie("102", "204"), tie("202", "304")]))
    ranges, figures = plan.ranges, plan.figures
    assert ranges["expected_stacks_low"] < figures.now < ranges["expected_stacks_high"]
    assert ranges["expected_with_steps_low"] < figures.with_steps < ranges["expected_with_steps_high"]
    assert ranges["expected_stacks_low"] > figures.without


def test_a_plan_without_a_conversation_moves_by_its_steps_alone(town_of: Any, register: Any, word_rows: Any) -> None:
    plan = plan_of(small(town_of, register, word_rows, ties=[]))
    ranges = plan.ranges
    assert ranges["expected_stacks_low"] == ranges["expected_stacks_high"] == plan.figures.without
    assert ranges["expected_with_steps_low"] < plan.figures.with_steps < ranges["expected_with_steps_high"]


def test_every_assumed_constant_of_the_score_has_its_ends_on_both_sides() -> None:
    not_of_q = {"trust_clip", "weak_reach", "enclave_share", "opt_in_days", "least_q"}
    low, high, fixed = moved_constants("low"), moved_constants("high"), constants()
    assert set(fixed) - not_of_q == set(low) & set(fixed)
    assert all(min(low[name], high[name]) < fixed[name] < max(low[name], high[name]) for name in set(low) & set(fixed))
    assert {row["source"].split(":")[0] for row in shipped_table("sensitivity")} == {"assumed"}
    assert len(PARTS) == 6  # a new part needs its ends
