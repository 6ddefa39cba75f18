"""People of any source: what is wrong in their tables is put right and said; groups are never ignored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from socialgraph.errors import InputError
from socialgraph.models.learning.choosing import choose
from socialgraph.models.learning.evaluation import evaluate_specs, left_out
from socialgraph.models.learning.metrics import brier
from socialgraph.models.learning.populations.people import by_period, evaluate_people
from socialgraph.models.learning.populations.population import Population, neighbour_columns, population
from socialgraph.models.learning.sample import Sample, group_folds
from socialgraph.models.learning.specs import baseline_specs, logistic_spec


def texts(**columns: list[object]) -> pd.DataFrame:
    """A table of text."""
    return pd.DataFrame({name: [str(value) for value in values] for name, values in columns.items()})


def people(n: int = 120, *, seed: int = 0, follows: float = 1.5, **further: list[object]) -> Population:
    """Six groups; decisions follow a trait and the share of the tied who decided."""
    rng = np.random.default_rng(seed)
    trait, group = rng.normal(size=n), np.arange(n) % 6
    source = rng.integers(0, n, 5 * n)
    target = (source + 6 * rng.integers(1, n // 6, 5 * n)) % n  # of the same group
    y = (rng.random(n) < 1 / (1 + np.exp(-follows * trait))).astype(int)
    return population(
        texts(id=list(range(n)), village=group.tolist(), trait=trait.tolist(), **further),
        texts(source=source.tolist(), target=target.tolist()),
        texts(id=list(range(n)), adopted=y.tolist(), when=(rng.integers(1, 5, n)).tolist()),
        outcome="adopted",
        group="village",
        time="when",
    )


def codes_of(sample: Population) -> list[str]:
    """What was said."""
    return [warning.code for warning in sample.warnings]


def test_a_constant_column_is_left_out_and_said() -> None:
    population = people(constant=[7] * 120)
    assert ("constant" in population.people, "population.constant" in codes_of(population)) == (False, True)


def test_codes_in_scientific_notation_are_missing_and_said() -> None:
    population = people(code=["1.33122e+34"] * 60 + ["5"] * 30 + ["6"] * 30)
    assert "population.lost_digits" in codes_of(population)
    assert np.isnan(population.sample().features["code"].to_numpy()[:60]).all()


def test_a_small_number_in_scientific_notation_stays_a_number() -> None:
    population = people(dose=["1e-3", "2.5e2"] * 60)
    assert "population.lost_digits" not in codes_of(population)
    assert sorted(set(population.sample().features["dose"])) == [0.001, 250.0]


def test_missing_values_and_single_class_groups_give_a_result_and_no_crash() -> None:
    rng = np.random.default_rng(3)
    gaps = [value if rng.random() < 0.7 else "" for value in range(120)]
    population = people(gaps=gaps)
    one_sided = Population(
        population.people,
        population.ego,
        population.alter,
        population.weight,
        np.where(population.group == "0", 1, population.y),
        population.group,
        None,
    )
    result = evaluate_people(one_sided, np.random.default_rng(0))
    for evaluation in result.evaluations:
        for p in evaluation.probability.values():
            assert np.all((p > 0) & (p < 1))


def test_text_becomes_a_column_for_each_frequent_value() -> None:
    population = people(job=["farmer", "trader", "trader"] * 40)
    columns = set(population.sample().features)
    assert {"job=farmer", "job=trader"} <= columns


def test_the_neighbours_share_leaves_the_person_out() -> None:
    sample = population(
        texts(id=["a", "b", "c"], g=[1, 1, 2]),
        texts(source=["a", "a", "b"], target=["b", "c", "a"]),
        texts(id=["a", "b", "c"], y=[1, 0, 1]),
        outcome="y",
        group="g",
    )
    shares = neighbour_columns(sample, np.ones(3, bool))
    # of b and c one decided so; drawn by one imagined neighbour of the common rate 2/3
    assert shares["share_of_named"].tolist()[0] == pytest.approx((1 + 2 / 3) / 3)
    assert np.isnan(shares["share_of_named"].tolist()[2])


def test_the_share_of_an_earlier_period_knows_no_later_decision() -> None:
    population = people()
    sample = by_period(population, population.sample())
    first = sample.time == sample.time.min()
    earlier = Population(
        population.people, population.ego, population.alter, population.weight,
        (np.nan_to_num(population.time, nan=99) < 2).astype(int), population.group, None,
    )  # fmt: skip
    expected = neighbour_columns(earlier, np.ones(len(population), bool))["share_of_tied"]
    at_risk = ~(np.nan_to_num(population.time, nan=99) < 2)
    assert sample.features["share_of_tied"][first].tolist() == pytest.approx(expected[at_risk].tolist(), nan_ok=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "nothing"}, "population.column_missing"),
        ({"group": "nothing"}, "population.no_group"),
        ({"nodes": texts(id=["a", "a"], g=[1, 2])}, "population.id_twice"),
        ({"outcomes": texts(id=["a", "b"], y=["1", "perhaps"])}, "population.not_binary"),
    ],
)
def test_what_cannot_be_used_is_told(changes: dict[str, object], code: str) -> None:
    given = {
        "nodes": texts(id=["a", "b"], g=[1, 2]),
        "ties": texts(source=["a"], target=["b"]),
        "outcomes": texts(id=["a", "b"], y=[0, 1]),
        "outcome": "y",
        "group": "g",
        **changes,
    }
    with pytest.raises(InputError) as error:
        population(**given)  # type: ignore[arg-type]
    assert error.value.code == code


def test_groups_ignored_would_shine_and_groups_kept_do_not_beat_the_base_rate(fixtures: Path) -> None:
    table = pd.read_csv(fixtures / "cases" / "g11_stacks.csv")
    features = table[["flats", "share_signed", "ties_per_flat"]].astype(float)
    y, group = table["completed"].to_numpy(np.int64), table["building"].to_numpy(object)
    sample = Sample(features, dict.fromkeys(features, "stack"), y, group, np.zeros(len(y), np.int64))
    specs = [*baseline_specs(sample), logistic_spec("logistic", list(features))]
    folds = group_folds(group)
    assert len(np.unique(folds)) == sample.n_groups
    held_out = {spec.name: left_out(spec, sample, folds) for spec in specs}
    rng = np.random.default_rng(0)
    chosen, _ = choose(sample, specs, held_out, rng)
    figures = evaluate_specs(sample, specs, held_out, rng, "buildings left out").figures
    skill = figures[(figures["model"] == "logistic") & (figures["metric"] == "skill_over_base_rate")].iloc[0]
    assert chosen == "base_rate"
    assert not skill["low"] > 0
    assert brier(y, held_out["base_rate"]) <= brier(y, held_out["logistic"]) + 0.02
    assert all(((p > 0) & (p < 1)).all() for p in held_out.values())


@pytest.mark.slow
def test_the_korean_villages_reach_the_figures_known_for_a_plain_model(fixtures: Path) -> None:
    folder = fixtures / "networks" / "korean_family_planning"
    tables = [
        pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in ("people", "ties", "outcomes")
    ]
    # what was asked after the decision, and says little else than the decision, is left out: docs/forecast.md
    sample = population(*tables, outcome="adopted", group="village", time="toa", without=("cfp", "fp1", "fp8"))
    with threadpool_limits(1):
        result = evaluate_people(sample, np.random.default_rng(0))
    figures = result.evaluations[0].figures.set_index(["model", "metric"])["value"]
    known = {
        "covariates": (0.749, 0.747),
        "position": (0.660, 0.678),
        "neighbours": (0.628, 0.548),
        "all": (0.781, 0.759),
    }
    for model, (pooled, within) in known.items():
        assert figures[model, "auc"] > pooled - 0.02
        assert figures[model, "auc_within_group"] > within - 0.02
    half = result.evaluations[1].figures.set_index(["model", "metric"])["value"]
    assert half["all", "auc"] > 0.778 - 0.02
