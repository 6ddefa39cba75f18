"""Trust network at size: this package beside networkx, igraph and scipy, time and peak memory.

    python benchmarks/network.py --households 10000 --households 100000 --json network.json

Each system runs in a process of its own on the same town: one person a household, ten ties each (nine among the
nearest 2,000 people, one anywhere), 6 % of households unresolved, 5 % of people eligible, one pair in 500 closed.

- `ties`: evidence to strengths and closed pairs.
- `paths`: the strongest path of at most three ties from every unresolved household to every eligible person it
  reaches. The others are given an easier question, as they have no whole-path rule: networkx and igraph walk three
  rounds over their adjacency; scipy's Dijkstra has no limit on ties and is stopped at a path strength of 1 %. Where
  a system would run for hours a sample of the sources is timed and scaled up, which its row says.
- `isolation`: reach, classes' sums and paths of every unresolved household, from the arrays.
- `second paths`: strongest and tie-disjoint second paths of all pairs found.
- `capital`: every measure of every building, from the trust network of a synthetic town (`socialgraph.demo`).
- `snapshot_to_results`: a new process, from that town's saved snapshot to the JSON files of `isolated` and
  `suggest --top 3`; seconds are those of the whole process, its imports and the cached kernels included.
- `compile`: all kernels of all analyses in a new process, with and without a cache on disk; less what plain Python
  needs for the same small town.

Towns are made once and kept where `--snapshots FOLDER` says; a million households take minutes and 10 GB to make.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from socialgraph.town.building import build_town
from socialgraph.town.file import load_town, save_town  # noqa: F401  the child process saves

if TYPE_CHECKING:
    from socialgraph.town.snapshot import Town

TIES_EACH, NEAR = 10, 2_000
UNRESOLVED_SHARE, ELIGIBLE_SHARE, CLOSED_SHARE = 0.06, 0.05, 0.002
AS_OF = dt.date(2026, 11, 25)
SAMPLE = {"networkx": 3_000, "igraph": 600, "scipy": 100}
TOP = 3
SMALL = 400  # households of the town that the kernels are compiled on
SYSTEMS = ("socialgraph", "networkx", "igraph", "scipy")
COLUMNS = ("task", "size", "system", "seconds", "peak_mb")


def town(n: int) -> dict[str, Any]:
    """Evidence and people of a town of n households, the same for every system."""
    from socialgraph.trust.evidence import Evidence, registered_kinds

    rng = np.random.default_rng(20261125)
    m = n * TIES_EACH
    ego = np.repeat(np.arange(n), TIES_EACH)
    near = ego + rng.integers(1, min(NEAR, max(n // 2, 2)), m) * rng.choice([-1, 1], m)
    alter = np.where(rng.random(m) < 0.9, near, rng.integers(0, n, m)) % n
    kinds = registered_kinds()
    admissible, closing = np.flatnonzero(kinds.is_admissible), np.flatnonzero(~kinds.is_admissible)
    kind = np.where(rng.random(m) < CLOSED_SHARE, rng.choice(closing, m), rng.choice(admissible, m))
    order = np.lexsort((kind, alter, ego))  # as a Town keeps its evidence
    stated = rng.integers(1, 4, m)
    observed_on = np.datetime64("2026-11-01") - rng.integers(0, 900, m)
    evidence = Evidence.of(ego, alter[order], kind[order], stated, observed_on, np.full(m, -1))
    missing = rng.random(n) < UNRESOLVED_SHARE
    return {"evidence": evidence, "missing": missing, "eligible": (rng.random(n) < ELIGIBLE_SHARE) & ~missing}


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def of_socialgraph(n: int) -> Iterator[tuple[str, float]]:
    """All tasks; the kernels were compiled before."""
    from socialgraph.trust.open_paths import OpenPaths
    from socialgraph.trust.ties import trust_ties

    given = town(n)
    warm(given["evidence"])
    seconds, ties = clock(lambda: trust_ties(given["evidence"], n, as_of=AS_OF))
    yield "ties", seconds
    households = np.flatnonzero(given["missing"])

    def prepared() -> OpenPaths:
        return OpenPaths(ties, np.arange(n), n, ~given["missing"], given["eligible"])

    seconds, paths = clock(prepared)
    yield "prepare", seconds
    seconds, lists = clock(lambda: list(paths.paths_of(households)))
    yield "paths", seconds

    def features() -> Any:
        fresh = prepared()
        egos = ties.egos
        leaving = np.bincount(egos, ties.strength, n)
        inside = np.bincount(egos, ties.strength * given["missing"][ties.alters], n)
        return fresh.reach_of(households), leaving, inside

    yield "isolation", clock(features)[0]
    owners = np.concatenate([np.repeat(part.households, np.diff(part.offsets)) for part in lists])
    targets = np.concatenate([part.targets for part in lists])
    yield "second paths", clock(lambda: paths.between(owners, targets))[0]


def warm(evidence: Any) -> None:
    """Load every kernel from its cache."""
    from socialgraph.kernels import jit
    from socialgraph.trust.open_paths import OpenPaths
    from socialgraph.trust.ties import trust_ties

    keep, jit.PLAIN_STEPS = jit.PLAIN_STEPS, 0
    few = evidence.rows((evidence.ego < 50) & (evidence.alter < 50))
    everybody = np.ones(50, np.bool_)
    paths = OpenPaths(trust_ties(few, 50, as_of=AS_OF), np.arange(50), 50, everybody, everybody)
    paths.reach_of(np.arange(50))
    list(paths.paths_of(np.arange(50)))
    paths.between(np.zeros(1, np.int64), np.ones(1, np.int64))
    jit.PLAIN_STEPS = keep


def of_others(system: str, n: int) -> Iterator[tuple[str, float]]:
    """Building a graph, and the strongest paths of at most three ties."""
    from socialgraph.trust.ties import trust_ties

    given = town(n)
    ties = trust_ties(given["evidence"], n, as_of=AS_OF)
    carries = ~given["missing"][ties.alters]
    ego, alter, strength = ties.egos[carries], ties.alters[carries], ties.strength[carries]
    sources = np.flatnonzero(given["missing"])
    sample = sources[: SAMPLE[system]]
    scale = len(sources) / len(sample)
    eligible = given["eligible"]
    if system == "scipy":
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        cost = np.maximum(-np.log(strength), 1e-12)
        seconds, graph = clock(lambda: csr_array((cost, (ego, alter)), shape=(n, n)))
        yield "build", seconds
        yield "paths", scale * clock(lambda: [dijkstra(graph, indices=s, limit=-np.log(0.01)) for s in sample])[0]
        return
    if system == "igraph":
        import igraph

        seconds, graph = clock(lambda: igraph.Graph(n, np.c_[ego, alter], directed=True))
        yield "build", seconds
        weight = strength

        def steps(person: int) -> Iterator[tuple[int, float]]:
            return ((graph.es[e].target, weight[e]) for e in graph.incident(person))
    else:
        import networkx as nx

        graph = nx.DiGraph()
        weighted = zip(ego.tolist(), alter.tolist(), strength.tolist(), strict=True)
        yield "build", clock(lambda: graph.add_weighted_edges_from(weighted))[0]

        def steps(person: int) -> Iterator[tuple[int, float]]:
            return ((b, data["weight"]) for b, data in graph.adj[person].items()) if person in graph else iter(())

    def three_rounds(source: int) -> dict[int, float]:
        best, edge = {source: 1.0}, {source: 1.0}
        for _ in range(3):
            further: dict[int, float] = {}
            for person, so_far in edge.items():
                for alter_, step in steps(person):
                    if so_far * step > max(best.get(alter_, 0.0), further.get(alter_, 0.0)):
                        further[alter_] = so_far * step
            best.update(further)
            edge = further
        return {person: value for person, value in best.items() if eligible[person]}

    yield "paths", scale * clock(lambda: [three_rounds(int(s)) for s in sample])[0]


def synthetic_town(n: int) -> Town:
    """A town with dossiers, stances, visits and ties, under pseudonyms of a key of its own."""
    from socialgraph.demo.town import generate
    from socialgraph.privacy.keys import Keys
    from socialgraph.privacy.pseudonyms import pseudonymise

    tables = generate(n, today=AS_OF, ties_per_household=float(TIES_EACH)).tables
    return build_town(pseudonymise(dict(tables), Keys(b"benchmark" * 4)).records)


def snapshot_of(n: int, folder: Path) -> Path:
    """Where the snapshot of n households lies; it is made by a process of its own where it is not there."""
    path = folder / f"town_{n}.npz"
    if not path.exists():
        code = "import sys, network as b; b.save_town(b.synthetic_town(int(sys.argv[1])), sys.argv[2])"
        in_child(code, str(n), str(path))
    return path


def in_child(code: str, *arguments: str, **environment: str) -> list[float]:
    """Run Python in a new process; the numbers that its last line prints, and its seconds as the last."""
    folder = str(Path(__file__).parent)
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {folder!r}); {code}", *arguments]
    seconds, done = clock(
        lambda: subprocess.run(
            command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True
        )
    )
    return [*map(float, done.stdout.split()), seconds]


def peak_mb() -> int:
    """The most memory that this process has held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def analyse(town: Town) -> None:
    """Everything that uses a kernel."""
    from socialgraph.capital.groups import social_capital
    from socialgraph.reach.intermediaries import rank_intermediaries
    from socialgraph.reach.isolation import classify_isolation
    from socialgraph.schema.policy import Policy

    for analysis in (classify_isolation, rank_intermediaries, social_capital):
        analysis(town, as_of=AS_OF, policy=Policy())


def write_results(snapshot: str, folder: str) -> None:
    """The task `snapshot_to_results`, in its process; prints the peak memory."""
    from socialgraph.outputs.render import render
    from socialgraph.reach.intermediaries import rank_intermediaries
    from socialgraph.reach.isolation import classify_isolation
    from socialgraph.schema.policy import Policy
    from socialgraph.trust.network import trust_network

    town = load_town(snapshot)
    at: dict[str, Any] = {"as_of": AS_OF, "policy": Policy()}
    network = trust_network(town, **at)
    for name, table in (
        ("isolated", classify_isolation(town, network=network, **at)),
        ("suggest", rank_intermediaries(town, top=TOP, network=network, **at)),
    ):
        Path(folder, f"{name}.json").write_text(render(table, "json"), encoding="utf-8")
    print(peak_mb())


def time_capital(snapshot: str, small: str) -> None:
    """The task `capital`, in its process, its kernels loaded before; prints seconds and peak memory."""
    from socialgraph.capital.groups import social_capital
    from socialgraph.kernels import jit
    from socialgraph.schema.policy import Policy
    from socialgraph.trust.network import trust_network

    jit.PLAIN_STEPS = -1
    analyse(load_town(small))
    town = load_town(snapshot)
    network = trust_network(town, as_of=AS_OF, policy=Policy())
    seconds, _ = clock(lambda: social_capital(town, as_of=AS_OF, policy=Policy(), network=network))
    print(seconds, peak_mb())


def time_kernels(small: str, plain_steps: str) -> None:
    """The task `compile`, in its process; prints the seconds of all analyses of a small town."""
    from socialgraph.kernels import jit

    town = load_town(small)
    jit.PLAIN_STEPS = int(plain_steps)
    print(clock(lambda: analyse(town))[0], peak_mb())


def of_towns(sizes: list[int], folder: Path) -> Iterator[dict[str, Any]]:
    """Records of the tasks on whole towns."""

    def record(task: str, n: int, seconds: float, peak: float) -> dict[str, Any]:
        return dict(zip(COLUMNS, (task, n, "socialgraph", round(seconds, 4), round(peak)), strict=True))

    small = str(snapshot_of(SMALL, folder))
    plain, _, _ = in_child("import network as b; b.time_kernels(*sys.argv[1:])", small, str(10**12))
    with tempfile.TemporaryDirectory() as cache:
        for task in ("compile", "compile, cached"):
            seconds, peak, _ = in_child(
                "import network as b; b.time_kernels(*sys.argv[1:])", small, "-1", NUMBA_CACHE_DIR=cache
            )
            yield record(task, SMALL, max(seconds - plain, 0.0), peak)
    for n in sizes:
        snapshot = str(snapshot_of(n, folder))
        with tempfile.TemporaryDirectory() as results:
            peak, seconds = in_child("import network as b; b.write_results(*sys.argv[1:])", snapshot, results)
            yield record("snapshot_to_results", n, seconds, peak)
        seconds, peak, _ = in_child("import network as b; b.time_capital(*sys.argv[1:])", snapshot, small)
        yield record("capital", n, seconds, peak)


def run_one(system: str, n: int) -> None:
    """All tasks of one system, a JSON record a line; peak memory is that of the process so far."""
    tasks = of_socialgraph(n) if system == "socialgraph" else of_others(system, n)
    timed_sources = int(n * UNRESOLVED_SHARE)
    for task, seconds in tasks:
        name = system
        if task == "paths" and system in SAMPLE and SAMPLE[system] < 0.9 * timed_sources:
            name = f"{system} (scaled from {SAMPLE[system]} sources)"
        record = dict(zip(COLUMNS, (task, n, name, round(seconds, 4), peak_mb()), strict=True))
        print(json.dumps(record), flush=True)


def main() -> None:
    """Run every system at every size and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--households", type=int, nargs="+", action="extend", help="town size; may be given several times"
    )
    parser.add_argument("--systems", nargs="+", default=list(SYSTEMS), choices=SYSTEMS)
    parser.add_argument("--json", metavar="FILE", help="also write the records here")
    parser.add_argument("--snapshots", metavar="FOLDER", help="keep the saved towns here, to use them again")
    parser.add_argument("--one", nargs=2, metavar=("SYSTEM", "N"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run_one(options.one[0], int(options.one[1]))
        return
    sizes = options.households or [10_000, 100_000]
    records: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(options.snapshots or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if "socialgraph" in options.systems:
            records += of_towns(sizes, folder)
    for n in sizes:
        for system in options.systems:
            command = [sys.executable, __file__, "--one", system, str(n)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
            records += [json.loads(line) for line in done.stdout.splitlines()]
            if done.returncode:
                print(f"{system} at {n} households ended with {done.returncode}", file=sys.stderr)
    print(f"{'task':18} {'size':>9}  {'system':38} {'seconds':>10} {'peak MB':>8}")
    for record in records:
        print("{task:18} {size:9}  {system:38} {seconds:10.3f} {peak_mb:8}".format(**record))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(records, file, indent=1)


if __name__ == "__main__":
    main()
