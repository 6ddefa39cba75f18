"""Evaluation on people with ties and a decision each: covariates, network position, neighbours' decisions, all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Floats, Ints
from socialgraph.messages import Note
from socialgraph.models.learning.added_value import gain, permutation_p
from socialgraph.models.learning.choosing import choose
from socialgraph.models.learning.evaluation import Evaluation, evaluate_specs, learning_curve, left_out
from socialgraph.models.learning.populations.population import (
    COVARIATES,
    NEIGHBOURS,
    POSITION,
    Population,
    neighbour_columns,
)
from socialgraph.models.learning.sample import Sample, group_folds
from socialgraph.models.learning.specs import Spec, baseline_specs, logistic_spec

MOST_CASES = 20_000  # of persons and periods: longer periods where there would be more
LARGE = 4000  # people from which fewer folds and repeats do: each is more certain
N_REVEALED_DRAWS = 5
SETS = {
    "covariates": (COVARIATES,),
    "position": (POSITION,),
    "neighbours": (NEIGHBOURS,),
    "all": (COVARIATES, POSITION, NEIGHBOURS),
}


@dataclass(frozen=True)
class PeopleEvaluation:
    """What `evaluate_people` finds.

    Attributes
    ----------
    evaluations : groups left out; half revealed; with times, also by period.
    gains : a row a design: what network and neighbours add to the covariates, in log loss a case, with interval; and
        the p-value of the permutation test where it was asked for.
    curve : the learning curve where it was asked for. notes : what was found wrong in the data and put right.
    chosen : the simplest model not more than one standard error worse than the best, groups left out.
    """

    evaluations: tuple[Evaluation, ...]
    gains: pd.DataFrame
    curve: pd.DataFrame | None
    notes: tuple[Note, ...]
    chosen: str


def evaluate_people(people: Population, rng: np.random.Generator, *, full: bool = False) -> PeopleEvaluation:
    """Everything that can be said of a population; `full` adds the permutation test and the learning curve.

    - groups left out: a group is never in training and test. `neighbours` is the share of those tied to somebody who
      decided so, their own decision left out: it supposes that everybody else's is known.
    - half revealed: half of the decisions, drawn at random, are known; the other half is predicted, the group's own
      rate among the revealed and the revealed neighbours being known too. Five draws (two from 4,000 people on).
    - next period (with times): who has not decided yet decides in the next period or not; the neighbours' share is of
      those who decided before. This is the only one of the three with a causal order.

    Parameters
    ----------
    people : who they are, their ties and their decisions.
    rng : source of randomness.
    full : also the permutation test and the learning curve.

    Returns
    -------
    PeopleEvaluation
        Gains in nats a case; p-value NaN and curve None unless `full`.
    """
    sample = people.sample()
    large = len(people) >= LARGE
    folds = group_folds(sample.group, n_folds=5) if large else group_folds(sample.group)
    designs = [_designed("groups left out", sample, folds, rng)]
    if people.time is not None and np.isfinite(people.time).any():
        periods = by_period(people, sample)
        designs.append(_designed("next period", periods, group_folds(periods.group, n_folds=5, most_single=10), rng))
    designs.insert(1, _half_revealed(people, sample, rng, 2 if large else N_REVEALED_DRAWS))
    rows, curve = [], None
    for evaluation, cases in designs:
        p = evaluation.probability
        lift = gain(cases.y, p["covariates"], p["all"], cases.group, rng)
        p_value = np.nan
        if full and evaluation.design == "groups left out":
            columns = cases.columns(POSITION, NEIGHBOURS)
            everything = logistic_spec("all", cases.columns())
            p_value = permutation_p(cases, everything, columns, folds, lift.value, rng, p["covariates"])
            curve = learning_curve(cases, everything, folds, rng)
        rows.append((evaluation.design, lift.value, lift.low, lift.high, p_value))
    gains = pd.DataFrame(rows, columns=["design", "network_gain", "low", "high", "p_value"])
    first, cases = designs[0]
    chosen, _ = choose(cases, [*baseline_specs(cases), *set_specs(cases)], first.probability, rng)
    return PeopleEvaluation(tuple(evaluation for evaluation, _ in designs), gains, curve, people.warnings, chosen)


def set_specs(sample: Sample) -> list[Spec]:
    """A model a set of blocks, for the blocks that have columns; `all` and `covariates` always.

    Parameters
    ----------
    sample : whose columns are looked at; constant ones are left out.

    Returns
    -------
    list of Spec
        Logistic regressions, in the order of SETS; a set without a varying column is left out, but for `covariates` and
        `all`.
    """
    specs, varies = [], sample.features.nunique() > 1
    for name, blocks in SETS.items():
        columns = [column for column in sample.columns(*blocks) if varies[column]]
        if columns or name in ("covariates", "all"):
            specs.append(logistic_spec(name, columns))
    return specs


def _designed(design: str, sample: Sample, folds: Ints, rng: np.random.Generator) -> tuple[Evaluation, Sample]:
    specs = [*baseline_specs(sample), *set_specs(sample)]
    held_out = {spec.name: left_out(spec, sample, folds) for spec in specs}
    return evaluate_specs(sample, specs, held_out, rng, design), sample


def _half_revealed(
    people: Population, sample: Sample, rng: np.random.Generator, n_draws: int
) -> tuple[Evaluation, Sample]:
    """Train on the revealed half, predict the rest; the draws are laid one after the other."""
    specs = [*baseline_specs(sample), *set_specs(sample)]
    parts: list[Sample] = []
    held_out: dict[str, list[Floats]] = {spec.name: [] for spec in specs}
    for _ in range(n_draws):
        revealed = np.zeros(len(sample), bool)
        revealed[rng.permutation(len(sample))[: len(sample) // 2]] = True
        features = sample.features.copy()
        shares = neighbour_columns(people, revealed)
        features[shares.columns] = shares.to_numpy()
        drawn = Sample(features, sample.block, sample.y, sample.group, sample.time)
        for spec in specs:
            model = spec.fitted(drawn.rows(revealed))
            held_out[spec.name].append(spec.probability(model, drawn.rows(~revealed)))
        parts.append(drawn.rows(~revealed))
    whole = Sample(
        pd.concat([part.features for part in parts], ignore_index=True),
        sample.block,
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.group for part in parts]),
        np.concatenate([part.time for part in parts]),
    )
    probability = {name: np.concatenate(values) for name, values in held_out.items()}
    return evaluate_specs(whole, specs, probability, rng, "half revealed"), whole


def by_period(people: Population, sample: Sample, *, most_periods: int = 20) -> Sample:
    """A case a person and period in which they had not decided yet: whether they decided in it.

    The neighbours' share is of those who had decided before the period. More than 20 different times are put into 20
    periods of about equally many decisions.

    Parameters
    ----------
    people : who they are, their ties and their decisions.
    sample : features, outcomes and groups.
    most_periods : how many periods at the most.

    Returns
    -------
    Sample
        `time` is the period, from 1; the column `period` is of the covariates.
        Whoever never decided is in every period.
    """
    assert people.time is not None
    decided = np.isfinite(people.time)
    times = np.unique(people.time[decided])
    most_periods = max(2, min(most_periods, MOST_CASES // len(people)))
    if len(times) > most_periods:
        times = np.unique(np.quantile(people.time[decided], np.linspace(0, 1, most_periods + 1)[1:]))
    period = np.where(decided, np.searchsorted(times, people.time), len(times))
    parts = []
    for k in range(1, len(times)):  # in the first period nobody can have followed anybody
        at_risk = period >= k
        before = Population(
            people.people, people.ego, people.alter, people.weight, (period < k).astype(np.int64), people.group, None
        )
        shares = neighbour_columns(before, np.ones(len(people), bool))
        features = sample.features.copy()
        features[shares.columns] = shares.to_numpy()
        features["period"] = float(k)
        decides = (period == k)[at_risk].astype(np.int64)
        parts.append((features[at_risk], decides, sample.group[at_risk], np.full(at_risk.sum(), k)))
    return Sample(
        pd.concat([part[0] for part in parts], ignore_index=True),
        {**sample.block, "period": COVARIATES},
        *(np.concatenate([part[k] for part in parts]) for k in (1, 2, 3)),
    )
