"""Weights fitted to conversations: the defaults under 200, the truth with many."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from stack_history import flats, history, home, word

from socialgraph.models.conversations.card import conversation_card, conversation_card_text
from socialgraph.models.conversations.talks import PARTS, Talks, talks
from socialgraph.models.conversations.weights import LEAST_TALKS, chance, fit_weights
from socialgraph.project.weights import weights_of
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.trust.evidence import registered_kinds

KINDS = registered_kinds()


def made_up(n: int, seed: int = 0, *, trust_weight: float = 1.0, key_holding: float = 0.9) -> Talks:
    """Conversations whose ends follow the score, with another weight of trust or of key holding."""
    rng = np.random.default_rng(seed)
    parts = pd.DataFrame(rng.normal(0, 1, (n, len(PARTS))), columns=list(PARTS))
    evidence = np.zeros((n, len(KINDS.names)))
    direct = rng.random(n) < 0.6
    evidence[direct, KINDS.names.index("key_holding")] = rng.uniform(0.3, 1, direct.sum())
    reached = np.clip(key_holding * evidence[:, KINDS.names.index("key_holding")], 0.01, 0.99)
    trust = np.where(direct, np.log(reached / (1 - reached)), parts["trust"])
    eta = trust_weight * trust + parts[list(PARTS[1:])].sum(axis=1).to_numpy()
    good = (rng.random(n) < expit(eta)).astype(np.int64)
    group = rng.integers(0, 30, n)
    return Talks(parts, evidence, good, group, group, np.full(n, np.datetime64("2026-09-01")))


def test_under_two_hundred_conversations_the_defaults_stay_and_are_marked_assumed() -> None:
    fitted = fit_weights(made_up(LEAST_TALKS - 1), np.random.default_rng(0))
    assert set(fitted.parts["source"]) == set(fitted.kinds["source"]) == {"assumed"}
    assert fitted.kinds["weight"].tolist() == KINDS.weight[KINDS.is_admissible].tolist()
    assert fitted.gain is None


def test_with_many_conversations_the_true_weight_of_trust_lies_in_the_interval() -> None:
    row = fit_weights(made_up(3000, trust_weight=0.5), np.random.default_rng(0)).parts.set_index("part").loc["trust"]
    assert row["low"] < 0.5 < row["high"] < 0.8


def test_with_many_conversations_the_true_weight_of_a_kind_lies_in_the_interval() -> None:
    fitted = fit_weights(made_up(3000, key_holding=0.5), np.random.default_rng(0))
    row = fitted.kinds.set_index("kind").loc["key_holding"]
    assert row["low"] < 0.5 < row["high"] < 0.8
    assert fitted.gain is not None
    assert fitted.gain.low > 0


def test_a_kind_that_no_conversation_went_over_stays_assumed() -> None:
    kinds = fit_weights(made_up(500), np.random.default_rng(0)).kinds.set_index("kind")
    assert (kinds.loc["key_holding", "source"], kinds.loc["confidant", "source"]) == ("fitted", "assumed")
    assert np.isnan(kinds.loc["confidant", "low"])


def test_where_the_defaults_are_true_nothing_surely_better_is_found() -> None:
    fitted = fit_weights(made_up(800, seed=5), np.random.default_rng(0))
    assert fitted.gain is not None
    assert not fitted.gain.low > 0.01


def test_the_chance_under_the_defaults_is_the_score_by_hand() -> None:
    evidence = np.zeros((1, len(KINDS.names)))
    evidence[0, KINDS.names.index("key_holding")] = 0.5
    parts = pd.DataFrame([[9.0, 0.1, 0.4, -0.2, -0.7]], columns=list(PARTS))
    one = Talks(parts, evidence, np.ones(1, int), np.zeros(1, int), np.zeros(1, int), np.zeros(1, "datetime64[D]"))
    weight = KINDS.weight[KINDS.is_admissible]
    start = np.r_[0.0, np.ones(5), np.log(weight / (1 - weight))]
    assert chance(one, start)[0] == pytest.approx(expit(np.log(0.45 / 0.55) - 0.4))


def test_a_part_that_hurts_gets_no_weight_below_nothing() -> None:
    cases = made_up(1500, trust_weight=-1.0)
    row = fit_weights(cases, np.random.default_rng(0)).parts.set_index("part").loc["trust"]
    assert row["weight"] == row["low"] == 0


def test_the_card_says_gain_intervals_and_whether_better_is_shown() -> None:
    cases = made_up(1500, key_holding=0.5)
    card = conversation_card(fit_weights(cases, np.random.default_rng(0)), cases, fitted_on="2026-11-25")
    page = conversation_card_text(card)
    assert "The fitted weights are better." in page
    assert card["cases_sha256"] in page
    assert {row["source"] for row in card["parts"]} == {"fitted"}
    assert {row["model"] for row in card["calibration"]} == {"default", "fitted"}
    fitted = weights_of(card)
    assert fitted is not None
    assert dict(fitted.kinds).keys() == {"key_holding"}
    assert fitted.of("stance") == pytest.approx(card["parts"][-1]["weight"])


def test_under_two_hundred_conversations_the_card_says_assumed_and_gives_no_weights() -> None:
    cases = made_up(LEAST_TALKS - 1)
    card = conversation_card(fit_weights(cases, np.random.default_rng(0)), cases, fitted_on="2026-11-25")
    assert "assumed" in conversation_card_text(card)
    assert weights_of(card) is None


def test_a_conversation_has_the_parts_of_the_first_day_of_its_month() -> None:
    tie = {"ego": "P201", "alter": "P102", "kind": "key_holding", "strength": "3", "rank": "1"}
    visit = {"household": home("201"), "visitors": "P102", "rank": "1", "mode": "home"}
    record = history(
        flats=flats("A", "101", "201") + flats("B", "102", "202"),
        stances=[word("102", "signed", "2026-08-01")],
        persons=[{"person": f"P{room}", "household": home(room)} for room in ("102", "201")],
        ties=[{**tie, "observed_on": "2026-09-01"}],
        visits=[
            {**visit, "date": "2026-08-20", "result": "unchanged"},
            {**visit, "date": "2026-09-20", "result": "agreed"},
            {**visit, "date": "2026-09-21", "result": "no_contact"},
        ],
    )
    cases = talks(record, until=dt.date(2026, 11, 25), policy=DEFAULT_POLICY)
    assert cases.good.tolist() == [0, 1]
    # in August nobody knew of the tie; on the first of September it was new: logit .9; one talk of one had failed
    assert cases.parts["trust"].tolist() == pytest.approx([np.log(0.01 / 0.99), np.log(0.9 / 0.1)])
    assert cases.parts["success"].tolist() == pytest.approx([0.0, np.log(2 / 3)])
    assert cases.evidence[:, KINDS.names.index("key_holding")].tolist() == [0.0, 1.0]
