"""Ties explained: the evidence of each, what it decayed to, and the pairs that are closed."""

from __future__ import annotations

from typing import Any

import numpy as np

from socialgraph.arrays.types import Nodes
from socialgraph.trust.evidence import (
    ACTIVITY_KIND,
    CLOSENESS,
    KNOWN,
    MISSING_CLOSENESS,
    Evidence,
    is_closing,
    row_strength,
)
from socialgraph.trust.fading import ages_days
from socialgraph.trust.network import TrustNetwork
from socialgraph.trust.ties import TrustTies

Lines = list[tuple[str, Any, str, str, str]]
Pair = tuple[int, int]


def tie_strength(ties: TrustTies, pair: Pair) -> float:
    """The strength of a tie, 0 where there is none.

    Parameters
    ----------
    ties : the trust network.
    pair : ego and alter, person indices.

    Returns
    -------
    float
        In (0, 1], 0 where there is no tie.
    """
    ego, alter = pair
    row = slice(ties.offsets[ego], ties.offsets[ego + 1])
    strength = ties.strength[row][ties.alters[row] == alter]
    return float(strength[0]) if len(strength) else 0.0


def pair_rows(network: TrustNetwork, own: Nodes, pairs: set[Pair]) -> Lines:
    """Ties and their evidence for these pairs and whatever else people of the household are ego of; closed pairs.

    Parameters
    ----------
    network : who trusts whom on the day that counts.
    own : people of the household.
    pairs : households and people who could talk.

    Returns
    -------
    list of (line, value, date, source, what is missing)
        By pair, kind and date, the closed pairs last; `value` in [0, 1], 0 for what closes a pair, "" for no date.
    """
    person, kinds = network.town.persons.key, network.kinds
    egos = np.array(sorted({ego for ego, _ in pairs} | set(own.tolist())), np.int64)
    rows = Evidence.join(*(part.rows(np.isin(part.ego, egos)) for part in network.evidence))
    ours = np.isin(rows.ego, own)
    wanted = [k for k in range(len(rows)) if ours[k] or (int(rows.ego[k]), int(rows.alter[k])) in pairs]
    rows = rows.rows(np.array(wanted, np.int64))
    worth = row_strength(rows, network.as_of, kinds)
    closes = is_closing(rows, network.as_of, kinds)
    lines: Lines = []
    last: Pair | None = None
    order = np.lexsort((rows.observed_on.astype(np.int64), rows.kind, rows.alter, rows.ego))
    for k in order.tolist():
        pair = int(rows.ego[k]), int(rows.alter[k])
        name = f"{person[pair[0]]} > {person[pair[1]]}"
        if pair != last:
            lines.append((f"tie {name}", tie_strength(network.ties, pair), "", "1 - product over kinds", ""))
            last = pair
        if kinds.is_admissible[rows.kind[k]]:
            lines.append(_evidence_line(rows, k, name, float(worth[k]), network))
        elif closes[k]:
            day = rows.observed_on[k]
            date = "" if np.isnat(day) else str(day)
            lines.append((f"evidence {name}", 0.0, date, "an inadmissible kind: the pair is closed both ways", ""))
    return lines + _closed_lines(network, own, pairs)


def _evidence_line(
    rows: Evidence, k: int, name: str, worth: float, network: TrustNetwork
) -> tuple[str, Any, str, str, str]:
    kinds, kind, day = network.kinds, rows.kind[k], rows.observed_on[k]
    undated = bool(np.isnat(day))
    half_life = kinds.half_life_days[kind]
    age = float(ages_days(rows.observed_on[k : k + 1], np.array([half_life]), network.as_of)[0])
    formula = f"{kinds.weight[kind]:g} * {rows.closeness[k]:g} * 2^(-{age:g}/{half_life:g})"
    source = "later than the as-of date" if age < 0 else formula
    if rows.known[k] == KNOWN:
        source += "; confirmed by the person named"
    gaps = ["date: one half-life old"] if undated else []
    if rows.closeness[k] == CLOSENESS[MISSING_CLOSENESS] and kinds.names[kind] != ACTIVITY_KIND:
        gaps.append("closeness: counts .5")
    missing = "; ".join(gaps)
    return f"evidence {name}: {kinds.names[kind]}", worth, "" if undated else str(day), source, missing


def _closed_lines(network: TrustNetwork, own: Nodes, pairs: set[Pair]) -> Lines:
    """Closed pairs between anybody of the household or of its paths; the kind is not told."""
    person, ties = network.town.persons.key, network.ties
    people = sorted({int(p) for p in own} | {p for pair in pairs for p in pair})
    lines: Lines = []
    for a in people:
        for b in ties.closed.people[ties.closed.offsets[a] : ties.closed.offsets[a + 1]].tolist():
            if a in own or b in people:
                if b in people and b < a:
                    continue  # told already from the other side
                lines.append(
                    (
                        f"closed {person[a]} - {person[b]}",
                        "closed",
                        "",
                        "no request over or past this pair",
                        "",
                    )
                )
    return lines
