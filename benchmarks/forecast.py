"""Forecasts held against towns whose process is known: coverage, calibration slope, network lift, falsely found or not.

    python benchmarks/forecast.py --seeds 200 --keep runs.jsonl

Each seed draws a town (`socialgraph.demo`), takes its features on a day, draws each building's effect, and with them
the true probability of every stack that is not finished; then the outcomes, written as dated words of the households.
From there on the product's own way: windows, features, models. A third of the buildings is never trained on. Half of
the runs have a process in which the network matters, half one in which it does not. Every run is a fresh seed. With
`--keep` every run is written down as it ends, and a run that stands there already is not repeated.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from threadpoolctl import threadpool_limits

from socialgraph.demo.town import generate
from socialgraph.models.completion.features import NETWORK, stack_features
from socialgraph.models.completion.forecasting import intervals
from socialgraph.models.completion.history import FIRST_ON, History
from socialgraph.models.completion.outcomes import states_on
from socialgraph.models.completion.stack_model import train_stack_model
from socialgraph.models.completion.windows import StackCases, open_stacks, stack_cases
from socialgraph.models.learning.added_value import gain
from socialgraph.models.learning.evaluation import folds_of, left_out
from socialgraph.models.learning.metrics import calibration_line, resampled_rows
from socialgraph.models.learning.specs import specs_of
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.trust.network import trust_network

TODAY, DAYS = dt.date(2026, 11, 25), 60
BEGIN = TODAY - dt.timedelta(DAYS)
# log-odds a standard deviation
PROCESS = {"missing_share": -0.9, "refused_missing": -0.4, "fitout_share": -0.4, "visits_per_missing": 0.3}
OF_NETWORK = {"trusted_consent_share": 0.6, "linking_share": 0.5}
BUILDING_SD, BASE = 0.7, -0.4


@dataclass(frozen=True)
class Run:
    """One town: its cases, and the true probability of each."""

    cases: StackCases
    truth: np.ndarray


def town_with_outcomes(seed: int, households: int, *, network_matters: bool) -> Run:
    """A town whose stacks finish by the process, as the product would see it."""
    rng = np.random.default_rng([seed, int(network_matters)])
    tables = generate(households, seed, today=TODAY).tables
    records = dict(pseudonymise(dict(tables), Keys(b"forecast benchmark, no real key!")).records)
    for name in ("dossiers", "measures", "links", "people"):
        records[name] = records[name].assign(**{FIRST_ON: "2026-01-01"})
    # what happened after the beginning of the window is the process's to say
    for name, column in (("stances", "date"), ("visits", "date"), ("works", "done_on")):
        frame = records[name]
        records[name] = frame[(frame[column] == "") | (frame[column] <= BEGIN.isoformat())]
    before = History(records, TODAY)
    town = before.known_on(BEGIN)
    stacks = town.stacks.key
    features = stack_features(before, stacks, BEGIN, DEFAULT_POLICY)
    at_risk = open_stacks(states_on(before, stacks, BEGIN, DEFAULT_POLICY))
    weights = {**PROCESS, **(OF_NETWORK if network_matters else {})}
    scaled = features[list(weights)].fillna(features[list(weights)].median())
    scaled = (scaled - scaled[at_risk].mean()) / scaled[at_risk].std().replace(0, 1)
    building = town.stacks.building
    effect = rng.normal(0, BUILDING_SD, len(town.buildings.key))[building]
    truth = expit(BASE + scaled.to_numpy() @ np.array(list(weights.values())) + effect)
    finishes = at_risk & (rng.random(len(truth)) < truth)
    records["stances"] = pd.concat([records["stances"], _words(before, finishes, rng)], ignore_index=True).fillna("")
    cases = stack_cases(
        History(records, TODAY), cut_off=TODAY, policy=DEFAULT_POLICY, horizon_days=DAYS, most_windows=1
    )
    return Run(cases, pd.Series(truth, index=stacks.texts).loc[cases.stack].to_numpy())


def _words(before: History, finishes: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Owner and occupant of every missing household of these stacks sign on a day of the window."""
    town = before.known_on(BEGIN)
    network = trust_network(town, as_of=BEGIN, policy=DEFAULT_POLICY)
    missing = network.readiness.missing_of_stacks(town.n_stacks)
    homes = np.unique(missing.items[finishes[missing.rows]])
    dates = [(BEGIN + dt.timedelta(int(d))).isoformat() for d in rng.integers(1, DAYS + 1, len(homes))]
    keys = [town.households.key[h] for h in homes.tolist()]
    word = {"household": keys, "date": dates, "stance": "signed", "rank": "1", "pipe_kind": ""}
    return pd.concat([pd.DataFrame({**word, "giver": giver}) for giver in ("owner", "occupant")], ignore_index=True)


def one_run(seed: int, households: int, network_matters: bool) -> dict[str, object]:
    """Train on two thirds of the buildings; what came of it."""
    began = time.perf_counter()
    with threadpool_limits(1):
        run = town_with_outcomes(seed, households, network_matters=network_matters)
        sample, rng = run.cases.sample, np.random.default_rng(seed)
        buildings = rng.permutation(np.unique(sample.group))
        new = np.isin(sample.group, buildings[: len(buildings) // 3])
        known = StackCases(**{**run.cases.__dict__, "sample": sample.rows(~new), "stack": run.cases.stack[~new]})
        model = train_stack_model(known, cut_off=TODAY, horizon_days=DAYS, rng=rng).model
        p = model.model.probability(sample.features[model.columns], sample.group)
        low, high = intervals(model, sample.features, sample.group, p).T
        covered = (low <= run.truth) & (run.truth <= high)
        specs = {s.name: s for s in specs_of(sample, n_finished=0, network=NETWORK)}
        folds = folds_of(sample)
        without, with_ = (left_out(specs[n], sample, folds) for n in ("logistic_without_network", "logistic"))
        lift = gain(sample.y, without, with_, sample.group, rng)
    return {
        "seed": seed, "network_matters": network_matters, "stacks": len(sample), "model": model.chosen,
        "coverage": covered.mean(), "coverage_new": covered[new].mean(), "coverage_known": covered[~new].mean(),
        "width": float((high - low).mean()), "lift": lift.value, "claimed": bool(lift.low > 0),
        "seconds": time.perf_counter() - began, "p_new": p[new].tolist(), "y_new": sample.y[new].tolist(),
    }  # fmt: skip


def summary(runs: list[dict[str, object]]) -> pd.DataFrame:
    """A row a process: coverage, slope of all new buildings' stacks pooled, share of seeds that claim a lift.

    `slope, level apart` gives each town a level of its own: every town of this benchmark has the same true level, so
    that what the forecasts' levels differ by between towns is error of the level and nothing else.
    """
    rows = []
    for matters, part in pd.DataFrame(runs).groupby("network_matters"):
        y, p = np.concatenate(list(part["y_new"])), np.concatenate(list(part["p_new"]))
        town = np.repeat(np.arange(len(part)), part["p_new"].map(len))
        rows.append(
            {
                "network matters": matters, "seeds": len(part), "stacks": part["stacks"].mean(),
                "coverage": part["coverage"].mean(), "new buildings": part["coverage_new"].mean(),
                "known buildings": part["coverage_known"].mean(), "mean width": part["width"].mean(),
                "calibration slope": calibration_line(y, p)[1], "its standard error": _slope_error(y, p, town),
                "slope, level apart": _slope_within(y, p, town),
                "lift claimed": part["claimed"].mean(), "mean lift": part["lift"].mean(),
                "fitted model used": (~part["model"].isin(["base_rate", "independence", "beta_binomial"])).mean(),
                "network used": part["model"].isin(["logistic", "boosted"]).mean(),
                "seconds a seed": part["seconds"].mean(),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _slope_error(y: np.ndarray, p: np.ndarray, town: np.ndarray) -> float:
    """Standard error of the pooled slope: bootstrap over whole towns."""
    draws = resampled_rows(town, np.random.default_rng(0), 200)
    return float(np.std([calibration_line(y[rows], p[rows])[1] for rows in draws], ddof=1))


def _slope_within(y: np.ndarray, p: np.ndarray, town: np.ndarray) -> float:
    """One slope for all towns, an intercept for each: Newton's method."""
    x = logit(p)
    level, slope = np.zeros(town.max() + 1), 1.0
    for _ in range(50):
        q = expit(level[town] + slope * x)
        w = q * (1 - q)
        mass = np.bincount(town, w) + 1e-6
        mean = np.bincount(town, w * x) / mass
        step = float((x - mean[town]) @ (y - q) / (w @ (x - mean[town]) ** 2))
        level += np.clip(np.bincount(town, y - q) / mass - step * mean, -2, 2)
        slope += step
        if abs(step) < 1e-8:
            break
    return slope


def runs_of(
    n_seeds: int, households: int, jobs: int = 1, first: int = 0, keep: Path | None = None
) -> list[dict[str, object]]:
    """Every seed under both processes; those that `keep` holds already are read from there."""
    lines = keep.read_text(encoding="utf-8").splitlines() if keep is not None and keep.exists() else []
    runs = [json.loads(line) for line in lines]
    done = {(run["seed"], run["network_matters"]) for run in runs}
    wanted = [(seed, matters) for seed in range(first, first + n_seeds) for matters in (False, True)]
    for run in _made([one for one in wanted if one not in done], households, jobs):
        runs.append(run)
        if keep is not None:
            with keep.open("a", encoding="utf-8") as file:
                file.write(json.dumps(run, default=float) + "\n")
    return runs


def _made(wanted: list[tuple[int, bool]], households: int, jobs: int) -> Iterator[dict[str, object]]:
    if jobs == 1:
        yield from (one_run(seed, households, matters) for seed, matters in wanted)
        return
    with ProcessPoolExecutor(jobs) as pool:
        seeds, matters = zip(*wanted, strict=True) if wanted else ((), ())
        yield from pool.map(one_run, seeds, [households] * len(wanted), matters)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1000, help="first seed: others than the tests use")
    parser.add_argument("--households", type=int, default=4000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a file of runs, to go on where it was left")
    options = parser.parse_args()
    runs = runs_of(options.seeds, options.households, options.jobs, options.first, options.keep)
    sys.stdout.write(summary(runs).round(3).T.to_string() + "\n")


if __name__ == "__main__":
    main()
