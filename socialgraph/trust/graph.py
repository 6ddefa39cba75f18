"""A Town's persons and ties as networkx knows them, and any program that reads GraphML or GEXF."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from socialgraph.arrays.csr import rows_of_offsets
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import town_evidence
from socialgraph.trust.ties import trust_ties

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(town: Town, *, as_of: dt.date | None = None) -> nx.MultiDiGraph:
    """A MultiDiGraph: a node a person (its pseudonym), an edge a row of evidence, ego → alter ("ego trusts alter").

    Nodes carry `household` (label, "" if unknown), `roles` (as on the roster) and `decider` (named in the dossier).
    Edges carry `kind`, `observed_on` (ISO date, "" if undated), `confirmed`, `strength` (stated closeness 0 to 3; not
    there where nobody stated one) and, with `as_of`, `tie_strength`: the computed strength of the tie from ego to alter
    that day, from all its evidence (`trust.evidence`), 0 where the pair is closed. No attribute is None, so that
    `networkx.write_graphml` and `write_gexf` take the graph as it is.

    Parameters
    ----------
    town : the snapshot.
    as_of : the day at which strengths are computed; without it there are none.

    Returns
    -------
    networkx.MultiDiGraph
        n_persons nodes and n_ties edges.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    people = town.tables["people"]
    roles = dict(zip(people["person"].tolist(), people["roles"].astype(str), strict=True))
    decides = np.zeros(town.n_persons, bool)
    decides[town.households.deciders.items] = True
    names = town.persons.key.texts
    homes = town.households.label[town.persons.household]
    for i, name in enumerate(names):
        graph.add_node(name, household=homes[i], roles=roles.get(i, ""), decider=bool(decides[i]))
    computed = {} if as_of is None else _tie_strengths(town, as_of)
    days = np.where(np.isnat(town.ties.observed_on), "", np.datetime_as_string(town.ties.observed_on, "D"))
    for ego, alter, kind, stated, day, confirmed in zip(
        town.ties.ego.tolist(),
        town.ties.alter.tolist(),
        town.ties.kind.tolist(),
        town.ties.strength.tolist(),
        days.tolist(),
        town.ties.confirmed.tolist(),
        strict=True,
    ):
        facts = {"kind": town.codes.tie_kinds[kind], "observed_on": day, "confirmed": confirmed}
        if stated >= 0:
            facts["strength"] = stated
        if as_of is not None:
            facts["tie_strength"] = computed.get((ego, alter), 0.0)
        graph.add_edge(names[ego], names[alter], **facts)
    return graph


def _tie_strengths(town: Town, as_of: dt.date) -> dict[tuple[int, int], float]:
    """The computed strength of every tie at a date, by ego and alter."""
    closed = (town.closed.first, town.closed.second)
    ties = trust_ties(town_evidence(town, as_of=as_of), town.n_persons, as_of=as_of, closed=closed)
    pairs = zip(rows_of_offsets(ties.offsets).tolist(), ties.alters.tolist(), strict=True)
    return dict(zip(pairs, ties.strength.tolist(), strict=True))
