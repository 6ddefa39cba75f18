"""Burt's holes, brokerage and key players on real networks, beside networkx; prints the table of docs/real_networks.md.

python benchmarks/real_networks.py
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

from socialgraph.capital.brokerage import ROLES, brokerage
from socialgraph.capital.key_players import key_players_reach
from socialgraph.capital.structural_holes import structural_holes

NETWORKS = Path(__file__).parents[1] / "tests" / "fixtures" / "networks"


@dataclass(frozen=True)
class Network:
    """A directed weighted network with the group of each node."""

    name: str
    n: int
    ego: np.ndarray
    alter: np.ndarray
    weight: np.ndarray
    group: np.ndarray


def read(name: str) -> Network:
    """Nodes that have a tie; ratings below zero are no trust and are left out."""
    ties = pd.read_csv(NETWORKS / name / "ties.csv")
    ties = ties[ties["weight"] > 0]
    ids, codes = np.unique(ties[["source", "target"]].to_numpy(), return_inverse=True)
    ego, alter = codes.reshape(-1, 2).T.astype(np.int64)
    nodes = NETWORKS / name / "nodes.csv"
    group = np.zeros(len(ids), np.int64)
    if nodes.exists():
        village = pd.read_csv(nodes).set_index("id")["village"]
        group = village.reindex(ids).to_numpy(np.int64)
    return Network(name, len(ids), ego, alter, ties["weight"].to_numpy(float), group)


def figures(net: Network) -> dict[str, object]:
    """The package's figures, and the largest difference of the constraint to networkx."""
    structural_holes(net.n, net.ego, net.alter, net.weight)  # compiles, the first time
    began = time.perf_counter()
    holes = structural_holes(net.n, net.ego, net.alter, net.weight)
    ours = time.perf_counter() - began
    # undirected sums: on directed graphs the two branches of nx.constraint disagree about nodes that name nobody
    graph = nx.Graph()
    graph.add_nodes_from(range(net.n))
    for a, b, weight in zip(net.ego.tolist(), net.alter.tolist(), net.weight.tolist(), strict=True):
        if a != b:
            old = graph.edges[a, b]["weight"] if graph.has_edge(a, b) else 0.0
            graph.add_edge(a, b, weight=old + weight)
    began = time.perf_counter()
    peer = nx.constraint(graph, weight="weight")
    theirs = time.perf_counter() - began
    roles = brokerage(net.n, net.ego, net.alter, net.group).sum()
    players = key_players_reach(net.n, net.ego, net.alter, 3, range(net.n)) if net.n < 500 else None
    return {
        "network": net.name,
        "people": net.n,
        "ties": len(net.ego),
        "constraint": round(float(np.nanmean(holes.constraint)), 4),
        "effective_size": round(float(np.nanmean(holes.effective_size)), 3),
        "efficiency": round(float(np.nanmean(holes.efficiency)), 4),
        "hierarchy": round(float(np.nanmean(holes.hierarchy)), 4),
        **{role: int(roles[role]) for role in ROLES},
        "key_reach_of_3": None if players is None else round(players.value, 4),
        "max_diff_to_networkx": float(np.nanmax(np.abs(holes.constraint - [peer[v] for v in range(net.n)]))),
        "seconds": round(ours, 3),
        "networkx_seconds": round(theirs, 3),
    }


if __name__ == "__main__":
    table = pd.DataFrame([figures(read(name)) for name in sorted(p.name for p in NETWORKS.iterdir() if p.is_dir())])
    sys.stdout.write(table.astype(object).set_index("network").T.to_string() + "\n")
