"""Safeguard: few finished stacks give no fitted model, and no output says how likely a person is to refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from socialgraph.models.completion.features import FEATURES
from socialgraph.models.completion.stack_model import Training, train_stack_model
from socialgraph.models.completion.windows import StackCases
from socialgraph.models.learning.sample import Sample
from socialgraph.outputs.screen import in_words

CUT_OFF = dt.date(2026, 11, 25)


def cases(n_finished: int) -> StackCases:
    """Forty stacks of four buildings that one feature tells apart without a slip: whoever may fit, would."""
    rng = np.random.default_rng(7)
    y = np.arange(40) % 2
    features = pd.DataFrame({name: rng.normal(size=40) for name in FEATURES})
    features["consent_share"] = y * 0.8 + 0.1
    sample = Sample(
        features,
        {name: block for name, (block, _) in FEATURES.items()},
        y,
        np.array([f":{n // 10}" for n in range(40)]),
        np.zeros(40, int),
    )
    keys = np.array([f"s{n}" for n in range(40)])
    return StackCases(sample, keys, ((CUT_OFF, CUT_OFF),), n_finished, n_finished, 40, 0)


@pytest.fixture
def trained() -> Callable[[int], Training]:
    return lambda n: train_stack_model(cases(n), cut_off=CUT_OFF, horizon_days=90, rng=np.random.default_rng(1))


def test_under_30_finished_stacks_nothing_is_fitted(trained: Callable[[int], Training]) -> None:
    training = trained(29)
    assert (training.model.chosen, training.model.logistic, training.evaluation) == ("beta_binomial", None, None)


def test_from_30_on_it_is_fitted_and_judged(trained: Callable[[int], Training]) -> None:
    training = trained(30)
    assert training.model.logistic is not None
    assert training.evaluation is not None


def test_the_baseline_of_independence_is_always_there(trained: Callable[[int], Training]) -> None:
    probabilities = trained(0).model.independence.probability(cases(0).sample.features, np.array([":0"] * 40))
    assert probabilities.shape == (40,)
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_no_table_gives_a_probability_that_a_person_refuses(
    tables: Any, all_lists: Callable[[Any], dict[str, pd.DataFrame]]
) -> None:
    for name, frame in all_lists(tables).items():
        headings, _, _ = in_words(frame, name, "en")
        names = [*map(str, frame.columns), *headings]
        assert [word for word in names if "refus" in word or "probab" in word or "risk" in word] == [], name
