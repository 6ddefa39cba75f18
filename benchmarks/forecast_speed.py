"""How long training and evaluation take: on a town of a thousand stacks, and on ten thousand people of real villages.

    python benchmarks/forecast_speed.py

The town is an invented one; from its records on all that `train` and `evaluate` do is in the time: windows, outcomes,
features, models, choice, figures. The people are the Korean villages of `tests/fixtures/networks`, ten times over:
their covariates, ties and decisions, in 250 villages. Neither has permutation test or learning curve. Goals: 60 s
for training and evaluation together, 60 s for the people. Beside the seconds stand those that the processor worked:
they count where the machine has other work to do.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from socialgraph.demo.town import generate
from socialgraph.models.completion.history import FIRST_ON, History
from socialgraph.models.completion.stack_evaluation import evaluate_stacks
from socialgraph.models.completion.stack_model import train_stack_model
from socialgraph.models.completion.windows import stack_cases
from socialgraph.models.learning.populations.people import evaluate_people
from socialgraph.models.learning.populations.population import population
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise
from socialgraph.schema.policy import DEFAULT_POLICY

TODAY, DAYS = dt.date(2026, 11, 25), 60
VILLAGES = Path(__file__).parents[1] / "tests" / "fixtures" / "networks" / "korean_family_planning"
Rows = list[dict[str, object]]


@contextmanager
def clock(rows: Rows, what: str) -> Iterator[dict[str, object]]:
    """A row with the seconds of what is done inside."""
    row: dict[str, object] = {"what": what, "size": ""}
    began, worked = time.perf_counter(), time.process_time()
    yield row
    row |= {"seconds": time.perf_counter() - began, "of the processor": time.process_time() - worked}
    rows.append(row)


def town(rows: Rows, households: int) -> None:
    """Train and evaluate on an invented town."""
    tables = generate(households, 1, today=TODAY).tables
    records = dict(pseudonymise(dict(tables), Keys(b"forecast benchmark, no real key!")).records)
    for name in ("dossiers", "measures", "links", "people"):
        records[name] = records[name].assign(**{FIRST_ON: "2026-01-01"})
    for command in ("train", "evaluate"):
        with clock(rows, command) as row:
            cases = stack_cases(History(records, TODAY), cut_off=TODAY, policy=DEFAULT_POLICY, horizon_days=DAYS)
            row["size"] = f"{cases.n_judged} stacks, {len(cases.sample)} cases, {cases.sample.n_groups} buildings"
            rng = np.random.default_rng(0)
            if command == "train":
                train_stack_model(cases, cut_off=TODAY, horizon_days=DAYS, rng=rng)
            else:
                evaluate_stacks(cases, rng)


def people(rows: Rows, copies: int) -> None:
    """Evaluate the villages, so many times over."""
    tables = []
    for name, keys in (("people", ["id", "village"]), ("ties", ["source", "target"]), ("outcomes", ["id", "village"])):
        table = pd.read_csv(VILLAGES / f"{name}.csv", dtype=str, keep_default_na=False)
        parts = [table.assign(**{key: table[key] + f"-{k}" for key in keys}) for k in range(copies)]
        tables.append(pd.concat(parts, ignore_index=True))
    with clock(rows, "evaluate people") as row:
        sample = population(*tables, outcome="adopted", group="village", time="toa", without=("cfp", "fp1", "fp8"))
        row["size"] = f"{len(sample)} people, {len(np.unique(sample.group))} villages"
        evaluate_people(sample, np.random.default_rng(0))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=7000)
    parser.add_argument("--copies", type=int, default=10, help="of the 1,047 people")
    options = parser.parse_args()
    rows: Rows = []
    with threadpool_limits(1):
        town(rows, options.households)
        people(rows, options.copies)
    sys.stdout.write(pd.DataFrame(rows).round(1).to_string(index=False) + "\n")


if __name__ == "__main__":
    main()
