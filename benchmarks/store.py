"""How fast records go into the graph and come out of it, on both engines.

    python benchmarks/store.py [--ties N ...] [--engine embedded|neo4j ...] [--json FILE]

A town of one household in ten ties is written, written again unchanged, and read. Memory is this process': for the
embedded engine that includes the engine, for Neo4j it does not include the server. The server is the one of the tests
(2 GB heap); without Java and Maven that half is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))

import neo4j_server

from socialgraph.schema.records import RECORDS
from socialgraph.store import StoreSettings, open_store

_SOURCE = "bench.csv::1"
_TIES_A_PERSON = 10


def town(n_ties: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Records of `n_ties` ties among a tenth as many people, one a household, and a dossier and a stance of each."""
    n = max(2, n_ties // _TIES_A_PERSON)
    number = np.arange(n)
    flat = pd.DataFrame(
        {"compound": "", "building": (number // 60).astype(str), "door": (number // 12 % 5 + 1).astype(str)}
    ).assign(room=((number % 12 // 2 + 1) * 100 + number % 2 + 1).astype(str))
    key = ":" + flat["building"] + ":" + flat["door"] + ":" + flat["room"]
    person = "p_" + pd.Series(number).map("{:016x}".format)
    stack = flat["building"] + "/" + flat["door"] + "/" + flat["room"].str[-1]
    ego = rng.integers(0, n, n_ties)
    alter = (ego + rng.integers(1, n, n_ties)) % n
    given = {
        "flats": flat.assign(
            flat=key, stack_key=":" + flat["building"] + ":" + stack + ":", stack=stack, stack_source="derived"
        ),
        "dossiers": flat.assign(household=key, owner=person, occupancy="owner_occupied", survey_date="2026-05-01"),
        "persons": pd.DataFrame({"person": person, "household": key}),
        "stances": pd.DataFrame(
            {"household": key, "giver": "owner", "date": "2026-05-01", "stance": "signed"}
        ),
        "ties": pd.DataFrame(
            {"ego": person.to_numpy()[ego], "alter": person.to_numpy()[alter], "kind": "confidant", "strength": "2",
             "observed_on": "2026-05-01"}
        ).drop_duplicates(["ego", "alter"]),
    }  # fmt: skip
    return {name: _complete(name, frame) for name, frame in given.items()}


def _complete(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    missing = {column: "" for column in RECORDS[name].columns if column not in frame}
    return frame.assign(**missing, sources=_SOURCE)[[*RECORDS[name].columns, "sources"]].astype("str")


def measure(settings: StoreSettings, n_ties: int, answers: multiprocessing.Queue[dict[str, object]]) -> None:
    """Run the three tasks in this process and report each."""
    records = town(n_ties, np.random.default_rng(7))
    with open_store(settings) as store:
        store.read()
        for task in ("write", "write_unchanged", "read"):
            started = time.perf_counter()
            if task == "read":
                store.read()
            else:
                store.write(records, sources={_SOURCE})
            seconds = time.perf_counter() - started
            peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            run = {"task": task, "size": len(records["ties"]), "system": settings.kind}
            answers.put({**run, "seconds": round(seconds, 3), "peak_mb": round(peak_mb, 1)})


@contextlib.contextmanager
def engine(kind: str, folder: Path) -> Iterator[StoreSettings]:
    """An empty graph."""
    if kind == "embedded":
        yield StoreSettings(folder)
        return
    with neo4j_server.running(folder / "neo4j", heap_mb=2048) as server:
        yield StoreSettings(folder, "neo4j", server.uri, server.user, server.password)


def main() -> None:
    """Parse the options, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ties", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", nargs="+", default=["embedded", "neo4j"], choices=["embedded", "neo4j"])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    runs: list[dict[str, object]] = []
    spawn = multiprocessing.get_context("spawn")
    for kind in options.engine:
        if kind == "neo4j" and neo4j_server.why_not():
            print(f"neo4j left out: {neo4j_server.why_not()}", file=sys.stderr)
            continue
        for n_ties in options.ties:
            with tempfile.TemporaryDirectory() as folder, engine(kind, Path(folder)) as settings:
                answers = spawn.Queue()
                process = spawn.Process(target=measure, args=(settings, n_ties, answers))
                process.start()
                process.join()
                if process.exitcode:
                    sys.exit(f"{kind} with {n_ties} ties failed")
                runs += [answers.get() for _ in range(3)]
    table = pd.DataFrame(runs).assign(ties_per_second=lambda t: (t["size"] / t["seconds"]).round().astype(int))
    print(table.to_string(index=False))
    if options.json:
        options.json.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
